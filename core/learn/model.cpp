// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/model.h"

namespace lathe {

Result<Link> linkFromJson(const Json& description) {
    const auto link = description.find("link");
    const std::string word = link != description.end() && link->is_string() ? link->get<std::string>() : "identity";
    if (word == "identity") return Link::Identity;
    if (word == "logistic") return Link::Logistic;
    if (word == "softmax") return Link::Softmax;
    return fail(ErrorKind::Unsupported, "the model's link '{}' is not known to this version", word);
}

Result<std::unique_ptr<const Model>> Model::load(const StoredModel& stored) {
    const auto kind = stored.description.find("kind");
    if (kind == stored.description.end() || !kind->is_string()) return fail(ErrorKind::Corrupt, "the model does not say its kind");
    const std::string word = kind->get<std::string>();
    if (word == "linear") return loadLinearModel(stored);
    if (word == "mlp") return loadMlpModel(stored);
    if (word == "gradient_boosting" || word == "random_forest") return loadTreeModel(stored);
    return failHint(ErrorKind::Unsupported, fmt::format("models of kind '{}' are not known to this version", word), "open the package with a newer Lathe");
}

} // namespace lathe
