// SPDX-License-Identifier: GPL-3.0-or-later
// Inner header: runs the steps of a recipe over rows that come piece by piece.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/data/recipe/recipe_operation.h"

namespace lathe::recipe {

using Sink = std::function<Result<void>(Table& piece)>;
/// \p firstRow counts the rows of the outcome. Thread safe.
using Aside = std::function<Result<void>(uint64_t firstRow, const Table& piece)>;

struct BoundStep {
    std::unique_ptr<Operation> operation;
    StepEffect effect;
    size_t columnsBefore = 0; ///< how many columns it met when it was bound
    size_t number = 0;        ///< 1-based, as written
    std::string kind;

    [[nodiscard]] Failure failed(Error error) const;
};

/// The enabled steps, read. Errors name the step.
Result<std::vector<BoundStep>> readSteps(const std::vector<RecipeStep>& steps, const RecipeContext& context,
                                         const JobContext& job);
/// The schema after the last step. Errors name the step and the column.
Result<std::vector<ColumnSchema>> bindAll(std::vector<BoundStep>& steps, const std::vector<ColumnSchema>& input);

/// Runs the steps over a source, each learning step after those in front of it are ready. Category dictionaries of
/// the outcome hold what occurs only, in order of first appearance.
class Execution {
public:
    Execution(Source source, std::vector<BoundStep> steps, const RecipeContext& context, const JobContext& job);

    /// Binds and teaches every step. Returns the schema after the last.
    Result<std::vector<ColumnSchema>> prepare();
    /// By column of the outcome: the column of the source that it is, row by row, perhaps under another name, or
    /// ColumnFlow::made; empty when rows may have moved. After prepare().
    [[nodiscard]] std::vector<size_t> origins() const;
    /// Each piece of the outcome goes to \p sink, in order, and then to \p aside, side by side with others. With \p
    /// columns the values of other columns of the outcome mean nothing.
    Result<void> run(const Sink& sink, const Aside& aside = {},
                     const std::optional<std::vector<size_t>>& columns = std::nullopt);

    [[nodiscard]] std::vector<StepEffect> effects() const;
    /// Step numbers (1-based) and the parameters they would not have to learn again.
    [[nodiscard]] std::vector<std::pair<size_t, Json>> learned() const;

private:
    Result<void> teach(size_t index);
    Result<void> replaceSource(size_t index);
    /// The columns of the source that \p columns after the first \p steps steps depend on; none: perhaps all.
    [[nodiscard]] std::optional<std::vector<size_t>> sourcesOf(std::optional<std::vector<size_t>> columns,
                                                               size_t steps) const;
    struct Pass {
        size_t steps; ///< how many of all rows go through
        std::string stage;
        bool counting;                                            ///< whether effects are counted
        std::optional<std::vector<size_t>> wanted = std::nullopt; ///< columns of the source; none: all
    };
    Result<void> run(const Pass& pass, const Sink& sink, const Aside& aside = {});
    Result<Table> prepared(uint64_t index, const Pass& pass, size_t steps);
    Result<void> applyStep(size_t index, Table& piece, bool counting);
    void keepTrainRows(Table& piece) const;

    Source m_source;
    std::vector<BoundStep> m_steps;
    std::vector<bool> m_train; ///< by row number; empty: all
    const JobContext& m_job;
    size_t m_first = 0; ///< steps before this one are done: the source holds their outcome
    std::mutex m_mutex; ///< guards the effects of m_steps
};

} // namespace lathe::recipe
