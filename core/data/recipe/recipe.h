// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/config.h"
#include "core/base/job.h"
#include "core/data/columns/column_file.h"
#include "core/data/columns/table.h"

namespace lathe {

/// One step of a recipe as written: its kind and parameters (docs/recipes.md). `comment:` and `enabled:` stand beside
/// the kind.
///
///     steps:
///       - rename: {columns: {temp_max: hottest}}
///       - drop: {columns: [id]}
///       - cast: {columns: {day: date, code: category}}
///       - fill_missing: {columns: [wind], with: mean}        # mean, median, mode, constant (value:)
///       - drop_duplicates: {columns: [day]}                  # all columns when left out; keeps the first
///       - filter: {where: "precipitation > 0 and weather != 'sun'"}
///       - derive: {column: range, as: "hottest - temp_min"}
///       - scale: {columns: [wind], method: standard}         # standard, min_max, robust
///       - one_hot: {columns: [weather]}
struct RecipeStep {
    std::string kind;
    Json parameters;
    std::string comment;
    bool enabled = true;
};

/// What one step did to the rows it was shown.
struct StepEffect {
    std::string step; ///< "fill_missing wind with mean"
    uint64_t rowsBefore = 0;
    uint64_t rowsAfter = 0;
    uint64_t changedCells = 0;
    std::vector<std::string> addedColumns;
    std::vector<std::string> removedColumns;
    uint64_t failedCells = 0; ///< values that a step could not read and made missing
    std::string note;         ///< what the step found out: "day before month: 120 dates say so"; may be empty
};

/// Opens another version of the project by its reference ("stations@latest"), for steps that join.
using RecipeTables = std::function<Result<std::shared_ptr<const ColumnFile>>(const std::string& reference)>;

/// What a recipe may use beside the rows.
struct RecipeContext {
    RecipeTables tables;             ///< none: a step that needs another version is refused
    std::vector<uint64_t> trainRows; ///< row numbers steps may learn from (see Recipe::learnsFromRows); empty: all
    Path scratch;                    ///< a folder for what does not fit into memory; empty: the system's
    Path input; ///< the file of the rows: columns that no step changes are copied from it as they are packed; empty:
                ///< all are packed anew
};

/// A list of cleaning steps, read from YAML or JSON and written back. A value; copy it freely.
class Recipe {
public:
    /// Errors: InvalidInput with file, line and column; unknown steps and keys name the nearest known.
    static Result<Recipe> parse(const ConfigNode& node);
    static Result<Recipe> parseText(std::string_view yaml, const std::string& name);

    [[nodiscard]] const std::vector<RecipeStep>& steps() const { return m_steps; }
    void setSteps(std::vector<RecipeStep> steps) { m_steps = std::move(steps); }
    [[nodiscard]] std::string toYaml() const;

    /// The split whose training rows learning steps learn from, as written under `fit_on:` ({split: {…}, target: …});
    /// null: they learn from all rows.
    [[nodiscard]] const Json& fitOn() const { return m_fitOn; }
    void setFitOn(Json fitOn) { m_fitOn = std::move(fitOn); }
    /// The rows that fit_on says, ascending; empty without it. Errors: those of SplitSpec::parse() and splitRows().
    Result<std::vector<uint64_t>> trainRows(const ColumnFile& input, const JobContext& job) const;
    /// Places (from 0) of the steps that would learn from test rows too: all that learn when there is no fit_on.
    [[nodiscard]] std::vector<size_t> leakingSteps() const;

    /// Kinds of steps in the order of the menu.
    static std::vector<std::string> kinds();

    /// Whether the step learns something from the rows (a mean, categories, cut points) that must not come from the
    /// test part when the outcome goes into a model. False for a step that is switched off or written wrongly.
    static bool learnsFromRows(const RecipeStep& step);

    /// What the step does, in a few words: "fill_missing wind with mean". Its kind alone when it is written wrongly.
    static std::string summary(const RecipeStep& step);

    /// Whether a step that is switched on may drop, add, repeat or reorder rows. Otherwise row i of the outcome is row
    /// i of the input.
    [[nodiscard]] bool changesRows() const;
    /// For each row of the outcome the number of the row of \p input it comes from; of a group, that of its first.
    /// Replays the steps up to the last that may change rows, with the context they were applied with. 8 bytes of
    /// memory for each row. Errors: those of applyToFile().
    Result<std::vector<uint64_t>> rowOrigins(const ColumnFile& input, const JobContext& job,
                                             const RecipeContext& context = {}) const;

    /// Checks each step against the columns it will meet. Returns the schema after the last step.
    /// Errors: InvalidInput naming the step, the column and the nearest known column.
    /// A one_hot step without categories makes columns that only the rows can tell: they are not in the result, and
    /// later steps may name them.
    Result<std::vector<ColumnSchema>> outputSchema(const std::vector<ColumnSchema>& input,
                                                   const RecipeContext& context = {}) const;

    /// Applies all enabled steps to rows in memory. What a step learns (mean, categories…) it learns from these rows.
    Result<Table> apply(Table table, std::vector<StepEffect>* effects = nullptr,
                        const RecipeContext& context = {}) const;

    /// Applies all enabled steps to a file, streaming chunk by chunk with bounded memory (a pass more for each
    /// step that must learn from all rows first), into a new column file. Returns its content hash.
    /// Deterministic for any number of threads. \p resolved, when given, gets the recipe with what steps such as
    /// cluster found written into their parameters, so that a replay does the same to other rows.
    Result<std::string> applyToFile(const ColumnFile& input, const Path& target, const JobContext& job,
                                    std::vector<StepEffect>* effects = nullptr, const RecipeContext& context = {},
                                    Recipe* resolved = nullptr) const;

private:
    std::vector<RecipeStep> m_steps;
    Json m_fitOn;
};

} // namespace lathe
