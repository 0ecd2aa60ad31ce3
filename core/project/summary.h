// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/project/project.h"

namespace lathe {

/// An object of a project by the name that addresses it: "weather@2", a run's id, "weather-model@3".
struct ObjectName {
    std::string kind; ///< "dataset", "run", "model", "deployment", "report"
    std::string reference;
    std::string title; ///< for people: a run's name
};

/// What is new, runs, or needs somebody.
struct SummaryItem {
    ObjectName object;
    std::string state;    ///< a run's or deployment's state word, "drifted", or empty
    std::string detail;   ///< data and model of a run, rows of a version, the error of a failure
    int64_t time = 0;     ///< microseconds UTC
    double fraction = -1; ///< progress of a running run, 0…1; negative when unknown
    int64_t count = 0;    ///< rows of a dataset version
};

/// A project at a glance. Read in a few indexed queries, whatever the project's size.
struct ProjectSummary {
    int64_t datasets = 0;
    int64_t datasetVersions = 0;
    int64_t runs = 0;
    int64_t runningRuns = 0; ///< queued or running
    int64_t failedRuns = 0;
    int64_t models = 0;
    int64_t modelVersions = 0;
    int64_t deployments = 0; ///< starting or ready
    int64_t reports = 0;
    std::optional<bool> latestReportDrifted;
    std::vector<SummaryItem> running; ///< runs and deployments that are active now, newest first, at most 8
    std::vector<SummaryItem>
        attention; ///< runs and deployments that failed within the last 7 days, the newest report when it drifted
    std::vector<SummaryItem> newestData;
    std::vector<SummaryItem> newestRuns;
    std::vector<SummaryItem> newestModels;
};

Result<ProjectSummary> summarise(const Project& project);

/// Everything that can be opened by name, newest first, at most \p limit of each kind.
Result<std::vector<ObjectName>> objectNames(const Project& project, size_t limit = 500);

} // namespace lathe
