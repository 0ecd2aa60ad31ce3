// SPDX-License-Identifier: GPL-3.0-or-later
// Cutting a text of any size into lines, or into JSON values without looking into them.
#pragma once

#include "core/data/sources/byte_source.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace lathe::readers {

/// A record is parsed at one go: of more bytes a stop would not be noticed in time.
inline constexpr size_t longestRecord = size_t{8} << 20;
/// What is held in memory to be looked at in pieces.
inline constexpr size_t longestDocument = size_t{64} << 20;

/// A window that moves over a text. JSON values are found by their brackets and quotes alone; whether they are sound is
/// for the parser to say.
class TextWindow {
public:
    explicit TextWindow(std::unique_ptr<ByteSource> source) : m_source(std::move(source)) {}

    /// The next character that is no blank, not taken; NUL at the end of the text.
    Result<char> peek();
    /// Takes the next character, which must be \p wanted. Errors: InvalidInput with the line.
    Result<void> expect(char wanted, const char* where);
    /// Takes the next value. Valid until the next call. Errors: InvalidInput when the text ends within it or it has
    /// more than \p longest bytes.
    Result<std::string_view> takeValue(size_t longest = longestRecord);
    /// Takes the next line without its end; false at the end of the text. Blank lines are passed over. Errors:
    /// InvalidInput when it has more than longestRecord bytes.
    Result<bool> takeLine(std::string_view& line);

    [[nodiscard]] uint64_t line() const { return m_line; } ///< at which the last value or line began, 1-based
    [[nodiscard]] const ByteSource& source() const { return *m_source; }
    [[nodiscard]] Failure broken(const std::string& what, uint64_t line) const;

private:
    Result<bool> readMore();
    void countLines(size_t end);

    std::unique_ptr<ByteSource> m_source;
    std::string m_buffer;
    size_t m_pieceBytes = size_t{64} << 10; ///< grows: most sources are small
    size_t m_at = 0;                        ///< of the buffer: what is not yet taken
    uint64_t m_nextLine = 1;                ///< at m_counted
    size_t m_counted = 0;                   ///< line ends before here are in m_nextLine
    uint64_t m_line = 1;
    bool m_ended = false;
    bool m_begun = false;
};

} // namespace lathe::readers
