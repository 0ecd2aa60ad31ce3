// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/recipe/leakage.h"

#include <algorithm>
#include <optional>

#include "core/base/stoppable_loop.h"
#include "core/base/text.h"

namespace lathe {

namespace {

constexpr uint64_t noRow = UINT64_MAX;

/// A version on the way back to the source.
struct Ancestor {
    VersionInfo version;
    Recipe recipe;                ///< that made it; empty when none did
    std::vector<size_t> learning; ///< places of the steps that learned
    std::optional<VersionInfo> parent;
};

/// The version it was made of, when the project still holds it; by content where the number means another one by now.
std::optional<VersionInfo> parentOf(const Datasets& datasets, const VersionInfo& version) {
    const std::string dataset = version.parent.substr(0, version.parent.rfind('@'));
    for (const std::string& reference : {version.parent, dataset + "@sha256:" + version.parentHash}) {
        auto parent = datasets.resolve(reference);
        if (parent && parent->contentHash == version.parentHash && parent->createdAt < version.createdAt)
            return std::move(*parent);
    }
    return std::nullopt;
}

Result<Ancestor> ancestorOf(const Datasets& datasets, VersionInfo version) {
    Ancestor ancestor;
    if (!version.recipe.empty()) {
        LATHE_TRY(ancestor.recipe, Recipe::parseText(version.recipe, "the recipe of " + version.reference()));
    }
    const std::vector<RecipeStep>& steps = ancestor.recipe.steps();
    for (size_t i = 0; i < steps.size(); ++i)
        if (Recipe::learnsFromRows(steps[i])) ancestor.learning.push_back(i);
    if (!version.parent.empty()) ancestor.parent = parentOf(datasets, version);
    ancestor.version = std::move(version);
    return ancestor;
}

/// The versions from \p data back to the last one that learned from anything.
Result<std::vector<Ancestor>> learningAncestors(const Datasets& datasets, const VersionInfo& data) {
    std::vector<Ancestor> way;
    size_t needed = 0;
    for (std::optional<VersionInfo> next = data; next;) {
        LATHE_TRY(Ancestor ancestor, ancestorOf(datasets, std::move(*next)));
        next = ancestor.parent;
        way.push_back(std::move(ancestor));
        if (!way.back().learning.empty()) needed = way.size();
    }
    way.resize(needed);
    return way;
}

/// The rows kept for validation or test, ascending.
Result<std::vector<uint64_t>> heldOutRows(const ColumnFile& file, const std::string& target, const SplitSpec& split,
                                          const JobContext& job) {
    LATHE_TRY(const std::vector<SplitRows> parts, splitRows(file, target, split, job));
    std::vector<bool> heldOut(file.rows());
    for (const SplitRows& part : parts)
        for (const auto* list : {&part.validation, &part.test})
            LATHE_CHECK(forEachUnlessStopped(list->size(), job, [&](uint64_t i) { heldOut[(*list)[i]] = true; }));
    std::vector<uint64_t> rows;
    LATHE_CHECK(forEachUnlessStopped(heldOut.size(), job, [&](uint64_t row) {
        if (heldOut[row]) rows.push_back(row);
    }));
    return rows;
}

/// Where the rows of a version come from, one version after the other.
class RowTrail {
public:
    RowTrail(const Datasets& datasets, std::vector<uint64_t> heldOut, const JobContext& job)
        : m_datasets(datasets), m_job(job), m_rows(std::move(heldOut)) {}

    [[nodiscard]] uint64_t heldOut() const { return m_rows.size(); }
    [[nodiscard]] uint64_t present() const {
        return static_cast<uint64_t>(
            std::count_if(m_rows.begin(), m_rows.end(), [](uint64_t row) { return row != noRow; }));
    }
    [[nodiscard]] Result<uint64_t> presentIn(const std::vector<uint64_t>& ascending) const {
        uint64_t count = 0;
        LATHE_CHECK(forEachUnlessStopped(m_rows.size(), m_job, [&](uint64_t i) {
            count += m_rows[i] != noRow && std::binary_search(ascending.begin(), ascending.end(), m_rows[i]) ? 1 : 0;
        }));
        return count;
    }

    /// From rows of the ancestor to rows of its parent.
    Result<void> step(const Ancestor& ancestor) {
        std::vector<uint64_t> origins;
        if (ancestor.recipe.changesRows()) {
            LATHE_TRY(const auto file, m_datasets.open(*ancestor.parent));
            RecipeContext context;
            context.tables = m_datasets.tables();
            LATHE_TRY(context.trainRows, ancestor.recipe.trainRows(*file, m_job));
            LATHE_TRY(origins, ancestor.recipe.rowOrigins(*file, m_job, context));
        }
        return forEachUnlessStopped(m_rows.size(), m_job, [&](uint64_t i) {
            uint64_t& row = m_rows[i];
            if (row == noRow) return;
            if (!origins.empty()) row = row < origins.size() ? origins[row] : noRow;
            else if (row >= ancestor.parent->rows) row = noRow; // appended
        });
    }

private:
    const Datasets& m_datasets;
    const JobContext& m_job;
    std::vector<uint64_t> m_rows; ///< of the version that the trail has come to, one for each row held out
};

void report(const Ancestor& ancestor, uint64_t rows, uint64_t heldOut, std::vector<LeakingStep>& leaks) {
    if (rows == 0) return;
    for (const size_t place : ancestor.learning) {
        const RecipeStep& step = ancestor.recipe.steps()[place];
        leaks.push_back({ancestor.version.reference(), place + 1, step.kind, Recipe::summary(step), rows, heldOut});
    }
}

} // namespace

Json LeakingStep::toJson() const {
    return {{"version", version}, {"step", step}, {"kind", kind},
            {"summary", summary}, {"rows", rows}, {"held_out", heldOut}};
}

Result<std::vector<LeakingStep>> findLeakage(const Datasets& datasets, const VersionInfo& data,
                                             const std::string& target, const SplitSpec& split, const JobContext& job) {
    std::vector<LeakingStep> leaks;
    LATHE_TRY(const std::vector<Ancestor> way, learningAncestors(datasets, data));
    if (way.empty()) return leaks;
    LATHE_TRY(const auto file, datasets.open(data));
    LATHE_TRY(std::vector<uint64_t> heldOut, heldOutRows(*file, target, split, job));
    RowTrail trail(datasets, std::move(heldOut), job);
    for (size_t i = 0; i < way.size() && trail.heldOut() > 0; ++i) {
        LATHE_CHECK(job.checkStop());
        const Ancestor& ancestor = way[i];
        const bool everything = ancestor.recipe.fitOn().is_null() || !ancestor.parent;
        if (everything && !ancestor.learning.empty()) report(ancestor, trail.present(), trail.heldOut(), leaks);
        const bool further = i + 1 < way.size();
        if (!ancestor.parent || (everything && !further)) break;
        LATHE_CHECK(trail.step(ancestor));
        if (everything || ancestor.learning.empty()) continue;
        LATHE_TRY(const auto parent, datasets.open(*ancestor.parent));
        LATHE_TRY(const std::vector<uint64_t> fitted, ancestor.recipe.trainRows(*parent, job));
        LATHE_TRY(const uint64_t present, trail.presentIn(fitted));
        report(ancestor, present, trail.heldOut(), leaks);
    }
    return leaks;
}

Error leakageError(const std::vector<LeakingStep>& steps) {
    constexpr size_t mostNamed = 3;
    std::vector<std::string> named;
    for (size_t i = 0; i < std::min(steps.size(), mostNamed); ++i)
        named.push_back(fmt::format("step {} of {} ({}) from {} of {}", steps[i].step, steps[i].version,
                                    steps[i].summary, steps[i].rows, steps[i].heldOut));
    if (steps.size() > mostNamed) named.push_back(fmt::format("{} more", steps.size() - mostNamed));
    return {
        ErrorKind::Conflict,
        fmt::format("the data learned from rows that the split keeps for validation or test: {}", joined(named, "; ")),
        "Leave these steps out, since models fill gaps and scale by themselves from the training rows; or clean again with this split "
        "under fit_on: in the recipe, after a version of its own for steps that drop or add rows. allow_leakage: true in the run's "
        "configuration starts it all the same.",
        {}};
}

} // namespace lathe
