// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "app/cli/command.h"
#include "core/base/text.h"
#include "core/data/datasets.h"
#include "core/data/profile/compare_profiles.h"
#include "core/data/profile/profile_cache.h"
#include "core/data/profile/target.h"

namespace lathe::cli {

namespace {

struct ProfileArguments {
    std::string reference;
    std::string target;
    std::string compare;
};

std::string number(const ColumnProfile& column, double value) {
    if (column.count == 0 || isTextual(column.schema.type)) return "–";
    if (column.schema.type == ColumnType::Date) return isoDate(static_cast<int64_t>(value));
    if (column.schema.type == ColumnType::Timestamp) return isoTimestamp(static_cast<int64_t>(value));
    return shortNumber(value);
}

std::string warningLines(const std::vector<ProfileWarning>& warnings) {
    std::string text;
    for (const ProfileWarning& warning : warnings)
        text += fmt::format("{:8} {:18} {}\n", toString(warning.severity), toString(warning.kind), warning.text());
    return text;
}

std::string profileText(const DatasetProfile& profile) {
    TextTable table({"COLUMN", "TYPE", "MISSING", "DISTINCT", "MIN", "MEDIAN", "MEAN", "MAX", "STD", "MOST FREQUENT"});
    for (const auto& column : profile.columns) {
        const bool numeric = isNumeric(column.schema.type) && column.count > 0;
        const double median =
            column.quantiles.empty() ? std::nan("") : column.quantiles[column.quantiles.size() / 2].second;
        const std::string most = column.topValues.empty()
                                     ? "–"
                                     : fmt::format("{} ({})", column.topValues.front().first.substr(0, 40),
                                                   grouped(column.topValues.front().second));
        table.add({column.schema.name, toString(column.schema.type), grouped(column.missing), grouped(column.distinct),
                   number(column, column.min), number(column, median), numeric ? shortNumber(column.mean) : "–",
                   number(column, column.max), numeric ? shortNumber(column.standardDeviation) : "–", most});
    }
    std::string text = fmt::format("{} rows × {} columns, {} duplicates, {} in memory\n\n{}", grouped(profile.rows),
                                   profile.columns.size(), grouped(profile.duplicateRows),
                                   byteSize(static_cast<double>(profile.memoryBytes())), table.text());
    if (!profile.warnings.empty()) text += "\n\n" + warningLines(profile.warnings);
    return text;
}

std::string targetText(const TargetReport& report) {
    const auto figure = [](double value) { return std::isnan(value) ? std::string("–") : shortNumber(value, 3); };
    TextTable table({"COLUMN", "INFORMATION", "AUC", "ASSOCIATION"});
    for (const FeatureStrength& feature : report.features)
        table.add({feature.column, figure(feature.information), figure(feature.auc), figure(feature.association)});
    return fmt::format("\nWhat single columns tell of '{}' ({} rows)\n\n{}\n{}", report.target,
                       grouped(report.rowsExamined), table.text(),
                       report.warnings.empty() ? "" : "\n" + warningLines(report.warnings));
}

std::string comparisonText(const VersionComparison& comparison, const std::string& before, const std::string& after) {
    const auto figure = [](double value) { return std::isnan(value) ? std::string("–") : shortNumber(value, 3); };
    const auto pair = [](const ColumnComparison& column, auto of) {
        const std::string first = column.before ? of(*column.before) : "–";
        const std::string second = column.after ? of(*column.after) : "–";
        return first == second ? first : first + " → " + second;
    };
    TextTable table({"COLUMN", "CHANGE", "TYPE", "MISSING", "DISTINCT", "MEAN", "STD", "PSI", "KS"});
    for (const ColumnComparison& column : comparison.columns) {
        const char* change =
            column.change == ColumnChange::Same ? (column.differs() ? "values" : "–") : toString(column.change);
        table.add({column.name, change,
                   pair(column, [](const ColumnProfile& c) { return std::string(toString(c.schema.type)); }),
                   pair(column, [](const ColumnProfile& c) { return grouped(c.missing); }),
                   pair(column, [](const ColumnProfile& c) { return grouped(c.distinct); }),
                   pair(column, [](const ColumnProfile& c) { return number(c, c.mean); }),
                   pair(column,
                        [](const ColumnProfile& c) {
                            return isNumeric(c.schema.type) ? number(c, c.standardDeviation) : std::string("–");
                        }),
                   figure(column.psi), figure(column.ks)});
    }
    return fmt::format("{} ({} rows) → {} ({} rows)\n\n{}", before, grouped(comparison.rowsBefore), after,
                       grouped(comparison.rowsAfter), table.text());
}

Result<int> compareProfiles(const Session& session, const ProfileArguments& arguments) {
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    const Datasets datasets(*project);
    LATHE_TRY(const auto before, datasets.resolve(arguments.compare));
    LATHE_TRY(const auto after, datasets.resolve(arguments.reference));
    LATHE_TRY(const auto fileBefore, datasets.open(before));
    LATHE_TRY(const auto fileAfter, datasets.open(after));
    LATHE_TRY(const auto profileBefore, cachedProfile(*project, before, session.job()));
    LATHE_TRY(const auto profileAfter, cachedProfile(*project, after, session.job()));
    LATHE_TRY(const auto comparison,
              compareVersions({fileBefore.get(), &profileBefore}, {fileAfter.get(), &profileAfter}, session.job()));
    Json json = comparison.toJson();
    json["before"] = before.reference();
    json["after"] = after.reference();
    session.output.result(json, comparisonText(comparison, before.reference(), after.reference()));
    return Done;
}

Result<int> showProfile(const Session& session, const ProfileArguments& arguments) {
    if (!arguments.compare.empty()) return compareProfiles(session, arguments);
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    const Datasets datasets(*project);
    LATHE_TRY(const auto version, datasets.resolve(arguments.reference));
    LATHE_TRY(const auto result, cachedProfile(*project, version, session.job()));
    Json json = result.toJson();
    std::string text = profileText(result);
    if (!arguments.target.empty()) {
        LATHE_TRY(const auto file, datasets.open(version));
        LATHE_TRY(const auto report, examineTarget(*file, result, arguments.target, session.job()));
        json["target"] = report.toJson();
        text += targetText(report);
    }
    session.output.result(json, text);
    return Done;
}

} // namespace

void addProfileCommand(CLI::App& data, Session& session) {
    const auto command =
        addCommand(data, session, "profile", "Statistics and warnings of every column, exact", showProfile);
    auto& arguments = command.values();
    command->add_option("VERSION", arguments.reference, "weather, weather@2, weather@latest or weather@sha256:…")
        ->required();
    auto* target = command->add_option("--target", arguments.target,
                                       "Column to be predicted: what each column tells of it, and leaks");
    command->add_option("--compare", arguments.compare, "Earlier version to compare with, column by column")
        ->excludes(target);
}

} // namespace lathe::cli
