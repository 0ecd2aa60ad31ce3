// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/serve/row_collector.h"

#include <cmath>
#include <limits>

#include "core/base/text.h"
#include "core/data/columns/clear_rows.h"

namespace lathe {

namespace {

constexpr size_t shownLetters = 40;

/// The beginning of a text for a message, cut between characters.
std::string quoted(std::string_view text) {
    if (text.size() <= shownLetters) return fmt::format("'{}'", text);
    size_t end = shownLetters;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return fmt::format("'{}…'", text.substr(0, end));
}

const char* expected(ColumnType type) {
    switch (type) {
    case ColumnType::Boolean: return "must be true or false";
    case ColumnType::Integer: return "must be a whole number";
    case ColumnType::Real: return "must be a number";
    case ColumnType::Category:
    case ColumnType::Text: return "must be text";
    case ColumnType::Date: return "must be a date such as \"2012-03-01\"";
    case ColumnType::Timestamp: return "must be a time such as \"2012-03-01T12:30:00\"";
    }
    return "must be a value";
}

Failure unfit(const InputField& field, const std::string& got) {
    return fail(ErrorKind::InvalidInput, "{}, got {}", expected(field.type), got);
}

} // namespace

RowCollector::RowCollector(const Signature& signature) : m_fields(signature.inputs) {
    const size_t count = m_fields.size();
    m_knownCodes.resize(count);
    m_unknownCodes.resize(count);
    m_counts.assign(count, 0);
    m_fieldCounts.assign(count, {});
    m_table.columns.resize(count);
    for (size_t i = 0; i < count; ++i) {
        const InputField& field = m_fields[i];
        m_fieldOf.emplace(field.name, i);
        m_table.columns[i].schema = {field.name, field.type};
        m_hasRange.push_back(isNumeric(field.type) && field.type != ColumnType::Boolean && field.min < field.max);
        if (field.type != ColumnType::Category) continue;
        m_table.columns[i].dictionary = field.categories;
        for (uint32_t code = 0; code < field.categories.size(); ++code)
            m_knownCodes[i].emplace(field.categories[code], code);
    }
}

void RowCollector::clear() {
    for (size_t i = 0; i < m_fields.size(); ++i) {
        Column& column = m_table.columns[i];
        clearRows(column);
        if (m_fieldCounts[i].unknownCategories != 0) {
            column.dictionary.resize(m_fields[i].categories.size());
            m_unknownCodes[i].clear();
        }
        m_counts[i] = 0;
        m_fieldCounts[i] = {};
    }
}

size_t RowCollector::find(std::string_view name, size_t guess) const {
    if (guess < m_fields.size() && m_fields[guess].name == name) return guess;
    const auto found = m_fieldOf.find(std::string(name));
    return found == m_fieldOf.end() ? noField : found->second;
}

std::string RowCollector::suggestionFor(std::string_view name) const {
    std::vector<std::string> names;
    for (const auto& field : m_fields) names.push_back(field.name);
    return suggestion(name, names);
}

void RowCollector::pushed(size_t field) {
    auto& missing = m_table.columns[field].missing;
    if (!missing.empty()) missing.push_back(0);
    ++m_counts[field];
}

void RowCollector::pushReal(size_t field, double value) {
    m_table.columns[field].reals.push_back(value);
    pushed(field);
}

void RowCollector::pushInteger(size_t field, int64_t value) {
    m_table.columns[field].integers.push_back(value);
    pushed(field);
}

void RowCollector::countRange(size_t field, double value) {
    if (m_hasRange[field] && (value < m_fields[field].min || value > m_fields[field].max))
        ++m_fieldCounts[field].outOfRange;
}

Result<void> RowCollector::putReal(size_t field, double value) {
    const InputField& target = m_fields[field];
    if (std::isnan(value)) return putMissing(field);
    if (std::isinf(value)) return fail(ErrorKind::InvalidInput, "must be finite");
    switch (target.type) {
    case ColumnType::Real:
        countRange(field, value);
        pushReal(field, value);
        return {};
    case ColumnType::Integer:
    case ColumnType::Boolean: {
        constexpr double limit = 9223372036854775808.0; // 2^63
        if (value != std::trunc(value) || value < -limit || value >= limit)
            return unfit(target, shortNumber(value, 17));
        return putInteger(field, static_cast<int64_t>(value));
    }
    default: return putNumberText(field, exactNumber(value));
    }
}

Result<void> RowCollector::putInteger(size_t field, int64_t value) {
    const InputField& target = m_fields[field];
    switch (target.type) {
    case ColumnType::Real:
        countRange(field, static_cast<double>(value));
        pushReal(field, static_cast<double>(value));
        return {};
    case ColumnType::Integer:
        countRange(field, static_cast<double>(value));
        pushInteger(field, value);
        return {};
    case ColumnType::Boolean:
        if (value != 0 && value != 1) return unfit(target, fmt::format("{}", value));
        pushInteger(field, value);
        return {};
    default: return putNumberText(field, fmt::format("{}", value));
    }
}

Result<void> RowCollector::putNumberText(size_t field, std::string_view text) {
    // Categories are often codes such as 3; their text is what training saw.
    if (m_fields[field].type == ColumnType::Category) {
        pushCategory(field, text);
        return {};
    }
    return unfit(m_fields[field], fmt::format("the number {}", text));
}

Result<void> RowCollector::putBoolean(size_t field, bool value) {
    const InputField& target = m_fields[field];
    if (target.type == ColumnType::Boolean) {
        pushInteger(field, value ? 1 : 0);
        return {};
    }
    return unfit(target, value ? "true" : "false");
}

void RowCollector::pushCategory(size_t field, std::string_view value) {
    Column& column = m_table.columns[field];
    const auto known = m_knownCodes[field].find(value);
    if (known != m_knownCodes[field].end()) {
        column.codes.push_back(known->second);
    } else {
        ++m_fieldCounts[field].unknownCategories;
        const auto [entry, isNew] =
            m_unknownCodes[field].emplace(value, static_cast<uint32_t>(column.dictionary.size()));
        if (isNew) column.dictionary.emplace_back(value);
        column.codes.push_back(entry->second);
    }
    pushed(field);
}

Result<void> RowCollector::putText(size_t field, std::string_view value) {
    const InputField& target = m_fields[field];
    switch (target.type) {
    case ColumnType::Category: pushCategory(field, value); return {};
    case ColumnType::Text:
        m_table.columns[field].texts.push(value);
        pushed(field);
        return {};
    case ColumnType::Date:
        if (const auto days = parseIsoDate(value)) {
            pushInteger(field, *days);
            return {};
        }
        break;
    case ColumnType::Timestamp:
        if (const auto micros = parseIsoTimestamp(value)) {
            pushInteger(field, *micros);
            return {};
        }
        break;
    default: break;
    }
    return unfit(target, "text " + quoted(value));
}

Result<void> RowCollector::putMissing(size_t field) {
    if (m_fields[field].required) return fail(ErrorKind::InvalidInput, "is required and must not be missing");
    Column& column = m_table.columns[field];
    switch (m_fields[field].type) {
    case ColumnType::Real: column.reals.push_back(std::numeric_limits<double>::quiet_NaN()); break;
    case ColumnType::Category: column.codes.push_back(0); break;
    case ColumnType::Text: column.texts.push({}); break;
    default: column.integers.push_back(0); break;
    }
    if (column.missing.empty()) column.missing.assign(m_counts[field], 0);
    column.missing.push_back(1);
    ++m_counts[field];
    ++m_fieldCounts[field].missing;
    return {};
}

} // namespace lathe
