// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as people write them: other decimal marks, marks between thousands, percent, currencies.
#include "core/data/csv/csv_values.h"

#include "core/base/text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <span>

namespace lathe::csv {

namespace {

/// Whether \p value is exactly the integer that \p digits spell.
bool isExactInteger(std::string_view digits, double value) {
    char buffer[400];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, std::fabs(value), std::chars_format::fixed, 0).ptr;
    return std::string_view(buffer, static_cast<size_t>(end - buffer)) == digits;
}

bool readInfinity(std::string_view text, bool negative, double& value) {
    const std::string word = lowered(text);
    if (word != "inf" && word != "infinity") return false;
    value = negative ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
    return true;
}

constexpr std::string_view noBreakBlank = "\xC2\xA0";
constexpr std::string_view thinBlank = "\xE2\x80\x89";
constexpr std::string_view narrowNoBreakBlank = "\xE2\x80\xAF";

/// Blanks of every kind off both ends.
std::string_view withoutBlanks(std::string_view text) {
    for (size_t before = SIZE_MAX; text.size() < before;) {
        before = text.size();
        text = trimBlanks(text);
        for (const auto blank : {noBreakBlank, thinBlank, narrowNoBreakBlank}) {
            if (text.starts_with(blank)) text.remove_prefix(blank.size());
            if (text.ends_with(blank)) text.remove_suffix(blank.size());
        }
    }
    return text;
}

/// The minus of a keyboard or of a typesetter (U+2212).
bool takeMinus(std::string_view& text) {
    for (const std::string_view minus : {"-", "\xE2\x88\x92"}) {
        if (!text.starts_with(minus)) continue;
        text.remove_prefix(minus.size());
        return true;
    }
    return false;
}

/// What may stand between thousands: points, commas, blanks and the apostrophes of Switzerland.
constexpr std::string_view thousandsMarks[] = {
    ".", " ", noBreakBlank, thinBlank, narrowNoBreakBlank, "'", "\xE2\x80\x99", ","};
constexpr std::span<const std::string_view> allMarks(thousandsMarks);
constexpr auto pointMarks = allMarks.first(1);
constexpr auto commaMarks = allMarks.last(1);
constexpr auto blankMarks = allMarks.subspan(1, allMarks.size() - 2);
constexpr auto pointOrBlankMarks = allMarks.first(allMarks.size() - 1);
constexpr auto commaOrBlankMarks = allMarks.last(allMarks.size() - 1);

struct Writing {
    char decimal = '.'; ///< '\0': no decimals
    std::span<const std::string_view> marks{};
};

Writing writingOf(Kind kind) {
    switch (kind) {
    case RealComma:
    case PercentComma: return {',', {}};
    case IntegerGroupedByComma: return {'\0', commaMarks};
    case IntegerGroupedByPoint: return {'\0', pointMarks};
    case IntegerGroupedByBlank: return {'\0', blankMarks};
    case RealGroupedByComma: return {'.', commaMarks};
    case RealGroupedByPoint: return {',', pointMarks};
    case Money: return {'.', commaOrBlankMarks};
    case MoneyComma: return {',', pointOrBlankMarks};
    case RealGroupedByBlank: return {'.', blankMarks};
    case RealGroupedByBlankComma: return {',', blankMarks};
    case IntegerTypeset: return {'\0', {}};
    case MoneyPlain: return {'\0', blankMarks};
    default: return {'.', {}};
    }
}

/// A number in the plain form that readInteger and readReal know; longer ones stay text.
class PlainForm {
public:
    /// False when \p text is no number in this writing.
    bool write(std::string_view text, const Writing& writing) {
        text = withoutBlanks(text);
        if (takeMinus(text)) add('-');
        else if (text.starts_with('+')) take(text, 1);
        else if (text.ends_with('-')) add('-'), text.remove_suffix(1);
        if (!takeInteger(text, writing.marks)) return false;
        if (writing.decimal != '\0' && text.starts_with(writing.decimal)) {
            text.remove_prefix(1);
            if (!add('.') || takeDigits(text) == 0) return false;
        }
        const bool exponent = writing.marks.empty() && (text.starts_with('e') || text.starts_with('E'));
        if (exponent) {
            m_hasExponent = true;
            return text.size() <= 6 && take(text, text.size());
        }
        return text.empty();
    }
    bool shiftTwoPlaces() { return !m_hasExponent && add('e') && add('-') && add('2'); }
    [[nodiscard]] std::string_view text() const { return {m_bytes, m_size}; }

private:
    bool add(char c) {
        if (m_size == sizeof m_bytes) return false;
        m_bytes[m_size++] = c;
        return true;
    }
    bool take(std::string_view& text, size_t count) {
        for (size_t i = 0; i < count; ++i)
            if (!add(text[i])) return false;
        text.remove_prefix(count);
        return true;
    }
    size_t takeDigits(std::string_view& text) {
        size_t count = 0;
        while (count < text.size() && isDigit(text[count])) ++count;
        return take(text, count) ? count : 0;
    }
    bool takeInteger(std::string_view& text, std::span<const std::string_view> marks) {
        const size_t first = takeDigits(text);
        if (first == 0) return false;
        std::string_view used; // a number has one mark throughout
        for (const auto mark : marks)
            if (text.starts_with(mark)) used = mark;
        if (used.empty()) return true;
        if (first > 3) return false;
        if (m_bytes[m_size - first] == '0') return false;
        bool pairs = false; // India parts lakhs and crores: 12,34,567
        bool thousands = false;
        while (text.starts_with(used)) {
            text.remove_prefix(used.size());
            const size_t count = takeDigits(text);
            if (count == 2 && used == "," && first <= 2 && !thousands) pairs = true;
            else if (count != 3 || (pairs && thousands)) return false;
            else thousands = true;
        }
        return thousands;
    }

    char m_bytes[64];
    size_t m_size = 0;
    bool m_hasExponent = false;
};

/// Signs that are written at an amount, and the codes of ISO 4217 that are met most.
constexpr std::string_view currencies[] = {"$",   "€",   "£",   "¥",   "₹",   "₽", "₩",   "₺",   "₴",   "₪",
                                           "฿",   "₫",   "₦",   "US$", "A$",  "C$",  "R$",  "HK$", "Fr.", "kr",
                                           "zł",  "Kč",  "Ft",  "lei", "AUD", "BGN", "BRL", "CAD", "CHF", "CNY",
                                           "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "INR", "JPY", "KRW", "MXN",
                                           "NOK", "NZD", "PLN", "RON", "RUB", "SEK", "TRY", "UAH", "USD", "ZAR"};

bool isCurrency(std::string_view text) {
    return std::find(std::begin(currencies), std::end(currencies), text) != std::end(currencies);
}

struct Amount {
    bool negative = false;
    std::string_view currency;
    std::string_view number; ///< without sign
};

/// "-$5", "$-5", "5 €", "-5 EUR".
std::optional<Amount> amountOf(std::string_view text) {
    Amount amount;
    const auto takeSign = [&] {
        if (amount.negative || !takeMinus(text)) return;
        amount.negative = true;
        text = withoutBlanks(text);
    };
    text = withoutBlanks(text);
    takeSign();
    const auto isNumberByte = [](char c) { return isDigit(c) || c == '-'; };
    const auto begin = std::find_if(text.begin(), text.end(), isNumberByte);
    if (begin == text.end()) return std::nullopt;
    if (begin != text.begin()) {
        const auto length = static_cast<size_t>(begin - text.begin());
        amount.currency = withoutBlanks(text.substr(0, length));
        text.remove_prefix(length);
        takeSign();
    } else {
        const auto end = std::find_if(text.rbegin(), text.rend(), isDigit);
        const auto length = static_cast<size_t>(text.rend() - end);
        amount.currency = withoutBlanks(text.substr(length));
        text = text.substr(0, length);
    }
    amount.number = text;
    if (text.empty() || !isDigit(text.front()) || !isDigit(text.back()) || !isCurrency(amount.currency))
        return std::nullopt;
    return amount;
}

bool readMoney(std::string_view text, Kind kind, double& value) {
    const auto amount = amountOf(text);
    PlainForm plain;
    if (!amount || !plain.write(amount->number, writingOf(kind)) || !readReal(plain.text(), value)) return false;
    if (amount->negative) value = -value;
    return true;
}

bool readPercent(std::string_view text, Kind kind, double& value) {
    if (!text.ends_with('%')) return false;
    text = withoutBlanks(text.substr(0, text.size() - 1));
    PlainForm plain;
    return plain.write(text, writingOf(kind)) && plain.shiftTwoPlaces() && readReal(plain.text(), value);
}

} // namespace

bool readRealSlowly(std::string_view unsignedText, bool negative, double& value) {
    if (unsignedText.empty()) return false;
    if (!isDigit(unsignedText.front()) && unsignedText.front() != '.')
        return readInfinity(unsignedText, negative, value);
    if (unsignedText.size() > 1 && unsignedText[0] == '0' && isDigit(unsignedText[1])) return false;
    const char* end = unsignedText.data() + unsignedText.size();
    const auto [stop, code] = std::from_chars(unsignedText.data(), end, value, std::chars_format::general);
    if (code != std::errc() || stop != end) return false; // also what is out of range: it would change the value
    if (std::all_of(unsignedText.begin(), unsignedText.end(), isDigit) && !isExactInteger(unsignedText, value))
        return false;
    if (negative) value = -value;
    return true;
}

bool readGroupedInteger(std::string_view text, Kind kind, int64_t& value) {
    if (kind == IntegerTypeset && readInteger(text, value)) return true;
    PlainForm plain;
    return plain.write(text, writingOf(kind)) && readInteger(plain.text(), value);
}

bool readWrittenReal(std::string_view text, Kind kind, double& value) {
    if (kind == Percent || kind == PercentComma) return readPercent(text, kind, value);
    if ((kind & moneyKinds) != 0) return readMoney(text, kind, value);
    if (kind == RealTypeset && readReal(text, value)) return true;
    PlainForm plain;
    return plain.write(text, writingOf(kind)) && readReal(plain.text(), value);
}

std::string_view currencyOf(std::string_view text) {
    const auto amount = amountOf(text);
    return amount ? amount->currency : std::string_view();
}

} // namespace lathe::csv
