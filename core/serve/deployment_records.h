// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/project/project.h"
#include "core/serve/deployments.h"

namespace lathe {

/// The rows that stand for servers; written by who starts one and by the server itself. Every change of state is
/// audited.
class DeploymentRecords {
public:
    explicit DeploymentRecords(const Project& project) : m_project(&project) {}

    /// A new record in state starting, held by this process until a server adopts it. Errors: InvalidInput (name),
    /// Conflict (a running deployment has the name).
    Result<DeploymentId> reserve(const std::string& name, const std::string& model, int version) const;
    /// This process is the server from now on.
    Result<void> adopt(const DeploymentId& id) const;
    Result<void> setReady(const DeploymentId& id, const std::string& address, int port) const;
    /// Stopped or failed; a record that has ended already stays as it is.
    Result<void> end(const DeploymentId& id, DeploymentState state, const std::string& error = {}) const;

    /// Newest first, as stored but with those whose process is gone as failed.
    Result<std::vector<DeploymentInfo>> list() const;
    Result<DeploymentInfo> get(const DeploymentId& id) const;
    /// Stores as failed what list() shows as failed because its process is gone.
    Result<void> reconcile() const;

private:
    const Project* m_project;
};

} // namespace lathe
