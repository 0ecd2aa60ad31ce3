// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/versions/applied_steps.h"

namespace lathe {

Json stepEffectsToJson(const std::vector<StepEffect>& effects) {
    Json json = Json::array();
    for (const StepEffect& effect : effects)
        json.push_back({{"step", effect.step},
                        {"rows_before", effect.rowsBefore},
                        {"rows_after", effect.rowsAfter},
                        {"changed_cells", effect.changedCells},
                        {"failed_cells", effect.failedCells},
                        {"added_columns", effect.addedColumns},
                        {"removed_columns", effect.removedColumns},
                        {"note", effect.note}});
    return json;
}

namespace {

StepEffect effectFromJson(const Json& json) {
    StepEffect effect;
    effect.step = json.value("step", "");
    effect.rowsBefore = json.value("rows_before", uint64_t{0});
    effect.rowsAfter = json.value("rows_after", uint64_t{0});
    effect.changedCells = json.value("changed_cells", uint64_t{0});
    effect.failedCells = json.value("failed_cells", uint64_t{0});
    effect.addedColumns = json.value("added_columns", std::vector<std::string>());
    effect.removedColumns = json.value("removed_columns", std::vector<std::string>());
    effect.note = json.value("note", "");
    return effect;
}

} // namespace

Result<std::vector<StepEffect>> appliedSteps(const Project& project, const VersionInfo& version) {
    LATHE_TRY(Statement statement,
              project.database().prepare("SELECT after FROM audit WHERE action = 'dataset.clean' AND object = ? "
                                         "ORDER BY sequence DESC"));
    statement.bind("dataset " + version.reference());
    for (;;) {
        LATHE_TRY(const bool more, statement.step());
        if (!more) return std::vector<StepEffect>();
        const Json entry = Json::parse(statement.text(0), nullptr, false);
        // A deleted dataset of the same name had entries of the same object.
        if (!entry.is_object() || entry.value("content_hash", "") != version.contentHash) continue;
        std::vector<StepEffect> effects;
        for (const Json& effect : entry.value("effects", Json::array())) effects.push_back(effectFromJson(effect));
        return effects;
    }
}

} // namespace lathe
