// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/log.h"
#include "core/runs/run_store.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace lathe {

namespace {

constexpr auto interval = std::chrono::milliseconds(50);
/// A full batch does not wait for the interval.
constexpr size_t fullBatch = 20'000;
/// Beyond this many unwritten points add() waits: a slow disk must not fill the memory.
constexpr size_t mostWaiting = 1'000'000;

} // namespace

struct MetricWriter::State {
    State(const Project& project, RunId id) : store(project), run(std::move(id)) {}

    const RunStore store;
    const RunId run;

    std::mutex mutex;
    std::condition_variable_any work; // something for the writer to do
    std::condition_variable written;  // a batch has been dealt with
    // Guarded by mutex:
    std::vector<MetricSample> waiting;
    uint64_t added = 0;
    uint64_t dealtWith = 0;
    bool hurry = false; // somebody waits in flush()
    std::optional<Error> failed;

    std::jthread thread; // last: it uses all of the above

    void writeBatches(const std::stop_token& stop) {
        std::vector<MetricSample> batch;
        std::unique_lock lock(mutex);
        for (;;) {
            work.wait(lock, stop, [this] { return !waiting.empty(); });
            if (waiting.empty()) return; // stopped, and all is written
            work.wait_for(lock, stop, interval, [this] { return hurry || waiting.size() >= fullBatch; });
            batch.swap(waiting);
            hurry = false;
            lock.unlock();
            auto stored = store.appendMetrics(run, batch);
            lock.lock();
            if (!stored && !failed) {
                logError("metrics of run {} were not stored: {}", run.str(), stored.error().message);
                failed = std::move(stored.error());
            }
            dealtWith += batch.size();
            batch.clear();
            written.notify_all();
        }
    }
};

MetricWriter::MetricWriter(const Project& project, RunId run)
    : m_state(std::make_unique<State>(project, std::move(run))) {
    m_state->thread = std::jthread([state = m_state.get()](const std::stop_token& stop) { state->writeBatches(stop); });
}

MetricWriter::~MetricWriter() = default;

void MetricWriter::add(std::string_view key, int64_t step, double value) {
    std::unique_lock lock(m_state->mutex);
    m_state->written.wait(lock, [this] { return m_state->waiting.size() < mostWaiting; });
    m_state->waiting.push_back({std::string(key), step, value});
    ++m_state->added;
    const size_t waiting = m_state->waiting.size();
    lock.unlock();
    if (waiting == 1 || waiting == fullBatch) m_state->work.notify_one();
}

Result<void> MetricWriter::flush() {
    std::unique_lock lock(m_state->mutex);
    const uint64_t all = m_state->added;
    m_state->hurry = true;
    m_state->work.notify_one();
    m_state->written.wait(lock, [&] { return m_state->dealtWith >= all; });
    m_state->hurry = false;
    if (m_state->failed) return failure(*m_state->failed);
    return {};
}

} // namespace lathe
