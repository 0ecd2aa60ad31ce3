// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs that judge a version: expectations, schemas, what gives people and targets away, labels.
#include <QListView>
#include <QMenu>
#include <QPlainTextEdit>

#include "cancel_cases.h"

namespace lathe::ui::test {

namespace {

int checks(const Fixture& window) { return window.find<QListView>(QStringLiteral("checkList"))->model()->rowCount(); }

const CancelCase cases[] = {
    {"inferring of checks", [](const Fixture& window) { openTab(window, 3); },
     [](const Fixture& window) { startBy(window, "inferChecksButton"); }},
    {"run of checks",
     [](const Fixture& window) {
         startBy(window, "inferChecksButton");
         QTRY_VERIFY_WITH_TIMEOUT(checks(window) > 4, Hands::patience);
     },
     [](const Fixture& window) { clickOf(window, "runChecksButton"); }},
    {"inferring of a schema",
     [](const Fixture& window) {
         auto* menu = window.find<QMenu>(QStringLiteral("checksMoreMenu"));
         menu->findChild<QAction*>(QStringLiteral("schemaAction"))->trigger();
     },
     [](const Fixture& window) { clickOf(window, "schemaInferButton"); }},
    {"anomalies of a schema",
     [](const Fixture& window) {
         const auto* text = window.find<QPlainTextEdit>(QStringLiteral("schemaText"));
         if (text->document()->isEmpty()) clickOf(window, "schemaInferButton");
         QTRY_VERIFY_WITH_TIMEOUT(!text->document()->isEmpty(), Hands::patience);
     },
     [](const Fixture& window) { clickOf(window, "schemaCheckButton"); }},
    {"strength of columns",
     [](const Fixture& window) {
         clickOf(window, "schemaCloseButton");
         openTab(window, 0);
         startBy(window, "computeProfileButton");
     },
     [](const Fixture& window) {
         const auto* box = window.find<QComboBox>(QStringLiteral("profileTargetBox"));
         const bool same = box->currentText() == QLatin1String("weather");
         window.hands().choose(QStringLiteral("profileTargetBox"),
                               same ? QStringLiteral("season") : QStringLiteral("weather"));
     }},
    {"people who can be told apart",
     [](const Fixture& window) {
         openTab(window, 1);
         clickOf(window, "anonymityButton");
         for (const char* column : {"hour", "temperature", "wind"})
             window.hands().tick(QStringLiteral("stepColumns_quasi"), QLatin1String(column));
     },
     [](const Fixture& window) { startBy(window, "checkAnonymityButton"); }},
    {"suspect labels",
     [](const Fixture& window) {
         clickOf(window, "closeAnonymityButton");
         clickOf(window, "suspectsButton");
         window.hands().choose(QStringLiteral("suspectsTargetBox"), QStringLiteral("weather"));
     },
     [](const Fixture& window) { startBy(window, "findSuspectsButton"); }},
};

} // namespace

std::span<const CancelCase> cancelledChecks() { return cases; }

} // namespace lathe::ui::test
