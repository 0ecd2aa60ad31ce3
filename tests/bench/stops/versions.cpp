// SPDX-License-Identifier: GPL-3.0-or-later
#include <fstream>

#include "core/base/hash.h"
#include "core/data/datasets.h"
#include "core/data/images/label_edits.h"
#include "core/data/readers/append.h"
#include "core/data/readers/watch.h"
#include "core/data/recipe/leakage.h"
#include "core/data/samples.h"
#include "core/data/split.h"
#include "core/data/versions/dvc.h"
#include "core/data/versions/tracked_files.h"
#include "core/data/versions/version_diff.h"
#include "core/drift/comparison.h"
#include "core/project/audit.h"
#include "core/project/garbage.h"
#include "tests/bench/bench.h"
#include "tests/bench/stops/stops.h"

namespace lathe::bench {

namespace {

Result<VersionInfo> publishCopy(const Project& project, const Path& file, const std::string& name,
                                const JobContext& job) {
    LATHE_TRY(const ScopedFolder folder, project.temporaryFolder("bench"));
    std::filesystem::create_hard_link(file, folder.path() / "rows.h5");
    Datasets::Draft draft;
    draft.info.datasetName = name;
    draft.file = folder.path() / "rows.h5";
    return Datasets(project).publish(std::move(draft), job);
}

void measureDifferences(Stops& stops, const ColumnFile& rows, const ColumnFile& changed) {
    for (const auto& [name, key, memory] : {std::tuple{"by key", "id", uint64_t{4} << 30U},
                                            {"by key, spilling", "id", uint64_t{1} << 20U},
                                            {"by text, spilling", "code", uint64_t{1} << 20U},
                                            {"without key", "", uint64_t{4} << 30U}})
        stops.measure(std::string("versions: difference ") + name,
                      [&](const JobContext& job, const Path& scratch) -> Result<void> {
                          DiffOptions options;
                          if (*key != '\0') options.key = {key};
                          options.memoryBytes = memory;
                          options.scratch = scratch;
                          LATHE_CHECK(diffVersions(rows, changed, options, job));
                          return {};
                      });
    if (!stops.wants("versions: export of differences")) return;
    const VersionDiff diff = must(diffVersions(rows, changed, {.key = {"id"}}, JobContext()));
    stops.measure("versions: export of differences", [&](const JobContext& job, const Path& scratch) {
        return exportDifferences(rows, changed, diff, scratch / "rows.csv", job);
    });
}

void measureFiles(Stops& stops) {
    if (!stops.wants("files: ")) return;
    const Path big = stops.folder() / "big";
    {
        std::ofstream out(big, std::ios::binary);
        const std::string block(size_t{1} << 20U, 'x');
        for (int i = 0; i < 2000; ++i) out << block;
    }
    const Path many = stops.folder() / "many";
    for (int i = 0; i < 50'000; ++i) {
        if (i % 1000 == 0) std::filesystem::create_directories(many / std::to_string(i / 1000));
        std::ofstream(many / std::to_string(i / 1000) / std::to_string(i)) << i;
    }
    for (const Path& path : {big, many}) {
        stops.measure("files: tracking of " + path.filename().string(),
                      [&](const JobContext& job, const Path& scratch) -> Result<void> {
                          LATHE_TRY(const auto project, Project::create(scratch / "p.lathe"));
                          LATHE_CHECK(TrackedFiles(*project).track(path, job));
                          return {};
                      });
        stops.measure("files: DVC pointer to " + path.filename().string(),
                      [&](const JobContext& job, const Path&) -> Result<void> {
                          LATHE_TRY(const Path pointer, writeDvcPointer(path, job));
                          std::filesystem::remove(pointer);
                          return {};
                      });
    }
    const auto project = must(Project::create(stops.folder() / "files.lathe"));
    const TrackedPath tracked = must(TrackedFiles(*project).track(many, JobContext()));
    stops.measure("files: status of many", [&](const JobContext& job, const Path&) -> Result<void> {
        LATHE_CHECK(TrackedFiles(*project).status(tracked, job));
        return {};
    });
    stops.measure("files: watch of many", [&](const JobContext& job, const Path&) -> Result<void> {
        return watchFiles(many / "0", {.settle = std::chrono::milliseconds(0), .once = true}, job.stopToken(),
                          [](const Path& file) -> Result<void> {
                              LATHE_CHECK(sha256File(file));
                              return {};
                          });
    });
    must(writeDvcPointer(big, JobContext()));
    stops.measure("files: data behind a DVC pointer", [&](const JobContext& job, const Path& scratch) -> Result<void> {
        LATHE_CHECK(resolveDvcPointer(Path(big.string() + ".dvc"), scratch, job));
        return {};
    });
}

/// A project with the rows as dataset "rows", made anew for each run.
class Prepared {
public:
    explicit Prepared(Path rows) : m_rows(std::move(rows)) {}
    void operator()(const Path& scratch) {
        m_project.reset();
        m_project = must(Project::create(scratch / "p.lathe"));
        m_version = must(publishCopy(*m_project, m_rows, "rows", JobContext()));
    }
    [[nodiscard]] const Project& project() const { return *m_project; }
    [[nodiscard]] const VersionInfo& version() const { return m_version; }

private:
    Path m_rows;
    std::unique_ptr<Project> m_project;
    VersionInfo m_version;
};

void measurePublishing(Stops& stops, const Path& before, const Path& after) {
    Prepared prepared(before);
    const auto prepare = [&](const Path& scratch) { prepared(scratch); };
    std::unique_ptr<Project> empty;
    stops.measure(
        "versions: publishing of new rows",
        [&](const JobContext& job, const Path&) -> Result<void> {
            LATHE_CHECK(publishCopy(*empty, before, "rows", job));
            return {};
        },
        [&](const Path& scratch) { empty = must(Project::create(scratch / "p.lathe")); });
    stops.measure(
        "versions: publishing beside a parent",
        [&](const JobContext& job, const Path&) -> Result<void> {
            LATHE_CHECK(publishCopy(prepared.project(), after, "rows", job));
            return {};
        },
        prepare);
    stops.measure(
        "versions: cleaning",
        [&](const JobContext& job, const Path&) -> Result<void> {
            LATHE_CHECK(Datasets(prepared.project())
                            .clean(prepared.version(),
                                   "steps:\n  - filter: {where: value > 0.5}\n  - scale: {columns: [value]}", "cleaned",
                                   job));
            return {};
        },
        prepare);
    stops.measure(
        "versions: appending",
        [&](const JobContext& job, const Path&) -> Result<void> {
            LATHE_CHECK(appendFile(prepared.project(), stops.folder() / "some.csv", "rows", {}, job));
            return {};
        },
        prepare);
    stops.measure(
        "versions: label edits",
        [&](const JobContext& job, const Path&) -> Result<void> {
            images::LabelEdits edits;
            for (uint64_t row = 0; row < prepared.version().rows; row += 1000) edits[row] = {"other", row % 3000 == 0};
            LATHE_CHECK(images::applyLabelEdits(prepared.project(), prepared.version(), "name", edits, job));
            return {};
        },
        prepare);
    stops.measure(
        "versions: gc",
        [&](const JobContext& job, const Path&) -> Result<void> {
            LATHE_CHECK(collectGarbage(prepared.project(), {.retentionDays = 0, .apply = true}, job));
            return {};
        },
        [&](const Path& scratch) {
            prepare(scratch);
            must(Datasets(prepared.project()).remove("rows"));
        });
    stops.measure(
        "versions: gc of leftovers",
        [&](const JobContext& job, const Path&) -> Result<void> {
            LATHE_CHECK(collectGarbage(prepared.project(), {.retentionDays = 0, .apply = true}, job));
            return {};
        },
        [&](const Path& scratch) {
            prepare(scratch);
            const Path lost = prepared.project().folder() / "data" / "lost";
            must(createFolders(lost));
            for (int i = 0; i < 20'000; ++i) std::ofstream(lost / fmt::format("{}.h5", i));
        });
}

void measureSplits(Stops& stops, const ColumnFile& rows) {
    const std::pair<const char*, const char*> splits[] = {
        {"at random", "{}"},
        {"stratified", "{method: stratified, by: station}"},
        {"by too many values", "{method: stratified, by: code}"},
        {"by time", "{method: time, by: taken}"},
        {"into folds", "{method: kfold, folds: 5, stratify: station, validation: 0.1}"}};
    for (const auto& [name, yaml] : splits) {
        const SplitSpec spec = must(SplitSpec::parse(must(ConfigNode::parse(yaml, "split"))));
        stops.measure(std::string("split: ") + name, [&](const JobContext& job, const Path&) -> Result<void> {
            const auto parts = splitRows(rows, "good", spec, job);
            if (!parts && parts.error().kind == ErrorKind::Cancelled) return failure(parts.error());
            return {};
        });
    }
}

void measureProject(Stops& stops, const Path& rows) {
    if (!stops.wants("project: ")) return;
    const auto project = must(Project::create(stops.folder() / "versions.lathe"));
    const Datasets datasets(*project);
    const VersionInfo first = must(publishCopy(*project, rows, "rows", JobContext()));
    stops.measure("project: check", [&](const JobContext& job, const Path&) -> Result<void> {
        LATHE_CHECK(project->check(job));
        return {};
    });
    const auto changed = must(Project::create(stops.folder() / "audit.lathe"));
    must(changed->database().transact([&]() -> Result<void> {
        for (int i = 0; i < 200'000 && stops.wants("project: check of the audit trail"); ++i)
            LATHE_CHECK(appendAudit(changed->database(), {"note.set", fmt::format("note {}", i), "before", "after"}));
        return {};
    }));
    stops.measure("project: check of the audit trail", [&](const JobContext& job, const Path&) -> Result<void> {
        LATHE_CHECK(changed->check(job));
        return {};
    });
    const std::string yaml =
        "fit_on: {split: {method: random, test: 0.2, seed: 1}}\nsteps:\n  - filter: {where: value > 0.1}\n  - scale: {columns: [value]}";
    const VersionInfo child = must(datasets.clean(first, yaml, "child", JobContext()));
    stops.measure("project: leakage", [&](const JobContext& job, const Path&) -> Result<void> {
        LATHE_CHECK(findLeakage(datasets, child, "good", SplitSpec{.test = 0.3, .seed = 2}, job));
        return {};
    });
}

} // namespace

void measureVersions(Stops& stops, const ColumnFile& rows) {
    measureFiles(stops);
    stops.measure("sample: simulated rows", [&](const JobContext& job, const Path& scratch) -> Result<void> {
        LATHE_CHECK(simulateBikesToFile({.rows = rows.rows()}, scratch / "bikes.h5", job));
        return {};
    });
    measureSplits(stops, rows);
    measureProject(stops, stops.folder() / "rows.h5");
    if (!stops.wants("versions: ") && !stops.wants("drift: ")) return;
    const Path before = stops.folder() / "rows.h5";
    const Path after = stops.folder() / "changed.h5";
    writeRows(after, rows.rows(), true);
    const auto changed = must(ColumnFile::open(after));
    stops.measure("drift: comparison", [&](const JobContext& job, const Path&) -> Result<void> {
        LATHE_CHECK(compare(rows, *changed, {}, job));
        return {};
    });
    stops.measure("versions: content hash", [&](const JobContext& job, const Path&) { return rows.verify(job); });
    measureDifferences(stops, rows, *changed);
    if (!stops.wants("versions: ")) return;
    must(exportCsv(rows, stops.folder() / "some.csv", JobContext(), 0, 500'000));
    measurePublishing(stops, before, after);
}

} // namespace lathe::bench
