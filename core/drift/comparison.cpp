// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drift/comparison.h"

#include "core/base/clock.h"
#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/drift/column_comparison.h"
#include "core/drift/test_catalog.h"

#include <algorithm>
#include <atomic>
#include <mutex>

namespace lathe {

namespace {

using drift::ColumnSample;
using drift::SampleBuilder;

/// Where rows come from; samples of different columns may be taken by several threads.
class Source {
public:
    virtual ~Source() = default;
    [[nodiscard]] virtual uint64_t rows() const = 0;
    [[nodiscard]] virtual std::vector<ColumnSchema> schema() const = 0;
    [[nodiscard]] virtual Result<ColumnSample> sample(size_t column, bool textLabels, const JobContext& job) const = 0;
};

class TableSource final : public Source {
public:
    explicit TableSource(const Table& table) : m_table(table) {}
    [[nodiscard]] uint64_t rows() const override { return m_table.rows(); }
    [[nodiscard]] std::vector<ColumnSchema> schema() const override { return m_table.schema(); }
    [[nodiscard]] Result<ColumnSample> sample(size_t column, bool textLabels, const JobContext& job) const override {
        LATHE_CHECK(job.checkStop());
        const Column& values = m_table.columns[column];
        SampleBuilder builder(values.schema.type, values.rows(), textLabels);
        builder.add(values, values.dictionary);
        return builder.finish();
    }

private:
    const Table& m_table;
};

/// Reads a column chunk by chunk: memory holds one decoded chunk beside the sample.
class FileSource final : public Source {
public:
    explicit FileSource(const ColumnFile& file) : m_file(file) {}
    [[nodiscard]] uint64_t rows() const override { return m_file.rows(); }
    [[nodiscard]] std::vector<ColumnSchema> schema() const override { return m_file.schema(); }
    [[nodiscard]] Result<ColumnSample> sample(size_t column, bool textLabels, const JobContext& job) const override {
        SampleBuilder builder(m_file.schema()[column].type, m_file.rows(), textLabels);
        for (uint64_t first = 0; first < m_file.rows(); first += chunkRows) {
            LATHE_CHECK(job.checkStop());
            LATHE_TRY(const Column piece, m_file.read(column, first, chunkRows, false));
            builder.add(piece, m_file.dictionary(column));
        }
        return builder.finish();
    }

private:
    const ColumnFile& m_file;
};

/// A column that both sides have.
struct SharedColumn {
    std::string name;
    std::string role;
    size_t reference = 0, current = 0; ///< where it stands on either side
    bool typesDiffer = false;
};

std::vector<std::string> names(const std::vector<ColumnSchema>& schema) {
    std::vector<std::string> result;
    for (const ColumnSchema& column : schema) result.push_back(column.name);
    return result;
}

std::vector<std::string> missingFrom(const std::vector<std::string>& some, const std::vector<std::string>& others) {
    std::vector<std::string> result;
    for (const std::string& name : some) {
        if (std::find(others.begin(), others.end(), name) == others.end()) result.push_back(name);
    }
    return result;
}

std::string roleOf(const std::string& column, const DriftOptions& options) {
    if (!options.target.empty() && column == options.target) return "target";
    return !options.prediction.empty() && column == options.prediction ? "prediction" : "feature";
}

Result<std::vector<SharedColumn>> sharedColumns(const std::vector<ColumnSchema>& reference,
                                                const std::vector<ColumnSchema>& current, const DriftOptions& options) {
    std::vector<SharedColumn> shared;
    for (size_t i = 0; i < reference.size(); ++i) {
        const std::string& name = reference[i].name;
        const auto found =
            std::find_if(current.begin(), current.end(), [&](const ColumnSchema& other) { return other.name == name; });
        if (found == current.end()) continue;
        const std::string role = roleOf(name, options);
        const bool listed = std::find(options.columns.begin(), options.columns.end(), name) != options.columns.end();
        if (!options.columns.empty() && !listed && role == "feature") continue;
        shared.push_back(
            {name, role, i, static_cast<size_t>(found - current.begin()), found->type != reference[i].type});
    }
    if (shared.empty()) {
        return failHint(ErrorKind::InvalidInput, "the two sets of rows have no column in common",
                        fmt::format("The reference has {}; the current rows have {}.", joined(names(reference), ", "),
                                    joined(names(current), ", ")));
    }
    return shared;
}

Result<void> checkColumn(const std::string& column, const char* what, const std::vector<std::string>& reference,
                         const std::vector<std::string>& current) {
    for (const auto& [side, known] : {std::pair("reference", &reference), std::pair("current", &current)}) {
        if (std::find(known->begin(), known->end(), column) == known->end()) {
            return failHint(ErrorKind::InvalidInput,
                            fmt::format("{} '{}' is not among the {} columns", what, column, side),
                            suggestion(column, *known));
        }
    }
    return {};
}

Result<void> checkTest(const std::string& column, const std::string& test) {
    if (drift::findTest(test) != nullptr) return {};
    std::vector<std::string> known;
    for (const drift::DriftTest& one : drift::allTests()) known.emplace_back(one.name);
    return failHint(ErrorKind::InvalidInput, fmt::format("unknown drift test '{}' for column '{}'", test, column),
                    suggestion(test, known));
}

Result<void> checkOptions(const DriftOptions& options, const std::vector<std::string>& reference,
                          const std::vector<std::string>& current) {
    if (options.defaults != "lathe" && options.defaults != "evidently") {
        return failHint(ErrorKind::InvalidInput, fmt::format("unknown drift defaults '{}'", options.defaults),
                        suggestion(options.defaults, std::vector<std::string>{"lathe", "evidently"}));
    }
    if (!(options.driftShare > 0 && options.driftShare <= 1)) {
        return failHint(ErrorKind::InvalidInput, fmt::format("the drift share {} is not a share", options.driftShare),
                        "Give a number above 0 and at most 1: the share of drifted columns from which the "
                        "data counts as drifted.");
    }
    for (const std::string& column : options.columns) LATHE_CHECK(checkColumn(column, "column", reference, current));
    for (const auto& [column, test] : options.tests) {
        LATHE_CHECK(checkColumn(column, "column", reference, current));
        LATHE_CHECK(checkTest(column, test));
    }
    for (const auto& [column, threshold] : options.thresholds) {
        LATHE_CHECK(checkColumn(column, "column", reference, current));
        if (!(threshold >= 0)) {
            return failHint(ErrorKind::InvalidInput,
                            fmt::format("the threshold {} of column '{}' is negative", threshold, column),
                            "Scores are p-values or distances: give 0 or more.");
        }
    }
    if (!options.target.empty()) LATHE_CHECK(checkColumn(options.target, "target", reference, current));
    if (!options.prediction.empty()) LATHE_CHECK(checkColumn(options.prediction, "prediction", reference, current));
    return {};
}

/// Ours counts features and reports target and prediction beside them; Evidently counts every column.
void addVerdict(DriftResult& result) {
    size_t tested = 0;
    for (const ColumnDrift& column : result.columns) {
        if (column.role == "target") result.labelDrifted = column.drifted;
        if (column.test.empty() || (result.options.defaults == "lathe" && column.role != "feature")) continue;
        ++tested;
        result.driftedColumns += column.drifted;
    }
    result.testedColumns = tested;
    result.share = tested == 0 ? 0 : static_cast<double>(result.driftedColumns) / static_cast<double>(tested);
    result.drifted = tested > 0 && result.share >= result.options.driftShare;
}

Result<DriftResult> compareSources(const Source& reference, const Source& current, const DriftOptions& options,
                                   const JobContext& job) {
    const std::vector<std::string> referenceNames = names(reference.schema()), currentNames = names(current.schema());
    LATHE_CHECK(checkOptions(options, referenceNames, currentNames));
    LATHE_TRY(const std::vector<SharedColumn> shared, sharedColumns(reference.schema(), current.schema(), options));

    DriftResult result;
    result.options = options;
    result.referenceRows = reference.rows();
    result.currentRows = current.rows();
    result.onlyInReference = missingFrom(referenceNames, currentNames);
    result.onlyInCurrent = missingFrom(currentNames, referenceNames);
    result.createdAt = nowMicros();
    result.columns.resize(shared.size());

    std::mutex mutex;
    std::optional<Error> firstError; // guarded by mutex
    std::atomic<bool> failed{false};
    job.beginStage("comparing columns", static_cast<double>(shared.size()), "columns");
    const auto compareOne = [&](const SharedColumn& column) -> Result<ColumnDrift> {
        // A text column that is a category column on the other side is compared as such.
        const bool textLabels = drift::needsTextLabels(column.name, options) || column.typesDiffer;
        LATHE_TRY(const ColumnSample first, reference.sample(column.reference, textLabels, job));
        LATHE_TRY(const ColumnSample second, current.sample(column.current, textLabels, job));
        LATHE_CHECK(job.checkStop());
        ColumnDrift drift = drift::compareColumn(column.name, column.role, first, second, options, job);
        LATHE_CHECK(job.checkStop());
        return drift;
    };
    parallelFor(
        shared.size(),
        [&](size_t i) {
            if (failed) return;
            Result<ColumnDrift> one = compareOne(shared[i]);
            if (one) {
                result.columns[i] = std::move(*one);
                job.addDone(1);
                return;
            }
            failed = true;
            const std::lock_guard lock(mutex);
            if (!firstError) firstError = std::move(one.error()).within("while comparing column " + shared[i].name);
        },
        options.threads);
    if (firstError) return failure(std::move(*firstError));
    addVerdict(result);
    return result;
}

} // namespace

Result<DriftResult> compare(const ColumnFile& reference, const ColumnFile& current, const DriftOptions& options,
                            const JobContext& job) {
    return compareSources(FileSource(reference), FileSource(current), options, job);
}

Result<DriftResult> compare(const Table& reference, const Table& current, const DriftOptions& options,
                            const JobContext& job) {
    return compareSources(TableSource(reference), TableSource(current), options, job);
}

} // namespace lathe
