// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/job.h"

#include <exception>

namespace lathe {

struct JobContext::Shared {
    std::mutex mutex;
    JobProgress progress;
    double stageStarted = 0;
    double lastReport = 0;
    std::function<void(const JobProgress&)> report;

    void forward(bool always) {
        constexpr double reportEvery = 0.04;
        const double now = monotonicSeconds();
        if (!always && now - lastReport < reportEvery) return;
        lastReport = now;
        const double elapsed = now - stageStarted;
        progress.ratePerSecond = elapsed > 0.05 ? progress.done / elapsed : 0;
        const bool known = progress.ratePerSecond > 0 && progress.total > 0;
        progress.secondsLeft = known ? (progress.total - progress.done) / progress.ratePerSecond : -1;
        report(progress);
    }
};

JobContext::JobContext(std::stop_token stop, std::function<void(const JobProgress&)> report) : m_stop(std::move(stop)) {
    if (!report) return;
    m_shared = std::make_shared<Shared>();
    m_shared->report = std::move(report);
}

Result<void> JobContext::checkStop() const {
    if (stopRequested()) return fail(ErrorKind::Cancelled, "the work was cancelled");
    return {};
}

void JobContext::beginStage(std::string stage, double total, std::string unit) const {
    if (!m_shared) return;
    const std::lock_guard lock(m_shared->mutex);
    m_shared->progress = JobProgress{std::move(stage), 0, total, std::move(unit), 0, -1};
    m_shared->stageStarted = monotonicSeconds();
    m_shared->forward(true);
}

void JobContext::setDone(double done) const {
    if (!m_shared) return;
    const std::lock_guard lock(m_shared->mutex);
    m_shared->progress.done = done;
    m_shared->forward(m_shared->progress.total > 0 && done >= m_shared->progress.total);
}

void JobContext::addDone(double amount) const {
    if (!m_shared) return;
    const std::lock_guard lock(m_shared->mutex);
    m_shared->progress.done += amount;
    m_shared->forward(false);
}

void JobContext::setTotal(double total) const {
    if (!m_shared) return;
    const std::lock_guard lock(m_shared->mutex);
    m_shared->progress.total = total;
}

Job::Job(std::string name, Work work, Finished finished) : m_name(std::move(name)) {
    m_thread = std::jthread([this, work = std::move(work), finished = std::move(finished)](std::stop_token stop) {
        run(stop, work, finished);
    });
}

Job::~Job() {
    if (m_thread.joinable()) {
        m_thread.request_stop();
        m_thread.join();
    }
}

JobProgress Job::progress() const {
    const std::lock_guard lock(m_mutex);
    return m_progress;
}

Result<void> Job::wait() {
    if (m_thread.joinable()) m_thread.join();
    return m_result;
}

void Job::run(const std::stop_token& stop, const Work& work, const Finished& finished) {
    const JobContext context(stop, [this](const JobProgress& progress) {
        const std::lock_guard lock(m_mutex);
        m_progress = progress;
    });
    try {
        m_result = work(context);
    } catch (const std::exception& exception) {
        m_result = fail(ErrorKind::Internal, "{} ended unexpectedly: {}", m_name, exception.what());
    }
    JobState state = JobState::Succeeded;
    if (!m_result) state = m_result.error().kind == ErrorKind::Cancelled ? JobState::Cancelled : JobState::Failed;
    m_state.store(state);
    if (finished) finished(state, m_result ? nullptr : &m_result.error());
}

} // namespace lathe
