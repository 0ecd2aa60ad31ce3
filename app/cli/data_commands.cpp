// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/data_output.h"
#include "app/cli/image_commands.h"
#include "core/base/text.h"
#include "core/data/datasets.h"
#include "core/data/readers/append.h"
#include "core/data/readers/watch.h"
#include "core/data/split.h"
#include "core/data/versions/dvc.h"

namespace lathe::cli {

namespace {

struct ImportArguments {
    std::string file;
    std::string dataset;
    std::string delimiter;
    std::string quote;
    std::string encoding;
    std::vector<std::string> names;
    std::vector<std::string> types;
    std::vector<std::string> missing;
    bool header = false;
    bool noHeader = false;
    uint64_t skipRows = 0;
    size_t threads = 0;
    std::string format;
    ImportOptions place; ///< table, query, dataset path and record path
    bool append = false;
};

Result<CsvOptions> csvOptions(const ImportArguments& arguments) {
    CsvOptions options;
    const auto oneByte = [](const std::string& text, const char* name) -> Result<char> {
        if (text == "tab" || text == "\\t") return '\t';
        if (text == "none") return '\0';
        if (text.size() == 1) return text[0];
        return failHint(ErrorKind::InvalidInput, fmt::format("--{} '{}' is not one character", name, text), "Use one character, 'tab' or 'none'.");
    };
    if (!arguments.delimiter.empty()) {
        LATHE_TRY(options.delimiter, oneByte(arguments.delimiter, "delimiter"));
    }
    if (!arguments.quote.empty()) {
        LATHE_TRY(options.quote, oneByte(arguments.quote, "quote"));
    }
    if (!arguments.encoding.empty()) options.encoding = arguments.encoding;
    if (arguments.header || arguments.noHeader) options.header = arguments.header;
    if (!arguments.missing.empty()) options.missingMarks = arguments.missing;
    options.names = arguments.names;
    options.skipRows = arguments.skipRows;
    options.threads = arguments.threads;
    static const std::vector<std::string> words{"boolean", "integer", "real", "category", "text", "date", "timestamp"};
    for (const auto& entry : arguments.types) {
        const auto equals = entry.rfind('=');
        const auto type = equals == std::string::npos ? std::nullopt : columnTypeFromText(entry.substr(equals + 1));
        if (!type)
            return failHint(ErrorKind::InvalidInput, fmt::format("--type '{}' is not of the form column=type", entry),
                            equals == std::string::npos ? "" : suggestion(entry.substr(equals + 1), words));
        options.types[entry.substr(0, equals)] = *type;
    }
    return options;
}

Result<ImportOptions> importOptions(const ImportArguments& arguments) {
    ImportOptions options = arguments.place;
    LATHE_TRY(options.csv, csvOptions(arguments));
    if (arguments.format.empty()) return options;
    options.format = sourceFormatFromText(arguments.format);
    if (options.format) return options;
    return failHint(ErrorKind::InvalidInput, fmt::format("--format '{}' is not known", arguments.format),
                    suggestion(arguments.format, sourceFormatWords()));
}

bool isImageFolder(const Path& source) {
    std::error_code code;
    if (!std::filesystem::is_directory(source, code)) return false;
    const auto guess = detectFormat(source);
    return guess && guess->format == SourceFormat::ImageFolder;
}

Result<int> importFile(const Session& session, const ImportArguments& arguments) {
    LATHE_TRY(const ImportOptions options, importOptions(arguments));
    LATHE_TRY(const auto project, session.open());
    if (options.format == SourceFormat::ImageFolder || (!options.format && isImageFolder(arguments.file)))
        return importImageFolder(session, *project, arguments.file, arguments.dataset, {.threads = options.csv.threads});
    const Path named = isDvcPointer(arguments.file) ? Path(arguments.file).replace_extension() : Path(arguments.file);
    const std::string dataset = arguments.dataset.empty() ? named.stem().string() : arguments.dataset;
    LATHE_TRY(const auto version, arguments.append ? appendFile(*project, arguments.file, dataset, options, session.job())
                                                   : Datasets(*project).importFile(arguments.file, dataset, options, session.job()));
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
        if (watched.version) session.output.result(versionJson(*watched.version), fmt::format("{}: {}", file, versionLine(*watched.version)));
        else session.output.result(Json{{"file", file}, {"message", watched.message}}, fmt::format("{}: {}", file, watched.message));
    };
    LATHE_CHECK(watchSource(*project, arguments.import.file, arguments.import.dataset, options, how, session.job(), report));
    return failed ? Failed : Done;
}

Result<int> listDatasets(const Session& session, const OneName& arguments) {
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    const Datasets datasets(*project);
    TextTable table({"VERSION", "ROWS", "COLUMNS", "SIZE", "CREATED", "FROM"});
    Json json = Json::array();
    std::vector<std::string> names{arguments.name};
    if (arguments.name.empty()) {
        names.clear();
        LATHE_TRY(const auto all, datasets.list());
        for (const auto& dataset : all) names.push_back(dataset.name);
    }
    for (const auto& dataset : names) {
        LATHE_TRY(const auto versions, datasets.versions(dataset));
        for (const auto& version : versions) {
            json.push_back(versionJson(version));
            table.add({version.reference(), grouped(version.rows), std::to_string(version.schema.size()),
                       byteSize(static_cast<double>(version.fileBytes)), localTime(version.createdAt),
                       version.parent.empty() ? version.source : version.parent + " by recipe"});
        }
    }
    session.output.result(json, table.empty() ? "No datasets yet. Import one: lathe data import FILE" : table.text());
    return Done;
}

struct SplitArguments {
    std::string reference;
    std::string target;
    std::string split;
    std::string output;
};

Result<int> split(const Session& session, const SplitArguments& arguments) {
    LATHE_TRY(const auto node, ConfigNode::parse("{" + arguments.split + "}", "--split"));
    LATHE_TRY(const auto parsed, SplitSpec::parse(node));
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    const Datasets datasets(*project);
    LATHE_TRY(const auto version, datasets.resolve(arguments.reference));
    LATHE_TRY(const auto file, datasets.open(version));
    LATHE_TRY(const auto parts, splitRows(*file, arguments.target, parsed));
    TextTable table({"FOLD", "TRAIN", "VALIDATION", "TEST"});
    Json json = Json::array();
    std::string rows = "row,fold,part\n";
    for (size_t fold = 0; fold < parts.size(); ++fold) {
        const auto& part = parts[fold];
        table.add({std::to_string(fold), grouped(part.train.size()), grouped(part.validation.size()), grouped(part.test.size())});
        json.push_back({{"fold", fold}, {"train", part.train.size()}, {"validation", part.validation.size()}, {"test", part.test.size()}});
        if (arguments.output.empty()) continue;
        const std::pair<const char*, const std::vector<uint64_t>*> lists[] = {{"train", &part.train}, {"validation", &part.validation}, {"test", &part.test}};
        for (const auto& [name, list] : lists)
            for (const uint64_t row : *list) rows += fmt::format("{},{},{}\n", row, fold, name);
    }
    if (!arguments.output.empty()) LATHE_CHECK(writeFileAtomic(arguments.output, rows));
    session.output.result(json, table.text());
    return Done;
}

struct RejectsArguments {
    std::string reference;
    size_t limit = 100;
};

Result<int> showRejects(const Session& session, const RejectsArguments& arguments) {
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    const Datasets datasets(*project);
    LATHE_TRY(const auto version, datasets.resolve(arguments.reference));
    LATHE_TRY(const auto rows, datasets.rejected(version, arguments.limit));
    TextTable table({"LINE", "REASON", "TEXT"});
    Json json = Json::array();
    for (const auto& row : rows) {
        json.push_back({{"line", row.line}, {"reason", row.reason}, {"text", row.text}});
        table.add({std::to_string(row.line), row.reason, row.text.substr(0, 80)});
    }
    session.output.result(json, table.empty() ? "No row was rejected." : table.text());
    return Done;
}

Result<int> removeDataset(const Session& session, const OneName& arguments) {
    LATHE_TRY(const auto project, session.open());
    LATHE_CHECK(Datasets(*project).remove(arguments.name));
    session.output.result(Json{{"removed", arguments.name}},
                          fmt::format("{} is in the trash; bring it back with: lathe project restore", arguments.name));
    return Done;
}

/// The options that say how a source is read.
void addReading(CLI::App& command, ImportArguments& arguments) {
    command.add_option("--format", arguments.format, "Format (default: found out by content, then name): " + joined(sourceFormatWords(), ", "));
    command.add_option("--table", arguments.place.table, "SQLite: table or view");
    command.add_option("--query", arguments.place.query, "SQLite: a SELECT")->excludes("--table");
    command.add_option("--dataset-path", arguments.place.datasetPath, "HDF5, netCDF: /group/dataset or /group; npz: array");
    command.add_option("--record-path", arguments.place.recordPath, "JSON: keys to the records, as data.items");
    command.add_option("--delimiter", arguments.delimiter, "One character, or 'tab' (default: found out)");
    command.add_option("--quote", arguments.quote, "One character, or 'none'");
    command.add_option("--encoding", arguments.encoding, "utf-8, utf-16le, utf-16be, latin-1 or windows-1252");
    command.add_option("--names", arguments.names, "Column names, separated by commas")->delimiter(',');
    command.add_option("--type", arguments.types, "column=type (may be repeated)");
    command.add_option("--missing", arguments.missing, "Texts that mean a missing value (may be repeated)");
    auto* header = command.add_flag("--header", arguments.header, "The first row names the columns");
    command.add_flag("--no-header", arguments.noHeader, "The first row is data")->excludes(header);
    command.add_option("--skip", arguments.skipRows, "Lines to pass over before the header");
    command.add_option("--threads", arguments.threads, "Threads to use (default: all)");
}

void addImport(CLI::App& data, Session& session) {
    const auto command = addCommand(data, session, "import", "Read a file or folder of any known format into the next version of a dataset", importFile);
    auto& arguments = command.values();
    command->add_option("FILE", arguments.file, "CSV, JSON, JSON lines, ARFF, SQLite, HDF5, netCDF, npy, npz, IDX, or a folder of texts or pictures")->required();
    command->add_option("--name,--dataset", arguments.dataset, "Dataset (default: the file's name)");
    command->add_flag("--append", arguments.append, "Put the rows behind those of the latest version; columns must agree by name and type");
    addReading(*command.app, arguments);
    const auto watched = addCommand(data, session, "watch", "Import a file whenever it changes, or append each new file of a folder", watch);
    auto& watching = watched.values();
    watched->add_option("PATH", watching.import.file, "File or folder")->required();
    watched->add_option("--name,--dataset", watching.import.dataset, "Dataset")->required();
    watched->add_option("--settle", watching.settle, "Seconds a file must stay unchanged before it is taken (default 1)")->check(CLI::Range(0.0, 3600.0));
    watched->add_flag("--once", watching.once, "Take what is there and end");
    addReading(*watched.app, watching.import);
}

void addSplit(CLI::App& data, Session& session) {
    const auto parted = addCommand(data, session, "split", "Show how a split parts a version's rows", split);
    parted->add_option("VERSION", parted.values().reference)->required();
    parted->add_option("--target", parted.values().target, "Target column")->required();
    parted->add_option("--split", parted.values().split, "For example: method: kfold, folds: 5, assign: interleaved")->required();
    parted->add_option("--output", parted.values().output, "Write row numbers and parts as CSV");
}

} // namespace

void addDataCommands(CLI::App& app, Session& session) {
    auto* data = app.add_subcommand("data", "Import, look at, clean and export datasets");
    data->require_subcommand(1);
    addImport(*data, session);
    addQueryCommands(*data, session);
    const auto list = addCommand(*data, session, "list", "List all versions", listDatasets);
    list->add_option("DATASET", list.values().name, "Only this dataset");
    addProfileCommand(*data, session);
    addRecipeCommands(*data, session);
    addSplit(*data, session);
    const auto rejects = addCommand(*data, session, "rejects", "Show the rows that an import refused, with the reason", showRejects);
    rejects->add_option("VERSION", rejects.values().reference)->required();
    rejects->add_option("-n,--rows", rejects.values().limit, "How many (default 100)");
    addImageCommands(*data, session);
    const auto removed = addCommand(*data, session, "remove", "Move a dataset to the trash", removeDataset);
    removed->add_option("DATASET", removed.values().name)->required();
}

} // namespace lathe::cli
