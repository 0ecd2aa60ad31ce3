// SPDX-License-Identifier: GPL-3.0-or-later
// Inner header: the conditions of a filter, compiled for one file.
#pragma once

#include <cstring>
#include <memory>
#include <span>

#include "core/data/expression/expression.h"
#include "core/data/query/chunk_work.h"
#include "core/data/query/filter.h"
#include "core/data/query/text_matcher.h"

namespace lathe::query {

/// Tests the rows of a chunk. Thread safe.
class RowTest {
public:
    enum class Outcome { None, Some, All };

    virtual ~RowTest() = default;
    /// What the chunk's statistics say of it.
    [[nodiscard]] virtual Outcome decide(uint64_t chunk) const {
        (void)chunk;
        return Outcome::Some;
    }
    /// Clears the bits of rows that fail.
    virtual Result<void> narrow(ChunkColumns& columns, std::span<uint64_t> bits) const = 0;
};

/// A test for any condition but DuplicatesCondition. Errors as checkFilter().
Result<std::unique_ptr<RowTest>> compileCondition(const ColumnFile& file, const FilterCondition& condition);

/// The same for an ExpressionCondition.
Result<std::unique_ptr<RowTest>> compileExpression(const ColumnFile& file, const std::string& text);
/// The expression of an ExpressionCondition. Errors: InvalidInput.
Result<Expression> parseCondition(const std::vector<ColumnSchema>& schema, const std::string& text);

/// Rows of which a cell of \p columns matches.
std::unique_ptr<RowTest> matchTest(const ColumnFile& file, const std::vector<size_t>& columns, TextMatcher matcher);

/// The rows of \p rows (null: all) that pass all tests. Errors: those of the tests, Cancelled.
Result<RowSelection> selectByTests(const ColumnFile& file, const RowSelection* rows,
                                   const std::vector<std::unique_ptr<RowTest>>& tests, const JobContext& job,
                                   size_t threads);

/// Errors as checkFilter(), for one condition.
Result<void> checkCondition(const std::vector<ColumnSchema>& schema, const FilterCondition& condition);

/// The rows that \p condition keeps; it looks at the whole version.
Result<RowSelection> selectDuplicates(const ColumnFile& file, const DuplicatesCondition& condition,
                                      const JobContext& job, size_t threads);

/// The first of the rows \p rows (null: all) that are equal in \p columns, of each kind.
Result<RowSelection> selectFirstOfEqual(const ColumnFile& file, const std::vector<size_t>& columns,
                                        const RowSelection* rows, const JobContext& job, size_t threads);

/// One bit for each of 64 bytes that are 0 or 1, the first one lowest.
[[nodiscard]] inline uint64_t packFlags(const uint8_t (&flags)[64]) {
    uint64_t bits = 0;
    for (size_t byte = 0; byte < 8; ++byte) {
        uint64_t eight = 0;
        std::memcpy(&eight, flags + 8 * byte, sizeof eight);
        bits |= (eight * uint64_t{0x0102040810204080} >> 56U) << (8 * byte); // brings bit 0 of each byte to the top one
    }
    return bits;
}

/// Clears the bits of rows for which \p keep(row) is false; words without a bit are passed over.
template <typename Keep>
void keepRows(std::span<uint64_t> bits, size_t rows, const Keep& keep) {
    for (size_t word = 0; word * 64 < rows; ++word) {
        if (bits[word] == 0) continue;
        const size_t first = word * 64;
        uint8_t flags[64] = {}; // bytes, so that simple tests are vectorised
        if (first + 64 <= rows)
            for (size_t i = 0; i < 64; ++i) flags[i] = keep(first + i) ? 1 : 0;
        else
            for (size_t i = 0; first + i < rows; ++i) flags[i] = keep(first + i) ? 1 : 0;
        bits[word] &= packFlags(flags);
    }
}

} // namespace lathe::query
