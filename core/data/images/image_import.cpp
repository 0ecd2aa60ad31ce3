// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <atomic>
#include <mutex>
#include <unordered_map>

#include "core/base/hash.h"
#include "core/base/parallel.h"
#include "core/data/images/image_dataset.h"
#include "core/data/images/image_store.h"
#include "core/data/versions/dvc.h"
#include "core/data/versions/tracked_files.h"

namespace lathe::images {

namespace {

constexpr size_t batchPictures = 256;
constexpr size_t batchBytes = size_t{64} << 20;

/// What became of one picture of the source.
struct Read {
    ImageRow row;
    std::vector<uint8_t> bytes;
    std::optional<Error> error; ///< it could not be read at all
};

ImageRow examined(const Pixels& pixels, std::span<const uint8_t> bytes, const std::stop_token& stop) {
    ImageRow row;
    row.bytes = bytes.size();
    row.header.format = formatOf(bytes);
    row.sha256 = sha256({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    const auto decoded = pixels.decode(bytes, {measuredSide, stop});
    if (!decoded) {
        row.status = Status::Broken;
        row.reason = decoded.error().message;
        return row;
    }
    row.header = decoded->header;
    row.status = decoded->damage.empty() ? Status::Ok : Status::Truncated;
    row.reason = decoded->damage;
    row.quality = pixels.measure(decoded->raster);
    return row;
}

class Import {
public:
    Import(const PictureSource& source, const Pixels& pixels, ImageStores& stores, const JobContext& job)
        : m_source(&source), m_pixels(&pixels), m_stores(&stores), m_job(&job) {}

    Result<void> run(const Path& table, const Path& store, size_t threads) {
        LATHE_TRY(m_store, ImageStoreWriter::create(store));
        LATHE_TRY(m_table, ColumnFileWriter::create(table, tableOf({}).schema()));
        m_job->beginStage("reading pictures", static_cast<double>(m_source->count()), "pictures");
        for (size_t first = 0; first < m_source->count();) {
            std::vector<Read> batch;
            LATHE_CHECK(readBatch(first, threads, batch));
            first += batch.size();
            LATHE_CHECK(keep(batch, first - batch.size()));
        }
        LATHE_CHECK(m_store->finish());
        LATHE_TRY(m_contentHash, m_table->finish());
        return {};
    }

    Json report;
    std::vector<Datasets::Rejected> rejected;
    [[nodiscard]] size_t newPictures() const { return m_store->count(); }
    [[nodiscard]] std::string sourceHash() { return m_sourceHash.finish(); }
    void count() {
        report["pictures"] = m_pictures;
        report["new_pictures"] = m_store->count();
        report["truncated"] = m_truncated;
        report["broken"] = m_broken;
    }

private:
    /// Reads pictures from \p first on, by all threads, until there are enough of them or of their bytes.
    Result<void> readBatch(size_t first, size_t threads, std::vector<Read>& batch) {
        const size_t most = std::min(batchPictures, m_source->count() - first);
        batch.resize(most);
        std::atomic<size_t> bytes{0};
        std::atomic<size_t> taken{0};
        parallelFor(
            threads == 0 ? availableThreads() : threads,
            [&](size_t) {
                while (bytes.load() < batchBytes && !m_job->stopRequested()) {
                    const size_t index = taken.fetch_add(1);
                    if (index >= most) return;
                    batch[index] = readOne(first + index);
                    bytes += batch[index].bytes.size();
                    m_job->addDone(1);
                }
            },
            threads);
        LATHE_CHECK(m_job->checkStop());
        batch.resize(std::min(most, taken.load()));
        return {};
    }

    [[nodiscard]] Read readOne(size_t index) const {
        Read read;
        auto bytes = m_source->read(index);
        if (!bytes) {
            read.error = bytes.error();
            return read;
        }
        read.bytes = std::move(*bytes);
        read.row = examined(*m_pixels, read.bytes, m_job->stopToken());
        return read;
    }

    /// Stores a batch in the source's order.
    Result<void> keep(std::vector<Read>& batch, size_t first) {
        ImageTable images;
        images.labels = m_labels;
        images.splits = m_splits;
        for (size_t i = 0; i < batch.size(); ++i) {
            const PictureSource::Picture& picture = m_source->picture(first + i);
            Read& read = batch[i];
            if (read.error) {
                rejected.push_back({0, read.error->message, picture.path});
                continue;
            }
            read.row.path = picture.path;
            read.row.label = code(picture.label, m_labelCodes, m_labels);
            read.row.split = code(picture.split, m_splitCodes, m_splits);
            if (!m_stores->contains(read.row.sha256)) LATHE_CHECK(m_store->add(read.bytes, read.row.sha256));
            m_sourceHash.update(picture.path + '\0' + read.row.sha256 + '\n');
            ++m_pictures;
            m_truncated += read.row.status == Status::Truncated ? 1 : 0;
            m_broken += read.row.status == Status::Broken ? 1 : 0;
            images.rows.push_back(std::move(read.row));
        }
        images.labels = m_labels;
        images.splits = m_splits;
        return images.rows.empty() ? Result<void>() : m_table->append(tableOf(images));
    }

    static int code(const std::optional<std::string>& word, std::unordered_map<std::string, int>& codes,
                    std::vector<std::string>& words) {
        if (!word) return -1;
        const auto [found, added] = codes.try_emplace(*word, static_cast<int>(words.size()));
        if (added) words.push_back(*word);
        return found->second;
    }

    const PictureSource* m_source;
    const Pixels* m_pixels;
    ImageStores* m_stores;
    const JobContext* m_job;
    std::unique_ptr<ImageStoreWriter> m_store;
    std::unique_ptr<ColumnFileWriter> m_table;
    std::unordered_map<std::string, int> m_labelCodes;
    std::unordered_map<std::string, int> m_splitCodes;
    std::vector<std::string> m_labels;
    std::vector<std::string> m_splits;
    std::string m_contentHash;
    Sha256 m_sourceHash;
    size_t m_pictures = 0;
    size_t m_truncated = 0;
    size_t m_broken = 0;
};

Result<std::unique_ptr<PictureSource>> openSource(const Path& source, const ImageImportOptions& options,
                                                  const Path& scratch, const Pixels& pixels, const JobContext& job) {
    std::error_code code;
    if (std::filesystem::is_directory(source, code)) return openFolder(source, options.folder, scratch, job);
    if (!std::filesystem::exists(source, code))
        return fail(ErrorKind::NotFound, "there is no folder '{}'", source.string());
    return openIdx(source, options.idxLabels, pixels);
}

} // namespace

Result<VersionInfo> importImages(const Project& project, const Path& given, const std::string& datasetName,
                                 const ImageImportOptions& options, const JobContext& job) {
    LATHE_TRY(const Pixels* pixels, images::pixels());
    LATHE_TRY(const ScopedFolder folder, project.temporaryFolder("images"));
    LATHE_TRY(const ReadableSource readable, readableSource(project, given, job));
    const Path& source = readable.path;
    LATHE_TRY(const auto pictures, openSource(source, options, folder.path(), *pixels, job));
    LATHE_TRY(const auto stores, ImageStores::open(project));
    Import import(*pictures, *pixels, *stores, job);
    import.rejected = pictures->rejected;
    const Path table = folder.path() / "data.h5";
    const Path store = folder.path() / "images.h5";
    if (auto done = import.run(table, store, options.threads); !done)
        return failure(std::move(done.error()).within("while importing " + source.filename().string()));
    import.count();

    Datasets::Draft draft;
    draft.info.datasetName = datasetName;
    draft.info.source =
        source.filename().empty() ? source.parent_path().filename().string() : source.filename().string();
    draft.info.sourceHash = import.sourceHash();
    draft.info.rejectedRows = import.rejected.size();
    import.report["format"] = "images";
    import.report["layout"] = pictures->layout;
    import.report["reasons"] = pictures->reasons;
    if (!options.tracked.empty()) import.report["tracked"] = options.tracked;
    draft.info.importReport = import.report.dump(-1, ' ', false, Json::error_handler_t::replace);
    draft.rejected = std::move(import.rejected);
    draft.file = table;
    if (import.newPictures() > 0)
        draft.companions.push_back({store, ImageStores::newPath(), "pictures of " + datasetName});
    return Datasets(project).publish(std::move(draft), job);
}

Result<VersionInfo> importTrackedImages(const Project& project, const Path& folder, const std::string& datasetName,
                                        const ImageImportOptions& options, const JobContext& job) {
    const TrackedFiles files(project);
    std::error_code code;
    const auto name = files.trackedName(folder);
    if (!name || !std::filesystem::is_directory(folder, code))
        return importImages(project, folder, datasetName, options, job);
    // Tracked first: what changes while pictures are read is a change then, and not overlooked.
    LATHE_CHECK(files.track(folder, job));
    ImageImportOptions tracked = options;
    tracked.tracked = *name;
    return importImages(project, folder, datasetName, tracked, job);
}

Result<std::string> datasetOfTracked(const Project& project, const std::string& trackedName) {
    const Datasets datasets(project);
    LATHE_TRY(const auto all, datasets.list());
    for (const DatasetInfo& dataset : all) {
        LATHE_TRY(const auto versions, datasets.versions(dataset.name));
        for (const VersionInfo& version : versions) {
            const Json report = Json::parse(version.importReport, nullptr, false);
            if (report.is_object() && report.value("tracked", "") == trackedName) return dataset.name;
        }
    }
    return std::string();
}

} // namespace lathe::images
