// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/profile/compare_profiles.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <mutex>
#include <span>

#include "core/base/parallel.h"
#include "core/stats/distances.h"
#include "core/stats/histogram.h"
#include "core/stats/sorting.h"
#include "core/stats/two_sample.h"

namespace lathe {

namespace {

constexpr uint64_t mostValues = 4'000'000;
constexpr size_t mostBins = 40;
constexpr size_t mostLabels = 200;
constexpr double noNumber = std::numeric_limits<double>::quiet_NaN();

/// Evenly spaced finite numbers of a column, ascending.
Result<std::vector<double>> sortedNumbers(const ColumnFile& file, size_t column, const JobContext& job) {
    const uint64_t stride = (file.rows() + mostValues - 1) / mostValues;
    std::vector<double> numbers;
    numbers.reserve(std::min(file.rows(), mostValues));
    for (uint64_t chunk = 0; chunk < file.chunks(); ++chunk) {
        LATHE_CHECK(job.checkStop());
        LATHE_TRY(const Column piece, file.read(column, chunk * chunkRows, chunkRows));
        const uint64_t first = chunk * chunkRows;
        for (uint64_t row = (stride - first % stride) % stride; row < piece.rows(); row += stride)
            if (const double number = piece.number(row); std::isfinite(number)) numbers.push_back(number);
    }
    stats::sortAscending(std::span<double>(numbers));
    return numbers;
}

void compareNumbers(const std::vector<double>& before, const std::vector<double>& after, bool whole,
                    ColumnComparison& result) {
    if (before.empty() || after.empty()) return;
    const auto distances = stats::kolmogorovSmirnov(before, after);
    result.ks = distances.statistic;
    result.ksPValue = distances.pValue;
    const double low = std::min(before.front(), after.front());
    const double high = std::max(before.back(), after.back());
    result.edges = stats::sturgesEdges(low, high, before.size() + after.size(), whole ? 1 : 0);
    if (result.edges.size() > mostBins + 1) result.edges = stats::equalWidthEdges(low, high, mostBins);
    result.countsBefore = stats::histogram(before, result.edges);
    result.countsAfter = stats::histogram(after, result.edges);
    result.psi = stats::populationStabilityIndex(result.countsBefore, result.countsAfter);
}

Result<void> countCategories(const ColumnFile& file, size_t column, const JobContext& job,
                             std::map<std::string, std::pair<uint64_t, uint64_t>>& counts, bool after) {
    const std::vector<std::string>& dictionary = file.dictionary(column);
    std::vector<uint64_t> ofCode(dictionary.size());
    for (uint64_t chunk = 0; chunk < file.chunks(); ++chunk) {
        LATHE_CHECK(job.checkStop());
        LATHE_TRY(const Column piece, file.read(column, chunk * chunkRows, chunkRows, false));
        for (size_t row = 0; row < piece.codes.size(); ++row)
            if (!piece.isMissing(row)) ++ofCode[piece.codes[row]];
    }
    for (size_t code = 0; code < ofCode.size(); ++code) {
        if (ofCode[code] == 0) continue;
        auto& both = counts[dictionary[code]];
        (after ? both.second : both.first) += ofCode[code];
    }
    return {};
}

/// The most frequent categories of both sides by name, the others together.
void compareCategories(const std::map<std::string, std::pair<uint64_t, uint64_t>>& counts, ColumnComparison& result) {
    std::vector<std::pair<std::string, std::pair<uint64_t, uint64_t>>> sorted(counts.begin(), counts.end());
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
        return a.second.first + a.second.second > b.second.first + b.second.second;
    });
    std::vector<uint64_t> before;
    std::vector<uint64_t> after;
    std::pair<uint64_t, uint64_t> others{0, 0};
    for (size_t i = 0; i < sorted.size(); ++i) {
        const auto& [label, both] = sorted[i];
        before.push_back(both.first);
        after.push_back(both.second);
        if (i >= mostLabels) {
            others.first += both.first;
            others.second += both.second;
            continue;
        }
        result.labels.push_back(label);
        result.countsBefore.push_back(both.first);
        result.countsAfter.push_back(both.second);
    }
    if (others.first + others.second > 0) {
        result.labels.emplace_back();
        result.countsBefore.push_back(others.first);
        result.countsAfter.push_back(others.second);
    }
    const auto any = [](const std::vector<uint64_t>& side) {
        return std::any_of(side.begin(), side.end(), [](uint64_t n) { return n > 0; });
    };
    if (any(before) && any(after)) result.psi = stats::populationStabilityIndex(before, after);
}

Result<void> compareColumn(const ProfiledFile& before, size_t first, const ProfiledFile& after, size_t second,
                           const JobContext& job, ColumnComparison& result) {
    const ColumnType type = after.file->schema()[second].type;
    const ColumnType old = before.file->schema()[first].type;
    if (isTextual(type) != isTextual(old) || type == ColumnType::Text || old == ColumnType::Text) return {};
    if (isTextual(type)) {
        std::map<std::string, std::pair<uint64_t, uint64_t>> counts;
        LATHE_CHECK(countCategories(*before.file, first, job, counts, false));
        LATHE_CHECK(countCategories(*after.file, second, job, counts, true));
        compareCategories(counts, result);
        return {};
    }
    if (isNumeric(type) != isNumeric(old) || (!isNumeric(type) && type != old)) return {};
    LATHE_TRY(const auto numbersBefore, sortedNumbers(*before.file, first, job));
    LATHE_TRY(const auto numbersAfter, sortedNumbers(*after.file, second, job));
    compareNumbers(numbersBefore, numbersAfter, type != ColumnType::Real && old != ColumnType::Real, result);
    return {};
}

bool near(double a, double b) {
    return (std::isnan(a) && std::isnan(b)) || a == b ||
           std::fabs(a - b) <= 1e-9 * std::max(std::fabs(a), std::fabs(b));
}

Json numberJson(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json figures(const ColumnProfile& column) {
    Json quantiles = Json::array();
    for (const auto& [p, value] : column.quantiles) quantiles.push_back({{"p", p}, {"value", numberJson(value)}});
    return {{"type", toString(column.schema.type)},
            {"count", column.count},
            {"missing", column.missing},
            {"distinct", column.distinct},
            {"min", numberJson(column.min)},
            {"max", numberJson(column.max)},
            {"mean", numberJson(column.mean)},
            {"standard_deviation", numberJson(column.standardDeviation)},
            {"quantiles", std::move(quantiles)}};
}

} // namespace

const char* toString(ColumnChange change) {
    switch (change) {
    case ColumnChange::Same: return "same";
    case ColumnChange::Added: return "added";
    case ColumnChange::Removed: return "removed";
    case ColumnChange::Retyped: return "retyped";
    }
    return "";
}

bool ColumnComparison::differs() const {
    if (change != ColumnChange::Same) return true;
    return before->missing != after->missing || before->count != after->count || before->distinct != after->distinct ||
           !near(before->mean, after->mean) || !near(before->standardDeviation, after->standardDeviation) ||
           !near(before->min, after->min) || !near(before->max, after->max) || before->topValues != after->topValues ||
           countsBefore != countsAfter;
}

Result<VersionComparison> compareVersions(const ProfiledFile& before, const ProfiledFile& after, const JobContext& job,
                                          size_t threads) {
    VersionComparison result;
    result.rowsBefore = before.file->rows();
    result.rowsAfter = after.file->rows();
    std::vector<std::pair<std::optional<size_t>, std::optional<size_t>>> sides;
    for (size_t i = 0; i < after.file->columns(); ++i)
        sides.emplace_back(before.file->find(after.file->schema()[i].name), i);
    for (size_t i = 0; i < before.file->columns(); ++i)
        if (!after.file->find(before.file->schema()[i].name)) sides.emplace_back(i, std::nullopt);
    job.beginStage("comparing versions", static_cast<double>(sides.size()), "columns");
    result.columns.resize(sides.size());
    std::mutex mutex;
    Result<void> failed;
    parallelFor(
        sides.size(),
        [&](size_t i) {
            ColumnComparison& column = result.columns[i];
            const auto& [first, second] = sides[i];
            column.psi = column.ks = column.ksPValue = noNumber;
            if (first) column.before = before.profile->columns[*first];
            if (second) column.after = after.profile->columns[*second];
            column.name = (second ? column.after : column.before)->schema.name;
            column.change = !first                                                    ? ColumnChange::Added
                            : !second                                                 ? ColumnChange::Removed
                            : column.before->schema.type != column.after->schema.type ? ColumnChange::Retyped
                                                                                      : ColumnChange::Same;
            auto done = job.checkStop();
            if (done && first && second) done = compareColumn(before, *first, after, *second, job, column);
            job.addDone(1);
            if (done) return;
            const std::lock_guard lock(mutex);
            if (failed) failed = std::move(done);
        },
        threads);
    LATHE_CHECK(failed);
    return result;
}

Json VersionComparison::toJson() const {
    Json json{{"rows_before", rowsBefore}, {"rows_after", rowsAfter}, {"columns", Json::array()}};
    for (const ColumnComparison& column : columns) {
        Json one{{"name", column.name},         {"change", toString(column.change)},
                 {"differs", column.differs()}, {"psi", numberJson(column.psi)},
                 {"ks", numberJson(column.ks)}, {"ks_p_value", numberJson(column.ksPValue)}};
        if (column.before) one["before"] = figures(*column.before);
        if (column.after) one["after"] = figures(*column.after);
        if (!column.edges.empty()) one["edges"] = column.edges;
        if (!column.labels.empty()) one["labels"] = column.labels;
        one["counts_before"] = column.countsBefore;
        one["counts_after"] = column.countsAfter;
        json["columns"].push_back(std::move(one));
    }
    return json;
}

} // namespace lathe
