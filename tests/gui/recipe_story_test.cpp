// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/data/datasets.h"
#include "ui/datasets/data_grid.h"
#include "ui/datasets/datasets_page.h"
#include "ui/datasets/recipe_panel.h"
#include "ui/shell/session.h"
#include "ui/shell/theme.h"
#include "ui/widgets/file_choice.h"
#include "ui/widgets/segmented_tabs.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTranslator>
#include <QtTest>

#include <memory>

namespace lathe::ui {
namespace {

constexpr int patience = 20'000;

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

class RecipeStoryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aMessyFileIsCleanedAndTheRecipeReplayed();
    void stepsAreMovedCommentedAndMarked();
    void theStepsSpeakGerman();

private:
    template <typename T = QWidget>
    T* visible(const QString& name) const {
        T* found = nullptr;
        const auto appeared = [&] {
            for (auto* candidate : m_page->findChildren<T*>(name))
                if (candidate->isVisible()) found = candidate;
            return found != nullptr;
        };
        if (!QTest::qWaitFor(appeared, patience)) qFatal("%s does not appear", qPrintable(name));
        return found;
    }
    void click(const QString& name) const {
        auto* target = visible<QWidget>(name);
        QTRY_VERIFY2_WITH_TIMEOUT(target->isEnabled(), qPrintable(name + QStringLiteral(" cannot be clicked")), patience);
        QTest::mouseClick(target, Qt::LeftButton);
    }
    void type(const QString& field, const QString& typed) const {
        auto* edit = visible<QLineEdit>(field);
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, typed);
    }
    void choose(const QString& box, const QString& entry) const {
        auto* combo = visible<QComboBox>(box);
        const int index = std::max(combo->findText(entry), combo->findData(entry));
        QVERIFY2(index >= 0, qPrintable(entry));
        combo->setFocus();
        while (combo->currentIndex() != index) QTest::keyClick(combo, combo->currentIndex() < index ? Qt::Key_Down : Qt::Key_Up);
    }
    void tick(const QString& list, const QString& column) const {
        auto* widget = visible<QListWidget>(list);
        const auto items = widget->findItems(column, Qt::MatchExactly);
        QCOMPARE(items.size(), 1);
        widget->setCurrentItem(items.front());
        widget->setFocus();
        QTest::keyClick(widget, Qt::Key_Space);
    }
    void import(const QString& file, const std::string& content) const;
    void addStep(const QString& words, const QString& kind) const;
    void chooseFromMore(const QString& action) const;
    void waitForPreview(size_t steps) const;
    void screenshot(const QString& name) const;
    RecipePanel* panel() const { return m_page->findChild<RecipePanel*>(); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<DatasetsPage> m_page;
};

void RecipeStoryTest::init() {
    Theme::instance().apply(ThemeMode::Light);
    m_folder = std::make_unique<QTemporaryDir>();
    auto project = Project::create(Path(m_folder->filePath(QStringLiteral("test.lathe")).toStdString()), "test");
    QVERIFY2(project.has_value(), project ? "" : project.error().message.c_str());
    m_session = std::make_unique<Session>(std::move(*project));
    m_page = std::make_unique<DatasetsPage>(*m_session);
    m_page->resize(1440, 900);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    m_page->activateWindow(); // shortcuts of cards ask where the focus is
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
}

void RecipeStoryTest::cleanup() {
    m_page.reset();
    m_session.reset();
    m_folder.reset();
    FileChoice::answerOpen() = {};
    FileChoice::answerSave() = {};
}

void RecipeStoryTest::import(const QString& file, const std::string& content) const {
    const QString path = m_folder->filePath(file);
    QVERIFY(writeFileAtomic(Path(path.toStdString()), content).has_value());
    FileChoice::answerOpen() = [path](QWidget*, const QString&, const QString&, const QString&) { return path; };
    click(QStringLiteral("importFileButton"));
    const QString before = m_page->currentObject();
    click(QStringLiteral("importButton"));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->currentObject() != before, patience);
    auto* bar = visible<SegmentedTabs>(QStringLiteral("datasetTabs"))->bar();
    QTest::mouseClick(bar, Qt::LeftButton, Qt::NoModifier, bar->tabRect(1).center());
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

void RecipeStoryTest::chooseFromMore(const QString& action) const {
    click(QStringLiteral("recipeMoreButton"));
    QMenu* open = nullptr;
    QTRY_VERIFY((open = qobject_cast<QMenu*>(QApplication::activePopupWidget())) != nullptr);
    for (QAction* each : open->actions())
        if (each->text() == action) {
            QTest::mouseClick(open, Qt::LeftButton, Qt::NoModifier, open->actionGeometry(each).center());
            return;
        }
    QFAIL(qPrintable(action));
}

void RecipeStoryTest::waitForPreview(size_t steps) const {
    QTRY_VERIFY_WITH_TIMEOUT(panel()->preview() && panel()->preview()->effects.size() == steps && panel()->preview()->effects.back(), patience);
    QVERIFY2(!panel()->preview()->error, panel()->preview()->error ? panel()->preview()->error->describe().c_str() : "");
}

void RecipeStoryTest::screenshot(const QString& name) const {
    QDir().mkpath(QStringLiteral(LATHE_SCREENSHOTS));
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
        Theme::instance().apply(mode);
        QTest::qWait(60);
        QVERIFY(m_page->grab().save(QStringLiteral(LATHE_SCREENSHOTS "/%1-%2.png").arg(name, mode == ThemeMode::Light ? QStringLiteral("light") : QStringLiteral("dark"))));
    }
    Theme::instance().apply(ThemeMode::Light);
}

void RecipeStoryTest::aMessyFileIsCleanedAndTheRecipeReplayed() {
    import(QStringLiteral("orders.csv"), january);
    QCOMPARE(m_page->currentObject(), QStringLiteral("orders@1"));

    // The list of steps, whole and searched.
    click(QStringLiteral("addStepButton"));
    auto* picker = visible<QWidget>(QStringLiteral("addStepMenu"));
    QVERIFY(picker->grab().save(QStringLiteral(LATHE_SCREENSHOTS "/recipe-steps-light.png")));
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
    boston->setFocus();
    boston->selectAll();
    QTest::keyClicks(boston, QStringLiteral("Boston MA"));
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
    FileChoice::answerOpen() = [saved](QWidget*, const QString&, const QString&, const QString&) { return saved; };
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
    QVERIFY(m_page->grab().save(QStringLiteral(LATHE_SCREENSHOTS "/recipe-german.png")));
    QCoreApplication::removeTranslator(&german);
}

} // namespace lathe::ui

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QTemporaryDir home;
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, home.path());
    QApplication application(argc, argv);
    // In English plural forms come from a catalogue too.
    Q_INIT_RESOURCE(lathe_translations);
    QTranslator english;
    if (english.load(QStringLiteral(":/i18n/lathe_en.qm"))) QCoreApplication::installTranslator(&english);
    lathe::ui::RecipeStoryTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "recipe_story_test.moc"
