// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/drift_task.h"

#include "core/data/datasets.h"
#include "core/pipeline/model_tools.h"
#include "core/registry/package_files.h"
#include "core/registry/registry.h"
#include "core/serve/deployments.h"

namespace lathe {

namespace {

constexpr std::string_view requestsPrefix = "requests:";

/// One side of the comparison: a stored file, or the logged requests in memory.
struct Side {
    std::string name;
    Path path;
    std::shared_ptr<const ColumnFile> file;
    Table rows;

    [[nodiscard]] bool hasColumn(const std::string& column) const {
        return file ? file->find(column).has_value() : rows.find(column).has_value();
    }
};

Result<Side> openSide(const Project& project, const std::string& reference) {
    Side side;
    if (reference.starts_with(requestsPrefix)) {
        const Deployments deployments(project);
        LATHE_TRY(const auto deployment, deployments.find(reference.substr(requestsPrefix.size())));
        LATHE_TRY(side.rows, deployments.requestLog(deployment.id));
        side.name = "requests of " + deployment.name;
        if (side.rows.rows() == 0)
            return failHint(ErrorKind::InvalidInput, fmt::format("'{}' has logged no request yet", deployment.name),
                            "Send it some requests first, or compare two dataset versions.");
        return side;
    }
    const Datasets datasets(project);
    LATHE_TRY(const auto version, datasets.resolve(reference));
    LATHE_TRY(side.file, datasets.open(version));
    side.name = version.reference();
    side.path = project.folder() / version.file;
    return side;
}

Result<Table> rowsOf(const Side& side) {
    if (!side.file) return side.rows;
    return side.file->readTable(0, side.file->rows());
}

Result<DriftResult> compareSides(const Side& reference, const Side& current, const DriftOptions& options,
                                 const JobContext& job) {
    if (reference.file && current.file) return compare(*reference.file, *current.file, options, job);
    LATHE_TRY(const Table left, rowsOf(reference));
    LATHE_TRY(const Table right, rowsOf(current));
    return compare(left, right, options, job);
}

Result<void> addPerformance(DriftResult& result, const Path& package, const Side& reference, const Side& current,
                            const std::string& target, const JobContext& job) {
    job.beginStage("evaluating the model", 2, "versions");
    LATHE_TRY(const Json before, evaluatePackage(package, reference.path, target, job));
    job.setDone(1);
    LATHE_TRY(const Json after, evaluatePackage(package, current.path, target, job));
    for (const auto& [metric, value] : before.items())
        if (value.is_number() && after.contains(metric) && after[metric].is_number())
            result.performance[metric] = {value.get<double>(), after[metric].get<double>()};
    return {};
}

} // namespace

Result<DriftResult> runDriftTask(const Project& project, const DriftTask& task, const JobContext& job) {
    LATHE_TRY(const Side reference, openSide(project, task.reference));
    LATHE_TRY(const Side current, openSide(project, task.current));
    DriftOptions options = task.options;
    Path package;
    std::string modelReference;
    if (!task.model.empty()) {
        const Registry registry(project);
        LATHE_TRY(const auto version, registry.resolve(task.model));
        package = registry.packageFolder(version);
        modelReference = version.reference();
        LATHE_TRY(const Json manifest, readPackageManifest(package));
        const std::string target = manifest.at("signature").value("target", "");
        if (options.target.empty() && reference.hasColumn(target) && current.hasColumn(target)) options.target = target;
    }
    if (options.prediction.empty() && reference.hasColumn("prediction") && current.hasColumn("prediction"))
        options.prediction = "prediction";
    LATHE_TRY(DriftResult result, compareSides(reference, current, options, job));
    result.reference = reference.name;
    result.current = current.name;
    result.model = modelReference;
    if (!package.empty() && !options.target.empty() && reference.file && current.file)
        LATHE_CHECK(addPerformance(result, package, reference, current, options.target, job));
    return result;
}

} // namespace lathe
