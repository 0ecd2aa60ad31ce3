// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "ui/datasets/page_cache.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <vector>

namespace lathe::ui {

/// Fills a PageCache from one background thread. Requests never wait; the newest request replaces what an
/// older one still waits for, so that a drag of the scroll bar costs the pages at its end and not those on
/// the way.
class PageLoader {
public:
    using Read = std::function<Result<Column>(PageKey)>;
    /// Called on the loader's thread after pages came or could not be read: when none waits any more, and
    /// every few milliseconds while some do, so that a screen is painted once and not once per column.
    using Arrived = std::function<void()>;

    PageLoader(PageCache& cache, Read read, Arrived arrived);
    /// Waits for the page that is being read, if any.
    ~PageLoader();
    PageLoader(const PageLoader&) = delete;
    PageLoader& operator=(const PageLoader&) = delete;

    /// Asks for \p wanted, first one first. Pages that are here, or that could not be read before, are passed
    /// over.
    void request(const std::vector<PageKey>& wanted);

    /// Runs \p task on the loader's thread ahead of the pages that wait. Tasks that have not begun when the
    /// loader ends are dropped.
    void run(std::function<void()> task);

    /// Why a page could not be read.
    [[nodiscard]] std::optional<Error> firstError() const;
    [[nodiscard]] bool failed(PageKey key) const;
    /// Nothing is being read and nothing waits.
    [[nodiscard]] bool idle() const;

private:
    void work(const std::stop_token& stop);
    /// Whether there is something new to tell.
    bool load(PageKey key);

    PageCache& m_cache;
    const Read m_read;
    const Arrived m_arrived;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<PageKey> m_wanted;              // guarded by m_mutex
    std::deque<std::function<void()>> m_tasks; // guarded by m_mutex
    std::set<PageKey> m_failed;                // guarded by m_mutex
    std::optional<Error> m_firstError;         // guarded by m_mutex
    bool m_busy = false;                       // guarded by m_mutex
    std::jthread m_thread;                     // last: it uses all of the above
};

} // namespace lathe::ui
