// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/expression/expression_tokens.h"

#include "core/data/expression/expression_node.h"

#include <cctype>
#include <utility>

namespace lathe::expression {

namespace {

bool isNameStart(char c) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool isDigit(char c) { return c >= '0' && c <= '9'; }

class Lexer {
public:
    explicit Lexer(std::string_view text) : m_text(text) {}

    Result<std::vector<Token>> tokens() {
        std::vector<Token> all;
        for (;;) {
            while (m_at < m_text.size() && std::isspace(static_cast<unsigned char>(m_text[m_at])) != 0) ++m_at;
            LATHE_TRY(Token token, next());
            all.push_back(std::move(token));
            if (all.back().kind == Token::Kind::End) return all;
        }
    }

private:
    /// Characters, not bytes, in front of m_at, plus one.
    size_t position() {
        for (; m_counted < m_at; ++m_counted)
            if ((static_cast<unsigned char>(m_text[m_counted]) & 0xC0U) != 0x80U) ++m_characters;
        return m_characters + 1;
    }

    Result<Token> next() {
        Token token;
        token.position = position();
        if (m_at == m_text.size()) return token;
        const char c = m_text[m_at];
        if (isDigit(c) || (c == '.' && m_at + 1 < m_text.size() && isDigit(m_text[m_at + 1]))) return number(token);
        if (c == '\'' || c == '"') return quoted(token, Token::Kind::Text, "text");
        if (c == '`') return quoted(token, Token::Kind::QuotedName, "column name");
        if (isNameStart(c)) return name(token);
        return symbol(token);
    }

    Result<Token> number(Token token) {
        const size_t begin = m_at;
        const auto digits = [&] {
            while (m_at < m_text.size() && isDigit(m_text[m_at])) ++m_at;
        };
        digits();
        if (m_at < m_text.size() && m_text[m_at] == '.') {
            ++m_at;
            digits();
        }
        if (m_at < m_text.size() && (m_text[m_at] == 'e' || m_text[m_at] == 'E')) {
            size_t exponent = m_at + 1;
            if (exponent < m_text.size() && (m_text[exponent] == '+' || m_text[exponent] == '-')) ++exponent;
            if (exponent < m_text.size() && isDigit(m_text[exponent])) {
                m_at = exponent;
                digits();
            }
        }
        token.kind = Token::Kind::Number;
        token.text = std::string(m_text.substr(begin, m_at - begin));
        if (m_at < m_text.size() && isNameStart(m_text[m_at]))
            return errorAt(token.position, fmt::format("'{}' runs on after a number", m_text[m_at]),
                           "Put an operator between, or the column name in backquotes.");
        return token;
    }

    Result<Token> quoted(Token token, Token::Kind kind, const char* what) {
        const char quote = m_text[m_at++];
        token.kind = kind;
        while (m_at < m_text.size()) {
            const char c = m_text[m_at++];
            if (c != quote) {
                token.text += c;
            } else if (m_at < m_text.size() && m_text[m_at] == quote) {
                token.text += quote;
                ++m_at;
            } else {
                return token;
            }
        }
        return errorAt(token.position, fmt::format("the {} that begins here has no end", what),
                       fmt::format("Close it with {}.", quote));
    }

    Result<Token> name(Token token) {
        const size_t begin = m_at;
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            const bool dot = c == '.' && m_at + 1 < m_text.size() && isNameStart(m_text[m_at + 1]);
            if (!isNameStart(c) && !isDigit(c) && !dot) break;
            ++m_at;
        }
        token.kind = Token::Kind::Name;
        token.text = std::string(m_text.substr(begin, m_at - begin));
        return token;
    }

    Result<Token> symbol(Token token) {
        static constexpr std::string_view symbols[] = {"<=", ">=", "!=", "<>", "==", "+", "-", "*", "/", "%",
                                                       "^",  "=",  "<",  ">",  "(",  ")", "[", "]", ","};
        for (const std::string_view candidate : symbols) {
            if (m_text.substr(m_at, candidate.size()) != candidate) continue;
            token.kind = Token::Kind::Symbol;
            token.text = candidate == "==" ? "=" : candidate == "<>" ? "!=" : candidate;
            m_at += candidate.size();
            return token;
        }
        const char c = m_text[m_at];
        const char* hint = c == '&' ? "Write and." : c == '|' ? "Write or." : c == '!' ? "Write not." : "";
        return errorAt(token.position, fmt::format("'{}' means nothing here", c), hint);
    }

    std::string_view m_text;
    size_t m_at = 0;
    size_t m_counted = 0;
    size_t m_characters = 0;
};

} // namespace

Result<std::vector<Token>> tokensOf(std::string_view text) { return Lexer(text).tokens(); }

} // namespace lathe::expression
