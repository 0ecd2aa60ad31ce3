// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/audit.h"

#include "core/base/clock.h"
#include "core/base/hash.h"
#include "core/base/process.h"

#include <system_error>

namespace lathe {

namespace {

constexpr auto recordColumns = "sequence, time, who, host, program, action, object, before, after, previous_hash, hash";

std::string programName() {
    std::error_code code;
    const Path self = std::filesystem::read_symlink("/proc/self/exe", code);
    return code ? "unknown" : self.filename().string();
}

AuditRecord recordOf(const Statement& row) {
    AuditRecord record;
    record.sequence = row.integer(0);
    record.time = row.integer(1);
    record.who = row.text(2);
    record.host = row.text(3);
    record.program = row.text(4);
    record.entry = {row.text(5), row.text(6), row.text(7), row.text(8)};
    record.previousHash = row.text(9);
    record.hash = row.text(10);
    return record;
}

struct ChainHead {
    int64_t sequence = 0;
    std::string hash = auditStart();
};

std::string headText(const ChainHead& head) { return fmt::format("{}:{}", head.sequence, head.hash); }

Result<ChainHead> lastEntry(Database& database) {
    LATHE_TRY(auto last, database.prepare("SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1"));
    LATHE_TRY(const bool any, last.step());
    return any ? ChainHead{last.integer(0), last.text(1)} : ChainHead{};
}

Result<std::string> recordedHead(Database& database) {
    LATHE_TRY(auto query, database.prepare("SELECT value FROM meta WHERE key = 'audit_head'"));
    LATHE_TRY(const bool any, query.step());
    return any ? query.text(0) : std::string();
}

ProjectProblem broken(std::string object, std::string message) {
    return {std::move(object), std::move(message),
            "The record of who changed what is not to be trusted from here on; data, runs and models are not "
            "affected."};
}

} // namespace

std::string auditStart() { return std::string(64, '0'); }

std::string auditHash(const AuditRecord& record) {
    Sha256 hash;
    const auto add = [&hash](const std::string& field) { hash.update(fmt::format("{}:{},", field.size(), field)); };
    add(record.previousHash);
    add(std::to_string(record.sequence));
    add(std::to_string(record.time));
    for (const auto* field : {&record.who, &record.host, &record.program, &record.entry.action, &record.entry.object,
                              &record.entry.before, &record.entry.after})
        add(*field);
    return hash.finish();
}

Result<void> appendAudit(Database& database, const AuditEntry& entry) {
    LATHE_TRY(const ChainHead head, lastEntry(database));
    AuditRecord record{head.sequence + 1, nowMicros(), userName(), hostName(), programName(), entry, head.hash, {}};
    record.hash = auditHash(record);

    LATHE_TRY(auto insert,
              database.prepare(fmt::format("INSERT INTO audit({}) VALUES(?,?,?,?,?,?,?,?,?,?,?)", recordColumns)));
    insert.bind(record.sequence).bind(record.time).bind(record.who).bind(record.host).bind(record.program);
    insert.bind(entry.action).bind(entry.object).bind(entry.before).bind(entry.after);
    LATHE_CHECK(insert.bind(record.previousHash).bind(record.hash).run());

    LATHE_TRY(auto note, database.prepare("INSERT OR REPLACE INTO meta(key, value) VALUES('audit_head', ?)"));
    return note.bind(headText({record.sequence, record.hash})).run();
}

Result<std::vector<AuditRecord>> readAudit(Database& database, size_t limit, int64_t beforeSequence,
                                           const std::string& filter) {
    LATHE_TRY(auto query,
              database.prepare(fmt::format(
                  "SELECT {} FROM audit WHERE sequence < ? AND (instr(object, ?) > 0 OR instr(action, ?) > 0) "
                  "ORDER BY sequence DESC LIMIT ?",
                  recordColumns)));
    query.bind(beforeSequence).bind(filter).bind(filter);
    query.bind(static_cast<int64_t>(std::min<size_t>(limit, INT64_MAX)));
    std::vector<AuditRecord> records;
    for (;;) {
        LATHE_TRY(const bool row, query.step());
        if (!row) return records;
        records.push_back(recordOf(query));
    }
}

Result<std::vector<ProjectProblem>> auditProblems(Database& database, const JobContext& job) {
    std::vector<ProjectProblem> problems;
    LATHE_TRY(auto query, database.prepare(fmt::format("SELECT {} FROM audit ORDER BY sequence", recordColumns)));
    ChainHead head;
    for (;;) {
        LATHE_TRY(const bool row, query.step());
        if (!row) break;
        LATHE_CHECK(job.checkStop());
        const AuditRecord record = recordOf(query);
        const std::string object = fmt::format("audit entry {}", record.sequence);
        if (record.sequence != head.sequence + 1)
            problems.push_back(broken(
                object, fmt::format("the entries between {} and {} are missing", head.sequence, record.sequence)));
        else if (record.previousHash != head.hash)
            problems.push_back(broken(object, "it does not continue the entry before it"));
        if (record.hash != auditHash(record)) problems.push_back(broken(object, "it was changed after it was written"));
        head = {record.sequence, record.hash};
        job.addDone(1);
    }
    LATHE_TRY(const std::string recorded, recordedHead(database));
    if (recorded != headText(head) && problems.empty())
        problems.push_back(broken(fmt::format("audit entry {}", head.sequence), "entries after it were removed"));
    return problems;
}

} // namespace lathe
