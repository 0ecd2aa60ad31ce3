// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/models_model.h"

#include "core/base/json.h"
#include "core/base/text.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/format.h"

namespace lathe::ui {

Result<std::vector<ModelVersionInfo>> loadModelVersions(const Project& project) {
    const Registry registry(project);
    LATHE_TRY(const auto models, registry.list());
    std::vector<ModelVersionInfo> all;
    for (const auto& model : models) {
        LATHE_TRY(auto versions, registry.versions(model.name));
        std::sort(versions.begin(), versions.end(), [](const auto& a, const auto& b) { return a.number > b.number; });
        std::move(versions.begin(), versions.end(), std::back_inserter(all));
    }
    return all;
}

QString leadingMetricText(const std::string& metricsJson) {
    const Json metrics = Json::parse(metricsJson, nullptr, false);
    for (const char* key : {"test_accuracy", "test_auc", "test_rmse", "test_log_loss", "test_r2", "val_loss", "train_loss"})
        if (metrics.is_object() && metrics.contains(key) && metrics[key].is_number())
            return text(std::string(key).substr(std::string(key).find('_') + 1)) + QLatin1Char(' ') + numberText(metrics[key].get<double>(), 4);
    return QStringLiteral("–");
}

void ModelsModel::setVersions(std::vector<ModelVersionInfo> versions) {
    const auto same = [](const auto& a, const auto& b) { return a.model == b.model && a.number == b.number; };
    if (std::equal(versions.begin(), versions.end(), m_versions.begin(), m_versions.end(), same)) {
        m_versions = std::move(versions);
        if (!m_versions.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_versions = std::move(versions);
    endResetModel();
}

int ModelsModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_versions.size()); }
int ModelsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant ModelsModel::displayData(const ModelVersionInfo& version, int column) const {
    switch (column) {
    case NameColumn: return text(version.model);
    case VersionColumn: return version.number;
    case AliasColumn: return text(joined(version.aliases, ", "));
    case MetricColumn: return leadingMetricText(version.metrics);
    case RunColumn: return text(version.run.str());
    case CreatedColumn: return relativeTime(version.createdAt);
    default: return {};
    }
}

QVariant ModelsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const ModelVersionInfo& version = m_versions[static_cast<size_t>(index.row())];
    if (role == ReferenceRole) return text(version.reference());
    if (role == SortRole && index.column() == CreatedColumn) return static_cast<qlonglong>(version.createdAt);
    if (role == Qt::ToolTipRole && index.column() == CreatedColumn) return exactTime(version.createdAt);
    if (role == Qt::DisplayRole || role == SortRole) return displayData(version, index.column());
    return {};
}

QVariant ModelsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole && section == VersionColumn) return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case NameColumn: return tr("Model");
    case VersionColumn: return tr("Version");
    case AliasColumn: return tr("Alias");
    case MetricColumn: return tr("Test metric");
    case RunColumn: return tr("Run");
    case CreatedColumn: return tr("Registered");
    default: return {};
    }
}

} // namespace lathe::ui
