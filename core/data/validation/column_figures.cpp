// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/validation/column_figures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace lathe::validation {

namespace {

constexpr double noNumber = std::numeric_limits<double>::quiet_NaN();

/// Eight sums side by side: the compiler keeps them in vector registers, and the grouping is always the same.
template <typename T, typename Map>
double laneSum(const std::vector<T>& values, Map map) {
    std::array<double, 8> lanes{};
    const size_t whole = values.size() / lanes.size() * lanes.size();
    for (size_t i = 0; i < whole; i += lanes.size())
        for (size_t lane = 0; lane < lanes.size(); ++lane) lanes[lane] += map(static_cast<double>(values[i + lane]));
    for (size_t i = whole; i < values.size(); ++i) lanes[0] += map(static_cast<double>(values[i]));
    double sum = 0;
    for (const double lane : lanes) sum += lane;
    return sum;
}

template <typename T>
void measure(ColumnFigures& figures, const std::vector<T>& values) {
    const auto n = static_cast<double>(values.size());
    figures.sum = laneSum(values, [](double x) { return x; });
    figures.mean = figures.sum / n;
    const double center = figures.mean;
    figures.squares = laneSum(values, [center](double x) { return (x - center) * (x - center); });
    const auto [least, greatest] = std::minmax_element(values.begin(), values.end());
    figures.min = static_cast<double>(*least);
    figures.max = static_cast<double>(*greatest);
    if constexpr (std::is_same_v<T, int64_t>) {
        figures.wholeMin = *least;
        figures.wholeMax = *greatest;
        for (const int64_t value : values)
            if (__builtin_add_overflow(figures.wholeSum, value, &figures.wholeSum)) figures.wholeSumFits = false;
    }
}

template <typename T>
std::vector<T> counted(const std::vector<T>& values, const std::vector<uint8_t>& skip) {
    std::vector<T> kept;
    kept.reserve(values.size());
    for (size_t row = 0; row < values.size(); ++row)
        if (skip[row] == 0) kept.push_back(values[row]);
    return kept;
}

void measureTexts(ColumnFigures& figures, const Column& column, const std::vector<std::string>& dictionary,
                  const std::vector<uint8_t>& skip) {
    bool any = false;
    const auto see = [&](std::string_view text) {
        if (!any || text < figures.textMin) figures.textMin = text;
        if (!any || text > figures.textMax) figures.textMax = text;
        any = true;
    };
    if (column.schema.type == ColumnType::Text) {
        for (size_t row = 0; row < skip.size(); ++row)
            if (skip[row] == 0) see(column.texts.at(row));
        return;
    }
    std::vector<uint8_t> occurs(dictionary.size());
    for (size_t row = 0; row < skip.size(); ++row)
        if (skip[row] == 0) occurs[column.codes[row]] = 1;
    for (size_t code = 0; code < occurs.size(); ++code)
        if (occurs[code] != 0) see(dictionary[code]);
}

} // namespace

double ColumnFigures::standardDeviation() const {
    return count() > 1 ? std::sqrt(squares / static_cast<double>(count() - 1)) : noNumber;
}

Result<ColumnFigures> ColumnFigures::ofChunk(ChunkRows& rows, size_t index, const RowCondition* condition) {
    LATHE_TRY(const std::vector<uint8_t>* included, rows.included(condition));
    LATHE_TRY(const Column* column, rows.column(index));
    ColumnFigures figures;
    std::vector<uint8_t> skip(rows.rows());
    for (size_t row = 0; row < skip.size(); ++row) {
        if (included && (*included)[row] == 0) {
            skip[row] = 1;
            continue;
        }
        ++figures.elements;
        if (!column->isMissing(row)) continue;
        skip[row] = 1;
        ++figures.missing;
    }
    if (figures.count() == 0) return figures;
    const bool whole = figures.count() == rows.rows();
    if (isTextual(column->schema.type)) measureTexts(figures, *column, rows.file().dictionary(index), skip);
    else if (column->schema.type == ColumnType::Real)
        whole ? measure(figures, column->reals) : measure(figures, counted(column->reals, skip));
    else whole ? measure(figures, column->integers) : measure(figures, counted(column->integers, skip));
    return figures;
}

void ColumnFigures::join(const ColumnFigures& later) {
    elements += later.elements;
    missing += later.missing;
    if (later.count() == 0) return;
    if (count() == later.count()) { // these are the first values
        const uint64_t allElements = elements;
        const uint64_t allMissing = missing;
        *this = later;
        elements = allElements;
        missing = allMissing;
        return;
    }
    const auto added = static_cast<double>(later.count());
    const auto all = static_cast<double>(count());
    const double distance = later.mean - mean;
    squares += later.squares + distance * distance * (all - added) * added / all;
    mean += distance * added / all;
    sum += later.sum;
    wholeSumFits = wholeSumFits && later.wholeSumFits && !__builtin_add_overflow(wholeSum, later.wholeSum, &wholeSum);
    min = std::min(min, later.min);
    max = std::max(max, later.max);
    wholeMin = std::min(wholeMin, later.wholeMin);
    wholeMax = std::max(wholeMax, later.wholeMax);
    if (later.textMin < textMin) textMin = later.textMin;
    if (later.textMax > textMax) textMax = later.textMax;
}

} // namespace lathe::validation
