// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/json.h"

namespace lathe {

/// What deserves a look. The words (toString) are used in files and by the command line; do not change them.
enum class WarningKind {
    Constant,
    AlmostConstant,  ///< one value in at least 99 % of the rows
    IdLike,          ///< a text or whole number of its own in every row
    Unique,          ///< a real, date or timestamp of its own in every row
    HighCorrelation, ///< two columns, |r| or V ≥ 0.95
    Skewed,          ///< |skewness| > 2
    ZeroHeavy,       ///< half of the values or more are zero
    ManyMissing,
    HighCardinality,
    MixedNumbers, ///< texts that are mostly numbers
    MixedDates,   ///< texts that are mostly dates
    Infinite,
    Outliers,   ///< values far beyond the quartiles
    PaddedText, ///< blanks before or behind
    MixedCase,  ///< the same word in several spellings
    DuplicateRows,
    DuplicateColumns, ///< two columns with equal values throughout
    TargetLeakage,    ///< one column alone tells the target
    ImbalancedTarget,
    Email,
    Phone,
    Iban,
    PaymentCard,
    IpAddress,
    PersonName,
    BirthDate,
    Address,
    NationalId,
};
const char* toString(WarningKind kind);
std::optional<WarningKind> warningKindFromText(std::string_view text);
[[nodiscard]] bool isPersonal(WarningKind kind); ///< Email … NationalId

enum class Severity { Note, Warning, Grave };
const char* toString(Severity severity); ///< "note", "warning", "grave"

/// One finding. It carries shares and counts, never values of the data.
struct ProfileWarning {
    WarningKind kind = WarningKind::Constant;
    Severity severity = Severity::Note;
    std::vector<std::string> columns; ///< none for the whole table, two for a pair
    /// Figures by name: "share", "count", "correlation", "skewness", "auc", "information", …
    std::vector<std::pair<std::string, double>> figures;
    std::string detail; ///< which identifier ("de-tax-id"), which measure ("pearson"); may be empty

    [[nodiscard]] double figure(std::string_view name) const; ///< NaN when there is none
    [[nodiscard]] std::string text() const;                   ///< "'age' is missing in 20.1 % of the rows"
    [[nodiscard]] std::string remedy() const;                 ///< what one could do
    [[nodiscard]] Json toJson() const;
    bool operator==(const ProfileWarning&) const = default;
};

} // namespace lathe
