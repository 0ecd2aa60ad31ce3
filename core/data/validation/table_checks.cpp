// SPDX-License-Identifier: GPL-3.0-or-later
// Expectations about the table as a whole.
#include <algorithm>
#include <set>

#include "core/data/validation/plan.h"

namespace lathe::validation {

namespace {

using Conclusion = std::function<Result<void>(ExpectationResult&, const JobContext&)>;

Json columnNames(const ColumnFile& file) {
    Json names = Json::array();
    for (const ColumnSchema& column : file.schema()) names.push_back(column.name);
    return names;
}

Result<void> concludeExists(ExpectationResult& result, const ColumnFile& file, const Json& arguments) {
    const Json name = arguments.value("column", Json());
    const auto found = name.is_string() ? file.find(name.get<std::string>()) : std::nullopt;
    const Json index = arguments.value("column_index", Json());
    result.success = found && (index.is_null() ||
                               (index.is_number_integer() && index.get<int64_t>() == static_cast<int64_t>(*found)));
    return {};
}

Result<void> concludeType(ExpectationResult& result, const ColumnFile& file, const Json& arguments) {
    const Json name = arguments.value("column", Json());
    const Json type = arguments.value("type_", Json());
    if (!name.is_string() || !type.is_string()) return fail(ErrorKind::InvalidInput, "column and type_ must be texts");
    const auto found = file.find(name.get<std::string>());
    if (!found) return fail(ErrorKind::InvalidInput, "there is no column '{}'", name.get<std::string>());
    uint64_t missing = 0;
    for (uint64_t chunk = 0; chunk < file.chunks(); ++chunk) missing += file.statistics(*found, chunk).missing;
    result.observed = toString(file.schema()[*found].type);
    result.success = isOfType(file.schema()[*found].type, missing > 0, type.get<std::string>());
    return {};
}

Result<void> concludeSet(ExpectationResult& result, const ColumnFile& file, const Json& arguments) {
    const Json wanted = arguments.value("column_set", Json());
    const bool exact = arguments.value("exact_match", Json()) != Json(false);
    std::set<std::string> actual;
    for (const ColumnSchema& column : file.schema()) actual.insert(column.name);
    result.observed = Json(actual);
    if (wanted.is_null()) {
        result.success = !exact;
        return {};
    }
    if (!wanted.is_array()) return fail(ErrorKind::InvalidInput, "column_set must be a list of names");
    std::set<std::string> expected;
    for (const Json& name : wanted) expected.insert(name.is_string() ? name.get<std::string>() : name.dump());
    Json unexpected = Json::array();
    Json missing = Json::array();
    for (const std::string& name : actual)
        if (!expected.contains(name)) unexpected.push_back(name);
    for (const std::string& name : expected)
        if (!actual.contains(name)) missing.push_back(name);
    result.success = missing.empty() && (!exact || unexpected.empty());
    Json mismatched = Json::object();
    if (!unexpected.empty()) mismatched["unexpected"] = std::move(unexpected);
    if (!missing.empty()) mismatched["missing"] = std::move(missing);
    if (!mismatched.empty()) result.details = {{"mismatched", std::move(mismatched)}};
    return {};
}

Result<void> concludeList(ExpectationResult& result, const ColumnFile& file, const Json& arguments) {
    const Json wanted = arguments.value("column_list", Json());
    result.observed = columnNames(file);
    result.success = wanted.is_null() || wanted == result.observed;
    if (result.success) return {};
    if (!wanted.is_array()) return fail(ErrorKind::InvalidInput, "column_list must be a list of names");
    Json mismatched = Json::array();
    for (size_t i = 0; i < std::max(wanted.size(), result.observed.size()); ++i) {
        const Json expected = i < wanted.size() ? wanted[i] : Json();
        const Json found = i < result.observed.size() ? result.observed[i] : Json();
        if (expected != found)
            mismatched.push_back({{"Expected Column Position", i}, {"Expected", expected}, {"Found", found}});
    }
    result.details = {{"mismatched", std::move(mismatched)}};
    return {};
}

Result<void> concludeCount(ExpectationResult& result, uint64_t count, const Json& arguments, bool between) {
    result.observed = count;
    if (between) {
        LATHE_TRY(result.success, liesBetween(static_cast<double>(count), arguments, ColumnType::Real));
        return {};
    }
    const Json value = arguments.value("value", Json());
    if (!value.is_number()) return fail(ErrorKind::InvalidInput, "value must be a number");
    result.success = value.get<double>() == static_cast<double>(count);
    return {};
}

Conclusion rowCount(const ConditionPointer& condition, Plan& plan, const Json& arguments, bool between) {
    if (!condition)
        return [file = plan.file, arguments, between](ExpectationResult& result, const JobContext&) {
            return concludeCount(result, file->rows(), arguments, between);
        };
    if (plan.file->columns() == 0) return {};
    const FiguresRequest* request =
        &plan.figuresOf(condition->columns.empty() ? 0 : condition->columns.front(), condition);
    return [request, arguments, between](ExpectationResult& result, const JobContext&) {
        return concludeCount(result, request->figures.elements, arguments, between);
    };
}

} // namespace

Result<bool> planTable(const std::string& type, const ConditionPointer& condition, const ValidationOptions& options,
                       Plan& plan, PlannedExpectation& planned) {
    const ColumnFile* file = plan.file;
    const auto atOnce = [&](Result<void> (*conclude)(ExpectationResult&, const ColumnFile&, const Json&)) {
        planned.conclude = [=, arguments = planned.arguments](ExpectationResult& result, const JobContext&) {
            return conclude(result, *file, arguments);
        };
        return true;
    };
    if (type == "expect_column_to_exist") return atOnce(concludeExists);
    if (type == "expect_column_type_to_be") return atOnce(concludeType);
    if (type == "expect_table_columns_to_match_set") return atOnce(concludeSet);
    if (type == "expect_table_columns_to_match_ordered_list") return atOnce(concludeList);
    const bool between = type.ends_with("_to_be_between");
    if (type == "expect_table_column_count_to_be_between" || type == "expect_table_column_count_to_equal") {
        planned.conclude = [file, between, arguments = planned.arguments](ExpectationResult& result,
                                                                          const JobContext&) {
            return concludeCount(result, file->columns(), arguments, between);
        };
        return true;
    }
    if (type == "expect_table_row_count_to_be_between" || type == "expect_table_row_count_to_equal") {
        planned.conclude = rowCount(condition, plan, planned.arguments, between);
        return true;
    }
    if (type != "expect_table_row_count_to_equal_other_table") return false;
    const Json other = planned.arguments.value("other_table_name", Json());
    if (!options.rowsOf || !other.is_string())
        return fail(ErrorKind::InvalidInput, "{} is not a version that can be looked up here", other.dump());
    LATHE_TRY(const uint64_t rows, options.rowsOf(other.get<std::string>()));
    planned.conclude = rowCount(condition, plan, Json{{"value", rows}}, false);
    planned.conclude = [conclude = planned.conclude, rows](ExpectationResult& result,
                                                           const JobContext& job) -> Result<void> {
        LATHE_CHECK(conclude(result, job));
        result.observed = {{"self", result.observed}, {"other", rows}};
        return {};
    };
    return true;
}

} // namespace lathe::validation
