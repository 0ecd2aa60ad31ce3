// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QLayout;
class QScrollArea;
class QVBoxLayout;
class QWidget;

namespace lathe::ui {

/// Empties a layout. Its widgets are hidden at once and deleted when control returns to the event loop, so that one of
/// them may be what asked for it.
void clearLayout(QLayout* layout);

/// Gives \p owner a column without margins.
QVBoxLayout* tightColumn(QWidget* owner);

/// A frameless area that scrolls \p content up and down and lets the card below shine through. The content gets the
/// focus, not the area.
QScrollArea* makeScrollArea(QWidget* content);

} // namespace lathe::ui
