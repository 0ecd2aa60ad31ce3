// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/validation/expectation_catalog.h"
#include "core/data/validation/validations.h"
#include "tests/gui/datasets_page_test.h"
#include "tests/gui/gui_main.h"
#include "ui/charts/line_chart.h"
#include "ui/datasets/data_grid.h"
#include "ui/datasets/expectation_texts.h"
#include "ui/datasets/validation_list.h"
#include "ui/widgets/format.h"

#include <QFile>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>
#include <QTranslator>

namespace lathe::ui {
namespace {

constexpr int checksTab = 3;

/// Orders with codes, cities and prices; \p spoilt ones break four expectations that hold for the others.
Table orders(bool spoilt) {
    Table table;
    Column code;
    code.schema = {"code", ColumnType::Text};
    Column city;
    city.schema = {"city", ColumnType::Category};
    city.dictionary = {"Oslo", "Rome", "Lima"};
    Column price;
    price.schema = {"price", ColumnType::Real};
    for (uint32_t i = 0; i < 2000; ++i) {
        const bool wrong = spoilt && i % 400 == 399;
        code.texts.push(wrong ? "lost" : "AB-" + std::to_string(10'000 + i));
        city.codes.push_back(wrong ? 2 : i % 2);
        price.reals.push_back(wrong ? 9000.0 : 10.0 + i % 90);
    }
    table.columns = {std::move(code), std::move(city), std::move(price)};
    return table;
}

} // namespace

class ChecksTest : public test::DatasetsPageTest {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { closePage(); }
    void suiteIsInferredRunAndLeadsToFailingRows();
    void expectationsAreAddedEditedAndRemoved();
    void suitesOfGreatExpectationsOpen();
    void schemaIsInferredEditedAndFindsAnomalies();
    void looksRightInEveryThemeAndGerman();

private:
    void showFirstVersion();
    void inferByClick() const;
    void runByClick() const;
    void chooseCheck(const std::string& type, const std::string& column) const;
    void trigger(const QString& menu, const QString& action) const;
    [[nodiscard]] QListView* list() const { return find<QListView>(QStringLiteral("checkList")); }
    [[nodiscard]] QString summary() const { return find<QLabel>(QStringLiteral("checksSummary"))->text(); }
    [[nodiscard]] DataGrid* grid() const { return find<DataGrid>(QStringLiteral("dataGrid")); }
};

void ChecksTest::init() {
    openPage({1440, 900}, [](Project& project) {
        QVERIFY(Datasets(project).store("orders", orders(false), "test"));
        QVERIFY(Datasets(project).store("orders", orders(true), "test"));
    });
    showFirstVersion();
}

void ChecksTest::showFirstVersion() {
    m_page->showObject(QStringLiteral("orders@1"));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->currentObject(), QStringLiteral("orders@1"), patience);
    openTab(checksTab);
}

void ChecksTest::inferByClick() const {
    click(QStringLiteral("inferChecksButton"));
    QTRY_VERIFY_WITH_TIMEOUT(list()->model()->rowCount() > 8, patience);
}

void ChecksTest::runByClick() const {
    const int before = static_cast<int>(Validations(m_session->project()).history("orders").value().size());
    click(QStringLiteral("runChecksButton"));
    QTRY_COMPARE_WITH_TIMEOUT(static_cast<int>(Validations(m_session->project()).history("orders").value().size()),
                              before + 1, patience);
    QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>(QStringLiteral("runChecksButton"))->isEnabled(), patience);
}

void ChecksTest::chooseCheck(const std::string& type, const std::string& column) const {
    const auto* model = qobject_cast<ValidationModel*>(list()->model());
    for (int row = 0; row < model->rowCount(); ++row) {
        const Expectation& each = model->expectations()[static_cast<size_t>(row)];
        if (each.type != type || each.kwargs.value("column", "") != column) continue;
        list()->scrollTo(model->index(row, 0));
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, Qt::NoModifier,
                          list()->visualRect(model->index(row, 0)).center());
        QCOMPARE(list()->currentIndex().row(), row);
        return;
    }
    QFAIL(("there is no " + type).c_str());
}

void ChecksTest::trigger(const QString& menu, const QString& action) const {
    auto* found = m_page->findChild<QMenu*>(menu)->findChild<QAction*>(action);
    QVERIFY2(found, qPrintable(action));
    found->trigger();
}

void ChecksTest::suiteIsInferredRunAndLeadsToFailingRows() {
    hands().screenshot(QStringLiteral("checks-empty"));
    inferByClick();
    runByClick();
    QTRY_VERIFY_WITH_TIMEOUT(summary().contains(QStringLiteral("met")), patience);
    QVERIFY2(!summary().contains(QStringLiteral("error")), qPrintable(summary()));

    // The next version is checked by the same expectations, and is not as good.
    m_page->showObject(QStringLiteral("orders@2"));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->currentObject(), QStringLiteral("orders@2"), patience);
    runByClick();
    QTRY_VERIFY_WITH_TIMEOUT(summary().contains(QStringLiteral("error")), patience);
    chooseCheck("expect_column_values_to_be_between", "price");
    QTRY_COMPARE(find<QLabel>(QStringLiteral("checkOutcome"))->text().left(12), QStringLiteral("5 unexpected"));
    hands().screenshot(QStringLiteral("checks-failed"));

    click(QStringLiteral("showFailingRowsButton"));
    QTRY_COMPARE_WITH_TIMEOUT(grid()->source()->rows(), uint64_t{5}, patience);
    QCOMPARE(grid()->source()->rowNumber(0), uint64_t{400}); // as people count
    QVERIFY(grid()->source()->changed(2, 0) && !grid()->source()->changed(0, 0));
    hands().screenshot(QStringLiteral("checks-failing-rows"));
    click(QStringLiteral("showAllRowsButton"));
    QTRY_COMPARE_WITH_TIMEOUT(grid()->source()->rows(), uint64_t{2000}, patience);

    auto* sample = find<QTableView>(QStringLiteral("checkSample"));
    QTest::mouseClick(sample->viewport(), Qt::LeftButton, Qt::NoModifier,
                      sample->visualRect(sample->model()->index(1, 0)).center());
    QTRY_VERIFY(grid()->current().has_value());
    QCOMPARE(grid()->current()->row, uint64_t{799});
    QCOMPARE(grid()->current()->column, size_t{2});

    hands().openTab(QStringLiteral("checksTabs"), 1);
    QTRY_COMPARE_WITH_TIMEOUT(find<QTableView>(QStringLiteral("checkHistory"))->model()->rowCount(), 2, patience);
    const auto* chart = find<LineChart>(QStringLiteral("checkHistoryChart"));
    QVERIFY(chart->isVisible());
    QCOMPARE(chart->seriesCount(), 3);
    QCOMPARE(chart->points(1).size(), size_t{2}); // the errors of two versions
    hands().screenshot(QStringLiteral("checks-history"));
}

void ChecksTest::schemaIsInferredEditedAndFindsAnomalies() {
    trigger(QStringLiteral("checksMoreMenu"), QStringLiteral("schemaAction"));
    auto* schema = find<QPlainTextEdit>(QStringLiteral("schemaText"));
    QVERIFY(schema->isVisible());
    QVERIFY(!find<QPushButton>(QStringLiteral("schemaCheckButton"))->isEnabled());
    click(QStringLiteral("schemaInferButton"));
    QTRY_VERIFY_WITH_TIMEOUT(schema->toPlainText().contains(QStringLiteral("city:")), patience);
    const auto* anomalies = find<QTableView>(QStringLiteral("schemaAnomalies"))->model();
    const auto* note = find<QLabel>(QStringLiteral("schemaNote"));
    click(QStringLiteral("schemaCheckButton"));
    QTRY_COMPARE_WITH_TIMEOUT(note->text(), QStringLiteral("No anomalies."), patience);

    const QString file = m_folder->filePath(QStringLiteral("schema.yaml"));
    FileChoice::answerSave() = [file](QWidget*, const QString&, const QString&, const QString&) { return file; };
    click(QStringLiteral("schemaSaveButton"));
    FileChoice::answerSave() = {};
    QVERIFY(QFile::exists(file));

    // A city that the first version did not have.
    m_page->showObject(QStringLiteral("orders@2"));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->currentObject(), QStringLiteral("orders@2"), patience);
    QVERIFY(schema->isVisible());
    click(QStringLiteral("schemaCheckButton"));
    QTRY_COMPARE_WITH_TIMEOUT(anomalies->rowCount(), 1, patience);
    QCOMPARE(anomalies->index(0, 0).data().toString(), QStringLiteral("city"));
    QVERIFY(anomalies->index(0, 2).data().toString().contains(QStringLiteral("Lima")));
    hands().screenshot(QStringLiteral("checks-schema"));

    schema->setPlainText(QStringLiteral("features:\n  city: {typo: BYTES}\n"));
    click(QStringLiteral("schemaCheckButton"));
    QVERIFY2(note->text().contains(QStringLiteral("schema:2")), qPrintable(note->text()));
    FileChoice::answerOpen() = [file](QWidget*, const QString&, const QString&, const QString&) { return file; };
    click(QStringLiteral("schemaOpenButton"));
    FileChoice::answerOpen() = {};
    QVERIFY(schema->toPlainText().contains(QStringLiteral("price:")));
    click(QStringLiteral("schemaCloseButton"));
    QVERIFY(!schema->isVisible());
    QVERIFY(find<QPushButton>(QStringLiteral("runChecksButton"))->isVisible());
}

void ChecksTest::expectationsAreAddedEditedAndRemoved() {
    trigger(QStringLiteral("addCheckMenu"), QStringLiteral("expect_column_values_to_be_between"));
    QCOMPARE(list()->model()->rowCount(), 1);
    auto* column = find<QComboBox>(QStringLiteral("checkArgument_column"));
    column->setFocus();
    QTest::keyClick(column, Qt::Key_End);
    QCOMPARE(column->currentText(), QStringLiteral("price"));
    auto* most = find<QLineEdit>(QStringLiteral("checkArgument_max_value"));
    QTest::mouseClick(most, Qt::LeftButton);
    QTest::keyClicks(most, QStringLiteral("50.5"));
    auto* severity = find<QComboBox>(QStringLiteral("checkSeverity"));
    severity->setFocus();
    QTest::keyClick(severity, Qt::Key_Down);
    const auto* model = qobject_cast<ValidationModel*>(list()->model());
    QCOMPARE(model->expectations()[0].kwargs["max_value"], Json(50.5));
    QCOMPARE(model->expectations()[0].severity, CheckSeverity::Warning);
    runByClick();
    QTRY_VERIFY_WITH_TIMEOUT(summary().contains(QStringLiteral("1 warning")), patience);

    const QString file = m_folder->filePath(QStringLiteral("suite.json"));
    FileChoice::answerSave() = [file](QWidget*, const QString&, const QString&, const QString&) { return file; };
    trigger(QStringLiteral("checksMoreMenu"), QStringLiteral("saveSuiteAction"));
    const auto saved = ExpectationSuite::readFile(file.toStdString());
    QVERIFY(saved && saved->expectations.size() == 1 && saved->expectations[0].kwargs["column"] == "price");

    click(QStringLiteral("removeCheckButton"));
    QCOMPARE(list()->model()->rowCount(), 0);
}

void ChecksTest::suitesOfGreatExpectationsOpen() {
    answerWith(QStringLiteral(LATHE_FIXTURES "/validation/orders_suite.json"));
    trigger(QStringLiteral("checksMoreMenu"), QStringLiteral("openSuiteAction"));
    QTRY_COMPARE(list()->model()->rowCount(), 189);
    runByClick();
    QTRY_VERIFY_WITH_TIMEOUT(summary().contains(QStringLiteral("of 189 met")), patience);
    // Every kind of expectation has a form that shows it and changes nothing by itself.
    const auto* model = qobject_cast<ValidationModel*>(list()->model());
    for (int row = 0; row < model->rowCount(); ++row) {
        const Json before = model->expectations()[static_cast<size_t>(row)].kwargs;
        list()->setCurrentIndex(model->index(row, 0));
        auto* severity = find<QComboBox>(QStringLiteral("checkSeverity"));
        severity->setCurrentIndex(1);
        QCOMPARE(model->expectations()[static_cast<size_t>(row)].kwargs, before);
    }
}

void ChecksTest::looksRightInEveryThemeAndGerman() {
    inferByClick();
    m_page->showObject(QStringLiteral("orders@2"));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->currentObject(), QStringLiteral("orders@2"), patience);
    runByClick();
    chooseCheck("expect_column_values_to_be_in_set", "city");
    hands().screenshotsInBothThemes(QStringLiteral("checks"));
    QTranslator german;
    QVERIFY(german.load(QStringLiteral(":/i18n/lathe_de.qm")));
    QCoreApplication::installTranslator(&german);
    for (const ExpectationSpec& spec : expectationCatalog()) {
        QVERIFY2(expectationName(spec.type) != text(expectationTitle(spec.type)), spec.type.c_str());
        QVERIFY2(expectationHelp(spec.type) != text(spec.help), spec.type.c_str());
    }
    showPage({1440, 900});
    showFirstVersion();
    m_page->showObject(QStringLiteral("orders@2"));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->currentObject(), QStringLiteral("orders@2"), patience);
    chooseCheck("expect_column_values_to_be_in_set", "city");
    hands().screenshot(QStringLiteral("checks-german"));
    trigger(QStringLiteral("checksMoreMenu"), QStringLiteral("schemaAction"));
    click(QStringLiteral("schemaInferButton"));
    QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>(QStringLiteral("schemaCheckButton"))->isEnabled(), patience);
    hands().screenshotsInBothThemes(QStringLiteral("checks-schema-german"));
    m_page.reset();
    QCoreApplication::removeTranslator(&german);
}

} // namespace lathe::ui

LATHE_GUI_TEST(lathe::ui::ChecksTest)

#include "checks_test.moc"
