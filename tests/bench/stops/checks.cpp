// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/profile/compare_profiles.h"
#include "core/data/profile/linked_counts.h"
#include "core/data/profile/profile.h"
#include "core/data/profile/target.h"
#include "core/data/validation/data_schema.h"
#include "core/data/validation/infer.h"
#include "core/data/validation/validate.h"
#include "tests/bench/bench.h"
#include "tests/bench/stops/stops.h"

namespace lathe::bench {

namespace {

void measureProfiles(Stops& stops, const ColumnFile& rows) {
    stops.measure("profile: whole", [&](const JobContext& job, const Path&) -> Result<void> {
        LATHE_CHECK(profile(rows, job));
        return {};
    });
    stops.measure("profile: in little memory", [&](const JobContext& job, const Path&) -> Result<void> {
        LATHE_CHECK(profile(rows, job, {.memoryBytes = uint64_t{64} << 20U}));
        return {};
    });
    if (!stops.wants("profile: of")) return;
    const DatasetProfile known = must(profile(rows, JobContext()));
    for (const char* target : {"good", "value"})
        stops.measure(std::string("profile: of the target ") + target,
                      [&](const JobContext& job, const Path&) -> Result<void> {
                          LATHE_CHECK(examineTarget(rows, known, target, job));
                          return {};
                      });
    stops.measure("profile: of two versions", [&](const JobContext& job, const Path&) -> Result<void> {
        LATHE_CHECK(compareVersions({&rows, &known}, {&rows, &known}, job));
        return {};
    });
    stops.measure("profile: of linked plots", [&](const JobContext& job, const Path&) -> Result<void> {
        LATHE_CHECK(countLinked(rows, 1, known.columns[1], nullptr, job));
        return {};
    });
}

const std::pair<const char*, Json> expectations[] = {
    {"expect_column_values_to_be_unique", {{"column", "code"}}},
    {"expect_column_values_to_match_regex", {{"column", "name"}, {"regex", "^[a-z ]+$"}}},
    {"expect_column_values_to_be_in_set", {{"column", "count"}, {"value_set", {1, 2, 3}}}},
    {"expect_compound_columns_to_be_unique", {{"column_list", {"code", "name"}}}},
    {"expect_column_median_to_be_between", {{"column", "value"}, {"min_value", 0}}},
    {"expect_column_unique_value_count_to_be_between", {{"column", "code"}, {"min_value", 1}}},
    {"expect_column_quantile_values_to_be_between",
     {{"column", "level"}, {"quantile_ranges", {{"quantiles", {0.1, 0.9}}, {"value_ranges", {{0, 100}, {0, 100}}}}}}},
    {"expect_column_most_common_value_to_be_in_set", {{"column", "name"}, {"value_set", {"x"}}}},
    {"expect_column_value_z_scores_to_be_less_than", {{"column", "value"}, {"threshold", 3}, {"double_sided", true}}},
};

void measureValidation(Stops& stops, const ColumnFile& rows) {
    ExpectationSuite all;
    all.name = "all";
    for (const auto& [type, kwargs] : expectations) {
        ExpectationSuite suite;
        suite.name = type;
        suite.expectations.push_back({.type = type, .kwargs = kwargs});
        all.expectations.push_back(suite.expectations.front());
        stops.measure(std::string("validation: ") + type, [&](const JobContext& job, const Path&) -> Result<void> {
            LATHE_CHECK(validate(rows, suite, {}, job));
            return {};
        });
    }
    stops.measure("validation: all of these", [&](const JobContext& job, const Path&) -> Result<void> {
        LATHE_CHECK(validate(rows, all, {}, job));
        return {};
    });
    stops.measure("validation: failing rows", [&](const JobContext& job, const Path&) -> Result<void> {
        LATHE_CHECK(unexpectedRows(rows, all.expectations.front(), Json::object(), 1'000'000, job));
        return {};
    });
    stops.measure("validation: inferred suite", [&](const JobContext& job, const Path&) -> Result<void> {
        LATHE_CHECK(inferSuite(rows, "inferred", {}, job));
        return {};
    });
    stops.measure("validation: inferred schema", [&](const JobContext& job, const Path&) -> Result<void> {
        LATHE_CHECK(inferSchema(rows, job));
        return {};
    });
    if (!stops.wants("validation: anomalies")) return;
    DataSchema schema = must(inferSchema(rows, JobContext()));
    for (FeatureSchema& feature : schema.features) feature.drift.jensenShannonDivergence = 0.1;
    stops.measure("validation: anomalies", [&](const JobContext& job, const Path&) -> Result<void> {
        LATHE_CHECK(checkSchema(rows, schema, &rows, nullptr, job));
        return {};
    });
}

} // namespace

void measureChecks(Stops& stops, const ColumnFile& rows) {
    measureProfiles(stops, rows);
    measureValidation(stops, rows);
}

} // namespace lathe::bench
