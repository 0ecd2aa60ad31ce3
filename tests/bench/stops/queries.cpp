// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/query/facet.h"
#include "core/data/query/find.h"
#include "core/data/query/group.h"
#include "core/data/query/row_order.h"
#include "core/data/writers/export.h"
#include "tests/bench/bench.h"
#include "tests/bench/stops/stops.h"

namespace lathe::bench {

namespace {

void measureFilters(Stops& stops, const ColumnFile& rows) {
    const std::pair<const char*, FilterCondition> conditions[] = {
        {"values", ValuesCondition{"code", {"reading 17", "reading 18"}, false, false}},
        {"range", RangeCondition{"value", 0.25, 0.5, false}},
        {"expression", ExpressionCondition{"value * 2 > level + 0.5 and contains(name, 'lo')"}},
        {"missing", MissingCondition{"", false}},
        {"text", TextCondition{"", {"ren lo", true, false, false}, false}},
        {"duplicates", DuplicatesCondition{{"code"}}},
    };
    for (const auto& [name, condition] : conditions)
        stops.measure(std::string("query: filter by ") + name, [&](const JobContext& job, const Path&) -> Result<void> {
            LATHE_CHECK(selectRows(rows, {{condition}}, job));
            return {};
        });
}

void measureOrders(Stops& stops, const ColumnFile& rows) {
    for (const char* keys : {"value", "station,-count", "code", "name,-day,id"})
        stops.measure(std::string("query: sort by ") + keys,
                      [&](const JobContext& job, const Path& scratch) -> Result<void> {
                          LATHE_TRY(const auto parsed, parseSortKeys(keys));
                          LATHE_CHECK(sortRows(rows, parsed, nullptr, scratch, job));
                          return {};
                      });
    if (!stops.wants("query: ")) return;
    const auto keys = must(parseSortKeys("value"));
    const RowOrder order = must(sortRows(rows, keys, nullptr, {}, JobContext()));
    FindQuery query;
    query.pattern.text = "no such text";
    stops.measure("query: find", [&](const JobContext& job, const Path&) -> Result<void> {
        LATHE_CHECK(matchingRows(rows, query, nullptr, job));
        return {};
    });
    stops.measure("query: find in sorted rows", [&](const JobContext& job, const Path&) -> Result<void> {
        LATHE_CHECK(findCell(rows, order, query, std::nullopt, false, nullptr, job));
        return {};
    });
    stops.measure("query: number of a match", [&](const JobContext& job, const Path&) -> Result<void> {
        const FilterCondition half = RangeCondition{"value", 0.25, 0.75, false};
        LATHE_TRY(const RowSelection matches, selectRows(rows, {{half}}, job));
        LATHE_CHECK(matchesBefore(order, matches, rows.rows(), job));
        return {};
    });
    stops.measure("query: export sorted rows", [&](const JobContext& job, const Path& scratch) {
        return exportRows(rows, order, {0, 1, 6, 8}, ExportFormat::Csv, scratch / "rows.csv", job);
    });
    for (const char* name : {"rows.csv", "rows.json", "rows.csv.gz", "rows.arff", "rows.sqlite", "rows.h5", "rows.npz"})
        stops.measure(std::string("query: export all as ") + name, [&](const JobContext& job, const Path& scratch) {
            return exportFile(rows, exportFormatFor(name), scratch / name, job);
        });
}

void measureCounts(Stops& stops, const ColumnFile& rows) {
    for (const size_t column : {size_t{3}, size_t{6}, size_t{8}})
        stops.measure("query: facet of values of " + rows.schema()[column].name,
                      [&](const JobContext& job, const Path&) -> Result<void> {
                          LATHE_CHECK(valueFacet(rows, column, nullptr, {}, job));
                          return {};
                      });
    stops.measure("query: facet of numbers", [&](const JobContext& job, const Path&) -> Result<void> {
        LATHE_CHECK(numberFacet(rows, 1, nullptr, {}, job));
        return {};
    });
    stops.measure("query: facet of times", [&](const JobContext& job, const Path&) -> Result<void> {
        LATHE_CHECK(timeFacet(rows, 5, nullptr, {}, job));
        return {};
    });
    const std::tuple<const char*, std::vector<std::string>, std::vector<Measure>> groups[] = {
        {"few", {"station"}, {{"value", Aggregate::Median}, {"code", Aggregate::Distinct}, {"level", Aggregate::Std}}},
        {"millions", {"code"}, {{"value", Aggregate::Mean}, {"count", Aggregate::Sum}}},
        {"millions, with medians", {"code"}, {{"value", Aggregate::Median}}},
    };
    for (const auto& [name, keys, measures] : groups)
        stops.measure(std::string("query: groups, ") + name, [&](const JobContext& job, const Path&) -> Result<void> {
            LATHE_CHECK(groupRows(rows, keys, measures, nullptr, SIZE_MAX, {}, job));
            return {};
        });
}

} // namespace

void measureQueries(Stops& stops, const ColumnFile& rows) {
    measureFilters(stops, rows);
    measureOrders(stops, rows);
    measureCounts(stops, rows);
}

} // namespace lathe::bench
