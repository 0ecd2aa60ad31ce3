// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/writers/export.h"

#include "core/base/text.h"
#include "core/data/columns/column_file_open.h"
#include "core/data/datasets.h"
#include "core/data/writers/row_feed.h"
#include "core/project/temporary.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>

namespace lathe {

using namespace writers;

namespace {

struct FormatFacts {
    std::string word;
    std::vector<std::string> endings;
};

/// In the order of the enumeration.
const std::vector<FormatFacts>& formats() {
    static const std::vector<FormatFacts> facts{
        {"csv", {".csv", ".txt"}},        {"tsv", {".tsv", ".tab"}}, {"json", {".json"}},
        {"jsonl", {".jsonl", ".ndjson"}}, {"arff", {".arff"}},       {"sqlite", {".sqlite", ".sqlite3", ".db"}},
        {"hdf5", {".h5", ".hdf5"}},       {"npz", {".npz"}},         {"parquet", {".parquet", ".pq"}}};
    return facts;
}

Packing packingFor(const Path& file) {
    const std::string ending = lowered(file.extension().string());
    return ending == ".gz" ? Packing::Gzip : ending == ".zst" ? Packing::Zstd : Packing::None;
}

Path unpackedName(const Path& file) { return packingFor(file) == Packing::None ? file : file.stem(); }

Result<void> writeTextTo(ByteSink& sink, const RowFeed& rows, ExportFormat format, const std::string& relation,
                         const JobContext& job) {
    std::unique_ptr<TextFormat> text;
    switch (format) {
    case ExportFormat::Arff: {
        LATHE_TRY(text, arffFormat(rows, relation, job));
        break;
    }
    case ExportFormat::JsonArray: text = jsonFormat(rows, false); break;
    case ExportFormat::JsonLines: text = jsonFormat(rows, true); break;
    case ExportFormat::Tsv: text = csvFormat(rows, '\t'); break;
    default: text = csvFormat(rows, ',');
    }
    return writeText(rows, *text, sink, job);
}

Result<void> writeTextFile(const RowFeed& rows, ExportFormat format, const Path& unfinished, const Path& target,
                           const JobContext& job) {
    LATHE_TRY(const auto sink, ByteSink::create(unfinished, packingFor(target)));
    return writeTextTo(*sink, rows, format, unpackedName(target).stem().string(), job);
}

Result<void> writeUnfinished(const RowFeed& rows, ExportFormat format, const Path& unfinished, const Path& target,
                             const JobContext& job) {
    switch (format) {
    case ExportFormat::Sqlite: return writeSqlite(rows, unfinished, target.stem().string(), job);
    case ExportFormat::Hdf5: return writeHdf5(rows, unfinished, job);
    case ExportFormat::Npz: return writeNpz(rows, unfinished, job);
    case ExportFormat::Parquet: return writeParquet(rows, unfinished, job);
    default: return writeTextFile(rows, format, unfinished, target, job);
    }
}

/// Sends the file to the disk in portions, so that the fsync at the end, which nobody can stop, has little left to wait
/// for.
Result<void> sendToDisk(const Path& file, const JobContext& job) {
    constexpr off64_t portion = off64_t{4} << 20U;
    constexpr unsigned wholly = SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER;
    const columns::Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    const auto bytes = static_cast<off64_t>(std::filesystem::file_size(file));
    for (off64_t at = 0; at < bytes; at += portion) {
        LATHE_CHECK(job.checkStop());
        ::sync_file_range(opened.get(), at, portion, wholly); // a hint: errors show in fsync
    }
    return {};
}

/// Writes beside \p target and moves the file there.
Result<void> write(const RowFeed& rows, ExportFormat format, const Path& target, const JobContext& job) {
    if (packingFor(target) != Packing::None && !isTextFormat(format))
        return failHint(
            ErrorKind::InvalidInput,
            fmt::format("'{}' cannot be written: {} files are not packed as a whole", target.string(),
                        toString(format)),
            fmt::format("Name the file without '{}'; it is compressed inside.", target.extension().string()));
    LATHE_TRY(const ScopedFolder scratch, temporaryFolderBeside(target));
    const Path unfinished = scratch.path() / "rows";
    job.beginStage("writing rows", static_cast<double>(rows.rows()), "rows");
    LATHE_CHECK(writeUnfinished(rows, format, unfinished, target, job));
    LATHE_CHECK(sendToDisk(unfinished, job));
    return publishFile(unfinished, target);
}

} // namespace

const std::vector<std::string>& exportFormatWords() {
    static const std::vector<std::string> words = [] {
        std::vector<std::string> all;
        for (const auto& format : formats()) all.push_back(format.word);
        return all;
    }();
    return words;
}

const char* toString(ExportFormat format) { return exportFormatWords()[static_cast<size_t>(format)].c_str(); }

std::optional<ExportFormat> exportFormatFromText(std::string_view text) {
    const auto& words = exportFormatWords();
    const auto found = std::find(words.begin(), words.end(), text);
    if (found == words.end()) return std::nullopt;
    return static_cast<ExportFormat>(found - words.begin());
}

const std::vector<std::string>& exportEndings(ExportFormat format) {
    return formats()[static_cast<size_t>(format)].endings;
}

bool isTextFormat(ExportFormat format) { return format <= ExportFormat::Arff; }

ExportFormat exportFormatFor(const Path& file) {
    const std::string ending = lowered(unpackedName(file).extension().string());
    for (size_t i = 0; i < formats().size(); ++i)
        if (std::ranges::count(formats()[i].endings, ending) > 0) return static_cast<ExportFormat>(i);
    return ExportFormat::Csv;
}

Result<void> exportFile(const ColumnFile& file, ExportFormat format, const Path& target, const JobContext& job) {
    return write(RowFeed(file, 0, file.rows()), format, target, job);
}

Result<void> exportRows(const ColumnFile& file, const RowOrder& order, const std::vector<size_t>& columns,
                        ExportFormat format, const Path& target, const JobContext& job) {
    return write(RowFeed(file, &order, columns), format, target, job);
}

Result<void> exportRows(const ColumnFile& file, const RowOrder& order, const std::vector<size_t>& columns,
                        ExportFormat format, int descriptor, const std::string& name, const JobContext& job) {
    if (!isTextFormat(format))
        return failHint(
            ErrorKind::InvalidInput,
            fmt::format("{} cannot be written to {}: it is no text but a file as a whole", toString(format), name),
            "Name a file, or a format of text: csv, tsv, json, jsonl, arff.");
    const RowFeed rows(file, &order, columns);
    const auto sink = ByteSink::forDescriptor(descriptor, name);
    job.beginStage("writing rows", static_cast<double>(rows.rows()), "rows");
    return writeTextTo(*sink, rows, format, "rows", job);
}

Result<void> exportCsv(const ColumnFile& file, const Path& target, const JobContext& job, uint64_t first,
                       uint64_t count) {
    return write(RowFeed(file, first, count), ExportFormat::Csv, target, job);
}

} // namespace lathe
