// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/arrays.h"

#include "core/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace lathe::readers {

namespace {

/// The bytes of a number of up to eight bytes, least significant first.
uint64_t wordAt(const char* bytes, size_t size, bool bigEndian) {
    uint64_t word = 0;
    if (!bigEndian) {
        std::memcpy(&word, bytes, size);
        return word;
    }
    for (size_t i = 0; i < size; ++i) word = word << 8 | static_cast<unsigned char>(bytes[i]);
    return word;
}

int64_t signExtended(uint64_t word, size_t size) {
    const auto unused = static_cast<unsigned>(64 - size * 8);
    return static_cast<int64_t>(word << unused) >> unused;
}

/// IEEE 754 binary16.
double halfValue(uint64_t word) {
    const int exponent = static_cast<int>(word >> 10 & 0x1F);
    const auto fraction = static_cast<double>(word & 0x3FF);
    const double sign = (word & 0x8000) != 0 ? -1 : 1;
    if (exponent == 31)
        return fraction == 0 ? sign * std::numeric_limits<double>::infinity()
                             : std::numeric_limits<double>::quiet_NaN();
    return exponent == 0 ? sign * std::ldexp(fraction, -24) : sign * std::ldexp(fraction + 1024, exponent - 25);
}

double realValue(uint64_t word, size_t size) {
    if (size == 2) return halfValue(word);
    return size == 4 ? static_cast<double>(std::bit_cast<float>(static_cast<uint32_t>(word)))
                     : std::bit_cast<double>(word);
}

void appendUtf8(std::string& text, uint32_t code) {
    if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) code = 0xFFFD;
    const auto tail = [&](unsigned shift) { text += static_cast<char>(0x80 | (code >> shift & 0x3F)); };
    if (code < 0x80) {
        text += static_cast<char>(code);
    } else if (code < 0x800) {
        text += static_cast<char>(0xC0 | code >> 6);
        tail(0);
    } else if (code < 0x10000) {
        text += static_cast<char>(0xE0 | code >> 12);
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xF0 | code >> 18);
        tail(12);
        tail(6);
        tail(0);
    }
}

void addBytes(ColumnBuilder& column, std::string_view text) {
    while (!text.empty() && text.back() == '\0') text.remove_suffix(1);
    if (isValidUtf8(text)) return column.addPlainText(text);
    column.addPlainText(utf8FromLatin1(text));
}

void addUtf32(ColumnBuilder& column, const Element& element, const char* bytes) {
    std::string text;
    size_t count = element.size / 4;
    while (count > 0 && wordAt(bytes + (count - 1) * 4, 4, false) == 0) --count;
    for (size_t i = 0; i < count; ++i)
        appendUtf8(text, static_cast<uint32_t>(wordAt(bytes + i * 4, 4, element.bigEndian)));
    column.addPlainText(text);
}

int64_t floorDivided(int64_t value, int64_t by) { return value / by - (value % by < 0 ? 1 : 0); }

Result<void> addTime(ColumnBuilder& column, const Element& element, int64_t count) {
    constexpr int64_t microsPerDay = 86400LL * 1000000;
    if (count == INT64_MIN) {
        column.addMissing();
        return {};
    }
    int64_t micros = 0;
    bool fits = true;
    if (element.kind == Element::Kind::Calendar) {
        int64_t months = 0;
        constexpr int64_t mostMonths = 12 * 100'000'000LL;
        fits =
            !__builtin_mul_overflow(count, element.numerator, &months) && months > -mostMonths && months < mostMonths;
        const auto days = fits ? daysFromCivil(1970 + floorDivided(months, 12),
                                               static_cast<int>(months - floorDivided(months, 12) * 12) + 1, 1)
                               : std::nullopt;
        fits = days && !__builtin_mul_overflow(*days, microsPerDay, &micros);
    } else {
        fits = !__builtin_mul_overflow(count, element.numerator, &micros);
        micros = floorDivided(micros, element.denominator);
    }
    if (!fits) return fail(ErrorKind::InvalidInput, "a date lies outside the range of 64 bits");
    if (element.wholeDays) column.addDate(floorDivided(micros, microsPerDay));
    else column.addTimestamp(micros);
    return {};
}

} // namespace

std::string utf8FromLatin1(std::string_view text) {
    std::string utf8;
    for (const char c : text) appendUtf8(utf8, static_cast<unsigned char>(c));
    return utf8;
}

ColumnPlan planFor(const Element& element, std::string name) {
    switch (element.kind) {
    case Element::Kind::Boolean: return {std::move(name), BooleanValue, false};
    case Element::Kind::Signed: return {std::move(name), IntegerValue, false};
    case Element::Kind::Unsigned:
        return {std::move(name), element.size == 8 ? Kinds{IntegerValue} | TextValue : Kinds{IntegerValue}, false};
    case Element::Kind::Real: return {std::move(name), RealValue, false};
    case Element::Kind::Bytes:
    case Element::Kind::Utf32: return {std::move(name), allKinds, false};
    case Element::Kind::DateTime:
    case Element::Kind::Calendar: return {std::move(name), element.wholeDays ? DateValue : TimestampValue, false};
    }
    return {};
}

Result<void> addElement(ColumnBuilder& column, const Element& element, const char* bytes) {
    const auto word = [&] { return wordAt(bytes, element.size, element.bigEndian); };
    switch (element.kind) {
    case Element::Kind::Boolean: column.addBoolean(word() != 0); break;
    case Element::Kind::Signed: column.addInteger(signExtended(word(), element.size)); break;
    case Element::Kind::Unsigned:
        if (const uint64_t value = word(); value <= static_cast<uint64_t>(INT64_MAX))
            column.addInteger(static_cast<int64_t>(value));
        else column.addPlainText(std::to_string(value));
        break;
    case Element::Kind::Real: column.addReal(realValue(word(), element.size)); break;
    case Element::Kind::Bytes: addBytes(column, {bytes, element.size}); break;
    case Element::Kind::Utf32: addUtf32(column, element, bytes); break;
    case Element::Kind::DateTime:
    case Element::Kind::Calendar: return addTime(column, element, static_cast<int64_t>(word()));
    }
    return {};
}

std::vector<std::string> namesFor(const std::string& name, size_t columns) {
    if (columns == 1) return {name};
    std::vector<std::string> names;
    for (size_t i = 1; i <= columns; ++i) names.push_back(fmt::format("{}_{}", name, i));
    return names;
}

Result<void> readExactly(ByteSource& source, char* target, size_t count) {
    while (count > 0) {
        LATHE_TRY(const size_t got, source.read(target, count));
        if (got == 0)
            return failHint(ErrorKind::InvalidInput, fmt::format("'{}' ends before its last value", source.name()),
                            "It was cut off: get it again.");
        target += got;
        count -= got;
    }
    return {};
}

// ---- Groups side by side --------------------------------------------------------------------------------------

namespace {

class GroupsSource final : public CountedSource {
public:
    GroupsSource(std::vector<std::unique_ptr<ColumnGroup>> groups, SourceDescription facts)
        : m_groups(std::move(groups)) {
        m_facts = std::move(facts);
        m_rows = m_groups.front()->rows();
    }

    [[nodiscard]] std::vector<ColumnPlan> columns() const override {
        std::vector<ColumnPlan> all;
        for (const auto& group : m_groups)
            for (auto& column : group->columns()) all.push_back(std::move(column));
        return all;
    }

    Result<void> rewind() override {
        m_row = 0;
        for (const auto& group : m_groups) LATHE_CHECK(group->rewind());
        return {};
    }

    Result<bool> read(Piece& piece, const std::vector<ColumnPlan>& plan, size_t mostRows) override {
        piece.firstRecord = m_row + 1;
        const size_t count = static_cast<size_t>(std::min<uint64_t>(mostRows, m_rows - m_row));
        if (count == 0) return false;
        piece.decoded = emptyPiece(plan);
        size_t first = 0;
        for (const auto& group : m_groups) {
            const size_t width = group->columns().size();
            LATHE_CHECK(group->addRows(std::span(piece.decoded->columns).subspan(first, width), count));
            first += width;
        }
        piece.decoded->rows = count;
        m_row += count;
        return true;
    }

private:
    std::vector<std::unique_ptr<ColumnGroup>> m_groups;
};

} // namespace

Result<std::unique_ptr<RowSource>> openGroups(std::vector<std::unique_ptr<ColumnGroup>> groups, SourceDescription facts,
                                              const std::string& name) {
    size_t columns = 0;
    for (const auto& group : groups) columns += group->columns().size();
    if (columns == 0)
        return failHint(ErrorKind::InvalidInput, fmt::format("'{}' has no columns", name),
                        "There is nothing to import.");
    if (columns > mostColumns)
        return failHint(ErrorKind::InvalidInput,
                        fmt::format("'{}' would have {} columns, more than {}", name, columns, mostColumns),
                        "Choose another array, or reshape it to fewer values a row.");
    return std::make_unique<GroupsSource>(std::move(groups), std::move(facts));
}

// ---- Streams --------------------------------------------------------------------------------------------------

StreamedGroup::StreamedGroup(BytesAgain bytes, uint64_t skip, uint64_t rows, size_t rowBytes, std::vector<Field> fields)
    : m_bytes(std::move(bytes)), m_skip(skip), m_rows(rows), m_rowBytes(rowBytes), m_fields(std::move(fields)) {}

std::vector<ColumnPlan> StreamedGroup::columns() const {
    std::vector<ColumnPlan> columns;
    for (const auto& field : m_fields) columns.push_back(planFor(field.element, field.name));
    return columns;
}

Result<void> StreamedGroup::rewind() {
    m_left = m_rows;
    LATHE_TRY(m_source, m_bytes());
    std::array<char, 4096> passed{};
    for (uint64_t left = m_skip; left > 0;) {
        const size_t piece = static_cast<size_t>(std::min<uint64_t>(left, passed.size()));
        LATHE_CHECK(readExactly(*m_source, passed.data(), piece));
        left -= piece;
    }
    return {};
}

Result<void> StreamedGroup::addRows(std::span<ColumnBuilder> columns, size_t count) {
    // Few at a time, so that a header that promises more than there is costs no memory.
    constexpr size_t bytesAtOnce = size_t{4} << 20;
    constexpr size_t rowsAtOnce = 256;
    while (count > 0) {
        const size_t rows =
            std::min(count, std::clamp<size_t>(bytesAtOnce / std::max<size_t>(m_rowBytes, 1), 1, rowsAtOnce));
        m_buffer.resize(rows * m_rowBytes);
        LATHE_CHECK(readExactly(*m_source, m_buffer.data(), m_buffer.size()));
        for (size_t i = 0; i < m_fields.size(); ++i)
            for (size_t row = 0; row < rows; ++row)
                LATHE_CHECK(addElement(columns[i], m_fields[i].element,
                                       m_buffer.data() + row * m_rowBytes + m_fields[i].offset));
        count -= rows;
        m_left -= std::min<uint64_t>(m_left, rows);
    }
    if (m_left > 0) return {};
    char behind = 0; // archives check their sums at the end
    LATHE_CHECK(m_source->read(&behind, 1));
    return {};
}

} // namespace lathe::readers
