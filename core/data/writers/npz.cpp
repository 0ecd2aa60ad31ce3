// SPDX-License-Identifier: GPL-3.0-or-later
// NumPy's archives: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
#include "core/data/writers/row_feed.h"

#include "core/base/text.h"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <memory>

namespace lathe::writers {

namespace {

/// What NumPy takes for one text of an array, as the reader does.
constexpr size_t longestText = (size_t{64} << 20) / sizeof(char32_t);
constexpr int64_t mostExact = int64_t{1} << 53U;
constexpr int64_t notATime = INT64_MIN;

size_t codePoints(std::string_view utf8) {
    return static_cast<size_t>(
        std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

template <typename Value>
void appendBytes(std::string& out, Value value) {
    out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void appendUtf32(std::string& out, std::string_view utf8, size_t width) {
    const size_t end = out.size() + width * sizeof(char32_t);
    for (size_t at = 0; at < utf8.size();) {
        const auto lead = static_cast<unsigned char>(utf8[at]);
        const size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        char32_t point = length == 1 ? lead : lead & (0x7FU >> length);
        for (size_t i = 1; i < length; ++i) point = point << 6U | (static_cast<unsigned char>(utf8[at + i]) & 0x3FU);
        appendBytes(out, point);
        at += length;
    }
    out.resize(end, '\0');
}

/// How the values of one column become elements of an array.
struct Element {
    std::string type; ///< NumPy's
    size_t bytes = 8;
    size_t width = 0;     ///< of texts, in code points
    bool asReals = false; ///< whole numbers and truth values of which some are missing
};

/// Looks at all values where the type of the elements depends on them.
class Decision {
public:
    Decision(const RowFeed& rows, size_t column) : m_rows(rows), m_column(column) {}

    Result<Element> make(const JobContext& job) {
        switch (m_rows.schema()[m_column].type) {
        case ColumnType::Boolean: return numbers({"|b1", 1}, job);
        case ColumnType::Integer: return numbers({"<i8"}, job);
        case ColumnType::Real: return Element{"<f8"};
        case ColumnType::Date: return Element{"<M8[D]"};
        case ColumnType::Timestamp: return Element{"<M8[us]"};
        case ColumnType::Category:
        case ColumnType::Text: return texts(job);
        }
        return fail(ErrorKind::Internal, "a column of no type");
    }

private:
    Result<Element> numbers(Element plain, const JobContext& job) {
        if (!m_rows.mayMiss(m_column)) return plain;
        std::optional<uint64_t> missing;
        std::optional<uint64_t> inexact;
        LATHE_CHECK(m_rows.forEach({m_column}, job, [&](const Table& piece, uint64_t first) -> Result<void> {
            const Column& column = piece.columns.front();
            for (size_t row = 0; row < column.rows(); ++row) {
                if (column.isMissing(row)) missing = missing.value_or(first + row);
                else if (column.integers[row] > mostExact || column.integers[row] < -mostExact)
                    inexact = inexact.value_or(first + row);
            }
            return {};
        }));
        if (!missing) return plain;
        if (inexact)
            return cannotHold(
                name(), *inexact,
                fmt::format("NumPy's whole numbers cannot be missing, as in row {}, and no real number is this one",
                            *missing + 1),
                "Fill the missing values, or choose another format.");
        return Element{.type = "<f8", .asReals = true};
    }

    Result<Element> texts(const JobContext& job) {
        Element element;
        std::optional<uint64_t> missing;
        std::optional<uint64_t> empty;
        LATHE_CHECK(m_rows.forEach({m_column}, job, [&](const Table& piece, uint64_t first) -> Result<void> {
            const Column& column = piece.columns.front();
            for (size_t row = 0; row < column.rows(); ++row) {
                if (column.isMissing(row)) {
                    missing = missing.value_or(first + row);
                    continue;
                }
                const std::string_view text = column.text(row);
                if (text.ends_with('\0'))
                    return cannotHold(name(), first + row, "NumPy's texts do not end with NUL",
                                      "Remove it, or choose another format.");
                if (text.empty()) empty = empty.value_or(first + row);
                element.width = std::max(element.width, codePoints(text));
                if (element.width > longestText)
                    return cannotHold(name(), first + row, fmt::format("it has more than {} characters", longestText),
                                      "Choose another format.");
            }
            return {};
        }));
        if (missing && empty)
            return cannotHold(
                name(), *empty,
                fmt::format("in NumPy's arrays this empty text is the same as the missing one in row {}", *missing + 1),
                "Replace one or the other, or choose another format.");
        element.width = std::max<size_t>(element.width, 1);
        element.type = fmt::format("<U{}", element.width);
        element.bytes = element.width * sizeof(char32_t);
        return element;
    }

    [[nodiscard]] const std::string& name() const { return m_rows.schema()[m_column].name; }

    const RowFeed& m_rows;
    size_t m_column;
};

void appendElement(std::string& out, const Column& column, size_t row, const Element& element) {
    const bool missing = column.isMissing(row);
    switch (column.schema.type) {
    case ColumnType::Boolean:
    case ColumnType::Integer:
        if (element.asReals)
            return appendBytes(out, missing ? std::numeric_limits<double>::quiet_NaN()
                                            : static_cast<double>(column.integers[row]));
        if (element.bytes == 1) return appendBytes(out, static_cast<char>(column.integers[row] != 0));
        return appendBytes(out, column.integers[row]);
    case ColumnType::Real:
        return appendBytes(out, missing ? std::numeric_limits<double>::quiet_NaN() : column.reals[row]);
    case ColumnType::Date:
    case ColumnType::Timestamp: return appendBytes(out, missing ? notATime : column.integers[row]);
    case ColumnType::Category:
    case ColumnType::Text: return appendUtf32(out, column.text(row), element.width);
    }
}

std::string headerFor(const Element& element, uint64_t rows) {
    constexpr size_t alignment = 64;
    constexpr size_t before = 10;
    std::string text = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({},), }}", element.type, rows);
    text.append((alignment - (before + text.size() + 1) % alignment) % alignment, ' ');
    text += '\n';
    std::string header("\x93NUMPY\x01\x00", 8);
    appendBytes(header, static_cast<uint16_t>(text.size()));
    return header + text;
}

/// A column as the bytes of its .npy file, which libzip asks for piece by piece.
class ArrayBytes {
public:
    ArrayBytes(const RowFeed& rows, size_t column, Element element, const JobContext& job)
        : m_rows(rows), m_column(column), m_element(std::move(element)), m_job(job),
          m_header(headerFor(m_element, rows.rows())) {
        zip_error_init(&m_zipError);
    }

    /// What ended the reading.
    Result<void> problem;

    static zip_int64_t answer(void* self, void* data, zip_uint64_t length, zip_source_cmd_t command) {
        return static_cast<ArrayBytes*>(self)->answer(static_cast<char*>(data), static_cast<size_t>(length), command);
    }

private:
    zip_int64_t answer(char* data, size_t length, zip_source_cmd_t command) {
        switch (command) {
        case ZIP_SOURCE_SUPPORTS:
            return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
                                                  ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, -1);
        case ZIP_SOURCE_OPEN:
            m_buffer = m_header;
            m_at = 0;
            m_row = 0;
            return 0;
        case ZIP_SOURCE_READ: return read(data, length);
        case ZIP_SOURCE_STAT: {
            auto* facts = reinterpret_cast<zip_stat_t*>(data);
            zip_stat_init(facts);
            facts->size = m_header.size() + m_rows.rows() * m_element.bytes;
            facts->valid = ZIP_STAT_SIZE;
            return sizeof *facts;
        }
        case ZIP_SOURCE_ERROR: return zip_error_to_data(&m_zipError, data, length);
        case ZIP_SOURCE_CLOSE:
            m_buffer = {};
            m_piece = {};
            return 0;
        default: return 0;
        }
    }

    zip_int64_t read(char* data, size_t length) {
        if (m_at == m_buffer.size()) problem = refill();
        if (!problem) {
            zip_error_set(&m_zipError, ZIP_ER_READ, 0);
            return -1;
        }
        const size_t count = std::min(length, m_buffer.size() - m_at);
        std::memcpy(data, m_buffer.data() + m_at, count);
        m_at += count;
        return static_cast<zip_int64_t>(count);
    }

    Result<void> refill() {
        constexpr size_t bytesAtOnce = size_t{1} << 18U;
        LATHE_CHECK(m_job.checkStop());
        m_buffer.clear();
        m_at = 0;
        while (m_row < m_rows.rows() && m_buffer.size() < bytesAtOnce) {
            if (m_row == m_pieceEnd || m_piece.columns.empty()) {
                LATHE_TRY(m_piece, m_rows.read(m_row, {m_column}, m_job));
                m_pieceBegin = m_row;
                m_pieceEnd = m_row + m_piece.rows();
            }
            appendElement(m_buffer, m_piece.columns.front(), static_cast<size_t>(m_row - m_pieceBegin), m_element);
            ++m_row;
        }
        const auto share = (static_cast<double>(m_column) +
                            static_cast<double>(m_row) / static_cast<double>(std::max<uint64_t>(m_rows.rows(), 1)));
        m_job.setDone(share / static_cast<double>(m_rows.schema().size()) * static_cast<double>(m_rows.rows()));
        return {};
    }

    const RowFeed& m_rows;
    size_t m_column;
    Element m_element;
    const JobContext& m_job;
    std::string m_header;
    std::string m_buffer;
    size_t m_at = 0; ///< of the buffer
    uint64_t m_row = 0;
    Table m_piece;
    uint64_t m_pieceBegin = 0;
    uint64_t m_pieceEnd = 0;
    zip_error_t m_zipError{};
};

Failure cannotWrite(const char* why) {
    return failHint(ErrorKind::Io, fmt::format("cannot write the archive: {}", why),
                    "Check that the disk has room and that the folder can be written to.");
}

} // namespace

Result<void> writeNpz(const RowFeed& rows, const Path& file, const JobContext& job) {
    constexpr zip_uint32_t fastest = 1;
    constexpr zip_uint16_t firstOfJanuary1980 = 33;  // the same rows give the same bytes
    std::vector<std::unique_ptr<ArrayBytes>> arrays; // until the archive is closed or given up
    int code = 0;
    std::unique_ptr<zip_t, void (*)(zip_t*)> archive(zip_open(file.c_str(), ZIP_CREATE | ZIP_EXCL, &code), zip_discard);
    if (!archive) return cannotWrite("it cannot be created");
    for (size_t column = 0; column < rows.schema().size(); ++column) {
        LATHE_TRY(Element element, Decision(rows, column).make(job));
        arrays.push_back(std::make_unique<ArrayBytes>(rows, column, std::move(element), job));
        zip_source_t* source = zip_source_function(archive.get(), ArrayBytes::answer, arrays.back().get());
        const zip_int64_t index = source ? zip_file_add(archive.get(), (rows.schema()[column].name + ".npy").c_str(),
                                                        source, ZIP_FL_ENC_UTF_8)
                                         : -1;
        if (index < 0) {
            zip_source_free(source);
            return cannotWrite(zip_strerror(archive.get()));
        }
        const auto place = static_cast<zip_uint64_t>(index);
        zip_set_file_compression(archive.get(), place, ZIP_CM_DEFLATE, fastest);
        zip_file_set_dostime(archive.get(), place, 0, firstOfJanuary1980, 0);
    }
    if (zip_close(archive.get()) == 0) {
        (void)archive.release();
        return {};
    }
    for (auto& array : arrays) LATHE_CHECK(array->problem);
    return cannotWrite(zip_strerror(archive.get()));
}

} // namespace lathe::writers
