// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/learn/encoder_fit.h"
#include "core/learn/estimators.h"
#include "core/learn/learner.h"

namespace lathe {

namespace {

/// Columns to learn from, in the file's order.
Result<std::vector<size_t>> featureColumns(const RunConfig& config, const ColumnFile& data) {
    for (const std::string& name : config.features) LATHE_CHECK(requireColumn(data, name, "a feature"));
    for (const std::string& name : config.exclude) LATHE_CHECK(requireColumn(data, name, "excluded"));
    const auto holds = [](const std::vector<std::string>& list, const std::string& name) {
        return std::find(list.begin(), list.end(), name) != list.end();
    };
    std::vector<size_t> columns;
    for (size_t i = 0; i < data.columns(); ++i) {
        const std::string& name = data.schema()[i].name;
        const bool wanted = config.features.empty() || holds(config.features, name);
        if (wanted && name != config.target && !holds(config.exclude, name)) columns.push_back(i);
    }
    if (columns.empty())
        return failHint(ErrorKind::InvalidInput, "no column is left to learn from", "check features and exclude");
    return columns;
}

Table gatherRows(const Table& table, const RowNumbers& rows) {
    Table part;
    for (const Column& column : table.columns) part.columns.push_back(gather(column, rows));
    return part;
}

class TableLearner final : public Learner {
public:
    TableLearner(const TrainingJob& job, const Target& target, Estimator estimator)
        : m_job(job), m_target(target), m_estimator(std::move(estimator)) {}

    Result<std::string> read(RunSink&) override {
        LATHE_TRY(const std::vector<size_t> columns, featureColumns(m_job.config, *m_job.data));
        LATHE_TRY(m_table, m_job.data->readTable(0, m_job.data->rows(), columns));
        return fmt::format("{} columns", columns.size());
    }

    [[nodiscard]] bool isUsable(uint64_t) const override { return true; }
    [[nodiscard]] bool stopsEarly() const override { return m_estimator.stopsEarly(); }

    [[nodiscard]] Result<FittedModel> fit(const RowNumbers& train, const RowNumbers& validation,
                                          const EngineHooks& hooks, bool quietly) const override {
        LATHE_TRY(FittedEncoder prepared, fitEncoder(gatherRows(m_table, train), m_estimator.needs()));
        if (!quietly)
            for (const std::string& note : prepared.notes) hooks.log(note);
        LATHE_TRY(const EncodedRows trainRows, encode(prepared.encoder, train));
        LATHE_TRY(const EncodedRows validationRows, encode(prepared.encoder, validation));
        FittedModel fitted;
        LATHE_TRY(fitted.model, m_estimator.fit(trainRows, validationRows, {m_target.classes.size()}, hooks));
        fitted.preprocessing = prepared.encoder.toJson();
        fitted.featureNames = prepared.encoder.featureNames();
        fitted.encoder = std::move(prepared.encoder);
        fitted.inputs = std::move(prepared.inputs);
        return fitted;
    }

    [[nodiscard]] Result<std::vector<double>> score(const FittedModel& fitted, const RowNumbers& rows,
                                                    RunSink& sink) const override {
        LATHE_TRY(const std::unique_ptr<const Model> model, Model::load(fitted.model));
        const Table part = gatherRows(m_table, rows);
        LATHE_TRY(const FeatureEncoder::Binding binding, fitted.encoder.bind(part, {}));
        std::vector<double> scores(rows.size() * model->outputs());
        constexpr size_t blockRows = 4096;
        std::vector<double> features(std::min(blockRows, rows.size()) * model->features());
        for (size_t first = 0; first < rows.size(); first += blockRows) {
            if (sink.stopRequested()) return stoppedFailure();
            const size_t count = std::min(blockRows, rows.size() - first);
            fitted.encoder.encodeRows(binding, first, count, features.data());
            model->score(features.data(), count, scores.data() + first * model->outputs());
        }
        return scores;
    }

    [[nodiscard]] Json example(const FittedModel& fitted, uint64_t row) const override {
        Json example = Json::object();
        for (const InputField& input : fitted.inputs) {
            const Column& column = m_table.columns[*m_table.find(input.name)];
            Json& value = example[input.name];
            if (column.isMissing(row)) continue;
            if (column.schema.type == ColumnType::Boolean) value = column.integers[row] != 0;
            else if (column.schema.type == ColumnType::Integer) value = column.integers[row];
            else if (column.schema.type == ColumnType::Real) value = column.reals[row];
            else value = column.display(row);
        }
        return example;
    }

private:
    [[nodiscard]] Result<EncodedRows> encode(const FeatureEncoder& encoder, const RowNumbers& rows) const {
        EncodedRows encoded;
        encoded.count = rows.size();
        encoded.width = encoder.width();
        if (rows.empty()) return encoded;
        const Table part = gatherRows(m_table, rows);
        LATHE_TRY(const FeatureEncoder::Binding binding, encoder.bind(part, {}));
        if (m_estimator.usesDoubles()) {
            encoded.doubles.resize(encoded.count * encoded.width);
            encoder.encodeRows(binding, 0, encoded.count, encoded.doubles.data());
        } else {
            encoded.floats.resize(encoded.count * encoded.width);
            encoder.encodeRows(binding, 0, encoded.count, encoded.floats.data());
        }
        encoded.target = gatherValues(m_target.values, rows);
        return encoded;
    }

    const TrainingJob& m_job;
    const Target& m_target;
    Estimator m_estimator;
    Table m_table;
};

} // namespace

Result<std::unique_ptr<Learner>> createTableLearner(const TrainingJob& job, const Target& target) {
    LATHE_TRY(Estimator estimator, Estimator::create(job.config));
    return std::make_unique<TableLearner>(job, target, std::move(estimator));
}

} // namespace lathe
