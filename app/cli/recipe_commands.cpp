// SPDX-License-Identifier: GPL-3.0-or-later
// Cleaning by recipes, spellings and anonymity.
#include "app/cli/command.h"
#include "app/cli/data_output.h"
#include "core/base/text.h"
#include "core/data/datasets.h"
#include "core/data/recipe/anonymity.h"
#include "core/data/recipe/pandas_export.h"
#include "core/data/recipe/recipe.h"
#include "core/data/text/spelling.h"
#include "core/data/versions/applied_steps.h"

namespace lathe::cli {

namespace {

// ---- clean ----------------------------------------------------------------------------------------------------

struct CleanArguments {
    std::string reference;
    std::string recipe;
    std::string dataset;
    std::string split;
    std::string target;
};

/// The recipe of a file, with --split written into it.
Result<Recipe> readRecipe(const CleanArguments& arguments) {
    LATHE_TRY(const std::string yaml, readTextFile(arguments.recipe));
    LATHE_TRY(Recipe recipe, Recipe::parseText(yaml, arguments.recipe));
    if (arguments.split.empty()) return recipe;
    LATHE_TRY(const auto split, ConfigNode::parse("{" + arguments.split + "}", "--split"));
    Json fitOn{{"split", split.toJson()}};
    if (!arguments.target.empty()) fitOn["target"] = arguments.target;
    recipe.setFitOn(std::move(fitOn));
    return recipe;
}

std::string effectsText(const std::vector<StepEffect>& effects) {
    TextTable table({"CELLS CHANGED", "NOT READ", "ROWS", "COLUMNS", "STEP"});
    for (const StepEffect& effect : effects) {
        const auto added = static_cast<int64_t>(effect.addedColumns.size());
        const auto columns = added - static_cast<int64_t>(effect.removedColumns.size());
        const auto rows = static_cast<int64_t>(effect.rowsAfter) - static_cast<int64_t>(effect.rowsBefore);
        const auto change = [](int64_t by) { return by == 0 ? std::string("–") : fmt::format("{:+}", by); };
        table.add({grouped(effect.changedCells), grouped(effect.failedCells), change(rows), change(columns),
                   effect.note.empty() ? effect.step : fmt::format("{} ({})", effect.step, effect.note)});
    }
    return effects.empty() ? std::string() : "\n\n" + table.text();
}

Result<int> clean(const Session& session, const CleanArguments& arguments) {
    LATHE_TRY(const auto project, session.open());
    const Datasets datasets(*project);
    LATHE_TRY(const auto parent, datasets.resolve(arguments.reference));
    LATHE_TRY(const Recipe recipe, readRecipe(arguments));
    const std::string& dataset = arguments.dataset.empty() ? parent.datasetName : arguments.dataset;
    LATHE_TRY(const std::string written, readTextFile(arguments.recipe));
    LATHE_TRY(const auto version,
              datasets.clean(parent, arguments.split.empty() ? written : recipe.toYaml(), dataset, session.job()));
    Json json = versionJson(version);
    json["leaking_steps"] = Json::array();
    std::vector<std::string> leaking;
    for (const size_t place : recipe.leakingSteps()) {
        leaking.push_back(fmt::format("{} ({})", place + 1, recipe.steps()[place].kind));
        json["leaking_steps"].push_back({{"step", place + 1}, {"kind", recipe.steps()[place].kind}});
    }
    LATHE_TRY(const auto effects, appliedSteps(*project, version));
    json["effects"] = stepEffectsToJson(effects);
    session.output.result(json, versionLine(version) + effectsText(effects));
    if (!leaking.empty())
        session.output.note(
            fmt::format("note: step {} learned from all rows, those of a test part too. For training, name the split: "
                        "--split 'method: random, test: 0.2'",
                        joined(leaking, ", ")));
    return Done;
}

// ---- recipe-export --------------------------------------------------------------------------------------------

struct ExportRecipeArguments {
    std::string reference;
    std::string recipe;
    std::string file;
};

/// The recipe of a file, or the one that made the version; the columns are those it is applied to.
Result<int> exportRecipe(const Session& session, const ExportRecipeArguments& arguments) {
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    const Datasets datasets(*project);
    LATHE_TRY(auto version, datasets.resolve(arguments.reference));
    std::string yaml = version.recipe;
    if (!arguments.recipe.empty()) {
        LATHE_TRY(yaml, readTextFile(arguments.recipe));
    } else {
        if (yaml.empty())
            return failHint(ErrorKind::NotFound, fmt::format("{} was not made by a recipe", version.reference()),
                            "Name a recipe file with --recipe.");
        LATHE_TRY(version, datasets.resolve(version.parent));
    }
    LATHE_TRY(const Recipe recipe,
              Recipe::parseText(yaml, arguments.recipe.empty() ? version.reference() : arguments.recipe));
    LATHE_TRY(const PandasScript script, pandasScript(recipe, version.schema));
    LATHE_CHECK(writeFileAtomic(arguments.file, script.text));
    Json unsupported = Json::array();
    std::vector<std::string> names;
    for (const size_t place : script.unsupported) {
        unsupported.push_back({{"step", place + 1}, {"kind", recipe.steps()[place].kind}});
        names.push_back(fmt::format("{} ({})", place + 1, recipe.steps()[place].kind));
    }
    session.output.result(Json{{"file", arguments.file}, {"unsupported", unsupported}},
                          names.empty() ? fmt::format("{} written", arguments.file)
                                        : fmt::format("{} written; pandas cannot do step {}: the script says why",
                                                      arguments.file, joined(names, ", ")));
    return Done;
}

// ---- clusters -------------------------------------------------------------------------------------------------

struct ClustersArguments {
    std::string reference;
    std::string column;
    std::string method = "fingerprint";
    size_t radius = 2;
    double similarity = 0.9;
    double ratio = 1;
};

Result<int> showClusters(const Session& session, const ClustersArguments& arguments) {
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    const Datasets datasets(*project);
    LATHE_TRY(const auto version, datasets.resolve(arguments.reference));
    LATHE_TRY(const auto file, datasets.open(version));
    SpellingOptions options;
    LATHE_TRY(options.method, spellingMethod(arguments.method));
    options.radius = arguments.radius;
    options.similarity = arguments.similarity;
    options.ratio = arguments.ratio;
    LATHE_TRY(auto values, countSpellings(*file, arguments.column, session.job()));
    LATHE_TRY(const auto clusters, clusterSpellings(std::move(values), options, session.job()));
    TextTable table({"CHOSEN", "ROWS", "OTHER SPELLINGS"});
    Json json = Json::array();
    for (const SpellingCluster& cluster : clusters) {
        std::vector<std::string> others;
        Json members = Json::array();
        uint64_t rows = 0;
        for (const SpellingCount& member : cluster.members) {
            rows += member.rows;
            members.push_back({{"text", member.text}, {"rows", member.rows}});
            if (member.text != cluster.chosen) others.push_back(fmt::format("{} ({})", member.text, member.rows));
        }
        json.push_back({{"chosen", cluster.chosen}, {"members", std::move(members)}});
        table.add({cluster.chosen, grouped(rows), joined(others, ", ")});
    }
    session.output.result(json, table.empty() ? "No spellings that belong together." : table.text());
    return Done;
}

// ---- anonymity ------------------------------------------------------------------------------------------------

struct AnonymityArguments {
    std::string reference;
    AnonymityRequest request;
    std::string suppress;
};

std::string anonymityText(const AnonymityReport& report, const AnonymityRequest& request) {
    std::string text =
        fmt::format("{} rows in {} groups of equal {}\nk-anonymity: {} (asked: {})", grouped(report.rows),
                    grouped(report.groups), joined(request.quasi, ", "), report.smallestGroup, request.k);
    if (!request.sensitive.empty())
        text += fmt::format("\nl-diversity: {} (asked: {})", report.leastDiversity, request.l);
    if (report.holds()) return text + "\nholds";
    text += fmt::format("\ndoes not hold: {} rows in {} groups are at risk\n\n", grouped(report.rowsAtRisk),
                        grouped(report.groupsAtRisk));
    constexpr size_t mostShown = 10;
    std::vector<std::string> head = request.quasi;
    head.insert(head.end(), {"ROWS", "SENSITIVE VALUES"});
    TextTable table(head);
    for (size_t i = 0; i < std::min(report.riskiest.size(), mostShown); ++i) {
        const AnonymityGroup& group = report.riskiest[i];
        std::vector<std::string> cells;
        for (const Json& value : group.values) cells.push_back(value.is_null() ? "" : value.get<std::string>());
        cells.push_back(grouped(group.rows));
        cells.push_back(request.sensitive.empty() ? "" : grouped(group.diversity));
        table.add(cells);
    }
    return text + table.text();
}

Result<int> anonymity(const Session& session, const AnonymityArguments& arguments) {
    const AnonymityRequest& request = arguments.request;
    LATHE_TRY(const auto project,
              session.open(arguments.suppress.empty() ? Project::Access::ReadOnly : Project::Access::ReadWrite));
    const Datasets datasets(*project);
    LATHE_TRY(const auto version, datasets.resolve(arguments.reference));
    LATHE_TRY(const auto file, datasets.open(version));
    LATHE_TRY(const AnonymityReport report, checkAnonymity(*file, request, session.job()));
    Json json = report.toJson();
    std::string text = anonymityText(report, request);
    if (!arguments.suppress.empty()) {
        Json parameters{{"quasi", request.quasi}, {"k", request.k}, {"l", request.l}};
        if (!request.sensitive.empty()) parameters["sensitive"] = request.sensitive;
        Recipe recipe;
        recipe.setSteps({{"suppress", std::move(parameters), {}, true}});
        LATHE_TRY(const auto safe, datasets.clean(version, recipe.toYaml(), arguments.suppress, session.job()));
        json["suppressed"] = versionJson(safe);
        text += "\n" + versionLine(safe);
        session.output.result(json, text);
        return Done;
    }
    session.output.result(json, text);
    return report.holds() ? Done : SaidNo;
}

constexpr int mostAlike = 1'000'000'000;

void addAnonymity(CLI::App& data, Session& session) {
    const auto command = addCommand(data, session, "anonymity",
                                    "Check k-anonymity and l-diversity; exit 3 when they do not hold", anonymity);
    auto& arguments = command.values();
    command->add_option("VERSION", arguments.reference)->required();
    command->add_option("--quasi", arguments.request.quasi, "Columns that somebody may know, separated by commas")
        ->required()
        ->delimiter(',');
    command->add_option("--sensitive", arguments.request.sensitive, "Columns that nobody should learn")->delimiter(',');
    command->add_option("--k", arguments.request.k, "Rows that must be alike (default 5)")
        ->check(CLI::Range(1, mostAlike));
    command->add_option("--l", arguments.request.l, "Different sensitive values among them (default 1)")
        ->check(CLI::Range(1, mostAlike));
    command->add_option("--suppress", arguments.suppress, "Store the version without the rows at risk under this name");
}

} // namespace

void addRecipeCommands(CLI::App& data, Session& session) {
    const auto cleaned = addCommand(data, session, "clean", "Apply a recipe and keep the outcome as a version", clean);
    auto& arguments = cleaned.values();
    cleaned->add_option("VERSION", arguments.reference)->required();
    cleaned->add_option("--recipe", arguments.recipe, "Recipe file (YAML)")->required();
    cleaned->add_option("--name,--dataset", arguments.dataset, "Dataset that gets the version (default: the same)");
    auto* split = cleaned->add_option("--split", arguments.split,
                                      "Learning steps learn from its training rows only: method: random, test: 0.2");
    cleaned->add_option("--target", arguments.target, "Target column of the split")->needs(split);

    const auto clustered =
        addCommand(data, session, "clusters", "Show spellings of a column that may be the same", showClusters);
    auto& wanted = clustered.values();
    clustered->add_option("VERSION", wanted.reference)->required();
    clustered->add_option("COLUMN", wanted.column)->required();
    clustered->add_option("--method", wanted.method,
                          "fingerprint, ngram, metaphone, cologne, levenshtein or jaro_winkler");
    clustered->add_option("--radius", wanted.radius, "levenshtein: most edits (default 2)");
    clustered->add_option("--similarity", wanted.similarity, "jaro_winkler: least similarity (default 0.9)");
    clustered->add_option("--ratio", wanted.ratio, "A spelling joins one so many times as frequent (default 1)");
    addAnonymity(data, session);

    const auto exported = addCommand(data, session, "recipe-export", "Write a recipe as a pandas script", exportRecipe);
    exported
        ->add_option("VERSION", exported.values().reference,
                     "A version made by a recipe, or with --recipe the one to clean")
        ->required();
    exported->add_option("FILE", exported.values().file, "Python file to write")->required();
    exported->add_option("--recipe", exported.values().recipe, "Recipe file (YAML)");
}

} // namespace lathe::cli
