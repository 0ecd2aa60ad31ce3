// SPDX-License-Identifier: GPL-3.0-or-later
// JSON objects that as a whole are a table. Their text must fit into memory, for their rows lie across all of it; it is
// parsed a piece at a time.
#include "core/data/readers/json_items.h"
#include "core/data/readers/json_sources.h"

#include <simdjson.h>

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <unordered_set>

namespace lathe::readers {

namespace dom = simdjson::dom;

namespace {

enum class Form { Columns, KeyedRecords, Split, OneRecord };

/// Calls \p visit with the key (of an element: "") and the value of every item of \p batch.
template <typename Visit>
void visitBatch(const dom::element& batch, Visit visit) {
    if (batch.is_array())
        for (const dom::element& value : dom::array(batch)) visit(std::string_view(), value);
    else
        for (const auto& [key, value] : dom::object(batch)) visit(key, value);
}

/// The same for all items of an array or object, a piece at a time.
template <typename Visit>
Result<void> visitItems(std::string_view container, JsonParser& parser, const std::stop_token& stop, Visit visit) {
    for (JsonItems items(container); !items.atEnd();) {
        LATHE_CHECK(checkStop(stop));
        LATHE_TRY(const dom::element batch, items.next(std::numeric_limits<size_t>::max(), parser));
        visitBatch(batch, visit);
    }
    return {};
}

// ---- What an object holds -------------------------------------------------------------------------------------

/// A member of the object, and what its value holds if that is an array or an object.
struct Member {
    std::string key;
    std::string_view text;
    size_t items = 0;
    bool onlyTexts = true;
    bool numbered = true; ///< the keys are 0, 1, 2… as pandas writes them for the rows of a column
    dom::element_type first = dom::element_type::NULL_VALUE;

    [[nodiscard]] bool isArray() const { return text.front() == '['; }
    [[nodiscard]] bool isObject() const { return text.front() == '{'; }
    [[nodiscard]] bool holdsRecords() const { return isArray() && first == dom::element_type::OBJECT; }
};

/// Goes through the whole of an object, so that all of it is known to be sound.
class Outline {
public:
    Outline(JsonParser& parser, const std::stop_token& stop) : m_parser(parser), m_stop(stop) {}

    Result<void> add(std::string_view object) {
        JsonMembers members(object);
        for (;;) {
            LATHE_CHECK(checkStop(m_stop));
            LATHE_TRY(auto found, members.next(m_parser));
            if (!found) return {};
            LATHE_TRY(Member member, lookAt(std::move(*found)));
            m_members.push_back(std::move(member));
        }
    }

    [[nodiscard]] Form form() const {
        if (isSplit()) return Form::Split;
        if (isColumnsOfArrays()) return Form::Columns;
        if (!all([](const Member& member) { return member.isObject(); })) return Form::OneRecord;
        if (all([&](const Member& member) {
                return member.numbered && member.items > 0 && member.items == m_members.front().items;
            }))
            return Form::Columns;
        return isKeyedRecords() ? Form::KeyedRecords : Form::OneRecord;
    }
    [[nodiscard]] const std::vector<Member>& members() const { return m_members; }
    [[nodiscard]] const Member* find(std::string_view key) const {
        const auto found = std::ranges::find(m_members, key, &Member::key);
        return found == m_members.end() ? nullptr : &*found;
    }

private:
    Result<Member> lookAt(JsonMember found) {
        Member member{std::move(found.key), found.value};
        if (!member.isArray() && !member.isObject()) {
            LATHE_CHECK(checkJson(member.text, m_parser, m_stop));
            return member;
        }
        LATHE_CHECK(visitItems(member.text, m_parser, m_stop, [&](std::string_view key, const dom::element& value) {
            if (member.items == 0) member.first = value.type();
            member.onlyTexts = member.onlyTexts && value.is_string();
            member.numbered = member.numbered && key == std::to_string(member.items);
            ++member.items;
            if (member.isObject()) countKey(key);
        }));
        return member;
    }
    void countKey(std::string_view key) {
        if (m_members.empty() && m_firstKeys.size() < mostColumns) m_firstKeys.emplace(key);
        ++m_keys;
        m_sharedKeys += m_firstKeys.contains(std::string(key)) ? 1 : 0;
    }

    template <typename Test>
    [[nodiscard]] bool all(Test test) const {
        return !m_members.empty() && std::ranges::all_of(m_members, test);
    }
    [[nodiscard]] bool isSplit() const {
        const Member* columns = find("columns");
        const Member* data = find("data");
        return columns && data && columns->isArray() && columns->onlyTexts && data->isArray() &&
               (data->items == 0 || data->first == dom::element_type::ARRAY);
    }
    [[nodiscard]] bool isColumnsOfArrays() const {
        return all([&](const Member& member) {
            return member.isArray() && member.items > 0 && member.items == m_members.front().items &&
                   !member.holdsRecords();
        });
    }
    /// Records under keys share keys among themselves; the parts of one record do not.
    [[nodiscard]] bool isKeyedRecords() const {
        return m_members.size() >= 2 && m_keys > m_members.front().items && m_sharedKeys * 2 >= m_keys;
    }

    JsonParser& m_parser;
    const std::stop_token& m_stop;
    std::vector<Member> m_members;
    std::unordered_set<std::string> m_firstKeys;
    size_t m_keys = 0;       ///< of the objects under the members
    size_t m_sharedKeys = 0; ///< those of them that the first object has
};

const char* reasonFor(Form form) {
    switch (form) {
    case Form::Columns: return "The object holds a column under each key.";
    case Form::KeyedRecords: return "The object holds a record under each key; the keys become the first column.";
    case Form::Split: return "The object holds the names under 'columns' and the rows under 'data'.";
    case Form::OneRecord: return "The object is one record.";
    }
    return "";
}

// ---- Its rows -------------------------------------------------------------------------------------------------

/// A text, and a part of it.
struct Part {
    std::unique_ptr<const std::string> document;
    std::string_view text;
};

class JsonObjectSource final : public DecodingSource {
public:
    JsonObjectSource(Part object, SourceDescription facts, const std::stop_token& stop)
        : m_object(std::move(object)), m_facts(std::move(facts)), m_stop(stop) {}

    /// Finds out the form.
    Result<void> begin(const Outline& outline) {
        m_form = outline.form();
        m_facts.reasons.emplace_back(reasonFor(m_form));
        switch (m_form) {
        case Form::Columns:
            for (const Member& member : outline.members()) addColumn(member.key, member.text);
            m_rows = outline.members().front().items;
            return {};
        case Form::KeyedRecords:
            m_columns.push_back({"key", textKinds, false});
            m_texts.push_back(m_object.text);
            m_rows = outline.members().size();
            return {};
        case Form::Split: {
            const Member* data = outline.find("data");
            m_texts.push_back(data->text);
            m_rows = data->items;
            return visitItems(outline.find("columns")->text, m_parser, m_stop,
                              [&](std::string_view, const dom::element& name) {
                                  m_columns.push_back({std::string(std::string_view(name)), allKinds, false});
                              });
        }
        case Form::OneRecord: m_rows = 1; break;
        }
        if (m_object.text.size() > longestRecord)
            return failHint(ErrorKind::InvalidInput,
                            fmt::format("the object is a single record of more than {} MiB", longestRecord >> 20),
                            "Name the path to an array of records.");
        return {};
    }

    [[nodiscard]] std::vector<ColumnPlan> columns() const override { return m_columns; }
    [[nodiscard]] const SourceDescription& facts() const override { return m_facts; }
    [[nodiscard]] double position() const override {
        return m_rows == 0 ? 0 : size() * static_cast<double>(m_row) / static_cast<double>(m_rows);
    }
    [[nodiscard]] double size() const override { return static_cast<double>(m_object.document->size()); }
    void stopWhen(const std::stop_token& stop) override { m_stop = stop; }

    Result<void> rewind() override {
        m_row = 0;
        m_items.clear();
        for (const std::string_view text : m_texts) m_items.emplace_back(text);
        return {};
    }

    Result<bool> read(Piece& piece, const std::vector<ColumnPlan>& plan, size_t mostRows) override {
        if (m_row == m_rows) return false;
        piece.firstRecord = m_row + 1;
        RecordDecoder decoder(plan, shape());
        const size_t count = std::min(mostRows, m_rows - m_row);
        m_row += count;
        if (m_form == Form::Columns) {
            LATHE_CHECK(readColumns(decoder, count));
            piece.decoded = decoder.take();
            return true;
        }
        std::vector<RejectedRow> rejected;
        std::vector<uint32_t> records;
        LATHE_CHECK(readRecords(count, [&](uint32_t record, std::string_view key, const dom::element& value) {
            const auto added = m_form == Form::KeyedRecords ? decoder.add(key, value) : decoder.add(value);
            if (added) records.push_back(record);
            else rejected.push_back(piece.reject(record, added.error().message));
        }));
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
    void addColumn(const std::string& key, std::string_view text) {
        m_columns.push_back({key, allKinds, false});
        m_texts.push_back(text);
    }

    /// Calls \p take with the number, the key and the value of each of the next \p count items.
    template <typename Take>
    Result<void> take(JsonItems& items, size_t count, Take take) {
        for (uint32_t taken = 0; taken < count;) {
            LATHE_CHECK(checkStop(m_stop));
            LATHE_TRY(const dom::element batch, items.next(count - taken, m_parser));
            visitBatch(batch, [&](std::string_view key, const dom::element& value) { take(taken++, key, value); });
        }
        return {};
    }
    Result<void> readColumns(RecordDecoder& decoder, size_t count) {
        for (size_t i = 0; i < m_items.size(); ++i)
            LATHE_CHECK(take(m_items[i], count,
                             [&](uint32_t, std::string_view, const dom::element& value) { decoder.addTo(i, value); }));
        return {};
    }
    template <typename Take>
    Result<void> readRecords(size_t count, Take taker) {
        if (m_form != Form::OneRecord) return take(m_items.front(), count, taker);
        LATHE_TRY(const dom::element record, m_parser.parse(m_object.text, false));
        taker(0, std::string_view(), record);
        return {};
    }

    Part m_object;
    SourceDescription m_facts;
    std::stop_token m_stop;
    JsonParser m_parser;
    Form m_form = Form::OneRecord;
    std::vector<ColumnPlan> m_columns;
    std::vector<std::string_view> m_texts; ///< of the columns, or of all records
    std::vector<JsonItems> m_items;        ///< what is still to come of them
    size_t m_rows = 0;
    size_t m_row = 0;
};

/// The arrays of records under the object's keys.
std::vector<SourceChoice> arraysOfRecords(const Outline& outline, const std::string& prefix) {
    std::vector<SourceChoice> arrays;
    for (const Member& member : outline.members())
        if (member.holdsRecords())
            arrays.push_back(
                {prefix + joinedRecordPath({member.key}), "records", fmt::format("{} records", member.items)});
    return arrays;
}

/// The value under \p key. Those beside it must be sound. Errors: NotFound.
Result<std::string_view> valueUnder(const std::string& key, std::string_view object, const std::string& name,
                                    JsonParser& parser, const std::stop_token& stop) {
    std::optional<std::string_view> value;
    JsonMembers members(object);
    while (object.front() == '{') {
        LATHE_TRY(const auto member, members.next(parser));
        if (!member) break;
        if (!value && member->key == key) value = member->value;
        else LATHE_CHECK(checkJson(member->value, parser, stop));
    }
    if (value) return *value;
    return failHint(ErrorKind::NotFound, fmt::format("there is no '{}' in '{}'", key, name),
                    "Give the keys to the records from the outside in, with dots: data.items");
}

Result<ObjectTable> openPart(Part part, const std::vector<std::string>& path, const std::string& name,
                             SourceDescription facts, const std::stop_token& stop) {
    JsonParser parser;
    for (const auto& key : path) {
        LATHE_TRY(part.text, valueUnder(key, part.text, name, parser, stop));
    }
    const std::string joined = joinedRecordPath(path);
    ObjectTable table;
    if (part.text.front() == '[') {
        size_t count = 0;
        LATHE_CHECK(visitItems(part.text, parser, stop, [&](std::string_view, const dom::element&) { ++count; }));
        table.arrays.push_back({joined, "records", fmt::format("{} records", count)});
        return table;
    }
    if (part.text.front() != '{')
        return failHint(ErrorKind::InvalidInput,
                        fmt::format("what stands under '{}' is neither records nor columns", joined),
                        "Name the path to an array of records.");
    Outline outline(parser, stop);
    LATHE_CHECK(outline.add(part.text));
    table.arrays = arraysOfRecords(outline, path.empty() ? "" : joined + ".");
    if (!table.arrays.empty()) return table;
    auto source = std::make_unique<JsonObjectSource>(std::move(part), std::move(facts), stop);
    LATHE_CHECK(source->begin(outline));
    table.source = std::move(source);
    return table;
}

} // namespace

Result<ObjectTable> openJsonObject(std::string text, const std::vector<std::string>& path, const std::string& name,
                                   SourceDescription facts, const std::stop_token& stop) {
    auto document = std::make_unique<const std::string>(std::move(text));
    const std::string_view whole(*document);
    auto table = openPart({std::move(document), whole}, path, name, std::move(facts), stop);
    if (!table && table.error().kind == ErrorKind::InvalidInput)
        table.error().message = name + ": " + table.error().message;
    return table;
}

} // namespace lathe::readers
