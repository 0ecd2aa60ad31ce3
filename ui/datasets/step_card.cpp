// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/step_card.h"

#include "ui/datasets/recipe_editor.h"
#include "ui/datasets/step_form.h"
#include "ui/shell/theme.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace lathe::ui {

QString effectText(const StepEffect& effect) {
    QStringList parts;
    const auto counted = [](uint64_t value) { return countText(static_cast<qint64>(value)); };
    if (effect.changedCells > 0) parts << StepCard::tr("%1 cells changed").arg(counted(effect.changedCells));
    if (effect.rowsAfter < effect.rowsBefore)
        parts << StepCard::tr("%1 rows fewer").arg(counted(effect.rowsBefore - effect.rowsAfter));
    if (!effect.addedColumns.empty())
        parts << StepCard::tr("%n column(s) added", nullptr, static_cast<int>(effect.addedColumns.size()));
    if (!effect.removedColumns.empty())
        parts << StepCard::tr("%n column(s) removed", nullptr,
                              static_cast<int>(effect.removedColumns.size()));
    return parts.isEmpty() ? StepCard::tr("Nothing to change") : parts.join(QStringLiteral(" · "));
}

StepCard::StepCard(size_t place, size_t count, const RecipeStep& step, QWidget* parent)
    : QFrame(parent)
    , m_place(place)
    , m_step(step)
    , m_enabled(new QCheckBox)
    , m_title(new Label(QString(), TextRole::CardTitle))
    , m_summary(new Label(QString(), TextRole::Caption, Tint::Muted))
    , m_effect(new Label(QString(), TextRole::Caption, Tint::Accent))
    , m_toggle(makeIconButton(tr("Edit this step"), "chevron-down"))
    , m_layout(new QVBoxLayout(this)) {
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
    addButton(tr("Move up"), "chevron-up", "stepUp", [this] {
        Q_EMIT moveRequested(-1);
    })->setEnabled(place > 0);
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
    m_layout->addWidget(m_summary);
    m_layout->addWidget(m_effect);
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
}

void StepCard::setColumns(const std::vector<ColumnSchema>& columns) {
    m_columns = columns;
    if (m_form) m_form->setColumns(columns);
}

void StepCard::setOpen(bool open) {
    m_open = open;
    m_toggle->setChecked(open);
    if (open && !m_form) {
        m_form = new StepForm(m_step, m_columns);
        m_form->setContentsMargins(0, 6, 6, 0);
        m_layout->insertWidget(2, m_form);
        connect(m_form, &StepForm::edited, this, &StepCard::parametersEdited);
    } else if (!open && m_form) {
        m_form->deleteLater();
        m_form->hide();
        m_form = nullptr;
    }
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

void StepCard::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && event->position().y() < 44) Q_EMIT openRequested(!m_open);
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
