// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/serve/request_log.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <utility>

#include "core/base/clock.h"
#include "core/base/hash.h"
#include "core/base/log.h"
#include "core/data/columns/column_file.h"

namespace lathe {

namespace {

std::string freeName(const std::vector<ColumnSchema>& schema, const std::string& wish) {
    const bool taken =
        std::any_of(schema.begin(), schema.end(), [&](const auto& column) { return column.name == wish; });
    return taken ? freeName(schema, "lathe_" + wish) : wish;
}

size_t textBytes(const Table& rows) {
    size_t bytes = 0;
    for (const auto& column : rows.columns) bytes += column.texts.bytes.size();
    return bytes;
}

} // namespace

RequestLog::RequestLog(const Project& project, DeploymentId deployment, const Signature& signature, Limits limits)
    : m_project(&project), m_deployment(std::move(deployment)), m_limits(limits), m_task(signature.task),
      m_classes(signature.classes) {
    for (const auto& field : signature.inputs) {
        m_schema.push_back({field.name, field.type});
        m_categories.push_back(field.categories);
    }
    const auto predictionType = m_task == Task::Classification ? ColumnType::Category : ColumnType::Real;
    m_schema.push_back({freeName(m_schema, "prediction"), predictionType});
    m_schema.push_back({freeName(m_schema, "time"), ColumnType::Timestamp});
    m_waiting = emptyRows();
    m_thread = std::thread([this] { run(); });
}

RequestLog::~RequestLog() { finish(); }

RequestLog::Waiting RequestLog::emptyRows() const {
    Waiting waiting;
    for (const auto& column : m_schema) waiting.rows.columns.push_back(Column{.schema = column});
    for (size_t i = 0; i < m_categories.size(); ++i)
        if (m_schema[i].type == ColumnType::Category) waiting.rows.columns[i].dictionary = m_categories[i];
    if (m_task == Task::Classification) waiting.rows.columns[m_schema.size() - 2].dictionary = m_classes;
    waiting.newCodes.resize(m_categories.size());
    return waiting;
}

/// Codes of categories seen in training are the same in both columns; the others are numbered anew.
void RequestLog::appendInput(Waiting& waiting, size_t index, const Column& tail) const {
    Column& head = waiting.rows.columns[index];
    if (head.schema.type != ColumnType::Category) return append(head, tail);
    if (!head.missing.empty() || !tail.missing.empty()) {
        head.missing.resize(head.codes.size(), 0);
        head.missing.insert(head.missing.end(), tail.missing.begin(), tail.missing.end());
        head.missing.resize(head.codes.size() + tail.codes.size(), 0);
    }
    for (size_t row = 0; row < tail.codes.size(); ++row) {
        const uint32_t code = tail.codes[row];
        const bool isKnown = code < m_categories[index].size() || tail.isMissing(row);
        head.codes.push_back(isKnown ? code : newCode(waiting, index, tail.dictionary[code]));
    }
}

uint32_t RequestLog::newCode(Waiting& waiting, size_t index, const std::string& category) {
    auto& dictionary = waiting.rows.columns[index].dictionary;
    const auto [entry, isNew] = waiting.newCodes[index].emplace(category, static_cast<uint32_t>(dictionary.size()));
    if (isNew) {
        dictionary.push_back(category);
        waiting.textBytes += 2 * category.size();
    }
    return entry->second;
}

void RequestLog::add(const Table& inputs, const Predictions& predictions) {
    const size_t count = inputs.rows();
    const size_t bytes = textBytes(inputs);
    bool full = false;
    {
        const std::lock_guard lock(m_mutex);
        const size_t waiting = m_waiting.rows.rows();
        if (m_stopping || waiting + count > m_limits.waitingRows ||
            m_waiting.textBytes + bytes > m_limits.waitingBytes) {
            m_figures.droppedRows += count;
            return;
        }
        for (size_t i = 0; i < inputs.columns.size(); ++i) appendInput(m_waiting, i, inputs.columns[i]);
        appendPredictions(m_waiting, predictions, count);
        m_waiting.textBytes += bytes;
        // The thread is woken for the first row, to start its clock, and when a whole segment is there.
        full = waiting == 0 || waiting + count >= m_limits.segmentRows;
    }
    if (full) m_wake.notify_one();
}

void RequestLog::appendPredictions(Waiting& waiting, const Predictions& predictions, size_t rows) const {
    Column& prediction = waiting.rows.columns[m_schema.size() - 2];
    if (m_task == Task::Classification)
        prediction.codes.insert(prediction.codes.end(), predictions.classes.begin(), predictions.classes.end());
    else prediction.reals.insert(prediction.reals.end(), predictions.values.begin(), predictions.values.end());
    Column& time = waiting.rows.columns.back();
    time.integers.resize(time.integers.size() + rows, nowMicros());
}

double RequestLog::publishDelay(size_t segments, double shortest) {
    if (segments < 100) return shortest;
    if (segments < 1000) return 5 * shortest;
    return 30 * shortest;
}

void RequestLog::run() {
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [this] { return m_stopping || m_waiting.rows.rows() != 0; });
        const std::chrono::duration<double> delay(publishDelay(static_cast<size_t>(m_nextSegment), m_limits.seconds));
        m_wake.wait_for(lock, delay, [this] { return m_stopping || m_waiting.rows.rows() >= m_limits.segmentRows; });
        if (m_waiting.rows.rows() == 0) return; // only when stopping
        const Waiting taken = std::exchange(m_waiting, emptyRows());
        const size_t count = taken.rows.rows();
        lock.unlock();
        const auto published = publish(taken.rows);
        if (!published) logError("{} rows of the request log are lost: {}", count, published.error().describe());
        lock.lock();
        (published ? m_figures.writtenRows : m_figures.droppedRows) += count;
    }
}

Result<void> RequestLog::publish(const Table& rows) {
    LATHE_TRY(const auto workplace, m_project->temporaryFolder("requests"));
    const Path draft = workplace.path() / "segment.h5";
    LATHE_TRY(const auto writer, ColumnFileWriter::create(draft, m_schema));
    LATHE_CHECK(writer->append(rows));
    LATHE_CHECK(writer->finish());
    LATHE_TRY(const auto digest, sha256File(draft));
    const auto bytes = static_cast<int64_t>(std::filesystem::file_size(draft));

    const std::string path = fmt::format("serving/{}/{}.h5", m_deployment.str(), m_nextSegment);
    LATHE_CHECK(createFolders((m_project->folder() / path).parent_path()));
    LATHE_CHECK(publishFile(draft, m_project->folder() / path));
    LATHE_CHECK(m_project->database().transact([&] { return record(path, bytes, digest, rows); }));
    ++m_nextSegment;
    return {};
}

Result<void> RequestLog::record(const std::string& path, int64_t bytes, const std::string& digest,
                                const Table& rows) const {
    const auto& times = rows.columns.back().integers;
    const auto [first, last] = std::minmax_element(times.begin(), times.end());
    Database& database = m_project->database();
    LATHE_TRY(auto file, database.prepare("INSERT INTO file(path, bytes, sha256, owner) VALUES(?, ?, ?, ?)"));
    LATHE_CHECK(file.bind(path).bind(bytes).bind(digest).bind("deployment " + m_deployment.str()).run());
    LATHE_TRY(auto segment,
              database.prepare("INSERT INTO request_segment(deployment, number, file, rows, first_time, last_time) "
                               "VALUES(?, ?, ?, ?, ?, ?)"));
    segment.bind(m_deployment.str()).bind(m_nextSegment).bind(path);
    return segment.bind(static_cast<int64_t>(rows.rows())).bind(*first).bind(*last).run();
}

void RequestLog::finish() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_one();
    if (m_thread.joinable()) m_thread.join();
}

ServerMetrics::LogFigures RequestLog::figures() const {
    const std::lock_guard lock(m_mutex);
    return m_figures;
}

} // namespace lathe
