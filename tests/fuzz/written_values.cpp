// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes are read as a number, a date and a spelling, or refused; what is read stays within its bounds.
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "core/base/text.h"
#include "core/data/text/date_text.h"
#include "core/data/text/number_text.h"
#include "core/data/text/spelling.h"
#include "core/data/text/unicode.h"

using namespace lathe;
using namespace lathe::recipe;

namespace {

void check(bool holds) {
    if (!holds) std::abort();
}

void readDates(std::string_view text, std::string_view pattern) {
    for (const DateOrder order : {DateOrder::DayFirst, DateOrder::MonthFirst})
        static_cast<void>(parseWrittenDate(text, order));
    const auto form = DateForm::parse(pattern);
    if (!form) return check(!form.error().message.empty());
    if (const auto date = form->read(text)) check(!form->write(date->micros).empty() || form->pattern().empty());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::string_view first = text.substr(0, size / 2);
    const std::string_view second = text.substr(size / 2);
    for (const DecimalMark mark : {DecimalMark::Point, DecimalMark::Comma, DecimalMark::Either})
        if (const auto number = parseWrittenNumber(text, mark)) check(std::isfinite(number->value));
    readDates(first, second);
    const bool valid = isValidUtf8(text);
    for (const std::string& changed :
         {lowerCase(text), upperCase(text), titleCase(text), sentenceCase(text), withoutAccents(text),
          withCollapsedBlanks(text), normalised(text, NormalForm::Nfkc), normalised(text, NormalForm::Nfd)})
        check(!valid || isValidUtf8(changed));
    static_cast<void>(spelling::fingerprint(text));
    static_cast<void>(spelling::ngramFingerprint(text, 2));
    static_cast<void>(spelling::metaphone(text));
    static_cast<void>(spelling::colognePhonetic(text));
    check(spelling::levenshtein(first, second, 3) <= 4);
    check(spelling::levenshtein(first, second, 3) == spelling::levenshtein(second, first, 3));
    const double similarity = spelling::jaroWinkler(first, second);
    check(similarity >= 0 && similarity <= 1);
    return 0;
}
