// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/recipe/recipe.h"

#include <algorithm>
#include <mutex>
#include <set>

#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/data/recipe/recipe_operation.h"

namespace lathe {

namespace recipe {

std::vector<std::string> Columns::names() const {
    std::vector<std::string> result;
    for (const ColumnSchema& column : list) result.push_back(column.name);
    return result;
}

bool Columns::has(const std::string& name) const {
    return std::any_of(list.begin(), list.end(), [&](const ColumnSchema& column) { return column.name == name; });
}

Result<size_t> Columns::require(const std::string& name) {
    for (size_t i = 0; i < list.size(); ++i)
        if (list[i].name == name) return i;
    for (const std::string& prefix : open) {
        if (!name.starts_with(prefix)) continue;
        list.push_back({name, ColumnType::Boolean});
        return list.size() - 1;
    }
    return failHint(ErrorKind::InvalidInput, fmt::format("there is no column '{}'", name), suggestion(name, names()));
}

Result<std::vector<size_t>> requireAll(Columns& columns, const std::vector<std::string>& names) {
    std::vector<size_t> found;
    for (const std::string& name : names) {
        LATHE_TRY(const size_t column, columns.require(name));
        found.push_back(column);
    }
    return found;
}

Result<std::vector<std::string>> readColumnList(const ConfigNode& node, const char* key) {
    LATHE_TRY(const ConfigNode value, node.require(key));
    LATHE_TRY(std::vector<std::string> names, value.textList());
    if (names.empty()) return failure(value.error("the list is empty", "Name at least one."));
    std::set<std::string> seen;
    for (const std::string& name : names)
        if (!seen.insert(name).second) return failure(value.error(fmt::format("'{}' is named twice", name)));
    return names;
}

void keepRows(Table& table, const std::vector<uint64_t>& rows) {
    if (rows.size() == table.rows()) return;
    for (Column& column : table.columns) column = gather(column, rows);
}

const std::vector<Kind>& kindTable() {
    static const std::vector<Kind> kinds = {
        {"rename", readRename},
        {"drop", readDrop},
        {"cast", readCast},
        {"fill_missing", readFillMissing},
        {"drop_duplicates", readDropDuplicates},
        {"filter", readFilter},
        {"derive", readDerive},
        {"scale", readScale},
        {"one_hot", readOneHot},
    };
    return kinds;
}

namespace {

/// Rows that can be read several times, piece by piece.
struct Source {
    uint64_t pieces = 0;
    std::vector<ColumnSchema> schema;
    std::function<Result<Table>(uint64_t piece)> read;
};

using Sink = std::function<Result<void>(Table& piece)>;

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

struct BoundStep {
    std::unique_ptr<Operation> operation;
    StepEffect effect;
    size_t number = 0; ///< 1-based, as written
    std::string kind;

    [[nodiscard]] Failure failed(Error error) const {
        error.message = fmt::format("step {}, {}: {}", number, kind, error.message);
        return failure(std::move(error));
    }
};

std::vector<std::string> difference(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    std::vector<std::string> only;
    for (const std::string& name : a)
        if (std::find(b.begin(), b.end(), name) == b.end()) only.push_back(name);
    return only;
}

Result<std::vector<BoundStep>> readSteps(const std::vector<RecipeStep>& steps) {
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
        step.effect.step = step.operation->summary();
        bound.push_back(std::move(step));
    }
    return bound;
}

/// Runs the steps over a source, each learning step after those in front of it are ready.
class Execution {
public:
    Execution(const Source& source, std::vector<BoundStep> steps, const JobContext& job)
        : m_source(source), m_steps(std::move(steps)), m_job(job) {}

    /// Binds and teaches every step. Returns the schema after the last.
    Result<std::vector<ColumnSchema>> prepare() {
        Columns columns{m_source.schema, {}};
        for (size_t i = 0; i < m_steps.size(); ++i) {
            const Columns before = columns;
            LATHE_CHECK(bind(m_steps[i], columns));
            if (m_steps[i].operation->learns()) {
                LATHE_CHECK(teach(i));
                columns = before;
                LATHE_CHECK(bind(m_steps[i], columns));
            }
            m_steps[i].effect.addedColumns = difference(columns.names(), before.names());
            m_steps[i].effect.removedColumns = difference(before.names(), columns.names());
        }
        return columns.list;
    }

    Result<void> run(const Sink& sink) { return pass(m_steps.size(), "applying the recipe", true, sink); }

    [[nodiscard]] std::vector<StepEffect> effects() const {
        std::vector<StepEffect> list;
        for (const BoundStep& step : m_steps) list.push_back(step.effect);
        return list;
    }

private:
    static Result<void> bind(BoundStep& step, Columns& columns) {
        auto bound = step.operation->bind(columns);
        if (!bound) return step.failed(std::move(bound.error()));
        return {};
    }

    Result<void> teach(size_t index) {
        Operation& learner = *m_steps[index].operation;
        for (bool again = true; again;) {
            learner.beginPass();
            const auto show = [&](Table& piece) -> Result<void> {
                auto seen = learner.observe(piece);
                if (!seen) return m_steps[index].failed(std::move(seen.error()));
                return {};
            };
            LATHE_CHECK(pass(index, "learning " + m_steps[index].effect.step, false, show));
            LATHE_TRY(again, learner.endPass());
        }
        return {};
    }

    /// Sends every piece through the first \p count steps to \p sink, in order.
    Result<void> pass(size_t count, const std::string& stage, bool counting, const Sink& sink) {
        for (size_t i = 0; i < count; ++i) m_steps[i].operation->restart();
        size_t free = 0; // steps whose pieces may be worked on in any order
        while (free < count && !m_steps[free].operation->ordered()) ++free;
        m_job.beginStage(stage, static_cast<double>(m_source.pieces), "chunks");
        const uint64_t group = availableThreads() * 2;
        for (uint64_t first = 0; first < m_source.pieces; first += group) {
            LATHE_CHECK(m_job.checkStop());
            const auto size = static_cast<size_t>(std::min(group, m_source.pieces - first));
            std::vector<Result<Table>> pieces(size);
            parallelFor(size, [&](size_t i) { pieces[i] = prepared(first + i, free, counting); });
            for (size_t i = 0; i < size; ++i) {
                if (!pieces[i]) return failure(std::move(pieces[i].error()));
                for (size_t s = free; s < count; ++s) LATHE_CHECK(applyStep(s, *pieces[i], counting));
                LATHE_CHECK(sink(*pieces[i]));
                m_job.setDone(static_cast<double>(first + i + 1));
            }
        }
        return {};
    }

    Result<Table> prepared(uint64_t index, size_t count, bool counting) {
        LATHE_TRY(Table piece, m_source.read(index));
        for (size_t s = 0; s < count; ++s) LATHE_CHECK(applyStep(s, piece, counting));
        return piece;
    }

    Result<void> applyStep(size_t index, Table& piece, bool counting) {
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

    const Source& m_source;
    std::vector<BoundStep> m_steps;
    const JobContext& m_job;
    std::mutex m_mutex; // guards the effects of m_steps
};

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
            const auto kind = std::find_if(kinds.begin(), kinds.end(), [&name = key](const Kind& k) { return name == k.name; });
            LATHE_TRY(const auto operation, kind->read(value));
            step.parameters = value.toJson();
        }
    }
    if (step.kind.empty())
        return failure(node.error("the step does not say what to do", fmt::format("Known steps: {}.", joined(known, ", "))));
    return step;
}

} // namespace

} // namespace recipe

using namespace recipe;

Result<Recipe> Recipe::parse(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"steps"}));
    LATHE_TRY(const ConfigNode list, node.require("steps"));
    Recipe result;
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
    return lathe::toYaml(Json{{"steps", std::move(steps)}});
}

std::vector<std::string> Recipe::kinds() {
    std::vector<std::string> names;
    for (const Kind& kind : kindTable()) names.emplace_back(kind.name);
    return names;
}

Result<std::vector<ColumnSchema>> Recipe::outputSchema(const std::vector<ColumnSchema>& input) const {
    LATHE_TRY(std::vector<BoundStep> bound, readSteps(m_steps));
    Columns columns{input, {}};
    for (BoundStep& step : bound) {
        auto done = step.operation->bind(columns);
        if (!done) return step.failed(std::move(done.error()));
    }
    return columns.list;
}

Result<Table> Recipe::apply(Table table, std::vector<StepEffect>* effects) const {
    LATHE_TRY(std::vector<BoundStep> bound, readSteps(m_steps));
    const Source source{1, table.schema(), [&](uint64_t) { return Result<Table>(table); }};
    const JobContext job;
    Execution execution(source, std::move(bound), job);
    LATHE_TRY(const std::vector<ColumnSchema> schema, execution.prepare());
    Table result;
    LATHE_CHECK(execution.run([&](Table& piece) -> Result<void> {
        for (Column& column : piece.columns) compactDictionary(column);
        result = std::move(piece);
        return {};
    }));
    if (effects) *effects = execution.effects();
    return result;
}

Result<std::string> Recipe::applyToFile(const ColumnFile& input, const Path& target, const JobContext& job,
                                        std::vector<StepEffect>* effects) const {
    LATHE_TRY(std::vector<BoundStep> bound, readSteps(m_steps));
    const Source source{input.chunks(), input.schema(),
                        [&](uint64_t chunk) { return input.readTable(chunk * chunkRows, chunkRows); }};
    Execution execution(source, std::move(bound), job);
    LATHE_TRY(const std::vector<ColumnSchema> schema, execution.prepare());
    LATHE_TRY(const auto writer, ColumnFileWriter::create(target, schema));
    LATHE_CHECK(execution.run([&](Table& piece) {
        for (Column& column : piece.columns) compactDictionary(column);
        return writer->append(piece);
    }));
    if (effects) *effects = execution.effects();
    return writer->finish();
}

} // namespace lathe
