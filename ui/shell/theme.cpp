// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPalette>
#include <QWidget>

#include "ui/shell/style.h"

namespace lathe::ui {

namespace {

constexpr QRgb rgb(unsigned value) { return 0xff000000u | value; }

const ThemeTokens& lightTokens() {
    static const ThemeTokens light{
        false,         rgb(0xf4f6f9),
        rgb(0xffffff), rgb(0xf1f4f8),
        rgb(0xe9eef5), rgb(0xdfe4eb),
        rgb(0xc4ccd7), rgb(0x17202c),
        rgb(0x5d6b7c), rgb(0x97a3b2),
        rgb(0x2563eb), rgb(0xe1ebff),
        rgb(0xffffff), rgb(0x12875d),
        rgb(0xa96a00), rgb(0xcc3a2b),
        rgb(0x0f77ad), {rgb(0x2563eb), rgb(0xe07a1f), rgb(0x12996a), rgb(0x8b54d6), rgb(0xd6445a), rgb(0x0d8e9e)}};
    return light;
}

const ThemeTokens& darkTokens() {
    static const ThemeTokens dark{
        true,          rgb(0x0e1116),
        rgb(0x151a21), rgb(0x1b212a),
        rgb(0x222a35), rgb(0x262e39),
        rgb(0x364150), rgb(0xe7ebf0),
        rgb(0x93a0b0), rgb(0x5d6978),
        rgb(0x5b95ff), rgb(0x1b2c4d),
        rgb(0xffffff), rgb(0x3cbf8f),
        rgb(0xe3ad45), rgb(0xef6a5b),
        rgb(0x5bb8e8), {rgb(0x5b95ff), rgb(0xf59e5b), rgb(0x3cbf8f), rgb(0xb98cf2), rgb(0xef6a7a), rgb(0x35b9c9)}};
    return dark;
}

QPalette paletteOf(const ThemeTokens& t) {
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, const QColor& active, const QColor& disabled) {
        palette.setColor(QPalette::Active, role, active);
        palette.setColor(QPalette::Inactive, role, active);
        palette.setColor(QPalette::Disabled, role, disabled);
    };
    set(QPalette::Window, t.background, t.background);
    set(QPalette::WindowText, t.text, t.faint);
    set(QPalette::Base, t.surface, t.surface);
    set(QPalette::AlternateBase, t.surface2, t.surface2);
    set(QPalette::Text, t.text, t.faint);
    set(QPalette::PlaceholderText, t.muted, t.faint);
    set(QPalette::Button, t.surface2, t.surface2);
    set(QPalette::ButtonText, t.text, t.faint);
    set(QPalette::BrightText, t.bad, t.bad);
    set(QPalette::ToolTipBase, t.surface2, t.surface2);
    set(QPalette::ToolTipText, t.text, t.text);
    set(QPalette::Highlight, t.accentSoft, t.accentSoft);
    set(QPalette::HighlightedText, t.text, t.text);
    set(QPalette::Link, t.accent, t.faint);
    set(QPalette::LinkVisited, t.accent, t.faint);
    set(QPalette::Light, t.border, t.border);
    set(QPalette::Midlight, t.border, t.border);
    set(QPalette::Mid, t.borderStrong, t.borderStrong);
    set(QPalette::Dark, t.borderStrong, t.borderStrong);
    set(QPalette::Shadow, t.background, t.background);
    return palette;
}

/// Whether the desktop asked for dark; read before we replace its palette.
bool desktopIsDark() {
    static const bool dark = QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
    return dark;
}

QFont makeFont(const QStringList& families, double points, QFont::Weight weight) {
    QFont made;
    made.setFamilies(families);
    made.setPointSizeF(points);
    made.setWeight(weight);
    made.setHintingPreference(QFont::PreferNoHinting);
    return made;
}

} // namespace

Theme& Theme::instance() {
    static Theme theme;
    return theme;
}

Theme::Theme() : m_tokens(&lightTokens()) {}

void Theme::apply(ThemeMode mode) {
    const bool systemDark = desktopIsDark();
    m_mode = mode;
    const bool dark = mode == ThemeMode::Dark || (mode == ThemeMode::System && systemDark);
    m_tokens = dark ? &darkTokens() : &lightTokens();
    QApplication::setFont(textFont(TextRole::Body));
    QApplication::setPalette(paletteOf(*m_tokens));
    if (qobject_cast<Style*>(QApplication::style()) == nullptr) QApplication::setStyle(new Style);
    for (QWidget* widget : QApplication::allWidgets()) widget->update();
    Q_EMIT changed();
}

const ThemeTokens& tokens() { return Theme::instance().tokens(); }

QColor color(Tint tint) {
    const ThemeTokens& t = tokens();
    switch (tint) {
    case Tint::Text: return t.text;
    case Tint::Muted: return t.muted;
    case Tint::Faint: return t.faint;
    case Tint::Accent: return t.accent;
    case Tint::OnAccent: return t.onAccent;
    case Tint::Ok: return t.ok;
    case Tint::Warn: return t.warn;
    case Tint::Bad: return t.bad;
    case Tint::Info: return t.info;
    }
    return t.text;
}

QColor seriesColor(int index) {
    const auto& series = tokens().series;
    return series[static_cast<size_t>(index) % series.size()];
}

QFont textFont(TextRole role) {
    static const QStringList sans{QStringLiteral("Inter"), QStringLiteral("Noto Sans"), QStringLiteral("DejaVu Sans")};
    // Inter has no tabular digits by default and Qt 6.4 cannot switch the feature on.
    static const QStringList tabular{QStringLiteral("Noto Sans"), QStringLiteral("DejaVu Sans")};
    static const QStringList mono{QStringLiteral("JetBrains Mono"), QStringLiteral("DejaVu Sans Mono")};
    switch (role) {
    case TextRole::Body: return makeFont(sans, 9.5, QFont::Normal);
    case TextRole::Caption: return makeFont(sans, 8.5, QFont::Medium);
    case TextRole::CardTitle: return makeFont(sans, 10.5, QFont::DemiBold);
    case TextRole::PageTitle: return makeFont(sans, 15, QFont::DemiBold);
    case TextRole::Figure: return makeFont(tabular, 15, QFont::DemiBold);
    case TextRole::Number: return makeFont(tabular, 9.5, QFont::Normal);
    case TextRole::Mono: return makeFont(mono, 9, QFont::Normal);
    }
    return {};
}

QColor mixed(const QColor& base, const QColor& over, double amount) {
    const auto mix = [amount](int a, int b) { return static_cast<int>(a + (b - a) * amount + 0.5); };
    return {mix(base.red(), over.red()), mix(base.green(), over.green()), mix(base.blue(), over.blue())};
}

} // namespace lathe::ui
