// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/validation/validations.h"

#include "core/base/clock.h"
#include "core/base/text.h"

namespace lathe {

namespace {

std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json auditFacts(const ValidationInfo& info) {
    return {{"suite", info.suite},
            {"content_hash", info.contentHash},
            {"expectations", info.expectations},
            {"met", info.met},
            {"failed_errors", info.failedErrors},
            {"failed_warnings", info.failedWarnings},
            {"failed_infos", info.failedInfos}};
}

Result<void> checkWritable(const Project& project, const char* what) {
    if (!project.readOnly()) return {};
    return fail(ErrorKind::Unsupported, "the project is open for reading only; the {} cannot be kept", what);
}

Result<void> checkSuiteName(const std::string& name) {
    if (!name.empty() && name.size() <= 100 && trimmed(name) == name && isValidUtf8(name) &&
        name.find_first_of("/\\\n") == std::string::npos)
        return {};
    return failHint(ErrorKind::InvalidInput, fmt::format("'{}' cannot name a suite", name),
                    "Use 1 to 100 characters without / and \\.");
}

} // namespace

Result<std::vector<SuiteInfo>> Validations::suites() const {
    LATHE_TRY(Statement query,
              m_project->database().prepare(
                  "SELECT id, name, expectations, saved_at FROM suite WHERE deleted = 0 ORDER BY name"));
    std::vector<SuiteInfo> list;
    for (;;) {
        LATHE_TRY(const bool more, query.step());
        if (!more) return list;
        list.push_back({query.text(0), query.text(1), static_cast<size_t>(query.integer(2)), query.integer(3)});
    }
}

Result<ExpectationSuite> Validations::suite(const std::string& name) const {
    LATHE_TRY(Statement query,
              m_project->database().prepare("SELECT content FROM suite WHERE name = ? AND deleted = 0"));
    query.bind(name);
    LATHE_TRY(const bool found, query.step());
    if (found) return ExpectationSuite::parseText(query.text(0), "suite " + name);
    LATHE_TRY(const auto known, suites());
    std::vector<std::string> names;
    for (const SuiteInfo& each : known) names.push_back(each.name);
    return failHint(ErrorKind::NotFound, fmt::format("there is no suite '{}' in the project", name),
                    names.empty() ? "Infer one: lathe data validate VERSION --infer --save" : suggestion(name, names));
}

Result<void> Validations::saveSuite(const ExpectationSuite& suite) const {
    LATHE_CHECK(checkWritable(*m_project, "suite"));
    LATHE_CHECK(checkSuiteName(suite.name));
    const std::string content = suite.toYaml();
    return m_project->change({"suite.save", "suite " + suite.name, "", ""}, [&](AuditEntry& entry) -> Result<void> {
        Database& database = m_project->database();
        LATHE_TRY(Statement query, database.prepare("SELECT content FROM suite WHERE name = ? AND deleted = 0"));
        query.bind(suite.name);
        LATHE_TRY(const bool exists, query.step());
        if (exists) entry.before = dumped(Json{{"suite", query.text(0)}});
        entry.after = dumped(Json{{"suite", content}});
        LATHE_TRY(
            Statement write,
            database.prepare(
                exists ? "UPDATE suite SET content = ?, expectations = ?, saved_at = ? WHERE name = ? AND deleted = 0"
                       : "INSERT INTO suite(content, expectations, saved_at, name, id) VALUES(?, ?, ?, ?, ?)"));
        write.bind(content).bind(static_cast<int64_t>(suite.expectations.size())).bind(nowMicros()).bind(suite.name);
        if (!exists) write.bind(newIdText("suite"));
        return write.run();
    });
}

Result<void> Validations::removeSuite(const std::string& name) const {
    LATHE_CHECK(checkWritable(*m_project, "change"));
    LATHE_TRY(const auto known, suites());
    for (const SuiteInfo& each : known)
        if (each.name == name) return m_project->moveToTrash("suite", each.id, name);
    return fail(ErrorKind::NotFound, "there is no suite '{}' in the project", name);
}

Result<ExpectationSuite> Validations::open(const std::string& reference, const Path& folder) const {
    const Path file = folder / reference;
    std::error_code code;
    if (std::filesystem::is_regular_file(file, code)) return ExpectationSuite::readFile(file);
    const std::string extension = lowered(file.extension().string());
    if (extension == ".yaml" || extension == ".yml" || extension == ".json")
        return fail(ErrorKind::NotFound, "there is no suite file '{}'", file.string());
    return suite(reference);
}

Result<ValidationResult> Validations::run(const VersionInfo& version, const ExpectationSuite& suite,
                                          ValidationOptions options, const JobContext& job) const {
    const Datasets datasets(*m_project);
    LATHE_TRY(const auto file, datasets.open(version));
    if (!options.rowsOf)
        options.rowsOf = [&datasets](const std::string& name) -> Result<uint64_t> {
            LATHE_TRY(const VersionInfo other, datasets.resolve(name));
            return other.rows;
        };
    auto result = validate(*file, suite, options, job);
    if (!result) return failure(std::move(result.error()).within("while validating " + version.reference()));
    result->reference = version.reference();
    return result;
}

Result<ValidationInfo> Validations::save(const VersionInfo& version, const ValidationResult& result) const {
    LATHE_CHECK(checkWritable(*m_project, "result"));
    ValidationInfo info;
    info.id = ValidationId(newIdText("validation"));
    info.suite = result.suite;
    info.dataset = version.datasetName;
    info.version = version.number;
    info.contentHash = version.contentHash;
    info.expectations = result.results.size();
    info.met = result.met();
    info.failedErrors = result.failed(CheckSeverity::Error);
    info.failedWarnings = result.failed(CheckSeverity::Warning);
    info.failedInfos = result.failed(CheckSeverity::Info);
    info.seconds = result.seconds;
    info.createdAt = nowMicros();
    const AuditEntry entry{"dataset.validate", "dataset " + version.reference(), "", dumped(auditFacts(info))};
    LATHE_CHECK(m_project->change(entry, [&](AuditEntry&) -> Result<void> {
        LATHE_TRY(
            Statement insert,
            m_project->database().prepare(
                "INSERT INTO validation(id, suite, dataset, version, expectations, met, failed_errors, failed_warnings, failed_infos, "
                "seconds, result, created_at) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
        insert.bind(info.id.str()).bind(info.suite).bind(version.dataset.str()).bind(version.number);
        for (const size_t count :
             {info.expectations, info.met, info.failedErrors, info.failedWarnings, info.failedInfos})
            insert.bind(static_cast<int64_t>(count));
        insert.bind(info.seconds).bind(dumped(result.toJson())).bind(info.createdAt);
        return insert.run();
    }));
    return info;
}

Result<std::vector<ValidationInfo>> Validations::history(const std::string& dataset, const std::string& suite) const {
    LATHE_TRY(
        Statement query,
        m_project->database().prepare(
            "SELECT r.id, r.suite, d.name, r.version, v.content_hash, r.expectations, r.met, r.failed_errors, r.failed_warnings, r.failed_infos, "
            "r.seconds, r.created_at FROM validation r JOIN dataset d ON d.id = r.dataset "
            "JOIN dataset_version v ON v.dataset = r.dataset AND v.number = r.version "
            "WHERE d.name = ? AND d.deleted = 0 AND (? = '' OR r.suite = ?) ORDER BY r.created_at DESC, r.id"));
    query.bind(dataset).bind(suite).bind(suite);
    std::vector<ValidationInfo> list;
    const auto count = [&](int column) { return static_cast<size_t>(query.integer(column)); };
    for (;;) {
        LATHE_TRY(const bool more, query.step());
        if (!more) return list;
        list.push_back({ValidationId(query.text(0)), query.text(1), query.text(2), static_cast<int>(query.integer(3)),
                        query.text(4), count(5), count(6), count(7), count(8), count(9), query.real(10),
                        query.integer(11)});
    }
}

Result<ValidationResult> Validations::load(const ValidationId& id) const {
    LATHE_TRY(Statement query, m_project->database().prepare("SELECT result FROM validation WHERE id = ?"));
    query.bind(id.str());
    LATHE_TRY(const bool found, query.step());
    if (!found) return fail(ErrorKind::NotFound, "there is no validation '{}'", id.str());
    const Json json = Json::parse(query.text(0), nullptr, false);
    if (json.is_discarded()) return fail(ErrorKind::Corrupt, "the stored validation '{}' is not JSON", id.str());
    return ValidationResult::fromJson(json);
}

} // namespace lathe
