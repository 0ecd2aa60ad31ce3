// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <memory>

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

    [[nodiscard]] const Signature& signature() const override { return m_signature; }
    [[nodiscard]] const Json& manifest() const override { return m_manifest; }

    Result<Predictions> predict(const Table& rows) const override {
        Predictions predictions;
        const Column& wind = rows.columns[0];
        for (size_t row = 0; row < rows.rows(); ++row) {
            if (wind.reals[row] == 13) return fail(ErrorKind::Internal, "thirteen");
            if (m_signature.task == Task::Regression) {
                predictions.values.push_back(2 * wind.reals[row]);
                continue;
            }
            const bool sun = wind.reals[row] < 5;
            predictions.classes.push_back(sun ? 0 : 1);
            predictions.probabilities.push_back(sun ? 0.75F : 0.25F);
            predictions.probabilities.push_back(sun ? 0.25F : 0.75F);
        }
        return predictions;
    }

private:
    Signature m_signature;
    Json m_manifest = Json::object();
};

} // namespace lathe
