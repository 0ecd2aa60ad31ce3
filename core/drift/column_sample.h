// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/columns/row_hash_numbers.h"
#include "core/data/columns/table.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lathe::drift {

/// What a comparison keeps of one column of one side.
struct ColumnSample {
    ColumnType type = ColumnType::Real;
    uint64_t rows = 0;
    uint64_t missing = 0; ///< missing values and infinities
    uint64_t infinite = 0;
    std::vector<double> numbers; ///< finite values, sorted: of a Text column the lengths in code points
    std::map<std::string, uint64_t, std::less<>> labels; ///< Boolean, Category, and Text when labels were asked for
    RowHashNumbers words;                                ///< of lower-case words; Text only
    std::vector<uint64_t> wordCounts;                    ///< how often each occurs, by its number
    bool wordsTruncated = false;                         ///< more distinct words than are kept

    [[nodiscard]] uint64_t present() const { return rows - missing; }
};

/// Collects a sample from pieces of a column, in any number of calls.
class SampleBuilder {
public:
    /// \p textLabels: count the texts of a Text column as categories too (memory grows with the distinct
    /// texts).
    SampleBuilder(ColumnType type, uint64_t rows, bool textLabels);
    /// \p dictionary is that of a Category piece.
    void add(const Column& piece, const std::vector<std::string>& dictionary);
    [[nodiscard]] ColumnSample finish();

private:
    void addReals(const Column& piece);
    void addIntegers(const Column& piece);
    void addCodes(const Column& piece, const std::vector<std::string>& dictionary);
    void addTexts(const Column& piece);
    void addWords(std::string_view text);

    ColumnSample m_sample;
    bool m_textLabels;
    std::vector<uint64_t> m_codeCounts;
    const std::vector<std::string>* m_codeDictionary = nullptr;
    void flushCodes();
};

} // namespace lathe::drift
