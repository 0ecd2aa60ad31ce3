// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/gui_test.h"
#include "tests/gui/shapes.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>

#include "core/data/images/decode.h"
#include "core/data/images/image_dataset.h"
#include "core/runs/run_store.h"
#include "ui/charts/heat_map.h"
#include "ui/images/suspects_model.h"
#include "ui/images/suspects_view.h"
#include "ui/widgets/file_choice.h"

namespace lathe::ui::test {

namespace {

constexpr int patience = 20'000;

/// Three clouds in the plane; the rows of \p wrong carry the label of another one.
Table clouds(size_t rows, const std::vector<size_t>& wrong) {
    Random random(3);
    Column x;
    Column y;
    Column label;
    x.schema = {"length", ColumnType::Real};
    y.schema = {"width", ColumnType::Real};
    label.schema = {"species", ColumnType::Category};
    label.dictionary = {"setosa", "versicolor", "virginica"};
    for (size_t row = 0; row < rows; ++row) {
        const auto kind = static_cast<uint32_t>(row % 3);
        x.reals.push_back((kind == 1 ? 6 : 0) + random.bell());
        y.reals.push_back((kind == 2 ? 6 : 0) + random.bell());
        const bool isWrong = std::find(wrong.begin(), wrong.end(), row) != wrong.end();
        label.codes.push_back(isWrong ? (kind + 1) % 3 : kind);
    }
    Table table;
    table.columns = {x, y, label};
    return table;
}

} // namespace

class SuspectsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<Fixture>(); }
    void cleanup() {
        FileChoice::answerOpen() = {};
        m_fixture.reset();
    }

    void labelsOfATableAreDecidedByKeys();
    void aRunAndAFileJudge();
    void picturesAreSeenAndRelabelled();

private:
    void open(const std::function<void(Project&)>& fill) {
        m_fixture->openProject(fill);
        m_fixture->window->showPage(QStringLiteral("datasets"));
        QTRY_VERIFY_WITH_TIMEOUT(m_fixture->find(QStringLiteral("suspectsButton")) &&
                                     m_fixture->find(QStringLiteral("suspectsButton"))->isVisible(),
                                 patience);
        QTRY_VERIFY(m_fixture->find<QLabel>(QStringLiteral("labelProgress")) != nullptr); // the page is there
        QTest::qWait(200);
        m_fixture->click(QStringLiteral("suspectsButton"));
        QTRY_VERIFY(m_fixture->find(QStringLiteral("suspectsView"))->isVisible());
    }
    void find() {
        m_fixture->click(QStringLiteral("findSuspectsButton"));
        QTRY_VERIFY_WITH_TIMEOUT(list()->isVisible(), patience);
    }
    [[nodiscard]] QTableView* list() const { return m_fixture->find<QTableView>(QStringLiteral("suspectsTable")); }
    [[nodiscard]] QString cell(int row, int column) const {
        return list()->model()->index(row, column).data().toString();
    }
    [[nodiscard]] QString label(const char* name) const {
        return m_fixture->find<QLabel>(QString::fromLatin1(name))->text();
    }
    [[nodiscard]] std::string labelOf(const std::string& reference, const std::string& column, uint64_t row) const {
        const Datasets datasets(m_fixture->window->session()->project());
        const auto version = datasets.resolve(reference);
        const auto file = datasets.open(*version);
        return (*file)->read(*(*file)->find(column), row, 1)->display(0);
    }

    std::unique_ptr<Fixture> m_fixture;
};

void SuspectsTest::labelsOfATableAreDecidedByKeys() {
    open([](Project& project) {
        QVERIFY(Datasets(project).store("iris", clouds(300, {7, 60, 123, 201, 280}), "made").has_value());
    });
    QCOMPARE(m_fixture->find<QComboBox>(QStringLiteral("suspectsTargetBox"))->currentText(), QStringLiteral("species"));
    m_fixture->screenshot(QStringLiteral("suspects-start"));
    find();
    QCOMPARE(list()->model()->rowCount(), 5);
    QVERIFY(label("suspectsNote").startsWith(QStringLiteral("5 of 300")));
    m_fixture->screenshots(QStringLiteral("suspects"), [this] {
        m_fixture->click(QStringLiteral("suspectsButton"));
        find();
    });
    m_fixture->click(QStringLiteral("suspectsButton"));
    find();
    const auto rowAt = [this](int line) {
        return static_cast<uint64_t>(cell(line, SuspectsModel::Row).toULongLong() - 1);
    };
    const uint64_t first = rowAt(0);
    const uint64_t second = rowAt(1);
    const uint64_t third = rowAt(2);
    const uint64_t fourth = rowAt(3);
    const std::string suggested = cell(0, SuspectsModel::Suggested).toStdString();
    const std::string given = cell(1, SuspectsModel::Given).toStdString();
    QTRY_VERIFY(list()->hasFocus());
    QTest::keyClick(list(), Qt::Key_A);
    QTest::keyClick(list(), Qt::Key_K);
    QTest::keyClick(list(), Qt::Key_3);
    QTest::keyClick(list(), Qt::Key_Delete);
    QCOMPARE(list()->currentIndex().row(), 4);
    QCOMPARE(cell(1, SuspectsModel::Decision), QStringLiteral("kept"));
    QVERIFY(label("suspectProgress").startsWith(QStringLiteral("4 decided")));
    m_fixture->click(QStringLiteral("undoSuspectButton"));
    QCOMPARE(cell(3, SuspectsModel::Decision), QString());
    m_fixture->click(QStringLiteral("redoSuspectButton"));
    QTest::qWait(100);
    m_fixture->screenshot(QStringLiteral("suspects-decided"));
    m_fixture->click(QStringLiteral("saveSuspectsButton"));
    const Datasets datasets(m_fixture->window->session()->project());
    QTRY_VERIFY_WITH_TIMEOUT(datasets.versions("iris")->size() == 2, patience);
    QTRY_VERIFY(!m_fixture->find(QStringLiteral("suspectsView"))->isVisible());
    QCOMPARE(datasets.resolve("iris@2")->rows, uint64_t{299});
    const auto after = [&](uint64_t row) { return labelOf("iris@2", "species", row - (row > fourth ? 1 : 0)); };
    QCOMPARE(after(first), suggested);
    QCOMPARE(after(second), given);
    QCOMPARE(after(third), std::string("virginica"));
    QVERIFY(m_fixture->window->session()->project().check({})->empty());
}

void SuspectsTest::aRunAndAFileJudge() {
    RunId id;
    open([&](Project& project) {
        const auto version = Datasets(project).store("iris", clouds(9, {4}), "made"); // row 4 says virginica
        QVERIFY(version.has_value());
        NewRun run;
        run.data = version->reference();
        run.dataHash = version->contentHash;
        run.target = "species";
        const RunStore store(project);
        const auto made = store.create(run);
        QVERIFY2(made.has_value(), made ? "" : made.error().message.c_str());
        QVERIFY(store.begin(made->id, "{}").has_value());
        Table table;
        Column row;
        row.schema = {"row", ColumnType::Integer};
        row.integers = {4, 0, 1, 2};
        table.columns.push_back(row);
        const std::vector<std::vector<double>> chances{{0, 0.9, 0.05, 0.1}, {0.9, 0.1, 0.9, 0}, {0.1, 0, 0.05, 0.9}};
        for (size_t k = 0; k < 3; ++k) {
            Column column;
            column.schema = {std::string("p(") +
                                 (k == 0   ? "setosa"
                                  : k == 1 ? "versicolor"
                                           : "virginica") +
                                 ")",
                             ColumnType::Real};
            column.reals = chances[k];
            table.columns.push_back(column);
        }
        const auto writer = ColumnFileWriter::create(store.folder(made->id) / "predictions.h5", table.schema());
        QVERIFY(writer.has_value());
        QVERIFY((*writer)->append(table).has_value());
        QVERIFY((*writer)->finish().has_value());
        QVERIFY(store.end(made->id, RunState::Finished).has_value());
    });
    auto* judge = m_fixture->find<QComboBox>(QStringLiteral("suspectsJudgeBox"));
    QTRY_COMPARE(judge->count(), 3);
    judge->setFocus();
    QTest::keyClick(judge, Qt::Key_End);
    find();
    QCOMPARE(list()->model()->rowCount(), 1);
    QCOMPARE(cell(0, SuspectsModel::Row), QStringLiteral("5"));
    QVERIFY(label("suspectsNote").contains(QStringLiteral("4 rows were judged")));

    const QString file = m_fixture->folder(QStringLiteral("predictions.csv"));
    QVERIFY(writeFileAtomic(file.toStdString(), "row,setosa,versicolor\n0,1,0\n").has_value());
    FileChoice::answerOpen() = [&](QWidget*, const QString&, const QString&, const QString&) { return file; };
    judge->setFocus();
    QTest::keyClick(judge, Qt::Key_Up);
    QCOMPARE(judge->currentText(), QStringLiteral("predictions.csv"));
    m_fixture->click(QStringLiteral("findSuspectsButton"));
    QTRY_VERIFY(label("suspectsState").contains(QStringLiteral("class 'virginica'")));
}

void SuspectsTest::picturesAreSeenAndRelabelled() {
    const QString folder = m_fixture->folder(QStringLiteral("shapes"));
    const char* names[] = {"disc", "square", "stripes"};
    for (int i = 0; i < 60; ++i) {
        // The fifth disc lies among the stripes.
        const char* place = i == 15 ? "stripes" : names[i % 3];
        const auto png = images::encodePng(shape(i % 3, i));
        const Path file = Path(folder.toStdString()) / place / fmt::format("{:03}.png", i);
        QVERIFY(createFolders(file.parent_path()).has_value());
        QVERIFY(writeFileAtomic(file, std::string(png.begin(), png.end())).has_value());
    }
    open([&](Project& project) {
        const auto version = images::importImages(project, folder.toStdString(), "shapes", {}, {});
        QVERIFY2(version.has_value(), version ? "" : version.error().message.c_str());
    });
    find();
    int line = -1;
    for (int i = 0; i < list()->model()->rowCount(); ++i)
        if (list()->model()->index(i, 0).data(Qt::ToolTipRole).toString() == QStringLiteral("stripes/015.png"))
            line = i;
    QVERIFY(line >= 0);
    QTRY_VERIFY_WITH_TIMEOUT(!list()->model()->index(line, SuspectsModel::Picture).data(Qt::DecorationRole).isNull(),
                             patience);
    list()->selectRow(line);
    QTest::qWait(300);
    m_fixture->screenshot(QStringLiteral("suspects-pictures"));
    list()->setFocus();
    QTest::keyClick(list(), Qt::Key_1); // disc
    // From the confusion matrix to the pictures of one of its cells.
    QWidget* tabs = m_fixture->find(QStringLiteral("suspectTabs"));
    auto* bar = tabs->findChild<QTabBar*>();
    QTest::mouseClick(bar, Qt::LeftButton, {}, bar->tabRect(1).center());
    auto* matrix = m_fixture->find<HeatMap>(QStringLiteral("confusionMatrix"));
    QTRY_VERIFY(matrix->isVisible());
    m_fixture->screenshot(QStringLiteral("suspects-confusion"));
    matrix->setFocus();
    QTest::keyClick(matrix, Qt::Key_Home);
    QTest::keyClick(matrix, Qt::Key_Return);
    QTRY_VERIFY(m_fixture->find(QStringLiteral("allSuspectsButton"))->isVisible());
    m_fixture->click(QStringLiteral("allSuspectsButton"));
    m_fixture->click(QStringLiteral("saveSuspectsButton"));
    const Datasets datasets(m_fixture->window->session()->project());
    QTRY_VERIFY_WITH_TIMEOUT(datasets.versions("shapes")->size() == 2, patience);
    const auto version = datasets.resolve("shapes@2");
    const auto images = images::readImages(**datasets.open(*version), {});
    for (const auto& row : images->rows)
        if (row.path == "stripes/015.png") QCOMPARE(images->labelOf(row), std::string("disc"));
}

} // namespace lathe::ui::test

LATHE_GUI_TEST(lathe::ui::test::SuspectsTest)
#include "suspects_test.moc"
