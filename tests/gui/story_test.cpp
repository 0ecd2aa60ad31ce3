// SPDX-License-Identifier: GPL-3.0-or-later
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTabBar>
#include <QTableView>

#include "core/data/datasets.h"
#include "core/data/samples.h"
#include "core/serve/deployments.h"
#include "tests/gui/gui_test.h"
#include "ui/charts/line_chart.h"
#include "ui/datasets/data_grid.h"
#include "ui/widgets/file_choice.h"
#include "ui/widgets/format.h"
#include "ui/widgets/segmented_tabs.h"

using namespace lathe;
using namespace lathe::ui;

namespace {

constexpr int patience = 30'000;      // what a loaded machine may need for a page
constexpr int longPatience = 120'000; // and for a worker process

} // namespace

/// The way of a first look, by clicks and keys alone: the weather sample is cleaned, two models are trained and
/// compared, the better one is registered and served, and the later years are held against the ones it learned from.
/// Each function goes on where the one before stopped.
class StoryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theSampleOpensFromTheWelcomePage();
    void theRecipeMakesAVersion();
    void twoModelsAreTrained();
    void whatARunGotWrongIsListed();
    void theRunsAreCompared();
    void theBetterOneIsRegistered();
    void itIsServed();
    void requestsAreAnswered();
    void theLaterYearsDrifted();
    void theReportIsExported();
    void theServerIsStopped();
    void cleanupTestCase();

private:
    template <typename T = QWidget>
    T* find(const char* name) const {
        T* found = m_fixture->find<T>(QLatin1String(name));
        if (found == nullptr) qFatal("no widget named %s", name);
        return found;
    }
    void click(const char* name) const { m_fixture->click(QLatin1String(name)); }
    void goTo(const char* page) const { m_fixture->window->showPage(QLatin1String(page)); }
    void choose(const char* box, const QString& entry) const { m_fixture->hands().choose(QLatin1String(box), entry); }
    void type(const char* field, const QString& entered) const {
        m_fixture->hands().type(QLatin1String(field), entered);
    }
    void openTab(SegmentedTabs* tabs, int index) const;
    void pickColumns(const QStringList& left) const;
    void newRun(const QString& kind, const QString& parameter, const QString& value) const;
    QString cell(const char* table, int row, int column) const {
        return find<QTableView>(table)->model()->index(row, column).data().toString();
    }
    int rows(const char* table) const { return find<QTableView>(table)->model()->rowCount(); }
    void clickRow(const char* table, int row, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const;
    [[nodiscard]] Project& project() const { return m_fixture->window->session()->project(); }

    std::unique_ptr<test::Fixture> m_fixture;
};

void StoryTest::initTestCase() {
    m_fixture = std::make_unique<test::Fixture>(
        [](Project& project, const JobContext& job) { return writeSample("weather", project, job); });
    qputenv("HOME", m_fixture->temporary.path().toLocal8Bit()); // the sample goes into this folder's Documents
    qputenv("XDG_CONFIG_HOME", m_fixture->temporary.path().toLocal8Bit());
}

void StoryTest::cleanupTestCase() {
    FileChoice::answerOpen() = {};
    FileChoice::answerSave() = {};
    if (m_fixture->window->session() !=
        nullptr) { // a server outlives the window, so none may be left when a step failed
        const Deployments deployments(project());
        const auto all = deployments.list();
        QVERIFY(all.has_value());
        for (const auto& deployment : *all)
            if (deployment.isRunning()) QVERIFY(deployments.stop(deployment.id.str()).has_value());
    }
    m_fixture.reset();
}

void StoryTest::openTab(SegmentedTabs* tabs, int index) const {
    QTest::mouseClick(tabs->bar(), Qt::LeftButton, Qt::NoModifier, tabs->bar()->tabRect(index).center());
    QCOMPARE(tabs->bar()->currentIndex(), index);
}

void StoryTest::clickRow(const char* name, int row, Qt::KeyboardModifiers modifiers) const {
    auto* table = find<QTableView>(name);
    const QModelIndex index = table->model()->index(row, 1);
    table->scrollTo(index);
    QTest::mouseClick(table->viewport(), Qt::LeftButton, modifiers, table->visualRect(index).center());
}

void StoryTest::theSampleOpensFromTheWelcomePage() {
    click("welcomeSampleButton");
    QTRY_VERIFY_WITH_TIMEOUT(m_fixture->window->session() != nullptr, patience);
    click("nav-datasets");
    auto* grid = find<DataGrid>("dataGrid");
    QTRY_VERIFY_WITH_TIMEOUT(grid->isVisible() && grid->source() && grid->source()->rows() == 1461, longPatience);
    QTRY_VERIFY_WITH_TIMEOUT(grid->complete(), patience);
    m_fixture->screenshot(QStringLiteral("story-data"));
}

void StoryTest::theRecipeMakesAVersion() {
    openTab(find<SegmentedTabs>("datasetTabs"), 1);
    const QString recipe = text((project().folder() / "sample" / "recipe.yaml").string());
    QVERIFY2(QFile::exists(recipe), qPrintable(recipe));
    FileChoice::answerOpen() = [recipe](QWidget*, const QString&, const QString&, const QString&) { return recipe; };
    click("recipeMoreButton");
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    QVERIFY(menu != nullptr);
    const auto actions = menu->actions();
    const auto load = std::find_if(actions.begin(), actions.end(), [](const QAction* action) {
        return action->text() == QStringLiteral("Load from YAML…");
    });
    QVERIFY(load != actions.end());
    QTest::mouseClick(menu, Qt::LeftButton, Qt::NoModifier, menu->actionGeometry(*load).center());
    QTRY_VERIFY_WITH_TIMEOUT(find("applyRecipeButton")->isEnabled(), patience);
    click("applyRecipeButton");
    auto* grid = find<DataGrid>("dataGrid");
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture->window->page()->currentObject(), QStringLiteral("weather@2"), longPatience);
    QTRY_VERIFY_WITH_TIMEOUT(grid->source() && grid->source()->schema().size() == 8, patience);

    // The years of before and after go into datasets of their own, as the sample's pipeline does it.
    const Datasets datasets(project());
    const auto tidy = datasets.resolve("weather@2");
    QVERIFY(tidy.has_value());
    for (const std::string years : {"2012-2013", "2014-2015"}) {
        const auto yaml = readTextFile(project().folder() / "sample" / ("years-" + years + ".yaml"));
        QVERIFY(yaml.has_value());
        const auto part = datasets.clean(*tidy, *yaml, "weather-" + years, {});
        QVERIFY2(part.has_value(), part ? "" : part.error().message.c_str());
    }
    m_fixture->window->session()->noteChange();
}

void StoryTest::pickColumns(const QStringList& left) const {
    auto* features = find<QListWidget>("newRunFeatureList");
    for (const QString& column : left) {
        const auto items = features->findItems(column, Qt::MatchExactly);
        QCOMPARE(items.size(), 1);
        features->setFocus();
        features->setCurrentItem(items.front());
        QTest::keyClick(features, Qt::Key_Space);
        QCOMPARE(items.front()->checkState(), Qt::Unchecked);
    }
}

void StoryTest::newRun(const QString& kind, const QString& parameter, const QString& value) const {
    choose("newRunDataBox", QStringLiteral("weather-2012-2013@1"));
    choose("newRunTargetBox", QStringLiteral("weather"));
    pickColumns({QStringLiteral("date"), QStringLiteral("range")});
    choose("newRunSplitBox", QStringLiteral("Stratified by target"));
    auto* tabs = find<SegmentedTabs>("newRunTabs");
    openTab(tabs, 1);
    choose("newRunModelBox", kind);
    if (!parameter.isEmpty()) type(qPrintable(QStringLiteral("newRunParameter_") + parameter), value);
    openTab(tabs, 2);
    const QString yaml = find<QPlainTextEdit>("newRunYaml")->toPlainText();
    QVERIFY2(yaml.contains(QStringLiteral("target: weather")) && yaml.contains(value), qPrintable(yaml));
    openTab(tabs, 0);
    click("newRunStartButton");
}

void StoryTest::twoModelsAreTrained() {
    click("nav-runs");
    click("emptyNewRunButton");
    newRun(QStringLiteral("Linear"), QString(), QString());
    QTRY_COMPARE_WITH_TIMEOUT(rows("runsTable"), 1, longPatience);
    click("newRunButton");
    QTRY_VERIFY_WITH_TIMEOUT(find<QComboBox>("newRunDataBox")->count() == 4, patience);
    m_fixture->screenshots(QStringLiteral("story-new-run"), [this] {
        click("newRunButton");
        QTRY_COMPARE_WITH_TIMEOUT(find<QComboBox>("newRunDataBox")->count(), 4, patience);
    });
    click("newRunButton");
    QTRY_VERIFY_WITH_TIMEOUT(find<QComboBox>("newRunDataBox")->count() == 4, patience);
    newRun(QStringLiteral("Gradient boosting"), QStringLiteral("rounds"), QStringLiteral("60"));
    QTRY_COMPARE_WITH_TIMEOUT(rows("runsTable"), 2, longPatience);
    for (int row = 0; row < 2; ++row)
        QTRY_COMPARE_WITH_TIMEOUT(cell("runsTable", row, 0), QStringLiteral("finished"), longPatience);
    clickRow("runsTable", 0);
    QTRY_VERIFY_WITH_TIMEOUT(!find<QPlainTextEdit>("runLog")->toPlainText().isEmpty(), patience);
    QTest::qWait(300); // for the curves in the picture
    m_fixture->screenshots(QStringLiteral("story-runs"), [] { QTest::qWait(300); });
}

void StoryTest::whatARunGotWrongIsListed() {
    clickRow("runsTable", 0);
    QTRY_VERIFY_WITH_TIMEOUT(find<SegmentedTabs>("runViews")->bar()->isVisible(), patience);
    openTab(find<SegmentedTabs>("runViews"), 1);
    click("misclassifiedButton");
    QTRY_VERIFY_WITH_TIMEOUT(find("predictionsTable")->isVisible() && rows("predictionsTable") > 0, patience);
    QVERIFY2(cell("predictionsTable", 0, 1).contains(QStringLiteral(" → ")),
             qPrintable(cell("predictionsTable", 0, 1)));
    m_fixture->screenshot(QStringLiteral("story-mistakes"));
    click("predictionsCloseButton");
    QTRY_VERIFY(find("runsTable")->isVisible());
}

void StoryTest::theRunsAreCompared() {
    const auto compare = [this] {
        clickRow("runsTable", 0);
        clickRow("runsTable", 1, Qt::ControlModifier);
        click("compareButton");
        QTRY_VERIFY_WITH_TIMEOUT(find("compareTable")->isVisible() && rows("compareTable") > 4, patience);
        const auto drawn = [this] {
            const auto charts =
                find("compareTable")->window()->findChildren<LineChart*>(QStringLiteral("runChart_loss"));
            return std::any_of(charts.begin(), charts.end(), [](LineChart* chart) {
                return chart->isVisible() && chart->seriesCount() == 2 && !chart->points(1).empty();
            });
        };
        QTRY_VERIFY_WITH_TIMEOUT(drawn(), patience);
        QTest::qWait(60); // a chart draws at its next tick
    };
    compare();
    auto* table = find<QTableView>("compareTable");
    QCOMPARE(table->model()->columnCount(), 3);
    bool marked = false;
    for (int row = 0; row < rows("compareTable"); ++row)
        for (int column = 1; column < 3; ++column)
            marked = marked || cell("compareTable", row, column).startsWith(QStringLiteral("✓"));
    QVERIFY(marked);
    m_fixture->screenshots(QStringLiteral("story-compare"), compare);
    compare();
    click("compareCloseButton");
}

void StoryTest::theBetterOneIsRegistered() {
    // Sorted by the first metric, test accuracy, the better run is the one at the end.
    const int better = cell("runsTable", 0, 4).toDouble() >= cell("runsTable", 1, 4).toDouble() ? 0 : 1;
    clickRow("runsTable", better);
    click("runRegisterButton");
    type("registerModelBox", QStringLiteral("day-kind"));
    m_fixture->screenshot(QStringLiteral("story-register"));
    click("registerSubmitButton");
    QTRY_VERIFY_WITH_TIMEOUT(!find("registerSheet")->isVisible(), longPatience);
    click("nav-models");
    QTRY_COMPARE_WITH_TIMEOUT(rows("modelsTable"), 1, patience);
    QCOMPARE(cell("modelsTable", 0, 0), QStringLiteral("day-kind"));
    QTRY_COMPARE_WITH_TIMEOUT(cell("modelsTable", 0, 2), QStringLiteral("champion"), patience);
    m_fixture->screenshots(QStringLiteral("story-models"));
}

void StoryTest::itIsServed() {
    click("modelServeButton");
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture->window->currentPage(), QStringLiteral("serving"), patience);
    QTRY_COMPARE_WITH_TIMEOUT(find<QComboBox>("serveModelBox")->currentText(), QStringLiteral("day-kind@1"), patience);
    m_fixture->screenshot(QStringLiteral("story-serve"));
    click("serveStartButton");
    QTRY_COMPARE_WITH_TIMEOUT(rows("servingTable"), 1, longPatience);
    QTRY_COMPARE_WITH_TIMEOUT(cell("servingTable", 0, 0), QStringLiteral("ready"), longPatience);
}

void StoryTest::requestsAreAnswered() {
    QTRY_VERIFY_WITH_TIMEOUT(
        find<QPlainTextEdit>("tryRequestBody")->toPlainText().contains(QStringLiteral("instances")), patience);
    click("trySendButton");
    QTRY_VERIFY_WITH_TIMEOUT(
        find<QPlainTextEdit>("tryRequestAnswer")->toPlainText().contains(QStringLiteral("predictions")), patience);
    const QString status = find<QLabel>("tryStatus")->text();
    QVERIFY2(status.contains(QStringLiteral("200")), qPrintable(status));

    // As a client outside of the window does it.
    const auto deployment = Deployments(project()).find("day-kind");
    QVERIFY(deployment.has_value());
    const std::string url = deployment->url() + "/v1/models/day-kind:predict";
    const std::string body =
        R"({"instances": [{"precipitation": 0.0, "temp_max": 25.6, "temp_min": 13.3, "wind": 2.9, "month": 7}]})";
    auto* latency = find<LineChart>("servingLatencyChart");
    const auto pointsShown = [latency] { return latency->points(0).size() > 3; };
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            for (int i = 0; i < 5; ++i) {
                const auto reply = httpRequest(url, "POST", body);
                if (!reply || reply->status != 200) return false;
            }
            return pointsShown();
        }(),
        patience);
    QTRY_VERIFY_WITH_TIMEOUT(cell("servingTable", 0, 3) != QStringLiteral("0"), patience);
    m_fixture->screenshots(QStringLiteral("story-serving"), [this, url, body] {
        QTRY_VERIFY_WITH_TIMEOUT(httpRequest(url, "POST", body).has_value() &&
                                     find<LineChart>("servingLatencyChart")->points(0).size() > 2,
                                 patience);
    });
}

void StoryTest::theLaterYearsDrifted() {
    click("nav-drift");
    choose("driftReferenceBox", QStringLiteral("weather-2012-2013@1"));
    choose("driftCurrentBox", QStringLiteral("weather-2014-2015@1"));
    choose("driftModelBox", QStringLiteral("day-kind@champion"));
    m_fixture->screenshot(QStringLiteral("story-drift-empty"));
    click("driftCompareButton");
    QTRY_VERIFY_WITH_TIMEOUT(find("driftTable")->isVisible() && rows("driftTable") > 4, longPatience);
    const QString verdict = find("driftVerdict")->accessibleName();
    QVERIFY2(verdict.contains(QStringLiteral("weather-2014-2015@1")), qPrintable(verdict));
    QTRY_COMPARE_WITH_TIMEOUT(rows("driftReportTable"), 1, patience);
    m_fixture->screenshots(QStringLiteral("story-drift"), [this] {
        QTRY_VERIFY_WITH_TIMEOUT(find("driftTable")->isVisible() && rows("driftTable") > 4, patience);
    });
}

void StoryTest::theReportIsExported() {
    QTRY_VERIFY_WITH_TIMEOUT(find("driftTable")->isVisible(), patience);
    const QString html = m_fixture->folder(QStringLiteral("report.html"));
    FileChoice::answerSave() = [html](QWidget*, const QString&, const QString&, const QString&) { return html; };
    click("driftExportButton");
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(html), patience);
    QFile file(html);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray content = file.readAll();
    QVERIFY(content.contains("<html") && content.contains("precipitation") && content.contains("weather-2014-2015@1"));
}

void StoryTest::theServerIsStopped() {
    click("nav-serving");
    QTRY_COMPARE_WITH_TIMEOUT(cell("servingTable", 0, 0), QStringLiteral("ready"), patience);
    click("deploymentStopButton");
    QTRY_COMPARE_WITH_TIMEOUT(cell("servingTable", 0, 0), QStringLiteral("stopped"), longPatience);
    QVERIFY(!find("deploymentStopButton")->isVisible());
    m_fixture->screenshot(QStringLiteral("story-stopped"));
}

LATHE_GUI_TEST(StoryTest)
#include "story_test.moc"
