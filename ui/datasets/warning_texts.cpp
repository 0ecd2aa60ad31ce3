// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/warning_texts.h"

#include "ui/widgets/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace lathe::ui {
namespace {

/// The context of the translations.
class Warnings {
    Q_DECLARE_TR_FUNCTIONS(Warnings)
};

QString count(const ProfileWarning& warning) { return countText(static_cast<qint64>(warning.figure("count"))); }

/// What is not all must not read as all.
QString share(const ProfileWarning& warning) {
    const double value = warning.figure("share");
    return percentText(value < 1 ? std::min(value, 0.999) : value, 1);
}

QString first(const ProfileWarning& warning) { return warning.columns.empty() ? QString() : text(warning.columns[0]); }

QString second(const ProfileWarning& warning) {
    return warning.columns.size() < 2 ? QString() : text(warning.columns[1]);
}

QString measure(const std::string& detail) {
    if (detail == "pearson") return Warnings::tr("Pearson's r");
    if (detail == "spearman") return Warnings::tr("Spearman's ρ");
    if (detail == "cramers-v") return Warnings::tr("Cramér's V");
    if (detail == "auc") return Warnings::tr("AUC");
    if (detail == "information") return Warnings::tr("share of the information");
    return text(detail);
}

QString figure(const ProfileWarning& warning) {
    for (const auto& [name, value] : warning.figures)
        if (name != "share" && name != "count") return numberText(value, 3);
    return {};
}

QString personalText(const ProfileWarning& warning) {
    const QString column = first(warning);
    switch (warning.kind) {
    case WarningKind::Email: return Warnings::tr("%1 holds e-mail addresses (%2)").arg(column, share(warning));
    case WarningKind::Phone: return Warnings::tr("%1 holds telephone numbers (%2)").arg(column, share(warning));
    case WarningKind::Iban: return Warnings::tr("%1 holds bank accounts (IBAN, %2)").arg(column, share(warning));
    case WarningKind::PaymentCard:
        return Warnings::tr("%1 holds payment card numbers (%2)").arg(column, share(warning));
    case WarningKind::IpAddress: return Warnings::tr("%1 holds IP addresses (%2)").arg(column, share(warning));
    case WarningKind::PersonName: return Warnings::tr("%1 seems to hold names of people").arg(column);
    case WarningKind::BirthDate: return Warnings::tr("%1 seems to hold dates of birth").arg(column);
    case WarningKind::Address: return Warnings::tr("%1 seems to hold postal addresses").arg(column);
    default:
        return Warnings::tr("%1 holds personal identity numbers (%2, %3)")
            .arg(column, text(warning.detail), share(warning));
    }
}

} // namespace

QString warningText(const ProfileWarning& warning) {
    const QString column = first(warning);
    switch (warning.kind) {
    case WarningKind::Constant: return Warnings::tr("%1 has the same value everywhere").arg(column);
    case WarningKind::AlmostConstant:
        return Warnings::tr("%1 has one value in %2 of its rows").arg(column, share(warning));
    case WarningKind::IdLike: return Warnings::tr("%1 differs in every row, as an identifier does").arg(column);
    case WarningKind::Unique: return Warnings::tr("%1 differs in every row").arg(column);
    case WarningKind::HighCorrelation:
        return Warnings::tr("%1 and %2 go together (%3 %4)")
            .arg(column, second(warning), measure(warning.detail), figure(warning));
    case WarningKind::Skewed: return Warnings::tr("%1 is skewed (skewness %2)").arg(column, figure(warning));
    case WarningKind::ZeroHeavy: return Warnings::tr("%1 is zero in %2 of its rows").arg(column, share(warning));
    case WarningKind::ManyMissing: return Warnings::tr("%1 is missing in %2 of the rows").arg(column, share(warning));
    case WarningKind::HighCardinality: return Warnings::tr("%1 has %2 different texts").arg(column, count(warning));
    case WarningKind::MixedNumbers:
        return Warnings::tr("%1 is text, but %2 of its values are numbers").arg(column, share(warning));
    case WarningKind::MixedDates:
        return Warnings::tr("%1 is text, but %2 of its values are dates").arg(column, share(warning));
    case WarningKind::Infinite: return Warnings::tr("%1 has %2 infinite values").arg(column, count(warning));
    case WarningKind::Outliers:
        return Warnings::tr("%1 has values far beyond its quartiles (up to %2 interquartile ranges)")
            .arg(column, figure(warning));
    case WarningKind::PaddedText:
        return Warnings::tr("%1 has blanks before or behind %2 of its texts").arg(column, count(warning));
    case WarningKind::MixedCase:
        return Warnings::tr("%1 has words in several spellings (%2)").arg(column, count(warning));
    case WarningKind::DuplicateRows:
        return Warnings::tr("%1 rows are repetitions of others (%2)").arg(count(warning), share(warning));
    case WarningKind::DuplicateColumns:
        return Warnings::tr("%1 and %2 are equal in every row").arg(column, second(warning));
    case WarningKind::TargetLeakage:
        return Warnings::tr("%1 alone tells the target %2 (%3 %4)")
            .arg(column, second(warning), measure(warning.detail), figure(warning));
    case WarningKind::ImbalancedTarget:
        return Warnings::tr("The rarest class of %1 has %2 of the rows").arg(column, share(warning));
    default: return personalText(warning);
    }
}

QString warningRemedy(WarningKind kind) {
    switch (kind) {
    case WarningKind::Constant: return Warnings::tr("Drop the column: it tells a model nothing.");
    case WarningKind::AlmostConstant:
        return Warnings::tr("Check whether the rare values are real; otherwise drop the column.");
    case WarningKind::IdLike: return Warnings::tr("Keep it as a key for joins and leave it out of the features.");
    case WarningKind::Unique: return Warnings::tr("Use it as the order of time, or derive date parts from it.");
    case WarningKind::HighCorrelation: return Warnings::tr("Keep one of the two, or use a penalised model.");
    case WarningKind::Skewed: return Warnings::tr("Consider a logarithm or clipping for linear models.");
    case WarningKind::ZeroHeavy: return Warnings::tr("Check whether zero stands for missing; if so, replace it.");
    case WarningKind::ManyMissing:
        return Warnings::tr("Find out why; fill the gaps with a recipe step, flag them, or drop the column.");
    case WarningKind::HighCardinality:
        return Warnings::tr("Cluster similar spellings, group rare values, or encode by target or hash.");
    case WarningKind::MixedNumbers:
        return Warnings::tr("Cast the column to a number and look at the rows that refuse.");
    case WarningKind::MixedDates: return Warnings::tr("Parse the column as a date and look at the rows that refuse.");
    case WarningKind::Infinite:
        return Warnings::tr("Find the division by zero or overflow they come from, or set them missing.");
    case WarningKind::Outliers:
        return Warnings::tr("Check the extreme rows; clip, flag or drop them by a recipe step.");
    case WarningKind::PaddedText: return Warnings::tr("Trim the column.");
    case WarningKind::MixedCase: return Warnings::tr("Trim and lower the case, or cluster similar spellings.");
    case WarningKind::DuplicateRows:
        return Warnings::tr("Remove duplicates before splitting, or training rows leak into the test.");
    case WarningKind::DuplicateColumns: return Warnings::tr("Drop one of the two.");
    case WarningKind::TargetLeakage:
        return Warnings::tr("Ask whether it is known before the target is; if not, leave it out of the features.");
    case WarningKind::ImbalancedTarget:
        return Warnings::tr("Stratify the split, weight the classes, and judge by more than accuracy.");
    case WarningKind::Email: return Warnings::tr("Hash with salt or mask before sharing.");
    case WarningKind::Phone: return Warnings::tr("Mask or drop the column before sharing.");
    case WarningKind::PaymentCard: return Warnings::tr("Drop the column, or keep the last four digits only.");
    case WarningKind::IpAddress: return Warnings::tr("Generalise to the network, or hash with salt.");
    case WarningKind::BirthDate: return Warnings::tr("Generalise to the year or an age group.");
    case WarningKind::Address: return Warnings::tr("Generalise to the region, or drop the column.");
    default: return Warnings::tr("Hash with salt, or drop the column.");
    }
}

Tint severityTint(Severity severity) {
    switch (severity) {
    case Severity::Grave: return Tint::Bad;
    case Severity::Warning: return Tint::Warn;
    case Severity::Note: return Tint::Muted;
    }
    return Tint::Muted;
}

} // namespace lathe::ui
