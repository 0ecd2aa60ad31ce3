// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/base/json.h"
#include "core/project/project.h"
#include "core/runs/run_store.h"

namespace lathe {

struct ModelInfo {
    std::string name;
    std::string description;
    int latestVersion = 0;
    std::map<std::string, int> aliases; ///< "champion" → 3
    int64_t createdAt = 0;
};

struct ModelVersionInfo {
    std::string model;
    int number = 0;
    RunId run;
    std::string folder;      ///< relative to the project: models/<name>/<number>
    std::string packageHash; ///< SHA-256 of the package's checksum list
    std::string metrics;     ///< JSON object of final metrics
    std::string signature;   ///< JSON: {"inputs": [{name,type,…}], "outputs": […]}
    std::string lineage;     ///< JSON, see lineage()
    std::vector<std::string> aliases;
    std::string note;
    int64_t createdAt = 0;
    [[nodiscard]] std::string reference() const { return model + "@" + std::to_string(number); }
};

/// One step of where a model came from, root first: source file, data version, recipe, data version, run, model,
/// deployment.
struct LineageStep {
    std::string kind; ///< "source", "dataset", "recipe", "run", "model", "deployment"
    std::string name;
    std::string detail;
    std::string hash;
    int64_t time = 0;
};

/// Registered models of a project. Thread safe as the Project is.
class Registry {
public:
    explicit Registry(const Project& project) : m_project(&project) {}

    /// Copies the run's model package to models/<name>/<n>, verifies its checksums and records it, all or nothing.
    /// Names: letters, digits, '-', '_', '.'; at most 100. Errors: NotFound, InvalidInput (run not finished), Corrupt.
    Result<ModelVersionInfo> registerRun(const RunId& run, const std::string& model,
                                         const std::string& note = {}) const;

    Result<std::vector<ModelInfo>> list() const;
    Result<std::vector<ModelVersionInfo>> versions(const std::string& model) const;
    /// "name" (latest), "name@3", "name@champion". Errors: NotFound with the nearest name.
    Result<ModelVersionInfo> resolve(const std::string& reference) const;
    Result<void> setAlias(const std::string& model, const std::string& alias, int number) const;
    Result<void> removeAlias(const std::string& model, const std::string& alias) const;
    Result<std::vector<LineageStep>> lineage(const ModelVersionInfo& version) const;
    /// Verifies every checksum of the package on disk. Errors: Corrupt naming the file.
    Result<void> verify(const ModelVersionInfo& version) const;
    [[nodiscard]] Path packageFolder(const ModelVersionInfo& version) const;
    Result<void> remove(const std::string& model) const;

private:
    const Project* m_project;
};

} // namespace lathe
