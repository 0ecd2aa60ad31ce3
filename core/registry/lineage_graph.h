// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/data/datasets.h"
#include "core/project/project.h"

namespace lathe {

/// Something that data came from, is, or became.
struct LineageNode {
    enum class Kind { Source, Recipe, Dataset, Run, Model, Deployment };
    Kind kind = Kind::Dataset;
    std::string key;    ///< unique in the graph: "dataset weather@2"
    std::string name;   ///< for people: "weather@2", "weather.csv", "amber-falcon-148"
    std::string object; ///< what addresses it: "weather@2", a run's id, "day-kind@3"; empty for sources and recipes
    std::string detail; ///< "1461 rows, 6 columns", the recipe's text, a run's state
    std::string hash;
    int64_t time = 0;
    bool isGone = false; ///< recorded, but no longer in the project
    int layer = 0;       ///< 0 for what nothing comes before; else one more than the largest before it
};
const char* toString(LineageNode::Kind kind); ///< "source", "recipe", "dataset", "run", "model", "deployment"

/// What a version was made from and what was made from it. Edges lead from what was there first, by index.
struct LineageGraph {
    std::vector<LineageNode> nodes; ///< by layer, then in the order of time
    std::vector<std::pair<size_t, size_t>> edges;
    size_t focus = 0;     ///< the version asked about
    bool complete = true; ///< false: the graph was cut at \c largest nodes
    static constexpr size_t largest = 400;

    [[nodiscard]] Json toJson() const;
    /// W3C PROV-JSON (PROV-DM): sources, versions and models are entities, recipes, runs and deployments activities,
    /// people who did it agents.
    [[nodiscard]] Json toProv(const Project& project) const;
};

/// All ancestors of \p version, and all that was made from it: versions, runs, models, deployments. Errors: Io,
/// Corrupt.
Result<LineageGraph> lineageGraph(const Project& project, const VersionInfo& version);

} // namespace lathe
