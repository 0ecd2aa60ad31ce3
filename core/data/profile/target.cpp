// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/profile/target.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <numeric>

#include "core/base/parallel.h"
#include "core/base/stoppable_sort.h"
#include "core/base/text.h"
#include "core/data/columns/row_hash_numbers.h"
#include "core/data/profile/judge.h"

namespace lathe {

namespace {

constexpr uint64_t mostRows = 1'000'000;
constexpr size_t rowsAtOnce = 8192; ///< between two looks for a stop
constexpr size_t mostBins = 32;
constexpr size_t rowsPerBin = 50;
constexpr uint32_t rareRows = 10;
constexpr uint64_t mostClasses = 100;
constexpr uint64_t mostIntegerClasses = 20;
constexpr uint64_t fewestRows = 20;
constexpr double tellingInformation = 0.95;
constexpr double tellingRank = 0.995;

/// The evenly spaced rows of a column that are looked at.
Result<Column> examinedRows(const ColumnFile& file, size_t column, const JobContext& job) {
    LATHE_CHECK(job.checkStop());
    const uint64_t stride = (file.rows() + mostRows - 1) / mostRows;
    if (stride <= 1) return file.read(column, 0, file.rows());
    Column result;
    std::vector<uint64_t> rows;
    for (uint64_t chunk = 0; chunk < file.chunks(); ++chunk) {
        LATHE_CHECK(job.checkStop());
        LATHE_TRY(const Column piece, file.read(column, chunk * chunkRows, chunkRows));
        rows.clear();
        const uint64_t first = chunk * chunkRows;
        for (uint64_t row = (stride - first % stride) % stride; row < piece.rows(); row += stride) rows.push_back(row);
        if (chunk == 0) result = gather(piece, rows);
        else append(result, gather(piece, rows));
    }
    return result;
}

/// A small number for each row's value.
struct Levels {
    std::vector<uint32_t> of;
    uint32_t count = 0;
};

/// Equal values get equal levels; missing is a level of its own, and with \p pool all rare values are one.
Result<Levels> levelsOfValues(const Column& column, bool pool, const JobContext& job) {
    Levels levels;
    levels.of.resize(column.rows());
    const bool textual = isTextual(column.schema.type);
    RowHashNumbers numbers;
    std::vector<uint32_t> rows{0}; // level 0: missing
    for (size_t row = 0; row < column.rows(); ++row) {
        if (row % rowsAtOnce == 0) LATHE_CHECK(job.checkStop());
        if (column.isMissing(row)) {
            ++rows[0];
            continue;
        }
        const auto number = textual ? 0 : static_cast<uint64_t>(column.integers[row]);
        const uint32_t level = numbers.add(textual ? hashBytes(column.text(row))
                                                   : RowHash{number * 0x9E3779B97F4A7C15ULL >> 20U, number}) +
                               1;
        if (level == rows.size()) rows.push_back(0);
        ++rows[level];
        levels.of[row] = level;
    }
    std::vector<uint32_t> renamed(rows.size());
    levels.count = 2; // 0 missing, 1 the rare ones
    for (uint32_t level = 1; level < rows.size(); ++level)
        renamed[level] = pool && rows[level] < rareRows ? 1 : levels.count++;
    for (uint32_t& level : levels.of) level = renamed[level];
    return levels;
}

std::vector<double> numbersOf(const Column& column) {
    std::vector<double> numbers(column.rows());
    for (size_t row = 0; row < numbers.size(); ++row) numbers[row] = column.number(row);
    return numbers;
}

/// Bins of equal frequency; missing is level 0.
Result<Levels> levelsOfNumbers(const std::vector<double>& numbers, const JobContext& job) {
    std::vector<double> sorted;
    for (const double number : numbers)
        if (!std::isnan(number)) sorted.push_back(number);
    LATHE_CHECK(sortStably(std::span(sorted), std::less<>(), job));
    std::vector<double> starts;
    const size_t bins = std::clamp(sorted.size() / rowsPerBin, size_t{2}, mostBins);
    for (size_t bin = 1; bin < bins && !sorted.empty(); ++bin) {
        const double start = sorted[bin * sorted.size() / bins];
        if (start > sorted.front() && (starts.empty() || start > starts.back())) starts.push_back(start);
    }
    Levels levels;
    levels.count = static_cast<uint32_t>(starts.size()) + 2;
    levels.of.resize(numbers.size());
    for (size_t row = 0; row < numbers.size(); ++row)
        if (!std::isnan(numbers[row]))
            levels.of[row] =
                static_cast<uint32_t>(std::upper_bound(starts.begin(), starts.end(), numbers[row]) - starts.begin()) +
                1;
    return levels;
}

double entropy(const std::vector<double>& counts) {
    const double total = std::accumulate(counts.begin(), counts.end(), 0.0);
    double sum = 0;
    for (const double count : counts)
        if (count > 0) sum -= count / total * std::log(count / total);
    return sum;
}

/// I(feature; target) / H(target) over the rows where the target is known (level above 0).
double information(const Levels& feature, const Levels& target) {
    std::vector<double> joint(size_t{feature.count} * target.count);
    std::vector<double> ofFeature(feature.count);
    std::vector<double> ofTarget(target.count);
    for (size_t row = 0; row < target.of.size(); ++row) {
        if (target.of[row] == 0) continue;
        ++joint[size_t{feature.of[row]} * target.count + target.of[row]];
        ++ofFeature[feature.of[row]];
        ++ofTarget[target.of[row]];
    }
    const double all = entropy(ofTarget);
    return all > 0 ? std::clamp((entropy(ofFeature) + all - entropy(joint)) / all, 0.0, 1.0) : std::nan("");
}

/// Rows with both values, and their average ranks.
struct Ranked {
    std::vector<size_t> rows;
    std::vector<double> ranks;
};

Result<Ranked> rank(const std::vector<double>& values, const std::vector<double>& others, const JobContext& job) {
    Ranked result;
    for (size_t row = 0; row < values.size(); ++row)
        if (!std::isnan(values[row]) && !std::isnan(others[row])) result.rows.push_back(row);
    std::vector<size_t> order = result.rows;
    LATHE_CHECK(sortStably(
        std::span(order), [&](size_t a, size_t b) { return values[a] < values[b]; }, job));
    result.ranks.assign(values.size(), 0);
    for (size_t begin = 0; begin < order.size();) {
        size_t end = begin + 1;
        while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
        for (size_t i = begin; i < end; ++i) result.ranks[order[i]] = static_cast<double>(begin + end + 1) / 2;
        begin = end;
    }
    return result;
}

Result<double> spearman(const std::vector<double>& x, const std::vector<double>& y, const JobContext& job) {
    LATHE_TRY(const Ranked a, rank(x, y, job));
    LATHE_TRY(const Ranked b, rank(y, x, job));
    const double mean = (static_cast<double>(a.rows.size()) + 1) / 2;
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (const size_t row : a.rows) {
        xx += (a.ranks[row] - mean) * (a.ranks[row] - mean);
        yy += (b.ranks[row] - mean) * (b.ranks[row] - mean);
        xy += (a.ranks[row] - mean) * (b.ranks[row] - mean);
    }
    return a.rows.size() >= fewestRows && xx > 0 && yy > 0 ? xy / std::sqrt(xx) / std::sqrt(yy) : std::nan("");
}

/// Mann–Whitney U over n₁·n₂; \p classes are 0 and 1, NaN where unknown.
Result<double> auc(const std::vector<double>& scores, const std::vector<double>& classes, const JobContext& job) {
    LATHE_TRY(const Ranked ranked, rank(scores, classes, job));
    double ones = 0;
    double sum = 0;
    for (const size_t row : ranked.rows) {
        ones += classes[row];
        sum += classes[row] * ranked.ranks[row];
    }
    const double zeros = static_cast<double>(ranked.rows.size()) - ones;
    if (ones < 5 || zeros < 5) return std::nan("");
    const double area = (sum - ones * (ones + 1) / 2) / (ones * zeros);
    return std::max(area, 1 - area);
}

double correlationRatio(const Levels& levels, const std::vector<double>& numbers) {
    std::vector<double> n(levels.count);
    std::vector<double> sums(levels.count);
    double total = 0;
    double sum = 0;
    for (size_t row = 0; row < numbers.size(); ++row) {
        if (std::isnan(numbers[row]) || levels.of[row] == 0) continue;
        ++n[levels.of[row]];
        sums[levels.of[row]] += numbers[row];
        ++total;
        sum += numbers[row];
    }
    double spread = 0;
    for (size_t row = 0; row < numbers.size(); ++row)
        if (!std::isnan(numbers[row]) && levels.of[row] != 0)
            spread += (numbers[row] - sum / total) * (numbers[row] - sum / total);
    double between = 0;
    for (size_t level = 1; level < n.size(); ++level)
        if (n[level] > 0)
            between += n[level] * (sums[level] / n[level] - sum / total) * (sums[level] / n[level] - sum / total);
    return total >= fewestRows && spread > 0 ? std::sqrt(std::clamp(between / spread, 0.0, 1.0)) : std::nan("");
}

struct Target {
    Levels levels;               ///< of classes
    std::vector<double> numbers; ///< of a number; of two classes 0 and 1
    bool classes = false;
    bool binary = false;
};

bool isClasses(const ColumnProfile& column) {
    if (column.schema.type == ColumnType::Boolean) return true;
    return isTextual(column.schema.type)
               ? column.distinct <= mostClasses
               : column.schema.type == ColumnType::Integer && column.distinct <= mostIntegerClasses;
}

Result<Target> readTarget(const ColumnFile& file, size_t column, const ColumnProfile& profile, const JobContext& job) {
    if (profile.distinct < 2)
        return failHint(ErrorKind::InvalidInput,
                        fmt::format("the target '{}' has fewer than two values", profile.schema.name),
                        "Choose a column that varies.");
    Target target;
    target.classes = isClasses(profile);
    if (!target.classes && profile.schema.type != ColumnType::Integer && profile.schema.type != ColumnType::Real)
        return failHint(ErrorKind::InvalidInput,
                        fmt::format("'{}' can be no target: it is {} with {} different values", profile.schema.name,
                                    toString(profile.schema.type), profile.distinct),
                        "Choose a number, or a column of at most 100 classes.");
    LATHE_TRY(const Column values, examinedRows(file, column, job));
    if (!target.classes) {
        target.numbers = numbersOf(values);
        return target;
    }
    LATHE_TRY(target.levels, levelsOfValues(values, false, job));
    target.binary = target.levels.count == 4; // missing, rare, and the two
    for (const uint32_t level : target.levels.of) target.numbers.push_back(level == 0 ? std::nan("") : level - 2.0);
    return target;
}

Result<FeatureStrength> examine(const Column& column, const Target& target, uint64_t distinct, const JobContext& job) {
    FeatureStrength strength{column.schema.name, std::nan(""), std::nan(""), std::nan("")};
    const ColumnType type = column.schema.type;
    const bool values = isTextual(type) || (type != ColumnType::Real && distinct <= 2 * mostBins);
    const std::vector<double> numbers = isTextual(type) ? std::vector<double>() : numbersOf(column);
    if (target.classes) {
        LATHE_TRY(const Levels levels, values ? levelsOfValues(column, true, job) : levelsOfNumbers(numbers, job));
        strength.information = information(levels, target.levels);
        if (target.binary && !numbers.empty()) {
            LATHE_TRY(strength.auc, auc(numbers, target.numbers, job));
        }
    } else if (isTextual(type)) {
        LATHE_TRY(const Levels levels, levelsOfValues(column, true, job));
        strength.association = correlationRatio(levels, target.numbers);
    } else {
        LATHE_TRY(const double correlation, spearman(numbers, target.numbers, job));
        strength.association = std::fabs(correlation);
    }
    return strength;
}

void warnOfLeaks(TargetReport& report) {
    for (const FeatureStrength& feature : report.features) {
        const auto warn = [&](const char* measure, double value) {
            report.warnings.push_back({WarningKind::TargetLeakage,
                                       Severity::Grave,
                                       {feature.column, report.target},
                                       {{measure, value}},
                                       measure});
        };
        if (feature.information >= tellingInformation) warn("information", feature.information);
        else if (feature.auc >= tellingRank) warn("auc", feature.auc);
        else if (feature.association >= tellingRank) warn("association", feature.association);
    }
}

void warnOfImbalance(TargetReport& report, const Target& target) {
    std::vector<double> rows(target.levels.count);
    for (const uint32_t level : target.levels.of) ++rows[level];
    const auto classes = static_cast<double>(target.levels.count - 2);
    const double total = std::accumulate(rows.begin() + 1, rows.end(), 0.0);
    const double rarest = *std::min_element(rows.begin() + 2, rows.end()) / total;
    // A fifth of what each class had if all were alike.
    if (rarest >= 0.4 / classes) return;
    report.warnings.push_back({WarningKind::ImbalancedTarget,
                               rarest < 0.2 / classes ? Severity::Warning : Severity::Note,
                               {report.target},
                               {{"share", rarest}, {"classes", classes}},
                               {}});
}

} // namespace

double FeatureStrength::strongest() const {
    double best = 0;
    if (information > best) best = information;
    if (2 * auc - 1 > best) best = 2 * auc - 1;
    if (association > best) best = association;
    return best;
}

Result<TargetReport> examineTarget(const ColumnFile& file, const DatasetProfile& profile, const std::string& target,
                                   const JobContext& job, size_t threads) {
    const auto index = file.find(target);
    if (!index || profile.columns.size() != file.columns()) {
        std::vector<std::string> known;
        for (const ColumnSchema& column : file.schema()) known.push_back(column.name);
        return failHint(ErrorKind::NotFound, fmt::format("there is no column '{}'", target), suggestion(target, known));
    }
    job.beginStage("examining the target", static_cast<double>(file.columns() - 1), "columns");
    LATHE_TRY(const Target values, readTarget(file, *index, profile.columns[*index], job));
    TargetReport report;
    report.target = target;
    report.classes = values.classes;
    report.rowsExamined = values.numbers.size();
    std::mutex mutex;
    Result<void> failed;
    parallelFor(
        file.columns(),
        [&](size_t column) {
            const ColumnProfile& known = profile.columns[column];
            if (column == *index || known.count == 0) return;
            auto strength = examinedRows(file, column, job).and_then([&](const Column& rows) {
                return examine(rows, values, known.distinct, job);
            });
            const std::lock_guard lock(mutex);
            job.addDone(1);
            if (strength) report.features.push_back(std::move(*strength));
            else if (failed) failed = failure(std::move(strength.error()));
        },
        threads);
    LATHE_CHECK(failed);
    std::sort(report.features.begin(), report.features.end(), [](const FeatureStrength& a, const FeatureStrength& b) {
        return a.strongest() != b.strongest() ? a.strongest() > b.strongest() : a.column < b.column;
    });
    if (report.rowsExamined >= fewestRows) {
        warnOfLeaks(report);
        if (report.classes) warnOfImbalance(report, values);
        sortWarnings(report.warnings);
    }
    return report;
}

Json TargetReport::toJson() const {
    const auto number = [](double value) { return std::isnan(value) ? Json(nullptr) : Json(value); };
    Json json{{"target", target},
              {"kind", classes ? "classes" : "number"},
              {"rows_examined", rowsExamined},
              {"features", Json::array()},
              {"warnings", Json::array()}};
    for (const FeatureStrength& feature : features)
        json["features"].push_back({{"column", feature.column},
                                    {"information", number(feature.information)},
                                    {"auc", number(feature.auc)},
                                    {"association", number(feature.association)}});
    for (const ProfileWarning& warning : warnings) json["warnings"].push_back(warning.toJson());
    return json;
}

} // namespace lathe
