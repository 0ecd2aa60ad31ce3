// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <utility>

namespace lathe::readers {

/// hid_t of the HDF5 library (1.10 and later), whose headers stay in the sources.
using Hdf5Id = int64_t;

/// Owns an object of the HDF5 library.
class Hdf5Handle {
public:
    using Close = int (*)(Hdf5Id);
    Hdf5Handle() = default;
    Hdf5Handle(Hdf5Id id, Close close) : m_id(id), m_close(close) {}
    Hdf5Handle(Hdf5Handle&& other) noexcept : m_id(std::exchange(other.m_id, -1)), m_close(other.m_close) {}
    Hdf5Handle& operator=(Hdf5Handle&& other) noexcept {
        std::swap(m_id, other.m_id);
        std::swap(m_close, other.m_close);
        return *this;
    }
    ~Hdf5Handle() {
        if (m_id >= 0) m_close(m_id);
    }
    [[nodiscard]] Hdf5Id get() const { return m_id; }
    [[nodiscard]] bool ok() const { return m_id >= 0; }

private:
    Hdf5Id m_id = -1;
    Close m_close = nullptr;
};

/// The library prints errors on each thread until told not to, and packs with LZ4 only where a plug-in is installed.
void prepareHdf5();

} // namespace lathe::readers
