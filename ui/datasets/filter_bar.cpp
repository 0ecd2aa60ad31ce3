// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/filter_bar.h"

#include "ui/datasets/filter_texts.h"
#include "ui/datasets/grid_query.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layouts.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>

namespace lathe::ui {
namespace {

constexpr int barHeight = 40;
constexpr int chipRowHeight = 44; // with room for a scroll bar below the chips
constexpr int widestChip = 260;
constexpr int progressWidth = 90;

} // namespace

FilterBar::FilterBar(GridQuery& query, QWidget* parent) : QWidget(parent), m_query(query) {
    setObjectName(QStringLiteral("filterBar"));
    setFixedHeight(barHeight);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->setSpacing(6);
    auto* add = makeButton(tr("Filter"), "filter", ButtonKind::Quiet);
    add->setObjectName(QStringLiteral("addFilterButton"));
    add->setAccessibleName(tr("Add a filter"));
    add->setToolTip(tr("Show only some of the rows (Ctrl+Shift+F)"));
    connect(add, &QPushButton::clicked, this, &FilterBar::addRequested);
    layout->addWidget(add);

    layout->addStretch(1);

    auto* chips = new QWidget;
    m_chips = new QHBoxLayout(chips);
    m_chips->setContentsMargins(16, 0, 8, 0);
    m_chips->setSpacing(6);
    m_chipRow = makeScrollArea(chips);
    m_chipRow->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    m_chipRow->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_chipRow->setFixedHeight(chipRowHeight);

    m_clear = makeButton(tr("Clear"), "", ButtonKind::Quiet);
    m_clear->setObjectName(QStringLiteral("clearFiltersButton"));
    m_clear->setAccessibleName(tr("Remove all filters"));
    connect(m_clear, &QPushButton::clicked, this, [this] { m_query.setFilter({}); });
    layout->addWidget(m_clear);

    m_running = new QWidget;
    auto* running = new QHBoxLayout(m_running);
    running->setContentsMargins(0, 0, 0, 0);
    m_progress = new QProgressBar;
    m_progress->setFixedWidth(progressWidth);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress"));
    running->addWidget(m_progress);
    auto* cancel = makeButton(tr("Cancel"), "", ButtonKind::Quiet);
    cancel->setObjectName(QStringLiteral("cancelQueryButton"));
    connect(cancel, &QPushButton::clicked, this, [this] {
        if (m_query.job()) m_query.job()->cancel();
    });
    running->addWidget(cancel);
    layout->addWidget(m_running);
    m_counts = new Label({}, TextRole::Number, Tint::Muted);
    m_counts->setObjectName(QStringLiteral("rowCounts"));
    layout->addWidget(m_counts);
    connect(&query, &GridQuery::asked, this, &FilterBar::rebuild);
    connect(&query, &GridQuery::rowsChanged, this, &FilterBar::rebuild);
    rebuild();
}

QWidget* FilterBar::makeChip(int condition) {
    const QString shown =
        conditionText(m_query.filter().conditions[static_cast<size_t>(condition)], m_query.file()->schema());
    auto* chip = new QWidget;
    auto* layout = new QHBoxLayout(chip);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* edit = new QPushButton(fontMetrics().elidedText(shown, Qt::ElideRight, widestChip - 40));
    edit->setObjectName(QStringLiteral("filterChip%1").arg(condition));
    edit->setAccessibleName(tr("Filter: %1").arg(shown));
    edit->setToolTip(tr("%1. Click to change it.").arg(shown));
    edit->setMaximumWidth(widestChip);
    connect(edit, &QPushButton::clicked, this, [this, condition] { Q_EMIT editRequested(condition); });
    layout->addWidget(edit);
    auto* remove = makeIconButton(tr("Remove filter: %1").arg(shown), "close");
    remove->setObjectName(QStringLiteral("removeFilter%1").arg(condition));
    connect(remove, &QToolButton::clicked, this, [this, condition] { removeCondition(condition); });
    layout->addWidget(remove);
    return chip;
}

void FilterBar::removeCondition(int condition) {
    if (static_cast<size_t>(condition) < m_query.filter().conditions.size())
        m_query.setFilter(m_query.filter().without(static_cast<size_t>(condition)));
}

void FilterBar::rebuild() {
    clearLayout(m_chips);
    const auto count = static_cast<int>(m_query.file() ? m_query.filter().conditions.size() : 0);
    for (int i = 0; i < count; ++i) m_chips->addWidget(makeChip(i));
    m_chips->addStretch(1);
    m_chipRow->setVisible(count > 0);
    m_clear->setVisible(count > 1);
    if (m_query.file()) {
        const auto all = static_cast<qint64>(m_query.file()->rows());
        const auto shown = static_cast<qint64>(m_query.order().size());
        m_counts->setText(shown == all ? tr("%1 rows").arg(countText(all))
                                       : tr("%1 of %2 rows").arg(countText(shown), countText(all)));
    }
    JobHandle* job = m_query.job();
    m_running->setVisible(job != nullptr);
    m_progress->setRange(0, 0);
    if (job) connect(job, &JobHandle::progressChanged, this, &FilterBar::showProgress, Qt::UniqueConnection);
}

void FilterBar::showProgress() {
    if (!m_query.job()) return;
    const double fraction = m_query.job()->progress().fraction();
    m_progress->setRange(0, fraction < 0 ? 0 : 100);
    m_progress->setValue(static_cast<int>(fraction * 100));
    m_progress->setToolTip(stageText(QString::fromStdString(m_query.job()->progress().stage)));
}

} // namespace lathe::ui
