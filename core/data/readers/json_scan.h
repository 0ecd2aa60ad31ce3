// SPDX-License-Identifier: GPL-3.0-or-later
// Finding where JSON values end by their brackets and quotes alone, without a look at whether they are sound.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lathe::readers {

enum class JsonMark : uint8_t { None, Quote, Open, Close, Comma };

inline constexpr std::array<JsonMark, 256> jsonMarks = [] {
    std::array<JsonMark, 256> table{};
    table['"'] = JsonMark::Quote;
    table['{'] = table['['] = JsonMark::Open;
    table['}'] = table[']'] = JsonMark::Close;
    table[','] = JsonMark::Comma;
    return table;
}();

[[nodiscard]] inline JsonMark jsonMark(char c) { return jsonMarks[static_cast<unsigned char>(c)]; }

/// Goes on from \p at, within a string, to behind its closing quote; false when the text ends before that: \p at is
/// then where to go on with more of it.
[[nodiscard]] inline bool passString(std::string_view text, size_t& at) {
    for (; at < text.size(); ++at) {
        if (text[at] == '\\') ++at; // perhaps beyond the text: what comes is passed over
        else if (text[at] == '"') return ++at, true;
    }
    return false;
}

/// Looks for the end of a value whose text comes bit by bit, each of which is looked at once.
class JsonValueScan {
public:
    /// One past the value at the front of \p text; npos when it may go on behind it: then call again with more of the
    /// same text.
    size_t end(std::string_view text) {
        if (std::string_view("\"{[").find(text.front()) == std::string_view::npos) {
            const size_t end = text.find_first_of(",]}: \n\r\t");
            return end == 0 ? 1 : end;
        }
        while (m_at < text.size()) {
            if (m_inString ? stringEnds(text) : nestingEnds(text)) return m_at;
        }
        return std::string_view::npos;
    }

private:
    /// Goes on to the end of the string; whether it was the value.
    bool stringEnds(std::string_view text) {
        m_inString = !passString(text, m_at);
        return !m_inString && m_depth == 0;
    }
    /// Goes on to the next string; whether the value ended before.
    bool nestingEnds(std::string_view text) {
        while (m_at < text.size()) {
            switch (jsonMark(text[m_at++])) {
            case JsonMark::None:
            case JsonMark::Comma: break;
            case JsonMark::Open: ++m_depth; break;
            case JsonMark::Close:
                if (--m_depth == 0) return true;
                break;
            case JsonMark::Quote: m_inString = true; return false;
            }
        }
        return false;
    }

    size_t m_at = 0;
    size_t m_depth = 0;
    bool m_inString = false;
};

} // namespace lathe::readers
