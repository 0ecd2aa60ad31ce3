// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "app/cli/command.h"
#include "core/base/text.h"
#include "core/data/datasets.h"
#include "core/data/profile/profile.h"
#include "core/data/profile/target.h"

namespace lathe::cli {

namespace {

struct ProfileArguments {
    std::string reference;
    std::string target;
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
        const double median = column.quantiles.empty() ? std::nan("") : column.quantiles[column.quantiles.size() / 2].second;
        const std::string most = column.topValues.empty() ? "–"
                                                          : fmt::format("{} ({})", column.topValues.front().first.substr(0, 40),
                                                                        grouped(column.topValues.front().second));
        table.add({column.schema.name, toString(column.schema.type), grouped(column.missing), grouped(column.distinct), number(column, column.min),
                   number(column, median), numeric ? shortNumber(column.mean) : "–", number(column, column.max),
                   numeric ? shortNumber(column.standardDeviation) : "–", most});
    }
    std::string text = fmt::format("{} rows × {} columns, {} duplicates, {} in memory\n\n{}", grouped(profile.rows), profile.columns.size(),
                                   grouped(profile.duplicateRows), byteSize(static_cast<double>(profile.memoryBytes())), table.text());
    if (!profile.warnings.empty()) text += "\n\n" + warningLines(profile.warnings);
    return text;
}

std::string targetText(const TargetReport& report) {
    const auto figure = [](double value) { return std::isnan(value) ? std::string("–") : shortNumber(value, 3); };
    TextTable table({"COLUMN", "INFORMATION", "AUC", "ASSOCIATION"});
    for (const FeatureStrength& feature : report.features)
        table.add({feature.column, figure(feature.information), figure(feature.auc), figure(feature.association)});
    return fmt::format("\nWhat single columns tell of '{}' ({} rows)\n\n{}\n{}", report.target, grouped(report.rowsExamined), table.text(),
                       report.warnings.empty() ? "" : "\n" + warningLines(report.warnings));
}

Result<int> showProfile(const Session& session, const ProfileArguments& arguments) {
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    const Datasets datasets(*project);
    LATHE_TRY(const auto version, datasets.resolve(arguments.reference));
    LATHE_TRY(const auto file, datasets.open(version));
    LATHE_TRY(const auto result, profile(*file, session.job()));
    Json json = result.toJson();
    std::string text = profileText(result);
    if (!arguments.target.empty()) {
        LATHE_TRY(const auto report, examineTarget(*file, result, arguments.target, session.job()));
        json["target"] = report.toJson();
        text += targetText(report);
    }
    session.output.result(json, text);
    return Done;
}

} // namespace

void addProfileCommand(CLI::App& data, Session& session) {
    const auto command = addCommand(data, session, "profile", "Statistics and warnings of every column, exact", showProfile);
    auto& arguments = command.values();
    command->add_option("VERSION", arguments.reference, "weather, weather@2, weather@latest or weather@sha256:…")->required();
    command->add_option("--target", arguments.target, "Column to be predicted: what each column tells of it, and leaks");
}

} // namespace lathe::cli
