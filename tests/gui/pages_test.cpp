// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAccessible>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QScrollBar>
#include <QTableView>

#include "core/base/clock.h"
#include "core/data/datasets.h"
#include "core/runs/run_store.h"
#include "tests/gui/gui_test.h"
#include "ui/runs/new_run_sheet.h"

using namespace lathe;
using namespace lathe::ui;

namespace {

constexpr int patience = 20'000;

void execute(Project& project, const std::string& sql) {
    const Result<void> done =
        project.change({"test.fill", "project", "", ""}, [&](AuditEntry&) { return project.database().execute(sql); });
    QVERIFY2(done.has_value(), done ? "" : done.error().message.c_str());
}

std::string runSql(int number) {
    const std::string name = "run-" + std::to_string(number);
    return "INSERT INTO run(id, name, experiment, state, config, data, data_hash, model_kind, target, created_at, started_at, progress_done, progress_total) VALUES('" +
           name + "', 'amber-falcon-" + std::to_string(number) +
           "', 'default', 'finished', '', 'days@1', 'h', 'linear', 'y', " + std::to_string(nowMicros() + number) +
           ", " + std::to_string(nowMicros() + number) + ", 10, 10);";
}

/// Rows of two numbers and a target under that name.
void store(Project& project, const std::string& name, double first) {
    Table table;
    for (const char* column : {"a", "b", "y"}) {
        Column numbers;
        numbers.schema = {column, ColumnType::Real};
        for (int row = 0; row < 4; ++row) numbers.reals.push_back(first + row);
        table.columns.push_back(std::move(numbers));
    }
    const auto stored = Datasets(project).store(name, table, "made by a test");
    QVERIFY2(stored.has_value(), stored ? "" : stored.error().message.c_str());
}

QStringList selectedNames(const QTableView* table) {
    QStringList names;
    for (const auto& index : table->selectionModel()->selectedRows(1)) names.append(index.data().toString());
    names.sort();
    return names;
}

} // namespace

/// Pages are refreshed on every change of the project, ten times a second during training: what a person selected,
/// scrolled to, resized or typed must not notice.
class PagesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theRunTableStaysAsItWas();
    void theNewRunSheetWaitsForItsData();
    void theNewRunSheetTakesTheKeyboard();
    void theNewRunSheetKeepsWhatWasEntered();
    void aRunOnDataThatKnowsTheTestIsStopped();
    void theAliasBeingTypedStays();
    void everyControlHasAName();
};

void PagesTest::theRunTableStaysAsItWas() {
    test::Fixture fixture;
    fixture.openProject([](Project& project) {
        std::string sql;
        for (int number = 1; number <= 60; ++number) sql += runSql(number);
        execute(project, sql);
    });
    fixture.click(QStringLiteral("nav-runs"));
    auto* table = fixture.find<QTableView>(QStringLiteral("runsTable"));
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 60, patience);
    const auto click = [table](int row, Qt::KeyboardModifiers modifiers) {
        const QModelIndex index = table->model()->index(row, 1);
        table->scrollTo(index);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, modifiers, table->visualRect(index).center());
    };
    click(40, Qt::NoModifier);
    click(42, Qt::ControlModifier);
    const QStringList chosen = selectedNames(table);
    QCOMPARE(chosen.size(), 2);
    table->setColumnWidth(1, 222);
    execute(fixture.window->session()->project(), runSql(61));
    fixture.window->session()->noteChange();
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 61, patience);
    QCOMPARE(selectedNames(table), chosen);
    QCOMPARE(table->columnWidth(1), 222);
    QVERIFY(table->verticalScrollBar()->value() > 0);

    // A metric brings a column of its own, and with it everything is laid out anew; the selection is not lost.
    execute(
        fixture.window->session()->project(),
        "INSERT INTO metric_key(run, key, last_step, last_value, min_value, max_value, points) VALUES('run-5', 'test_auc', 1, 0.8, 0.8, 0.8, 1);");
    fixture.window->session()->noteChange();
    QTRY_VERIFY_WITH_TIMEOUT(table->model()->columnCount() == 7, patience);
    QCOMPARE(selectedNames(table), chosen);
    QVERIFY(table->verticalScrollBar()->value() > 0);
}

void PagesTest::theNewRunSheetWaitsForItsData() {
    test::Fixture fixture;
    fixture.openProject([](Project& project) {
        store(project, "older", 1);
        store(project, "newer", 2);
    });
    fixture.window->showPage(QStringLiteral("runs"), QStringLiteral("new:older@1"));
    auto* data = fixture.find<QComboBox>(QStringLiteral("newRunDataBox"));
    QTRY_COMPARE_WITH_TIMEOUT(data->currentText(), QStringLiteral("older@1"), patience);
}

void PagesTest::theNewRunSheetTakesTheKeyboard() {
    test::Fixture fixture;
    fixture.openProject([](Project& project) { store(project, "points", 1); });
    const auto focused = [&] {
        const QWidget* widget = fixture.window->focusWidget();
        return widget != nullptr ? widget->objectName() : QString();
    };
    fixture.window->showPage(QStringLiteral("datasets"), QStringLiteral("points@1"));
    auto* version = fixture.hands().visible<QComboBox>(QStringLiteral("versionBox"));
    QTRY_COMPARE_WITH_TIMEOUT(version->count(), 1, patience); // it is open
    fixture.click(QStringLiteral("trainButton"));
    QTRY_COMPARE(focused(), QStringLiteral("newRunExperimentEdit"));
    QTest::qWait(200); // and keeps it when the data are there
    QCOMPARE(focused(), QStringLiteral("newRunExperimentEdit"));

    fixture.hands().openTab(QStringLiteral("newRunTabs"), 1);
    fixture.window->showPage(QStringLiteral("datasets"), QStringLiteral("points@1"));
    fixture.click(QStringLiteral("trainButton"));
    QTRY_COMPARE(focused(), QStringLiteral("newRunModelBox"));
    fixture.click(QStringLiteral("sideSheetClose"), fixture.find(QStringLiteral("newRunSheet")));
    fixture.click(QStringLiteral("newRunButton"));
    QTRY_COMPARE(focused(), QStringLiteral("newRunModelBox"));
}

void PagesTest::theNewRunSheetKeepsWhatWasEntered() {
    test::Fixture fixture;
    fixture.openProject([](Project& project) { store(project, "days", 1); });
    fixture.click(QStringLiteral("nav-runs"));
    fixture.click(QStringLiteral("newRunButton"));
    auto* data = fixture.find<QComboBox>(QStringLiteral("newRunDataBox"));
    auto* target = fixture.find<QComboBox>(QStringLiteral("newRunTargetBox"));
    auto* features = fixture.find<QListWidget>(QStringLiteral("newRunFeatureList"));
    QTRY_COMPARE_WITH_TIMEOUT(data->currentText(), QStringLiteral("days@1"), patience);
    target->setFocus();
    QTest::keyClick(target, Qt::Key_Home);
    QTest::keyClick(target, Qt::Key_Down);
    QCOMPARE(target->currentText(), QStringLiteral("b"));
    features->setFocus();
    features->setCurrentRow(0);
    QTest::keyClick(features, Qt::Key_Space);
    QCOMPARE(features->item(0)->checkState(), Qt::Unchecked);

    store(fixture.window->session()->project(), "days", 5);
    fixture.window->session()->noteChange();
    QTRY_COMPARE_WITH_TIMEOUT(data->count(), 2, patience);
    QCOMPARE(data->currentText(), QStringLiteral("days@1"));
    QCOMPARE(target->currentText(), QStringLiteral("b"));
    QCOMPARE(features->item(0)->checkState(), Qt::Unchecked);
    // Another version of the same columns: the choice of columns is still meant.
    data->setCurrentIndex(data->findText(QStringLiteral("days@2")));
    QCOMPARE(target->currentText(), QStringLiteral("b"));
    QCOMPARE(features->item(0)->checkState(), Qt::Unchecked);
}

void PagesTest::aRunOnDataThatKnowsTheTestIsStopped() {
    test::Fixture fixture;
    fixture.openProject([](Project& project) {
        Table days;
        for (const char* name : {"x", "y"}) {
            Column column;
            column.schema = {name, ColumnType::Real};
            for (int i = 0; i < 40; ++i) column.reals.push_back(i % 7);
            days.columns.push_back(column);
        }
        const Datasets datasets(project);
        const auto raw = datasets.store("days", days, "test");
        QVERIFY(raw.has_value());
        QVERIFY(datasets.clean(*raw, "steps: [{scale: {columns: [x]}}]", "scaled", {}).has_value());
        QVERIFY(
            datasets
                .clean(
                    *raw,
                    "{fit_on: {split: {method: random, test: 0.3, seed: 9}, target: x}, steps: [{scale: {columns: [y]}}]}",
                    "fitted", {})
                .has_value());
    });
    fixture.window->showPage(QStringLiteral("runs"), QStringLiteral("new:scaled@1"));
    auto* data = fixture.find<QComboBox>(QStringLiteral("newRunDataBox"));
    QTRY_COMPARE_WITH_TIMEOUT(data->currentText(), QStringLiteral("scaled@1"), patience);
    fixture.click(QStringLiteral("newRunStartButton"));
    const auto message = [&] {
        for (auto* label : fixture.window->findChildren<QLabel*>())
            if (label->isVisible() &&
                label->text().contains(QStringLiteral("step 1 of scaled@1 (scale x by standard): 8 of 8 rows")))
                return true;
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(message(), patience);
    fixture.screenshot(QStringLiteral("run-leaks-light"));
    QVERIFY(RunStore(fixture.window->session()->project()).list()->empty());
    // Data that learned by a split proposes that split, with what the form does not show.
    data->setCurrentIndex(data->findText(QStringLiteral("fitted@1")));
    QCOMPARE(fixture.find<QComboBox>(QStringLiteral("newRunTargetBox"))->currentText(), QStringLiteral("x"));
    QCOMPARE(fixture.find<QDoubleSpinBox>(QStringLiteral("newRunTestShareBox"))->value(), 0.3);
    const auto* sheet = fixture.find<NewRunSheet>(QStringLiteral("newRunSheet"));
    QCOMPARE(sheet->configuration()["split"]["seed"].get<int>(), 9);
}

void PagesTest::theAliasBeingTypedStays() {
    test::Fixture fixture;
    fixture.openProject([](Project& project) {
        execute(
            project,
            runSql(1) +
                "INSERT INTO model VALUES('day-kind', '', 1, 0);"
                "INSERT INTO model_version(model, number, run, folder, package_hash, metrics, signature, lineage, created_at) "
                "VALUES('day-kind', 1, 'run-1', 'models/day-kind/1', 'p', '{\"test_accuracy\": 0.83}', '{\"inputs\": [], \"outputs\": []}', '[]', 1);");
    });
    fixture.click(QStringLiteral("nav-models"));
    auto* table = fixture.find<QTableView>(QStringLiteral("modelsTable"));
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 1, patience);
    QCOMPARE(table->model()->index(0, 4).data().toString(), QStringLiteral("amber-falcon-1"));
    auto* alias = fixture.find<QLineEdit>(QStringLiteral("modelAliasEdit"));
    QTest::keyClicks(alias, QStringLiteral("champ"));
    execute(fixture.window->session()->project(), "INSERT INTO model_alias VALUES('day-kind', 'other', 1, 1);");
    fixture.window->session()->noteChange();
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->index(0, 2).data().toString(), QStringLiteral("other"), patience);
    QCOMPARE(alias->text(), QStringLiteral("champ"));
}

void PagesTest::everyControlHasAName() {
    test::Fixture fixture;
    fixture.openProject([](Project& project) {
        store(project, "days", 1);
        execute(project, runSql(1));
    });
    QStringList nameless;
    const auto walk = [&] {
        QTest::qWait(100);
        for (QWidget* widget : fixture.window->findChildren<QWidget*>()) {
            if (!widget->isVisible() || (widget->focusPolicy() & Qt::TabFocus) == 0 || widget->focusProxy() != nullptr)
                continue;
            QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(widget);
            if (interface != nullptr && interface->text(QAccessible::Name).isEmpty())
                nameless << QStringLiteral("%1 %2").arg(QLatin1String(widget->metaObject()->className()),
                                                        widget->objectName());
        }
    };
    for (const char* page : {"nav-runs", "nav-models", "nav-serving", "nav-drift"}) {
        fixture.click(QLatin1String(page));
        walk();
    }
    fixture.click(QStringLiteral("nav-runs"));
    fixture.click(QStringLiteral("newRunButton"));
    walk();
    fixture.window->showPage(QStringLiteral("serving"), QStringLiteral("new:"));
    walk();
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QStringLiteral(", "))));
}

LATHE_GUI_TEST(PagesTest)
#include "pages_test.moc"
