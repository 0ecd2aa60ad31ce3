// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/data/csv/csv.h"
#include "core/data/csv/csv_decode.h"
#include "core/data/csv/csv_encoding.h"
#include "core/data/csv/csv_rows.h"
#include "core/data/sources/byte_source.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lathe::csv {

inline constexpr size_t sampleBytes = size_t{1} << 20;

/// Everything decided about a file before its rows are read.
struct Plan {
    CsvDialect dialect;
    Reading reading;
    Encoding encoding;
    size_t markBytes = 0;
    uint64_t skip = 0;      ///< bytes of UTF-8 text before the first row of data
    uint64_t firstLine = 1; ///< the line it begins at
    size_t fields = 0;      ///< of a row; columns beyond are named by the header only and have no values
    RaggedRows ragged = RaggedRows::Reject;
    std::vector<ColumnPlan> columns;

    [[nodiscard]] const Grammar& grammar() const { return reading.grammar; }
    /// Writes the columns' types into the dialect.
    void updateDialect();
    [[nodiscard]] BatchReader reader(std::unique_ptr<ByteSource> source, size_t rowsPerBatch) const {
        return {std::move(source), encoding, markBytes, grammar(), rowsPerBatch, skip, firstLine};
    }
    [[nodiscard]] Rows rows(const Batch& batch, std::vector<CsvRejectedRow>& rejected) const {
        return {batch, grammar(), fields, ragged, rejected};
    }
};

/// Decides from the first bytes of a file. Errors: InvalidInput.
Result<Plan> makePlan(ByteSource& source, const CsvOptions& options);

/// The plan for a file whose unpacked beginning is \p bytes.
Result<Plan> makePlan(std::string_view bytes, bool wholeFile, Packing packing, const std::string& name,
                      const CsvOptions& options);

/// The first rows of a source as they would be imported; \p rejected gets those that would not.
Result<Table> previewRows(std::unique_ptr<ByteSource> source, Plan& plan, size_t rows,
                          std::vector<CsvRejectedRow>& rejected);

/// Why the bytes are no text that could be a table ("a spreadsheet (xlsx)…"); empty when they may be.
[[nodiscard]] std::string binaryReason(std::string_view bytes);

/// The beginning of a text cut into rows. A last row that is not whole is left out unless the text is.
[[nodiscard]] Batch sampleBatch(std::string_view text, bool wholeText, const Grammar& grammar);

/// Decides delimiter, quote, escape and comments, or that fields have fixed widths. \p reasons gets a
/// sentence for each.
[[nodiscard]] Grammar sniffGrammar(std::string_view text, bool wholeText, const CsvOptions& options,
                                   std::vector<std::string>& reasons);

/// Where the fields of fixed width lines begin, found by the columns of blanks that go through all of them;
/// empty when there are none. The first field begins at 0.
[[nodiscard]] std::vector<size_t> findFixedFields(std::string_view text, bool wholeText, char comment);
/// The grammar of fields at these places; gaps between them are fields of their own that no column reads.
[[nodiscard]] Grammar fixedGrammar(const std::vector<FixedField>& fields, char comment);

// Types (csv_types.cpp) ------------------------------------------------------------------------------------

/// Decides the columns' kinds from the sample's rows and the options. Errors: InvalidInput.
Result<void> decideTypes(Plan& plan, const Rows& rows, bool wholeFile, const CsvOptions& options);

/// Takes away from the columns' kinds what a pass found not to fit. False when nothing changes.
bool narrow(Plan& plan, const std::vector<Kinds>& kinds);

} // namespace lathe::csv
