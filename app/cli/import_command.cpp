// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/import_command.h"

#include "app/cli/command.h"
#include "app/cli/data_output.h"
#include "app/cli/image_commands.h"
#include "core/base/text.h"
#include "core/data/csv/csv_options.h"
#include "core/data/datasets.h"
#include "core/data/readers/append.h"
#include "core/data/readers/import_options.h"
#include "core/data/readers/watch.h"
#include "core/data/versions/dvc.h"

namespace lathe::cli {

namespace {

struct ImportArguments {
    std::string file;
    std::string dataset;
    std::map<std::string, std::string> texts; ///< by the option's key
    std::vector<std::string> names;
    std::vector<std::string> missing;
    std::vector<std::string> types;       ///< column=type
    std::vector<std::string> renames;     ///< column=new name
    std::vector<std::string> dateForms;   ///< column=form
    std::vector<std::string> columnMarks; ///< column=decimal mark
    std::vector<std::string> skipped;
    std::vector<uint64_t> widths;
    std::string fieldsFile;
    bool fixedWidth = false;
    bool header = false;
    bool noHeader = false;
    uint64_t skipRows = 0;
    size_t threads = 0;
    bool append = false;
};

/// Puts "column=value" under columns/column/key.
Result<void> addPairs(Json& columns, const std::vector<std::string>& entries, const char* option, const char* key) {
    for (const auto& entry : entries) {
        const auto equals = entry.rfind('=');
        if (equals == std::string::npos || equals == 0)
            return fail(ErrorKind::InvalidInput, "--{} '{}' is not of the form column=value", option, entry);
        columns[entry.substr(0, equals)][key] = entry.substr(equals + 1);
    }
    return {};
}

/// The arguments as the pipeline's import step would have them, so that both are read by one function.
Result<Json> asParameters(const ImportArguments& arguments) {
    Json parameters = Json::object();
    for (const auto& [key, text] : arguments.texts)
        if (!text.empty()) parameters[key] = text;
    if (!arguments.names.empty()) parameters["names"] = arguments.names;
    if (!arguments.missing.empty()) parameters["missing"] = arguments.missing;
    if (!arguments.widths.empty()) parameters["widths"] = arguments.widths;
    if (arguments.fixedWidth) parameters["fixed_width"] = true;
    if (arguments.header || arguments.noHeader) parameters["header"] = arguments.header;
    parameters["skip_rows"] = arguments.skipRows;
    Json columns = Json::object();
    LATHE_CHECK(addPairs(columns, arguments.types, "type", "type"));
    LATHE_CHECK(addPairs(columns, arguments.renames, "rename", "name"));
    LATHE_CHECK(addPairs(columns, arguments.dateForms, "date-form", "date_form"));
    LATHE_CHECK(addPairs(columns, arguments.columnMarks, "column-decimal-mark", "decimal_mark"));
    for (const auto& name : arguments.skipped) columns[name]["skip"] = true;
    if (!columns.empty()) parameters["columns"] = std::move(columns);
    return parameters;
}

bool isImageFolder(const Path& source) {
    std::error_code code;
    if (!std::filesystem::is_directory(source, code)) return false;
    const auto guess = detectFormat(source);
    return guess && guess->format == SourceFormat::ImageFolder;
}

Result<ImportOptions> importOptions(const ImportArguments& arguments) {
    LATHE_TRY(const Json parameters, asParameters(arguments));
    LATHE_TRY(ImportOptions options, importOptionsFrom(ConfigNode::fromJson(parameters, "lathe data import")));
    options.csv.threads = arguments.threads;
    if (!arguments.fieldsFile.empty()) {
        LATHE_TRY(options.csv.fields, readFixedFields(arguments.fieldsFile));
    }
    return options;
}

Result<int> importFile(const Session& session, const ImportArguments& arguments) {
    LATHE_TRY(const ImportOptions options, importOptions(arguments));
    LATHE_TRY(const auto project, session.open());
    LATHE_TRY(const ReadableSource source, readableSource(*project, arguments.file, session.job()));
    if (options.format == SourceFormat::ImageFolder || (!options.format && isImageFolder(source.path)))
        return importImageFolder(session, *project, source.path, arguments.dataset, {.threads = options.csv.threads});
    const std::string dataset = arguments.dataset.empty() ? source.path.stem().string() : arguments.dataset;
    LATHE_TRY(const auto version, arguments.append
                                      ? appendFile(*project, source.path, dataset, options, session.job())
                                      : Datasets(*project).importFile(source.path, dataset, options, session.job()));
    session.output.result(versionJson(version), versionLine(version));
    return Done;
}

struct WatchArguments {
    ImportArguments import;
    double settle = 1;
    bool once = false;
};

Result<int> watch(const Session& session, const WatchArguments& arguments) {
    LATHE_TRY(const ImportOptions options, importOptions(arguments.import));
    LATHE_TRY(const auto project, session.open());
    const WatchOptions how{std::chrono::milliseconds(static_cast<int64_t>(arguments.settle * 1000)), arguments.once};
    bool failed = false;
    const auto report = [&](const WatchedFile& watched) {
        const std::string file = watched.file.string();
        failed = failed || !watched.version;
        if (watched.version)
            session.output.result(versionJson(*watched.version),
                                  fmt::format("{}: {}", file, versionLine(*watched.version)));
        else
            session.output.result(Json{{"file", file}, {"message", watched.message}},
                                  fmt::format("{}: {}", file, watched.message));
    };
    LATHE_CHECK(
        watchSource(*project, arguments.import.file, arguments.import.dataset, options, how, session.job(), report));
    return failed ? Failed : Done;
}

void addFormatOptions(CLI::App* command, ImportArguments& arguments) {
    auto& texts = arguments.texts;
    command->add_option("--format", texts["format"],
                        "Format (default: found out by content, then name): " + joined(sourceFormatWords(), ", "));
    auto* table = command->add_option("--table", texts["table"], "SQLite: table or view");
    command->add_option("--query", texts["query"], "SQLite: a SELECT")->excludes(table);
    command->add_option("--dataset-path", texts["dataset_path"], "HDF5, netCDF: /group/dataset or /group; npz: array");
    command->add_option("--record-path", texts["record_path"], "JSON: keys to the records, as data.items");
    command->add_option("--member", texts["member"], "Zip: the file within the archive");
}

void addTextOptions(CLI::App* command, ImportArguments& arguments) {
    auto& texts = arguments.texts;
    const char* text = "Text tables";
    const auto option = [&](const char* name, auto& value, const std::string& help) {
        return command->add_option(name, value, help)->group(text);
    };
    option("--delimiter", texts["delimiter"], "Any text, 'tab', or 'blanks' for runs of blanks (default: found out)");
    option("--quote", texts["quote"], "One character, or 'none'");
    option("--escape", texts["escape"], "One character that makes the next a plain one, or 'none'");
    option("--comment", texts["comment"], "Lines that begin with this character are passed over; or 'none'");
    option("--encoding", texts["encoding"], joined(csvEncodings(), ", "));
    option("--decimal-mark", texts["decimal_mark"], "'.' or ','");
    option("--ragged", texts["ragged"], "Rows with too few fields: reject (default) or pad");
    option("--names", arguments.names, "Column names, separated by commas")->delimiter(',');
    option("--missing", arguments.missing, "Texts that mean a missing value (may be repeated)");
    option("--skip", arguments.skipRows, "Lines to pass over before the header");
    option("--widths", arguments.widths, "Fixed width fields: their widths, separated by commas")->delimiter(',');
    option("--fields", arguments.fieldsFile, "Fixed width fields: a CSV file with column, start, length");
    auto* header = command->add_flag("--header", arguments.header, "The first row names the columns")->group(text);
    command->add_flag("--no-header", arguments.noHeader, "The first row is data")->excludes(header)->group(text);
    command->add_flag("--fixed-width", arguments.fixedWidth, "Find fields of fixed width")->group(text);
}

void addColumnOptions(CLI::App* command, ImportArguments& arguments) {
    const auto option = [&](const char* name, auto& value, const char* help) {
        command->add_option(name, value, help)->group("Columns (each may be repeated)");
    };
    option("--type", arguments.types, "column=type");
    option("--rename", arguments.renames, "column=new name");
    option("--date-form", arguments.dateForms, "column=dmy, mdy, ymd or a pattern such as %d.%m.%Y");
    option("--column-decimal-mark", arguments.columnMarks, "column=. or column=,");
    option("--skip-column", arguments.skipped, "A column to leave out");
}

/// An empty text would be taken for what was not given; only a mark of missing values may be one.
void refuseEmptyTexts(CLI::App* command) {
    const CLI::Validator given([](const std::string& text) { return text.empty() ? "no value is given" : ""; }, "");
    for (CLI::Option* option : command->get_options())
        if (!option->check_lname("missing")) option->check(given);
}

/// The options that say how a source is read.
void addReading(CLI::App* command, ImportArguments& arguments) {
    command->add_option("--threads", arguments.threads, "Threads to use (default: all)");
    addFormatOptions(command, arguments);
    addTextOptions(command, arguments);
    addColumnOptions(command, arguments);
    refuseEmptyTexts(command);
}

} // namespace

void addImportCommand(CLI::App& data, Session& session) {
    const auto command =
        addCommand(data, session, "import",
                   "Read a file or folder of any known format into the next version of a dataset", importFile);
    auto& arguments = command.values();
    command
        ->add_option(
            "FILE", arguments.file,
            "CSV, JSON, JSON lines, ARFF, SQLite, HDF5, netCDF, npy, npz, IDX, or a folder of texts or pictures")
        ->required();
    command->add_option("--name,--dataset", arguments.dataset, "Dataset (default: the file's name)");
    command->add_flag("--append", arguments.append,
                      "Put the rows behind those of the latest version; columns must agree by name and type");
    addReading(command.app, arguments);
    const auto watched = addCommand(data, session, "watch",
                                    "Import a file whenever it changes, or append each new file of a folder", watch);
    auto& watching = watched.values();
    watched->add_option("PATH", watching.import.file, "File or folder")->required();
    watched->add_option("--name,--dataset", watching.import.dataset, "Dataset")->required();
    watched
        ->add_option("--settle", watching.settle, "Seconds a file must stay unchanged before it is taken (default 1)")
        ->check(CLI::Range(0.0, 3600.0));
    watched->add_flag("--once", watching.once, "Take what is there and end");
    addReading(watched.app, watching.import);
}

} // namespace lathe::cli
