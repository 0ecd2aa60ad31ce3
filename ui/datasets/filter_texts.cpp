// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/filter_texts.h"

#include "core/base/text.h"
#include "ui/widgets/format.h"

#include <QCoreApplication>

#include <cmath>

namespace lathe::ui {
namespace {

constexpr size_t valuesNamed = 2;

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(FilterTexts)
};

QString valueList(const ValuesCondition& condition) {
    QStringList named;
    for (size_t i = 0; i < std::min(valuesNamed, condition.values.size()); ++i) named << text(condition.values[i]);
    if (condition.missing && named.size() < static_cast<int>(valuesNamed)) named << Texts::tr("missing");
    const size_t all = condition.values.size() + (condition.missing ? 1 : 0);
    QString list = named.join(QStringLiteral(", "));
    if (all > static_cast<size_t>(named.size()))
        list += QStringLiteral(" +%1").arg(all - static_cast<size_t>(named.size()));
    return list;
}

struct Describe {
    const std::vector<ColumnSchema>& schema;

    [[nodiscard]] ColumnType typeOf(const std::string& column) const {
        for (const ColumnSchema& known : schema)
            if (known.name == column) return known.type;
        return ColumnType::Real;
    }
    [[nodiscard]] static QString named(const std::string& column) {
        return column.empty() ? Texts::tr("any column") : text(column);
    }

    QString operator()(const ValuesCondition& condition) const {
        return condition.exclude ? Texts::tr("%1 not %2").arg(text(condition.column), valueList(condition))
                                 : QStringLiteral("%1: %2").arg(text(condition.column), valueList(condition));
    }
    QString operator()(const RangeCondition& condition) const {
        const ColumnType type = typeOf(condition.column);
        const QString column = text(condition.column);
        if (condition.from && condition.to)
            return QStringLiteral("%1: %2 … %3%4")
                .arg(column, limitText(*condition.from, type), condition.toOpen ? QStringLiteral("< ") : QString(),
                     limitText(*condition.to, type));
        if (condition.from) return QStringLiteral("%1 ≥ %2").arg(column, limitText(*condition.from, type));
        if (!condition.to) return column;
        return QStringLiteral("%1 %2 %3")
            .arg(column, condition.toOpen ? QStringLiteral("<") : QStringLiteral("≤"), limitText(*condition.to, type));
    }
    QString operator()(const ExpressionCondition& condition) const { return text(condition.text); }
    QString operator()(const MissingCondition& condition) const {
        return condition.present ? Texts::tr("%1 not missing").arg(named(condition.column))
                                 : Texts::tr("%1 missing").arg(named(condition.column));
    }
    QString operator()(const DuplicatesCondition& condition) const {
        QStringList columns;
        for (const std::string& column : condition.columns) columns << text(column);
        const QString where = columns.isEmpty() ? Texts::tr("all columns") : columns.join(QStringLiteral(", "));
        switch (condition.keep) {
        case DuplicatesCondition::Keep::All: return Texts::tr("duplicates in %1").arg(where);
        case DuplicatesCondition::Keep::Later: return Texts::tr("repeats in %1").arg(where);
        case DuplicatesCondition::Keep::Unique: return Texts::tr("unique in %1").arg(where);
        }
        return where;
    }
    QString operator()(const TextCondition& condition) const {
        const QString pattern = text(condition.pattern.text);
        const QString column = named(condition.column);
        if (condition.pattern.regex)
            return condition.exclude ? Texts::tr("%1 does not match /%2/").arg(column, pattern)
                                     : Texts::tr("%1 matches /%2/").arg(column, pattern);
        return condition.exclude ? Texts::tr("%1 without “%2”").arg(column, pattern)
                                 : Texts::tr("%1 contains “%2”").arg(column, pattern);
    }
};

} // namespace

QString conditionText(const FilterCondition& condition, const std::vector<ColumnSchema>& schema) {
    return std::visit(Describe{schema}, condition);
}

RangeCondition rangeOfBins(const ColumnSchema& column, double from, double to, bool last) {
    // Limits as the column's type compares them exactly.
    const auto limit = [&](double value) -> NumberLimit {
        if (column.type == ColumnType::Real) return value;
        return static_cast<int64_t>(std::ceil(value));
    };
    return {column.name, limit(from), limit(to), !last};
}

QString limitText(const NumberLimit& limit, ColumnType type) {
    if (const auto* real = std::get_if<double>(&limit)) return text(exactNumber(*real));
    const int64_t whole = std::get<int64_t>(limit);
    if (type == ColumnType::Date) return text(isoDate(whole));
    if (type == ColumnType::Timestamp) return text(isoTimestamp(whole));
    return QString::number(whole);
}

std::optional<NumberLimit> limitFromText(const QString& typed, ColumnType type) {
    const std::string limit = typed.trimmed().toStdString();
    if (type == ColumnType::Date || type == ColumnType::Timestamp) {
        const auto day = parseIsoDate(limit);
        if (type == ColumnType::Date) return day ? std::optional<NumberLimit>(*day) : std::nullopt;
        constexpr int64_t microsPerDay = 86'400'000'000;
        if (day && std::abs(*day) < 100'000'000) return *day * microsPerDay;
        const auto moment = parseIsoTimestamp(limit);
        return moment ? std::optional<NumberLimit>(*moment) : std::nullopt;
    }
    if (const auto whole = parseInteger(limit)) return static_cast<int64_t>(*whole);
    const auto real = parseNumber(limit);
    return real && *real == *real ? std::optional<NumberLimit>(*real) : std::nullopt;
}

} // namespace lathe::ui
