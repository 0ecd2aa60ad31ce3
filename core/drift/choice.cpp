// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drift/choice.h"

#include "core/stats/sorting.h"

namespace lathe::drift {

namespace {

constexpr size_t evidentlyCategoryLimit = 10;
constexpr uint64_t evidentlySmall = 1000;

const DriftTest& named(const char* name) { return *findTest(name); }

const DriftTest& evidentlyTest(const ColumnPair& pair) {
    const size_t distinct = distinctUpTo(pair, 5);
    const bool small = pair.referenceRows() <= evidentlySmall;
    if (pair.kind == Kind::Numbers && distinct > 5) return named(small ? "ks" : "wasserstein");
    if (!small) return named("jensenshannon");
    return named(distinct > 2 ? "chisquare" : "z");
}

} // namespace

Treatment treatmentOf(const ColumnSample& reference, const ColumnSample& current, bool likeEvidently) {
    switch (current.type) {
    case ColumnType::Date:
    case ColumnType::Timestamp: return Treatment::Dates;
    case ColumnType::Boolean: return Treatment::Categories;
    case ColumnType::Real: return Treatment::Numbers;
    case ColumnType::Integer: {
        const bool complete = reference.missing == 0 && current.missing == 0;
        const bool few = likeEvidently && complete && stats::distinctCount(current.numbers) <= evidentlyCategoryLimit;
        return few ? Treatment::Categories : Treatment::Numbers;
    }
    case ColumnType::Category:
    case ColumnType::Text: break;
    }
    if (likeEvidently) {
        const bool mostlyDistinct = 2 * current.labels.size() > current.present();
        return mostlyDistinct ? Treatment::Texts : Treatment::Categories;
    }
    const bool free = current.type == ColumnType::Text && reference.type == ColumnType::Text;
    return free ? Treatment::Texts : Treatment::Categories;
}

const DriftTest& defaultTest(const ColumnPair& pair, bool likeEvidently) {
    if (likeEvidently) return evidentlyTest(pair);
    return named(pair.kind == Kind::Numbers ? "ks_distance" : "psi_pooled");
}

} // namespace lathe::drift
