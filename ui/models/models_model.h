// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "core/registry/registry.h"

namespace lathe::ui {

/// A version with the name of the run that trained it.
struct ModelRow {
    ModelVersionInfo version;
    std::string runName;
};

/// All versions of all models of a project: models by name, versions newest first. Off the GUI thread.
Result<std::vector<ModelRow>> loadModelVersions(const Project& project);

/// The table of model versions.
class ModelsModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { NameColumn, VersionColumn, AliasColumn, MetricColumn, RunColumn, CreatedColumn, ColumnCount };
    enum Role { ReferenceRole = Qt::UserRole + 200 };

    using QAbstractTableModel::QAbstractTableModel;
    void setRows(std::vector<ModelRow> rows);
    [[nodiscard]] const std::vector<ModelRow>& rows() const { return m_rows; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QVariant displayData(const ModelRow& row, int column) const;
    std::vector<ModelRow> m_rows;
};

/// "accuracy 0.742": the test metric that people ask for first, from a version's metrics.
QString leadingMetricText(const std::string& metricsJson);

} // namespace lathe::ui
