// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/models_model.h"

#include <QCoreApplication>
#include <map>
#include <utility>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/runs/run_store.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/format.h"

namespace lathe::ui {

Result<std::vector<ModelRow>> loadModelVersions(const Project& project) {
    const Registry registry(project);
    LATHE_TRY(const auto models, registry.list());
    LATHE_TRY(const auto runs, RunStore(project).list());
    std::map<std::string, std::string> names;
    for (const auto& run : runs) names[run.id.str()] = run.name;
    std::vector<ModelRow> all;
    for (const auto& model : models) {
        LATHE_TRY(auto versions, registry.versions(model.name));
        std::sort(versions.begin(), versions.end(), [](const auto& a, const auto& b) { return a.number > b.number; });
        for (auto& version : versions) {
            const auto name = names.find(version.run.str()); // a deleted run keeps its id
            const std::string shown = name == names.end() ? version.run.str() : name->second;
            all.push_back({std::move(version), shown});
        }
    }
    return all;
}

QString leadingMetricText(const std::string& metricsJson) {
    static constexpr std::pair<const char*, const char*> leading[] = {
        {"test_accuracy", QT_TRANSLATE_NOOP("Runs", "accuracy")},
        {"test_auc", QT_TRANSLATE_NOOP("Runs", "AUC")},
        {"test_rmse", QT_TRANSLATE_NOOP("Runs", "RMSE")},
        {"test_log_loss", QT_TRANSLATE_NOOP("Runs", "log loss")},
        {"test_r2", QT_TRANSLATE_NOOP("Runs", "R²")}};
    const Json metrics = Json::parse(metricsJson, nullptr, false);
    for (const auto& [key, name] : leading)
        if (metrics.is_object() && metrics.contains(key) && metrics[key].is_number())
            return QCoreApplication::translate("Runs", name) + QLatin1Char(' ') +
                   numberText(metrics[key].get<double>(), 4);
    return QStringLiteral("–");
}

void ModelsModel::setRows(std::vector<ModelRow> rows) {
    const auto same = [](const auto& a, const auto& b) {
        return a.version.model == b.version.model && a.version.number == b.version.number;
    };
    if (std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(), same)) {
        m_rows = std::move(rows);
        if (!m_rows.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int ModelsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}
int ModelsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant ModelsModel::displayData(const ModelRow& row, int column) const {
    const ModelVersionInfo& version = row.version;
    switch (column) {
    case NameColumn: return text(version.model);
    case VersionColumn: return version.number;
    case AliasColumn: return text(joined(version.aliases, ", "));
    case MetricColumn: return leadingMetricText(version.metrics);
    case RunColumn: return text(row.runName);
    case CreatedColumn: return relativeTime(version.createdAt);
    default: return {};
    }
}

QVariant ModelsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const ModelRow& row = m_rows[static_cast<size_t>(index.row())];
    const ModelVersionInfo& version = row.version;
    if (role == ReferenceRole) return text(version.reference());
    if (role == SortRole && index.column() == CreatedColumn) return static_cast<qlonglong>(version.createdAt);
    if (role == Qt::ToolTipRole && index.column() == CreatedColumn) return exactTime(version.createdAt);
    if (role == Qt::DisplayRole || role == SortRole) return displayData(row, index.column());
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
