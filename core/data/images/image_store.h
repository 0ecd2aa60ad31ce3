// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/project/project.h"

namespace lathe::images {

/// Writes an image store: an HDF5 file with the encoded bytes of pictures end to end, each once, found by their SHA-256
/// (layout: docs/column-file.md). Not thread safe.
class ImageStoreWriter {
public:
    /// Creates \p path, which must not exist. Errors: Conflict, Io.
    static Result<std::unique_ptr<ImageStoreWriter>> create(const Path& path);
    ~ImageStoreWriter();

    /// Adds a picture unless one with this hash is there already. \p sha256: 64 hexadecimal digits of \p bytes' digest.
    Result<void> add(std::span<const uint8_t> bytes, const std::string& sha256);
    [[nodiscard]] size_t count() const;
    /// Completes the file and makes it durable. Errors: Io.
    Result<void> finish();

private:
    struct State;
    explicit ImageStoreWriter(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// Reads an image store without HDF5: nothing of a file that somebody else made is trusted. Thread safe.
class ImageStore {
public:
    /// Reads the index: 48 bytes a picture. Errors: NotFound, Io, Corrupt, Unsupported.
    static Result<std::shared_ptr<const ImageStore>> open(const Path& path);
    ~ImageStore();

    [[nodiscard]] size_t count() const;
    [[nodiscard]] bool contains(const std::string& sha256) const;
    /// The encoded bytes of a picture, verified against its hash. Errors: NotFound, Corrupt, Io.
    Result<std::vector<uint8_t>> read(const std::string& sha256) const;

private:
    struct State;
    explicit ImageStore(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// All pictures of a project, in whichever store they lie. Versions name their pictures by hash alone, so relabelled,
/// filtered and joined versions share them. Thread safe.
class ImageStores {
public:
    /// Opens the stores there are; newly published ones are found when a picture is missing.
    static Result<std::shared_ptr<ImageStores>> open(const Project& project);

    [[nodiscard]] bool contains(const std::string& sha256) const;
    /// Errors: NotFound, Corrupt, Io.
    Result<std::vector<uint8_t>> read(const std::string& sha256);

    /// Where a new store goes, relative to the project folder.
    static std::string newPath();

private:
    explicit ImageStores(const Project& project) : m_project(&project) {}
    Result<void> openNew();
    [[nodiscard]] std::shared_ptr<const ImageStore> storeOf(const std::string& sha256) const;

    const Project* m_project;
    mutable std::mutex m_mutex;
    std::vector<std::pair<std::string, std::shared_ptr<const ImageStore>>> m_stores; ///< by path, sorted
};

} // namespace lathe::images
