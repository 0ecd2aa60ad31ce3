// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/job_model.h"

#include <algorithm>

#include "ui/widgets/format.h"

namespace lathe::ui {

JobHandle::JobHandle(QString title, QObject* parent) : QObject(parent), m_title(std::move(title)) {}

JobProgress JobHandle::progress() const { return m_job ? m_job->progress() : JobProgress{}; }

JobState JobHandle::state() const { return m_job ? m_job->state() : JobState::Running; }

void JobHandle::cancel() {
    if (m_cancelling || !m_job) return;
    m_cancelling = true;
    m_job->requestStop();
    Q_EMIT progressChanged();
}

JobModel::JobModel(QObject* parent) : QAbstractListModel(parent) {
    m_timer.setInterval(100);
    connect(&m_timer, &QTimer::timeout, this, &JobModel::tick);
}

int JobModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_jobs.size());
}

int JobModel::unfinished() const {
    return static_cast<int>(std::ranges::count_if(m_jobs, [](const JobHandle* job) { return !job->standing(); }));
}

QVariant JobModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const JobHandle& handle = *job(index.row());
    const JobProgress progress = handle.progress();
    switch (role) {
    case Qt::DisplayRole: return handle.title();
    case StageRole: return text(progress.stage);
    case FractionRole: return progress.fraction();
    case RateRole: return progress.ratePerSecond;
    case SecondsLeftRole: return progress.secondsLeft;
    case CancellingRole: return handle.cancelling();
    default: return {};
    }
}

void JobModel::add(JobHandle* handle) {
    beginInsertRows({}, rowCount(), rowCount());
    m_jobs.push_back(handle);
    endInsertRows();
    connect(handle, &JobHandle::progressChanged, this, [this, handle] {
        const auto found = std::find(m_jobs.begin(), m_jobs.end(), handle);
        if (found == m_jobs.end()) return;
        const QModelIndex changed = index(static_cast<int>(found - m_jobs.begin()));
        Q_EMIT dataChanged(changed, changed);
    });
    m_timer.start();
}

void JobModel::remove(JobHandle* handle) {
    const auto found = std::find(m_jobs.begin(), m_jobs.end(), handle);
    if (found == m_jobs.end()) return;
    const int row = static_cast<int>(found - m_jobs.begin());
    beginRemoveRows({}, row, row);
    m_jobs.erase(found);
    endRemoveRows();
    if (m_jobs.empty()) m_timer.stop();
}

void JobModel::tick() {
    const std::vector<JobHandle*> running = m_jobs; // a slot may remove one
    for (JobHandle* handle : running) Q_EMIT handle->progressChanged();
}

QString progressText(const JobProgress& progress) {
    QStringList parts;
    if (progress.ratePerSecond > 0) {
        const bool bytes = progress.unit == "bytes";
        const QString amount = bytes ? byteText(progress.ratePerSecond)
                                     : numberText(progress.ratePerSecond, 3) + QLatin1Char(' ') + text(progress.unit);
        parts << JobModel::tr("%1/s").arg(amount.trimmed());
    }
    if (progress.secondsLeft >= 0) parts << JobModel::tr("%1 left").arg(durationText(progress.secondsLeft));
    return parts.join(QStringLiteral(" · "));
}

} // namespace lathe::ui
