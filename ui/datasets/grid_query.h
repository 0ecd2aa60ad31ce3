// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/query/filter.h"
#include "core/data/query/row_order.h"
#include "ui/shell/session.h"

#include <QObject>
#include <QPointer>

#include <memory>
#include <optional>
#include <vector>

namespace lathe::ui {

/// What a grid shows of a version: a filter, what the rows are sorted by, and the rows that follow from both. A change
/// is worked out by a job; until it ends the rows before stay. Cancelled or failed, filter and keys fall back to those.
class GridQuery : public QObject {
    Q_OBJECT

public:
    explicit GridQuery(Session& session, QObject* parent = nullptr);
    ~GridQuery() override;

    /// Begins with all rows of another file.
    void setFile(std::shared_ptr<const ColumnFile> file);
    [[nodiscard]] const std::shared_ptr<const ColumnFile>& file() const { return m_file; }

    void setFilter(Filter filter);
    void setSortKeys(std::vector<SortKey> keys);
    /// Ascending, then descending, then not at all; \p further keeps the other keys.
    void toggleSort(const std::string& column, bool further);

    /// What was asked for last; while a job runs it is not there yet.
    [[nodiscard]] const Filter& filter() const { return m_wanted.filter; }
    [[nodiscard]] const std::vector<SortKey>& sortKeys() const { return m_wanted.keys; }
    /// What is there.
    [[nodiscard]] const RowOrder& order() const { return m_shown.order; }
    [[nodiscard]] const std::shared_ptr<const RowSelection>& selection() const {
        return m_shown.selection;
    } ///< null: all rows
    [[nodiscard]] bool isPlain() const { return m_shown.filter.conditions.empty() && m_shown.keys.empty(); }
    [[nodiscard]] JobHandle* job() const { return m_job; } ///< null when nothing runs

Q_SIGNALS:
    /// Another filter or order was asked for, or what was asked for was taken back.
    void asked();
    void rowsChanged();
    void failed(const lathe::Error& error);

private:
    struct View {
        Filter filter;
        std::vector<SortKey> keys;
        std::shared_ptr<const RowSelection> selection;
        RowOrder order;
    };
    static Result<View> workOut(const ColumnFile& file, View wanted, const View& before, const Path& scratch,
                                const JobContext& job);
    void start();
    void ended(quint64 number, JobState state, const std::optional<Error>& error, const std::shared_ptr<View>& view);

    Session& m_session;
    std::shared_ptr<const ColumnFile> m_file;
    View m_shown;
    View m_wanted; ///< selection and order mean nothing
    QPointer<JobHandle> m_job;
    quint64 m_number = 0; ///< of the job whose outcome counts
};

} // namespace lathe::ui
