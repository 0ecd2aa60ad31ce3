// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "core/data/datasets.h"
#include "core/data/profile/profile.h"

namespace lathe {

/// Profiles kept below the project's cache/ folder by content hash, so that a second look costs nothing. Everything in
/// it can be computed again: it may be deleted at any time and is no part of what a project promises. Thread safe.
class ProfileCache {
public:
    explicit ProfileCache(const Project& project);

    /// The kept profile of a content; none when there is none, or it cannot be read.
    [[nodiscard]] std::optional<DatasetProfile> find(const std::string& contentHash) const;
    /// Keeps an exact profile and forgets those whose content no dataset has any more. Errors: Io, as in a folder that
    /// may not be written.
    Result<void> keep(const std::string& contentHash, const DatasetProfile& profile) const;

private:
    [[nodiscard]] Path fileOf(const std::string& contentHash) const;
    const Project* m_project;
    Path m_folder;
};

/// The kept profile of a version, or a new one, which is then kept.
Result<DatasetProfile> cachedProfile(const Project& project, const VersionInfo& version, const JobContext& job,
                                     const ProfileOptions& options = {});

} // namespace lathe
