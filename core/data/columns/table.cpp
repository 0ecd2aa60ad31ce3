// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/columns/table.h"

#include "core/data/columns/clear_rows.h"
#include "core/data/columns/gather_rows.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <unordered_map>
#include <utility>

namespace lathe {

namespace {

constexpr std::array<std::pair<ColumnType, const char*>, 7> typeWords = {{
    {ColumnType::Boolean, "boolean"},
    {ColumnType::Integer, "integer"},
    {ColumnType::Real, "real"},
    {ColumnType::Category, "category"},
    {ColumnType::Text, "text"},
    {ColumnType::Date, "date"},
    {ColumnType::Timestamp, "timestamp"},
}};

} // namespace

const char* toString(ColumnType type) {
    for (const auto& [known, word] : typeWords)
        if (known == type) return word;
    return "unknown";
}

std::optional<ColumnType> columnTypeFromText(std::string_view text) {
    for (const auto& [type, word] : typeWords)
        if (text == word) return type;
    return std::nullopt;
}

size_t Column::rows() const {
    switch (schema.type) {
    case ColumnType::Real: return reals.size();
    case ColumnType::Category: return codes.size();
    case ColumnType::Text: return texts.size();
    default: return integers.size();
    }
}

size_t Column::missingCount() const {
    return static_cast<size_t>(std::count_if(missing.begin(), missing.end(), [](uint8_t flag) { return flag != 0; }));
}

double Column::number(size_t row) const {
    if (isMissing(row)) return std::numeric_limits<double>::quiet_NaN();
    return schema.type == ColumnType::Real ? reals[row] : static_cast<double>(integers[row]);
}

std::string_view Column::text(size_t row) const {
    if (isMissing(row)) return {};
    return schema.type == ColumnType::Category ? std::string_view(dictionary[codes[row]]) : texts.at(row);
}

std::string Column::display(size_t row) const {
    if (isMissing(row)) return {};
    switch (schema.type) {
    case ColumnType::Boolean: return integers[row] != 0 ? "true" : "false";
    case ColumnType::Integer: return std::to_string(integers[row]);
    case ColumnType::Real: return std::isnan(reals[row]) ? std::string() : exactNumber(reals[row]);
    case ColumnType::Date: return isoDate(integers[row]);
    case ColumnType::Timestamp: return isoTimestamp(integers[row]);
    case ColumnType::Category:
    case ColumnType::Text: break;
    }
    return std::string(text(row));
}

std::vector<ColumnSchema> Table::schema() const {
    std::vector<ColumnSchema> result;
    result.reserve(columns.size());
    for (const auto& column : columns) result.push_back(column.schema);
    return result;
}

std::optional<size_t> Table::find(std::string_view name) const {
    for (size_t i = 0; i < columns.size(); ++i)
        if (columns[i].schema.name == name) return i;
    return std::nullopt;
}

namespace {

template <typename T>
void gatherInto(std::vector<T>& target, const std::vector<T>& source, std::span<const uint64_t> rows, size_t total) {
    if (source.empty()) return;
    target.reserve(total);
    for (const uint64_t row : rows) target.push_back(source[row]);
}

/// Adds some of the \p total rows that will be taken from \p column.
void addRows(Column& result, const Column& column, std::span<const uint64_t> rows, size_t total) {
    gatherInto(result.integers, column.integers, rows, total);
    gatherInto(result.reals, column.reals, rows, total);
    gatherInto(result.codes, column.codes, rows, total);
    gatherInto(result.missing, column.missing, rows, total);
    if (column.schema.type == ColumnType::Text)
        for (const uint64_t row : rows) result.texts.push(column.texts.at(row));
}

template <typename T>
void concatenate(std::vector<T>& head, const std::vector<T>& tail) {
    head.insert(head.end(), tail.begin(), tail.end());
}

/// Maps each code of \p tail to the code of the same text in \p head, which grows by the texts it lacks.
std::vector<uint32_t> mergeDictionary(std::vector<std::string>& head, const std::vector<std::string>& tail) {
    std::vector<uint32_t> codes(tail.size());
    std::unordered_map<std::string, uint32_t> known;
    for (size_t i = 0; i < head.size(); ++i) known.emplace(head[i], static_cast<uint32_t>(i));
    for (size_t i = 0; i < tail.size(); ++i) {
        const auto [entry, isNew] = known.emplace(tail[i], static_cast<uint32_t>(head.size()));
        if (isNew) head.push_back(tail[i]);
        codes[i] = entry->second;
    }
    return codes;
}

void appendCodes(Column& head, const Column& tail) {
    if (head.dictionary == tail.dictionary) {
        concatenate(head.codes, tail.codes);
        return;
    }
    const auto mapped = mergeDictionary(head.dictionary, tail.dictionary);
    head.codes.reserve(head.codes.size() + tail.codes.size());
    for (size_t row = 0; row < tail.codes.size(); ++row)
        head.codes.push_back(tail.isMissing(row) ? 0 : mapped[tail.codes[row]]);
}

void appendTexts(TextValues& head, const TextValues& tail) {
    const uint64_t base = head.bytes.size();
    head.bytes += tail.bytes;
    head.ends.reserve(head.ends.size() + tail.ends.size());
    for (const uint64_t end : tail.ends) head.ends.push_back(base + end);
}

} // namespace

Column gather(const Column& column, const std::vector<uint64_t>& indices) {
    Column result;
    result.schema = column.schema;
    result.dictionary = column.dictionary;
    addRows(result, column, indices, indices.size());
    if (result.missingCount() == 0) result.missing.clear();
    return result;
}

Result<Column> gatherRows(const Column& column, std::span<const uint64_t> rows, const JobContext& job) {
    constexpr size_t rowsAtOnce = size_t{1} << 16U; // at random places of a long column: some milliseconds
    Column result;
    result.schema = column.schema;
    result.dictionary = column.dictionary;
    for (size_t first = 0; first < rows.size(); first += rowsAtOnce) {
        LATHE_CHECK(job.checkStop());
        addRows(result, column, rows.subspan(first, std::min(rowsAtOnce, rows.size() - first)), rows.size());
    }
    if (result.missingCount() == 0) result.missing.clear();
    return result;
}

void clearRows(Column& column) {
    column.integers.clear();
    column.reals.clear();
    column.codes.clear();
    column.texts.bytes.clear();
    column.texts.ends.clear();
    column.missing.clear();
}

void append(Column& head, const Column& tail) {
    if (!head.missing.empty() || !tail.missing.empty()) {
        head.missing.resize(head.rows(), 0);
        if (tail.missing.empty()) {
            head.missing.resize(head.missing.size() + tail.rows(), 0);
        } else {
            concatenate(head.missing, tail.missing);
        }
    }
    concatenate(head.integers, tail.integers);
    concatenate(head.reals, tail.reals);
    if (head.schema.type == ColumnType::Category) appendCodes(head, tail);
    if (head.schema.type == ColumnType::Text) appendTexts(head.texts, tail.texts);
}

} // namespace lathe
