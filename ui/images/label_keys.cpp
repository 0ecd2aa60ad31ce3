// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/label_keys.h"

#include "ui/widgets/format.h"

#include <algorithm>

namespace lathe::ui {

namespace {

bool isDigit(const std::string& label) { return label.size() == 1 && label[0] >= '0' && label[0] <= '9'; }

} // namespace

QString labelOfDigit(const std::vector<std::string>& labels, int digit) {
    if (std::any_of(labels.begin(), labels.end(), isDigit)) {
        const auto own = std::find(labels.begin(), labels.end(), std::to_string(digit));
        return own == labels.end() ? QString() : text(*own);
    }
    const auto place = static_cast<size_t>((digit + 9) % 10);
    return place < labels.size() ? text(labels[place]) : QString();
}

QStringList digitKeys(const std::vector<std::string>& labels) {
    QStringList keys;
    for (const int digit : {1, 2, 3, 4, 5, 6, 7, 8, 9, 0}) {
        const QString label = labelOfDigit(labels, digit);
        const QString key = QString::number(digit);
        if (!label.isEmpty()) keys << (label == key ? key : QStringLiteral("%1 %2").arg(key, label));
    }
    return keys;
}

} // namespace lathe::ui
