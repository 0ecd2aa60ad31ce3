// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/gui_test.h"
#include "tests/gui/shapes.h"

#include <QComboBox>
#include <QTableView>

#include "core/data/datasets.h"
#include "core/data/images/decode.h"
#include "core/data/versions/tracked_files.h"
#include "ui/widgets/file_choice.h"

namespace lathe::ui::test {

namespace {

constexpr int patience = 20'000;

} // namespace

class TrackedTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { FileChoice::answerOpen() = {}; }
    void aChangedFolderIsSeenAndImportedAgain();
};

void TrackedTest::aChangedFolderIsSeenAndImportedAgain() {
    Fixture fixture;
    const QString folder = fixture.folder(QStringLiteral("shapes"));
    const auto put = [&](const char* path, int kind, int number) {
        const auto png = images::encodePng(shape(kind, number));
        const Path file = Path(folder.toStdString()) / path;
        QVERIFY(createFolders(file.parent_path()).has_value());
        QVERIFY(writeFileAtomic(file, std::string(png.begin(), png.end())).has_value());
    };
    put("disc/1.png", 0, 1);
    put("disc/2.png", 0, 2);
    put("square/1.png", 1, 1);
    fixture.openProject();
    fixture.window->showPage(QStringLiteral("datasets"));
    FileChoice::answerOpen() = [&](QWidget*, const QString&, const QString&, const QString&) { return folder; };
    fixture.click(QStringLiteral("trackedFilesButton"));
    QTRY_VERIFY(fixture.find(QStringLiteral("trackedView"))->isVisible());
    fixture.screenshot(QStringLiteral("tracked-empty"));
    fixture.click(QStringLiteral("trackedCloseButton"));
    fixture.click(QStringLiteral("importFolderButton"));
    const Datasets datasets(fixture.window->session()->project());
    // The end of an import shows what was imported; only then is there something else to look at.
    const auto shows = [&](const QString& version) {
        auto* box = fixture.find<QComboBox>(QStringLiteral("versionBox"));
        return box->isVisible() && box->currentText().startsWith(version);
    };
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Version 1")), patience);

    fixture.click(QStringLiteral("trackedFilesButton"));
    auto* list = fixture.find<QTableView>(QStringLiteral("trackedTable"));
    const auto cell = [&](int column) { return list->model()->index(0, column).data().toString(); };
    QTRY_COMPARE_WITH_TIMEOUT(cell(5), QStringLiteral("unchanged"), patience);
    QCOMPARE(cell(0), QStringLiteral("../shapes"));
    QCOMPARE(cell(4), QStringLiteral("shapes"));
    QVERIFY(!fixture.find(QStringLiteral("importAgainButton"))->isEnabled());

    put("disc/2.png", 0, 7);
    put("square/2.png", 1, 2);
    QVERIFY(QFile::remove(folder + QStringLiteral("/disc/1.png")));
    fixture.click(QStringLiteral("trackedRefreshButton"));
    QTRY_COMPARE_WITH_TIMEOUT(cell(5), QStringLiteral("1 changed, 1 new, 1 missing"), patience);
    QCOMPARE(fixture.find<QTableView>(QStringLiteral("trackedChanges"))->model()->rowCount(), 3);
    fixture.screenshots(QStringLiteral("tracked"), [&] {
        fixture.click(QStringLiteral("trackedFilesButton"));
        QTest::qWait(500);
    });
    fixture.click(QStringLiteral("trackedFilesButton"));
    fixture.click(QStringLiteral("importAgainButton"));
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Version 2")), patience);
    QCOMPARE(datasets.versions("shapes")->size(), size_t{2});
    fixture.click(QStringLiteral("trackedFilesButton"));
    list = fixture.find<QTableView>(QStringLiteral("trackedTable"));
    QTRY_COMPARE_WITH_TIMEOUT(cell(5), QStringLiteral("unchanged"), patience); // an import checks in
    put("square/3.png", 1, 3);
    fixture.click(QStringLiteral("trackedRefreshButton"));
    QTRY_COMPARE_WITH_TIMEOUT(cell(5), QStringLiteral("1 new"), patience);
    fixture.click(QStringLiteral("checkInButton"));
    QTRY_COMPARE_WITH_TIMEOUT(cell(5), QStringLiteral("unchanged"), patience);
    QCOMPARE(TrackedFiles(fixture.window->session()->project()).list()->front().files, uint64_t{4});
    fixture.click(QStringLiteral("stopTrackingButton"));
    QTRY_VERIFY_WITH_TIMEOUT(!list->isVisible(), patience);
    QVERIFY(fixture.window->session()->project().check({})->empty());
}

} // namespace lathe::ui::test

LATHE_GUI_TEST(lathe::ui::test::TrackedTest)
#include "tracked_test.moc"
