// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs over the table of an image dataset, of which there are two versions.
#include "cancel_cases.h"

#include <QDoubleSpinBox>

#include "ui/images/thumbnail_grid.h"

namespace lathe::ui::test {

namespace {

void openOther(const Fixture& window) {
    static int opened = 0;
    window.window->showPage(QStringLiteral("datasets"), QStringLiteral("many@%1").arg(1 + opened++ % 2));
}

void waitForPictures(const Fixture& window) {
    openOther(window);
    const auto* pictures = window.find(QStringLiteral("imageView"))->findChild<ThumbnailGrid*>();
    QTRY_VERIFY_WITH_TIMEOUT(pictures->isVisible() && pictures->count() > 0, Hands::patience);
    if (!window.find(QStringLiteral("limitNear"))->isVisible()) clickOf(window, "limitsButton");
}

/// The limit is 1 more or less with each start.
void changeLimit(const Fixture& window, const char* limit, double value) {
    auto* box = window.find<QDoubleSpinBox>(QLatin1String(limit));
    box->setValue(box->value() == value ? value + box->singleStep() : value);
    waitForJob(window);
}

const CancelCase cases[] = {
    {"opening of pictures", [](const Fixture&) {},
     [](const Fixture& window) {
         openOther(window);
         waitForJob(window);
     }},
    {"checks of pictures", waitForPictures, [](const Fixture& window) { changeLimit(window, "limitSharpness", 90); }},
    {"near duplicates of pictures", [](const Fixture&) {},
     [](const Fixture& window) { changeLimit(window, "limitNear", 11); }},
};

} // namespace

std::span<const CancelCase> cancelledPictures() { return cases; }

} // namespace lathe::ui::test
