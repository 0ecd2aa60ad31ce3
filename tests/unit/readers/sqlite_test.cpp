// SPDX-License-Identifier: GPL-3.0-or-later
#include <sqlite3.h>

#include <numeric>
#include <thread>

#include "tests/unit/readers/sources.h"

using namespace lathe;
using namespace lathe::readers;

namespace {

using Texts = std::vector<std::string>;

class SqliteTest : public SourcesTest {
protected:
    Path make(const std::string& sql) {
        const Path path = m_folder.path() / ("made " + std::to_string(++m_made) + "#?%.db");
        sqlite3* database = nullptr;
        EXPECT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
            << sqlite3_errmsg(database);
        sqlite3_close(database);
        return path;
    }
    static ImportOptions query(const std::string& text) {
        ImportOptions options;
        options.query = text;
        return options;
    }
    int m_made = 0;
};

TEST_F(SqliteTest, valuesKeepTheirStorageClass) {
    const Path file = make(
        "CREATE TABLE t(a INTEGER, b REAL, c TEXT, d BLOB, e DATETIME, \"f g\" ANY);"
        "INSERT INTO t VALUES(1, 0.5, 'x', x'00ff', '2014-01-31 12:00:00', 1), (NULL, 2, 'NA', NULL, NULL, 'two')");
    const auto imported = import(file);
    EXPECT_EQ(imported.schema(), "a:integer b:real c:category d:category e:timestamp f g:category");
    EXPECT_EQ(imported.texts("a"), (Texts{"1", "–"}));
    EXPECT_EQ(imported.texts("c"), (Texts{"x", "NA"}));
    EXPECT_EQ(imported.texts("d"), (Texts{"00ff", "–"}));
    EXPECT_EQ(imported.texts("f g"), (Texts{"1", "two"}));
}

/// SQLite has no truth values; a column is declared to hold them, and may hold anything.
TEST_F(SqliteTest, declaredTruthValuesAreTrueAndFalse) {
    const Path file = make("CREATE TABLE t(a BOOLEAN, b bool, c BOOLEAN, d BOOLEAN, e INTEGER);"
                           "INSERT INTO t VALUES(1, NULL, 0, 'no', 1), (0, NULL, 1, 1, 0), (NULL, 0, 2, 0, 0)");
    const auto imported = import(file);
    EXPECT_EQ(imported.schema(), "a:boolean b:boolean c:integer d:category e:integer");
    EXPECT_EQ(imported.texts("a"), (Texts{"true", "false", "–"}));
    EXPECT_EQ(imported.texts("b"), (Texts{"–", "–", "false"}));
    EXPECT_EQ(imported.texts("c"), (Texts{"0", "1", "2"}));
    EXPECT_EQ(import(file, query("SELECT a, a + 0 AS n FROM t")).schema(), "a:boolean n:integer");
}

TEST_F(SqliteTest, aTableAViewOrAQuery) {
    const Path file =
        make("CREATE TABLE one(a); INSERT INTO one VALUES(1); CREATE TABLE two(b); INSERT INTO two VALUES(1),(2);"
             "CREATE VIEW doubled AS SELECT b * 2 AS c FROM two; CREATE VIEW broken AS SELECT * FROM gone;");
    const auto described = describeSource(file, {});
    ASSERT_TRUE(described) << described.error().describe();
    EXPECT_EQ(described->choices.size(), 4U);
    EXPECT_EQ(described->choices[0], (SourceChoice{"broken", "view", "cannot be read"}));
    EXPECT_EQ(described->chosen, "doubled");
    ImportOptions options;
    options.table = "one";
    EXPECT_EQ(import(file, options).schema(), "a:integer");
    options.table = "ones";
    EXPECT_NE(problem(file, options).find("Did you mean 'one'?"), std::string::npos);
    EXPECT_EQ(import(file, query("SELECT sum(b) AS s, count(*) FROM two;")).schema(), "s:integer count(*):integer");
}

TEST_F(SqliteTest, nothingButReadingIsDone) {
    const Path file = make("CREATE TABLE t(a); INSERT INTO t VALUES(1);");
    for (const char* sql :
         {"DELETE FROM t", "ATTACH 'x.db' AS x", "PRAGMA journal_mode=DELETE", "SELECT 1; DROP TABLE t", "VACUUM"})
        EXPECT_NE(problem(file, query(sql)).find("invalid-input"), std::string::npos) << sql;
    EXPECT_NE(problem(file, query("SELECT absent FROM t")).find("no such column: absent"), std::string::npos);
    EXPECT_EQ(import(file).table.rows(), 1U);
    EXPECT_FALSE(std::filesystem::exists(file.string() + "-wal"));
    EXPECT_NE(problem(write("bad.db", std::string("SQLite format 3\0", 16) + std::string(500, 'x'))).find("corrupt"),
              std::string::npos);
}

TEST_F(SqliteTest, aTextThatIsNotUtf8IsRejectedByItsNumber) {
    const auto imported = import(make("CREATE TABLE t(a); INSERT INTO t VALUES('x'), (CAST(x'ff' AS TEXT)), ('y');"));
    EXPECT_EQ(imported.texts("a"), (Texts{"x", "y"}));
    ASSERT_EQ(imported.outcome.rejected.size(), 1U);
    EXPECT_EQ(imported.outcome.rejected[0].line, 2U);
}

TEST_F(SqliteTest, namesThatAreNotUtf8AreReadAsLatin1) {
    const auto imported = import(make("CREATE TABLE \"t\xe9\"(\"a\xe9\" TEXT); INSERT INTO \"t\xe9\" VALUES('x')"));
    EXPECT_EQ(imported.schema(), "aé:category");
    EXPECT_EQ(imported.outcome.description.chosen, "té");
    EXPECT_EQ(imported.outcome.description.choices.at(0).name, "té");
}

TEST_F(SqliteTest, aViewCannotMakeEndlessTexts) {
    const Path file = make("CREATE VIEW v AS SELECT zeroblob(900000000) AS a");
    ImportOptions options;
    options.table = "v";
    EXPECT_NE(problem(file, options).find("too big"), std::string::npos) << problem(file, options);
}

TEST_F(SqliteTest, aQueryThatNeverEndsCanBeCancelled) {
    const Path file = make("CREATE TABLE t(a); INSERT INTO t VALUES(1);");
    const ImportOptions options =
        query("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0 OR i = 1");
    std::stop_source stop;
    std::jthread later([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        stop.request_stop();
    });
    const auto outcome =
        importSource(file, m_folder.path() / "never.h5", options, JobContext(stop.get_token(), nullptr));
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, ErrorKind::Cancelled);
}

#ifdef LATHE_DATA

/// Counts of the data's README, sums by Python's sqlite3.
TEST_F(SqliteTest, chinook) {
    const Path file = Path(LATHE_DATA) / "sqlite/Chinook_Sqlite.sqlite";
    const std::map<std::string, size_t> rows{{"Album", 347},          {"Artist", 275},  {"Customer", 59},
                                             {"Employee", 8},         {"Genre", 25},    {"Invoice", 412},
                                             {"InvoiceLine", 2240},   {"MediaType", 5}, {"Playlist", 18},
                                             {"PlaylistTrack", 8715}, {"Track", 3503}};
    for (const auto& [table, count] : rows) {
        ImportOptions options;
        options.table = table;
        EXPECT_EQ(import(file, options).table.rows(), count) << table;
    }
    ImportOptions options;
    options.table = "Track";
    const auto tracks = import(file, options);
    EXPECT_EQ(tracks.column("Composer").missingCount(), 3503U - 2526U);
    const auto& milliseconds = tracks.column("Milliseconds").integers;
    EXPECT_EQ(std::accumulate(milliseconds.begin(), milliseconds.end(), int64_t{0}), 1378778040);
    options.table = "Invoice";
    const auto invoices = import(file, options);
    EXPECT_EQ(invoices.texts("InvoiceDate")[0], "2021-01-01T00:00:00");
    EXPECT_EQ(invoices.texts("BillingAddress")[0], "Theodor-Heuss-Straße 34");
    const auto genres = import(
        file,
        query(
            "SELECT g.Name, count(*) AS n FROM Track JOIN Genre g USING(GenreId) GROUP BY 1 ORDER BY n DESC LIMIT 3"));
    EXPECT_EQ(genres.texts("Name"), (Texts{"Rock", "Latin", "Metal"}));
    EXPECT_EQ(genres.texts("n"), (Texts{"1297", "579", "374"}));
}

#endif

} // namespace
