// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/linked_plots.h"

#include "ui/shell/session.h"

#include <QCoreApplication>
#include <QPointer>

#include <algorithm>
#include <numeric>
#include <utility>

namespace lathe::ui {

LinkedPlots::LinkedPlots(Session& session, QObject* parent) : QObject(parent), m_session(session) {}

LinkedPlots::~LinkedPlots() { m_stop.request_stop(); }

void LinkedPlots::count(std::shared_ptr<const ColumnFile> file, std::shared_ptr<const DatasetProfile> profile,
                        std::shared_ptr<const RowSelection> rows, const std::string& first) {
    if (profile == m_profile && rows == m_rows) return;
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_profile = profile;
    m_rows = rows;
    m_counts.clear();
    const quint64 number = ++m_number;
    Q_EMIT changed();
    if (!file || !profile || !rows) return;
    std::vector<size_t> order(profile->columns.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_partition(order.begin(), order.end(),
                          [&](size_t column) { return profile->columns[column].schema.name == first; });
    m_session.load(
        this, QStringLiteral("linked"),
        [guard = QPointer(this), file, profile, rows, order, number,
         job = JobContext(m_stop.get_token(), nullptr)]() -> Result<int> {
            for (const size_t column : order) {
                LATHE_TRY(LinkedCounts counts, countLinked(*file, column, profile->columns[column], rows.get(), job));
                QMetaObject::invokeMethod(
                    qApp,
                    [guard, number, name = profile->columns[column].schema.name, counts = std::move(counts)]() mutable {
                        if (guard) guard->take(number, name, std::move(counts));
                    },
                    Qt::QueuedConnection);
            }
            return 0;
        },
        [](int) {});
}

void LinkedPlots::take(quint64 number, const std::string& column, LinkedCounts counts) {
    if (number != m_number) return;
    m_counts[column] = std::move(counts);
    Q_EMIT changed();
}

const LinkedCounts* LinkedPlots::of(const std::string& column) const {
    const auto found = m_counts.find(column);
    return found == m_counts.end() ? nullptr : &found->second;
}

} // namespace lathe::ui
