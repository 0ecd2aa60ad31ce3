// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/grid_query.h"

namespace lathe::ui {

GridQuery::GridQuery(Session& session, QObject* parent) : QObject(parent), m_session(session) {}

GridQuery::~GridQuery() {
    if (m_job) m_job->cancel();
}

void GridQuery::setFile(std::shared_ptr<const ColumnFile> file) {
    if (m_job) m_job->cancel();
    m_job.clear();
    ++m_number;
    m_file = std::move(file);
    m_shown = View{};
    m_shown.order = RowOrder::all(m_file->rows());
    m_wanted = View{};
    Q_EMIT asked();
    Q_EMIT rowsChanged();
}

void GridQuery::setFilter(Filter filter) {
    if (!m_file || filter == m_wanted.filter) return;
    m_wanted.filter = std::move(filter);
    start();
}

void GridQuery::setSortKeys(std::vector<SortKey> keys) {
    if (!m_file || keys == m_wanted.keys) return;
    m_wanted.keys = std::move(keys);
    start();
}

void GridQuery::toggleSort(const std::string& column, bool further) {
    std::vector<SortKey> keys = m_wanted.keys;
    const auto known = std::find_if(keys.begin(), keys.end(), [&](const SortKey& key) { return key.column == column; });
    const bool ascending = known != keys.end() && !known->descending;
    const bool descending = known != keys.end() && known->descending;
    if (!further) {
        keys.clear();
        if (!descending) keys.push_back({column, ascending});
    } else if (descending) {
        keys.erase(known);
    } else if (ascending) {
        known->descending = true;
    } else {
        keys.push_back({column, false});
    }
    setSortKeys(std::move(keys));
}

Result<GridQuery::View> GridQuery::workOut(const ColumnFile& file, View wanted, const View& before, const Path& scratch,
                                           const JobContext& job) {
    if (wanted.filter == before.filter) {
        wanted.selection = before.selection;
    } else if (!wanted.filter.conditions.empty()) {
        LATHE_TRY(RowSelection selection, selectRows(file, wanted.filter, job));
        wanted.selection = std::make_shared<const RowSelection>(std::move(selection));
    }
    wanted.order = wanted.selection ? RowOrder::of(wanted.selection) : RowOrder::all(file.rows());
    if (!wanted.keys.empty()) {
        LATHE_TRY(wanted.order, sortRows(file, wanted.keys, wanted.selection.get(), scratch, job));
    }
    return wanted;
}

void GridQuery::start() {
    if (m_job) m_job->cancel();
    const quint64 number = ++m_number;
    auto view = std::make_shared<View>(m_wanted);
    const Path scratch = m_session.readOnly() ? Path() : m_session.project().folder() / "tmp";
    m_job = m_session.runJob(
        m_wanted.keys.empty() ? tr("Filter rows") : tr("Sort rows"),
        [file = m_file, view, before = m_shown, scratch](const JobContext& job) -> Result<void> {
            LATHE_TRY(*view, workOut(*file, std::move(*view), before, scratch, job));
            return {};
        },
        this,
        [this, number, view](JobState state, const std::optional<Error>& error) { ended(number, state, error, view); });
    Q_EMIT asked();
}

void GridQuery::ended(quint64 number, JobState state, const std::optional<Error>& error,
                      const std::shared_ptr<View>& view) {
    if (number != m_number) return; // another job took over
    m_job.clear();
    if (state == JobState::Succeeded) {
        m_shown = std::move(*view);
        Q_EMIT asked();
        Q_EMIT rowsChanged();
        return;
    }
    m_wanted = m_shown;
    Q_EMIT asked();
    if (error && error->kind != ErrorKind::Cancelled) Q_EMIT failed(*error);
}

} // namespace lathe::ui
