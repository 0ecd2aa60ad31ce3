// SPDX-License-Identifier: GPL-3.0-or-later
// Expectations about one figure of a column.
#include <cmath>

#include "core/data/validation/plan.h"

namespace lathe::validation {

namespace {

using Figure = std::function<double(const ColumnFigures&)>;

Result<double> bound(const Json& value, ColumnType type, const char* name) {
    const auto number = asNumber(value, type);
    if (number) return *number;
    return fail(ErrorKind::InvalidInput, "{} is {}, which is no bound for {} values", name, value.dump(),
                toString(type));
}

Result<bool> textLiesBetween(const std::string& value, const Json& arguments) {
    const Json low = arguments.value("min_value", Json());
    const Json high = arguments.value("max_value", Json());
    for (const Json* each : {&low, &high})
        if (!each->is_null() && !each->is_string())
            return fail(ErrorKind::InvalidInput, "{} cannot bound texts", each->dump());
    const bool strictLow = arguments.value("strict_min", Json()) == Json(true);
    const bool strictHigh = arguments.value("strict_max", Json()) == Json(true);
    const bool above = low.is_null() || (strictLow ? value > low.get<std::string>() : value >= low.get<std::string>());
    const bool below =
        high.is_null() || (strictHigh ? value < high.get<std::string>() : value <= high.get<std::string>());
    return above && below;
}

/// A result whose observed value must lie between the bounds; NaN is no value and never does.
Result<void> concludeBetween(ExpectationResult& result, double value, Json shown, const Json& arguments,
                             ColumnType type) {
    if (std::isnan(value)) {
        result.success = false;
        return {};
    }
    result.observed = std::move(shown);
    LATHE_TRY(result.success, liesBetween(value, arguments, type));
    return {};
}

Failure needsNumbers(const Plan& plan, size_t column, const std::string& type) {
    const ColumnSchema& schema = plan.file->schema()[column];
    return fail(ErrorKind::InvalidInput, "{} needs numbers; the column '{}' holds {} values", type, schema.name,
                toString(schema.type));
}

/// Checks once, before any row is read, that the bounds can bound.
Result<void> checkBounds(const Json& arguments, ColumnType type) {
    for (const char* name : {"min_value", "max_value"})
        if (const auto found = arguments.find(name); found != arguments.end() && !found->is_null())
            LATHE_CHECK(bound(*found, type, name));
    return {};
}

void planExtreme(bool least, size_t column, const ConditionPointer& condition, Plan& plan,
                 PlannedExpectation& planned) {
    const FiguresRequest* request = &plan.figuresOf(column, condition);
    const ColumnType type = plan.file->schema()[column].type;
    planned.conclude = [request, type, least, arguments = planned.arguments](ExpectationResult& result,
                                                                             const JobContext&) -> Result<void> {
        const ColumnFigures& figures = request->figures;
        if (figures.count() == 0) return {};
        if (isTextual(type)) {
            const std::string& text = least ? figures.textMin : figures.textMax;
            result.observed = text;
            LATHE_TRY(result.success, textLiesBetween(text, arguments));
            return {};
        }
        const double value = least ? figures.min : figures.max;
        Json shown =
            type == ColumnType::Integer ? Json(least ? figures.wholeMin : figures.wholeMax) : numberJson(type, value);
        return concludeBetween(result, value, std::move(shown), arguments, type);
    };
}

void planFigure(const Figure& figure, ColumnType shownAs, size_t column, const ConditionPointer& condition, Plan& plan,
                PlannedExpectation& planned) {
    const FiguresRequest* request = &plan.figuresOf(column, condition);
    planned.conclude = [request, figure, shownAs, arguments = planned.arguments](ExpectationResult& result,
                                                                                 const JobContext&) {
        const double value = figure(request->figures);
        return concludeBetween(result, value, numberJson(shownAs, value), arguments, shownAs);
    };
}

void planSum(size_t column, const ConditionPointer& condition, Plan& plan, PlannedExpectation& planned) {
    const FiguresRequest* request = &plan.figuresOf(column, condition);
    const ColumnType type = plan.file->schema()[column].type;
    planned.conclude = [request, type, arguments = planned.arguments](ExpectationResult& result, const JobContext&) {
        const ColumnFigures& figures = request->figures;
        const bool exact = type != ColumnType::Real && figures.wholeSumFits;
        const double value = exact ? static_cast<double>(figures.wholeSum) : figures.count() == 0 ? 0.0 : figures.sum;
        Json shown = exact ? Json(figures.wholeSum) : numberJson(ColumnType::Real, value);
        return concludeBetween(result, value, std::move(shown), arguments, ColumnType::Real);
    };
}

void planMedian(size_t column, const ConditionPointer& condition, Plan& plan, PlannedExpectation& planned) {
    KeyRequest* request = &plan.keysOf({column}, condition);
    const size_t question = request->probabilities.size();
    request->probabilities.push_back(0.5);
    const ColumnType type = plan.file->schema()[column].type;
    planned.conclude = [request, question, type, arguments = planned.arguments](ExpectationResult& result,
                                                                                const JobContext&) {
        const auto [below, above] = request->neighbours[question];
        const double value = below == above ? below : below + (above - below) * 0.5;
        return concludeBetween(result, value, numberJson(isNumeric(type) ? ColumnType::Real : type, value), arguments,
                               type);
    };
}

// ---- Quantiles ------------------------------------------------------------------------------------------------

/// The value at a place between two neighbours, by the method's name in NumPy.
double interpolated(double below, double above, double place, const std::string& method) {
    const double share = place - std::floor(place);
    if (method == "lower" || share == 0) return below;
    if (method == "higher") return above;
    if (method == "midpoint") return below + (above - below) * 0.5;
    if (method == "linear")
        return share < 0.5 ? below + (above - below) * share : above - (above - below) * (1 - share);
    const bool even = std::fmod(std::floor(place), 2) == 0; // nearest, halves to the even place
    return share < 0.5 || (share == 0.5 && even) ? below : above;
}

/// Bounds hold with a relative tolerance of 1e-4 and an absolute one of 1e-8, as in Great Expectations.
bool quantileFits(double value, double low, double high) {
    const auto close = [value](double other) {
        return value == other || std::abs(value - other) <= 1e-8 + 1e-4 * std::abs(other);
    };
    return !std::isnan(value) && ((std::isfinite(low) && close(low)) || (std::isfinite(high) && close(high)) ||
                                  (low <= value && value <= high));
}

struct QuantileRange {
    double probability = 0;
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
};

Result<std::vector<QuantileRange>> quantileRanges(const Json& ranges, ColumnType type) {
    const Json quantiles = ranges.is_object() ? ranges.value("quantiles", Json()) : Json();
    const Json values = ranges.is_object() ? ranges.value("value_ranges", Json()) : Json();
    if (!quantiles.is_array() || !values.is_array() || quantiles.size() != values.size() || quantiles.empty())
        return failHint(ErrorKind::InvalidInput, "quantile_ranges needs quantiles and as many value_ranges",
                        R"(For example {"quantiles": [0.5], "value_ranges": [[1, 2]]}.)");
    std::vector<QuantileRange> result;
    for (size_t i = 0; i < quantiles.size(); ++i) {
        QuantileRange range;
        if (!quantiles[i].is_number() || quantiles[i] < 0 || quantiles[i] > 1)
            return fail(ErrorKind::InvalidInput, "the quantile {} does not lie between 0 and 1", quantiles[i].dump());
        if (!values[i].is_array() || values[i].size() != 2)
            return fail(ErrorKind::InvalidInput, "the value range {} is no pair", values[i].dump());
        range.probability = quantiles[i].get<double>();
        if (!values[i][0].is_null()) {
            LATHE_TRY(range.low, bound(values[i][0], type, "a value range's bound"));
        }
        if (!values[i][1].is_null()) {
            LATHE_TRY(range.high, bound(values[i][1], type, "a value range's bound"));
        }
        if (range.low > range.high)
            return fail(ErrorKind::InvalidInput, "the value range {} is not in order", values[i].dump());
        result.push_back(range);
    }
    return result;
}

Result<void> planQuantiles(size_t column, const ConditionPointer& condition, Plan& plan, PlannedExpectation& planned) {
    const ColumnType type = plan.file->schema()[column].type;
    LATHE_TRY(const auto ranges, quantileRanges(planned.arguments.value("quantile_ranges", Json()), type));
    const Json method = planned.arguments.value("allow_relative_error", Json());
    KeyRequest* request = &plan.keysOf({column}, condition);
    const size_t firstQuestion = request->probabilities.size();
    for (const QuantileRange& range : ranges) request->probabilities.push_back(range.probability);
    planned.conclude = [=, word = method.is_string() ? method.get<std::string>() : "nearest"](
                           ExpectationResult& result, const JobContext&) -> Result<void> {
        Json quantiles = Json::array();
        Json values = Json::array();
        Json fits = Json::array();
        result.success = true;
        for (size_t i = 0; i < ranges.size(); ++i) {
            const auto [below, above] = request->neighbours[firstQuestion + i];
            const double place =
                ranges[i].probability * static_cast<double>(request->values == 0 ? 0 : request->values - 1);
            const double value = interpolated(below, above, place, word);
            quantiles.push_back(ranges[i].probability);
            values.push_back(
                numberJson(type == ColumnType::Integer && value != std::floor(value) ? ColumnType::Real : type, value));
            fits.push_back(quantileFits(value, ranges[i].low, ranges[i].high));
            result.success = result.success && fits.back().get<bool>();
        }
        result.observed = {{"quantiles", std::move(quantiles)}, {"values", std::move(values)}};
        result.details = {{"success_details", std::move(fits)}};
        return {};
    };
    return {};
}

void planDistinct(bool proportion, size_t column, const ConditionPointer& condition, Plan& plan,
                  PlannedExpectation& planned) {
    const KeyRequest* request = &plan.keysOf({column}, condition);
    planned.conclude = [request, proportion, arguments = planned.arguments](ExpectationResult& result,
                                                                            const JobContext&) {
        const auto distinct = static_cast<double>(request->distinct);
        const auto values = static_cast<double>(request->values);
        const double value = !proportion ? distinct : values > 0 ? distinct / values : std::nan("");
        return concludeBetween(result, value, numberJson(proportion ? ColumnType::Real : ColumnType::Integer, value),
                               arguments, ColumnType::Real);
    };
}

} // namespace

Result<bool> liesBetween(double value, const Json& arguments, ColumnType type) {
    const auto flag = [&](const char* name) { return arguments.value(name, Json()) == Json(true); };
    bool inside = true;
    if (const Json low = arguments.value("min_value", Json()); !low.is_null()) {
        LATHE_TRY(const double least, bound(low, type, "min_value"));
        inside = flag("strict_min") ? value > least : value >= least;
    }
    if (const Json high = arguments.value("max_value", Json()); !high.is_null()) {
        LATHE_TRY(const double greatest, bound(high, type, "max_value"));
        inside = inside && (flag("strict_max") ? value < greatest : value <= greatest);
    }
    return inside;
}

Result<bool> planAggregate(const std::string& type, size_t column, const ConditionPointer& condition, Plan& plan,
                           PlannedExpectation& planned) {
    const ColumnType columnType = plan.file->schema()[column].type;
    const bool countable = isNumeric(columnType);
    const bool measurable = !isTextual(columnType);
    if (type == "expect_column_min_to_be_between" || type == "expect_column_max_to_be_between") {
        if (measurable) LATHE_CHECK(checkBounds(planned.arguments, columnType));
        planExtreme(type.find("_min_") != std::string::npos, column, condition, plan, planned);
        return true;
    }
    if (type == "expect_column_unique_value_count_to_be_between" ||
        type == "expect_column_proportion_of_unique_values_to_be_between") {
        LATHE_CHECK(checkBounds(planned.arguments, ColumnType::Real));
        planDistinct(type.find("proportion") != std::string::npos, column, condition, plan, planned);
        return true;
    }
    if (type == "expect_column_proportion_of_non_null_values_to_be_between") {
        const auto share = [](const ColumnFigures& f) {
            return f.elements == 0 ? std::nan("") : static_cast<double>(f.count()) / static_cast<double>(f.elements);
        };
        planFigure(share, ColumnType::Real, column, condition, plan, planned);
        return true;
    }
    const bool ofTimes = type == "expect_column_mean_to_be_between" || type == "expect_column_median_to_be_between" ||
                         type == "expect_column_quantile_values_to_be_between";
    const bool ofNumbers = type == "expect_column_stdev_to_be_between" || type == "expect_column_sum_to_be_between";
    if (!ofTimes && !ofNumbers) return false;
    if (ofTimes ? !measurable : !countable) return needsNumbers(plan, column, type);
    LATHE_CHECK(checkBounds(planned.arguments, columnType));
    if (type == "expect_column_mean_to_be_between")
        planFigure([](const ColumnFigures& f) { return f.mean; }, countable ? ColumnType::Real : columnType, column,
                   condition, plan, planned);
    else if (type == "expect_column_median_to_be_between") planMedian(column, condition, plan, planned);
    else if (type == "expect_column_stdev_to_be_between")
        planFigure([](const ColumnFigures& f) { return f.standardDeviation(); }, ColumnType::Real, column, condition,
                   plan, planned);
    else if (type == "expect_column_sum_to_be_between") planSum(column, condition, plan, planned);
    else LATHE_CHECK(planQuantiles(column, condition, plan, planned));
    return true;
}

} // namespace lathe::validation
