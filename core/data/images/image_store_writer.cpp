// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>
#include <hdf5.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <unordered_set>

#include "core/data/columns/new_hdf5_file.h"
#include "core/data/images/image_store.h"
#include "core/data/images/image_store_format.h"

namespace lathe::images {

namespace {

constexpr hsize_t userBlock = 512;

/// An HDF5 identifier closed when the object ends.
struct Handle {
    hid_t id;
    herr_t (*close)(hid_t);
    Handle(hid_t handle, herr_t (*closer)(hid_t)) : id(handle), close(closer) {}
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() {
        if (id >= 0) close(id);
    }
};

} // namespace

struct ImageStoreWriter::State {
    Path path;
    columns::NewHdf5File file;
    hid_t bytes = -1;           ///< the dataset, closed with the file
    std::vector<uint8_t> chunk; ///< the last one, being filled
    uint64_t chunks = 0;
    std::vector<StoredImage> images;
    std::unordered_set<std::string> known;
    uint64_t size = 0;

    State(Path where, columns::NewHdf5File made) : path(std::move(where)), file(std::move(made)) {}
    Result<void> writeChunk();
    Result<void> writeTables(const StoreIndex& index);
    Result<StoreIndex> makeIndex();
    Result<void> sealFile(const StoreIndex& index);
};

ImageStoreWriter::ImageStoreWriter(std::unique_ptr<State> state) : m_state(std::move(state)) {}
ImageStoreWriter::~ImageStoreWriter() = default;

Result<std::unique_ptr<ImageStoreWriter>> ImageStoreWriter::create(const Path& path) {
    const Handle creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose);
    const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
    H5Pset_userblock(creation.id, userBlock);
    H5Pset_libver_bounds(access.id, H5F_LIBVER_V110, H5F_LIBVER_V110);
    H5Pset_fclose_degree(access.id, H5F_CLOSE_STRONG);
    LATHE_TRY(auto file, columns::NewHdf5File::create(path, creation.id, access.id));
    auto state = std::make_unique<State>(path, std::move(file));
    const hsize_t none = 0;
    const hsize_t unlimited = H5S_UNLIMITED;
    const hsize_t chunk = storeChunkBytes;
    const Handle space(H5Screate_simple(1, &none, &unlimited), H5Sclose);
    const Handle layout(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
    H5Pset_chunk(layout.id, 1, &chunk); // encoded pictures do not shrink any more: no filter
    state->bytes = H5Dcreate2(state->file.id(), "/bytes", H5T_STD_U8LE, space.id, H5P_DEFAULT, layout.id, H5P_DEFAULT);
    if (state->bytes < 0) return state->file.failed();
    return std::unique_ptr<ImageStoreWriter>(new ImageStoreWriter(std::move(state)));
}

Result<void> ImageStoreWriter::State::writeChunk() {
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
    const hsize_t extent = size;
    const hsize_t offset = chunks * storeChunkBytes;
    chunk.resize(storeChunkBytes);
    if (H5Dset_extent(bytes, &extent) < 0 ||
        H5Dwrite_chunk(bytes, H5P_DEFAULT, 0, &offset, chunk.size(), chunk.data()) < 0)
        return file.failed();
    LATHE_CHECK(file.check());
    ++chunks;
    chunk.clear();
    return {};
}

Result<void> ImageStoreWriter::add(std::span<const uint8_t> bytes, const std::string& sha256) {
    State& state = *m_state;
    StoredImage image;
    if (!digestFromText(sha256, image.digest)) return fail(ErrorKind::InvalidInput, "'{}' is no SHA-256", sha256);
    if (!state.known.insert(sha256).second) return {};
    image.start = state.size;
    image.size = bytes.size();
    state.images.push_back(image);
    while (!bytes.empty()) {
        const size_t part = std::min(bytes.size(), storeChunkBytes - state.chunk.size());
        state.chunk.insert(state.chunk.end(), bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(part));
        state.size += part;
        bytes = bytes.subspan(part);
        if (state.chunk.size() == storeChunkBytes) LATHE_CHECK(state.writeChunk());
    }
    return {};
}

size_t ImageStoreWriter::count() const { return m_state->images.size(); }

/// Where each picture lies, for readers of HDF5 that know nothing of our index.
Result<void> ImageStoreWriter::State::writeTables(const StoreIndex& index) {
    const hsize_t count = index.images.size();
    const hsize_t shapes[2][2] = {{count, 2}, {count, sizeof(Digest)}};
    std::vector<uint64_t> ranges;
    std::vector<uint8_t> digests;
    for (const StoredImage& image : index.images) {
        ranges.insert(ranges.end(), {image.start, image.size});
        digests.insert(digests.end(), image.digest.begin(), image.digest.end());
    }
    const auto write = [&](const char* name, hid_t type, const hsize_t* shape, const void* values) {
        const Handle space(H5Screate_simple(2, shape, nullptr), H5Sclose);
        const Handle table(H5Dcreate2(file.id(), name, type, space.id, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
                           H5Dclose);
        return table.id >= 0 && (count == 0 || H5Dwrite(table.id, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0);
    };
    const Handle text(H5Tcopy(H5T_C_S1), H5Tclose);
    H5Tset_size(text.id, 12);
    const Handle scalar(H5Screate(H5S_SCALAR), H5Sclose);
    const Handle format(H5Acreate2(file.id(), "format", text.id, scalar.id, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
    if (format.id < 0 || H5Awrite(format.id, text.id, "lathe-images") < 0 ||
        !write("/ranges", H5T_STD_U64LE, shapes[0], ranges.data()) ||
        !write("/sha256", H5T_STD_U8LE, shapes[1], digests.data()))
        return file.failed();
    return {};
}

Result<StoreIndex> ImageStoreWriter::State::makeIndex() {
    StoreIndex index;
    index.bytes = size;
    index.images = images;
    std::sort(index.images.begin(), index.images.end(),
              [](const StoredImage& left, const StoredImage& right) { return left.digest < right.digest; });
    for (hsize_t number = 0; number < chunks; ++number) {
        unsigned mask = 0;
        haddr_t address = 0;
        hsize_t bytesThere = 0;
        const hsize_t element = number * storeChunkBytes;
        if (H5Dget_chunk_info_by_coord(bytes, &element, &mask, &address, &bytesThere) < 0) return file.failed();
        index.chunks.push_back(address + userBlock); // HDF5 1.10 counts from the end of the user block
    }
    return index;
}

/// Appends the index behind what HDF5 wrote, and last of all the header that says the file is finished.
Result<void> ImageStoreWriter::State::sealFile(const StoreIndex& index) {
    const int raw = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (raw < 0) return failure(errnoError("open", path.string()));
    const std::string encoded = encodeStoreIndex(index);
    const off_t end = ::lseek(raw, 0, SEEK_END);
    StoreHeader header;
    header.indexOffset = static_cast<uint64_t>(end);
    header.indexSize = encoded.size();
    header.fileSize = header.indexOffset + header.indexSize;
    header.indexCrc = crc32({reinterpret_cast<const uint8_t*>(encoded.data()), encoded.size()});
    const std::string head = encodeStoreHeader(header);
    const auto written = [&](const std::string& text, off_t at) {
        return ::pwrite(raw, text.data(), text.size(), at) == static_cast<ssize_t>(text.size()) && ::fsync(raw) == 0;
    };
    const bool done = end >= 0 && written(encoded, end) && written(head, 0);
    const Error problem = errnoError("write", path.string());
    ::close(raw);
    if (!done) return failure(problem);
    return {};
}

Result<void> ImageStoreWriter::finish() {
    State& state = *m_state;
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
    if (!state.chunk.empty()) LATHE_CHECK(state.writeChunk());
    LATHE_TRY(const StoreIndex index, state.makeIndex());
    LATHE_CHECK(state.writeTables(index));
    LATHE_CHECK(state.file.close());
    return state.sealFile(index);
}

} // namespace lathe::images
