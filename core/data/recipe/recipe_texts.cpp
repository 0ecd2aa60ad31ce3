// SPDX-License-Identifier: GPL-3.0-or-later
// Steps that change texts one by one: trim, change_case, normalise_text, replace, replace_pattern, extract.
#include <map>

#include <re2/re2.h>

#include "core/base/text.h"
#include "core/data/recipe/recipe_operation.h"
#include "core/data/text/unicode.h"

namespace lathe::recipe {

namespace {

/// Changes each text of some columns by a function of that text alone.
class ChangeTexts final : public Operation {
public:
    ChangeTexts(std::string summary, std::vector<std::string> names, TextMap map)
        : m_summary(std::move(summary)), m_names(std::move(names)), m_map(std::move(map)) {}

    std::string summary() const override { return m_summary; }

    Result<void> bind(Columns& columns) override {
        LATHE_TRY(m_columns, requireTexts(columns, m_names));
        return {};
    }

    std::optional<ColumnFlow> flow(size_t columns) const override { return changedInPlace(columns, m_columns); }

    Result<void> apply(Table& piece, StepEffect& effect) override {
        for (const size_t column : m_columns) effect.changedCells += mapTexts(piece.columns[column], m_map);
        return {};
    }

private:
    std::string m_summary;
    std::vector<std::string> m_names;
    TextMap m_map;
    std::vector<size_t> m_columns;
};

std::unique_ptr<Operation> changeTexts(const std::string& what, std::vector<std::string> names, TextMap map) {
    std::string summary = fmt::format("{} {}", what, joined(names, ", "));
    return std::make_unique<ChangeTexts>(std::move(summary), std::move(names), std::move(map));
}

// ---- replace --------------------------------------------------------------------------------------------------

/// Texts and what stands in their place; none: missing.
struct Replacements {
    std::vector<std::pair<std::string, std::optional<std::string>>> list;
    bool parts = false;
    bool ignoreCase = false;
};

TextMap replaceWhole(Replacements replacements) {
    std::map<std::string, std::optional<std::string>, std::less<>> table;
    for (auto& [from, to] : replacements.list) table.emplace(replacements.ignoreCase ? lowerCase(from) : from, to);
    return [table = std::move(table), fold = replacements.ignoreCase](std::string_view text, std::string& result) {
        const auto found = fold ? table.find(lowerCase(text)) : table.find(text);
        if (found == table.end()) {
            result = text;
            return true;
        }
        if (!found->second) return false;
        result = *found->second;
        return true;
    };
}

/// One after the other, each over what the one before left.
TextMap replaceParts(const Replacements& replacements) {
    std::vector<std::pair<std::shared_ptr<const RE2>, std::string>> patterns;
    for (const auto& [from, to] : replacements.list) {
        RE2::Options options;
        options.set_literal(true);
        options.set_case_sensitive(!replacements.ignoreCase);
        // A backslash in the new text would mean a group.
        std::string rewrite;
        for (const char c : to.value_or(std::string())) rewrite += c == '\\' ? std::string("\\\\") : std::string(1, c);
        patterns.emplace_back(std::make_shared<RE2>(from, options), std::move(rewrite));
    }
    return [patterns = std::move(patterns)](std::string_view text, std::string& result) {
        result = text;
        for (const auto& [pattern, rewrite] : patterns) RE2::GlobalReplace(&result, *pattern, rewrite);
        return true;
    };
}

Result<Replacements> readReplacements(const ConfigNode& node) {
    Replacements replacements;
    LATHE_TRY(replacements.parts, node.booleanOr("part", false));
    LATHE_TRY(replacements.ignoreCase, node.booleanOr("ignore_case", false));
    LATHE_TRY(const ConfigNode map, node.require("map"));
    LATHE_TRY(const auto entries, map.entries());
    if (entries.empty()) return failure(map.error("nothing is to be replaced", "Write map: {old: new}."));
    for (const auto& [from, to] : entries) {
        if (replacements.parts && from.empty())
            return failure(to.error("an empty text occurs everywhere", "Name the part to replace."));
        if (to.isNull()) {
            if (replacements.parts)
                return failure(
                    to.error("a part cannot become missing", "Write '' to take the part out, or leave part: out."));
            replacements.list.emplace_back(from, std::nullopt);
            continue;
        }
        LATHE_TRY(std::string text, to.text());
        replacements.list.emplace_back(from, std::move(text));
    }
    return replacements;
}

Result<std::shared_ptr<const RE2>> readPattern(const ConfigNode& node, bool ignoreCase) {
    LATHE_TRY(const ConfigNode value, node.require("pattern"));
    LATHE_TRY(const std::string text, value.text());
    if (text.empty()) return failure(value.error("the pattern is empty"));
    RE2::Options options;
    options.set_log_errors(false);
    options.set_case_sensitive(!ignoreCase);
    auto pattern = std::make_shared<const RE2>(text, options);
    if (!pattern->ok())
        return failure(value.error(fmt::format("'{}' is not a regular expression: {}", text, pattern->error()),
                                   "The syntax is that of RE2: no look-around and no back references."));
    return pattern;
}

// ---- extract --------------------------------------------------------------------------------------------------

/// New columns from the groups of a regular expression.
class Extract final : public Operation {
public:
    Extract(std::string column, std::shared_ptr<const RE2> pattern, std::vector<std::string> into)
        : m_column(std::move(column)), m_pattern(std::move(pattern)), m_into(std::move(into)) {}

    std::string summary() const override {
        return fmt::format("extract {} from {} by {}", joined(m_into, ", "), m_column, m_pattern->pattern());
    }

    Result<void> bind(Columns& columns) override {
        LATHE_TRY(const auto found, requireTexts(columns, {m_column}));
        m_source = found.front();
        const ColumnType type = columns.list[m_source].type;
        for (const std::string& name : m_into) LATHE_CHECK(columns.add(name, type));
        return {};
    }

    Result<void> apply(Table& piece, StepEffect& effect) override {
        // No group: the whole match.
        const int group = m_pattern->NumberOfCapturingGroups() == 0 ? 0 : 1;
        for (size_t i = 0; i < m_into.size(); ++i) {
            Column column = piece.columns[m_source];
            column.schema.name = m_into[i];
            const uint64_t before = column.missingCount();
            mapTexts(column, [&](std::string_view text, std::string& result) {
                return captured(text, group + static_cast<int>(i), result);
            });
            if (i == 0) effect.failedCells += column.missingCount() - before;
            piece.columns.push_back(std::move(column));
        }
        return {};
    }

private:
    bool captured(std::string_view text, int group, std::string& result) const {
        std::vector<re2::StringPiece> groups(static_cast<size_t>(group) + 1);
        const re2::StringPiece input(text.data(), text.size());
        if (!m_pattern->Match(input, 0, input.size(), RE2::UNANCHORED, groups.data(), static_cast<int>(groups.size())))
            return false;
        if (groups.back().data() == nullptr) return false; // the group took no part
        result.assign(groups.back().data(), groups.back().size());
        return true;
    }

    std::string m_column;
    std::shared_ptr<const RE2> m_pattern;
    std::vector<std::string> m_into;
    size_t m_source = 0;
};

} // namespace

Result<std::unique_ptr<Operation>> readTrim(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"columns", "inner"}));
    LATHE_TRY(std::vector<std::string> columns, readColumnList(node, "columns"));
    LATHE_TRY(const std::string inner, readWord(node, "inner", {"keep", "collapse", "remove"}, "keep"));
    TextMap map = [](std::string_view text, std::string& result) { return result = withoutOuterBlanks(text), true; };
    if (inner == "collapse")
        map = [](std::string_view text, std::string& result) { return result = withCollapsedBlanks(text), true; };
    if (inner == "remove")
        map = [](std::string_view text, std::string& result) { return result = withoutBlanks(text), true; };
    return changeTexts("trim", std::move(columns), std::move(map));
}

Result<std::unique_ptr<Operation>> readChangeCase(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"columns", "to"}));
    LATHE_TRY(std::vector<std::string> columns, readColumnList(node, "columns"));
    LATHE_TRY(const ConfigNode to, node.require("to"));
    static const std::vector<std::string> words = {"lower", "upper", "title", "sentence"};
    LATHE_TRY(const std::string word, to.oneOf(words));
    const auto change = word == "lower"   ? lowerCase
                        : word == "upper" ? upperCase
                        : word == "title" ? titleCase
                                          : sentenceCase;
    return changeTexts(fmt::format("{} case in", word), std::move(columns),
                       [change](std::string_view text, std::string& result) { return result = change(text), true; });
}

Result<std::unique_ptr<Operation>> readNormaliseText(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"columns", "form", "strip_accents"}));
    LATHE_TRY(std::vector<std::string> columns, readColumnList(node, "columns"));
    LATHE_TRY(const std::string form, readWord(node, "form", {"NFC", "NFD", "NFKC", "NFKD"}, "NFC"));
    LATHE_TRY(const bool strip, node.booleanOr("strip_accents", false));
    const NormalForm wanted = form == "NFC"    ? NormalForm::Nfc
                              : form == "NFD"  ? NormalForm::Nfd
                              : form == "NFKC" ? NormalForm::Nfkc
                                               : NormalForm::Nfkd;
    return changeTexts(strip ? "strip accents in" : fmt::format("{} in", form), std::move(columns),
                       [wanted, strip](std::string_view text, std::string& result) {
                           result = strip ? normalised(withoutAccents(text), wanted) : normalised(text, wanted);
                           return true;
                       });
}

Result<std::unique_ptr<Operation>> readReplace(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"columns", "map", "part", "ignore_case"}));
    LATHE_TRY(std::vector<std::string> columns, readColumnList(node, "columns"));
    LATHE_TRY(Replacements replacements, readReplacements(node));
    const std::string what = fmt::format("replace {} {} in", replacements.list.size(),
                                         replacements.parts ? (replacements.list.size() == 1 ? "part" : "parts")
                                                            : (replacements.list.size() == 1 ? "value" : "values"));
    TextMap map = replacements.parts ? replaceParts(replacements) : replaceWhole(std::move(replacements));
    return changeTexts(what, std::move(columns), std::move(map));
}

Result<std::unique_ptr<Operation>> readReplacePattern(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"columns", "pattern", "with", "ignore_case"}));
    LATHE_TRY(std::vector<std::string> columns, readColumnList(node, "columns"));
    LATHE_TRY(const bool ignoreCase, node.booleanOr("ignore_case", false));
    LATHE_TRY(const std::shared_ptr<const RE2> pattern, readPattern(node, ignoreCase));
    LATHE_TRY(const ConfigNode with, node.require("with"));
    LATHE_TRY(const std::string rewrite, with.text());
    std::string problem;
    if (!pattern->CheckRewriteString(rewrite, &problem))
        return failure(with.error(fmt::format("the new text does not fit the pattern: {}", problem),
                                  "\\1 stands for the first group, \\\\ for a backslash."));
    return changeTexts(fmt::format("replace {} in", pattern->pattern()), std::move(columns),
                       [pattern, rewrite](std::string_view text, std::string& result) {
                           result = text;
                           RE2::GlobalReplace(&result, *pattern, rewrite);
                           return true;
                       });
}

Result<std::unique_ptr<Operation>> readExtract(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"column", "pattern", "into", "ignore_case"}));
    LATHE_TRY(std::string column, readText(node, "column", "the column's name"));
    LATHE_TRY(const bool ignoreCase, node.booleanOr("ignore_case", false));
    LATHE_TRY(std::shared_ptr<const RE2> pattern, readPattern(node, ignoreCase));
    LATHE_TRY(std::vector<std::string> into, readColumnList(node, "into"));
    const auto groups = static_cast<size_t>(std::max(1, pattern->NumberOfCapturingGroups()));
    if (into.size() != groups)
        return failure(
            node.error(fmt::format("the pattern has {} groups and {} columns are named", groups, into.size()),
                       "Name one column for each ( ) of the pattern; (?: ) groups without being counted."));
    return std::make_unique<Extract>(std::move(column), std::move(pattern), std::move(into));
}

} // namespace lathe::recipe
