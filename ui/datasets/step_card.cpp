// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/step_card.h"

#include "ui/datasets/recipe_editor.h"
#include "ui/datasets/step_form.h"
#include "ui/shell/theme.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"

#include <QApplication>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace lathe::ui {
namespace {

constexpr int headHeight = 44;

} // namespace

QString effectText(const StepEffect& effect) {
    QStringList parts;
    const auto counted = [](uint64_t value) { return countText(static_cast<qint64>(value)); };
    if (effect.changedCells > 0) parts << StepCard::tr("%1 cells changed").arg(counted(effect.changedCells));
    if (effect.rowsAfter < effect.rowsBefore)
        parts << StepCard::tr("%1 rows fewer").arg(counted(effect.rowsBefore - effect.rowsAfter));
    if (!effect.addedColumns.empty())
        parts << StepCard::tr("%n column(s) added", nullptr, static_cast<int>(effect.addedColumns.size()));
    if (!effect.removedColumns.empty())
        parts << StepCard::tr("%n column(s) removed", nullptr, static_cast<int>(effect.removedColumns.size()));
    if (effect.rowsAfter > effect.rowsBefore)
        parts << StepCard::tr("%1 rows more").arg(counted(effect.rowsAfter - effect.rowsBefore));
    if (effect.failedCells > 0) parts << StepCard::tr("%1 values could not be read").arg(counted(effect.failedCells));
    if (!effect.note.empty()) parts << text(effect.note);
    return parts.isEmpty() ? StepCard::tr("Nothing to change") : parts.join(QStringLiteral(" · "));
}

StepCard::StepCard(size_t place, size_t count, const RecipeStep& step, QWidget* parent)
    : QFrame(parent), m_place(place), m_step(step), m_enabled(new QCheckBox),
      m_title(new Label(QString(), TextRole::CardTitle)),
      m_summary(new Label(QString(), TextRole::Caption, Tint::Muted)),
      m_effect(new Label(QString(), TextRole::Caption, Tint::Accent)),
      m_toggle(makeIconButton(tr("Edit this step"), "chevron-down")), m_layout(new QVBoxLayout(this)),
      m_comment(new Label(QString(), TextRole::Caption, Tint::Muted)),
      m_learns(new Label(QString(), TextRole::Caption, Tint::Warn)) {
    setObjectName(QStringLiteral("stepCard%1").arg(place));
    m_layout->setContentsMargins(10, 6, 6, 10);
    m_layout->setSpacing(4);

    auto* top = new QHBoxLayout;
    top->setSpacing(2);
    m_enabled->setObjectName(QStringLiteral("stepEnabled%1").arg(place));
    m_enabled->setToolTip(tr("Switch this step on or off"));
    m_enabled->setAccessibleName(tr("Step %1: %2").arg(place + 1).arg(stepTitle(step.kind)));
    connect(m_enabled, &QCheckBox::clicked, this, &StepCard::enabledChanged);
    top->addWidget(m_enabled);
    top->addSpacing(6);
    m_title->setElided(true);
    top->addWidget(m_title, 1);
    const auto addButton = [&](const QString& name, const char* iconName, const char* object, auto run) {
        auto* button = makeIconButton(name, iconName);
        button->setObjectName(QString::fromLatin1(object) + QString::number(place));
        connect(button, &QToolButton::clicked, this, run);
        top->addWidget(button);
        return button;
    };
    addButton(tr("Move up"), "chevron-up", "stepUp", [this] { Q_EMIT moveRequested(-1); })->setEnabled(place > 0);
    addButton(tr("Move down"), "chevron-down", "stepDown", [this] {
        Q_EMIT moveRequested(1);
    })->setEnabled(place + 1 < count);
    addButton(tr("Delete this step"), "trash", "stepDelete", [this] { Q_EMIT removeRequested(); });
    m_toggle->setIcon(icon("edit"));
    m_toggle->setObjectName(QStringLiteral("stepEdit%1").arg(place));
    m_toggle->setCheckable(true);
    connect(m_toggle, &QToolButton::clicked, this, [this] { Q_EMIT openRequested(!m_open); });
    top->addWidget(m_toggle);
    m_layout->addLayout(top);

    m_summary->setWordWrap(true);
    m_summary->setIndent(24);
    m_effect->setWordWrap(true);
    m_effect->setIndent(24);
    m_effect->setObjectName(QStringLiteral("stepEffect%1").arg(place));
    m_comment->setWordWrap(true);
    m_comment->setIndent(24);
    m_learns->setIndent(24);
    m_learns->setObjectName(QStringLiteral("stepLearns%1").arg(place));
    m_learns->setWordWrap(true);
    setLearnsFromAll(true);
    m_layout->addWidget(m_comment);
    m_layout->addWidget(m_summary);
    m_layout->addWidget(m_learns);
    m_layout->addWidget(m_effect);
    const auto moveKey = [this](Qt::Key key, int by) {
        auto* shortcut = new QShortcut(QKeySequence(Qt::ALT | key), this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, [this, by] { Q_EMIT moveRequested(by); });
    };
    moveKey(Qt::Key_Up, -1);
    moveKey(Qt::Key_Down, 1);
    showStep(step);
    showEffect(std::nullopt, {});
}

void StepCard::showStep(const RecipeStep& step) {
    m_step = step;
    m_enabled->setChecked(step.enabled);
    m_title->setText(stepTitle(step.kind));
    m_title->setTint(step.enabled ? Tint::Text : Tint::Faint);
    m_summary->setText(stepSummary(step));
    m_summary->setVisible(!m_open && !m_summary->text().isEmpty());
    m_learns->setVisible(Recipe::learnsFromRows(step));
    showComment();
}

void StepCard::setLearnsFromAll(bool all) {
    m_learns->setTint(all ? Tint::Warn : Tint::Muted);
    m_learns->setText(all ? tr("Learns from all rows") : tr("Learns from the training rows"));
    m_learns->setToolTip(
        all ? tr("What it learns carries knowledge of test rows into training. Choose a split under “Learns from”, and it learns from "
                 "the training rows only.")
            : QString());
}

void StepCard::showComment() {
    m_comment->setText(text(m_step.comment));
    m_comment->setVisible(!m_open && !m_step.comment.empty());
}

void StepCard::makeForm() {
    m_details = new QWidget;
    auto* layout = new QVBoxLayout(m_details);
    layout->setContentsMargins(0, 6, 6, 0);
    layout->setSpacing(8);
    m_form = new StepForm(m_step, m_columns);
    layout->addWidget(m_form);
    auto* comment = new QLineEdit(text(m_step.comment));
    comment->setObjectName(QStringLiteral("stepComment%1").arg(m_place));
    comment->setAccessibleName(tr("Comment"));
    comment->setPlaceholderText(tr("Comment: why this step"));
    layout->addWidget(comment);
    m_layout->insertWidget(2, m_details);
    connect(comment, &QLineEdit::textEdited, this, &StepCard::commentEdited);
    connect(m_form, &StepForm::edited, this, &StepCard::parametersEdited);
    connect(m_form, &StepForm::clustersRequested, this, &StepCard::clustersRequested);
}

void StepCard::setColumns(const std::vector<ColumnSchema>& columns) {
    m_columns = columns;
    if (m_form) m_form->setColumns(columns);
}

void StepCard::setOpen(bool open) {
    m_open = open;
    m_toggle->setChecked(open);
    if (open && !m_form) {
        makeForm();
    } else if (!open && m_form) {
        m_details->deleteLater();
        m_details->hide();
        m_form = nullptr;
    }
    showComment();
    m_summary->setVisible(!m_open && !m_summary->text().isEmpty());
    update();
}

void StepCard::showEffect(const std::optional<StepEffect>& effect, const QString& problem) {
    m_failed = !problem.isEmpty();
    const QString gap = m_step.enabled ? stepGap(m_step) : QString();
    if (m_failed) {
        m_effect->setTint(Tint::Bad);
        m_effect->setText(problem);
    } else if (!gap.isEmpty()) {
        m_effect->setTint(Tint::Warn);
        m_effect->setText(gap);
    } else if (effect) {
        m_effect->setTint(Tint::Accent);
        m_effect->setText(effectText(*effect));
    } else {
        m_effect->setText(m_step.enabled ? QString() : tr("Switched off"));
        m_effect->setTint(Tint::Faint);
    }
    m_effect->setVisible(!m_effect->text().isEmpty());
    update();
}

void StepCard::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && event->position().y() < headHeight) m_grip = event->position().toPoint();
}

void StepCard::mouseMoveEvent(QMouseEvent* event) {
    if (!m_grip) return;
    const int distance = (event->position().toPoint() - *m_grip).manhattanLength();
    if (!m_dragging && distance < QApplication::startDragDistance()) return;
    m_dragging = true;
    setCursor(Qt::ClosedHandCursor);
    Q_EMIT dragged(event->globalPosition().toPoint(), false);
}

void StepCard::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !m_grip) return;
    m_grip.reset();
    unsetCursor();
    if (std::exchange(m_dragging, false)) Q_EMIT dragged(event->globalPosition().toPoint(), true);
    else Q_EMIT openRequested(!m_open);
}

void StepCard::paintEvent(QPaintEvent*) {
    const ThemeTokens& theme = tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_failed ? theme.bad : m_open ? theme.accent : theme.border, 1));
    painter.setBrush(m_open ? mixed(theme.surface, theme.surface2, 0.5) : theme.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
}

} // namespace lathe::ui
