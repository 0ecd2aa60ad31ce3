// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/json_decode.h"

#include "core/data/readers/json.h"

#include <simdjson.h>

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstring>
#include <unordered_map>

namespace lathe::readers {

namespace dom = simdjson::dom;

namespace {

const char* kindName(const dom::element& value) {
    switch (value.type()) {
    case dom::element_type::OBJECT: return "an object";
    case dom::element_type::ARRAY: return "an array";
    case dom::element_type::NULL_VALUE: return "null";
    default: return "a single value";
    }
}

bool isDigit(char c) { return c >= '0' && c <= '9'; }

/// One past the number at \p at.
size_t numberEnd(std::string_view text, size_t at) {
    while (at < text.size() && (isDigit(text[at]) || std::strchr("+-.eE", text[at]) != nullptr) && text[at] != '\0')
        ++at;
    return at;
}

/// The text with quotes around the integers that 64 bits cannot hold.
std::string withLongIntegersQuoted(std::string_view text) {
    constexpr size_t digitsThatFit = 18;
    std::string out;
    for (size_t at = 0; at < text.size();) {
        const size_t begin = at;
        if (text[at] == '"') {
            for (++at; at < text.size() && text[at] != '"'; ++at) at += text[at] == '\\' ? 1 : 0;
            at = std::min(at + 1, text.size());
        } else if (isDigit(text[at]) || text[at] == '-') {
            at = numberEnd(text, at);
            const std::string_view number = text.substr(begin, at - begin);
            const std::string_view digits = number.substr(number.front() == '-' ? 1 : 0);
            const bool integer =
                number.find_first_of(".eE+") == std::string_view::npos && digits.find('-') == std::string_view::npos;
            int64_t value = 0;
            const bool fits = digits.size() <= digitsThatFit ||
                              std::from_chars(number.data(), number.data() + number.size(), value).ec == std::errc();
            // A leading zero is no JSON: quoting it would hide that.
            if (integer && !fits && digits.front() != '0') {
                out += '"';
                out += number;
                out += '"';
                continue;
            }
        } else {
            ++at;
        }
        out += text.substr(begin, at - begin);
    }
    return out;
}

Failure notJson(simdjson::error_code code) {
    return fail(ErrorKind::InvalidInput, "not JSON: {}", simdjson::error_message(code));
}

void addValue(ColumnBuilder& column, const dom::element& value) {
    switch (value.type()) {
    case dom::element_type::BOOL: return column.addBoolean(bool(value));
    case dom::element_type::INT64: return column.addInteger(int64_t(value));
    case dom::element_type::DOUBLE: return column.addReal(double(value));
    case dom::element_type::STRING: return column.addText(std::string_view(value));
    case dom::element_type::NULL_VALUE: return column.addMissing();
    case dom::element_type::UINT64: return column.addPlainText(std::to_string(uint64_t(value)));
    case dom::element_type::ARRAY:
    case dom::element_type::OBJECT: return column.addPlainText(simdjson::minify(value));
    }
}

} // namespace

// ---- Parsing --------------------------------------------------------------------------------------------------

JsonParser::JsonParser() : m_parser(std::make_unique<dom::parser>()) {}
JsonParser::~JsonParser() = default;

Result<dom::element> JsonParser::parse(std::string_view text, bool padded) {
    auto parsed = m_parser->parse(text.data(), text.size(), !padded);
    if (parsed.error() == simdjson::SUCCESS) return parsed.value_unsafe();
    if (parsed.error() != simdjson::NUMBER_ERROR && parsed.error() != simdjson::NUMBER_OUT_OF_RANGE)
        return notJson(parsed.error());
    m_copy = withLongIntegersQuoted(text);
    parsed = m_parser->parse(m_copy.data(), m_copy.size(), true);
    if (parsed.error() == simdjson::SUCCESS) return parsed.value_unsafe();
    return notJson(parsed.error());
}

Result<void> parseJsonStrictly(std::string_view bytes) {
    JsonParser parser;
    LATHE_CHECK(parser.parse(bytes, false));
    return {};
}

// ---- Records --------------------------------------------------------------------------------------------------

struct RecordDecoder::State {
    struct Slot {
        dom::element value;
        uint64_t row = UINT64_MAX; ///< the row the value is of
    };
    struct NewColumn {
        ColumnBuilder builder{ColumnPlan{}};
        Slot slot;
    };

    const std::vector<ColumnPlan>& plan;
    RecordShape shape;
    DecodedPiece piece;
    std::vector<Slot> slots;
    std::unordered_map<std::string_view, size_t> places;
    size_t expected = 0; ///< column whose key most likely comes next
    std::string path;
    std::vector<std::string> newNames; ///< in the order of appearance
    std::unordered_map<std::string, NewColumn> newColumns;

    State(const std::vector<ColumnPlan>& columns, RecordShape records)
        : plan(columns), shape(records), slots(columns.size()) {
        piece.columns.reserve(plan.size());
        for (size_t i = 0; i < plan.size(); ++i) {
            piece.columns.emplace_back(plan[i]);
            // The column of the records' own keys is no key of theirs.
            if (shape != RecordShape::KeyedObjects || i > 0) places.emplace(plan[i].name, i);
        }
    }

    void setSlot(const dom::element& value) {
        if (expected >= plan.size() || plan[expected].name != path) {
            const auto place = places.find(path);
            if (place == places.end()) return setNew(value);
            expected = place->second;
        }
        slots[expected] = {value, piece.rows};
        ++expected;
    }
    void setNew(const dom::element& value) {
        const auto [entry, isNew] = newColumns.try_emplace(path);
        if (isNew) newNames.push_back(path);
        entry->second.slot = {value, piece.rows};
    }
    /// The last of several values under one key counts, as with every JSON reader.
    void flatten(const dom::object& object) {
        const size_t parent = path.size();
        for (const auto& [key, value] : object) {
            path += key;
            if (value.is_object()) {
                path += '.';
                flatten(dom::object(value));
            } else {
                setSlot(value);
            }
            path.resize(parent);
        }
    }
    void addSlots(size_t first) {
        for (size_t i = first; i < slots.size(); ++i) {
            if (slots[i].row == piece.rows) addValue(piece.columns[i], slots[i].value);
            else piece.columns[i].addMissing();
        }
        if (!newNames.empty())
            for (auto& [name, column] : newColumns)
                if (column.slot.row == piece.rows) addValue(column.builder, column.slot.value);
        ++piece.rows;
    }
    Result<void> addByPlace(const dom::array& array) {
        size_t place = 0;
        for (const auto& value : array) {
            if (place < slots.size()) slots[place] = {value, piece.rows};
            ++place;
        }
        if (place != plan.size())
            return fail(ErrorKind::InvalidInput, "the record has {} values for {} columns", place, plan.size());
        addSlots(0);
        return {};
    }
};

RecordDecoder::RecordDecoder(const std::vector<ColumnPlan>& plan, RecordShape shape)
    : m_state(std::make_unique<State>(plan, shape)) {}
RecordDecoder::~RecordDecoder() = default;

Result<void> RecordDecoder::add(const dom::element& record) {
    State& state = *m_state;
    state.expected = 0;
    state.path.clear();
    if (state.shape == RecordShape::Objects && record.is_object()) {
        state.flatten(dom::object(record));
        state.addSlots(0);
        return {};
    }
    if (state.shape == RecordShape::Arrays && record.is_array()) return state.addByPlace(dom::array(record));
    if (state.shape == RecordShape::Values && !record.is_object() && !record.is_array()) {
        state.path = "value";
        state.setSlot(record);
        state.addSlots(0);
        return {};
    }
    const char* wanted = state.shape == RecordShape::Objects  ? "an object"
                         : state.shape == RecordShape::Arrays ? "an array"
                                                              : "a single value";
    return fail(ErrorKind::InvalidInput, "the record is {}, not {} as the first one", kindName(record), wanted);
}

Result<void> RecordDecoder::add(std::string_view key, const dom::element& record) {
    if (!record.is_object())
        return fail(ErrorKind::InvalidInput, "the record under '{}' is {}, not an object", key, kindName(record));
    State& state = *m_state;
    state.expected = 1;
    state.path.clear();
    state.flatten(dom::object(record));
    state.piece.columns[0].addPlainText(key);
    state.addSlots(1);
    return {};
}

void RecordDecoder::addTo(size_t column, const dom::element& value) {
    addValue(m_state->piece.columns[column], value);
    if (column == 0) ++m_state->piece.rows;
}

DecodedPiece RecordDecoder::take() {
    State& state = *m_state;
    for (const auto& name : state.newNames)
        state.piece.newColumns.push_back({name, state.newColumns.at(name).builder.kinds(false), false});
    return std::move(state.piece);
}

} // namespace lathe::readers
