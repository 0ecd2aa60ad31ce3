// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace lathe::images {

/// Numbers out of foreign bytes; past the end they are 0.
class ByteView {
public:
    explicit ByteView(std::span<const uint8_t> bytes, bool bigEndian = false) : m_bytes(bytes), m_big(bigEndian) {}

    [[nodiscard]] size_t size() const { return m_bytes.size(); }
    [[nodiscard]] uint8_t u8(size_t at) const { return at < m_bytes.size() ? m_bytes[at] : 0; }
    [[nodiscard]] uint16_t u16(size_t at) const {
        const unsigned first = u8(at);
        const unsigned second = u8(at + 1);
        return static_cast<uint16_t>(m_big ? first << 8U | second : second << 8U | first);
    }
    [[nodiscard]] uint32_t u32(size_t at) const {
        const uint32_t first = u16(at);
        const uint32_t second = u16(at + 2);
        return m_big ? first << 16U | second : second << 16U | first;
    }
    /// The bytes from \p at on, at most \p count.
    [[nodiscard]] std::span<const uint8_t> part(size_t at, size_t count) const {
        if (at >= m_bytes.size()) return {};
        return m_bytes.subspan(at, count < m_bytes.size() - at ? count : m_bytes.size() - at);
    }

private:
    std::span<const uint8_t> m_bytes;
    bool m_big;
};

} // namespace lathe::images
