// SPDX-License-Identifier: GPL-3.0-or-later
// Commands that look at the rows of a version: show, export, find, facet, group.
#include <unistd.h>

#include <algorithm>
#include <cmath>

#include "app/cli/command.h"
#include "app/cli/data_output.h"
#include "core/base/text.h"
#include "core/data/datasets.h"
#include "core/data/query/facet.h"
#include "core/data/query/find.h"
#include "core/data/query/group.h"
#include "core/data/versions/dvc.h"
#include "core/data/writers/export.h"

namespace lathe::cli {

namespace {

/// Which rows and columns of a version a command looks at.
struct ViewArguments {
    std::string reference;
    std::vector<std::string> where;
    std::string sort;
    std::vector<std::string> columns;
};

/// A version opened, with the rows that --where left in the order of --sort.
struct View {
    std::unique_ptr<Project> project;
    VersionInfo version;
    std::shared_ptr<const ColumnFile> file;
    std::shared_ptr<const RowSelection> selection; ///< null: all rows
    RowOrder order;
    std::vector<size_t> columns; ///< those of --columns, or all

    [[nodiscard]] std::string counts() const {
        if (order.size() == version.rows) return {};
        return fmt::format("{} of {} rows\n", grouped(order.size()), grouped(version.rows));
    }
};

Result<std::vector<size_t>> columnIndices(const ColumnFile& file, const std::vector<std::string>& names) {
    std::vector<size_t> indices;
    std::vector<std::string> known;
    for (const auto& column : file.schema()) known.push_back(column.name);
    for (const auto& name : names) {
        const auto index = file.find(name);
        if (!index)
            return failHint(ErrorKind::NotFound, fmt::format("there is no column '{}'", name), suggestion(name, known));
        indices.push_back(*index);
    }
    for (size_t i = 0; names.empty() && i < file.columns(); ++i) indices.push_back(i);
    return indices;
}

Result<View> openView(const Session& session, const ViewArguments& arguments) {
    View view;
    LATHE_TRY(view.project, session.open(Project::Access::ReadOnly));
    const Datasets datasets(*view.project);
    LATHE_TRY(view.version, datasets.resolve(arguments.reference));
    LATHE_TRY(view.file, datasets.open(view.version));
    LATHE_TRY(view.columns, columnIndices(*view.file, arguments.columns));
    view.order = RowOrder::all(view.file->rows());
    if (!arguments.where.empty()) {
        Filter filter;
        for (const std::string& text : arguments.where) filter.conditions.push_back(ExpressionCondition{text});
        LATHE_TRY(RowSelection selection, selectRows(*view.file, filter, session.job()));
        view.selection = std::make_shared<const RowSelection>(std::move(selection));
        view.order = RowOrder::of(view.selection);
    }
    if (!arguments.sort.empty()) {
        LATHE_TRY(const auto keys, parseSortKeys(arguments.sort));
        LATHE_TRY(view.order, sortRows(*view.file, keys, view.selection.get(), {}, session.job()));
    }
    return view;
}

struct ShowArguments {
    ViewArguments view;
    uint64_t first = 0;
    uint64_t rows = 10;
};

Result<int> show(const Session& session, const ShowArguments& arguments) {
    LATHE_TRY(const View view, openView(session, arguments.view));
    LATHE_TRY(const auto numbers, view.order.rows(arguments.first, arguments.rows));
    LATHE_TRY(const Table rows, readRows(*view.file, numbers, view.columns, session.job()));
    const bool whole = arguments.view.where.empty() && arguments.view.sort.empty();
    std::vector<std::string> header;
    if (!whole) header.emplace_back("ROW");
    for (const auto& column : rows.columns) header.push_back(column.schema.name);
    TextTable table(header);
    for (size_t row = 0; row < numbers.size(); ++row) {
        std::vector<std::string> cells;
        if (!whole) cells.push_back(std::to_string(numbers[row]));
        for (const auto& column : rows.columns) cells.push_back(cellText(column, row));
        table.add(std::move(cells));
    }
    Json json = versionJson(view.version);
    json["selected_rows"] = view.order.size();
    json["row_numbers"] = numbers;
    json["sample"] = rowsJson(rows);
    session.output.result(json, versionLine(view.version) + "\n" + view.counts() + "\n" + table.text());
    return Done;
}

struct ExportArguments {
    ViewArguments view;
    std::string file;
    std::string format;
    bool dvc = false;
};

Result<ExportFormat> formatOf(const ExportArguments& arguments) {
    if (arguments.format.empty()) return exportFormatFor(arguments.file);
    if (const auto format = exportFormatFromText(arguments.format)) return *format;
    return failHint(ErrorKind::InvalidInput, fmt::format("'{}' is not a format that can be written", arguments.format),
                    suggestion(arguments.format, exportFormatWords()));
}

/// `data export VERSION -`
Result<int> printView(const Session& session, const ExportArguments& arguments) {
    if (session.output.json || arguments.dvc)
        return failHint(
            ErrorKind::InvalidInput,
            fmt::format("{} does not go with rows on standard output", session.output.json ? "--json" : "--dvc"),
            "Leave it out, or name a file.");
    if (arguments.format.empty())
        return failHint(ErrorKind::InvalidInput, "standard output has no ending that says the format",
                        "Name it: --format csv, tsv, json, jsonl or arff.");
    LATHE_TRY(const ExportFormat format, formatOf(arguments));
    LATHE_TRY(const View view, openView(session, arguments.view));
    LATHE_CHECK(
        exportRows(*view.file, view.order, view.columns, format, STDOUT_FILENO, "standard output", session.job()));
    session.output.note(fmt::format("{} rows written", grouped(view.order.size())));
    return Done;
}

Result<int> exportView(const Session& session, const ExportArguments& arguments) {
    if (arguments.file == "-") return printView(session, arguments);
    LATHE_TRY(const ExportFormat format, formatOf(arguments));
    LATHE_TRY(const View view, openView(session, arguments.view));
    LATHE_CHECK(exportRows(*view.file, view.order, view.columns, format, arguments.file, session.job()));
    Path pointer;
    if (arguments.dvc) {
        LATHE_TRY(pointer, writeDvcPointer(arguments.file, session.job()));
    }
    session.output.result(Json{{"file", arguments.file},
                               {"format", toString(format)},
                               {"rows", view.order.size()},
                               {"dvc", pointer.empty() ? Json() : Json(pointer.string())}},
                          fmt::format("{} rows written to {}", grouped(view.order.size()), arguments.file));
    return Done;
}

struct FindArguments {
    ViewArguments view;
    TextPattern pattern;
    uint64_t rows = 20;
};

Result<int> find(const Session& session, const FindArguments& arguments) {
    LATHE_TRY(const View view, openView(session, arguments.view));
    const FindQuery query{arguments.pattern, view.columns};
    LATHE_TRY(const RowSelection matches, matchingRows(*view.file, query, view.selection.get(), session.job()));
    TextTable table({"ROW", "COLUMN", "VALUE"});
    Json json{{"matching_rows", matches.count()}, {"cells", Json::array()}};
    std::optional<ViewCell> cell;
    for (uint64_t last = UINT64_MAX, shown = 0; matches.count() > 0;) {
        LATHE_TRY(const auto next, findCell(*view.file, view.order, query, cell, false, &matches, session.job()));
        if (!next || (cell && (next->position < cell->position || *next == *cell))) break; // round to the first one
        if (next->position != last && shown++ == arguments.rows) break;
        last = next->position;
        cell = next;
        LATHE_TRY(const auto row, view.order.rows(cell->position, 1));
        LATHE_TRY(const Column value, view.file->read(cell->column, row.front(), 1));
        table.add({std::to_string(row.front()), value.schema.name, value.display(0)});
        json["cells"].push_back({{"row", row.front()}, {"column", value.schema.name}, {"value", cellJson(value, 0)}});
    }
    session.output.result(json, table.empty()
                                    ? "Nothing was found."
                                    : fmt::format("{} rows match\n\n{}", grouped(matches.count()), table.text()));
    return Done;
}

struct FacetArguments {
    ViewArguments view;
    std::string column;
    std::string unit;
    std::string search;
    size_t most = 20;
    size_t bins = 20;
    bool values = false;
};

Result<std::optional<TimeUnit>> timeUnit(const std::string& word) {
    if (word.empty()) return std::nullopt;
    std::vector<std::string> known;
    for (int unit = 0; unit <= static_cast<int>(TimeUnit::Year); ++unit) {
        known.emplace_back(toString(static_cast<TimeUnit>(unit)));
        if (known.back() == word) return static_cast<TimeUnit>(unit);
    }
    return failHint(ErrorKind::InvalidInput, fmt::format("'{}' is not a unit of time", word), suggestion(word, known));
}

Result<int> showValues(const Session& session, const View& view, size_t column, const FacetArguments& arguments) {
    ValueFacetOptions options{arguments.most, std::nullopt};
    if (!arguments.search.empty()) options.search = TextPattern{arguments.search, false, false, false};
    LATHE_TRY(const auto facet, valueFacet(*view.file, column, view.selection.get(), options, session.job()));
    TextTable table({"VALUE", "ROWS"});
    Json json{
        {"distinct", facet.distinct}, {"count", facet.count}, {"missing", facet.missing}, {"values", Json::array()}};
    for (const auto& [value, count] : facet.values) {
        table.add({value, grouped(count)});
        json["values"].push_back({{"value", value}, {"count", count}});
    }
    session.output.result(json, fmt::format("{}{} different values, {} missing\n\n{}", view.counts(),
                                            grouped(facet.distinct), grouped(facet.missing), table.text()));
    return Done;
}

/// So many that neighbouring edges read differently.
int edgeDigits(const std::vector<double>& edges) {
    if (edges.size() < 2) return 5;
    const double size = std::max(std::abs(edges.front()), std::abs(edges.back()));
    const double width = edges[1] - edges[0];
    const double needed = size > 0 && width > 0 ? std::ceil(std::log10(size / width)) + 2 : 5;
    return static_cast<int>(std::clamp(needed, 5.0, 17.0));
}

Result<int> showBins(const Session& session, const View& view, size_t column, const FacetArguments& arguments) {
    const NumberFacetOptions options{arguments.bins, std::nullopt, std::nullopt};
    LATHE_TRY(const auto facet, numberFacet(*view.file, column, view.selection.get(), options, session.job()));
    TextTable table({"FROM", "TO", "ROWS"});
    Json json{{"count", facet.count},
              {"missing", facet.missing},
              {"min", facet.min},
              {"max", facet.max},
              {"bins", Json::array()}};
    const int digits = edgeDigits(facet.edges);
    for (size_t i = 0; i < facet.counts.size(); ++i) {
        table.add(
            {shortNumber(facet.edges[i], digits), shortNumber(facet.edges[i + 1], digits), grouped(facet.counts[i])});
        json["bins"].push_back({{"from", facet.edges[i]}, {"to", facet.edges[i + 1]}, {"count", facet.counts[i]}});
    }
    session.output.result(json, fmt::format("{}{} values from {} to {}, {} missing\n\n{}", view.counts(),
                                            grouped(facet.count), exactNumber(facet.min), exactNumber(facet.max),
                                            grouped(facet.missing), table.text()));
    return Done;
}

Result<int> showTimes(const Session& session, const View& view, size_t column, const FacetArguments& arguments) {
    TimeFacetOptions options;
    options.mostBins = arguments.bins;
    LATHE_TRY(options.unit, timeUnit(arguments.unit));
    LATHE_TRY(const auto facet, timeFacet(*view.file, column, view.selection.get(), options, session.job()));
    const bool date = view.file->schema()[column].type == ColumnType::Date;
    const auto text = [&](int64_t value) { return date ? isoDate(value) : isoTimestamp(value); };
    TextTable table({"FROM", "ROWS"});
    Json json{{"count", facet.count},
              {"missing", facet.missing},
              {"unit", toString(facet.unit)},
              {"step", facet.step},
              {"bins", Json::array()}};
    for (const auto& bin : facet.bins) {
        table.add({text(bin.from), grouped(bin.count)});
        json["bins"].push_back({{"from", text(bin.from)}, {"to", text(bin.to)}, {"count", bin.count}});
    }
    session.output.result(json, fmt::format("{}{} values by {}, {} missing\n\n{}", view.counts(), grouped(facet.count),
                                            toString(facet.unit), grouped(facet.missing), table.text()));
    return Done;
}

Result<int> facet(const Session& session, const FacetArguments& arguments) {
    LATHE_TRY(const View view, openView(session, arguments.view));
    LATHE_TRY(const auto indices, columnIndices(*view.file, {arguments.column}));
    const ColumnType type = view.file->schema()[indices.front()].type;
    if (arguments.values || isTextual(type) || type == ColumnType::Boolean)
        return showValues(session, view, indices.front(), arguments);
    if (isNumeric(type)) return showBins(session, view, indices.front(), arguments);
    return showTimes(session, view, indices.front(), arguments);
}

struct GroupArguments {
    ViewArguments view;
    std::vector<std::string> keys;
    std::vector<std::string> measures;
    std::optional<size_t> most; ///< none: all in JSON
};
constexpr size_t groupsShown = 50;

Result<int> group(const Session& session, const GroupArguments& arguments) {
    LATHE_TRY(const View view, openView(session, arguments.view));
    std::vector<Measure> measures;
    for (const std::string& text : arguments.measures) {
        LATHE_TRY(Measure measure, parseMeasure(text));
        measures.push_back(std::move(measure));
    }
    const size_t most = session.output.json ? arguments.most.value_or(SIZE_MAX) : arguments.most.value_or(groupsShown);
    LATHE_TRY(const GroupSummary summary,
              groupRows(*view.file, arguments.keys, measures, view.selection.get(), most, {}, session.job()));
    std::vector<std::string> header;
    for (const Column& column : summary.table.columns) header.push_back(column.schema.name);
    TextTable table(header);
    for (size_t row = 0; row < summary.table.rows(); ++row) {
        std::vector<std::string> cells;
        for (const Column& column : summary.table.columns)
            cells.push_back(column.schema.type == ColumnType::Real && !column.isMissing(row)
                                ? shortNumber(column.reals[row], 8)
                                : cellText(column, row));
        table.add(std::move(cells));
    }
    session.output.result(Json{{"groups", summary.groups}, {"rows", rowsJson(summary.table)}},
                          fmt::format("{}{} groups\n\n{}", view.counts(), grouped(summary.groups), table.text()));
    return Done;
}

template <typename Arguments>
void addView(const Command<Arguments>& command, bool sorted) {
    ViewArguments& view = command.values().view;
    command->add_option("VERSION", view.reference, "weather, weather@2, weather@latest or weather@sha256:…")
        ->required();
    command->add_option("--where", view.where,
                        "Only rows for which this is true, for example \"count > 100\" (may be repeated)");
    if (sorted)
        command->add_option("--sort", view.sort,
                            "Columns to sort by, a minus before those that descend: season,-count");
}

template <typename Arguments>
void addColumns(const Command<Arguments>& command) {
    command->add_option("--columns", command.values().view.columns, "Columns, separated by commas")->delimiter(',');
}

void addFind(CLI::App& data, Session& session) {
    const auto command = addCommand(data, session, "find", "Find cells by their text", find);
    auto& arguments = command.values();
    addView(command, true);
    command->add_option("TEXT", arguments.pattern.text, "What to find")->required();
    addColumns(command);
    command->add_flag("--regex", arguments.pattern.regex, "TEXT is a regular expression (RE2)");
    command->add_flag("--case", arguments.pattern.matchCase, "Capital and small letters differ");
    command->add_flag("--whole", arguments.pattern.wholeCell, "TEXT is the whole cell");
    command->add_option("-n,--rows", arguments.rows, "How many rows to show (default 20)")
        ->check(CLI::NonNegativeNumber);
}

void addFacet(CLI::App& data, Session& session) {
    const auto command = addCommand(data, session, "facet", "Count the values of a column", facet);
    auto& arguments = command.values();
    addView(command, false);
    command->add_option("COLUMN", arguments.column)->required();
    command->add_option("--search", arguments.search, "Only values with this text");
    command->add_option("-n,--rows", arguments.most, "How many values to show (default 20)")
        ->check(CLI::NonNegativeNumber);
    command->add_option("--bins", arguments.bins, "How many bins at most (default 20)");
    command->add_option("--unit", arguments.unit,
                        "Unit of time: second, minute, hour, day, week, month, quarter or year");
    command->add_flag("--values", arguments.values, "Single values also of numbers and times");
}

void addGroup(CLI::App& data, Session& session) {
    const auto command = addCommand(data, session, "group", "Summarise rows by the values of columns", group);
    auto& arguments = command.values();
    addView(command, false);
    command->add_option("--by", arguments.keys, "Columns that make a group, separated by commas")->delimiter(',');
    command->add_option(
        "--measure", arguments.measures,
        "count, missing, distinct, min, max, sum, mean, std or median of a column: mean(price) (may be repeated)");
    command->add_option("-n,--rows", arguments.most, "How many groups to show (default 50)")
        ->check(CLI::NonNegativeNumber);
}

} // namespace

void addQueryCommands(CLI::App& data, Session& session) {
    const auto shown = addCommand(data, session, "show", "Print rows of a version", show);
    addView(shown, true);
    shown->add_option("--first", shown.values().first, "First row (0 is the first)");
    shown->add_option("-n,--rows", shown.values().rows, "How many rows (default 10)")->check(CLI::NonNegativeNumber);
    addColumns(shown);
    const auto exported = addCommand(
        data, session, "export", "Write a version, or some of its rows and columns, for other programs", exportView);
    addView(exported, true);
    exported
        ->add_option(
            "FILE", exported.values().file,
            "Its ending says the format: .csv, .tsv, .json, .jsonl, .arff, .sqlite, .h5, .npz, .parquet; texts also with .gz or .zst. - for standard output, with --format")
        ->required();
    exported->add_option("--format", exported.values().format,
                         "Format (default: by the ending, else csv): " + joined(exportFormatWords(), ", "));
    exported->add_flag("--dvc", exported.values().dvc,
                       "Write FILE.dvc beside it, and put it into the cache of the DVC repository there");
    addColumns(exported);
    addFind(data, session);
    addFacet(data, session);
    addGroup(data, session);
}

} // namespace lathe::cli
