// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QPushButton;
class QString;

namespace lathe::ui {

/// The button at the right end of a view's title that leads back to the data. Escape does the same.
QPushButton* makeBackButton(const QString& objectName);

} // namespace lathe::ui
