// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/column_builder.h"

#include "core/base/text.h"
#include "core/data/text/time_text.h"

#include <algorithm>
#include <cmath>

namespace lathe::readers {

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();
constexpr int64_t largestExactInteger = int64_t{1} << 53;
constexpr int64_t microsPerDay = 86400LL * 1000000;

bool isExactReal(int64_t value) { return value >= -largestExactInteger && value <= largestExactInteger; }

/// The integer that a real number is; none when it is not one.
std::optional<int64_t> exactInteger(double value) {
    if (!(std::fabs(value) <= static_cast<double>(largestExactInteger)) || value != std::trunc(value))
        return std::nullopt;
    return static_cast<int64_t>(value);
}

bool mayBeDate(std::string_view text) {
    return text.size() >= 10 && text.size() <= 40 && (text[4] == '-' || text[0] == '+' || text[0] == '-') &&
           text.back() != ' ';
}

Kinds kindsOfText(std::string_view text) {
    // The column file keeps dictionaries as C strings.
    const Kinds texts = text.find('\0') == std::string_view::npos ? textKinds : Kinds{TextValue};
    if (!mayBeDate(text)) return texts;
    if (parseIsoDate(text)) return texts | DateValue;
    if (parseIsoTimestamp(text)) return texts | TimestampValue | FineTimeValue;
    return parseIsoTimestamp(cutToMicros(text)) ? texts | FineTimeValue : texts;
}

std::optional<int64_t> booleanFromText(std::string_view text) {
    const std::string word = lowered(text);
    if (word == "true" || word == "yes" || word == "t" || word == "y" || word == "1") return 1;
    if (word == "false" || word == "no" || word == "f" || word == "n" || word == "0") return 0;
    return std::nullopt;
}

} // namespace

ColumnType typeOf(ValueKind kind) {
    switch (kind) {
    case BooleanValue: return ColumnType::Boolean;
    case IntegerValue: return ColumnType::Integer;
    case RealValue: return ColumnType::Real;
    case DateValue: return ColumnType::Date;
    case TimestampValue:
    case FineTimeValue: return ColumnType::Timestamp;
    case CategoryValue: return ColumnType::Category;
    default: return ColumnType::Text;
    }
}

ValueKind kindOf(ColumnType type) {
    switch (type) {
    case ColumnType::Boolean: return BooleanValue;
    case ColumnType::Integer: return IntegerValue;
    case ColumnType::Real: return RealValue;
    case ColumnType::Category: return CategoryValue;
    case ColumnType::Text: return TextValue;
    case ColumnType::Date: return DateValue;
    case ColumnType::Timestamp: return FineTimeValue;
    }
    return TextValue;
}

// ---- Category or text -----------------------------------------------------------------------------------------

void CategoryTest::add(std::string_view text) {
    constexpr size_t mostDistinct = 65536;
    ++m_values;
    m_bytes += text.size();
    if (m_tooMany) return;
    const uint32_t code = m_dictionary.code(text);
    if (code == m_counts.size()) m_counts.push_back(0);
    ++m_counts[code];
    m_tooMany = m_dictionary.size() > mostDistinct;
}

bool CategoryTest::passes(bool whole) const {
    constexpr size_t fewValues = 10;
    constexpr size_t longestMean = 100;
    if (m_tooMany || m_bytes > m_values * longestMean) return false;
    if (m_counts.size() <= fewValues) return true;
    if (whole) return m_counts.size() * 2 <= m_values;
    // The share of values seen once estimates how often the rest shows a new one (Good and Turing).
    const auto once = static_cast<size_t>(std::count(m_counts.begin(), m_counts.end(), 1U));
    return once * 20 <= m_values;
}

// ---- Building -------------------------------------------------------------------------------------------------

ColumnBuilder::ColumnBuilder(const ColumnPlan& plan)
    : m_kind(plan.kind()), m_kinds(plan.kinds), m_fixed(plan.fixed), m_column{.schema = plan.schema()} {
    if (m_kind == NoValue) m_test = std::make_unique<CategoryTest>();
}

Kinds ColumnBuilder::kinds(bool whole) const {
    const bool noCategory = m_test && m_contradicts && !m_test->passes(whole);
    return noCategory ? m_kinds & ~Kinds{CategoryValue} : m_kinds;
}

void ColumnBuilder::addMissing() {
    if (m_column.missing.empty()) m_column.missing.assign(m_rows, 0);
    m_column.missing.push_back(1);
    ++m_rows;
    switch (m_column.schema.type) {
    case ColumnType::Real: m_column.reals.push_back(notANumber); break;
    case ColumnType::Category: m_column.codes.push_back(0); break;
    case ColumnType::Text: m_column.texts.push({}); break;
    default: m_column.integers.push_back(0); break;
    }
}

void ColumnBuilder::misfit(Kinds kinds) {
    if (m_fixed) {
        m_misfits.push_back(static_cast<uint32_t>(m_rows));
    } else {
        m_kinds &= kinds;
        m_contradicts = true;
    }
    addMissing();
}

void ColumnBuilder::pushText(std::string_view text) {
    if (m_kind == CategoryValue) {
        m_column.codes.push_back(m_dictionary.code(text));
    } else {
        m_column.texts.push(text);
    }
    ++m_rows;
    if (!m_column.missing.empty()) m_column.missing.push_back(0);
}

void ColumnBuilder::addBoolean(bool value) {
    switch (m_kind) {
    case BooleanValue: return push(value ? 1 : 0);
    case CategoryValue:
    case TextValue: return pushText(value ? "true" : "false");
    case IntegerValue:
        if (m_fixed) return push(value ? 1 : 0);
        break;
    default: break;
    }
    if (m_test) m_test->add(value ? "true" : "false");
    misfit(BooleanValue | textKinds);
}

void ColumnBuilder::addInteger(int64_t value) {
    switch (m_kind) {
    case IntegerValue: return push(value);
    case RealValue:
        if (isExactReal(value)) return addReal(static_cast<double>(value));
        break;
    case CategoryValue:
    case TextValue: return pushText(std::to_string(value));
    case BooleanValue:
        if (m_fixed && (value == 0 || value == 1)) return push(value);
        break;
    default: break;
    }
    if (m_test) m_test->add(std::to_string(value));
    misfit(IntegerValue | textKinds | (isExactReal(value) ? Kinds{RealValue} : 0));
}

void ColumnBuilder::addFlag(int64_t value) {
    const bool truth = value == 0 || value == 1;
    if (m_kind == BooleanValue && truth) return push(value);
    if (m_kind != NoValue || !truth) return addInteger(value);
    m_test->add(std::to_string(value));
    misfit(BooleanValue | IntegerValue | RealValue | textKinds);
}

void ColumnBuilder::addReal(double value) {
    if (std::isnan(value)) return addMissing();
    switch (m_kind) {
    case RealValue:
        m_column.reals.push_back(value);
        ++m_rows;
        if (!m_column.missing.empty()) m_column.missing.push_back(0);
        return;
    case CategoryValue:
    case TextValue: return pushText(exactNumber(value));
    case IntegerValue:
        if (const auto integer = m_fixed ? exactInteger(value) : std::nullopt) return push(*integer);
        break;
    default: break;
    }
    if (m_test) m_test->add(exactNumber(value));
    misfit(RealValue | textKinds);
}

void ColumnBuilder::addDate(int64_t days) {
    if (m_kind == DateValue) return push(days);
    addText(isoDate(days));
}

void ColumnBuilder::addTimestamp(int64_t micros) {
    if (m_kind == TimestampValue || m_kind == FineTimeValue) return push(micros);
    addText(isoTimestamp(micros));
}

void ColumnBuilder::addText(std::string_view text) {
    switch (m_kind) {
    case CategoryValue:
        if (text.find('\0') == std::string_view::npos) return pushText(text);
        return misfit(TextValue);
    case TextValue: return pushText(text);
    case DateValue:
        if (const auto days = mayBeDate(text) ? parseIsoDate(text) : std::nullopt) return push(*days);
        break;
    case TimestampValue:
        if (const auto micros = mayBeDate(text) ? parseIsoTimestamp(text) : std::nullopt) return push(*micros);
        break;
    case FineTimeValue:
        if (const auto micros = mayBeDate(text) ? parseIsoTimestamp(cutToMicros(text)) : std::nullopt)
            return push(*micros);
        break;
    default: break;
    }
    if (m_fixed && addFixedFromText(text)) return;
    if (m_test) m_test->add(text);
    misfit(kindsOfText(text));
}

void ColumnBuilder::addPlainText(std::string_view text) {
    if (m_kind == TextValue) return pushText(text);
    const bool plain = text.find('\0') == std::string_view::npos;
    if (m_kind == CategoryValue && plain) return pushText(text);
    if (m_test) m_test->add(text);
    misfit(plain ? textKinds : Kinds{TextValue});
}

/// A user who fixed a type wants texts read as values of it.
bool ColumnBuilder::addFixedFromText(std::string_view text) {
    text = trimmed(text);
    std::optional<int64_t> value;
    switch (m_kind) {
    case BooleanValue: value = booleanFromText(text); break;
    case IntegerValue:
        if (const auto integer = parseInteger(text)) value = *integer;
        break;
    case RealValue: {
        const auto number = parseNumber(text);
        if (!number) return false;
        addReal(*number);
        return true;
    }
    case FineTimeValue:
        if (const auto days = parseIsoDate(text); days && std::llabs(*days) < INT64_MAX / microsPerDay)
            value = *days * microsPerDay;
        break;
    default: break;
    }
    if (value) push(*value);
    return value.has_value();
}

Column ColumnBuilder::take() {
    if (m_kind == CategoryValue) m_column.dictionary = m_dictionary.takeTexts();
    return std::move(m_column);
}

} // namespace lathe::readers
