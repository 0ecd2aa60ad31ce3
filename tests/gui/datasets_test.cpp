// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/datasets_page_test.h"
#include "tests/gui/gui_main.h"
#include "ui/datasets/data_grid.h"
#include "ui/datasets/expression_edit.h"
#include "ui/datasets/import_view.h"
#include "ui/datasets/profile_panel.h"
#include "ui/datasets/versions_panel.h"

#include <QAccessible>
#include <QClipboard>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QTableView>
#include <QToolButton>
#include <QTranslator>

#include <cmath>
#include <random>

namespace lathe::ui {
namespace {

/// Daily weather made up here: dates, numbers with gaps, a category, and some rows twice.
std::string weatherCsv(int days, bool damaged = false) {
    std::mt19937 random(7);
    std::normal_distribution<double> noise(0.0, 3.0);
    std::string out = "date,precipitation,temp_max,temp_min,wind,weather\n";
    const char* kinds[] = {"sun", "rain", "drizzle", "fog", "snow"};
    char line[200];
    for (int day = 0; day < days; ++day) {
        const double season = 15 - 10 * std::cos(day * 0.0172);
        const double high = season + noise(random);
        const double rain = std::max(0.0, noise(random));
        const int kind = rain > 2 ? 1 : static_cast<int>(random() % 5);
        const bool windMissing = random() % 9 == 0;
        std::snprintf(line, sizeof line, "%s,%.1f,%.1f,%.1f,%s,%s\n", isoDate(15340 + day).c_str(), rain, high,
                      high - 6, windMissing ? "" : std::to_string(1 + static_cast<int>(random() % 9)).c_str(),
                      kinds[kind]);
        out += line;
        if (day % 50 == 49) out += line; // written twice
        if (damaged && day % 100 == 60) out += "2012-03-01,1.5,too,many,fields,here,and,there\n";
    }
    return out;
}

Table numbers(uint64_t rows) {
    Table table;
    Column id;
    id.schema = {"id", ColumnType::Integer};
    Column root;
    root.schema = {"root", ColumnType::Real};
    for (uint64_t row = 0; row < rows; ++row) {
        id.integers.push_back(static_cast<int64_t>(row));
        root.reals.push_back(std::sqrt(static_cast<double>(row)));
    }
    table.columns.push_back(std::move(id));
    table.columns.push_back(std::move(root));
    return table;
}

} // namespace

class DatasetsTest : public test::DatasetsPageTest {
    Q_OBJECT

private Q_SLOTS:
    void init() { openPage({1380, 860}); }
    void cleanup() { closePage(); }

    void anEmptyProjectTeaches();
    void aFileIsImportedThroughTheSheet();
    void theDialectCanBeChanged();
    void rejectedRowsAreShown();
    void anImportCanBeCancelled();
    void aDroppedFileStartsTheImport();
    void theGridIsUsedByKeysAndMouse();
    void millionsOfRowsAreReachedAtOnce();
    void theProfileFollowsTheColumn();
    void aRecipeIsBuiltPreviewedUndoneAndApplied();
    void aWrongExpressionIsMarkedAtItsCharacter();
    void aDeletedDatasetComesBack();
    void everyControlHasAName();
    void allOfItSpeaksGerman();

private:
    void importBySheet(const QString& file) const;
    void addStep(const QString& kind) const;
    void screenshot(const QString& name) const { hands().screenshotsInBothThemes(name); }
    DataGrid* grid() const { return find<DataGrid>(QStringLiteral("dataGrid")); }
};

void DatasetsTest::importBySheet(const QString& file) const {
    answerWith(file);
    click(QStringLiteral("importFileButton"));
    click(QStringLiteral("importButton"));
    QTRY_VERIFY_WITH_TIMEOUT(!m_page->currentObject().isEmpty() && grid()->isVisible() && grid()->complete(), patience);
}

void DatasetsTest::addStep(const QString& kind) const {
    click(QStringLiteral("addStepButton"));
    auto* list = m_page->findChild<QListWidget*>(QStringLiteral("addStepList"));
    QVERIFY(list && list->isVisible());
    for (int row = 0; row < list->count(); ++row) {
        QListWidgetItem* item = list->item(row);
        if (item->data(Qt::UserRole).toString() != kind) continue;
        list->scrollToItem(item);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, Qt::NoModifier, list->visualItemRect(item).center());
        return;
    }
    QFAIL(qPrintable(kind + QStringLiteral(" is not in the list of steps")));
}

// ------------------------------------------------------------------------------------------------------------

void DatasetsTest::anEmptyProjectTeaches() {
    QTRY_VERIFY(find<QPushButton>(QStringLiteral("emptyImportButton"))->isVisible());
    screenshot(QStringLiteral("datasets-empty"));
    answerWith(write(QStringLiteral("weather.csv"), weatherCsv(30)));
    click(QStringLiteral("emptyImportButton"));
    QTRY_VERIFY(find<ImportView>(QStringLiteral("importView"))->isVisible());
}

void DatasetsTest::aFileIsImportedThroughTheSheet() {
    answerWith(write(QStringLiteral("Seattle weather.csv"), weatherCsv(800)));
    click(QStringLiteral("importFileButton"));
    auto* preview = find<DataGrid>(QStringLiteral("importGrid"));
    QTRY_VERIFY_WITH_TIMEOUT(preview->source() && preview->complete(), patience);
    QCOMPARE(preview->source()->schema().size(), size_t{6});
    QCOMPARE(preview->source()->schema()[0].type, ColumnType::Date);
    QCOMPARE(find<QLineEdit>(QStringLiteral("importNameField"))->text(), QStringLiteral("Seattle-weather"));
    screenshot(QStringLiteral("datasets-import"));

    auto* name = find<QLineEdit>(QStringLiteral("importNameField"));
    name->selectAll();
    QTest::keyClicks(name, QStringLiteral("weather"));
    click(QStringLiteral("importButton"));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->currentObject(), QStringLiteral("weather@1"), patience);
    QTRY_VERIFY_WITH_TIMEOUT(grid()->complete(), patience);
    QCOMPARE(grid()->source()->rows(), uint64_t{816});
    QTRY_VERIFY_WITH_TIMEOUT(grid()->summary(0) != nullptr, patience);
    QTRY_COMPARE_WITH_TIMEOUT(find<DatasetList>(QStringLiteral("datasetList"))->model()->rowCount(), 1, patience);
    screenshot(QStringLiteral("datasets-profile"));

    // The same file once more is the same version.
    importBySheet(m_folder->filePath(QStringLiteral("Seattle weather.csv")));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->currentObject(), QStringLiteral("Seattle-weather@1"), patience);
}

void DatasetsTest::theDialectCanBeChanged() {
    answerWith(write(QStringLiteral("plain.csv"), "1;a b;2,5\n2;c;3,5\n3;d e;4,5\n"));
    click(QStringLiteral("importFileButton"));
    auto* preview = find<DataGrid>(QStringLiteral("importGrid"));
    QTRY_VERIFY_WITH_TIMEOUT(preview->source() && preview->complete(), patience);
    choose(QStringLiteral("importDelimiterBox"), QStringLiteral(";"));
    choose(QStringLiteral("importHeaderBox"), QStringLiteral("no"));
    QTRY_VERIFY_WITH_TIMEOUT(
        preview->source() && preview->source()->rows() == 3 && preview->source()->schema().size() == 3, patience);

    preview->setFocus();
    QTest::keyClick(preview, Qt::Key_Home, Qt::ControlModifier);
    auto* columnName = find<QLineEdit>(QStringLiteral("importColumnNameField"));
    columnName->setFocus();
    columnName->selectAll();
    QTest::keyClicks(columnName, QStringLiteral("key"));
    choose(QStringLiteral("importColumnTypeBox"), QStringLiteral("text"));
    QTRY_COMPARE_WITH_TIMEOUT(preview->source()->schema()[0].name, std::string("key"), patience);
    QTRY_COMPARE_WITH_TIMEOUT(preview->source()->schema()[0].type, ColumnType::Text, patience);
    click(QStringLiteral("importButton"));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->currentObject(), QStringLiteral("plain@1"), patience);
    QTRY_VERIFY_WITH_TIMEOUT(grid()->source() != nullptr, patience);
    QCOMPARE(grid()->source()->rows(), uint64_t{3});
    QCOMPARE(grid()->source()->schema()[0], (ColumnSchema{"key", ColumnType::Text}));
}

void DatasetsTest::rejectedRowsAreShown() {
    importBySheet(write(QStringLiteral("dirty.csv"), weatherCsv(500, true)));
    openTab(2);
    auto* table = find<QTableView>(QStringLiteral("rejectedTable"));
    QTRY_VERIFY_WITH_TIMEOUT(table->isVisible() && table->model()->rowCount() == 5, patience);
    screenshot(QStringLiteral("datasets-versions"));
}

void DatasetsTest::anImportCanBeCancelled() {
    std::string large = "a,b,c,d,e,f\n";
    large.reserve(size_t{130} << 20);
    while (large.size() < (size_t{128} << 20)) large += "1.25,2.5,text that is longer,2012-01-01,4,5\n";
    answerWith(write(QStringLiteral("large.csv"), large));
    large.clear();
    click(QStringLiteral("importFileButton"));
    click(QStringLiteral("importButton"));
    auto* view = find<ImportView>(QStringLiteral("importView"));
    QTRY_VERIFY(view->importing());
    click(QStringLiteral("importCancelButton"));
    QTRY_VERIFY_WITH_TIMEOUT(!view->importing(), patience);
    QVERIFY(view->isVisible());
    const auto datasets = Datasets(m_session->project()).list();
    QVERIFY(datasets.has_value());
    QVERIFY(datasets->empty());
    click(QStringLiteral("importCancelButton"));
    QTRY_VERIFY(find<QPushButton>(QStringLiteral("emptyImportButton"))->isVisible());
}

void DatasetsTest::aDroppedFileStartsTheImport() {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(write(QStringLiteral("dropped.csv"), weatherCsv(20)))});
    QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_page.get(), &enter);
    QVERIFY(enter.isAccepted());
    screenshot(QStringLiteral("datasets-drop"));
    QDropEvent drop(QPointF(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_page.get(), &drop);
    QTRY_VERIFY(find<ImportView>(QStringLiteral("importView"))->isVisible());
    QCOMPARE(find<QLineEdit>(QStringLiteral("importNameField"))->text(), QStringLiteral("dropped"));
}

void DatasetsTest::theGridIsUsedByKeysAndMouse() {
    QVERIFY(Datasets(m_session->project()).store("numbers", numbers(200'000), "test").has_value());
    m_session->noteChange();
    QTRY_COMPARE_WITH_TIMEOUT(m_page->currentObject(), QStringLiteral("numbers@1"), patience);
    QTRY_VERIFY_WITH_TIMEOUT(grid()->complete(), patience);
    DataGrid& rows = *grid();
    rows.setFocus();
    QTest::keyClick(&rows, Qt::Key_Home, Qt::ControlModifier);
    QCOMPARE(rows.current(), (GridCell{0, 0}));
    QTest::keyClick(&rows, Qt::Key_Down);
    QTest::keyClick(&rows, Qt::Key_Right);
    QCOMPARE(rows.current(), (GridCell{1, 1}));
    QVERIFY(rows.accessibleDescription().contains(QStringLiteral("root")));
    QTest::keyClick(&rows, Qt::Key_End, Qt::ControlModifier);
    QCOMPARE(rows.current()->row, uint64_t{199'999});
    QTRY_VERIFY_WITH_TIMEOUT(rows.complete(), patience);
    QTest::keyClick(&rows, Qt::Key_PageUp);
    QVERIFY(rows.current()->row < 199'990);

    // Go to a row, and copy what is there.
    QTest::keyClick(&rows, Qt::Key_G, Qt::ControlModifier);
    auto* field = rows.findChild<QLineEdit*>(QStringLiteral("goToRowField"));
    QTRY_VERIFY(field->isVisible());
    QTest::keyClicks(field, QStringLiteral("100 001"));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(rows.current()->row, uint64_t{100'000});
    QVERIFY(!field->isVisible());
    QTest::keyClick(&rows, Qt::Key_Home);
    QTest::keyClick(&rows, Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(&rows, Qt::Key_C, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(QApplication::clipboard()->text(), QStringLiteral("id\n100000\n100001\n"), patience);

    // A click on a cell, a click on a row number, a drag of a column's edge.
    const int x = rows.gutterWidth() + rows.columnLayout().left(1) + 5;
    QTest::mouseClick(rows.viewport(), Qt::LeftButton, Qt::NoModifier, QPoint(x, GridStyle::rowHeight * 2 + 4));
    QCOMPARE(rows.current(), (GridCell{rows.topRow() + 2, 1}));
    QTest::mouseClick(rows.viewport(), Qt::LeftButton, Qt::NoModifier, QPoint(8, 4));
    QCOMPARE(rows.selection().cells(), uint64_t{2});
    auto* header = grid()->findChild<QWidget*>(QStringLiteral("gridHeader"));
    const int edge = rows.gutterWidth() + rows.columnLayout().width(0) - 1;
    const int before = rows.columnLayout().width(0);
    QTest::mousePress(header, Qt::LeftButton, Qt::NoModifier, QPoint(edge, 10));
    QTest::mouseMove(header, QPoint(edge + 60, 10));
    QTest::mouseRelease(header, Qt::LeftButton, Qt::NoModifier, QPoint(edge + 60, 10));
    QCOMPARE(rows.columnLayout().width(0), before + 60);
    QTest::mouseDClick(header, Qt::LeftButton, Qt::NoModifier, QPoint(edge + 60, 10));
    QVERIFY(rows.columnLayout().width(0) < before + 60);
}

void DatasetsTest::millionsOfRowsAreReachedAtOnce() {
    /// A source that has nothing: what matters is that the grid asks for little.
    class NoRows : public RowSource {
    public:
        [[nodiscard]] uint64_t rows() const override { return 100'000'000'000; }
        [[nodiscard]] const std::vector<ColumnSchema>& schema() const override { return m_schema; }
        [[nodiscard]] const std::vector<std::string>& dictionary(size_t) const override { return m_words; }
        [[nodiscard]] RowSlice slice(size_t, uint64_t) override { return {}; }
        void request(uint64_t first, uint64_t last, const std::vector<size_t>&) override { asked = {first, last}; }
        void fetch(uint64_t, uint64_t, std::vector<size_t>, std::function<void(Result<Table>)>) override {}
        std::pair<uint64_t, uint64_t> asked;

    private:
        std::vector<ColumnSchema> m_schema{{"x", ColumnType::Integer}};
        std::vector<std::string> m_words;
    };
    auto source = std::make_shared<NoRows>();
    DataGrid rows;
    rows.resize(600, 400);
    rows.show();
    rows.setSource(source);
    QTest::keyClick(&rows, Qt::Key_End, Qt::ControlModifier);
    QCOMPARE(rows.current()->row, uint64_t{99'999'999'999});
    QVERIFY(source->asked.second == 99'999'999'999 && source->asked.second - source->asked.first < 40);
    QTest::keyClick(&rows, Qt::Key_Up);
    QCOMPARE(rows.current()->row, uint64_t{99'999'999'998});
    rows.verticalScrollBar()->setValue(rows.verticalScrollBar()->maximum() / 2);
    QVERIFY(std::abs(static_cast<double>(rows.topRow()) - 5e10) < 1000);
    const uint64_t top = rows.topRow();
    QWheelEvent notch(QPointF(100, 100), rows.mapToGlobal(QPointF(100, 100)), {}, QPoint(0, -120), Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(rows.viewport(), &notch);
    QCOMPARE(rows.topRow(), top + 3);
}

void DatasetsTest::theProfileFollowsTheColumn() {
    importBySheet(write(QStringLiteral("weather.csv"), weatherCsv(600)));
    auto* panel = find<ProfilePanel>(QStringLiteral("profilePanel"));
    auto* box = find<QComboBox>(QStringLiteral("profileColumnBox"));
    QTRY_COMPARE_WITH_TIMEOUT(box->count(), 6, patience);
    auto* header = grid()->findChild<QWidget*>(QStringLiteral("gridHeader"));
    const int x = grid()->gutterWidth() + grid()->columnLayout().left(5) + 20;
    QTest::mouseClick(header, Qt::LeftButton, Qt::NoModifier, QPoint(x, 12));
    QCOMPARE(panel->column(), std::string("weather"));
    QCOMPARE(box->currentText(), QStringLiteral("weather"));
    screenshot(QStringLiteral("datasets-profile-category"));
    choose(QStringLiteral("profileColumnBox"), QStringLiteral("wind"));
    QTRY_COMPARE(grid()->current()->column, size_t{4});
    choose(QStringLiteral("profileColumnBox"), QStringLiteral("temp_max"));
    screenshot(QStringLiteral("datasets-profile-number"));
}

void DatasetsTest::aRecipeIsBuiltPreviewedUndoneAndApplied() {
    importBySheet(write(QStringLiteral("weather.csv"), weatherCsv(1500)));
    openTab(1);
    screenshot(QStringLiteral("datasets-recipe-empty"));
    auto* panel = m_page->findChild<RecipePanel*>();
    QVERIFY(panel);

    addStep(QStringLiteral("fill_missing"));
    tick(QStringLiteral("stepColumns_columns"), QStringLiteral("wind"));
    QTRY_VERIFY_WITH_TIMEOUT(panel->preview() && panel->preview()->effects.size() == 1 && panel->preview()->effects[0],
                             patience);
    QVERIFY(panel->preview()->effects[0]->changedCells > 50);
    QVERIFY(!panel->preview()->changes[4].empty());

    addStep(QStringLiteral("drop_duplicates"));
    addStep(QStringLiteral("one_hot"));
    tick(QStringLiteral("stepColumns_columns"), QStringLiteral("weather"));
    addStep(QStringLiteral("filter"));
    auto* where = visible<ExpressionEdit>(QStringLiteral("stepExpression_where"));
    where->setFocus();
    QTest::keyClicks(where, QStringLiteral("temp_max > 5"));
    QTRY_VERIFY_WITH_TIMEOUT(panel->preview() && panel->preview()->effects.size() == 4 && panel->preview()->effects[3],
                             patience);
    QVERIFY(!panel->preview()->error.has_value());
    QVERIFY(panel->preview()->rows.rows() < 1000);
    QCOMPARE(grid()->source()->rows(), panel->preview()->rows.rows());
    QVERIFY(grid()->isAdded(panel->preview()->addedColumns.front()));
    QTest::keyClick(where, Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(grid()->complete(), patience);
    screenshot(QStringLiteral("datasets-recipe"));

    // Undo takes the filter away, redo brings it back.
    const size_t steps = panel->editor().steps().size();
    while (panel->editor().steps().size() == steps) click(QStringLiteral("recipeUndoButton"));
    QCOMPARE(panel->editor().steps().size(), steps - 1);
    while (panel->editor().undoStack().canRedo()) click(QStringLiteral("recipeRedoButton"));
    QCOMPARE(panel->editor().steps().size(), steps);

    // A step switched off does nothing; on again.
    click(QStringLiteral("stepEnabled2"));
    QTRY_VERIFY_WITH_TIMEOUT(panel->preview() && !panel->preview()->effects[2], patience);
    click(QStringLiteral("stepEnabled2"));
    QTRY_VERIFY_WITH_TIMEOUT(panel->preview() && panel->preview()->effects[2], patience);

    click(QStringLiteral("applyRecipeButton"));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->currentObject(), QStringLiteral("weather@2"), patience);
    QVERIFY(panel->editor().steps().empty());
    const auto made = Datasets(m_session->project()).resolve("weather@2");
    QVERIFY(made.has_value());
    QCOMPARE(made->parent, std::string("weather@1"));
    QVERIFY(made->rows < 1500);
    openTab(2);
    QTRY_VERIFY_WITH_TIMEOUT(find<QPlainTextEdit>(QStringLiteral("versionRecipe"))->isVisible(), patience);
    // What each step did, counted over all rows.
    const auto* counted = find<QLabel>(QStringLiteral("versionSteps"));
    QTRY_VERIFY_WITH_TIMEOUT(counted->isVisible() && counted->text().contains(QStringLiteral("rows fewer")), patience);
    screenshot(QStringLiteral("datasets-history"));
    click(QStringLiteral("versionCard1"));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->currentObject(), QStringLiteral("weather@1"), patience);
}

void DatasetsTest::aWrongExpressionIsMarkedAtItsCharacter() {
    ExpressionEdit edit;
    edit.setColumns({{"temp_max", ColumnType::Real}, {"kind of day", ColumnType::Category}});
    edit.show();
    QTest::keyClicks(&edit, QStringLiteral("temp_max > > 3"));
    QVERIFY(!edit.problem().isEmpty());
    QCOMPARE(problemCharacter(edit.problem()), 12);
    QCOMPARE(edit.extraSelections().size(), 1);
    edit.setPlainText(QStringLiteral("temp_mx > 3"));
    QVERIFY(edit.problem().endsWith(QStringLiteral("there is no column 'temp_mx'. Did you mean 'temp_max'?")));
    edit.setPlainText(QStringLiteral("temp_max > 3"));
    QVERIFY(edit.problem().isEmpty());
    QVERIFY(edit.extraSelections().isEmpty());
    QCOMPARE(edit.type(), ColumnType::Boolean);
}

void DatasetsTest::aDeletedDatasetComesBack() {
    importBySheet(write(QStringLiteral("weather.csv"), weatherCsv(40)));
    openTab(2);
    click(QStringLiteral("deleteDatasetButton"));
    QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>(QStringLiteral("emptyImportButton"))->isVisible(), patience);
    QPushButton* undo = nullptr;
    for (auto* button : m_page->findChildren<QPushButton*>())
        if (button->isVisible() && button->text() == QStringLiteral("Undo")) undo = button;
    QVERIFY(undo);
    QTest::mouseClick(undo, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(m_page->currentObject(), QStringLiteral("weather@1"), patience);
}

void DatasetsTest::everyControlHasAName() {
    importBySheet(write(QStringLiteral("weather.csv"), weatherCsv(40)));
    openTab(1);
    addStep(QStringLiteral("fill_missing"));
    addStep(QStringLiteral("derive"));
    addStep(QStringLiteral("cast"));
    QStringList nameless;
    for (const QWidget* widget : m_page->findChildren<QWidget*>()) {
        if (!widget->isVisible() || (widget->focusPolicy() & Qt::TabFocus) == 0 || widget->focusProxy() ||
            qobject_cast<const QMenu*>(widget))
            continue;
        QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
        if (interface && interface->text(QAccessible::Name).isEmpty())
            nameless << QStringLiteral("%1 %2").arg(QLatin1String(widget->metaObject()->className()),
                                                    widget->objectName());
    }
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QStringLiteral(", "))));
}

void DatasetsTest::allOfItSpeaksGerman() {
    QTranslator german;
    QVERIFY(german.load(QStringLiteral(":/i18n/lathe_de.qm")));
    QCoreApplication::installTranslator(&german);
    init(); // pages set their texts when they are made
    importBySheet(write(QStringLiteral("wetter.csv"), weatherCsv(400, true)));
    QTRY_VERIFY_WITH_TIMEOUT(grid()->summary(0) != nullptr, patience);
    const auto picture = [this](const char* name) {
        QTest::qWait(150);
        hands().screenshot(QStringLiteral("datasets-%1-german").arg(QLatin1String(name)));
    };
    QTest::qWait(200);
    picture("profile");
    openTab(2);
    picture("versions");
    openTab(1);
    addStep(QStringLiteral("fill_missing"));
    tick(QStringLiteral("stepColumns_columns"), QStringLiteral("wind"));
    addStep(QStringLiteral("one_hot"));
    tick(QStringLiteral("stepColumns_columns"), QStringLiteral("weather"));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->findChild<RecipePanel*>()->preview() != nullptr, patience);
    picture("recipe");
    click(QStringLiteral("importFileButton"));
    QTRY_VERIFY_WITH_TIMEOUT(visible<DataGrid>(QStringLiteral("importGrid"))->complete(), patience);
    picture("import");
    QCOMPARE(find<QPushButton>(QStringLiteral("importButton"))->text(), QStringLiteral("Importieren"));
    QCoreApplication::removeTranslator(&german);
}

} // namespace lathe::ui

LATHE_GUI_TEST(lathe::ui::DatasetsTest)
#include "datasets_test.moc"
