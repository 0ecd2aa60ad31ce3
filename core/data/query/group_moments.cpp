// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/query/group_moments.h"

#include "core/data/query/entry_sort.h"

namespace lathe::query {

namespace {

/// Calls \p use(group, row) for each chosen row that has a value, counting all.
template <typename Use>
void forEachValue(const ColumnFile& file, const RowSelection* rows, uint64_t chunk, const Column& values,
                  const std::vector<uint32_t>& ofRow, const Use& use) {
    size_t at = 0;
    if (values.missing.empty()) {
        forEachRow(file, rows, chunk, [&](size_t row) { use(ofRow[at++], row); });
        return;
    }
    forEachRow(file, rows, chunk, [&](size_t row) {
        const uint32_t group = ofRow[at++];
        if (values.missing[row] == 0) use(group, row);
    });
}

void countValues(const ColumnFile& file, const RowSelection* rows, uint64_t chunk, const Column& values,
                 const std::vector<uint32_t>& ofRow, std::vector<Moments>& moments) {
    for (const uint32_t group : ofRow) ++moments[group].count;
    if (values.missing.empty()) return;
    size_t at = 0;
    forEachRow(file, rows, chunk, [&](size_t row) {
        Moments& group = moments[ofRow[at++]];
        group.count -= values.missing[row];
        group.missing += values.missing[row];
    });
}

/// The corrected two-pass algorithm (Chan, Golub and LeVeque 1983) over the values of a chunk.
template <typename Value>
void addSquares(const ColumnFile& file, const RowSelection* rows, uint64_t chunk, const Column& values,
                const std::vector<uint32_t>& ofRow, std::vector<Moments>& moments, const std::vector<Value>& numbers) {
    for (Moments& group : moments) group.mean = group.count == 0 ? 0 : group.total() / static_cast<double>(group.count);
    std::vector<double> rest(moments.size());
    forEachValue(file, rows, chunk, values, ofRow, [&](uint32_t group, size_t row) {
        const double distance = static_cast<double>(numbers[row]) - moments[group].mean;
        moments[group].squares += distance * distance;
        rest[group] += distance;
    });
    for (size_t g = 0; g < moments.size(); ++g)
        if (moments[g].count > 0) moments[g].squares -= rest[g] * rest[g] / static_cast<double>(moments[g].count);
}

} // namespace

std::vector<Moments> momentsOf(const ColumnFile& file, const RowSelection* rows, uint64_t chunk, const Column& values,
                               const std::vector<uint32_t>& ofRow, size_t groups, MomentNeeds needs) {
    std::vector<Moments> moments(groups);
    countValues(file, rows, chunk, values, ofRow, moments);
    if (isTextual(values.schema.type)) return moments;
    const bool real = values.schema.type == ColumnType::Real;
    const auto forAll = [&](const auto& use) { forEachValue(file, rows, chunk, values, ofRow, use); };
    if (needs.extremes) {
        const auto extend = [&](uint32_t group, uint64_t ordered) {
            moments[group].minimum = std::min(moments[group].minimum, ordered);
            moments[group].maximum = std::max(moments[group].maximum, ordered);
        };
        if (real) forAll([&](uint32_t group, size_t row) { extend(group, orderedBits(values.reals[row])); });
        else forAll([&](uint32_t group, size_t row) { extend(group, orderedBits(values.integers[row])); });
    }
    if (needs.sum && !real)
        forAll([&](uint32_t group, size_t row) { moments[group].wholeSum += values.integers[row]; });
    if (real && (needs.sum || needs.squares))
        forAll([&](uint32_t group, size_t row) { moments[group].addToSum(values.reals[row]); });
    if (!needs.squares) return moments;
    if (real) {
        addSquares(file, rows, chunk, values, ofRow, moments, values.reals);
    } else {
        forAll([&](uint32_t group, size_t row) { moments[group].addToSum(static_cast<double>(values.integers[row])); });
        addSquares(file, rows, chunk, values, ofRow, moments, values.integers);
    }
    return moments;
}

} // namespace lathe::query
