// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/model.h"

#include <algorithm>
#include <cmath>

namespace lathe {

Result<Link> linkFromJson(const Json& description) {
    const auto link = description.find("link");
    const std::string word = link != description.end() && link->is_string() ? link->get<std::string>() : "identity";
    if (word == "identity") return Link::Identity;
    if (word == "logistic") return Link::Logistic;
    if (word == "softmax") return Link::Softmax;
    return fail(ErrorKind::Unsupported, "the model's link '{}' is not known to this version", word);
}

void linkOutputs(Link link, const double* logits, size_t count, double* outputs) {
    if (link == Link::Identity) {
        std::copy_n(logits, count, outputs);
    } else if (link == Link::Logistic) {
        outputs[1] = 1.0 / (1.0 + std::exp(-logits[0]));
        outputs[0] = 1.0 / (1.0 + std::exp(logits[0]));
    } else {
        const double largest = *std::max_element(logits, logits + count);
        double sum = 0;
        for (size_t i = 0; i < count; ++i) sum += outputs[i] = std::exp(logits[i] - largest);
        for (size_t i = 0; i < count; ++i) outputs[i] /= sum;
    }
}

size_t outputsOf(Link link, size_t logits) { return link == Link::Logistic ? 2 : logits; }

Result<std::unique_ptr<const Model>> Model::load(const StoredModel& stored) {
    const auto kind = stored.description.find("kind");
    if (kind == stored.description.end() || !kind->is_string())
        return fail(ErrorKind::Corrupt, "the model does not say its kind");
    const std::string word = kind->get<std::string>();
    if (word == "linear") return loadLinearModel(stored);
    if (word == "mlp") return loadMlpModel(stored);
    if (word == "cnn") return loadCnnModel(stored);
    if (word == "gradient_boosting" || word == "random_forest") return loadTreeModel(stored);
    return failHint(ErrorKind::Unsupported, fmt::format("models of kind '{}' are not known to this version", word),
                    "open the package with a newer Lathe");
}

} // namespace lathe
