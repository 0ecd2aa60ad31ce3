// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/split.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <numeric>
#include <span>

#include "core/base/random.h"
#include "core/base/stoppable_loop.h"
#include "core/base/stoppable_sort.h"
#include "core/base/text.h"
#include "core/data/columns/text_dictionary.h"

namespace lathe {

namespace {

enum Part : uint16_t { noPart = 0, trainPart = 1, validationPart = 2, testPart = 3 };

/// As Random::shuffle().
Result<void> shuffle(std::vector<uint64_t>& rows, Random& random, const JobContext& job) {
    if (rows.empty()) return {};
    return forEachUnlessStopped(rows.size() - 1, job, [&](uint64_t i) {
        const uint64_t last = rows.size() - 1 - i;
        std::swap(rows[last], rows[random.below(last + 1)]);
    });
}

// ---- Reading what a split needs from the file -----------------------------------------------------------------

std::vector<std::string> columnNames(const ColumnFile& data) {
    std::vector<std::string> names;
    for (const ColumnSchema& column : data.schema()) names.push_back(column.name);
    return names;
}

Result<size_t> findColumn(const ColumnFile& data, const std::string& name, const char* role) {
    if (const auto index = data.find(name)) return *index;
    return failHint(ErrorKind::InvalidInput, fmt::format("the {} column '{}' is not in the data", role, name),
                    suggestion(name, columnNames(data)));
}

/// Calls \p visit(column piece, first row) for each chunk in order.
template <typename Visit>
Result<void> forEachChunk(const ColumnFile& data, size_t column, bool withDictionary, const JobContext& job,
                          const Visit& visit) {
    for (uint64_t first = 0; first < data.rows(); first += chunkRows) {
        LATHE_CHECK(job.checkStop());
        LATHE_TRY(const Column piece, data.read(column, first, chunkRows, withDictionary));
        visit(piece, first);
    }
    return {};
}

/// The rows that take part: all, or those whose target is known.
Result<std::vector<uint64_t>> eligibleRows(const ColumnFile& data, const std::string& target, const JobContext& job) {
    std::vector<uint64_t> rows;
    rows.reserve(data.rows());
    if (target.empty()) {
        LATHE_CHECK(forEachUnlessStopped(data.rows(), job, [&](uint64_t row) { rows.push_back(row); }));
        return rows;
    }
    LATHE_TRY(const size_t column, findColumn(data, target, "target"));
    LATHE_CHECK(forEachChunk(data, column, false, job, [&](const Column& piece, uint64_t first) {
        for (size_t i = 0; i < piece.rows(); ++i)
            if (!piece.isMissing(i)) rows.push_back(first + i);
    }));
    return rows;
}

/// Gives each distinct value a number in order of first appearance; missing values are one stratum more.
class Strata {
public:
    explicit Strata(ColumnType type) : m_type(type) {}

    uint32_t of(const Column& piece, size_t row) {
        if (piece.isMissing(row)) {
            if (!m_ofMissing) m_ofMissing = m_count++;
            return *m_ofMissing;
        }
        const uint32_t code = m_values.code(keyOf(piece, row));
        if (code == m_ofValues.size()) m_ofValues.push_back(m_count++);
        return m_ofValues[code];
    }
    [[nodiscard]] uint32_t count() const { return m_count; }

private:
    /// Valid until the next call.
    std::string_view keyOf(const Column& piece, size_t row) {
        if (m_type == ColumnType::Text) return piece.text(row);
        m_bits = m_type == ColumnType::Category ? piece.codes[row]
                 : m_type == ColumnType::Real   ? std::bit_cast<uint64_t>(piece.reals[row] + 0.0)
                                                : static_cast<uint64_t>(piece.integers[row]);
        return {reinterpret_cast<const char*>(&m_bits), sizeof m_bits};
    }

    ColumnType m_type;
    uint64_t m_bits = 0;
    TextDictionary m_values;
    std::vector<uint32_t> m_ofValues; ///< the stratum per value
    std::optional<uint32_t> m_ofMissing;
    uint32_t m_count = 0;
};

/// Rows of each stratum, ascending, strata in order of first appearance among \p rows, which ascend.
Result<std::vector<std::vector<uint64_t>>> groupRows(const ColumnFile& data, const std::vector<uint64_t>& rows,
                                                     const std::string& by, const JobContext& job) {
    LATHE_TRY(const size_t column, findColumn(data, by, "stratification"));
    Strata strata(data.schema()[column].type);
    std::vector<uint32_t> ofRows; // a group each would take long to free when they are too many
    const auto tooMany = [&] { return strata.count() > 20 && uint64_t{strata.count()} * 2 > rows.size(); };
    LATHE_CHECK(forEachChunk(data, column, false, job, [&](const Column& piece, uint64_t first) {
        while (ofRows.size() < rows.size() && rows[ofRows.size()] < first + piece.rows() && !tooMany())
            ofRows.push_back(strata.of(piece, rows[ofRows.size()] - first));
    }));
    if (tooMany())
        return failHint(ErrorKind::InvalidInput,
                        fmt::format("column '{}' has more than {} different values in {} rows, too many to stratify by",
                                    by, strata.count() - 1, rows.size()),
                        "Stratify by a column with few values, or use method: random.");
    std::vector<std::vector<uint64_t>> groups(strata.count());
    LATHE_CHECK(forEachUnlessStopped(rows.size(), job, [&](uint64_t i) { groups[ofRows[i]].push_back(rows[i]); }));
    return groups;
}

// ---- Sizes ----------------------------------------------------------------------------------------------------

struct PartSizes {
    uint64_t test = 0;
    uint64_t validation = 0;
};

uint64_t share(uint64_t rows, double fraction) {
    return static_cast<uint64_t>(std::llround(static_cast<double>(rows) * fraction));
}

Result<PartSizes> partSizes(uint64_t rows, double test, double validation) {
    PartSizes sizes;
    sizes.test = share(rows, test);
    sizes.validation = share(rows, validation);
    const char* empty = nullptr;
    if (test > 0 && sizes.test == 0) empty = "test";
    if (validation > 0 && sizes.validation == 0) empty = "validation";
    if (sizes.test + sizes.validation >= rows) empty = "training";
    if (empty)
        return failHint(ErrorKind::InvalidInput,
                        fmt::format("the split leaves the {} part empty: {} rows, test {}, validation {}", empty, rows,
                                    shortNumber(test), shortNumber(validation)),
                        "Use other fractions, or more rows with a known target.");
    return sizes;
}

/// Parts \p total over groups in proportion to their sizes by largest remainder (Hare quota), never more than
/// \p capacity holds; equal remainders go to the group that stands first.
std::vector<uint64_t> largestRemainder(uint64_t total, const std::vector<uint64_t>& sizes,
                                       const std::vector<uint64_t>& capacity) {
    const double all = static_cast<double>(std::accumulate(sizes.begin(), sizes.end(), uint64_t{0}));
    std::vector<uint64_t> seats(sizes.size());
    std::vector<std::pair<double, size_t>> remainders;
    uint64_t given = 0;
    for (size_t g = 0; g < sizes.size(); ++g) {
        const double quota = static_cast<double>(total) * static_cast<double>(sizes[g]) / all;
        seats[g] = std::min(static_cast<uint64_t>(quota), capacity[g]);
        given += seats[g];
        remainders.emplace_back(quota - static_cast<double>(seats[g]), g);
    }
    std::stable_sort(remainders.begin(), remainders.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    while (given < total) {
        const uint64_t before = given;
        for (const auto& [remainder, g] : remainders) {
            if (given == total) break;
            if (seats[g] == capacity[g]) continue;
            ++seats[g];
            ++given;
        }
        if (given == before) break;
    }
    return seats;
}

// ---- Methods --------------------------------------------------------------------------------------------------

/// Draws validation and test rows at random from each group and marks them; the rest trains.
Result<void> drawParts(std::vector<std::vector<uint64_t>> groups, const PartSizes& sizes, Random& random,
                       std::vector<uint16_t>& part, const JobContext& job) {
    std::vector<uint64_t> counts;
    for (const auto& group : groups) counts.push_back(group.size());
    const std::vector<uint64_t> test = largestRemainder(sizes.test, counts, counts);
    std::vector<uint64_t> left = counts;
    for (size_t g = 0; g < left.size(); ++g) left[g] -= test[g];
    const std::vector<uint64_t> validation = largestRemainder(sizes.validation, counts, left);
    for (size_t g = 0; g < groups.size(); ++g) {
        LATHE_CHECK(shuffle(groups[g], random, job));
        LATHE_CHECK(forEachUnlessStopped(counts[g], job, [&](uint64_t i) {
            part[groups[g][i]] = i < test[g] ? testPart : i < test[g] + validation[g] ? validationPart : trainPart;
        }));
    }
    return {};
}

Result<SplitRows> collect(const std::vector<uint16_t>& part, const JobContext& job) {
    SplitRows rows;
    LATHE_CHECK(forEachUnlessStopped(part.size(), job, [&](uint64_t row) {
        if (part[row] == trainPart) rows.train.push_back(row);
        else if (part[row] == validationPart) rows.validation.push_back(row);
        else if (part[row] == testPart) rows.test.push_back(row);
    }));
    return rows;
}

Result<std::vector<SplitRows>> collectOne(const std::vector<uint16_t>& part, const JobContext& job) {
    LATHE_TRY(SplitRows rows, collect(part, job));
    return std::vector<SplitRows>{std::move(rows)};
}

Result<std::vector<SplitRows>> splitAtRandom(const ColumnFile& data, const std::vector<uint64_t>& rows,
                                             const std::string& stratify, const SplitSpec& spec,
                                             const JobContext& job) {
    LATHE_TRY(const PartSizes sizes, partSizes(rows.size(), spec.test, spec.validation));
    std::vector<std::vector<uint64_t>> groups{rows};
    if (!stratify.empty()) {
        LATHE_TRY(groups, groupRows(data, rows, stratify, job));
    }
    std::vector<uint16_t> part(data.rows(), noPart);
    Random random(spec.seed);
    LATHE_CHECK(drawParts(std::move(groups), sizes, random, part, job));
    return collectOne(part, job);
}

Result<double> boundaryTime(const std::string& text, const ColumnSchema& column) {
    std::optional<double> value;
    if (column.type == ColumnType::Date) {
        if (const auto days = parseIsoDate(text)) value = static_cast<double>(*days);
    } else if (column.type == ColumnType::Timestamp) {
        if (const auto micros = parseIsoTimestamp(text)) value = static_cast<double>(*micros);
        else if (const auto days = parseIsoDate(text)) value = static_cast<double>(*days) * 86400e6;
    } else {
        value = parseNumber(text);
    }
    if (value && std::isfinite(*value)) return *value;
    return failHint(ErrorKind::InvalidInput,
                    fmt::format("split: before: '{}' is not a {} like the values of column '{}'", text,
                                toString(column.type), column.name),
                    isNumeric(column.type) ? "Give a number." : "Write the date as 2014-01-31.");
}

Result<std::vector<SplitRows>> splitByTime(const ColumnFile& data, const std::vector<uint64_t>& rows,
                                           const SplitSpec& spec, const JobContext& job) {
    if (spec.by.empty())
        return failHint(ErrorKind::InvalidInput, "split: method time needs the column that holds the time",
                        "Add by: COLUMN.");
    LATHE_TRY(const size_t column, findColumn(data, spec.by, "time"));
    const ColumnSchema& schema = data.schema()[column];
    if (isTextual(schema.type) || schema.type == ColumnType::Boolean)
        return failHint(
            ErrorKind::InvalidInput,
            fmt::format("column '{}' holds {} values and cannot order rows by time", spec.by, toString(schema.type)),
            fmt::format("Cast it in a recipe: cast: {{columns: {{{}: date}}}}.", spec.by));

    std::vector<double> times(data.rows());
    LATHE_CHECK(forEachChunk(data, column, false, job, [&](const Column& piece, uint64_t first) {
        for (size_t i = 0; i < piece.rows(); ++i) times[first + i] = piece.number(i);
    }));
    std::vector<uint64_t> known;
    std::vector<double> sorted;
    LATHE_CHECK(forEachUnlessStopped(rows.size(), job, [&](uint64_t i) {
        if (std::isnan(times[rows[i]])) return;
        known.push_back(rows[i]);
        sorted.push_back(times[rows[i]]);
    }));
    LATHE_CHECK(sortStably(std::span(sorted), std::less<>(), job));
    // Rows of one instant stay together, so that nothing of the test period is known in training: the boundary
    // is a time, not a row.
    double testFrom = HUGE_VAL;
    uint64_t earlier = sorted.size();
    if (!spec.before.empty()) {
        LATHE_TRY(testFrom, boundaryTime(spec.before, schema));
        earlier = static_cast<uint64_t>(std::lower_bound(sorted.begin(), sorted.end(), testFrom) - sorted.begin());
        if (earlier == sorted.size())
            return failHint(
                ErrorKind::InvalidInput,
                fmt::format("the split leaves the test part empty: no row has {} at or after {}", spec.by, spec.before),
                "Choose an earlier date.");
    } else {
        LATHE_TRY(const PartSizes sizes, partSizes(sorted.size(), spec.test, 0));
        if (sizes.test > 0) {
            testFrom = sorted[sorted.size() - sizes.test];
            earlier = static_cast<uint64_t>(std::lower_bound(sorted.begin(), sorted.end(), testFrom) - sorted.begin());
        }
    }
    double validationFrom = testFrom;
    const uint64_t validationRows = share(spec.before.empty() ? sorted.size() : earlier, spec.validation);
    if (validationRows > 0 && validationRows < earlier) validationFrom = sorted[earlier - validationRows];
    if (earlier == 0 || validationRows >= earlier || validationFrom <= sorted.front())
        return failHint(ErrorKind::InvalidInput,
                        fmt::format("the split leaves the training part empty: no row has {} early enough", spec.by),
                        "Choose a later date or smaller fractions.");
    if (spec.validation > 0 && validationRows == 0)
        return failHint(ErrorKind::InvalidInput, "the split leaves the validation part empty",
                        "Use a larger validation fraction.");

    std::vector<uint16_t> part(data.rows(), noPart);
    LATHE_CHECK(forEachUnlessStopped(known.size(), job, [&](uint64_t i) {
        const double time = times[known[i]];
        part[known[i]] = time >= testFrom ? testPart : time >= validationFrom ? validationPart : trainPart;
    }));
    return collectOne(part, job);
}

/// What a word in a column of parts means; none: nothing known.
std::optional<Part> partNamed(std::string_view word) {
    const std::string name = lowered(trimmed(word));
    if (name == "train" || name == "training") return trainPart;
    if (name == "validation" || name == "valid" || name == "val" || name == "dev") return validationPart;
    if (name == "test" || name == "testing") return testPart;
    return std::nullopt;
}

Result<std::vector<SplitRows>> splitByColumn(const ColumnFile& data, const std::vector<uint64_t>& rows,
                                             const SplitSpec& spec, const JobContext& job) {
    LATHE_TRY(const size_t column, findColumn(data, spec.by, "split"));
    if (!isTextual(data.schema()[column].type))
        return failHint(ErrorKind::InvalidInput,
                        fmt::format("column '{}' holds {} values, which name no parts", spec.by,
                                    toString(data.schema()[column].type)),
                        "Choose a column with the words train, validation and test.");
    std::vector<uint16_t> named(data.rows(), noPart);
    std::optional<std::pair<std::string, uint64_t>> unknown; // and its row
    LATHE_CHECK(forEachChunk(data, column, true, job, [&](const Column& piece, uint64_t first) {
        for (size_t i = 0; i < piece.rows(); ++i) {
            if (piece.isMissing(i)) continue;
            const auto part = partNamed(piece.text(i));
            if (part) named[first + i] = *part;
            else if (!unknown) unknown = {std::string(piece.text(i)), first + i};
        }
    }));
    if (unknown)
        return failHint(
            ErrorKind::InvalidInput,
            fmt::format("column '{}', row {}: '{}' names no part of a split", spec.by, unknown->second, unknown->first),
            "Parts are train, validation (or valid, val, dev) and test. Replace other words in a recipe.");
    std::vector<uint16_t> part(data.rows(), noPart);
    LATHE_CHECK(forEachUnlessStopped(rows.size(), job, [&](uint64_t i) { part[rows[i]] = named[rows[i]]; }));
    LATHE_TRY(SplitRows parts, collect(part, job));
    if (parts.train.empty())
        return failHint(ErrorKind::InvalidInput, fmt::format("no row says train in column '{}'", spec.by),
                        "Choose another column, or another method.");
    return std::vector<SplitRows>{std::move(parts)};
}

/// The fold of each row of the data.
Result<std::vector<uint32_t>> foldOfRows(const ColumnFile& data, const std::vector<uint64_t>& rows,
                                         const SplitSpec& spec, const JobContext& job) {
    const auto folds = static_cast<uint64_t>(spec.folds);
    std::vector<uint32_t> fold(data.rows());
    if (spec.assign == SplitSpec::Assign::Interleaved) {
        LATHE_CHECK(forEachUnlessStopped(fold.size(), job,
                                         [&](uint64_t row) { fold[row] = static_cast<uint32_t>(row % folds); }));
        return fold;
    }
    std::vector<std::vector<uint64_t>> groups{rows};
    if (!spec.stratify.empty()) {
        LATHE_TRY(groups, groupRows(data, rows, spec.stratify, job));
    }
    if (spec.assign == SplitSpec::Assign::Blocked) {
        for (const auto& group : groups)
            LATHE_CHECK(forEachUnlessStopped(group.size(), job, [&](uint64_t i) {
                fold[group[i]] = static_cast<uint32_t>(i * folds / group.size());
            }));
        return fold;
    }
    // Dealt out in turn; the deal goes on from one stratum to the next, so folds differ by one row at most.
    Random random(spec.seed);
    uint64_t turn = 0;
    for (auto& group : groups) {
        LATHE_CHECK(shuffle(group, random, job));
        LATHE_CHECK(forEachUnlessStopped(group.size(), job,
                                         [&](uint64_t i) { fold[group[i]] = static_cast<uint32_t>(turn++ % folds); }));
    }
    return fold;
}

Result<std::vector<SplitRows>> splitIntoFolds(const ColumnFile& data, const std::vector<uint64_t>& rows,
                                              const SplitSpec& spec, const JobContext& job) {
    if (spec.folds < 2 || static_cast<uint64_t>(spec.folds) > rows.size())
        return failHint(ErrorKind::InvalidInput,
                        fmt::format("split: {} folds cannot be made of {} rows", spec.folds, rows.size()),
                        "Use at least 2 folds and no more than there are rows with a known target.");
    LATHE_TRY(const std::vector<uint32_t> fold, foldOfRows(data, rows, spec, job));
    std::vector<SplitRows> result(static_cast<size_t>(spec.folds));
    for (uint32_t f = 0; f < result.size(); ++f) {
        LATHE_CHECK(forEachUnlessStopped(rows.size(), job, [&](uint64_t i) {
            (fold[rows[i]] == f ? result[f].test : result[f].train).push_back(rows[i]);
        }));
        if (result[f].test.empty() || result[f].train.empty())
            return failHint(ErrorKind::InvalidInput, fmt::format("the split leaves fold {} empty", f + 1),
                            "Use fewer folds.");
        if (spec.validation <= 0) continue;
        LATHE_TRY(const PartSizes sizes, partSizes(result[f].train.size(), 0, spec.validation));
        std::vector<std::vector<uint64_t>> groups{result[f].train};
        if (!spec.stratify.empty()) {
            LATHE_TRY(groups, groupRows(data, result[f].train, spec.stratify, job));
        }
        std::vector<uint16_t> part(data.rows(), noPart);
        Random random(spec.seed + 0x9E37'79B9ULL * (f + 1));
        LATHE_CHECK(drawParts(std::move(groups), sizes, random, part, job));
        LATHE_TRY(SplitRows inner, collect(part, job));
        result[f].train = std::move(inner.train);
        result[f].validation = std::move(inner.validation);
    }
    return result;
}

// ---- Reading and writing the specification --------------------------------------------------------------------

const std::vector<std::string> methodNames = {"random", "stratified", "time", "kfold", "column"};
const std::vector<std::string> assignNames = {"shuffled", "blocked", "interleaved"};

size_t indexOf(const std::vector<std::string>& names, const std::string& name) {
    return static_cast<size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

Result<double> readFraction(const ConfigNode& node, const char* key, double fallback) {
    LATHE_TRY(const auto value, node.find(key));
    if (!value) return fallback;
    LATHE_TRY(const double fraction, value->number());
    if (fraction >= 0 && fraction < 1) return fraction;
    return failure(value->error(fmt::format("{} must be a fraction of the rows, at least 0 and below 1", key),
                                fmt::format("For one row in five write {}: 0.2.", key)));
}

Result<void> checkKeys(const ConfigNode& node, SplitSpec::Method method) {
    switch (method) {
    case SplitSpec::Method::Random: return node.allowKeys({"method", "test", "validation", "seed"});
    case SplitSpec::Method::Stratified: return node.allowKeys({"method", "test", "validation", "by", "seed"});
    case SplitSpec::Method::Time: return node.allowKeys({"method", "by", "test", "validation", "before"});
    case SplitSpec::Method::KFold:
        return node.allowKeys({"method", "folds", "assign", "stratify", "validation", "seed"});
    case SplitSpec::Method::Column: return node.allowKeys({"method", "by"});
    }
    return {};
}

Result<void> readFolds(const ConfigNode& node, SplitSpec& spec) {
    LATHE_TRY(const int64_t folds, node.integerOr("folds", 5));
    if (folds < 2 || folds > 1000)
        return failure(node.error(fmt::format("folds is {}", folds), "Use 2 to 1000 folds."));
    spec.folds = static_cast<int>(folds);
    LATHE_TRY(const auto assign, node.find("assign"));
    if (assign) {
        LATHE_TRY(const std::string name, assign->oneOf(assignNames));
        spec.assign = static_cast<SplitSpec::Assign>(indexOf(assignNames, name));
    }
    LATHE_TRY(spec.stratify, node.textOr("stratify", ""));
    if (!spec.stratify.empty() && spec.assign == SplitSpec::Assign::Interleaved)
        return failure(node.error("interleaved folds follow the row number alone and cannot be stratified",
                                  "Use assign: shuffled, or leave stratify out."));
    return {};
}

Result<void> readTime(const ConfigNode& node, SplitSpec& spec) {
    LATHE_TRY(const ConfigNode by, node.require("by"));
    LATHE_TRY(spec.by, by.text());
    LATHE_TRY(spec.before, node.textOr("before", ""));
    LATHE_TRY(const auto test, node.find("test"));
    if (test && !spec.before.empty())
        return failure(
            test->error("'test' and 'before' both say where the test part begins", "Leave one of them out."));
    return {};
}

} // namespace

Result<SplitSpec> SplitSpec::parse(const ConfigNode& node) {
    SplitSpec spec;
    if (node.isNull()) return spec;
    LATHE_TRY(const auto method, node.find("method"));
    if (method) {
        LATHE_TRY(const std::string name, method->oneOf(methodNames));
        spec.method = static_cast<Method>(indexOf(methodNames, name));
    }
    LATHE_CHECK(checkKeys(node, spec.method));
    LATHE_TRY(spec.test, readFraction(node, "test", 0.2));
    LATHE_TRY(spec.validation, readFraction(node, "validation", 0.0));
    LATHE_TRY(const int64_t seed, node.integerOr("seed", 0));
    if (seed < 0) return failure(node.error("seed must not be negative"));
    spec.seed = static_cast<uint64_t>(seed);
    if (spec.method == Method::Stratified) {
        LATHE_TRY(spec.by, node.textOr("by", ""));
    }
    if (spec.method == Method::Time) LATHE_CHECK(readTime(node, spec));
    if (spec.method == Method::Column) {
        LATHE_TRY(const ConfigNode by, node.require("by"));
        LATHE_TRY(spec.by, by.text());
    }
    if (spec.method == Method::KFold) LATHE_CHECK(readFolds(node, spec));
    if (spec.method != Method::KFold && spec.before.empty() && spec.test + spec.validation >= 1)
        return failure(node.error("test and validation together leave nothing to train on", "Use smaller fractions."));
    return spec;
}

Json SplitSpec::toJson() const {
    Json json;
    json["method"] = methodNames[static_cast<size_t>(method)];
    if (method == Method::Column) {
        json["by"] = by;
        return json;
    }
    if (method == Method::KFold) {
        json["folds"] = folds;
        json["assign"] = assignNames[static_cast<size_t>(assign)];
        if (!stratify.empty()) json["stratify"] = stratify;
    } else {
        if (!by.empty()) json["by"] = by;
        if (before.empty()) json["test"] = test;
        else json["before"] = before;
    }
    if (validation > 0) json["validation"] = validation;
    if (method != Method::Time) json["seed"] = seed;
    return json;
}

Result<std::vector<SplitRows>> splitRows(const ColumnFile& data, const std::string& target, const SplitSpec& spec,
                                         const JobContext& job) {
    const auto isFraction = [](double value) { return value >= 0 && value < 1; };
    if (!isFraction(spec.test) || !isFraction(spec.validation))
        return fail(ErrorKind::InvalidInput, "split: test {} and validation {} must be at least 0 and below 1",
                    spec.test, spec.validation);
    LATHE_TRY(const std::vector<uint64_t> rows, eligibleRows(data, target, job));
    if (rows.empty())
        return failHint(ErrorKind::InvalidInput, fmt::format("no row has a value in the target column '{}'", target),
                        "Choose another target.");
    switch (spec.method) {
    case SplitSpec::Method::Random: return splitAtRandom(data, rows, {}, spec, job);
    case SplitSpec::Method::Stratified: {
        const std::string by = spec.by.empty() ? target : spec.by;
        if (by.empty())
            return failHint(ErrorKind::InvalidInput, "split: method stratified needs a column to stratify by",
                            "Add by: COLUMN.");
        return splitAtRandom(data, rows, by, spec, job);
    }
    case SplitSpec::Method::Time: return splitByTime(data, rows, spec, job);
    case SplitSpec::Method::KFold: return splitIntoFolds(data, rows, spec, job);
    case SplitSpec::Method::Column: return splitByColumn(data, rows, spec, job);
    }
    return fail(ErrorKind::Internal, "unknown split method");
}

} // namespace lathe
