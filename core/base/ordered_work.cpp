// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/ordered_work.h"

#include <thread>
#include <utility>
#include <vector>

namespace lathe {

Result<void> OrderedWork::run(size_t threads, const std::function<void()>& worker) {
    {
        std::vector<std::jthread> helpers;
        for (size_t i = 1; i < threads; ++i) helpers.emplace_back(worker);
        worker();
    }
    return m_outcome;
}

Result<bool> OrderedWork::readNext(const std::function<Result<bool>()>& read) {
    LATHE_CHECK(m_job.checkStop());
    return read();
}

std::optional<uint64_t> OrderedWork::take(const std::function<Result<bool>()>& read) {
    const std::lock_guard lock(m_readMutex);
    if (m_ended || failed()) return std::nullopt;
    auto more = readNext(read);
    m_ended = !more || !*more;
    if (!more) fail(std::move(more.error()));
    if (m_ended) return std::nullopt;
    return m_taken++;
}

bool OrderedWork::inTurn(uint64_t piece, const std::function<Result<void>()>& pass) {
    {
        std::unique_lock lock(m_turnMutex);
        m_turnChanged.wait(lock, [&] { return m_turn == piece || !m_outcome; });
        if (!m_outcome) return false;
    }
    if (auto passed = pass(); !passed) {
        fail(std::move(passed.error()));
        return false;
    }
    {
        const std::lock_guard lock(m_turnMutex);
        ++m_turn;
    }
    m_turnChanged.notify_all();
    return true;
}

void OrderedWork::fail(Error error) {
    {
        const std::lock_guard lock(m_turnMutex);
        if (m_outcome) m_outcome = failure(std::move(error));
    }
    m_turnChanged.notify_all();
}

bool OrderedWork::failed() {
    const std::lock_guard lock(m_turnMutex);
    return !m_outcome;
}

} // namespace lathe
