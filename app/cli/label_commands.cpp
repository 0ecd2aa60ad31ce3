// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>

#include "app/cli/command.h"
#include "app/cli/image_commands.h"
#include "core/base/text.h"
#include "core/data/images/augmentation_file.h"
#include "core/data/images/image_dataset.h"
#include "core/data/images/image_store.h"
#include "core/data/images/label_edits.h"
#include "core/data/images/label_suspects.h"
#include "core/data/readers/import.h"
#include "core/runs/run_predictions.h"

namespace lathe::cli {

namespace {

struct LabelArguments {
    std::string reference;
    std::string file;
    std::vector<std::string> renames;
    std::vector<std::string> exclude;
};

/// "old=new" for each class that gets another name; two with the same new name are merged.
Result<std::map<std::string, std::string>> renamesOf(const std::vector<std::string>& entries) {
    std::map<std::string, std::string> renames;
    for (const std::string& entry : entries) {
        const size_t equals = entry.find('=');
        if (equals == 0 || equals == std::string::npos || equals + 1 == entry.size())
            return failHint(ErrorKind::InvalidInput, fmt::format("--rename '{}' is not of the form old=new", entry),
                            "Write --rename cat=feline");
        renames[entry.substr(0, equals)] = entry.substr(equals + 1);
    }
    return renames;
}

/// Labels by path out of a table with the columns path and label.
Result<std::map<std::string, std::optional<std::string>>> labelsIn(const Path& file, const JobContext& job) {
    std::map<std::string, std::optional<std::string>> labels;
    if (file.empty()) return labels;
    LATHE_TRY(const ScopedFolder scratch, ScopedFolder::create(std::filesystem::temp_directory_path(), "lathe-labels"));
    const Path target = scratch.path() / "labels.h5";
    LATHE_TRY(const auto outcome, importSource(file, target, {}, job));
    LATHE_TRY(const auto columns, ColumnFile::open(target));
    const auto path = columns->find("path");
    const auto label = columns->find("label");
    if (!path || !label || outcome.rejectedRows > 0)
        return failHint(ErrorKind::InvalidInput, fmt::format("'{}' is no table of labels", file.string()),
                        "It needs the columns path and label.");
    LATHE_TRY(const Table table, columns->readTable(0, columns->rows(), {*path, *label}));
    for (size_t row = 0; row < table.rows(); ++row) {
        const Column& word = table.columns[1];
        labels[table.columns[0].display(row)] = word.isMissing(row) ? std::nullopt : std::optional(word.display(row));
    }
    return labels;
}

Result<int> labelPictures(const Session& session, const LabelArguments& arguments) {
    LATHE_TRY(const auto renames, renamesOf(arguments.renames));
    LATHE_TRY(const auto project, session.open());
    const Datasets datasets(*project);
    LATHE_TRY(const auto version, datasets.resolve(arguments.reference));
    LATHE_TRY(const auto file, datasets.open(version));
    LATHE_TRY(const auto table, images::readImages(*file, session.job()));
    LATHE_TRY(auto labels, labelsIn(arguments.file, session.job()));
    std::map<std::string, bool> excluded;
    for (const std::string& path : arguments.exclude) excluded[path] = false;
    images::LabelEdits edits;
    for (const images::ImageRow& row : table.rows) {
        if (const auto rename = renames.find(table.labelOf(row)); row.label >= 0 && rename != renames.end())
            edits[row.row] = {rename->second, false};
        if (const auto named = labels.find(row.path); named != labels.end()) edits[row.row] = {named->second, false};
        if (const auto out = excluded.find(row.path); out != excluded.end()) {
            edits[row.row] = {std::nullopt, true};
            out->second = true;
        }
    }
    for (const auto& [path, found] : excluded)
        if (!found) return fail(ErrorKind::NotFound, "{} has no picture '{}'", version.reference(), path);
    LATHE_TRY(const auto made,
              images::applyLabelEdits(*project, version, images::columns::label, edits, session.job()));
    session.output.result(
        Json{{"reference", made.reference()}, {"rows", made.rows}, {"edits", edits.size()}, {"note", made.note}},
        fmt::format("{}  {}", made.reference(), made.note));
    return Done;
}

struct SuspectArguments {
    std::string reference;
    images::SuspectOptions options;
    std::string probabilities;
    std::string run;
    size_t limit = 50;
};

/// A square matrix as a list of its lines.
Json linesOf(const std::vector<uint64_t>& matrix, size_t classes) {
    Json lines = Json::array();
    for (size_t k = 0; k < classes; ++k) {
        const auto line = matrix.begin() + static_cast<ptrdiff_t>(k * classes);
        lines.push_back(std::vector<uint64_t>(line, line + static_cast<ptrdiff_t>(classes)));
    }
    return lines;
}

Result<int> showSuspects(const Session& session, const SuspectArguments& arguments) {
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    LATHE_TRY(const auto version, Datasets(*project).resolve(arguments.reference));
    images::SuspectOptions options = arguments.options;
    options.probabilities = arguments.probabilities;
    if (!arguments.run.empty()) {
        LATHE_TRY(const RunInfo run, RunStore(*project).find(arguments.run));
        LATHE_TRY(options.probabilities, predictionsOf(*project, run, version));
        if (options.target.empty()) options.target = run.target;
    }
    if (options.target.empty()) options.target = images::columns::label;
    LATHE_TRY(const auto suspects, images::findSuspects(*project, version, options, session.job()));
    TextTable table({"ROW", "LABEL", "PROBABLY", "CONFIDENCE", "MARGIN"});
    Json json{{"reference", version.reference()},
              {"target", options.target},
              {"features", suspects.features},
              {"classes", suspects.classes},
              {"judged", suspects.judged},
              {"thresholds", suspects.found.thresholds},
              {"suspects", suspects.found.suspects.size()}};
    json["joint"] = linesOf(suspects.found.joint, suspects.classes.size());
    json["confusion"] = linesOf(suspects.confusion, suspects.classes.size());
    json["rows"] = Json::array();
    for (const LabelSuspect& suspect : suspects.found.suspects) {
        if (json["rows"].size() == arguments.limit) break;
        const std::string& given = suspects.classes[static_cast<size_t>(suspect.given)];
        const std::string& suggested = suspects.classes[static_cast<size_t>(suspect.suggested)];
        table.add({grouped(suspect.row), given, suggested, shortNumber(suspect.selfConfidence, 3),
                   shortNumber(suspect.margin, 3)});
        json["rows"].push_back({{"row", suspect.row},
                                {"label", given},
                                {"suggested", suggested},
                                {"self_confidence", suspect.selfConfidence},
                                {"margin", suspect.margin}});
    }
    const std::string part =
        suspects.judged < suspects.labels.size()
            ? fmt::format("; about {} of {} rows", grouped(suspects.judged), grouped(suspects.labels.size()))
            : "";
    session.output.result(json, fmt::format("{} labels of {} are probably wrong ({}{})\n\n{}",
                                            grouped(suspects.found.suspects.size()), version.reference(),
                                            suspects.features, part, table.empty() ? std::string() : table.text()));
    return Done;
}

struct AugmentArguments {
    std::string reference;
    std::string folder;
    std::string config;
    size_t count = 8;
    uint64_t row = 0;
    uint64_t seed = 0;
};

Result<int> augmentPicture(const Session& session, const AugmentArguments& arguments) {
    images::Augmentation augmentation;
    if (!arguments.config.empty()) {
        LATHE_TRY(const std::string yaml, readTextFile(arguments.config));
        LATHE_TRY(augmentation, images::parseAugmentation(yaml, arguments.config));
    }
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    const Datasets datasets(*project);
    LATHE_TRY(const auto version, datasets.resolve(arguments.reference));
    LATHE_TRY(const auto file, datasets.open(version));
    LATHE_TRY(const auto table, images::readImages(*file, session.job()));
    if (arguments.row >= table.rows.size())
        return fail(ErrorKind::NotFound, "{} has no row {}", version.reference(), arguments.row);
    LATHE_TRY(const auto stores, images::ImageStores::open(*project));
    LATHE_TRY(const auto bytes, stores->read(table.rows[arguments.row].sha256));
    LATHE_TRY(const images::Pixels* pixels, images::pixels());
    LATHE_TRY(const auto decoded, pixels->decode(bytes, {}));
    LATHE_CHECK(createFolders(arguments.folder));
    for (size_t i = 0; i < arguments.count; ++i) {
        LATHE_CHECK(session.job().checkStop());
        const auto png =
            pixels->encodePng(pixels->augmented(decoded.raster, augmentation, arguments.seed * arguments.count + i));
        LATHE_CHECK(writeFileAtomic(Path(arguments.folder) / fmt::format("variant-{}.png", i + 1),
                                    {reinterpret_cast<const char*>(png.data()), png.size()}));
    }
    LATHE_CHECK(writeFileAtomic(Path(arguments.folder) / "augmentation.yaml", images::augmentationYaml(augmentation)));
    session.output.result(Json{{"folder", arguments.folder}, {"variants", arguments.count}},
                          fmt::format("{} variants of {} written to {}", arguments.count,
                                      table.rows[arguments.row].path, arguments.folder));
    return Done;
}

} // namespace

void addLabelCommands(CLI::App& data, CLI::App& images, Session& session) {
    const auto label = addCommand(images, session, "label",
                                  "Change labels; the outcome is a new version without copied pictures", labelPictures);
    label->add_option("VERSION", label.values().reference)->required();
    label->add_option("--from", label.values().file, "Table with the columns path and label");
    label->add_option("--rename", label.values().renames, "old=new (may be repeated); an existing name merges classes");
    label->add_option("--exclude", label.values().exclude, "Path of a picture to leave out (may be repeated)");
    const auto augment = addCommand(images, session, "augment", "Write random variants of a picture", augmentPicture);
    auto& arguments = augment.values();
    augment->add_option("VERSION", arguments.reference)->required();
    augment->add_option("FOLDER", arguments.folder)->required();
    augment->add_option("--row", arguments.row, "Which picture (default: the first)");
    augment->add_option("--config", arguments.config, "YAML with the amounts");
    augment->add_option("-n,--count", arguments.count, "How many (default 8)")->check(CLI::NonNegativeNumber);
    augment->add_option("--seed", arguments.seed, "The same seed gives the same variants");
    const auto suspects =
        addCommand(data, session, "suspects", "Find labels that are probably wrong (confident learning)", showSuspects);
    auto& options = suspects.values().options;
    options.target.clear();
    suspects->add_option("VERSION", suspects.values().reference)->required();
    suspects->add_option("--target", options.target, "Column of labels (default: the run's target, else label)");
    suspects->add_option("--folds", options.folds, "Parts that models are trained without")
        ->check(CLI::Range(2, 50))
        ->capture_default_str();
    suspects->add_option("--seed", options.seed)->capture_default_str();
    suspects->add_option(
        "--probabilities", suspects.values().probabilities,
        "Predictions out of fold: a table with a column CLASS or p(CLASS) for each class, and row, path, or the version's order");
    suspects->add_option("--run", suspects.values().run, "Use the predictions of this run about rows it had not seen")
        ->excludes("--probabilities");
    suspects->add_option("-n,--rows", suspects.values().limit, "How many to list (default 50)")
        ->check(CLI::NonNegativeNumber);
}

} // namespace lathe::cli
