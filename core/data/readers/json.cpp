// SPDX-License-Identifier: GPL-3.0-or-later
// What form a JSON text has.
#include "core/data/readers/json.h"

#include "core/base/json.h"

#include "core/data/readers/json_sources.h"
#include "core/data/readers/row_import.h"

#include <fmt/format.h>

namespace lathe::readers {

namespace {

/// The key of the first array in an object too large to look at as a whole; none when it has none at its top.
Result<std::string> firstArrayKey(TextWindow& text) {
    LATHE_CHECK(text.expect('{', "at the beginning"));
    for (;;) {
        LATHE_TRY(const std::string_view quoted, text.takeValue());
        const std::string key(quoted);
        LATHE_CHECK(text.expect(':', "behind a key"));
        LATHE_TRY(const char opens, text.peek());
        if (opens == '[') return key;
        LATHE_CHECK(text.takeValue(longestDocument));
        LATHE_CHECK(text.expect(',', "between members"));
    }
}

/// The text of a quoted key.
std::string unquoted(const std::string& quoted) {
    const auto json = Json::parse(quoted, nullptr, false);
    return json.is_string() ? json.get<std::string>() : std::string();
}

Result<std::unique_ptr<RowSource>> openLargeObject(const BytesAgain& bytes, Error tooLarge, SourceDescription facts,
                                                   const ImportOptions& options, const std::stop_token& stop) {
    LATHE_TRY(auto source, bytes());
    TextWindow text(std::move(source));
    const auto key = firstArrayKey(text);
    if (!key)
        return failure(std::move(tooLarge).withHint(
            "An object of more than 64 MiB is read only when an array in it holds the records. "
            "Write it as JSON lines, a record per line."));
    const std::vector<std::string> path{unquoted(*key)};
    facts.chosen = joinedRecordPath(path);
    facts.reasons.push_back(fmt::format("The first array in the object, under '{}', holds the records.", facts.chosen));
    return openJsonStream(bytes, RecordPlace::Array, path, std::move(facts), options, stop);
}

Result<std::unique_ptr<RowSource>> openObject(const BytesAgain& bytes, TextWindow& text, const std::string& name,
                                              const ImportOptions& options, SourceDescription facts,
                                              const std::stop_token& stop) {
    const std::vector<std::string> path = splitRecordPath(options.recordPath);
    auto value = text.takeValue(longestDocument);
    if (!value && !path.empty())
        return openJsonStream(bytes, RecordPlace::Array, path, std::move(facts), options, stop);
    if (!value) return openLargeObject(bytes, std::move(value.error()), std::move(facts), options, stop);
    std::string document(*value);
    LATHE_TRY(const char behind, text.peek());
    if (behind != '\0') {
        facts.reasons.emplace_back("Records stand one after the other.");
        return openJsonStream(bytes, RecordPlace::Loose, {}, std::move(facts), options, stop);
    }
    LATHE_TRY(ObjectTable table, openJsonObject(std::move(document), path, name, facts, stop));
    if (table.source) return std::move(table.source);
    facts.chosen = table.arrays.front().name;
    std::vector<std::string> chosen = splitRecordPath(facts.chosen);
    if (chosen != path) facts.reasons.push_back(fmt::format("The records are those under '{}'.", facts.chosen));
    if (table.arrays.size() > 1) facts.choices = std::move(table.arrays);
    return openJsonStream(bytes, RecordPlace::Array, std::move(chosen), std::move(facts), options, stop);
}

} // namespace

std::vector<std::string> splitRecordPath(std::string_view path) {
    std::vector<std::string> keys;
    if (path.empty()) return keys;
    keys.emplace_back();
    for (size_t i = 0; i < path.size(); ++i) {
        if (path[i] == '\\' && i + 1 < path.size()) keys.back() += path[++i];
        else if (path[i] == '.') keys.emplace_back();
        else keys.back() += path[i];
    }
    return keys;
}

std::string joinedRecordPath(const std::vector<std::string>& keys) {
    std::string path;
    for (const auto& key : keys) {
        if (&key != &keys.front()) path += '.';
        for (const char c : key) {
            if (c == '.' || c == '\\') path += '\\';
            path += c;
        }
    }
    return path;
}

Result<std::unique_ptr<RowSource>> openJsonRows(BytesAgain bytes, const std::string& name, bool lines,
                                                const ImportOptions& options, const std::stop_token& stop) {
    SourceDescription facts;
    if (lines) {
        facts.reasons.emplace_back("There is a record on each line.");
        return openJsonStream(std::move(bytes), RecordPlace::Lines, {}, std::move(facts), options, stop);
    }
    LATHE_TRY(auto source, bytes());
    TextWindow text(std::move(source));
    LATHE_TRY(const char first, text.peek());
    facts.chosen = options.recordPath;
    if (first == '{') return openObject(bytes, text, name, options, std::move(facts), stop);
    const bool array = first == '[';
    facts.reasons.emplace_back(array ? "The records are the elements of an array."
                                     : "Values stand one after the other.");
    return openJsonStream(std::move(bytes), array ? RecordPlace::Array : RecordPlace::Loose,
                          splitRecordPath(options.recordPath), std::move(facts), options, stop);
}

OpenedReader openJson(const Path& file, bool lines, const ImportOptions& options, const JobContext& job) {
    const auto bytes = [file, stop = job.stopToken()] { return openStoppable(file, stop); };
    LATHE_TRY(auto rows, openJsonRows(bytes, file.string(), lines, options, job.stopToken()));
    return openRows(std::move(rows), file, options);
}

} // namespace lathe::readers
