// SPDX-License-Identifier: GPL-3.0-or-later
// Which format a source is.
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/data/readers/import.h"
#include "core/data/sources/byte_source.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <system_error>

#include <fmt/format.h>

namespace lathe {

namespace {

constexpr size_t lookedAt = 65536;
/// A folder is told by this many of its files.
constexpr size_t filesLookedAt = 1000;

struct Signature {
    std::string_view bytes;
    SourceFormat format;
    const char* reason;
};

using namespace std::string_view_literals;

constexpr std::array signatures{
    Signature{"SQLite format 3\0"sv, SourceFormat::Sqlite, "It begins as an SQLite database does."},
    Signature{"\x89HDF\r\n\x1a\n"sv, SourceFormat::Hdf5, "It begins as an HDF5 file does."},
    Signature{"CDF\x01"sv, SourceFormat::NetCdf, "It begins as a classic netCDF file (CDF-1) does."},
    Signature{"CDF\x02"sv, SourceFormat::NetCdf, "It begins as a netCDF file with 64-bit offsets (CDF-2) does."},
    Signature{"CDF\x05"sv, SourceFormat::NetCdf, "It begins as a netCDF file with 64-bit data (CDF-5) does."},
    Signature{"\x93NUMPY"sv, SourceFormat::Npy, "It begins as a NumPy array does."},
    Signature{"PAR1"sv, SourceFormat::Parquet, "It begins as a Parquet file does."},
};

/// The last ending of a name in lower case, without that of a packer: "t10k.idx.gz" is an ".idx".
std::string ending(const Path& source) {
    std::string last = lowered(source.extension().string());
    for (const char* packed : {".gz", ".zst", ".bz2"})
        if (last == packed) last = lowered(source.stem().extension().string());
    return last;
}

bool hasEnding(const Path& source, std::initializer_list<std::string_view> endings) {
    return std::find(endings.begin(), endings.end(), ending(source)) != endings.end();
}

/// HDF5 may stand behind a user block of 512, 1024, 2048… bytes.
bool isHdf5BehindUserBlock(std::string_view bytes) {
    for (size_t at = 512; at + 8 <= bytes.size(); at *= 2)
        if (bytes.substr(at, 8) == signatures[1].bytes) return true;
    return false;
}

/// Two zero bytes, a type and a number of dimensions.
bool looksLikeIdx(std::string_view bytes) {
    constexpr std::string_view types = "\x08\x09\x0b\x0c\x0d\x0e"sv;
    return bytes.size() >= 8 && bytes[0] == '\0' && bytes[1] == '\0' && types.find(bytes[2]) != types.npos &&
           bytes[3] > 0 && bytes[3] <= 4;
}

/// The first character of a text that is no blank, and what follows it.
std::string_view withoutHead(std::string_view bytes) {
    if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
    return trimmed(bytes);
}

/// A relation before any data: comments, then @relation.
bool looksLikeArff(std::string_view text) {
    while (!text.empty()) {
        text = trimmed(text);
        if (!text.starts_with('%')) return lowered(text.substr(0, 9)) == "@relation";
        const size_t end = text.find_first_of("\r\n");
        if (end == std::string_view::npos) return false;
        text.remove_prefix(end);
    }
    return false;
}

/// What the text that begins with a bracket is; none when it is no JSON after all ("[2014-01-31 12:00] started").
std::optional<SourceFormat> jsonKind(std::string_view text) {
    const size_t second = text.find_first_not_of(" \t\r\n", 1);
    const bool lineEndsAlone = second != std::string_view::npos && text.substr(1, second - 1).find('\n') != text.npos;
    if (second == std::string_view::npos) return SourceFormat::JsonDocument;
    const std::string_view mayFollow = text.front() == '{' ? "\"}"sv : "\"{[]tfn-0123456789"sv;
    if (mayFollow.find(text[second]) == std::string_view::npos) return std::nullopt;
    const size_t end = text.find_first_of(",]", second);
    const bool isScalar = "\"{[]"sv.find(text[second]) == std::string_view::npos;
    if (text.front() == '[' && isScalar && end != std::string_view::npos &&
        !Json::accept(text.substr(second, end - second)))
        return std::nullopt;
    if (lineEndsAlone) return SourceFormat::JsonDocument;
    // A first line that closes what it opens and is not the last one: a record per line.
    const size_t line = text.find('\n');
    if (line == std::string_view::npos || trimmed(text.substr(line)).empty()) return SourceFormat::JsonDocument;
    const std::string_view first = trimmed(text.substr(0, line));
    const std::string_view next = trimmed(text.substr(line));
    const char close = text.front() == '{' ? '}' : ']';
    return first.back() == close && next.front() == text.front() ? SourceFormat::JsonLines : SourceFormat::JsonDocument;
}

/// Whether the first line of a text that begins with a bracket is a record, though perhaps a broken one: not
/// the beginning of one over several lines, nor several behind each other.
bool firstLineIsRecord(std::string_view text) {
    const size_t line = text.find('\n');
    if (line == std::string_view::npos && text.size() + 3 >= lookedAt) return true;
    if (Json::accept(text.substr(0, line))) return true;
    const std::string_view next = line == std::string_view::npos ? std::string_view() : trimmed(text.substr(line));
    return next.starts_with('{') || next.starts_with('[');
}

std::optional<FormatGuess> textFormat(std::string_view bytes, const Path& source) {
    const std::string_view text = withoutHead(bytes);
    if (looksLikeArff(text)) return FormatGuess{SourceFormat::Arff, "It begins with @relation."};
    const bool opens = !text.empty() && (text.front() == '{' || text.front() == '[');
    if (opens && hasEnding(source, {".jsonl", ".ndjson"}) && firstLineIsRecord(text))
        return FormatGuess{SourceFormat::JsonLines,
                           "Its name and its first line say that it has a JSON record per line."};
    if (const auto json = opens ? jsonKind(text) : std::nullopt)
        return FormatGuess{*json, *json == SourceFormat::JsonDocument ? "It begins as a JSON document does."
                                                                      : "Each of its first lines is a JSON value."};
    if (hasEnding(source, {".arff"})) return FormatGuess{SourceFormat::Arff, "Its name ends in .arff."};
    if (hasEnding(source, {".json", ".geojson"}))
        return FormatGuess{SourceFormat::JsonDocument, "Its name ends in .json."};
    if (hasEnding(source, {".jsonl", ".ndjson"}))
        return FormatGuess{SourceFormat::JsonLines, "Its name says JSON lines."};
    return std::nullopt;
}

bool isNpz(std::string_view bytes, const Path& source) {
    return bytes.starts_with("PK\x03\x04") &&
           (hasEnding(source, {".npz"}) || bytes.substr(0, 512).find(".npy") != std::string_view::npos);
}

FormatGuess fileFormat(std::string_view bytes, const Path& source) {
    for (const auto& signature : signatures) {
        if (!bytes.starts_with(signature.bytes)) continue;
        if (signature.format == SourceFormat::Hdf5 && hasEnding(source, {".nc", ".nc4", ".cdf"}))
            return {SourceFormat::NetCdf, "It begins as an HDF5 file does, and its name says netCDF."};
        return {signature.format, signature.reason};
    }
    if (isHdf5BehindUserBlock(bytes)) return {SourceFormat::Hdf5, "An HDF5 file stands behind a user block."};
    if (isNpz(bytes, source)) return {SourceFormat::Npz, "It is a zip archive of NumPy arrays."};
    if (looksLikeIdx(bytes)) return {SourceFormat::Idx, "It begins as an IDX array does."};
    if (auto text = textFormat(bytes, source)) return *text;
    return {SourceFormat::Csv, "Nothing else is known of it: it is read as delimited text."};
}

Result<FormatGuess> folderFormat(const Path& source) {
    constexpr std::array<std::string_view, 9> imageEndings{".png",  ".jpg",  ".jpeg", ".bmp", ".tif",
                                                           ".tiff", ".webp", ".ppm",  ".pgm"};
    size_t images = 0;
    size_t files = 0;
    std::error_code code;
    std::filesystem::recursive_directory_iterator entry(source, code);
    for (; !code && entry != std::filesystem::recursive_directory_iterator() && files < filesLookedAt;
         entry.increment(code)) {
        std::error_code gone;
        if (!entry->is_regular_file(gone) || entry->path().filename().string().starts_with('.')) continue;
        ++files;
        const std::string last = lowered(entry->path().extension().string());
        if (std::find(imageEndings.begin(), imageEndings.end(), last) != imageEndings.end()) ++images;
    }
    if (code) return fail(ErrorKind::Io, "cannot read folder '{}': {}", source.string(), code.message());
    if (files == 0)
        return failHint(ErrorKind::InvalidInput, fmt::format("folder '{}' has no files", source.string()),
                        "Give a folder with a text or picture per file, in a folder per class.");
    if (images * 2 > files) return FormatGuess{SourceFormat::ImageFolder, "Most of its files are pictures."};
    return FormatGuess{SourceFormat::TextFolder, "It is a folder of files that are no pictures."};
}

/// The first bytes of a file; of a packed one, of what is in it.
Result<std::string> beginning(const Path& file, const std::string& member) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return failure(errnoError("open", file.string()));
    std::string bytes(lookedAt, '\0');
    stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (stream.bad()) return failure(errnoError("read", file.string()));
    bytes.resize(static_cast<size_t>(stream.gcount()));
    if (isNpz(bytes, file)) return bytes;
    LATHE_TRY(const auto members, zipMembers(file));
    // Of an archive of several files, one tells as much as any until one is chosen.
    const bool chosen = !member.empty() || members.size() < 2;
    LATHE_TRY(const auto source, ByteSource::open(file, chosen ? member : members.front()));
    return source->packing() == Packing::None ? bytes : readBeginning(*source, lookedAt);
}

} // namespace

const std::vector<std::string>& sourceFormatWords() {
    static const std::vector<std::string> words{"csv",         "json",         "jsonl",  "arff", "sqlite",
                                                "hdf5",        "netcdf",       "npy",    "npz",  "idx",
                                                "text-folder", "image-folder", "parquet"};
    return words;
}

const char* toString(SourceFormat format) { return sourceFormatWords()[static_cast<size_t>(format)].c_str(); }

std::optional<SourceFormat> sourceFormatFromText(std::string_view text) {
    const auto& words = sourceFormatWords();
    const auto found = std::find(words.begin(), words.end(), text);
    if (found == words.end()) return std::nullopt;
    return static_cast<SourceFormat>(found - words.begin());
}

Result<FormatGuess> detectFormat(const Path& source, const std::string& member) {
    std::error_code code;
    const auto status = std::filesystem::status(source, code);
    if (!std::filesystem::exists(status)) return fail(ErrorKind::NotFound, "there is no file '{}'", source.string());
    if (std::filesystem::is_directory(status)) return folderFormat(source);
    LATHE_TRY(const std::string bytes, beginning(source, member));
    return fileFormat(bytes, source);
}

} // namespace lathe
