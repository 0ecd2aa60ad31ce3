// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/page_loader.h"

#include <chrono>
#include <utility>

namespace lathe::ui {
namespace {

constexpr std::chrono::milliseconds longestSilence{16};

} // namespace

PageLoader::PageLoader(PageCache& cache, Read read, Arrived arrived)
    : m_cache(cache), m_read(std::move(read)), m_arrived(std::move(arrived)),
      m_thread([this](const std::stop_token& stop) { work(stop); }) {}

PageLoader::~PageLoader() {
    m_thread.request_stop();
    m_wake.notify_all();
}

void PageLoader::request(const std::vector<PageKey>& wanted) {
    m_cache.keep(wanted);
    {
        const std::lock_guard lock(m_mutex);
        m_wanted.clear();
        for (const PageKey key : wanted)
            if (!m_failed.contains(key) && !m_cache.contains(key)) m_wanted.push_back(key);
        if (m_wanted.empty()) return;
    }
    m_wake.notify_all();
}

void PageLoader::run(std::function<void()> task) {
    {
        const std::lock_guard lock(m_mutex);
        m_tasks.push_back(std::move(task));
    }
    m_wake.notify_all();
}

std::optional<Error> PageLoader::firstError() const {
    const std::lock_guard lock(m_mutex);
    return m_firstError;
}

bool PageLoader::failed(PageKey key) const {
    const std::lock_guard lock(m_mutex);
    return m_failed.contains(key);
}

bool PageLoader::idle() const {
    const std::lock_guard lock(m_mutex);
    return !m_busy && m_wanted.empty() && m_tasks.empty();
}

void PageLoader::work(const std::stop_token& stop) {
    using Clock = std::chrono::steady_clock;
    bool news = false;
    Clock::time_point silentSince;
    std::unique_lock lock(m_mutex);
    for (;;) {
        if (!m_wake.wait(lock, stop, [this] { return !m_wanted.empty() || !m_tasks.empty(); }) || stop.stop_requested())
            return;
        m_busy = true;
        if (!m_tasks.empty()) {
            const auto task = std::move(m_tasks.front());
            m_tasks.pop_front();
            lock.unlock();
            task();
        } else {
            const PageKey key = m_wanted.front();
            m_wanted.pop_front();
            lock.unlock();
            if (!news) silentSince = Clock::now();
            news = load(key) || news;
        }
        lock.lock();
        if (news && (m_wanted.empty() || Clock::now() - silentSince >= longestSilence)) {
            lock.unlock();
            m_arrived();
            news = false;
            lock.lock();
        }
        m_busy = false;
    }
}

bool PageLoader::load(PageKey key) {
    if (m_cache.contains(key)) return false; // it was being read when it was asked for again
    auto values = m_read(key);
    if (values) {
        m_cache.insert(key, std::make_shared<const Column>(std::move(*values)));
    } else {
        const std::lock_guard lock(m_mutex);
        m_failed.insert(key);
        if (!m_firstError) m_firstError = std::move(values.error());
    }
    return true;
}

} // namespace lathe::ui
