// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "core/base/clock.h"
#include "core/base/result.h"

namespace lathe {

/// How far a piece of work has come. Plain data, copied freely.
struct JobProgress {
    std::string stage; ///< what is being done now, "reading rows"; a stable English key, translated by the window
    double done = 0;   ///< units done in this stage
    double total = 0;  ///< units in this stage; 0 when unknown
    std::string unit;  ///< "bytes", "rows", "epochs"; may be empty
    double ratePerSecond = 0;
    double secondsLeft = -1; ///< estimate; negative when unknown

    /// 0…1, or a negative number when the total is unknown.
    [[nodiscard]] double fraction() const { return total > 0 ? done / total : -1; }
};

/// What work is given to report progress and to notice that it should stop. Cheap to copy. Thread safe: several
/// threads of one piece of work may report.
class JobContext {
public:
    /// Reports nowhere and never stops; for short work and tests.
    JobContext() : JobContext(std::stop_token{}, nullptr) {}
    JobContext(std::stop_token stop, std::function<void(const JobProgress&)> report);

    [[nodiscard]] const std::stop_token& stopToken() const { return m_stop; }
    [[nodiscard]] bool stopRequested() const { return m_stop.stop_requested(); }
    /// An error of kind Cancelled when a stop was asked for. Call at least every 50 ms of work.
    [[nodiscard]] Result<void> checkStop() const;

    /// Starts a stage; done becomes 0.
    void beginStage(std::string stage, double total, std::string unit) const;
    /// Sets what is done. Forwarded at most every 40 ms (and at the end of a stage), so it may be called often.
    void setDone(double done) const;
    void addDone(double amount) const;
    void setTotal(double total) const;

private:
    struct Shared;
    std::stop_token m_stop;
    std::shared_ptr<Shared> m_shared;
};

enum class JobState { Running, Succeeded, Failed, Cancelled };

/// One piece of work on a thread of its own that ends exactly once: succeeded, failed, or cancelled.
/// The object may be destroyed at any time: it asks the work to stop and waits for it.
class Job {
public:
    using Work = std::function<Result<void>(const JobContext&)>;
    /// Called once, on the job's thread, after the state became final. `error` is null on success.
    using Finished = std::function<void(JobState state, const Error* error)>;

    Job(std::string name, Work work, Finished finished = {});
    ~Job();
    Job(const Job&) = delete;
    Job& operator=(const Job&) = delete;

    [[nodiscard]] const std::string& name() const { return m_name; }
    [[nodiscard]] JobState state() const { return m_state.load(); }
    [[nodiscard]] JobProgress progress() const;
    void requestStop() { m_thread.request_stop(); }
    /// Waits for the end. Returns the work's result; a second call returns the same.
    Result<void> wait();

private:
    void run(const std::stop_token& stop, const Work& work, const Finished& finished);

    std::string m_name;
    std::atomic<JobState> m_state{JobState::Running};
    mutable std::mutex m_mutex;
    JobProgress m_progress; // guarded by m_mutex
    Result<void> m_result;  // written before m_state becomes final
    std::jthread m_thread;  // last: it uses all of the above
};

} // namespace lathe
