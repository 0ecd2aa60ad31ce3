// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <cmath>

#include "core/base/clock.h"
#include "core/base/text.h"
#include "ui/shell/settings.h"

namespace lathe::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(Format)
};

const QChar thinSpace(0x2009);

/// Thin spaces between groups of three digits before the point.
QString grouped(QString digits) {
    if (settings::thousands.value() == QLatin1String("none")) return digits;
    const qsizetype start = digits.startsWith(QLatin1Char('-')) ? 1 : 0;
    qsizetype end = digits.indexOf(QLatin1Char('.'));
    if (end < 0) end = digits.indexOf(QLatin1Char('e'));
    if (end < 0) end = digits.size();
    if (end - start < 5) return digits; // four digits read well without a gap
    for (qsizetype at = end - 3; at > start; at -= 3) digits.insert(at, thinSpace);
    return digits;
}

} // namespace

QString countText(qint64 value) { return grouped(QString::number(value)); }

QString numberText(double value) { return numberText(value, settings::significantDigits.value()); }

QString numberText(double value, int digits) {
    if (std::isnan(value)) return QStringLiteral("–");
    if (std::isinf(value)) return value > 0 ? QStringLiteral("∞") : QStringLiteral("-∞");
    return grouped(text(shortNumber(value, digits)));
}

QString percentText(double fraction, int decimals) {
    if (std::isnan(fraction)) return QStringLiteral("–");
    return QString::number(fraction * 100, 'f', decimals) + QChar(0x202f) + QLatin1Char('%');
}

QString byteText(double bytes) { return text(byteSize(bytes)); }

QString durationText(double seconds) {
    if (std::isnan(seconds) || seconds < 0) return QStringLiteral("–");
    if (seconds < 10) return Texts::tr("%1 s").arg(QString::number(seconds, 'f', 1));
    const auto whole = static_cast<qint64>(seconds + 0.5);
    const auto two = [](qint64 value) { return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0')); };
    if (whole < 3600) return QStringLiteral("%1:%2").arg(whole / 60).arg(two(whole % 60));
    return QStringLiteral("%1:%2:%3").arg(whole / 3600).arg(two(whole / 60 % 60), two(whole % 60));
}

QString relativeTime(int64_t micros) {
    if (micros <= 0) return QStringLiteral("–");
    const int64_t seconds = (nowMicros() - micros) / 1'000'000;
    if (seconds < 45) return Texts::tr("just now");
    if (seconds < 3600) return Texts::tr("%1 min ago").arg(std::max<int64_t>(1, seconds / 60));
    if (seconds < 86400) return Texts::tr("%1 h ago").arg(seconds / 3600);
    if (seconds < 2 * 86400) return Texts::tr("yesterday");
    if (seconds < 14 * 86400) return Texts::tr("%1 d ago").arg(seconds / 86400);
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(micros / 1000).date(), QLocale::ShortFormat);
}

QString exactTime(int64_t micros) {
    if (micros <= 0) return {};
    return QDateTime::fromMSecsSinceEpoch(micros / 1000).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss t"));
}

QString stageText(const QString& stage) {
    static constexpr const char* known[] = {
        QT_TRANSLATE_NOOP("Stage", "reading rows"),
        QT_TRANSLATE_NOOP("Stage", "waiting for changes"),
        QT_TRANSLATE_NOOP("Stage", "writing rows"),
        QT_TRANSLATE_NOOP("Stage", "checking files"),
        QT_TRANSLATE_NOOP("Stage", "checking models"),
        QT_TRANSLATE_NOOP("Stage", "checking the audit trail"),
        QT_TRANSLATE_NOOP("Stage", "checking the database"),
        QT_TRANSLATE_NOOP("Stage", "checking values"),
        QT_TRANSLATE_NOOP("Stage", "comparing cells"),
        QT_TRANSLATE_NOOP("Stage", "checking rows"),
        QT_TRANSLATE_NOOP("Stage", "counting values"),
        QT_TRANSLATE_NOOP("Stage", "inferring expectations"),
        QT_TRANSLATE_NOOP("Stage", "comparing columns"),
        QT_TRANSLATE_NOOP("Stage", "looking for what nobody needs"),
        QT_TRANSLATE_NOOP("Stage", "matching rows"),
        QT_TRANSLATE_NOOP("Stage", "evaluating the model"),
        QT_TRANSLATE_NOOP("Stage", "profiling columns"),
        QT_TRANSLATE_NOOP("Stage", "looking for duplicates"),
        QT_TRANSLATE_NOOP("Stage", "comparing versions"),
        QT_TRANSLATE_NOOP("Stage", "examining the target"),
        QT_TRANSLATE_NOOP("Stage", "starting the server"),
        QT_TRANSLATE_NOOP("Stage", "reading data"),
        QT_TRANSLATE_NOOP("Stage", "reading pictures"),
        QT_TRANSLATE_NOOP("Stage", "looking at pictures"),
        QT_TRANSLATE_NOOP("Stage", "preparing features"),
        QT_TRANSLATE_NOOP("Stage", "writing the model"),
        QT_TRANSLATE_NOOP("Stage", "sampling"),
        QT_TRANSLATE_NOOP("Stage", "sorting"),
        QT_TRANSLATE_NOOP("Stage", "filtering"),
        QT_TRANSLATE_NOOP("Stage", "counting"),
        QT_TRANSLATE_NOOP("Stage", "finding the range"),
        QT_TRANSLATE_NOOP("Stage", "searching"),
        QT_TRANSLATE_NOOP("Stage", "grouping"),
        QT_TRANSLATE_NOOP("Stage", "comparing equal beginnings"),
    };
    for (const char* key : known)
        if (stage == QLatin1String(key)) return QCoreApplication::translate("Stage", key);
    return stage;
}

} // namespace lathe::ui
