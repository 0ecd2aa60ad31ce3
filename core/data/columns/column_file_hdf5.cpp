// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/columns/column_file_hdf5.h"

#include "core/data/columns/column_file_codec.h"
#include "core/data/columns/new_hdf5_file.h"

#include <fcntl.h>
#include <hdf5.h>
#include <unistd.h>

#include <cstring>
#include <mutex>
#include <utility>

namespace lathe::columns {

namespace {

constexpr H5Z_filter_t lz4Filter = 32004; // registered with The HDF Group
constexpr unsigned deflateLevelInPipeline = 6;
/// HDF5 takes some 14 KiB for an open dataset.
constexpr size_t mostOpenDatasets = 1000;
/// Arrays up to this size stand within the header of their dataset, which saves a place of their own.
constexpr size_t compactBytes = 4096;

/// An HDF5 identifier closed when the object ends.
class Handle {
public:
    using Close = herr_t (*)(hid_t);
    Handle(hid_t id, Close close) : m_id(id), m_close(close) {}
    ~Handle() {
        if (m_id >= 0) m_close(m_id);
    }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    [[nodiscard]] hid_t get() const { return m_id; }
    [[nodiscard]] bool ok() const { return m_id >= 0; }

private:
    hid_t m_id;
    Close m_close;
};

hid_t fileType(StoredType type) {
    switch (type) {
    case StoredType::UInt8: return H5T_STD_U8LE;
    case StoredType::Int32: return H5T_STD_I32LE;
    case StoredType::UInt32: return H5T_STD_U32LE;
    case StoredType::Int64: return H5T_STD_I64LE;
    case StoredType::UInt64: return H5T_STD_U64LE;
    case StoredType::Real64: return H5T_IEEE_F64LE;
    }
    return H5T_STD_U8LE;
}

/// HDF5 prints its error stack unless told not to, thread by thread.
void silenceHdf5() { H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr); }

/// What HDF5 keeps of the headers of datasets takes some five times the bytes that it counts.
void keepFewHeaders(hid_t fileAccess) {
    H5AC_cache_config_t cache{};
    cache.version = H5AC__CURR_CACHE_CONFIG_VERSION;
    H5Pget_mdc_config(fileAccess, &cache);
    cache.max_size = size_t{1} << 20;
    cache.initial_size = cache.max_size;
    H5Pset_mdc_config(fileAccess, &cache);
}

/// Chunks are written past HDF5's cache, of which each open dataset has 4 KiB.
Handle accessWithoutCache() {
    const hid_t access = H5Pcreate(H5P_DATASET_ACCESS);
    H5Pset_chunk_cache(access, 1, 0, 1);
    return {access, H5Pclose};
}

} // namespace

struct Hdf5Output::State {
    std::mutex mutex; // HDF5 has a global lock of its own; this one keeps "write, where was that" of a chunk together
    NewHdf5File file;
    Compression compression = Compression::Lz4;
    uint64_t unsent = 0; // bytes written since the system was told to send them to the disk
    size_t datasets = 0; // made by addDataset

    State(NewHdf5File made, Compression encoding) : file(std::move(made)), compression(encoding) {}
    /// The open dataset, also of one that is not kept open.
    [[nodiscard]] Handle open(const Dataset& dataset) const {
        if (dataset.id >= 0) return {dataset.id, [](hid_t) -> herr_t { return 0; }};
        return {H5Dopen2(file.id(), dataset.path.c_str(), accessWithoutCache().get()), H5Dclose};
    }
    /// Whether the file's bytes at \p offset are \p bytes.
    [[nodiscard]] bool holds(uint64_t offset, std::span<const std::byte> bytes) const {
        std::vector<std::byte> found(bytes.size());
        return ::pread(file.descriptor(), found.data(), found.size(), static_cast<off_t>(offset)) ==
                   static_cast<ssize_t>(found.size()) &&
               std::memcmp(found.data(), bytes.data(), bytes.size()) == 0;
    }
    /// Lets the disk work while we do, so that the fsync at the end, which nobody can stop, has little left to wait
    /// for.
    void sendSoon(uint64_t bytes) {
        constexpr uint64_t portion = uint64_t{16} << 20;
        unsent += bytes;
        if (unsent < portion) return;
        unsent = 0;
        ::sync_file_range(file.descriptor(), 0, 0, SYNC_FILE_RANGE_WRITE); // a hint: errors show in fsync
    }
    /// Sets \p place, unless null, to where the bytes lie in the file.
    Result<void> writeArray(const std::string& path, StoredType type, std::span<const std::byte> bytes,
                            uint64_t columns, uint64_t* place);
    Result<void> grow(Dataset& dataset, hid_t opened, uint64_t extent) const;
};

Result<void> Hdf5Output::State::writeArray(const std::string& path, StoredType type, std::span<const std::byte> bytes,
                                           uint64_t columns, uint64_t* place) {
    silenceHdf5();
    const size_t width = H5Tget_size(fileType(type));
    const hsize_t dimensions[] = {bytes.size() / width / columns, columns};
    const Handle space(H5Screate_simple(columns == 1 ? 1 : 2, dimensions, nullptr), H5Sclose);
    const Handle creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
    if (place == nullptr && bytes.size() <= compactBytes) H5Pset_layout(creation.get(), H5D_COMPACT);
    const Handle dataset(
        H5Dcreate2(file.id(), path.c_str(), fileType(type), space.get(), H5P_DEFAULT, creation.get(), H5P_DEFAULT),
        H5Dclose);
    if (!dataset.ok()) return file.failed();
    if (bytes.empty()) return {};
    if (H5Dwrite(dataset.get(), fileType(type), H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()) < 0) return file.failed();
    LATHE_CHECK(file.check());
    if (place == nullptr) return {};
    H5Fflush(file.id(), H5F_SCOPE_LOCAL);
    const haddr_t offset = H5Dget_offset(dataset.get());
    for (const uint64_t candidate : {uint64_t{offset}, uint64_t{offset} + userBlockSize}) {
        if (offset == HADDR_UNDEF || !holds(candidate, bytes)) continue;
        *place = candidate;
        return {};
    }
    return file.failed();
}

Result<void> Hdf5Output::State::grow(Dataset& dataset, hid_t opened, uint64_t extent) const {
    if (extent <= dataset.extent) return {};
    const hsize_t size = extent;
    // Never made smaller: HDF5 would decode the last chunk, for which it needs the plug-in.
    if (H5Dset_extent(opened, &size) < 0) return file.failed();
    dataset.extent = extent;
    return {};
}

Hdf5Output::Hdf5Output(std::unique_ptr<State> state) : m_state(std::move(state)) {}

Hdf5Output::~Hdf5Output() { silenceHdf5(); }

Result<std::unique_ptr<Hdf5Output>> Hdf5Output::create(const Path& path, Compression compression) {
    silenceHdf5();
    const Handle creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose);
    const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
    H5Pset_userblock(creation.get(), userBlockSize);
    H5Pset_link_creation_order(creation.get(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
    H5Pset_libver_bounds(access.get(), H5F_LIBVER_V110, H5F_LIBVER_V110);
    H5Pset_fclose_degree(access.get(), H5F_CLOSE_STRONG);
    keepFewHeaders(access.get());
    H5Pset_small_data_block_size(access.get(), 0); // a chunk goes to the end of the file at once
    LATHE_TRY(NewHdf5File file, NewHdf5File::create(path, creation.get(), access.get()));
    for (const char* group :
         {"/data", "/missing", "/dictionary", "/text_ends", "/text_starts", "/statistics", "/lathe"}) {
        const Handle order(H5Pcreate(H5P_GROUP_CREATE), H5Pclose);
        H5Pset_link_creation_order(order.get(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
        const Handle made_group(H5Gcreate2(file.id(), group, H5P_DEFAULT, order.get(), H5P_DEFAULT), H5Gclose);
        if (!made_group.ok()) return file.failed();
    }
    return std::unique_ptr<Hdf5Output>(new Hdf5Output(std::make_unique<State>(std::move(file), compression)));
}

Result<std::unique_ptr<Hdf5Output::Dataset>> Hdf5Output::addDataset(const std::string& path, StoredType type,
                                                                    uint64_t chunkElements) {
    const std::lock_guard lock(m_state->mutex);
    silenceHdf5();
    const hsize_t none = 0;
    const hsize_t unlimited = H5S_UNLIMITED;
    const hsize_t chunk = chunkElements;
    const Handle space(H5Screate_simple(1, &none, &unlimited), H5Sclose);
    const Handle creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
    H5Pset_chunk(creation.get(), 1, &chunk);
    if (H5Tget_size(fileType(type)) > 1) H5Pset_shuffle(creation.get());
    if (m_state->compression == Compression::Lz4) {
        // Optional, because the plug-in that reads it need not be here: we write the encoded chunks
        // ourselves.
        H5Pset_filter(creation.get(), lz4Filter, H5Z_FLAG_OPTIONAL, 0, nullptr);
    } else {
        H5Pset_deflate(creation.get(), deflateLevelInPipeline);
    }
    const Handle links(H5Pcreate(H5P_LINK_CREATE), H5Pclose);
    H5Pset_create_intermediate_group(links.get(), 1);
    const hid_t id = H5Dcreate2(m_state->file.id(), path.c_str(), fileType(type), space.get(), links.get(),
                                creation.get(), accessWithoutCache().get());
    if (id < 0) return m_state->file.failed();
    const bool kept = ++m_state->datasets <= mostOpenDatasets;
    if (!kept) H5Dclose(id);
    return std::make_unique<Dataset>(Dataset{kept ? id : -1, path, 0});
}

Result<StoredChunk> Hdf5Output::writeChunk(Dataset& dataset, uint64_t element, uint64_t extent,
                                           std::span<const std::byte> encoded) {
    StoredChunk chunk{0, static_cast<uint32_t>(encoded.size()), checksum(encoded)};
    const std::lock_guard lock(m_state->mutex);
    silenceHdf5();
    const Handle opened = m_state->open(dataset);
    LATHE_CHECK(m_state->grow(dataset, opened.get(), extent));
    const hsize_t offset = element;
    if (H5Dwrite_chunk(opened.get(), H5P_DEFAULT, 0, &offset, encoded.size(), encoded.data()) < 0)
        return m_state->file.failed();
    LATHE_CHECK(m_state->file.check());
    chunk.offset = m_state->file.lastElements();
    m_state->sendSoon(encoded.size());
    return chunk;
}

Result<void> Hdf5Output::grow(Dataset& dataset, uint64_t extent) {
    const std::lock_guard lock(m_state->mutex);
    silenceHdf5();
    return m_state->grow(dataset, m_state->open(dataset).get(), extent);
}

Result<void> Hdf5Output::addVirtual(const std::string& path, StoredType type, uint64_t extent,
                                    const std::vector<VirtualPart>& parts) {
    const std::lock_guard lock(m_state->mutex);
    silenceHdf5();
    const hsize_t size = extent;
    const Handle space(H5Screate_simple(1, &size, nullptr), H5Sclose);
    const Handle creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
    for (const VirtualPart& part : parts) {
        const hsize_t first = part.first;
        const hsize_t count = part.count;
        const hsize_t end = first + count;
        const Handle target(H5Screate_simple(1, &size, nullptr), H5Sclose);
        const Handle source(H5Screate_simple(1, &end, nullptr), H5Sclose);
        H5Sselect_hyperslab(target.get(), H5S_SELECT_SET, &first, nullptr, &count, nullptr);
        H5Sselect_hyperslab(source.get(), H5S_SELECT_SET, &first, nullptr, &count, nullptr);
        if (H5Pset_virtual(creation.get(), target.get(), part.file.c_str(), part.path.c_str(), source.get()) < 0)
            return m_state->file.failed();
    }
    const Handle dataset(H5Dcreate2(m_state->file.id(), path.c_str(), fileType(type), space.get(), H5P_DEFAULT,
                                    creation.get(), H5P_DEFAULT),
                         H5Dclose);
    if (!dataset.ok()) return m_state->file.failed();
    return {};
}

Result<void> Hdf5Output::addArray(const std::string& path, StoredType type, std::span<const std::byte> bytes,
                                  uint64_t columns) {
    const std::lock_guard lock(m_state->mutex);
    return m_state->writeArray(path, type, bytes, columns, nullptr);
}

Result<uint64_t> Hdf5Output::addBytes(const std::string& path, std::span<const std::byte> bytes) {
    const std::lock_guard lock(m_state->mutex);
    uint64_t place = 0;
    LATHE_CHECK(m_state->writeArray(path, StoredType::UInt8, bytes, 1, &place));
    return place;
}

Result<void> Hdf5Output::addTexts(const std::string& path, const std::vector<std::string>& texts) {
    const std::lock_guard lock(m_state->mutex);
    silenceHdf5();
    const Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
    H5Tset_size(type.get(), H5T_VARIABLE);
    H5Tset_cset(type.get(), H5T_CSET_UTF8);
    const hsize_t count = texts.size();
    const Handle space(H5Screate_simple(1, &count, nullptr), H5Sclose);
    const Handle dataset(
        H5Dcreate2(m_state->file.id(), path.c_str(), type.get(), space.get(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
        H5Dclose);
    if (!dataset.ok()) return m_state->file.failed();
    std::vector<const char*> pointers;
    pointers.reserve(texts.size());
    for (const auto& text : texts) pointers.push_back(text.c_str());
    if (!texts.empty() && H5Dwrite(dataset.get(), type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()) < 0)
        return m_state->file.failed();
    return {};
}

namespace {

bool writeAttribute(hid_t object, const char* name, hid_t type, const void* value) {
    const Handle space(H5Screate(H5S_SCALAR), H5Sclose);
    const Handle attribute(H5Acreate2(object, name, type, space.get(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
    return attribute.ok() && H5Awrite(attribute.get(), type, value) >= 0;
}

} // namespace

Result<void> Hdf5Output::setAttributes(const std::string& path, const std::vector<Attribute>& attributes) {
    const std::lock_guard lock(m_state->mutex);
    silenceHdf5();
    const Handle object(H5Oopen(m_state->file.id(), path.c_str(), H5P_DEFAULT), H5Oclose);
    const Handle textType(H5Tcopy(H5T_C_S1), H5Tclose);
    H5Tset_size(textType.get(), H5T_VARIABLE); // lies in the heap, so that its length has no limit
    H5Tset_cset(textType.get(), H5T_CSET_UTF8);
    for (const auto& [name, value] : attributes) {
        bool written = false;
        if (const auto* text = std::get_if<std::string>(&value)) {
            const char* pointer = text->c_str();
            written = writeAttribute(object.get(), name, textType.get(), &pointer);
        } else if (const auto* count = std::get_if<uint64_t>(&value)) {
            written = writeAttribute(object.get(), name, H5T_STD_U64LE, count);
        } else {
            written = writeAttribute(object.get(), name, H5T_IEEE_F64LE, &std::get<double>(value));
        }
        if (!written) return m_state->file.failed();
    }
    return {};
}

Result<void> Hdf5Output::close() {
    const std::lock_guard lock(m_state->mutex);
    silenceHdf5();
    return m_state->file.close();
}

} // namespace lathe::columns
