// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/column_file.h"
#include "core/data/table.h"

namespace lathe {

/// What the user decides about a CSV file; everything left empty is found out by looking at the file.
struct CsvOptions {
    std::optional<char> delimiter;       ///< , ; tab | or any other single byte
    std::optional<char> quote;           ///< '\0' for none
    std::optional<bool> header;          ///< whether the first row names the columns
    std::vector<std::string> names;      ///< column names that replace, or stand in for, the header
    std::map<std::string, ColumnType> types;  ///< by column name
    std::optional<std::string> encoding; ///< "utf-8", "utf-16le", "utf-16be", "latin-1", "windows-1252"
    std::vector<std::string> missingMarks = {"", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "None", "?", "-", "NaT"};
    uint64_t skipRows = 0;               ///< lines to pass over before the header
    size_t threads = 0;                  ///< 0: all the process may use
};

/// What was decided about a file, and why, for people to check.
struct CsvDialect {
    char delimiter = ',';
    char quote = '"';
    bool header = true;
    std::string encoding = "utf-8";
    bool byteOrderMark = false;
    uint64_t skipRows = 0;
    std::string compression; ///< "", "gzip"
    std::vector<ColumnSchema> columns;
    std::vector<std::string> reasons; ///< one sentence per decision
    bool trimBlanks = false; ///< blanks around values are dropped
};

struct CsvRejectedRow {
    uint64_t line = 0; ///< 1-based line of the file at which the row begins
    std::string reason;
    std::string text;  ///< the row's bytes, cut at 4 kB
};

struct CsvOutcome {
    CsvDialect dialect;
    uint64_t rows = 0;
    uint64_t rejectedRows = 0;
    std::vector<CsvRejectedRow> rejected; ///< the first 10 000
    std::string sourceHash;               ///< SHA-256 of the file's bytes
    std::string contentHash;
};

/// Looks at the beginning of a file (1 MiB at most) and decides. Errors: NotFound, Io, InvalidInput (a spreadsheet or other binary: said so).
Result<CsvDialect> sniffCsv(const Path& file, const CsvOptions& options);

/// Reads a file of any size into a column file at \p target (which must not exist), on all threads, in bounded
/// memory. Rows that do not fit (too many fields, a bad byte, a broken quote) are kept apart with the reason; a value that
/// contradicts the type found in the sample changes the column's type, never the value. The column file is
/// the same for any number of threads. Errors: as sniffCsv, Cancelled; InvalidInput with file, line and reason
/// when nothing sensible can be read.
Result<CsvOutcome> importCsvFile(const Path& file, const Path& target, const CsvOptions& options, const JobContext& job);

/// The first \p rows rows as they would be imported.
Result<Table> previewCsv(const Path& file, const CsvOptions& options, size_t rows, CsvDialect* dialect = nullptr);

} // namespace lathe
