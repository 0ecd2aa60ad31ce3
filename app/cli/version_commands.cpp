// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "core/base/text.h"
#include "core/data/datasets.h"
#include "core/data/versions/version_files.h"
#include "core/project/garbage.h"

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
        session.output.result(Json{{"dataset", name}, {"removed", arguments.tag}}, fmt::format("{}@{} is no more", name, arguments.tag));
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
    session.output.result(Json{{"reference", version.reference()}, {"note", arguments.note}},
                          fmt::format("{}: {}", version.reference(), arguments.note.empty() ? "no note" : arguments.note));
    return Done;
}

Result<int> rollBack(const Session& session, const OneName& arguments) {
    LATHE_TRY(const auto project, session.open());
    const Datasets datasets(*project);
    LATHE_TRY(const auto old, datasets.resolve(arguments.name));
    LATHE_TRY(const auto version, datasets.rollBack(old));
    session.output.result(Json{{"reference", version.reference()}, {"parent", version.parent}, {"content_hash", version.contentHash}},
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
        json.push_back({{"reference", version.reference()}, {"created_at", isoTime(version.createdAt)}, {"content_hash", version.contentHash},
                        {"rows", version.rows}, {"columns", version.schema.size()}, {"tags", version.tags}, {"note", version.note},
                        {"source", version.source}, {"parent", version.parent}, {"recipe", version.recipe}, {"file", version.file},
                        {"file_bytes", storage.ownBytes}, {"shared_bytes", storage.sharedBytes}, {"shared_with", storage.sources},
                        {"same_file", storage.sameFile}});
        table.add({version.reference(), localTime(version.createdAt), grouped(version.rows), byteSize(static_cast<double>(storage.ownBytes)),
                   storage.sharedBytes > 0 ? byteSize(static_cast<double>(storage.sharedBytes)) : storage.sameFile.empty() ? "" : "all",
                   joined(version.tags, ", "), origin(version), version.note});
    }
    session.output.result(json, table.text());
    return Done;
}

Result<int> collect(const Session& session, const GarbageOptions& arguments) {
    LATHE_TRY(const auto project, session.open());
    LATHE_TRY(const Garbage garbage, collectGarbage(*project, arguments, session.job()));
    Json json{{"applied", arguments.apply}, {"bytes", garbage.bytes}, {"items", Json::array()}, {"kept", Json::array()}};
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
    if (!table.empty()) text = table.text() + fmt::format("\n{}", arguments.apply ? total + " freed" : total + " would be freed: lathe project gc --apply");
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
    const auto rolled = addCommand(*data, session, "rollback", "Make an older version the latest again, without a copy", rollBack);
    rolled->add_option("VERSION", rolled.values().name)->required();
    const auto listed = addCommand(*data, session, "history", "Versions of a dataset with tags, notes and what they share", history);
    listed->add_option("DATASET", listed.values().name)->required();

    const auto collected = addCommand(*app.get_subcommand("project"), session, "gc", "Find, and with --apply remove, what nobody can reach", collect);
    collected->add_option("--keep-trash", collected.values().retentionDays, "Days that deleted things stay in the trash (default 30)")
        ->check(CLI::NonNegativeNumber);
    collected->add_flag("--apply", collected.values().apply, "Remove it");
}

} // namespace lathe::cli
