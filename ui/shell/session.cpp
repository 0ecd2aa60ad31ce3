// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/session.h"

namespace lathe::ui {

namespace {
constexpr int pollInterval = 250;
constexpr int noteDelay = 100; // so that a burst of changes refreshes pages at most ten times a second
} // namespace

Session::Session(std::unique_ptr<Project> project, QObject* parent) : QObject(parent), m_project(std::move(project)) {
    m_pool.setMaxThreadCount(3);
    m_noteTimer.setSingleShot(true);
    m_noteTimer.setInterval(noteDelay);
    connect(&m_noteTimer, &QTimer::timeout, this, &Session::projectChanged);
    m_pollTimer.setInterval(pollInterval);
    connect(&m_pollTimer, &QTimer::timeout, this, &Session::poll);
    m_pollTimer.start();
}

Session::~Session() {
    for (int row = 0; row < m_jobs.rowCount(); ++row) m_jobs.job(row)->m_job->requestStop();
    for (int row = 0; row < m_jobs.rowCount(); ++row) m_jobs.job(row)->m_job.reset();
    m_pool.waitForDone();
}

JobHandle* Session::runJob(const QString& title, Work work, QObject* context, Done done) {
    auto* handle = new JobHandle(title, this);
    const QPointer<QObject> guard(context);
    const bool guarded = context != nullptr;
    const auto deliver = [this, handle, guard, guarded, done = std::move(done)](JobState state,
                                                                                const std::optional<Error>& error) {
        handle->m_job.reset();
        m_jobs.remove(handle);
        if (done && (!guarded || guard)) done(state, error);
        Q_EMIT handle->finished(state);
        handle->deleteLater();
        noteChange();
    };
    handle->m_job = std::make_unique<Job>(
        title.toStdString(), std::move(work), [this, deliver](JobState state, const Error* error) {
            std::optional<Error> copy;
            if (error != nullptr) copy = *error;
            QMetaObject::invokeMethod(
                this, [deliver, state, copy] { deliver(state, copy); }, Qt::QueuedConnection);
        });
    m_jobs.add(handle);
    return handle;
}

void Session::loadErased(QObject* context, const QString& key, std::function<Result<std::any>()> query,
                         std::function<void(const std::any&)> show, ShowError showError) {
    const quint64 generation = ++m_generation;
    const QPair<QObject*, QString> slot(context, key);
    if (!m_contexts.contains(context)) {
        m_contexts.insert(context);
        connect(context, &QObject::destroyed, this, [this](QObject* gone) {
            m_contexts.remove(gone);
            m_newest.removeIf([gone](const auto& entry) { return entry.key().first == gone; });
        });
    }
    m_newest[slot] = generation;
    m_pool.start(
        [this, slot, generation, query = std::move(query), show = std::move(show), showError = std::move(showError)] {
            auto value = std::make_shared<Result<std::any>>(query());
            QMetaObject::invokeMethod(
                this,
                [this, slot, generation, value, show, showError] {
                    // An entry that is gone or newer means: the context died, or asked again.
                    if (m_newest.value(slot) != generation) return;
                    if (*value) show(**value);
                    else if (showError) showError(value->error());
                },
                Qt::QueuedConnection);
        });
}

void Session::change(QObject* context, std::function<Result<void>()> work, std::function<void()> done,
                     ShowError showError) {
    const QPointer<QObject> guard(context);
    m_pool.start([this, guard, work = std::move(work), done = std::move(done), showError = std::move(showError)] {
        auto outcome = std::make_shared<Result<void>>(work());
        QMetaObject::invokeMethod(
            this,
            [this, guard, outcome, done, showError] {
                if (*outcome) noteChange();
                if (!guard) return;
                if (*outcome && done) done();
                if (!*outcome && showError) showError(outcome->error());
            },
            Qt::QueuedConnection);
    });
}

void Session::noteChange() {
    if (!m_noteTimer.isActive()) m_noteTimer.start();
}

void Session::poll() {
    if (m_polling) return;
    m_polling = true;
    m_pool.start([this] {
        const Result<int64_t> version = m_project->database().dataVersion();
        const std::optional<int64_t> seen = version ? std::optional<int64_t>(*version) : std::nullopt;
        QMetaObject::invokeMethod(
            this,
            [this, seen] {
                m_polling = false;
                if (!seen) return;
                if (m_dataVersion && *m_dataVersion != *seen) noteChange();
                m_dataVersion = seen;
            },
            Qt::QueuedConnection);
    });
}

} // namespace lathe::ui
