// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/validation/loose_dates.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string>
#include <vector>

#include "core/base/text.h"
#include "core/data/columns/table.h"

namespace lathe {

namespace {

constexpr size_t longestDate = 200;

struct Word {
    enum class Kind { Number, Name, Sign } kind = Kind::Sign;
    std::string text;
};

std::vector<Word> wordsOf(std::string_view text) {
    std::vector<Word> words;
    for (size_t i = 0; i < text.size();) {
        const size_t begin = i;
        const auto is = [&](auto test) { return i < text.size() && test(static_cast<unsigned char>(text[i])) != 0; };
        if (is(isdigit)) {
            while (is(isdigit)) ++i;
            const bool fraction =
                i + 1 < text.size() && text[i] == '.' && isdigit(static_cast<unsigned char>(text[i + 1]));
            // "1.5" is one number; "1.2.2024" is three.
            size_t end = i + 1;
            while (fraction && end < text.size() && isdigit(static_cast<unsigned char>(text[end]))) ++end;
            if (fraction && !(end < text.size() && text[end] == '.') && (begin == 0 || text[begin - 1] != '.')) i = end;
            words.push_back({Word::Kind::Number, std::string(text.substr(begin, i - begin))});
        } else if (is(isalpha)) {
            while (is(isalpha)) ++i;
            words.push_back({Word::Kind::Name, lowered(text.substr(begin, i - begin))});
        } else {
            ++i;
            words.push_back({Word::Kind::Sign,
                             std::string(1, isspace(static_cast<unsigned char>(text[begin])) ? ' ' : text[begin])});
        }
    }
    return words;
}

template <size_t N>
bool isNameIn(const std::array<const char*, N>& names, const std::string& word) {
    return std::any_of(names.begin(), names.end(), [&](const char* name) {
        return word == name || (word.size() == 3 && std::string_view(name).substr(0, 3) == word);
    });
}

constexpr std::array months{"january", "february",  "march", "april",   "may",      "june",    "july",
                            "august",  "september", "sept",  "october", "november", "december"};
constexpr std::array weekdays{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
constexpr std::array fillers{"at", "on", "and", "ad", "m", "t", "of", "st", "nd", "rd", "th"};

int monthOf(const std::string& name) {
    constexpr std::array order{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
    return static_cast<int>(std::find(order.begin(), order.end(), name.substr(0, 3)) - order.begin()) + 1;
}

class Reader {
public:
    explicit Reader(std::string_view text) : m_words(wordsOf(text)) {}

    bool all() {
        while (m_at < m_words.size())
            if (!one()) return false;
        return (m_anything || !m_parts.empty() || m_month) && dateExists();
    }

private:
    [[nodiscard]] const std::string& ahead(size_t by) const {
        static const std::string none;
        return m_at + by < m_words.size() ? m_words[m_at + by].text : none;
    }
    [[nodiscard]] bool numberAhead(size_t by) const {
        return m_at + by < m_words.size() && m_words[m_at + by].kind == Word::Kind::Number;
    }
    [[nodiscard]] bool nameAhead(size_t by) const {
        return m_at + by < m_words.size() && m_words[m_at + by].kind == Word::Kind::Name;
    }
    [[nodiscard]] double number(size_t by) const { return parseNumber(ahead(by)).value_or(-1); }

    bool one() {
        const Word& word = m_words[m_at];
        if (word.kind == Word::Kind::Number) return numeric();
        if (word.kind == Word::Kind::Name) return name();
        if (m_haveTime && (word.text == "+" || word.text == "-") && numberAhead(1)) return offset();
        ++m_at;
        return std::string_view(" .,;-/'").find(word.text) != std::string_view::npos;
    }

    bool name() {
        const std::string word = m_words[m_at].text;
        if (isNameIn(weekdays, word)) return ++m_at, m_anything = true;
        if (isNameIn(months, word)) {
            if (m_month) return false;
            m_month = monthOf(word);
            ++m_at;
            return true;
        }
        if (word == "am" || word == "pm" || word == "a" || word == "p") {
            ++m_at;
            return m_haveTime && m_hour <= 12;
        }
        if (isNameIn(fillers, word)) return ++m_at, true;
        ++m_at;
        // A zone's name is in capitals and stands after the time.
        return m_haveTime && (word == "z" || word == "utc" || word == "gmt" || (word.size() >= 3 && word.size() <= 5));
    }

    bool offset() {
        const std::string digits = ahead(1);
        m_at += 2;
        if (digits.size() == 4 || digits.size() == 2 || digits.size() == 1) {
            if (digits.size() <= 2 && ahead(0) == ":" && numberAhead(1)) m_at += 2;
            return true;
        }
        return false;
    }

    bool time() {
        m_hour = number(0);
        const double minute = number(2);
        m_at += 3;
        if (ahead(0) == ":" && numberAhead(1)) {
            if (number(1) >= 60) return false;
            m_at += 2;
        }
        m_haveTime = true;
        m_anything = true;
        return m_hour < 24 && minute < 60;
    }

    /// "10h", "5 pm", "30 min"
    bool withUnit() {
        const size_t unit = ahead(1) == " " ? 2 : 1;
        if (!nameAhead(unit)) return false;
        const std::string& word = ahead(unit);
        const bool half = word == "am" || word == "pm" || word == "a" || word == "p";
        const bool hours = word == "h" || word == "hour" || word == "hours";
        const bool less = word == "minute" || word == "minutes" || word == "s" || word == "second" || word == "seconds";
        if (!half && !hours && !less) return false;
        m_hour = less ? 0 : number(0);
        m_failed = half ? m_hour >= 24 : number(0) >= (hours ? 24 : 60);
        m_haveTime = m_anything = true;
        m_at += unit + 1;
        return true;
    }

    bool separated(const std::string& sign) {
        m_parts.push_back(ahead(0));
        m_at += 2;
        const auto part = [&] {
            if (numberAhead(0)) {
                m_parts.push_back(ahead(0));
                return true;
            }
            if (!nameAhead(0) || !isNameIn(months, ahead(0)) || m_month) return false;
            m_month = monthOf(ahead(0));
            return true;
        };
        if (!part()) return false;
        ++m_at;
        if (ahead(0) != sign) return true;
        ++m_at;
        if (!part()) return false;
        ++m_at;
        return true;
    }

    bool numeric() {
        const std::string digits = ahead(0);
        if (ahead(1) == ":" && numberAhead(2)) return time();
        if (withUnit()) return !m_failed;
        const std::string sign = ahead(1);
        if ((sign == "-" || sign == "/" || sign == ".") && (numberAhead(2) || nameAhead(2))) return separated(sign);
        ++m_at;
        const bool whole = digits.find('.') == std::string::npos;
        if (whole && m_parts.size() == 3 && (digits.size() == 2 || digits.size() == 4)) {
            m_haveTime = true; // "19990101T23"
            m_hour = *parseNumber(digits.substr(0, 2));
            return m_hour < 24 && (digits.size() == 2 || *parseNumber(digits.substr(2)) < 60);
        }
        if (whole && (digits.size() == 8 || digits.size() == 12 || digits.size() == 14)) return compact(digits);
        if (digits.size() == 6 || (digits.size() > 6 && digits[6] == '.')) return six(digits);
        if (!whole || m_parts.size() >= 3 || digits.size() > 4) return false;
        m_parts.push_back(digits);
        return true;
    }

    bool compact(const std::string& digits) {
        if (!m_parts.empty()) return false;
        m_parts = {digits.substr(0, 4), digits.substr(4, 2), digits.substr(6, 2)};
        if (digits.size() == 8) return true;
        m_haveTime = true;
        m_hour = *parseNumber(digits.substr(8, 2));
        return m_hour < 24 && *parseNumber(digits.substr(10, 2)) < 60 &&
               (digits.size() == 12 || *parseNumber(digits.substr(12)) < 60);
    }

    bool six(const std::string& digits) {
        if (m_parts.empty() && digits.size() == 6) {
            m_parts = {digits.substr(0, 2), digits.substr(2, 2), digits.substr(4, 2)};
            return true;
        }
        m_haveTime = true;
        m_hour = *parseNumber(digits.substr(0, 2));
        return m_hour < 24 && *parseNumber(digits.substr(2, 2)) < 60 && *parseNumber(digits.substr(4, 2)) < 60;
    }

    /// Whether the numbers, taken for year, month and day in dateutil's order, are a day that exists.
    [[nodiscard]] bool dateExists() const {
        std::vector<int> v;
        for (const std::string& part : m_parts) {
            const auto value = parseInteger(part);
            if (!value || *value > 9999) return false;
            v.push_back(static_cast<int>(*value));
        }
        if (m_month) return withMonthName(v);
        switch (v.size()) {
        case 0: return true;
        case 1: return v[0] > 0 || m_parts[0].size() == 2;
        case 2: {
            const bool year = v[0] > 31 || v[1] > 31;
            const int month = v[0] > 31 ? v[1] : v[0];
            return exists(2000, month, year ? 1 : v[1]);
        }
        case 3:
            if (v[0] > 31) return exists(v[0], v[1], v[2]);
            return v[0] > 12 ? exists(v[2], v[1], v[0]) : exists(v[2], v[0], v[1]);
        default: return false;
        }
    }

    [[nodiscard]] bool withMonthName(const std::vector<int>& v) const {
        if (v.size() > 2) return false;
        if (v.empty() || (v.size() == 1 && v[0] > 31)) return true;
        if (v.size() == 1) return exists(2000, *m_month, v[0]);
        return v[0] > 31 ? exists(v[0], *m_month, v[1]) : exists(v[1], *m_month, v[0]);
    }

    static bool exists(int year, int month, int day) {
        const int whole = year < 69 ? year + 2000 : year < 100 ? year + 1900 : year;
        return month >= 1 && month <= 12 && day >= 1 && daysFromCivil(whole, month, day).has_value();
    }

    std::vector<Word> m_words;
    size_t m_at = 0;
    std::vector<std::string> m_parts; ///< numbers that are year, month or day
    std::optional<int> m_month;       ///< from a name
    double m_hour = 0;
    bool m_haveTime = false;
    bool m_anything = false;
    bool m_failed = false;
};

} // namespace

bool isLooseDate(std::string_view text) {
    if (text.size() > longestDate || !isValidUtf8(text)) return false;
    return Reader(text).all();
}

} // namespace lathe
