// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/columns/table.h"

#include <QString>

#include <string>

namespace lathe::ui {

/// "number", "date"… in the person's language.
QString columnTypeName(ColumnType type);
/// The icon that stands for a type.
const char* columnTypeIcon(ColumnType type);
/// A value of a numeric or time column: numbers with the settings' digits, dates as dates.
QString valueText(ColumnType type, double value);

} // namespace lathe::ui
