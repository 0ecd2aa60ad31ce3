// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/recipe/column_spellings.h"

#include <algorithm>

#include "core/base/files.h"

namespace lathe {

Result<std::vector<SpellingCluster>> findSpellingClusters(const ColumnFile& data, const Recipe& before,
                                                          const std::string& column, const SpellingOptions& options,
                                                          const RecipeContext& context, const JobContext& job) {
    const auto& steps = before.steps();
    if (std::none_of(steps.begin(), steps.end(), [](const RecipeStep& step) { return step.enabled; })) {
        LATHE_TRY(auto values, countSpellings(data, column, job));
        return clusterSpellings(std::move(values), options, job);
    }
    LATHE_TRY(const ScopedFolder folder,
              ScopedFolder::create(std::filesystem::temp_directory_path(), "lathe-spellings"));
    const Path copy = folder.path() / "data.h5";
    LATHE_CHECK(before.applyToFile(data, copy, job, nullptr, context).map([](const std::string&) {}));
    LATHE_TRY(const auto file, ColumnFile::open(copy));
    LATHE_TRY(auto values, countSpellings(*file, column, job));
    return clusterSpellings(std::move(values), options, job);
}

} // namespace lathe
