// SPDX-License-Identifier: GPL-3.0-or-later
// A large array or object in memory, looked at a piece at a time: whoever asks for the next piece can look for a stop
// in between.
#pragma once

#include "core/data/readers/json_decode.h"

#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace lathe::readers {

/// The items of an array or an object: elements, or members. Whether the text is sound shows as they are parsed.
class JsonItems {
public:
    /// \p container: from its opening to its closing bracket. It must outlive this.
    explicit JsonItems(std::string_view container) : m_text(container) {}

    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
    /// The next ones, as an array or object of their own: \p most at most, of about 1 MiB or one that is longer. Valid
    /// until \p parser parses again. Errors: InvalidInput with the reason, for an item of more than 8 MiB too.
    Result<simdjson::dom::element> next(size_t most, JsonParser& parser);

private:
    [[nodiscard]] size_t cut(size_t most) const;

    std::string_view m_text;
    size_t m_at = 0; ///< the bracket or comma before the next item
};

/// A member of an object.
struct JsonMember {
    std::string key;
    std::string_view value; ///< its text
};

/// The members of an object without a look into their values.
class JsonMembers {
public:
    /// \p object: from its opening to its closing bracket. It must outlive this.
    explicit JsonMembers(std::string_view object) : m_text(object) {}

    /// None at the end. Errors: InvalidInput with the reason.
    Result<std::optional<JsonMember>> next(JsonParser& parser);

private:
    char skipBlanks();
    Result<std::string_view> take();

    std::string_view m_text;
    size_t m_at = 0;
};

/// Whether \p value, a text that JsonMembers or TextWindow found, is sound. Errors: InvalidInput with the reason;
/// Cancelled.
Result<void> checkJson(std::string_view value, JsonParser& parser, const std::stop_token& stop);

/// Errors: Cancelled once \p stop was requested.
Result<void> checkStop(const std::stop_token& stop);

} // namespace lathe::readers
