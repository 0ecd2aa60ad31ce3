// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/reader_process.h"

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/process.h"
#include "core/base/text.h"
#include "core/data/columns/column_file.h"

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <iostream>

namespace lathe {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds stopNoticed{50};
/// Seconds without a word from the reader, after which none comes any more: the library turns in a circle that a
/// damaged file has put it into. An import tells of its progress, but not while it hashes and finishes.
constexpr double previewPatience = 60;
constexpr double importPatience = 600;
/// Of a reader: four times what the largest chunk that is read takes.
constexpr rlim_t mostMemory = rlim_t{1536} << 20;
/// Added to the number of a signal in the exit status of what it ended.
constexpr int signalled = 128;
const char* const answerName = "answer.json";
const char* const previewName = "preview.h5";

Path& readerProgram() {
    static Path program;
    return program;
}

std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

// ---- Questions and answers as JSON ------------------------------------------------------------------------------

/// What of the options concerns formats that are read apart.
Json toJson(const ImportOptions& options) {
    Json types = Json::object();
    for (const auto& [column, type] : options.csv.types) types[column] = toString(type);
    Json json{
        {"names", options.csv.names},    {"types", std::move(types)},           {"table", options.table},
        {"query", options.query},        {"dataset_path", options.datasetPath}, {"record_path", options.recordPath},
        {"threads", options.csv.threads}};
    if (options.format) json["format"] = toString(*options.format);
    return json;
}

ImportOptions optionsFrom(const Json& json) {
    ImportOptions options;
    if (json.contains("format")) options.format = sourceFormatFromText(json["format"].get<std::string>());
    options.csv.names = json["names"].get<std::vector<std::string>>();
    for (const auto& [column, type] : json["types"].items())
        options.csv.types[column] = columnTypeFromText(type.get<std::string>()).value_or(ColumnType::Text);
    options.table = json["table"];
    options.query = json["query"];
    options.datasetPath = json["dataset_path"];
    options.recordPath = json["record_path"];
    options.csv.threads = json["threads"];
    return options;
}

Json toJson(const std::vector<RejectedRow>& rows) {
    Json list = Json::array();
    for (const auto& row : rows) list.push_back({row.line, row.reason, row.text});
    return list;
}

std::vector<RejectedRow> rejectedFrom(const Json& json) {
    std::vector<RejectedRow> rows;
    for (const Json& row : json) rows.push_back({row[0], row[1], row[2]});
    return rows;
}

Json toJson(const SourceDescription& description) {
    Json columns = Json::array();
    for (const auto& column : description.columns) columns.push_back({column.name, toString(column.type)});
    Json choices = Json::array();
    for (const auto& choice : description.choices) choices.push_back({choice.name, choice.kind, choice.shape});
    return {{"format", toString(description.format)}, {"columns", std::move(columns)},
            {"reasons", description.reasons},         {"choices", std::move(choices)},
            {"chosen", description.chosen},           {"rejected", toJson(description.rejected)}};
}

SourceDescription descriptionFrom(const Json& json) {
    SourceDescription description;
    description.format = sourceFormatFromText(json["format"].get<std::string>()).value_or(SourceFormat::Hdf5);
    for (const Json& column : json["columns"])
        description.columns.push_back(
            {column[0], columnTypeFromText(column[1].get<std::string>()).value_or(ColumnType::Text)});
    description.reasons = json["reasons"].get<std::vector<std::string>>();
    for (const Json& choice : json["choices"]) description.choices.push_back({choice[0], choice[1], choice[2]});
    description.chosen = json["chosen"];
    description.rejected = rejectedFrom(json["rejected"]);
    return description;
}

Json toJson(const Error& error) {
    return {{"kind", static_cast<int>(error.kind)},
            {"message", error.message},
            {"hint", error.hint},
            {"context", error.context}};
}

Error errorFrom(const Json& json) {
    return {static_cast<ErrorKind>(json["kind"].get<int>()), json["message"], json["hint"],
            json["context"].get<std::vector<std::string>>()};
}

Json toJson(const ImportOutcome& outcome) {
    return {{"description", toJson(outcome.description)}, {"rows", outcome.rows},
            {"rejected_rows", outcome.rejectedRows},      {"rejected", toJson(outcome.rejected)},
            {"source_hash", outcome.sourceHash},          {"content_hash", outcome.contentHash}};
}

ImportOutcome outcomeFrom(const Json& json) {
    ImportOutcome outcome;
    outcome.description = descriptionFrom(json["description"]);
    outcome.rows = json["rows"];
    outcome.rejectedRows = json["rejected_rows"];
    outcome.rejected = rejectedFrom(json["rejected"]);
    outcome.sourceHash = json["source_hash"];
    outcome.contentHash = json["content_hash"];
    return outcome;
}

// ---- The reader -------------------------------------------------------------------------------------------------

void limitThisProcess() {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    std::signal(SIGINT, SIG_IGN); // Ctrl+C is for the one who asked, who ends this process
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) // whose shadow counts as memory
    const rlimit memory{mostMemory, mostMemory};
    ::setrlimit(RLIMIT_DATA, &memory);
#endif
}

/// Progress goes to standard output, a JSON object a line.
JobContext reporting() {
    return {std::stop_token{}, [](const JobProgress& progress) {
                std::cout << dumped({{"stage", progress.stage},
                                     {"done", progress.done},
                                     {"total", progress.total},
                                     {"unit", progress.unit}})
                          << std::endl;
            }};
}

Result<Json> previewFor(const Path& source, const ImportOptions& options, size_t rows, const Path& folder) {
    SourceDescription description;
    LATHE_TRY(const Table table, previewSource(source, options, rows, &description));
    LATHE_TRY(const auto writer, ColumnFileWriter::create(folder / previewName, table.schema()));
    if (table.rows() > 0) LATHE_CHECK(writer->append(table));
    LATHE_CHECK(writer->finish());
    return toJson(description);
}

// ---- The process that asks --------------------------------------------------------------------------------------

Failure didNotSurvive(const Path& source, int status) {
    const std::string how =
        status > signalled ? fmt::format("signal {}", status - signalled) : fmt::format("status {}", status);
    return failHint(
        ErrorKind::Corrupt,
        fmt::format("the process that read '{}' ended without an answer ({})", source.string(), how),
        "The file is damaged, or needs more memory than a reader may take: get it again, or write it anew with smaller chunks.");
}

/// Hands on what a line of the reader says of its progress.
void follow(const std::string& line, std::string& stage, const JobContext& job) {
    const Json json = Json::parse(line, nullptr, false);
    if (!json.is_object() || !json.contains("stage")) return;
    if (json["stage"] != stage) {
        stage = json["stage"];
        job.beginStage(stage, json["total"], json["unit"]);
    }
    job.setDone(json["done"]);
}

/// Lets a reader work, \p patience seconds without a word from it at most, and returns its answer.
Result<Json> ask(const Path& source, const Path& folder, const std::vector<std::string>& arguments,
                 const JobContext& job, double patience) {
    ProcessOptions process;
    process.program = readerProgram();
    process.arguments = {readerArgument};
    process.arguments.insert(process.arguments.end(), arguments.begin(), arguments.end());
    process.captureOutput = true;
    LATHE_TRY(ChildProcess reader, ChildProcess::start(process));
    double heard = monotonicSeconds();
    std::string stage;
    std::optional<int> status;
    while (!status) {
        LATHE_CHECK(job.checkStop());
        if (monotonicSeconds() - heard > patience)
            return failHint(ErrorKind::Corrupt,
                            fmt::format("no more of '{}' could be read for {} seconds", source.string(), patience),
                            "The file is damaged: get it again.");
        if (const auto line = reader.readLine(stopNoticed)) {
            heard = monotonicSeconds();
            follow(*line, stage, job);
        } else {
            status = reader.wait(stopNoticed);
        }
    }
    LATHE_CHECK(job.checkStop());
    const auto text = readTextFile(folder / answerName);
    const Json answer = text ? Json::parse(*text, nullptr, false) : Json();
    if (!answer.is_object()) return didNotSurvive(source, *status);
    if (answer.contains("error")) return failure(errorFrom(answer["error"]));
    return answer["value"];
}

/// What a reader whose library has run wild says need not be what was agreed on.
template <typename Talk>
auto understood(const Path& source, const Talk& talk) -> decltype(talk()) {
    try {
        return talk();
    } catch (const Json::exception& exception) {
        return failHint(ErrorKind::Corrupt,
                        fmt::format("the process that read '{}' gave no sense: {}", source.string(), exception.what()),
                        "The file is damaged: get it again.");
    }
}

} // namespace

void setReaderProgram(Path program) { readerProgram() = std::move(program); }

int serveReader(const std::vector<std::string>& arguments) {
    if (arguments.size() != 5) {
        std::fputs("read-source is for Lathe itself: see lathe data import\n", stderr);
        return 2;
    }
    limitThisProcess();
    setReaderProgram({});
    const Path source = arguments[1], target = arguments[2], folder = arguments[3];
    const Json request = Json::parse(arguments[4], nullptr, false);
    const ImportOptions options = optionsFrom(request["options"]);
    Result<Json> value = Json();
    if (arguments[0] == "preview") {
        value = previewFor(source, options, request["rows"], folder);
    } else {
        auto outcome = importSource(source, target, options, reporting());
        value = outcome ? Result<Json>(toJson(*outcome)) : Result<Json>(failure(std::move(outcome.error())));
    }
    const Json answer = value ? Json{{"value", std::move(*value)}} : Json{{"error", toJson(value.error())}};
    return writeFileAtomic(folder / answerName, dumped(answer)) ? 0 : 1;
}

namespace readers {

bool isReadApart(SourceFormat format) {
    return !readerProgram().empty() && (format == SourceFormat::Hdf5 || format == SourceFormat::NetCdf);
}

Result<Table> previewApart(const Path& source, const ImportOptions& options, size_t rows,
                           SourceDescription* description) {
    LATHE_TRY(const auto folder, ScopedFolder::create(std::filesystem::temp_directory_path(), "lathe-reader"));
    const Json request{{"options", toJson(options)}, {"rows", rows}};
    return understood(source, [&]() -> Result<Table> {
        LATHE_TRY(const Json answer,
                  ask(source, folder.path(), {"preview", source.string(), "", folder.path().string(), dumped(request)},
                      {}, previewPatience));
        if (description) *description = descriptionFrom(answer);
        LATHE_TRY(const auto file, ColumnFile::open(folder.path() / previewName));
        return file->readTable(0, file->rows());
    });
}

Result<ImportOutcome> importApart(const Path& source, const Path& target, const ImportOptions& options,
                                  const JobContext& job) {
    LATHE_TRY(const auto folder, ScopedFolder::create(std::filesystem::temp_directory_path(), "lathe-reader"));
    const Json request{{"options", toJson(options)}};
    return understood(source, [&]() -> Result<ImportOutcome> {
        LATHE_TRY(const Json answer,
                  ask(source, folder.path(),
                      {"import", source.string(), target.string(), folder.path().string(), dumped(request)}, job,
                      importPatience));
        return outcomeFrom(answer);
    });
}

} // namespace readers

} // namespace lathe
