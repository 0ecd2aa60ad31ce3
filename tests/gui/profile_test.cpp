// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "tests/gui/datasets_page_test.h"
#include "tests/gui/gui_main.h"
#include "ui/charts/bar_chart.h"
#include "ui/charts/heat_map.h"
#include "ui/charts/histogram_chart.h"
#include "ui/datasets/data_grid.h"
#include "ui/datasets/datasets_page.h"
#include "ui/datasets/grid_painter.h"
#include "ui/datasets/linked_plots.h"
#include "ui/datasets/profile_panel.h"
#include "ui/datasets/warning_list.h"
#include "ui/shell/session.h"

#include <QComboBox>
#include <QElapsedTimer>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QTranslator>

using namespace lathe;
using namespace lathe::ui;

namespace {

Column makeColumn(const char* name, ColumnType type) {
    Column column;
    column.schema = {name, type};
    return column;
}

/// Customers who stay or leave; \p shift moves their spending. "closed" tells who left, "mail" names them.
Table customers(uint64_t seed, double shift, int rows = 3000) {
    Random random(seed);
    Table table;
    table.columns = {makeColumn("age", ColumnType::Integer),       makeColumn("spending", ColumnType::Real),
                     makeColumn("spending_eur", ColumnType::Real), makeColumn("visits", ColumnType::Integer),
                     makeColumn("plan", ColumnType::Category),     makeColumn("left", ColumnType::Category),
                     makeColumn("closed", ColumnType::Category),   makeColumn("mail", ColumnType::Text),
                     makeColumn("since", ColumnType::Date)};
    table.columns[4].dictionary = {"basic", "plus", "premium"};
    table.columns[5].dictionary = {"no", "yes"};
    table.columns[6].dictionary = {"open", "closed"};
    for (int row = 0; row < rows; ++row) {
        const bool left = random.below(9) == 0;
        const double spending = std::exp(3 + 0.6 * random.bell() + shift);
        table.columns[0].integers.push_back(static_cast<int64_t>(40 + 12 * random.bell()));
        table.columns[1].reals.push_back(spending);
        table.columns[2].reals.push_back(spending * 0.92 + 0.01 * random.bell());
        table.columns[3].integers.push_back(random.below(3) == 0 ? static_cast<int64_t>(random.below(30)) : 0);
        table.columns[4].codes.push_back(static_cast<uint32_t>(random.below(3)));
        table.columns[5].codes.push_back(left ? 1 : 0);
        table.columns[6].codes.push_back(left ? 1 : 0);
        table.columns[7].texts.push("customer" + std::to_string(row) + "@example.org");
        table.columns[8].integers.push_back(18262 + static_cast<int64_t>(random.below(1461))); // 2020 to 2023
    }
    return table;
}

} // namespace

class ProfileTest : public test::DatasetsPageTest {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { closePage(); }
    void warningsLeadToTheirColumns();
    void relationsByKeyboard();
    void aTargetShowsItsLeaks();
    void twoVersionsSideBySide();
    void barsAreChosenByMouseAndKeyboard();
    void plotsShowWhatTheFilterLeaves();
    void aBarFiltersTheGridAndTheOtherPlots();
    void aSpanOfTimeIsDraggedOver();
    void aBarInTheHeaderFiltersAndShowsItsPart();
    void countingStopsForAnotherSelection();
    void anEstimateComesFirst();
    void german();

private:
    template <typename T>
    T* find(const char* name) const {
        return DatasetsPageTest::find<T>(QLatin1String(name));
    }
    [[nodiscard]] ProfilePanel* panel() const { return find<ProfilePanel>("profilePanel"); }
    /// Browsing by key tells of no choice before it is confirmed; picking in the list does.
    void choose(const char* box, const QString& entry) const {
        DatasetsPageTest::choose(QLatin1String(box), entry);
        auto* combo = find<QComboBox>(box);
        Q_EMIT combo->activated(combo->currentIndex());
    }
    void open(const QString& reference) {
        m_page->showObject(reference);
        QTRY_COMPARE_WITH_TIMEOUT(m_page->currentObject(), reference, patience);
        QTRY_VERIFY_WITH_TIMEOUT(find<WarningList>("warningList")->isVisible(), patience);
    }
    void show(QWidget* widget) const {
        for (QWidget* parent = widget->parentWidget(); parent; parent = parent->parentWidget())
            if (auto* area = qobject_cast<QScrollArea*>(parent)) area->ensureWidgetVisible(widget, 0, 200);
        QTest::qWait(60);
    }
    void pictures(const char* name) const {
        QTest::qWait(150);
        hands().screenshotsInBothThemes(QStringLiteral("profile-") + QLatin1String(name));
    }
};

void ProfileTest::init() {
    openPage({1380, 1100}, [](Project& project) {
        const Datasets datasets(project);
        QVERIFY(datasets.store("customers", customers(1, 0), "test"));
        QVERIFY(datasets.store("customers", customers(2, 0.8), "test"));
    });
}

void ProfileTest::warningsLeadToTheirColumns() {
    open(QStringLiteral("customers@2"));
    auto* list = find<WarningList>("warningList");
    QWidget* mail = nullptr;
    for (QWidget* line : list->findChildren<QWidget*>(QStringLiteral("warningLine")))
        if (line->accessibleName().contains(QStringLiteral("e-mail"))) mail = line;
    QVERIFY(mail);
    QTest::mouseClick(mail, Qt::LeftButton);
    QCOMPARE(panel()->column(), std::string("mail"));
    auto* more = find<QPushButton>("moreWarningsButton");
    const auto few = list->findChildren<QWidget*>(QStringLiteral("warningLine")).size();
    QTest::mouseClick(more, Qt::LeftButton);
    QTRY_VERIFY(list->findChildren<QWidget*>(QStringLiteral("warningLine")).size() > few);
    pictures("warnings");
    QTest::mouseClick(more, Qt::LeftButton);
}

void ProfileTest::relationsByKeyboard() {
    open(QStringLiteral("customers@2"));
    auto* map = find<HeatMap>("correlationMap");
    show(map);
    map->setFocus();
    QTest::keyClick(map, Qt::Key_Right);
    QTest::keyClick(map, Qt::Key_Right);
    QTest::keyClick(map, Qt::Key_Return);
    QCOMPARE(panel()->column(), std::string("spending_eur"));
    QVERIFY(map->csv().contains(QStringLiteral("\"spending\"")));
    QVERIFY(map->accessibleDescription().contains(QStringLiteral("spending_eur")));
    pictures("relations");
    choose("relationMeasureBox", QStringLiteral("Cramér"));
    QVERIFY(map->csv().contains(QStringLiteral("\"plan\"")));
}

void ProfileTest::aTargetShowsItsLeaks() {
    open(QStringLiteral("customers@2"));
    choose("profileTargetBox", QStringLiteral("left"));
    auto* strengths = find<BarChart>("targetStrengths");
    QTRY_VERIFY_WITH_TIMEOUT(strengths->isVisible(), patience);
    QVERIFY(strengths->csv().contains(QStringLiteral("\"closed\",1")));
    const auto lines = find<WarningList>("warningList")->findChildren<QWidget*>(QStringLiteral("warningLine"));
    QVERIFY(std::any_of(lines.begin(), lines.end(), [](const QWidget* line) {
        return line->accessibleName().contains(QStringLiteral("alone tells the target left"));
    }));
    show(strengths);
    pictures("target");
}

void ProfileTest::twoVersionsSideBySide() {
    open(QStringLiteral("customers@2"));
    choose("compareVersionBox", QStringLiteral("Version 1"));
    auto* columns = find<QListWidget>("comparedColumns");
    QTRY_VERIFY_WITH_TIMEOUT(columns->isVisible(), patience);
    QCOMPARE(columns->count(), 9);
    QVERIFY(columns->item(0)->text().startsWith(QStringLiteral("spending")));
    QVERIFY(columns->item(0)->text().contains(QStringLiteral("large shift")));
    columns->setFocus();
    QTest::keyClick(columns, Qt::Key_Down);
    QCOMPARE(columns->currentRow(), 1);
    show(columns->parentWidget());
    pictures("compare");
}

void ProfileTest::barsAreChosenByMouseAndKeyboard() {
    open(QStringLiteral("customers@2"));
    std::vector<Filter> asked;
    connect(panel(), &ProfilePanel::filterChosen, this,
            [&](const std::string&, const Filter& own) { asked.push_back(own); });
    panel()->showColumn("visits");
    auto* histogram = find<HistogramChart>("profileHistogram");
    show(histogram);
    QTest::mouseClick(histogram, Qt::LeftButton, Qt::NoModifier, QPoint(50, histogram->height() / 2));
    QCOMPARE(asked.size(), size_t{1});
    const auto range = std::get<RangeCondition>(asked.back().conditions.at(0));
    QCOMPARE(range.column, std::string("visits"));
    QCOMPARE(std::get<int64_t>(*range.from), int64_t{0});
    QVERIFY(range.toOpen);
    histogram->setFocus();
    QTest::keyClick(histogram, Qt::Key_Escape);
    QVERIFY(asked.back().conditions.empty());
    panel()->showColumn("plan");
    auto* bars = find<BarChart>("profileBars");
    QTRY_VERIFY(bars->isVisible());
    bars->setFocus();
    QTest::keyClick(bars, Qt::Key_Down);
    QTest::keyClick(bars, Qt::Key_Return);
    QCOMPARE(std::get<ValuesCondition>(asked.back().conditions.at(0)).values.size(), size_t{1});
    QTest::keyClick(bars, Qt::Key_Down);
    QTest::keyClick(bars, Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(std::get<ValuesCondition>(asked.back().conditions.at(0)).values.size(), size_t{2});
}

void ProfileTest::plotsShowWhatTheFilterLeaves() {
    open(QStringLiteral("customers@2"));
    panel()->showColumn("age");
    ValuesCondition left;
    left.column = "left";
    left.values = {"yes"};
    RangeCondition age;
    age.column = "age";
    age.from = int64_t{30};
    age.to = int64_t{45};
    panel()->showFilter(Filter{{left, age}});
    auto* histogram = find<HistogramChart>("profileHistogram");
    show(histogram);
    QTest::qWait(300);
    pictures("linked");
}

void ProfileTest::aBarFiltersTheGridAndTheOtherPlots() {
    open(QStringLiteral("customers@2"));
    auto* grid = find<DataGrid>("dataGrid");
    QTRY_VERIFY_WITH_TIMEOUT(grid->source() && grid->source()->rows() == 3000, patience);
    panel()->showColumn("left");
    auto* bars = find<BarChart>("profileBars");
    QTRY_VERIFY(bars->isVisible());
    show(bars);
    bars->setFocus();
    QTest::keyClick(bars, Qt::Key_Down);
    QTest::keyClick(bars, Qt::Key_Down); // the rarer of two
    QTest::keyClick(bars, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(grid->source()->rows() < 600 && grid->source()->rows() > 100, patience);
    panel()->showColumn("age");
    show(find<HistogramChart>("profileHistogram"));
    QTest::qWait(300);
    pictures("filtered");
    panel()->showColumn("left");
    bars->setFocus();
    QTest::keyClick(bars, Qt::Key_Escape);
    QTRY_COMPARE_WITH_TIMEOUT(grid->source()->rows(), uint64_t{3000}, patience);
}

void ProfileTest::aSpanOfTimeIsDraggedOver() {
    open(QStringLiteral("customers@2"));
    auto* grid = find<DataGrid>("dataGrid");
    QTRY_VERIFY_WITH_TIMEOUT(grid->source() && grid->source()->rows() == 3000, patience);
    panel()->showColumn("since");
    auto* histogram = find<HistogramChart>("profileHistogram");
    show(histogram);
    QVERIFY(histogram->isVisible());
    QVERIFY(histogram->accessibleDescription().contains(QStringLiteral("20")));
    const int middle = histogram->height() / 2;
    QTest::mousePress(histogram, Qt::LeftButton, Qt::NoModifier, QPoint(histogram->width() / 3, middle));
    QTest::mouseMove(histogram, QPoint(histogram->width() / 2, middle));
    QTest::mouseMove(histogram, QPoint(histogram->width() * 2 / 3, middle));
    QTest::mouseRelease(histogram, Qt::LeftButton, Qt::NoModifier, QPoint(histogram->width() * 2 / 3, middle));
    QTRY_VERIFY_WITH_TIMEOUT(grid->source()->rows() < 1500 && grid->source()->rows() > 600, patience);
    QVERIFY(histogram->toolTip().contains(QStringLiteral("202")));
    QTest::qWait(300);
    pictures("time");
    histogram->setFocus();
    QTest::keyClick(histogram, Qt::Key_Escape);
    QTRY_COMPARE_WITH_TIMEOUT(grid->source()->rows(), uint64_t{3000}, patience);
}

void ProfileTest::aBarInTheHeaderFiltersAndShowsItsPart() {
    open(QStringLiteral("customers@2"));
    auto* grid = find<DataGrid>("dataGrid");
    QTRY_VERIFY_WITH_TIMEOUT(grid->source() && grid->source()->rows() == 3000 && grid->summary(0), patience);
    auto* header = find<QWidget>("gridHeader");
    const QPoint bar(grid->gutterWidth() + grid->columnLayout().width(0) / 2, GridStyle::nameHeight + 20); // of "age"
    QTest::mouseClick(header, Qt::LeftButton, Qt::NoModifier, bar);
    QCOMPARE(panel()->column(), std::string("age"));
    QTRY_VERIFY_WITH_TIMEOUT(grid->source()->rows() < 1500 && grid->source()->rows() > 10, patience);
    const uint64_t chosen = grid->source()->rows();
    for (size_t column = 0; column < 9; ++column)
        QTRY_VERIFY_WITH_TIMEOUT(grid->linked(column) && grid->linked(column)->count == chosen, patience);
    pictures("header");
    QTest::mouseClick(header, Qt::LeftButton, Qt::NoModifier, bar);
    QTRY_COMPARE_WITH_TIMEOUT(grid->source()->rows(), uint64_t{3000}, patience);
    QVERIFY(!grid->linked(0));
    // A value of a category; beside the bars nothing is asked for.
    const int plan = grid->gutterWidth() + grid->columnLayout().left(4) + GridStyle::padding;
    QTest::mouseClick(header, Qt::LeftButton, Qt::NoModifier, QPoint(plan + 6, GridStyle::nameHeight + 20));
    QTRY_VERIFY_WITH_TIMEOUT(grid->source()->rows() < 1200 && grid->source()->rows() > 800, patience);
}

void ProfileTest::countingStopsForAnotherSelection() {
    const Datasets datasets(m_session->project());
    auto rows = std::make_shared<Table>(customers(7, 0, 400'000));
    QVERIFY(datasets.store("many", *rows, "test"));
    const auto version = datasets.resolve("many");
    const auto file = datasets.open(*version);
    const auto whole = std::make_shared<const DatasetProfile>(*profile(**file, JobContext()));
    std::vector<std::shared_ptr<const RowSelection>> selections;
    for (const int64_t age : {30, 40, 50}) {
        RangeCondition range;
        range.column = "age";
        range.from = age;
        selections.push_back(std::make_shared<const RowSelection>(*selectRows(**file, Filter{{range}}, JobContext())));
    }
    LinkedPlots plots(*m_session);
    QElapsedTimer time;
    time.start();
    for (int i = 0; i < 40; ++i) plots.count(*file, whole, selections[static_cast<size_t>(i) % 3], "mail");
    qInfo("40 selections asked for in %lld ms", static_cast<long long>(time.elapsed()));
    QTRY_VERIFY_WITH_TIMEOUT(plots.of("since"), patience);
    for (const char* column : {"age", "mail", "since"}) QCOMPARE(plots.of(column)->count, selections[39 % 3]->count());
}

void ProfileTest::anEstimateComesFirst() {
    auto estimate = std::make_shared<DatasetProfile>(profile(customers(3, 0, 500)));
    estimate->rows = 10'000'000;
    open(QStringLiteral("customers@2"));
    panel()->showPartial(estimate);
    QVERIFY(find<QPushButton>("cancelPartialProfileButton")->isVisible());
    QVERIFY(!find<QComboBox>("profileTargetBox")->isEnabled());
    pictures("estimate");
    estimate->rows = 500;
    panel()->showProfile(estimate);
    QVERIFY(!find<QPushButton>("cancelPartialProfileButton")->isVisible());
}

void ProfileTest::german() {
    QTranslator translator;
    QVERIFY(translator.load(QStringLiteral(":/i18n/lathe_de.qm")));
    QCoreApplication::installTranslator(&translator);
    cleanup();
    init(); // pages set their texts when they are made
    open(QStringLiteral("customers@2"));
    const auto picture = [this](const char* name) {
        hands().screenshot(QStringLiteral("profile-%1-german").arg(QLatin1String(name)));
    };
    choose("profileTargetBox", QStringLiteral("left"));
    QTRY_VERIFY_WITH_TIMEOUT(find<BarChart>("targetStrengths")->isVisible(), patience);
    picture("warnings");
    choose("compareVersionBox", QStringLiteral("Version 1"));
    QTRY_VERIFY_WITH_TIMEOUT(find<QListWidget>("comparedColumns")->isVisible(), patience);
    show(find<QListWidget>("comparedColumns")->parentWidget());
    picture("compare");
    QCoreApplication::removeTranslator(&translator);
}

LATHE_GUI_TEST(ProfileTest)
#include "profile_test.moc"
