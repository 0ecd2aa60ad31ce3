// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/data_output.h"
#include "app/cli/image_commands.h"
#include "app/cli/import_command.h"
#include "core/base/text.h"
#include "core/data/datasets.h"
#include "core/data/split.h"

namespace lathe::cli {

namespace {

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
    LATHE_TRY(const auto parts, splitRows(*file, arguments.target, parsed, session.job()));
    TextTable table({"FOLD", "TRAIN", "VALIDATION", "TEST"});
    Json json = Json::array();
    std::string rows = "row,fold,part\n";
    for (size_t fold = 0; fold < parts.size(); ++fold) {
        const auto& part = parts[fold];
        table.add({std::to_string(fold), grouped(part.train.size()), grouped(part.validation.size()),
                   grouped(part.test.size())});
        json.push_back({{"fold", fold},
                        {"train", part.train.size()},
                        {"validation", part.validation.size()},
                        {"test", part.test.size()}});
        if (arguments.output.empty()) continue;
        const std::pair<const char*, const std::vector<uint64_t>*> lists[] = {
            {"train", &part.train}, {"validation", &part.validation}, {"test", &part.test}};
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

void addSplit(CLI::App& data, Session& session) {
    const auto parted = addCommand(data, session, "split", "Show how a split parts a version's rows", split);
    parted->add_option("VERSION", parted.values().reference)->required();
    parted->add_option("--target", parted.values().target, "Target column")->required();
    parted->add_option("--split", parted.values().split, "For example: method: kfold, folds: 5, assign: interleaved")
        ->required();
    parted->add_option("--output", parted.values().output, "Write row numbers and parts as CSV");
}

} // namespace

void addDataCommands(CLI::App& app, Session& session) {
    auto* data = app.add_subcommand("data", "Import, look at, clean and export datasets");
    data->require_subcommand(1);
    addImportCommand(*data, session);
    addQueryCommands(*data, session);
    const auto list = addCommand(*data, session, "list", "List all versions", listDatasets);
    list->add_option("DATASET", list.values().name, "Only this dataset");
    addProfileCommand(*data, session);
    addRecipeCommands(*data, session);
    addSplit(*data, session);
    const auto rejects =
        addCommand(*data, session, "rejects", "Show the rows that an import refused, with the reason", showRejects);
    rejects->add_option("VERSION", rejects.values().reference)->required();
    rejects->add_option("-n,--rows", rejects.values().limit, "How many (default 100)")->check(CLI::NonNegativeNumber);
    addImageCommands(*data, session);
    const auto removed = addCommand(*data, session, "remove", "Move a dataset to the trash", removeDataset);
    removed->add_option("DATASET", removed.values().name)->required();
}

} // namespace lathe::cli
