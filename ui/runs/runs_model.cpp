// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/runs_model.h"

#include <cmath>

#include "core/base/text.h"
#include "ui/shell/theme.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/format.h"

namespace lathe::ui {

namespace {

constexpr size_t metricColumns = 2;

/// True when \p runs are \p before with new ones, which come first.
bool continues(const std::vector<RunRow>& runs, const std::vector<RunRow>& before) {
    return runs.size() >= before.size() &&
           std::equal(before.rbegin(), before.rend(), runs.rbegin(),
                      [](const auto& x, const auto& y) { return x.info.id == y.info.id; });
}

/// What was measured on unseen rows, as is usual, needs no word about it; the tool tip has it.
QString columnTitle(const std::string& metric) {
    if (!metric.starts_with("test_")) return metricTitle(metric);
    const QString name = metricName(metric);
    return name.left(1).toUpper() + name.mid(1);
}

double fraction(const RunRow& run) {
    if (run.info.state == RunState::Finished) return 1;
    return run.info.progressTotal > 0 ? run.info.progressDone / run.info.progressTotal : 0;
}

} // namespace

void RunsModel::setRuns(std::vector<RunRow> runs) {
    auto metrics = leadingMetrics(runs, metricColumns);
    if (metrics == m_metrics && continues(runs, m_runs)) {
        const int added = static_cast<int>(runs.size() - m_runs.size());
        if (added > 0) beginInsertRows({}, 0, added - 1);
        m_runs = std::move(runs);
        if (added > 0) endInsertRows();
        if (rowCount() > added) Q_EMIT dataChanged(index(added, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    beginResetModel();
    m_runs = std::move(runs);
    m_metrics = std::move(metrics);
    endResetModel();
}

const RunRow* RunsModel::find(const RunId& run) const {
    const auto found = std::find_if(m_runs.begin(), m_runs.end(), [&](const auto& row) { return row.info.id == run; });
    return found == m_runs.end() ? nullptr : &*found;
}

int RunsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_runs.size());
}
int RunsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : startedColumn() + 1; }

QVariant RunsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const RunRow& run = m_runs[static_cast<size_t>(index.row())];
    if (role == RunIdRole) return text(run.info.id.str());
    if (role == StateRole) return static_cast<int>(run.info.state);
    if (role == SearchRole)
        return text(run.info.name + " " + run.info.experiment + " " + run.info.data + " " + run.info.modelKind + " " +
                    run.info.target)
            .toLower();
    const int column = index.column();
    if (column >= FirstMetricColumn && column < progressColumn())
        return metricData(run, m_metrics[static_cast<size_t>(column - FirstMetricColumn)], role);
    if (column == progressColumn()) return progressData(run, role);
    if (column == startedColumn()) {
        const int64_t time = run.info.startedAt.value_or(run.info.createdAt);
        if (role == Qt::DisplayRole) return relativeTime(time);
        if (role == Qt::ToolTipRole || role == ExportRole) return exactTime(time);
        return role == SortRole ? QVariant(static_cast<qlonglong>(time)) : QVariant();
    }
    if (column == StateColumn && role == ToneRole) return static_cast<int>(stateTone(run.info.state));
    if (role == Qt::ToolTipRole && column == StateColumn) return text(run.info.error);
    if (role == Qt::ToolTipRole && column == DataColumn) return text(run.info.data);
    if (role == Qt::ToolTipRole && column == ModelColumn) return modelKindText(run.info.modelKind);
    if (role != Qt::DisplayRole && role != SortRole) return {};
    switch (column) {
    case StateColumn: return stateText(run.info.state);
    case NameColumn: return text(run.info.name);
    case DataColumn: return text(run.info.data);
    case ModelColumn: return modelKindText(run.info.modelKind);
    default: return {};
    }
}

QVariant RunsModel::metricData(const RunRow& run, const std::string& key, int role) const {
    const double value = run.metric(key);
    if (role == Qt::DisplayRole) return numberText(value, 4);
    if (role == SortRole) return std::isnan(value) ? QVariant(-1e308) : QVariant(value);
    if (role == ExportRole || role == Qt::ToolTipRole)
        return std::isnan(value) ? QVariant() : QVariant(text(exactNumber(value)));
    return {};
}

QVariant RunsModel::progressData(const RunRow& run, int role) const {
    if (role == FractionRole || role == SortRole) return fraction(run);
    if (role == Qt::DisplayRole) return percentText(fraction(run));
    if (role == ToneRole) return static_cast<int>(stateTone(run.info.state));
    return {};
}

QVariant RunsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    const bool metric = section >= FirstMetricColumn && section < progressColumn();
    if (role == Qt::TextAlignmentRole && metric) return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (metric && role == Qt::ToolTipRole)
        return metricTitle(m_metrics[static_cast<size_t>(section - FirstMetricColumn)]);
    if (role != Qt::DisplayRole) return {};
    if (metric) return columnTitle(m_metrics[static_cast<size_t>(section - FirstMetricColumn)]);
    if (section == progressColumn()) return tr("Progress");
    if (section == startedColumn()) return tr("Started");
    switch (section) {
    case StateColumn: return tr("Status");
    case NameColumn: return tr("Run");
    case DataColumn: return tr("Data");
    case ModelColumn: return tr("Model");
    default: return {};
    }
}

RunsFilter::RunsFilter(QObject* parent) : QSortFilterProxyModel(parent) { setSortRole(SortRole); }

void RunsFilter::setSearch(const QString& words) {
    m_words = words.toLower().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

void RunsFilter::setState(int state) {
    m_state = state;
    invalidateFilter();
}

bool RunsFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (m_state >= 0 && index.data(RunsModel::StateRole).toInt() != m_state) return false;
    const QString searched = index.data(RunsModel::SearchRole).toString();
    return std::all_of(m_words.begin(), m_words.end(), [&](const QString& word) { return searched.contains(word); });
}

} // namespace lathe::ui
