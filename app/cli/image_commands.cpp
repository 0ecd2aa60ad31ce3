// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/image_commands.h"

#include "app/cli/command.h"
#include "core/base/text.h"
#include "core/data/images/image_checks.h"
#include "core/data/images/image_dataset.h"
#include "core/data/versions/dvc.h"

namespace lathe::cli {

namespace {

struct ImportArguments {
    std::string source;
    std::string dataset;
    std::string labels;
    std::string fileColumn;
    std::string labelColumn;
    size_t threads = 0;
};

Json importJson(const VersionInfo& version) {
    Json json{{"reference", version.reference()},
              {"dataset", version.datasetName},
              {"version", version.number},
              {"content_hash", version.contentHash},
              {"rows", version.rows},
              {"rejected_rows", version.rejectedRows},
              {"source", version.source},
              {"source_hash", version.sourceHash}};
    json["import_report"] = Json::parse(version.importReport, nullptr, false);
    return json;
}

std::string importText(const VersionInfo& version) {
    const Json report = Json::parse(version.importReport, nullptr, false);
    const auto figure = [&](const char* name) { return report.is_object() ? report.value(name, uint64_t{0}) : 0; };
    std::string text = fmt::format("{}  {} pictures, {} of them new", version.reference(), grouped(version.rows),
                                   grouped(figure("new_pictures")));
    if (figure("broken") + figure("truncated") > 0)
        text += fmt::format("\n{} broken and {} truncated were kept: lathe data images check {}", figure("broken"),
                            figure("truncated"), version.reference());
    if (version.rejectedRows > 0)
        text += fmt::format("\n{} files were no pictures: lathe data rejects {}", grouped(version.rejectedRows),
                            version.reference());
    return text;
}

Result<int> importPictures(const Session& session, const ImportArguments& arguments) {
    LATHE_TRY(const auto project, session.open());
    images::ImageImportOptions options;
    options.folder = {arguments.labels, arguments.fileColumn, arguments.labelColumn};
    options.idxLabels = arguments.labels;
    options.threads = arguments.threads;
    return importImageFolder(session, *project, arguments.source, arguments.dataset, options);
}

struct CheckArguments {
    std::string reference;
    images::CheckLimits limits;
    std::vector<std::string> failOn;
    size_t examples = 20;
};

std::string checkText(const images::ImageReport& report, const images::ImageTable& table) {
    TextTable issues({"ISSUE", "PICTURES", "FOR EXAMPLE"});
    for (size_t i = 0; i < images::issueCount; ++i) {
        const auto& found = report.found[i];
        if (!found.empty())
            issues.add({images::issueWords()[i], grouped(found.size()), table.rows[found.front()].path});
    }
    TextTable classes({"CLASS", "PICTURES"});
    for (const auto& each : report.classes)
        classes.add({each.label.empty() ? "–" : each.label, grouped(each.pictures)});
    const std::string sizes = report.sizes.size() == 1 ? "all of " + report.sizes.front().first
                                                       : fmt::format("in {} sizes", report.sizes.size());
    const std::string duplicates = report.groups.size() == 1 ? "1 group" : grouped(report.groups.size()) + " groups";
    const std::string balance = report.imbalance > 1
                                    ? fmt::format("the largest class has {} times the pictures of the smallest",
                                                  shortNumber(report.imbalance, 3))
                                    : "all classes are equally large";
    return fmt::format("{} pictures {}, {} of duplicates; {}\n\n", grouped(report.pictures), sizes, duplicates,
                       balance) +
           classes.text() + "\n" + (issues.empty() ? "Nothing was found." : issues.text());
}

/// The kinds that --fail-on names; "any" means all.
Result<std::vector<images::Issue>> issuesNamed(const std::vector<std::string>& names) {
    std::vector<images::Issue> issues;
    for (const std::string& name : names) {
        if (name == "any") {
            for (size_t i = 0; i < images::issueCount; ++i) issues.push_back(static_cast<images::Issue>(i));
            continue;
        }
        const auto issue = images::issueFromText(name);
        if (!issue)
            return failHint(ErrorKind::InvalidInput, fmt::format("--fail-on '{}' is not known", name),
                            suggestion(name, images::issueWords()));
        issues.push_back(*issue);
    }
    return issues;
}

Result<int> checkPictures(const Session& session, const CheckArguments& arguments) {
    LATHE_TRY(const auto forbidden, issuesNamed(arguments.failOn));
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    const Datasets datasets(*project);
    LATHE_TRY(const auto version, datasets.resolve(arguments.reference));
    LATHE_TRY(const auto file, datasets.open(version));
    LATHE_TRY(const auto table, images::readImages(*file, session.job()));
    LATHE_TRY(const auto report, images::checkImages(table, arguments.limits, session.job()));
    Json json = report.toJson(table, arguments.examples);
    json["reference"] = version.reference();
    Json failed = Json::array();
    for (const images::Issue issue : forbidden)
        if (!report.of(issue).empty()) failed.push_back(images::toString(issue));
    json["failed"] = failed;
    session.output.result(json, checkText(report, table));
    return failed.empty() ? Done : SaidNo;
}

struct ExportArguments {
    std::string reference;
    std::string folder;
    bool dvc = false;
};

Result<int> exportPictures(const Session& session, const ExportArguments& arguments) {
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    const Datasets datasets(*project);
    LATHE_TRY(const auto version, datasets.resolve(arguments.reference));
    LATHE_TRY(const auto file, datasets.open(version));
    LATHE_TRY(const uint64_t written, images::exportImages(*project, *file, arguments.folder, session.job()));
    Path pointer;
    if (arguments.dvc) {
        LATHE_TRY(pointer, writeDvcPointer(arguments.folder, session.job()));
    }
    session.output.result(Json{{"folder", arguments.folder},
                               {"pictures", written},
                               {"dvc", pointer.empty() ? Json() : Json(pointer.string())}},
                          fmt::format("{} pictures written to {}", grouped(written), arguments.folder));
    return Done;
}

void addCheck(CLI::App& group, Session& session) {
    const auto check =
        addCommand(group, session, "check", "Find broken, blurred, dark, odd and duplicate pictures", checkPictures);
    auto& arguments = check.values();
    auto& limits = arguments.limits;
    check->add_option("VERSION", arguments.reference)->required();
    check->add_option("--sharpness", limits.sharpness, "Blurred below this variance of the Laplacian")
        ->capture_default_str();
    check->add_option("--dark", limits.dark, "Dark below this mean brightness (0 to 1)")->capture_default_str();
    check->add_option("--bright", limits.bright, "Overexposed above this mean brightness")->capture_default_str();
    check->add_option("--contrast", limits.contrast, "Low contrast below this standard deviation (0 to 0.5)")
        ->capture_default_str();
    check->add_option("--outlier", limits.outlier, "Odd size or aspect above this robust z-score")
        ->capture_default_str();
    check->add_option("--near", limits.nearDistance, "Near duplicates: at most this many of 64 bits differ; 0 for none")
        ->check(CLI::Range(0, 31))
        ->capture_default_str();
    check
        ->add_option("--fail-on", arguments.failOn,
                     "End with status 3 when any of these is found: any, " + joined(images::issueWords(), ", "))
        ->delimiter(',');
    check->add_option("-n,--examples", arguments.examples, "Pictures to name of each kind (default 20)")
        ->check(CLI::NonNegativeNumber);
}

} // namespace

Result<int> importImageFolder(const Session& session, const Project& project, const Path& source,
                              const std::string& dataset, const images::ImageImportOptions& options) {
    Path named = source;
    if (named.filename().empty()) named = named.parent_path();
    LATHE_TRY(const auto version,
              images::importTrackedImages(project, source, dataset.empty() ? named.stem().string() : dataset, options,
                                          session.job()));
    session.output.result(importJson(version), importText(version));
    return Done;
}

void addImageCommands(CLI::App& data, Session& session) {
    auto* group = data.add_subcommand("images", "Import, check, label and export pictures");
    group->require_subcommand(1);
    const auto import =
        addCommand(*group, session, "import",
                   "Read a folder of pictures, or an IDX file, into the next version of a dataset", importPictures);
    auto& arguments = import.values();
    import
        ->add_option("SOURCE", arguments.source,
                     "Folder of class folders, folder with a label file, flat folder, or IDX file of pictures")
        ->required();
    import->add_option("--name,--dataset", arguments.dataset, "Dataset (default: the folder's name)");
    import->add_option(
        "--labels", arguments.labels,
        "Table with file names and labels (default: labels.* or metadata.* in the folder); for IDX the file of labels");
    import->add_option("--file-column", arguments.fileColumn, "Column of the label file that names the files");
    import->add_option("--label-column", arguments.labelColumn, "Column of the label file that holds the labels");
    import->add_option("--threads", arguments.threads, "Threads to use (default: all)");
    addCheck(*group, session);
    addLabelCommands(data, *group, session);
    const auto exported =
        addCommand(*group, session, "export", "Write the pictures of a version into class folders", exportPictures);
    exported->add_option("VERSION", exported.values().reference)->required();
    exported->add_option("FOLDER", exported.values().folder, "New or empty folder")->required();
    exported->add_flag("--dvc", exported.values().dvc,
                       "Write FOLDER.dvc beside it, and put its files into the cache of the DVC repository there");
}

} // namespace lathe::cli
