// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/text_window.h"

#include "core/data/readers/json_scan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace lathe::readers {

namespace {

constexpr size_t mostPieceBytes = size_t{1} << 20;

constexpr bool isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\x1e'; // RFC 7464 parts records by 1E
}

} // namespace

Failure TextWindow::broken(const std::string& what, uint64_t line) const {
    return failHint(ErrorKind::InvalidInput, fmt::format("{}:{}: {}", m_source->name(), line, what),
                    "If the file was cut off, get it again.");
}

Result<bool> TextWindow::readMore() {
    if (m_ended) return false;
    countLines(m_at);
    m_buffer.erase(0, m_at);
    m_counted = 0;
    m_at = 0;
    const size_t have = m_buffer.size();
    m_buffer.resize(have + std::max(m_pieceBytes, have));
    m_pieceBytes = std::min(m_pieceBytes * 2, mostPieceBytes);
    size_t size = have;
    while (size < m_buffer.size()) {
        LATHE_TRY(const size_t count, m_source->read(m_buffer.data() + size, m_buffer.size() - size));
        m_ended = count == 0;
        if (m_ended) break;
        size += count;
    }
    m_buffer.resize(size);
    if (!m_begun && m_buffer.starts_with("\xef\xbb\xbf")) m_at = 3;
    m_begun = true;
    return true;
}

/// Counts the line ends up to \p end, which is then the beginning of what comes next.
void TextWindow::countLines(size_t end) {
    m_nextLine += static_cast<uint64_t>(std::count(m_buffer.data() + m_counted, m_buffer.data() + end, '\n'));
    m_counted = end;
}

Result<char> TextWindow::peek() {
    for (;;) {
        while (m_at < m_buffer.size() && isBlank(m_buffer[m_at])) ++m_at;
        if (m_at < m_buffer.size()) return m_buffer[m_at];
        LATHE_TRY(const bool more, readMore());
        if (!more) return '\0';
    }
}

Result<void> TextWindow::expect(char wanted, const char* where) {
    LATHE_TRY(const char found, peek());
    countLines(m_at);
    if (found != wanted || m_at == m_buffer.size())
        return broken(fmt::format("'{}' is missing {}", wanted, where), m_nextLine);
    ++m_at;
    return {};
}

Result<std::string_view> TextWindow::takeValue(size_t longest) {
    LATHE_CHECK(peek());
    countLines(m_at);
    m_line = m_nextLine;
    JsonValueScan scan;
    for (;;) {
        const std::string_view rest = std::string_view(m_buffer).substr(m_at);
        if (rest.empty()) return broken("the text ends where a value should stand", m_line);
        if (std::string_view(",:]}").find(rest.front()) != std::string_view::npos)
            return broken(fmt::format("'{}' stands where a value should", rest.front()), m_line);
        size_t end = scan.end(rest);
        if (std::min(end, rest.size()) > longest)
            return broken(fmt::format("a value has more than {} MiB", longest >> 20), m_line);
        if (end == std::string_view::npos) {
            LATHE_TRY(const bool more, readMore());
            if (more) continue;
            const bool scalar = rest.front() != '{' && rest.front() != '[' && rest.front() != '"';
            if (!scalar) return broken("the text ends within the value that begins here", m_line);
            end = rest.size();
        }
        m_at += end;
        return std::string_view(m_buffer).substr(m_at - end, end);
    }
}

Result<bool> TextWindow::takeLine(std::string_view& line) {
    for (;;) {
        LATHE_CHECK(peek());
        if (m_at == m_buffer.size()) return false;
        countLines(m_at);
        m_line = m_nextLine;
        const char* begin = m_buffer.data() + m_at;
        const auto* end = static_cast<const char*>(std::memchr(begin, '\n', m_buffer.size() - m_at));
        const size_t length = end ? static_cast<size_t>(end - begin) : m_buffer.size() - m_at;
        if (length > longestRecord)
            return broken(fmt::format("a line has more than {} MiB", longestRecord >> 20), m_line);
        if (!end) {
            LATHE_TRY(const bool more, readMore());
            if (more) continue;
        }
        line = std::string_view(m_buffer).substr(m_at, length);
        m_at += length;
        return true;
    }
}

} // namespace lathe::readers
