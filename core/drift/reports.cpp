// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drift/reports.h"

#include "core/base/clock.h"
#include "core/base/hash.h"

#include <fmt/format.h>

namespace lathe {

namespace {

ReportInfo describe(const ReportId& id, const DriftResult& result) {
    ReportInfo info;
    info.id = id;
    info.title = fmt::format("{} against {}", result.current, result.reference);
    info.reference = result.reference;
    info.current = result.current;
    info.drifted = result.drifted || result.labelDrifted;
    info.share = result.share;
    info.html = "reports/" + id.str() + ".html";
    info.json = "reports/" + id.str() + ".json";
    info.createdAt = result.createdAt;
    return info;
}

Json summary(const DriftResult& result) {
    return {{"drifted", result.drifted},
            {"label_drifted", result.labelDrifted},
            {"drifted_columns", result.driftedColumns},
            {"tested_columns", result.testedColumns},
            {"share", result.share},
            {"defaults", result.options.defaults},
            {"model", result.model}};
}

Result<void> insertFile(Database& database, const std::string& path, const std::string& content, const ReportId& id) {
    LATHE_TRY(Statement statement, database.prepare("INSERT INTO file(path, bytes, sha256, owner) VALUES(?, ?, ?, ?)"));
    statement.bind(path).bind(static_cast<int64_t>(content.size())).bind(sha256(content)).bind("report " + id.str());
    return statement.run();
}

Result<void> insertReport(Database& database, const ReportInfo& info, const DriftResult& result) {
    LATHE_TRY(Statement statement, database.prepare("INSERT INTO report(id, kind, title, reference, current, "
                                                    "drifted, share, summary, html, json, created_at) "
                                                    "VALUES(?, 'drift', ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    statement.bind(info.id.str())
        .bind(info.title)
        .bind(info.reference)
        .bind(info.current)
        .bind(info.drifted)
        .bind(info.share);
    statement.bind(summary(result).dump()).bind(info.html).bind(info.json).bind(info.createdAt);
    return statement.run();
}

ReportInfo readInfo(const Statement& row) {
    ReportInfo info;
    info.id = ReportId(row.text(0));
    info.title = row.text(1);
    info.reference = row.text(2);
    info.current = row.text(3);
    info.drifted = row.integer(4) != 0;
    info.share = row.real(5);
    info.html = row.text(6);
    info.json = row.text(7);
    info.createdAt = row.integer(8);
    return info;
}

} // namespace

Result<ReportInfo> Reports::save(const DriftResult& result) const {
    if (m_project->readOnly())
        return fail(ErrorKind::Unsupported, "the project is open for reading only; the drift report cannot be kept");
    const ReportId id(newIdText("report"));
    const ReportInfo info = describe(id, result);
    const std::string html = toHtml(result), json = result.toJson().dump(1) + "\n";

    // Both files lie durable under their final names before one transaction makes them visible.
    LATHE_TRY(const ScopedFolder folder, m_project->temporaryFolder("report"));
    const Path htmlFile = folder.path() / "report.html", jsonFile = folder.path() / "report.json";
    LATHE_CHECK(writeFileAtomic(htmlFile, html));
    LATHE_CHECK(writeFileAtomic(jsonFile, json));
    LATHE_CHECK(createFolders(m_project->folder() / "reports"));
    LATHE_CHECK(publishFile(htmlFile, m_project->folder() / info.html));
    LATHE_CHECK(publishFile(jsonFile, m_project->folder() / info.json));

    const AuditEntry entry{"report.create", "report " + id.str(), {}, summary(result).dump()};
    Result<void> visible = m_project->change(entry, [&](AuditEntry&) -> Result<void> {
        Database& database = m_project->database();
        LATHE_CHECK(insertFile(database, info.html, html, id));
        LATHE_CHECK(insertFile(database, info.json, json, id));
        return insertReport(database, info, result);
    });
    if (visible) return info;
    std::error_code ignored; // the first error is the one to report
    std::filesystem::remove(m_project->folder() / info.html, ignored);
    std::filesystem::remove(m_project->folder() / info.json, ignored);
    return failure(std::move(visible.error()));
}

Result<std::vector<ReportInfo>> Reports::list() const {
    LATHE_TRY(Statement statement,
              m_project->database().prepare(
                  "SELECT id, title, reference, current, drifted, share, html, json, created_at FROM report "
                  "WHERE kind = 'drift' AND deleted = 0 ORDER BY created_at DESC, id"));
    std::vector<ReportInfo> reports;
    while (true) {
        LATHE_TRY(const bool more, statement.step());
        if (!more) return reports;
        reports.push_back(readInfo(statement));
    }
}

Result<DriftResult> Reports::load(const ReportId& report) const {
    LATHE_TRY(Statement statement,
              m_project->database().prepare("SELECT json FROM report WHERE id = ? AND deleted = 0"));
    statement.bind(report.str());
    LATHE_TRY(const bool found, statement.step());
    if (!found) return fail(ErrorKind::NotFound, "drift report '{}' does not exist", report.str());
    const Path file = m_project->folder() / statement.text(0);
    LATHE_TRY(const std::string text, readTextFile(file));
    const Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded()) return fail(ErrorKind::Corrupt, "{} is not JSON", file.string());
    return DriftResult::fromJson(json);
}

} // namespace lathe
