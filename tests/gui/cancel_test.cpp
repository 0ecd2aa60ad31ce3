// SPDX-License-Identifier: GPL-3.0-or-later
// Each long job of the Datasets page is started by clicks and keys over a large table and cancelled by a click while it
// works: it must end as cancelled, leave nothing behind, and start again. How long the answer took and how long the
// window's thread was busy at one go is printed.
#include "core/base/random.h"
#include "core/data/datasets.h"
#include "core/data/images/decode.h"
#include "core/data/images/image_dataset.h"
#include "core/data/samples.h"
#include "core/project/garbage.h"
#include "tests/gui/cancel_cases.h"
#include "tests/gui/heartbeat.h"
#include "ui/shell/session.h"
#include "ui/widgets/file_choice.h"

#include <QDir>
#include <QPointer>
#include <QPushButton>

namespace lathe::ui::test {

namespace {

constexpr uint64_t rows = 1'000'000; // the most in which suspects are looked for
constexpr int patience = Hands::patience;

void publish(const Project& project, uint64_t seed) {
    const auto folder = project.temporaryFolder("made");
    QVERIFY(folder.has_value());
    Datasets::Draft draft;
    draft.info.datasetName = "bikes";
    draft.file = folder->path() / "rows.h5";
    QVERIFY(simulateBikesToFile({.rows = rows, .seed = seed}, draft.file, {}).has_value());
    QVERIFY(Datasets(project).publish(std::move(draft), {}).has_value());
}

/// Photographs' size, so that decoding takes its time.
void writePictures(const Path& folder) {
    QVERIFY(createFolders(folder / "grey").has_value());
    for (uint64_t i = 0; i < 24; ++i) {
        Random random(i);
        images::Raster picture(2400, 1600, 1);
        for (uint8_t& sample : picture.samples) sample = static_cast<uint8_t>(random.below(16));
        const auto png = images::encodePng(picture);
        QVERIFY(writeFileAtomic(folder / "grey" / fmt::format("{}.png", i), std::string(png.begin(), png.end()))
                    .has_value());
    }
}

/// Tables of pictures, of which there is none.
void publishPictures(const Project& project) {
    for (uint64_t version = 1; version <= 2; ++version) {
        Random random(version);
        images::ImageTable table;
        table.labels = {"a", "b", "c"};
        for (uint64_t i = 0; i < 200'000; ++i) {
            images::ImageRow row;
            row.path = fmt::format("{}.png", i);
            row.label = static_cast<int>(i % 3);
            row.sha256 = fmt::format("{:064x}", random.next());
            row.header = {.width = 100, .height = 80, .channels = 3};
            row.quality.sharpness = random.uniform() * 1000;
            row.quality.perceptualHash = random.next();
            table.rows.push_back(std::move(row));
        }
        QVERIFY(Datasets(project).store("many", images::tableOf(table), "made up").has_value());
    }
}

std::vector<CancelCase> allCases() {
    std::vector<CancelCase> all;
    for (const auto cases :
         {cancelledQueries(), cancelledChecks(), cancelledVersions(), cancelledImports(), cancelledPictures()})
        all.insert(all.end(), cases.begin(), cases.end());
    return all;
}

} // namespace

void saveTo(const QString& file) {
    FileChoice::answerSave() = [file](QWidget*, const QString&, const QString&, const QString&) { return file; };
}

void openFrom(const QString& file) {
    FileChoice::answerOpen() = [file](QWidget*, const QString&, const QString&, const QString&) { return file; };
}

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
    void cancelAfter(const CancelCase& job, int delay);

    const std::vector<CancelCase> m_cases = allCases();
    std::unique_ptr<Fixture> m_fixture;
    Heartbeat m_heart;
    std::vector<double> m_answers;
};

void CancelTest::initTestCase() {
    m_fixture = std::make_unique<Fixture>();
    m_fixture->openProject([](Project& project) {
        publish(project, 1);
        publish(project, 2);
        publishPictures(project);
    });
    QVERIFY(
        simulateBikesToCsv({.rows = rows / 2}, Path(m_fixture->folder(QStringLiteral("bikes.csv")).toStdString()), {})
            .has_value());
    writePictures(m_fixture->folder(QStringLiteral("pictures")).toStdString());
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
    for (size_t i = 0; i < m_cases.size(); ++i) QTest::newRow(m_cases[i].name) << static_cast<int>(i);
}

void CancelTest::everyJobIsCancelled() {
    QFETCH(const int, number);
    const CancelCase& job = m_cases[static_cast<size_t>(number)];
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
void CancelTest::cancelAfter(const CancelCase& job, int delay) {
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
        QVERIFY(end || newest->cancelling()); // it may end under the click
        QTRY_VERIFY_WITH_TIMEOUT(end.has_value(), patience);
        QVERIFY(*end != JobState::Failed);
        if (*end == JobState::Cancelled) m_answers.push_back(answer);
    }
}

/// What was cancelled left nothing half-made. A job that was faster than the click has made its version, dataset or
/// file.
void CancelTest::nothingIsLeft() {
    const Project& project = session().project();
    QVERIFY(QDir(m_fixture->folder(QStringLiteral("test.lathe/data/dataset-lost"))).removeRecursively()); // to clean up
    QVERIFY(Datasets(project).versions("bikes")->size() >= 2);
    QVERIFY(leftoverFiles(project)->empty());
    QVERIFY(project.check({})->empty());
    QCOMPARE(QDir(m_fixture->folder(QStringLiteral("test.lathe/tmp")))
                 .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
             QStringList());
    QStringList beside =
        QDir(m_fixture->folder(QString())).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    for (const char* made : {"seen.csv", "differences.csv", "version.sqlite"}) beside.removeAll(QLatin1String(made));
    QCOMPARE(beside,
             (QStringList{QStringLiteral("bikes.csv"), QStringLiteral("pictures"), QStringLiteral("test.lathe")}));
}

} // namespace lathe::ui::test

LATHE_GUI_TEST(lathe::ui::test::CancelTest)
#include "cancel_test.moc"
