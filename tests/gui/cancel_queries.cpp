// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs over the rows in the grid.
#include "cancel_cases.h"

#include <QDoubleSpinBox>

namespace lathe::ui::test {

namespace {

void find(const Fixture& window, const QString& what) {
    grid(window)->setFocus();
    QTest::keyClick(grid(window), Qt::Key_F, Qt::ControlModifier);
    window.hands().type(QStringLiteral("findField"), what);
    QTest::keyClick(window.find(QStringLiteral("findField")), Qt::Key_Return);
}

void openFilter(const Fixture& window) {
    if (!window.find(QStringLiteral("filterKind"))->isVisible()) clickOf(window, "addFilterButton");
}

/// The other one of two columns of the same kind, so that its facet is counted anew.
void chooseOther(const Fixture& window, const QString& one, const QString& other) {
    const QString chosen = window.find<QComboBox>(QStringLiteral("filterColumn"))->currentData().toString();
    window.hands().choose(QStringLiteral("filterColumn"), chosen == one ? other : one);
}

const CancelCase cases[] = {
    {"split for a recipe",
     [](const Fixture& window) {
         openTab(window, 1);
         clickOf(window, "addStepButton");
         QTest::keyClicks(window.find(QStringLiteral("addStepSearch")), QStringLiteral("scale"));
         QTest::keyClick(window.find(QStringLiteral("addStepSearch")), Qt::Key_Return);
         window.hands().tick(QStringLiteral("stepColumns_columns"), QStringLiteral("temperature"));
         window.hands().choose(QStringLiteral("stepChoice_method"), QStringLiteral("min_max"));
         window.hands().choose(QStringLiteral("learnFromRowsBox"), QStringLiteral("The training rows of a split"));
         window.hands().choose(QStringLiteral("learnFromTargetBox"), QStringLiteral("weather"));
         window.hands().choose(QStringLiteral("learnFromSplitBox"), QStringLiteral("stratified"));
     },
     [](const Fixture& window) {
         window.find<QDoubleSpinBox>(QStringLiteral("learnFromTestShareBox"))->stepUp();
         waitForJob(window);
     }},
    {"profile", [](const Fixture& window) { openTab(window, 0); },
     [](const Fixture& window) { startBy(window, "computeProfileButton"); }},
    {"sort",
     [](const Fixture& window) {
         grid(window)->setFocus();
         for (int i = 0; i < 5; ++i) QTest::keyClick(grid(window), Qt::Key_Right);
     },
     [](const Fixture& window) { QTest::keyClick(grid(window), Qt::Key_S, Qt::AltModifier); }},
    {"find", [](const Fixture&) {}, [](const Fixture& window) { find(window, QStringLiteral("7.7777")); }},
    {"facet of values",
     [](const Fixture& window) {
         clickOf(window, "findCloseButton");
         openFilter(window);
         window.hands().choose(QStringLiteral("filterKind"), QStringLiteral("Values"));
     },
     [](const Fixture& window) { chooseOther(window, QStringLiteral("temperature"), QStringLiteral("humidity")); }},
    {"facet of numbers",
     [](const Fixture& window) { window.hands().choose(QStringLiteral("filterKind"), QStringLiteral("Range")); },
     [](const Fixture& window) { chooseOther(window, QStringLiteral("temperature"), QStringLiteral("humidity")); }},
    {"filter",
     [](const Fixture& window) { window.hands().choose(QStringLiteral("filterKind"), QStringLiteral("Duplicates")); },
     [](const Fixture& window) {
         openFilter(window);
         window.hands().choose(QStringLiteral("filterKind"), QStringLiteral("Duplicates"));
         clickOf(window, "applyFilterButton");
     }},
    {"group",
     [](const Fixture& window) {
         for (const char* button : {"clearFiltersButton", "removeFilter0"})
             startBy(window, button); // those that were done
         clickOf(window, "groupButton");
         for (const char* key : {"temperature", "humidity", "wind"})
             window.hands().tick(QStringLiteral("groupKeys"), QLatin1String(key));
     },
     [](const Fixture& window) { clickOf(window, "groupComputeButton"); }},
    {"export of what is seen",
     [](const Fixture& window) {
         QTest::keyClick(window.find(QStringLiteral("groupComputeButton")), Qt::Key_Escape);
         saveTo(window.folder(QStringLiteral("seen.csv")));
     },
     [](const Fixture& window) { clickOf(window, "exportSeenButton"); }},
};

} // namespace

std::span<const CancelCase> cancelledQueries() { return cases; }

} // namespace lathe::ui::test
