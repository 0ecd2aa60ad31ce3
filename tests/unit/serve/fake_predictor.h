// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <memory>
#include <span>

#include "core/learn/predictor.h"

namespace lathe {

/// A predictor whose answers are plain to see: the class is "sun" when the wind is below 5, else "rain", with
/// probabilities 0.75 and 0.25; a regression answers twice the wind.
class FakePredictor : public Predictor {
public:
    explicit FakePredictor(Task task) {
        m_signature.task = task;
        m_signature.target = "weather";
        m_signature.inputs = {{"wind", ColumnType::Real, true, {}, 0, 20},
                              {"days", ColumnType::Integer, false, {}, 1, 31},
                              {"sky", ColumnType::Category, false, {"clear", "grey"}, 0, 0},
                              {"dry", ColumnType::Boolean, false, {}, 0, 1},
                              {"date", ColumnType::Date, false, {}, 0, 0},
                              {"note", ColumnType::Text, false, {}, 0, 0}};
        if (task == Task::Classification) m_signature.classes = {"sun", "rain \"heavy\""};
    }

    /// Any signature whose first input is the wind.
    explicit FakePredictor(Signature signature) : m_signature(std::move(signature)) {}

    [[nodiscard]] const Signature& signature() const override { return m_signature; }
    [[nodiscard]] const Json& manifest() const override { return m_manifest; }

    Result<Predictions> predict(const Table& rows) const override {
        Predictions predictions;
        RowPrediction one;
        for (const double wind : rows.columns[0].reals) {
            const RawValue value = RawValue::of(wind);
            LATHE_CHECK(predictRow(std::span(&value, 1), one));
            if (m_signature.task == Task::Regression) {
                predictions.values.push_back(one.value);
                continue;
            }
            predictions.classes.push_back(one.classIndex);
            predictions.probabilities.insert(predictions.probabilities.end(), one.probabilities.begin(),
                                             one.probabilities.end());
        }
        return predictions;
    }

    Result<void> predictRow(std::span<const RawValue> values, RowPrediction& prediction) const override {
        const double wind = values[0].number;
        if (wind == 13) return fail(ErrorKind::Internal, "thirteen");
        prediction.value = 2 * wind;
        prediction.classIndex = wind < 5 ? 0 : 1;
        prediction.probabilities = {wind < 5 ? 0.75F : 0.25F, wind < 5 ? 0.25F : 0.75F};
        return {};
    }

private:
    Signature m_signature;
    Json m_manifest = Json::object();
};

} // namespace lathe
