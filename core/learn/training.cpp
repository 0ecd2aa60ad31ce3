// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/training.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/text.h"
#include "core/data/split.h"
#include "core/learn/evaluation.h"
#include "core/learn/learner.h"
#include "core/learn/package_writer.h"
#include "core/learn/run_checkpoint.h"

namespace lathe {

namespace {

using Figures = std::map<std::string, double>;

class TrainingRun {
public:
    TrainingRun(const TrainingJob& job, RunSink& sink) : m_job(job), m_sink(sink) {}

    Result<TrainingOutcome> run() {
        LATHE_TRY(m_learner, Learner::create(m_job, m_target));
        LATHE_CHECK(readData());
        LATHE_CHECK(readCheckpoint());
        if (m_splits.size() > 1) {
            LATHE_CHECK(runFolds());
        }
        LATHE_CHECK(runFinal());
        return finish();
    }

private:
    [[nodiscard]] size_t outputs() const { return std::max<size_t>(1, m_problem.classes); }
    [[nodiscard]] bool hasFolds() const { return m_splits.size() > 1; }

    Result<void> readData() {
        m_sink.progress("reading data", 0, 0);
        LATHE_CHECK(requireColumn(*m_job.data, m_job.config.target, "target"));
        LATHE_TRY(const Column target, m_job.data->read(*m_job.data->find(m_job.config.target), 0, m_job.data->rows()));
        LATHE_TRY(m_target, readTarget(target, m_job.config.task));
        m_problem.classes = m_target.classes.size();
        LATHE_TRY(const SplitSpec spec, m_job.config.splitSpec());
        LATHE_TRY(m_splits, splitRows(*m_job.data, m_job.config.target, spec, {}));
        LATHE_TRY(const std::string subject, m_learner->read(m_sink));
        LATHE_CHECK(leaveOutUnusable());
        m_sink.log(fmt::format(
            "{} rows; {} of '{}' from {}", m_job.data->rows(),
            m_problem.isRegression() ? "regression" : fmt::format("classification into {} classes", m_problem.classes),
            m_job.config.target, subject));
        if (m_learner->stopsEarly() && m_splits.front().validation.empty())
            m_sink.log("early_stopping has no effect: the split has no validation part (split: {validation: 0.1})");
        return {};
    }

    Result<void> leaveOutUnusable() {
        const auto unusable = [this](uint64_t row) { return !m_learner->isUsable(row); };
        for (SplitRows& split : m_splits) {
            for (RowNumbers* part : {&split.train, &split.validation, &split.test}) std::erase_if(*part, unusable);
            if (split.train.empty())
                return failHint(ErrorKind::InvalidInput, "no row is left to learn from",
                                "The log names what was left out, and why.");
        }
        return {};
    }

    Result<void> readCheckpoint() {
        if (m_job.resume) {
            LATHE_TRY(std::optional<RunCheckpoint> checkpoint, RunCheckpoint::read(m_job.folder));
            if (checkpoint) {
                m_checkpoint = std::move(*checkpoint);
                m_sink.log(m_checkpoint.engine.empty() ? "resuming from the last checkpoint"
                                                       : "resuming in the middle of the training");
            }
        }
        if (hasFolds() && m_checkpoint.scores.empty())
            m_checkpoint.scores.assign(m_job.data->rows() * outputs(), std::nan(""));
        // From here on the run can be resumed, at worst from its beginning.
        return writeCheckpoint(m_checkpoint.engine);
    }

    Result<void> writeCheckpoint(std::string engine) {
        m_checkpoint.engine = std::move(engine);
        LATHE_CHECK(m_sink.flush());
        LATHE_CHECK(m_checkpoint.write(m_job.folder));
        return m_sink.artifact(RunCheckpoint::fileName, "checkpoint");
    }

    /// \p quietly: a fold, whose series would write over each other.
    EngineHooks hooks(const std::string& stage, bool quietly) {
        EngineHooks hooks;
        hooks.metric = [this, quietly](std::string_view key, int64_t step, double value) {
            if (!quietly) m_sink.point(key, step, value);
        };
        hooks.progress = [this, stage](double done, double total) { m_sink.progress(stage, done, total); };
        hooks.log = [this](const std::string& text) { m_sink.log(text); };
        hooks.checkpoint = [this](std::string state) { return writeCheckpoint(std::move(state)); };
        hooks.stopRequested = [this] { return m_sink.stopRequested(); };
        hooks.resumeFrom = m_checkpoint.engine;
        return hooks;
    }

    Result<FittedModel> fit(const RowNumbers& train, const RowNumbers& validation, const std::string& stage,
                            bool quietly) {
        if (m_sink.stopRequested()) return stoppedFailure();
        m_sink.progress("preparing features", 0, 0);
        LATHE_TRY(FittedModel fitted, m_learner->fit(train, validation, hooks(stage, quietly), quietly));
        m_checkpoint.engine.clear();
        return fitted;
    }

    Result<Figures> measure(const FittedModel& fitted, const RowNumbers& rows, const std::string& part,
                            std::vector<double>* keepScores) {
        Figures figures;
        if (rows.empty()) return figures;
        LATHE_TRY(std::vector<double> scores, m_learner->score(fitted, rows, m_sink));
        for (const auto& [metric, value] : qualityOf(m_problem, gatherValues(m_target.values, rows), scores))
            figures[part + "_" + metric] = value;
        if (keepScores != nullptr) *keepScores = std::move(scores);
        return figures;
    }

    Result<void> runFolds() {
        while (m_checkpoint.foldsDone < m_splits.size()) {
            const size_t fold = m_checkpoint.foldsDone;
            const SplitRows& rows = m_splits[fold];
            LATHE_TRY(const FittedModel fitted,
                      fit(rows.train, rows.validation, fmt::format("fold {} of {}", fold + 1, m_splits.size()), true));
            std::vector<double> scores;
            LATHE_TRY(const Figures figures, measure(fitted, rows.test, "fold", &scores));
            for (size_t i = 0; i < rows.test.size(); ++i)
                std::copy_n(scores.begin() + static_cast<std::ptrdiff_t>(i * outputs()), outputs(),
                            m_checkpoint.scores.begin() + static_cast<std::ptrdiff_t>(rows.test[i] * outputs()));
            std::string text;
            for (const auto& [key, value] : figures) {
                m_sink.point(key, static_cast<int64_t>(fold) + 1, value);
                text += fmt::format(" {} {}", key.substr(5), shortNumber(value));
            }
            m_sink.log(fmt::format("fold {} of {}:{}", fold + 1, m_splits.size(), text));
            m_checkpoint.foldFigures.push_back(figures);
            ++m_checkpoint.foldsDone;
            LATHE_CHECK(writeCheckpoint({}));
        }
        summariseFolds();
        return {};
    }

    /// Means and standard deviations (of a sample) over the folds.
    void summariseFolds() {
        std::map<std::string, std::vector<double>> byKey;
        for (const Figures& figures : m_checkpoint.foldFigures)
            for (const auto& [key, value] : figures) byKey["test_" + key.substr(5)].push_back(value);
        for (const auto& [key, values] : byKey) {
            const auto n = static_cast<double>(values.size());
            const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
            double squares = 0;
            for (const double value : values) squares += (value - mean) * (value - mean);
            m_figures[key] = mean;
            if (values.size() > 1) m_figures[key + "_std"] = std::sqrt(squares / (n - 1));
        }
    }

    Result<void> runFinal() {
        const SplitRows& rows = m_splits.front();
        if (!hasFolds()) {
            LATHE_TRY(m_final, fit(rows.train, rows.validation, "training", false));
            LATHE_TRY(m_figures, measure(m_final, rows.validation, "val", nullptr));
            LATHE_TRY(const Figures test, measure(m_final, rows.test, "test", &m_testScores));
            m_figures.insert(test.begin(), test.end());
            m_testRows = rows.test;
            return {};
        }
        RowNumbers all = rows.train;
        all.insert(all.end(), rows.validation.begin(), rows.validation.end());
        all.insert(all.end(), rows.test.begin(), rows.test.end());
        std::sort(all.begin(), all.end());
        LATHE_TRY(m_final, fit(all, {}, "training on all rows", false));
        m_testRows = all;
        m_testScores.reserve(all.size() * outputs());
        for (const uint64_t row : all)
            for (size_t k = 0; k < outputs(); ++k) m_testScores.push_back(m_checkpoint.scores[row * outputs() + k]);
        return {};
    }

    /// Row number, truth, prediction and probabilities of every test row.
    Result<void> writePredictions() {
        if (m_testRows.empty()) return {};
        Table table;
        const auto add = [&table](std::string name, ColumnType type) -> Column& {
            Column column;
            column.schema = {std::move(name), type};
            return table.columns.emplace_back(std::move(column));
        };
        Column& row = add("row", ColumnType::Integer);
        row.integers.assign(m_testRows.begin(), m_testRows.end());
        const std::vector<double> truth = gatherValues(m_target.values, m_testRows);
        if (m_problem.isRegression()) {
            add("truth", ColumnType::Real).reals = truth;
            add("prediction", ColumnType::Real).reals = m_testScores;
        } else {
            addClasses(table, truth);
        }
        const Path work = m_job.folder / "predictions.h5.part";
        std::error_code code;
        std::filesystem::remove(work, code);
        LATHE_TRY(const std::unique_ptr<ColumnFileWriter> writer, ColumnFileWriter::create(work, table.schema()));
        LATHE_CHECK(writer->append(table));
        LATHE_CHECK(writer->finish());
        LATHE_CHECK(publishFile(work, m_job.folder / "predictions.h5"));
        return m_sink.artifact("predictions.h5", "predictions");
    }

    void addClasses(Table& table, const std::vector<double>& truth) const {
        const size_t classes = m_problem.classes;
        Column actual;
        actual.schema = {"truth", ColumnType::Category};
        actual.dictionary = m_target.classes;
        Column predicted = actual;
        predicted.schema.name = "prediction";
        for (size_t i = 0; i < truth.size(); ++i) {
            const double* score = m_testScores.data() + i * classes;
            actual.codes.push_back(static_cast<uint32_t>(truth[i]));
            predicted.codes.push_back(static_cast<uint32_t>(std::max_element(score, score + classes) - score));
        }
        table.columns.push_back(std::move(actual));
        table.columns.push_back(std::move(predicted));
        for (size_t k = 0; k < classes; ++k) {
            Column probability;
            probability.schema = {"p(" + m_target.classes[k] + ")", ColumnType::Real};
            for (size_t i = 0; i < truth.size(); ++i) probability.reals.push_back(m_testScores[i * classes + k]);
            table.columns.push_back(std::move(probability));
        }
    }

    Result<TrainingOutcome> finish() {
        m_sink.progress("writing the model", 0, 0);
        for (const auto& [key, value] : m_figures) LATHE_CHECK(m_sink.figure(key, value));
        LATHE_CHECK(writePredictions());
        PackageContent content;
        content.name = m_job.name;
        content.signature.task = m_target.task;
        content.signature.target = m_job.config.target;
        content.signature.inputs = m_final.inputs;
        content.signature.classes = m_target.classes;
        content.preprocessing = m_final.preprocessing;
        content.featureNames = m_final.featureNames;
        content.example = m_learner->example(m_final, m_splits.front().train.front());
        content.model = std::move(m_final.model);
        content.metrics = m_figures;
        content.parameters = m_job.config.modelParameters;
        content.lineage = m_job.lineage;
        content.environment = m_job.environment;
        LATHE_TRY(const ScopedFolder work, ScopedFolder::create(m_job.folder, "model.part"));
        LATHE_CHECK(writePackage(content, work.path() / "model", m_job.folder / "model"));
        LATHE_CHECK(registerPackage());
        return TrainingOutcome{hashOf(content), m_figures};
    }

    Result<void> registerPackage() {
        std::error_code code;
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(m_job.folder / "model", code))
            names.push_back(entry.path().filename().string());
        if (code) return fail(ErrorKind::Io, "cannot list '{}': {}", (m_job.folder / "model").string(), code.message());
        std::sort(names.begin(), names.end());
        for (const std::string& name : names) LATHE_CHECK(m_sink.artifact("model/" + name, "model"));
        return {};
    }

    const TrainingJob& m_job;
    RunSink& m_sink;
    Target m_target;
    std::unique_ptr<Learner> m_learner;
    Problem m_problem;
    std::vector<SplitRows> m_splits;
    RunCheckpoint m_checkpoint;
    FittedModel m_final;
    Figures m_figures;
    RowNumbers m_testRows;
    std::vector<double> m_testScores;
};

} // namespace

Result<TrainingOutcome> train(const TrainingJob& job, RunSink& sink) { return TrainingRun(job, sink).run(); }

} // namespace lathe
