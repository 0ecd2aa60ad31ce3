// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/hdf5.h"

#include "core/base/text.h"
#include "core/data/readers/hdf5_conventions.h"
#include "core/data/readers/row_import.h"

#include <fmt/format.h>
#include <hdf5.h>

#include <algorithm>
#include <array>

namespace lathe::readers {

namespace {

/// A chunk is unpacked as a whole, so it bounds the memory of an import from below.
constexpr hsize_t mostChunkBytes = hsize_t{384} << 20;
constexpr size_t mostCacheBytes = size_t{384} << 20;
constexpr hsize_t slowChunkBytes = hsize_t{64} << 20; ///< takes a noticeable part of a second to unpack
constexpr size_t mostDatasets = 10000;
constexpr hsize_t mostRowBytes = hsize_t{64} << 20; ///< a row is held in memory
constexpr size_t bytesAtOnce = size_t{4} << 20;

/// A dataset of the file, as far as it can be told without reading values.
struct Dataset {
    std::string path;
    std::vector<hsize_t> shape;
    std::string problem;    ///< why it cannot be read; empty when it can
    hsize_t chunkBytes = 0; ///< of an unpacked chunk; 0: it has none

    [[nodiscard]] hsize_t rows() const { return shape.empty() ? 1 : shape.front(); }
    [[nodiscard]] std::string group() const { return path.substr(0, std::max<size_t>(path.rfind('/'), 1)); }
    [[nodiscard]] std::string name() const { return path.substr(path.rfind('/') + 1); }
    [[nodiscard]] std::string shapeText() const {
        if (!problem.empty()) return problem;
        std::vector<std::string> lengths;
        for (const hsize_t length : shape) lengths.push_back(std::to_string(length));
        return lengths.empty() ? "one value" : joined(lengths, " × ");
    }
};

/// Why the dataset's values must not, or cannot, be fetched; and how large its chunks are.
std::string storageProblem(hid_t dataset, hsize_t& chunkBytes) {
    const Hdf5Handle creation(H5Dget_create_plist(dataset), H5Pclose);
    if (H5Pget_external_count(creation.get()) > 0) return "its values lie in another file";
    const H5D_layout_t layout = H5Pget_layout(creation.get());
    if (layout == H5D_VIRTUAL) return "its values lie in other datasets";
    for (int i = 0; i < H5Pget_nfilters(creation.get()); ++i) {
        unsigned flags = 0;
        size_t values = 0;
        std::array<char, 64> name{};
        const H5Z_filter_t filter = H5Pget_filter2(creation.get(), static_cast<unsigned>(i), &flags, &values, nullptr,
                                                   name.size(), name.data(), nullptr);
        if (filter < 0 || H5Zfilter_avail(filter) <= 0)
            return fmt::format("it is packed with filter {} '{}', for which this machine has no plug-in", filter,
                               name.data());
    }
    if (layout != H5D_CHUNKED) return {};
    std::array<hsize_t, H5S_MAX_RANK> chunk{};
    const int rank = H5Pget_chunk(creation.get(), static_cast<int>(chunk.size()), chunk.data());
    const Hdf5Handle type(H5Dget_type(dataset), H5Tclose);
    hsize_t bytes = std::max<hsize_t>(H5Tget_size(type.get()), 1);
    for (int i = 0; i < rank; ++i)
        if (__builtin_mul_overflow(bytes, chunk[static_cast<size_t>(i)], &bytes) || bytes > mostChunkBytes)
            return fmt::format("its chunks have more than {} MiB", mostChunkBytes >> 20U);
    chunkBytes = bytes;
    return {};
}

/// How the dataset is to be opened: so that the chunks of a band of rows stay unpacked until the band is read. The
/// library keeps 1 MiB by itself, and unpacks larger chunks anew for each part that is read. At most \p share bytes.
Hdf5Handle withBandCached(hid_t dataset, const std::vector<hsize_t>& shape, size_t share) {
    Hdf5Handle access(H5Dget_access_plist(dataset), H5Pclose);
    const Hdf5Handle creation(H5Dget_create_plist(dataset), H5Pclose);
    if (H5Pget_layout(creation.get()) != H5D_CHUNKED) return access;
    std::vector<hsize_t> chunk(std::max<size_t>(shape.size(), 1), 1);
    H5Pget_chunk(creation.get(), static_cast<int>(chunk.size()), chunk.data());
    const Hdf5Handle type(H5Dget_type(dataset), H5Tclose);
    double bytes = static_cast<double>(H5Tget_size(type.get())) * static_cast<double>(chunk[0]);
    for (size_t i = 1; i < shape.size(); ++i)
        bytes *= static_cast<double>((shape[i] + chunk[i] - 1) / std::max<hsize_t>(chunk[i], 1) * chunk[i]);
    constexpr size_t slots = 12289; // a prime above the chunks of a band
    constexpr double readOnce = 1;
    const auto kept =
        static_cast<size_t>(std::clamp(bytes, static_cast<double>(1U << 20U), static_cast<double>(share)));
    H5Pset_chunk_cache(access.get(), slots, kept, readOnce);
    return access;
}

std::optional<Dataset> inspect(hid_t file, const std::string& path) {
    const Hdf5Handle dataset(H5Dopen2(file, path.c_str(), H5P_DEFAULT), H5Dclose);
    if (!dataset.ok()) return std::nullopt;
    Dataset found;
    found.path = path;
    const Hdf5Handle space(H5Dget_space(dataset.get()), H5Sclose);
    const int rank = H5Sget_simple_extent_ndims(space.get());
    if (H5Sget_simple_extent_type(space.get()) == H5S_NULL || rank < 0) found.problem = "it is empty";
    found.shape.resize(static_cast<size_t>(std::max(rank, 0)));
    if (rank > 0) H5Sget_simple_extent_dims(space.get(), found.shape.data(), nullptr);
    if (found.problem.empty()) found.problem = storageProblem(dataset.get(), found.chunkBytes);
    return found;
}

struct Visit {
    hid_t file;
    std::vector<Dataset> datasets;
};

herr_t visitObject(hid_t, const char* name, const H5O_info_t* info, void* data) noexcept {
    auto& visit = *static_cast<Visit*>(data);
    if (info->type != H5O_TYPE_DATASET) return 0;
    try {
        if (auto dataset = inspect(visit.file, std::string("/") + name)) visit.datasets.push_back(std::move(*dataset));
    } catch (...) {
        return -1; // no exception may pass through the library
    }
    return visit.datasets.size() < mostDatasets ? 0 : 1;
}

class DatasetGroup final : public ColumnGroup {
public:
    /// \p cacheBytes: that unpacked chunks may take.
    DatasetGroup(std::shared_ptr<Hdf5Handle> file, Dataset dataset, size_t cacheBytes)
        : m_file(std::move(file)), m_about(std::move(dataset)), m_cacheBytes(cacheBytes) {}

    Result<void> open() {
        // An opened dataset keeps its cache: it is looked at, closed, and opened as it is to be.
        m_dataset = Hdf5Handle(H5Dopen2(m_file->get(), m_about.path.c_str(), H5P_DEFAULT), H5Dclose);
        if (m_dataset.ok()) {
            const Hdf5Handle access = withBandCached(m_dataset.get(), m_about.shape, m_cacheBytes);
            m_dataset = Hdf5Handle();
            m_dataset = Hdf5Handle(H5Dopen2(m_file->get(), m_about.path.c_str(), access.get()), H5Dclose);
        }
        m_space = Hdf5Handle(m_dataset.ok() ? H5Dget_space(m_dataset.get()) : -1, H5Sclose);
        const Hdf5Handle type(m_dataset.ok() ? H5Dget_type(m_dataset.get()) : -1, H5Tclose);
        if (!m_space.ok() || !type.ok()) return fail(ErrorKind::Corrupt, "dataset '{}' cannot be opened", m_about.path);
        LATHE_TRY(m_layout, layoutOf(type.get(), m_about.name()));
        if (m_layout.fields.size() == 1) m_conventions = conventionsOf(m_dataset.get(), m_layout);
        for (size_t i = 1; i < m_about.shape.size(); ++i)
            if (__builtin_mul_overflow(m_values, m_about.shape[i], &m_values) || m_values > mostColumns)
                return failHint(ErrorKind::InvalidInput,
                                fmt::format("a row of '{}' ({}) would have more than {} columns", m_about.path,
                                            m_about.shapeText(), mostColumns),
                                "Choose another dataset.");
        const hsize_t columns = m_values * m_layout.fields.size();
        if (columns > mostColumns || m_values * m_layout.bytes > mostRowBytes)
            return failHint(ErrorKind::InvalidInput,
                            fmt::format("a row of '{}' ({}) would have {} columns and {}; {} and {} can be read",
                                        m_about.path, m_about.shapeText(), columns,
                                        byteSize(static_cast<double>(m_values * m_layout.bytes)), mostColumns,
                                        byteSize(static_cast<double>(mostRowBytes))),
                            "Choose another dataset.");
        return {};
    }

    [[nodiscard]] std::vector<ColumnPlan> columns() const override {
        std::vector<ColumnPlan> columns;
        for (hsize_t value = 0; value < m_values; ++value)
            for (const auto& field : m_layout.fields) {
                const std::string& base = m_conventions.name.empty() ? field.name : m_conventions.name;
                columns.push_back(
                    planFor(field, m_conventions, m_values == 1 ? base : fmt::format("{}_{}", base, value + 1)));
            }
        return columns;
    }
    [[nodiscard]] uint64_t rows() const override { return m_about.rows(); }
    Result<void> rewind() override {
        m_row = 0;
        return {};
    }

    Result<void> addRows(std::span<ColumnBuilder> columns, size_t count) override {
        prepareHdf5();
        const size_t rowBytes = std::max<size_t>(m_layout.bytes * static_cast<size_t>(m_values), 1);
        while (count > 0) {
            const size_t rows = std::clamp<size_t>(bytesAtOnce / rowBytes, 1, count);
            LATHE_CHECK(addPart(columns, rows));
            count -= rows;
        }
        return {};
    }

private:
    Result<void> addPart(std::span<ColumnBuilder> columns, size_t rows) {
        std::vector<hsize_t> start(m_about.shape.size(), 0);
        std::vector<hsize_t> count = m_about.shape;
        if (!start.empty()) {
            start[0] = m_row;
            count[0] = rows;
            H5Sselect_hyperslab(m_space.get(), H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr);
        }
        const hsize_t values = rows * m_values;
        const Hdf5Handle memory(H5Screate_simple(1, &values, nullptr), H5Sclose);
        m_buffer.assign(static_cast<size_t>(values) * m_layout.bytes,
                        '\0'); // lists that were not read must not be freed
        const bool isRead = H5Dread(m_dataset.get(), m_layout.memoryType.get(), memory.get(), m_space.get(),
                                    H5P_DEFAULT, m_buffer.data()) >= 0;
        const Result<void> added = isRead ? addValues(columns, rows) : unreadable(rows);
        H5Dvlen_reclaim(m_layout.memoryType.get(), memory.get(), H5P_DEFAULT,
                        m_buffer.data()); // also the lists before the damage
        m_row += rows;
        return added;
    }
    [[nodiscard]] Failure unreadable(size_t rows) const {
        return failHint(ErrorKind::Corrupt,
                        fmt::format("rows {} to {} of '{}' cannot be read", m_row + 1, m_row + rows, m_about.path),
                        "The file is damaged: get it again.");
    }
    Result<void> addValues(std::span<ColumnBuilder> columns, size_t rows) {
        const size_t fields = m_layout.fields.size();
        for (size_t row = 0; row < rows; ++row)
            for (hsize_t value = 0; value < m_values; ++value)
                for (size_t field = 0; field < fields; ++field)
                    LATHE_CHECK(addField(
                        columns[static_cast<size_t>(value) * fields + field], m_layout.fields[field], m_conventions,
                        m_buffer.data() +
                            (row * static_cast<size_t>(m_values) + static_cast<size_t>(value)) * m_layout.bytes));
        return {};
    }

    std::shared_ptr<Hdf5Handle> m_file;
    Dataset m_about;
    size_t m_cacheBytes;
    Hdf5Handle m_dataset;
    Hdf5Handle m_space;
    Hdf5Layout m_layout;
    Hdf5Conventions m_conventions; ///< none where an element has several fields
    hsize_t m_values = 1;
    uint64_t m_row = 0;
    std::vector<char> m_buffer;
};

/// Of the readable datasets those to take: the named one, those of the named group, or of the group that has the most
/// rows.
Result<std::vector<Dataset>> choose(const std::vector<Dataset>& all, std::string wanted, const std::string& file,
                                    SourceDescription& facts) {
    std::vector<std::string> names;
    for (const auto& dataset : all) {
        names.push_back(dataset.path);
        facts.choices.push_back({dataset.path, "dataset", dataset.shapeText()});
    }
    if (!wanted.empty() && wanted.front() != '/') wanted.insert(0, "/");
    if (wanted.size() > 1 && wanted.back() == '/') wanted.pop_back();
    const Dataset* best = nullptr;
    for (const auto& dataset : all) {
        if (dataset.path == wanted) {
            facts.chosen = wanted;
            if (dataset.problem.empty()) return std::vector<Dataset>{dataset};
            return fail(ErrorKind::Unsupported, "'{}' of '{}' cannot be read: {}", wanted, file, dataset.problem);
        }
        const bool fits = dataset.problem.empty() && (wanted.empty() || dataset.group() == wanted);
        if (fits && (!best || dataset.rows() > best->rows())) best = &dataset;
    }
    if (!best && !wanted.empty())
        return failHint(ErrorKind::NotFound, fmt::format("'{}' has no dataset '{}'", file, wanted),
                        suggestion(wanted, names));
    if (!best)
        return failHint(ErrorKind::InvalidInput, fmt::format("'{}' has no dataset that can be read", file),
                        all.empty() ? "" : fmt::format("{}: {}.", all.front().path, all.front().problem));
    std::vector<Dataset> chosen;
    for (const auto& dataset : all)
        if (dataset.problem.empty() && dataset.group() == best->group() && dataset.rows() == best->rows())
            chosen.push_back(dataset);
    facts.chosen = chosen.size() == 1 ? best->path : best->group();
    if (chosen.size() < all.size())
        facts.reasons.push_back(fmt::format("Of {} datasets, {} with {} rows in '{}' stand side by side.", all.size(),
                                            chosen.size(), best->rows(), best->group()));
    return chosen;
}

Result<std::unique_ptr<RowSource>> openChosen(Hdf5Handle handle, const std::string& name,
                                              const ImportOptions& options) {
    const auto file = std::make_shared<Hdf5Handle>(std::move(handle));
    Visit visit{file->get(), {}};
    if (H5Ovisit2(file->get(), H5_INDEX_CRT_ORDER, H5_ITER_INC, visitObject, &visit, H5O_INFO_BASIC) < 0)
        return failHint(ErrorKind::Corrupt, fmt::format("the contents of '{}' cannot be listed", name),
                        "The file is damaged: get it again.");
    SourceDescription facts;
    LATHE_TRY(auto datasets, choose(visit.datasets, options.datasetPath, name, facts));
    std::vector<std::unique_ptr<ColumnGroup>> groups;
    for (auto& dataset : datasets) {
        const std::string path = dataset.path;
        if (dataset.chunkBytes > slowChunkBytes)
            facts.reasons.push_back(fmt::format(
                "The values of '{}' lie in chunks of {}, each of which is unpacked as a whole: the first rows take a moment.",
                path, byteSize(static_cast<double>(dataset.chunkBytes))));
        auto group = std::make_unique<DatasetGroup>(file, std::move(dataset), mostCacheBytes / datasets.size());
        const auto opened = group->open();
        // Beside others, one that cannot be read is passed over; by itself it is an error.
        if (opened) groups.push_back(std::move(group));
        else if (datasets.size() == 1) return failure(opened.error());
        else facts.reasons.push_back(fmt::format("'{}' is left out: {}.", path, opened.error().message));
    }
    return openGroups(std::move(groups), std::move(facts), name);
}

Failure notHdf5(const std::string& name) {
    return failHint(ErrorKind::Corrupt, fmt::format("'{}' cannot be opened as HDF5", name),
                    "It is damaged, cut off, or another program is writing it.");
}

} // namespace

OpenedReader openHdf5(const Path& file, const ImportOptions& options) {
    prepareHdf5();
    Hdf5Handle handle(H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
    if (!handle.ok()) return notHdf5(file.string());
    LATHE_TRY(auto rows, openChosen(std::move(handle), file.string(), options));
    return openRows(std::move(rows), file, options);
}

Result<std::unique_ptr<RowSource>> openHdf5Image(std::string_view image, const ImportOptions& options) {
    prepareHdf5();
    const Hdf5Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
    constexpr size_t growth = 65536;
    H5Pset_fapl_core(access.get(), growth, 0);
    std::string copy(image);
    H5Pset_file_image(access.get(), copy.data(), copy.size());
    Hdf5Handle handle(H5Fopen("image", H5F_ACC_RDONLY, access.get()), H5Fclose);
    if (!handle.ok()) return notHdf5("image");
    return openChosen(std::move(handle), "image", options);
}

} // namespace lathe::readers
