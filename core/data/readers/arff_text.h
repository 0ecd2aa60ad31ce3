// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/data/columns/table.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace lathe::readers {

/// One value of a line, quotes and escapes taken off.
struct ArffToken {
    std::string text;
    bool quoted = false;
    [[nodiscard]] bool missing() const { return !quoted && text == "?"; }
};

/// Takes tokens off the front of a line.
class ArffLine {
public:
    explicit ArffLine(std::string_view text);
    /// Up to a blank or one of \p ends. Errors: InvalidInput for a quote that is never closed.
    Result<ArffToken> take(std::string_view ends);
    bool skip(char wanted); ///< after blanks
    [[nodiscard]] bool atEnd();
    [[nodiscard]] std::string_view rest();

private:
    void skipBlanks();
    std::string_view m_text;
};

enum class ArffType { Number, String, Date, Nominal };

struct ArffAttribute {
    std::string name;
    ArffType type = ArffType::Number;
    std::set<std::string, std::less<>> values;     ///< of a nominal attribute
    std::string firstValue;                        ///< what a sparse row means by leaving it out
    std::string datePattern = "%Y-%m-%dT%H:%M:%S"; ///< as csv::readPattern() reads it
};

/// The text behind "@attribute". Errors: InvalidInput, Unsupported.
Result<ArffAttribute> parseArffAttribute(std::string_view text);

/// The values of a data line, one per attribute; a sparse line is filled up. Errors: InvalidInput.
Result<std::vector<ArffToken>> parseArffRow(std::string_view line, const std::vector<ArffAttribute>& attributes);

/// A pattern of Java's SimpleDateFormat (letters y M d H h m s S a z Z X and quoted text) as csv::readPattern() reads
/// it. Errors: Unsupported for other letters.
Result<std::string> datePatternOfJava(std::string_view java);

} // namespace lathe::readers
