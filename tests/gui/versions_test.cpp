// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/datasets.h"
#include "core/project/garbage.h"
#include "tests/gui/gui_test.h"
#include "ui/datasets/data_grid.h"
#include "ui/datasets/lineage_canvas.h"
#include "ui/widgets/file_choice.h"
#include "ui/widgets/label.h"
#include "ui/widgets/segmented_tabs.h"

#include <QComboBox>
#include <QLineEdit>
#include <QTabBar>
#include <fstream>

namespace lathe::ui {
namespace {

constexpr int patience = 20'000;

std::string weather(int days, double shift, int removed) {
    std::string text = "date,station,temp_max,wind,weather\n";
    const char* kinds[] = {"sun", "rain", "fog"};
    for (int day = 0; day < days; ++day) {
        if (day % 40 == removed) continue;
        const double wind = day % 25 == 3 ? 3.5 + shift : 2.0 + day % 7;
        text += fmt::format("{},{},{:.1f},{:.1f},{}\n", isoDate(15340 + day), day % 2 ? "north" : "south",
                            10 + day % 13 + (day % 50 == 1 ? shift : 0), wind, kinds[day % 3]);
    }
    return text;
}

void fill(Project& project) {
    const auto folder = project.temporaryFolder("test");
    QVERIFY(folder.has_value());
    const Path file = folder->path() / "weather.csv";
    const Datasets datasets(project);
    for (const auto& [days, shift, removed] : {std::tuple{600, 0.0, -1}, std::tuple{640, 1.5, 7}}) {
        QVERIFY(writeFileAtomic(file, weather(days, shift, removed)).has_value());
        QVERIFY(datasets.importCsv(file, "weather", {}, {}).has_value());
    }
    const auto parent = datasets.resolve("weather@2");
    QVERIFY(datasets.clean(*parent, "steps:\n- drop: {columns: [station]}\n", "weather", {}).has_value());
    QVERIFY(datasets.clean(*parent, "steps:\n- derive: {column: warm, as: temp_max > 18}\n", "weather-tidy", {})
                .has_value());
}

} // namespace

class VersionsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tagsNotesAndRollback();
    void versionsAreCompared();
    void lineageIsDrawnAndLeadsOn();
    void aLongLineageIsZoomed();
    void theProjectIsCleanedUp();

private:
    static std::unique_ptr<test::Fixture> opened() {
        auto fixture = std::make_unique<test::Fixture>();
        fixture->openProject(fill);
        fixture->window->showPage(QStringLiteral("datasets"), QStringLiteral("weather@3"));
        showVersionsTab(*fixture);
        return fixture;
    }
    static void showVersionsTab(test::Fixture& fixture) {
        QTRY_VERIFY_WITH_TIMEOUT(fixture.find<SegmentedTabs>(QStringLiteral("datasetTabs")) != nullptr, patience);
        auto* tabs = fixture.find<SegmentedTabs>(QStringLiteral("datasetTabs"));
        const int last = tabs->bar()->count() - 1;
        int index = last;
        for (int i = 0; i <= last; ++i)
            if (tabs->bar()->tabText(i) == QLatin1String("Versions") ||
                tabs->bar()->tabText(i) == QLatin1String("Versionen"))
                index = i;
        QTest::mouseClick(tabs->bar(), Qt::LeftButton, {}, tabs->bar()->tabRect(index).center());
        QTRY_VERIFY_WITH_TIMEOUT(fixture.find(QStringLiteral("versionCard3")) != nullptr, patience);
    }
};

void VersionsTest::tagsNotesAndRollback() {
    const auto fixture = opened();
    fixture->click(QStringLiteral("versionCard1"));
    QTRY_VERIFY_WITH_TIMEOUT(fixture->find(QStringLiteral("rollBackButton"))->isEnabled(), patience);
    auto* field = fixture->find<QLineEdit>(QStringLiteral("newTagField"));
    fixture->click(QStringLiteral("newTagField"));
    QTest::keyClicks(field, QStringLiteral("gold"));
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(fixture->find(QStringLiteral("tag_gold")) != nullptr, patience);
    auto* note = fixture->find<QLineEdit>(QStringLiteral("versionNoteField"));
    fixture->click(QStringLiteral("versionNoteField"));
    QTest::keyClicks(note, QStringLiteral("as delivered"));
    QTest::keyClick(note, Qt::Key_Return);
    const Datasets datasets(fixture->window->session()->project());
    QTRY_VERIFY_WITH_TIMEOUT(datasets.resolve("weather@gold").has_value() &&
                                 datasets.resolve("weather@gold")->note == "as delivered",
                             patience);
    QTRY_VERIFY_WITH_TIMEOUT(
        fixture->find<Label>(QStringLiteral("versionStorage"))->text().contains(QStringLiteral("on disk")), patience);
    QTRY_VERIFY_WITH_TIMEOUT(fixture->find(QStringLiteral("tag_gold"))->isVisible(), patience);
    QTest::qWait(200);
    fixture->screenshots(QStringLiteral("versions-panel"), [&] { showVersionsTab(*fixture); });
    showVersionsTab(*fixture);

    QTRY_VERIFY_WITH_TIMEOUT(fixture->find(QStringLiteral("rollBackButton"))->isEnabled(), patience);
    fixture->click(QStringLiteral("rollBackButton"));
    QTRY_VERIFY_WITH_TIMEOUT(fixture->find(QStringLiteral("versionCard4")) != nullptr, patience);
    QCOMPARE(datasets.resolve("weather")->file, datasets.resolve("weather@1")->file);
    fixture->click(QStringLiteral("versionCard1"));
    QTRY_VERIFY_WITH_TIMEOUT(fixture->find(QStringLiteral("tag_gold")) != nullptr &&
                                 fixture->find(QStringLiteral("tag_gold"))->isVisible(),
                             patience);
    fixture->click(QStringLiteral("tag_gold"));
    QTRY_VERIFY_WITH_TIMEOUT(!datasets.resolve("weather@gold").has_value(), patience);
}

void VersionsTest::versionsAreCompared() {
    const auto fixture = opened();
    fixture->click(QStringLiteral("versionCard2"));
    QTest::qWait(100);
    fixture->click(QStringLiteral("compareVersionsButton"));
    auto* added = fixture->find<QAbstractButton>(QStringLiteral("diffAddedButton"));
    QTRY_VERIFY_WITH_TIMEOUT(added->isEnabled(), patience);
    QCOMPARE(fixture->find<QComboBox>(QStringLiteral("diffKeyBox"))->currentText(), QStringLiteral("date"));
    QCOMPARE(added->text(), QStringLiteral("Added 39")); // 40 new days, of which day 607 is left out
    QCOMPARE(fixture->find<QAbstractButton>(QStringLiteral("diffRemovedButton"))->text(), QStringLiteral("Removed 15"));
    auto* grid = fixture->find<DataGrid>(QStringLiteral("diffGrid"));
    QTRY_VERIFY_WITH_TIMEOUT(grid->isVisible() && grid->complete(), patience);
    fixture->click(QStringLiteral("diffChangedButton"));
    QTRY_VERIFY_WITH_TIMEOUT(grid->source() && grid->source()->rows() < 50, patience);
    QVERIFY(cellText(*grid->source(), 4, grid->source()->slice(4, 0), 0).find("→") != std::string::npos ||
            cellText(*grid->source(), 3, grid->source()->slice(3, 0), 0).find("→") != std::string::npos);
    fixture->click(QStringLiteral("diffAllButton"));
    QTest::qWait(200);
    fixture->screenshots(QStringLiteral("versions-diff"), [&] {
        showVersionsTab(*fixture);
        fixture->click(QStringLiteral("compareVersionsButton"));
        QTRY_VERIFY_WITH_TIMEOUT(fixture->find(QStringLiteral("diffAddedButton"))->isEnabled(), patience);
        QTest::qWait(300);
    });
    showVersionsTab(*fixture);
    fixture->click(QStringLiteral("compareVersionsButton"));
    QTRY_VERIFY_WITH_TIMEOUT(fixture->find(QStringLiteral("diffExportButton"))->isEnabled(), patience);
    const QString target = fixture->temporary.filePath(QStringLiteral("d.csv"));
    FileChoice::answerSave() = [&](QWidget*, const QString&, const QString&, const QString&) { return target; };
    fixture->click(QStringLiteral("diffExportButton"));
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(target), patience);
    FileChoice::answerSave() = nullptr;
    fixture->click(QStringLiteral("diffCloseButton"));
    QTRY_VERIFY(fixture->find(QStringLiteral("versionCard3"))->isVisible());
}

void VersionsTest::lineageIsDrawnAndLeadsOn() {
    const auto fixture = opened();
    fixture->click(QStringLiteral("versionCard2"));
    QTest::qWait(100);
    fixture->click(QStringLiteral("lineageButton"));
    auto* canvas = fixture->find<LineageCanvas>(QStringLiteral("lineageCanvas"));
    QTRY_COMPARE_WITH_TIMEOUT(canvas->graph().nodes.size(), size_t(6), patience);
    QCOMPARE(canvas->graph().nodes[canvas->graph().focus].object, std::string("weather@2"));
    fixture->screenshots(QStringLiteral("versions-lineage"), [&] {
        showVersionsTab(*fixture);
        fixture->click(QStringLiteral("lineageButton"));
        QTest::qWait(300);
    });
    showVersionsTab(*fixture);
    fixture->click(QStringLiteral("lineageButton"));
    canvas = fixture->find<LineageCanvas>(QStringLiteral("lineageCanvas"));
    QTRY_VERIFY_WITH_TIMEOUT(canvas->isVisible() && canvas->hasFocus() && canvas->graph().nodes.size() == 6, patience);
    // By keys: along an arrow and another one, which ends at a version; Enter opens it.
    QTest::keyClick(canvas, Qt::Key_Right);
    QTest::keyClick(canvas, Qt::Key_Right);
    QTest::keyClick(canvas, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(!canvas->isVisible(), patience);
}

/// Fourteen versions, each made from the one before.
void VersionsTest::aLongLineageIsZoomed() {
    auto fixture = std::make_unique<test::Fixture>();
    fixture->openProject([](Project& project) {
        fill(project);
        const Datasets datasets(project);
        for (int i = 0; i < 14; ++i) {
            const auto parent = datasets.resolve("weather");
            QVERIFY(datasets
                        .clean(*parent, fmt::format("steps:\n- derive: {{column: extra{}, as: temp_max + {}}}\n", i, i),
                               "weather", {})
                        .has_value());
        }
    });
    fixture->window->showPage(QStringLiteral("datasets"), QStringLiteral("weather"));
    showVersionsTab(*fixture);
    fixture->click(QStringLiteral("lineageButton"));
    auto* canvas = fixture->find<LineageCanvas>(QStringLiteral("lineageCanvas"));
    QTRY_VERIFY_WITH_TIMEOUT(canvas->graph().nodes.size() >= 30, patience);
    fixture->screenshot(QStringLiteral("versions-lineage-long"));
    const QSize room = canvas->parentWidget()->size();
    QVERIFY(canvas->width() > room.width());
    fixture->click(QStringLiteral("lineageFit"));
    QVERIFY(canvas->zoom() < 1);
    canvas->setFocus();
    QTest::keyClick(canvas, Qt::Key_0);
    QCOMPARE(canvas->zoom(), 1.0);
    QTest::keyClick(canvas, Qt::Key_Plus);
    QCOMPARE(canvas->zoom(), 1.25);
    // The first version is reached by keys alone, and a click where it is drawn opens it.
    for (int i = 0; i < 40; ++i) QTest::keyClick(canvas, Qt::Key_Left);
    fixture->screenshot(QStringLiteral("versions-lineage-zoomed"));
    size_t first = 0;
    for (size_t i = 0; i < canvas->graph().nodes.size(); ++i)
        if (canvas->graph().nodes[i].name == "weather@2") first = i;
    QTest::mouseClick(canvas, Qt::LeftButton, {}, canvas->nodeRect(first).center().toPoint());
    QTRY_VERIFY_WITH_TIMEOUT(!canvas->isVisible(), patience);
}

void VersionsTest::theProjectIsCleanedUp() {
    const auto fixture = opened();
    Project& project = fixture->window->session()->project();
    QVERIFY(createFolders(project.folder() / "data" / "dataset-lost").has_value());
    QVERIFY(writeFileAtomic(project.folder() / "data" / "dataset-lost" / "1.h5", "half a life").has_value());
    fixture->key(Qt::Key_K, Qt::ControlModifier);
    QTRY_VERIFY(QApplication::focusWidget() != nullptr);
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("Clean up"));
    QTest::qWait(100);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QAbstractButton* remove = nullptr;
    const auto found = [&] {
        for (auto* button : fixture->window->findChildren<QAbstractButton*>())
            if (button->text() == QLatin1String("Remove for good") && button->isVisible()) remove = button;
        return remove != nullptr;
    };
    QTRY_VERIFY_WITH_TIMEOUT(found(), patience);
    QTest::mouseClick(remove, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(leftoverFiles(project)->empty(), patience);
}

} // namespace lathe::ui

LATHE_GUI_TEST(lathe::ui::VersionsTest)
#include "versions_test.moc"
