// SPDX-License-Identifier: GPL-3.0-or-later
// The profile's plots and the filter, and the target.
#include "ui/datasets/profile_panel.h"

#include "ui/charts/bar_chart.h"
#include "ui/charts/histogram_chart.h"
#include "ui/datasets/plot_filters.h"
#include "ui/datasets/warning_list.h"
#include "ui/datasets/warning_texts.h"
#include "ui/shell/session.h"
#include "ui/widgets/format.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/label.h"

#include <QComboBox>

#include <algorithm>
#include <optional>

namespace lathe::ui {
namespace {

constexpr size_t strengthsShown = 10;

} // namespace

void ProfilePanel::binsChosen(int first, int last) {
    const ColumnProfile* column = shownColumn();
    if (!column) return;
    if (first < 0) {
        Q_EMIT filterChosen(m_column, {});
        return;
    }
    Q_EMIT filterChosen(m_column, binsFilter(*column, static_cast<size_t>(first), static_cast<size_t>(last)));
}

void ProfilePanel::barsChosen(const std::vector<int>& bars) {
    const ColumnProfile* column = shownColumn();
    if (!column) return;
    ValuesCondition values;
    values.column = m_column;
    // "All others" are those that are none of the bars.
    const bool others =
        std::any_of(bars.begin(), bars.end(), [&](int bar) { return static_cast<size_t>(bar) >= m_barValues.size(); });
    values.exclude = others;
    for (size_t bar = 0; bar < m_barValues.size(); ++bar) {
        const bool chosen = std::find(bars.begin(), bars.end(), static_cast<int>(bar)) != bars.end();
        if (chosen != others) values.values.push_back(column->topValues[m_barValues[bar]].first);
    }
    values.missing = others;
    if (bars.empty()) Q_EMIT filterChosen(m_column, {});
    else Q_EMIT filterChosen(m_column, Filter{{values}});
}

void ProfilePanel::showFilter(const Filter& filter) {
    m_filter = filter;
    markFilter();
}

/// Marks the bars that the filter's own condition on the column chose, and asks for the counts under the others.
void ProfilePanel::markFilter() {
    const ColumnProfile* column = shownColumn();
    if (!column) return;
    m_histogram->setSelection(-1, -1);
    m_bars->setSelection({});
    for (const FilterCondition& condition : m_filter.conditions) {
        if (const auto* range = std::get_if<RangeCondition>(&condition); range && range->column == m_column) {
            const auto [first, last] = chosenBins(*column, *range);
            m_histogram->setSelection(first, last);
        }
        if (const auto* values = std::get_if<ValuesCondition>(&condition); values && values->column == m_column) {
            std::vector<int> bars;
            for (size_t bar = 0; bar < m_barValues.size(); ++bar) {
                const std::string& value = column->topValues[m_barValues[bar]].first;
                const bool named =
                    std::find(values->values.begin(), values->values.end(), value) != values->values.end();
                if (named != values->exclude) bars.push_back(static_cast<int>(bar));
            }
            m_bars->setSelection(std::move(bars));
        }
    }
    loadLinked();
}

void ProfilePanel::loadLinked() {
    m_linkedStop.request_stop();
    m_linkedStop = std::stop_source();
    const ColumnProfile* column = shownColumn();
    const Filter others = m_filter.withoutColumn(m_column);
    if (others.conditions.empty() || !column || !m_version || !m_profile->exact()) {
        m_histogram->setHighlight({});
        m_bars->setHighlight({});
        // An answer that is still on its way is out of date.
        m_session.load(
            this, QStringLiteral("linked"), []() -> Result<int> { return 0; }, [](int) {});
        return;
    }
    const size_t index = static_cast<size_t>(column - m_profile->columns.data());
    m_session.load(
        this, QStringLiteral("linked"),
        [version = m_version, profile = m_profile, others, index,
         job = JobContext(m_linkedStop.get_token(), nullptr)]() -> Result<LinkedCounts> {
            LATHE_TRY(const RowSelection rows, selectRows(*version->file, others, job));
            return countLinked(*version->file, index, profile->columns[index], &rows, job);
        },
        [this](const LinkedCounts& counts) { showLinked(counts); });
}

void ProfilePanel::showLinked(const LinkedCounts& counts) {
    m_histogram->setHighlight({counts.bins.begin(), counts.bins.end()});
    std::vector<double> bars;
    uint64_t others = counts.count;
    for (const size_t value : m_barValues) {
        bars.push_back(static_cast<double>(counts.values[value]));
        others -= std::min(others, counts.values[value]);
    }
    const ColumnProfile* shown = shownColumn();
    if (shown && shown->distinct > m_barValues.size()) bars.push_back(static_cast<double>(others));
    m_bars->setHighlight(std::move(bars));
}

void ProfilePanel::examineTarget() {
    if (m_targetJob) m_targetJob->cancel();
    m_targetWarnings.clear();
    m_strengths->hide();
    m_targetNote->hide();
    if (!m_profile || !m_version) return;
    fillWarnings();
    if (m_target->currentIndex() <= 0) return;
    const std::string target = m_target->currentText().toStdString();
    auto outcome = std::make_shared<TargetReport>();
    m_targetJob = m_session.runJob(
        tr("Examine the target %1").arg(m_target->currentText()),
        [version = m_version, profile = m_profile, target, outcome](const JobContext& context) -> Result<void> {
            LATHE_TRY(*outcome, lathe::examineTarget(*version->file, *profile, target, context));
            return {};
        },
        this,
        [this, version = m_version, outcome](JobState state, const std::optional<Error>& error) {
            if (version != m_version || m_target->currentIndex() <= 0) return;
            if (state == JobState::Succeeded) showTarget(*outcome);
            if (state == JobState::Failed && error) {
                m_targetNote->setText(problemText(*error));
                m_targetNote->show();
            }
        });
}

void ProfilePanel::showTarget(const TargetReport& report) {
    if (text(report.target) != m_target->currentText()) return; // another one was chosen meanwhile
    m_targetWarnings = report.warnings;
    fillWarnings();
    std::vector<BarChart::Bar> bars;
    for (size_t i = 0; i < std::min(strengthsShown, report.features.size()); ++i)
        bars.push_back({text(report.features[i].column), {report.features[i].strongest()}});
    m_strengths->setName(tr("What single columns tell of %1").arg(text(report.target)));
    m_strengths->setBars({tr("strength")}, std::move(bars));
    m_strengths->setVisible(!report.features.empty());
    m_targetNote->setText(
        report.classes ? tr("Share of the target that the column alone tells. Close to 100 %: probably a leak.")
                       : tr("How closely the column alone follows the target. Close to 100 %: probably a leak."));
    m_targetNote->show();
}

} // namespace lathe::ui
