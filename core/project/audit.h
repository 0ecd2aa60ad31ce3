// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/project.h"

#include <vector>

namespace lathe {

/// The hash of an audit record: SHA-256 over its previous hash and fields, each as "<length>:<bytes>,"
/// (docs/project-format.md).
[[nodiscard]] std::string auditHash(const AuditRecord& record);

/// The previous hash of the first entry.
[[nodiscard]] std::string auditStart();

/// Appends an entry to the chain. Must run inside a transaction.
Result<void> appendAudit(Database& database, const AuditEntry& entry);

Result<std::vector<AuditRecord>> readAudit(Database& database, size_t limit, int64_t beforeSequence,
                                           const std::string& filter);

/// Recomputes the whole chain, oldest entry first.
Result<std::vector<ProjectProblem>> auditProblems(Database& database, const JobContext& job);

} // namespace lathe
