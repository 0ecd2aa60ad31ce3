// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/data/csv/csv.h"
#include "core/data/byte_source.h"
#include "core/data/csv/csv_decode.h"
#include "core/data/csv/csv_encoding.h"
#include "core/data/csv/csv_rows.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lathe::csv {

inline constexpr size_t sampleBytes = size_t{1} << 20;

/// Everything decided about a file before its rows are read.
struct Plan {
    CsvDialect dialect;
    Grammar grammar;
    Encoding encoding = Encoding::Utf8;
    size_t markBytes = 0;
    uint64_t skip = 0;      ///< bytes of UTF-8 text before the first row of data
    uint64_t firstLine = 1; ///< the line it begins at
    size_t fields = 0;      ///< of a row; columns beyond are named by the header only and have no values
    std::vector<ColumnPlan> columns;

    /// Writes the columns' types into the dialect.
    void updateDialect();
    [[nodiscard]] BatchReader reader(std::unique_ptr<ByteSource> source, size_t rowsPerBatch) const {
        return {std::move(source), encoding, markBytes, grammar, rowsPerBatch, skip, firstLine};
    }
};

/// Decides from the first bytes of a file. Errors: InvalidInput.
Result<Plan> makePlan(ByteSource& source, const CsvOptions& options);

/// The plan for a file whose unpacked beginning is \p bytes.
Result<Plan> makePlan(std::string_view bytes, bool wholeFile, Packing packing, const std::string& name,
                      const CsvOptions& options);

/// The first rows of a source as they would be imported.
Result<Table> previewRows(std::unique_ptr<ByteSource> source, Plan& plan, const CsvOptions& options,
                          size_t rows);

/// Why the bytes are no text that could be a table ("a spreadsheet (xlsx)…"); empty when they may be.
[[nodiscard]] std::string binaryReason(std::string_view bytes);

/// The beginning of a text cut into rows. A last row that is not whole is left out unless the text is.
[[nodiscard]] Batch sampleBatch(std::string_view text, bool wholeText, const Grammar& grammar);

/// Decides delimiter and quote. \p reasons gets a sentence for each.
[[nodiscard]] Grammar sniffGrammar(std::string_view text, bool wholeText, const CsvOptions& options,
                                   std::vector<std::string>& reasons);

} // namespace lathe::csv
