// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/import.h"

#include "core/data/readers/arff.h"
#include "core/data/readers/hdf5.h"
#include "core/data/readers/idx.h"
#include "core/data/readers/json.h"
#include "core/data/readers/netcdf.h"
#include "core/data/readers/numpy.h"
#include "core/data/readers/parquet.h"
#include "core/data/readers/reader_process.h"
#include "core/data/readers/source_reader.h"
#include "core/data/readers/sqlite.h"
#include "core/data/readers/text_folder.h"

#include <utility>

#include <fmt/format.h>

namespace lathe {

using namespace readers;

namespace {

/// CSV keeps its own reader; this is its face among the others.
class CsvSource final : public SourceReader {
public:
    explicit CsvSource(CsvFile file) : m_file(std::move(file)) { describe(); }
    [[nodiscard]] const SourceDescription& description() const override { return m_description; }

    Result<Table> preview(size_t rows) override {
        LATHE_TRY(Table table, m_file.preview(rows, m_description.rejected));
        describe();
        return table;
    }

    Result<ImportOutcome> import(const Path& target, const JobContext& job) override {
        LATHE_TRY(CsvOutcome read, m_file.import(target, job));
        describe();
        ImportOutcome outcome;
        outcome.rows = read.rows;
        outcome.rejectedRows = read.rejectedRows;
        outcome.rejected = std::move(read.rejected);
        outcome.sourceHash = std::move(read.sourceHash);
        outcome.contentHash = std::move(read.contentHash);
        return outcome;
    }

private:
    void describe() {
        m_description.csv = m_file.dialect();
        m_description.columns = m_description.csv->columns;
        m_description.reasons = m_description.csv->reasons;
    }

    CsvFile m_file;
    SourceDescription m_description;
};

OpenedReader openCsv(const Path& file, const ImportOptions& options) {
    LATHE_TRY(CsvFile csv, CsvFile::open(file, options.csv));
    return std::make_unique<CsvSource>(std::move(csv));
}

/// An option that belongs to other formats is an error, not ignored: it would not do what it was given for.
Result<void> checkOptions(const Path& source, SourceFormat format, const ImportOptions& options) {
    const auto refuse = [&](bool given, bool fits, const char* option, const char* formats) -> Result<void> {
        if (!given || fits) return {};
        return failHint(
            ErrorKind::InvalidInput,
            fmt::format("'{}' is read as {}, for which no {} can be given", source.string(), toString(format), option),
            fmt::format("Leave it out, or say that the format is {}.", formats));
    };
    const bool nested = format == SourceFormat::Hdf5 || format == SourceFormat::NetCdf || format == SourceFormat::Npz;
    LATHE_CHECK(refuse(!options.table.empty(), format == SourceFormat::Sqlite, "table", "sqlite"));
    LATHE_CHECK(refuse(!options.query.empty(), format == SourceFormat::Sqlite, "query", "sqlite"));
    LATHE_CHECK(refuse(!options.datasetPath.empty(), nested, "dataset path", "hdf5, netcdf or npz"));
    return refuse(!options.recordPath.empty(), format == SourceFormat::JsonDocument, "record path", "json");
}

OpenedReader openAs(SourceFormat format, const Path& source, const ImportOptions& options, const JobContext* patient) {
    const JobContext job = patient ? *patient : JobContext();
    switch (format) {
    case SourceFormat::Csv: return openCsv(source, options);
    case SourceFormat::JsonDocument: return openJson(source, false, options, job);
    case SourceFormat::JsonLines: return openJson(source, true, options, job);
    case SourceFormat::Arff: return openArff(source, options);
    case SourceFormat::Sqlite: return openSqlite(source, options, patient);
    case SourceFormat::Hdf5: return openHdf5(source, options);
    case SourceFormat::NetCdf: return openNetCdf(source, options);
    case SourceFormat::Npy: return openNpy(source, options);
    case SourceFormat::Npz: return openNpz(source, options);
    case SourceFormat::Idx: return openIdx(source, options);
    case SourceFormat::TextFolder: return openTextFolder(source, options, job);
    case SourceFormat::Parquet: return openParquet(source, options);
    case SourceFormat::ImageFolder:
        return failHint(ErrorKind::Unsupported, fmt::format("'{}' is a folder of pictures", source.string()),
                        "Import it as an image dataset.");
    }
    return fail(ErrorKind::Internal, "there is no reader for {}", toString(format));
}

/// A reader and how it came to be this one.
struct Opened {
    std::unique_ptr<SourceReader> reader;
    FormatGuess guess;

    /// The reader's description with what detection has to say.
    [[nodiscard]] SourceDescription description() const {
        SourceDescription whole = reader->description();
        whole.format = guess.format;
        if (!guess.reason.empty()) whole.reasons.insert(whole.reasons.begin(), guess.reason);
        return whole;
    }
};

Result<FormatGuess> formatOf(const Path& source, const ImportOptions& options) {
    if (options.format) return FormatGuess{*options.format, ""};
    return detectFormat(source, options.csv.member);
}

/// \p job: of an import, which may take its time.
Result<Opened> openSource(const Path& source, FormatGuess guess, const ImportOptions& options,
                          const JobContext* job = nullptr) {
    Opened opened;
    opened.guess = std::move(guess);
    LATHE_CHECK(checkOptions(source, opened.guess.format, options));
    LATHE_TRY(opened.reader, openAs(opened.guess.format, source, options, job));
    return opened;
}

} // namespace

Result<SourceDescription> describeSource(const Path& source, const ImportOptions& options) {
    LATHE_TRY(FormatGuess guess, formatOf(source, options));
    if (isReadApart(guess.format)) {
        SourceDescription description;
        LATHE_CHECK(previewApart(source, options, 1, &description));
        description.rejected.clear();
        return description;
    }
    LATHE_TRY(const Opened opened, openSource(source, std::move(guess), options));
    return opened.description();
}

Result<Table> previewSource(const Path& source, const ImportOptions& options, size_t rows,
                            SourceDescription* description) {
    LATHE_TRY(FormatGuess guess, formatOf(source, options));
    if (isReadApart(guess.format)) return previewApart(source, options, rows, description);
    LATHE_TRY(const Opened opened, openSource(source, std::move(guess), options));
    LATHE_TRY(Table table, opened.reader->preview(rows));
    if (description) *description = opened.description();
    return table;
}

Result<ImportOutcome> importSource(const Path& source, const Path& target, const ImportOptions& options,
                                   const JobContext& job) {
    LATHE_TRY(FormatGuess guess, formatOf(source, options));
    LATHE_CHECK(job.checkStop()); // looking at the beginning takes some 50 ms, as does deciding how to read it
    if (isReadApart(guess.format)) return importApart(source, target, options, job);
    LATHE_TRY(const Opened opened, openSource(source, std::move(guess), options, &job));
    LATHE_CHECK(job.checkStop());
    LATHE_TRY(ImportOutcome outcome, opened.reader->import(target, job));
    outcome.description = opened.description();
    return outcome;
}

} // namespace lathe
