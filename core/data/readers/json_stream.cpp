// SPDX-License-Identifier: GPL-3.0-or-later
// JSON records that come one after the other: in an array, per line, or loosely. Texts of any size.
#include "core/data/readers/json_items.h"
#include "core/data/readers/json_sources.h"

#include <simdjson.h>

#include <fmt/format.h>

#include <set>

namespace lathe::readers {

namespace dom = simdjson::dom;

namespace {

constexpr size_t padding = simdjson::SIMDJSON_PADDING;
constexpr size_t pieceBytes = size_t{1} << 20;

/// The texts of an array of nothing but texts, all different and none empty; else none.
std::vector<std::string> headerNames(const dom::element& record) {
    std::vector<std::string> names;
    std::set<std::string_view> seen;
    for (const auto& value : dom::array(record)) {
        if (!value.is_string()) return {};
        const std::string_view name(value);
        if (name.empty() || !seen.insert(name).second) return {};
        names.emplace_back(name);
    }
    return names;
}

bool hasOnlyStrings(const dom::element& record) {
    if (!record.is_array()) return false;
    for (const auto& value : dom::array(record))
        if (!value.is_string()) return false;
    return true;
}

class JsonStream final : public RowSource {
public:
    JsonStream(BytesAgain bytes, RecordPlace place, std::vector<std::string> path, SourceDescription facts,
               std::stop_token stop)
        : m_bytes(std::move(bytes)), m_place(place), m_path(std::move(path)), m_facts(std::move(facts)),
          m_stop(std::move(stop)) {}

    /// Tells from the first two records what they are.
    Result<void> look(const CsvOptions& options) {
        LATHE_CHECK(rewind());
        std::string first;
        std::string second;
        LATHE_TRY(const bool any, next(first));
        if (!any) return {};
        LATHE_TRY(const bool more, next(second));
        JsonParser parser;
        const auto record = parser.parse(first, false);
        if (!record) return {}; // it will be the first rejected one
        if (record->is_object()) return {};
        if (!record->is_array()) {
            m_shape = RecordShape::Values;
            m_columns.push_back({"value", allKinds, false});
            return {};
        }
        lookAtArrays(*record, more ? second : std::string(), options);
        return {};
    }

    [[nodiscard]] std::vector<ColumnPlan> columns() const override { return m_columns; }
    [[nodiscard]] const SourceDescription& facts() const override { return m_facts; }
    [[nodiscard]] bool parallel() const override { return true; }
    void stopWhen(const std::stop_token& stop) override { m_stop = stop; }
    [[nodiscard]] double position() const override { return m_text ? m_text->source().position() : 0; }
    [[nodiscard]] double size() const override { return m_text ? m_text->source().size() : 0; }

    Result<void> rewind() override {
        LATHE_TRY(auto source, m_bytes());
        m_text = std::make_unique<TextWindow>(std::move(source));
        m_state = State::Before;
        m_record = 1;
        if (m_place != RecordPlace::Array) return {};
        for (const auto& key : m_path) LATHE_CHECK(enter(key));
        LATHE_TRY(const char found, m_text->peek());
        if (found == '[') return m_text->expect('[', "where the records should begin");
        return m_text->broken(fmt::format("no array of records stands under '{}'", m_facts.chosen), m_text->line());
    }

    Result<bool> read(Piece& piece, const std::vector<ColumnPlan>&, size_t mostRows) override {
        if (m_hasHeader && m_record == 1) {
            std::string header;
            LATHE_CHECK(next(header));
            ++m_record;
        }
        piece.firstRecord = m_record;
        std::string record;
        while (piece.ends.size() < mostRows && piece.bytes.size() < pieceBytes) {
            LATHE_TRY(const bool more, next(record));
            if (!more) break;
            piece.bytes += record;
            piece.ends.push_back(piece.bytes.size());
            piece.lines.push_back(m_text->line());
        }
        m_record += piece.ends.size();
        piece.bytes.resize(piece.bytes.size() + padding);
        return !piece.ends.empty();
    }

    [[nodiscard]] DecodedPiece decode(const Piece& piece, const std::vector<ColumnPlan>& plan) const override {
        JsonParser parser;
        RecordDecoder decoder(plan, m_shape);
        std::vector<RejectedRow> rejected;
        std::vector<uint32_t> records;
        for (size_t i = 0; i < piece.ends.size(); ++i) {
            auto record = parser.parse(piece.record(i), true);
            Result<void> added;
            if (record) added = decoder.add(*record);
            if (record && added) {
                records.push_back(static_cast<uint32_t>(i));
            } else {
                rejected.push_back(piece.reject(i, record ? added.error().message : record.error().message));
            }
        }
        DecodedPiece decoded = decoder.take();
        if (!rejected.empty()) decoded.records = std::move(records);
        decoded.rejected = std::move(rejected);
        return decoded;
    }

private:
    enum class State { Before, Between, Done };

    void lookAtArrays(const dom::element& first, const std::string& second, const CsvOptions& options) {
        m_shape = RecordShape::Arrays;
        std::vector<std::string> names = headerNames(first);
        JsonParser parser;
        const auto next = parser.parse(second, false);
        m_hasHeader = !names.empty() && options.header.value_or(next && next->is_array() && !hasOnlyStrings(*next));
        m_facts.reasons.emplace_back(m_hasHeader ? "The records are arrays; the first one names the columns."
                                                 : "The records are arrays: columns are called by their place.");
        if (!m_hasHeader) names.assign(dom::array(first).size(), "");
        for (auto& name : names) m_columns.push_back({std::move(name), allKinds, false});
    }

    /// Goes into the object that stands here, to the value under \p key. What stands before it must be sound.
    Result<void> enter(const std::string& key) {
        LATHE_CHECK(m_text->expect('{', "where the record path leads"));
        JsonParser parser;
        for (;;) {
            LATHE_TRY(const std::string_view quoted, m_text->takeValue());
            const auto name = parser.parse(quoted, false);
            if (!name || !name->is_string()) return m_text->broken("a key is no text", m_text->line());
            const bool found = std::string_view(*name) == key;
            LATHE_CHECK(m_text->expect(':', "behind a key"));
            if (found) return {};
            LATHE_CHECK(passValue(parser));
            LATHE_TRY(const char behind, m_text->peek());
            if (behind != ',')
                return failHint(ErrorKind::NotFound,
                                fmt::format("there is no '{}' in '{}'", key, m_text->source().name()),
                                "Give the keys to the records from the outside in, with dots: data.items");
            LATHE_CHECK(m_text->expect(',', "between members"));
        }
    }

    /// Passes over a value that is not wanted but must be sound.
    Result<void> passValue(JsonParser& parser) {
        LATHE_TRY(const std::string_view passed, m_text->takeValue(longestDocument));
        auto sound = checkJson(passed, parser, m_stop);
        if (!sound && sound.error().kind == ErrorKind::InvalidInput)
            return m_text->broken(sound.error().message, m_text->line());
        return sound;
    }

    Result<bool> next(std::string& record) {
        if (m_place == RecordPlace::Lines) {
            std::string_view line;
            LATHE_TRY(const bool more, m_text->takeLine(line));
            record.assign(line);
            return more;
        }
        LATHE_TRY(const bool more, m_place == RecordPlace::Array ? beforeElement() : beforeValue());
        if (!more) return false;
        LATHE_TRY(const std::string_view value, m_text->takeValue());
        record.assign(value);
        return true;
    }
    Result<bool> beforeValue() {
        LATHE_TRY(const char found, m_text->peek());
        return found != '\0';
    }
    /// Takes the comma or the end of the array. False at the end.
    Result<bool> beforeElement() {
        if (m_state == State::Done) return false;
        LATHE_TRY(const char found, m_text->peek());
        if (found == ']') {
            LATHE_CHECK(m_text->expect(']', ""));
            m_state = State::Done;
            LATHE_CHECK(leave());
            return false;
        }
        if (m_state == State::Between) LATHE_CHECK(m_text->expect(',', "between two records"));
        m_state = State::Between;
        return true;
    }
    /// What stands behind the records must be the rest of a document.
    Result<void> leave() {
        JsonParser parser;
        for (size_t depth = m_path.size(); depth > 0;) {
            LATHE_TRY(const char found, m_text->peek());
            if (found == '}') {
                LATHE_CHECK(m_text->expect('}', ""));
                --depth;
                continue;
            }
            LATHE_CHECK(m_text->expect(',', "between members"));
            LATHE_CHECK(m_text->takeValue());
            LATHE_CHECK(m_text->expect(':', "behind a key"));
            LATHE_CHECK(passValue(parser));
        }
        LATHE_TRY(const char rest, m_text->peek());
        if (rest != '\0') return m_text->broken("something stands behind the end of the records", m_text->line());
        return {};
    }

    BytesAgain m_bytes;
    RecordPlace m_place;
    std::vector<std::string> m_path;
    SourceDescription m_facts;
    RecordShape m_shape = RecordShape::Objects;
    bool m_hasHeader = false;
    std::vector<ColumnPlan> m_columns;
    std::stop_token m_stop;

    std::unique_ptr<TextWindow> m_text;
    State m_state = State::Before;
    uint64_t m_record = 1;
};

} // namespace

Result<std::unique_ptr<RowSource>> openJsonStream(BytesAgain bytes, RecordPlace place, std::vector<std::string> path,
                                                  SourceDescription facts, const ImportOptions& options,
                                                  const std::stop_token& stop) {
    auto stream = std::make_unique<JsonStream>(std::move(bytes), place, std::move(path), std::move(facts), stop);
    LATHE_CHECK(stream->look(options.csv));
    return stream;
}

} // namespace lathe::readers
