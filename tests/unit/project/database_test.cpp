// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/database.h"
#include "testing.h"

#include <atomic>
#include <cmath>
#include <thread>

using namespace lathe;

namespace {

class DatabaseTest : public FolderTest {
protected:
    void SetUp() override {
        FolderTest::SetUp();
        auto opened = Database::open(file(), Database::Mode::Create);
        ASSERT_OK(opened);
        m_database = std::move(*opened);
        ASSERT_OK(db().execute("CREATE TABLE t(k INTEGER PRIMARY KEY, v TEXT UNIQUE, r REAL, b BLOB) STRICT"));
    }
    [[nodiscard]] Path file() const { return folder() / "a.sqlite"; }
    Database& db() { return *m_database; }

    Result<void> insert(Database& database, int64_t key, std::string_view value) {
        LATHE_TRY(auto statement, database.prepare("INSERT INTO t(k, v) VALUES(?, ?)"));
        return statement.bind(key).bind(value).run();
    }
    static int64_t count(Database& database) {
        auto query = database.prepare("SELECT count(*) FROM t");
        return query && query->step() ? query->integer(0) : -1;
    }

    std::unique_ptr<Database> m_database;
};

} // namespace

// The end of a transaction walks the connection's statements while other threads destroy theirs.
TEST_F(DatabaseTest, StatementsMayEndWhileAnotherThreadCommits) {
    constexpr int threads = 3, rows = 100;
    std::atomic<int> running{threads};
    std::vector<std::jthread> writers;
    for (int t = 0; t < threads; ++t)
        writers.emplace_back([this, t, &running] {
            for (int i = 0; i < rows; ++i)
                EXPECT_TRUE(insert(db(), t * rows + i, fmt::format("{}-{}", t, i)).has_value());
            --running;
        });
    while (running > 0) ASSERT_OK(db().transact([] { return Result<void>(); }));
    writers.clear();
    EXPECT_EQ(count(db()), threads * rows);
}

TEST_F(DatabaseTest, KeepsEveryTypeOfValue) {
    const std::string bytes("a\0b", 3);
    auto put = db().prepare("INSERT INTO t VALUES(?, ?, ?, ?)");
    ASSERT_OK(put);
    ASSERT_OK(put->bind(INT64_MIN).bind(bytes).bind(0.1).bindBlob(std::as_bytes(std::span(bytes))).run());
    ASSERT_OK(put->bind(2).bindNull().bind(std::nan("")).bindNull().run());
    auto get = db().prepare("SELECT k, v, r, b FROM t ORDER BY k");
    ASSERT_OK(get);
    ASSERT_TRUE(get->step().value());
    EXPECT_EQ(get->integer(0), INT64_MIN);
    EXPECT_EQ(get->text(1), bytes);
    EXPECT_EQ(get->real(2), 0.1);
    EXPECT_EQ(get->blob(3).size(), 3U);
    ASSERT_TRUE(get->step().value());
    EXPECT_TRUE(get->isNull(1) && get->isNull(2) && get->isNull(3));
    EXPECT_EQ(get->optionalText(1), std::nullopt);
    EXPECT_FALSE(get->step().value());
    EXPECT_FALSE(get->step().value()) << "a query that ended does not begin again by itself";
}

TEST_F(DatabaseTest, ATransactionIsAllOrNothing) {
    const auto refused = db().transact([&]() -> Result<void> {
        LATHE_CHECK(insert(db(), 1, "a"));
        return insert(db(), 2, "a");
    });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::Conflict);
    EXPECT_EQ(count(db()), 0);
    EXPECT_THROW((void)db().transact([&]() -> Result<void> {
        LATHE_CHECK(insert(db(), 1, "a"));
        throw std::runtime_error("out");
    }),
                 std::runtime_error);
    EXPECT_EQ(count(db()), 0);
    EXPECT_OK(db().transact([&] { return insert(db(), 1, "a"); }));
    EXPECT_EQ(count(db()), 1);
}

TEST_F(DatabaseTest, TransactionsDoNotNest) {
    const auto nested = db().transact([&] { return db().transact([]() -> Result<void> { return {}; }); });
    ASSERT_FALSE(nested);
    EXPECT_EQ(nested.error().kind, ErrorKind::Internal);
    EXPECT_OK(db().transact([&] { return insert(db(), 1, "a"); }));
}

TEST_F(DatabaseTest, AnOpenQueryNeitherGoesStaleNorStopsLaterTransactions) {
    ASSERT_OK(insert(db(), 1, "a"));
    ASSERT_OK(insert(db(), 2, "b"));
    auto open = db().prepare("SELECT k FROM t");
    ASSERT_OK(open);
    ASSERT_TRUE(open->step().value());

    auto other = Database::open(file(), Database::Mode::ReadWrite);
    ASSERT_OK(other);
    ASSERT_OK(insert(**other, 3,
                     "c")); // would make an upgrade of the open query's snapshot fail with SQLITE_BUSY_SNAPSHOT
    EXPECT_OK(db().transact([&] { return insert(db(), 4, "d"); }));
    EXPECT_EQ(count(db()), 4) << "a new query sees everything committed";
    EXPECT_TRUE(open->step().value());
    EXPECT_FALSE(open->step().value()) << "the open one keeps its snapshot";
}

TEST_F(DatabaseTest, AStatementBegunInATransactionEndsWithIt) {
    ASSERT_OK(insert(db(), 1, "a"));
    ASSERT_OK(insert(db(), 2, "b"));
    auto query = db().prepare("SELECT k FROM t");
    ASSERT_OK(query);
    ASSERT_OK(db().transact([&]() -> Result<void> {
        LATHE_TRY(const bool row, query->step());
        EXPECT_TRUE(row);
        return {};
    }));
    EXPECT_FALSE(query->step().value());
    auto other = Database::open(file(), Database::Mode::ReadWrite);
    ASSERT_OK(insert(**other, 3, "c"));
    EXPECT_OK(db().transact([&] { return insert(db(), 4, "d"); }));
}

TEST_F(DatabaseTest, WrongSqlAndWrongParametersAreErrors) {
    EXPECT_EQ(db().prepare("SELEC 1").error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(db().prepare("").error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(db().prepare("SELECT 1; SELECT 2").error().kind, ErrorKind::InvalidInput);
    auto query = db().prepare("SELECT ?");
    ASSERT_OK(query);
    EXPECT_EQ(query->step().error().kind, ErrorKind::InvalidInput);
}

TEST_F(DatabaseTest, NoticesNews) {
    const auto before = db().dataVersion();
    ASSERT_OK(before);
    EXPECT_EQ(*db().dataVersion(), *before);
    auto other = Database::open(file(), Database::Mode::ReadWrite);
    ASSERT_OK(insert(**other, 1, "a"));
    const auto after = db().dataVersion();
    EXPECT_NE(*after, *before);
    ASSERT_OK(insert(db(), 2, "b"));
    EXPECT_NE(*db().dataVersion(), *after);
}

TEST_F(DatabaseTest, ThreadsShareOneDatabase) {
    constexpr int threads = 4, rows = 50;
    std::vector<std::jthread> running;
    std::atomic<int> failures = 0;
    for (int t = 0; t < threads; ++t)
        running.emplace_back([&, t] {
            for (int i = 0; i < rows; ++i) {
                const auto done =
                    db().transact([&] { return insert(db(), t * rows + i, std::to_string(t * rows + i)); });
                if (!done || count(db()) < 1) ++failures;
            }
        });
    running.clear();
    EXPECT_EQ(failures, 0);
    EXPECT_EQ(count(db()), threads * rows);
}
