// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/json_items.h"

#include "core/data/readers/json_scan.h"
#include "core/data/readers/text_window.h"

#include <simdjson.h>

#include <algorithm>
#include <limits>

namespace lathe::readers {

namespace dom = simdjson::dom;

namespace {

constexpr size_t batchBytes = size_t{1} << 20;

bool isContainer(std::string_view text) { return text.front() == '[' || text.front() == '{'; }

char closing(char opening) { return opening == '[' ? ']' : '}'; }

Failure notJson(const char* reason) { return fail(ErrorKind::InvalidInput, "not JSON: {}", reason); }

} // namespace

Result<void> checkStop(const std::stop_token& stop) {
    if (stop.stop_requested()) return fail(ErrorKind::Cancelled, "cancelled");
    return {};
}

// ---- Items ----------------------------------------------------------------------------------------------------

/// The comma at which the next batch ends, or the closing bracket.
size_t JsonItems::cut(size_t most) const {
    const size_t last = m_text.size() - 1;
    size_t items = 0;
    size_t depth = 0;
    for (size_t at = m_at + 1; at < last;) {
        switch (jsonMark(m_text[at++])) {
        case JsonMark::None: break;
        case JsonMark::Open: ++depth; break;
        case JsonMark::Close: --depth; break;
        case JsonMark::Quote: (void)passString(m_text, at); break;
        case JsonMark::Comma:
            if (depth == 0 && (++items == most || at - m_at > batchBytes)) return at - 1;
            break;
        }
    }
    return last;
}

Result<dom::element> JsonItems::next(size_t most, JsonParser& parser) {
    if (m_text.back() != closing(m_text.front())) return notJson("brackets do not match");
    const size_t begin = m_at;
    const size_t end = cut(most);
    const std::string_view items = m_text.substr(begin + 1, end - begin - 1);
    if (items.size() > longestRecord + batchBytes) return fail(ErrorKind::InvalidInput, "a value has more than 8 MiB");
    std::string text;
    text.reserve(items.size() + 2 + simdjson::SIMDJSON_PADDING);
    text += m_text.front();
    text += items;
    text += m_text.back();
    const size_t size = text.size();
    text.resize(size + simdjson::SIMDJSON_PADDING);
    LATHE_TRY(const dom::element batch, parser.parse(std::string_view(text).substr(0, size), true));
    const bool whole = begin == 0 && end == m_text.size() - 1;
    const bool empty = batch.is_array() ? dom::array(batch).begin() == dom::array(batch).end()
                                        : dom::object(batch).begin() == dom::object(batch).end();
    if (empty && !whole) return notJson("a value is missing beside a comma");
    m_at = end == m_text.size() - 1 ? m_text.size() : end;
    return batch;
}

// ---- Members --------------------------------------------------------------------------------------------------

char JsonMembers::skipBlanks() {
    m_at = std::min(m_text.find_first_not_of(" \n\r\t", m_at), m_text.size() - 1);
    return m_text[m_at];
}

Result<std::string_view> JsonMembers::take() {
    const char first = skipBlanks();
    if (std::string_view(",:]}").find(first) != std::string_view::npos) return notJson("a key or value is missing");
    const std::string_view rest = m_text.substr(m_at, m_text.size() - 1 - m_at);
    const size_t end = std::min(JsonValueScan().end(rest), rest.size());
    m_at += end;
    return rest.substr(0, end);
}

Result<std::optional<JsonMember>> JsonMembers::next(JsonParser& parser) {
    const bool first = m_at == 0;
    if (first) ++m_at;
    const char found = skipBlanks();
    if (m_at == m_text.size() - 1) {
        if (found != '}') return notJson("brackets do not match");
        return std::nullopt;
    }
    if (!first) {
        if (found != ',') return notJson("',' is missing between members");
        ++m_at;
    }
    LATHE_TRY(const std::string_view quoted, take());
    LATHE_TRY(const dom::element key, parser.parse(quoted, false));
    if (!key.is_string()) return notJson("a key is no text");
    JsonMember member{std::string(std::string_view(key)), {}};
    if (skipBlanks() != ':') return notJson("':' is missing behind a key");
    ++m_at;
    LATHE_TRY(member.value, take());
    return member;
}

// ---- Soundness ------------------------------------------------------------------------------------------------

Result<void> checkJson(std::string_view value, JsonParser& parser, const std::stop_token& stop) {
    if (!isContainer(value)) {
        if (value.size() > longestRecord) return fail(ErrorKind::InvalidInput, "a value has more than 8 MiB");
        LATHE_CHECK(parser.parse(value, false));
        return {};
    }
    for (JsonItems items(value); !items.atEnd();) {
        LATHE_CHECK(checkStop(stop));
        LATHE_CHECK(items.next(std::numeric_limits<size_t>::max(), parser));
    }
    return {};
}

} // namespace lathe::readers
