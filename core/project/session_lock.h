// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/project.h"

#include <memory>

namespace lathe {

/// The lock of the workbench on a project: flock(2) on project.lock, which also tells who holds it. The lock
/// belongs to the open file of this process: it is gone when the process is, and a copied folder never
/// carries it.
class SessionLock {
public:
    /// Errors: Locked naming the holder, Io (also where the file system knows no locks).
    static Result<std::unique_ptr<SessionLock>> acquire(const Path& folder);
    static std::optional<LockHolder> holder(const Path& folder);
    ~SessionLock();
    SessionLock(const SessionLock&) = delete;
    SessionLock& operator=(const SessionLock&) = delete;

private:
    explicit SessionLock(int file) : m_file(file) {}
    int m_file;
};

} // namespace lathe
