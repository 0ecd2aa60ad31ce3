// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/datasets.h"

#include <algorithm>
#include <system_error>

#include "core/base/clock.h"
#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/data/versions/applied_steps.h"
#include "core/data/versions/dvc.h"
#include "core/data/versions/version_files.h"

namespace lathe {

namespace {

constexpr size_t longestName = 100;

const std::string versionColumns =
    "SELECT v.dataset, d.name, v.number, v.content_hash, v.rows, v.schema, v.file, f.sha256, f.bytes, v.source, "
    "v.source_hash, v.parent, v.parent_hash, v.recipe, v.rejected_rows, v.import_report, v.note, v.created_at, "
    "(SELECT group_concat(tag, ' ') FROM (SELECT tag FROM version_tag t WHERE t.dataset = v.dataset AND t.number = v.number ORDER BY tag)) "
    "FROM dataset_version v JOIN dataset d ON d.id = v.dataset JOIN file f ON f.path = v.file ";

// ---- Schema and reports as JSON -------------------------------------------------------------------------------

Json schemaToJson(const std::vector<ColumnSchema>& schema) {
    Json json = Json::array();
    for (const ColumnSchema& column : schema) json.push_back({{"name", column.name}, {"type", toString(column.type)}});
    return json;
}

Result<std::vector<ColumnSchema>> schemaFromJson(const std::string& text, const std::string& reference) {
    std::vector<ColumnSchema> schema;
    const Json json = Json::parse(text, nullptr, false);
    const auto damaged = [&] { return fail(ErrorKind::Corrupt, "the stored schema of {} cannot be read", reference); };
    if (!json.is_array()) return damaged();
    for (const Json& item : json) {
        if (!item.is_object() || !item.contains("name") || !item["name"].is_string() || !item.contains("type") ||
            !item["type"].is_string())
            return damaged();
        const auto type = columnTypeFromText(item["type"].get<std::string>());
        if (!type) return damaged();
        schema.push_back({item["name"].get<std::string>(), *type});
    }
    return schema;
}

/// JSON text in which bytes that are not UTF-8 became replacement characters.
std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

void addDialect(Json& report, const CsvDialect& dialect) {
    report["delimiter"] = dialect.delimiter;
    report["quote"] = dialect.quote == '\0' ? std::string() : std::string(1, dialect.quote);
    report["header"] = dialect.header;
    report["encoding"] = dialect.encoding;
    report["byte_order_mark"] = dialect.byteOrderMark;
    report["skip_rows"] = dialect.skipRows;
    report["compression"] = dialect.compression;
}

} // namespace

std::string importReport(const ImportOutcome& outcome) {
    const SourceDescription& source = outcome.description;
    Json report;
    report["format"] = toString(source.format);
    if (source.csv) addDialect(report, *source.csv);
    if (!source.chosen.empty()) report["chosen"] = source.chosen;
    report["rows"] = outcome.rows;
    report["rejected_rows"] = outcome.rejectedRows;
    report["reasons"] = source.reasons;
    return dumped(report);
}

namespace {

std::string rejectedToJson(const std::vector<RejectedRow>& rows) {
    if (rows.empty()) return {};
    Json json = Json::array();
    for (const RejectedRow& row : rows)
        json.push_back({{"line", row.line}, {"reason", row.reason}, {"text", row.text}});
    return dumped(json);
}

// ---- Rows of the project store --------------------------------------------------------------------------------

Result<VersionInfo> readVersion(const Statement& row) {
    VersionInfo version;
    version.dataset = DatasetId(row.text(0));
    version.datasetName = row.text(1);
    version.number = static_cast<int>(row.integer(2));
    version.contentHash = row.text(3);
    version.rows = static_cast<uint64_t>(row.integer(4));
    LATHE_TRY(version.schema, schemaFromJson(row.text(5), version.reference()));
    version.file = row.text(6);
    version.fileHash = row.text(7);
    version.fileBytes = static_cast<uint64_t>(row.integer(8));
    version.source = row.text(9);
    version.sourceHash = row.text(10);
    version.parent = row.text(11);
    version.parentHash = row.text(12);
    version.recipe = row.text(13);
    version.rejectedRows = static_cast<uint64_t>(row.integer(14));
    version.importReport = row.text(15);
    version.note = row.text(16);
    version.createdAt = row.integer(17);
    if (const auto tags = row.optionalText(18)) version.tags = splitText(*tags, ' ');
    return version;
}

Result<std::vector<VersionInfo>> readVersions(Statement& statement) {
    std::vector<VersionInfo> versions;
    for (;;) {
        LATHE_TRY(const bool more, statement.step());
        if (!more) return versions;
        LATHE_TRY(VersionInfo version, readVersion(statement));
        versions.push_back(std::move(version));
    }
}

Result<std::optional<VersionInfo>> latestVersion(Database& database, const std::string& datasetName) {
    LATHE_TRY(Statement statement,
              database.prepare(versionColumns + "WHERE d.name = ? AND d.deleted = 0 ORDER BY v.number DESC LIMIT 1"));
    statement.bind(datasetName);
    LATHE_TRY(std::vector<VersionInfo> versions, readVersions(statement));
    if (versions.empty()) return std::optional<VersionInfo>();
    return std::optional<VersionInfo>(std::move(versions.front()));
}

Result<void> insertDataset(Database& database, const VersionInfo& version) {
    LATHE_TRY(Statement statement, database.prepare("INSERT INTO dataset(id, name, created_at) VALUES(?, ?, ?)"));
    statement.bind(version.dataset.str()).bind(version.datasetName).bind(version.createdAt);
    return statement.run();
}

Result<void> insertFile(Database& database, const VersionInfo& version) {
    LATHE_TRY(Statement file, database.prepare("INSERT INTO file(path, bytes, sha256, owner) VALUES(?, ?, ?, ?)"));
    file.bind(version.file).bind(static_cast<int64_t>(version.fileBytes)).bind(version.fileHash);
    file.bind("dataset " + version.reference());
    return file.run();
}

Result<void> insertVersion(Database& database, const VersionInfo& version, const std::string& rejected) {
    LATHE_TRY(
        Statement row,
        database.prepare("INSERT INTO dataset_version(dataset, number, content_hash, rows, schema, file, source, "
                         "source_hash, parent, parent_hash, recipe, rejected_rows, import_report, rejected, note, "
                         "created_at) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    row.bind(version.dataset.str()).bind(version.number).bind(version.contentHash);
    row.bind(static_cast<int64_t>(version.rows)).bind(dumped(schemaToJson(version.schema))).bind(version.file);
    row.bind(version.source).bind(version.sourceHash).bind(version.parent).bind(version.parentHash);
    row.bind(version.recipe).bind(static_cast<int64_t>(version.rejectedRows)).bind(version.importReport);
    row.bind(rejected).bind(version.note).bind(version.createdAt);
    return row.run();
}

// ---- Publishing -----------------------------------------------------------------------------------------------

Result<void> checkName(const std::string& name) {
    const bool control =
        std::any_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    if (!name.empty() && name.size() <= longestName && !control && name.find_first_of("@/\\") == std::string::npos &&
        trimmed(name) == name && isValidUtf8(name))
        return {};
    return failHint(
        ErrorKind::InvalidInput, fmt::format("'{}' cannot name a dataset", name),
        fmt::format("Use 1 to {} characters without @, /, \\, and without blanks at the ends.", longestName));
}

Result<void> checkWritable(const Project& project) {
    if (!project.readOnly()) return {};
    return failHint(ErrorKind::Unsupported, fmt::format("project '{}' is open read-only", project.name()),
                    "Open it for writing, or close the window that holds it.");
}

/// Size and checksum of files that are about to be published; taken before the transaction, which should be short.
Result<std::vector<PublishedFile>> measured(const std::vector<Datasets::Companion>& companions,
                                            const std::stop_token& stop) {
    std::vector<PublishedFile> files;
    for (const Datasets::Companion& companion : companions) {
        LATHE_TRY(std::string digest, treeHashFile(companion.file, stop));
        std::error_code failed;
        const uintmax_t bytes = std::filesystem::file_size(companion.file, failed);
        if (failed)
            return fail(ErrorKind::Io, "cannot read the size of '{}': {}", companion.file.string(), failed.message());
        files.push_back({companion.path, bytes, std::move(digest), companion.owner});
    }
    return files;
}

/// Gives a finished column file its place and its row in the project, both or neither. \p draft lacks what is known
/// only now: dataset, number and file. When the latest version of the dataset \p isSame, that one is given back.
Result<VersionInfo> publishVersion(const Project& project, VersionInfo draft, const Path& file,
                                   const std::string& rejected, AuditEntry entry,
                                   const std::function<bool(const VersionInfo&)>& isSame, const std::stop_token& stop,
                                   const std::vector<Datasets::Companion>& companions = {}) {
    LATHE_TRY(const VersionFile content, chooseVersionFile(project, file, draft, JobContext(stop, nullptr)));
    draft.fileHash = content.digest;
    draft.fileBytes = content.bytes;
    LATHE_TRY(const std::vector<PublishedFile> companionFiles, measured(companions, stop));

    std::optional<VersionInfo> existing;
    std::vector<Path> published;
    const auto work = [&](AuditEntry& audit) -> Result<void> {
        Database& database = project.database();
        LATHE_TRY(const auto latest, latestVersion(database, draft.datasetName));
        if (latest && isSame(*latest)) {
            existing = latest;
            return fail(ErrorKind::Conflict, "{} has the same content", latest->reference());
        }
        draft.dataset = latest ? latest->dataset : DatasetId(newIdText("dataset"));
        draft.number = latest ? latest->number + 1 : 1;
        draft.createdAt = nowMicros();
        draft.file = content.exists ? content.path : fmt::format("data/{}/{}.h5", draft.dataset.str(), draft.number);
        audit.object = "dataset " + draft.reference();
        if (!latest) LATHE_CHECK(insertDataset(database, draft));
        if (!content.exists) LATHE_CHECK(insertFile(database, draft));
        LATHE_CHECK(insertVersion(database, draft, rejected));
        for (size_t i = 0; i < companions.size(); ++i) {
            const Path place = project.folder() / companions[i].path;
            LATHE_CHECK(createFolders(place.parent_path()));
            LATHE_CHECK(publishFile(companions[i].file, place));
            published.push_back(place);
            LATHE_CHECK(project.recordFile(companionFiles[i]));
        }
        if (content.exists) return {};
        LATHE_CHECK(recordSources(database, draft.file, content.sharing));
        // The number belongs to us while the transaction lasts; a file that a crash left under it is nobody's.
        const Path target = project.folder() / draft.file;
        LATHE_CHECK(createFolders(target.parent_path()));
        LATHE_CHECK(publishFile(content.file, target));
        published.push_back(target);
        return syncFolder(target.parent_path().parent_path());
    };
    const Result<void> done = project.change(std::move(entry), work);
    if (existing) return *existing;
    if (!done) {
        std::error_code failed;
        for (const Path& path : published) std::filesystem::remove(path, failed);
        return failure(done.error());
    }
    return draft;
}

std::string auditText(const VersionInfo& draft) {
    Json after{{"content_hash", draft.contentHash}, {"rows", draft.rows}};
    if (!draft.source.empty()) after["source"] = draft.source;
    if (!draft.sourceHash.empty()) after["source_hash"] = draft.sourceHash;
    if (!draft.parent.empty()) after["parent"] = draft.parent;
    if (draft.rejectedRows > 0) after["rejected_rows"] = draft.rejectedRows;
    return dumped(after);
}

bool isHexPrefix(std::string_view text) {
    return text.size() >= 8 && text.size() <= 64 &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

} // namespace

// ---- Looking up -----------------------------------------------------------------------------------------------

Result<std::vector<DatasetInfo>> Datasets::list() const {
    LATHE_TRY(Statement statement,
              m_project->database().prepare(
                  "SELECT d.id, d.name, d.created_at, max(v.number) FROM dataset d JOIN dataset_version v "
                  "ON v.dataset = d.id WHERE d.deleted = 0 GROUP BY d.id ORDER BY d.name"));
    std::vector<DatasetInfo> datasets;
    for (;;) {
        LATHE_TRY(const bool more, statement.step());
        if (!more) return datasets;
        datasets.push_back({DatasetId(statement.text(0)), statement.text(1), statement.integer(2),
                            static_cast<int>(statement.integer(3))});
    }
}

Result<std::vector<VersionInfo>> Datasets::versions(const std::string& datasetName) const {
    LATHE_TRY(Statement statement,
              m_project->database().prepare(versionColumns + "WHERE d.name = ? AND d.deleted = 0 ORDER BY v.number"));
    statement.bind(datasetName);
    LATHE_TRY(std::vector<VersionInfo> found, readVersions(statement));
    if (!found.empty()) return found;
    LATHE_TRY(const std::vector<DatasetInfo> known, list());
    std::vector<std::string> names;
    for (const DatasetInfo& dataset : known) names.push_back(dataset.name);
    return failHint(ErrorKind::NotFound,
                    fmt::format("there is no dataset '{}' in project '{}'", datasetName, m_project->name()),
                    names.empty() ? "Import one first." : suggestion(datasetName, names));
}

Result<VersionInfo> Datasets::resolve(const std::string& reference) const {
    const size_t at = reference.rfind('@');
    const std::string name = reference.substr(0, at);
    const std::string which = at == std::string::npos ? "latest" : reference.substr(at + 1);
    LATHE_TRY(const std::vector<VersionInfo> all, versions(name));
    if (which == "latest") return all.back();

    if (which.starts_with("sha256:")) {
        const std::string prefix = lowered(which.substr(7));
        if (!isHexPrefix(prefix))
            return failHint(ErrorKind::InvalidInput, fmt::format("'{}' is not the beginning of a content hash", which),
                            "Give 8 to 64 hexadecimal digits after sha256:.");
        const VersionInfo* match = nullptr;
        for (const VersionInfo& version : all) {
            if (!version.contentHash.starts_with(prefix)) continue;
            if (match && match->contentHash != version.contentHash)
                return failHint(ErrorKind::InvalidInput,
                                fmt::format("'{}' fits {} and {}", reference, match->reference(), version.reference()),
                                "Give more digits of the hash.");
            match = &version;
        }
        if (match) return *match;
        return fail(ErrorKind::NotFound, "no version of dataset '{}' has a content hash that begins with {}", name,
                    prefix);
    }

    const auto number = parseInteger(which);
    if (!number) {
        std::vector<std::string> tags;
        for (const VersionInfo& version : all) {
            if (std::find(version.tags.begin(), version.tags.end(), which) != version.tags.end()) return version;
            tags.insert(tags.end(), version.tags.begin(), version.tags.end());
        }
        const std::string forms = "Write NAME, NAME@latest, NAME@3, NAME@sha256:PREFIX or NAME@TAG.";
        return failHint(ErrorKind::NotFound, fmt::format("dataset '{}' has no version or tag '{}'", name, which),
                        tags.empty() ? forms : suggestion(which, tags));
    }
    for (const VersionInfo& version : all)
        if (version.number == *number) return version;
    return failHint(ErrorKind::NotFound, fmt::format("dataset '{}' has no version {}", name, which),
                    fmt::format("Its versions are 1 to {}.", all.back().number));
}

Result<std::shared_ptr<const ColumnFile>> Datasets::open(const VersionInfo& version) const {
    auto file = ColumnFile::open(m_project->folder() / version.file);
    if (!file) return failure(std::move(file.error()).within("while opening " + version.reference()));
    return file;
}

Result<std::vector<Datasets::Rejected>> Datasets::rejected(const VersionInfo& version, size_t limit) const {
    LATHE_TRY(Statement statement,
              m_project->database().prepare("SELECT rejected FROM dataset_version WHERE dataset = ? AND number = ?"));
    statement.bind(version.dataset.str()).bind(version.number);
    LATHE_TRY(const bool found, statement.step());
    if (!found) return fail(ErrorKind::NotFound, "there is no dataset version {}", version.reference());
    std::vector<Rejected> rows;
    const std::string text = statement.text(0);
    if (text.empty()) return rows;
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_array())
        return fail(ErrorKind::Corrupt, "the rejected rows of {} cannot be read", version.reference());
    for (const Json& row : json) {
        if (rows.size() == limit) break;
        rows.push_back(
            {row.value("line", uint64_t{0}), row.value("reason", std::string()), row.value("text", std::string())});
    }
    return rows;
}

// ---- Making versions ------------------------------------------------------------------------------------------

Result<VersionInfo> Datasets::importFile(const Path& given, const std::string& datasetName,
                                         const ImportOptions& options, const JobContext& job) const {
    LATHE_CHECK(checkWritable(*m_project));
    LATHE_CHECK(checkName(datasetName));
    LATHE_TRY(const ScopedFolder folder, m_project->temporaryFolder("import"));
    const Path target = folder.path() / "data.h5";
    LATHE_TRY(const ReadableSource readable, readableSource(*m_project, given, job));
    const Path& source = readable.path;
    auto outcome = importSource(source, target, options, job);
    if (!outcome) return failure(std::move(outcome.error()).within("while importing " + source.filename().string()));
    LATHE_TRY(const auto imported, ColumnFile::open(target));

    VersionInfo draft;
    draft.datasetName = datasetName;
    draft.contentHash = outcome->contentHash;
    draft.rows = imported->rows();
    draft.schema = imported->schema();
    draft.source = source.filename().string();
    draft.sourceHash = outcome->sourceHash;
    draft.rejectedRows = outcome->rejectedRows;
    draft.importReport = importReport(*outcome);
    const auto isSame = [&](const VersionInfo& latest) { return latest.contentHash == draft.contentHash; };
    return publishVersion(*m_project, draft, target, rejectedToJson(outcome->rejected),
                          {"dataset.import", "dataset " + datasetName, "", auditText(draft)}, isSame, job.stopToken());
}

Result<VersionInfo> Datasets::importCsv(const Path& file, const std::string& datasetName, const CsvOptions& options,
                                        const JobContext& job) const {
    ImportOptions csv;
    csv.format = SourceFormat::Csv;
    csv.csv = options;
    return importFile(file, datasetName, csv, job);
}

RecipeTables Datasets::tables() const {
    return [datasets = *this](const std::string& reference) -> Result<std::shared_ptr<const ColumnFile>> {
        LATHE_TRY(const VersionInfo version, datasets.resolve(reference));
        return datasets.open(version);
    };
}

Result<VersionInfo> Datasets::clean(const VersionInfo& parent, const std::string& recipeYaml,
                                    const std::string& datasetName, const JobContext& job) const {
    LATHE_CHECK(checkWritable(*m_project));
    LATHE_CHECK(checkName(datasetName));
    LATHE_TRY(const Recipe recipe, Recipe::parseText(recipeYaml, "recipe"));
    LATHE_TRY(const auto input, open(parent));
    LATHE_TRY(const ScopedFolder folder, m_project->temporaryFolder("clean"));
    const Path target = folder.path() / "data.h5";
    RecipeContext context;
    context.tables = tables();
    context.scratch = folder.path();
    context.input = m_project->folder() / parent.file;
    LATHE_TRY(context.trainRows, recipe.trainRows(*input, job));
    std::vector<StepEffect> effects;
    Recipe resolved;
    auto contentHash = recipe.applyToFile(*input, target, job, &effects, context, &resolved);
    if (!contentHash) return failure(std::move(contentHash.error()).within("while cleaning " + parent.reference()));
    LATHE_TRY(const auto output, ColumnFile::open(target));

    VersionInfo draft;
    draft.datasetName = datasetName;
    draft.contentHash = *contentHash;
    draft.rows = output->rows();
    draft.schema = output->schema();
    draft.parent = parent.reference();
    draft.parentHash = parent.contentHash;
    // What steps found out is kept, so that the recipe of the version does the same to other rows.
    draft.recipe = resolved.toYaml() == recipe.toYaml() ? recipeYaml : resolved.toYaml();
    // The same rows by another way are another version: lineage says how they came to be.
    const auto isSame = [&](const VersionInfo& latest) {
        return latest.contentHash == draft.contentHash && latest.parentHash == draft.parentHash &&
               latest.recipe == draft.recipe;
    };
    Json after = Json::parse(auditText(draft));
    after["effects"] = stepEffectsToJson(effects);
    return publishVersion(*m_project, draft, target, {}, {"dataset.clean", "dataset " + datasetName, "", dumped(after)},
                          isSame, job.stopToken());
}

Result<VersionInfo> Datasets::publish(Draft draft, const JobContext& job) const {
    LATHE_CHECK(checkWritable(*m_project));
    LATHE_CHECK(checkName(draft.info.datasetName));
    LATHE_TRY(const auto file, ColumnFile::open(draft.file));
    VersionInfo& info = draft.info;
    info.contentHash = file->contentHash();
    info.rows = file->rows();
    info.schema = file->schema();
    std::vector<RejectedRow> rows;
    for (const Rejected& row : draft.rejected) rows.push_back({row.line, row.reason, row.text});
    const auto isSame = [&](const VersionInfo& latest) { return latest.contentHash == info.contentHash; };
    return publishVersion(*m_project, info, draft.file, rejectedToJson(rows),
                          {draft.action, "dataset " + info.datasetName, "", auditText(info)}, isSame, job.stopToken(),
                          draft.companions);
}

Result<VersionInfo> Datasets::store(const std::string& datasetName, const Table& table,
                                    const std::string& source) const {
    LATHE_CHECK(checkWritable(*m_project));
    LATHE_CHECK(checkName(datasetName));
    LATHE_TRY(const ScopedFolder folder, m_project->temporaryFolder("store"));
    const Path target = folder.path() / "data.h5";
    LATHE_TRY(const auto writer, ColumnFileWriter::create(target, table.schema()));
    LATHE_CHECK(writer->append(table));

    VersionInfo draft;
    LATHE_TRY(draft.contentHash, writer->finish());
    draft.datasetName = datasetName;
    draft.rows = table.rows();
    draft.schema = table.schema();
    draft.source = source;
    const auto isSame = [&](const VersionInfo& latest) { return latest.contentHash == draft.contentHash; };
    return publishVersion(*m_project, draft, target, {},
                          {"dataset.store", "dataset " + datasetName, "", auditText(draft)}, isSame, {});
}

Result<void> Datasets::remove(const std::string& datasetName) const {
    LATHE_CHECK(checkWritable(*m_project));
    LATHE_TRY(const std::vector<VersionInfo> all, versions(datasetName));
    return m_project->moveToTrash("dataset", all.back().dataset.str(), datasetName);
}

} // namespace lathe
