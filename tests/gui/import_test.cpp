// SPDX-License-Identifier: GPL-3.0-or-later
// Story S3, first half: a messy file is looked at, put right and imported by clicks.
#include "core/base/text.h"
#include "core/data/datasets.h"
#include "core/data/versions/dvc.h"
#include "tests/gui/datasets_page_test.h"
#include "tests/gui/gui_main.h"
#include "ui/datasets/data_grid.h"

#include <QPushButton>
#include <QTableView>

namespace lathe::ui {
namespace {

/// Western European bytes, a title, comments, dates in four forms, decimal commas, thousands, percent, truth words,
/// marks for missing values, a row twice, a short row, and a column of mixed types.
std::string messyCsv() {
    std::string text =
        "# exported on Monday\nStandort;Tag;Gesehen;Bestellt;Geprüft;Preis;Summe;Anteil;Aktiv;Code;Notiz\n";
    const char* days[] = {"2014-01-31", "2014-02-01", "2014-02-02"};
    const char* seen[] = {"31/01/2014", "01/02/2014", "02/02/2014"};
    const char* ordered[] = {"31-Jan-14", "1-Feb-14", "2-Feb-14"};
    const char* checked[] = {"31.01.14", "01.02.14", "02.02.14"};
    for (int i = 0; i < 30; ++i) {
        const int k = i % 3;
        text += std::string(k == 0 ? "Köln" : "Zürich") + ";" + days[k] + ";" + seen[k] + ";" + ordered[k] + ";" +
                checked[k] + ";" + (i == 4 ? "n/a" : std::to_string(i) + ",5") + ";1.234." + std::to_string(500 + i) +
                ";" + std::to_string(i) + " %;" + (k == 0 ? "ja" : "nein") + ";" +
                (i == 7 ? "A-7" : std::to_string(i)) + ";\"a; b " + std::to_string(i) + "\"\n";
        if (i == 10) text += text.substr(text.rfind("\n", text.size() - 2) + 1); // the same row once more
        if (i == 20) text += "Köln;2014-01-31\n";
    }
    std::string western;
    for (size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c == 0xC3) continue;
        western += c >= 0x80 ? static_cast<char>(c + 0x40) : text[i];
    }
    return western;
}

} // namespace

class ImportTest : public test::DatasetsPageTest {
    Q_OBJECT

private Q_SLOTS:
    void init() { openPage({1380, 860}); }
    void cleanup() { closePage(); }
    void aMessyFileIsPutRightAndImported();
    void anUncommonFileIsReadAsToldByHand();
    void aPointerShowsWhatItStandsFor();

private:
    void openFile(const std::string& name, const std::string& content) const {
        answerWith(write(QString::fromStdString(name), content));
        click(QStringLiteral("importFileButton"));
        QTRY_VERIFY_WITH_TIMEOUT(preview()->source() && preview()->complete(), patience);
    }
    void selectColumn(int column) const {
        preview()->setFocus();
        QTest::keyClick(preview(), Qt::Key_Home, Qt::ControlModifier);
        for (int i = 0; i < column; ++i) QTest::keyClick(preview(), Qt::Key_Right);
    }
    DataGrid* preview() const { return visible<DataGrid>(QStringLiteral("importGrid")); }
    std::vector<std::string> types() const {
        std::vector<std::string> words;
        if (!preview()->source()) return words;
        for (const ColumnSchema& column : preview()->source()->schema()) words.emplace_back(toString(column.type));
        return words;
    }
};

void ImportTest::aPointerShowsWhatItStandsFor() {
    const QString file = write(QStringLiteral("prices.csv"), "id,price\n1,2.5\n2,3.5\n");
    QVERIFY(writeDvcPointer(Path(file.toStdString()), {}).has_value());
    answerWith(file + QStringLiteral(".dvc"));
    click(QStringLiteral("importFileButton"));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->findChild<DataGrid*>(QStringLiteral("importGrid"))->isVisible(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(types().size(), size_t{2}, patience);
    QCOMPARE(preview()->source()->schema()[1].name, std::string("price"));
    click(QStringLiteral("importButton"));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->currentObject(), QStringLiteral("prices@1"), patience);
}

void ImportTest::aMessyFileIsPutRightAndImported() {
    openFile("messy.csv", messyCsv());
    QCOMPARE(joined(types(), " "), std::string("category date date date date real integer real boolean text text"));
    QVERIFY(
        visible<QComboBox>(QStringLiteral("importEncodingBox"))->itemText(0).contains(QStringLiteral("windows-1252")));
    QVERIFY(visible<QComboBox>(QStringLiteral("importCommentBox"))->itemText(0).contains(u'#'));
    hands().screenshot(QStringLiteral("import-messy"));

    hands().openTab(QStringLiteral("importTabs"), 1); // the short row
    auto* rejected = visible<QTableView>(QStringLiteral("importRejectedTable"));
    QCOMPARE(rejected->model()->rowCount(), 1);
    QCOMPARE(rejected->model()->index(0, 0).data().toString(), QStringLiteral("25"));
    hands().screenshot(QStringLiteral("import-left-out"));
    hands().openTab(QStringLiteral("importTabs"), 0);

    selectColumn(9); // one code is no number: with the type given, its row will be left out
    choose(QStringLiteral("importColumnTypeBox"), QStringLiteral("integer"));
    QTRY_COMPARE_WITH_TIMEOUT(types()[9], std::string("integer"), patience);
    type(QStringLiteral("importColumnNameField"), QStringLiteral("code"));
    QTRY_COMPARE_WITH_TIMEOUT(preview()->source()->schema()[9].name, std::string("code"), patience);
    selectColumn(10);
    click(QStringLiteral("importColumnSkipButton"));
    QTRY_COMPARE_WITH_TIMEOUT(types().size(), size_t{10}, patience);
    choose(QStringLiteral("importSkippedBox"), QStringLiteral("Notiz"));
    QTRY_COMPARE_WITH_TIMEOUT(types().size(), size_t{11}, patience);

    click(QStringLiteral("importButton"));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->currentObject(), QStringLiteral("messy@1"), patience);
    const auto version = Datasets(m_session->project()).resolve("messy");
    QVERIFY(version.has_value());
    QCOMPARE(version->rows, uint64_t{30}); // 31 with the double one, less the code
    QCOMPARE(version->rejectedRows, uint64_t{2});
    const auto rows = (*Datasets(m_session->project()).open(*version))->readTable(0, 5);
    QCOMPARE(rows->columns[0].display(0), std::string("Köln"));
    for (size_t column = 1; column <= 4; ++column)
        QCOMPARE(rows->columns[column].display(0), std::string("2014-01-31"));
    QVERIFY(rows->columns[5].isMissing(4));
    QCOMPARE(rows->columns[6].integers[0], int64_t{1234500});
    QCOMPARE(rows->columns[7].reals[1], 0.01);
}

void ImportTest::anUncommonFileIsReadAsToldByHand() {
    openFile("odd.txt", "x~>y\n1~>01/02/2014\n2~>03/04/2014\n");
    auto* delimiter = visible<QComboBox>(QStringLiteral("importDelimiterBox"));
    delimiter->lineEdit()->setFocus();
    delimiter->lineEdit()->selectAll();
    QTest::keyClicks(delimiter->lineEdit(), QStringLiteral("~>"));
    QTRY_COMPARE_WITH_TIMEOUT(types(), (std::vector<std::string>{"integer", "category"}), patience);
    QTRY_COMPARE_WITH_TIMEOUT(preview()->source()->schema()[1].name, std::string("y"), patience);
    selectColumn(1);
    choose(QStringLiteral("importDateFormBox"), QStringLiteral("mdy"));
    QTRY_COMPARE_WITH_TIMEOUT(types(), (std::vector<std::string>{"integer", "date"}), patience);
    hands().screenshot(QStringLiteral("import-odd"));
    click(QStringLiteral("importButton"));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->currentObject(), QStringLiteral("odd@1"), patience);
    const auto version = Datasets(m_session->project()).resolve("odd");
    const auto rows = (*Datasets(m_session->project()).open(*version))->readTable(0, 5);
    QCOMPARE(rows->columns[1].display(1), std::string("2014-03-04"));
}

} // namespace lathe::ui

LATHE_GUI_TEST(lathe::ui::ImportTest)

#include "import_test.moc"
