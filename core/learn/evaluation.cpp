// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/evaluation.h"

#include <algorithm>
#include <cmath>

#include "core/learn/target.h"
#include "core/stats/metrics.h"

namespace lathe {

namespace {

using Figures = std::map<std::string, double>;

Figures regressionQuality(std::span<const double> truth, std::span<const double> predicted) {
    return {{"rmse", metrics::rmse(truth, predicted)},
            {"mae", metrics::meanAbsoluteError(truth, predicted)},
            {"r2", metrics::r2(truth, predicted)}};
}

Figures classificationQuality(size_t classes, std::span<const double> truth, std::span<const double> scores) {
    std::vector<uint32_t> labels(truth.size());
    std::vector<uint32_t> predicted(truth.size());
    for (size_t row = 0; row < truth.size(); ++row) {
        labels[row] = static_cast<uint32_t>(truth[row]);
        const double* score = scores.data() + row * classes;
        predicted[row] = static_cast<uint32_t>(std::max_element(score, score + classes) - score);
    }
    const metrics::ConfusionMatrix confusion = metrics::confusionMatrix(labels, predicted, classes);
    Figures figures{{"accuracy", metrics::accuracy(confusion)},
                    {"f1_macro", metrics::macroQuality(confusion).f1},
                    {"log_loss", metrics::logLoss(labels, scores, classes)}};
    if (classes > 2) {
        figures["auc"] = metrics::rocAucMacro(labels, scores, classes);
        figures["average_precision"] = metrics::averagePrecisionMacro(labels, scores, classes);
        return figures;
    }
    std::vector<uint8_t> positive(truth.size());
    std::vector<double> score(truth.size());
    for (size_t row = 0; row < truth.size(); ++row) {
        positive[row] = labels[row] == 1;
        score[row] = scores[row * 2 + 1];
    }
    figures["auc"] = metrics::rocAuc(positive, score);
    figures["average_precision"] = metrics::averagePrecision(positive, score);
    return figures;
}

} // namespace

Figures qualityOf(const Problem& problem, std::span<const double> truth, std::span<const double> scores) {
    Figures figures = problem.isRegression() ? regressionQuality(truth, scores)
                                             : classificationQuality(problem.classes, truth, scores);
    std::erase_if(figures, [](const auto& figure) { return !std::isfinite(figure.second); });
    return figures;
}

Result<Figures> evaluatePredictor(const Predictor& predictor, const Table& rows, const std::string& target) {
    const Signature& signature = predictor.signature();
    const auto column = rows.find(target);
    if (!column)
        return fail(ErrorKind::InvalidInput, "the data has no column '{}' to compare the predictions with", target);
    LATHE_TRY(const std::vector<double> truth, targetValues(rows.columns[*column], signature));
    LATHE_TRY(const Predictions predictions, predictor.predict(rows));
    const size_t classes = signature.task == Task::Classification ? signature.classes.size() : 0;
    const size_t width = std::max<size_t>(1, classes);
    std::vector<double> known;
    std::vector<double> scores;
    for (size_t row = 0; row < truth.size(); ++row) {
        if (std::isnan(truth[row])) continue;
        known.push_back(truth[row]);
        for (size_t k = 0; k < width; ++k)
            scores.push_back(classes > 0 ? predictions.probabilities[row * width + k] : predictions.values[row]);
    }
    if (known.empty()) return fail(ErrorKind::InvalidInput, "no row has a value of '{}' that the model knows", target);
    return qualityOf({classes}, known, scores);
}

} // namespace lathe
