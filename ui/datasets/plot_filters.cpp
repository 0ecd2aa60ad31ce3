// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/plot_filters.h"

#include "ui/datasets/filter_texts.h"

#include <cmath>
#include <optional>
#include <variant>

namespace lathe::ui {
namespace {

double number(const std::optional<NumberLimit>& limit, double none) {
    return limit ? std::visit([](auto value) { return static_cast<double>(value); }, *limit) : none;
}

} // namespace

Filter binsFilter(const ColumnProfile& column, size_t first, size_t last) {
    const auto& bins = column.histogram;
    return Filter{{rangeOfBins(column.schema, bins[first].from, bins[last].to, last + 1 == bins.size())}};
}

std::pair<int, int> chosenBins(const ColumnProfile& column, const RangeCondition& range) {
    std::pair<int, int> chosen{-1, -1};
    for (size_t bin = 0; bin < column.histogram.size(); ++bin) {
        const double middle = column.histogram[bin].from + (column.histogram[bin].to - column.histogram[bin].from) / 2;
        if (middle < number(range.from, -HUGE_VAL) || middle > number(range.to, HUGE_VAL)) continue;
        if (chosen.first < 0) chosen.first = static_cast<int>(bin);
        chosen.second = static_cast<int>(bin);
    }
    return chosen;
}

Filter valueFilter(const ColumnProfile& column, size_t place) {
    ValuesCondition values;
    values.column = column.schema.name;
    values.values = {column.topValues[place].first};
    return Filter{{values}};
}

} // namespace lathe::ui
