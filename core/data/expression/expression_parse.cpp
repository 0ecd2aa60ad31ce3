// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <set>

#include "core/base/text.h"
#include "core/data/expression/expression.h"
#include "core/data/expression/expression_node.h"
#include "core/data/expression/expression_tokens.h"

namespace lathe {

using namespace expression;

namespace {

constexpr size_t longestText = size_t{64} << 10;
constexpr int deepestNesting = 100; // of brackets, calls and signs: bounds the parser's recursion
constexpr int deepestTree = 500;    // of operators in a row: bounds the evaluator's recursion

NodePtr textLiteral(std::string text, size_t position) {
    Node node;
    node.type = ColumnType::Category;
    node.position = position;
    node.literal.schema.type = ColumnType::Category;
    node.literal.codes = {0};
    node.literal.dictionary = {std::move(text)};
    return std::make_shared<Node>(std::move(node));
}

Result<NodePtr> numberLiteral(const Token& token) {
    Node node;
    node.position = token.position;
    if (const auto integer = parseInteger(token.text)) {
        node.type = ColumnType::Integer;
        node.literal.integers = {*integer};
    } else {
        const auto real = parseNumber(token.text);
        if (!real || !std::isfinite(*real))
            return errorAt(token.position, fmt::format("'{}' is not a number that can be held", token.text));
        node.type = ColumnType::Real;
        node.literal.reals = {*real};
    }
    node.literal.schema.type = node.type;
    return std::make_shared<Node>(std::move(node));
}

NodePtr booleanLiteral(bool value, size_t position) {
    Node node;
    node.position = position;
    node.literal.schema.type = ColumnType::Boolean;
    node.literal.integers = {value ? 1 : 0};
    return std::make_shared<Node>(std::move(node));
}

/// Recursive descent, lowest precedence first; every node is typed as it is made.
class Parser {
public:
    Parser(std::vector<Token> tokens, const std::vector<ColumnSchema>& columns)
        : m_tokens(std::move(tokens)), m_columns(columns) {}

    Result<NodePtr> parse() {
        if (peek().kind == Token::Kind::End) return errorAt(1, "the expression is empty");
        LATHE_TRY(NodePtr root, alternatives());
        if (peek().kind != Token::Kind::End)
            return errorAt(peek().position, fmt::format("'{}' is not expected here", peek().text));
        if (root->untyped) return errorAt(root->position, "a lone 'missing' has no type");
        return root;
    }

private:
    const Token& peek() const { return m_tokens[m_at]; }
    Token take() { return m_tokens[m_at + 1 < m_tokens.size() ? m_at++ : m_at]; }
    bool accept(std::string_view symbol) {
        if (!peek().is(symbol)) return false;
        take();
        return true;
    }
    bool acceptWord(std::string_view word) {
        if (!peek().isWord(word)) return false;
        take();
        return true;
    }
    Result<void> expect(std::string_view symbol) {
        if (accept(symbol)) return {};
        return errorAt(peek().position, peek().kind == Token::Kind::End
                                            ? fmt::format("'{}' is missing at the end", symbol)
                                            : fmt::format("'{}' stands where '{}' is expected", peek().text, symbol));
    }

    /// Counts the nesting of what is parsed while it lives.
    struct Nesting {
        explicit Nesting(int& depth) : m_depth(++depth) {}
        ~Nesting() { --m_depth; }
        Nesting(const Nesting&) = delete;
        Nesting& operator=(const Nesting&) = delete;
        int& m_depth;
    };

    static Result<NodePtr> made(Operator op, ColumnType type, std::vector<NodePtr> children, size_t position) {
        Node node;
        node.op = op;
        node.type = type;
        node.position = position;
        node.children = std::move(children);
        for (const NodePtr& child : node.children) node.depth = std::max(node.depth, child->depth + 1);
        if (node.depth > deepestTree)
            return errorAt(position, fmt::format("more than {} operators follow from one another", deepestTree),
                           "Split the expression into several derived columns.");
        return std::make_shared<Node>(std::move(node));
    }

    static Result<NodePtr> condition(NodePtr node, std::string_view what) {
        if (node->untyped) return converted(node, ColumnType::Boolean);
        if (node->type == ColumnType::Boolean) return node;
        return errorAt(node->position, fmt::format("'{}' needs a condition, not {}", what, typeWord(*node)),
                       "Compare it with something, for example x > 0.");
    }

    Result<NodePtr> alternatives() {
        if (m_depth >= deepestNesting)
            return errorAt(peek().position,
                           fmt::format("the expression is nested deeper than {} levels", deepestNesting));
        const Nesting nesting(m_depth);
        return chain("or", Operator::Or, &Parser::conjunction);
    }
    Result<NodePtr> conjunction() { return chain("and", Operator::And, &Parser::negation); }

    Result<NodePtr> chain(std::string_view word, Operator op, Result<NodePtr> (Parser::*operand)()) {
        LATHE_TRY(NodePtr first, (this->*operand)());
        if (!peek().isWord(word)) return first;
        const size_t position = peek().position;
        std::vector<NodePtr> children;
        LATHE_TRY(first, condition(first, word));
        children.push_back(std::move(first));
        while (acceptWord(word)) {
            LATHE_TRY(NodePtr next, (this->*operand)());
            LATHE_TRY(next, condition(next, word));
            children.push_back(std::move(next));
        }
        return made(op, ColumnType::Boolean, std::move(children), position);
    }

    Result<NodePtr> negation() {
        if (!peek().isWord("not")) return comparison();
        const size_t position = take().position;
        if (m_depth >= deepestNesting)
            return errorAt(position, fmt::format("the expression is nested deeper than {} levels", deepestNesting));
        const Nesting nesting(m_depth);
        LATHE_TRY(NodePtr operand, negation());
        LATHE_TRY(operand, condition(operand, "not"));
        return made(Operator::Not, ColumnType::Boolean, {operand}, position);
    }

    static std::optional<Operator> comparisonOperator(const Token& token) {
        if (token.is("=")) return Operator::Equal;
        if (token.is("!=")) return Operator::NotEqual;
        if (token.is("<")) return Operator::Less;
        if (token.is("<=")) return Operator::LessEqual;
        if (token.is(">")) return Operator::Greater;
        if (token.is(">=")) return Operator::GreaterEqual;
        return std::nullopt;
    }

    Result<NodePtr> comparison() {
        LATHE_TRY(NodePtr left, sum());
        const size_t position = peek().position;
        if (acceptWord("is")) return missingTest(left, position);
        if (peek().isWord("in") || (peek().isWord("not") && m_tokens[m_at + 1].isWord("in"))) {
            const bool negated = acceptWord("not");
            take();
            LATHE_TRY(NodePtr inside, membership(left, position));
            if (!negated) return inside;
            return made(Operator::Not, ColumnType::Boolean, {inside}, position);
        }
        if (const auto word = wordOperator()) return wordComparison(*word, left, position);
        const auto op = comparisonOperator(peek());
        if (!op) return left;
        take();
        LATHE_TRY(NodePtr right, sum());
        if (comparisonOperator(peek()))
            return errorAt(peek().position, "comparisons cannot be chained", "Write a < b and b < c.");
        if (left->untyped || right->untyped)
            return errorAt(position, "nothing equals 'missing'", "Write x is missing, or x is not missing.");
        LATHE_CHECK(unify(left, right));
        return made(*op, ColumnType::Boolean, {left, right}, position);
    }

    /// `between` or `like`, if one stands here, perhaps behind `not`.
    std::optional<std::string> wordOperator() const {
        const Token& token = peek().isWord("not") ? m_tokens[m_at + 1] : peek();
        if (token.isWord("between")) return "between";
        return token.isWord("like") ? std::optional<std::string>("like") : std::nullopt;
    }

    Result<NodePtr> wordComparison(const std::string& word, const NodePtr& left, size_t position) {
        const bool negated = acceptWord("not");
        take();
        LATHE_TRY(NodePtr test, word == "between" ? inRange(left, position) : likeTest(left, position));
        if (!negated) return test;
        return made(Operator::Not, ColumnType::Boolean, {test}, position);
    }

    /// Both ends belong to the range.
    Result<NodePtr> inRange(NodePtr value, size_t position) {
        LATHE_TRY(NodePtr low, sum());
        if (!acceptWord("and")) return errorAt(peek().position, "'and' is expected here", "Write x between 1 and 9.");
        LATHE_TRY(NodePtr high, sum());
        if (value->untyped || low->untyped || high->untyped)
            return errorAt(position, "nothing is between 'missing' and something",
                           "Write x is missing, or x is not missing.");
        NodePtr same = value;
        LATHE_CHECK(unify(value, low));
        LATHE_CHECK(unify(same, high));
        LATHE_TRY(const NodePtr above, made(Operator::GreaterEqual, ColumnType::Boolean, {value, low}, position));
        LATHE_TRY(const NodePtr below, made(Operator::LessEqual, ColumnType::Boolean, {same, high}, position));
        return made(Operator::And, ColumnType::Boolean, {above, below}, position);
    }

    Result<NodePtr> likeTest(const NodePtr& text, size_t position) {
        const Token pattern = take();
        if (pattern.kind != Token::Kind::Text)
            return errorAt(pattern.position, "the pattern must be written out as a text in quotes",
                           "Write name like 'A%'.");
        const auto table = functionTable();
        const auto matches = std::find_if(table.begin(), table.end(),
                                          [](const FunctionEntry& f) { return f.id == FunctionId::Matches; });
        Node call;
        call.op = Operator::Function;
        call.function = FunctionId::Matches;
        call.position = position;
        call.children = {text, textLiteral(patternOfLike(pattern.text), pattern.position)};
        return checkCall(std::move(call), *matches);
    }

    Result<NodePtr> missingTest(const NodePtr& operand, size_t position) {
        const bool negated = acceptWord("not");
        if (!acceptWord("missing"))
            return errorAt(peek().position, "'missing' is expected after 'is'",
                           "Write x is missing, or x is not missing.");
        if (operand->untyped) return errorAt(operand->position, "'missing' is always missing");
        LATHE_TRY(NodePtr test, made(Operator::IsMissing, ColumnType::Boolean, {operand}, position));
        if (!negated) return test;
        return made(Operator::Not, ColumnType::Boolean, {test}, position);
    }

    Result<NodePtr> membership(NodePtr operand, size_t position) {
        if (operand->untyped) return errorAt(operand->position, "'missing' is in no list");
        LATHE_CHECK(expect("["));
        std::vector<NodePtr> values;
        do {
            LATHE_TRY(NodePtr value, unary());
            if (value->op == Operator::Negate && value->children.front()->op == Operator::Literal)
                value = negated(*value->children.front(), value->position);
            if (value->op != Operator::Literal || value->untyped)
                return errorAt(value->position, "a list holds numbers and texts only",
                               "Use = and or for anything else.");
            LATHE_CHECK(unify(operand, value));
            values.push_back(std::move(value));
        } while (accept(","));
        LATHE_CHECK(expect("]"));

        Node node;
        node.op = Operator::In;
        node.position = position;
        node.children = {operand};
        node.depth = operand->depth + 1;
        node.literal.schema.type = operand->type;
        for (const NodePtr& value : values) {
            LATHE_TRY(const NodePtr same,
                      isTextual(operand->type) ? Result<NodePtr>(value) : converted(value, operand->type));
            const lathe::Column& literal = same->literal;
            if (isTextual(operand->type)) node.literal.dictionary.emplace_back(literal.text(0));
            else if (operand->type == ColumnType::Real) node.literal.reals.push_back(literal.reals[0]);
            else node.literal.integers.push_back(literal.integers[0]);
        }
        return std::make_shared<Node>(std::move(node));
    }

    static NodePtr negated(const Node& literal, size_t position) {
        Node node = literal;
        node.position = position;
        for (int64_t& value : node.literal.integers) value = -value;
        for (double& value : node.literal.reals) value = -value;
        return std::make_shared<Node>(std::move(node));
    }

    Result<NodePtr> sum() {
        LATHE_TRY(NodePtr left, product());
        while (peek().is("+") || peek().is("-")) {
            const Token token = take();
            LATHE_TRY(const NodePtr right, product());
            LATHE_TRY(left, added(left, right, token));
        }
        return left;
    }

    /// Numbers, or a date and days, or two dates.
    Result<NodePtr> added(const NodePtr& left, const NodePtr& right, const Token& token) {
        const Operator op = token.text == "+" ? Operator::Add : Operator::Subtract;
        const bool leftDate = left->type == ColumnType::Date && !left->untyped;
        const bool rightDate = right->type == ColumnType::Date && !right->untyped;
        if (leftDate && rightDate && op == Operator::Subtract)
            return made(op, ColumnType::Integer, {left, right}, token.position);
        if (leftDate && right->type == ColumnType::Integer && !right->untyped)
            return made(op, ColumnType::Date, {left, right}, token.position);
        if (rightDate && left->type == ColumnType::Integer && !left->untyped && op == Operator::Add)
            return made(op, ColumnType::Date, {left, right}, token.position);
        return arithmetic(op, left, right, token);
    }

    Result<NodePtr> product() {
        LATHE_TRY(NodePtr left, unary());
        while (peek().is("*") || peek().is("/") || peek().is("%")) {
            const Token token = take();
            LATHE_TRY(const NodePtr right, unary());
            const Operator op = token.text == "*"   ? Operator::Multiply
                                : token.text == "/" ? Operator::Divide
                                                    : Operator::Modulo;
            LATHE_TRY(left, arithmetic(op, left, right, token));
        }
        return left;
    }

    Result<NodePtr> arithmetic(Operator op, NodePtr left, NodePtr right, const Token& token) {
        bool real = op == Operator::Divide || op == Operator::Power;
        for (const NodePtr& side : {left, right}) {
            if (side->untyped) continue;
            if (!isNumeric(side->type)) {
                std::string hint;
                if (isTextual(side->type))
                    hint = op == Operator::Add ? "Join texts with concat(a, b)."
                                               : "Turn a text into a number with number(x).";
                else hint = "Whole days can be added to a date; use days_between(a, b) for differences of times.";
                return errorAt(side->position, fmt::format("'{}' needs numbers, not {}", token.text, typeWord(*side)),
                               hint);
            }
            real = real || side->type == ColumnType::Real;
        }
        const ColumnType type = real ? ColumnType::Real : ColumnType::Integer;
        LATHE_TRY(left, converted(left, type));
        LATHE_TRY(right, converted(right, type));
        return made(op, type, {left, right}, token.position);
    }

    Result<NodePtr> unary() {
        if (!peek().is("-") && !peek().is("+")) return power();
        const Token token = take();
        if (m_depth >= deepestNesting)
            return errorAt(token.position,
                           fmt::format("the expression is nested deeper than {} levels", deepestNesting));
        const Nesting nesting(m_depth);
        LATHE_TRY(NodePtr operand, unary());
        if (!isNumeric(operand->type) || operand->untyped)
            return errorAt(operand->position,
                           fmt::format("'{}' needs a number, not {}", token.text, typeWord(*operand)));
        const ColumnType type = operand->type == ColumnType::Real ? ColumnType::Real : ColumnType::Integer;
        LATHE_TRY(operand, converted(operand, type));
        if (token.text == "+") return operand;
        return made(Operator::Negate, type, {operand}, token.position);
    }

    Result<NodePtr> power() {
        LATHE_TRY(const NodePtr base, primary());
        if (!peek().is("^")) return base;
        const Token token = take();
        if (m_depth >= deepestNesting)
            return errorAt(token.position,
                           fmt::format("the expression is nested deeper than {} levels", deepestNesting));
        const Nesting nesting(m_depth);
        LATHE_TRY(const NodePtr exponent, unary());
        return arithmetic(Operator::Power, base, exponent, token);
    }

    Result<NodePtr> primary() {
        const Token token = take();
        switch (token.kind) {
        case Token::Kind::Number: return numberLiteral(token);
        case Token::Kind::Text: return textLiteral(token.text, token.position);
        case Token::Kind::QuotedName: return column(token);
        case Token::Kind::Name: return named(token);
        case Token::Kind::End: return errorAt(token.position, "the expression ends where a value is expected");
        case Token::Kind::Symbol: break;
        }
        if (!token.is("("))
            return errorAt(token.position, fmt::format("'{}' stands where a value is expected", token.text));
        LATHE_TRY(NodePtr inner, alternatives());
        LATHE_CHECK(expect(")"));
        return inner;
    }

    Result<NodePtr> named(const Token& token) {
        if (peek().is("(")) return call(token);
        if (token.isWord("true")) return booleanLiteral(true, token.position);
        if (token.isWord("false")) return booleanLiteral(false, token.position);
        if (token.isWord("missing")) {
            Node node;
            node.untyped = true;
            node.position = token.position;
            return std::make_shared<Node>(std::move(node));
        }
        return column(token);
    }

    Result<NodePtr> column(const Token& token) {
        std::vector<std::string> names;
        for (const ColumnSchema& schema : m_columns) {
            if (schema.name == token.text) {
                Node node;
                node.op = Operator::Column;
                node.type = schema.type;
                node.position = token.position;
                node.column = schema.name;
                return std::make_shared<Node>(std::move(node));
            }
            names.push_back(schema.name);
        }
        return errorAt(token.position, fmt::format("there is no column '{}'", token.text),
                       suggestion(token.text, names));
    }

    Result<NodePtr> call(const Token& name) {
        const std::string wanted = lowered(name.text);
        const auto table = functionTable();
        const auto entry =
            std::find_if(table.begin(), table.end(), [&](const FunctionEntry& f) { return f.name == wanted; });
        if (entry == table.end()) {
            std::vector<std::string> known;
            for (const FunctionEntry& f : table) known.emplace_back(f.name);
            return errorAt(name.position, fmt::format("there is no function '{}'", name.text),
                           suggestion(wanted, known));
        }
        Node node;
        node.op = Operator::Function;
        node.function = entry->id;
        node.position = name.position;
        LATHE_CHECK(expect("("));
        if (!peek().is(")")) {
            do {
                LATHE_TRY(NodePtr argument, alternatives());
                node.depth = std::max(node.depth, argument->depth + 1);
                node.children.push_back(std::move(argument));
            } while (accept(","));
        }
        LATHE_CHECK(expect(")"));
        return checkCall(std::move(node), *entry);
    }

    std::vector<Token> m_tokens;
    const std::vector<ColumnSchema>& m_columns;
    size_t m_at = 0;
    int m_depth = 0;
};

void collectColumns(const Node& node, std::set<std::string>& names) {
    if (node.op == Operator::Column) names.insert(node.column);
    for (const NodePtr& child : node.children) collectColumns(*child, names);
}

} // namespace

Result<Expression> Expression::parse(std::string_view text, const std::vector<ColumnSchema>& columns) {
    if (text.size() > longestText)
        return fail(ErrorKind::InvalidInput, "the expression is longer than {} characters", longestText);
    if (!isValidUtf8(text)) return fail(ErrorKind::InvalidInput, "the expression is not valid UTF-8");
    LATHE_TRY(std::vector<Token> tokens, tokensOf(text));
    LATHE_TRY(NodePtr root, Parser(std::move(tokens), columns).parse());
    return Expression(std::move(root));
}

ColumnType Expression::type() const { return m_root->type; }

std::vector<std::string> Expression::columnsUsed() const {
    std::set<std::string> names;
    collectColumns(*m_root, names);
    return {names.begin(), names.end()};
}

std::vector<Expression::Function> Expression::functions() {
    std::vector<Function> list;
    for (const FunctionEntry& entry : functionTable()) list.push_back({entry.name, entry.usage, entry.help});
    return list;
}

} // namespace lathe
