// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QTimer>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/job.h"

namespace lathe::ui {

/// A running piece of work as the window sees it. Lives until shortly after its end; keep it in a QPointer.
class JobHandle : public QObject {
    Q_OBJECT

public:
    JobHandle(QString title, QObject* parent);

    [[nodiscard]] const QString& title() const { return m_title; }
    [[nodiscard]] JobProgress progress() const;
    [[nodiscard]] JobState state() const;
    /// True from cancel() on: the person sees the answer at once, the work ends at its next check.
    [[nodiscard]] bool cancelling() const { return m_cancelling; }
    void cancel();
    /// It has no end of its own, like a watch: the window closes without asking, and shows no progress of it.
    void setStanding() { m_standing = true; }
    [[nodiscard]] bool standing() const { return m_standing; }

Q_SIGNALS:
    void progressChanged();
    void finished(lathe::JobState state);

private:
    friend class Session;
    QString m_title;
    bool m_cancelling = false;
    bool m_standing = false;
    std::unique_ptr<Job> m_job;
};

/// The running jobs, oldest first, for the status bar and the job list. Refreshes itself at 10 Hz while any runs.
class JobModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role { StageRole = Qt::UserRole + 1, FractionRole, RateRole, SecondsLeftRole, CancellingRole };
    explicit JobModel(QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    /// Without those that stand for as long as the window does.
    [[nodiscard]] int unfinished() const;
    [[nodiscard]] JobHandle* job(int row) const { return m_jobs.at(static_cast<size_t>(row)); }

    void add(JobHandle* job);
    void remove(JobHandle* job);

private:
    void tick();
    std::vector<JobHandle*> m_jobs;
    QTimer m_timer;
};

/// "12 000 rows/s · 0:42 left", as much of it as is known.
QString progressText(const JobProgress& progress);

} // namespace lathe::ui

Q_DECLARE_METATYPE(lathe::JobState)
