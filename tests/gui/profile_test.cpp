// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "tests/gui/gui_test.h"
#include "ui/charts/bar_chart.h"
#include "ui/charts/heat_map.h"
#include "ui/charts/histogram_chart.h"
#include "ui/datasets/data_grid.h"
#include "ui/datasets/datasets_page.h"
#include "ui/datasets/profile_panel.h"
#include "ui/datasets/warning_list.h"
#include "ui/shell/session.h"

#include <QComboBox>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QTranslator>

using namespace lathe;
using namespace lathe::ui;

namespace {

constexpr int patience = 20000;

Column makeColumn(const char* name, ColumnType type) {
    Column column;
    column.schema = {name, type};
    return column;
}

/// Customers who stay or leave; \p shift moves their spending. "closed" tells who left, "mail" names them.
Table customers(uint64_t seed, double shift, int rows = 3000) {
    Random random(seed);
    Table table;
    table.columns = {makeColumn("age", ColumnType::Integer),   makeColumn("spending", ColumnType::Real), makeColumn("spending_eur", ColumnType::Real),
                     makeColumn("visits", ColumnType::Integer), makeColumn("plan", ColumnType::Category), makeColumn("left", ColumnType::Category),
                     makeColumn("closed", ColumnType::Category), makeColumn("mail", ColumnType::Text)};
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
    }
    return table;
}

} // namespace

class ProfileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void warningsLeadToTheirColumns();
    void relationsByKeyboard();
    void aTargetShowsItsLeaks();
    void twoVersionsSideBySide();
    void barsAreChosenByMouseAndKeyboard();
    void plotsShowWhatTheFilterLeaves();
    void aBarFiltersTheGridAndTheOtherPlots();
    void anEstimateComesFirst();
    void german();

private:
    template <typename T>
    T* find(const char* name) const {
        auto* found = m_page->findChild<T*>(QLatin1String(name));
        if (!found) qFatal("no widget named %s", name);
        return found;
    }
    [[nodiscard]] ProfilePanel* panel() const { return find<ProfilePanel>("profilePanel"); }
    void choose(const char* box, const QString& entry) const {
        auto* combo = find<QComboBox>(box);
        const int index = combo->findText(entry, Qt::MatchStartsWith);
        QVERIFY2(index >= 0, qPrintable(entry));
        combo->setFocus();
        QTest::keyClick(combo, Qt::Key_Home);
        while (combo->currentIndex() < index) QTest::keyClick(combo, Qt::Key_Down);
        // Browsing by key tells of no choice before it is confirmed; picking in the list does.
        Q_EMIT combo->activated(index);
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
        QDir().mkpath(QStringLiteral(LATHE_SCREENSHOTS));
        for (const ThemeMode mode : {ThemeMode::Dark, ThemeMode::Light}) {
            Theme::instance().apply(mode);
            QTest::qWait(150);
            QPixmap picture(m_page->size());
            picture.fill(tokens().background);
            m_page->render(&picture);
            QVERIFY(picture.save(QStringLiteral(LATHE_SCREENSHOTS "/profile-%1-%2.png").arg(QLatin1String(name), mode == ThemeMode::Dark ? QStringLiteral("dark") : QStringLiteral("light"))));
        }
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<DatasetsPage> m_page;
};

void ProfileTest::init() {
    Theme::instance().apply(ThemeMode::Light);
    m_folder = std::make_unique<QTemporaryDir>();
    auto project = Project::create(Path(m_folder->filePath(QStringLiteral("test.lathe")).toStdString()), "test");
    QVERIFY2(project.has_value(), project ? "" : project.error().message.c_str());
    const Datasets datasets(**project);
    QVERIFY(datasets.store("customers", customers(1, 0), "test"));
    QVERIFY(datasets.store("customers", customers(2, 0.8), "test"));
    m_session = std::make_unique<Session>(std::move(*project));
    m_page = std::make_unique<DatasetsPage>(*m_session);
    m_page->resize(1380, 1100);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
}

void ProfileTest::cleanup() {
    m_page.reset();
    m_session.reset();
    m_folder.reset();
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
    QVERIFY(std::any_of(lines.begin(), lines.end(), [](const QWidget* line) { return line->accessibleName().contains(QStringLiteral("alone tells the target left")); }));
    show(strengths);
    pictures("target");
}

void ProfileTest::twoVersionsSideBySide() {
    open(QStringLiteral("customers@2"));
    choose("compareVersionBox", QStringLiteral("Version 1"));
    auto* columns = find<QListWidget>("comparedColumns");
    QTRY_VERIFY_WITH_TIMEOUT(columns->isVisible(), patience);
    QCOMPARE(columns->count(), 8);
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
    connect(panel(), &ProfilePanel::filterChosen, this, [&](const std::string&, const Filter& own) { asked.push_back(own); });
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
    Q_INIT_RESOURCE(lathe_translations);
    QTranslator translator;
    QVERIFY(translator.load(QStringLiteral(":/i18n/lathe_de.qm")));
    QCoreApplication::installTranslator(&translator);
    cleanup();
    init(); // pages set their texts when they are made
    open(QStringLiteral("customers@2"));
    const auto picture = [this](const char* name) { QVERIFY(m_page->grab().save(QStringLiteral(LATHE_SCREENSHOTS "/profile-%1-german.png").arg(QLatin1String(name)))); };
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
