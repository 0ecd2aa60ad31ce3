// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/data/datasets.h"
#include "tests/gui/datasets_page_test.h"
#include "tests/gui/gui_main.h"
#include "ui/datasets/data_grid.h"
#include "ui/datasets/recipe_panel.h"
#include "ui/datasets/step_list_fields.h"

#include <QCheckBox>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QTranslator>

namespace lathe::ui {
namespace {

/// Orders as people type them: towns in several spellings, dates in four forms, weights with units, gaps and doubles.
const std::string january = "town,date,amount,note\n"
                            "New York,2024-01-03,\"1,200 kg\",a\n"
                            "new york,3.1.2024,80 kg,b\n"
                            "\"York, New\",Jan 5 2024,15.50 kg,c\n"
                            "New York ,17/01/2024,99 kg,d\n"
                            "Boston,2024-01-08,7 kg,e\n"
                            "Boston,2024-01-08,7 kg,e\n"
                            "BOSTON,9.1.2024,,f\n"
                            "Boston,2024-01-19,12 kg,g\n";
const std::string february = "town,date,amount,note\n"
                             "new york,14.2.2024,\"2,000 kg\",h\n"
                             "Boston,15/02/2024,3 kg,i\n"
                             "Boston,2024-02-15,,j\n";

const std::string people =
    "name,zip,age,illness\nAda,53111,31,flu\nBob,53111,31,flu\nCleo,53113,38,flu\nDan,53113,38,gout\n"
    "Eve,53115,38,gout\nFay,99999,70,flu\n";

} // namespace

class RecipeStoryTest : public test::DatasetsPageTest {
    Q_OBJECT

private Q_SLOTS:
    void init() { openPage({1440, 900}); }
    void cleanup() { closePage(); }
    void aMessyFileIsCleanedAndTheRecipeReplayed();
    void stepsAreMovedCommentedAndMarked();
    void stepsLearnFromTheTrainingRows();
    void peopleAreFoundAndConcealed();
    void theStepsSpeakGerman();
    void manySpellingsAreAllMerged();

private:
    void import(const QString& file, const std::string& content) const;
    void addStep(const QString& words, const QString& kind) const;
    void chooseFromMore(const QString& action) const {
        hands().chooseFromMenu(QStringLiteral("recipeMoreButton"), action);
    }
    void waitForPreview(size_t steps) const;
    void screenshot(const QString& name) const { hands().screenshotsInBothThemes(name); }
    RecipePanel* panel() const { return m_page->findChild<RecipePanel*>(); }
};

void RecipeStoryTest::import(const QString& file, const std::string& content) const {
    answerWith(write(file, content));
    click(QStringLiteral("importFileButton"));
    const QString before = m_page->currentObject();
    click(QStringLiteral("importButton"));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->currentObject() != before, patience);
    openTab(1);
}

/// Opens the list of steps, searches, and takes what the search finds first.
void RecipeStoryTest::addStep(const QString& words, const QString& kind) const {
    click(QStringLiteral("addStepButton"));
    auto* search = visible<QLineEdit>(QStringLiteral("addStepSearch"));
    QTest::keyClicks(search, words);
    auto* list = visible<QListWidget>(QStringLiteral("addStepList"));
    QVERIFY(list->currentItem());
    QCOMPARE(list->currentItem()->data(Qt::UserRole).toString(), kind);
    QTest::keyClick(search, Qt::Key_Return);
    QVERIFY(!search->isVisible());
}

void RecipeStoryTest::waitForPreview(size_t steps) const {
    QTRY_VERIFY_WITH_TIMEOUT(panel()->preview() && panel()->preview()->effects.size() == steps &&
                                 panel()->preview()->effects.back(),
                             patience);
    QVERIFY2(!panel()->preview()->error,
             panel()->preview()->error ? panel()->preview()->error->describe().c_str() : "");
}

void RecipeStoryTest::aMessyFileIsCleanedAndTheRecipeReplayed() {
    import(QStringLiteral("orders.csv"), january);
    QCOMPARE(m_page->currentObject(), QStringLiteral("orders@1"));

    // The list of steps, whole and searched.
    click(QStringLiteral("addStepButton"));
    auto* picker = visible<QWidget>(QStringLiteral("addStepMenu"));
    test::Hands(*picker).screenshot(QStringLiteral("recipe-steps-light"));
    QTest::keyClick(visible<QLineEdit>(QStringLiteral("addStepSearch")), Qt::Key_Escape);
    if (picker->isVisible()) picker->hide();
    // What is called so goes before what is described so.
    click(QStringLiteral("addStepButton"));
    QTest::keyClicks(visible<QLineEdit>(QStringLiteral("addStepSearch")), QStringLiteral("number"));
    QCOMPARE(visible<QListWidget>(QStringLiteral("addStepList"))->currentItem()->data(Qt::UserRole).toString(),
             QStringLiteral("parse_number"));
    picker->hide();

    addStep(QStringLiteral("merge"), QStringLiteral("cluster"));
    choose(QStringLiteral("stepColumn_column"), QStringLiteral("town"));
    click(QStringLiteral("findSpellingsButton"));
    auto* newYork = visible<QLineEdit>(QStringLiteral("clusterTarget0"));
    QVERIFY(newYork->isVisible());
    QTest::qWait(200);
    screenshot(QStringLiteral("recipe-spellings"));
    // The spelling chosen can be changed, and a group left as it is.
    auto* boston = visible<QLineEdit>(QStringLiteral("clusterTarget0"))->text() == QStringLiteral("Boston")
                       ? visible<QLineEdit>(QStringLiteral("clusterTarget0"))
                       : visible<QLineEdit>(QStringLiteral("clusterTarget1"));
    type(boston->objectName(), QStringLiteral("Boston MA"));
    QTRY_VERIFY_WITH_TIMEOUT(panel()->preview() && panel()->preview()->effects[0] &&
                                 panel()->preview()->effects[0]->changedCells == 7,
                             patience);

    addStep(QStringLiteral("read dates"), QStringLiteral("parse_date"));
    tick(QStringLiteral("stepColumns_columns"), QStringLiteral("date"));
    waitForPreview(2);
    addStep(QStringLiteral("read numbers"), QStringLiteral("parse_number"));
    tick(QStringLiteral("stepColumns_columns"), QStringLiteral("amount"));
    waitForPreview(3);
    addStep(QStringLiteral("duplicate"), QStringLiteral("drop_duplicates"));
    waitForPreview(4);
    addStep(QStringLiteral("fill"), QStringLiteral("fill_missing"));
    tick(QStringLiteral("stepColumns_columns"), QStringLiteral("amount"));
    choose(QStringLiteral("stepChoice_with"), QStringLiteral("median"));
    tick(QStringLiteral("stepColumns_by"), QStringLiteral("town"));
    waitForPreview(5);
    screenshot(QStringLiteral("recipe-cleaning"));

    const QString saved = m_folder->filePath(QStringLiteral("orders.yaml"));
    FileChoice::answerSave() = [saved](QWidget*, const QString&, const QString&, const QString&) { return saved; };
    chooseFromMore(QStringLiteral("Save as YAML…"));
    QTRY_VERIFY(QFile::exists(saved));

    click(QStringLiteral("applyRecipeButton"));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->currentObject(), QStringLiteral("orders@2"), patience);
    const Datasets datasets(m_session->project());
    const Table clean = (*datasets.open(*datasets.resolve("orders@2")))->readTable(0, 100).value();
    QCOMPARE(clean.rows(), size_t{7});
    QCOMPARE(clean.columns[1].schema.type, ColumnType::Date);
    QCOMPARE(clean.columns[2].display(0), std::string("1200"));
    QCOMPARE(clean.columns[1].display(3), std::string("2024-01-17"));
    QCOMPARE(clean.columns[0].display(4), std::string("Boston MA"));
    QCOMPARE(clean.columns[0].display(2), clean.columns[0].display(0));
    QCOMPARE(clean.columns[2].missingCount(), size_t{0});

    // Next month's file, the same recipe.
    import(QStringLiteral("february.csv"), february);
    answerWith(saved);
    chooseFromMore(QStringLiteral("Load from YAML…"));
    waitForPreview(5);
    click(QStringLiteral("applyRecipeButton"));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->currentObject(), QStringLiteral("february@2"), patience);
    const Table next = (*datasets.open(*datasets.resolve("february@2")))->readTable(0, 100).value();
    QCOMPARE(next.rows(), size_t{3});
    QCOMPARE(next.columns[0].display(1), std::string("Boston MA"));
    QCOMPARE(next.columns[1].display(0), std::string("2024-02-14"));
    QCOMPARE(next.columns[2].display(2), std::string("3"));
}

void RecipeStoryTest::stepsAreMovedCommentedAndMarked() {
    import(QStringLiteral("orders.csv"), january);
    addStep(QStringLiteral("trim"), QStringLiteral("trim"));
    tick(QStringLiteral("stepColumns_columns"), QStringLiteral("town"));
    type(QStringLiteral("stepComment0"), QStringLiteral("typed by hand"));
    addStep(QStringLiteral("case"), QStringLiteral("change_case"));
    addStep(QStringLiteral("one-hot"), QStringLiteral("one_hot"));
    tick(QStringLiteral("stepColumns_columns"), QStringLiteral("town"));
    QVERIFY(visible<QWidget>(QStringLiteral("stepLearns2"))->isVisible());
    QCOMPARE(panel()->editor().steps()[0].comment, std::string("typed by hand"));

    // By keys: Alt+Up moves the card that has the focus.
    m_page->activateWindow(); // the offscreen platform does not after a popup
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    auto* comment = visible<QLineEdit>(QStringLiteral("stepComment2"));
    comment->setFocus();
    QTRY_VERIFY(comment->hasFocus());
    QTest::keyClick(comment, Qt::Key_Up, Qt::AltModifier);
    QTRY_COMPARE(panel()->editor().steps()[1].kind, std::string("one_hot"));

    // By the mouse: the first card dragged below the last. What the preview says makes cards higher, so it comes first.
    QTRY_VERIFY_WITH_TIMEOUT(
        panel()->preview() && panel()->preview()->effects.size() == 3 && panel()->preview()->effects[1], patience);
    QTest::qWait(50);
    auto* first = visible<QWidget>(QStringLiteral("stepCard0"));
    auto* last = visible<QWidget>(QStringLiteral("stepCard2"));
    const QPoint grip(first->width() / 2, 4);
    const QPoint target = first->mapFromGlobal(last->mapToGlobal(last->rect().bottomLeft() + QPoint(20, 10)));
    QTest::mousePress(first, Qt::LeftButton, Qt::NoModifier, grip);
    QTest::mouseMove(first, grip + QPoint(0, 30));
    QTest::mouseMove(first, target);
    screenshot(QStringLiteral("recipe-drag"));
    QTest::mouseRelease(first, Qt::LeftButton, Qt::NoModifier, target);
    QTRY_COMPARE(panel()->editor().steps()[2].kind, std::string("trim"));
    click(QStringLiteral("recipeUndoButton"));
    QTRY_COMPARE(panel()->editor().steps()[0].kind, std::string("trim"));
}

void RecipeStoryTest::stepsLearnFromTheTrainingRows() {
    std::string days = "day,x,y\n";
    for (int day = 1; day <= 20; ++day)
        days +=
            "2024-01-" + std::string(day < 10 ? "0" : "") + std::to_string(day) + "," + std::to_string(day) + ",1\n";
    import(QStringLiteral("days.csv"), days);
    addStep(QStringLiteral("trim"), QStringLiteral("trim"));
    QVERIFY(!m_page->findChild<QWidget*>(QStringLiteral("learnFrom"))->isVisible()); // nothing to learn
    addStep(QStringLiteral("scale"), QStringLiteral("scale"));
    tick(QStringLiteral("stepColumns_columns"), QStringLiteral("x"));
    choose(QStringLiteral("stepChoice_method"), QStringLiteral("min_max"));
    click(QStringLiteral("stepDelete0"));
    QTRY_COMPARE(visible<QComboBox>(QStringLiteral("learnFromRowsBox"))->currentIndex(), 0);
    choose(QStringLiteral("learnFromRowsBox"), QStringLiteral("The training rows of a split"));
    choose(QStringLiteral("learnFromSplitBox"), QStringLiteral("time"));
    type(QStringLiteral("learnFromBeforeEdit"), QStringLiteral("2024-01-12"));
    choose(QStringLiteral("learnFromTargetBox"), QStringLiteral("y"));
    waitForPreview(1);
    // The preview learns as the outcome will: 1 to 11 become 0 to 1, and what was not learned from lies beyond.
    QTRY_COMPARE_WITH_TIMEOUT(panel()->preview()->rows.columns[1].display(19), std::string("1.9"), patience);
    screenshot(QStringLiteral("recipe-learns-from"));
    const Json expected = Json::parse(R"({"split":{"method":"time","by":"day","before":"2024-01-12"},"target":"y"})");
    QVERIFY2(nlohmann::json(panel()->editor().recipe().fitOn()) == nlohmann::json(expected),
             panel()->editor().recipe().fitOn().dump().c_str());
    click(QStringLiteral("recipeUndoButton")); // all that was chosen there, one after the other
    QTRY_VERIFY(panel()->editor().recipe().fitOn().is_null());
    QCOMPARE(visible<QComboBox>(QStringLiteral("learnFromRowsBox"))->currentIndex(), 0);
    click(QStringLiteral("recipeRedoButton"));
    QTRY_COMPARE(visible<QComboBox>(QStringLiteral("learnFromRowsBox"))->currentIndex(), 1);
    click(QStringLiteral("applyRecipeButton"));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->currentObject(), QStringLiteral("days@2"), patience);
    QVERIFY(Datasets(m_session->project()).resolve("days@2")->recipe.find("fit_on") != std::string::npos);
}

void RecipeStoryTest::peopleAreFoundAndConcealed() {
    import(QStringLiteral("people.csv"), people);
    click(QStringLiteral("anonymityButton"));
    QVERIFY(!visible<QPushButton>(QStringLiteral("checkAnonymityButton"))->isEnabled());
    tick(QStringLiteral("stepColumns_quasi"), QStringLiteral("zip"));
    tick(QStringLiteral("stepColumns_quasi"), QStringLiteral("age"));
    tick(QStringLiteral("stepColumns_sensitive"), QStringLiteral("illness"));
    const auto set = [this](const QString& box, const QString& value) {
        auto* spin = visible<QSpinBox>(box);
        spin->setFocus();
        spin->selectAll();
        QTest::keyClicks(spin, value);
    };
    set(QStringLiteral("anonymityKBox"), QStringLiteral("2"));
    set(QStringLiteral("anonymityLBox"), QStringLiteral("2"));
    click(QStringLiteral("checkAnonymityButton"));
    // 53111/31 twice, but both with flu; 53113/38 twice with two illnesses; two people stand alone.
    const auto verdict = [this] { return visible<QLabel>(QStringLiteral("anonymityVerdict"))->text(); };
    QCOMPARE(verdict(), QStringLiteral("4 of 6 rows can be told apart."));
    auto* groups = visible<QTableView>(QStringLiteral("anonymityGroups"));
    QCOMPARE(groups->model()->rowCount(), 3);
    QCOMPARE(groups->model()->index(2, 2).data().toString(), QStringLiteral("2"));
    QCOMPARE(groups->model()->index(2, 3).data().toString(), QStringLiteral("1"));
    screenshot(QStringLiteral("anonymity"));
    // The rows of a group, and all at risk.
    auto* grid = visible<DataGrid>(QStringLiteral("dataGrid"));
    QTest::mouseClick(groups->viewport(), Qt::LeftButton, Qt::NoModifier,
                      groups->visualRect(groups->model()->index(2, 0)).center());
    QTRY_COMPARE_WITH_TIMEOUT(grid->source()->rows(), uint64_t{2}, patience);
    click(QStringLiteral("showRowsAtRiskButton"));
    QTRY_COMPARE_WITH_TIMEOUT(grid->source()->rows(), uint64_t{4}, patience);
    screenshot(QStringLiteral("anonymity-rows"));

    // A coarser postal code brings three of them together; the rest is dropped.
    click(QStringLiteral("concealColumnButton"));
    QMenu* menu = nullptr;
    QTRY_VERIFY((menu = qobject_cast<QMenu*>(QApplication::activePopupWidget())) != nullptr);
    QAction* coarser = menu->findChild<QAction*>(QStringLiteral("generalise:zip"));
    QVERIFY(coarser);
    QTest::mouseClick(menu, Qt::LeftButton, Qt::NoModifier, menu->actionGeometry(coarser).center());
    QTRY_COMPARE(panel()->editor().steps().size(), size_t{1});
    QCOMPARE(panel()->editor().steps()[0].parameters, Json::parse(R"({"columns":["zip"],"width":10})"));
    QTRY_COMPARE_WITH_TIMEOUT(panel()->preview() ? panel()->preview()->rows.columns[1].display(0) : "",
                              std::string("[53110, 53120)"), patience);
    click(QStringLiteral("anonymityButton"));
    click(QStringLiteral("checkAnonymityButton"));
    QTRY_COMPARE_WITH_TIMEOUT(verdict(), QStringLiteral("3 of 6 rows can be told apart."), patience);
    click(QStringLiteral("addSuppressButton"));
    QTRY_COMPARE(panel()->editor().steps().size(), size_t{2});
    waitForPreview(2);
    click(QStringLiteral("anonymityButton"));
    click(QStringLiteral("checkAnonymityButton"));
    QTRY_COMPARE_WITH_TIMEOUT(verdict(), QStringLiteral("Nobody stands out."), patience);
    click(QStringLiteral("closeAnonymityButton"));
    click(QStringLiteral("applyRecipeButton"));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->currentObject(), QStringLiteral("people@2"), patience);
    QCOMPARE(Datasets(m_session->project()).resolve("people@2")->rows, uint64_t{3});
}

void RecipeStoryTest::theStepsSpeakGerman() {
    QTranslator german;
    QVERIFY(german.load(QStringLiteral(":/i18n/lathe_de.qm")));
    QCoreApplication::installTranslator(&german);
    init();
    import(QStringLiteral("orders.csv"), january);
    addStep(QStringLiteral("parse_date"), QStringLiteral("parse_date"));
    addStep(QStringLiteral("cluster"), QStringLiteral("cluster"));
    choose(QStringLiteral("stepColumn_column"), QStringLiteral("town"));
    click(QStringLiteral("findSpellingsButton"));
    QVERIFY(visible<QLineEdit>(QStringLiteral("clusterTarget0"))->isVisible());
    QTest::qWait(150);
    hands().screenshot(QStringLiteral("recipe-german"));
    QCoreApplication::removeTranslator(&german);
}

/// Those that are not listed, for they are too many, are merged too.
void RecipeStoryTest::manySpellingsAreAllMerged() {
    std::vector<SpellingCluster> clusters;
    for (int i = 0; i < 1000; ++i) {
        const std::string name = "town " + std::to_string(i);
        clusters.push_back({{{name, 3}, {name + " ", 1}}, name});
    }
    ClustersField field("map");
    field.showClusters(clusters);
    Json parameters = Json::object();
    field.write(parameters);
    QCOMPARE(parameters["map"].size(), size_t{1000});
    QCOMPARE(parameters["map"]["town 999 "].get<std::string>(), std::string("town 999"));
    QVERIFY(field.findChild<QLabel*>(QStringLiteral("spellingsSummary"))
                ->text()
                .contains(QStringLiteral("the first 300 are listed")));
    ClustersField again("map");
    again.read(parameters);
    Json written = Json::object();
    again.write(written);
    QCOMPARE(written["map"].size(), size_t{1000});
}

} // namespace lathe::ui

LATHE_GUI_TEST(lathe::ui::RecipeStoryTest)

#include "recipe_story_test.moc"
