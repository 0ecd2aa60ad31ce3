// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <cstdint>
#include <string>

namespace lathe::ui {

inline QString text(const std::string& utf8) { return QString::fromStdString(utf8); }

/// "12 345 678" with thin spaces (as the number settings say).
QString countText(qint64 value);
/// A number with the digits that the settings say; "–" for NaN.
QString numberText(double value);
QString numberText(double value, int digits);
/// "62 %"
QString percentText(double fraction, int decimals = 0);
/// "1.5 GB"
QString byteText(double bytes);
/// "3:12", "1:02:45", "0.4 s"
QString durationText(double seconds);
/// "just now", "5 min ago", "2 h ago", "yesterday", "3 d ago", or the date. Microseconds since 1970 UTC.
QString relativeTime(int64_t micros);
/// The exact local time for the tool tip.
QString exactTime(int64_t micros);

/// A stage of a job in the window's language: core names them by stable English keys.
QString stageText(const QString& stage);

} // namespace lathe::ui
