// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ids.h"
#include "core/drift/comparison.h"
#include "core/project/project.h"

#include <string>
#include <vector>

namespace lathe {

struct ReportInfo {
    ReportId id;
    std::string title;
    std::string reference;
    std::string current;
    bool drifted = false;
    double share = 0;
    std::string html; ///< relative paths
    std::string json;
    int64_t createdAt = 0;
};

/// Drift reports kept in the project, under reports/.
class Reports {
public:
    explicit Reports(const Project& project) : m_project(&project) {}
    /// Writes reports/<id>.html and .json, then makes them visible by one transaction with its audit entry.
    /// ReportInfo::drifted is true when the data or its label drifted. Errors: Unsupported (read-only
    /// project), Io.
    Result<ReportInfo> save(const DriftResult& result) const;
    /// Newest first.
    Result<std::vector<ReportInfo>> list() const;
    /// Errors: NotFound, Io, Corrupt.
    Result<DriftResult> load(const ReportId& report) const;

private:
    const Project* m_project;
};

} // namespace lathe
