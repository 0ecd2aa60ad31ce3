// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/drift/comparison.h"
#include "core/project/project.h"

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
    Result<ReportInfo> save(const DriftResult& result) const;
    Result<std::vector<ReportInfo>> list() const;
    Result<DriftResult> load(const ReportId& report) const;

private:
    const Project* m_project;
};

} // namespace lathe
