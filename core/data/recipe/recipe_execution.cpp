// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/recipe/recipe_execution.h"

#include <algorithm>
#include <numeric>

#include "core/base/ordered_work.h"
#include "core/base/parallel.h"
#include "core/base/text.h"

namespace lathe::recipe {

namespace {

/// A category whose dictionary holds what occurs only, in order of first appearance, so that it does not tell in
/// which pieces the rows came.
void compactDictionary(Column& column) {
    if (column.schema.type != ColumnType::Category) return;
    constexpr uint32_t unseen = UINT32_MAX;
    std::vector<uint32_t> codes(column.dictionary.size(), unseen);
    std::vector<std::string> dictionary;
    for (size_t row = 0; row < column.codes.size(); ++row) {
        uint32_t& code = column.codes[row];
        if (column.isMissing(row)) {
            code = 0;
            continue;
        }
        if (codes[code] == unseen) {
            codes[code] = static_cast<uint32_t>(dictionary.size());
            dictionary.push_back(column.dictionary[code]);
        }
        code = codes[code];
    }
    column.dictionary = std::move(dictionary);
}

std::vector<std::string> difference(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    std::vector<std::string> only;
    for (const std::string& name : a)
        if (std::find(b.begin(), b.end(), name) == b.end()) only.push_back(name);
    return only;
}

Result<void> bindStep(BoundStep& step, Columns& columns) {
    step.columnsBefore = columns.list.size();
    auto bound = step.operation->bind(columns);
    if (!bound) return step.failed(std::move(bound.error()));
    return {};
}

} // namespace

Failure BoundStep::failed(Error error) const {
    error.message = fmt::format("step {}, {}: {}", number, kind, error.message);
    return failure(std::move(error));
}

Result<std::vector<BoundStep>> readSteps(const std::vector<RecipeStep>& steps, const RecipeContext& context,
                                         const JobContext& job) {
    std::vector<BoundStep> bound;
    for (size_t i = 0; i < steps.size(); ++i) {
        if (!steps[i].enabled) continue;
        BoundStep step;
        step.number = i + 1;
        step.kind = steps[i].kind;
        const auto& kinds = kindTable();
        const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const Kind& k) { return step.kind == k.name; });
        if (kind == kinds.end())
            return failHint(ErrorKind::InvalidInput, fmt::format("step {}: there is no step '{}'", i + 1, step.kind),
                            suggestion(step.kind, Recipe::kinds()));
        const ConfigNode node = ConfigNode::fromJson(steps[i].parameters, fmt::format("step {}, {}", i + 1, step.kind));
        LATHE_TRY(step.operation, kind->read(node));
        step.operation->attach(context, job);
        step.effect.step = step.operation->summary();
        bound.push_back(std::move(step));
    }
    return bound;
}

Result<std::vector<ColumnSchema>> bindAll(std::vector<BoundStep>& steps, const std::vector<ColumnSchema>& input) {
    Columns columns{input, {}};
    for (BoundStep& step : steps) LATHE_CHECK(bindStep(step, columns));
    return columns.list;
}

Execution::Execution(Source source, std::vector<BoundStep> steps, const RecipeContext& context, const JobContext& job)
    : m_source(std::move(source)), m_steps(std::move(steps)), m_job(job) {
    for (const uint64_t row : context.trainRows) {
        if (row >= m_train.size()) m_train.resize(static_cast<size_t>(row) + 1);
        m_train[static_cast<size_t>(row)] = true;
    }
}

Result<std::vector<ColumnSchema>> Execution::prepare() {
    Columns columns{m_source.schema, {}};
    for (size_t i = 0; i < m_steps.size(); ++i) {
        BoundStep& step = m_steps[i];
        const Columns before = columns;
        LATHE_CHECK(bindStep(step, columns));
        if (step.operation->learns()) {
            LATHE_CHECK(teach(i));
            columns = before;
            LATHE_CHECK(bindStep(step, columns));
            step.effect.note = step.operation->note();
        }
        if (step.operation->produces()) LATHE_CHECK(replaceSource(i));
        step.effect.addedColumns = difference(columns.names(), before.names());
        step.effect.removedColumns = difference(before.names(), columns.names());
    }
    return columns.list;
}

std::vector<size_t> Execution::origins() const {
    if (m_first > 0) return {};
    std::vector<size_t> origins(m_source.schema.size());
    std::iota(origins.begin(), origins.end(), size_t{0});
    for (const BoundStep& step : m_steps) {
        const auto flow = step.operation->flow(step.columnsBefore);
        if (!flow) return {};
        std::vector<size_t> after;
        for (const size_t before : flow->origins)
            after.push_back(before == ColumnFlow::made ? ColumnFlow::made : origins[before]);
        origins = std::move(after);
    }
    return origins;
}

Result<void> Execution::run(const Sink& sink, const Aside& aside, const std::optional<std::vector<size_t>>& columns) {
    const auto compacted = [&](Table& piece) {
        for (Column& column : piece.columns) compactDictionary(column);
        return sink(piece);
    };
    return run({m_steps.size(), "applying the recipe", true, sourcesOf(columns, m_steps.size())}, compacted, aside);
}

std::vector<StepEffect> Execution::effects() const {
    std::vector<StepEffect> list;
    for (const BoundStep& step : m_steps) list.push_back(step.effect);
    return list;
}

std::vector<std::pair<size_t, Json>> Execution::learned() const {
    std::vector<std::pair<size_t, Json>> list;
    for (const BoundStep& step : m_steps)
        if (Json parameters = step.operation->learned(); !parameters.is_null())
            list.emplace_back(step.number, std::move(parameters));
    return list;
}

void Execution::keepTrainRows(Table& piece) const {
    const auto number = piece.find(rowNumberColumn);
    if (!number) return;
    std::vector<uint64_t> rows;
    const std::vector<int64_t>& numbers = piece.columns[*number].integers;
    for (size_t row = 0; row < numbers.size(); ++row)
        if (static_cast<size_t>(numbers[row]) < m_train.size() && m_train[static_cast<size_t>(numbers[row])])
            rows.push_back(row);
    keepRows(piece, rows);
}

Result<void> Execution::teach(size_t index) {
    BoundStep& step = m_steps[index];
    const bool trainOnly = step.operation->fits() && !m_train.empty();
    // What a producing step is shown is shown for the last time, so that pass counts what the steps before it did.
    bool counting = step.operation->produces();
    for (bool again = true; again; counting = false) {
        step.operation->beginPass();
        const auto show = [&](Table& piece) -> Result<void> {
            if (counting) step.effect.rowsBefore += piece.rows();
            if (trainOnly) keepTrainRows(piece);
            auto seen = step.operation->observe(piece);
            if (!seen) return step.failed(std::move(seen.error()));
            return {};
        };
        LATHE_CHECK(
            run({index, "learning " + step.effect.step, counting, sourcesOf(step.operation->observes(), index)}, show));
        auto outcome = step.operation->endPass();
        if (!outcome) return step.failed(std::move(outcome.error()));
        again = *outcome;
    }
    return {};
}

Result<void> Execution::replaceSource(size_t index) {
    BoundStep& step = m_steps[index];
    auto rows = step.operation->product();
    if (!rows) return step.failed(std::move(rows.error()));
    m_source = std::move(*rows);
    step.effect.rowsAfter = m_source.rows;
    m_first = index + 1;
    return {};
}

std::optional<std::vector<size_t>> Execution::sourcesOf(std::optional<std::vector<size_t>> columns,
                                                        size_t steps) const {
    for (size_t i = steps; i > m_first && columns; --i) {
        const BoundStep& step = m_steps[i - 1];
        const auto flow = step.operation->flow(step.columnsBefore);
        if (!flow) return std::nullopt;
        std::vector<size_t> before = flow->looksAt;
        for (const size_t column : *columns)
            if (flow->origins[column] != ColumnFlow::made) before.push_back(flow->origins[column]);
        columns = std::move(before);
    }
    return columns;
}

/// Sends every piece through the steps of a pass: side by side up to the first that needs their order.
Result<void> Execution::run(const Pass& pass, const Sink& sink, const Aside& aside) {
    for (size_t i = m_first; i < pass.steps; ++i) m_steps[i].operation->restart();
    size_t free = m_first; // steps whose pieces may be worked on in any order
    while (free < pass.steps && !m_steps[free].operation->ordered()) ++free;
    m_job.beginStage(pass.stage, static_cast<double>(m_source.pieces), "chunks");
    OrderedWork work(m_job);
    uint64_t taken = 0;
    uint64_t rows = 0; // of the outcome, so far
    const auto nextPiece = [&]() -> Result<bool> { return taken++ < m_source.pieces; };
    const auto worker = [&] {
        while (const auto piece = work.take(nextPiece)) {
            auto table = prepared(*piece, pass, free);
            if (!table) return work.fail(std::move(table.error()));
            uint64_t firstRow = 0;
            const auto inTurn = [&]() -> Result<void> {
                for (size_t s = free; s < pass.steps; ++s) LATHE_CHECK(applyStep(s, *table, pass.counting));
                LATHE_CHECK(sink(*table));
                firstRow = rows;
                rows += table->rows();
                m_job.setDone(static_cast<double>(*piece + 1));
                return {};
            };
            if (!work.inTurn(*piece, inTurn)) return;
            if (!aside) continue;
            if (auto done = aside(firstRow, *table); !done) return work.fail(std::move(done.error()));
        }
    };
    LATHE_CHECK(work.run(availableThreads(), worker));
    return m_job.checkStop();
}

/// A piece of the source after the first \p steps steps.
Result<Table> Execution::prepared(uint64_t index, const Pass& pass, size_t steps) {
    LATHE_TRY(Table piece, m_source.read(index, pass.wanted));
    for (size_t s = m_first; s < steps; ++s) {
        LATHE_CHECK(m_job.checkStop());
        LATHE_CHECK(applyStep(s, piece, pass.counting));
    }
    return piece;
}

Result<void> Execution::applyStep(size_t index, Table& piece, bool counting) {
    BoundStep& step = m_steps[index];
    StepEffect effect;
    effect.rowsBefore = piece.rows();
    auto applied = step.operation->apply(piece, effect);
    if (!applied) return step.failed(std::move(applied.error()));
    effect.rowsAfter = piece.rows();
    if (!counting) return {};
    const std::lock_guard lock(m_mutex);
    step.effect.rowsBefore += effect.rowsBefore;
    step.effect.rowsAfter += effect.rowsAfter;
    step.effect.changedCells += effect.changedCells;
    step.effect.failedCells += effect.failedCells;
    return {};
}

} // namespace lathe::recipe
