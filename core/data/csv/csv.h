// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/columns/column_file.h"
#include "core/data/columns/table.h"

namespace lathe {

/// CsvOptions::delimiter for runs of blanks and tabs between fields.
inline constexpr const char* blankRunDelimiter = "blanks";

/// What becomes of a row with fewer fields than the table has columns.
enum class RaggedRows {
    Reject,   ///< it goes to the rejected rows
    PadShort, ///< the fields it lacks are missing values
};

/// What the user decides about one column; everything left empty is found out.
struct CsvColumnOptions {
    std::string name; ///< a new name for the column
    std::optional<ColumnType> type;
    bool skip = false; ///< leave the column out
    /// How dates are written: "dmy", "mdy" or "ymd" for the order of day, month and year, or a pattern of
    /// %Y %y %m %d %b (name) %j %H %I %M %S %f %L (milliseconds) %p %z %% and literal text, as of strptime.
    std::string dateForm;
    std::optional<char> decimalMark; ///< '.' or ','
    std::optional<std::vector<std::string>> missingMarks;
};

/// A column of a fixed width file, in characters of a line.
struct FixedField {
    std::string name; ///< empty: the header or the number names it
    size_t start = 0;
    size_t length = 0;
};

/// What the user decides about a text table; everything left empty is found out by looking at the file.
struct CsvOptions {
    std::optional<std::string> delimiter; ///< any text without line ends, or blankRunDelimiter
    std::optional<char> quote;            ///< '\0' for none
    std::optional<char> escape;     ///< makes the next quote, delimiter or escape a plain character; '\0' for none
    std::optional<char> comment;    ///< lines that begin with it are passed over; '\0' for none
    std::optional<bool> header;     ///< whether the first row names the columns
    std::optional<bool> fixedWidth; ///< fields stand at the same places of every line
    std::vector<FixedField> fields; ///< where they stand; implies fixedWidth
    std::vector<std::string> names; ///< column names that replace, or stand in for, the header
    std::map<std::string, ColumnType> types;         ///< by column name
    std::map<std::string, CsvColumnOptions> columns; ///< more by column name; a type here wins over `types`
    std::optional<std::string> encoding;             ///< one of csvEncodings()
    std::optional<char> decimalMark;                 ///< '.' or ',' of all columns
    RaggedRows ragged = RaggedRows::Reject;
    std::vector<std::string> missingMarks = {"",     "NA", "N/A", "n/a", "NaN",  "nan",  "null", "NULL",
                                             "None", "?",  "-",   "NaT", "#N/A", "<NA>", "\\N"};
    uint64_t skipRows = 0; ///< lines to pass over before the header
    std::string member;    ///< the file within a zip archive
    size_t threads = 0;    ///< 0: all the process may use
};

/// What was decided about a file, and why, for people to check.
struct CsvDialect {
    std::string delimiter = ","; ///< blankRunDelimiter for runs of blanks; empty for fixed width
    char quote = '"';
    char escape = '\0';
    char comment = '\0';
    bool header = true;
    bool trimBlanks = false;        ///< blanks around values are dropped
    std::vector<FixedField> fields; ///< of a fixed width file
    std::string encoding = "utf-8";
    bool byteOrderMark = false;
    uint64_t skipRows = 0;
    std::string compression; ///< "", "gzip", "zstd", "bzip2", "zip"
    std::vector<ColumnSchema> columns;
    /// Per column: its name in the file, by which CsvOptions::columns knows it.
    std::vector<std::string> sourceNames;
    /// Per column: how its values are written where the type does not say it ("day/month/year").
    std::vector<std::string> forms;
    std::vector<std::string> reasons; ///< one sentence per decision
};

struct CsvRejectedRow {
    uint64_t line = 0; ///< 1-based line of the file at which the row begins
    std::string reason;
    std::string text; ///< the row's bytes, cut at 4 kB
};

struct CsvOutcome {
    CsvDialect dialect;
    uint64_t rows = 0;
    uint64_t rejectedRows = 0;
    std::vector<CsvRejectedRow> rejected; ///< the first 10 000
    std::string sourceHash;               ///< SHA-256 of the file's bytes
    std::string contentHash;
};

/// The words CsvOptions::encoding takes.
[[nodiscard]] const std::vector<std::string>& csvEncodings();

/// A file and how it is read: decided once, for looking at it and for importing it. Used on one thread at a time.
class CsvFile {
public:
    /// Looks at the beginning of a file (1 MiB at most) and decides. Errors: NotFound, Io, InvalidInput (a spreadsheet
    /// or other binary: said so).
    static Result<CsvFile> open(const Path& file, const CsvOptions& options);
    ~CsvFile();
    CsvFile(CsvFile&&) noexcept;
    CsvFile& operator=(CsvFile&&) noexcept;

    /// What is known by now: rows beyond the beginning, read by preview() or import(), may say otherwise.
    [[nodiscard]] const CsvDialect& dialect() const;

    /// The first \p rows rows as they would be imported; \p rejected gets the rows among them that would not.
    Result<Table> preview(size_t rows, std::vector<CsvRejectedRow>& rejected);

    /// Reads a file of any size into a column file at \p target (which must not exist), on all threads, in bounded
    /// memory. Rows that do not fit (too many fields, a bad byte, a broken quote) are kept apart with the reason; a
    /// value that contradicts the type found in the sample changes the column's type, never the value. The column file
    /// is the same for any number of threads. Errors: Cancelled; Conflict when the file changed since open();
    /// InvalidInput with file, line and reason when nothing sensible can be read; Io.
    Result<CsvOutcome> import(const Path& target, const JobContext& job);

private:
    struct State;
    explicit CsvFile(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// CsvFile::open() and CsvFile::import().
Result<CsvOutcome> importCsvFile(const Path& file, const Path& target, const CsvOptions& options,
                                 const JobContext& job);

/// CsvFile::open() and CsvFile::preview().
Result<Table> previewCsv(const Path& file, const CsvOptions& options, size_t rows);

} // namespace lathe
