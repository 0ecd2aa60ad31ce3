// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/column_file_values.h"

#include "core/base/hash.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace lathe::columns {

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

template <typename Stored>
Stored* resized(std::vector<std::byte>& bytes, size_t count) {
    bytes.resize(count * sizeof(Stored));
    return reinterpret_cast<Stored*>(bytes.data());
}

/// Copies integers as \p Stored; false when one does not fit.
template <typename Stored>
bool storeIntegers(const Column& column, StoredValues& out) {
    auto* target = resized<Stored>(out.values, column.integers.size());
    int64_t least = std::numeric_limits<int64_t>::max();
    int64_t most = std::numeric_limits<int64_t>::min();
    for (size_t row = 0; row < column.integers.size(); ++row) {
        const bool isMissing = column.isMissing(row);
        const int64_t value = isMissing ? 0 : column.integers[row];
        target[row] = static_cast<Stored>(value);
        if (isMissing) continue;
        least = std::min(least, value);
        most = std::max(most, value);
    }
    if (least > most) return true;
    out.statistics.min = static_cast<double>(least);
    out.statistics.max = static_cast<double>(most);
    return static_cast<int64_t>(static_cast<Stored>(least)) == least &&
           static_cast<int64_t>(static_cast<Stored>(most)) == most;
}

void storeReals(const Column& column, StoredValues& out) {
    auto* target = resized<double>(out.values, column.reals.size());
    double least = std::numeric_limits<double>::infinity();
    double most = -least;
    uint64_t missing = 0;
    for (size_t row = 0; row < column.reals.size(); ++row) {
        const double value = column.isMissing(row) ? notANumber : column.reals[row];
        const bool isMissing = std::isnan(value);
        target[row] = isMissing ? notANumber : value;
        missing += isMissing ? 1 : 0;
        least = value < least ? value : least;
        most = value > most ? value : most;
    }
    out.statistics.missing = missing;
    if (missing == column.reals.size()) return;
    out.statistics.min = least;
    out.statistics.max = most;
}

void storeCodes(const Column& column, StoredValues& out) {
    auto* target = resized<uint32_t>(out.values, column.codes.size());
    for (size_t row = 0; row < column.codes.size(); ++row) {
        const bool isMissing = column.isMissing(row);
        target[row] = isMissing ? 0 : column.codes[row];
        if (!isMissing) out.codesEnd = std::max(out.codesEnd, uint64_t{target[row]} + 1);
    }
}

bool storeTexts(const Column& column, StoredValues& out) {
    auto* lengths = resized<uint32_t>(out.values, column.texts.size());
    bool clean = true; // whether every missing row's text is empty
    for (size_t row = 0; row < column.texts.size(); ++row) {
        const size_t length = column.texts.at(row).size();
        if (length > std::numeric_limits<uint32_t>::max()) return false;
        const bool isMissing = column.isMissing(row);
        clean = clean && !(isMissing && length > 0);
        lengths[row] = isMissing ? 0 : static_cast<uint32_t>(length);
    }
    if (clean) {
        out.texts = column.texts.bytes;
    } else {
        for (size_t row = 0; row < column.texts.size(); ++row) out.texts += column.text(row);
    }
    return true;
}

Result<void> storeValues(const Column& column, StoredValues& out) {
    switch (column.schema.type) {
    case ColumnType::Boolean:
        storeIntegers<uint8_t>(column, out);
        break;
    case ColumnType::Date:
        if (!storeIntegers<int32_t>(column, out))
            return fail(ErrorKind::InvalidInput, "column '{}' has a date beyond the years a file can hold",
                        column.schema.name);
        break;
    case ColumnType::Integer:
    case ColumnType::Timestamp:
        storeIntegers<int64_t>(column, out);
        break;
    case ColumnType::Real:
        storeReals(column, out);
        break;
    case ColumnType::Category:
        storeCodes(column, out);
        break;
    case ColumnType::Text:
        if (!storeTexts(column, out))
            return fail(ErrorKind::InvalidInput, "column '{}' has a text of 4 GiB or more",
                        column.schema.name);
        break;
    }
    return {};
}

void updateSized(Sha256& hash, std::span<const std::byte> bytes) {
    const uint64_t size = bytes.size();
    hash.update(std::as_bytes(std::span(&size, 1)));
    hash.update(bytes);
}

void updateSized(Sha256& hash, std::string_view text) {
    updateSized(hash, std::as_bytes(std::span(text)));
}

template <typename Stored, typename T>
void appendAs(std::span<const std::byte> values, std::vector<T>& target) {
    const size_t count = values.size() / sizeof(Stored);
    const size_t before = target.size();
    target.resize(before + count);
    if constexpr (std::is_same_v<Stored, T>) {
        if (count > 0) std::memcpy(target.data() + before, values.data(), values.size());
    } else {
        for (size_t i = 0; i < count; ++i) {
            Stored value;
            std::memcpy(&value, values.data() + i * sizeof value, sizeof value);
            target[before + i] = value;
        }
    }
}

} // namespace

Result<StoredValues> toStored(const Column& column) {
    StoredValues out;
    out.statistics = {column.rows(), column.missingCount(), notANumber, notANumber};
    LATHE_CHECK(storeValues(column, out));
    // Of reals NaN says it already.
    if (out.statistics.missing > 0 && column.schema.type != ColumnType::Real) {
        out.missing.resize(column.missing.size());
        for (size_t row = 0; row < column.missing.size(); ++row)
            out.missing[row] = std::byte{column.missing[row] != 0};
    }
    out.digest = chunkDigest(out.values, out.missing, out.texts);
    return out;
}

std::string chunkDigest(std::span<const std::byte> values, std::span<const std::byte> missing,
                        std::string_view texts) {
    Sha256 hash;
    updateSized(hash, values);
    updateSized(hash, missing);
    updateSized(hash, texts);
    return hash.finish();
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

bool appendStored(std::span<const std::byte> values, size_t dictionarySize, Column& column) {
    switch (column.schema.type) {
    case ColumnType::Boolean:
        appendAs<uint8_t>(values, column.integers);
        break;
    case ColumnType::Date:
        appendAs<int32_t>(values, column.integers);
        break;
    case ColumnType::Real:
        appendAs<double>(values, column.reals);
        break;
    case ColumnType::Category: {
        const size_t before = column.codes.size();
        appendAs<uint32_t>(values, column.codes);
        // Missing rows hold code 0, also where the dictionary is empty.
        const auto most =
            std::max_element(column.codes.begin() + static_cast<std::ptrdiff_t>(before), column.codes.end());
        return most == column.codes.end() || *most < std::max<size_t>(dictionarySize, 1);
    }
    default:
        appendAs<int64_t>(values, column.integers);
        break;
    }
    return true;
}

} // namespace lathe::columns
