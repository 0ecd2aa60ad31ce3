// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/column_types.h"

#include "ui/widgets/format.h"

#include <QCoreApplication>

#include <cmath>

namespace lathe::ui {
namespace {

struct ColumnTypes {
    Q_DECLARE_TR_FUNCTIONS(ColumnTypes)
};

} // namespace

QString columnTypeName(ColumnType type) {
    switch (type) {
    case ColumnType::Boolean: return ColumnTypes::tr("yes or no");
    case ColumnType::Integer: return ColumnTypes::tr("whole number");
    case ColumnType::Real: return ColumnTypes::tr("number");
    case ColumnType::Category: return ColumnTypes::tr("category");
    case ColumnType::Text: return ColumnTypes::tr("text");
    case ColumnType::Date: return ColumnTypes::tr("date");
    case ColumnType::Timestamp: return ColumnTypes::tr("date and time");
    }
    return {};
}

const char* columnTypeIcon(ColumnType type) {
    switch (type) {
    case ColumnType::Boolean: return "type-boolean";
    case ColumnType::Integer: return "type-integer";
    case ColumnType::Real: return "type-real";
    case ColumnType::Category: return "type-category";
    case ColumnType::Text: return "type-text";
    case ColumnType::Date: return "type-date";
    case ColumnType::Timestamp: return "type-time";
    }
    return "";
}

QString valueText(ColumnType type, double value) {
    if (std::isnan(value)) return QStringLiteral("–");
    if (type == ColumnType::Date) return text(isoDate(static_cast<int64_t>(std::floor(value))));
    if (type == ColumnType::Timestamp) {
        QString stamp = text(isoTimestamp(static_cast<int64_t>(value)));
        return stamp.replace(u'T', u' ').left(16);
    }
    return numberText(value);
}

} // namespace lathe::ui
