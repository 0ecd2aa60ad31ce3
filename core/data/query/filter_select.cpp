// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/data/expression/expression.h"
#include "core/data/query/filter.h"
#include "core/data/query/filter_tests.h"

namespace lathe {

using query::ChunkColumns;
using query::RowTest;

namespace {

/// Whether a condition looks at nothing but \p column.
bool looksOnlyAt(const FilterCondition& condition, const std::string& column) {
    return std::visit(
        [&](const auto& test) {
            using Test = std::decay_t<decltype(test)>;
            if constexpr (std::is_same_v<Test, ExpressionCondition>) return false;
            else if constexpr (std::is_same_v<Test, DuplicatesCondition>)
                return test.columns == std::vector<std::string>{column};
            else return test.column == column;
        },
        condition);
}

std::span<uint64_t> wordsOf(std::vector<uint64_t>& words, uint64_t chunk) {
    return std::span(words).subspan(chunk * RowSelection::wordsPerChunk, RowSelection::wordsPerChunk);
}

void setRows(std::span<uint64_t> bits, const ColumnFile& file, const RowSelection* rows, uint64_t chunk) {
    if (rows) {
        std::copy_n(rows->chunkWords(chunk).begin(), bits.size(), bits.begin());
        return;
    }
    const auto count = static_cast<size_t>(query::rowsOf(file, chunk));
    std::fill_n(bits.begin(), count / 64, ~uint64_t{0});
    if (count % 64 != 0) bits[count / 64] = (uint64_t{1} << (count % 64)) - 1;
}

/// Clears the bits of rows that fail a test.
Result<void> selectInChunk(const ColumnFile& file, const std::vector<std::unique_ptr<RowTest>>& tests, uint64_t chunk,
                           std::span<uint64_t> bits) {
    std::vector<const RowTest*> open;
    for (const auto& test : tests) {
        const RowTest::Outcome outcome = test->decide(chunk);
        if (outcome == RowTest::Outcome::Some) open.push_back(test.get());
        if (outcome != RowTest::Outcome::None) continue;
        std::fill(bits.begin(), bits.end(), 0);
        return {};
    }
    ChunkColumns columns(file, chunk);
    for (const RowTest* test : open) {
        if (std::all_of(bits.begin(), bits.end(), [](uint64_t word) { return word == 0; })) return {};
        LATHE_CHECK(test->narrow(columns, bits));
    }
    return {};
}

} // namespace

Filter Filter::without(size_t index) const {
    Filter rest = *this;
    rest.conditions.erase(rest.conditions.begin() + static_cast<std::ptrdiff_t>(index));
    return rest;
}

Filter Filter::withoutColumn(const std::string& column) const {
    Filter rest;
    for (const FilterCondition& condition : conditions)
        if (!looksOnlyAt(condition, column)) rest.conditions.push_back(condition);
    return rest;
}

namespace query {

Result<RowSelection> selectByTests(const ColumnFile& file, const RowSelection* rows,
                                   const std::vector<std::unique_ptr<RowTest>>& tests, const JobContext& job,
                                   size_t threads) {
    std::vector<uint64_t> words(static_cast<size_t>(file.chunks()) * RowSelection::wordsPerChunk);
    job.beginStage("filtering", static_cast<double>(file.rows()), "rows");
    LATHE_CHECK(forEachChunk(file, rows, job, threads, [&](uint64_t chunk) {
        const std::span<uint64_t> bits = wordsOf(words, chunk);
        setRows(bits, file, rows, chunk);
        return selectInChunk(file, tests, chunk, bits);
    }));
    return RowSelection(file.rows(), std::move(words));
}

} // namespace query

Result<void> checkFilter(const std::vector<ColumnSchema>& schema, const Filter& filter) {
    for (const FilterCondition& condition : filter.conditions) LATHE_CHECK(query::checkCondition(schema, condition));
    return {};
}

Result<RowSelection> selectRows(const ColumnFile& file, const Filter& filter, const JobContext& job, size_t threads) {
    LATHE_CHECK(checkFilter(file.schema(), filter));
    std::vector<std::unique_ptr<RowTest>> tests;
    std::vector<const DuplicatesCondition*> duplicates;
    for (const FilterCondition& condition : filter.conditions) {
        if (const auto* equal = std::get_if<DuplicatesCondition>(&condition)) {
            duplicates.push_back(equal);
            continue;
        }
        LATHE_TRY(auto test, query::compileCondition(file, condition));
        tests.push_back(std::move(test));
    }
    RowSelection selected = RowSelection::all(file.rows());
    if (!tests.empty()) {
        LATHE_TRY(selected, query::selectByTests(file, nullptr, tests, job, threads));
    }
    for (const DuplicatesCondition* condition : duplicates) {
        LATHE_TRY(const RowSelection kept, query::selectDuplicates(file, *condition, job, threads));
        selected = selected.intersected(kept);
    }
    return selected;
}

} // namespace lathe
