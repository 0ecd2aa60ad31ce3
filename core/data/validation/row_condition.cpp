// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/validation/row_condition.h"

#include <cctype>

#include "core/base/text.h"

namespace lathe {

namespace {

std::string quotedColumn(std::string_view name) { return "`" + std::string(name) + "`"; }

Result<std::string> quotedText(std::string_view text) {
    std::string result = "'";
    for (const char c : text) {
        result += c;
        if (c == '\'') result += '\'';
    }
    return result + "'";
}

Result<std::string> literal(const Json& value) {
    if (value.is_string()) return quotedText(value.get<std::string>());
    if (value.is_boolean()) return std::string(value.get<bool>() ? "true" : "false");
    if (value.is_number()) return value.dump();
    return fail(ErrorKind::InvalidInput, "a row condition cannot compare with {}", value.dump());
}

// ---- Structures -----------------------------------------------------------------------------------------------

constexpr int deepest = 30;

Result<std::string> fromStructure(const Json& condition, int depth);

Result<std::string> columnOf(const Json& condition) {
    const auto column = condition.find("column");
    if (column != condition.end() && column->is_object() && column->contains("name") && (*column)["name"].is_string())
        return quotedColumn((*column)["name"].get<std::string>());
    if (column != condition.end() && column->is_string()) return quotedColumn(column->get<std::string>());
    return fail(ErrorKind::InvalidInput, "a row condition names no column");
}

Result<std::string> fromComparison(const Json& condition) {
    LATHE_TRY(const std::string column, columnOf(condition));
    const std::string word = condition.contains("operator") && condition["operator"].is_string()
                                 ? condition["operator"].get<std::string>()
                                 : std::string();
    const Json parameter = condition.value("parameter", Json());
    if (word == "IN" || word == "NOT_IN") {
        if (!parameter.is_array() || parameter.empty())
            return fail(ErrorKind::InvalidInput, "the row condition {} needs a list of values", word);
        std::vector<std::string> items;
        for (const Json& item : parameter) {
            LATHE_TRY(items.emplace_back(), literal(item));
        }
        const std::string inside = column + " in [" + joined(items, ", ") + "]";
        return word == "IN" ? inside : "not (" + inside + ")";
    }
    for (const char* known : {"==", "!=", "<", "<=", ">", ">="})
        if (word == known) {
            LATHE_TRY(const std::string value, literal(parameter));
            return column + " " + (word == "==" ? "=" : word) + " " + value;
        }
    return fail(ErrorKind::InvalidInput, "the row condition's operator '{}' is not known", word);
}

Result<std::string> fromStructure(const Json& condition, int depth) {
    if (!condition.is_object() || depth > deepest)
        return fail(ErrorKind::InvalidInput, "a row condition is not understood");
    const std::string type = condition.contains("type") && condition["type"].is_string()
                                 ? condition["type"].get<std::string>()
                                 : std::string();
    if (type == "comparison") return fromComparison(condition);
    if (type == "nullity") {
        LATHE_TRY(const std::string column, columnOf(condition));
        const Json missing = condition.value("is_null", Json(true));
        return column + (missing.is_boolean() && !missing.get<bool>() ? " is not missing" : " is missing");
    }
    if (type == "pass_through" && condition.contains("pass_through_filter"))
        return rowConditionExpression(condition["pass_through_filter"]);
    if (type == "and" || type == "or") {
        std::vector<std::string> parts;
        for (const Json& part : condition.value("conditions", Json::array())) {
            LATHE_TRY(const std::string inner, fromStructure(part, depth + 1));
            parts.push_back("(" + inner + ")");
        }
        if (!parts.empty()) return joined(parts, " " + type + " ");
    }
    return fail(ErrorKind::InvalidInput, "a row condition of the type '{}' is not understood", type);
}

// ---- Python text ----------------------------------------------------------------------------------------------

/// Goes through the text word by word and writes our words for Python's.
class Translator {
public:
    explicit Translator(std::string_view text) : m_text(text) {}

    Result<std::string> all() {
        while (m_at < m_text.size()) LATHE_CHECK(one());
        return m_result;
    }

private:
    Failure wrong() const {
        return failHint(ErrorKind::InvalidInput,
                        fmt::format("the row condition '{}' is not understood at character {}", m_text, m_at + 1),
                        "Conditions like  age > 30 and city == \"Paris\"  are read.");
    }
    [[nodiscard]] bool ahead(std::string_view word) const { return m_text.substr(m_at).starts_with(word); }
    void put(std::string_view text, size_t taken) {
        m_result += text;
        m_at += taken;
    }

    Result<void> one() {
        const char c = m_text[m_at];
        if (c == '"' || c == '\'') return text();
        if (c == '`') return backquoted();
        if (std::isalpha(static_cast<unsigned char>(c)) || c == '_' || (static_cast<unsigned char>(c) & 0x80U))
            return word();
        if (ahead("==")) return put(" = ", 2), Result<void>();
        if (ahead("!=") || ahead("<=") || ahead(">=")) return put(m_text.substr(m_at, 2), 2), Result<void>();
        if (c == '&' || c == '|')
            return put(c == '&' ? " and " : " or ", ahead("&&") || ahead("||") ? 2 : 1), Result<void>();
        if (c == '~') return put(" not ", 1), Result<void>();
        if (c == '.' && (ahead(".isnull()") || ahead(".isna()")))
            return put(" is missing", ahead(".isna()") ? 7 : 9), Result<void>();
        if (c == '.' && (ahead(".notnull()") || ahead(".notNull()"))) return put(" is not missing", 10), Result<void>();
        if (ahead(".notna()")) return put(" is not missing", 8), Result<void>();
        if (std::isdigit(static_cast<unsigned char>(c)) ||
            std::string_view(" ()[],+-*/%<>.\n\t").find(c) != std::string_view::npos)
            return put(m_text.substr(m_at, 1), 1), Result<void>();
        return wrong();
    }

    Result<std::string> readText() {
        const char quote = m_text[m_at];
        std::string content;
        for (++m_at; m_at < m_text.size() && m_text[m_at] != quote; ++m_at) {
            if (m_text[m_at] == '\\' && m_at + 1 < m_text.size()) ++m_at;
            content += m_text[m_at];
        }
        if (m_at == m_text.size()) return wrong();
        ++m_at;
        return content;
    }
    Result<void> text() {
        LATHE_TRY(const std::string content, readText());
        LATHE_TRY(const std::string quoted, quotedText(content));
        m_result += quoted;
        return {};
    }
    Result<void> backquoted() {
        const size_t end = m_text.find('`', m_at + 1);
        if (end == std::string_view::npos) return wrong();
        put(m_text.substr(m_at, end + 1 - m_at), end + 1 - m_at);
        return {};
    }
    Result<void> word() {
        const size_t begin = m_at;
        while (m_at < m_text.size() && (std::isalnum(static_cast<unsigned char>(m_text[m_at])) || m_text[m_at] == '_' ||
                                        (static_cast<unsigned char>(m_text[m_at]) & 0x80U)))
            ++m_at;
        const std::string_view name = m_text.substr(begin, m_at - begin);
        if (name == "col" && m_at < m_text.size() && m_text[m_at] == '(') return column();
        if (name == "and" || name == "or" || name == "not" || name == "in") m_result += " " + std::string(name) + " ";
        else if (name == "True" || name == "False") m_result += lowered(name);
        else if (std::isdigit(static_cast<unsigned char>(m_result.empty() ? ' ' : m_result.back())))
            m_result += name; // the e of 1e5
        else m_result += quotedColumn(name);
        return {};
    }
    Result<void> column() {
        ++m_at;
        if (m_at == m_text.size() || (m_text[m_at] != '"' && m_text[m_at] != '\'')) return wrong();
        LATHE_TRY(const std::string name, readText());
        if (m_at == m_text.size() || m_text[m_at] != ')') return wrong();
        ++m_at;
        m_result += quotedColumn(name);
        return {};
    }

    std::string_view m_text;
    size_t m_at = 0;
    std::string m_result;
};

} // namespace

Result<std::string> rowConditionExpression(const Json& condition) {
    if (condition.is_string()) return Translator(condition.get_ref<const std::string&>()).all();
    return fromStructure(condition, 0);
}

} // namespace lathe
