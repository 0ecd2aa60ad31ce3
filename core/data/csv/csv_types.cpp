// SPDX-License-Identifier: GPL-3.0-or-later
// What the columns' values are, decided on all values of the sample and, where values leave it open, on the
// other columns of the file. What stays open stays text.
#include "core/data/csv/csv_plan.h"

#include "core/base/text.h"
#include "core/data/text/unicode.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

namespace lathe::csv {

namespace {

constexpr Kinds blankGrouped = IntegerGroupedByBlank | RealGroupedByBlank | RealGroupedByBlankComma;
constexpr Kinds commaGrouped = IntegerGroupedByComma | RealGroupedByComma;
constexpr Kinds integerKinds = IntegerNumber | IntegerTypeset;
constexpr Kinds realKinds = RealNumber | RealTypeset;
constexpr Kinds plainNumbers = integerKinds | realKinds;

/// What some columns say about the habits of who wrote the file.
struct Habits {
    std::optional<char> decimalMark;
    std::optional<bool> dayFirst;
};

bool hasBoth(Kinds kinds, Kinds one, Kinds other) { return (kinds & one) != 0 && (kinds & other) != 0; }

/// Marks that part thousands for one reader and decimals for the other ("1,234").
bool markIsAmbiguous(Kinds kinds) {
    if ((kinds & (plainNumbers | MoneyPlain)) != 0) return false;
    return hasBoth(kinds, RealComma, commaGrouped) || hasBoth(kinds, Money, MoneyComma);
}

bool orderIsAmbiguous(Kinds kinds) {
    return (preferred(kinds) & (dayFirstKinds | monthFirstKinds)) != 0 &&
           hasBoth(kinds, dayFirstKinds, monthFirstKinds);
}

/// The habits of which all columns that show any are the same. Who parts fields by commas writes decimals with points.
Habits habitsOf(const Plan& plan) {
    std::set<char> marks;
    std::set<bool> orders;
    for (const ColumnPlan& column : plan.columns) {
        const Kinds kinds = column.fits & column.allowed;
        const Kind kind = preferred(kinds);
        if (kind == NoValue) continue;
        if ((kind & (dayFirstKinds | monthFirstKinds)) != 0 && !orderIsAmbiguous(kinds))
            orders.insert((kind & dayFirstKinds) != 0);
        const bool perhapsGrouped = (kind & realKinds) != 0 && (kinds & IntegerGroupedByPoint) != 0;
        if (markIsAmbiguous(kinds) || perhapsGrouped) continue;
        if ((kind & pointNumbers) != 0) marks.insert('.');
        if ((kind & commaNumbers) != 0) marks.insert(',');
    }
    Habits habits;
    if (marks.size() == 1) habits.decimalMark = *marks.begin();
    if (marks.empty() && plan.fields > 1 && plan.grammar().delimiter == ",") habits.decimalMark = '.';
    if (orders.size() == 1) habits.dayFirst = *orders.begin();
    return habits;
}

/// What remains of a column's kinds when what is ambiguous is settled by the habits or given up.
Kinds settled(Kinds kinds, const Habits& habits) {
    if (preferred(kinds) == NoValue) return kinds;
    if (markIsAmbiguous(kinds)) {
        const bool comma = habits.decimalMark == ',';
        const Kinds asComma = RealComma | RealGroupedByPoint | RealGroupedByBlankComma | MoneyComma;
        const Kinds asPoint = commaGrouped | Money;
        kinds &= ~(habits.decimalMark ? (comma ? asPoint : asComma) : asComma | asPoint);
    }
    if (habits.decimalMark == ',' && (kinds & integerKinds) == 0 && hasBoth(kinds, realKinds, IntegerGroupedByPoint))
        kinds &= ~realKinds;
    if (hasBoth(kinds, dayFirstKinds, monthFirstKinds))
        kinds &=
            ~(habits.dayFirst ? (*habits.dayFirst ? monthFirstKinds : dayFirstKinds) : dayFirstKinds | monthFirstKinds);
    return kinds;
}

void settle(Plan& plan) {
    const Habits habits = habitsOf(plan);
    for (ColumnPlan& column : plan.columns)
        if (!column.fixed) column.kinds = settled(column.fits & column.allowed, habits);
}

class TypeDecider {
public:
    TypeDecider(Plan& plan, const Rows& rows, bool wholeFile, const CsvOptions& options)
        : m_plan(plan), m_rows(rows), m_whole(wholeFile), m_options(options) {}

    Result<void> decide() {
        for (ColumnPlan& column : m_plan.columns) {
            LATHE_CHECK(applyForms(column));
            if (column.field >= m_plan.fields) {
                column.fits = NoValue;
                continue;
            }
            const ColumnPlan unseen = column;
            lookAt(column);
            if ((column.fits & ~textKinds) == 0) lookPastMarks(column, unseen);
        }
        settle(m_plan);
        for (ColumnPlan& column : m_plan.columns) {
            if (!m_whole || !readsAlikeInBothOrders(column)) continue;
            column.fits &= ~monthFirstKinds;
            column.kinds = column.fits & column.allowed;
        }
        for (ColumnPlan& column : m_plan.columns)
            if (column.textMarks && isTextual(typeOf(column.kind()))) column = m_asTexts.at(column.field);
        for (ColumnPlan& column : m_plan.columns) explain(column);
        for (ColumnPlan& column : m_plan.columns)
            if (const auto type = typeGiven(column)) fixType(column, *type);
        return {};
    }

private:
    void reason(std::string sentence) { m_plan.dialect.reasons.push_back(std::move(sentence)); }
    [[nodiscard]] const CsvColumnOptions* given(const ColumnPlan& column) const {
        for (const std::string& name : {column.name, column.sourceName})
            if (const auto found = m_options.columns.find(name); found != m_options.columns.end())
                return &found->second;
        return nullptr;
    }
    [[nodiscard]] std::optional<ColumnType> typeGiven(const ColumnPlan& column) const;
    Result<void> applyForms(ColumnPlan& column) const;
    void lookAt(ColumnPlan& column);
    void lookPastMarks(ColumnPlan& column, ColumnPlan unseen);
    [[nodiscard]] bool readsAlikeInBothOrders(const ColumnPlan& column) const;
    [[nodiscard]] std::set<std::string> marksSeen(const ColumnPlan& column) const;
    [[nodiscard]] bool isCategory(const ColumnPlan& column) const;
    void explain(ColumnPlan& column);
    [[nodiscard]] std::string whyText(const ColumnPlan& column) const;
    void fixType(ColumnPlan& column, ColumnType type);
    template <typename Look>
    void eachValue(const ColumnPlan& column, Look look) const {
        std::string scratch;
        for (size_t row = 0; row < m_rows.count(); ++row) {
            const std::string_view field = m_rows.field(row, column.field);
            const std::string_view text = fieldContent(field, m_plan.grammar(), scratch).value_or(field);
            if (!column.marks->contains(trimBlanks(text))) look(text);
        }
    }

    Plan& m_plan;
    const Rows& m_rows;
    bool m_whole;
    const CsvOptions& m_options;
    /// By field: columns that are read with marks among values, as they would be without.
    std::map<size_t, ColumnPlan> m_asTexts;
};

std::optional<ColumnType> TypeDecider::typeGiven(const ColumnPlan& column) const {
    if (const auto* options = given(column)) {
        if (options->type) return options->type;
        if (!column.pattern.empty()) return hasClock(column.pattern) ? ColumnType::Timestamp : ColumnType::Date;
    }
    for (const std::string& name : {column.name, column.sourceName})
        if (const auto found = m_options.types.find(name); found != m_options.types.end()) return found->second;
    return std::nullopt;
}

/// Decimal mark, order of dates or pattern, as the user gave them.
Result<void> TypeDecider::applyForms(ColumnPlan& column) const {
    const auto* options = given(column);
    const auto mark = options != nullptr && options->decimalMark ? options->decimalMark : m_options.decimalMark;
    if (mark && *mark != '.' && *mark != ',')
        return fail(ErrorKind::InvalidInput, "a decimal mark is a point or a comma, not '{}'", *mark);
    if (mark) column.allowed &= *mark == ',' ? ~pointNumbers : ~commaNumbers;
    if (options == nullptr || options->dateForm.empty()) return {};
    const std::string& form = options->dateForm;
    constexpr Kinds yearFirst = DateIso | DateYmd | TimeIso | TimeIsoFine | TimeYmd;
    constexpr Kinds dates = yearFirst | dayFirstKinds | monthFirstKinds;
    if (form == "dmy") {
        column.allowed &= ~(dates & ~dayFirstKinds);
    } else if (form == "mdy") {
        column.allowed &= ~(dates & ~monthFirstKinds);
    } else if (form == "ymd") {
        column.allowed &= ~(dates & ~yearFirst);
    } else if (isDatePattern(form)) {
        column.pattern = form;
    } else {
        return failHint(ErrorKind::InvalidInput, fmt::format("'{}' is no date form (column '{}')", form, column.name),
                        "Write dmy, mdy, ymd, or a pattern such as %d.%m.%Y %H:%M.");
    }
    return {};
}

void TypeDecider::lookAt(ColumnPlan& column) {
    column.fits = kindsOfColumn(m_rows, column, m_plan.reading, allKinds);
    std::set<std::string> words;
    std::set<std::string> currencies;
    std::set<size_t> lengths;
    bool hasPlainBlank = false;
    const Kinds fits = column.fits;
    if ((fits & (wordKinds | moneyKinds | blankGrouped)) != 0)
        eachValue(column, [&](std::string_view text) {
            text = trimBlanks(text);
            if ((fits & wordKinds) != 0) words.insert(lowered(text));
            if ((fits & moneyKinds) != 0) currencies.emplace(currencyOf(text));
            lengths.insert(text.size());
            hasPlainBlank = hasPlainBlank || text.find(' ') != std::string_view::npos;
        });
    if (words.size() < 2) column.allowed &= ~wordKinds;
    // Telephone numbers and the like are groups of digits as well, yet all of one length.
    if (lengths.size() < 2 && hasPlainBlank) column.allowed &= ~blankGrouped;
    if (currencies.size() == 1) {
        column.currency = *currencies.begin();
    } else {
        column.allowed &= ~moneyKinds;
    }
    if (preferred(fits) != NoValue && !isCategory(column)) column.allowed &= ~Kinds{CategoryText};
}

/// The marks among values that a column holds as plain texts; none when one of them is quoted where quotes
/// mean something.
std::set<std::string> TypeDecider::marksSeen(const ColumnPlan& column) const {
    const std::vector<std::string>& marks = marksAmongValues();
    std::set<std::string> seen;
    std::string scratch;
    const Grammar& grammar = m_plan.grammar();
    for (size_t row = 0; row < m_rows.count(); ++row) {
        const std::string_view field = m_rows.field(row, column.field);
        const std::string text(trimBlanks(fieldContent(field, grammar, scratch).value_or(field)));
        if (std::find(marks.begin(), marks.end(), text) == marks.end()) continue;
        const bool quoted = grammar.quote != '\0' && trimBlanks(field).starts_with(grammar.quote);
        if (quoted && m_plan.reading.quotedMarksAreTexts) return {};
        seen.insert(text);
    }
    return seen;
}

/// A column of texts that would be one of values but for marks such as ".." takes them for missing, unless
/// the user named the marks.
void TypeDecider::lookPastMarks(ColumnPlan& column, ColumnPlan unseen) {
    const std::vector<std::string> usual = CsvOptions().missingMarks;
    const auto* options = given(column);
    if (m_options.missingMarks != usual || (options != nullptr && options->missingMarks) || typeGiven(column)) return;
    std::vector<std::string> marks = usual;
    marks.insert(marks.end(), marksAmongValues().begin(), marksAmongValues().end());
    unseen.textMarks = std::exchange(unseen.marks, std::make_shared<MissingMarks>(marks));
    const Kinds fits = kindsOfColumn(m_rows, unseen, m_plan.reading, allKinds);
    if ((fits & ~textKinds) == 0 || (fits & NoValue) != 0 || marksSeen(column).empty()) return;
    m_asTexts.emplace(column.field, std::exchange(column, std::move(unseen)));
    lookAt(column);
}

bool TypeDecider::isCategory(const ColumnPlan& column) const {
    constexpr size_t fewValues = 10;
    constexpr size_t longestMean = 100;
    std::unordered_map<std::string, size_t> counts;
    size_t values = 0;
    size_t bytes = 0;
    eachValue(column, [&](std::string_view text) {
        ++values;
        bytes += text.size();
        ++counts[std::string(text)];
    });
    if (bytes > values * longestMean) return false;
    if (counts.size() <= fewValues) return true;
    if (m_whole) return counts.size() * 2 <= values;
    // The share of values seen once estimates how often the rest of the file shows a new one (Good and
    // Turing).
    const auto once = static_cast<size_t>(
        std::count_if(counts.begin(), counts.end(), [](const auto& entry) { return entry.second == 1; }));
    return once * 20 <= values;
}

/// Whether day and month are the same number in all dates of a column (01/01/1990), so that their order is no matter.
bool TypeDecider::readsAlikeInBothOrders(const ColumnPlan& column) const {
    const Kinds open = column.fits & column.allowed;
    if (!orderIsAmbiguous(open) || !isTextual(typeOf(column.kind()))) return false;
    bool alike = true;
    eachValue(column, [&](std::string_view text) {
        int64_t dayFirst = 0;
        int64_t monthFirst = 0;
        alike = alike && readDateOrTime(trimBlanks(text), preferred(open & dayFirstKinds), dayFirst) &&
                readDateOrTime(trimBlanks(text), preferred(open & monthFirstKinds), monthFirst) &&
                dayFirst == monthFirst;
    });
    return alike;
}

void TypeDecider::explain(ColumnPlan& column) {
    const Kinds open = column.fits & column.allowed;
    const Kind kind = column.kind();
    if (preferred(open) == NoValue) return;
    if (column.textMarks)
        reason(fmt::format("'{}' is {} with missing values written as '{}'.", column.name, toString(typeOf(kind)),
                           fmt::join(marksSeen(column), "', '")));
    const bool order = orderIsAmbiguous(open);
    if (order && isTextual(typeOf(kind))) {
        column.undecided = !m_whole;
        reason(fmt::format("'{}' may be dates with the day or with the month first; it stays text.", column.name));
    } else if (order) {
        reason(fmt::format("'{}' may be dates with the day or with the month first; the {} as in the other columns.",
                           column.name, (kind & dayFirstKinds) != 0 ? "day" : "month"));
    } else if ((kind & (dayFirstKinds | monthFirstKinds)) != 0) {
        reason(fmt::format("'{}' holds dates with the {} first.", column.name,
                           (kind & dayFirstKinds) != 0 ? "day" : "month"));
    } else if (markIsAmbiguous(open) && isTextual(typeOf(kind))) {
        reason(
            fmt::format("'{}' has commas or points that may part thousands or decimals; it stays text.", column.name));
    } else if (kind == Percent || kind == PercentComma) {
        reason(fmt::format("'{}' is written in percent: 12 % is read as 0.12.", column.name));
    } else if ((kind & moneyKinds) != 0) {
        reason(
            fmt::format("'{}' holds amounts in {}: read as numbers ({}).", column.name, column.currency, formOf(kind)));
    } else if (*formOf(kind) != '\0') {
        reason(fmt::format("'{}' is read as {}: {}.", column.name, toString(typeOf(kind)), formOf(kind)));
    } else if (isTextual(typeOf(kind))) {
        if (std::string why = whyText(column); !why.empty()) reason(std::move(why));
    }
}

namespace {

/// How often the values of a column are of each kind, and which was the first that is not.
struct KindCounts {
    static constexpr Kinds looked = allKinds & ~(NoValue | textKinds | patternKinds | wordKinds);
    static constexpr size_t mostValues = 5000;

    std::map<Kinds, size_t> fitting;
    size_t values = 0;
    size_t leadingZeros = 0; ///< of values that are digits only
    size_t beyondRange = 0;
    std::string dayFirst; ///< the first value that can only be so
    std::string monthFirst;
    std::string leadingZero;
    std::string large;

    void add(std::string_view text) {
        if (values == mostValues) return;
        ++values;
        const Kinds kinds = kindsThatFit(text, looked) & looked;
        for (Kinds rest = kinds; rest != 0; rest &= rest - 1) ++fitting[preferred(rest)];
        if ((kinds & dayFirstKinds) != 0 && (kinds & monthFirstKinds) == 0 && dayFirst.empty()) dayFirst = text;
        if ((kinds & monthFirstKinds) != 0 && (kinds & dayFirstKinds) == 0 && monthFirst.empty()) monthFirst = text;
        if (!std::all_of(text.begin(), text.end(), isDigit)) return;
        if (text.size() > 1 && text.front() == '0') {
            if (leadingZeros++ == 0) leadingZero = text;
        } else if ((kinds & IntegerNumber) == 0) {
            if (beyondRange++ == 0) large = text;
        }
    }
    /// The kind of most values, the preferred of several.
    [[nodiscard]] std::pair<Kind, size_t> best() const {
        std::pair<Kind, size_t> best{NoValue, 0};
        for (const auto& [kind, count] : fitting)
            if (count > best.second) best = {static_cast<Kind>(kind), count};
        return best;
    }
    [[nodiscard]] size_t of(Kind kind) const {
        const auto found = fitting.find(kind);
        return found == fitting.end() ? 0 : found->second;
    }
};

} // namespace

/// A sentence for a column that looks like something else at first sight; empty when it does not.
std::string TypeDecider::whyText(const ColumnPlan& column) const {
    constexpr size_t longestShown = 40;
    KindCounts counts;
    eachValue(column, [&](std::string_view text) { counts.add(trimBlanks(text)); });
    const auto shown = [](std::string_view text) { return std::string(utf8Substring(text, 0, longestShown)); };
    if (!counts.dayFirst.empty() && !counts.monthFirst.empty())
        return fmt::format("'{}' has dates with the day first ('{}') and with the month first ('{}'); it stays text.",
                           column.name, shown(counts.dayFirst), shown(counts.monthFirst));
    const size_t integers = counts.of(IntegerNumber);
    if (counts.leadingZeros > 0 && integers + counts.leadingZeros + counts.beyondRange == counts.values)
        return fmt::format("'{}' has numbers with leading zeros ('{}'); it stays text, which keeps them.", column.name,
                           shown(counts.leadingZero));
    if (counts.beyondRange > 0 && integers + counts.beyondRange == counts.values)
        return fmt::format("'{}' has whole numbers of more than 64 bits ('{}'); it stays text.", column.name,
                           shown(counts.large));
    const auto [kind, count] = counts.best();
    if (count * 2 < counts.values || count == counts.values) return {};
    std::string other;
    eachValue(column, [&, kind = kind](std::string_view text) { // clang 14 captures no structured bindings
        if (other.empty() && (kindsThatFit(trimBlanks(text), kind) & kind) == 0) other = trimBlanks(text);
    });
    return fmt::format("'{}' stays text: {} of {} values are of type {}, '{}' is not.", column.name, count,
                       counts.values, toString(typeOf(kind)), shown(other));
}

/// Of the kinds of the type, the one that fits most values of the sample.
void TypeDecider::fixType(ColumnPlan& column, ColumnType type) {
    column.fixed = true;
    column.undecided = false;
    const bool byPattern = !column.pattern.empty() && (type == ColumnType::Date || type == ColumnType::Timestamp);
    Kinds candidates =
        byPattern ? (type == ColumnType::Date ? DatePattern : TimePattern) : kindsOf(type) & ~patternKinds;
    if ((candidates & column.allowed) != 0) candidates &= column.allowed | wordKinds | moneyKinds | blankGrouped;
    if ((column.kinds & candidates) != 0 && preferred(column.kinds) != NoValue && (candidates & column.kind()) != 0) {
        column.kinds = column.kind();
        return;
    }
    column.kinds = preferred(candidates);
    if (column.field >= m_plan.fields || column.kinds == candidates) return;
    std::map<Kinds, size_t> fits;
    eachValue(column, [&](std::string_view text) {
        for (Kinds kinds = kindsThatFit(trimBlanks(text), candidates) & candidates; kinds != 0; kinds &= kinds - 1)
            ++fits[preferred(kinds)];
    });
    for (const auto& [bit, count] : fits)
        if (count > fits[column.kinds]) column.kinds = bit;
}

} // namespace

Result<void> decideTypes(Plan& plan, const Rows& rows, bool wholeFile, const CsvOptions& options) {
    return TypeDecider(plan, rows, wholeFile, options).decide();
}

bool narrow(Plan& plan, const std::vector<Kinds>& kinds) {
    std::vector<Kind> before;
    bool changes = false;
    for (size_t i = 0; i < plan.columns.size(); ++i) {
        ColumnPlan& column = plan.columns[i];
        before.push_back(column.kind());
        if (column.fixed) continue;
        const Kinds fits = column.fits & kinds[i];
        changes = changes || fits != column.fits;
        column.fits = fits;
        column.undecided = column.undecided && orderIsAmbiguous(fits & column.allowed);
    }
    settle(plan);
    for (ColumnPlan& column : plan.columns)
        if (column.textMarks && isTextual(typeOf(column.kind())))
            column.marks = std::exchange(column.textMarks, nullptr);
    for (size_t i = 0; i < plan.columns.size(); ++i) {
        const Kind now = plan.columns[i].kind();
        if (now == before[i]) continue;
        const char* form = formOf(now);
        plan.dialect.reasons.push_back(fmt::format(
            "'{}' looked like {} at first; a later value makes it {}{}.", plan.columns[i].name,
            toString(typeOf(before[i])), toString(typeOf(now)), *form == '\0' ? "" : fmt::format(" ({})", form)));
    }
    return changes;
}

} // namespace lathe::csv
