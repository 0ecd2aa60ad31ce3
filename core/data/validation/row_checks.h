// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include "core/base/json.h"
#include "core/data/columns/row_hash.h"
#include "core/data/validation/chunk_rows.h"
#include "core/data/validation/value_tests.h"

namespace lathe::validation {

/// The first and last value of a chunk, for checks that look at neighbours.
struct ChunkEdge {
    bool any = false;
    uint64_t firstRow = 0;
    int64_t first = 0; ///< as sortKey()
    int64_t last = 0;
};

/// What one check found in one chunk.
struct ChunkOutcome {
    uint64_t elements = 0; ///< rows that the condition lets through
    uint64_t ignored = 0;  ///< of these, rows that do not count: missing values
    uint64_t unexpected = 0;
    std::vector<uint64_t> rows; ///< the first unexpected ones, at most the limit
    ChunkEdge edge;
};

/// Judges rows, chunk by chunk, in any order and from several threads.
class RowCheck {
public:
    explicit RowCheck(std::shared_ptr<const RowCondition> condition) : m_condition(std::move(condition)) {}
    virtual ~RowCheck() = default;

    /// The outcome when the chunk's statistics tell it, without reading rows.
    [[nodiscard]] virtual std::optional<ChunkOutcome> fromStatistics(const ColumnFile& file, uint64_t chunk) const {
        (void)file, (void)chunk;
        return std::nullopt;
    }
    /// Errors: Corrupt, Io; InvalidInput from the condition.
    Result<ChunkOutcome> run(ChunkRows& rows, size_t limit) const;
    /// Adds what shows only between chunks; \p outcomes in file order.
    virtual void join(std::vector<ChunkOutcome>& outcomes, size_t limit) const { (void)outcomes, (void)limit; }
    /// Columns whose values a sample of unexpected rows shows.
    [[nodiscard]] virtual std::vector<size_t> shownColumns() const = 0;

protected:
    /// Sets \p unexpected to 1 for unexpected rows and \p ignored to 1 for rows that do not count.
    virtual Result<void> judge(ChunkRows& rows, std::span<uint8_t> unexpected, std::span<uint8_t> ignored,
                               const std::vector<uint8_t>* included, ChunkOutcome& outcome) const = 0;
    [[nodiscard]] bool conditional() const { return m_condition != nullptr; }

private:
    std::shared_ptr<const RowCondition> m_condition;
};

using RowCheckPointer = std::unique_ptr<const RowCheck>;
using ConditionPointer = std::shared_ptr<const RowCondition>;

/// Each value of a column by a test; \p wantMissing for expect_column_values_to_be_null.
RowCheckPointer valueCheck(size_t column, ValueTest test, bool wantMissing, ConditionPointer condition);
/// No value less (\p increasing) or greater than the value before it; the same counts as wrong when \p strictly.
RowCheckPointer orderCheck(size_t column, bool increasing, bool strictly, ConditionPointer condition);
/// Values whose keys are among \p keys (ascending) are unexpected: those that occur more than once.
RowCheckPointer repeatedNumberCheck(size_t column, std::vector<int64_t> keys, ConditionPointer condition);
RowCheckPointer repeatedHashCheck(std::vector<size_t> columns, std::string ignoreRowIf, std::vector<RowHash> keys,
                                  ConditionPointer condition);

/// The check of a column_pair or multicolumn expectation that looks at single rows. Null for other types.
/// Errors: InvalidInput when the columns cannot be compared.
Result<RowCheckPointer> recordCheck(const std::string& type, const Json& arguments, const ColumnFile& file,
                                    const std::vector<size_t>& columns, ConditionPointer condition);

/// Marks the rows that ignore_row_if passes over.
Result<void> markIgnored(ChunkRows& rows, const std::vector<size_t>& columns, const std::string& ignoreRowIf,
                         std::span<uint8_t> ignored);

/// A value of a column without texts as a number that sorts as the values do: whole numbers themselves, reals by
/// their bits, categories by their code.
[[nodiscard]] int64_t sortKey(const Column& column, size_t row);
[[nodiscard]] int64_t realKey(double value);
[[nodiscard]] double keyReal(int64_t key);

} // namespace lathe::validation
