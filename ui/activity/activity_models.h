// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "core/project/project.h"

namespace lathe::ui {

/// Audit entries, newest first.
class AuditModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { When, Action, Object, Who, Program, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void set(std::vector<AuditRecord> records);
    void append(std::vector<AuditRecord> records);
    [[nodiscard]] const AuditRecord& record(int row) const { return m_records.at(static_cast<size_t>(row)); }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<AuditRecord> m_records;
};

/// What is in the trash.
class TrashModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Kind, Name, Deleted, By, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void set(std::vector<TrashItem> items);
    [[nodiscard]] const TrashItem& item(int row) const { return m_items.at(static_cast<size_t>(row)); }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<TrashItem> m_items;
};

} // namespace lathe::ui
