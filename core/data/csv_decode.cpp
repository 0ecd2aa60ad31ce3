// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv_decode.h"

#include <bit>
#include <cstring>
#include <limits>

namespace lathe::csv {

namespace {

/// Gives the content of fields one after the other.
class FieldReader {
public:
    FieldReader(const Rows& rows, size_t index, const Grammar& grammar)
        : m_rows(rows), m_index(index), m_grammar(grammar) {}

    [[nodiscard]] std::string_view text(size_t row) {
        const std::string_view field = m_rows.field(row, m_index);
        const bool plain = !m_grammar.trimBlanks &&
                           (field.empty() || field.front() != m_grammar.quote || m_grammar.quote == '\0');
        // Rows hold only fields whose quotes are in order.
        return plain ? field : fieldContent(field, m_grammar, m_scratch).value_or(field);
    }

private:
    const Rows& m_rows;
    size_t m_index;
    const Grammar& m_grammar;
    std::string m_scratch;
};

void setMissing(Column& column, size_t row, size_t rows) {
    if (column.missing.empty()) column.missing.assign(rows, 0);
    column.missing[row] = 1;
}

/// Codes for texts in the order of their first appearance: an open-addressing table over the dictionary.
class LocalDictionary {
public:
    explicit LocalDictionary(std::vector<std::string>& texts) : m_texts(texts), m_slots(256, empty) {}

    uint32_t code(std::string_view text) {
        const uint64_t hash = hashOf(text);
        for (size_t slot = hash & (m_slots.size() - 1);; slot = (slot + 1) & (m_slots.size() - 1)) {
            const uint32_t code = m_slots[slot];
            if (code == empty) return add(text, hash, slot);
            if (m_hashes[code] == hash && m_texts[code] == text) return code;
        }
    }

private:
    static constexpr uint32_t empty = UINT32_MAX;

    static uint64_t hashOf(std::string_view text) {
        constexpr uint64_t factor = 0x9E3779B97F4A7C15;
        uint64_t hash = text.size() * factor;
        const char* p = text.data();
        size_t left = text.size();
        for (; left >= 8; left -= 8, p += 8) {
            uint64_t word;
            std::memcpy(&word, p, 8);
            hash = std::rotl((hash ^ word) * factor, 29);
        }
        uint64_t word = 0;
        if (left > 0) std::memcpy(&word, p, left);
        hash = (hash ^ word) * factor;
        return hash ^ hash >> 32;
    }

    uint32_t add(std::string_view text, uint64_t hash, size_t slot) {
        const auto code = static_cast<uint32_t>(m_texts.size());
        m_texts.emplace_back(text);
        m_hashes.push_back(hash);
        m_slots[slot] = code;
        if (m_texts.size() * 2 > m_slots.size()) grow();
        return code;
    }

    void grow() {
        m_slots.assign(m_slots.size() * 4, empty);
        for (uint32_t code = 0; code < m_hashes.size(); ++code) {
            size_t slot = m_hashes[code] & (m_slots.size() - 1);
            while (m_slots[slot] != empty) slot = (slot + 1) & (m_slots.size() - 1);
            m_slots[slot] = code;
        }
    }

    std::vector<std::string>& m_texts;
    std::vector<uint64_t> m_hashes;
    std::vector<uint32_t> m_slots;
};

void decodeCategories(const Rows& rows, size_t index, const Grammar& grammar, const MissingMarks& marks,
                      Column& column) {
    FieldReader reader(rows, index, grammar);
    LocalDictionary dictionary(column.dictionary);
    column.codes.resize(rows.count());
    for (size_t row = 0; row < rows.count(); ++row) {
        const std::string_view text = reader.text(row);
        if (marks.contains(trimBlanks(text))) {
            setMissing(column, row, rows.count());
        } else {
            column.codes[row] = dictionary.code(text);
        }
    }
}

void decodeTexts(const Rows& rows, size_t index, const Grammar& grammar, const MissingMarks& marks,
                 Column& column) {
    FieldReader reader(rows, index, grammar);
    column.texts.ends.reserve(rows.count());
    for (size_t row = 0; row < rows.count(); ++row) {
        const std::string_view text = reader.text(row);
        const bool missing = marks.contains(trimBlanks(text));
        if (missing) setMissing(column, row, rows.count());
        column.texts.push(missing ? std::string_view() : text);
    }
}

/// False when there is a value after all. A column that no row has a field for has none.
bool decodeNothing(const Rows& rows, size_t index, const Grammar& grammar, const MissingMarks& marks,
                   Column& column) {
    FieldReader reader(rows, index, grammar);
    for (size_t row = 0; row < rows.count() && index < rows.fields(); ++row)
        if (!marks.contains(trimBlanks(reader.text(row)))) return false;
    column.texts.ends.assign(rows.count(), 0);
    column.missing.assign(rows.count(), 1);
    return true;
}

/// Reads every field with \p readValue(text, value). False at the first value of a column that is not fixed
/// that cannot be read.
template <typename T, typename ReadValue>
bool decodeValues(const Rows& rows, size_t index, const ColumnPlan& plan, const Grammar& grammar,
                  const MissingMarks& marks, DecodedColumn& out, std::vector<T>& values, T missingValue,
                  ReadValue readValue) {
    FieldReader reader(rows, index, grammar);
    values.resize(rows.count());
    const bool marksFirst = marks.looksLikeValue();
    for (size_t row = 0; row < rows.count(); ++row) {
        std::string_view text = reader.text(row);
        if (!marksFirst && readValue(text, values[row])) continue;
        text = trimBlanks(text);
        if (marks.contains(text)) {
            values[row] = missingValue;
            setMissing(out.column, row, rows.count());
        } else if (!readValue(text, values[row])) {
            if (!plan.fixed) return false;
            values[row] = missingValue;
            out.misfits.push_back(static_cast<uint32_t>(row));
        }
    }
    return true;
}

bool decodeIntegers(const Rows& rows, size_t index, const ColumnPlan& plan, const Grammar& grammar,
                    const MissingMarks& marks, DecodedColumn& out) {
    const auto decode = [&](auto readValue) {
        return decodeValues<int64_t>(rows, index, plan, grammar, marks, out, out.column.integers, 0,
                                     readValue);
    };
    const Kind kind = plan.kind();
    if (kind == BooleanWord && plan.fixed) return decode(readBooleanLeniently);
    if (kind == BooleanWord) return decode(readBoolean);
    if (kind == IntegerNumber && plan.fixed)
        return decode([](std::string_view text, int64_t& value) {
            return readInteger(withoutLeadingZeros(text), value);
        });
    if (kind == IntegerNumber) return decode(readInteger);
    return decode(
        [kind](std::string_view text, int64_t& value) { return readDateOrTime(text, kind, value); });
}

bool decodeReals(const Rows& rows, size_t index, const ColumnPlan& plan, const Grammar& grammar,
                 const MissingMarks& marks, DecodedColumn& out) {
    constexpr double missing = std::numeric_limits<double>::quiet_NaN();
    const auto decode = [&](auto readValue) {
        return decodeValues<double>(rows, index, plan, grammar, marks, out, out.column.reals, missing,
                                    readValue);
    };
    if (plan.fixed)
        return decode(
            [](std::string_view text, double& value) { return readReal(withoutLeadingZeros(text), value); });
    return decode(readReal);
}

} // namespace

uint32_t kindsOfColumn(const Rows& rows, size_t index, const Grammar& grammar, const MissingMarks& marks) {
    FieldReader reader(rows, index, grammar);
    uint32_t kinds = allKinds;
    for (size_t row = 0; row < rows.count(); ++row) {
        const std::string_view text = trimBlanks(reader.text(row));
        if (!marks.contains(text)) kinds &= kindsThatFit(text);
        if (kinds == textKinds) break;
    }
    return kinds;
}

DecodedColumn decodeColumn(const Rows& rows, size_t index, const ColumnPlan& plan, const Grammar& grammar,
                           const MissingMarks& marks) {
    DecodedColumn out;
    out.column.schema = plan.schema();
    bool fits = true;
    switch (out.column.schema.type) {
    case ColumnType::Category:
        decodeCategories(rows, index, grammar, marks, out.column);
        break;
    case ColumnType::Text:
        if (plan.kind() == NoValue) {
            fits = decodeNothing(rows, index, grammar, marks, out.column);
        } else {
            decodeTexts(rows, index, grammar, marks, out.column);
        }
        break;
    case ColumnType::Real:
        fits = decodeReals(rows, index, plan, grammar, marks, out);
        break;
    default:
        fits = decodeIntegers(rows, index, plan, grammar, marks, out);
        break;
    }
    if (!fits) out.kinds = kindsOfColumn(rows, index, grammar, marks);
    return out;
}

} // namespace lathe::csv
