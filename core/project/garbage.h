// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/project/project.h"

namespace lathe {

struct GarbageOptions {
    int retentionDays = 30; ///< what has been in the trash for longer goes for good; 0: all of it
    bool apply = false;     ///< false: only say what would go
};

/// Something that takes room and that nobody can reach, or is about to go.
struct GarbageItem {
    enum class Kind {
        Trash,        ///< an object deleted long enough ago
        Unreferenced, ///< a column file that neither a version nor another file's chunks refer to
        Leftover,     ///< a file of which the project knows nothing: left by a process that was killed
    };
    Kind kind = Kind::Leftover;
    std::string object; ///< "dataset weather", or the file's path relative to the project folder
    uint64_t bytes = 0; ///< freed with it
};
const char* toString(GarbageItem::Kind kind); ///< "trash", "unreferenced", "leftover"

struct GarbageKept {
    std::string object;
    std::string reason; ///< "a run was trained on it"
};

struct Garbage {
    std::vector<GarbageItem> items;
    std::vector<GarbageKept> kept; ///< old trash that something else still needs
    uint64_t bytes = 0;            ///< of all items
};

/// Files in the project's folders that it knows nothing of. A process may be publishing one of them this very moment.
/// Files below runs/, serving/ and reports/ count after ten minutes only. Errors: Io.
Result<std::vector<GarbageItem>> leftoverFiles(const Project& project);

/// Finds, and with \p options.apply removes, what nobody can reach: old trash, column files nobody refers to,
/// leftovers. Rows go first and in one transaction, files after it: killed in between, files become leftovers that the
/// next call removes. Without apply the same is done and taken back. A dataset that a run was trained on or another
/// dataset was made from stays in the trash, so that lineage never breaks. Errors: Unsupported (read-only), Io,
/// Cancelled.
Result<Garbage> collectGarbage(const Project& project, const GarbageOptions& options, const JobContext& job);

} // namespace lathe
