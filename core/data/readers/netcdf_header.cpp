// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/netcdf_header.h"

#include <netcdf.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "core/data/readers/arrays.h"

namespace lathe::readers {

namespace {

enum Tag : uint64_t { Absent = 0, Dimensions = 10, Variables = 11, Attributes = 12 };

/// Reads big-endian numbers, and never past the end of the file.
class HeaderWalk {
public:
    HeaderWalk(ByteSource& source, uint64_t fileBytes) : m_source(source), m_left(fileBytes) {}

    Result<void> run() {
        std::array<unsigned char, 4> magic{};
        if (m_left < magic.size()) return {};
        LATHE_CHECK(readExactly(m_source, reinterpret_cast<char*>(magic.data()), magic.size()));
        m_left -= magic.size();
        const bool classic =
            magic[0] == 'C' && magic[1] == 'D' && magic[2] == 'F' && (magic[3] == 1 || magic[3] == 2 || magic[3] == 5);
        if (!classic) return {};
        m_sizeBytes = magic[3] == 5 ? 8 : 4;
        m_offsetBytes = magic[3] == 1 ? 4 : 8;
        m_lastType = magic[3] == 5 ? NC_UINT64 : NC_DOUBLE;
        LATHE_CHECK(skip(m_sizeBytes)); // the number of records
        LATHE_CHECK(dimensions());
        LATHE_CHECK(attributes());
        return variables();
    }

private:
    [[nodiscard]] Failure damaged(const std::string& what) const {
        return failHint(ErrorKind::Corrupt,
                        fmt::format("the netCDF header of '{}' is damaged: {}", m_source.name(), what),
                        "Get the file again.");
    }

    Result<void> skip(uint64_t bytes) {
        if (bytes > m_left) return damaged("it goes on behind the end of the file");
        std::array<char, 4096> passed{};
        for (uint64_t left = bytes; left > 0;) {
            const auto piece = static_cast<size_t>(std::min<uint64_t>(left, passed.size()));
            LATHE_CHECK(readExactly(m_source, passed.data(), piece));
            left -= piece;
        }
        m_left -= bytes;
        return {};
    }
    Result<uint64_t> number(size_t bytes) {
        std::array<unsigned char, 8> field{};
        if (bytes > m_left) return damaged("it goes on behind the end of the file");
        LATHE_CHECK(readExactly(m_source, reinterpret_cast<char*>(field.data()), bytes));
        m_left -= bytes;
        uint64_t value = 0;
        for (size_t i = 0; i < bytes; ++i) value = value << 8U | field[i];
        return value;
    }
    Result<uint64_t> size() { return number(m_sizeBytes); }

    /// The number of entries of a list, each of which takes at least \p bytesEach.
    Result<uint64_t> listOf(Tag wanted, uint64_t bytesEach, const char* what) {
        LATHE_TRY(const uint64_t tag, number(4));
        LATHE_TRY(const uint64_t count, size());
        const bool sound = tag == wanted ? count <= m_left / bytesEach : tag == Absent && count == 0;
        if (!sound) return damaged(fmt::format("there is no list of {} where one must be", what));
        return count;
    }
    Result<void> name() {
        LATHE_TRY(const uint64_t length, size());
        if (length > NC_MAX_NAME)
            return damaged(fmt::format("a name has {} characters, more than {}", length, NC_MAX_NAME));
        return skip(padded(length));
    }
    static uint64_t padded(uint64_t bytes) { return (bytes + 3) / 4 * 4; }

    Result<uint64_t> bytesOfType() {
        static constexpr std::array<uint64_t, 12> bytes{0, 1, 1, 2, 4, 4, 8, 1, 2, 4, 8, 8};
        LATHE_TRY(const uint64_t type, number(4));
        if (type == 0 || type > m_lastType) return damaged(fmt::format("{} is no type of its format", type));
        return bytes[type];
    }

    Result<void> dimensions() {
        LATHE_TRY(const uint64_t count, listOf(Dimensions, 2 * m_sizeBytes, "dimensions"));
        bool unlimited = false;
        for (uint64_t i = 0; i < count; ++i) {
            LATHE_CHECK(name());
            LATHE_TRY(const uint64_t length, size());
            if (length == 0 && unlimited) return damaged("it has two dimensions without a limit");
            unlimited = unlimited || length == 0;
            m_unlimited.push_back(length == 0);
        }
        return {};
    }
    Result<void> attributes() {
        LATHE_TRY(const uint64_t count, listOf(Attributes, 4 + 2 * m_sizeBytes, "attributes"));
        for (uint64_t i = 0; i < count; ++i) {
            LATHE_CHECK(name());
            LATHE_TRY(const uint64_t bytesEach, bytesOfType());
            LATHE_TRY(const uint64_t values, size());
            if (values > m_left / bytesEach) return damaged("an attribute goes on behind the end of the file");
            LATHE_CHECK(skip(padded(values * bytesEach)));
        }
        return {};
    }
    Result<void> variables() {
        LATHE_TRY(const uint64_t count, listOf(Variables, 8 + 4 * m_sizeBytes + m_offsetBytes, "variables"));
        for (uint64_t i = 0; i < count; ++i) {
            LATHE_CHECK(name());
            LATHE_TRY(const uint64_t rank, size());
            if (rank > NC_MAX_VAR_DIMS)
                return damaged(fmt::format("a variable has {} dimensions, more than {}", rank, NC_MAX_VAR_DIMS));
            for (uint64_t place = 0; place < rank; ++place) {
                LATHE_TRY(const uint64_t dimension, size());
                if (dimension >= m_unlimited.size()) return damaged(fmt::format("there is no dimension {}", dimension));
                if (place > 0 && m_unlimited[dimension])
                    return damaged("a dimension without a limit does not come first");
            }
            LATHE_CHECK(attributes());
            LATHE_CHECK(bytesOfType());
            LATHE_CHECK(skip(m_sizeBytes)); // how long it is, which also follows from its dimensions
            LATHE_CHECK(skip(m_offsetBytes));
        }
        return {};
    }

    ByteSource& m_source;
    uint64_t m_left;
    size_t m_sizeBytes = 4;
    size_t m_offsetBytes = 4;
    uint64_t m_lastType = NC_DOUBLE;
    std::vector<bool> m_unlimited; ///< of each dimension
};

} // namespace

Result<void> checkClassicHeader(ByteSource& source, uint64_t fileBytes) { return HeaderWalk(source, fileBytes).run(); }

} // namespace lathe::readers
