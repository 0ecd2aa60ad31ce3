// SPDX-License-Identifier: GPL-3.0-or-later
// JSON objects that as a whole are a table. They must fit into memory: their rows lie across all of the text.
#include "core/data/readers/json_sources.h"

#include <simdjson.h>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <variant>

namespace lathe::readers {

namespace dom = simdjson::dom;

namespace {

enum class Form { Columns, KeyedRecords, Split, OneRecord };

/// How many values an array or object holds. simdjson itself counts to 2^24 only.
template <typename Values>
size_t sizeOf(const Values& values) {
    constexpr size_t saturated = 0xFFFFFF;
    return values.size() < saturated ? values.size() : static_cast<size_t>(std::distance(values.begin(), values.end()));
}

size_t sizeOf(const dom::element& column) {
    return column.is_array() ? sizeOf(dom::array(column)) : sizeOf(dom::object(column));
}

bool holdsRecords(const dom::element& value) {
    if (!value.is_array()) return false;
    const dom::array array(value);
    return array.begin() != array.end() && (*array.begin()).is_object();
}

template <typename Test>
bool allMembers(const dom::object& object, Test test) {
    return object.begin() != object.end() &&
           std::all_of(object.begin(), object.end(), [&](const auto& member) { return test(member.value); });
}

/// Keys 0, 1, 2… as pandas writes them for the rows of a column.
bool isKeyedByNumber(const dom::object& object) {
    size_t number = 0;
    for (const auto& [key, value] : object)
        if (key != std::to_string(number++)) return false;
    return number > 0;
}

/// Every member has the size of the first and is keyed like it.
bool isColumnsByNumber(const dom::object& object) {
    const size_t rows = sizeOf((*object.begin()).value);
    return allMembers(object, [&](const dom::element& value) {
        const dom::object column(value);
        return sizeOf(value) == rows && isKeyedByNumber(column);
    });
}

bool isColumnsOfArrays(const dom::object& object) {
    const size_t rows = sizeOf((*object.begin()).value);
    return rows > 0 && allMembers(object, [&](const dom::element& value) { return sizeOf(value) == rows && !holdsRecords(value); });
}

/// Records under keys share keys among themselves; the parts of one record do not.
bool isKeyedRecords(const dom::object& object) {
    if (sizeOf(object) < 2) return false;
    const dom::object first((*object.begin()).value);
    size_t shared = 0;
    size_t all = 0;
    for (const auto& member : object)
        for (const auto& [key, value] : dom::object(member.value)) {
            ++all;
            shared += first.at_key(key).error() == simdjson::SUCCESS ? 1 : 0;
        }
    return all > sizeOf(first) && shared * 2 >= all;
}

bool isSplit(const dom::object& object) {
    dom::array columns;
    dom::array data;
    if (object["columns"].get(columns) != simdjson::SUCCESS || object["data"].get(data) != simdjson::SUCCESS) return false;
    return std::all_of(columns.begin(), columns.end(), [](const dom::element& name) { return name.is_string(); }) &&
           (data.begin() == data.end() || (*data.begin()).is_array());
}

Form formOf(const dom::object& object) {
    if (isSplit(object)) return Form::Split;
    const auto isArray = [](const dom::element& value) { return value.is_array(); };
    const auto isObject = [](const dom::element& value) { return value.is_object(); };
    if (allMembers(object, isArray) && isColumnsOfArrays(object)) return Form::Columns;
    if (!allMembers(object, isObject)) return Form::OneRecord;
    if (isColumnsByNumber(object)) return Form::Columns;
    return isKeyedRecords(object) ? Form::KeyedRecords : Form::OneRecord;
}

const char* reasonFor(Form form) {
    switch (form) {
    case Form::Columns: return "The object holds a column under each key.";
    case Form::KeyedRecords: return "The object holds a record under each key; the keys become the first column.";
    case Form::Split: return "The object holds the names under 'columns' and the rows under 'data'.";
    case Form::OneRecord: return "The object is one record.";
    }
    return "";
}

/// The values of a column, one after the other.
class ColumnCursor {
public:
    explicit ColumnCursor(const dom::element& column) {
        if (column.is_array()) m_at = dom::array(column).begin();
        else m_at = dom::object(column).begin();
    }
    dom::element next() {
        if (auto* array = std::get_if<dom::array::iterator>(&m_at)) {
            const dom::element value = **array;
            ++*array;
            return value;
        }
        auto& object = std::get<dom::object::iterator>(m_at);
        const dom::element value = object.value();
        ++object;
        return value;
    }

private:
    std::variant<dom::array::iterator, dom::object::iterator> m_at;
};

class JsonObjectSource final : public DecodingSource {
public:
    JsonObjectSource(std::unique_ptr<JsonParser> parser, const dom::element& element, size_t bytes, SourceDescription facts)
        : m_parser(std::move(parser)), m_element(element), m_object(dom::object(element)), m_form(formOf(m_object)), m_bytes(bytes), m_facts(std::move(facts)) {
        m_facts.reasons.emplace_back(reasonFor(m_form));
        switch (m_form) {
        case Form::Columns:
            for (const auto& [key, value] : m_object) m_columns.push_back({std::string(key), allKinds, false});
            m_rows = sizeOf((*m_object.begin()).value);
            break;
        case Form::KeyedRecords:
            m_columns.push_back({"key", textKinds, false});
            m_rows = sizeOf(m_object);
            break;
        case Form::Split: {
            const dom::array columns = m_object["columns"];
            const dom::array data = m_object["data"];
            for (const auto& name : columns) m_columns.push_back({std::string(std::string_view(name)), allKinds, false});
            m_rows = sizeOf(data);
            break;
        }
        case Form::OneRecord: m_rows = 1; break;
        }
    }

    [[nodiscard]] std::vector<ColumnPlan> columns() const override { return m_columns; }
    [[nodiscard]] const SourceDescription& facts() const override { return m_facts; }
    [[nodiscard]] double position() const override {
        return m_rows == 0 ? 0 : static_cast<double>(m_bytes) * static_cast<double>(m_row) / static_cast<double>(m_rows);
    }
    [[nodiscard]] double size() const override { return static_cast<double>(m_bytes); }

    Result<void> rewind() override {
        m_row = 0;
        m_cursors.clear();
        m_member = m_object.begin();
        if (m_form == Form::Columns)
            for (const auto& member : m_object) m_cursors.emplace_back(member.value);
        if (m_form == Form::Split) m_cursors.emplace_back(m_object["data"].value_unsafe());
        return {};
    }

    Result<bool> read(Piece& piece, const std::vector<ColumnPlan>& plan, size_t mostRows) override {
        if (m_row == m_rows) return false;
        RecordDecoder decoder(plan, shape());
        std::vector<RejectedRow> rejected;
        piece.firstRecord = m_row + 1;
        std::vector<uint32_t> records;
        const size_t count = std::min(mostRows, m_rows - m_row);
        for (size_t i = 0; i < count; ++i, ++m_row) {
            if (const auto added = add(decoder); added) records.push_back(static_cast<uint32_t>(i));
            else rejected.push_back(piece.reject(i, added.error().message));
        }
        piece.decoded = decoder.take();
        piece.decoded->rejected = std::move(rejected);
        piece.decoded->records = std::move(records);
        return true;
    }

private:
    [[nodiscard]] RecordShape shape() const {
        if (m_form == Form::KeyedRecords) return RecordShape::KeyedObjects;
        return m_form == Form::OneRecord ? RecordShape::Objects : RecordShape::Arrays;
    }
    Result<void> add(RecordDecoder& decoder) {
        switch (m_form) {
        case Form::OneRecord: return decoder.add(m_element);
        case Form::Split: return decoder.add(m_cursors.front().next());
        case Form::KeyedRecords: {
            const std::string_view key = m_member.key();
            const dom::element record = m_member.value();
            ++m_member;
            return decoder.add(key, record);
        }
        case Form::Columns: break;
        }
        std::vector<dom::element> values;
        for (auto& cursor : m_cursors) values.push_back(cursor.next());
        return decoder.addRow(values);
    }

    std::unique_ptr<JsonParser> m_parser; // holds what the next two see
    dom::element m_element;
    dom::object m_object;
    Form m_form;
    size_t m_bytes;
    SourceDescription m_facts;
    std::vector<ColumnPlan> m_columns;
    size_t m_rows = 0;
    size_t m_row = 0;
    std::vector<ColumnCursor> m_cursors;
    dom::object::iterator m_member;
};

/// The arrays of records under the object's keys.
std::vector<SourceChoice> arraysOfRecords(const dom::object& object, const std::string& prefix) {
    std::vector<SourceChoice> arrays;
    for (const auto& [key, value] : object)
        if (holdsRecords(value))
            arrays.push_back({prefix + joinedRecordPath({std::string(key)}), "records", fmt::format("{} records", sizeOf(value))});
    return arrays;
}

} // namespace

Result<ObjectTable> openJsonObject(const std::string& document, const std::vector<std::string>& path, const std::string& name,
                                   SourceDescription facts) {
    auto parser = std::make_unique<JsonParser>();
    auto parsed = parser->parse(document, false);
    if (!parsed) return fail(ErrorKind::InvalidInput, "{}: {}", name, parsed.error().message);
    dom::element element = *parsed;
    for (const auto& key : path)
        if (element.at_key(key).get(element) != simdjson::SUCCESS)
            return failHint(ErrorKind::NotFound, fmt::format("there is no '{}' in '{}'", key, name),
                            "Give the keys to the records from the outside in, with dots: data.items");
    ObjectTable table;
    const std::string prefix = path.empty() ? "" : joinedRecordPath(path) + ".";
    if (element.is_array()) {
        table.arrays.push_back({joinedRecordPath(path), "records", fmt::format("{} records", sizeOf(element))});
        return table;
    }
    if (!element.is_object())
        return failHint(ErrorKind::InvalidInput, fmt::format("what stands under '{}' in '{}' is neither records nor columns", joinedRecordPath(path), name),
                        "Name the path to an array of records.");
    table.arrays = arraysOfRecords(dom::object(element), prefix);
    if (table.arrays.empty())
        table.source = std::make_unique<JsonObjectSource>(std::move(parser), element, document.size(), std::move(facts));
    return table;
}

} // namespace lathe::readers
