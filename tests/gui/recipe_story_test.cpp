// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/data/datasets.h"
#include "tests/gui/datasets_page_test.h"
#include "tests/gui/gui_main.h"
#include "ui/datasets/data_grid.h"
#include "ui/datasets/recipe_panel.h"

#include <QCheckBox>
#include <QMenu>
#include <QPushButton>
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

} // namespace

class RecipeStoryTest : public test::DatasetsPageTest {
    Q_OBJECT

private Q_SLOTS:
    void init() { openPage({1440, 900}); }
    void cleanup() { closePage(); }
    void aMessyFileIsCleanedAndTheRecipeReplayed();
    void stepsAreMovedCommentedAndMarked();
    void theStepsSpeakGerman();

private:
    void import(const QString& file, const std::string& content) const;
    void addStep(const QString& words, const QString& kind) const;
    void chooseFromMore(const QString& action) const { hands().chooseFromMenu(QStringLiteral("recipeMoreButton"), action); }
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
    QTRY_VERIFY_WITH_TIMEOUT(panel()->preview() && panel()->preview()->effects.size() == steps && panel()->preview()->effects.back(), patience);
    QVERIFY2(!panel()->preview()->error, panel()->preview()->error ? panel()->preview()->error->describe().c_str() : "");
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

    addStep(QStringLiteral("merge"), QStringLiteral("cluster"));
    choose(QStringLiteral("stepColumn_column"), QStringLiteral("town"));
    click(QStringLiteral("findSpellingsButton"));
    auto* newYork = visible<QLineEdit>(QStringLiteral("clusterTarget0"));
    QVERIFY(newYork->isVisible());
    QTest::qWait(200);
    screenshot(QStringLiteral("recipe-spellings"));
    // The spelling chosen can be changed, and a group left as it is.
    auto* boston = visible<QLineEdit>(QStringLiteral("clusterTarget0"))->text() == QStringLiteral("Boston") ? visible<QLineEdit>(QStringLiteral("clusterTarget0"))
                                                                                                            : visible<QLineEdit>(QStringLiteral("clusterTarget1"));
    type(boston->objectName(), QStringLiteral("Boston MA"));
    QTRY_VERIFY_WITH_TIMEOUT(panel()->preview() && panel()->preview()->effects[0] && panel()->preview()->effects[0]->changedCells == 7, patience);

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

    // By the mouse: the first card dragged below the last.
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

} // namespace lathe::ui

LATHE_GUI_TEST(lathe::ui::RecipeStoryTest)

#include "recipe_story_test.moc"
