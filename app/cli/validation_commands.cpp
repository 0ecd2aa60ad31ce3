// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "core/base/text.h"
#include "core/data/validation/data_schema.h"
#include "core/data/validation/expectation_catalog.h"
#include "core/data/validation/infer.h"
#include "core/data/validation/validations.h"

namespace lathe::cli {

namespace {

struct ValidateArguments {
    std::string reference;
    std::string suite;
    std::string junit;
    std::string write;
    std::vector<std::string> parameters;
    bool infer = false;
    bool save = false;
    bool strict = false;
    size_t threads = 0;
};

Result<Json> parametersOf(const std::vector<std::string>& settings) {
    Json parameters = Json::object();
    for (const std::string& setting : settings) {
        const auto equals = setting.find('=');
        if (equals == std::string::npos || equals == 0)
            return fail(ErrorKind::InvalidInput, "--parameter '{}' is not of the form name=value", setting);
        const std::string value = setting.substr(equals + 1);
        const auto number = parseNumber(value);
        parameters[setting.substr(0, equals)] = number ? Json(*number) : Json(value);
    }
    return parameters;
}

const char* mark(const ExpectationResult& result) {
    if (result.success) return "ok";
    return result.ran ? "FAILED" : "NOT RUN";
}

std::string resultText(const ValidationResult& result) {
    TextTable table({"", "SEVERITY", "EXPECTATION", "OUTCOME"});
    for (const ExpectationResult& each : result.results)
        table.add({mark(each), toString(each.expectation.severity), each.expectation.describe(), each.summary()});
    std::string text =
        table.text() + fmt::format("\n{}: {} of {} expectations met over {} rows in {}", result.reference, result.met(),
                                   result.results.size(), grouped(result.rows), duration(result.seconds));
    for (const auto& [severity, name] :
         {std::pair(CheckSeverity::Error, "error"), std::pair(CheckSeverity::Warning, "warning"),
          std::pair(CheckSeverity::Info, "info")})
        if (const size_t failed = result.failed(severity); failed > 0)
            text += fmt::format(", {} {}{} not met", failed, name, failed == 1 ? "" : "s");
    return text;
}

void noteRemarks(const Session& session, const ExpectationSuite& suite) {
    for (const std::string& remark : suite.remarks) session.output.note(remark);
    for (const Expectation& expectation : suite.expectations)
        for (const std::string& remark : expectation.remarks)
            session.output.note(expectation.describe() + ": " + remark);
}

Result<void> writeSuite(const ExpectationSuite& suite, const std::string& file) {
    const bool json = lowered(Path(file).extension().string()) == ".json";
    return writeFileAtomic(file, json ? suite.toGreatExpectations().dump(2) + "\n" : suite.toYaml());
}

Result<int> inferOnly(const Session& session, const ValidateArguments& arguments) {
    LATHE_TRY(const auto project,
              session.open(arguments.save ? Project::Access::ReadWrite : Project::Access::ReadOnly));
    const Datasets datasets(*project);
    LATHE_TRY(const auto version, datasets.resolve(arguments.reference));
    LATHE_TRY(const auto file, datasets.open(version));
    InferOptions options;
    options.threads = arguments.threads;
    LATHE_TRY(
        const ExpectationSuite suite,
        inferSuite(*file, arguments.suite.empty() ? version.datasetName : arguments.suite, options, session.job()));
    if (arguments.save) LATHE_CHECK(Validations(*project).saveSuite(suite));
    if (!arguments.write.empty()) LATHE_CHECK(writeSuite(suite, arguments.write));
    session.output.result(suite.toGreatExpectations(), suite.toYaml());
    return Done;
}

Result<int> validateVersion(const Session& session, const ValidateArguments& arguments) {
    if (arguments.infer) return inferOnly(session, arguments);
    LATHE_TRY(const auto project,
              session.open(arguments.save ? Project::Access::ReadWrite : Project::Access::ReadOnly));
    const Validations validations(*project);
    LATHE_TRY(const auto version, Datasets(*project).resolve(arguments.reference));
    LATHE_TRY(const auto suite, validations.open(arguments.suite.empty() ? version.datasetName : arguments.suite));
    noteRemarks(session, suite);
    ValidationOptions options;
    options.threads = arguments.threads;
    LATHE_TRY(options.parameters, parametersOf(arguments.parameters));
    LATHE_TRY(const ValidationResult result, validations.run(version, suite, options, session.job()));
    if (arguments.save) {
        LATHE_CHECK(validations.saveSuite(suite));
        LATHE_TRY(const ValidationInfo kept, validations.save(version, result));
        session.output.note("kept as " + kept.id.str());
    }
    if (!arguments.write.empty()) LATHE_CHECK(writeSuite(suite, arguments.write));
    if (!arguments.junit.empty()) LATHE_CHECK(writeFileAtomic(arguments.junit, result.toJunit(arguments.strict)));
    session.output.result(result.toJson(), resultText(result));
    return result.success(arguments.strict) ? Done : SaidNo;
}

struct FailingArguments {
    std::string reference;
    std::string suite;
    size_t number = 1;
    size_t limit = 20;
};

Result<int> showFailing(const Session& session, const FailingArguments& arguments) {
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    const Datasets datasets(*project);
    LATHE_TRY(const auto version, datasets.resolve(arguments.reference));
    LATHE_TRY(const auto suite,
              Validations(*project).open(arguments.suite.empty() ? version.datasetName : arguments.suite));
    if (arguments.number < 1 || arguments.number > suite.expectations.size())
        return fail(ErrorKind::InvalidInput, "the suite has expectations 1 to {}, not {}", suite.expectations.size(),
                    arguments.number);
    LATHE_TRY(const auto file, datasets.open(version));
    LATHE_TRY(const auto rows, unexpectedRows(*file, suite.expectations[arguments.number - 1], suite.parameters,
                                              arguments.limit, session.job()));
    std::vector<std::string> header{"ROW"};
    for (const ColumnSchema& column : file->schema()) header.push_back(column.name);
    TextTable table(header);
    Json json = Json::array();
    for (const uint64_t row : rows) {
        LATHE_TRY(const Table cells, file->readTable(row, 1));
        std::vector<std::string> line{std::to_string(row)};
        Json object{{"row", row}, {"values", Json::object()}};
        for (const Column& column : cells.columns) {
            line.push_back(column.isMissing(0) ? "–" : column.display(0));
            object["values"][column.schema.name] = column.isMissing(0) ? Json() : Json(column.display(0));
        }
        table.add(std::move(line));
        json.push_back(std::move(object));
    }
    session.output.result(json, table.empty() ? "No row is unexpected." : table.text());
    return Done;
}

Result<int> listValidations(const Session& session, const OneName& arguments) {
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    LATHE_TRY(const auto history, Validations(*project).history(arguments.name));
    TextTable table({"VALIDATION", "VERSION", "SUITE", "MET", "ERRORS", "WARNINGS", "WHEN"});
    Json json = Json::array();
    for (const ValidationInfo& each : history) {
        json.push_back({{"id", each.id.str()},
                        {"version", each.reference()},
                        {"suite", each.suite},
                        {"expectations", each.expectations},
                        {"met", each.met},
                        {"failed_errors", each.failedErrors},
                        {"failed_warnings", each.failedWarnings},
                        {"failed_infos", each.failedInfos},
                        {"success", each.success()},
                        {"created_at", isoTime(each.createdAt)}});
        table.add({each.id.str(), each.reference(), each.suite, fmt::format("{} of {}", each.met, each.expectations),
                   std::to_string(each.failedErrors), std::to_string(each.failedWarnings), localTime(each.createdAt)});
    }
    session.output.result(json, table.empty() ? "No validation was kept. Keep one: lathe data validate VERSION --save"
                                              : table.text());
    return Done;
}

Json argumentJson(const ArgumentSpec& argument) {
    Json json{{"name", argument.name}, {"required", argument.required}};
    if (!argument.fallback.is_null()) json["default"] = argument.fallback;
    if (!argument.choices.empty()) json["choices"] = argument.choices;
    return json;
}

Result<int> listExpectations(const Session& session, const NoArguments&) {
    TextTable table({"EXPECTATION", "ARGUMENTS", "WHAT"});
    Json json = Json::array();
    for (const ExpectationSpec& spec : expectationCatalog()) {
        Json arguments = Json::array();
        std::vector<std::string> words;
        for (const ArgumentSpec& argument : spec.arguments) {
            arguments.push_back(argumentJson(argument));
            if (argument.name != "row_condition" && argument.name != "condition_parser")
                words.push_back(argument.required ? argument.name : "[" + argument.name + "]");
        }
        json.push_back({{"type", spec.type}, {"arguments", std::move(arguments)}, {"help", spec.help}});
        table.add({spec.type, joined(words, " "), spec.help});
    }
    session.output.result(json, table.text());
    return Done;
}

struct SchemaArguments {
    std::string reference;
    std::string schema;
    std::string previous;
    std::string serving;
    std::string output;
};

Result<int> inferDataSchema(const Session& session, const SchemaArguments& arguments) {
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    const Datasets datasets(*project);
    LATHE_TRY(const auto version, datasets.resolve(arguments.reference));
    LATHE_TRY(const auto file, datasets.open(version));
    LATHE_TRY(const DataSchema schema, inferSchema(*file, session.job()));
    const std::string yaml = schema.toYaml();
    if (!arguments.output.empty()) LATHE_CHECK(writeFileAtomic(arguments.output, yaml));
    LATHE_TRY(const ConfigNode node, ConfigNode::parse(yaml, "schema"));
    session.output.result(node.toJson(), yaml);
    return Done;
}

Result<std::shared_ptr<const ColumnFile>> openedFile(const Datasets& datasets, const std::string& reference) {
    if (reference.empty()) return std::shared_ptr<const ColumnFile>();
    LATHE_TRY(const auto version, datasets.resolve(reference));
    return datasets.open(version);
}

Result<int> checkDataSchema(const Session& session, const SchemaArguments& arguments) {
    LATHE_TRY(const DataSchema schema, DataSchema::readFile(arguments.schema));
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    const Datasets datasets(*project);
    LATHE_TRY(const auto file, openedFile(datasets, arguments.reference));
    LATHE_TRY(const auto previous, openedFile(datasets, arguments.previous));
    LATHE_TRY(const auto serving, openedFile(datasets, arguments.serving));
    LATHE_TRY(const SchemaReport report, checkSchema(*file, schema, previous.get(), serving.get(), session.job()));
    TextTable table({"COLUMN", "SEVERITY", "REASON", "DESCRIPTION"});
    for (const Anomaly& anomaly : report.anomalies)
        for (const AnomalyReason& reason : anomaly.reasons)
            table.add(
                {anomaly.path.empty() ? "(dataset)" : anomaly.path, anomaly.severity, reason.type, reason.description});
    session.output.result(report.toJson(), table.empty() ? "No anomalies." : table.text());
    return report.clean() ? Done : SaidNo;
}

void addSchemaCommands(CLI::App& data, Session& session) {
    auto* group = data.add_subcommand("schema", "Types, presence and domains of columns, and what does not fit them");
    group->require_subcommand(1);
    const auto inferred =
        addCommand(*group, session, "infer", "Print the schema that a version satisfies", inferDataSchema);
    inferred->add_option("VERSION", inferred.values().reference)->required();
    inferred->add_option("--output", inferred.values().output, "Write it to this file");
    const auto checked = addCommand(
        *group, session, "check", "List the anomalies of a version; exit status 3 when there are any", checkDataSchema);
    checked->add_option("VERSION", checked.values().reference)->required();
    checked->add_option("--schema", checked.values().schema, "Schema file (YAML)")->required();
    checked->add_option("--previous", checked.values().previous, "Version to compare with for drift");
    checked->add_option("--serving", checked.values().serving, "Version to compare with for skew");
}

} // namespace

void addValidationCommands(CLI::App& app, Session& session) {
    auto* data = app.get_subcommand("data");
    const auto command = addCommand(*data, session, "validate",
                                    "Check a version against a suite of expectations, or infer one", validateVersion);
    auto& arguments = command.values();
    command->add_option("VERSION", arguments.reference)->required();
    command->add_option("--suite", arguments.suite,
                        "Suite file (YAML or JSON, also of Great Expectations) or name (default: the dataset's name)");
    command->add_option("--parameter", arguments.parameters, "name=value for a suite's parameters (may be repeated)");
    command->add_flag("--infer", arguments.infer, "Infer a suite from this version instead, and print it");
    command->add_flag("--save", arguments.save, "Keep the suite and the result in the project");
    command->add_option("--write-suite", arguments.write,
                        "Write the suite to a file: .json for Great Expectations 1.x, else YAML");
    command->add_option("--junit", arguments.junit, "Write the result as JUnit XML");
    command->add_flag("--strict", arguments.strict, "Warnings that are not met count as errors");
    command->add_option("--threads", arguments.threads, "Threads to use (default: all)");
    const auto failing = addCommand(*data, session, "failing",
                                    "Show the rows that an expectation of a suite finds unexpected", showFailing);
    failing->add_option("VERSION", failing.values().reference)->required();
    failing->add_option("--suite", failing.values().suite, "Suite file or name (default: the dataset's name)");
    failing->add_option("--expectation", failing.values().number,
                        "Which expectation of the suite, from 1 on (default 1)");
    failing->add_option("-n,--rows", failing.values().limit, "How many rows (default 20)")
        ->check(CLI::NonNegativeNumber);
    const auto kept = addCommand(*data, session, "validations",
                                 "List the validation results of a dataset over its versions", listValidations);
    kept->add_option("DATASET", kept.values().name)->required();
    addCommand(*data, session, "expectations", "List all expectations and their arguments", listExpectations);
    addSchemaCommands(*data, session);
}

} // namespace lathe::cli
