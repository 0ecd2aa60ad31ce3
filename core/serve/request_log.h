// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/learn/predictor.h"
#include "core/project/project.h"
#include "core/serve/server_metrics.h"

namespace lathe {

/// What a server was asked and what it answered, kept in the project: rows are gathered in memory and published by a
/// thread of its own as column files serving/<deployment>/<n>.h5, each made visible by one transaction. Columns: the
/// model's inputs, "prediction" and "time" (when an input has such a name already: "lathe_prediction", "lathe_time").
///
/// add() never waits for the disk. When the disk cannot keep up, memory stays bounded: further rows are counted as
/// dropped and forgotten. Thread safe.
class RequestLog {
public:
    struct Limits {
        size_t segmentRows = 65536;             ///< published at once when so many wait
        size_t waitingRows = 4 * size_t{65536}; ///< more are dropped
        size_t waitingBytes = size_t{64} << 20; ///< of text; more are dropped
        double seconds = 2; ///< the longest a row waits, while segments are few (see publishDelay())
    };

    RequestLog(const Project& project, DeploymentId deployment, const Signature& signature, Limits limits);
    RequestLog(const Project& project, DeploymentId deployment, const Signature& signature)
        : RequestLog(project, std::move(deployment), signature, Limits{}) {}
    ~RequestLog(); ///< publishes what waits

    /// Keeps the rows, whose columns are in the signature's order, with their predictions.
    void add(const Table& inputs, const Predictions& predictions);

    /// Publishes what waits and ends the thread. Further rows are not taken. Called once.
    void finish();

    [[nodiscard]] ServerMetrics::LogFigures figures() const;

    /// How long rows may wait when so many segments exist: the longer a server runs, the fewer files it makes.
    [[nodiscard]] static double publishDelay(size_t segments, double shortest);

private:
    struct Waiting {
        Table rows;
        size_t textBytes = 0;
        std::vector<std::unordered_map<std::string, uint32_t>> newCodes; ///< per column, texts not seen in training
    };
    [[nodiscard]] Waiting emptyRows() const;
    void appendInput(Waiting& waiting, size_t index, const Column& tail) const;
    static uint32_t newCode(Waiting& waiting, size_t index, const std::string& category);
    void appendPredictions(Waiting& waiting, const Predictions& predictions, size_t rows) const;
    void run();
    Result<void> publish(const Table& rows);
    Result<void> record(const std::string& path, int64_t bytes, const std::string& digest, const Table& rows) const;

    // Constant after construction
    const Project* m_project;
    DeploymentId m_deployment;
    Limits m_limits;
    Task m_task;
    std::vector<std::string> m_classes;
    std::vector<ColumnSchema> m_schema;
    std::vector<std::vector<std::string>> m_categories; // per input

    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    Waiting m_waiting;                   // guarded by m_mutex
    bool m_stopping = false;             // guarded by m_mutex
    ServerMetrics::LogFigures m_figures; // guarded by m_mutex

    int m_nextSegment = 1; // the thread's own
    std::thread m_thread;  // last: it uses all of the above
};

} // namespace lathe
