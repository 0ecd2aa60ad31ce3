// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSettings>
#include <QString>
#include <QStringList>
#include <QVariant>

namespace lathe::ui {

/// A typed setting with its default.
template <typename T>
struct Setting {
    const char* key;
    T fallback;

    [[nodiscard]] T value() const {
        return QSettings().value(QLatin1String(key), QVariant::fromValue(fallback)).template value<T>();
    }
    void set(const T& value) const { QSettings().setValue(QLatin1String(key), QVariant::fromValue(value)); }
};

namespace settings {
inline const Setting<QString> theme{"window/theme", QStringLiteral("system")};       ///< "system", "light", "dark"
inline const Setting<QString> language{"window/language", QStringLiteral("system")}; ///< "system", "en", "de"
inline const Setting<QByteArray> geometry{"window/geometry", {}};
inline const Setting<QString> lastPage{"window/page", QStringLiteral("overview")};
inline const Setting<QStringList> recentProjects{"projects/recent", {}};
inline const Setting<QString> device{"training/device", QStringLiteral("cpu")}; ///< "cpu", "cuda", "auto"
inline const Setting<int> threads{"training/threads", 1};                       ///< threads of one run
inline const Setting<int> significantDigits{"numbers/digits", 5};
inline const Setting<QString> thousands{"numbers/thousands", QStringLiteral("space")}; ///< "space", "none"
inline const Setting<double> smoothing{"charts/smoothing", 0.6};                       ///< 0…0.99
} // namespace settings

/// Moves \p folder to the front of the recent projects (at most ten).
void rememberProject(const QString& folder);

} // namespace lathe::ui
