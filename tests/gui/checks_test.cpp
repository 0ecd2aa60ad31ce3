// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/validation/validations.h"
#include "ui/datasets/data_grid.h"
#include "ui/datasets/datasets_page.h"
#include "ui/datasets/validation_list.h"
#include "ui/shell/theme.h"
#include "ui/widgets/file_choice.h"
#include "ui/widgets/segmented_tabs.h"

#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QToolButton>
#include <QTranslator>
#include <QtTest>

namespace lathe::ui {
namespace {

constexpr int patience = 30'000;
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

class ChecksTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void suiteIsInferredRunAndLeadsToFailingRows();
    void expectationsAreAddedEditedAndRemoved();
    void suitesOfGreatExpectationsOpen();
    void looksRightInEveryThemeAndGerman();

private:
    template <typename T = QWidget>
    T* find(const QString& name) const {
        T* found = nullptr;
        for (T* each : m_page->findChildren<T*>(name))
            if (!found || each->isVisible()) found = each;
        if (!found) qFatal("no widget %s", qPrintable(name));
        return found;
    }
    void click(const QString& name) const {
        QTRY_VERIFY2_WITH_TIMEOUT(find(name)->isVisible() && find(name)->isEnabled(), qPrintable(name + QStringLiteral(" cannot be clicked")), patience);
        QTest::mouseClick(find(name), Qt::LeftButton);
    }
    void openPage();
    void openTab(int index) const;
    void inferByClick() const;
    void runByClick() const;
    void chooseCheck(const std::string& type, const std::string& column) const;
    void trigger(const QString& menu, const QString& action) const;
    void screenshot(const QString& name) const {
        QTest::qWait(200);
        const QDir pictures(QStringLiteral(LATHE_SCREENSHOTS));
        QVERIFY(pictures.mkpath(QStringLiteral(".")));
        QVERIFY(m_page->grab().save(pictures.filePath(name)));
    }
    [[nodiscard]] QListView* list() const { return find<QListView>(QStringLiteral("checkList")); }
    [[nodiscard]] QString summary() const { return find<QLabel>(QStringLiteral("checksSummary"))->text(); }
    [[nodiscard]] DataGrid* grid() const { return find<DataGrid>(QStringLiteral("dataGrid")); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<DatasetsPage> m_page;
};

void ChecksTest::init() {
    Theme::instance().apply(ThemeMode::Light);
    m_folder = std::make_unique<QTemporaryDir>();
    auto project = Project::create(Path(m_folder->filePath(QStringLiteral("test.lathe")).toStdString()), "test");
    QVERIFY2(project.has_value(), project ? "" : project.error().message.c_str());
    QVERIFY(Datasets(**project).store("orders", orders(false), "test"));
    QVERIFY(Datasets(**project).store("orders", orders(true), "test"));
    m_session = std::make_unique<Session>(std::move(*project));
    openPage();
}

void ChecksTest::openPage() {
    m_page = std::make_unique<DatasetsPage>(*m_session);
    m_page->resize(1440, 900);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    m_page->showObject(QStringLiteral("orders@1"));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->currentObject(), QStringLiteral("orders@1"), patience);
    openTab(checksTab);
}

void ChecksTest::cleanup() {
    m_page.reset();
    m_session.reset();
    m_folder.reset();
    FileChoice::answerOpen() = {};
    FileChoice::answerSave() = {};
}

void ChecksTest::openTab(int index) const {
    auto* bar = find<SegmentedTabs>(QStringLiteral("datasetTabs"))->bar();
    QTest::mouseClick(bar, Qt::LeftButton, Qt::NoModifier, bar->tabRect(index).center());
    QCOMPARE(bar->currentIndex(), index);
}

void ChecksTest::inferByClick() const {
    click(QStringLiteral("inferChecksButton"));
    QTRY_VERIFY_WITH_TIMEOUT(list()->model()->rowCount() > 8, patience);
}

void ChecksTest::runByClick() const {
    const int before = static_cast<int>(Validations(m_session->project()).history("orders").value().size());
    click(QStringLiteral("runChecksButton"));
    QTRY_COMPARE_WITH_TIMEOUT(static_cast<int>(Validations(m_session->project()).history("orders").value().size()), before + 1, patience);
    QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>(QStringLiteral("runChecksButton"))->isEnabled(), patience);
}

void ChecksTest::chooseCheck(const std::string& type, const std::string& column) const {
    const auto* model = qobject_cast<ValidationModel*>(list()->model());
    for (int row = 0; row < model->rowCount(); ++row) {
        const Expectation& each = model->expectations()[static_cast<size_t>(row)];
        if (each.type != type || each.kwargs.value("column", "") != column) continue;
        list()->scrollTo(model->index(row, 0));
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, Qt::NoModifier, list()->visualRect(model->index(row, 0)).center());
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
    screenshot(QStringLiteral("checks-empty.png"));
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
    screenshot(QStringLiteral("checks-failed.png"));

    click(QStringLiteral("showFailingRowsButton"));
    QTRY_COMPARE_WITH_TIMEOUT(grid()->source()->rows(), uint64_t{5}, patience);
    QCOMPARE(grid()->source()->rowNumber(0), uint64_t{400}); // as people count
    QVERIFY(grid()->source()->changed(2, 0) && !grid()->source()->changed(0, 0));
    screenshot(QStringLiteral("checks-failing-rows.png"));
    click(QStringLiteral("showAllRowsButton"));
    QTRY_COMPARE_WITH_TIMEOUT(grid()->source()->rows(), uint64_t{2000}, patience);

    auto* sample = find<QTableView>(QStringLiteral("checkSample"));
    QTest::mouseClick(sample->viewport(), Qt::LeftButton, Qt::NoModifier, sample->visualRect(sample->model()->index(1, 0)).center());
    QTRY_VERIFY(grid()->current().has_value());
    QCOMPARE(grid()->current()->row, uint64_t{799});
    QCOMPARE(grid()->current()->column, size_t{2});

    auto* tabs = find<SegmentedTabs>(QStringLiteral("checksTabs"));
    QTest::mouseClick(tabs->bar(), Qt::LeftButton, Qt::NoModifier, tabs->bar()->tabRect(1).center());
    QTRY_COMPARE_WITH_TIMEOUT(find<QTableView>(QStringLiteral("checkHistory"))->model()->rowCount(), 2, patience);
    screenshot(QStringLiteral("checks-history.png"));
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
    FileChoice::answerOpen() = [](QWidget*, const QString&, const QString&, const QString&) {
        return QStringLiteral(LATHE_FIXTURES "/validation/orders_suite.json");
    };
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
    screenshot(QStringLiteral("checks-light.png"));
    Theme::instance().apply(ThemeMode::Dark);
    screenshot(QStringLiteral("checks-dark.png"));
    Theme::instance().apply(ThemeMode::Light);
    QTranslator german;
    QVERIFY(german.load(QStringLiteral(":/i18n/lathe_de.qm")));
    QCoreApplication::installTranslator(&german);
    m_page.reset();
    openPage();
    m_page->showObject(QStringLiteral("orders@2"));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->currentObject(), QStringLiteral("orders@2"), patience);
    chooseCheck("expect_column_values_to_be_in_set", "city");
    screenshot(QStringLiteral("checks-german.png"));
    m_page.reset();
    QCoreApplication::removeTranslator(&german);
}

} // namespace lathe::ui

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    // In English plural forms come from a catalogue too.
    Q_INIT_RESOURCE(lathe_translations);
    QTranslator english;
    if (english.load(QStringLiteral(":/i18n/lathe_en.qm"))) QCoreApplication::installTranslator(&english);
    lathe::ui::ChecksTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "checks_test.moc"
