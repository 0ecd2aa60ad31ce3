// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <string>
#include <vector>

namespace lathe::ui {

/// What a digit key assigns: the label that reads so where labels are digits, else the first ten labels by 1…9 and 0.
/// Empty: nothing.
QString labelOfDigit(const std::vector<std::string>& labels, int digit);

/// "1 cat", "2 dog"; "3" for a label that is the digit itself.
QStringList digitKeys(const std::vector<std::string>& labels);

} // namespace lathe::ui
