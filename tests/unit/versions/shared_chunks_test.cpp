// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/versions/shared_chunks.h"

#include <hdf5.h>

#include "core/data/versions/version_files.h"
#include "tests/unit/versions/testing.h"

using namespace lathe;

namespace {

constexpr uint64_t someRows = 2 * chunkRows + 1000;

class SharedChunks : public VersionsTest {
protected:
    void expectRows(const VersionInfo& version, const Table& expected) const {
        const auto file = m_datasets.open(version);
        ASSERT_TRUE(file) << file.error().describe();
        ASSERT_EQ((*file)->rows(), expected.rows());
        const auto verified = (*file)->verify({});
        EXPECT_TRUE(verified) << verified.error().describe();
        for (size_t c = 0; c < expected.columns.size(); ++c) {
            const auto read = (*file)->read(c, 0, expected.rows());
            ASSERT_TRUE(read) << read.error().describe();
            size_t wrong = 0;
            for (size_t row = 0; row < expected.rows(); ++row)
                wrong += read->display(row) != expected.columns[c].display(row);
            EXPECT_EQ(wrong, 0u) << expected.columns[c].schema.name;
            const auto some = (*file)->read(c, chunkRows - 2, 5);
            ASSERT_TRUE(some) << some.error().describe();
            EXPECT_EQ(some->display(3), expected.columns[c].display(chunkRows + 1));
        }
    }
    VersionStorage storage(const VersionInfo& version) const { return versionStorage(*m_project, version).value(); }
};

} // namespace

TEST_F(SharedChunks, OneChangedColumnIsAllThatIsStored) {
    Table table = manyColumns(someRows);
    const VersionInfo first = store("t", table);
    for (double& value : table.columns[7].reals) value *= 2;
    const VersionInfo second = store("t", table);
    EXPECT_LT(second.fileBytes, first.fileBytes / 5);
    EXPECT_GT(storage(second).sharedBytes, first.fileBytes / 2);
    EXPECT_EQ(storage(second).sources, std::vector<std::string>{"dataset t@1"});
    EXPECT_EQ(storage(first).dependents, std::vector<std::string>{"dataset t@2"});
    expectRows(second, table);
    expectClean();
}

TEST_F(SharedChunks, TheHashIsThatOfAnUnsharedFile) {
    Table table = manyColumns(someRows);
    store("t", table);
    table.columns[0].integers[5] = -1;
    const VersionInfo shared = store("t", table);
    const auto alone = writeAndOpen(table, m_folder.path() / "alone.h5");
    EXPECT_EQ(alone->contentHash(), shared.contentHash);
    EXPECT_LT(shared.fileBytes, std::filesystem::file_size(m_folder.path() / "alone.h5") / 2);
}

TEST_F(SharedChunks, AnAppendSharesTheFullChunks) {
    const VersionInfo first = store("t", manyColumns(someRows));
    const Table longer = manyColumns(someRows + chunkRows);
    const VersionInfo second = store("t", longer);
    EXPECT_LT(second.fileBytes, first.fileBytes * 6 / 10) << "of four chunks two are new";
    expectRows(second, longer);
    // A third takes from both, and from both directly.
    Table third = manyColumns(someRows + 2 * chunkRows);
    const VersionInfo last = store("t", third);
    EXPECT_EQ(storage(last).sources, (std::vector<std::string>{"dataset t@1", "dataset t@2"}));
    expectRows(last, third);
    expectClean();
}

TEST_F(SharedChunks, ARenamedColumnIsFound) {
    Table table = manyColumns(someRows);
    const VersionInfo first = store("t", table);
    table.columns[2].schema.name = "remark";
    const VersionInfo second = store("t", table);
    EXPECT_LT(second.fileBytes, first.fileBytes / 20);
    expectRows(second, table);
}

TEST_F(SharedChunks, RowsThatMovedShareNothing) {
    const VersionInfo first = store("t", manyColumns(someRows));
    const Table moved = manyColumns(someRows, 1);
    const VersionInfo second = store("t", moved);
    EXPECT_TRUE(storage(second).sources.empty());
    expectRows(second, moved);
}

TEST_F(SharedChunks, EqualContentIsStoredOnce) {
    const Table table = manyColumns(1000);
    const VersionInfo first = store("t", table);
    store("t", manyColumns(1001));
    const VersionInfo again = store("t", table);
    EXPECT_EQ(again.number, 3);
    EXPECT_EQ(again.file, first.file);
    EXPECT_EQ(store("other", table).file, first.file);
    EXPECT_EQ(storage(first).sameFile, (std::vector<std::string>{"other@1", "t@3"}));
    expectClean();
}

TEST_F(SharedChunks, SmallFilesStandAlone) {
    Table table = manyColumns(500);
    store("t", table);
    table.columns[0].integers[5] = -1;
    EXPECT_TRUE(storage(store("t", table)).sources.empty());
}

TEST_F(SharedChunks, AMissingSourceIsNamed) {
    Table table = manyColumns(someRows);
    const VersionInfo first = store("t", table);
    table.columns[0].integers[5] = -1;
    const VersionInfo second = store("t", table);
    std::filesystem::remove(m_project->folder() / first.file);
    const auto file = m_datasets.open(second);
    ASSERT_TRUE(file) << "what it holds itself can still be read";
    EXPECT_TRUE((*file)->read(0, 0, 10));
    const auto read = (*file)->read(5, 0, 10);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, ErrorKind::Corrupt);
    EXPECT_NE(read.error().message.find("1.h5"), std::string::npos);
    EXPECT_NE(m_project->check({})->front().consequence.find("t@2"), std::string::npos) << "the check says who is hurt";
}

TEST_F(SharedChunks, AnyHdf5ReaderSeesPlainDatasets) {
    const Path folder = m_folder.path() / "data";
    ASSERT_TRUE(createFolders(folder / "a"));
    const auto writePlain = [](const Table& table, const Path& path) {
        const auto writer = ColumnFileWriter::create(path, table.schema(), Compression::Deflate).value();
        ASSERT_TRUE(writer->append(table));
        ASSERT_TRUE(writer->finish());
    };
    Table table = manyColumns(someRows);
    writePlain(table, folder / "a" / "1.h5");
    table = manyColumns(someRows + 5);
    table.columns[5].reals[0] = 42;
    writePlain(table, folder / "plain.h5");
    const auto shared = shareChunks(folder / "plain.h5", folder / "a" / "1.h5", "../a/1.h5", folder / "a" / "2.h5", {});
    ASSERT_TRUE(shared) << shared.error().describe();
    ASSERT_TRUE(*shared);

    const hid_t file = H5Fopen((folder / "a" / "2.h5").c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
    ASSERT_GE(file, 0);
    const auto readAll = [&](const char* path, hid_t type, auto& values) {
        const hid_t data = H5Dopen2(file, path, H5P_DEFAULT);
        ASSERT_GE(data, 0) << path;
        const hid_t space = H5Dget_space(data);
        values.resize(static_cast<size_t>(H5Sget_simple_extent_npoints(space)));
        EXPECT_GE(H5Dread(data, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), 0) << path;
        H5Sclose(space);
        H5Dclose(data);
    };
    std::vector<double> reals;
    readAll("/data/x0", H5T_NATIVE_DOUBLE, reals);
    EXPECT_EQ(reals, table.columns[5].reals);
    readAll("/data/x1", H5T_NATIVE_DOUBLE, reals);
    EXPECT_EQ(reals, table.columns[6].reals);
    std::vector<uint8_t> missing;
    readAll("/missing/note", H5T_NATIVE_UINT8, missing);
    EXPECT_EQ(missing, table.columns[2].missing);
    std::vector<uint64_t> ends;
    std::vector<uint64_t> starts;
    std::vector<char> bytes;
    readAll("/text_ends/note", H5T_NATIVE_UINT64, ends);
    readAll("/text_starts/note", H5T_NATIVE_UINT64, starts);
    readAll("/data/note", H5T_NATIVE_CHAR, bytes);
    H5Fclose(file);
    ASSERT_EQ(ends.size(), table.rows());
    size_t wrong = 0;
    for (size_t row = 0; row < ends.size(); ++row) {
        const uint64_t begin = row % chunkRows == 0 ? starts[row / chunkRows] : ends[row - 1];
        wrong += std::string_view(bytes.data() + begin, ends[row] - begin) != table.columns[2].texts.at(row);
    }
    EXPECT_EQ(wrong, 0u);
}
