// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/files.h"
#include "core/base/result.h"

#include <cstdint>
#include <memory>

namespace lathe::columns {

struct Hdf5Disk;

/// An HDF5 file being written. Nothing here includes HDF5's headers.
///
/// When the disk takes no more, HDF5 (1.10, 1.14) cannot close a file, and keeps an identifier of freed memory on which
/// the process crashes when it ends. Here it writes through a driver that remembers the first error and from then on
/// only says that it wrote: ask check(). Not thread safe.
class NewHdf5File {
public:
    /// hid_t of the HDF5 library.
    using Id = int64_t;

    /// Makes the file. \p creation and \p access: property lists; the driver of the latter is set. Errors: Conflict
    /// when there is such a file; Io.
    static Result<NewHdf5File> create(const Path& path, Id creation, Id access);

    NewHdf5File(NewHdf5File&&) noexcept;
    NewHdf5File& operator=(NewHdf5File&&) noexcept;
    /// What is still held back is not written when the file was not closed.
    ~NewHdf5File();

    [[nodiscard]] Id id() const { return m_id; }
    /// For reading what was written.
    [[nodiscard]] int descriptor() const;

    /// Where in the file the elements lie that were written last, be it a chunk or some rows of an array.
    [[nodiscard]] uint64_t lastElements() const;

    /// Whether the disk took all that was written so far. Errors: Io.
    [[nodiscard]] Result<void> check() const;
    /// What went wrong when HDF5 itself reports an error.
    [[nodiscard]] Failure failed() const;
    /// Writes what is held back, and closes. Errors: Io.
    Result<void> close();

private:
    static Id driver();
    NewHdf5File(std::string name, std::unique_ptr<Hdf5Disk> disk);

    std::string m_name;
    std::unique_ptr<Hdf5Disk> m_disk;
    Id m_id = -1;
};

} // namespace lathe::columns
