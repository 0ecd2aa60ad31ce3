// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/predictor.h"

namespace lathe {

namespace {
constexpr const char* pictureType = "picture";
}

Json Signature::toJson() const {
    Json fields = Json::array();
    for (const InputField& input : inputs) {
        Json field{{"name", input.name},
                   {"type", input.picture ? pictureType : toString(input.type)},
                   {"required", input.required}};
        if (isTextual(input.type)) {
            if (!input.categories.empty()) field["categories"] = input.categories;
        } else {
            field["min"] = input.min;
            field["max"] = input.max;
        }
        fields.push_back(std::move(field));
    }
    Json outputs = Json::array();
    if (task == Task::Classification) {
        outputs.push_back({{"name", target}, {"type", "category"}, {"categories", classes}});
        outputs.push_back({{"name", "probabilities"}, {"type", "real"}, {"shape", {classes.size()}}});
    } else {
        outputs.push_back({{"name", target}, {"type", "real"}});
    }
    return {{"task", task == Task::Classification ? "classification" : "regression"},
            {"target", target},
            {"inputs", std::move(fields)},
            {"outputs", std::move(outputs)},
            {"classes", classes}};
}

Result<Signature> Signature::fromJson(const Json& json) {
    try {
        Signature signature;
        signature.task = json.at("task").get<std::string>() == "regression" ? Task::Regression : Task::Classification;
        signature.target = json.at("target").get<std::string>();
        signature.classes = json.value("classes", std::vector<std::string>{});
        for (const Json& field : json.at("inputs")) {
            InputField input;
            input.name = field.at("name").get<std::string>();
            const auto word = field.at("type").get<std::string>();
            input.picture = word == pictureType;
            const auto type = input.picture ? ColumnType::Text : columnTypeFromText(word);
            if (!type)
                return fail(ErrorKind::Unsupported, "input '{}' has a type that this version does not know",
                            input.name);
            input.type = *type;
            input.required = field.value("required", true);
            input.categories = field.value("categories", std::vector<std::string>{});
            input.min = field.value("min", 0.0);
            input.max = field.value("max", 0.0);
            signature.inputs.push_back(std::move(input));
        }
        if (signature.task == Task::Classification && signature.classes.size() < 2)
            return fail(ErrorKind::Corrupt, "the signature of a classification names fewer than two classes");
        return signature;
    } catch (const Json::exception& error) {
        return fail(ErrorKind::Corrupt, "the model's signature is damaged: {}", error.what());
    }
}

} // namespace lathe
