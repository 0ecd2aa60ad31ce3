// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/recipe/recipe.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/data/columns/column_copy.h"
#include "core/data/columns/file_dictionaries.h"
#include "core/data/recipe/recipe_execution.h"
#include "core/data/recipe/recipe_operation.h"
#include "core/data/split.h"

namespace lathe {

namespace recipe {

const std::vector<Kind>& kindTable() {
    static const std::vector<Kind> kinds = {
        {"rename", readRename},
        {"drop", readDrop},
        {"keep", readKeep},
        {"reorder", readReorder},
        {"cast", readCast},
        {"split_column", readSplitColumn},
        {"join_columns", readJoinColumns},
        {"split_rows", readSplitRows, false},
        {"trim", readTrim},
        {"change_case", readChangeCase},
        {"normalise_text", readNormaliseText},
        {"replace", readReplace},
        {"replace_pattern", readReplacePattern},
        {"extract", readExtract},
        {"parse_number", readParseNumber},
        {"parse_date", readParseDate},
        {"cluster", readCluster},
        {"repair", readRepair},
        {"fill_missing", readFillMissing},
        {"drop_missing", readDropMissing, false},
        {"outliers", readOutliers, false},
        {"filter", readFilter, false},
        {"drop_duplicates", readDropDuplicates, false},
        {"drop_similar", readDropSimilar, false},
        {"sample", readSample, false},
        {"rebalance", readRebalance, false},
        {"group_aggregate", readGroupAggregate, false},
        {"join", readJoin, false},
        {"derive", readDerive},
        {"bin", readBin},
        {"date_parts", readDateParts},
        {"lag", readLag},
        {"rolling", readRolling},
        {"one_hot", readOneHot},
        {"ordinal", readOrdinal},
        {"target_encode", readTargetEncode},
        {"scale", readScale},
        {"hash", readHash},
        {"mask", readMask},
        {"generalise", readGeneralise},
        {"suppress", readSuppress, false},
    };
    return kinds;
}

namespace {

Result<RecipeStep> readStep(const ConfigNode& node) {
    LATHE_TRY(const auto entries, node.entries());
    RecipeStep step;
    std::vector<std::string> known = Recipe::kinds();
    for (const auto& [key, value] : entries) {
        if (key == "comment") {
            LATHE_TRY(step.comment, value.text());
        } else if (key == "enabled") {
            LATHE_TRY(step.enabled, value.boolean());
        } else if (std::find(known.begin(), known.end(), key) == known.end()) {
            return failure(value.error(fmt::format("there is no step '{}'", key), suggestion(key, known)));
        } else if (!step.kind.empty()) {
            return failure(value.error(fmt::format("'{}' and '{}' stand in one step", step.kind, key),
                                       "Begin each step with a hyphen of its own."));
        } else {
            step.kind = key;
            const auto& kinds = kindTable();
            const auto kind =
                std::find_if(kinds.begin(), kinds.end(), [&name = key](const Kind& k) { return name == k.name; });
            LATHE_TRY(const auto operation, kind->read(value));
            step.parameters = value.toJson();
        }
    }
    if (step.kind.empty())
        return failure(
            node.error("the step does not say what to do", fmt::format("Known steps: {}.", joined(known, ", "))));
    return step;
}

RecipeStep enabled(RecipeStep step) {
    step.enabled = true;
    return step;
}

bool mayChangeRows(const RecipeStep& step) {
    const auto& kinds = kindTable();
    const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const Kind& k) { return step.kind == k.name; });
    return step.enabled && kind != kinds.end() && !kind->keepsRows;
}

struct FitOn {
    SplitSpec split;
    std::string target;
};

Result<FitOn> readFitOn(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"split", "target"}));
    FitOn fitOn;
    LATHE_TRY(const ConfigNode split, node.require("split"));
    LATHE_TRY(fitOn.split, SplitSpec::parse(split));
    if (fitOn.split.method == SplitSpec::Method::KFold)
        return failure(split.error("folds have no one training part", "Use random, stratified or time."));
    LATHE_TRY(fitOn.target, node.textOr("target", ""));
    return fitOn;
}

} // namespace

} // namespace recipe

using namespace recipe;

Result<Recipe> Recipe::parse(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"fit_on", "steps"}));
    LATHE_TRY(const ConfigNode list, node.require("steps"));
    Recipe result;
    LATHE_TRY(const auto fitOn, node.find("fit_on"));
    if (fitOn) {
        LATHE_CHECK(readFitOn(*fitOn));
        result.m_fitOn = fitOn->toJson();
    }
    if (list.isNull()) return result;
    LATHE_TRY(const std::vector<ConfigNode> items, list.items());
    for (const ConfigNode& item : items) {
        LATHE_TRY(RecipeStep step, readStep(item));
        result.m_steps.push_back(std::move(step));
    }
    return result;
}

Result<Recipe> Recipe::parseText(std::string_view yaml, const std::string& name) {
    LATHE_TRY(const ConfigNode node, ConfigNode::parse(yaml, name));
    return parse(node);
}

std::string Recipe::toYaml() const {
    Json steps = Json::array();
    for (const RecipeStep& step : m_steps) {
        Json item = Json::object();
        item[step.kind] = step.parameters;
        if (!step.comment.empty()) item["comment"] = step.comment;
        if (!step.enabled) item["enabled"] = false;
        steps.push_back(std::move(item));
    }
    Json recipe = Json::object();
    if (!m_fitOn.is_null()) recipe["fit_on"] = m_fitOn;
    recipe["steps"] = std::move(steps);
    return lathe::toYaml(recipe);
}

Result<std::vector<uint64_t>> Recipe::trainRows(const ColumnFile& input, const JobContext& job) const {
    if (m_fitOn.is_null()) return std::vector<uint64_t>();
    LATHE_TRY(const FitOn fitOn, readFitOn(ConfigNode::fromJson(m_fitOn, "fit_on")));
    LATHE_TRY(const std::vector<SplitRows> parts, splitRows(input, fitOn.target, fitOn.split, job));
    return parts.front().train;
}

std::vector<size_t> Recipe::leakingSteps() const {
    std::vector<size_t> places;
    if (!m_fitOn.is_null()) return places;
    for (size_t i = 0; i < m_steps.size(); ++i)
        if (learnsFromRows(m_steps[i])) places.push_back(i);
    return places;
}

std::vector<std::string> Recipe::kinds() {
    std::vector<std::string> names;
    for (const Kind& kind : kindTable()) names.emplace_back(kind.name);
    return names;
}

bool Recipe::learnsFromRows(const RecipeStep& step) {
    if (!step.enabled) return false;
    const auto bound = readSteps({step}, RecipeContext(), JobContext());
    return bound && bound->front().operation->fits();
}

std::string Recipe::summary(const RecipeStep& step) {
    const auto bound = readSteps({enabled(step)}, RecipeContext(), JobContext());
    return bound ? bound->front().operation->summary() : step.kind;
}

bool Recipe::changesRows() const { return std::any_of(m_steps.begin(), m_steps.end(), mayChangeRows); }

Result<std::vector<ColumnSchema>> Recipe::outputSchema(const std::vector<ColumnSchema>& input,
                                                       const RecipeContext& context) const {
    LATHE_TRY(std::vector<BoundStep> bound, readSteps(m_steps, context, JobContext()));
    return bindAll(bound, input);
}

Result<Table> Recipe::apply(Table table, std::vector<StepEffect>* effects, const RecipeContext& context) const {
    const JobContext job;
    LATHE_TRY(std::vector<BoundStep> bound, readSteps(m_steps, context, job));
    Source source{1, table.rows(), table.schema(), [&](uint64_t, const auto&) { return Result<Table>(table); }};
    Execution execution(std::move(source), std::move(bound), context, job);
    LATHE_TRY(const std::vector<ColumnSchema> schema, execution.prepare());
    Table result;
    for (const ColumnSchema& column : schema) result.columns.push_back(emptyColumn(column.name, column.type));
    LATHE_CHECK(execution.run([&](Table& piece) -> Result<void> {
        for (size_t c = 0; c < piece.columns.size(); ++c) append(result.columns[c], piece.columns[c]);
        return {};
    }));
    if (effects) *effects = execution.effects();
    return result;
}

namespace {

/// What the file of a recipe's outcome consists of.
struct OutcomePlan {
    std::vector<ColumnSchema> schema;
    std::vector<columns::CopiedColumn>
        copied;                  ///< as long as the schema when there are any; of written columns without a file
    std::vector<size_t> written; ///< places in the schema
    std::vector<size_t> sources; ///< of the written: columns after the last step, among which are hidden ones
};

/// \p after: the columns after the last step. Those that the outcome has as the input file packs them are copied.
/// Categories are not among them: their codes are in the order in which rows show them, which a file written elsewhere
/// need not keep.
Result<OutcomePlan> planOutcome(const std::vector<ColumnSchema>& after, const std::vector<size_t>& origins,
                                const ColumnFile& input, const Path& file) {
    OutcomePlan plan;
    LATHE_TRY(const bool copies, columns::canCopy(file, input.contentHash()));
    std::vector<size_t> visible;
    for (size_t i = 0; i < after.size(); ++i)
        if (!isHidden(after[i].name)) visible.push_back(i);
    const auto kept = [&](size_t i) {
        return copies && i < origins.size() && origins[i] < input.columns() && after[i].type != ColumnType::Category;
    };
    const bool all = std::all_of(visible.begin(), visible.end(), kept);
    for (size_t place = 0; place < visible.size(); ++place) {
        const size_t i = visible[place];
        const bool copied =
            kept(i) &&
            !(all && place == 0); // one is written in any case, so that the rows are gone through and counted
        plan.schema.push_back(after[i]);
        plan.copied.push_back(copied ? columns::CopiedColumn{file, origins[i], after[i].name}
                                     : columns::CopiedColumn());
        if (copied) continue;
        plan.written.push_back(place);
        plan.sources.push_back(i);
    }
    if (plan.written.size() == visible.size()) plan.copied.clear();
    return plan;
}

/// Writes the columns that are not copied.
Result<std::string> writeOutcome(Execution& execution, const OutcomePlan& plan, const Path& target,
                                 const JobContext& job) {
    std::vector<ColumnSchema> schema;
    for (const size_t column : plan.written) schema.push_back(plan.schema[column]);
    LATHE_TRY(const auto writer, ColumnFileWriter::create(target, schema, Compression::Lz4, job));
    // Categories get their codes in order; the rest of the writing, packing above all, is done side by side.
    FileDictionaries dictionaries(schema.size());
    const auto coded = [&](Table& piece) -> Result<void> {
        Table written;
        for (const size_t column : plan.sources) written.columns.push_back(std::move(piece.columns[column]));
        for (size_t i = 0; i < schema.size(); ++i)
            if (schema[i].type == ColumnType::Category) dictionaries.recode(i, written.columns[i]);
        piece = std::move(written);
        return {};
    };
    const auto written = [&](uint64_t firstRow, const Table& piece) {
        return piece.rows() == 0 ? Result<void>() : writer->writeRows(firstRow, piece);
    };
    LATHE_CHECK(execution.run(coded, written, plan.copied.empty() ? std::nullopt : std::optional(plan.sources)));
    for (size_t i = 0; i < schema.size(); ++i)
        if (schema[i].type == ColumnType::Category) writer->setDictionary(i, dictionaries.take(i));
    return writer->finish();
}

} // namespace

Result<std::string> Recipe::applyToFile(const ColumnFile& input, const Path& target, const JobContext& job,
                                        std::vector<StepEffect>* effects, const RecipeContext& context,
                                        Recipe* resolved) const {
    LATHE_TRY(std::vector<BoundStep> bound, readSteps(m_steps, context, job));
    Execution execution(context.trainRows.empty() ? sourceOf(input) : numberedSourceOf(input), std::move(bound),
                        context, job);
    LATHE_TRY(const std::vector<ColumnSchema> after, execution.prepare());
    LATHE_TRY(OutcomePlan plan, planOutcome(after, execution.origins(), input, context.input));
    std::string hash;
    if (plan.copied.empty()) {
        LATHE_TRY(hash, writeOutcome(execution, plan, target, job));
    } else {
        LATHE_TRY(const ScopedFolder folder, ScopedFolder::create(target.parent_path(), "changed"));
        const Path changed = folder.path() / "changed.h5";
        LATHE_CHECK(writeOutcome(execution, plan, changed, job));
        for (size_t i = 0; i < plan.written.size(); ++i)
            plan.copied[plan.written[i]] = {changed, i, plan.schema[plan.written[i]].name};
        LATHE_TRY(hash, columns::joinColumns(target, plan.copied, job));
    }
    if (effects) *effects = execution.effects();
    if (resolved) {
        *resolved = *this;
        for (auto& [number, parameters] : execution.learned()) resolved->m_steps[number - 1].parameters = parameters;
    }
    return hash;
}

Result<std::vector<uint64_t>> Recipe::rowOrigins(const ColumnFile& input, const JobContext& job,
                                                 const RecipeContext& context) const {
    // What stands behind the last step that changes rows does not matter.
    const auto last = std::find_if(m_steps.rbegin(), m_steps.rend(), mayChangeRows);
    LATHE_TRY(std::vector<BoundStep> bound, readSteps({m_steps.begin(), last.base()}, context, job));
    Execution execution(numberedSourceOf(input), std::move(bound), context, job);
    LATHE_CHECK(execution.prepare());
    std::vector<uint64_t> origins;
    LATHE_CHECK(execution.run([&](Table& piece) -> Result<void> {
        const std::vector<int64_t>& numbers = piece.columns[*piece.find(rowNumberColumn)].integers;
        origins.insert(origins.end(), numbers.begin(), numbers.end());
        return {};
    }));
    return origins;
}

} // namespace lathe
