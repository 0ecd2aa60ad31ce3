// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/images/image_store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "core/base/hash.h"
#include "core/base/ids.h"
#include "core/data/images/image_store_format.h"

namespace lathe::images {

namespace {

constexpr std::string_view folder = "data/images/";

/// Reads exactly the target's size. Errors: Io, Corrupt at the file's end.
Result<void> readAt(int file, uint64_t offset, std::span<uint8_t> target, const std::string& name) {
    while (!target.empty()) {
        const ssize_t got = ::pread(file, target.data(), target.size(), static_cast<off_t>(offset));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return failure(errnoError("read", name));
        if (got == 0) return fail(ErrorKind::Corrupt, "'{}' ends too early", name);
        target = target.subspan(static_cast<size_t>(got));
        offset += static_cast<uint64_t>(got);
    }
    return {};
}

std::string_view textOf(std::span<const uint8_t> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

} // namespace

struct ImageStore::State {
    int file = -1;
    std::string name;
    StoreIndex index;

    ~State() {
        if (file >= 0) ::close(file);
    }
    [[nodiscard]] const StoredImage* find(const std::string& sha256) const {
        Digest digest;
        if (!digestFromText(sha256, digest)) return nullptr;
        const auto found =
            std::lower_bound(index.images.begin(), index.images.end(), digest,
                             [](const StoredImage& image, const Digest& wanted) { return image.digest < wanted; });
        return found != index.images.end() && found->digest == digest ? &*found : nullptr;
    }
};

ImageStore::ImageStore(std::unique_ptr<State> state) : m_state(std::move(state)) {}
ImageStore::~ImageStore() = default;

Result<std::shared_ptr<const ImageStore>> ImageStore::open(const Path& path) {
    auto state = std::make_unique<State>();
    state->name = path.string();
    state->file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (state->file < 0 && errno == ENOENT)
        return fail(ErrorKind::NotFound, "the image store '{}' is missing", state->name);
    if (state->file < 0) return failure(errnoError("open", state->name));
    struct stat status = {};
    if (::fstat(state->file, &status) != 0) return failure(errnoError("look at", state->name));
    const auto size = static_cast<uint64_t>(status.st_size);
    const auto named = [&](Error error) {
        return failure(std::move(error).within("while opening '" + state->name + "'"));
    };

    std::vector<uint8_t> bytes(storeHeaderBytes);
    LATHE_CHECK(readAt(state->file, 0, bytes, state->name));
    auto header = decodeStoreHeader(bytes);
    if (!header) return named(header.error());
    if (header->fileSize != size || header->indexOffset > size || header->indexSize > size - header->indexOffset)
        return fail(ErrorKind::Corrupt, "'{}' has {} bytes instead of {}", state->name, size, header->fileSize);
    bytes.resize(header->indexSize);
    LATHE_CHECK(readAt(state->file, header->indexOffset, bytes, state->name));
    if (crc32(bytes) != header->indexCrc) return fail(ErrorKind::Corrupt, "the index of '{}' is damaged", state->name);
    auto index = decodeStoreIndex(bytes, size);
    if (!index) return named(index.error());
    state->index = std::move(*index);
    return std::shared_ptr<const ImageStore>(new ImageStore(std::move(state)));
}

size_t ImageStore::count() const { return m_state->index.images.size(); }

bool ImageStore::contains(const std::string& sha256) const { return m_state->find(sha256) != nullptr; }

Result<std::vector<uint8_t>> ImageStore::read(const std::string& sha256) const {
    const StoredImage* image = m_state->find(sha256);
    if (image == nullptr)
        return fail(ErrorKind::NotFound, "the picture {} is not in '{}'", sha256.substr(0, 12), m_state->name);
    std::vector<uint8_t> bytes(image->size);
    for (uint64_t done = 0; done < image->size;) {
        const uint64_t at = image->start + done;
        const uint64_t within = at % storeChunkBytes;
        const uint64_t part = std::min(image->size - done, storeChunkBytes - within);
        LATHE_CHECK(readAt(m_state->file, m_state->index.chunks[at / storeChunkBytes] + within,
                           std::span(bytes).subspan(done, part), m_state->name));
        done += part;
    }
    if (lathe::sha256(textOf(bytes)) != sha256)
        return failHint(ErrorKind::Corrupt,
                        fmt::format("the picture {} in '{}' was changed on disk", sha256.substr(0, 12), m_state->name),
                        "Run: lathe project check");
    return bytes;
}

// ---- All stores of a project --------------------------------------------------------------------------------------

std::string ImageStores::newPath() { return std::string(folder) + newIdText("images") + ".h5"; }

Result<std::shared_ptr<ImageStores>> ImageStores::open(const Project& project) {
    std::shared_ptr<ImageStores> stores(new ImageStores(project));
    LATHE_CHECK(stores->openNew());
    return stores;
}

Result<void> ImageStores::openNew() {
    LATHE_TRY(Statement query,
              m_project->database().prepare("SELECT path FROM file WHERE path LIKE 'data/images/%' ORDER BY path"));
    std::vector<std::string> paths;
    for (;;) {
        LATHE_TRY(const bool more, query.step());
        if (!more) break;
        paths.push_back(query.text(0));
    }
    const std::lock_guard lock(m_mutex);
    for (const std::string& path : paths) {
        const auto known =
            std::find_if(m_stores.begin(), m_stores.end(), [&](const auto& each) { return each.first == path; });
        if (known != m_stores.end()) continue;
        LATHE_TRY(auto store, ImageStore::open(m_project->folder() / path));
        m_stores.emplace_back(path, std::move(store));
    }
    return {};
}

std::shared_ptr<const ImageStore> ImageStores::storeOf(const std::string& sha256) const {
    const std::lock_guard lock(m_mutex);
    for (const auto& [path, store] : m_stores)
        if (store->contains(sha256)) return store;
    return nullptr;
}

bool ImageStores::contains(const std::string& sha256) const { return storeOf(sha256) != nullptr; }

Result<std::vector<uint8_t>> ImageStores::read(const std::string& sha256) {
    auto store = storeOf(sha256);
    if (!store) {
        LATHE_CHECK(openNew());
        store = storeOf(sha256);
    }
    if (!store)
        return failHint(ErrorKind::NotFound, fmt::format("the project has no picture with SHA-256 {}", sha256),
                        "Import the folder that holds it, or run: lathe project check");
    return store->read(sha256);
}

} // namespace lathe::images
