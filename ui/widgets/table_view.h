// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/base/result.h"

class QAbstractItemModel;
class QTableView;
class QStandardItem;
class QWidget;

namespace lathe::ui {

/// Gives a table the look of all tables: 36-px rows, no grid, no vertical header, whole-row selection, sorting by
/// header, Ctrl+C copies the selected rows, and a context menu with Copy and Export as CSV.
void setUpTable(QTableView* table, const QString& accessibleName);
/// A cell that is only read. \p exact is what the tool tip shows and an export writes, where it says more than \p
/// shown.
QStandardItem* readOnlyItem(const QString& shown, const QString& exact = {});
/// The selected rows as tab-separated text with a header line.
QString selectionText(const QTableView* table);
/// A model as CSV (RFC 4180), header first; exact values where the model gives ExportRole.
QString csvText(const QAbstractItemModel& model);
/// Asks for a file and writes the model there; errors go to an inline toast of \p window.
void exportCsv(QWidget* window, const QAbstractItemModel& model, const QString& suggestedName);

} // namespace lathe::ui
