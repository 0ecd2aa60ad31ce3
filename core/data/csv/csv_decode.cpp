// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/csv_decode.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

namespace lathe::csv {

namespace {

/// Gives the content of fields one after the other.
class FieldReader {
public:
    FieldReader(const Rows& rows, const ColumnPlan& plan, const Reading& reading)
        : m_rows(rows), m_field(plan.field), m_grammar(reading.grammar), m_marks(*plan.marks),
          m_alwaysRead(reading.grammar.trimBlanks || reading.grammar.escape != '\0'), m_quote(reading.grammar.quote),
          m_quotedMarksAreTexts(reading.quotedMarksAreTexts) {}

    [[nodiscard]] std::string_view text(size_t row) {
        const std::string_view field = m_rows.field(row, m_field);
        const bool plain = !m_alwaysRead && (field.empty() || field.front() != m_quote || m_quote == '\0');
        return plain ? field : content(field);
    }
    /// Whether \p text, read from \p row, stands for no value in a column of texts.
    [[nodiscard]] bool isMissingText(size_t row, std::string_view text) const {
        if (!m_marks.contains(trimBlanks(text))) return false;
        if (!m_quotedMarksAreTexts) return true;
        const std::string_view field = trimBlanks(m_rows.field(row, m_field));
        return field.empty() || field.front() != m_quote;
    }
    [[nodiscard]] const MissingMarks& marks() const { return m_marks; }

private:
    /// Apart, so that text() is small enough to be put in its place.
    [[gnu::noinline]] std::string_view content(std::string_view field) {
        // Rows hold only fields whose quotes are in order.
        return fieldContent(field, m_grammar, m_scratch).value_or(field);
    }

    const Rows& m_rows;
    size_t m_field;
    const Grammar& m_grammar;
    const MissingMarks& m_marks;
    bool m_alwaysRead;
    char m_quote;
    bool m_quotedMarksAreTexts;
    std::string m_scratch;
};

/// Codes for texts in the order of their first appearance: an open-addressing table over the dictionary.
/// Texts of at most 16 bytes, which most are, are compared as two words within the table.
class LocalDictionary {
public:
    explicit LocalDictionary(std::vector<std::string>& texts) : m_texts(texts) {}

    uint32_t code(std::string_view text) {
        if (m_slots.empty()) m_slots.resize(initialSlots);
        const Key key = keyOf(text);
        for (size_t at = key.hash & (m_slots.size() - 1);; at = (at + 1) & (m_slots.size() - 1)) {
            const Slot& slot = m_slots[at];
            if (slot.code == empty) return add(text, key, at);
            const bool sameWords =
                slot.key.first == key.first && slot.key.second == key.second && slot.key.length == key.length;
            if (sameWords && (key.length <= 16 || m_texts[slot.code] == text)) return slot.code;
        }
    }

private:
    static constexpr uint32_t empty = UINT32_MAX;
    static constexpr size_t initialSlots = 1024;
    struct Key {
        uint64_t first = 0; ///< of texts up to 16 bytes their bytes, of longer ones a hash and the last 8 bytes
        uint64_t second = 0;
        uint64_t hash = 0;
        uint32_t length = 0;
    };
    struct Slot {
        Key key;
        uint32_t code = empty;
    };

    static uint64_t load(const char* p, size_t count) {
        uint64_t word = 0;
        std::memcpy(&word, p, count);
        return word;
    }
    static uint64_t loadUpTo8(const char* p, size_t count) {
        if (count >= 4) return load(p, 4) | load(p + count - 4, 4) << 32; // overlapping; the length is part of the key
        if (count == 0) return 0;
        const auto byte = [&](size_t i) { return uint64_t{static_cast<unsigned char>(p[i])}; };
        return byte(0) | byte(count / 2) << 8 | byte(count - 1) << 16;
    }

    static Key keyOf(std::string_view text) {
        constexpr uint64_t factor = 0x9E3779B97F4A7C15;
        Key key;
        key.length = static_cast<uint32_t>(text.size());
        const char* p = text.data();
        if (text.size() <= 8) {
            key.first = loadUpTo8(p, text.size());
        } else if (text.size() <= 16) {
            key.first = load(p, 8);
            key.second = load(p + text.size() - 8, 8);
        } else {
            for (size_t i = 0; i + 8 <= text.size(); i += 8)
                key.first = std::rotl((key.first ^ load(p + i, 8)) * factor, 29);
            key.second = load(p + text.size() - 8, 8);
        }
        const uint64_t mixed = (key.first ^ std::rotl(key.second, 32) ^ text.size()) * factor;
        key.hash = mixed ^ mixed >> 32;
        return key;
    }

    uint32_t add(std::string_view text, const Key& key, size_t at) {
        const auto code = static_cast<uint32_t>(m_texts.size());
        m_texts.emplace_back(text);
        m_slots[at] = {key, code};
        if (m_texts.size() * 2 > m_slots.size()) grow();
        return code;
    }

    void grow() {
        std::vector<Slot> old(m_slots.size() * 4);
        old.swap(m_slots);
        for (const Slot& slot : old) {
            if (slot.code == empty) continue;
            size_t at = slot.key.hash & (m_slots.size() - 1);
            while (m_slots[at].code != empty) at = (at + 1) & (m_slots.size() - 1);
            m_slots[at] = slot;
        }
    }

    std::vector<std::string>& m_texts;
    std::vector<Slot> m_slots;
};

/// Makes room for rows in the memory that is there. Values, which will all be set, keep what they are.
void prepare(DecodedColumn& out, const ColumnSchema& schema, size_t rows) {
    Column& column = out.column;
    column.schema = schema;
    const ColumnType type = schema.type;
    const bool isWhole = type != ColumnType::Category && type != ColumnType::Text && type != ColumnType::Real;
    column.integers.resize(isWhole ? rows : 0);
    column.reals.resize(type == ColumnType::Real ? rows : 0);
    column.codes.resize(type == ColumnType::Category ? rows : 0);
    column.dictionary.clear();
    column.texts.bytes.clear();
    column.texts.ends.clear();
    column.missing.clear();
    out.misfits.clear();
    out.contradicts = false;
    out.kinds = allKinds;
}

/// Some rows of a batch.
struct RowRange {
    size_t first = 0;
    size_t end = 0;
};

/// A column of a batch while its rows are decoded, some after the other.
class ColumnDecoder {
public:
    ColumnDecoder(const Rows& rows, const ColumnPlan& plan, const Reading& reading, DecodedColumn& out);

    /// Decodes rows, which follow those of the last call. Does nothing once a value contradicted the plan.
    void decode(RowRange range);
    /// Behind the last row: finds the kinds that are asked for.
    void finish();

private:
    void decodeCategories(RowRange range);
    void decodeTexts(RowRange range);
    [[nodiscard]] bool decodeNothing(RowRange range);
    [[nodiscard]] bool decodeIntegers(RowRange range);
    [[nodiscard]] bool decodeReals(RowRange range);
    template <typename T, typename ReadValue>
    [[nodiscard]] bool decodeValues(RowRange range, std::vector<T>& values, T missingValue, ReadValue readValue);
    void setMissing(size_t row);

    const Rows& m_rows;
    const ColumnPlan& m_plan;
    const Reading& m_reading;
    DecodedColumn& m_out;
    FieldReader m_reader;
    LocalDictionary m_dictionary;
};

ColumnDecoder::ColumnDecoder(const Rows& rows, const ColumnPlan& plan, const Reading& reading, DecodedColumn& out)
    : m_rows(rows), m_plan(plan), m_reading(reading), m_out(out), m_reader(rows, plan, reading),
      m_dictionary(out.column.dictionary) {
    prepare(out, plan.schema(), rows.count());
}

void ColumnDecoder::setMissing(size_t row) {
    std::vector<uint8_t>& missing = m_out.column.missing;
    if (missing.empty()) missing.assign(m_rows.count(), 0);
    missing[row] = 1;
}

void ColumnDecoder::decodeCategories(RowRange range) {
    Column& column = m_out.column;
    for (size_t row = range.first; row < range.end; ++row) {
        const std::string_view text = m_reader.text(row);
        if (m_reader.isMissingText(row, text)) {
            column.codes[row] = 0;
            setMissing(row);
        } else {
            column.codes[row] = m_dictionary.code(text);
        }
    }
}

void ColumnDecoder::decodeTexts(RowRange range) {
    for (size_t row = range.first; row < range.end; ++row) {
        const std::string_view text = m_reader.text(row);
        const bool missing = m_reader.isMissingText(row, text);
        if (missing) setMissing(row);
        m_out.column.texts.push(missing ? std::string_view() : text);
    }
}

/// False when there is a value after all. A column that no row has a field for has none.
bool ColumnDecoder::decodeNothing(RowRange range) {
    for (size_t row = range.first; row < range.end; ++row) {
        if (m_plan.field < m_rows.fields() && !m_reader.marks().contains(trimBlanks(m_reader.text(row)))) return false;
        m_out.column.texts.push({});
        setMissing(row);
    }
    return true;
}

/// Reads fields with \p readValue(text, value). False at the first value of a column that is not fixed that cannot be
/// read.
template <typename T, typename ReadValue>
bool ColumnDecoder::decodeValues(RowRange range, std::vector<T>& values, T missingValue, ReadValue readValue) {
    const MissingMarks& marks = m_reader.marks();
    const bool marksFirst = marks.looksLikeValue();
    for (size_t row = range.first; row < range.end; ++row) {
        std::string_view text = m_reader.text(row);
        if (!marksFirst && readValue(text, values[row])) continue;
        text = trimBlanks(text);
        if (marks.contains(text)) {
            values[row] = missingValue;
            setMissing(row);
        } else if (!readValue(text, values[row])) {
            if (!m_plan.fixed) return false;
            values[row] = missingValue;
            m_out.misfits.push_back(static_cast<uint32_t>(row));
        }
    }
    return true;
}

bool ColumnDecoder::decodeIntegers(RowRange range) {
    const ColumnPlan& plan = m_plan;
    const auto decode = [&](auto readValue) {
        return decodeValues<int64_t>(range, m_out.column.integers, 0, readValue);
    };
    const Kind kind = plan.kind();
    const bool isTruth = typeOf(kind) == ColumnType::Boolean;
    if (isTruth && plan.fixed) return decode(readBooleanLeniently);
    if (kind == TrueFalse) return decode(readBoolean);
    if (isTruth)
        return decode([kind](std::string_view text, int64_t& value) { return readTruthWord(text, kind, value); });
    if (kind == IntegerNumber && plan.fixed)
        return decode(
            [](std::string_view text, int64_t& value) { return readInteger(withoutLeadingZeros(text), value); });
    if (kind == IntegerNumber)
        return decode([](std::string_view text, int64_t& value) { return readInteger(text, value); });
    if (typeOf(kind) == ColumnType::Integer)
        return decode([kind](std::string_view text, int64_t& value) { return readGroupedInteger(text, kind, value); });
    if ((kind & patternKinds) != 0)
        return decode([&plan, asTime = kind == TimePattern](std::string_view text, int64_t& value) {
            return readPattern(text, plan.pattern, asTime, value);
        });
    const Kind form = plan.fixed && kind == TimeIso ? TimeIsoFine : kind;
    return decode([form](std::string_view text, int64_t& value) { return readDateOrTime(text, form, value); });
}

bool ColumnDecoder::decodeReals(RowRange range) {
    constexpr double missing = std::numeric_limits<double>::quiet_NaN();
    const ColumnPlan& plan = m_plan;
    const auto decode = [&](auto readValue) {
        return decodeValues<double>(range, m_out.column.reals, missing, readValue);
    };
    const Kind kind = plan.kind();
    if ((kind & moneyKinds) != 0)
        return decode([&plan, kind](std::string_view text, double& value) {
            return readWrittenReal(text, kind, value) && (plan.fixed || currencyOf(text) == plan.currency);
        });
    if (kind != RealNumber)
        return decode([kind](std::string_view text, double& value) { return readWrittenReal(text, kind, value); });
    if (plan.fixed)
        return decode([](std::string_view text, double& value) { return readReal(withoutLeadingZeros(text), value); });
    return decode([](std::string_view text, double& value) { return readReal(text, value); });
}

void ColumnDecoder::decode(RowRange range) {
    if (m_out.contradicts) return;
    switch (m_out.column.schema.type) {
    case ColumnType::Category: return decodeCategories(range);
    case ColumnType::Text:
        if (m_plan.kind() != NoValue) return decodeTexts(range);
        m_out.contradicts = !decodeNothing(range);
        break;
    case ColumnType::Real: m_out.contradicts = !decodeReals(range); break;
    default: m_out.contradicts = !decodeIntegers(range); break;
    }
}

void ColumnDecoder::finish() {
    if (m_out.contradicts) {
        m_out.kinds = kindsOfColumn(m_rows, m_plan, m_reading, allKinds);
    } else if (m_plan.undecided) {
        m_out.kinds = ~(dayFirstKinds | monthFirstKinds) |
                      kindsOfColumn(m_rows, m_plan, m_reading, dayFirstKinds | monthFirstKinds);
    }
}

/// So many rows that their text stays in the processor's second cache while column after column is read from it.
size_t rowsAtOnce(const Rows& rows) {
    constexpr size_t cachedBytes = size_t{160} << 10;
    return std::max<size_t>(cachedBytes * rows.count() / std::max<size_t>(rows.textBytes(), 1), 64);
}

} // namespace

Kinds kindsOfColumn(const Rows& rows, const ColumnPlan& plan, const Reading& reading, Kinds candidates) {
    FieldReader reader(rows, plan, reading);
    Kinds kinds = candidates | textKinds;
    bool sameCurrency = true;
    for (size_t row = 0; row < rows.count(); ++row) {
        const std::string_view text = trimBlanks(reader.text(row));
        if (reader.marks().contains(text)) continue;
        kinds &= kindsThatFit(text, kinds);
        if ((kinds & moneyKinds) != 0 && !plan.currency.empty())
            sameCurrency = sameCurrency && currencyOf(text) == plan.currency;
        if (kinds == textKinds) break;
    }
    return sameCurrency ? kinds : kinds & ~moneyKinds;
}

Result<void> decodeColumns(const Rows& rows, const std::vector<ColumnPlan>& plans, const Reading& reading,
                           const JobContext& job, std::vector<DecodedColumn>& out) {
    constexpr size_t columnsAtOnce = 64; // each takes memory of its own meanwhile
    out.resize(plans.size());
    const size_t step = rowsAtOnce(rows);
    for (size_t begin = 0; begin < plans.size(); begin += columnsAtOnce) {
        const size_t end = std::min(begin + columnsAtOnce, plans.size());
        std::vector<ColumnDecoder> decoders;
        decoders.reserve(end - begin);
        for (size_t i = begin; i < end; ++i) decoders.emplace_back(rows, plans[i], reading, out[i]);
        for (size_t first = 0; first < rows.count(); first += step) {
            LATHE_CHECK(job.checkStop());
            for (auto& decoder : decoders) decoder.decode({first, std::min(first + step, rows.count())});
        }
        for (auto& decoder : decoders) decoder.finish();
    }
    return {};
}

} // namespace lathe::csv
