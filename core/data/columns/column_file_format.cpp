// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/columns/column_file_format.h"

#include "core/data/columns/column_file_codec.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <type_traits>

namespace lathe::columns {

namespace {

constexpr std::string_view magic = "LATHECOL";
constexpr uint32_t formatVersion = 2;
constexpr size_t headerSize = 48; // of the user block; the rest is zero
constexpr size_t hashLength = 64;
constexpr size_t digestBytes = hashLength / 2;
constexpr uint64_t largestOffset = uint64_t{1} << 48;

/// Appends little-endian values; the machines we run on are little-endian.
class Encoder {
public:
    template <typename T>
    void put(T value) {
        static_assert(std::is_trivially_copyable_v<T>);
        m_bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
    }
    void putText(std::string_view text) {
        put(static_cast<uint32_t>(text.size()));
        m_bytes += text;
    }
    std::string take() { return std::move(m_bytes); }

private:
    std::string m_bytes;
};

/// Reads what Encoder wrote; after a read past the end every value is zero and ok() false.
class Decoder {
public:
    explicit Decoder(std::span<const std::byte> bytes) : m_bytes(bytes) {}

    template <typename T>
    T get() {
        T value{};
        if (m_bytes.size() < sizeof value) return fail<T>();
        std::memcpy(&value, m_bytes.data(), sizeof value);
        m_bytes = m_bytes.subspan(sizeof value);
        return value;
    }
    std::string getText(size_t limit) {
        const auto length = get<uint32_t>();
        if (length > limit || length > m_bytes.size()) return fail<std::string>();
        std::string text(reinterpret_cast<const char*>(m_bytes.data()), length);
        m_bytes = m_bytes.subspan(length);
        return text;
    }
    /// A count of things that take at least \p bytesEach bytes, so that no count makes us reserve more than
    /// there is.
    size_t getCount(size_t bytesEach) {
        const auto count = get<uint64_t>();
        return count > m_bytes.size() / bytesEach ? fail<size_t>() : count;
    }
    [[nodiscard]] bool fits(uint64_t count, size_t bytesEach) const { return count <= m_bytes.size() / bytesEach; }
    [[nodiscard]] bool ok() const { return m_ok; }
    [[nodiscard]] bool atEnd() const { return m_bytes.empty(); }

private:
    template <typename T>
    T fail() {
        m_ok = false;
        m_bytes = {};
        return T{};
    }
    std::span<const std::byte> m_bytes;
    bool m_ok = true;
};

void putChunk(Encoder& out, const StoredChunk& chunk) {
    out.put(chunk.offset);
    out.put(chunk.size);
    out.put(chunk.crc);
    out.put(chunk.source);
}

void putDigest(Encoder& out, std::string_view hex) {
    const auto nibble = [](char c) { return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10); };
    for (size_t i = 0; i < digestBytes; ++i)
        out.put(static_cast<uint8_t>(nibble(hex[2 * i]) << 4U | nibble(hex[2 * i + 1])));
}

std::string getDigest(Decoder& in) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex(hashLength, '0');
    for (size_t i = 0; i < digestBytes; ++i) {
        const auto byte = in.get<uint8_t>();
        hex[2 * i] = digits[byte >> 4U];
        hex[2 * i + 1] = digits[byte & 15U];
    }
    return hex;
}

/// What differs between the versions of the format, and what places are checked against.
struct IndexLayout {
    uint32_t version = formatVersion;
    uint64_t fileSize = 0;
    uint64_t sources = 0;

    [[nodiscard]] StoredChunk getChunk(Decoder& in) const {
        StoredChunk chunk;
        chunk.offset = in.get<uint64_t>();
        chunk.size = in.get<uint32_t>();
        chunk.crc = in.get<uint32_t>();
        if (version > 1) chunk.source = in.get<uint32_t>();
        return chunk;
    }
    /// Bytes of a row chunk in the index, at least.
    [[nodiscard]] size_t bytesPerChunk() const { return version > 1 ? 60 + digestBytes : 52; }
    [[nodiscard]] size_t bytesPerPiece() const { return version > 1 ? 20 : 16; }

    /// The size of another file is known only when that is opened.
    [[nodiscard]] bool lies(const StoredChunk& chunk) const {
        if (chunk.source > 0) return chunk.source <= sources && chunk.offset <= largestOffset;
        return chunk.offset <= fileSize && chunk.size <= fileSize - chunk.offset;
    }
    [[nodiscard]] bool allLie(const std::vector<StoredChunk>& chunks) const {
        return std::all_of(chunks.begin(), chunks.end(), [&](const auto& chunk) { return lies(chunk); });
    }
};

bool textRangesFit(const ColumnIndex& column) {
    const uint64_t total = column.bytes.size() * textChunkBytes;
    return std::all_of(column.texts.begin(), column.texts.end(), [&](const TextRange& range) {
        return range.start % textChunkBytes == 0 && range.start <= total && range.length <= total - range.start;
    });
}

void putColumn(Encoder& out, const ColumnIndex& column) {
    out.putText(column.schema.name);
    out.putText(toString(column.schema.type));
    for (size_t chunk = 0; chunk < column.statistics.size(); ++chunk) {
        const ChunkStatistics& statistics = column.statistics[chunk];
        out.put(static_cast<uint32_t>(statistics.missing));
        out.put(statistics.min);
        out.put(statistics.max);
        putDigest(out, column.digests[chunk]);
        putChunk(out, column.values[chunk]);
        putChunk(out, column.missing[chunk]);
        if (column.schema.type == ColumnType::Text) {
            out.put(column.texts[chunk].start);
            out.put(column.texts[chunk].length);
        }
    }
    out.put(static_cast<uint64_t>(column.bytes.size()));
    for (const auto& chunk : column.bytes) putChunk(out, chunk);
    out.put(static_cast<uint64_t>(column.dictionary.size()));
    for (const auto& text : column.dictionary) out.putText(text);
}

/// Returns false when the column cannot be as a writer would leave it.
bool getColumn(Decoder& in, const FileIndex& index, const IndexLayout& layout, ColumnIndex& column) {
    column.schema.name = in.getText(UINT32_MAX);
    const auto type = columnTypeFromText(in.getText(16));
    if (!type || !in.fits(index.chunks(), layout.bytesPerChunk())) return false;
    column.schema.type = *type;
    for (uint64_t chunk = 0; chunk < index.chunks(); ++chunk) {
        ChunkStatistics statistics;
        statistics.rows = index.rowsOf(chunk);
        statistics.missing = in.get<uint32_t>();
        statistics.min = in.get<double>();
        statistics.max = in.get<double>();
        if (statistics.missing > statistics.rows) return false;
        column.statistics.push_back(statistics);
        if (layout.version > 1) column.digests.push_back(getDigest(in));
        column.values.push_back(layout.getChunk(in));
        column.missing.push_back(layout.getChunk(in));
        if (*type != ColumnType::Text) continue;
        const auto start = in.get<uint64_t>();
        column.texts.push_back({start, in.get<uint64_t>()});
    }
    column.bytes.resize(in.getCount(layout.bytesPerPiece()));
    for (auto& chunk : column.bytes) chunk = layout.getChunk(in);
    column.dictionary.resize(in.getCount(4));
    for (auto& text : column.dictionary) text = in.getText(UINT32_MAX);
    return in.ok() && layout.allLie(column.values) && layout.allLie(column.missing) && layout.allLie(column.bytes) &&
           textRangesFit(column);
}

} // namespace

size_t storedWidth(ColumnType type) {
    switch (type) {
    case ColumnType::Boolean: return 1;
    case ColumnType::Date:
    case ColumnType::Category: return 4;
    default: return 8;
    }
}

std::string objectName(std::string_view columnName) {
    std::string name;
    for (size_t i = 0; i < columnName.size(); ++i) {
        const auto c = static_cast<unsigned char>(columnName[i]);
        const bool plain = c >= 0x20 && c != 0x7F && c != '/' && c != '%' && !(c == '.' && i == 0);
        if (plain) {
            name += columnName[i];
        } else {
            name += fmt::format("%{:02X}", c);
        }
    }
    return name.empty() ? "%" : name;
}

std::array<std::byte, userBlockSize> encodeHeader(const FileHeader& header) {
    Encoder out;
    out.put(header.version);
    out.put(uint32_t{0});
    out.put(header.fileSize);
    out.put(header.indexOffset);
    out.put(header.indexSize);
    out.put(header.indexCrc);
    const std::string fields = std::string(magic) + out.take();
    std::array<std::byte, userBlockSize> block{};
    std::memcpy(block.data(), fields.data(), fields.size());
    const uint32_t crc = checksum(std::span(block).first(fields.size()));
    std::memcpy(block.data() + fields.size(), &crc, sizeof crc);
    static_assert(magic.size() + 4 + 4 + 3 * 8 + 4 + 4 == headerSize);
    return block;
}

Result<FileHeader> decodeHeader(std::span<const std::byte> bytes) {
    if (bytes.size() < headerSize || std::memcmp(bytes.data(), magic.data(), magic.size()) != 0)
        return fail(ErrorKind::Corrupt, "it is not a column file");
    Decoder in(bytes.subspan(magic.size()));
    const auto version = in.get<uint32_t>();
    if (version > formatVersion)
        return fail(ErrorKind::Unsupported, "its format {} is newer than this program's ({})", version, formatVersion);
    uint32_t crc = 0;
    std::memcpy(&crc, bytes.data() + headerSize - sizeof crc, sizeof crc);
    if (crc != checksum(bytes.first(headerSize - sizeof crc))) return fail(ErrorKind::Corrupt, "its header is damaged");
    in.get<uint32_t>();
    FileHeader header;
    header.version = version;
    header.fileSize = in.get<uint64_t>();
    header.indexOffset = in.get<uint64_t>();
    header.indexSize = in.get<uint64_t>();
    header.indexCrc = in.get<uint32_t>();
    if (header.indexOffset > header.fileSize || header.indexSize > header.fileSize - header.indexOffset)
        return fail(ErrorKind::Corrupt, "its header is damaged");
    return header;
}

std::string encodeIndex(const FileIndex& index) {
    Encoder out;
    out.put(index.rows);
    out.put(static_cast<uint32_t>(index.compression == Compression::Lz4 ? 0 : 1));
    out.putText(index.contentHash);
    out.put(static_cast<uint64_t>(index.sources.size()));
    for (const auto& source : index.sources) out.putText(source);
    out.put(static_cast<uint64_t>(index.columns.size()));
    for (const auto& column : index.columns) putColumn(out, column);
    return out.take();
}

bool isSourcePath(std::string_view path) {
    constexpr std::string_view up = "../";
    if (!path.starts_with(up) || path.find('\0') != std::string_view::npos) return false;
    path.remove_prefix(up.size());
    const size_t slash = path.find('/');
    if (slash == std::string_view::npos) return false;
    const auto isName = [](std::string_view part) {
        return !part.empty() && part != "." && part != ".." && part.find('/') == std::string_view::npos;
    };
    return isName(path.substr(0, slash)) && isName(path.substr(slash + 1));
}

Result<FileIndex> decodeIndex(std::span<const std::byte> bytes, uint64_t fileSize, uint32_t version) {
    Decoder in(bytes);
    FileIndex index;
    index.rows = in.get<uint64_t>();
    const auto compression = in.get<uint32_t>();
    index.contentHash = in.getText(hashLength);
    if (version > 1) index.sources.resize(in.getCount(4));
    for (auto& source : index.sources) source = in.getText(4096);
    // A column takes at least its two texts' lengths and two counts.
    index.columns.resize(in.getCount(24));
    bool sound = in.ok() && compression <= 1 && index.contentHash.size() == hashLength &&
                 index.rows <= uint64_t{1} << 48 &&
                 std::all_of(index.sources.begin(), index.sources.end(), isSourcePath);
    index.compression = compression == 0 ? Compression::Lz4 : Compression::Deflate;
    const IndexLayout layout{version, fileSize, index.sources.size()};
    for (auto& column : index.columns) sound = sound && getColumn(in, index, layout, column);
    if (!sound || !in.atEnd()) return fail(ErrorKind::Corrupt, "its index is damaged");
    return index;
}

} // namespace lathe::columns
