// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/job.h"

namespace lathe {

/// The files that a column file takes chunks from.
struct ChunkSharing {
    struct Source {
        std::string path;   ///< as the sharing file names it: "../<dataset id>/<version>.h5"
        uint64_t bytes = 0; ///< encoded bytes that lie there instead of in the sharing file
    };
    std::vector<Source> sources;
};

/// Sharing that saves less than this is not worth a file that needs another one.
inline constexpr uint64_t leastSharedBytes = uint64_t{64} << 10;

/// Writes the rows of the column file \p file once more as \p target, without those chunks that \p base has as well:
/// they are referred to where they lie, be it in \p base or in a file that \p base itself refers to. Both files must be
/// in the same compression; chunks are equal when their SHA-256 is, column by column, at the same rows. A renamed
/// column is found. \p baseName is how \p target will name \p base once it is in place: "../FOLDER/FILE". Chunks are
/// copied as they are encoded, so the cost is that of writing what is new. Content hash and values stay the same.
/// Returns none, and writes nothing, when less than leastSharedBytes would be saved. Errors: Corrupt, Io, Cancelled.
Result<std::optional<ChunkSharing>> shareChunks(const Path& file, const Path& base, const std::string& baseName,
                                                const Path& target, const JobContext& job);

} // namespace lathe
