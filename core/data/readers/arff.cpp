// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/arff.h"

#include "core/base/text.h"
#include "core/data/csv/csv_values.h"
#include "core/data/readers/arff_text.h"
#include "core/data/readers/row_import.h"
#include "core/data/readers/text_window.h"

#include <fmt/format.h>

#include <cmath>

namespace lathe::readers {

namespace {

constexpr size_t pieceBytes = size_t{1} << 20;

ColumnPlan planFor(const ArffAttribute& attribute) {
    switch (attribute.type) {
    case ArffType::Number: return {attribute.name, IntegerValue | RealValue | TextValue, false};
    case ArffType::String: return {attribute.name, allKinds, false};
    case ArffType::Nominal: return {attribute.name, CategoryValue, true};
    case ArffType::Date:
        return {attribute.name, csv::hasClock(attribute.datePattern) ? TimestampValue : DateValue, true};
    }
    return {};
}

/// Days or microseconds, as the attribute's type is.
std::optional<int64_t> dateValue(const ArffAttribute& attribute, const std::string& text) {
    int64_t value = 0;
    if (!csv::readPattern(trimmed(text), attribute.datePattern, csv::hasClock(attribute.datePattern), value))
        return std::nullopt;
    return value;
}

/// Why a value cannot be of its attribute; empty when it can.
std::string problemOf(const ArffAttribute& attribute, const ArffToken& value) {
    if (value.missing()) return {};
    switch (attribute.type) {
    case ArffType::Number:
        if (!parseNumber(value.text))
            return fmt::format("'{}' of attribute '{}' is no number", value.text, attribute.name);
        return {};
    case ArffType::Nominal:
        if (!attribute.values.contains(value.text))
            return fmt::format("'{}' is not among the declared values of attribute '{}'", value.text, attribute.name);
        return {};
    case ArffType::Date:
        if (!dateValue(attribute, value.text))
            return fmt::format("'{}' of attribute '{}' is no date of the form {}", value.text, attribute.name,
                               attribute.datePattern);
        return {};
    case ArffType::String: return {};
    }
    return {};
}

void addValue(ColumnBuilder& column, const ArffAttribute& attribute, const ArffToken& value) {
    if (value.missing()) return column.addMissing();
    if (attribute.type == ArffType::Date) {
        const ColumnType type = csv::hasClock(attribute.datePattern) ? ColumnType::Timestamp : ColumnType::Date;
        const int64_t number = *dateValue(attribute, value.text);
        return column.addText(type == ColumnType::Date ? isoDate(number) : isoTimestamp(number));
    }
    if (attribute.type != ArffType::Number) return column.addPlainText(value.text);
    if (const auto integer = parseInteger(value.text)) return column.addInteger(*integer);
    column.addReal(*parseNumber(value.text));
}

class ArffSource final : public RowSource {
public:
    explicit ArffSource(BytesAgain bytes) : m_bytes(std::move(bytes)) {}

    Result<void> rewind() override {
        LATHE_TRY(auto source, m_bytes());
        m_text = std::make_unique<TextWindow>(std::move(source));
        m_attributes.clear();
        m_record = 1;
        return readHeader();
    }

    [[nodiscard]] std::vector<ColumnPlan> columns() const override {
        std::vector<ColumnPlan> columns;
        for (const auto& attribute : m_attributes) columns.push_back(planFor(attribute));
        return columns;
    }
    [[nodiscard]] const SourceDescription& facts() const override { return m_facts; }
    [[nodiscard]] double position() const override { return m_text ? m_text->source().position() : 0; }
    [[nodiscard]] double size() const override { return m_text ? m_text->source().size() : 0; }
    [[nodiscard]] bool parallel() const override { return true; }

    Result<bool> read(Piece& piece, const std::vector<ColumnPlan>&, size_t mostRows) override {
        piece.firstRecord = m_record;
        while (piece.ends.size() < mostRows && piece.bytes.size() < pieceBytes) {
            std::string_view line;
            LATHE_TRY(const bool more, m_text->takeLine(line));
            if (!more) break;
            if (line.starts_with('%')) continue;
            piece.bytes += line;
            piece.ends.push_back(piece.bytes.size());
            piece.lines.push_back(m_text->line());
        }
        m_record += piece.ends.size();
        return !piece.ends.empty();
    }

    [[nodiscard]] DecodedPiece decode(const Piece& piece, const std::vector<ColumnPlan>& plan) const override {
        DecodedPiece decoded = emptyPiece(plan);
        for (size_t i = 0; i < piece.ends.size(); ++i) {
            const auto values = soundRow(piece.record(i));
            if (!values) {
                decoded.rejected.push_back(piece.reject(i, values.error().message));
                continue;
            }
            for (size_t column = 0; column < values->size(); ++column)
                addValue(decoded.columns[column], m_attributes[column], (*values)[column]);
            decoded.records.push_back(static_cast<uint32_t>(i));
            ++decoded.rows;
        }
        return decoded;
    }

private:
    [[nodiscard]] Result<std::vector<ArffToken>> soundRow(std::string_view line) const {
        if (!isValidUtf8(line)) return fail(ErrorKind::InvalidInput, "the row is not UTF-8");
        LATHE_TRY(std::vector<ArffToken> values, parseArffRow(line, m_attributes));
        for (size_t i = 0; i < values.size(); ++i)
            if (const std::string problem = problemOf(m_attributes[i], values[i]); !problem.empty())
                return fail(ErrorKind::InvalidInput, "{}", problem);
        return values;
    }

    Result<void> readHeader() {
        for (;;) {
            std::string_view line;
            LATHE_TRY(const bool more, m_text->takeLine(line));
            if (!more) return m_text->broken("the file ends before @data", m_text->line());
            if (line.starts_with('%')) continue;
            if (!isValidUtf8(line)) return m_text->broken("the header is not UTF-8", m_text->line());
            const size_t end = std::min(line.find_first_of(" \t\r"), line.size());
            const std::string word = lowered(line.substr(0, end));
            if (word == "@data") break;
            if (word == "@relation") continue;
            if (word != "@attribute")
                return m_text->broken(
                    fmt::format("'{}' is none of @relation, @attribute and @data", line.substr(0, 60)), m_text->line());
            auto attribute = parseArffAttribute(line.substr(end));
            if (!attribute) {
                Error error = std::move(attribute.error());
                error.message = fmt::format("{}:{}: {}", m_text->source().name(), m_text->line(), error.message);
                return failure(std::move(error));
            }
            m_attributes.push_back(std::move(*attribute));
            if (m_attributes.size() > mostColumns)
                return m_text->broken("there are too many attributes", m_text->line());
        }
        if (m_attributes.empty()) return m_text->broken("@data stands before any @attribute", m_text->line());
        return {};
    }

    BytesAgain m_bytes;
    std::unique_ptr<TextWindow> m_text;
    std::vector<ArffAttribute> m_attributes;
    SourceDescription m_facts;
    uint64_t m_record = 1;
};

} // namespace

Result<std::unique_ptr<RowSource>> openArffRows(BytesAgain bytes) {
    auto source = std::make_unique<ArffSource>(std::move(bytes));
    LATHE_CHECK(source->rewind());
    return source;
}

OpenedReader openArff(const Path& file, const ImportOptions& options) {
    LATHE_TRY(auto rows, openArffRows([file] { return ByteSource::open(file); }));
    return openRows(std::move(rows), file, options);
}

} // namespace lathe::readers
