// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/base/config.h"
#include "core/base/process.h"
#include "core/data/columns/column_file.h"
#include "core/learn/training.h"

namespace lathe::testing {

#define ASSERT_OK(expression)                                                                                          \
    do {                                                                                                               \
        const auto& lathe_outcome = (expression);                                                                      \
        ASSERT_TRUE(lathe_outcome.has_value()) << lathe_outcome.error().describe();                                    \
    } while (false)

/// A folder that is gone when the test is.
class TemporaryFolder {
public:
    TemporaryFolder() : m_folder(*ScopedFolder::create(std::filesystem::temp_directory_path(), "learn-test")) {}
    [[nodiscard]] Path operator/(const std::string& name) const { return m_folder.path() / name; }
    [[nodiscard]] const Path& path() const { return m_folder.path(); }

private:
    ScopedFolder m_folder;
};

/// Keeps what a training reports; stops it when a series reaches a step.
class MemorySink final : public RunSink {
public:
    std::map<std::string, std::map<int64_t, double>> series;
    std::map<std::string, double> figures;
    std::vector<std::string> logged;
    std::vector<std::string> artifacts;
    std::string stopSeries;
    int64_t stopAt = -1;

    void point(std::string_view key, int64_t step, double value) override {
        series[std::string(key)][step] = value;
        if (key == stopSeries && step >= stopAt) m_stop = true;
    }
    Result<void> flush() override { return {}; }
    Result<void> figure(const std::string& key, double value) override {
        figures[key] = value;
        return {};
    }
    void progress(const std::string&, double, double) override {}
    void log(const std::string& text) override { logged.push_back(text); }
    bool stopRequested() override { return m_stop; }
    Result<void> artifact(const std::string& path, const std::string&) override {
        artifacts.push_back(path);
        return {};
    }

private:
    bool m_stop = false;
};

/// Stops a training at a step of its loss, resumes it, and expects what the training that was never stopped gave.
inline void expectSameWhenResumed(TrainingJob job, int64_t stopAt, const TrainingOutcome& expected, MemorySink& whole) {
    MemorySink sink;
    sink.stopSeries = "train_loss";
    sink.stopAt = stopAt;
    const auto stopped = train(job, sink);
    ASSERT_FALSE(stopped.has_value());
    EXPECT_EQ(stopped.error().kind, ErrorKind::Cancelled);
    EXPECT_FALSE(std::filesystem::exists(job.folder / "model"));

    job.resume = true;
    MemorySink rest;
    const auto resumed = train(job, rest);
    ASSERT_OK(resumed);
    EXPECT_EQ(resumed->modelHash, expected.modelHash);
    EXPECT_EQ(resumed->figures, expected.figures);
    auto series = sink.series["train_loss"];
    for (const auto& [step, value] : rest.series["train_loss"]) series[step] = value;
    EXPECT_EQ(series, whole.series["train_loss"]);
}

inline Column realColumn(std::string name, std::vector<double> values) {
    Column column;
    column.schema = {std::move(name), ColumnType::Real};
    column.missing.resize(values.size());
    bool any = false;
    for (size_t i = 0; i < values.size(); ++i) {
        column.missing[i] = std::isnan(values[i]);
        any = any || column.missing[i] != 0;
    }
    if (!any) column.missing.clear();
    column.reals = std::move(values);
    return column;
}

inline Column integerColumn(std::string name, std::vector<int64_t> values, ColumnType type = ColumnType::Integer) {
    Column column;
    column.schema = {std::move(name), type};
    column.integers = std::move(values);
    return column;
}

/// An empty text is a missing value.
inline Column categoryColumn(std::string name, const std::vector<std::string>& values) {
    Column column;
    column.schema = {std::move(name), ColumnType::Category};
    std::map<std::string, uint32_t> codes;
    column.missing.resize(values.size());
    for (size_t i = 0; i < values.size(); ++i) {
        if (values[i].empty()) {
            column.missing[i] = 1;
            column.codes.push_back(0);
            continue;
        }
        const auto [place, added] = codes.try_emplace(values[i], static_cast<uint32_t>(codes.size()));
        if (added) column.dictionary.push_back(values[i]);
        column.codes.push_back(place->second);
    }
    return column;
}

inline Column textColumn(std::string name, const std::vector<std::string>& values) {
    Column column;
    column.schema = {std::move(name), ColumnType::Text};
    for (const std::string& value : values) column.texts.push(value);
    return column;
}

inline std::shared_ptr<const ColumnFile> store(const Table& table, const Path& path) {
    auto writer = ColumnFileWriter::create(path, table.schema());
    EXPECT_TRUE(writer.has_value());
    EXPECT_TRUE((*writer)->append(table).has_value());
    EXPECT_TRUE((*writer)->finish().has_value());
    auto file = ColumnFile::open(path);
    EXPECT_TRUE(file.has_value());
    return *file;
}

inline RunConfig configOf(const std::string& yaml) {
    const auto node = ConfigNode::parse("name: test\ndata: table@1\n" + yaml, "run.yaml");
    EXPECT_TRUE(node.has_value()) << node.error().describe();
    const auto config = RunConfig::parse(*node);
    EXPECT_TRUE(config.has_value()) << config.error().describe();
    return *config;
}

/// Repeatable numbers in [0, 1) for made-up tables.
class Noise {
public:
    double next() {
        m_state = m_state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<double>(m_state >> 11U) * 0x1.0p-53;
    }

private:
    uint64_t m_state = 42;
};

/// Rows with numbers, gaps, categories and dates whose label depends on all of them.
inline Table mixedTable(size_t rows) {
    Noise noise;
    std::vector<double> income, age, price;
    std::vector<std::string> city, label, grade;
    std::vector<int64_t> day;
    for (size_t i = 0; i < rows; ++i) {
        income.push_back(noise.next() * 1000);
        age.push_back(noise.next() < 0.1 ? std::nan("") : 20 + std::floor(noise.next() * 50));
        city.push_back(noise.next() < 0.05 ? "" : noise.next() < 0.5 ? "Oslo" : "Lima");
        day.push_back(18000 + static_cast<int64_t>(noise.next() * 700));
        const double years = std::isnan(age.back()) ? 40 : age.back();
        price.push_back(3 * income.back() + 10 * years + (city.back() == "Oslo" ? 500 : 0) + 100 * noise.next());
        label.push_back(price.back() > 2200 + 400 * noise.next() ? "dear" : "cheap");
        grade.push_back(price.back() < 1500 ? "low" : price.back() < 2600 ? "mid" : "high");
    }
    return {{realColumn("income", income), realColumn("age", age), categoryColumn("city", city),
             integerColumn("day", day, ColumnType::Date), realColumn("price", price), categoryColumn("label", label),
             categoryColumn("grade", grade)}};
}

/// Runs a script with the system's Python, which sees Debian's packages; returns its standard output.
inline std::string python(const Path& folder, const std::string& script,
                          const std::vector<std::string>& arguments = {}) {
    const Path source = folder / "script.py";
    const Path messages = folder / "script.err";
    std::ofstream(source) << script;
    ProcessOptions options;
    options.program = "/usr/bin/python3";
    options.arguments = {source.string()};
    options.arguments.insert(options.arguments.end(), arguments.begin(), arguments.end());
    options.environment = {{"OMP_NUM_THREADS", "1"}, {"OPENBLAS_NUM_THREADS", "1"}};
    options.outputFile = messages;
    options.captureOutput = true;
    auto child = ChildProcess::start(options);
    if (!child) {
        ADD_FAILURE() << child.error().describe();
        return {};
    }
    std::string output;
    while (auto line = child->readLine(std::chrono::minutes(2))) output += *line + "\n";
    if (child->wait() != 0) {
        std::ifstream file(messages);
        const std::string text((std::istreambuf_iterator<char>(file)), {});
        ADD_FAILURE()
            << text
            << "\nThis test needs Debian's Python modules: apt-get install python3-numpy python3-torch python3-xgboost python3-sklearn";
    }
    return output;
}

template <typename T>
void writeRaw(const Path& path, const std::vector<T>& values) {
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(T)));
}

template <typename T>
std::vector<T> readRaw(const Path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), {});
    std::vector<T> values(bytes.size() / sizeof(T));
    std::memcpy(values.data(), bytes.data(), values.size() * sizeof(T));
    return values;
}

} // namespace lathe::testing
