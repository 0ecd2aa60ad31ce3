// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/profile/profile_cache.h"

#include <algorithm>
#include <set>

#include "core/base/log.h"

namespace lathe {

namespace {

/// Of the form and the rules of a profile; other files are passed over and swept.
constexpr const char* suffix = ".v1.json";

bool isOf(const DatasetProfile& profile, const VersionInfo& version) {
    return profile.rows == version.rows &&
           std::equal(profile.columns.begin(), profile.columns.end(), version.schema.begin(), version.schema.end(),
                      [](const ColumnProfile& column, const ColumnSchema& schema) { return column.schema == schema; });
}

} // namespace

ProfileCache::ProfileCache(const Project& project)
    : m_project(&project), m_folder(project.folder() / "cache" / "profiles") {}

Path ProfileCache::fileOf(const std::string& contentHash) const { return m_folder / (contentHash + suffix); }

std::optional<DatasetProfile> ProfileCache::find(const std::string& contentHash) const {
    const auto text = readTextFile(fileOf(contentHash));
    if (!text) return std::nullopt;
    auto profile = DatasetProfile::fromJson(Json::parse(*text, nullptr, false));
    return profile ? std::optional(std::move(*profile)) : std::nullopt;
}

Result<void> ProfileCache::keep(const std::string& contentHash, const DatasetProfile& profile) const {
    LATHE_CHECK(createFolders(m_folder));
    LATHE_CHECK(writeFileAtomic(fileOf(contentHash), profile.toJson().dump()));
    const Datasets datasets(*m_project);
    std::set<Path> known{fileOf(contentHash)};
    LATHE_TRY(const auto all, datasets.list());
    for (const DatasetInfo& dataset : all) {
        LATHE_TRY(const auto versions, datasets.versions(dataset.name));
        for (const VersionInfo& version : versions) known.insert(fileOf(version.contentHash));
    }
    std::error_code ignored; // what cannot be swept now is swept next time
    for (const auto& entry : std::filesystem::directory_iterator(m_folder, ignored))
        if (entry.path().extension() == ".json" && !known.contains(entry.path()))
            std::filesystem::remove(entry.path(), ignored);
    return {};
}

Result<DatasetProfile> cachedProfile(const Project& project, const VersionInfo& version, const JobContext& job,
                                     const ProfileOptions& options) {
    const ProfileCache cache(project);
    // A file that was changed by hand must not promise columns that the version lacks.
    if (auto kept = cache.find(version.contentHash); kept && isOf(*kept, version)) return std::move(*kept);
    LATHE_TRY(const auto file, Datasets(project).open(version));
    LATHE_TRY(auto result, profile(*file, job, options));
    if (const auto done = cache.keep(version.contentHash, result); !done)
        logDebug("the profile of {} is not kept: {}", version.reference(), done.error().message);
    return result;
}

} // namespace lathe
