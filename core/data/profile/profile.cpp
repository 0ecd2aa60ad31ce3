// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/profile/profile.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <mutex>
#include <unordered_map>

#include "core/base/parallel.h"
#include "core/data/row_hash.h"
#include "core/data/text_case.h"
#include "core/stats/sorting.h"

namespace lathe {

namespace {

constexpr size_t histogramBins = 40;
constexpr size_t mostTopValues = 20;
constexpr std::array<double, 7> probabilities = {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99};
constexpr double noNumber = std::numeric_limits<double>::quiet_NaN();

/// Rows to be profiled: one column, or all, piece by piece.
struct Source {
    uint64_t rows = 0;
    std::vector<ColumnSchema> schema;
    std::function<Result<void>(size_t column, const std::function<void(const Column&)>& use)> eachPiece;
    std::function<Result<void>(const std::function<void(const Table&)>& use)> eachTable;
};

// ---- Numbers --------------------------------------------------------------------------------------------------

/// Sums over eight lanes: the compiler keeps them in vector registers, and the grouping is always the same.
template <typename T, typename Map>
double laneSum(const std::vector<T>& values, Map map) {
    std::array<double, 8> lanes{};
    const size_t whole = values.size() / lanes.size() * lanes.size();
    for (size_t i = 0; i < whole; i += lanes.size())
        for (size_t lane = 0; lane < lanes.size(); ++lane) lanes[lane] += map(static_cast<double>(values[i + lane]));
    double sum = 0;
    for (const double lane : lanes) sum += lane;
    for (size_t i = whole; i < values.size(); ++i) sum += map(static_cast<double>(values[i]));
    return sum;
}

/// Mean, sample standard deviation, adjusted Fisher–Pearson skewness G1 and excess kurtosis G2 (Joanes and Gill, 1998).
template <typename T>
void setMoments(ColumnProfile& profile, const std::vector<T>& values) {
    const auto n = static_cast<double>(values.size());
    const double first = laneSum(values, [](double x) { return x; }) / n;
    // The mean of what is left over takes back most of the rounding of a long sum.
    const double mean = first + laneSum(values, [first](double x) { return x - first; }) / n;
    profile.mean = std::isnan(mean) ? first : mean;
    const double center = profile.mean;
    const double m2 = laneSum(values, [center](double x) { return (x - center) * (x - center); }) / n;
    const double m3 = laneSum(values, [center](double x) { return (x - center) * (x - center) * (x - center); }) / n;
    const double m4 = laneSum(values, [center](double x) {
                          const double square = (x - center) * (x - center);
                          return square * square;
                      }) / n;
    profile.standardDeviation = n > 1 ? std::sqrt(m2 * n / (n - 1)) : noNumber;
    const bool constant = values.front() == values.back(); // sorted
    profile.skewness = n < 3 ? noNumber : constant ? 0 : m3 / std::pow(m2, 1.5) * std::sqrt(n * (n - 1)) / (n - 2);
    profile.kurtosis = n < 4      ? noNumber
                       : constant ? 0
                                  : (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (m4 / (m2 * m2) - 3) + 6);
}

template <typename T>
double quantile(const std::vector<T>& sorted, double p) {
    const double place = p * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<size_t>(place);
    const auto low = static_cast<double>(sorted[below]);
    if (below + 1 == sorted.size()) return low;
    const auto high = static_cast<double>(sorted[below + 1]);
    return low == high ? low : low + (high - low) * (place - static_cast<double>(below));
}

template <typename T>
uint64_t countDistinct(const std::vector<T>& sorted) {
    uint64_t changes = 0;
    for (size_t i = 1; i < sorted.size(); ++i) changes += sorted[i] != sorted[i - 1] ? 1 : 0;
    return sorted.empty() ? 0 : changes + 1;
}

/// Bins of equal width over the finite range. Whole-numbered columns get bins of whole width around their values.
template <typename T>
std::vector<HistogramBin> histogramOf(const std::vector<T>& sorted, bool whole) {
    auto first = sorted.begin();
    auto last = sorted.end();
    if constexpr (std::is_same_v<T, double>) {
        first = std::lower_bound(first, last, -std::numeric_limits<double>::max());
        last = std::upper_bound(first, last, std::numeric_limits<double>::max());
    }
    if (first == last) return {};
    const auto least = static_cast<double>(*first);
    const auto greatest = static_cast<double>(*(last - 1));
    double from = least;
    double width = (greatest - least) / static_cast<double>(histogramBins);
    size_t bins = histogramBins;
    if (whole) {
        width = std::max(1.0, std::ceil((greatest - least + 1) / static_cast<double>(histogramBins)));
        bins = static_cast<size_t>(std::floor((greatest - least) / width)) + 1;
        from = least - 0.5;
    } else if (!(width > 0) || !std::isfinite(width)) {
        return {{least, greatest, static_cast<uint64_t>(last - first)}};
    }
    std::vector<HistogramBin> histogram;
    auto at = first;
    for (size_t bin = 0; bin < bins; ++bin) {
        const double low = from + width * static_cast<double>(bin);
        const double high = bin + 1 == bins && !whole ? greatest : from + width * static_cast<double>(bin + 1);
        const auto end = bin + 1 == bins ? last : std::lower_bound(at, last, high, [](const T& value, double edge) {
            return static_cast<double>(value) < edge;
        });
        histogram.push_back({low, high, static_cast<uint64_t>(end - at)});
        at = end;
    }
    return histogram;
}

template <typename T>
void describeNumbers(ColumnProfile& profile, std::vector<T>& values) {
    profile.min = profile.max = profile.mean = noNumber;
    profile.standardDeviation = profile.skewness = profile.kurtosis = noNumber;
    if (values.empty()) return;
    stats::sortAscending(values);
    profile.distinct = countDistinct(values);
    profile.min = static_cast<double>(values.front());
    profile.max = static_cast<double>(values.back());
    setMoments(profile, values);
    for (const double p : probabilities) profile.quantiles.emplace_back(p, quantile(values, p));
    profile.histogram = histogramOf(values, profile.schema.type != ColumnType::Real);
    if (profile.schema.type != ColumnType::Boolean) return;
    const auto yes = static_cast<uint64_t>(std::llround(laneSum(values, [](double x) { return x; })));
    profile.topValues = {{"true", yes}, {"false", profile.count - yes}};
    if (yes < profile.count - yes) std::swap(profile.topValues[0], profile.topValues[1]);
    if (profile.topValues.back().second == 0) profile.topValues.pop_back();
}

Result<void> profileIntegers(const Source& source, size_t column, ColumnProfile& profile) {
    std::vector<int64_t> values;
    values.reserve(source.rows);
    LATHE_CHECK(source.eachPiece(column, [&](const Column& piece) {
        if (piece.missing.empty()) {
            values.insert(values.end(), piece.integers.begin(), piece.integers.end());
            return;
        }
        for (size_t row = 0; row < piece.integers.size(); ++row)
            if (piece.missing[row] == 0) values.push_back(piece.integers[row]);
    }));
    profile.count = values.size();
    describeNumbers(profile, values);
    return {};
}

Result<void> profileReals(const Source& source, size_t column, ColumnProfile& profile) {
    std::vector<double> values;
    values.reserve(source.rows);
    LATHE_CHECK(source.eachPiece(column, [&](const Column& piece) {
        for (const double value : piece.reals)
            if (!std::isnan(value)) values.push_back(value);
    }));
    profile.count = values.size();
    describeNumbers(profile, values);
    return {};
}

// ---- Texts ----------------------------------------------------------------------------------------------------

struct Lengths {
    uint64_t least = UINT64_MAX;
    uint64_t greatest = 0;
    uint64_t total = 0;

    void add(uint64_t length, uint64_t times) {
        if (times == 0) return;
        least = std::min(least, length);
        greatest = std::max(greatest, length);
        total += length * times;
    }
    void store(ColumnProfile& profile) const {
        if (profile.count == 0) return;
        profile.minLength = least;
        profile.maxLength = greatest;
        profile.meanLength = static_cast<double>(total) / static_cast<double>(profile.count);
    }
};

void sortTopValues(std::vector<std::pair<std::string, uint64_t>>& values) {
    std::sort(values.begin(), values.end(), [](const auto& a, const auto& b) {
        return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    if (values.size() > mostTopValues) values.resize(mostTopValues);
}

Result<void> profileCategory(const Source& source, size_t column, ColumnProfile& profile) {
    std::unordered_map<std::string, uint64_t> counts;
    LATHE_CHECK(source.eachPiece(column, [&](const Column& piece) {
        std::vector<uint64_t> ofCode(piece.dictionary.size());
        for (size_t row = 0; row < piece.codes.size(); ++row)
            if (!piece.isMissing(row)) ++ofCode[piece.codes[row]];
        for (size_t code = 0; code < ofCode.size(); ++code)
            if (ofCode[code] > 0) counts[piece.dictionary[code]] += ofCode[code];
    }));
    Lengths lengths;
    for (const auto& [text, count] : counts) {
        profile.count += count;
        lengths.add(utf8Length(text), count);
        profile.topValues.emplace_back(text, count);
    }
    profile.distinct = counts.size();
    lengths.store(profile);
    sortTopValues(profile.topValues);
    return {};
}

struct RowHashHasher {
    size_t operator()(const RowHash& hash) const { return static_cast<size_t>(hash.low); }
};

/// The hashes that occur most: all that occur more often than the least of the top values, and how often that is.
struct Frequent {
    std::unordered_map<RowHash, uint64_t, RowHashHasher> counts;
    uint64_t least = 0;   ///< how often the last of the top values occurs
    size_t atLeast = 0;   ///< how many of the top values occur exactly that often
    uint64_t distinct = 0;
};

Frequent countHashes(const std::vector<RowHash>& sorted) {
    Frequent frequent;
    std::vector<std::pair<uint64_t, RowHash>> runs; // min-heap of the longest runs
    const auto shorter = [](const auto& a, const auto& b) { return a.first > b.first; };
    for (size_t begin = 0; begin < sorted.size();) {
        size_t end = begin + 1;
        while (end < sorted.size() && sorted[end] == sorted[begin]) ++end;
        ++frequent.distinct;
        if (runs.size() < mostTopValues || end - begin > runs.front().first) {
            if (runs.size() == mostTopValues) {
                std::pop_heap(runs.begin(), runs.end(), shorter);
                runs.pop_back();
            }
            runs.emplace_back(end - begin, sorted[begin]);
            std::push_heap(runs.begin(), runs.end(), shorter);
        }
        begin = end;
    }
    if (runs.empty()) return frequent;
    frequent.least = runs.front().first;
    for (const auto& [count, hash] : runs) {
        if (count > frequent.least) frequent.counts[hash] = count;
        else ++frequent.atLeast;
    }
    return frequent;
}

/// How often a hash occurs.
uint64_t occurrences(const std::vector<RowHash>& sorted, const RowHash& hash) {
    const auto before = [](const RowHash& a, const RowHash& b) {
        return a.high != b.high ? a.high < b.high : a.low < b.low;
    };
    const auto range = std::equal_range(sorted.begin(), sorted.end(), hash, before);
    return static_cast<uint64_t>(range.second - range.first);
}

/// Distinct values and counts by sorting hashes of 16 bytes; the texts themselves are looked up in a second pass.
/// Among values equally frequent those that stand first in the data are taken.
Result<void> profileText(const Source& source, size_t column, ColumnProfile& profile) {
    std::vector<RowHash> hashes;
    hashes.reserve(source.rows);
    Lengths lengths;
    LATHE_CHECK(source.eachPiece(column, [&](const Column& piece) {
        for (size_t row = 0; row < piece.texts.size(); ++row) {
            if (piece.isMissing(row)) continue;
            const std::string_view text = piece.texts.at(row);
            hashes.push_back(hashBytes(text));
            lengths.add(utf8Length(text), 1);
        }
    }));
    profile.count = hashes.size();
    lengths.store(profile);
    sortHashes(hashes);
    Frequent frequent = countHashes(hashes);
    profile.distinct = frequent.distinct;

    std::unordered_map<RowHash, bool, RowHashHasher> taken;
    const size_t wanted = frequent.counts.size() + frequent.atLeast;
    LATHE_CHECK(source.eachPiece(column, [&](const Column& piece) {
        for (size_t row = 0; row < piece.texts.size() && taken.size() < wanted; ++row) {
            if (piece.isMissing(row)) continue;
            const RowHash hash = hashBytes(piece.texts.at(row));
            if (taken.contains(hash)) continue;
            const auto known = frequent.counts.find(hash);
            uint64_t count = known == frequent.counts.end() ? 0 : known->second;
            if (count == 0 && frequent.atLeast > 0 && occurrences(hashes, hash) == frequent.least) {
                count = frequent.least;
                --frequent.atLeast;
            }
            if (count == 0) continue;
            taken[hash] = true;
            profile.topValues.emplace_back(piece.texts.at(row), count);
        }
    }));
    sortTopValues(profile.topValues);
    return {};
}

// ---- The whole ------------------------------------------------------------------------------------------------

void addWarnings(ColumnProfile& profile, uint64_t rows) {
    if (rows == 0) return;
    const bool textual = isTextual(profile.schema.type);
    const bool idLike = profile.distinct == profile.count && profile.count == rows && rows > 20 &&
                        (textual || profile.schema.type == ColumnType::Integer);
    if (profile.count > 0 && profile.distinct == 1) profile.warnings.emplace_back("constant");
    if (idLike) profile.warnings.emplace_back("id-like");
    if (profile.missing * 2 > rows) profile.warnings.emplace_back("mostly missing");
    if (textual && !idLike && profile.distinct > 50 && profile.distinct * 2 > profile.count)
        profile.warnings.emplace_back("high cardinality");
    const bool number = profile.schema.type == ColumnType::Integer || profile.schema.type == ColumnType::Real;
    if (number && std::fabs(profile.skewness) > 2) profile.warnings.emplace_back("skewed");
}

Result<ColumnProfile> profileColumn(const Source& source, size_t column) {
    ColumnProfile profile;
    profile.schema = source.schema[column];
    switch (profile.schema.type) {
    case ColumnType::Real: LATHE_CHECK(profileReals(source, column, profile)); break;
    case ColumnType::Category: LATHE_CHECK(profileCategory(source, column, profile)); break;
    case ColumnType::Text: LATHE_CHECK(profileText(source, column, profile)); break;
    default: LATHE_CHECK(profileIntegers(source, column, profile));
    }
    if (isTextual(profile.schema.type))
        profile.min = profile.max = profile.mean = profile.standardDeviation = profile.skewness = profile.kurtosis = noNumber;
    profile.missing = source.rows - profile.count;
    addWarnings(profile, source.rows);
    return profile;
}

Result<uint64_t> countDuplicateRows(const Source& source) {
    std::vector<RowHash> hashes;
    hashes.reserve(source.rows);
    LATHE_CHECK(source.eachTable([&](const Table& piece) {
        const std::vector<RowHash> rows = hashRows(piece);
        hashes.insert(hashes.end(), rows.begin(), rows.end());
    }));
    sortHashes(hashes);
    uint64_t duplicates = 0;
    for (size_t i = 1; i < hashes.size(); ++i) duplicates += hashes[i] == hashes[i - 1] ? 1 : 0;
    return duplicates;
}

Result<DatasetProfile> profileSource(const Source& source, const JobContext& job, size_t threads) {
    DatasetProfile result;
    result.rows = source.rows;
    result.columns.resize(source.schema.size());
    std::mutex mutex;
    std::optional<Error> first;
    job.beginStage("profiling columns", static_cast<double>(source.schema.size() + 1), "columns");
    // The duplicates go first: they take longest.
    parallelFor(
        source.schema.size() + 1,
        [&](size_t task) {
            Result<void> done;
            if (task == 0) {
                auto duplicates = countDuplicateRows(source);
                if (duplicates) result.duplicateRows = *duplicates;
                else done = failure(std::move(duplicates.error()));
            } else {
                auto profile = profileColumn(source, task - 1);
                if (profile) result.columns[task - 1] = std::move(*profile);
                else done = failure(std::move(profile.error()));
            }
            const std::lock_guard lock(mutex);
            if (!done && !first) first = std::move(done.error());
            job.addDone(1);
        },
        threads);
    if (first) return failure(std::move(*first));
    return result;
}

Json numberOrNull(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json columnToJson(const ColumnProfile& profile) {
    Json json{{"name", profile.schema.name},
              {"type", toString(profile.schema.type)},
              {"count", profile.count},
              {"missing", profile.missing},
              {"distinct", profile.distinct}};
    if (isTextual(profile.schema.type)) {
        json["min_length"] = profile.minLength;
        json["max_length"] = profile.maxLength;
        json["mean_length"] = profile.meanLength;
    } else {
        json["min"] = numberOrNull(profile.min);
        json["max"] = numberOrNull(profile.max);
        json["mean"] = numberOrNull(profile.mean);
        json["standard_deviation"] = numberOrNull(profile.standardDeviation);
        json["skewness"] = numberOrNull(profile.skewness);
        json["kurtosis"] = numberOrNull(profile.kurtosis);
        json["quantiles"] = Json::array();
        for (const auto& [p, value] : profile.quantiles) json["quantiles"].push_back({{"p", p}, {"value", numberOrNull(value)}});
        json["histogram"] = Json::array();
        for (const HistogramBin& bin : profile.histogram)
            json["histogram"].push_back({{"from", bin.from}, {"to", bin.to}, {"count", bin.count}});
    }
    json["top_values"] = Json::array();
    for (const auto& [value, count] : profile.topValues) json["top_values"].push_back({{"value", value}, {"count", count}});
    json["warnings"] = profile.warnings;
    return json;
}

} // namespace

Json DatasetProfile::toJson() const {
    Json json{{"rows", rows}, {"duplicate_rows", duplicateRows}, {"columns", Json::array()}};
    for (const ColumnProfile& column : columns) json["columns"].push_back(columnToJson(column));
    return json;
}

Result<DatasetProfile> profile(const ColumnFile& file, const JobContext& job, size_t threads) {
    Source source;
    source.rows = file.rows();
    source.schema = file.schema();
    source.eachPiece = [&](size_t column, const std::function<void(const Column&)>& use) -> Result<void> {
        for (uint64_t chunk = 0; chunk < file.chunks(); ++chunk) {
            LATHE_CHECK(job.checkStop());
            LATHE_TRY(const Column piece, file.read(column, chunk * chunkRows, chunkRows));
            use(piece);
        }
        return {};
    };
    source.eachTable = [&](const std::function<void(const Table&)>& use) -> Result<void> {
        for (uint64_t chunk = 0; chunk < file.chunks(); ++chunk) {
            LATHE_CHECK(job.checkStop());
            LATHE_TRY(const Table piece, file.readTable(chunk * chunkRows, chunkRows));
            use(piece);
        }
        return {};
    };
    return profileSource(source, job, threads);
}

DatasetProfile profile(const Table& table) {
    Source source;
    source.rows = table.rows();
    source.schema = table.schema();
    source.eachPiece = [&](size_t column, const std::function<void(const Column&)>& use) -> Result<void> {
        use(table.columns[column]);
        return {};
    };
    source.eachTable = [&](const std::function<void(const Table&)>& use) -> Result<void> {
        use(table);
        return {};
    };
    return *profileSource(source, JobContext(), 0);
}

} // namespace lathe
