// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/remembered_limits.h"

#include <QCryptographicHash>
#include <QSettings>

#include <array>

namespace lathe::ui {

using images::CheckLimits;

namespace {

struct Field {
    const char* key;
    double CheckLimits::*value;
};
constexpr std::array<Field, 6> fields{{{"sharpness", &CheckLimits::sharpness},
                                       {"dark", &CheckLimits::dark},
                                       {"bright", &CheckLimits::bright},
                                       {"contrast", &CheckLimits::contrast},
                                       {"outlier", &CheckLimits::outlier},
                                       {"rare", &CheckLimits::rare}}};
constexpr const char* nearKey = "near";

/// Folders hold signs that keys cannot.
QString groupOf(const Path& project, const std::string& dataset) {
    const QByteArray place = QByteArray::fromStdString(project.string() + '\n' + dataset);
    return QStringLiteral("images/limits/") +
           QString::fromLatin1(QCryptographicHash::hash(place, QCryptographicHash::Sha1).toHex());
}

} // namespace

CheckLimits rememberedLimits(const Path& project, const std::string& dataset) {
    const QVariantMap kept = QSettings().value(groupOf(project, dataset)).toMap();
    CheckLimits limits;
    for (const Field& field : fields)
        limits.*field.value = kept.value(QLatin1String(field.key), limits.*field.value).toDouble();
    limits.nearDistance = kept.value(QLatin1String(nearKey), limits.nearDistance).toInt();
    return limits;
}

void rememberLimits(const Path& project, const std::string& dataset, const CheckLimits& limits) {
    QVariantMap kept;
    const CheckLimits usual;
    for (const Field& field : fields)
        if (limits.*field.value != usual.*field.value) kept.insert(QLatin1String(field.key), limits.*field.value);
    if (limits.nearDistance != usual.nearDistance) kept.insert(QLatin1String(nearKey), limits.nearDistance);
    QSettings settings;
    if (kept.isEmpty()) settings.remove(groupOf(project, dataset));
    else settings.setValue(groupOf(project, dataset), kept);
}

} // namespace lathe::ui
