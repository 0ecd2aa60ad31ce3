// SPDX-License-Identifier: GPL-3.0-or-later
// Inner header: where a sorted order of rows lies.
#pragma once

#include <optional>

#include "core/base/nameless_file.h"
#include "core/data/query/row_order.h"

namespace lathe {

/// \p size row numbers of 4 or 5 bytes, in memory when they are few, else in a file without a name.
class RowOrder::Store {
public:
    /// \p rows: of the data. Errors: Io.
    static Result<std::shared_ptr<Store>> create(uint64_t rows, uint64_t size, const Path& scratch);

    [[nodiscard]] uint64_t size() const { return m_size; }
    /// Errors: Io (a full disk). Calls for places that do not overlap may come from several threads.
    Result<void> write(uint64_t first, std::span<const uint64_t> rows);
    Result<void> read(uint64_t first, std::span<uint64_t> rows) const;

private:
    Store() = default;
    uint64_t m_size = 0;
    size_t m_width = 4;
    std::vector<std::byte> m_bytes;
    std::optional<NamelessFile> m_file;
};

} // namespace lathe
