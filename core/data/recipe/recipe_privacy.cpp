// SPDX-License-Identifier: GPL-3.0-or-later
// Steps that take away what names people: hash, mask, generalise.
#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "core/base/text.h"
#include "core/data/recipe/anonymity.h"
#include "core/data/recipe/keyed_hash.h"
#include "core/data/recipe/recipe_operation.h"
#include "core/data/text/unicode.h"

namespace lathe::recipe {

namespace {

/// Replaces values of any type by texts.
class Conceal : public Operation {
public:
    Conceal(std::string summary, std::vector<std::string> names)
        : m_summary(std::move(summary)), m_names(std::move(names)) {}

    std::string summary() const override { return m_summary; }

    Result<void> bind(Columns& columns) override {
        LATHE_TRY(m_columns, requireAll(columns, m_names));
        for (const size_t index : m_columns) {
            ColumnSchema& column = columns.list[index];
            LATHE_CHECK(accept(column));
            if (column.type != ColumnType::Text) column.type = ColumnType::Category;
        }
        return {};
    }

    Result<void> apply(Table& piece, StepEffect& effect) override {
        for (const size_t index : m_columns) {
            Column& column = piece.columns[index];
            const ColumnType before = column.schema.type;
            uint64_t failures = 0;
            if (!isTextual(before)) {
                // A column of its own for the texts: what they stand for may need the value, not how it is written.
                Column texts = emptyColumn(column.schema.name, ColumnType::Text);
                for (size_t row = 0; row < column.rows(); ++row) {
                    if (column.isMissing(row)) pushMissing(texts);
                    else pushText(texts, concealedValue(column, row));
                }
                effect.changedCells += column.rows() - column.missingCount();
                column = castColumn(texts, ColumnType::Category, failures);
                continue;
            }
            effect.changedCells += mapTexts(column, [this](std::string_view text, std::string& result) {
                result = concealed(text);
                return true;
            });
        }
        return {};
    }

protected:
    virtual Result<void> accept(const ColumnSchema&) { return {}; }
    [[nodiscard]] virtual std::string concealed(std::string_view text) const = 0;
    [[nodiscard]] virtual std::string concealedValue(const Column& column, size_t row) const {
        return concealed(column.display(row));
    }

private:
    std::string m_summary;
    std::vector<std::string> m_names;
    std::vector<size_t> m_columns;
};

class Hash final : public Conceal {
public:
    Hash(std::vector<std::string> names, std::string salt, std::string variable, size_t length)
        : Conceal("hash " + joined(names, ", "), names), m_salt(std::move(salt)), m_variable(std::move(variable)),
          m_length(length) {}

    /// A file may be checked where the secret is not known; rows are hashed with it only.
    Result<void> apply(Table& piece, StepEffect& effect) override {
        if (m_salt.empty())
            return failHint(ErrorKind::InvalidInput,
                            fmt::format("the environment has no variable {} with the salt", m_variable),
                            "Set it to a long random secret, and keep that.");
        return Conceal::apply(piece, effect);
    }

protected:
    Result<void> accept(const ColumnSchema&) override {
        if (!m_salt.empty()) return {};
        if (const char* value = std::getenv(m_variable.c_str())) m_salt = value;
        return {};
    }

    std::string concealed(std::string_view text) const override { return hmacSha256(m_salt, text).substr(0, m_length); }

private:
    std::string m_salt;
    std::string m_variable;
    size_t m_length;
};

class Mask final : public Conceal {
public:
    Mask(std::vector<std::string> names, size_t first, size_t last, std::string with)
        : Conceal("mask " + joined(names, ", "), names), m_first(first), m_last(last), m_with(std::move(with)) {}

protected:
    std::string concealed(std::string_view text) const override {
        const size_t length = utf8Length(text);
        // A text that would be shown whole is hidden whole.
        const size_t first = m_first + m_last < length ? m_first : 0;
        const size_t last = m_first + m_last < length ? m_last : 0;
        std::string result(utf8Substring(text, 0, first));
        for (size_t i = first + last; i < length; ++i) result += m_with;
        return result + std::string(utf8Substring(text, length - last, last));
    }

private:
    size_t m_first;
    size_t m_last;
    std::string m_with;
};

class Generalise final : public Conceal {
public:
    struct Options {
        double width = 0;   ///< numbers
        std::string period; ///< dates: year, quarter, month
        size_t prefix = 0;  ///< texts
    };
    Generalise(std::vector<std::string> names, Options options)
        : Conceal("generalise " + joined(names, ", "), names), m_options(std::move(options)) {}

protected:
    Result<void> accept(const ColumnSchema& column) override {
        const bool time = column.type == ColumnType::Date || column.type == ColumnType::Timestamp;
        const bool fits = m_options.width > 0         ? isNumeric(column.type)
                          : !m_options.period.empty() ? time
                                                      : isTextual(column.type);
        if (fits) return {};
        return failHint(ErrorKind::InvalidInput,
                        fmt::format("column '{}' holds {} values", column.name, toString(column.type)),
                        "Use width: for numbers, period: for dates, prefix: for texts.");
    }

    std::string concealed(std::string_view text) const override {
        const size_t length = utf8Length(text);
        std::string result(utf8Substring(text, 0, m_options.prefix));
        for (size_t i = std::min(m_options.prefix, length); i < length; ++i) result += '*';
        return result;
    }

    std::string concealedValue(const Column& column, size_t row) const override {
        if (m_options.width > 0) {
            const double low = std::floor(column.number(row) / m_options.width) * m_options.width;
            return fmt::format("[{}, {})", shortNumber(low, 15), shortNumber(low + m_options.width, 15));
        }
        const std::string iso = column.display(row);
        const size_t yearEnd = iso.find('-', 1);
        if (m_options.period == "year") return iso.substr(0, yearEnd);
        if (m_options.period == "month") return iso.substr(0, yearEnd + 3);
        const int month = (iso[yearEnd + 1] - '0') * 10 + (iso[yearEnd + 2] - '0');
        return fmt::format("{}-Q{}", iso.substr(0, yearEnd), (month - 1) / 3 + 1);
    }

private:
    Options m_options;
};

/// Drops the rows that k-anonymity and l-diversity ask to drop.
class Suppress final : public Operation {
public:
    explicit Suppress(AnonymityRequest request) : m_request(std::move(request)) {}

    std::string summary() const override {
        return fmt::format("suppress rows of fewer than {} alike in {}", m_request.k, joined(m_request.quasi, ", "));
    }

    Result<void> bind(Columns& columns) override {
        LATHE_TRY(m_quasi, requireAll(columns, m_request.quasi));
        LATHE_TRY(m_sensitive, requireAll(columns, m_request.sensitive));
        return {};
    }

    bool learns() const override { return true; }
    void beginPass() override { m_groups.emplace(m_quasi, m_sensitive, m_request.k, m_request.l); }
    Result<void> observe(const Table& piece) override {
        m_groups->observe(piece);
        return {};
    }

    std::string note() const override {
        const AnonymityReport report = m_groups->report();
        return fmt::format("{} of {} groups are too small or too uniform: k = {}{}", report.groupsAtRisk, report.groups,
                           report.smallestGroup,
                           m_sensitive.empty() ? std::string() : fmt::format(", l = {}", report.leastDiversity));
    }

    Result<void> apply(Table& piece, StepEffect&) override {
        const std::vector<uint8_t> safe = m_groups->safe(piece);
        std::vector<uint64_t> rows;
        for (size_t row = 0; row < safe.size(); ++row)
            if (safe[row] != 0) rows.push_back(row);
        keepRows(piece, rows);
        return {};
    }

private:
    AnonymityRequest m_request;
    std::vector<size_t> m_quasi;
    std::vector<size_t> m_sensitive;
    std::optional<AnonymityGroups> m_groups;
};

} // namespace

Result<std::unique_ptr<Operation>> readSuppress(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"quasi", "sensitive", "k", "l"}));
    AnonymityRequest request;
    LATHE_TRY(request.quasi, readColumnList(node, "quasi"));
    LATHE_TRY(request.sensitive, readOptionalColumns(node, "sensitive"));
    LATHE_TRY(const int64_t k, readCount(node, "k", 5, 1, INT64_MAX));
    LATHE_TRY(const int64_t l, readCount(node, "l", 1, 1, INT64_MAX));
    request.k = static_cast<uint64_t>(k);
    request.l = static_cast<uint64_t>(l);
    if (l > 1 && request.sensitive.empty())
        return failure(node.error("l-diversity needs a sensitive column", "Add sensitive: [column]."));
    return std::make_unique<Suppress>(std::move(request));
}

Result<std::unique_ptr<Operation>> readHash(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"columns", "salt", "salt_from", "length"}));
    LATHE_TRY(std::vector<std::string> columns, readColumnList(node, "columns"));
    LATHE_TRY(std::string salt, node.textOr("salt", ""));
    LATHE_TRY(const std::string variable, node.textOr("salt_from", ""));
    if (salt.empty() == variable.empty())
        return failure(node.error(
            "give either salt or salt_from",
            "salt_from: NAME reads the secret from the environment, so that it does not stand in the recipe."));
    LATHE_TRY(const int64_t length, readCount(node, "length", 16, 8, 64));
    return std::make_unique<Hash>(std::move(columns), std::move(salt), variable, static_cast<size_t>(length));
}

Result<std::unique_ptr<Operation>> readMask(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"columns", "keep_first", "keep_last", "with"}));
    LATHE_TRY(std::vector<std::string> columns, readColumnList(node, "columns"));
    LATHE_TRY(const int64_t first, readCount(node, "keep_first", 0, 0, 1000));
    LATHE_TRY(const int64_t last, readCount(node, "keep_last", 0, 0, 1000));
    LATHE_TRY(std::string with, node.textOr("with", "*"));
    return std::make_unique<Mask>(std::move(columns), static_cast<size_t>(first), static_cast<size_t>(last),
                                  std::move(with));
}

Result<std::unique_ptr<Operation>> readGeneralise(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"columns", "width", "period", "prefix"}));
    LATHE_TRY(std::vector<std::string> columns, readColumnList(node, "columns"));
    Generalise::Options options;
    LATHE_TRY(const auto width, node.find("width"));
    LATHE_TRY(const auto period, node.find("period"));
    LATHE_TRY(const auto prefix, node.find("prefix"));
    if (static_cast<int>(width.has_value()) + static_cast<int>(period.has_value()) +
            static_cast<int>(prefix.has_value()) !=
        1)
        return failure(node.error("give one of width, period and prefix",
                                  "width: for numbers, period: for dates, prefix: for texts."));
    if (width) {
        LATHE_TRY(options.width, width->number());
        if (!(options.width > 0) || !std::isfinite(options.width))
            return failure(width->error("the width is not above 0"));
    }
    if (period) {
        static const std::vector<std::string> periods = {"year", "quarter", "month"};
        LATHE_TRY(options.period, period->oneOf(periods));
    }
    LATHE_TRY(const int64_t characters, readCount(node, "prefix", 0, 0, 1000));
    options.prefix = static_cast<size_t>(characters);
    return std::make_unique<Generalise>(std::move(columns), std::move(options));
}

} // namespace lathe::recipe
