// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <vector>

#include "core/base/files.h"
#include "core/data/columns/row_hash.h"

namespace lathe {

/// A row of one version: who it is, what else it holds, where it stands.
struct RowRecord {
    RowHash key;
    RowHash rest;
    uint64_t row = 0;
};

/// Row records parted by key, so that equal keys meet; in memory or, when told so, in one file per part.
class RowRecords {
public:
    static constexpr size_t parts = hashParts;

    /// \p folder must exist when \p spill is set. Errors: Io.
    static Result<std::unique_ptr<RowRecords>> create(bool spill, const Path& folder, const std::string& name);
    ~RowRecords();

    /// Thread safe. Errors: Io (disk full).
    Result<void> add(const std::vector<RowRecord>& records);
    /// Takes a part out; after the last add(). Thread safe for different parts.
    Result<std::vector<RowRecord>> take(size_t part);

private:
    struct Part {
        std::mutex mutex;
        std::vector<RowRecord> records;
        int file = -1;
        Path path;
        uint64_t count = 0;
    };
    RowRecords() = default;
    std::array<Part, parts> m_parts;
};

} // namespace lathe
