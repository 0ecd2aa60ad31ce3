// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "core/learn/predictor.h"
#include "core/serve/row_collector.h"

namespace lathe {

/// Counters of a server, exposed in Prometheus text format 0.0.4. Thread safe, without locks.
class ServerMetrics {
public:
    ServerMetrics(const Signature& signature, std::string model, std::string version);

    void requestBegan() { m_inFlight.fetch_add(1, std::memory_order_relaxed); }
    void requestEnded() { m_inFlight.fetch_sub(1, std::memory_order_relaxed); }
    [[nodiscard]] int64_t inFlight() const { return m_inFlight.load(std::memory_order_relaxed); }

    /// A request was answered with that status after that many seconds.
    void answered(int status, double seconds);
    /// Rows were predicted in that many seconds, from the body to the answer.
    void predicted(const Predictions& predictions, size_t rows, const std::vector<FieldCounts>& counts, double seconds);
    /// A request for predictions got none; \p badInput: because its input does not fit the model.
    void failed(bool badInput);

    struct InferenceTotals {
        uint64_t requests = 0; ///< that were predicted
        uint64_t failures = 0; ///< refused as invalid, or failed
        uint64_t rows = 0;
        uint64_t nanoseconds = 0;      ///< spent on those that were predicted
        uint64_t lastMilliseconds = 0; ///< when the last prediction was made, since 1970 UTC; 0 for never
    };
    [[nodiscard]] InferenceTotals inferenceTotals() const;

    struct LogFigures {
        uint64_t writtenRows = 0;
        uint64_t droppedRows = 0;
    };
    [[nodiscard]] std::string text(const LogFigures& log) const;

private:
    using Counter = std::atomic<uint64_t>;
    struct FieldCounters {
        Counter missing{0};
        Counter unknownCategories{0};
        Counter outOfRange{0};
    };

    // Constant after construction
    std::string m_labels;                  // model="weather",version="3"
    std::vector<std::string> m_fieldNames; // escaped
    std::vector<std::string> m_classNames; // escaped
    int64_t m_startedAt;

    static constexpr std::array<double, 15> bounds{0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01,
                                                   0.02,    0.05,   0.1,    0.2,    0.5,   1,     5};
    static constexpr std::array<int, 11> statuses{200, 400, 401, 403, 404, 405, 413, 415, 429, 500, 503};

    std::array<Counter, statuses.size() + 1> m_answers{}; // the last for any other status
    std::array<Counter, bounds.size() + 1> m_latencies{}; // not cumulative; the last for all above
    Counter m_latencyNanoseconds{0};
    Counter m_rows{0};
    Counter m_inferences{0};
    Counter m_inferenceNanoseconds{0};
    Counter m_failures{0};
    Counter m_lastMicros{0};
    Counter m_validationErrors{0};
    std::atomic<int64_t> m_inFlight{0};
    std::vector<FieldCounters> m_fields;
    std::vector<Counter> m_classes;
};

} // namespace lathe
