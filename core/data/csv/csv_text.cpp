// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/csv_text.h"

#include "core/base/text.h"
#include "core/data/csv/csv.h"
#include "core/data/csv/csv_values.h"

#include <algorithm>
#include <charconv>

namespace lathe {

namespace {

bool needsQuotes(std::string_view text) {
    static const std::vector<std::string> marks = CsvOptions().missingMarks;
    const std::string_view bare = trimmed(text); // texts must be told from missing values
    const auto isOf = [&](const std::vector<std::string>& some) {
        return std::find(some.begin(), some.end(), bare) != some.end();
    };
    if (isOf(marks) || isOf(csv::marksAmongValues())) return true;
    // Also what other dialects part fields with, which a reader may take the file for.
    return text.find_first_of(",;|\t\"\r\n") != std::string_view::npos || text.front() == ' ' || text.back() == ' ';
}

} // namespace

void appendCsvText(std::string& out, std::string_view text) {
    if (!needsQuotes(text)) {
        out += text;
        return;
    }
    out += '"';
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

void appendCsvCell(std::string& out, const Column& column, size_t row, bool alone) {
    if (column.isMissing(row)) {
        if (alone) out += "\"\""; // a line without anything would be no row
        return;
    }
    switch (column.schema.type) {
    case ColumnType::Integer: {
        char digits[24];
        const auto end = std::to_chars(digits, digits + sizeof digits, column.integers[row]);
        out.append(digits, end.ptr);
        break;
    }
    case ColumnType::Category:
    case ColumnType::Text: appendCsvText(out, column.text(row)); break;
    default: out += column.display(row);
    }
}

} // namespace lathe
