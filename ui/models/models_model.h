// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "core/registry/registry.h"

namespace lathe::ui {

/// All versions of all models of a project: models by name, versions newest first. Off the GUI thread.
Result<std::vector<ModelVersionInfo>> loadModelVersions(const Project& project);

/// The table of model versions.
class ModelsModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { NameColumn, VersionColumn, AliasColumn, MetricColumn, RunColumn, CreatedColumn, ColumnCount };
    enum Role { ReferenceRole = Qt::UserRole + 200 };

    using QAbstractTableModel::QAbstractTableModel;
    void setVersions(std::vector<ModelVersionInfo> versions);
    [[nodiscard]] const std::vector<ModelVersionInfo>& versions() const { return m_versions; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QVariant displayData(const ModelVersionInfo& version, int column) const;
    std::vector<ModelVersionInfo> m_versions;
};

/// "accuracy 0.742": the test metric that people ask for first, from a version's metrics.
QString leadingMetricText(const std::string& metricsJson);

} // namespace lathe::ui
