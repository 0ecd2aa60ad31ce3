// SPDX-License-Identifier: GPL-3.0-or-later
// The story of big data (S4): ten million rows opened, sorted, filtered, searched and grouped by clicks and keys.
#include "ui/datasets/grid_view.h"

#include "core/base/parallel.h"
#include "gui_test.h"
#include "heartbeat.h"
#include "ui/widgets/file_choice.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QElapsedTimer>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QStandardItemModel>
#include <QTableView>
#include <QTimer>

#include <cmath>
#include <set>

using namespace lathe;
using namespace lathe::ui;

namespace {

constexpr int patience = 60'000;
constexpr uint64_t tenMillion = 10'000'000;

const std::vector<ColumnSchema> schema{{"id", ColumnType::Integer},
                                       {"value", ColumnType::Real},
                                       {"station", ColumnType::Category},
                                       {"day", ColumnType::Date},
                                       {"count", ColumnType::Integer}};

std::vector<std::string> stations() {
    std::vector<std::string> names;
    for (int i = 0; i < 40; ++i) names.push_back("station " + std::to_string(i));
    return names;
}

uint64_t scrambled(uint64_t value) {
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31U);
}
double valueOf(uint64_t row) { return static_cast<double>(scrambled(row) % 2'000'003) / 1000; }
uint32_t stationOf(uint64_t row) { return static_cast<uint32_t>((row / 7) % 40); }
int64_t countOf(uint64_t row) { return static_cast<int64_t>(scrambled(row + 11) % 1000); }

Table rowsOf(uint64_t first, uint64_t count) {
    Table table;
    for (const ColumnSchema& column : schema) {
        table.columns.emplace_back();
        table.columns.back().schema = column;
    }
    table.columns[2].dictionary = stations();
    for (uint64_t row = first; row < first + count; ++row) {
        table.columns[0].integers.push_back(static_cast<int64_t>(row) + 1);
        table.columns[1].reals.push_back(row % 1000 == 999 ? std::nan("") : valueOf(row));
        table.columns[2].codes.push_back(stationOf(row));
        table.columns[3].integers.push_back(15'000 + static_cast<int64_t>(row / 5000));
        table.columns[4].integers.push_back(countOf(row));
    }
    return table;
}

std::shared_ptr<const ColumnFile> makeFile(const Path& path, uint64_t rows) {
    auto writer = ColumnFileWriter::create(path, schema);
    parallelFor(static_cast<size_t>((rows + chunkRows - 1) / chunkRows), [&](size_t chunk) {
        (void)(*writer)->writeRows(chunk * chunkRows,
                                   rowsOf(chunk * chunkRows, std::min(chunkRows, rows - chunk * chunkRows)));
    });
    (*writer)->setDictionary(2, stations());
    if (!(*writer)->finish()) return nullptr;
    return *ColumnFile::open(path);
}

} // namespace

class GridViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_fixture = std::make_unique<test::Fixture>();
        m_fixture->openProject();
        m_file = makeFile(Path(m_folder->filePath(QStringLiteral("rows.h5")).toStdString()), tenMillion);
        QVERIFY(m_file != nullptr);
        m_view = new GridView(*m_fixture->window->session());
        m_view->resize(1200, 760);
        m_view->show();
    }
    void cleanupTestCase() {
        delete m_view;
        m_fixture.reset();
    }
    void init() { m_heart.restart(); }
    void cleanup() {
        qInfo("longest wait for the window's thread: %lld ms, %.1f ms of it work",
              static_cast<long long>(m_heart.longest()), m_heart.longestWork());
    }

    void opensAtOnceAndJumps();
    void sortsByClicksOnTheHeader();
    void filtersByValues();
    void filtersByRangeWithHistogram();
    void exportsWhatIsSeen();
    void theEndingFollowsTheFormatThatIsChosen();
    void filtersByBars();
    void finds();
    void stopsWhenCancelled();
    void pinsAndHides();
    void groups();
    void showsItsPictures();

private:
    [[nodiscard]] DataGrid& grid() const { return *m_view->grid(); }
    template <typename T = QWidget>
    T* child(const char* name) const {
        return m_view->findChild<T*>(QLatin1String(name));
    }
    [[nodiscard]] test::Hands hands() const { return test::Hands(*m_view); }
    void click(const char* name) const { hands().click(QLatin1String(name)); }
    void clickName(size_t column, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const {
        const GridLayout& layout = grid().columnLayout();
        const int x = grid().gutterWidth() + layout.x(column, grid().horizontalOffset()) + layout.width(column) / 2;
        QTest::mouseClick(child<QWidget>("gridHeader"), Qt::LeftButton, modifiers, QPoint(x, 12));
    }
    void settle() const {
        QTRY_VERIFY_WITH_TIMEOUT(m_view->query().job() == nullptr, patience);
        QTRY_VERIFY_WITH_TIMEOUT(grid().complete(), patience);
    }
    [[nodiscard]] uint64_t numberAt(uint64_t position) const { return grid().source()->rowNumber(position); }
    void choose(const char* name, const QString& shown) const { hands().choose(QLatin1String(name), shown); }
    [[nodiscard]] std::vector<uint64_t> firstRows(uint64_t count) const {
        auto rows = m_view->query().order().rows(0, count);
        return rows ? std::move(*rows) : std::vector<uint64_t>();
    }
    void picture(const QString& name) {
        hands().screenshot(name);
        m_heart.skip();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<test::Fixture> m_fixture;
    std::shared_ptr<const ColumnFile> m_file;
    GridView* m_view = nullptr;
    test::Heartbeat m_heart;
};

void GridViewTest::opensAtOnceAndJumps() {
    QElapsedTimer timer;
    timer.start();
    m_view->setFile(m_file);
    QTRY_VERIFY_WITH_TIMEOUT(grid().complete(), patience);
    qInfo("first page of %llu rows: %lld ms", static_cast<unsigned long long>(tenMillion),
          static_cast<long long>(timer.elapsed()));
    QCOMPARE(child<QLabel>("rowCounts")->text().remove(QChar(0x2009)).remove(u',').remove(u' '),
             QStringLiteral("10000000rows"));
    QTest::keyClick(&grid(), Qt::Key_G, Qt::ControlModifier);
    auto* field = grid().findChild<QLineEdit*>(QStringLiteral("goToRowField"));
    QTest::keyClicks(field, QStringLiteral("7654321"));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(grid().current()->row, uint64_t{7'654'320});
    QTRY_VERIFY_WITH_TIMEOUT(grid().complete(), patience);
}

void GridViewTest::sortsByClicksOnTheHeader() {
    clickName(4);
    QVERIFY(m_view->query().job() != nullptr); // the grid stays usable meanwhile
    QTest::keyClick(&grid(), Qt::Key_PageDown);
    settle();
    clickName(1, Qt::ShiftModifier);
    settle();
    clickName(1, Qt::ShiftModifier); // descending
    settle();
    QCOMPARE(grid().sortMarks(), (std::vector<DataGrid::SortMark>{{4, false}, {1, true}}));
    double last = HUGE_VAL;
    for (uint64_t position = 0; position < 12; ++position) {
        const uint64_t row = numberAt(position) - 1;
        QCOMPARE(countOf(row), int64_t{0});
        QVERIFY(row % 1000 != 999 && valueOf(row) <= last);
        last = valueOf(row);
    }
    QTest::keyClick(&grid(), Qt::Key_End, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(grid().complete(), patience);
    QCOMPARE(countOf(numberAt(tenMillion - 1) - 1), int64_t{999});
    QTest::keyClick(&grid(), Qt::Key_Home, Qt::ControlModifier);
    picture(QStringLiteral("grid-sorted"));
    // Sorted rows are gone to by the number at their left, or by their place in the order.
    const auto goTo = [&](const QString& typed) {
        QTest::keyClick(&grid(), Qt::Key_G, Qt::ControlModifier);
        auto* field = grid().findChild<QLineEdit*>(QStringLiteral("goToRowField"));
        QTest::keyClicks(field, typed);
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(!field->isVisible(), patience);
    };
    goTo(QStringLiteral("#5"));
    QCOMPARE(grid().current()->row, uint64_t{4});
    goTo(QStringLiteral("7654321"));
    QTRY_COMPARE_WITH_TIMEOUT(numberAt(grid().current()->row), uint64_t{7'654'321}, patience);
    QTest::keyClick(&grid(), Qt::Key_Home, Qt::ControlModifier);
    // By keys: the current column alone, three times back to the order of the data.
    grid().setCurrent({0, 3});
    for (int i = 0; i < 3; ++i) {
        QTest::keyClick(&grid(), Qt::Key_S, Qt::AltModifier);
        settle();
    }
    QVERIFY(grid().sortMarks().empty());
    QCOMPARE(numberAt(0), uint64_t{1});
}

void GridViewTest::filtersByValues() {
    click("addFilterButton");
    choose("filterColumn", QStringLiteral("station"));
    choose("filterKind", QStringLiteral("Values"));
    auto* search = child<QLineEdit>("filterValueSearch");
    QTest::keyClicks(search, QStringLiteral("station 1"));
    auto* values = child<QListView>("filterValues");
    QTRY_COMPARE_WITH_TIMEOUT(values->model()->rowCount(), 11, patience); // 1, 10 … 19
    picture(QStringLiteral("grid-filter-values"));
    const QModelIndex first = values->model()->index(0, 0);
    QStyleOptionViewItem option;
    option.rect = values->visualRect(first);
    QTest::mouseClick(values->viewport(), Qt::LeftButton, Qt::NoModifier,
                      QPoint(option.rect.left() + 10, option.rect.center().y()));
    QTRY_COMPARE(first.data(Qt::CheckStateRole).toInt(), static_cast<int>(Qt::Checked));
    click("applyFilterButton");
    settle();
    const uint64_t expected = m_view->query().order().size();
    QVERIFY(expected > tenMillion / 41 && expected < tenMillion / 39);
    const std::vector<uint64_t> rows = firstRows(100);
    std::set<uint32_t> stations;
    for (const uint64_t row : rows) stations.insert(stationOf(row));
    QCOMPARE(stations.size(), size_t{1});
    QCOMPARE(numberAt(0), rows.front() + 1);
    QVERIFY(child<QLabel>("rowCounts")->text().contains(QStringLiteral("of")));
    // Also in a narrow card the whole chip is in sight and can be removed.
    const QSize size = m_view->size();
    m_view->resize(430, size.height());
    auto* remove = child<QWidget>("removeFilter0");
    QTRY_COMPARE(remove->visibleRegion().boundingRect(), remove->rect());
    m_view->resize(size);
}

void GridViewTest::filtersByRangeWithHistogram() {
    const uint64_t before = m_view->query().order().size();
    click("addFilterButton");
    choose("filterColumn", QStringLiteral("value"));
    choose("filterKind", QStringLiteral("Range"));
    auto* note = child<QLabel>("filterNote");
    QTRY_VERIFY_WITH_TIMEOUT(note->text().contains(QStringLiteral("missing")), patience);
    QTest::keyClicks(child<QLineEdit>("filterFrom"), QStringLiteral("oops"));
    click("applyFilterButton");
    QVERIFY(child<QLabel>("filterProblem")->text().contains(QStringLiteral("oops")));
    child<QLineEdit>("filterFrom")->clear();
    QTest::keyClicks(child<QLineEdit>("filterFrom"), QStringLiteral("500"));
    QTest::keyClicks(child<QLineEdit>("filterTo"), QStringLiteral("1000"));
    picture(QStringLiteral("grid-filter-range"));
    click("applyFilterButton");
    settle();
    const uint64_t after = m_view->query().order().size();
    QVERIFY(after > before / 5 && after < before / 3);
    const std::vector<uint64_t> rows = firstRows(50);
    for (const uint64_t row : rows) QVERIFY(valueOf(row) >= 500 && valueOf(row) <= 1000);
    picture(QStringLiteral("grid-filtered"));
}

/// In the dialog itself: a format chosen by key changes the name, which says what is written.
void GridViewTest::theEndingFollowsTheFormatThatIsChosen() {
    QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    QStringList filters;
    QStringList names;
    QTimer look;
    connect(&look, &QTimer::timeout, this, [&] {
        auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
        if (dialog == nullptr) return;
        look.stop();
        filters = dialog->nameFilters();
        const auto* name = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
        auto* kinds = dialog->findChild<QComboBox*>(QStringLiteral("fileTypeCombo"));
        for (const auto key : {Qt::Key_Home, Qt::Key_Down, Qt::Key_End}) {
            QTest::keyClick(kinds, key);
            names += name->text();
        }
        dialog->reject();
    });
    look.start(20);
    click("exportSeenButton");
    QTRY_VERIFY(!look.isActive());
    m_view->window()->activateWindow(); // the offscreen platform does not after a dialog
    QVERIFY(QTest::qWaitForWindowActive(m_view->window()));
    QCOMPARE(filters.size(), 9);
    QCOMPARE(names,
             (QStringList{QStringLiteral("rows.csv"), QStringLiteral("rows.tsv"), QStringLiteral("rows.parquet")}));
}

/// The filtered rows in the order shown, without the hidden column.
void GridViewTest::exportsWhatIsSeen() {
    clickName(1);
    settle();
    grid().setColumnShown(3, false);
    const QString target = m_folder->filePath(QStringLiteral("seen.csv"));
    FileChoice::answerSave() = [target](QWidget*, const QString&, const QString&, const QString&) { return target; };
    QSignalSpy done(m_view, &GridView::exported);
    click("exportSeenButton");
    QTRY_COMPARE_WITH_TIMEOUT(done.size(), 1, patience);
    FileChoice::answerSave() = {};
    QFile file(target);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readLine().trimmed(), QByteArray("id,value,station,count"));
    uint64_t rows = 0;
    double last = 500;
    while (!file.atEnd()) {
        const QList<QByteArray> fields = file.readLine().trimmed().split(',');
        const uint64_t row = fields[0].toULongLong() - 1;
        QCOMPARE(fields[1].toDouble(), valueOf(row));
        QVERIFY(valueOf(row) >= last && valueOf(row) <= 1000);
        last = valueOf(row);
        ++rows;
    }
    QCOMPARE(rows, m_view->query().order().size());
    grid().setColumnShown(3, true);
    clickName(1); // descending
    clickName(1); // and back to the order of the data
    click("clearFiltersButton");
    settle();
    QCOMPARE(m_view->query().order().size(), tenMillion);
    QVERIFY(grid().sortMarks().empty());
}

/// The limits come from the bars that the pointer is drawn over, exactly: the upper one belongs to the next bar.
void GridViewTest::filtersByBars() {
    const auto drag = [](QWidget* bars, double from, double to) {
        const auto at = [&](double share) {
            return QPoint(46 + static_cast<int>(share * (bars->width() - 56)), bars->height() / 2);
        };
        QTest::mousePress(bars, Qt::LeftButton, Qt::NoModifier, at(from));
        QTest::mouseMove(bars, at((from + to) / 2));
        QTest::mouseMove(bars, at(to));
        QTest::mouseRelease(bars, Qt::LeftButton, Qt::NoModifier, at(to));
    };
    auto* bars = child("filterHistogram");
    auto* note = child<QLabel>("filterNote");
    click("addFilterButton");
    choose("filterColumn", QStringLiteral("value"));
    choose("filterKind", QStringLiteral("Range"));
    QTRY_VERIFY_WITH_TIMEOUT(note->text().contains(QStringLiteral("missing")), patience);
    drag(bars, 0.26, 0.48);
    const double from = child<QLineEdit>("filterFrom")->text().toDouble();
    const double to = child<QLineEdit>("filterTo")->text().toDouble();
    QVERIFY(from >= 500 && from <= 520 && to >= 960 && to <= 1001);
    picture(QStringLiteral("grid-filter-bars"));
    click("applyFilterButton");
    settle();
    const auto range = std::get<RangeCondition>(m_view->query().filter().conditions.front());
    QVERIFY(range.toOpen);
    const uint64_t count = m_view->query().order().size();
    QVERIFY(count > 2'000'000 && count < 2'600'000);
    // Opened again and applied, the condition is what it was.
    click("filterChip0");
    QTRY_VERIFY_WITH_TIMEOUT(note->text().contains(QStringLiteral("missing")), patience);
    click("applyFilterButton");
    settle();
    QVERIFY(std::get<RangeCondition>(m_view->query().filter().conditions.front()) == range);
    m_view->query().setFilter({});
    settle();
    click("addFilterButton");
    choose("filterColumn", QStringLiteral("day"));
    choose("filterKind", QStringLiteral("Range"));
    QTRY_VERIFY_WITH_TIMEOUT(note->text().contains(QStringLiteral("missing")), patience);
    drag(bars, 0.5, 1.2); // beyond the end: up to the last bar
    picture(QStringLiteral("grid-filter-days"));
    click("applyFilterButton");
    settle();
    QVERIFY(m_view->query().order().size() < tenMillion && m_view->query().order().size() > tenMillion / 4);
    m_view->query().setFilter({});
    settle();
}

void GridViewTest::finds() {
    grid().setFocus();
    QTest::keyClick(&grid(), Qt::Key_F, Qt::ControlModifier);
    auto* field = child<QLineEdit>("findField");
    QTRY_VERIFY(field->isVisible());
    QTest::keyClicks(field, QStringLiteral("9876543"));
    grid().setCurrent({0, 0});
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(grid().current() && grid().current()->row == 9'876'542, patience);
    QCOMPARE(grid().current()->column, size_t{0});
    field->clear();
    QTest::keyClicks(field, QStringLiteral("station 3"));
    grid().setCurrent({0, 0});
    click("findNextButton");
    QTRY_COMPARE_WITH_TIMEOUT(grid().current()->row, uint64_t{21},
                              patience); // rows 21 to 27 are the first of station 3
    auto* state = child<QLabel>("findState");
    QTRY_VERIFY_WITH_TIMEOUT(state->text().contains(QStringLiteral("of")), patience);
    QTest::keyClick(&grid(), Qt::Key_F3);
    QTRY_COMPARE_WITH_TIMEOUT(grid().current()->row, uint64_t{22}, patience);
    QTest::keyClick(&grid(), Qt::Key_F3, Qt::ShiftModifier);
    QTRY_COMPARE_WITH_TIMEOUT(grid().current()->row, uint64_t{21}, patience);
    QTRY_VERIFY_WITH_TIMEOUT(grid().complete(), patience);
    picture(QStringLiteral("grid-find"));
    field->clear();
    click("findRegexButton");
    QTest::keyClicks(field, QStringLiteral("("));
    QTRY_VERIFY(state->text().contains(QStringLiteral("regular expression")));
    click("findCloseButton");
    QVERIFY(!field->isVisible());
}

void GridViewTest::stopsWhenCancelled() {
    const auto before = numberAt(0);
    clickName(1);
    QElapsedTimer timer;
    timer.start();
    click("cancelQueryButton");
    QTRY_VERIFY_WITH_TIMEOUT(m_view->query().job() == nullptr, patience);
    qInfo("cancel answered after %lld ms", static_cast<long long>(timer.elapsed()));
    QVERIFY(grid().sortMarks().empty());
    QCOMPARE(numberAt(0), before);
}

void GridViewTest::pinsAndHides() {
    grid().setColumnPinned(4, true);
    grid().setColumnShown(3, false);
    QCOMPARE(grid().columnLayout().shown(), (std::vector<size_t>{4, 0, 1, 2}));
    grid().setCurrent({0, 4});
    QTest::keyClick(&grid(), Qt::Key_Right);
    QCOMPARE(grid().current()->column, size_t{0});
    QTest::keyClick(&grid(), Qt::Key_Left, Qt::ShiftModifier);
    QTest::keyClick(&grid(), Qt::Key_C, Qt::ControlModifier);
    const QString expected = QStringLiteral("count\tid\n%1\t1\n").arg(countOf(0));
    QTRY_COMPARE_WITH_TIMEOUT(QApplication::clipboard()->text(), expected, patience);
    picture(QStringLiteral("grid-pinned"));
    grid().setColumnPinned(4, false);
    grid().setColumnShown(3, true);
    QCOMPARE(grid().columnLayout().shown(), (std::vector<size_t>{0, 1, 2, 3, 4}));
}

void GridViewTest::groups() {
    click("groupButton");
    auto* keys = child<QListWidget>("groupKeys");
    keys->item(2)->setCheckState(Qt::Checked);
    choose("groupAggregate", QStringLiteral("max"));
    choose("groupColumn", QStringLiteral("count"));
    click("groupAddMeasure");
    click("groupComputeButton");
    auto* table = child<QTableView>("groupTable");
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 40, patience);
    QCOMPARE(table->model()->index(0, 0).data().toString(), QStringLiteral("station 0"));
    QCOMPARE(table->model()->index(0, 2).data().toString(), QStringLiteral("999"));
    picture(QStringLiteral("grid-groups"));
    child<QWidget>("groupSheet")->hide();
}

void GridViewTest::showsItsPictures() {
    m_view->query().setFilter({{ValuesCondition{"station", {"station 3", "station 4", "station 5"}, false, false},
                                RangeCondition{"value", 100.0, std::nullopt, false}, MissingCondition{"value", true}}});
    m_view->query().setSortKeys({{"value", true}, {"id", false}});
    settle();
    for (const bool dark : {false, true}) {
        settings::theme.set(dark ? QStringLiteral("dark") : QStringLiteral("light"));
        m_fixture->window->applyTheme();
        picture(dark ? QStringLiteral("grid-view-dark") : QStringLiteral("grid-view-light"));
    }
    m_view->query().setFilter({});
    m_view->query().setSortKeys({});
    settle();
}

LATHE_GUI_TEST(GridViewTest)
#include "grid_view_test.moc"
