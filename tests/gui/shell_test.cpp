// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAccessible>
#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QProgressBar>
#include <QScrollArea>
#include <QScrollBar>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>
#include <QWheelEvent>
#include <thread>
#include <unistd.h>

#include "core/base/clock.h"
#include "tests/gui/gui_test.h"
#include "ui/shell/command_palette.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/label.h"

using namespace lathe;
using namespace lathe::ui;

namespace {

/// A small, lively project: objects of each kind, straight into the store.
void fillProject(Project& project) {
    const auto now = std::to_string(nowMicros());
    const std::string hour = "3600000000";
    const std::string sql =
        "INSERT INTO file VALUES('data/d1/1.h5', 1, 'aa', 'dataset'), ('data/d1/2.h5', 1, 'ab', 'dataset');"
        "INSERT INTO dataset VALUES('d1', 'weather', " +
        now +
        ", 0);"
        "INSERT INTO dataset_version(dataset, number, content_hash, rows, schema, file, source, created_at) VALUES('d1', 1, 'h1', 1461, '[]', 'data/d1/1.h5', 'seattle-weather.csv', " +
        now + " - 5 * " + hour +
        ");"
        "INSERT INTO dataset_version(dataset, number, content_hash, rows, schema, file, parent, created_at) VALUES('d1', 2, 'h2', 1442, '[]', 'data/d1/2.h5', 'weather@1', " +
        now + " - 4 * " + hour +
        ");"
        "INSERT INTO run(id, name, experiment, state, config, data, data_hash, model_kind, target, created_at, started_at, progress_done, progress_total) VALUES"
        "('run-a', 'amber-falcon-1', 'default', 'finished', '', 'weather@2', 'h2', 'gradient_boosting', 'weather', " +
        now + " - 3 * " + hour + ", " + now + " - 3 * " + hour +
        ", 10, 10),"
        "('run-b', 'brisk-river-2', 'default', 'failed', '', 'weather@2', 'h2', 'mlp', 'weather', " +
        now + " - 2 * " + hour + ", " + now + " - 2 * " + hour +
        ", 3, 10);"
        "UPDATE run SET error = 'the target column has 0 distinct values' WHERE id = 'run-b';"
        "INSERT INTO model VALUES('weather-kind', '', " +
        now +
        ", 0);"
        "INSERT INTO model_version(model, number, run, folder, package_hash, metrics, signature, lineage, created_at) VALUES('weather-kind', 1, 'run-a', 'models/weather-kind/1', 'p', '{\"test_accuracy\": 0.83}', '{\"inputs\": [], \"outputs\": []}', '[]', " +
        now +
        ");"
        "INSERT INTO model_alias VALUES('weather-kind', 'champion', 1, " +
        now +
        ");"
        "INSERT INTO report VALUES('rep-1', 'drift', 'weather: 2012–2013 against 2014–2015', 'weather@1', 'weather@2', 1, 0.4, '{}', '', '', " +
        now + ", 0);";
    const Result<void> done = project.change(
        {"dataset.import", "dataset weather@1", "", R"({"rows": 1461, "source": "seattle-weather.csv"})"},
        [&](AuditEntry&) { return project.database().execute(sql); });
    QVERIFY2(done.has_value(), done ? "" : done.error().message.c_str());
    for (const auto& [action, object] :
         std::initializer_list<std::pair<const char*, const char*>>{{"run.start", "run amber-falcon-1"},
                                                                    {"run.end", "run amber-falcon-1"},
                                                                    {"model.register", "model weather-kind@1"}}) {
        const Result<void> entry =
            project.change({action, object, R"({"state": "queued"})", R"({"state": "finished"})"},
                           [](AuditEntry&) { return Result<void>(); });
        QVERIFY(entry.has_value());
    }
}

Session::Work slowWork() {
    return [](const JobContext& job) -> Result<void> {
        job.beginStage("reading rows", 1000, "rows");
        for (int step = 0; step < 1000; ++step) {
            LATHE_CHECK(job.checkStop());
            job.setDone(step);
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        return {};
    };
}

} // namespace

class ShellTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void welcomeIsShownWithoutProject();
    void pagesByClickAndKeyboard();
    void paletteFindsPagesAndObjects();
    void themeSwitchesAtRunTime();
    void languageSwitchesAtRunTime();
    void jobShowsProgressAndCancels();
    void jobIsNotDeliveredToTheDead();
    void newestLoadWins();
    void secondWindowOpensReadOnly();
    void missingProjectIsTold();
    void overviewLeadsToObjects();
    void trashGivesBack();
    void auditDetailsAndCheck();
    void changesFromElsewhereArrive();
    void closingWithAJobAsks();
    void wheelChangesNoSetting();
    void listsOfNarrowBoxesAreReadable();
    void everyControlHasAName();
    void everyTextIsTranslated();
    void pictures();
};

void ShellTest::welcomeIsShownWithoutProject() {
    test::Fixture fixture;
    QCOMPARE(fixture.window->currentPage(), QStringLiteral("welcome"));
    for (const char* name : {"welcomeSampleButton", "welcomeCreateButton", "welcomeOpenButton"})
        QVERIFY(fixture.find(QLatin1String(name))->isVisible());
    fixture.window->createProject(fixture.folder());
    QTRY_VERIFY(fixture.window->session() != nullptr);
    QCOMPARE(fixture.window->currentPage(), QStringLiteral("overview"));
    fixture.window->closeProject();
    QCOMPARE(fixture.window->currentPage(), QStringLiteral("welcome"));
    QVERIFY(fixture.find(QStringLiteral("recentProjectButton")) != nullptr);
    fixture.click(QStringLiteral("recentProjectButton"));
    QTRY_VERIFY(fixture.window->session() != nullptr);
}

void ShellTest::pagesByClickAndKeyboard() {
    test::Fixture fixture;
    fixture.openProject();
    const std::vector<PageEntry> entries = pageEntries();
    for (const PageEntry& entry : entries) {
        fixture.click(QStringLiteral("nav-") + entry.id);
        QCOMPARE(fixture.window->currentPage(), entry.id);
        QVERIFY(fixture.window->page() != nullptr);
    }
    for (size_t index = 0; index < entries.size(); ++index) {
        fixture.key(static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(index)), Qt::ControlModifier);
        QTRY_COMPARE(fixture.window->currentPage(), entries[index].id);
    }
    fixture.key(Qt::Key_Comma, Qt::ControlModifier);
    QTRY_COMPARE(fixture.window->currentPage(), QStringLiteral("settings"));
    fixture.find(QStringLiteral("nav-overview"))->setFocus();
    QTest::keyClick(fixture.find(QStringLiteral("nav-overview")), Qt::Key_Down);
    QTRY_VERIFY(fixture.find(QStringLiteral("nav-") + entries[1].id)->hasFocus());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QTRY_COMPARE(fixture.window->currentPage(), entries[1].id);
    fixture.key(Qt::Key_F1);
    QTRY_VERIFY(fixture.find(QStringLiteral("helpSheet"))->isVisible());
    fixture.key(Qt::Key_F1);
    QTRY_VERIFY(!fixture.find(QStringLiteral("helpSheet"))->isVisible());
}

void ShellTest::paletteFindsPagesAndObjects() {
    QVERIFY(fuzzyScore(QStringLiteral("exp"), QStringLiteral("Experiments")) >
            fuzzyScore(QStringLiteral("exp"), QStringLiteral("Go to the next step")));
    QVERIFY(fuzzyScore(QStringLiteral("nr"), QStringLiteral("New run")) > 0);
    QCOMPARE(fuzzyScore(QStringLiteral("xyz"), QStringLiteral("Experiments")), 0);

    test::Fixture fixture;
    fixture.openProject(fillProject);
    fixture.key(Qt::Key_K, Qt::ControlModifier);
    QTRY_VERIFY(fixture.find(QStringLiteral("commandPalette"))->isVisible());
    auto* field = fixture.find<QLineEdit>(QStringLiteral("paletteField"));
    auto* list = fixture.find<QListView>(QStringLiteral("paletteList"));
    QTest::keyClicks(field, QStringLiteral("activ"));
    QCOMPARE(list->currentIndex().data().toString(), QStringLiteral("Activity"));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(fixture.window->currentPage(), QStringLiteral("activity"));
    QVERIFY(!fixture.find(QStringLiteral("commandPalette"))->isVisible());

    fixture.key(Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(field, QStringLiteral("amberfal"));
    QTRY_COMPARE(list->currentIndex().data().toString(), QStringLiteral("amber-falcon-1"));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(fixture.window->currentPage(), QStringLiteral("runs"));
    fixture.key(Qt::Key_K, Qt::ControlModifier);
    fixture.screenshot(QStringLiteral("palette-light"));
    QVERIFY(!fixture.find(QStringLiteral("paletteNothing"))->isVisible());
    QTest::keyClicks(field, QStringLiteral("zzqqzz"));
    QVERIFY(fixture.find(QStringLiteral("paletteNothing"))->isVisible());
    QVERIFY(!list->isVisible());
    fixture.screenshot(QStringLiteral("palette-nothing-light"));
    QTest::keyClick(field, Qt::Key_Return); // nothing to run
    field->clear();
    QVERIFY(list->isVisible());
    QTest::keyClick(field, Qt::Key_Escape);
    QVERIFY(!fixture.find(QStringLiteral("commandPalette"))->isVisible());
}

void ShellTest::themeSwitchesAtRunTime() {
    test::Fixture fixture;
    fixture.openProject();
    fixture.window->showPage(QStringLiteral("settings"));
    auto* choice = fixture.find<QComboBox>(QStringLiteral("themeChoice"));
    const auto choose = [&](const char* mode) {
        choice->setCurrentIndex(choice->findData(QLatin1String(mode)));
        Q_EMIT choice->activated(choice->currentIndex());
    };
    choose("dark");
    QVERIFY(tokens().dark);
    QTRY_VERIFY(fixture.window->grab().toImage().pixelColor(20, 500).lightness() < 60);
    choose("light");
    QVERIFY(!tokens().dark);
    QTRY_VERIFY(fixture.window->grab().toImage().pixelColor(20, 500).lightness() > 200);
}

void ShellTest::languageSwitchesAtRunTime() {
    test::Fixture fixture;
    fixture.openProject();
    fixture.window->showPage(QStringLiteral("settings"));
    auto* choice = fixture.find<QComboBox>(QStringLiteral("languageChoice"));
    choice->setCurrentIndex(choice->findData(QStringLiteral("de")));
    Q_EMIT choice->activated(choice->currentIndex());
    QTRY_COMPARE(currentLanguage(), QStringLiteral("de"));
    QTRY_COMPARE(fixture.find<QAbstractButton>(QStringLiteral("nav-settings"))->text(),
                 QStringLiteral("Einstellungen"));
    QCOMPARE(fixture.window->currentPage(), QStringLiteral("settings"));
    settings::language.set(QStringLiteral("en"));
    fixture.window->applyLanguage();
    QCOMPARE(fixture.find<QAbstractButton>(QStringLiteral("nav-settings"))->text(), QStringLiteral("Settings"));
}

void ShellTest::jobShowsProgressAndCancels() {
    test::Fixture fixture;
    fixture.openProject();
    int ends = 0;
    JobState last = JobState::Running;
    fixture.window->session()->runJob(QStringLiteral("Importing weather.csv"), slowWork(), fixture.window.get(),
                                      [&](JobState state, const std::optional<Error>& error) {
                                          ++ends;
                                          last = state;
                                          QVERIFY(error.has_value());
                                      });
    auto* cancel = fixture.find<QAbstractButton>(QStringLiteral("jobCancelButton"));
    QTRY_VERIFY(cancel->isVisible());
    QTRY_VERIFY(fixture.find<QProgressBar>(QStringLiteral("jobProgress"))->value() > 0);
    QTRY_VERIFY(fixture.find<Label>(QStringLiteral("jobDetail"))->text().contains(QStringLiteral("reading rows")));
    fixture.screenshot(QStringLiteral("job-light"));
    QElapsedTimer answer;
    answer.start();
    QTest::mouseClick(cancel, Qt::LeftButton);
    QCOMPARE(fixture.find<Label>(QStringLiteral("jobDetail"))->text(), QStringLiteral("Cancelling…"));
    qInfo("cancel answered after %lld ms", static_cast<long long>(answer.elapsed()));
    QTRY_COMPARE(ends, 1);
    QCOMPARE(last, JobState::Cancelled);
    QTRY_VERIFY(!cancel->isVisible());
    QTest::qWait(50);
    QCOMPARE(ends, 1);
}

void ShellTest::jobIsNotDeliveredToTheDead() {
    test::Fixture fixture;
    fixture.openProject();
    bool called = false;
    {
        QObject context;
        fixture.window->session()->runJob(
            QStringLiteral("short"), [](const JobContext&) { return Result<void>(); }, &context,
            [&](JobState, const std::optional<Error>&) { called = true; });
    }
    QTRY_COMPARE(fixture.window->session()->jobs().rowCount(), 0);
    QVERIFY(!called);
}

void ShellTest::newestLoadWins() {
    test::Fixture fixture;
    fixture.openProject();
    QList<int> shown;
    for (int value = 0; value < 5; ++value)
        fixture.window->session()->load(
            fixture.window.get(), QStringLiteral("value"),
            [value]() -> Result<int> {
                std::this_thread::sleep_for(std::chrono::milliseconds(5 * (5 - value)));
                return value;
            },
            [&](int arrived) { shown << arrived; });
    QTRY_VERIFY(!shown.isEmpty());
    QTest::qWait(100);
    QCOMPARE(shown, QList<int>{4});
}

void ShellTest::secondWindowOpensReadOnly() {
    test::Fixture fixture;
    const Path path(fixture.folder().toStdString());
    auto holder = Project::create(path, "shared");
    QVERIFY(holder.has_value());
    holder->reset();
    auto session = Project::open(path, Project::Access::Session);
    QVERIFY(session.has_value());
    fixture.window->openProject(fixture.folder());
    auto* message = fixture.find<InlineMessage>(QStringLiteral("inlineMessage"));
    QTRY_VERIFY(message->isVisible());
    QCOMPARE(message->content().kind, MessageKind::Warning);
    QVERIFY(message->content().text.contains(QString::number(getpid())));
    fixture.screenshot(QStringLiteral("locked-light"));
    fixture.click(QStringLiteral("inlineMessageAction"));
    QTRY_VERIFY(fixture.window->session() != nullptr);
    QVERIFY(fixture.window->session()->readOnly());
    QVERIFY(fixture.find<Label>(QStringLiteral("projectName"))->text().contains(QStringLiteral("read-only")));
}

void ShellTest::missingProjectIsTold() {
    test::Fixture fixture;
    fixture.window->openProject(fixture.folder(QStringLiteral("nowhere")));
    auto* message = fixture.find<InlineMessage>(QStringLiteral("inlineMessage"));
    QTRY_VERIFY(message->isVisible());
    QCOMPARE(message->content().kind, MessageKind::Error);
    fixture.click(QStringLiteral("inlineMessageDismiss"));
    QVERIFY(!message->isVisible());
}

void ShellTest::overviewLeadsToObjects() {
    test::Fixture fixture;
    fixture.openProject();
    QTRY_VERIFY(fixture.find(QStringLiteral("overviewImportButton"))->isVisible());
    fixture.window->closeProject();
    fixture.temporary.remove();
    QVERIFY(QDir().mkpath(fixture.temporary.path()));
    fixture.openProject(fillProject);
    QTRY_VERIFY(fixture.find(QStringLiteral("item-run-b")) != nullptr &&
                fixture.find(QStringLiteral("item-run-b"))->isVisible());
    fixture.click(QStringLiteral("item-run-b"));
    QCOMPARE(fixture.window->currentPage(), QStringLiteral("runs"));
    fixture.window->showPage(QStringLiteral("overview"));
    fixture.click(QStringLiteral("tile-models"));
    QCOMPARE(fixture.window->currentPage(), QStringLiteral("models"));
}

void ShellTest::trashGivesBack() {
    test::Fixture fixture;
    fixture.openProject([](Project& project) {
        fillProject(project);
        QVERIFY(project.moveToTrash("run", "run-b", "brisk-river-2").has_value());
    });
    fixture.window->showPage(QStringLiteral("activity"), QStringLiteral("trash"));
    auto* table = fixture.find<QTableView>(QStringLiteral("trashTable"));
    QTRY_COMPARE(table->model()->rowCount(), 1);
    QTRY_VERIFY(table->isVisible());
    table->selectRow(0);
    fixture.screenshots(QStringLiteral("trash"));
    fixture.window->showPage(QStringLiteral("activity"), QStringLiteral("trash"));
    table = fixture.find<QTableView>(QStringLiteral("trashTable"));
    QTRY_COMPARE(table->model()->rowCount(), 1);
    table->selectRow(0);
    fixture.click(QStringLiteral("restoreButton"));
    QTRY_COMPARE(table->model()->rowCount(), 0);
}

void ShellTest::auditDetailsAndCheck() {
    test::Fixture fixture;
    fixture.openProject([](Project& project) {
        for (int entry = 0; entry < 450; ++entry)
            QVERIFY(project
                        .change({"run.note", "run " + std::to_string(entry), "", R"({"note": "x"})"},
                                [](AuditEntry&) { return Result<void>(); })
                        .has_value());
    });
    fixture.window->showPage(QStringLiteral("activity"));
    auto* table = fixture.find<QTableView>(QStringLiteral("auditTable"));
    QTRY_VERIFY(table->model()->rowCount() >= 200);
    table->scrollToBottom();
    QTRY_VERIFY(table->model()->rowCount() >= 400);
    table->scrollToBottom();
    QTRY_VERIFY(table->model()->rowCount() >= 451);
    table->scrollToTop();
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(table->model()->index(1, 1)).center());
    QTRY_VERIFY(fixture.find(QStringLiteral("auditDetails"))->isVisible());
    auto* search = fixture.find<QLineEdit>(QStringLiteral("pageSearch"));
    QTest::keyClicks(search, QStringLiteral("run 449"));
    QTRY_COMPARE(table->model()->rowCount(), 1);
    fixture.click(QStringLiteral("projectCheckButton"));
    auto* message = fixture.find<InlineMessage>(QStringLiteral("inlineMessage"), fixture.window->page());
    QTRY_VERIFY(message->isVisible());
    QCOMPARE(message->content().kind, MessageKind::Success);
}

void ShellTest::changesFromElsewhereArrive() {
    test::Fixture fixture;
    fixture.openProject();
    QSignalSpy spy(fixture.window->session(), &Session::projectChanged);
    QTest::qWait(400);
    spy.clear();
    auto other = Project::open(Path(fixture.folder().toStdString()), Project::Access::ReadWrite);
    QVERIFY(other.has_value());
    QVERIFY((*other)->change({"run.note", "run x", "", ""}, [](AuditEntry&) { return Result<void>(); }).has_value());
    QTRY_VERIFY(spy.count() >= 1);
}

void ShellTest::closingWithAJobAsks() {
    test::Fixture fixture;
    fixture.openProject();
    fixture.window->session()->runJob(QStringLiteral("Importing"), slowWork());
    fixture.window->close();
    QVERIFY(fixture.window->isVisible());
    fixture.click(QStringLiteral("toastAction"));
    QTRY_VERIFY(!fixture.window->isVisible());
}

void ShellTest::wheelChangesNoSetting() {
    const test::Fixture fixture; // brings the style
    QScrollArea area;
    auto* form = new QWidget;
    auto* layout = new QVBoxLayout(form);
    auto* box = new QComboBox;
    box->addItems({QStringLiteral("found out"), QStringLiteral("point"), QStringLiteral("comma")});
    auto* number = new QSpinBox;
    auto* filler = new QWidget;
    filler->setFixedHeight(2000);
    for (QWidget* widget : std::initializer_list<QWidget*>{box, number, filler}) layout->addWidget(widget);
    area.setWidget(form);
    area.resize(300, 200);
    area.show();
    const auto turnOver = [](QWidget* widget) {
        const QPointF middle = QRectF(widget->rect()).center();
        QWheelEvent notch(middle, widget->mapToGlobal(middle), {}, QPoint(0, -120), Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QSpontaneKeyEvent::setSpontaneous(&notch); // else it would not reach the parents
        qApp->notify(widget, &notch);
    };
    int scrolled = 0;
    for (QWidget* widget : std::initializer_list<QWidget*>{box, number}) {
        turnOver(widget);
        QVERIFY(area.verticalScrollBar()->value() > scrolled);
        scrolled = area.verticalScrollBar()->value();
        QVERIFY(!widget->hasFocus());
    }
    QCOMPARE(box->currentIndex(), 0);
    QCOMPARE(number->value(), 0);
}

void ShellTest::listsOfNarrowBoxesAreReadable() {
    const test::Fixture fixture; // brings the style
    QComboBox box;
    const QString longest = QStringLiteral("Without a label, these pictures come first");
    box.addItems({QStringLiteral("By name"), longest});
    box.setFixedWidth(90);
    box.show();
    box.showPopup();
    QTRY_VERIFY(box.view()->isVisible());
    QVERIFY(box.view()->viewport()->width() > box.fontMetrics().horizontalAdvance(longest));
    box.hidePopup();
}

void ShellTest::everyControlHasAName() {
    test::Fixture fixture;
    const auto walk = [&](const QString& place) {
        for (QWidget* widget : fixture.window->findChildren<QWidget*>()) {
            if (!widget->isVisible() || (widget->focusPolicy() & Qt::TabFocus) == 0) continue;
            QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(widget);
            const bool named = accessible != nullptr && !accessible->text(QAccessible::Name).isEmpty();
            QVERIFY2(named, qPrintable(QStringLiteral("%1: %2 “%3” has no accessible name")
                                           .arg(place, QLatin1String(widget->metaObject()->className()),
                                                widget->objectName())));
        }
    };
    walk(QStringLiteral("welcome"));
    fixture.openProject(fillProject);
    for (const PageEntry& entry : pageEntries()) {
        fixture.window->showPage(entry.id);
        QTest::qWait(80);
        walk(entry.id);
    }
    fixture.window->showPage(QStringLiteral("settings"));
    walk(QStringLiteral("settings"));
}

void ShellTest::everyTextIsTranslated() {
    QFile catalogue(QStringLiteral(LATHE_SOURCE "/translations/lathe_de.ts"));
    QVERIFY(catalogue.open(QIODevice::ReadOnly));
    const QString all = QString::fromUtf8(catalogue.readAll());
    QVERIFY(all.count(QStringLiteral("<message")) > 500);
    QVERIFY2(!all.contains(QStringLiteral("type=\"unfinished\"")), "lathe_de.ts has texts without a translation");
}

void ShellTest::pictures() {
    test::Fixture fixture;
    fixture.screenshots(QStringLiteral("welcome"));
    fixture.window->showPage(QStringLiteral("settings"));
    fixture.screenshots(QStringLiteral("settings"));
    fixture.openProject();
    QTest::qWait(100);
    fixture.screenshot(QStringLiteral("overview-empty-light"));
    fixture.window->closeProject();
    fixture.temporary.remove();
    QVERIFY(QDir().mkpath(fixture.temporary.path()));
    fixture.openProject(fillProject);
    for (const PageEntry& entry : pageEntries()) {
        if (entry.id == QLatin1String("activity")) continue; // with details, below
        fixture.window->showPage(entry.id);
        QTest::qWait(150);
        fixture.screenshots(entry.id);
    }
    fixture.window->showPage(QStringLiteral("activity"));
    QTest::qWait(150);
    auto* table = fixture.find<QTableView>(QStringLiteral("auditTable"));
    table->selectRow(1);
    fixture.screenshots(QStringLiteral("activity"));
    fixture.window->toggleHelp();
    fixture.screenshot(QStringLiteral("help-light"));
}

LATHE_GUI_TEST(ShellTest)
#include "shell_test.moc"
