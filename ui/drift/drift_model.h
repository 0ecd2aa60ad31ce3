// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

#include "core/drift/comparison.h"

namespace lathe::ui {

/// The columns of a drift result as a table.
class DriftModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column {
        StateColumn,
        NameColumn,
        RoleColumn,
        TestColumn,
        ScoreColumn,
        ThresholdColumn,
        MissingColumn,
        ColumnCount
    };

    using QAbstractTableModel::QAbstractTableModel;
    void setColumns(std::vector<ColumnDrift> columns);
    [[nodiscard]] const ColumnDrift& columnAt(int row) const { return m_columns[static_cast<size_t>(row)]; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QVariant displayData(const ColumnDrift& column, int section) const;
    [[nodiscard]] QVariant sortData(const ColumnDrift& column, int section) const;
    std::vector<ColumnDrift> m_columns;
};

/// "Kolmogorov–Smirnov" for "ks".
QString testTitle(const std::string& test);

} // namespace lathe::ui
