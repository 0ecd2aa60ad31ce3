// SPDX-License-Identifier: GPL-3.0-or-later
// Expectations about the set of different values of a column, and about how often each occurs.
#include <cmath>
#include <map>
#include <set>

#include "core/data/validation/plan.h"

namespace lathe::validation {

namespace {

constexpr size_t shownValues = 20;
constexpr size_t sortedValues = 65'536; // more unexpected texts than this are shown in no particular order

/// The values of a set in the terms of a column: keys of numbers and categories, or hashes of texts.
struct ValueSet {
    std::vector<int64_t> numbers;
    std::vector<std::pair<RowHash, std::string>> texts;
    std::vector<Json> foreign; ///< members that no value of this column can equal
};

ValueSet valueSet(const Json& values, const ColumnFile& file, size_t column) {
    ValueSet set;
    const ColumnType type = file.schema()[column].type;
    std::map<std::string, int64_t> codes;
    if (type == ColumnType::Category)
        for (size_t code = 0; code < file.dictionary(column).size(); ++code)
            codes[file.dictionary(column)[code]] = static_cast<int64_t>(code);
    for (const Json& value : values) {
        if (value.is_null()) continue;
        if (type == ColumnType::Text && value.is_string()) {
            const auto text = value.get<std::string>();
            set.texts.emplace_back(textHash(text), text);
        } else if (type == ColumnType::Category && value.is_string() && codes.contains(value.get<std::string>())) {
            set.numbers.push_back(codes[value.get<std::string>()]);
        } else if (type == ColumnType::Real && asNumber(value, type)) {
            set.numbers.push_back(realKey(*asNumber(value, type)));
        } else if (!isTextual(type) && type != ColumnType::Real && asInteger(value, type)) {
            set.numbers.push_back(*asInteger(value, type));
        } else {
            set.foreign.push_back(value);
        }
    }
    const auto unique = [](auto& list, auto less) {
        std::sort(list.begin(), list.end(), less);
        list.erase(std::unique(list.begin(), list.end(), [&](const auto& a, const auto& b) { return !less(a, b); }),
                   list.end());
    };
    unique(set.numbers, std::less<>());
    unique(set.texts, [](const auto& a, const auto& b) { return keyLess(a.first, b.first); });
    return set;
}

bool isIn(const ValueSet& set, int64_t key) { return std::binary_search(set.numbers.begin(), set.numbers.end(), key); }
bool isIn(const ValueSet& set, const RowHash& key) {
    return std::binary_search(set.texts.begin(), set.texts.end(), std::pair(key, std::string()),
                              [](const auto& a, const auto& b) { return keyLess(a.first, b.first); });
}

Failure tooManyValues(const ColumnFile& file, size_t column) {
    return failHint(ErrorKind::InvalidInput,
                    fmt::format("the column '{}' has more than {} different values", file.schema()[column].name,
                                KeyRequest::mostKeys),
                    "Sets of values are for columns with fewer.");
}

/// Values for people, at most \p limit, sorted; texts are looked up by their hashes.
Result<Json> shown(const ColumnFile& file, size_t column, const std::vector<int64_t>& numbers,
                   std::vector<RowHash> hashes, size_t limit, const JobContext& job) {
    std::vector<Json> values;
    for (const int64_t key : numbers) values.push_back(keyJson(file, column, key));
    if (hashes.size() > sortedValues) hashes.resize(limit);
    if (!hashes.empty()) {
        LATHE_TRY(const auto texts, textsOf(file, column, std::move(hashes), job));
        for (const auto& [hash, text] : texts) values.emplace_back(text);
    }
    std::sort(values.begin(), values.end());
    if (values.size() > limit) values.resize(limit);
    return Json(std::move(values));
}

Json members(const ValueSet& set, const ColumnFile& file, size_t column, const std::function<bool(int64_t)>& numberKept,
             const std::function<bool(const RowHash&)>& textKept) {
    Json list = Json::array();
    for (const int64_t key : set.numbers)
        if (numberKept(key)) list.push_back(keyJson(file, column, key));
    for (const auto& [hash, text] : set.texts)
        if (textKept(hash)) list.push_back(text);
    for (const Json& value : set.foreign) list.push_back(value);
    return list;
}

/// Which different values stand outside the set, and which members do not occur.
Result<void> concludeSet(ExpectationResult& result, const KeyRequest& request, const ColumnFile& file,
                         const Json& values, bool unexpectedCounts, bool missingCounts, const JobContext& job) {
    const size_t column = request.columns.front();
    if (!request.allComplete) return tooManyValues(file, column);
    const ValueSet set = valueSet(values, file, column);
    std::vector<int64_t> outsideNumbers;
    std::vector<RowHash> outsideHashes;
    std::set<int64_t> occurringNumbers;
    std::vector<RowHash> occurringHashes;
    for (const auto& run : request.allNumbers)
        if (isIn(set, run.key)) occurringNumbers.insert(run.key);
        else outsideNumbers.push_back(run.key);
    for (const auto& run : request.allHashes)
        if (isIn(set, run.key)) occurringHashes.push_back(run.key);
        else outsideHashes.push_back(run.key);
    const auto occurs = [&](const RowHash& hash) {
        return std::binary_search(occurringHashes.begin(), occurringHashes.end(), hash,
                                  [](const RowHash& a, const RowHash& b) { return keyLess(a, b); });
    };
    const size_t outside = outsideNumbers.size() + outsideHashes.size();
    const Json missing = members(
        set, file, column, [&](int64_t key) { return !occurringNumbers.contains(key); },
        [&](const RowHash& hash) { return !occurs(hash); });
    result.details = Json::object();
    if (unexpectedCounts) {
        result.details["unexpected_count"] = outside;
        LATHE_TRY(result.details["partial_unexpected_list"],
                  shown(file, column, outsideNumbers, std::move(outsideHashes), shownValues, job));
    }
    if (missingCounts) {
        result.details["missing_count"] = missing.size();
        result.details["partial_missing_list"] = Json::array();
        for (size_t i = 0; i < std::min(missing.size(), shownValues); ++i)
            result.details["partial_missing_list"].push_back(missing[i]);
    }
    result.success = (!unexpectedCounts || outside == 0) && (!missingCounts || missing.empty());
    return {};
}

Result<void> concludeMode(ExpectationResult& result, const KeyRequest& request, const ColumnFile& file,
                          const Json& values, bool tiesOkay, const JobContext& job) {
    const size_t column = request.columns.front();
    const ValueSet set = valueSet(values, file, column);
    size_t inside = 0;
    for (const int64_t key : request.modeNumbers) inside += isIn(set, key) ? 1 : 0;
    for (const RowHash& key : request.modeHashes) inside += isIn(set, key) ? 1 : 0;
    LATHE_TRY(result.observed,
              shown(file, column, request.modeNumbers, request.modeHashes, KeyRequest::mostModes, job));
    result.success = tiesOkay ? inside > 0 : request.modes == 1 && inside == 1;
    return {};
}

// ---- Kullback-Leibler divergence ------------------------------------------------------------------------------

/// Σ p ln(p / q) of weights that are first made to sum to 1, as scipy.stats.entropy; infinite when q is 0 where p is
/// not.
double divergence(std::vector<double> p, std::vector<double> q) {
    const auto normalise = [](std::vector<double>& weights) {
        double sum = 0;
        for (const double weight : weights) sum += weight;
        for (double& weight : weights) weight /= sum;
    };
    normalise(p);
    normalise(q);
    double sum = 0;
    for (size_t i = 0; i < p.size(); ++i) {
        if (p[i] == 0) continue;
        sum += p[i] * std::log(p[i] / q[i]);
    }
    return sum;
}

struct KlArguments {
    Json partition;
    std::optional<double> threshold;
    double tailHoldout = 0;
    double internalHoldout = 0;
};

Result<std::vector<double>> numbers(const Json& list, const char* name) {
    std::vector<double> values;
    if (!list.is_array())
        return fail(ErrorKind::InvalidInput, "partition_object: '{}' must be a list of numbers", name);
    for (const Json& item : list) {
        const auto value = asNumber(item, ColumnType::Real);
        if (!value) return fail(ErrorKind::InvalidInput, "partition_object: '{}' holds {}", name, item.dump());
        values.push_back(*value);
    }
    return values;
}

Result<KlArguments> klArguments(const Json& arguments) {
    KlArguments kl;
    kl.partition = arguments.value("partition_object", Json());
    const auto number = [&](const char* name) { return asNumber(arguments.value(name, Json()), ColumnType::Real); };
    kl.threshold = number("threshold");
    kl.tailHoldout = number("tail_weight_holdout").value_or(0);
    kl.internalHoldout = number("internal_weight_holdout").value_or(0);
    if (kl.threshold && *kl.threshold < 0) return fail(ErrorKind::InvalidInput, "threshold must not be negative");
    if (kl.tailHoldout != 0 && kl.partition.contains("tail_weights"))
        return fail(ErrorKind::InvalidInput, "tail_weight_holdout must be 0 when the partition has tail_weights");
    return kl;
}

void concludeDivergence(ExpectationResult& result, double value, const std::optional<double>& threshold) {
    result.observed = std::isfinite(value) ? Json(value) : Json();
    result.success = !threshold || value <= *threshold;
}

Result<void> concludeCategories(ExpectationResult& result, const KeyRequest& request, const ColumnFile& file,
                                const KlArguments& kl, const JobContext& job) {
    const size_t column = request.columns.front();
    if (!request.allComplete) return tooManyValues(file, column);
    LATHE_TRY(const std::vector<double> weights, numbers(kl.partition["weights"], "weights"));
    const Json& values = kl.partition["values"];
    std::map<std::string, double> expected;
    for (size_t i = 0; i < values.size() && i < weights.size(); ++i) expected[values[i].dump()] += weights[i];
    std::map<std::string, double> observed;
    const auto rows = static_cast<double>(request.values);
    for (const auto& run : request.allNumbers)
        observed[keyJson(file, column, run.key).dump()] = static_cast<double>(run.count) / rows;
    if (!request.allHashes.empty()) {
        std::vector<RowHash> hashes;
        std::map<std::pair<uint64_t, uint64_t>, double> shares;
        for (const auto& run : request.allHashes) {
            hashes.push_back(run.key);
            shares[{run.key.high, run.key.low}] = static_cast<double>(run.count) / rows;
        }
        LATHE_TRY(const auto texts, textsOf(file, column, std::move(hashes), job));
        for (const auto& [hash, text] : texts) observed[Json(text).dump()] = shares[{hash.high, hash.low}];
    }
    size_t unforeseen = 0;
    for (const auto& [value, share] : observed) unforeseen += expected.contains(value) ? 0 : 1;
    std::vector<double> p;
    std::vector<double> q;
    for (const auto& [value, weight] : expected) {
        p.push_back(observed.contains(value) ? observed[value] : 0);
        q.push_back(unforeseen > 0 ? weight * (1 - kl.tailHoldout) : weight);
    }
    for (const auto& [value, share] : observed) {
        if (expected.contains(value)) continue;
        p.push_back(share);
        q.push_back(kl.tailHoldout / static_cast<double>(unforeseen));
    }
    concludeDivergence(result, divergence(p, q), kl.threshold);
    return {};
}

Result<void> concludeBins(ExpectationResult& result, const KeyRequest& request, size_t question,
                          const std::vector<double>& edges, const KlArguments& kl) {
    LATHE_TRY(std::vector<double> q, numbers(kl.partition["weights"], "weights"));
    const KeyRequest::Histogram& histogram = request.histograms[question];
    const auto rows = static_cast<double>(request.values);
    std::vector<double> p;
    for (const uint64_t count : histogram.counts) p.push_back(static_cast<double>(count) / rows);
    if (p.size() != q.size()) return fail(ErrorKind::InvalidInput, "partition_object needs one weight less than bins");
    const auto empty = static_cast<double>(std::count(q.begin(), q.end(), 0.0));
    for (double& weight : q) {
        weight *= 1 - kl.tailHoldout - kl.internalHoldout;
        if (weight == 0 && kl.internalHoldout > 0) weight = kl.internalHoldout / empty;
    }
    const bool openBelow = std::isinf(edges.front());
    const bool openAbove = std::isinf(edges.back());
    std::vector<double> tails;
    if (kl.partition.contains("tail_weights")) {
        LATHE_TRY(tails, numbers(kl.partition["tail_weights"], "tail_weights"));
        if (tails.size() != 2 || openBelow || openAbove)
            return fail(ErrorKind::InvalidInput, "tail_weights must be two numbers, and the bins' ends finite");
    }
    const double each = openBelow || openAbove ? kl.tailHoldout : kl.tailHoldout / 2;
    if (!openBelow) {
        p.insert(p.begin(), static_cast<double>(histogram.below) / rows);
        q.insert(q.begin(), tails.empty() ? each : tails[0]);
    }
    if (!openAbove) {
        p.push_back(static_cast<double>(histogram.above) / rows);
        q.push_back(tails.empty() ? each : tails[1]);
    }
    concludeDivergence(result, divergence(p, q), kl.threshold);
    return {};
}

Result<void> planDivergence(size_t column, const ConditionPointer& condition, Plan& plan, PlannedExpectation& planned) {
    LATHE_TRY(KlArguments kl, klArguments(planned.arguments));
    const ColumnFile* file = plan.file;
    if (kl.partition.is_null()) {
        // Without a partition the data is compared with itself.
        planned.conclude = [](ExpectationResult& result, const JobContext&) -> Result<void> {
            result.observed = 0.0;
            result.success = true;
            return {};
        };
        return {};
    }
    if (!kl.partition.is_object() || !kl.partition.contains("weights") ||
        kl.partition.contains("values") == kl.partition.contains("bins"))
        return fail(ErrorKind::InvalidInput, "partition_object needs weights, and either values or bins");
    KeyRequest* request = &plan.keysOf({column}, condition);
    if (kl.partition.contains("values")) {
        if (!kl.partition["values"].is_array())
            return fail(ErrorKind::InvalidInput, "partition_object: 'values' must be a list");
        request->wantAll = true;
        planned.conclude = [request, file, kl](ExpectationResult& result, const JobContext& job) {
            return concludeCategories(result, *request, *file, kl, job);
        };
        return {};
    }
    LATHE_TRY(const std::vector<double> edges, numbers(kl.partition["bins"], "bins"));
    if (isTextual(file->schema()[column].type))
        return fail(ErrorKind::InvalidInput, "bins are for numbers; give values for texts");
    if (edges.size() < 2 || !std::is_sorted(edges.begin(), edges.end()))
        return fail(ErrorKind::InvalidInput, "bins must be two numbers or more, ascending");
    const size_t question = request->binEdges.size();
    request->binEdges.push_back(edges);
    planned.conclude = [=](ExpectationResult& result, const JobContext&) {
        return concludeBins(result, *request, question, edges, kl);
    };
    return {};
}

} // namespace

Result<bool> planDistribution(const std::string& type, size_t column, const ConditionPointer& condition, Plan& plan,
                              PlannedExpectation& planned) {
    if (type == "expect_column_kl_divergence_to_be_less_than") {
        LATHE_CHECK(planDivergence(column, condition, plan, planned));
        return true;
    }
    const bool inSet = type == "expect_column_distinct_values_to_be_in_set";
    const bool contain = type == "expect_column_distinct_values_to_contain_set";
    const bool equal = type == "expect_column_distinct_values_to_equal_set";
    const bool mode = type == "expect_column_most_common_value_to_be_in_set";
    if (!inSet && !contain && !equal && !mode) return false;
    Json values = planned.arguments.value("value_set", Json());
    if (values.is_null()) values = Json::array();
    if (!values.is_array()) return fail(ErrorKind::InvalidInput, "value_set must be a list");
    KeyRequest* request = &plan.keysOf({column}, condition);
    request->wantAll = request->wantAll || !mode;
    request->wantModes = request->wantModes || mode;
    const ColumnFile* file = plan.file;
    if (mode) {
        const bool tiesOkay = planned.arguments.value("ties_okay", Json()) == Json(true);
        planned.conclude = [=](ExpectationResult& result, const JobContext& job) {
            return concludeMode(result, *request, *file, values, tiesOkay, job);
        };
    } else {
        planned.conclude = [=](ExpectationResult& result, const JobContext& job) {
            return concludeSet(result, *request, *file, values, inSet || equal, contain || equal, job);
        };
    }
    return true;
}

} // namespace lathe::validation
