// SPDX-License-Identifier: GPL-3.0-or-later
// The form of each kind of recipe step, as a table.
#include "ui/datasets/step_catalog.h"

#include <QCoreApplication>

#include <map>

namespace lathe::ui {
namespace {

struct StepTexts {
    Q_DECLARE_TR_FUNCTIONS(StepTexts)
};

using Spec = StepFieldSpec;
using Control = Spec::Control;
using Accept = Spec::Accept;
using Choices = std::vector<std::pair<std::string, QString>>;
using Fields = std::vector<Spec>;

Spec make(Control control, const char* key, const QString& caption, bool required, const QString& prompt = {}) {
    Spec spec;
    spec.control = control;
    spec.key = key;
    spec.caption = caption;
    spec.required = required;
    spec.prompt = prompt;
    return spec;
}

Spec columns(Accept accept = Accept::All, const char* key = "columns",
             const QString& caption = StepTexts::tr("Columns"), bool required = true) {
    Spec spec = make(Control::Columns, key, caption, required);
    spec.accept = accept;
    return spec;
}

Spec column(Accept accept = Accept::All, const char* key = "column", const QString& caption = StepTexts::tr("Column")) {
    Spec spec = make(Control::Column, key, caption, true);
    spec.accept = accept;
    return spec;
}

Spec choice(const char* key, const QString& caption, Choices choices) {
    Spec spec = make(Control::Choice, key, caption, false);
    spec.choices = std::move(choices);
    return spec;
}

Spec flag(const char* key, const QString& caption) { return make(Control::Flag, key, caption, false); }
Spec value(const char* key, const QString& caption, const QString& usual) {
    return make(Control::Value, key, caption, false, usual);
}
Spec line(const char* key, const QString& caption, const QString& example, bool required = true) {
    return make(Control::Text, key, caption, required, example);
}
Spec list(const char* key, const QString& caption, const QString& example, bool required) {
    return make(Control::List, key, caption, required, example);
}

Spec when(Spec spec, const char* key, std::vector<std::string> words) {
    spec.onlyWith = key;
    spec.onlyWords = std::move(words);
    return spec;
}
Spec noted(Spec spec, const QString& note) {
    spec.note = note;
    return spec;
}

// ---- The forms, group by group
// ---------------------------------------------------------------------------------

Fields columnForms(const std::string& kind) {
    if (kind == "rename") return {make(Control::Names, "columns", StepTexts::tr("Columns and their new names"), true)};
    if (kind == "drop") return {columns(Accept::All, "columns", StepTexts::tr("Columns to leave out"))};
    if (kind == "keep") return {columns(Accept::All, "columns", StepTexts::tr("Columns to keep"))};
    if (kind == "reorder") return {columns(Accept::All, "columns", StepTexts::tr("Columns to put in front"))};
    if (kind == "cast")
        return {noted(make(Control::Types, "columns", StepTexts::tr("Columns and their new types"), true),
                      StepTexts::tr("A value that cannot be read as the new type becomes missing."))};
    if (kind == "split_column")
        return {column(Accept::Words), line("separator", StepTexts::tr("Separator"), QStringLiteral("|")),
                list("into", StepTexts::tr("New columns"), StepTexts::tr("first, last"), true),
                flag("keep", StepTexts::tr("Keep the old column"))};
    if (kind == "join_columns")
        return {columns(),
                make(Control::Text, "separator", StepTexts::tr("Separator"), false, StepTexts::tr("a blank")),
                line("into", StepTexts::tr("New column"), StepTexts::tr("full_name")),
                flag("keep", StepTexts::tr("Keep the old columns"))};
    return {column(Accept::Words), line("separator", StepTexts::tr("Separator"), QStringLiteral("|"))}; // split_rows
}

Fields clusterForm() {
    return {column(Accept::Words),
            choice("method", StepTexts::tr("Spellings are the same by"),
                   {{"fingerprint", StepTexts::tr("their words, in any order")},
                    {"ngram", StepTexts::tr("their letters, in any order")},
                    {"metaphone", StepTexts::tr("English sound")},
                    {"cologne", StepTexts::tr("German sound")},
                    {"levenshtein", StepTexts::tr("few different letters")},
                    {"jaro_winkler", StepTexts::tr("similarity")}}),
            when(value("radius", StepTexts::tr("Different letters at most"), QStringLiteral("2")), "method",
                 {"levenshtein"}),
            when(value("similarity", StepTexts::tr("Similarity from 0 to 1"), QStringLiteral("0.9")), "method",
                 {"jaro_winkler"}),
            value("ratio", StepTexts::tr("Join only what is so many times as frequent"), QStringLiteral("1")),
            make(Control::Clusters, "map", StepTexts::tr("Spellings"), false)};
}

Fields textForms(const std::string& kind) {
    const Spec texts = columns(Accept::Words);
    const Spec ignoreCase = flag("ignore_case", StepTexts::tr("Capital and small letters are the same"));
    if (kind == "trim")
        return {texts, choice("inner", StepTexts::tr("Blanks inside"),
                              {{"keep", StepTexts::tr("stay")},
                               {"collapse", StepTexts::tr("become one")},
                               {"remove", StepTexts::tr("go")}})};
    if (kind == "change_case")
        return {texts, choice("to", StepTexts::tr("Write as"),
                              {{"lower", StepTexts::tr("small letters")},
                               {"upper", StepTexts::tr("CAPITALS")},
                               {"title", StepTexts::tr("Every Word")},
                               {"sentence", StepTexts::tr("First word")}})};
    if (kind == "normalise_text")
        return {texts,
                choice("form", StepTexts::tr("Unicode form"),
                       {{"NFC", QStringLiteral("NFC")},
                        {"NFD", QStringLiteral("NFD")},
                        {"NFKC", QStringLiteral("NFKC")},
                        {"NFKD", QStringLiteral("NFKD")}}),
                flag("strip_accents", StepTexts::tr("Take accents off"))};
    if (kind == "replace")
        return {texts,
                noted(make(Control::Map, "map", StepTexts::tr("Old and new value"), true),
                      StepTexts::tr("An empty new value makes the old one missing.")),
                flag("part", StepTexts::tr("Also inside a value")), ignoreCase};
    if (kind == "replace_pattern")
        return {texts, line("pattern", StepTexts::tr("Regular expression"), QStringLiteral("(\\d+) oz")),
                noted(make(Control::Text, "with", StepTexts::tr("New text"), false),
                      StepTexts::tr("\\1 is what the first brackets hold.")),
                ignoreCase};
    if (kind == "extract")
        return {column(Accept::Words),
                line("pattern", StepTexts::tr("Regular expression"), QStringLiteral("(\\d+)-(\\d+)")),
                list("into", StepTexts::tr("New columns, one for each brackets"), StepTexts::tr("from, to"), true),
                ignoreCase};
    if (kind == "parse_number")
        return {texts,
                choice("decimal", StepTexts::tr("Decimal mark"),
                       {{"either", StepTexts::tr("found out")},
                        {"point", StepTexts::tr("point")},
                        {"comma", StepTexts::tr("comma")}}),
                choice("percent", StepTexts::tr("5% becomes"),
                       {{"keep", QStringLiteral("5")}, {"fraction", QStringLiteral("0.05")}}),
                choice("type", StepTexts::tr("Numbers are"),
                       {{"real", StepTexts::tr("real")}, {"integer", StepTexts::tr("whole")}})};
    if (kind == "parse_date")
        return {texts,
                noted(list("forms", StepTexts::tr("Forms"), QStringLiteral("%d.%m.%Y"), false),
                      StepTexts::tr("Found out when left empty.")),
                choice("order", StepTexts::tr("1/2/2014 is"),
                       {{"auto", StepTexts::tr("told by the other values")},
                        {"day_first", StepTexts::tr("in February")},
                        {"month_first", StepTexts::tr("in January")}}),
                choice("type", StepTexts::tr("They become"),
                       {{"auto", StepTexts::tr("dates, or times when there are any")},
                        {"date", StepTexts::tr("dates")},
                        {"timestamp", StepTexts::tr("times")}})};
    if (kind == "cluster") return clusterForm();
    return {columns(Accept::All, "key", StepTexts::tr("Key: columns that decide the others")),
            columns(Accept::Words, "columns", StepTexts::tr("Columns to mend")), // repair
            value("min_share", StepTexts::tr("Share of the rows that must agree"), QStringLiteral("0.5")),
            value("min_rows", StepTexts::tr("Rows that must agree"), QStringLiteral("2"))};
}

Fields fillForm() {
    const std::vector<std::string> neighbours = {"forward", "backward"};
    return {
        columns(),
        choice("with", StepTexts::tr("Fill with"),
               {{"mean", StepTexts::tr("the mean")},
                {"median", StepTexts::tr("the median")},
                {"mode", StepTexts::tr("the most frequent value")},
                {"constant", StepTexts::tr("a value of my choice")},
                {"forward", StepTexts::tr("the value before")},
                {"backward", StepTexts::tr("the value after")},
                {"knn", StepTexts::tr("the nearest rows")}}),
        when(make(Control::Value, "value", StepTexts::tr("Value"), true, QStringLiteral("0")), "with", {"constant"}),
        when(columns(Accept::All, "by", StepTexts::tr("Inside groups of equal"), false), "with",
             {"mean", "median", "mode", "forward", "backward"}),
        when(columns(Accept::All, "order", StepTexts::tr("In order of"), false), "with", neighbours),
        when(columns(Accept::Numbers, "using", StepTexts::tr("Near in"), false), "with", {"knn"}),
        when(value("neighbours", StepTexts::tr("How many rows"), QStringLiteral("5")), "with", {"knn"})};
}

Fields rowForms(const std::string& kind) {
    const Spec seed = value("seed", StepTexts::tr("Another number chooses other rows"), QStringLiteral("0"));
    if (kind == "filter")
        return {make(Control::Condition, "where", StepTexts::tr("Keep rows where"), true,
                     QStringLiteral("precipitation > 0 and weather != 'sun'"))};
    if (kind == "drop_duplicates")
        return {noted(columns(Accept::All, "columns", StepTexts::tr("Columns to compare"), false),
                      StepTexts::tr("None ticked: rows must be equal in all columns."))};
    if (kind == "drop_similar")
        return {columns(Accept::All, "columns", StepTexts::tr("Columns to compare")),
                choice("method", StepTexts::tr("Rows are the same by"),
                       {{"fingerprint", StepTexts::tr("their words, in any order")},
                        {"jaro_winkler", StepTexts::tr("similarity")},
                        {"levenshtein", StepTexts::tr("few different letters")}}),
                when(value("similarity", StepTexts::tr("Similarity from 0 to 1"), QStringLiteral("0.93")), "method",
                     {"jaro_winkler"}),
                when(value("radius", StepTexts::tr("Different letters at most"), QStringLiteral("2")), "method",
                     {"levenshtein"}),
                columns(Accept::All, "block", StepTexts::tr("Only rows equal in"), false)};
    if (kind == "sample")
        return {noted(value("share", StepTexts::tr("Share from 0 to 1"), QStringLiteral("0.1")),
                      StepTexts::tr("Either a share or a number of rows.")),
                value("rows", StepTexts::tr("Rows"), QStringLiteral("1000")),
                columns(Accept::All, "by", StepTexts::tr("Of each group of equal"), false), seed};
    if (kind == "rebalance")
        return {column(),
                choice("method", StepTexts::tr("Make classes equal by"),
                       {{"under", StepTexts::tr("dropping rows of frequent ones")},
                        {"over", StepTexts::tr("repeating rows of rare ones")}}),
                seed};
    if (kind == "group_aggregate")
        return {
            columns(Accept::All, "by", StepTexts::tr("One row for each different")),
            noted(make(Control::Map, "values", StepTexts::tr("New column and how it is computed"), true),
                  StepTexts::tr("mean(wind), count(), and: distinct, sum, median, std, min, max, first, last, mode."))};
    if (kind == "join")
        return {line("with", StepTexts::tr("Other version"), QStringLiteral("stations@latest")),
                columns(Accept::All, "on", StepTexts::tr("Columns that must be equal")),
                choice("kind", StepTexts::tr("Keep"),
                       {{"left", StepTexts::tr("all rows")},
                        {"inner", StepTexts::tr("rows with a match")},
                        {"matching", StepTexts::tr("rows with a match, no new columns")},
                        {"not_matching", StepTexts::tr("rows without a match")}}),
                when(list("columns", StepTexts::tr("Columns to bring in"), StepTexts::tr("all"), false), "kind",
                     {"left", "inner"})};
    if (kind == "drop_missing")
        return {noted(columns(Accept::All, "columns", StepTexts::tr("Columns"), false),
                      StepTexts::tr("None ticked: all columns.")),
                choice("when", StepTexts::tr("Drop a row when"),
                       {{"any", StepTexts::tr("any is missing")}, {"all", StepTexts::tr("all are missing")}})};
    if (kind == "outliers")
        return {columns(Accept::Numbers),
                choice("method", StepTexts::tr("Far from"),
                       {{"iqr", StepTexts::tr("the quartiles")},
                        {"z", StepTexts::tr("the mean, in standard deviations")},
                        {"mad", StepTexts::tr("the median, in median deviations")}}),
                value("factor", StepTexts::tr("How far"), QStringLiteral("1.5")),
                choice("action", StepTexts::tr("What becomes of them"),
                       {{"flag", StepTexts::tr("marked in a new column")},
                        {"clip", StepTexts::tr("brought to the limit")},
                        {"missing", StepTexts::tr("missing")},
                        {"drop", StepTexts::tr("the row goes")}})};
    return fillForm();
}

Fields encodingForms(const std::string& kind) {
    if (kind == "derive")
        return {
            line("column", StepTexts::tr("Name of the new column"), StepTexts::tr("new_column")),
            make(Control::Expression, "as", StepTexts::tr("Its value"), true, QStringLiteral("temp_max - temp_min"))};
    if (kind == "bin")
        return {column(Accept::Numbers),
                choice("method", StepTexts::tr("Ranges are"),
                       {{"width", StepTexts::tr("equally wide")},
                        {"quantile", StepTexts::tr("equally full")},
                        {"edges", StepTexts::tr("given")}}),
                when(value("bins", StepTexts::tr("How many"), QStringLiteral("5")), "method", {"width", "quantile"}),
                when(list("edges", StepTexts::tr("Edges"), QStringLiteral("0, 10, 20"), true), "method", {"edges"}),
                list("labels", StepTexts::tr("Names of the ranges"), StepTexts::tr("low, high"), false)};
    if (kind == "date_parts")
        return {column(Accept::Dates),
                list("parts", StepTexts::tr("Parts"), QStringLiteral("year, month, weekday"), true)};
    const Spec by = columns(Accept::All, "by", StepTexts::tr("Inside groups of equal"), false);
    const Spec order = columns(Accept::All, "order", StepTexts::tr("In order of"), false);
    if (kind == "lag")
        return {columns(),
                noted(value("rows", StepTexts::tr("Rows back"), QStringLiteral("1")),
                      StepTexts::tr("A negative number looks ahead.")),
                by, order};
    if (kind == "rolling")
        return {columns(Accept::Numbers),
                choice("function", StepTexts::tr("Compute"),
                       {{"mean", StepTexts::tr("the mean")},
                        {"sum", StepTexts::tr("the sum")},
                        {"min", StepTexts::tr("the smallest")},
                        {"max", StepTexts::tr("the greatest")},
                        {"median", StepTexts::tr("the median")},
                        {"std", StepTexts::tr("the standard deviation")},
                        {"count", StepTexts::tr("how many are not missing")}}),
                make(Control::Value, "window", StepTexts::tr("Over rows"), true, QStringLiteral("7")),
                value("min_rows", StepTexts::tr("Of which not missing"), StepTexts::tr("all")),
                by,
                order};
    if (kind == "one_hot")
        return {columns(Accept::Words),
                list("categories", StepTexts::tr("Categories"), StepTexts::tr("found in the data"), false)};
    if (kind == "ordinal")
        return {column(Accept::Words),
                list("order", StepTexts::tr("From low to high"), StepTexts::tr("low, middle, high"), false)};
    if (kind == "target_encode")
        return {columns(), column(Accept::Numbers, "target", StepTexts::tr("Target")),
                value("folds", StepTexts::tr("Folds"), QStringLiteral("5")),
                value("smoothing", StepTexts::tr("Smoothing, in rows"), QStringLiteral("10"))};
    return {columns(Accept::Numbers), choice("method", StepTexts::tr("Method"),
                                             {{"standard", StepTexts::tr("standard: mean 0, deviation 1")},
                                              {"min_max", StepTexts::tr("min–max: from 0 to 1")},
                                              {"robust", StepTexts::tr("robust: median and quartiles")}})};
}

Fields privacyForms(const std::string& kind) {
    if (kind == "hash")
        return {columns(),
                noted(line("salt_from", StepTexts::tr("Environment variable with the secret"),
                           QStringLiteral("LATHE_SALT")),
                      StepTexts::tr("The secret stays out of the recipe.")),
                value("length", StepTexts::tr("Digits"), QStringLiteral("16"))};
    if (kind == "mask")
        return {columns(), value("keep_first", StepTexts::tr("Characters shown at the beginning"), QStringLiteral("0")),
                value("keep_last", StepTexts::tr("Characters shown at the end"), QStringLiteral("0"))};
    if (kind == "suppress")
        return {columns(Accept::All, "quasi", StepTexts::tr("Columns that somebody may know")),
                columns(Accept::All, "sensitive", StepTexts::tr("Columns that nobody should learn"), false),
                value("k", StepTexts::tr("Rows that must be alike (k)"), QStringLiteral("5")),
                value("l", StepTexts::tr("Different sensitive values among them (l)"), QStringLiteral("1"))};
    return {columns(),
            noted(value("width", StepTexts::tr("Numbers: width of the ranges"), QStringLiteral("10")),
                  StepTexts::tr("One of the three, by what the columns hold.")),
            choice("period", StepTexts::tr("Dates: keep"),
                   {{"", StepTexts::tr("–")},
                    {"year", StepTexts::tr("the year")},
                    {"quarter", StepTexts::tr("the quarter")},
                    {"month", StepTexts::tr("the month")}}),
            value("prefix", StepTexts::tr("Texts: characters kept"), QStringLiteral("3"))};
}

const std::map<std::string, StepGroup>& groups() {
    static const std::map<std::string, StepGroup> table = [] {
        std::map<std::string, StepGroup> made;
        const auto add = [&made](StepGroup group, std::initializer_list<const char*> kinds) {
            for (const char* kind : kinds) made[kind] = group;
        };
        add(StepGroup::Columns,
            {"rename", "drop", "keep", "reorder", "cast", "split_column", "join_columns", "split_rows"});
        add(StepGroup::Texts, {"trim", "change_case", "normalise_text", "replace", "replace_pattern", "extract",
                               "parse_number", "parse_date", "cluster", "repair"});
        add(StepGroup::Gaps, {"fill_missing", "drop_missing", "outliers"});
        add(StepGroup::Rows,
            {"filter", "drop_duplicates", "drop_similar", "sample", "rebalance", "group_aggregate", "join"});
        add(StepGroup::Encodings,
            {"derive", "bin", "date_parts", "lag", "rolling", "one_hot", "ordinal", "target_encode", "scale"});
        add(StepGroup::Privacy, {"hash", "mask", "generalise", "suppress"});
        return made;
    }();
    return table;
}

} // namespace

QString stepGroupTitle(StepGroup group) {
    switch (group) {
    case StepGroup::Columns: return StepTexts::tr("Columns");
    case StepGroup::Texts: return StepTexts::tr("Texts, numbers and dates");
    case StepGroup::Gaps: return StepTexts::tr("Gaps and outliers");
    case StepGroup::Rows: return StepTexts::tr("Rows");
    case StepGroup::Encodings: return StepTexts::tr("New columns and encodings");
    case StepGroup::Privacy: return StepTexts::tr("Privacy");
    }
    return {};
}

StepGroup stepGroup(const std::string& kind) {
    const auto found = groups().find(kind);
    return found == groups().end() ? StepGroup::Columns : found->second;
}

std::vector<StepFieldSpec> stepFields(const std::string& kind) {
    if (!groups().contains(kind)) return {};
    switch (stepGroup(kind)) {
    case StepGroup::Columns: return columnForms(kind);
    case StepGroup::Texts: return textForms(kind);
    case StepGroup::Gaps:
    case StepGroup::Rows: return rowForms(kind);
    case StepGroup::Encodings: return encodingForms(kind);
    case StepGroup::Privacy: return privacyForms(kind);
    }
    return {};
}

} // namespace lathe::ui
