// SPDX-License-Identifier: GPL-3.0-or-later
// Tags, notes and rollback: what can be changed about versions, whose rows never change.
#include <algorithm>
#include <cctype>

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/data/datasets.h"

namespace lathe {

namespace {

constexpr size_t longestTag = 100;
constexpr size_t longestNote = 10'000;

Result<void> checkTag(const std::string& tag) {
    const auto allowed = [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '_' || c == '.'; };
    const auto digit = [](unsigned char c) { return std::isdigit(c) != 0; };
    if (!tag.empty() && tag.size() <= longestTag && std::all_of(tag.begin(), tag.end(), allowed) &&
        !std::all_of(tag.begin(), tag.end(), digit) && tag != "latest")
        return {};
    return failHint(
        ErrorKind::InvalidInput, fmt::format("'{}' cannot be a tag", tag),
        fmt::format("Use 1 to {} letters, digits, '-', '_' or '.'; not only digits, and not 'latest'.", longestTag));
}

std::string oneText(const char* key, const Json& value) {
    return Json{{key, value}}.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// The version a tag names now, or 0.
Result<int64_t> taggedNumber(Database& database, const DatasetId& dataset, const std::string& tag) {
    LATHE_TRY(Statement statement, database.prepare("SELECT number FROM version_tag WHERE dataset = ? AND tag = ?"));
    LATHE_TRY(const bool found, statement.bind(dataset.str()).bind(tag).step());
    return found ? statement.integer(0) : 0;
}

} // namespace

Result<void> Datasets::tag(const VersionInfo& version, const std::string& tag) const {
    LATHE_CHECK(checkTag(tag));
    return m_project->change(
        {"dataset.tag", "dataset " + version.reference(), "", oneText("tag", tag)},
        [&](AuditEntry& entry) -> Result<void> {
            LATHE_TRY(const int64_t before, taggedNumber(m_project->database(), version.dataset, tag));
            if (before != 0) entry.before = Json{{"tag", tag}, {"version", before}}.dump();
            LATHE_TRY(
                Statement set,
                m_project->database().prepare(
                    "INSERT INTO version_tag(dataset, tag, number, set_at) VALUES(?, ?, ?, ?) "
                    "ON CONFLICT(dataset, tag) DO UPDATE SET number = excluded.number, set_at = excluded.set_at"));
            return set.bind(version.dataset.str()).bind(tag).bind(version.number).bind(nowMicros()).run();
        });
}

Result<void> Datasets::removeTag(const std::string& datasetName, const std::string& tag) const {
    LATHE_TRY(const auto all, versions(datasetName));
    std::vector<std::string> known;
    for (const VersionInfo& version : all) known.insert(known.end(), version.tags.begin(), version.tags.end());
    if (std::find(known.begin(), known.end(), tag) == known.end())
        return failHint(ErrorKind::NotFound, fmt::format("dataset '{}' has no tag '{}'", datasetName, tag),
                        suggestion(tag, known));
    return m_project->change(
        {"dataset.untag", "dataset " + datasetName, oneText("tag", tag), ""}, [&](AuditEntry&) -> Result<void> {
            LATHE_TRY(Statement remove,
                      m_project->database().prepare("DELETE FROM version_tag WHERE dataset = ? AND tag = ?"));
            return remove.bind(all.front().dataset.str()).bind(tag).run();
        });
}

Result<void> Datasets::setNote(const VersionInfo& version, const std::string& note) const {
    if (note.size() > longestNote || !isValidUtf8(note))
        return failHint(ErrorKind::InvalidInput, fmt::format("the note on {} cannot be kept", version.reference()),
                        fmt::format("Use at most {} bytes of UTF-8 text.", longestNote));
    return m_project->change(
        {"dataset.note", "dataset " + version.reference(), oneText("note", version.note), oneText("note", note)},
        [&](AuditEntry&) -> Result<void> {
            LATHE_TRY(Statement set, m_project->database().prepare(
                                         "UPDATE dataset_version SET note = ? WHERE dataset = ? AND number = ?"));
            LATHE_CHECK(set.bind(note).bind(version.dataset.str()).bind(version.number).run());
            if (m_project->database().changes() == 1) return {};
            return fail(ErrorKind::NotFound, "there is no dataset version {}", version.reference());
        });
}

Result<VersionInfo> Datasets::rollBack(const VersionInfo& version) const {
    int64_t number = 0;
    const auto work = [&](AuditEntry& entry) -> Result<void> {
        Database& database = m_project->database();
        LATHE_TRY(Statement latest, database.prepare("SELECT max(number) FROM dataset_version WHERE dataset = ?"));
        LATHE_CHECK(latest.bind(version.dataset.str()).step());
        if (latest.integer(0) == version.number)
            return failHint(ErrorKind::Conflict, fmt::format("{} is the latest version already", version.reference()),
                            "Name an older one.");
        number = latest.integer(0) + 1;
        LATHE_TRY(
            Statement insert,
            database.prepare(
                "INSERT INTO dataset_version(dataset, number, content_hash, rows, schema, file, parent, parent_hash, created_at) "
                "SELECT dataset, ?, content_hash, rows, schema, file, ?, content_hash, ? FROM dataset_version "
                "WHERE dataset = ? AND number = ?"));
        insert.bind(number)
            .bind(version.reference())
            .bind(nowMicros())
            .bind(version.dataset.str())
            .bind(version.number);
        LATHE_CHECK(insert.run());
        if (database.changes() != 1)
            return fail(ErrorKind::NotFound, "there is no dataset version {}", version.reference());
        entry.object = fmt::format("dataset {}@{}", version.datasetName, number);
        return {};
    };
    LATHE_CHECK(m_project->change(
        {"dataset.rollback", "dataset " + version.datasetName, "", oneText("parent", version.reference())}, work));
    return resolve(fmt::format("{}@{}", version.datasetName, number));
}

} // namespace lathe
