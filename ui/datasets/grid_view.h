// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/datasets/data_grid.h"
#include "ui/datasets/grid_query.h"
#include "ui/shell/command.h"

#include <QWidget>

class QMenu;

namespace lathe::ui {

class FilterBar;
class FilterEditor;
class FindBar;
class GroupSheet;

/// The rows of a version with all that is done to look at them: filters, sorting, find, columns, groups, export.
class GridView : public QWidget {
    Q_OBJECT

public:
    explicit GridView(Session& session, QWidget* parent = nullptr);

    [[nodiscard]] DataGrid* grid() const { return m_grid; }
    [[nodiscard]] GridQuery& query() { return m_query; }
    [[nodiscard]] FilterEditor* filterEditor() const { return m_editor; }

    /// Shows a version, unless it is shown already: then its filter and order stay.
    void setFile(std::shared_ptr<const ColumnFile> file);
    /// Shows other rows (a preview) that cannot be filtered or sorted.
    void setPreview(std::shared_ptr<RowSource> rows);
    /// Whether rows of this version are shown, and not a preview.
    [[nodiscard]] bool shows(const std::shared_ptr<const ColumnFile>& file) const {
        return file == m_query.file() && !m_preview && m_grid->source();
    }
    /// Shows nothing.
    void clear();

    void addFilter();
    void openFind();
    void openGroups();
    void findNext(bool backward);
    /// Writes the rows and columns that are seen as CSV.
    void exportSeen();
    [[nodiscard]] std::vector<Command> commands();

Q_SIGNALS:
    void failed(const lathe::Error& error);
    void exported(const QString& file, quint64 rows);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showRows();
    void showMarks();
    void columnMenu(int column, const QPoint& global);
    void fillColumnsMenu();
    void goTo(quint64 position, int column);
    void addShortcut(const QKeySequence& keys, void (GridView::*action)());
    void findForwards() { findNext(false); }
    void findBackwards() { findNext(true); }
    QWidget* makeTools();

    Session& m_session;
    GridQuery m_query;
    DataGrid* m_grid;
    FilterBar* m_filters;
    FindBar* m_find;
    FilterEditor* m_editor;
    GroupSheet* m_groups;
    QWidget* m_top; ///< filters and tools
    QMenu* m_columnsMenu;
    bool m_preview = false;
};

} // namespace lathe::ui
