// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drift/column_pair.h"
#include "core/drift/comparison.h"
#include "core/drift/test_catalog.h"

#include <string>

namespace lathe::drift {

/// As what a column is compared, before anything is chosen for it.
enum class Treatment { Numbers, Categories, Texts, Dates };

/// Evidently's type inference over the current side: whole numbers without gaps and with at most 10 distinct
/// values are categories; texts of which more than half are distinct are free text. Ours follows the column's
/// own type.
[[nodiscard]] Treatment treatmentOf(const ColumnSample& reference, const ColumnSample& current, bool likeEvidently);

/// The test that the defaults choose. Evidently's choice goes by the reference's rows (more than 1000 or not)
/// and by the distinct values of both sides.
[[nodiscard]] const DriftTest& defaultTest(const ColumnPair& pair, bool likeEvidently);

} // namespace lathe::drift
