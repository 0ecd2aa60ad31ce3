// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/warning_list.h"

#include "ui/datasets/warning_texts.h"
#include "ui/shell/theme.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layouts.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace lathe::ui {
namespace {

constexpr size_t fewLines = 4;

/// A finding as a button with several lines of text, which a push button cannot wrap.
class WarningLine : public QWidget {
public:
    WarningLine(const ProfileWarning& warning, std::function<void()> choose) : m_choose(std::move(choose)) {
        setObjectName(QStringLiteral("warningLine"));
        setFocusPolicy(Qt::StrongFocus);
        setCursor(Qt::PointingHandCursor);
        const QString words = warningText(warning);
        setAccessibleName(words);
        setAccessibleDescription(warningRemedy(warning.kind));
        setToolTip(warningRemedy(warning.kind));
        auto* layout = new QHBoxLayout(this);
        layout->setContentsMargins(6, 4, 6, 4);
        layout->setSpacing(8);
        auto* sign = new QLabel;
        sign->setPixmap(
            icon(isPersonal(warning.kind) ? "lock" : "warning", severityTint(warning.severity)).pixmap(16, 16));
        auto* text = new QWidget;
        auto* column = new QVBoxLayout(text);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(1);
        auto* what = new Label(words, TextRole::Caption);
        what->setWordWrap(true);
        auto* remedy = new Label(warningRemedy(warning.kind), TextRole::Caption, Tint::Muted);
        remedy->setWordWrap(true);
        column->addWidget(what);
        column->addWidget(remedy);
        layout->addWidget(sign, 0, Qt::AlignTop);
        layout->addWidget(text, 1);
    }

protected:
    void mouseReleaseEvent(QMouseEvent* event) override {
        if (event->button() == Qt::LeftButton && rect().contains(event->pos())) m_choose();
    }
    void keyPressEvent(QKeyEvent* event) override {
        const bool pressed =
            event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
        if (pressed) m_choose();
        else QWidget::keyPressEvent(event);
    }
    void enterEvent(QEnterEvent* event) override {
        QWidget::enterEvent(event);
        update();
    }
    void leaveEvent(QEvent* event) override {
        QWidget::leaveEvent(event);
        update();
    }
    void paintEvent(QPaintEvent*) override {
        if (!underMouse() && !hasFocus()) return;
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(hasFocus() ? QPen(tokens().accent, 1) : QPen(Qt::NoPen));
        painter.setBrush(tokens().surface2);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    }

private:
    std::function<void()> m_choose;
};

} // namespace

WarningList::WarningList(QWidget* parent) : QWidget(parent), m_lines(new QVBoxLayout) {
    setObjectName(QStringLiteral("warningList"));
    setAccessibleName(tr("Warnings"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    m_lines->setSpacing(2);
    layout->addLayout(m_lines);
    m_more = makeButton(QString(), "", ButtonKind::Quiet);
    m_more->setObjectName(QStringLiteral("moreWarningsButton"));
    connect(m_more, &QPushButton::clicked, this, [this] {
        m_all = !m_all;
        rebuild();
    });
    layout->addWidget(m_more, 0, Qt::AlignLeft);
}

void WarningList::showWarnings(std::vector<ProfileWarning> warnings) {
    m_warnings = std::move(warnings);
    rebuild();
}

QWidget* WarningList::makeLine(const ProfileWarning& warning) {
    const QString column = warning.columns.empty() ? QString() : text(warning.columns[0]);
    return new WarningLine(warning, [this, column] {
        if (!column.isEmpty()) Q_EMIT columnChosen(column);
    });
}

void WarningList::rebuild() {
    clearLayout(m_lines);
    const size_t shown = m_all ? m_warnings.size() : std::min(fewLines, m_warnings.size());
    for (size_t i = 0; i < shown; ++i) m_lines->addWidget(makeLine(m_warnings[i]));
    m_more->setVisible(m_warnings.size() > fewLines);
    m_more->setText(m_all ? tr("Show the gravest only") : tr("Show all %1 warnings").arg(m_warnings.size()));
}

} // namespace lathe::ui
