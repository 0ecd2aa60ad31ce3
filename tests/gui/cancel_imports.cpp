// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs that bring rows and pictures in.
#include "cancel_cases.h"

namespace lathe::ui::test {

namespace {

void openImport(const Fixture& window) {
    openFrom(window.folder(QStringLiteral("bikes.csv")));
    clickOf(window, "importFileButton");
    const auto* start = window.hands().visible(QStringLiteral("importButton"));
    QTRY_VERIFY_WITH_TIMEOUT(start->isEnabled(), Hands::patience); // once there is a preview
}

const CancelCase cases[] = {
    {"import", openImport, [](const Fixture& window) { startBy(window, "importButton"); }},
    {"append",
     [](const Fixture& window) {
         if (!window.find(QStringLiteral("importButton"))->isVisible()) openImport(window); // it was imported
     },
     [](const Fixture& window) {
         auto* append = window.find<QAbstractButton>(QStringLiteral("importAppendBox"));
         if (append->isVisible() && append->isEnabled() && !append->isChecked()) clickOf(window, "importAppendBox");
         startBy(window, "importButton");
     }},
    {"import of pictures",
     [](const Fixture& window) {
         startBy(window, "importCancelButton");
         openFrom(window.folder(QStringLiteral("pictures")));
     },
     [](const Fixture& window) { startBy(window, "importFolderButton"); }},
};

} // namespace

std::span<const CancelCase> cancelledImports() { return cases; }

} // namespace lathe::ui::test
