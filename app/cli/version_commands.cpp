// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "core/base/text.h"
#include "core/data/datasets.h"
#include "core/data/versions/tracked_files.h"
#include "core/data/versions/version_diff.h"
#include "core/data/versions/version_files.h"
#include "core/project/garbage.h"
#include "core/registry/lineage_graph.h"

namespace lathe::cli {

namespace {

struct TagArguments {
    std::string reference;
    std::string tag;
    bool remove = false;
};

Result<int> tagVersion(const Session& session, const TagArguments& arguments) {
    LATHE_TRY(const auto project, session.open());
    const Datasets datasets(*project);
    if (arguments.remove) {
        const std::string name = arguments.reference.substr(0, arguments.reference.rfind('@'));
        LATHE_CHECK(datasets.removeTag(name, arguments.tag));
        session.output.result(Json{{"dataset", name}, {"removed", arguments.tag}},
                              fmt::format("{}@{} is no more", name, arguments.tag));
        return Done;
    }
    LATHE_TRY(const auto version, datasets.resolve(arguments.reference));
    LATHE_CHECK(datasets.tag(version, arguments.tag));
    session.output.result(Json{{"reference", version.reference()}, {"tag", arguments.tag}},
                          fmt::format("{}@{} is {}", version.datasetName, arguments.tag, version.reference()));
    return Done;
}

struct NoteArguments {
    std::string reference;
    std::string note;
};

Result<int> noteVersion(const Session& session, const NoteArguments& arguments) {
    LATHE_TRY(const auto project, session.open());
    const Datasets datasets(*project);
    LATHE_TRY(const auto version, datasets.resolve(arguments.reference));
    LATHE_CHECK(datasets.setNote(version, arguments.note));
    session.output.result(
        Json{{"reference", version.reference()}, {"note", arguments.note}},
        fmt::format("{}: {}", version.reference(), arguments.note.empty() ? "no note" : arguments.note));
    return Done;
}

Result<int> rollBack(const Session& session, const OneName& arguments) {
    LATHE_TRY(const auto project, session.open());
    const Datasets datasets(*project);
    LATHE_TRY(const auto old, datasets.resolve(arguments.name));
    LATHE_TRY(const auto version, datasets.rollBack(old));
    session.output.result(
        Json{{"reference", version.reference()}, {"parent", version.parent}, {"content_hash", version.contentHash}},
        fmt::format("{} is {} again", version.reference(), old.reference()));
    return Done;
}

std::string origin(const VersionInfo& version) {
    if (!version.recipe.empty()) return version.parent + " by recipe";
    if (!version.source.empty()) return version.source;
    return version.parent.empty() ? "" : version.parent + " again";
}

Result<int> history(const Session& session, const OneName& arguments) {
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    LATHE_TRY(const auto versions, Datasets(*project).versions(arguments.name));
    TextTable table({"VERSION", "CREATED", "ROWS", "OWN", "SHARED", "TAGS", "FROM", "NOTE"});
    Json json = Json::array();
    for (const auto& version : versions) {
        LATHE_TRY(const VersionStorage storage, versionStorage(*project, version));
        json.push_back({{"reference", version.reference()},
                        {"created_at", isoTime(version.createdAt)},
                        {"content_hash", version.contentHash},
                        {"rows", version.rows},
                        {"columns", version.schema.size()},
                        {"tags", version.tags},
                        {"note", version.note},
                        {"source", version.source},
                        {"parent", version.parent},
                        {"recipe", version.recipe},
                        {"file", version.file},
                        {"file_bytes", storage.ownBytes},
                        {"shared_bytes", storage.sharedBytes},
                        {"shared_with", storage.sources},
                        {"same_file", storage.sameFile}});
        table.add({version.reference(), localTime(version.createdAt), grouped(version.rows),
                   byteSize(static_cast<double>(storage.ownBytes)),
                   storage.sharedBytes > 0    ? byteSize(static_cast<double>(storage.sharedBytes))
                   : storage.sameFile.empty() ? ""
                                              : "all",
                   joined(version.tags, ", "), origin(version), version.note});
    }
    session.output.result(json, table.text());
    return Done;
}

struct DiffArguments {
    std::string before;
    std::string after;
    std::vector<std::string> key;
    std::string csv;
    size_t rows = 20;
    bool exitCode = false;
};

Json shownCell(const Column& column, size_t row) { return column.isMissing(row) ? Json() : Json(column.display(row)); }

/// The first differences with their cells: {"change", "row_before", "row_after", "cells": {name: [before, after]}}.
Result<Json> firstDifferences(const ColumnFile& before, const ColumnFile& after, const VersionDiff& diff,
                              size_t count) {
    const std::vector<RowDifference> some(
        diff.rows.begin(), diff.rows.begin() + static_cast<std::ptrdiff_t>(std::min(count, diff.rows.size())));
    LATHE_TRY(const DifferenceRows rows, readDifferences(before, after, diff, some));
    Json list = Json::array();
    for (size_t row = 0; row < some.size(); ++row) {
        Json cells = Json::object();
        for (size_t i = 0; i < diff.columns.size(); ++i) {
            const bool changed = rows.isChanged(some, diff, i, row);
            if (some[row].kind() == RowDifference::Kind::Changed && !changed && !diff.columns[i].isKey) continue;
            cells[diff.columns[i].name] = {shownCell(rows.before.columns[i], row),
                                           shownCell(rows.after.columns[i], row)};
        }
        list.push_back({{"change", toString(some[row].kind())},
                        {"row_before", some[row].before},
                        {"row_after", some[row].after},
                        {"cells", cells}});
    }
    return list;
}

std::string differenceLine(const Json& row) {
    const auto text = [](const Json& cell) { return cell.is_null() ? std::string("–") : cell.get<std::string>(); };
    const std::string kind = row["change"];
    std::string line = kind == "added" ? "+" : kind == "removed" ? "-" : "~";
    for (const auto& [name, cell] : row["cells"].items()) {
        const std::string before = text(cell[0]);
        const std::string after = text(cell[1]);
        line += fmt::format("  {}={}", name,
                            kind == "added"                        ? after
                            : kind == "removed" || before == after ? before
                                                                   : before + " → " + after);
    }
    return line;
}

std::string diffText(const VersionDiff& diff, const Json& rows) {
    if (diff.isEqual()) return "The versions are equal.";
    std::string text =
        fmt::format("{} added, {} removed, {} changed ({} cells), {} unchanged rows", grouped(diff.added),
                    grouped(diff.removed), grouped(diff.changed), grouped(diff.changedCells), grouped(diff.unchanged));
    if (diff.repeatedKeys > 0)
        text +=
            fmt::format("\n{} keys name several rows; those were matched in their order", grouped(diff.repeatedKeys));
    for (const auto& column : diff.columns) {
        if (!column.before) text += fmt::format("\nnew column {} ({})", column.name, toString(column.typeAfter));
        if (!column.after) text += fmt::format("\ncolumn {} is gone", column.name);
        if (column.isRetyped())
            text += fmt::format("\n{}: {} → {}", column.name, toString(column.typeBefore), toString(column.typeAfter));
        if (column.changedCells > 0)
            text += fmt::format("\n{}: {} cells changed", column.name, grouped(column.changedCells));
    }
    if (!rows.empty()) text += "\n";
    for (const auto& row : rows) text += "\n" + differenceLine(row);
    if (rows.size() < diff.rows.size())
        text += fmt::format("\n… {} more: --rows N, or --csv FILE for all", grouped(diff.rows.size() - rows.size()));
    return text;
}

Result<int> diffTwo(const Session& session, const DiffArguments& arguments) {
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    const Datasets datasets(*project);
    LATHE_TRY(const auto before, datasets.resolve(arguments.before));
    LATHE_TRY(const auto after, datasets.resolve(arguments.after));
    LATHE_TRY(const auto fileBefore, datasets.open(before));
    LATHE_TRY(const auto fileAfter, datasets.open(after));
    DiffOptions options;
    options.key = arguments.key;
    LATHE_TRY(const VersionDiff diff, diffVersions(*fileBefore, *fileAfter, options, session.job()));
    if (!arguments.csv.empty())
        LATHE_CHECK(exportDifferences(*fileBefore, *fileAfter, diff, arguments.csv, session.job()));
    LATHE_TRY(const Json rows, firstDifferences(*fileBefore, *fileAfter, diff, arguments.rows));
    Json json = diff.toJson();
    json["before"] = before.reference();
    json["after"] = after.reference();
    json["rows"] = rows;
    session.output.result(json, diffText(diff, rows));
    return arguments.exitCode && !diff.isEqual() ? SaidNo : Done;
}

struct LineageArguments {
    std::string reference;
    std::string prov;
};

std::string lineageText(const LineageGraph& graph) {
    TextTable table({"STEP", "KIND", "NAME", "FROM", "DETAIL"});
    for (size_t i = 0; i < graph.nodes.size(); ++i) {
        const LineageNode& node = graph.nodes[i];
        std::vector<std::string> from;
        for (const auto& [before, after] : graph.edges)
            if (after == i) from.push_back(graph.nodes[before].name);
        const std::string detail = node.isGone                              ? "no longer in this project"
                                   : node.kind == LineageNode::Kind::Recipe ? ""
                                                                            : node.detail;
        table.add({std::to_string(node.layer), toString(node.kind), (i == graph.focus ? "* " : "") + node.name,
                   joined(from, ", "), detail});
    }
    return table.text() + (graph.complete ? "" : "\nThe graph is larger than what is shown.");
}

Result<int> showLineage(const Session& session, const LineageArguments& arguments) {
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    LATHE_TRY(const auto version, Datasets(*project).resolve(arguments.reference));
    LATHE_TRY(const LineageGraph graph, lineageGraph(*project, version));
    if (!arguments.prov.empty())
        LATHE_CHECK(writeFileAtomic(arguments.prov,
                                    graph.toProv(*project).dump(2, ' ', false, Json::error_handler_t::replace) + "\n"));
    session.output.result(graph.toJson(), lineageText(graph));
    return Done;
}

struct TrackArguments {
    std::string path;
    bool remove = false;
};

Result<int> track(const Session& session, const TrackArguments& arguments) {
    LATHE_TRY(const auto project, session.open());
    const TrackedFiles files(*project);
    if (arguments.remove) {
        LATHE_CHECK(files.untrack(arguments.path));
        session.output.result(Json{{"untracked", arguments.path}},
                              fmt::format("{} is no longer tracked", arguments.path));
        return Done;
    }
    LATHE_TRY(const TrackedPath tracked, files.track(arguments.path, session.job()));
    session.output.result(Json{{"path", tracked.path}, {"files", tracked.files}, {"bytes", tracked.bytes}},
                          fmt::format("{}: {} files, {}", tracked.path, grouped(tracked.files),
                                      byteSize(static_cast<double>(tracked.bytes))));
    return Done;
}

struct StatusArguments {
    bool failOnChange = false;
};

Result<int> trackedStatus(const Session& session, const StatusArguments& arguments) {
    LATHE_TRY(const auto project, session.open());
    const TrackedFiles files(*project);
    LATHE_TRY(const auto all, files.list());
    Json json = Json::array();
    std::string text;
    bool clean = true;
    for (const TrackedPath& tracked : all) {
        LATHE_TRY(const TrackedStatus status, files.status(tracked, session.job()));
        clean = clean && status.isClean();
        json.push_back({{"path", tracked.path},
                        {"clean", status.isClean()},
                        {"files", status.files},
                        {"hashed", status.hashed},
                        {"changed", status.changed},
                        {"added", status.added},
                        {"missing", status.missing}});
        text += fmt::format("{}: {} files, {}\n", tracked.path, grouped(status.files),
                            status.isClean() ? "unchanged" : "changed");
        const std::pair<const char*, const std::vector<std::string>*> lists[] = {
            {"changed", &status.changed}, {"new", &status.added}, {"missing", &status.missing}};
        for (const auto& [word, paths] : lists)
            for (const auto& path : *paths)
                text += fmt::format("  {:8} {}\n", word, path.empty() ? tracked.path : path);
    }
    session.output.result(json,
                          text.empty() ? "Nothing is tracked. Track a file or folder: lathe data track PATH" : text);
    return clean || !arguments.failOnChange ? Done : SaidNo;
}

Result<int> collect(const Session& session, const GarbageOptions& arguments) {
    LATHE_TRY(const auto project, session.open());
    LATHE_TRY(const Garbage garbage, collectGarbage(*project, arguments, session.job()));
    Json json{
        {"applied", arguments.apply}, {"bytes", garbage.bytes}, {"items", Json::array()}, {"kept", Json::array()}};
    TextTable table({"KIND", "WHAT", "SIZE"});
    for (const auto& item : garbage.items) {
        json["items"].push_back({{"kind", toString(item.kind)}, {"object", item.object}, {"bytes", item.bytes}});
        table.add({toString(item.kind), item.object, byteSize(static_cast<double>(item.bytes))});
    }
    std::string kept;
    for (const auto& item : garbage.kept) {
        json["kept"].push_back({{"object", item.object}, {"reason", item.reason}});
        kept += fmt::format("{} stays in the trash: {}\n", item.object, item.reason);
    }
    const std::string total = byteSize(static_cast<double>(garbage.bytes));
    std::string text = "Nothing to clean up.";
    if (!table.empty())
        text =
            table.text() + fmt::format("\n{}", arguments.apply ? total + " freed"
                                                               : total + " would be freed: lathe project gc --apply");
    session.output.result(json, kept + text);
    return Done;
}

} // namespace

void addVersionCommands(CLI::App& app, Session& session) {
    auto* data = app.get_subcommand("data");
    const auto tagged = addCommand(*data, session, "tag", "Give a version a name: weather@gold", tagVersion);
    tagged->add_option("VERSION", tagged.values().reference, "The version; with --remove the dataset")->required();
    tagged->add_option("TAG", tagged.values().tag)->required();
    tagged->add_flag("--remove", tagged.values().remove, "Take the tag away");
    const auto noted = addCommand(*data, session, "note", "Write a note on a version", noteVersion);
    noted->add_option("VERSION", noted.values().reference)->required();
    noted->add_option("NOTE", noted.values().note, "The text; without it the note is taken away");
    const auto rolled =
        addCommand(*data, session, "rollback", "Make an older version the latest again, without a copy", rollBack);
    rolled->add_option("VERSION", rolled.values().name)->required();
    const auto listed =
        addCommand(*data, session, "history", "Versions of a dataset with tags, notes and what they share", history);
    listed->add_option("DATASET", listed.values().name)->required();

    const auto compared = addCommand(*data, session, "diff", "Compare two versions row by row", diffTwo);
    compared->add_option("BEFORE", compared.values().before)->required();
    compared->add_option("AFTER", compared.values().after)->required();
    compared
        ->add_option("--key", compared.values().key,
                     "Columns that name a row, separated by commas; without: rows count as a multiset")
        ->delimiter(',');
    compared->add_option("--csv", compared.values().csv, "Write every difference to this file");
    compared->add_option("-n,--rows", compared.values().rows, "Differences to print (default 20)")
        ->check(CLI::NonNegativeNumber);
    compared->add_flag("--exit-code", compared.values().exitCode, "Exit with 3 when the versions differ");

    const auto traced =
        addCommand(*data, session, "lineage", "What a version was made from, and what was made from it", showLineage);
    traced->add_option("VERSION", traced.values().reference)->required();
    traced->add_option("--prov", traced.values().prov, "Write it as W3C PROV-JSON to this file");
    const auto followed = addCommand(
        *data, session, "track", "Remember a file or folder outside of the project by the hashes of its files", track);
    followed->add_option("PATH", followed.values().path)->required();
    followed->add_flag("--remove", followed.values().remove, "Track it no longer");
    const auto stated = addCommand(*data, session, "status", "What changed among the tracked files", trackedStatus);
    stated->add_flag("--fail-on-change", stated.values().failOnChange, "Exit with 3 when anything changed");

    const auto collected = addCommand(*app.get_subcommand("project"), session, "gc",
                                      "Find, and with --apply remove, what nobody can reach", collect);
    collected
        ->add_option("--keep-trash", collected.values().retentionDays,
                     "Days that deleted things stay in the trash (default 30)")
        ->check(CLI::Range(0, 36500));
    collected->add_flag("--apply", collected.values().apply, "Remove it");
}

} // namespace lathe::cli
