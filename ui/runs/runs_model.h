// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

#include "ui/runs/run_snapshot.h"

namespace lathe::ui {

/// The run table: state, name, data, model, leading metrics, progress, start.
class RunsModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    /// Metric columns stand between ModelColumn and the last two.
    enum Column { StateColumn, NameColumn, DataColumn, ModelColumn, FirstMetricColumn };
    enum Role { RunIdRole = Qt::UserRole + 200, StateRole, SearchRole };

    using QAbstractTableModel::QAbstractTableModel;

    /// Shows these runs. Where values changed or runs were added, only they are announced, so that the selection stays.
    void setRuns(std::vector<RunRow> runs);
    [[nodiscard]] const std::vector<RunRow>& runs() const { return m_runs; }
    [[nodiscard]] const RunRow* find(const RunId& run) const;
    [[nodiscard]] int progressColumn() const { return FirstMetricColumn + static_cast<int>(m_metrics.size()); }
    [[nodiscard]] int startedColumn() const { return progressColumn() + 1; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QVariant metricData(const RunRow& run, const std::string& key, int role) const;
    [[nodiscard]] QVariant progressData(const RunRow& run, int role) const;

    std::vector<RunRow> m_runs;
    std::vector<std::string> m_metrics;
};

/// Filters by words and state, sorts by raw values.
class RunsFilter final : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit RunsFilter(QObject* parent = nullptr);
    void setSearch(const QString& words);
    /// Negative shows all.
    void setState(int state);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    QStringList m_words;
    int m_state = -1;
};

} // namespace lathe::ui
