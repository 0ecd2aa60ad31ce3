// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/form.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/widgets/label.h"

namespace lathe::ui {

Form::Form(QWidget* parent) : QWidget(parent) {
    m_layout = new QVBoxLayout(this);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(12);
}

QWidget* Form::makeField(const QString& caption, QWidget* control, const QString& note) {
    auto* field = new QWidget(this);
    auto* column = new QVBoxLayout(field);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto* label = new Label(caption, TextRole::Caption, Tint::Muted, field);
    label->setBuddy(control);
    if (control->accessibleName().isEmpty()) control->setAccessibleName(caption);
    for (QLineEdit* inner : control->findChildren<QLineEdit*>()) // spin boxes and editable choices
        if (inner->accessibleName().isEmpty()) inner->setAccessibleName(caption);
    column->addWidget(label);
    column->addWidget(control);
    if (!note.isEmpty()) {
        auto* text = new Label(note, TextRole::Caption, Tint::Muted, field);
        text->setWordWrap(true);
        column->addWidget(text);
        control->setAccessibleDescription(note);
    }
    return field;
}

void Form::addField(const QString& caption, QWidget* control, const QString& note) {
    m_layout->addWidget(makeField(caption, control, note));
}

void Form::addRow(const QList<QPair<QString, QWidget*>>& fields) {
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    for (const auto& [caption, control] : fields)
        row->addWidget(makeField(caption, control, {}), 1, Qt::AlignTop); // controls differ in height
    m_layout->addLayout(row);
}

void Form::addWidget(QWidget* widget) { m_layout->addWidget(widget); }

void Form::setFieldVisible(QWidget* control, bool visible) {
    QWidget* field = control->parentWidget();
    (field != nullptr && field != this ? field : control)->setVisible(visible);
}

QPushButton* makeButton(const QString& text, const char* iconName, ButtonKind kind, QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setProperty("kind", static_cast<int>(kind));
    button->setAutoDefault(false);
    const Tint tint = kind == ButtonKind::Primary  ? Tint::OnAccent
                      : kind == ButtonKind::Danger ? Tint::Bad
                                                   : Tint::Text;
    if (*iconName != '\0') button->setIcon(icon(iconName, tint));
    return button;
}

QToolButton* makeIconButton(const QString& name, const char* iconName, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setIcon(icon(iconName));
    button->setIconSize(QSize(16, 16));
    button->setFixedSize(28, 28);
    button->setToolTip(name);
    button->setAccessibleName(name);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setProperty("kind", static_cast<int>(ButtonKind::Quiet));
    return button;
}

} // namespace lathe::ui
