// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/query/group.h"
#include "ui/shell/session.h"
#include "ui/widgets/side_sheet.h"

class QComboBox;
class QListWidget;
class QPushButton;
class QStandardItemModel;
class QTableView;

namespace lathe::ui {

class GridQuery;
class Label;

/// Summarises the rows a grid shows by the values of columns.
class GroupSheet : public SideSheet {
    Q_OBJECT

public:
    GroupSheet(Session& session, GridQuery& query, QWidget* parent = nullptr);
    void open();

protected:
    void hideEvent(QHideEvent* event) override;

private:
    void fillColumns();
    void addMeasure();
    void compute();
    void showSummary(const GroupSummary& summary);

    Session& m_session;
    GridQuery& m_query;
    QPointer<JobHandle> m_job;
    std::vector<Measure> m_measures;
    QListWidget* m_keys;
    QComboBox* m_aggregate;
    QComboBox* m_column;
    QListWidget* m_measureList;
    QPushButton* m_compute;
    Label* m_note;
    QTableView* m_table;
    QStandardItemModel* m_model;
};

} // namespace lathe::ui
