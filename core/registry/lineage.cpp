// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/registry/lineage.h"

#include <algorithm>
#include <optional>

#include "core/base/hash.h"
#include "core/data/datasets.h"

namespace lathe {

namespace {

/// The version that `reference` named when `hash` was recorded. Numbers never change their content, but a dataset
/// may since have been deleted and its name given to another: only equal content counts.
std::optional<VersionInfo> versionAsRecorded(const Datasets& datasets, const std::string& reference,
                                             const std::string& hash) {
    const std::string name = reference.substr(0, reference.find('@'));
    for (const auto& candidate : {reference, name + "@sha256:" + hash})
        if (auto version = datasets.resolve(candidate); version && version->contentHash == hash) return *version;
    return std::nullopt;
}

std::string rowsAndColumns(const VersionInfo& version) {
    return fmt::format("{} rows, {} columns", version.rows, version.schema.size());
}

/// Appends, youngest first, the version and everything it was made from.
void appendAncestors(const Datasets& datasets, std::string reference, std::string hash,
                     std::vector<LineageStep>& steps) {
    constexpr int longestChain = 1000; // a chain that long can only be a damaged, circular record
    for (int depth = 0; depth < longestChain && !reference.empty(); ++depth) {
        const auto version = versionAsRecorded(datasets, reference, hash);
        if (!version) {
            steps.push_back({"dataset", reference, "no longer in this project", hash, 0});
            return;
        }
        steps.push_back(
            {"dataset", version->reference(), rowsAndColumns(*version), version->contentHash, version->createdAt});
        if (!version->recipe.empty())
            steps.push_back({"recipe", version->parent + " → " + version->reference(), version->recipe,
                             sha256(version->recipe), version->createdAt});
        if (!version->source.empty())
            steps.push_back({"source", version->source, fmt::format("{} rows rejected", version->rejectedRows),
                             version->sourceHash, version->createdAt});
        reference = version->parent;
        hash = version->parentHash;
    }
}

} // namespace

Result<std::vector<LineageStep>> lineageOfRun(const Project& project, const RunInfo& run) {
    std::vector<LineageStep> steps;
    steps.push_back({"run", run.name, fmt::format("{} ({}), target {}", run.modelKind, run.experiment, run.target),
                     run.modelHash, run.endedAt.value_or(run.createdAt)});
    appendAncestors(Datasets(project), run.data, run.dataHash, steps);
    std::reverse(steps.begin(), steps.end());
    return steps;
}

Json lineageToJson(const std::vector<LineageStep>& steps) {
    Json list = Json::array();
    for (const auto& step : steps)
        list.push_back({{"kind", step.kind},
                        {"name", step.name},
                        {"detail", step.detail},
                        {"hash", step.hash},
                        {"time", step.time}});
    return {{"steps", std::move(list)}};
}

Result<std::vector<LineageStep>> lineageFromJson(const std::string& text) {
    std::vector<LineageStep> steps;
    try {
        const Json stored = Json::parse(text);
        for (const auto& item : stored.at("steps"))
            steps.push_back({item.at("kind"), item.at("name"), item.at("detail"), item.at("hash"), item.at("time")});
    } catch (const Json::exception& error) {
        return fail(ErrorKind::Corrupt, "the stored lineage of a model version cannot be read: {}", error.what());
    }
    return steps;
}

} // namespace lathe
