// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/text/date_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "core/base/text.h"
#include "core/data/columns/table.h"
#include "core/data/text/time_text.h"
#include "core/data/text/unicode.h"

namespace lathe::recipe {

namespace {

constexpr int64_t microsPerSecond = 1'000'000;
constexpr int64_t microsPerDay = 86400 * microsPerSecond;

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

constexpr std::array<const char*, 12> englishMonths = {"january",   "february", "march",    "april",
                                                       "may",       "june",     "july",     "august",
                                                       "september", "october",  "november", "december"};
constexpr std::array<const char*, 7> englishDays = {"monday", "tuesday",  "wednesday", "thursday",
                                                    "friday", "saturday", "sunday"};

/// Beginnings that tell a month, without accents; the English names apart.
struct MonthWord {
    const char* beginning;
    int month;
};
constexpr MonthWord monthWords[] = {
    {"janu", 1},  {"jan", 1},  {"ene", 1},  {"jaen", 1}, {"fev", 2},  {"feb", 2}, {"mar", 3},  {"mrz", 3},
    {"maerz", 3}, {"avr", 4},  {"abr", 4},  {"apr", 4},  {"mai", 5},  {"may", 5}, {"juin", 6}, {"jun", 6},
    {"juil", 7},  {"jul", 7},  {"aou", 8},  {"ago", 8},  {"aug", 8},  {"sep", 9}, {"set", 9},  {"okt", 10},
    {"oct", 10},  {"nov", 11}, {"dez", 12}, {"dic", 12}, {"dec", 12},
};

int monthFromWord(std::string_view word) {
    if (word.size() < 3) return 0;
    const std::string plain = lowerCase(withoutAccents(word));
    static constexpr std::string_view whole[] = {
        "january",  "february", "march",      "april",     "june",    "july",      "august",    "september",
        "sept",     "october",  "november",   "december",  "januar",  "janner",    "jaenner",   "februar",
        "marz",     "maerz",    "mai",        "juni",      "juli",    "oktober",   "dezember",  "janvier",
        "fevrier",  "mars",     "avril",      "juin",      "juillet", "aout",      "septembre", "octobre",
        "novembre", "decembre", "enero",      "febrero",   "marzo",   "abril",     "mayo",      "junio",
        "julio",    "agosto",   "septiembre", "setiembre", "octubre", "noviembre", "diciembre"};
    const bool known = plain.size() <= 4 || std::find(std::begin(whole), std::end(whole), plain) != std::end(whole);
    if (!known) return 0;
    for (const MonthWord& entry : monthWords)
        if (plain.starts_with(entry.beginning)) return entry.month;
    return 0;
}

bool isDayName(std::string_view word) {
    const std::string plain = lowerCase(word);
    return word.size() >= 3 && std::any_of(englishDays.begin(), englishDays.end(),
                                           [&](const char* name) { return std::string_view(name).starts_with(plain); });
}

int fullYear(int64_t year, size_t digits) {
    if (digits > 2) return static_cast<int>(year);
    return static_cast<int>(year >= 70 ? 1900 + year : 2000 + year);
}

/// Number, word or sign of a written date.
struct Piece {
    enum class Kind { Number, Word, Sign } kind = Kind::Sign;
    std::string_view text;
    int64_t number = 0;
};

std::optional<std::vector<Piece>> piecesOf(std::string_view text) {
    std::vector<Piece> pieces;
    for (size_t at = 0; at < text.size();) {
        size_t end = at + 1;
        Piece piece;
        if (isDigit(text[at])) {
            while (end < text.size() && isDigit(text[end])) ++end;
            if (end - at > 9) return std::nullopt;
            piece.kind = Piece::Kind::Number;
            std::from_chars(text.data() + at, text.data() + end, piece.number);
        } else if (isLetter(text[at])) {
            while (end < text.size() && isLetter(text[end])) ++end;
            piece.kind = Piece::Kind::Word;
        }
        piece.text = text.substr(at, end - at);
        if (text[at] != ' ') pieces.push_back(piece);
        at = end;
        if (pieces.size() > 24) return std::nullopt;
    }
    return pieces;
}

/// The time of day, from the pieces behind the date.
class TimeReader {
public:
    TimeReader(const std::vector<Piece>& pieces, size_t at) : m_pieces(pieces), m_at(at) {}

    /// Micros of the day, zone taken off; none when the pieces are no time.
    std::optional<int64_t> read() {
        int64_t hour = 0;
        int64_t minute = 0;
        int64_t micros = 0;
        if (!number(hour, 2) || !sign(":") || !number(minute, 2)) return std::nullopt;
        if (sign(":")) {
            int64_t second = 0;
            if (!number(second, 2) || second > 60) return std::nullopt;
            micros = second * microsPerSecond;
            if ((sign(".") || sign(",")) && !fraction(micros)) return std::nullopt;
        }
        if (m_at < m_pieces.size() && m_pieces[m_at].kind == Piece::Kind::Word && !halfOfDay(hour))
            return zone(hour, minute, micros);
        return zone(hour, minute, micros);
    }

private:
    bool number(int64_t& value, size_t digits) {
        if (m_at >= m_pieces.size() || m_pieces[m_at].kind != Piece::Kind::Number ||
            m_pieces[m_at].text.size() > digits)
            return false;
        value = m_pieces[m_at++].number;
        return true;
    }
    bool sign(std::string_view text) {
        if (m_at >= m_pieces.size() || m_pieces[m_at].text != text) return false;
        ++m_at;
        return true;
    }
    bool fraction(int64_t& micros) {
        if (m_at >= m_pieces.size() || m_pieces[m_at].kind != Piece::Kind::Number) return false;
        int64_t value = m_pieces[m_at].number;
        for (size_t digits = m_pieces[m_at].text.size(); digits < 6; ++digits) value *= 10;
        for (size_t digits = m_pieces[m_at].text.size(); digits > 6; --digits) value /= 10;
        micros += value;
        ++m_at;
        return true;
    }
    bool halfOfDay(int64_t& hour) {
        std::string word = lowered(m_pieces[m_at].text);
        size_t next = m_at + 1;
        if ((word == "a" || word == "p") && next + 1 < m_pieces.size() && m_pieces[next].text == "." &&
            lowered(m_pieces[next + 1].text) == "m") {
            word += 'm';
            next += 2;
            if (next < m_pieces.size() && m_pieces[next].text == ".") ++next;
        }
        if (word != "am" && word != "pm") return false;
        if (hour < 1 || hour > 12) hour = 99; // refused below
        else hour = hour % 12 + (word == "pm" ? 12 : 0);
        m_at = next;
        return true;
    }
    std::optional<int64_t> zone(int64_t hour, int64_t minute, int64_t micros) {
        int64_t offset = 0;
        if (m_at < m_pieces.size() && m_pieces[m_at].kind == Piece::Kind::Word) {
            const auto minutes = minutesOfZone(upperCase(m_pieces[m_at].text));
            if (!minutes) return std::nullopt;
            offset = *minutes;
            ++m_at;
        }
        if (m_at < m_pieces.size() && (m_pieces[m_at].text == "+" || m_pieces[m_at].text == "-")) {
            const bool west = m_pieces[m_at++].text == "-";
            if (m_at >= m_pieces.size() || m_pieces[m_at].kind != Piece::Kind::Number) return std::nullopt;
            const Piece& piece = m_pieces[m_at++];
            int64_t hours = piece.number;
            int64_t minutes = 0;
            if (piece.text.size() == 4) {
                minutes = hours % 100;
                hours /= 100;
            } else if (sign(":") && !number(minutes, 2)) {
                return std::nullopt;
            }
            if (hours > 14 || minutes > 59) return std::nullopt;
            offset += (hours * 60 + minutes) * (west ? -1 : 1);
        }
        if (m_at != m_pieces.size() || hour > 23 || minute > 59) return std::nullopt;
        return ((hour * 60 + minute - offset) * 60) * microsPerSecond + micros;
    }

    const std::vector<Piece>& m_pieces;
    size_t m_at;
};

struct CivilDay {
    int64_t year = 0;
    int64_t month = 0;
    int64_t day = 0;
    bool ambiguous = false;
    size_t used = 0; ///< pieces
};

bool isSeparator(const Piece& piece) {
    return piece.text == "-" || piece.text == "/" || piece.text == "." || piece.text == "," || piece.text == "_";
}

/// Three numbers with signs between: the year first, or last.
std::optional<CivilDay> numericDay(const std::vector<Piece>& p, DateOrder order) {
    if (p.size() < 5 || p[0].kind != Piece::Kind::Number || p[2].kind != Piece::Kind::Number ||
        p[4].kind != Piece::Kind::Number || !isSeparator(p[1]) || p[1].text != p[3].text)
        return std::nullopt;
    CivilDay day;
    day.used = 5;
    if (p[0].text.size() == 4) {
        day.year = p[0].number;
        day.month = p[2].number;
        day.day = p[4].number;
        return p[2].text.size() <= 2 && p[4].text.size() <= 2 ? std::optional(day) : std::nullopt;
    }
    if (p[0].text.size() > 2 || p[2].text.size() > 2 || (p[4].text.size() != 4 && p[4].text.size() != 2))
        return std::nullopt;
    day.year = fullYear(p[4].number, p[4].text.size());
    day.day = order == DateOrder::DayFirst ? p[0].number : p[2].number;
    day.month = order == DateOrder::DayFirst ? p[2].number : p[0].number;
    day.ambiguous = p[0].number <= 12 && p[2].number <= 12 && p[0].number != p[2].number;
    return day;
}

/// 20140131
std::optional<CivilDay> compactDay(const std::vector<Piece>& p) {
    if (p.empty() || p[0].kind != Piece::Kind::Number || p[0].text.size() != 8) return std::nullopt;
    return CivilDay{p[0].number / 10000, p[0].number / 100 % 100, p[0].number % 100, false, 1};
}

/// A month by name, a day and a year in any of the usual orders: 31 Jan 2014, Jan 31st, 2014, 2014-Jan-31.
std::optional<CivilDay> namedDay(const std::vector<Piece>& p) {
    CivilDay day;
    std::vector<const Piece*> numbers;
    size_t at = 0;
    for (; at < p.size() && (day.month == 0 || numbers.size() < 2); ++at) {
        const Piece& piece = p[at];
        if (piece.kind == Piece::Kind::Number) {
            if (at + 1 < p.size() && p[at + 1].text == ":") return std::nullopt;
            numbers.push_back(&piece);
        } else if (piece.kind == Piece::Kind::Word) {
            const std::string word = lowered(piece.text);
            const bool ordinal =
                !numbers.empty() && (word == "st" || word == "nd" || word == "rd" || word == "th" || word == "er");
            const bool filler = ordinal || word == "of" || word == "de" || word == "the" ||
                                (numbers.empty() && day.month == 0 && isDayName(word));
            const int month = filler || day.month != 0 ? 0 : monthFromWord(piece.text);
            if (month == 0 && !filler) return std::nullopt;
            if (month != 0) day.month = month;
        } else if (!isSeparator(piece) && piece.text != "'") {
            return std::nullopt;
        }
    }
    if (day.month == 0 || numbers.size() != 2) return std::nullopt;
    const bool yearFirst = numbers[0]->text.size() == 4;
    const Piece& year = *numbers[yearFirst ? 0 : 1];
    const Piece& dayOfMonth = *numbers[yearFirst ? 1 : 0];
    if (dayOfMonth.text.size() > 2 || (year.text.size() != 4 && year.text.size() != 2)) return std::nullopt;
    day.day = dayOfMonth.number;
    day.year = fullYear(year.number, year.text.size());
    day.used = at;
    return day;
}

std::optional<WrittenDate> dateOf(const CivilDay& day) {
    if (day.month < 1 || day.month > 12 || day.day < 1 || day.day > 31) return std::nullopt;
    const auto days = daysFromCivil(day.year, static_cast<int>(day.month), static_cast<int>(day.day));
    if (!days) return std::nullopt;
    return WrittenDate{*days * microsPerDay, false, day.ambiguous};
}

} // namespace

std::optional<WrittenDate> parseWrittenDate(std::string_view text, DateOrder order) {
    const std::string_view inner = withoutOuterBlanks(text);
    if (inner.size() < 6 || inner.size() > 64) return std::nullopt;
    const auto pieces = piecesOf(inner);
    if (!pieces) return std::nullopt;
    auto day = numericDay(*pieces, order);
    if (!day) day = compactDay(*pieces);
    if (!day) day = namedDay(*pieces);
    if (!day) return std::nullopt;
    auto date = dateOf(*day);
    if (!date) return std::nullopt;
    size_t at = day->used;
    if (at == pieces->size()) return date;
    const std::string_view next = (*pieces)[at].text;
    if (next == "T" || next == "t" || next == "," || next == "at") ++at;
    const auto time = TimeReader(*pieces, at).read();
    if (!time) return std::nullopt;
    date->micros += *time;
    date->hasTime = true;
    return date;
}

// ---- Forms that a person gives --------------------------------------------------------------------------------

namespace {

constexpr std::string_view formLetters = "YymdHIMSfpbBjzaA%";

/// Reads a text letter by letter of a form.
class FormReader {
public:
    FormReader(std::string_view pattern, std::string_view text) : m_pattern(pattern), m_text(text) {}

    std::optional<WrittenDate> read() {
        for (size_t i = 0; i < m_pattern.size(); ++i) {
            const char c = m_pattern[i];
            if (c == '%' ? !field(m_pattern[++i]) : !literal(c)) return std::nullopt;
        }
        while (m_at < m_text.size() && m_text[m_at] == ' ') ++m_at;
        if (m_at != m_text.size()) return std::nullopt;
        return date();
    }

private:
    bool literal(char c) {
        if (c == ' ') {
            while (m_at < m_text.size() && m_text[m_at] == ' ') ++m_at;
            return true;
        }
        if (m_at >= m_text.size() || m_text[m_at] != c) return false;
        ++m_at;
        return true;
    }

    bool number(int64_t& value, size_t most, int64_t least, int64_t greatest, size_t fewest = 1) {
        const size_t begin = m_at;
        value = 0;
        while (m_at < m_text.size() && m_at - begin < most && isDigit(m_text[m_at]))
            value = value * 10 + (m_text[m_at++] - '0');
        return m_at - begin >= fewest && value >= least && value <= greatest;
    }

    std::string_view word() {
        const size_t begin = m_at;
        while (m_at < m_text.size() && isLetter(m_text[m_at])) ++m_at;
        return m_text.substr(begin, m_at - begin);
    }

    bool field(char letter) {
        switch (letter) {
        case 'Y': return number(m_day.year, 4, 0, 9999, 4);
        case 'y': {
            if (!number(m_day.year, 2, 0, 99, 2)) return false;
            m_day.year = fullYear(m_day.year, 2);
            return true;
        }
        case 'm': return number(m_day.month, 2, 1, 12);
        case 'd': return number(m_day.day, 2, 1, 31);
        case 'j': return number(m_dayOfYear, 3, 1, 366);
        case 'H': m_hasTime = true; return number(m_hour, 2, 0, 23);
        case 'I': m_hasTime = m_halves = true; return number(m_hour, 2, 1, 12);
        case 'M': return number(m_minute, 2, 0, 59);
        case 'S': return number(m_second, 2, 0, 60);
        case 'f': return fraction();
        case 'p': return half();
        case 'b':
        case 'B': return (m_day.month = monthFromWord(word())) != 0;
        case 'a':
        case 'A': return isDayName(word());
        case 'z': return zone();
        default: return literal('%');
        }
    }

    bool fraction() {
        const size_t begin = m_at;
        if (!number(m_micros, 6, 0, 999'999)) return false;
        for (size_t digits = m_at - begin; digits < 6; ++digits) m_micros *= 10;
        while (m_at < m_text.size() && isDigit(m_text[m_at])) ++m_at;
        return true;
    }

    bool half() {
        const std::string text = lowered(word());
        m_afternoon = text == "pm";
        return text == "am" || text == "pm";
    }

    bool zone() {
        if (m_at < m_text.size() && (m_text[m_at] == 'Z' || m_text[m_at] == 'z')) return ++m_at, true;
        if (m_at >= m_text.size() || (m_text[m_at] != '+' && m_text[m_at] != '-')) return false;
        const bool west = m_text[m_at++] == '-';
        int64_t hours = 0;
        int64_t minutes = 0;
        if (!number(hours, 2, 0, 14, 2)) return false;
        if (m_at < m_text.size() && m_text[m_at] == ':') ++m_at;
        if (m_at < m_text.size() && isDigit(m_text[m_at]) && !number(minutes, 2, 0, 59, 2)) return false;
        m_offset = (hours * 60 + minutes) * (west ? -1 : 1);
        return true;
    }

    std::optional<WrittenDate> date() {
        if (m_dayOfYear > 0) m_day.month = m_day.day = 1;
        auto result = dateOf(m_day);
        if (!result) return std::nullopt;
        if (m_dayOfYear > 0) result->micros += (m_dayOfYear - 1) * microsPerDay;
        if (m_halves) m_hour = m_hour % 12 + (m_afternoon ? 12 : 0);
        result->hasTime = m_hasTime;
        result->micros += (((m_hour * 60 + m_minute - m_offset) * 60) + m_second) * microsPerSecond + m_micros;
        return result;
    }

    std::string_view m_pattern;
    std::string_view m_text;
    size_t m_at = 0;
    CivilDay m_day{1970, 1, 1, false, 0};
    int64_t m_dayOfYear = 0;
    int64_t m_hour = 0;
    int64_t m_minute = 0;
    int64_t m_second = 0;
    int64_t m_micros = 0;
    int64_t m_offset = 0;
    bool m_hasTime = false;
    bool m_halves = false;
    bool m_afternoon = false;
};

/// A count of units since some day, as "unix" and "excel" are.
std::optional<WrittenDate> countedDate(std::string_view text, double unit, int64_t origin) {
    const auto number = parseNumber(trimmed(text));
    if (!number || !(std::fabs(*number) * unit < 9e18 - 3e15)) return std::nullopt;
    return WrittenDate{std::llround(*number * unit) + origin, true, false};
}

} // namespace

Result<DateForm> DateForm::parse(std::string_view pattern) {
    if (pattern == "unix" || pattern == "unix_ms" || pattern == "excel") return DateForm(std::string(pattern));
    bool any = false;
    for (size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] != '%') continue;
        const char letter = ++i < pattern.size() ? pattern[i] : '\0';
        if (letter == '\0' || formLetters.find(letter) == std::string_view::npos)
            return failHint(ErrorKind::InvalidInput,
                            fmt::format("'%{}' means nothing in a form of a date", letter == '\0' ? ' ' : letter),
                            "Known: %Y %y %m %b %B %d %j %H %I %M %S %f %p %z %a %A; or unix, unix_ms, excel.");
        any = true;
    }
    if (!any)
        return failHint(ErrorKind::InvalidInput, fmt::format("'{}' is no form of a date", pattern),
                        "Write %d/%m/%Y or the like.");
    return DateForm(std::string(pattern));
}

std::optional<WrittenDate> DateForm::read(std::string_view text) const {
    if (m_pattern == "unix") return countedDate(text, 1e6, 0);
    if (m_pattern == "unix_ms") return countedDate(text, 1e3, 0);
    if (m_pattern == "excel") return countedDate(text, static_cast<double>(microsPerDay), -25569 * microsPerDay);
    return FormReader(m_pattern, withoutOuterBlanks(text)).read();
}

bool DateForm::hasTime() const {
    return m_pattern == "unix" || m_pattern == "unix_ms" || m_pattern.find("%H") != std::string::npos ||
           m_pattern.find("%I") != std::string::npos;
}

std::string DateForm::write(int64_t micros) const {
    if (m_pattern == "unix") return exactNumber(static_cast<double>(micros) / 1e6);
    if (m_pattern == "unix_ms") return exactNumber(static_cast<double>(micros) / 1e3);
    if (m_pattern == "excel")
        return exactNumber(static_cast<double>(micros) / static_cast<double>(microsPerDay) + 25569);
    const bool negative = micros % microsPerDay < 0;
    const int64_t days = micros / microsPerDay - (negative ? 1 : 0);
    const int64_t rest = micros % microsPerDay + (negative ? microsPerDay : 0);
    const std::string iso = isoDate(days);
    const size_t yearEnd = iso.find('-', 1);
    const int month = (iso[yearEnd + 1] - '0') * 10 + (iso[yearEnd + 2] - '0');
    const auto year = static_cast<int64_t>(parseInteger(iso.substr(0, yearEnd)).value_or(0));
    const int64_t hour = rest / (3600 * microsPerSecond);
    const auto weekday = static_cast<size_t>(((days + 3) % 7 + 7) % 7);
    const auto capital = [](std::string word, size_t count) {
        word[0] = static_cast<char>(word[0] - 'a' + 'A');
        return word.substr(0, count);
    };
    std::string result;
    for (size_t i = 0; i < m_pattern.size(); ++i) {
        if (m_pattern[i] != '%') {
            result += m_pattern[i];
            continue;
        }
        switch (m_pattern[++i]) {
        case 'Y': result += iso.substr(0, yearEnd); break;
        case 'y': result += fmt::format("{:02}", ((year % 100) + 100) % 100); break;
        case 'm': result += iso.substr(yearEnd + 1, 2); break;
        case 'd': result += iso.substr(yearEnd + 4, 2); break;
        case 'j': result += fmt::format("{:03}", days - *daysFromCivil(year, 1, 1) + 1); break;
        case 'H': result += fmt::format("{:02}", hour); break;
        case 'I': result += fmt::format("{:02}", hour % 12 == 0 ? 12 : hour % 12); break;
        case 'M': result += fmt::format("{:02}", rest / (60 * microsPerSecond) % 60); break;
        case 'S': result += fmt::format("{:02}", rest / microsPerSecond % 60); break;
        case 'f': result += fmt::format("{:06}", rest % microsPerSecond); break;
        case 'p': result += hour < 12 ? "AM" : "PM"; break;
        case 'b': result += capital(englishMonths[static_cast<size_t>(month) - 1], 3); break;
        case 'B': result += capital(englishMonths[static_cast<size_t>(month) - 1], 20); break;
        case 'a': result += capital(englishDays[weekday], 3); break;
        case 'A': result += capital(englishDays[weekday], 20); break;
        case 'z': result += "+0000"; break;
        default: result += '%';
        }
    }
    return result;
}

} // namespace lathe::recipe
