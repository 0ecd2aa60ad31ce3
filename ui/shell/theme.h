// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>
#include <array>

namespace lathe::ui {

enum class ThemeMode { System, Light, Dark };

/// Every colour of the window. Nothing else under ui names one.
struct ThemeTokens {
    bool dark = false;
    QColor background; ///< window
    QColor surface;    ///< cards, navigation, bars
    QColor surface2;   ///< buttons, tool tips
    QColor hover;      ///< row and button under the mouse
    QColor border, borderStrong;
    QColor text, muted, faint; ///< three levels, no more
    QColor accent, accentSoft, onAccent;
    QColor ok, warn, bad, info; ///< state; always with a word or a shape beside the colour
    std::array<QColor, 6> series;
};

/// What a text or an icon is coloured with; resolved when painted, so that a theme switch needs no work.
enum class Tint { Text, Muted, Faint, Accent, OnAccent, Ok, Warn, Bad, Info };

/// What a text is for; decides family, size and weight.
enum class TextRole {
    Body,
    Caption,   ///< 8.5 pt medium: column headers, notes
    CardTitle, ///< 10.5 pt semi-bold
    PageTitle, ///< 15 pt semi-bold
    Figure,    ///< the large number of a tile; tabular digits
    Number,    ///< numbers in tables and live values; tabular digits
    Mono,      ///< logs and values to copy
};

/// The look of the application: palette, style and fonts. One per process, on the GUI thread.
class Theme : public QObject {
    Q_OBJECT

public:
    static Theme& instance();

    /// Sets the style, palette and fonts of the application. System follows the desktop's palette.
    void apply(ThemeMode mode);
    [[nodiscard]] ThemeMode mode() const { return m_mode; }
    [[nodiscard]] const ThemeTokens& tokens() const { return *m_tokens; }

Q_SIGNALS:
    /// After the new palette is in place.
    void changed();

private:
    Theme();
    ThemeMode m_mode = ThemeMode::System;
    const ThemeTokens* m_tokens;
};

/// The current tokens.
const ThemeTokens& tokens();
QColor color(Tint tint);
/// Colour of the i-th curve, repeating after six.
QColor seriesColor(int index);
QFont textFont(TextRole role);
/// Two colours mixed; \p amount 0 gives \p base, 1 gives \p over.
QColor mixed(const QColor& base, const QColor& over, double amount);

/// A line icon by name ("play", "search"; see icons.cpp for all). Coloured when painted: it follows the theme.
QIcon icon(const char* name, Tint tint = Tint::Muted);
/// The names of all icons.
QStringList iconNames();
/// Draws an icon into \p rect.
void paintIcon(QPainter& painter, const QRectF& rect, const char* name, const QColor& color);

} // namespace lathe::ui
