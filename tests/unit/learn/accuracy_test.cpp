// SPDX-License-Identifier: GPL-3.0-or-later
// Quality on public tables by 5-fold interleaved cross-validation with default parameters. All a user says about a file
// is the target and, where the file has none, the header.
#include "core/data/csv/csv.h"
#include "tests/unit/learn/testing.h"

namespace lathe {
namespace {

using namespace lathe::testing;

struct Source {
    std::string file;
    std::vector<std::string> names; ///< of a file without a header
    std::string target;
};

std::vector<std::string> numbered(size_t columns, const std::string& last) {
    std::vector<std::string> names;
    for (size_t i = 1; i < columns; ++i) names.push_back("c" + std::to_string(i));
    names.push_back(last);
    return names;
}

Source adult() {
    return {"adult/adult-train.csv",
            {"age", "workclass", "fnlwgt", "education", "education-num", "marital-status", "occupation", "relationship",
             "race", "sex", "capital-gain", "capital-loss", "hours-per-week", "native-country", "income"},
            "income"};
}
Source telco() { return {"telco-churn/Telco-Customer-Churn.csv", {}, "Churn"}; }
Source spambase() { return {"spambase/spambase.data", numbered(58, "spam"), "spam"}; }
Source german() { return {"german-credit/german.csv", numbered(21, "risk"), "risk"}; }
Source california() { return {"california-housing/housing.csv", {}, "median_house_value"}; }

/// The mean over five folds of \p figure.
double crossValidated(const Source& source, const std::string& kind, const std::string& figure) {
    const TemporaryFolder folder;
    CsvOptions options;
    if (!source.names.empty()) {
        options.header = false;
        options.names = source.names;
    }
    const auto imported = importCsvFile(Path(LATHE_DATA) / source.file, folder / "data.h5", options, JobContext{});
    EXPECT_TRUE(imported.has_value()) << imported.error().describe();
    if (!imported) return std::nan("");
    EXPECT_EQ(imported->rejectedRows, 0U);
    TrainingJob job;
    job.config = configOf("target: " + source.target +
                          "\nsplit: {method: kfold, folds: 5, assign: interleaved}\nmodel: {kind: " + kind + "}\n");
    job.data = *ColumnFile::open(folder / "data.h5");
    job.folder = folder / "run";
    std::filesystem::create_directories(job.folder);
    MemorySink sink;
    const auto outcome = train(job, sink);
    EXPECT_TRUE(outcome.has_value()) << outcome.error().describe();
    if (!outcome) return std::nan("");
    std::printf("%s %s: %s %.5f\n", source.file.c_str(), kind.c_str(), figure.c_str(), sink.figures[figure]);
    return sink.figures[figure];
}

TEST(Accuracy, boostingOnAdult) { EXPECT_GE(crossValidated(adult(), "gradient_boosting", "test_auc"), 0.925); }
TEST(Accuracy, boostingOnTelcoChurn) { EXPECT_GE(crossValidated(telco(), "gradient_boosting", "test_auc"), 0.83); }
TEST(Accuracy, boostingOnSpambase) { EXPECT_GE(crossValidated(spambase(), "gradient_boosting", "test_auc"), 0.985); }
TEST(Accuracy, boostingOnCaliforniaHousing) {
    EXPECT_LE(crossValidated(california(), "gradient_boosting", "test_rmse"), 48000);
}
TEST(Accuracy, logisticOnAdult) { EXPECT_GE(crossValidated(adult(), "linear", "test_auc"), 0.904); }
TEST(Accuracy, logisticOnGermanCredit) { EXPECT_NEAR(crossValidated(german(), "linear", "test_auc"), 0.78, 0.01); }

} // namespace
} // namespace lathe
