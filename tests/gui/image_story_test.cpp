// SPDX-License-Identifier: GPL-3.0-or-later
#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>

#include "core/data/images/decode.h"
#include "core/runs/run_predictions.h"
#include "tests/gui/gui_test.h"
#include "tests/gui/shapes.h"
#include "ui/charts/heat_map.h"
#include "ui/charts/line_chart.h"
#include "ui/images/predictions_view.h"
#include "ui/images/thumbnail_grid.h"
#include "ui/widgets/file_choice.h"

using namespace lathe;
using namespace lathe::ui;

namespace {

constexpr int patience = 30'000;
constexpr int longPatience = 180'000; // a worker process on a loaded machine

} // namespace

/// Story S6 by clicks: a folder of class folders becomes a dataset, a network learns from it, and its mistakes are
/// looked at. Each function goes on where the one before stopped.
class ImageStoryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aFolderIsImported();
    void aNetworkIsTrained();
    void itsMistakesAreSeen();
    void aCellOfTheMatrixLeadsToItsPictures();
    void cleanupTestCase() {
        FileChoice::answerOpen() = {};
        m_fixture.reset();
    }

private:
    [[nodiscard]] test::Hands hands() const { return m_fixture->hands(); }
    void type(const char* parameter, const char* value) const {
        hands().type(QStringLiteral("newRunParameter_") + QLatin1String(parameter), QLatin1String(value));
    }
    [[nodiscard]] ThumbnailGrid* mistakes() const {
        return hands().find<ThumbnailGrid>(QStringLiteral("predictionsGrid"));
    }
    [[nodiscard]] QString label(const char* name) const { return hands().find<QLabel>(QLatin1String(name))->text(); }
    void openMatrix() const {
        QTabBar* bar = hands().find<SegmentedTabs>(QStringLiteral("runViews"))->bar();
        QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible(), patience);
        hands().openTab(QStringLiteral("runViews"), 1);
    }
    void openMistakes() const {
        hands().click(QStringLiteral("misclassifiedButton"));
        QTRY_VERIFY_WITH_TIMEOUT(mistakes()->isVisible() && mistakes()->count() > 0, patience);
        QTest::qWait(400); // thumbnails arrive
    }

    std::unique_ptr<test::Fixture> m_fixture;
};

/// 40 of each shape, and 10 discs that stand among the squares.
void ImageStoryTest::initTestCase() {
    m_fixture = std::make_unique<test::Fixture>();
    m_fixture->openProject();
    m_fixture->window->showPage(QStringLiteral("datasets"));
    const Path folder(m_fixture->folder(QStringLiteral("shapes")).toStdString());
    const auto write = [&](const std::string& path, const images::Raster& picture) {
        const auto bytes = images::encodePng(picture);
        QVERIFY(createFolders((folder / path).parent_path()).has_value());
        QVERIFY(writeFileAtomic(folder / path, std::string(bytes.begin(), bytes.end())).has_value());
    };
    const char* const names[] = {"disc", "square", "stripes"};
    for (int i = 0; i < 120; ++i) write(fmt::format("{}/{:03}.png", names[i % 3], i), test::shape(i % 3, i));
    for (int i = 0; i < 10; ++i) write(fmt::format("square/wrong-{}.png", i), test::shape(0, 500 + i));
}

void ImageStoryTest::aFolderIsImported() {
    FileChoice::answerOpen() = [this](QWidget*, const QString&, const QString&, const QString&) {
        return m_fixture->folder(QStringLiteral("shapes"));
    };
    hands().click(QStringLiteral("importFolderButton"));
    auto* grid = hands().visible<ThumbnailGrid>(QStringLiteral("thumbnailGrid"));
    QTRY_COMPARE_WITH_TIMEOUT(grid->count(), size_t{130}, patience);
}

void ImageStoryTest::aNetworkIsTrained() {
    hands().click(QStringLiteral("trainButton"));
    QTRY_COMPARE_WITH_TIMEOUT(hands().visible<QComboBox>(QStringLiteral("newRunDataBox"))->currentText(),
                              QStringLiteral("shapes@1"), patience);
    QCOMPARE(hands().find<QComboBox>(QStringLiteral("newRunTargetBox"))->currentText(), QStringLiteral("label"));
    QVERIFY(!hands().find(QStringLiteral("newRunFeatureList"))->isVisible()); // it learns from the pictures
    hands().choose(QStringLiteral("newRunSplitBox"), QStringLiteral("Stratified by target"));
    hands().openTab(QStringLiteral("newRunTabs"), 1);
    QCOMPARE(hands().find<QComboBox>(QStringLiteral("newRunModelBox"))->currentData().toString(),
             QStringLiteral("cnn"));
    type("image_size", "32");
    type("channels", "[8, 16, 32]");
    type("augmentation", "flip_horizontal: 0.5, flip_vertical: 0.5");
    type("epochs", "25");
    type("batch_size", "8");
    type("learning_rate", "0.005");
    m_fixture->screenshot(QStringLiteral("image-story-new-run"));
    hands().openTab(QStringLiteral("newRunTabs"), 2);
    const QString yaml = hands().find<QPlainTextEdit>(QStringLiteral("newRunYaml"))->toPlainText();
    QVERIFY2(yaml.contains(QStringLiteral("kind: cnn")) && yaml.contains(QStringLiteral("flip_vertical: 0.5")) &&
                 !yaml.contains(QStringLiteral("exclude")),
             qPrintable(yaml));
    hands().click(QStringLiteral("newRunStartButton"));
    auto* table = hands().visible<QTableView>(QStringLiteral("runsTable"));
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 1, longPatience);
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->index(0, 0).data().toString(), QStringLiteral("finished"), longPatience);
    const auto charts = m_fixture->window->findChildren<LineChart*>(QStringLiteral("runChart_loss"));
    QVERIFY(std::any_of(charts.begin(), charts.end(),
                        [](LineChart* chart) { return chart->isVisible() && chart->seriesCount() > 0; }));
}

void ImageStoryTest::itsMistakesAreSeen() {
    openMatrix();
    m_fixture->screenshot(QStringLiteral("image-story-run"));
    openMistakes();
    QVERIFY2(label("predictionsNote").contains(QStringLiteral("were taken for another class")),
             qPrintable(label("predictionsNote")));
    QVERIFY(label("predictionName").endsWith(QStringLiteral(".png")));
    m_fixture->screenshots(QStringLiteral("image-story-mistakes"), [this] {
        openMatrix();
        openMistakes();
    });
}

void ImageStoryTest::aCellOfTheMatrixLeadsToItsPictures() {
    const Project& project = m_fixture->window->session()->project();
    const auto runs = RunStore(project).list();
    const auto predictions = readPredictions(project, runs->front());
    QVERIFY(predictions.has_value());
    QCOMPARE(predictions->rows.size(), size_t{26});
    openMatrix();
    // The first cell: discs that were taken for discs.
    auto* matrix = hands().visible<HeatMap>(QStringLiteral("runConfusion"));
    matrix->setFocus();
    QTest::keyClick(matrix, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(mistakes()->isVisible(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(mistakes()->count(), predictions->linesOfCell(0, 0).size(), patience);
    QVERIFY2(label("predictionsNote").contains(QStringLiteral("labelled “disc” and taken for “disc”")),
             qPrintable(label("predictionsNote")));
    hands().click(QStringLiteral("allMistakesButton"));
    QCOMPARE(mistakes()->count(), predictions->mistakes().size());
    QTest::keyClick(mistakes(), Qt::Key_Escape);
    QTRY_VERIFY(hands().find(QStringLiteral("runsTable"))->isVisible());
}

LATHE_GUI_TEST(ImageStoryTest)
#include "image_story_test.moc"
