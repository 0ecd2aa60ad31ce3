// SPDX-License-Identifier: GPL-3.0-or-later
// The import of sources that are no CSV, appending to a dataset and watching a file or a folder, all by clicks.
#include "core/data/datasets.h"
#include "tests/gui/gui_test.h"
#include "ui/datasets/data_grid.h"
#include "ui/shell/session.h"
#include "ui/shell/status_bar.h"
#include "ui/widgets/file_choice.h"
#include "ui/widgets/label.h"
#include "ui/widgets/segmented_tabs.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QTabBar>
#include <QTableView>
#include <QToolButton>

#include <sqlite3.h>

#include <fstream>

namespace lathe::ui {
namespace {

constexpr int patience = 20'000;

class ImportFormatsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_fixture.reset(); }
    void theFormFitsEveryFormat_data();
    void theFormFitsEveryFormat();
    void brokenRecordsAreShownBeforeTheImport();
    void rowsAreAppended();
    void aWatchedFileBecomesVersions();
    void newFilesOfAWatchedFolderAreAppended();

private:
    Path file(const std::string& name, const std::string& content) const {
        const Path path = Path(m_fixture->temporary.path().toStdString()) / name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << content;
        return path;
    }
    Path database() const {
        const Path path = file("shop.sqlite", "");
        sqlite3* db = nullptr;
        sqlite3_open(path.c_str(), &db);
        sqlite3_exec(
            db,
            "create table customer(id integer, name text); insert into customer values (1,'Ada'),(2,'Grace');"
            "create table purchase(id integer, customer integer, price real);"
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 300) insert into purchase select i, i % 2, i * 0.5 from n;",
            nullptr, nullptr, nullptr);
        sqlite3_close(db);
        return path;
    }
    Path arrays() const { // a column file is a plain HDF5 file
        const Path path = Path(m_fixture->temporary.path().toStdString()) / "arrays.h5";
        const auto writer =
            ColumnFileWriter::create(path, {{"temperature", ColumnType::Real}, {"station", ColumnType::Integer}});
        Table table;
        table.columns = {Column{.schema = {"temperature", ColumnType::Real}},
                         Column{.schema = {"station", ColumnType::Integer}}};
        for (int i = 0; i < 500; ++i) {
            table.columns[0].reals.push_back(i * 0.25);
            table.columns[1].integers.push_back(i % 7);
        }
        if (!(*writer)->append(table) || !(*writer)->finish()) qFatal("the file of arrays cannot be written");
        return path;
    }
    Path make(const QString& kind) const {
        if (kind == u"sqlite") return database();
        if (kind == u"hdf5") return arrays();
        if (kind == u"json")
            return file(
                "orders.json",
                R"({"meta": {"page": 1}, "orders": [{"id": 1, "where": {"city": "Köln", "zip": "50667"}, "tags": ["a"]}, {"id": 2, "where": {"city": "Zürich"}}]})");
        if (kind == u"folder") {
            file("reviews/good/1.txt", "A fine day");
            file("reviews/good/2.txt", "Splendid");
            return file("reviews/bad/1.txt", "Rain again").parent_path().parent_path();
        }
        std::string csv = "day;station;temperature\n";
        for (int i = 1; i <= 28; ++i)
            csv +=
                "2024-02-" + std::string(i < 10 ? "0" : "") + std::to_string(i) + ";Kyiv;" + std::to_string(i) + ",5\n";
        return file("weather.csv", csv);
    }
    /// Chooses a source in the dialog that a button opens.
    void choose(const Path& source, bool folder = false) const {
        FileChoice::answerOpen() = [source](QWidget*, const QString&, const QString&, const QString&) {
            return QString::fromStdString(source.string());
        };
        m_fixture->click(folder ? QStringLiteral("importFolderButton") : QStringLiteral("importFileButton"));
        waitForPreview();
    }
    void waitForPreview() const {
        QTRY_VERIFY_WITH_TIMEOUT(grid() && grid()->isVisible() && grid()->source() && grid()->complete(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(m_fixture->find(QStringLiteral("importButton"))->isEnabled(), patience);
    }
    DataGrid* grid() const { return m_fixture->find<DataGrid>(QStringLiteral("importGrid")); }
    /// 0: nothing, 1: the file, 2: its folder.
    void watch(int what) const {
        auto* box = m_fixture->find<QComboBox>(QStringLiteral("importWatchBox"));
        box->setFocus();
        while (box->currentIndex() < what) QTest::keyClick(box, Qt::Key_Down);
        QCOMPARE(box->currentIndex(), what);
    }
    void importAs(const QString& name, const QString& reference) const {
        auto* field = m_fixture->find<QLineEdit>(QStringLiteral("importNameField"));
        m_fixture->click(QStringLiteral("importNameField"));
        field->selectAll();
        QTest::keyClicks(field, name);
        m_fixture->click(QStringLiteral("importButton"));
        waitFor(reference);
    }
    void waitFor(const QString& reference) const {
        QTRY_VERIFY_WITH_TIMEOUT(datasets().resolve(reference.toStdString()).has_value(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(!m_fixture->find(QStringLiteral("importView"))->isVisible(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(m_fixture->find(QStringLiteral("datasetList"))->hasFocus(),
                                 patience); // the keyboard goes on there
    }
    uint64_t rows(const std::string& reference) const { return datasets().resolve(reference)->rows; }
    Datasets datasets() const { return Datasets(m_fixture->window->session()->project()); }

    std::unique_ptr<test::Fixture> m_fixture;
};

void ImportFormatsTest::init() {
    m_fixture = std::make_unique<test::Fixture>();
    m_fixture->openProject();
    m_fixture->window->showPage(QStringLiteral("datasets"));
}

void ImportFormatsTest::theFormFitsEveryFormat_data() {
    QTest::addColumn<QString>("schema");
    QTest::newRow("csv") << "day station temperature";
    QTest::newRow("json") << "id where.city where.zip tags";
    QTest::newRow("sqlite") << "id customer price";
    QTest::newRow("hdf5") << "temperature station"; // in the order of the file
    QTest::newRow("folder") << "file class text";
}

void ImportFormatsTest::theFormFitsEveryFormat() {
    QFETCH(QString, schema);
    const QString kind = QString::fromLatin1(QTest::currentDataTag());
    const Path source = make(kind);
    choose(source, kind == u"folder");
    QStringList names;
    for (const ColumnSchema& column : grid()->source()->schema()) names << QString::fromStdString(column.name);
    QCOMPARE(names.join(u' '), schema);
    QCOMPARE(m_fixture->find(QStringLiteral("importDelimiterBox"))->isVisible(), kind == u"csv");
    QCOMPARE(m_fixture->find(QStringLiteral("importWatchBox"))->isEnabled(), kind != u"folder");
    m_fixture->screenshots(QStringLiteral("import-") + kind, [&] { choose(source, kind == u"folder"); });
}

void ImportFormatsTest::brokenRecordsAreShownBeforeTheImport() {
    choose(file("log.jsonl", "{\"a\": 1}\n{\"a\": \n{\"a\": 3}\n"));
    auto* bar = m_fixture->find<SegmentedTabs>(QStringLiteral("importTabs"))->bar();
    QTRY_COMPARE_WITH_TIMEOUT(bar->tabText(1), QStringLiteral("Left out (1)"), patience);
    QTest::mouseClick(bar, Qt::LeftButton, {}, bar->tabRect(1).center());
    auto* table = m_fixture->find<QTableView>(QStringLiteral("importRejectedTable"));
    QVERIFY(table->isVisible());
    QCOMPARE(table->model()->index(0, 0).data().toString(), QStringLiteral("2"));
    QVERIFY(table->model()->index(0, 2).data().toString().startsWith(QStringLiteral("{\"a\":")));
    m_fixture->screenshot(QStringLiteral("import-left-out-jsonl"));
}

void ImportFormatsTest::rowsAreAppended() {
    choose(file("january.csv", "day,n\n2024-01-01,1\n2024-01-02,2\n"));
    QVERIFY(!m_fixture->find(QStringLiteral("importAppendBox"))->isVisible());
    importAs(QStringLiteral("sales"), QStringLiteral("sales@1"));
    choose(file("february.csv", "n,day\n3,2024-02-01\n"));
    auto* name = m_fixture->find<QLineEdit>(QStringLiteral("importNameField"));
    name->selectAll();
    QTest::keyClicks(name, QStringLiteral("sales"));
    QTRY_VERIFY_WITH_TIMEOUT(m_fixture->find(QStringLiteral("importAppendBox"))->isVisible(), patience);
    auto* append = m_fixture->find<QCheckBox>(QStringLiteral("importAppendBox"));
    QTest::mouseClick(append, Qt::LeftButton, {}, QPoint(8, append->height() / 2));
    QVERIFY(append->isChecked());
    QCOMPARE(m_fixture->find<Label>(QStringLiteral("importNameNote"))->text(),
             QStringLiteral("Version 2: the rows of version 1 and these."));
    m_fixture->screenshot(QStringLiteral("import-append"));
    m_fixture->click(QStringLiteral("importButton"));
    waitFor(QStringLiteral("sales@2"));
    QCOMPARE(rows("sales@2"), uint64_t{3});
    QCOMPARE(datasets().resolve("sales@2")->parent, std::string("sales@1"));
}

void ImportFormatsTest::aWatchedFileBecomesVersions() {
    const Path path = file("live.csv", "n\n1\n");
    choose(path);
    watch(1);
    m_fixture->screenshots(QStringLiteral("import-watch"), [&] {
        choose(path);
        watch(1);
    });
    choose(path);
    watch(1);
    m_fixture->click(QStringLiteral("importButton"));
    waitFor(QStringLiteral("live@1"));
    auto* watching = m_fixture->find<QToolButton>(QStringLiteral("watchSwitch"));
    QTRY_VERIFY_WITH_TIMEOUT(watching->isVisible() && watching->isChecked(), patience);
    file("live.csv", "n\n1\n2\n3\n");
    QTRY_VERIFY_WITH_TIMEOUT(datasets().resolve("live@2").has_value(), patience);
    QCOMPARE(rows("live@2"), uint64_t{3});
    QTest::qWait(300);
    m_fixture->screenshot(QStringLiteral("watching"));

    m_fixture->click(QStringLiteral("watchSwitch")); // off: nothing more is taken
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture->window->session()->jobs().rowCount(), 0, patience);
    file("live.csv", "n\n1\n2\n3\n4\n");
    QTest::qWait(2500);
    QVERIFY(!datasets().resolve("live@3").has_value());
    m_fixture->click(QStringLiteral("watchSwitch")); // on again: what came meanwhile is taken
    QTRY_VERIFY_WITH_TIMEOUT(datasets().resolve("live@3").has_value(), patience);
    QVERIFY2(m_fixture->window->close(), "a watch keeps no window open");
}

void ImportFormatsTest::newFilesOfAWatchedFolderAreAppended() {
    choose(file("inbox/1.csv", "n,city\n1,Kyiv\n"));
    watch(2);
    importAs(QStringLiteral("inbox"), QStringLiteral("inbox@1"));
    file("inbox/2.csv", "n,city\n2,Lviv\n3,Odesa\n");
    QTRY_VERIFY_WITH_TIMEOUT(datasets().resolve("inbox@2").has_value(), patience);
    QCOMPARE(rows("inbox@2"), uint64_t{3});
}

} // namespace
} // namespace lathe::ui

LATHE_GUI_TEST(lathe::ui::ImportFormatsTest)
#include "import_formats_test.moc"
