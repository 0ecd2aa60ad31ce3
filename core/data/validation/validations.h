// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/data/datasets.h"
#include "core/data/validation/validate.h"
#include "core/project/project.h"

namespace lathe {

using ValidationId = Id<struct ValidationTag>;

/// A suite kept in the project.
struct SuiteInfo {
    std::string id;
    std::string name;
    size_t expectations = 0;
    int64_t savedAt = 0;
};

/// A run of a suite that was kept.
struct ValidationInfo {
    ValidationId id;
    std::string suite;
    std::string dataset;
    int version = 0;
    std::string contentHash;
    size_t expectations = 0;
    size_t met = 0;
    size_t failedErrors = 0;
    size_t failedWarnings = 0;
    size_t failedInfos = 0;
    double seconds = 0;
    int64_t createdAt = 0;

    [[nodiscard]] std::string reference() const { return dataset + "@" + std::to_string(version); }
    [[nodiscard]] bool success() const { return failedErrors == 0; }
};

/// Suites and validation results of a project. Thread safe as the Project is.
class Validations {
public:
    explicit Validations(const Project& project) : m_project(&project) {}

    /// By name.
    Result<std::vector<SuiteInfo>> suites() const;
    /// Errors: NotFound with the nearest name, Corrupt.
    Result<ExpectationSuite> suite(const std::string& name) const;
    /// Keeps a suite under its name; one of that name is replaced. Errors: InvalidInput (no name), Unsupported
    /// (read-only).
    Result<void> saveSuite(const ExpectationSuite& suite) const;
    /// Into the trash; it comes back with Project::restore().
    Result<void> removeSuite(const std::string& name) const;

    /// The suite of a file, when \p reference is the path of one, or else the one kept under this name.
    Result<ExpectationSuite> open(const std::string& reference, const Path& folder = {}) const;

    /// Runs a suite over a version. Errors: those of lathe::validate() and of opening the version.
    Result<ValidationResult> run(const VersionInfo& version, const ExpectationSuite& suite, ValidationOptions options,
                                 const JobContext& job) const;
    /// Keeps a result, with its audit entry. Errors: Unsupported (read-only).
    Result<ValidationInfo> save(const VersionInfo& version, const ValidationResult& result) const;
    /// Results over the versions of a dataset, newest first; \p suite empty for all suites.
    Result<std::vector<ValidationInfo>> history(const std::string& dataset, const std::string& suite = {}) const;
    /// Errors: NotFound, Corrupt.
    Result<ValidationResult> load(const ValidationId& id) const;

private:
    const Project* m_project;
};

} // namespace lathe
