// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace lathe {

/// Buffers of one size to sort in, handed from column to column: fresh memory costs as much as the sorting of it,
/// because the system clears every page. Thread safe; must outlive its buffers.
class SortSpace {
public:
    /// No buffer is larger: none may take longer to sort than a stop may wait.
    static constexpr size_t mostBytes = size_t{64} << 20U;

    /// For up to \p rows keys of 16 bytes.
    explicit SortSpace(uint64_t rows);

    class Buffer {
    public:
        explicit Buffer(SortSpace& space) : m_space(&space), m_memory(space.take()) {}
        ~Buffer() {
            if (m_memory) m_space->give(std::move(m_memory));
        }
        Buffer(Buffer&&) = default;
        Buffer& operator=(Buffer&&) = delete;

        template <typename Key>
        [[nodiscard]] Key* as() const {
            return reinterpret_cast<Key*>(m_memory.get());
        }

    private:
        struct Free {
            void operator()(std::byte* memory) const;
        };
        friend class SortSpace;
        using Memory = std::unique_ptr<std::byte, Free>;
        SortSpace* m_space;
        Memory m_memory;
    };

    [[nodiscard]] size_t bufferBytes() const { return m_bytes; }

private:
    Buffer::Memory take();
    void give(Buffer::Memory memory);

    size_t m_bytes;
    std::mutex m_mutex;
    std::vector<Buffer::Memory> m_free;
};

} // namespace lathe
