// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs over whole versions and over the project.
#include <fstream>

#include "cancel_cases.h"
#include "ui/datasets/datasets_page.h"

namespace lathe::ui::test {

namespace {

/// Files that no row names, as killed processes leave them.
void leaveGarbage(const Fixture& window) {
    const Path folder = Path(window.folder().toStdString()) / "data" / "dataset-lost";
    QVERIFY(createFolders(folder).has_value());
    for (int i = 0; i < 20'000; ++i) std::ofstream(folder / fmt::format("{}.h5", i));
}

/// The command itself: a field that has the keyboard keeps the palette's keys to itself.
void look(const Fixture& window) {
    for (const Command& command : window.window->findChild<DatasetsPage*>()->commands())
        if (command.title == QStringLiteral("Clean up the project…")) command.run();
}

QAbstractButton* removeForGood(const Fixture& window) {
    for (auto* button : window.window->findChildren<QAbstractButton*>())
        if (button->text() == QLatin1String("Remove for good") && button->isVisible()) return button;
    return nullptr;
}

const CancelCase cases[] = {
    {"comparison of rows",
     [](const Fixture& window) {
         clickOf(window, "suspectsCloseButton");
         openTab(window, 2);
     },
     [](const Fixture& window) {
         if (window.find(QStringLiteral("diffCloseButton"))->isVisible()) clickOf(window, "diffCloseButton");
         clickOf(window, "compareVersionsButton");
     }},
    {"export of differing rows",
     [](const Fixture& window) {
         clickOf(window, "diffRunButton");
         saveTo(window.folder(QStringLiteral("differences.csv")));
     },
     [](const Fixture& window) { clickOf(window, "diffExportButton"); }},
    {"export of a version",
     [](const Fixture& window) {
         clickOf(window, "diffCloseButton");
         saveTo(window.folder(QStringLiteral("version.sqlite")));
     },
     [](const Fixture& window) { clickOf(window, "exportVersionButton"); }},
    {"comparison of columns", [](const Fixture& window) { openTab(window, 0); },
     [](const Fixture& window) {
         auto* box = window.find<QComboBox>(QStringLiteral("compareVersionBox"));
         if (box->currentIndex() > 0) window.hands().choose(QStringLiteral("compareVersionBox"), box->itemText(0));
         window.hands().choose(QStringLiteral("compareVersionBox"), QStringLiteral("Version 1"));
     }},
    {"look for what can be cleaned up", leaveGarbage, look},
    {"cleaning up of the project",
     [](const Fixture& window) {
         look(window);
         QTRY_VERIFY_WITH_TIMEOUT(removeForGood(window) != nullptr, Hands::patience);
     },
     [](const Fixture& window) {
         if (auto* button = removeForGood(window)) QTest::mouseClick(button, Qt::LeftButton);
     }},
    {"recipe",
     [](const Fixture& window) {
         openTab(window, 1);
         clickOf(window, "addStepButton");
         QTest::keyClicks(window.find(QStringLiteral("addStepSearch")), QStringLiteral("duplicate"));
         QTest::keyClick(window.find(QStringLiteral("addStepSearch")), Qt::Key_Return);
     },
     [](const Fixture& window) { startBy(window, "applyRecipeButton"); }},
};

} // namespace

std::span<const CancelCase> cancelledVersions() { return cases; }

} // namespace lathe::ui::test
