// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/grid_painter.h"
#include "ui/shell/theme.h"

namespace lathe::ui {

GridStyle GridStyle::fromTheme() {
    const ThemeTokens& theme = tokens();
    GridStyle style;
    style.surface = theme.surface;
    style.hover = theme.hover;
    style.border = theme.border;
    style.text = theme.text;
    style.muted = theme.muted;
    style.faint = theme.faint;
    style.accent = theme.accent;
    style.soft = theme.accentSoft;
    style.warn = theme.warn;
    style.bad = theme.bad;
    style.series = theme.series[0];
    style.found = theme.warn;
    style.found.setAlpha(theme.dark ? 70 : 60);
    style.cell = textFont(TextRole::Body);
    style.number = textFont(TextRole::Number);
    style.name = textFont(TextRole::Body);
    style.name.setWeight(QFont::DemiBold);
    style.caption = textFont(TextRole::Caption);
    return style;
}

} // namespace lathe::ui
