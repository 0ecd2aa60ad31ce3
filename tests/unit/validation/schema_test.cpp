// SPDX-License-Identifier: GPL-3.0-or-later
// Schemas and anomalies in the terms of TensorFlow Data Validation. Divergences were computed with scipy 1.10:
// scipy.spatial.distance.jensenshannon(p, q, base=2) ** 2.
#include "core/data/validation/column_summary.h"
#include "core/data/validation/data_schema.h"
#include "core/data/validation/key_figures.h"
#include "testing.h"

using namespace lathe;

namespace {

class Schemas : public ColumnFileTest {
protected:
    std::shared_ptr<const ColumnFile> people(bool spoilt) const {
        Table table;
        table.columns = {
            integerColumn("age", {20, 30, spoilt ? 140 : 40, spoilt ? std::nullopt : std::optional<int64_t>(50)}),
            categoryColumn("city", {"Oslo", "Rome", spoilt ? "Lima" : "Oslo", "Rome"}),
            realColumn("pay", {1, 2, 3, spoilt ? INFINITY : 4})};
        if (spoilt) table.columns.push_back(textColumn("extra", {"a", "b", "c", "d"}));
        return write(table, spoilt ? "spoilt.h5" : "good.h5");
    }
    static std::set<std::string> reasons(const SchemaReport& report) {
        std::set<std::string> found;
        for (const Anomaly& anomaly : report.anomalies)
            for (const AnomalyReason& reason : anomaly.reasons) found.insert(anomaly.path + " " + reason.type);
        return found;
    }
    static DataSchema read(const std::string& yaml) {
        return DataSchema::parse(ConfigNode::parse(yaml, "schema.yaml").value()).value();
    }
};

TEST_F(Schemas, theInferredOneFitsItsOwnData) {
    const auto good = people(false);
    const DataSchema schema = inferSchema(*good, JobContext()).value();
    EXPECT_EQ(schema.features[0].type, "INT");
    EXPECT_EQ(schema.features[1].values, (std::vector<std::string>{"Oslo", "Rome"}));
    EXPECT_EQ(schema.features[2].type, "FLOAT");
    EXPECT_TRUE(checkSchema(*good, schema, nullptr, nullptr, JobContext()).value().clean());
    EXPECT_EQ(read(schema.toYaml()).toYaml(), schema.toYaml());
}

TEST_F(Schemas, moreTextsThanCanBeCountedAreNoCleanDomain) {
    std::vector<std::optional<std::string>> codes;
    for (size_t i = 0; i <= validation::KeyRequest::mostKeys; ++i) codes.emplace_back(std::to_string(i));
    Table table;
    table.columns = {textColumn("code", codes)};
    const auto report =
        checkSchema(*write(table, "codes.h5"), read("features:\n  code: {type: BYTES, values: [a, b]}\n"), nullptr,
                    nullptr, JobContext())
            .value();
    EXPECT_EQ(reasons(report), (std::set<std::string>{"code STATS_NOT_AVAILABLE"}));
}

TEST_F(Schemas, anomaliesCarryTheirTypes) {
    const auto spoilt = people(true);
    const DataSchema schema = read(
        "min_examples_count: 10\nfeatures:\n  age: {type: INT, min_fraction: 1, min_count: 4, max: 120}\n"
        "  city: {type: BYTES, values: [Oslo, Rome], max_unique: 2}\n  pay: {type: FLOAT, disallow_inf: true, min: 1.5}\n"
        "  gone: {type: INT, min_fraction: 1}\n  optional: {type: INT}\n");
    const auto report = checkSchema(*spoilt, schema, nullptr, nullptr, JobContext()).value();
    EXPECT_EQ(reasons(report),
              (std::set<std::string>{" DATASET_LOW_NUM_EXAMPLES", "age FEATURE_TYPE_LOW_FRACTION_PRESENT",
                                     "age FEATURE_TYPE_LOW_NUMBER_PRESENT", "age INT_TYPE_BIG_INT",
                                     "city ENUM_TYPE_UNEXPECTED_STRING_VALUES", "city FEATURE_TYPE_HIGH_UNIQUE",
                                     "pay FLOAT_TYPE_HAS_INF", "pay FLOAT_TYPE_SMALL_FLOAT",
                                     "gone SCHEMA_MISSING_COLUMN", "extra SCHEMA_NEW_COLUMN"}));
    EXPECT_EQ(report.toJson()["anomaly_info"]["gone"]["severity"], "ERROR");
    EXPECT_TRUE(
        reasons(checkSchema(*spoilt, read("features:\n  city: {type: INT}\n"), nullptr, nullptr, JobContext()).value())
            .contains("city UNEXPECTED_DATA_TYPE"));
    const auto mass =
        checkSchema(*spoilt, read("features:\n  city: {type: BYTES, values: [Oslo, Rome], min_domain_mass: 0.75}\n"),
                    nullptr, nullptr, JobContext())
            .value();
    EXPECT_FALSE(reasons(mass).contains("city ENUM_TYPE_UNEXPECTED_STRING_VALUES")) << "a quarter outside is allowed";
}

TEST_F(Schemas, comparesOnlyWhereAThresholdIsGiven) {
    const auto good = people(false);
    const auto spoilt = people(true);
    const DataSchema schema = read(
        "features:\n  age: {type: INT}\n  city: {type: BYTES, drift: {infinity_norm: 0.2, jensen_shannon_divergence: 0.1, normalized_abs_difference: 0.2}}\n"
        "  pay: {type: FLOAT}\n");
    EXPECT_TRUE(checkSchema(*good, schema, nullptr, spoilt.get(), JobContext()).value().measurements.empty())
        << "no skew threshold";
    const auto report = checkSchema(*good, schema, spoilt.get(), nullptr, JobContext()).value();
    ASSERT_EQ(report.measurements.size(), 3U);
    EXPECT_DOUBLE_EQ(report.measurements[0].value, 0.25);
    EXPECT_NEAR(report.measurements[1].value, 0.15563906222956647, 1e-12);
    EXPECT_DOUBLE_EQ(report.measurements[2].value, 0.125);
    EXPECT_EQ(reasons(report), (std::set<std::string>{"city COMPARATOR_L_INFTY_HIGH",
                                                      "city COMPARATOR_JENSEN_SHANNON_DIVERGENCE_HIGH"}));
}

TEST_F(Schemas, rowsAreComparedWithThePreviousSpan) {
    const auto four = people(false);
    Table table;
    table.columns = {integerColumn("age", {20, 30})};
    const auto two = write(table, "two.h5");
    const DataSchema schema = read(
        "min_examples_fraction: 0.75\nmax_examples_fraction: 1.5\nfeatures:\n  age: {type: INT}\n  city: {type: BYTES}\n  pay: {type: FLOAT}\n");
    EXPECT_TRUE(checkSchema(*two, schema, nullptr, nullptr, JobContext()).value().clean());
    EXPECT_EQ(reasons(checkSchema(*two, schema, four.get(), nullptr, JobContext()).value()),
              (std::set<std::string>{" COMPARATOR_LOW_NUM_EXAMPLES"}));
    const auto more = checkSchema(*four, schema, two.get(), nullptr, JobContext()).value();
    EXPECT_EQ(reasons(more), (std::set<std::string>{" COMPARATOR_HIGH_NUM_EXAMPLES"}));
    const AnomalyReason& reason = more.anomalies.at(0).reasons.at(0);
    EXPECT_EQ(reason.description, "2 times the rows of the previous span, expected at most 1.5.");
    EXPECT_EQ(reason.arguments, (std::vector<std::string>{"2", "1.5"}));
    EXPECT_EQ(read(schema.toYaml()).toYaml(), schema.toYaml());
}

TEST(Divergence, ofSharesAndOfBuckets) {
    EXPECT_NEAR(validation::jensenShannonBits({0.1, 0.4, 0.5}, {0.3, 0.3, 0.4}), 0.046930300568985506, 1e-12);
    EXPECT_DOUBLE_EQ(validation::jensenShannonBits({1, 0}, {0, 1}), 1);
    const validation::Buckets left{{0, 1, 2}, {0.5, 0.5}};
    EXPECT_DOUBLE_EQ(validation::jensenShannonBits(left, left), 0);
    EXPECT_DOUBLE_EQ(validation::jensenShannonBits(left, {{2, 3, 4}, {0.5, 0.5}}), 1);
    // Half of the second lies over the first: p = (½, ½, 0, 0), q = (0, ½, ½, 0) over halves of the union.
    EXPECT_NEAR(validation::jensenShannonBits(left, {{1, 2, 3}, {0.5, 0.5}}), 0.5, 1e-12);
    EXPECT_DOUBLE_EQ(validation::jensenShannonBits({{1, 1}, {1}}, {{1, 1}, {1}}), 0) << "all values are one";
}

} // namespace
