// SPDX-License-Identifier: GPL-3.0-or-later
// Each long job of the Datasets page is started by clicks and keys over a large table and cancelled by a click while it
// works: it must end as cancelled, leave nothing behind, and start again. How long the answer took and how long the
// window's thread was busy at one go is printed.
#include "core/data/datasets.h"
#include "core/data/samples.h"
#include "core/project/garbage.h"
#include "gui_test.h"
#include "heartbeat.h"
#include "ui/datasets/data_grid.h"
#include "ui/shell/session.h"
#include "ui/widgets/file_choice.h"

#include <QDir>
#include <QPointer>
#include <QPushButton>

using namespace lathe;
using namespace lathe::ui;

namespace {

constexpr uint64_t rows = 1'000'000; // the most in which suspects are looked for
constexpr int patience = test::Hands::patience;

void publish(const Project& project, uint64_t seed) {
    const auto folder = project.temporaryFolder("made");
    QVERIFY(folder.has_value());
    Datasets::Draft draft;
    draft.info.datasetName = "bikes";
    draft.file = folder->path() / "rows.h5";
    QVERIFY(simulateBikesToFile({.rows = rows, .seed = seed}, draft.file, {}).has_value());
    QVERIFY(Datasets(project).publish(std::move(draft), {}).has_value());
}

struct Case {
    const char* name;
    void (*prepare)(const test::Fixture&);
    void (*start)(const test::Fixture&);
};

void openTab(const test::Fixture& window, int index) { window.hands().openTab(QStringLiteral("datasetTabs"), index); }

DataGrid* grid(const test::Fixture& window) { return window.find<DataGrid>(QStringLiteral("dataGrid")); }

void clickOf(const test::Fixture& window, const char* name) { window.click(QLatin1String(name)); }

/// Nothing where the job was done before an earlier click: then there may be nothing to start.
void startBy(const test::Fixture& window, const char* button) {
    const auto* found = window.find(QLatin1String(button));
    if (found != nullptr && found->isVisible() && found->isEnabled()) clickOf(window, button);
}

void find(const test::Fixture& window, const QString& what) {
    grid(window)->setFocus();
    QTest::keyClick(grid(window), Qt::Key_F, Qt::ControlModifier);
    window.hands().type(QStringLiteral("findField"), what);
    QTest::keyClick(window.find(QStringLiteral("findField")), Qt::Key_Return);
}

/// In the order of the list; each leaves the page as the next one expects it.
const Case cases[] = {
    {"profile", [](const test::Fixture& window) { openTab(window, 0); },
     [](const test::Fixture& window) { startBy(window, "computeProfileButton"); }},
    {"sort",
     [](const test::Fixture& window) {
         grid(window)->setFocus();
         for (int i = 0; i < 5; ++i) QTest::keyClick(grid(window), Qt::Key_Right);
     },
     [](const test::Fixture& window) { QTest::keyClick(grid(window), Qt::Key_S, Qt::AltModifier); }},
    {"find", [](const test::Fixture&) {},
     [](const test::Fixture& window) { find(window, QStringLiteral("nowhere to be found")); }},
    {"filter",
     [](const test::Fixture& window) {
         clickOf(window, "findCloseButton");
         clickOf(window, "addFilterButton");
         window.hands().choose(QStringLiteral("filterKind"), QStringLiteral("Duplicates"));
     },
     [](const test::Fixture& window) {
         if (!window.find(QStringLiteral("filterKind"))->isVisible()) {
             clickOf(window, "addFilterButton");
             window.hands().choose(QStringLiteral("filterKind"), QStringLiteral("Duplicates"));
         }
         clickOf(window, "applyFilterButton");
     }},
    {"group",
     [](const test::Fixture& window) {
         clickOf(window, "groupButton");
         window.hands().tick(QStringLiteral("groupKeys"), QStringLiteral("temperature"));
     },
     [](const test::Fixture& window) { clickOf(window, "groupComputeButton"); }},
    {"export of what is seen",
     [](const test::Fixture& window) {
         QTest::keyClick(window.find(QStringLiteral("groupComputeButton")), Qt::Key_Escape);
         FileChoice::answerSave() = [target = window.folder(QStringLiteral("seen.csv"))](
                                        QWidget*, const QString&, const QString&, const QString&) { return target; };
     },
     [](const test::Fixture& window) { clickOf(window, "exportSeenButton"); }},
    {"inferring of checks", [](const test::Fixture& window) { openTab(window, 3); },
     [](const test::Fixture& window) { startBy(window, "inferChecksButton"); }},
    {"comparison of versions", [](const test::Fixture& window) { openTab(window, 2); },
     [](const test::Fixture& window) {
         if (window.find(QStringLiteral("diffCloseButton"))->isVisible()) clickOf(window, "diffCloseButton");
         clickOf(window, "compareVersionsButton");
     }},
    {"recipe",
     [](const test::Fixture& window) {
         clickOf(window, "diffCloseButton");
         openTab(window, 1);
         clickOf(window, "addStepButton");
         QTest::keyClicks(window.find(QStringLiteral("addStepSearch")), QStringLiteral("duplicate"));
         QTest::keyClick(window.find(QStringLiteral("addStepSearch")), Qt::Key_Return);
     },
     [](const test::Fixture& window) { startBy(window, "applyRecipeButton"); }},
    {"people who can be told apart",
     [](const test::Fixture& window) {
         clickOf(window, "anonymityButton");
         for (const char* column : {"hour", "temperature", "wind"})
             window.hands().tick(QStringLiteral("stepColumns_quasi"), QLatin1String(column));
     },
     [](const test::Fixture& window) { startBy(window, "checkAnonymityButton"); }},
    {"suspect labels",
     [](const test::Fixture& window) {
         clickOf(window, "closeAnonymityButton");
         clickOf(window, "suspectsButton");
         window.hands().choose(QStringLiteral("suspectsTargetBox"), QStringLiteral("weather"));
     },
     [](const test::Fixture& window) { startBy(window, "findSuspectsButton"); }},
    {"import",
     [](const test::Fixture& window) {
         clickOf(window, "suspectsCloseButton");
         FileChoice::answerOpen() = [file = window.folder(QStringLiteral("bikes.csv"))](
                                        QWidget*, const QString&, const QString&, const QString&) { return file; };
         clickOf(window, "importFileButton");
     },
     [](const test::Fixture& window) { startBy(window, "importButton"); }},
};

} // namespace

class CancelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void everyJobIsCancelled_data();
    void everyJobIsCancelled();
    void nothingIsLeft();

private:
    [[nodiscard]] Session& session() const { return *m_fixture->window->session(); }
    void cancelAfter(const Case& job, int delay);

    std::unique_ptr<test::Fixture> m_fixture;
    test::Heartbeat m_heart;
    std::vector<double> m_answers;
};

void CancelTest::initTestCase() {
    m_fixture = std::make_unique<test::Fixture>();
    m_fixture->openProject([](Project& project) {
        publish(project, 1);
        publish(project, 2);
    });
    QVERIFY(
        simulateBikesToCsv({.rows = rows / 2}, Path(m_fixture->folder(QStringLiteral("bikes.csv")).toStdString()), {})
            .has_value());
    m_fixture->window->showPage(QStringLiteral("datasets"), QStringLiteral("bikes@2"));
    QTRY_VERIFY_WITH_TIMEOUT(
        grid(*m_fixture) != nullptr && grid(*m_fixture)->isVisible() && grid(*m_fixture)->complete(), patience);
    while (session().jobs().unfinished() > 0) { // the profile begins by itself
        if (m_fixture->find(QStringLiteral("jobCancelButton"))->isEnabled()) clickOf(*m_fixture, "jobCancelButton");
        QTest::qWait(20);
    }
}

void CancelTest::cleanupTestCase() {
    FileChoice::answerOpen() = {};
    FileChoice::answerSave() = {};
    m_fixture.reset();
}

void CancelTest::everyJobIsCancelled_data() {
    QTest::addColumn<int>("number");
    for (int i = 0; i < static_cast<int>(std::size(cases)); ++i) QTest::newRow(cases[i].name) << i;
}

void CancelTest::everyJobIsCancelled() {
    QFETCH(const int, number);
    const Case& job = cases[number];
    job.prepare(*m_fixture);
    QTRY_COMPARE_WITH_TIMEOUT(session().jobs().unfinished(), 0, patience);
    m_answers.clear();
    m_heart.restart();
    for (const int delay : {0, 50, 150}) cancelAfter(job, delay);
    std::ranges::sort(m_answers);
    const auto longest = static_cast<long long>(m_heart.longest());
    if (m_answers.empty()) qInfo("%s: done before each click", job.name);
    else
        qInfo(
            "%s: cancelled %zu times, answered after %.0f ms (the worst: %.0f ms), window busy for %.0f ms (%lld ms by the clock)",
            job.name, m_answers.size(), m_answers[m_answers.size() / 2], m_answers.back(), m_heart.longestWork(),
            longest);
}

/// Starts the job and clicks Cancel after so many milliseconds, and again for what it may have started beside it. A job
/// that fails, or cannot be started a second time, is a mistake.
void CancelTest::cancelAfter(const Case& job, int delay) {
    job.start(*m_fixture);
    QTest::qWait(delay);
    QElapsedTimer clock;
    while (session().jobs().unfinished() > 0) {
        const QPointer<JobHandle> newest = session().jobs().job(session().jobs().rowCount() - 1);
        std::optional<JobState> end;
        double answer = 0;
        QObject listener; // no longer than what it writes to
        connect(newest, &JobHandle::finished, &listener, [&](JobState state) {
            end = state;
            answer = static_cast<double>(clock.nsecsElapsed()) / 1e6;
        });
        clock.start();
        clickOf(*m_fixture, "jobCancelButton");
        if (end) { // under the click
            QVERIFY(*end != JobState::Failed);
            continue;
        }
        QVERIFY(newest->cancelling());
        QTRY_VERIFY_WITH_TIMEOUT(end.has_value(), patience);
        if (*end == JobState::Succeeded) continue; // it was at its end
        QVERIFY(*end == JobState::Cancelled);
        m_answers.push_back(answer);
    }
}

/// What was cancelled left nothing half-made. A job that was faster than the click has made its version, dataset or
/// file.
void CancelTest::nothingIsLeft() {
    const Project& project = session().project();
    QVERIFY(Datasets(project).versions("bikes")->size() >= 2);
    QVERIFY(leftoverFiles(project)->empty());
    QVERIFY(project.check({})->empty());
    QCOMPARE(QDir(m_fixture->folder(QStringLiteral("test.lathe/tmp")))
                 .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
             QStringList());
    QStringList beside =
        QDir(m_fixture->folder(QString())).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    beside.removeAll(QStringLiteral("seen.csv"));
    QCOMPARE(beside, (QStringList{QStringLiteral("bikes.csv"), QStringLiteral("test.lathe")}));
}

LATHE_GUI_TEST(CancelTest)
#include "cancel_test.moc"
