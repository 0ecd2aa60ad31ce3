// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/columns/column_file_values.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <tuple>
#include <utility>

namespace lathe::columns {

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

template <typename Stored>
Stored* resized(std::vector<std::byte>& bytes, size_t count) {
    bytes.resize(count * sizeof(Stored));
    return reinterpret_cast<Stored*>(bytes.data());
}

/// The rows that are to be stored.
struct Range {
    size_t first = 0;
    size_t count = 0;
    [[nodiscard]] size_t end() const { return first + count; }
};

/// Copies integers as \p Stored; false when one does not fit.
template <typename Stored>
bool storeIntegers(const Column& column, Range rows, StoredValues& out) {
    auto* target = resized<Stored>(out.values, rows.count);
    constexpr int64_t lowest = std::numeric_limits<int64_t>::min();
    constexpr int64_t highest = std::numeric_limits<int64_t>::max();
    int64_t least = highest;
    int64_t most = lowest;
    const int64_t* values = column.integers.data() + rows.first;
    const uint8_t* missing = column.missing.empty() ? nullptr : column.missing.data() + rows.first;
    for (size_t i = 0; i < rows.count; ++i) { // without branches, so that several values go at once
        const bool isMissing = missing != nullptr && missing[i] != 0;
        target[i] = static_cast<Stored>(isMissing ? 0 : values[i]);
        least = std::min(least, isMissing ? highest : values[i]);
        most = std::max(most, isMissing ? lowest : values[i]);
    }
    if (least > most) return true;
    out.statistics.min = static_cast<double>(least);
    out.statistics.max = static_cast<double>(most);
    return static_cast<int64_t>(static_cast<Stored>(least)) == least &&
           static_cast<int64_t>(static_cast<Stored>(most)) == most;
}

/// The least and the greatest of those that are not NaN, ±infinity when there are none. Lane by lane: left to itself
/// the compiler keeps to the order of the rows.
std::pair<double, double> extremesOf(std::span<const double> values) {
    constexpr size_t lanes = 8;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    double least[lanes];
    double most[lanes];
    std::fill_n(least, lanes, infinity);
    std::fill_n(most, lanes, -infinity);
    const auto extend = [&](size_t lane, double value) {
        least[lane] = value < least[lane] ? value : least[lane];
        most[lane] = value > most[lane] ? value : most[lane];
    };
    const size_t whole = values.size() / lanes * lanes;
    for (size_t i = 0; i < whole; i += lanes)
        for (size_t lane = 0; lane < lanes; ++lane) extend(lane, values[i + lane]);
    for (size_t i = whole; i < values.size(); ++i) extend(0, values[i]);
    return {*std::min_element(least, least + lanes), *std::max_element(most, most + lanes)};
}

void storeReals(const Column& column, Range rows, StoredValues& out) {
    const std::span<double> target(resized<double>(out.values, rows.count), rows.count);
    const double* values = column.reals.data() + rows.first;
    const uint8_t* flags = column.missing.empty() ? nullptr : column.missing.data() + rows.first;
    uint64_t missing = 0;
    for (size_t i = 0; i < rows.count; ++i) {
        const bool isMissing = std::isnan(values[i]) || (flags != nullptr && flags[i] != 0);
        target[i] = isMissing ? notANumber : values[i]; // of all NaNs the one
        missing += isMissing ? 1 : 0;
    }
    out.statistics.missing = missing;
    if (missing < rows.count) std::tie(out.statistics.min, out.statistics.max) = extremesOf(target);
}

void storeCodes(const Column& column, Range rows, StoredValues& out) {
    auto* target = resized<uint32_t>(out.values, rows.count);
    for (size_t row = rows.first; row < rows.end(); ++row) {
        const bool isMissing = column.isMissing(row);
        const uint32_t code = isMissing ? 0 : column.codes[row];
        *target++ = code;
        if (!isMissing) out.codesEnd = std::max(out.codesEnd, uint64_t{code} + 1);
    }
}

bool storeTexts(const Column& column, Range rows, StoredValues& out) {
    auto* lengths = resized<uint32_t>(out.values, rows.count);
    bool clean = true; // whether every missing row's text is empty
    for (size_t row = rows.first; row < rows.end(); ++row) {
        const size_t length = column.texts.at(row).size();
        if (length > std::numeric_limits<uint32_t>::max()) return false;
        const bool isMissing = column.isMissing(row);
        clean = clean && !(isMissing && length > 0);
        *lengths++ = isMissing ? 0 : static_cast<uint32_t>(length);
    }
    if (clean) {
        const uint64_t begin = rows.first == 0 ? 0 : column.texts.ends[rows.first - 1];
        const uint64_t end = rows.end() == 0 ? 0 : column.texts.ends[rows.end() - 1];
        out.texts.assign(column.texts.bytes, begin, end - begin);
    } else {
        for (size_t row = rows.first; row < rows.end(); ++row) out.texts += column.text(row);
    }
    return true;
}

Result<void> storeValues(const Column& column, Range rows, StoredValues& out) {
    switch (column.schema.type) {
    case ColumnType::Boolean: storeIntegers<uint8_t>(column, rows, out); break;
    case ColumnType::Date:
        if (!storeIntegers<int32_t>(column, rows, out))
            return fail(ErrorKind::InvalidInput, "column '{}' has a date beyond the years a file can hold",
                        column.schema.name);
        break;
    case ColumnType::Integer:
    case ColumnType::Timestamp: storeIntegers<int64_t>(column, rows, out); break;
    case ColumnType::Real: storeReals(column, rows, out); break;
    case ColumnType::Category: storeCodes(column, rows, out); break;
    case ColumnType::Text:
        if (!storeTexts(column, rows, out))
            return fail(ErrorKind::InvalidInput, "column '{}' has a text of 4 GiB or more", column.schema.name);
        break;
    }
    return {};
}

/// Stores the flags of the rows, when any is set.
void storeMissing(const Column& column, Range rows, StoredValues& out) {
    if (column.missing.empty()) return;
    const auto begin = column.missing.begin() + static_cast<std::ptrdiff_t>(rows.first);
    const auto end = begin + static_cast<std::ptrdiff_t>(rows.count);
    out.statistics.missing = static_cast<uint64_t>(std::count_if(begin, end, [](uint8_t flag) { return flag != 0; }));
    if (out.statistics.missing == 0 || column.schema.type == ColumnType::Real) return; // of reals NaN says it already
    out.missing.reserve(rows.count);
    for (auto flag = begin; flag != end; ++flag) out.missing.push_back(std::byte{*flag != 0});
}

void updateSized(Sha256& hash, std::span<const std::byte> bytes) {
    const uint64_t size = bytes.size();
    hash.update(std::as_bytes(std::span(&size, 1)));
    hash.update(bytes);
}

void updateSized(Sha256& hash, std::string_view text) { updateSized(hash, std::as_bytes(std::span(text))); }

template <typename Stored>
void putAs(std::span<const std::byte> values, int64_t* target) {
    for (size_t i = 0; i < values.size() / sizeof(Stored); ++i) {
        Stored value;
        std::memcpy(&value, values.data() + i * sizeof value, sizeof value);
        target[i] = value;
    }
}

} // namespace

StoredValues emptyStored() {
    StoredValues stored;
    stored.statistics = {0, 0, notANumber, notANumber};
    return stored;
}

Result<void> toStored(const Column& column, size_t first, size_t count, StoredValues& out) {
    out.missing.clear();
    out.texts.clear();
    out.codesEnd = 0;
    out.statistics = emptyStored().statistics;
    out.statistics.rows = count;
    storeMissing(column, {first, count}, out);
    return storeValues(column, {first, count}, out);
}

Result<StoredValues> toStored(const Column& column, size_t first, size_t count) {
    StoredValues out;
    LATHE_CHECK(toStored(column, first, count, out));
    return out;
}

void appendRows(StoredValues& head, const StoredValues& tail) {
    ChunkStatistics& all = head.statistics;
    if (!head.missing.empty() || !tail.missing.empty()) {
        head.missing.resize(all.rows, std::byte{0});
        head.missing.insert(head.missing.end(), tail.missing.begin(), tail.missing.end());
        head.missing.resize(all.rows + tail.statistics.rows, std::byte{0});
    }
    all.rows += tail.statistics.rows;
    all.missing += tail.statistics.missing;
    if (std::isnan(all.min) || tail.statistics.min < all.min) all.min = tail.statistics.min;
    if (std::isnan(all.max) || tail.statistics.max > all.max) all.max = tail.statistics.max;
    head.values.insert(head.values.end(), tail.values.begin(), tail.values.end());
    head.texts += tail.texts;
    head.codesEnd = std::max(head.codesEnd, tail.codesEnd);
}

ChunkDigest::ChunkDigest(std::span<const std::byte> values, std::span<const std::byte> missing, uint64_t textBytes) {
    updateSized(m_hash, values);
    updateSized(m_hash, missing);
    m_hash.update(std::as_bytes(std::span(&textBytes, 1)));
}

std::string StoredValues::digest() const {
    ChunkDigest digest(values, missing, texts.size());
    digest.addTexts(texts);
    return digest.finish();
}

std::string contentDigest(const FileIndex& index, const std::vector<std::vector<std::string>>& chunkDigests) {
    Sha256 hash;
    hash.update("lathe columns 1\n");
    hash.update(std::as_bytes(std::span(&index.rows, 1)));
    for (size_t column = 0; column < index.columns.size(); ++column) {
        updateSized(hash, index.columns[column].schema.name);
        updateSized(hash, std::string_view(toString(index.columns[column].schema.type)));
        for (const auto& digest : chunkDigests[column]) hash.update(digest);
        for (const auto& text : index.columns[column].dictionary) updateSized(hash, text);
    }
    return hash.finish();
}

void resizeValues(Column& column, size_t rows) {
    const ColumnType type = column.schema.type;
    column.reals.resize(type == ColumnType::Real ? rows : 0);
    column.codes.resize(type == ColumnType::Category ? rows : 0);
    const bool others = type == ColumnType::Real || type == ColumnType::Category || type == ColumnType::Text;
    column.integers.resize(others ? 0 : rows);
}

std::span<std::byte> bytesAsStored(Column& column) {
    switch (column.schema.type) {
    case ColumnType::Real: return std::as_writable_bytes(std::span(column.reals));
    case ColumnType::Category: return std::as_writable_bytes(std::span(column.codes));
    case ColumnType::Integer:
    case ColumnType::Timestamp: return std::as_writable_bytes(std::span(column.integers));
    default: return {};
    }
}

void putStored(std::span<const std::byte> values, Column& column, size_t row) {
    switch (column.schema.type) {
    case ColumnType::Boolean: return putAs<uint8_t>(values, column.integers.data() + row);
    case ColumnType::Date: return putAs<int32_t>(values, column.integers.data() + row);
    default: std::ranges::copy(values, bytesAsStored(column).begin() + row * storedWidth(column.schema.type));
    }
}

bool haveTexts(std::span<const uint32_t> codes, size_t dictionarySize) {
    // Missing rows hold code 0, also where the dictionary is empty.
    uint32_t most = 0;
    for (const uint32_t code : codes) most = std::max(most, code);
    return most < std::max<size_t>(dictionarySize, 1);
}

} // namespace lathe::columns
