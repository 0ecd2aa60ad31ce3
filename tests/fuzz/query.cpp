// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as a pattern to search for and as a condition on rows. The first byte chooses how it is meant; behind a line
// break stands a text that is searched. A filter over a column file finds the rows that the pattern matches one by one.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/data/query/filter.h"
#include "core/data/query/text_matcher.h"
#include "tests/fuzz/fuzz_file.h"
#include "tests/fuzz/fuzz_table.h"

using namespace lathe;

namespace {

const ColumnFile& fuzzFile() {
    static const auto file = [] {
        const Path path = fuzz::scratchFolder() / "rows.h5";
        const Table rows = fuzz::fuzzRows();
        auto writer = ColumnFileWriter::create(path, rows.schema());
        if (!writer || !(*writer)->append(rows) || !(*writer)->finish()) std::abort();
        auto opened = ColumnFile::open(path);
        if (!opened) std::abort();
        return *opened;
    }();
    return *file;
}

RowSelection rowsOf(const FilterCondition& condition) {
    const auto rows = selectRows(fuzzFile(), {{condition}}, {}, 1);
    if (!rows) std::abort(); // what was found sound before must run
    return *rows;
}

void tryPattern(const TextPattern& pattern, std::string_view text) {
    const auto matcher = query::TextMatcher::compile(pattern);
    if (matcher.has_value() != checkPattern(pattern).has_value()) std::abort();
    if (!matcher) return;
    if (matcher->matches(text) && !matcher->couldMatch(text)) std::abort();
    static const Table table = fuzz::fuzzRows();
    for (const Column& column : table.columns) {
        const RowSelection found = rowsOf(TextCondition{column.schema.name, pattern, false});
        for (size_t row = 0; row < table.rows(); ++row)
            if (found.contains(row) != (!column.isMissing(row) && matcher->matches(column.display(row)))) std::abort();
    }
}

void tryCondition(const FilterCondition& condition) {
    const auto checked = checkFilter(fuzzFile().schema(), {{condition}});
    if (checked) (void)rowsOf(condition);
    else if (checked.error().message.empty()) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size == 0) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::string head(text.substr(0, text.find('\n')));
    const std::string rest(text.substr(std::min(text.size(), head.size() + 1)));
    const bool first = (data[0] & 8) != 0;
    const bool second = (data[0] & 16) != 0;
    const bool third = (data[0] & 32) != 0;
    switch (data[0] % 4) {
    case 0: tryPattern({head, first, second, third}, rest); break;
    case 1: tryCondition(ExpressionCondition{head}); break;
    case 2: tryCondition(ValuesCondition{first ? "x" : rest, {head, rest}, second, third}); break;
    default:
        tryCondition(DuplicatesCondition{{head, rest},
                                         first ? DuplicatesCondition::Keep::Later : DuplicatesCondition::Keep::All});
    }
    return 0;
}
