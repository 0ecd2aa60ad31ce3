// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/activity/activity_models.h"

#include "core/base/clock.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/format.h"

namespace lathe::ui {

void AuditModel::set(std::vector<AuditRecord> records) {
    beginResetModel();
    m_records = std::move(records);
    endResetModel();
}

void AuditModel::append(std::vector<AuditRecord> records) {
    if (records.empty()) return;
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(records.size()) - 1);
    m_records.insert(m_records.end(), std::make_move_iterator(records.begin()), std::make_move_iterator(records.end()));
    endInsertRows();
}

int AuditModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_records.size());
}
int AuditModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant AuditModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const AuditRecord& entry = record(index.row());
    if (role == ExportRole && index.column() == When) return text(isoTime(entry.time));
    if (role == Qt::ToolTipRole && index.column() == When) return exactTime(entry.time);
    if (role == TintRole) return static_cast<int>(index.column() == Object ? Tint::Text : Tint::Muted);
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
    case When: return relativeTime(entry.time);
    case Action: return text(entry.entry.action);
    case Object: return text(entry.entry.object);
    case Who:
        return entry.host.empty() ? text(entry.who) : QStringLiteral("%1@%2").arg(text(entry.who), text(entry.host));
    case Program: return text(entry.program);
    default: return {};
    }
}

QVariant AuditModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
    case When: return tr("When");
    case Action: return tr("Action");
    case Object: return tr("Object");
    case Who: return tr("Who");
    case Program: return tr("Program");
    default: return {};
    }
}

void TrashModel::set(std::vector<TrashItem> items) {
    beginResetModel();
    m_items = std::move(items);
    endResetModel();
}

int TrashModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_items.size());
}
int TrashModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant TrashModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const TrashItem& entry = item(index.row());
    if (role == ExportRole && index.column() == Deleted) return text(isoTime(entry.deletedAt));
    if (role == Qt::ToolTipRole && index.column() == Deleted) return exactTime(entry.deletedAt);
    if (role == TintRole) return static_cast<int>(index.column() == Name ? Tint::Text : Tint::Muted);
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
    case Kind:
        if (entry.kind == "dataset") return tr("dataset");
        if (entry.kind == "run") return tr("run");
        if (entry.kind == "model") return tr("model");
        if (entry.kind == "report") return tr("report");
        return text(entry.kind);
    case Name: return text(entry.name);
    case Deleted: return relativeTime(entry.deletedAt);
    case By: return text(entry.deletedBy);
    default: return {};
    }
}

QVariant TrashModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
    case Kind: return tr("Kind");
    case Name: return tr("Name");
    case Deleted: return tr("Deleted");
    case By: return tr("By");
    default: return {};
    }
}

} // namespace lathe::ui
