// SPDX-License-Identifier: GPL-3.0-or-later
// Parsed JSON records into columns. Nested objects become columns called by their path, arrays stay JSON text.
#pragma once

#include "core/data/readers/row_source.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace simdjson::dom {
class element;
class parser;
} // namespace simdjson::dom

namespace lathe::readers {

/// What the records of a source look like, told by the first of them.
enum class RecordShape {
    Objects,      ///< columns by key
    KeyedObjects, ///< the same, behind a first column of the keys under which the records stand
    Arrays,       ///< columns by place
    Values,       ///< one column, "value"
};

/// Parses texts with memory of its own. A number beyond 64 bits is made a text, so that nothing is lost of it.
class JsonParser {
public:
    JsonParser();
    ~JsonParser();
    /// Valid until the next call. \p padded: 64 readable bytes follow the text. Errors: InvalidInput with the reason.
    Result<simdjson::dom::element> parse(std::string_view text, bool padded);

private:
    std::unique_ptr<simdjson::dom::parser> m_parser;
    std::string m_copy;
};

/// Adds records to columns. One piece of input each.
class RecordDecoder {
public:
    RecordDecoder(const std::vector<ColumnPlan>& plan, RecordShape shape);
    ~RecordDecoder();

    /// Adds one record as a row. Errors: InvalidInput for one of another shape, of which nothing is added.
    Result<void> add(const simdjson::dom::element& record);
    /// The same for KeyedObjects.
    Result<void> add(std::string_view key, const simdjson::dom::element& record);
    /// One value of a column, for sources whose rows come column by column: each column gets as many.
    void addTo(size_t column, const simdjson::dom::element& value);

    [[nodiscard]] DecodedPiece take();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace lathe::readers
