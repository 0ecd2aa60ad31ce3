// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/dataset_watches.h"

#include "ui/shell/session.h"
#include "ui/widgets/format.h"

#include <QCoreApplication>

namespace lathe::ui {

DatasetWatches::DatasetWatches(Session& session) : QObject(&session), m_session(session) {}

DatasetWatches& DatasetWatches::of(Session& session) {
    if (auto* watches = session.findChild<DatasetWatches*>(QString(), Qt::FindDirectChildrenOnly)) return *watches;
    return *new DatasetWatches(session);
}

void DatasetWatches::start(const std::string& dataset, const Path& path, const ImportOptions& options) {
    stop(dataset);
    m_watches[dataset] = {path, options, nullptr};
    resume(dataset);
}

void DatasetWatches::resume(const std::string& dataset) {
    const auto found = m_watches.find(dataset);
    if (found == m_watches.end() || isOn(dataset)) return;
    Watch& watch = found->second;
    const auto report = [this, guard = QPointer(this), name = text(dataset)](const WatchedFile& file) {
        QMetaObject::invokeMethod(
            qApp,
            [this, guard, name, file] {
                if (guard) Q_EMIT fileSeen(name, file);
            },
            Qt::QueuedConnection);
    };
    watch.job = m_session.runJob(
        tr("Watch %1").arg(text(watch.path.filename().string())),
        [project = &m_session.project(), path = watch.path, options = watch.options, dataset,
         report](const JobContext& job) -> Result<void> {
            return watchSource(*project, path, dataset, options, {}, job, report);
        },
        this,
        [this, dataset](JobState state, const std::optional<Error>& error) {
            if (state == JobState::Failed && error) Q_EMIT failed(text(dataset), *error);
            Q_EMIT changed();
        });
    watch.job->setStanding();
    Q_EMIT changed();
}

void DatasetWatches::stop(const std::string& dataset) {
    const auto found = m_watches.find(dataset);
    if (found == m_watches.end() || !found->second.job) return;
    found->second.job->cancel();
    found->second.job = nullptr;
    Q_EMIT changed();
}

Path DatasetWatches::path(const std::string& dataset) const {
    const auto found = m_watches.find(dataset);
    return found == m_watches.end() ? Path() : found->second.path;
}

bool DatasetWatches::isOn(const std::string& dataset) const {
    const auto found = m_watches.find(dataset);
    return found != m_watches.end() && found->second.job && !found->second.job->cancelling() &&
           found->second.job->state() == JobState::Running;
}

} // namespace lathe::ui
