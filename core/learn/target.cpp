// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/target.h"

#include <algorithm>
#include <limits>
#include <set>
#include <unordered_map>

#include "core/base/text.h"

namespace lathe {

namespace {

constexpr size_t fewValues = 20;
constexpr size_t mostClasses = 1000;
constexpr double missingValue = std::numeric_limits<double>::quiet_NaN();

std::string labelOf(const Column& column, size_t row) {
    return isTextual(column.schema.type) ? std::string(column.text(row)) : column.display(row);
}

/// Different labels, at most one more than \p limit.
std::set<std::string> labelsOf(const Column& column, size_t limit) {
    std::set<std::string> labels;
    for (size_t row = 0; row < column.rows() && labels.size() <= limit; ++row)
        if (!column.isMissing(row)) labels.insert(labelOf(column, row));
    return labels;
}

std::vector<std::string> ordered(const std::set<std::string>& labels) {
    std::vector<std::string> classes(labels.begin(), labels.end());
    if (std::all_of(classes.begin(), classes.end(),
                    [](const std::string& label) { return parseNumber(label).has_value(); }))
        std::stable_sort(classes.begin(), classes.end(),
                         [](const std::string& a, const std::string& b) { return *parseNumber(a) < *parseNumber(b); });
    return classes;
}

bool looksLikeClasses(const Column& column) {
    switch (column.schema.type) {
    case ColumnType::Boolean:
    case ColumnType::Category:
    case ColumnType::Text: return true;
    case ColumnType::Integer: return labelsOf(column, fewValues).size() <= fewValues;
    case ColumnType::Real: return labelsOf(column, 2).size() <= 2;
    default: return false;
    }
}

std::vector<double> classIndices(const Column& column, const std::vector<std::string>& classes) {
    std::unordered_map<std::string, double> indices;
    for (size_t i = 0; i < classes.size(); ++i) indices.emplace(classes[i], static_cast<double>(i));
    std::vector<double> values(column.rows(), missingValue);
    for (size_t row = 0; row < values.size(); ++row) {
        if (column.isMissing(row)) continue;
        if (const auto found = indices.find(labelOf(column, row)); found != indices.end()) values[row] = found->second;
    }
    return values;
}

std::vector<double> numbers(const Column& column) {
    std::vector<double> values(column.rows(), missingValue);
    for (size_t row = 0; row < values.size(); ++row)
        if (!column.isMissing(row)) values[row] = column.number(row);
    return values;
}

} // namespace

Result<Target> readTarget(const Column& column, const std::string& task) {
    const std::string& name = column.schema.name;
    const ColumnType type = column.schema.type;
    if (type == ColumnType::Date || type == ColumnType::Timestamp)
        return failHint(ErrorKind::InvalidInput,
                        fmt::format("the target '{}' is a {}; a model cannot be trained on it", name, toString(type)),
                        "derive a number from it with a recipe, such as the days until an event");
    Target target;
    target.task = task == "classification" || (task == "auto" && looksLikeClasses(column)) ? Task::Classification
                                                                                           : Task::Regression;
    if (target.task == Task::Regression) {
        if (isTextual(type))
            return failHint(ErrorKind::InvalidInput,
                            fmt::format("the target '{}' holds text, which a regression cannot learn", name),
                            "use task: classification, or cast the column to real with a recipe");
        target.values = numbers(column);
        return target;
    }
    const std::set<std::string> labels = labelsOf(column, mostClasses);
    if (labels.size() < 2)
        return failHint(
            ErrorKind::InvalidInput,
            fmt::format("the target '{}' has fewer than two different values: there is nothing to tell apart", name),
            "check the target's name and the rows of this version");
    if (labels.size() > mostClasses)
        return failHint(ErrorKind::InvalidInput,
                        fmt::format("the target '{}' has more than {} different values", name, mostClasses),
                        "use task: regression for a number, or choose another target");
    target.classes = ordered(labels);
    target.values = classIndices(column, target.classes);
    return target;
}

Result<std::vector<double>> targetValues(const Column& column, const Signature& signature) {
    if (signature.task == Task::Classification) return classIndices(column, signature.classes);
    if (isTextual(column.schema.type))
        return fail(ErrorKind::InvalidInput, "the target '{}' holds text, but the model predicts a number",
                    column.schema.name);
    return numbers(column);
}

} // namespace lathe
