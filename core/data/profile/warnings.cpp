// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/profile/warnings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "core/base/text.h"

namespace lathe {

namespace {

struct Words {
    WarningKind kind;
    const char* key;
    const char* text; ///< {column}, {other}, {share}, {count}, {figure}, {detail}
    const char* remedy;
};

constexpr auto size = static_cast<size_t>(WarningKind::NationalId) + 1;

constexpr std::array<Words, size> words = {{
    {WarningKind::Constant, "constant", "'{column}' has the same value everywhere",
     "Drop the column: it tells a model nothing."},
    {WarningKind::AlmostConstant, "almost-constant", "'{column}' has one value in {share} of its rows",
     "Check whether the rare values are real; otherwise drop the column."},
    {WarningKind::IdLike, "id-like", "'{column}' differs in every row, as an identifier does",
     "Keep it as a key for joins and leave it out of the features."},
    {WarningKind::Unique, "unique", "'{column}' differs in every row",
     "Use it as the order of time, or derive date parts from it."},
    {WarningKind::HighCorrelation, "high-correlation", "'{column}' and '{other}' go together ({detail} {figure})",
     "Keep one of the two, or use a penalised model."},
    {WarningKind::Skewed, "skewed", "'{column}' is skewed (skewness {figure})",
     "Consider a logarithm or clipping for linear models."},
    {WarningKind::ZeroHeavy, "zero-heavy", "'{column}' is zero in {share} of its rows",
     "Check whether zero stands for missing; if so, replace it."},
    {WarningKind::ManyMissing, "many-missing", "'{column}' is missing in {share} of the rows",
     "Find out why; fill the gaps with a recipe step, flag them, or drop the column."},
    {WarningKind::HighCardinality, "high-cardinality", "'{column}' has {count} different texts",
     "Cluster similar spellings, group rare values, or encode by target or hash."},
    {WarningKind::MixedNumbers, "mixed-numbers", "'{column}' is text, but {share} of its values are numbers",
     "Cast the column to a number and look at the rows that refuse."},
    {WarningKind::MixedDates, "mixed-dates", "'{column}' is text, but {share} of its values are dates",
     "Parse the column as a date and look at the rows that refuse."},
    {WarningKind::Infinite, "infinite", "'{column}' has {count} infinite values",
     "Find the division by zero or overflow they come from, or set them missing."},
    {WarningKind::Outliers, "outliers",
     "'{column}' has values far beyond its quartiles (up to {figure} interquartile ranges)",
     "Check the extreme rows; clip, flag or drop them by a recipe step."},
    {WarningKind::PaddedText, "padded", "'{column}' has blanks before or behind {count} of its texts",
     "Trim the column."},
    {WarningKind::MixedCase, "mixed-case", "'{column}' has words in several spellings ({count})",
     "Trim and lower the case, or cluster similar spellings."},
    {WarningKind::DuplicateRows, "duplicate-rows", "{count} rows are repetitions of others ({share})",
     "Remove duplicates before splitting, or training rows leak into the test."},
    {WarningKind::DuplicateColumns, "duplicate-columns", "'{column}' and '{other}' are equal in every row",
     "Drop one of the two."},
    {WarningKind::TargetLeakage, "target-leakage", "'{column}' alone tells the target '{other}' ({detail} {figure})",
     "Ask whether it is known before the target is; if not, leave it out of the features."},
    {WarningKind::ImbalancedTarget, "imbalanced-target", "The rarest class of '{column}' has {share} of the rows",
     "Stratify the split, weight the classes, and judge by more than accuracy."},
    {WarningKind::Email, "email", "'{column}' holds e-mail addresses ({share})",
     "Hash with salt or mask before sharing."},
    {WarningKind::Phone, "phone", "'{column}' holds telephone numbers ({share})",
     "Mask or drop the column before sharing."},
    {WarningKind::Iban, "iban", "'{column}' holds bank accounts (IBAN, {share})",
     "Hash with salt, or drop the column."},
    {WarningKind::PaymentCard, "payment-card", "'{column}' holds payment card numbers ({share})",
     "Drop the column, or keep the last four digits only."},
    {WarningKind::IpAddress, "ip-address", "'{column}' holds IP addresses ({share})",
     "Generalise to the network, or hash with salt."},
    {WarningKind::PersonName, "person-name", "'{column}' seems to hold names of people",
     "Hash with salt, or drop the column."},
    {WarningKind::BirthDate, "birth-date", "'{column}' seems to hold dates of birth",
     "Generalise to the year or an age group."},
    {WarningKind::Address, "address", "'{column}' seems to hold postal addresses",
     "Generalise to the region, or drop the column."},
    {WarningKind::NationalId, "national-id", "'{column}' holds personal identity numbers ({detail}, {share})",
     "Hash with salt, or drop the column."},
}};

const Words& wordsOf(WarningKind kind) { return words[static_cast<size_t>(kind)]; }

std::string percent(double share) {
    // What is not all must not read as all.
    return share < 1 && share > 0.9995 ? "over 99.9 %" : shortNumber(share * 100, 3) + " %";
}

} // namespace

const char* toString(WarningKind kind) { return wordsOf(kind).key; }

std::optional<WarningKind> warningKindFromText(std::string_view text) {
    for (const Words& one : words)
        if (text == one.key) return one.kind;
    return std::nullopt;
}

bool isPersonal(WarningKind kind) { return kind >= WarningKind::Email; }

const char* toString(Severity severity) {
    switch (severity) {
    case Severity::Note: return "note";
    case Severity::Warning: return "warning";
    case Severity::Grave: return "grave";
    }
    return "";
}

double ProfileWarning::figure(std::string_view name) const {
    const auto found = std::find_if(figures.begin(), figures.end(), [&](const auto& one) { return one.first == name; });
    return found == figures.end() ? std::numeric_limits<double>::quiet_NaN() : found->second;
}

std::string ProfileWarning::text() const {
    using namespace fmt::literals;
    const double share = figure("share");
    const double count = figure("count");
    double main = std::nan("");
    for (const auto& [name, value] : figures)
        if (name != "share" && name != "count" && std::isnan(main)) main = value;
    return fmt::format(fmt::runtime(wordsOf(kind).text), "column"_a = columns.empty() ? "" : columns[0],
                       "other"_a = columns.size() < 2 ? "" : columns[1], "share"_a = percent(share),
                       "count"_a = count >= 0 && count < 0x1p63 ? static_cast<uint64_t>(count) : 0,
                       "figure"_a = shortNumber(main, 3), "detail"_a = detail);
}

std::string ProfileWarning::remedy() const { return wordsOf(kind).remedy; }

} // namespace lathe
