// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/training.h"

#include "core/learn/predictor.h"
#include "tests/unit/learn/testing.h"

namespace lathe {
namespace {

using namespace lathe::testing;

struct Trained {
    Result<TrainingOutcome> outcome;
    MemorySink sink;
};

class Training : public ::testing::Test {
protected:
    TrainingJob jobFor(const std::string& yaml, const std::string& folder) const {
        TrainingJob job;
        job.name = "test-run";
        job.config = configOf(yaml);
        job.data = m_data;
        job.folder = m_folder / folder;
        job.lineage = {{"steps", Json::array()}};
        std::filesystem::create_directories(job.folder);
        return job;
    }

    TemporaryFolder m_folder;
    Table m_table = mixedTable(1500);
    std::shared_ptr<const ColumnFile> m_data = store(m_table, m_folder / "data.h5");
};

std::string yamlFor(const std::string& kind, const std::string& target, const std::string& more = {}) {
    return "target: " + target +
           "\nfeatures: [income, age, city, day]\nseed: 7\nsplit: {method: random, test: 0.2, validation: 0.1, seed: 3}\nmodel: {kind: " +
           kind + more + "}\n";
}

TEST_F(Training, everyKindLearnsEveryTask) {
    for (const char* kind : {"linear", "mlp", "gradient_boosting", "random_forest"}) {
        for (const char* target : {"label", "grade", "price"}) {
            SCOPED_TRACE(std::string(kind) + " " + target);
            const TrainingJob job = jobFor(yamlFor(kind, target), std::string(kind) + target);
            MemorySink sink;
            const auto outcome = train(job, sink);
            ASSERT_OK(outcome);
            EXPECT_EQ(outcome->modelHash.size(), 64U);
            if (std::string(target) == "price") {
                EXPECT_GT(sink.figures.at("test_r2"), 0.9);
                EXPECT_TRUE(sink.figures.contains("test_rmse") && sink.figures.contains("test_mae"));
            } else {
                EXPECT_GT(sink.figures.at("test_auc"), 0.93);
                for (const char* key : {"test_accuracy", "test_f1_macro", "test_log_loss", "test_average_precision"})
                    EXPECT_TRUE(sink.figures.contains(key)) << key;
            }
            EXPECT_FALSE(sink.series["train_loss"].empty());
            EXPECT_EQ(sink.series["train_loss"].size(), sink.series["val_loss"].size());

            const auto predictor = Predictor::load(job.folder / "model");
            ASSERT_OK(predictor);
            const auto all = (*predictor)->predict(m_table);
            ASSERT_OK(all);
            // Row by row gives the same bits as the whole table.
            RowPrediction row;
            for (size_t i = 0; i < 200; ++i) {
                std::vector<RawValue> values;
                for (const InputField& input : (*predictor)->signature().inputs) {
                    const Column& column = m_table.columns[*m_table.find(input.name)];
                    values.push_back(column.isMissing(i)             ? RawValue{}
                                     : isTextual(column.schema.type) ? RawValue::of(column.text(i))
                                                                     : RawValue::of(column.number(i)));
                }
                ASSERT_OK((*predictor)->predictRow(values, row));
                if (all->classes.empty()) {
                    EXPECT_EQ(row.value, all->values[i]);
                } else {
                    EXPECT_EQ(row.classIndex, all->classes[i]);
                    for (size_t k = 0; k < row.probabilities.size(); ++k)
                        EXPECT_EQ(row.probabilities[k], all->probabilities[i * row.probabilities.size() + k]);
                }
            }
        }
    }
}

TEST_F(Training, theSameRunGivesTheSameModel) {
    for (const std::string kind : {"linear", "mlp", "gradient_boosting", "random_forest"}) {
        MemorySink first;
        MemorySink second;
        const std::string yaml = yamlFor(kind, "label", kind == "mlp" ? ", epochs: 5, dropout: 0.2" : "");
        const auto a = train(jobFor(yaml, kind + "a"), first);
        const auto b = train(jobFor(yaml + "threads: 2\n", kind + "b"), second);
        ASSERT_OK(a);
        ASSERT_OK(b);
        EXPECT_EQ(a->modelHash, b->modelHash) << kind;
    }
}

TEST_F(Training, aStoppedRunGoesOnWithTheSameBits) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"mlp", ", epochs: 23, dropout: 0.1"},
        {"mlp", ", epochs: 23, early_stopping: 5"},
        {"mlp", ", epochs: 23, optimizer: sgd, momentum: 0.9"},
        {"gradient_boosting", ", rounds: 120, subsample: 0.7"},
        {"gradient_boosting", ", rounds: 120, subsample: 0.7, column_sample: 0.5"},
        {"linear", ", max_iterations: 30"},
    };
    int number = 0;
    for (const auto& [kind, more] : cases) {
        SCOPED_TRACE(kind + more);
        const std::string yaml = yamlFor(kind, "label", more);
        MemorySink whole;
        const auto expected = train(jobFor(yaml, "whole" + std::to_string(number)), whole);
        ASSERT_OK(expected);

        expectSameWhenResumed(jobFor(yaml, "stopped" + std::to_string(number++)), kind == "gradient_boosting" ? 67 : 13,
                              *expected, whole);
    }
}

TEST_F(Training, foldsGiveMeansAndOutOfFoldPredictions) {
    const std::string yaml =
        "target: label\nfeatures: [income, age, city, day]\nsplit: {method: kfold, folds: 4, assign: interleaved}\n"
        "model: {kind: gradient_boosting, rounds: 20}\n";
    const TrainingJob job = jobFor(yaml, "folds");
    MemorySink sink;
    ASSERT_OK(train(job, sink));
    ASSERT_EQ(sink.series["fold_auc"].size(), 4U);
    double sum = 0;
    for (const auto& [step, value] : sink.series["fold_auc"]) sum += value;
    EXPECT_NEAR(sink.figures.at("test_auc"), sum / 4, 1e-12);
    EXPECT_GT(sink.figures.at("test_auc_std"), 0);
    const auto predictions = ColumnFile::open(job.folder / "predictions.h5");
    ASSERT_OK(predictions);
    EXPECT_EQ((*predictions)->rows(), m_table.rows());
}

TEST_F(Training, earlyStoppingKeepsTheBestRound) {
    MemorySink sink;
    const TrainingJob job = jobFor(
        yamlFor("gradient_boosting", "label", ", rounds: 2000, learning_rate: 0.3, early_stopping: 10"), "early");
    ASSERT_OK(train(job, sink));
    const auto& losses = sink.series["val_loss"];
    ASSERT_LT(losses.size(), 2000U);
    const auto best = std::min_element(losses.begin(), losses.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    EXPECT_EQ(losses.rbegin()->first, best->first + 10);
    // The kept model measures exactly what the best round measured (XGBoost's mean is in single precision).
    EXPECT_NEAR(sink.figures.at("val_log_loss"), best->second, 1e-6);
}

TEST_F(Training, mistakesAreNamed) {
    const auto messageOf = [&](const std::string& yaml) {
        MemorySink sink;
        const auto outcome = train(jobFor(yaml, "mistake"), sink);
        EXPECT_FALSE(outcome.has_value());
        return outcome ? std::string{} : outcome.error().describe();
    };
    EXPECT_NE(messageOf("target: lable\nmodel: {kind: linear}\n").find("label"), std::string::npos);
    EXPECT_NE(messageOf("target: label\nfeatures: [incom]\nmodel: {kind: linear}\n").find("income"), std::string::npos);
    EXPECT_NE(messageOf("target: day\nmodel: {kind: linear}\n").find("date"), std::string::npos);
    EXPECT_NE(messageOf("target: label\ntask: regression\nmodel: {kind: linear}\n").find("text"), std::string::npos);
}

TEST_F(Training, cudaThatIsNotThereIsRefused) {
    MemorySink sink;
    for (const char* kind : {"mlp", "gradient_boosting", "linear"}) {
        const auto outcome = train(jobFor(yamlFor(kind, "label") + "device: cuda:99\n", "cuda"), sink);
        ASSERT_FALSE(outcome.has_value()) << kind;
        EXPECT_EQ(outcome.error().kind, ErrorKind::Unsupported);
        EXPECT_FALSE(outcome.error().hint.empty());
    }
}

} // namespace
} // namespace lathe
