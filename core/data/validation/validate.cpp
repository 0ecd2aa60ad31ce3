// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/validation/validate.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>

#include "core/base/clock.h"
#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/data/validation/expectation_catalog.h"
#include "core/data/validation/plan.h"
#include "core/data/validation/row_condition.h"

namespace lathe {

namespace validation {

namespace {

/// Errors that end everything; others belong to the expectation that met them.
bool endsAll(const Error& error) { return error.kind != ErrorKind::InvalidInput && error.kind != ErrorKind::NotFound; }

/// The first error of work that runs in parallel.
class FirstError {
public:
    void note(Error error) {
        const std::lock_guard lock(m_mutex);
        if (!m_error) m_error = std::move(error);
        m_any = true;
    }
    [[nodiscard]] bool any() const { return m_any; }
    Result<void> result() {
        if (m_error) return failure(std::move(*m_error));
        return {};
    }

private:
    std::mutex m_mutex;
    std::atomic<bool> m_any = false;
    std::optional<Error> m_error;
};

double mostlyOf(const Json& arguments) {
    return asNumber(arguments.value("mostly", Json()), ColumnType::Real).value_or(1.0);
}

bool meets(uint64_t considered, uint64_t unexpected, double mostly) {
    if (considered == 0) return true;
    const auto all = static_cast<double>(considered);
    return (all - static_cast<double>(unexpected)) / all >= mostly;
}

bool isAboutMissing(const std::string& type) {
    return type == "expect_column_values_to_not_be_null" || type == "expect_column_values_to_be_null";
}

/// A run of a suite over a file.
class Run {
public:
    Run(const ColumnFile& file, const ValidationOptions& options, const JobContext& job)
        : m_file(file), m_options(options), m_job(job), m_plan(file) {}

    Result<void> plan(std::vector<ExpectationResult>& results, const Json& parameters);
    Result<void> execute();
    Result<void> fetchSamples();
    [[nodiscard]] const std::vector<uint64_t>& rows(size_t expectation) const { return m_rows[expectation]; }
    [[nodiscard]] bool judgesRows(size_t expectation) const { return m_judgesRows[expectation] != 0; }

private:
    Result<void> planOne(PlannedExpectation& planned);
    Result<bool> planColumn(const std::string& type, size_t column, const ConditionPointer& condition,
                            PlannedExpectation& planned);
    Result<bool> planLateColumn(const std::string& type, size_t column, const ConditionPointer& condition,
                                PlannedExpectation& planned);
    void planUnique(const std::vector<size_t>& columns, const ConditionPointer& condition,
                    const std::string& ignoreRowIf, PlannedExpectation& planned);
    Result<ConditionPointer> conditionOf(const Json& arguments);
    Result<std::vector<size_t>> columnsOf(const Json& arguments, const ExpectationSpec& spec) const;

    Result<void> firstPass();
    Result<void> countKeys();
    Result<void> latePass();
    Result<void> conclude();
    Result<void> passOver(const std::vector<PlannedExpectation*>& judged, std::vector<FiguresRequest*> figures);
    Result<void> lookForSample(PlannedExpectation& planned);
    void settle(PlannedExpectation& planned, std::vector<ChunkOutcome> outcomes);
    void fails(PlannedExpectation& planned, const Error& error);
    Result<void> fetchSample(PlannedExpectation& planned, const std::vector<uint64_t>& rows);
    [[nodiscard]] size_t place(const PlannedExpectation& planned) const {
        return static_cast<size_t>(&planned - m_planned.data());
    }

    const ColumnFile& m_file;
    const ValidationOptions& m_options;
    const JobContext& m_job;
    Plan m_plan;
    std::vector<PlannedExpectation> m_planned;
    std::vector<std::vector<uint64_t>> m_rows;
    std::vector<uint8_t> m_judgesRows;
    std::vector<std::vector<size_t>> m_shownColumns;
    std::map<std::string, ConditionPointer> m_conditions;
};

// ---- Planning -------------------------------------------------------------------------------------------------

Result<void> Run::plan(std::vector<ExpectationResult>& results, const Json& parameters) {
    m_planned.resize(results.size());
    m_rows.resize(results.size());
    m_judgesRows.resize(results.size());
    m_shownColumns.resize(results.size());
    for (size_t i = 0; i < results.size(); ++i) {
        PlannedExpectation& planned = m_planned[i];
        planned.result = &results[i];
        auto arguments = resolvedArguments(results[i].expectation, parameters);
        Result<void> done = arguments ? Result<void>() : failure(std::move(arguments.error()));
        if (done) {
            planned.arguments = std::move(*arguments);
            planned.mostly = mostlyOf(planned.arguments);
            done = planOne(planned);
        }
        if (done) continue;
        if (endsAll(done.error())) return done;
        fails(planned, done.error());
    }
    return {};
}

void Run::fails(PlannedExpectation& planned, const Error& error) {
    planned.result->problem = error.hint.empty() ? error.message : error.message + ". " + error.hint;
    planned.result->ran = false;
    planned.result->success = false;
    planned.check.reset();
    planned.lateCheck = {};
    planned.conclude = {};
    planned.counts = {};
}

Result<ConditionPointer> Run::conditionOf(const Json& arguments) {
    const Json written = arguments.value("row_condition", Json());
    if (written.is_null() || written == "") return ConditionPointer();
    LATHE_TRY(const std::string text, rowConditionExpression(written));
    if (const auto found = m_conditions.find(text); found != m_conditions.end()) return found->second;
    auto expression = Expression::parse(text, m_file.schema());
    if (!expression) return failure(std::move(expression.error()).within("in row_condition"));
    if (expression->type() != ColumnType::Boolean)
        return fail(ErrorKind::InvalidInput, "row_condition is no condition: {}", text);
    std::vector<size_t> columns;
    for (const std::string& name : expression->columnsUsed()) columns.push_back(*m_file.find(name));
    if (columns.empty()) return fail(ErrorKind::InvalidInput, "row_condition names no column: {}", text);
    return m_conditions[text] =
               std::make_shared<const RowCondition>(RowCondition{text, std::move(*expression), std::move(columns)});
}

Result<std::vector<size_t>> Run::columnsOf(const Json& arguments, const ExpectationSpec& spec) const {
    if (spec.family == ExpectationFamily::Table) return std::vector<size_t>();
    std::vector<std::string> known;
    for (const ColumnSchema& column : m_file.schema()) known.push_back(column.name);
    std::vector<Json> names;
    for (const char* key : {"column", "column_A", "column_B"})
        if (spec.find(key)) names.push_back(arguments.value(key, Json()));
    if (spec.find("column_list")) {
        const Json list = arguments.value("column_list", Json());
        if (!list.is_array() || list.empty())
            return fail(ErrorKind::InvalidInput, "column_list must be a list of names");
        names.insert(names.end(), list.begin(), list.end());
    }
    std::vector<size_t> columns;
    for (const Json& name : names) {
        if (!name.is_string()) return fail(ErrorKind::InvalidInput, "{} is no column's name", name.dump());
        const auto found = m_file.find(name.get<std::string>());
        if (!found)
            return failHint(ErrorKind::InvalidInput, fmt::format("there is no column '{}'", name.get<std::string>()),
                            suggestion(name.get<std::string>(), known));
        columns.push_back(*found);
    }
    return columns;
}

Result<void> Run::planOne(PlannedExpectation& planned) {
    const std::string& type = planned.result->expectation.type;
    const ExpectationSpec* spec = findExpectation(type);
    if (!spec) return fail(ErrorKind::InvalidInput, "the expectation '{}' is not known here", type);
    LATHE_TRY(const std::vector<size_t> columns, columnsOf(planned.arguments, *spec));
    LATHE_TRY(const ConditionPointer condition, conditionOf(planned.arguments));
    bool done = false;
    if (spec->family == ExpectationFamily::Table) {
        LATHE_TRY(done, planTable(type, condition, m_options, m_plan, planned));
    } else if (spec->family == ExpectationFamily::Aggregate) {
        LATHE_TRY(done, planAggregate(type, columns.front(), condition, m_plan, planned));
        if (!done) {
            LATHE_TRY(done, planDistribution(type, columns.front(), condition, m_plan, planned));
        }
    } else if (type == "expect_compound_columns_to_be_unique") {
        const Json ignore = planned.arguments.value("ignore_row_if", Json());
        planUnique(columns, condition, ignore.is_string() ? ignore.get<std::string>() : "all_values_are_missing",
                   planned);
        done = true;
    } else if (spec->family == ExpectationFamily::ColumnMap) {
        LATHE_TRY(done, planColumn(type, columns.front(), condition, planned));
    } else {
        LATHE_TRY(planned.check, recordCheck(type, planned.arguments, m_file, columns, condition));
        done = planned.check != nullptr;
    }
    if (!done) return fail(ErrorKind::Internal, "nothing runs the expectation '{}'", type);
    planned.result->ran = true;
    m_judgesRows[place(planned)] = planned.check || planned.lateCheck || planned.counts ? 1 : 0;
    return {};
}

Result<bool> Run::planColumn(const std::string& type, size_t column, const ConditionPointer& condition,
                             PlannedExpectation& planned) {
    const Json& arguments = planned.arguments;
    LATHE_TRY(auto test, valueTest(type, arguments, m_file, column));
    if (test) {
        planned.check = valueCheck(column, std::move(*test), type == "expect_column_values_to_be_null", condition);
        return true;
    }
    if (type == "expect_column_values_to_be_unique") {
        planUnique({column}, condition, {}, planned);
        return true;
    }
    if (type == "expect_column_values_to_be_increasing" || type == "expect_column_values_to_be_decreasing") {
        if (isTextual(m_file.schema()[column].type))
            return fail(ErrorKind::InvalidInput, "texts have no order here; the column '{}' holds texts",
                        m_file.schema()[column].name);
        planned.check = orderCheck(column, type.ends_with("increasing"),
                                   arguments.value("strictly", Json()) == Json(true), condition);
        return true;
    }
    if (type == "expect_column_values_to_be_of_type" || type == "expect_column_values_to_be_in_type_list") {
        const Json wanted = arguments.value(type.ends_with("list") ? "type_list" : "type_", Json());
        std::vector<std::string> names;
        for (const Json& name : wanted.is_array() ? wanted : Json::array({wanted}))
            if (name.is_string()) names.push_back(name.get<std::string>());
        if (names.empty() && !wanted.is_null()) return fail(ErrorKind::InvalidInput, "{} names no type", wanted.dump());
        uint64_t missing = 0;
        for (uint64_t chunk = 0; chunk < m_file.chunks(); ++chunk) missing += m_file.statistics(column, chunk).missing;
        planned.conclude = [names, missing, actual = m_file.schema()[column].type](ExpectationResult& result,
                                                                                   const JobContext&) -> Result<void> {
            result.observed = toString(actual);
            result.success = names.empty() || std::any_of(names.begin(), names.end(), [&](const auto& n) {
                                 return isOfType(actual, missing > 0, n);
                             });
            return {};
        };
        return true;
    }
    return planLateColumn(type, column, condition, planned);
}

/// Expectations that measure values by figures of the whole column.
Result<bool> Run::planLateColumn(const std::string& type, size_t column, const ConditionPointer& condition,
                                 PlannedExpectation& planned) {
    const bool scores = type == "expect_column_value_z_scores_to_be_less_than";
    if (!scores && type != "expect_column_values_to_not_be_outliers") return false;
    const Json& arguments = planned.arguments;
    const ColumnSchema& schema = m_file.schema()[column];
    if (!isNumeric(schema.type))
        return fail(ErrorKind::InvalidInput, "{} needs numbers; the column '{}' holds {} values", type, schema.name,
                    toString(schema.type));
    const auto number = asNumber(arguments.value(scores ? "threshold" : "multiplier", Json(1.5)), ColumnType::Real);
    if (!number) return fail(ErrorKind::InvalidInput, "{} must be a number", scores ? "threshold" : "multiplier");
    const double factor = *number;
    const double everything = std::numeric_limits<double>::infinity();
    const auto window = [=](double low, double high, bool strict) {
        return valueCheck(column, windowTest(schema.type, low, high, strict, strict), false, condition);
    };
    if (!scores && arguments.value("method", Json("iqr")) != "std") {
        KeyRequest* keys = &m_plan.keysOf({column}, condition);
        const size_t question = keys->probabilities.size();
        keys->probabilities.insert(keys->probabilities.end(), {0.25, 0.75});
        planned.lateCheck = [=]() -> Result<RowCheckPointer> {
            const auto quartile = [&](size_t which, double p) {
                const auto [below, above] = keys->neighbours[question + which];
                const double share = std::fmod(p * static_cast<double>(keys->values == 0 ? 0 : keys->values - 1), 1.0);
                return below == above ? below
                       : share < 0.5  ? below + (above - below) * share
                                      : above - (above - below) * (1 - share);
            };
            const double first = quartile(0, 0.25);
            const double third = quartile(1, 0.75);
            const double reach = factor * (third - first);
            return std::isnan(reach) ? window(-everything, everything, false)
                                     : window(first - reach, third + reach, false);
        };
        return true;
    }
    const FiguresRequest* request = &m_plan.figuresOf(column, condition);
    const bool doubleSided = !scores || arguments.value("double_sided", Json(true)) != Json(false);
    planned.lateCheck = [=]() -> Result<RowCheckPointer> {
        const double mean = request->figures.mean;
        const double deviation = request->figures.standardDeviation();
        if (std::isnan(deviation) || std::isnan(mean) || (scores && deviation == 0))
            return window(-everything, everything, false);
        const double reach = (scores && doubleSided ? std::abs(factor) : factor) * deviation;
        if (!scores && reach <= 0) return window(mean, mean, false);
        return window(doubleSided ? mean - reach : -everything, mean + reach, true);
    };
    return true;
}

void Run::planUnique(const std::vector<size_t>& columns, const ConditionPointer& condition,
                     const std::string& ignoreRowIf, PlannedExpectation& planned) {
    KeyRequest* keys = &m_plan.keysOf(columns, condition, ignoreRowIf);
    keys->wantRepeated = true;
    const FiguresRequest* figures = &m_plan.figuresOf(columns.front(), condition);
    planned.counts = [keys, figures](ExpectationResult& result) {
        result.elementCount = figures->figures.elements;
        result.missingCount = figures->figures.elements - keys->values;
        result.unexpectedCount = keys->repeatedRows;
    };
    const bool hashed = keys->hashed(m_file);
    planned.lateCheck = [=]() -> Result<RowCheckPointer> {
        if (keys->repeatedRows == 0) return RowCheckPointer();
        if (hashed)
            return repeatedHashCheck(columns, columns.size() == 1 ? "any_value_is_missing" : ignoreRowIf,
                                     keys->repeatedHashes, condition);
        return repeatedNumberCheck(columns.front(), keys->repeatedNumbers, condition);
    };
}

// ---- Passes ---------------------------------------------------------------------------------------------------

Result<void> Run::execute() {
    LATHE_CHECK(firstPass());
    LATHE_CHECK(countKeys());
    LATHE_CHECK(latePass());
    return conclude();
}

Result<void> Run::firstPass() {
    std::vector<PlannedExpectation*> judged;
    for (PlannedExpectation& planned : m_planned)
        if (planned.check) judged.push_back(&planned);
    std::vector<FiguresRequest*> figures;
    for (FiguresRequest& request : m_plan.figures) figures.push_back(&request);
    m_job.beginStage("checking rows", static_cast<double>(m_file.rows()), "rows");
    return passOver(judged, std::move(figures));
}

/// Runs the checks of \p judged and gathers \p figures, chunk by chunk in parallel.
Result<void> Run::passOver(const std::vector<PlannedExpectation*>& judged, std::vector<FiguresRequest*> figures) {
    const size_t chunks = m_file.chunks();
    std::vector<std::vector<ChunkOutcome>> outcomes(judged.size(), std::vector<ChunkOutcome>(chunks));
    std::vector<std::vector<ColumnFigures>> parts(figures.size(), std::vector<ColumnFigures>(chunks));
    std::vector<FirstError> ownErrors(judged.size());
    FirstError error;
    const auto one = [&](size_t chunk) -> Result<void> {
        ChunkRows rows(m_file, chunk);
        for (size_t i = 0; i < judged.size(); ++i) {
            if (ownErrors[i].any()) continue;
            if (auto known = judged[i]->check->fromStatistics(m_file, chunk)) {
                outcomes[i][chunk] = std::move(*known);
                continue;
            }
            LATHE_CHECK(m_job.checkStop());
            auto outcome = judged[i]->check->run(rows, m_options.sample);
            if (outcome) outcomes[i][chunk] = std::move(*outcome);
            else if (endsAll(outcome.error())) return failure(std::move(outcome.error()));
            else ownErrors[i].note(std::move(outcome.error()));
        }
        for (size_t i = 0; i < figures.size(); ++i) {
            LATHE_CHECK(m_job.checkStop());
            LATHE_TRY(parts[i][chunk], ColumnFigures::ofChunk(rows, figures[i]->column, figures[i]->condition.get()));
        }
        m_job.addDone(static_cast<double>(rows.rows()));
        return {};
    };
    parallelFor(
        chunks,
        [&](size_t chunk) {
            if (error.any()) return;
            if (auto done = one(chunk); !done) error.note(std::move(done.error()));
        },
        m_options.threads);
    LATHE_CHECK(error.result());
    for (size_t i = 0; i < figures.size(); ++i)
        for (const ColumnFigures& part : parts[i]) figures[i]->figures.join(part);
    for (size_t i = 0; i < judged.size(); ++i) {
        if (auto own = ownErrors[i].result(); !own) {
            fails(*judged[i], own.error());
            continue;
        }
        settle(*judged[i], std::move(outcomes[i]));
    }
    return {};
}

void Run::settle(PlannedExpectation& planned, std::vector<ChunkOutcome> outcomes) {
    planned.check->join(outcomes, m_options.sample);
    ExpectationResult& result = *planned.result;
    result.counted = true;
    result.countsMissing = !isAboutMissing(result.expectation.type);
    std::vector<uint64_t>& rows = m_rows[place(planned)];
    for (const ChunkOutcome& outcome : outcomes) {
        result.elementCount += outcome.elements;
        result.missingCount += outcome.ignored;
        result.unexpectedCount += outcome.unexpected;
        const size_t room = m_options.sample - rows.size();
        rows.insert(rows.end(), outcome.rows.begin(),
                    outcome.rows.begin() + static_cast<std::ptrdiff_t>(std::min(room, outcome.rows.size())));
    }
    result.success = meets(result.elementCount - result.missingCount, result.unexpectedCount, planned.mostly);
    m_shownColumns[place(planned)] = planned.check->shownColumns();
}

Result<void> Run::countKeys() {
    if (m_plan.keys.empty()) return {};
    m_job.beginStage("counting values", static_cast<double>(m_plan.keys.size()), "columns");
    FirstError error;
    parallelFor(
        m_plan.keys.size(),
        [&](size_t i) {
            if (error.any()) return;
            if (auto done = m_plan.keys[i].compute(m_file, m_job); !done) error.note(std::move(done.error()));
            m_job.addDone(1);
        },
        m_options.threads);
    return error.result();
}

Result<void> Run::latePass() {
    std::vector<PlannedExpectation*> judged;
    for (PlannedExpectation& planned : m_planned) {
        if (!planned.lateCheck) continue;
        LATHE_TRY(planned.check, planned.lateCheck());
        if (planned.counts) LATHE_CHECK(lookForSample(planned));
        else judged.push_back(&planned);
    }
    if (judged.empty()) return {};
    m_job.beginStage("checking rows", static_cast<double>(m_file.rows()), "rows");
    return passOver(judged, {});
}

/// The counts are known: only the first unexpected rows are still wanted.
Result<void> Run::lookForSample(PlannedExpectation& planned) {
    ExpectationResult& result = *planned.result;
    planned.counts(result);
    result.counted = true;
    result.countsMissing = true;
    result.success = meets(result.elementCount - result.missingCount, result.unexpectedCount, planned.mostly);
    if (!planned.check) return {};
    m_shownColumns[place(planned)] = planned.check->shownColumns();
    std::vector<uint64_t>& found = m_rows[place(planned)];
    for (uint64_t chunk = 0; chunk < m_file.chunks() && found.size() < m_options.sample; ++chunk) {
        LATHE_CHECK(m_job.checkStop());
        ChunkRows rows(m_file, chunk);
        LATHE_TRY(const ChunkOutcome outcome, planned.check->run(rows, m_options.sample - found.size()));
        found.insert(found.end(), outcome.rows.begin(), outcome.rows.end());
    }
    return {};
}

Result<void> Run::conclude() {
    for (PlannedExpectation& planned : m_planned) {
        if (!planned.conclude) continue;
        if (auto done = planned.conclude(*planned.result, m_job); !done) {
            if (endsAll(done.error())) return done;
            fails(planned, done.error());
        }
    }
    return {};
}

// ---- Samples --------------------------------------------------------------------------------------------------

Json cellJson(const Column& column, size_t row) {
    if (column.isMissing(row)) return nullptr;
    switch (column.schema.type) {
    case ColumnType::Boolean: return column.integers[row] != 0;
    case ColumnType::Integer: return column.integers[row];
    case ColumnType::Real: return numberJson(ColumnType::Real, column.reals[row]);
    default: return column.display(row);
    }
}

Result<void> Run::fetchSamples() {
    for (PlannedExpectation& planned : m_planned) {
        const std::vector<uint64_t>& rows = m_rows[place(planned)];
        if (!rows.empty()) LATHE_CHECK(fetchSample(planned, rows));
    }
    return {};
}

Result<void> Run::fetchSample(PlannedExpectation& planned, const std::vector<uint64_t>& rows) {
    const std::vector<size_t>& columns = m_shownColumns[place(planned)];
    for (size_t i = 0; i < rows.size();) {
        LATHE_CHECK(m_job.checkStop());
        size_t end = i + 1; // rows of one chunk are read at once
        while (end < rows.size() && rows[end] / chunkRows == rows[i] / chunkRows) ++end;
        LATHE_TRY(const Table table, m_file.readTable(rows[i], rows[end - 1] - rows[i] + 1, columns));
        for (size_t each = i; each < end; ++each) {
            const auto row = static_cast<size_t>(rows[each] - rows[i]);
            Json value;
            if (columns.size() == 1) value = cellJson(table.columns.front(), row);
            else
                for (const Column& column : table.columns) value[column.schema.name] = cellJson(column, row);
            planned.result->sample.push_back({rows[each], std::move(value)});
        }
        i = end;
    }
    return {};
}

} // namespace

FiguresRequest& Plan::figuresOf(size_t column, const ConditionPointer& condition) {
    for (FiguresRequest& request : figures)
        if (request.column == column && request.condition == condition) return request;
    return figures.emplace_back(FiguresRequest{column, condition, {}});
}

KeyRequest& Plan::keysOf(const std::vector<size_t>& columns, const ConditionPointer& condition,
                         const std::string& ignoreRowIf) {
    for (KeyRequest& request : keys)
        if (request.columns == columns && request.condition == condition && request.ignoreRowIf == ignoreRowIf)
            return request;
    KeyRequest& request = keys.emplace_back();
    request.columns = columns;
    request.condition = condition;
    request.ignoreRowIf = ignoreRowIf;
    return request;
}

} // namespace validation

namespace {

Json merged(const Json& suite, const Json& given) {
    Json parameters = suite;
    for (const auto& [name, value] : given.items()) parameters[name] = value;
    return parameters;
}

} // namespace

Result<ValidationResult> validate(const ColumnFile& file, const ExpectationSuite& suite,
                                  const ValidationOptions& options, const JobContext& job) {
    ValidationResult result;
    result.suite = suite.name;
    result.contentHash = file.contentHash();
    result.rows = file.rows();
    result.startedAt = nowMicros();
    for (const Expectation& expectation : suite.expectations) result.results.push_back({expectation});
    validation::Run run(file, options, job);
    LATHE_CHECK(run.plan(result.results, merged(suite.parameters, options.parameters)));
    LATHE_CHECK(run.execute());
    LATHE_CHECK(run.fetchSamples());
    result.seconds = static_cast<double>(nowMicros() - result.startedAt) / 1e6;
    return result;
}

Result<std::vector<uint64_t>> unexpectedRows(const ColumnFile& file, const Expectation& expectation,
                                             const Json& parameters, size_t limit, const JobContext& job) {
    std::vector<ExpectationResult> results{{expectation}};
    ValidationOptions options;
    options.sample = limit;
    validation::Run run(file, options, job);
    LATHE_CHECK(run.plan(results, parameters));
    if (!results.front().problem.empty()) return fail(ErrorKind::InvalidInput, "{}", results.front().problem);
    if (!run.judgesRows(0)) return fail(ErrorKind::InvalidInput, "'{}' does not judge single rows", expectation.type);
    LATHE_CHECK(run.execute());
    return run.rows(0);
}

} // namespace lathe
