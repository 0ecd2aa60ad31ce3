// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <functional>

class QMenu;
class QWidget;

namespace lathe::ui {

/// Writes a chart as it stands: PNG at twice its size, SVG, or its data as CSV, by the file's suffix. False with
/// the reason in \p problem.
bool exportChart(QWidget* chart, const std::function<QString()>& csv, const QString& fileName, QString* problem);

/// Adds "Save as PNG…", "Save as SVG…", "Save data as CSV…" and "Copy picture".
void addExportActions(QMenu& menu, QWidget* chart, std::function<QString()> csv);

} // namespace lathe::ui
