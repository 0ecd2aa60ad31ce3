// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/drift/drift_model.h"

#include <map>

#include "core/base/text.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/format.h"
#include "ui/widgets/status_pill.h"

namespace lathe::ui {

namespace {

double missingShare(uint64_t missing, uint64_t count) {
    return missing + count > 0 ? static_cast<double>(missing) / static_cast<double>(missing + count) : 0;
}

} // namespace

QString testTitle(const std::string& test) {
    static const std::map<std::string, QString> titles{{"ks", QStringLiteral("Kolmogorov–Smirnov")},
                                                       {"chisquare", QStringLiteral("χ²")},
                                                       {"psi", QStringLiteral("PSI")},
                                                       {"jensenshannon", QStringLiteral("Jensen–Shannon")},
                                                       {"wasserstein", QStringLiteral("Wasserstein")},
                                                       {"kl_div", QStringLiteral("Kullback–Leibler")},
                                                       {"hellinger", QStringLiteral("Hellinger")},
                                                       {"z", QStringLiteral("z")},
                                                       {"ks_distance", QStringLiteral("Kolmogorov–Smirnov")},
                                                       {"psi_pooled", QStringLiteral("PSI")},
                                                       {"anderson", QStringLiteral("Anderson–Darling")},
                                                       {"cramer_von_mises", QStringLiteral("Cramér–von Mises")},
                                                       {"es", QStringLiteral("Epps–Singleton")},
                                                       {"mannw", QStringLiteral("Mann–Whitney")},
                                                       {"t_test", QStringLiteral("t")},
                                                       {"g_test", QStringLiteral("G")},
                                                       {"fisher_exact", QStringLiteral("Fisher")}};
    if (const auto found = titles.find(test); found != titles.end()) return found->second;
    if (test == "ed") return DriftModel::tr("Energy distance");
    if (test == "total_variation") return DriftModel::tr("Total variation");
    return text(test);
}

void DriftModel::setColumns(std::vector<ColumnDrift> columns) {
    beginResetModel();
    m_columns = std::move(columns);
    endResetModel();
}

int DriftModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}
int DriftModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant DriftModel::displayData(const ColumnDrift& column, int section) const {
    switch (section) {
    case StateColumn: return !column.message.empty() ? tr("not tested") : column.drifted ? tr("drift") : tr("stable");
    case NameColumn: return text(column.column);
    case RoleColumn:
        return column.role == "target" ? tr("target") : column.role == "prediction" ? tr("prediction") : tr("feature");
    case TestColumn: return testTitle(column.test);
    case ScoreColumn:
        return column.test.empty()
                   ? QStringLiteral("–")
                   : (column.scoreIsPValue ? QStringLiteral("p ") : QString()) + numberText(column.score, 4);
    case ThresholdColumn: return column.test.empty() ? QStringLiteral("–") : numberText(column.threshold, 3);
    case MissingColumn:
        return QStringLiteral("%1 → %2").arg(
            percentText(missingShare(column.referenceMissing, column.referenceCount), 1),
            percentText(missingShare(column.currentMissing, column.currentCount), 1));
    default: return {};
    }
}

QVariant DriftModel::sortData(const ColumnDrift& column, int section) const {
    if (section == ScoreColumn) return column.score;
    if (section == ThresholdColumn) return column.threshold;
    if (section == StateColumn) return column.drifted ? 0 : column.message.empty() ? 1 : 2;
    if (section == MissingColumn) return missingShare(column.currentMissing, column.currentCount);
    return displayData(column, section);
}

QVariant DriftModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const ColumnDrift& column = columnAt(index.row());
    if (role == Qt::DisplayRole) return displayData(column, index.column());
    if (role == SortRole) return sortData(column, index.column());
    if (role == ToneRole && index.column() == StateColumn)
        return static_cast<int>(!column.message.empty() ? Tone::Neutral : column.drifted ? Tone::Bad : Tone::Ok);
    if (role == ExportRole && index.column() == ScoreColumn) return text(exactNumber(column.score));
    if (role == Qt::ToolTipRole)
        return column.message.empty() ? displayData(column, index.column()) : text(column.message);
    return {};
}

QVariant DriftModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole && section >= ScoreColumn) return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case StateColumn: return tr("Verdict");
    case NameColumn: return tr("Column");
    case RoleColumn: return tr("Role");
    case TestColumn: return tr("Test");
    case ScoreColumn: return tr("Score");
    case ThresholdColumn: return tr("Threshold");
    case MissingColumn: return tr("Missing");
    default: return {};
    }
}

} // namespace lathe::ui
