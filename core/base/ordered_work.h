// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"
#include "core/base/result.h"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>

namespace lathe {

/// Work whose pieces are taken one after the other, worked on side by side, and passed on in the order in which they
/// were taken, so that the outcome is the same for any number of threads. Each thread does
///
///     while (const auto piece = work.take(read)) {
///         …                                       // side by side with the others
///         if (!work.inTurn(*piece, pass)) return; // alone, behind all pieces before this one
///         …                                       // side by side again
///     }
///
/// Every piece that was taken must be passed on, or the work must fail. Thread safe; used for one run.
class OrderedWork {
public:
    /// \p job is asked for a stop before each piece.
    explicit OrderedWork(const JobContext& job) : m_job(job) {}

    /// Runs \p worker on \p threads threads (the caller's is one of them; 0 counts as 1) and waits for all of them.
    /// Returns the first failure.
    Result<void> run(size_t threads, const std::function<void()>& worker);

    /// Calls \p read while no other thread does; it says whether there was another piece. Returns the piece's number,
    /// counted from 0; none at the end, after a failure of any thread, and after a stop, which fails the work.
    std::optional<uint64_t> take(const std::function<Result<bool>()>& read);

    /// Waits until all pieces before \p piece have passed and calls \p pass, whose failure fails the work. False when
    /// the work has failed, here or elsewhere.
    bool inTurn(uint64_t piece, const std::function<Result<void>()>& pass);

    /// Ends the work. The first failure counts; threads that wait for their turn are let go.
    void fail(Error error);

private:
    [[nodiscard]] bool failed();
    Result<bool> readNext(const std::function<Result<bool>()>& read);

    const JobContext& m_job;

    std::mutex m_readMutex; // guards the next two
    bool m_ended = false;
    uint64_t m_taken = 0;

    std::mutex m_turnMutex; // guards the next two
    Result<void> m_outcome;
    uint64_t m_turn = 0;
    std::condition_variable m_turnChanged;
};

} // namespace lathe
