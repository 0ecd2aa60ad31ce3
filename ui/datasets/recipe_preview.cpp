// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/recipe_preview.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace lathe::ui {
namespace {

constexpr size_t sampleRuns = 10;
/// The rows with their numbers, so that what a step keeps can be told from what it drops. The column's name is the one
/// that recipes carry along without showing it to any step.
constexpr const char* rowNumberColumn = "\x01row";

Column numberColumn(const std::vector<uint64_t>& numbers) {
    Column column;
    column.schema = {rowNumberColumn, ColumnType::Integer};
    column.integers.assign(numbers.begin(), numbers.end());
    return column;
}

Recipe recipeOf(const RecipeStep& step) {
    Recipe recipe;
    recipe.setSteps({step});
    return recipe;
}

Result<Table> applyStep(const RecipeStep& step, Table rows, StepEffect& effect, const RecipeContext& context) {
    std::vector<StepEffect> effects;
    LATHE_TRY(auto outcome, recipeOf(step).apply(std::move(rows), &effects, context));
    if (!effects.empty()) effect = std::move(effects.front());
    return outcome;
}

bool sameCell(const Column& before, size_t rowBefore, const Column& after, size_t rowAfter) {
    const bool missing = after.isMissing(rowAfter);
    if (before.isMissing(rowBefore) != missing) return false;
    return missing || before.display(rowBefore) == after.display(rowAfter);
}

/// Which column of \p before each column of \p after comes from: by name, or by place where columns were
/// renamed.
std::vector<std::optional<size_t>> columnOrigins(const RecipeStep& step, const Table& before, const Table& after) {
    std::vector<std::optional<size_t>> origins;
    const bool renamed = step.kind == "rename" && before.columns.size() == after.columns.size();
    for (size_t c = 0; c < after.columns.size(); ++c)
        origins.push_back(renamed ? std::optional(c) : before.find(after.columns[c].schema.name));
    return origins;
}

/// For each row after the step, its place before it: the first of its number. Rows that come from several are told by
/// the first of them.
std::vector<size_t> rowOrigins(const std::vector<uint64_t>& before, const std::vector<uint64_t>& after) {
    std::unordered_map<uint64_t, size_t> places;
    for (size_t place = 0; place < before.size(); ++place) places.try_emplace(before[place], place);
    std::vector<size_t> origins;
    for (const uint64_t number : after) origins.push_back(places.at(number));
    return origins;
}

/// Takes the row numbers out of the outcome of a step.
std::vector<uint64_t> takeNumbers(Table& outcome) {
    const size_t place = *outcome.find(rowNumberColumn);
    const std::vector<int64_t>& kept = outcome.columns[place].integers;
    std::vector<uint64_t> numbers(kept.begin(), kept.end());
    outcome.columns.erase(outcome.columns.begin() + static_cast<std::ptrdiff_t>(place));
    return numbers;
}

/// The state that is carried from step to step.
struct Trail {
    Table rows;
    std::vector<uint64_t> numbers;
    std::vector<std::vector<uint8_t>> changes;
    std::vector<uint8_t> added; // per column
};

Result<void> advance(Trail& trail, const RecipeStep& step, StepEffect& effect, const RecipeContext& context) {
    Table input = trail.rows;
    input.columns.push_back(numberColumn(trail.numbers));
    LATHE_TRY(auto outcome, applyStep(step, std::move(input), effect, context));
    std::vector<uint64_t> numbers = takeNumbers(outcome);
    const std::vector<size_t> rowsBefore = rowOrigins(trail.numbers, numbers);
    const auto origins = columnOrigins(step, trail.rows, outcome);
    std::vector<std::vector<uint8_t>> changes(outcome.columns.size());
    std::vector<uint8_t> added(outcome.columns.size(), 0);
    for (size_t c = 0; c < outcome.columns.size(); ++c) {
        if (!origins[c]) {
            added[c] = 1;
            continue;
        }
        added[c] = trail.added[*origins[c]];
        if (added[c]) continue; // all of it is new: marked in the header
        const auto& earlier = trail.changes[*origins[c]];
        const Column& before = trail.rows.columns[*origins[c]];
        std::vector<uint8_t> marks(numbers.size(), 0);
        bool any = false;
        for (size_t row = 0; row < numbers.size(); ++row) {
            const size_t old = rowsBefore[row];
            const bool was = old < earlier.size() && earlier[old] != 0;
            marks[row] = was || !sameCell(before, old, outcome.columns[c], row);
            any = any || marks[row] != 0;
        }
        if (any) changes[c] = std::move(marks);
    }
    trail = {std::move(outcome), std::move(numbers), std::move(changes), std::move(added)};
    return {};
}

} // namespace

Result<RowSample> sampleRows(const ColumnFile& file, size_t wanted) {
    RowSample sample;
    const uint64_t rows = file.rows();
    const bool all = rows <= wanted;
    const size_t runs = all ? 1 : sampleRuns;
    const uint64_t length = all ? rows : wanted / runs;
    for (size_t run = 0; run < runs; ++run) {
        const uint64_t first = all ? 0 : (rows - length) * run / (runs - 1);
        LATHE_TRY(auto block, file.readTable(first, length));
        for (uint64_t i = 0; i < block.rows(); ++i) sample.numbers.push_back(first + i);
        if (run == 0) {
            sample.rows = std::move(block);
            continue;
        }
        for (size_t c = 0; c < block.columns.size(); ++c) append(sample.rows.columns[c], block.columns[c]);
    }
    return sample;
}

RecipePreview previewRecipe(const RowSample& sample, const std::vector<RecipeStep>& steps,
                            const RecipeContext& context) {
    RecipePreview preview;
    preview.effects.resize(steps.size());
    Trail trail{sample.rows, sample.numbers, {}, {}};
    trail.changes.resize(sample.rows.columns.size());
    trail.added.resize(sample.rows.columns.size(), 0);
    for (size_t i = 0; i < steps.size(); ++i) {
        if (!steps[i].enabled) continue;
        StepEffect effect;
        if (auto outcome = advance(trail, steps[i], effect, context); !outcome) {
            preview.failedStep = i;
            preview.error = std::move(outcome.error());
            break;
        }
        preview.effects[i] = std::move(effect);
    }
    for (size_t c = 0; c < trail.rows.columns.size(); ++c)
        if (trail.added[c]) preview.addedColumns.push_back(trail.rows.columns[c].schema.name);
    preview.profile = std::make_shared<const DatasetProfile>(profile(trail.rows));
    preview.rows = std::move(trail.rows);
    preview.numbers = std::move(trail.numbers);
    preview.changes = std::move(trail.changes);
    return preview;
}

} // namespace lathe::ui
