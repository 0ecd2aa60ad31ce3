// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/images/augmentation_file.h"

#include <array>

#include "core/base/text.h"

namespace lathe::images {

namespace {

struct Field {
    const char* key;
    double Augmentation::*value;
    double most;
};

constexpr std::array<Field, 11> fields{{
    {"flip_horizontal", &Augmentation::flipHorizontal, 1},
    {"flip_vertical", &Augmentation::flipVertical, 1},
    {"crop_scale", &Augmentation::cropScale, 1},
    {"rotate", &Augmentation::rotate, 180},
    {"brightness", &Augmentation::brightness, 1},
    {"contrast", &Augmentation::contrast, 1},
    {"saturation", &Augmentation::saturation, 1},
    {"hue", &Augmentation::hue, 180},
    {"noise", &Augmentation::noise, 255},
    {"blur", &Augmentation::blur, 50},
    {"cutout", &Augmentation::cutout, 1},
}};

} // namespace

Augmentation noAugmentation() { return {0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0}; }

Result<Augmentation> readAugmentation(const ConfigNode& map) {
    std::vector<std::string> known;
    for (const Field& field : fields) known.emplace_back(field.key);
    LATHE_CHECK(map.allowKeys(known));
    Augmentation augmentation = noAugmentation();
    for (const Field& field : fields) {
        LATHE_TRY(const auto value, map.find(field.key));
        if (!value) continue;
        LATHE_TRY(const double number, value->number());
        const double least = field.value == &Augmentation::cropScale ? 0.05 : 0;
        if (!(number >= least && number <= field.most))
            return failure(value->error(fmt::format("{} is not between {} and {}", exactNumber(number),
                                                    exactNumber(least), exactNumber(field.most))));
        augmentation.*field.value = number;
    }
    return augmentation;
}

Result<Augmentation> parseAugmentation(const std::string& yaml, const std::string& name) {
    LATHE_TRY(const ConfigNode file, ConfigNode::parse(yaml, name));
    LATHE_CHECK(file.allowKeys({"augmentation"}));
    LATHE_TRY(const ConfigNode map, file.require("augmentation"));
    return readAugmentation(map);
}

std::string augmentationYaml(const Augmentation& augmentation) {
    std::string yaml = "augmentation:\n";
    for (const Field& field : fields)
        yaml += fmt::format("  {}: {}\n", field.key, exactNumber(augmentation.*field.value));
    return yaml;
}

} // namespace lathe::images
