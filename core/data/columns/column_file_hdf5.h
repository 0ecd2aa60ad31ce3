// SPDX-License-Identifier: GPL-3.0-or-later
// The HDF5 side of writing a column file. Nothing here includes HDF5's headers.
#pragma once

#include "core/base/files.h"
#include "core/base/result.h"
#include "core/data/columns/column_file.h"
#include "core/data/columns/column_file_format.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace lathe::columns {

enum class StoredType { UInt8, Int32, UInt32, Int64, UInt64, Real64 };

/// A new HDF5 file with a user block, written chunk by chunk in encoded form. Thread safe: calls take turns.
class Hdf5Output {
public:
    /// A chunked dataset of one growing dimension.
    struct Dataset {
        int64_t id = -1; ///< none: opened for each write, because there are many
        std::string path;
        uint64_t extent = 0;
    };

    /// Errors: Conflict when \p path exists, Io.
    static Result<std::unique_ptr<Hdf5Output>> create(const Path& path, Compression compression);
    ~Hdf5Output();

    Result<std::unique_ptr<Dataset>> addDataset(const std::string& path, StoredType type, uint64_t chunkElements);

    /// Writes \p encoded as the chunk that begins at \p element, and grows the dataset to at least \p extent.
    Result<StoredChunk> writeChunk(Dataset& dataset, uint64_t element, uint64_t extent,
                                   std::span<const std::byte> encoded);
    Result<void> grow(Dataset& dataset, uint64_t extent);

    /// A piece of a virtual dataset: where its elements really lie.
    struct VirtualPart {
        std::string file; ///< relative to this file's folder; "." for this file
        std::string path;
        uint64_t first = 0; ///< the same element in both datasets
        uint64_t count = 0;
    };
    /// A dataset of \p extent elements that others hold; what no part covers reads as zero.
    Result<void> addVirtual(const std::string& path, StoredType type, uint64_t extent,
                            const std::vector<VirtualPart>& parts);

    /// An unchunked dataset of \p rows × \p columns (1: one dimension).
    Result<void> addArray(const std::string& path, StoredType type, std::span<const std::byte> bytes,
                          uint64_t columns = 1);
    /// An unchunked dataset of bytes. Returns where they lie in the file, for which all datasets are flushed:
    /// O(datasets).
    Result<uint64_t> addBytes(const std::string& path, std::span<const std::byte> bytes);
    Result<void> addTexts(const std::string& path, const std::vector<std::string>& texts);

    struct Attribute {
        const char* name;
        std::variant<std::string, uint64_t, double> value;
    };
    /// Attributes of the object at \p path ("/" for the file).
    Result<void> setAttributes(const std::string& path, const std::vector<Attribute>& attributes);

    /// Ends the HDF5 file. Datasets must not be used afterwards.
    Result<void> close();

private:
    struct State;
    explicit Hdf5Output(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace lathe::columns
