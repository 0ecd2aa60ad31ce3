// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/base/parallel.h"
#include "core/data/columns/column_file.h"
#include "core/data/columns/column_file_codec.h"
#include "core/data/columns/column_file_frame.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <random>
#include <stop_token>
#include <thread>

using namespace lathe;

namespace {

/// A folder of the test's own.
class ColumnFileTest : public testing::Test {
protected:
    void SetUp() override {
        auto folder = ScopedFolder::create(std::filesystem::temp_directory_path(), "lathe-columns");
        ASSERT_TRUE(folder.has_value());
        m_folder.emplace(std::move(*folder));
    }
    Path path(const std::string& name) const { return m_folder->path() / name; }

    std::optional<ScopedFolder> m_folder;
};

/// Rows [first, first + count) of a table with every type and missing values here and there.
Table mixedRows(uint64_t first, uint64_t count) {
    Table table;
    for (const auto type : {ColumnType::Boolean, ColumnType::Integer, ColumnType::Real, ColumnType::Category,
                            ColumnType::Text, ColumnType::Date, ColumnType::Timestamp}) {
        Column column;
        column.schema = {std::string("a/") + toString(type), type};
        column.missing.assign(count, 0);
        if (type == ColumnType::Category) column.dictionary = {"drizzle", "fog", "rain", "snow", "sun"};
        for (uint64_t row = first; row < first + count; ++row) {
            std::minstd_rand random(static_cast<unsigned>(row * 7 + static_cast<unsigned>(type) + 1));
            const auto value = static_cast<int64_t>(random());
            const bool missing = row > 1000 && value % 11 == 0;
            column.missing[row - first] = missing ? 1 : 0;
            switch (type) {
            case ColumnType::Boolean: column.integers.push_back(missing ? 0 : value % 2); break;
            case ColumnType::Real:
                column.reals.push_back(missing ? std::nan("") : static_cast<double>(value) / 7);
                break;
            case ColumnType::Category: column.codes.push_back(missing ? 0 : static_cast<uint32_t>(value % 5)); break;
            case ColumnType::Text:
                column.texts.push(missing ? ""
                                          : std::string(static_cast<size_t>(value % 40), 'x') + std::to_string(row));
                break;
            default: column.integers.push_back(missing ? 0 : value % 100000 - 50000); break;
            }
        }
        table.columns.push_back(std::move(column));
    }
    return table;
}

void expectEqual(const Column& found, const Column& wanted) {
    ASSERT_EQ(found.rows(), wanted.rows());
    for (size_t row = 0; row < wanted.rows(); ++row) {
        ASSERT_EQ(found.isMissing(row), wanted.isMissing(row)) << wanted.schema.name << " row " << row;
        ASSERT_EQ(found.display(row), wanted.display(row)) << wanted.schema.name << " row " << row;
    }
}

std::string writeRows(const Path& path, uint64_t rows, uint64_t step, Compression compression = Compression::Lz4) {
    auto writer = ColumnFileWriter::create(path, mixedRows(0, 1).schema(), compression);
    EXPECT_TRUE(writer.has_value());
    for (uint64_t first = 0; first < rows; first += step) {
        const auto appended = (*writer)->append(mixedRows(first, std::min(step, rows - first)));
        EXPECT_TRUE(appended.has_value()) << appended.error().describe();
    }
    EXPECT_EQ((*writer)->rows(), rows);
    auto hash = (*writer)->finish();
    EXPECT_TRUE(hash.has_value()) << hash.error().describe();
    return hash.value_or("");
}

} // namespace

TEST_F(ColumnFileTest, EveryTypeReadsBackAcrossChunks) {
    const uint64_t rows = 2 * chunkRows + 1234;
    const std::string hash = writeRows(path("a.h5"), rows, 50000);
    const auto file = ColumnFile::open(path("a.h5"));
    ASSERT_TRUE(file.has_value()) << file.error().describe();
    EXPECT_EQ((*file)->rows(), rows);
    EXPECT_EQ((*file)->chunks(), 3u);
    EXPECT_EQ((*file)->contentHash(), hash);
    EXPECT_EQ((*file)->find("a/real"), 2u);
    for (const uint64_t first : {uint64_t{0}, chunkRows - 500, 2 * chunkRows + 1000}) {
        const Table wanted = mixedRows(first, std::min<uint64_t>(1000, rows - first));
        const auto found = (*file)->readTable(first, 1000);
        ASSERT_TRUE(found.has_value()) << found.error().describe();
        for (size_t i = 0; i < wanted.columns.size(); ++i) expectEqual(found->columns[i], wanted.columns[i]);
    }
    EXPECT_EQ((*file)->read(1, rows, 10)->rows(), 0u);
    EXPECT_EQ((*file)->read(1, UINT64_MAX, UINT64_MAX)->rows(), 0u);
    EXPECT_TRUE((*file)->verify(JobContext()).has_value());
}

TEST_F(ColumnFileTest, HashDependsOnValuesOnly) {
    const uint64_t rows = chunkRows + 5000;
    const std::string hash = writeRows(path("a.h5"), rows, 70000);
    EXPECT_EQ(writeRows(path("b.h5"), rows, 999), hash);
    EXPECT_EQ(writeRows(path("c.h5"), rows, 30000, Compression::Deflate), hash);
    EXPECT_NE(writeRows(path("d.h5"), rows - 1, 30000), hash);
    const auto deflated = ColumnFile::open(path("c.h5"));
    ASSERT_TRUE(deflated.has_value());
    EXPECT_TRUE((*deflated)->verify(JobContext()).has_value());
}

TEST_F(ColumnFileTest, ChunksInAnyOrderFromSeveralThreads) {
    const uint64_t rows = 3 * chunkRows + 77;
    // Category codes are the file's from the start here, so the first rows must not decide their order.
    const auto write = [&](const Path& target, const std::vector<uint64_t>& order) {
        auto writer = ColumnFileWriter::create(target, mixedRows(0, 1).schema());
        std::vector<std::jthread> threads;
        for (const uint64_t chunk : order)
            threads.emplace_back([&writer, chunk] {
                const uint64_t first = chunk * chunkRows;
                const auto written =
                    (*writer)->writeRows(first, mixedRows(first, std::min(chunkRows, 3 * chunkRows + 77 - first)));
                EXPECT_TRUE(written.has_value()) << written.error().describe();
            });
        threads.clear();
        (*writer)->setDictionary(3, {"drizzle", "fog", "rain", "snow", "sun"});
        return (*writer)->finish().value_or("");
    };
    const std::string hash = write(path("a.h5"), {0, 1, 2, 3});
    EXPECT_FALSE(hash.empty());
    EXPECT_EQ(write(path("b.h5"), {3, 1, 0, 2}), hash);
    const auto file = ColumnFile::open(path("b.h5"));
    ASSERT_TRUE(file.has_value());
    EXPECT_EQ((*file)->rows(), rows);
    EXPECT_TRUE((*file)->verify(JobContext()).has_value());
    expectEqual(*(*file)->read(4, 2 * chunkRows, 1000), mixedRows(2 * chunkRows, 1000).columns[4]);
}

TEST_F(ColumnFileTest, PiecesOfAnyLengthInAnyOrder) {
    // Texts of 800 bytes in two columns are more than may wait in memory.
    constexpr uint64_t rows = 90000;
    const auto wideRows = [](uint64_t first, uint64_t count) {
        Table table;
        for (int i = 0; i < 2; ++i)
            for (Column& column : mixedRows(first, count).columns) {
                column.schema.name += std::to_string(i);
                if (column.schema.type == ColumnType::Text) {
                    const TextValues short_ = column.texts;
                    column.texts = {};
                    for (size_t row = 0; row < short_.size(); ++row)
                        column.texts.push(column.isMissing(row) ? ""
                                                                : std::string(short_.at(row)) + std::string(800, 'x'));
                }
                table.columns.push_back(std::move(column));
            }
        return table;
    };
    const auto write = [&](const Path& target, uint64_t length, bool backwards) {
        auto writer = ColumnFileWriter::create(target, wideRows(0, 1).schema());
        std::vector<uint64_t> firsts;
        for (uint64_t first = 0; first < rows; first += length) firsts.push_back(first);
        if (backwards) std::reverse(firsts.begin(), firsts.end());
        parallelFor(
            firsts.size(),
            [&](size_t i) {
                const auto written =
                    (*writer)->writeRows(firsts[i], wideRows(firsts[i], std::min(length, rows - firsts[i])));
                EXPECT_TRUE(written.has_value()) << written.error().describe();
            },
            3);
        for (size_t i = 0; i < 2; ++i)
            (*writer)->setDictionary(i * mixedRows(0, 1).columns.size() + 3, {"drizzle", "fog", "rain", "snow", "sun"});
        EXPECT_EQ((*writer)->rows(), rows);
        return (*writer)->finish().value_or("");
    };
    const std::string hash = write(path("a.h5"), chunkRows, false);
    ASSERT_FALSE(hash.empty());
    EXPECT_EQ(write(path("b.h5"), 7000, false), hash);
    EXPECT_EQ(write(path("c.h5"), 10007, true), hash);
    const auto file = ColumnFile::open(path("c.h5"));
    ASSERT_TRUE(file.has_value());
    EXPECT_TRUE((*file)->verify(JobContext()).has_value());
    const Table wanted = wideRows(65000, 1000);
    const auto found = (*file)->readTable(65000, 1000);
    ASSERT_TRUE(found.has_value());
    for (size_t i = 0; i < wanted.columns.size(); ++i) expectEqual(found->columns[i], wanted.columns[i]);
    const ChunkStatistics once = (*ColumnFile::open(path("a.h5")))->statistics(0, 0);
    const ChunkStatistics pieced = (*file)->statistics(0, 0);
    EXPECT_EQ(pieced.rows, once.rows);
    EXPECT_EQ(pieced.missing, once.missing);
    EXPECT_EQ(pieced.min, once.min);
    EXPECT_EQ(pieced.max, once.max);
}

TEST_F(ColumnFileTest, AStopEndsTheWriting) {
    std::stop_source stop;
    auto writer = ColumnFileWriter::create(path("a.h5"), mixedRows(0, 1).schema(), Compression::Lz4,
                                           JobContext(stop.get_token(), {}));
    ASSERT_TRUE((*writer)->append(mixedRows(0, 10)).has_value());
    stop.request_stop();
    EXPECT_EQ((*writer)->finish().error().kind, ErrorKind::Cancelled);
}

TEST_F(ColumnFileTest, StatisticsOfEachChunk) {
    Column column;
    column.schema = {"n", ColumnType::Integer};
    for (uint64_t row = 0; row < chunkRows + 10; ++row) column.integers.push_back(static_cast<int64_t>(row) - 5);
    column.missing.assign(column.integers.size(), 0);
    column.missing[3] = 1;
    column.integers[3] = 1 << 30; // means nothing
    auto writer = ColumnFileWriter::create(path("a.h5"), {column.schema});
    ASSERT_TRUE((*writer)->append(Table{{column}}).has_value());
    ASSERT_TRUE((*writer)->finish().has_value());
    const auto file = ColumnFile::open(path("a.h5"));
    const ChunkStatistics first = (*file)->statistics(0, 0);
    EXPECT_EQ(first.rows, chunkRows);
    EXPECT_EQ(first.missing, 1u);
    EXPECT_EQ(first.min, -5);
    EXPECT_EQ(first.max, static_cast<double>(chunkRows) - 6);
    EXPECT_EQ((*file)->statistics(0, 1).rows, 10u);
    EXPECT_EQ((*file)->read(0, 3, 1)->integers[0], 0);
}

TEST_F(ColumnFileTest, ExtremeValuesKeepEveryBit) {
    Table table{std::vector<Column>(3)};
    table.columns[0].schema = {"i", ColumnType::Integer};
    table.columns[0].integers = {std::numeric_limits<int64_t>::min(), std::numeric_limits<int64_t>::max(), 0};
    table.columns[1].schema = {"r", ColumnType::Real};
    table.columns[1].reals = {-0.0, std::numeric_limits<double>::infinity(), 5e-324};
    table.columns[2].schema = {"t", ColumnType::Text};
    for (const std::string& text : {std::string("\0x", 2), std::string("näive"), std::string()})
        table.columns[2].texts.push(text);
    auto writer = ColumnFileWriter::create(path("a.h5"), table.schema());
    ASSERT_TRUE((*writer)->append(table).has_value());
    ASSERT_TRUE((*writer)->finish().has_value());
    const auto found = (*ColumnFile::open(path("a.h5")))->readTable(0, 3);
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->columns[0].integers, table.columns[0].integers);
    EXPECT_EQ(std::memcmp(found->columns[1].reals.data(), table.columns[1].reals.data(), 24), 0);
    EXPECT_EQ(found->columns[2].text(0), std::string_view("\0x", 2));
}

TEST_F(ColumnFileTest, EmptyFileKeepsItsSchema) {
    const std::vector<ColumnSchema> schema = {
        {"", ColumnType::Integer}, {".", ColumnType::Text}, {"a/b%", ColumnType::Category}};
    auto writer = ColumnFileWriter::create(path("a.h5"), schema);
    ASSERT_TRUE(writer.has_value()) << writer.error().describe();
    const auto hash = (*writer)->finish();
    ASSERT_TRUE(hash.has_value()) << hash.error().describe();
    const auto file = ColumnFile::open(path("a.h5"));
    ASSERT_TRUE(file.has_value()) << file.error().describe();
    EXPECT_EQ((*file)->schema(), schema);
    EXPECT_EQ((*file)->rows(), 0u);
    EXPECT_EQ((*file)->readTable(0, 10)->rows(), 0u);
}

TEST_F(ColumnFileTest, WrongUseIsRefused) {
    EXPECT_EQ(ColumnFileWriter::create(path("a.h5"), {}).error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(ColumnFileWriter::create(path("a.h5"), {{"x", ColumnType::Real}, {"x", ColumnType::Text}}).error().kind,
              ErrorKind::InvalidInput);
    EXPECT_EQ(ColumnFileWriter::create(path("no/such/a.h5"), {{"x", ColumnType::Real}}).error().kind,
              ErrorKind::NotFound);
    writeRows(path("a.h5"), 10, 10);
    EXPECT_EQ(ColumnFileWriter::create(path("a.h5"), {{"x", ColumnType::Real}}).error().kind, ErrorKind::Conflict);
    auto writer = ColumnFileWriter::create(path("b.h5"), mixedRows(0, 1).schema());
    EXPECT_FALSE((*writer)->append(Table{}).has_value());
    ASSERT_TRUE((*writer)->writeRows(0, mixedRows(0, 10)).has_value());
    EXPECT_FALSE((*writer)->writeRows(0, mixedRows(0, 10)).has_value());
    ASSERT_TRUE((*writer)->writeRows(chunkRows, mixedRows(0, 10)).has_value());
    EXPECT_FALSE((*writer)->finish().has_value()); // chunk 0 is not full
}

TEST_F(ColumnFileTest, CodesWithoutTextsAreRefused) {
    auto writer = ColumnFileWriter::create(path("a.h5"), {{"c", ColumnType::Category}});
    Column column;
    column.schema = {"c", ColumnType::Category};
    column.codes = {0, 7};
    ASSERT_TRUE((*writer)->writeRows(0, Table{{column}}).has_value());
    (*writer)->setDictionary(0, {"a", "b"});
    EXPECT_EQ((*writer)->finish().error().kind, ErrorKind::InvalidInput);
    column.dictionary = {"a"};
    auto other = ColumnFileWriter::create(path("b.h5"), {{"c", ColumnType::Category}});
    EXPECT_EQ((*other)->append(Table{{column}}).error().kind, ErrorKind::InvalidInput);
}

TEST_F(ColumnFileTest, UnfinishedFilesVanish) {
    {
        auto writer = ColumnFileWriter::create(path("a.h5"), mixedRows(0, 1).schema());
        ASSERT_TRUE((*writer)->append(mixedRows(0, 100)).has_value());
    }
    EXPECT_FALSE(std::filesystem::exists(path("a.h5")));
}

TEST_F(ColumnFileTest, ForeignAndDamagedFilesAreNamed) {
    EXPECT_EQ(ColumnFile::open(path("none.h5")).error().kind, ErrorKind::NotFound);
    std::ofstream(path("text.h5")) << "not HDF5 at all";
    EXPECT_EQ(ColumnFile::open(path("text.h5")).error().kind, ErrorKind::Corrupt);
    EXPECT_FALSE(ColumnFile::open(m_folder->path()).has_value());
    writeRows(path("a.h5"), 70000, 70000);
    const std::string whole = *readTextFile(path("a.h5"));
    for (const size_t size : {size_t{0}, size_t{100}, size_t{512}, whole.size() / 2, whole.size() - 1}) {
        std::ofstream(path("cut.h5"), std::ios::trunc) << whole.substr(0, size);
        EXPECT_EQ(ColumnFile::open(path("cut.h5")).error().kind, ErrorKind::Corrupt) << size;
    }
}

TEST_F(ColumnFileTest, AFlippedByteIsFoundOrHarmless) {
    writeRows(path("a.h5"), 3000, 3000);
    const std::string whole = *readTextFile(path("a.h5"));
    const Table wanted = mixedRows(0, 3000);
    std::mt19937 random(7);
    for (int round = 0; round < 300; ++round) {
        std::string bytes = whole;
        bytes[random() % bytes.size()] ^= static_cast<char>(1 + random() % 255);
        std::ofstream(path("b.h5"), std::ios::trunc | std::ios::binary) << bytes;
        const auto file = ColumnFile::open(path("b.h5"));
        if (!file) continue;
        const auto some = (*file)->readTable(1990, 5); // by blocks, through the caches
        if (some) {
            const Table five = mixedRows(1990, 5);
            for (size_t i = 0; i < five.columns.size(); ++i) expectEqual(some->columns[i], five.columns[i]);
        } else {
            EXPECT_EQ(some.error().kind, ErrorKind::Corrupt);
        }
        const auto found = (*file)->readTable(0, 3000);
        if (!found) {
            EXPECT_EQ(found.error().kind, ErrorKind::Corrupt);
            continue;
        }
        for (size_t i = 0; i < wanted.columns.size(); ++i) expectEqual(found->columns[i], wanted.columns[i]);
    }
}

/// Ranges that begin, end and lie across the edges of blocks and chunks, read for the first time and from the caches.
TEST_F(ColumnFileTest, ReadsAnyRangeByBlocks) {
    const uint64_t rows = chunkRows + 9000;
    const uint64_t block = chunkRows / columns::blocksPerChunk;
    for (const auto compression : {Compression::Lz4, Compression::Deflate}) {
        writeRows(path(compression == Compression::Lz4 ? "lz4.h5" : "deflate.h5"), rows, rows, compression);
        const auto file = *ColumnFile::open(path(compression == Compression::Lz4 ? "lz4.h5" : "deflate.h5"));
        for (int round = 0; round < 2; ++round)
            for (const uint64_t first :
                 {uint64_t{0}, block - 1, block, 3 * block - 20, chunkRows - 10, chunkRows, chunkRows + 2 * block - 1})
                for (const uint64_t count : {uint64_t{1}, uint64_t{40}, 2 * block + 5}) {
                    const Table wanted = mixedRows(first, std::min(count, rows - first));
                    const auto found = file->readTable(first, count);
                    ASSERT_TRUE(found.has_value()) << found.error().describe();
                    for (size_t i = 0; i < wanted.columns.size(); ++i)
                        expectEqual(found->columns[i], wanted.columns[i]);
                }
    }
}

/// A chunk of few rows is the same bytes as one whose zeros were all encoded, which are those of earlier versions.
TEST(ChunkEncoder, PadsWithZeros) {
    for (const auto compression : {Compression::Lz4, Compression::Deflate})
        for (const size_t width : {1, 4, 8})
            for (const size_t rows :
                 {size_t{0}, size_t{1}, size_t{4095}, size_t{4096}, size_t{10'000}, chunkRows - 1, size_t{chunkRows}}) {
                std::vector<std::byte> padded(chunkRows * width);
                for (size_t i = 0; i < rows * width; ++i) padded[i] = static_cast<std::byte>(i * i / 97 % 251);
                columns::ChunkEncoder encoder(compression);
                const auto whole = encoder.encode(padded, width, padded.size());
                const std::vector<std::byte> wanted(whole.begin(), whole.end());
                const auto found = encoder.encode(std::span(padded).first(rows * width), width, padded.size());
                EXPECT_TRUE(std::equal(wanted.begin(), wanted.end(), found.begin(), found.end()))
                    << width << " " << rows;
                std::vector<std::byte> decoded(padded.size());
                ASSERT_TRUE(columns::decodeChunk(found, compression, width, decoded));
                EXPECT_EQ(decoded, padded) << width << " " << rows;
            }
}

/// Files of older versions hold chunks of one piece; the filter's framing allows any size of pieces.
TEST(ChunkFrame, DecodesWhateverTheFilterWrites) {
    const size_t elements = 1024;
    std::vector<std::byte> values(elements * 8);
    for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<std::byte>(i * i / 97 % 251);
    std::vector<std::byte> planes(values.size());
    columns::shuffle(values, 8, planes);
    for (const size_t piece : {planes.size(), size_t{1024}, size_t{64}, size_t{1000}, size_t{10 * 1024}}) {
        std::vector<std::byte> encoded;
        const auto put = [&](uint64_t value, size_t bytes) {
            while (bytes-- > 0) encoded.push_back(static_cast<std::byte>(value >> (8 * bytes)));
        };
        put(planes.size(), 8);
        put(piece, 4);
        for (size_t at = 0; at < planes.size(); at += piece) { // stored as they are, which the framing allows
            const size_t length = std::min(piece, planes.size() - at);
            put(length, 4);
            encoded.insert(encoded.end(), planes.begin() + static_cast<std::ptrdiff_t>(at),
                           planes.begin() + static_cast<std::ptrdiff_t>(at + length));
        }
        std::vector<std::byte> decoded(values.size());
        ASSERT_TRUE(columns::decodeChunk(encoded, Compression::Lz4, 8, decoded)) << piece;
        EXPECT_EQ(decoded, values) << piece;
        const auto frame = columns::ChunkFrame::parse(encoded, Compression::Lz4, 8, values.size());
        ASSERT_TRUE(frame.has_value());
        EXPECT_EQ(frame->blocks(), piece == 1024 ? 1U : piece == 64 ? 16U : 1U) << piece;
        for (size_t cut = 0; cut < encoded.size(); cut += 37)
            EXPECT_FALSE(columns::decodeChunk(std::span(encoded).first(cut), Compression::Lz4, 8, decoded));
    }
}

TEST_F(ColumnFileTest, ManyThreadsReadAtOnce) {
    const uint64_t rows = chunkRows + 3000;
    writeRows(path("a.h5"), rows, rows);
    const auto file = *ColumnFile::open(path("a.h5"));
    std::vector<std::jthread> threads;
    for (unsigned t = 0; t < 4; ++t)
        threads.emplace_back([&file, t] {
            std::minstd_rand random(t + 1);
            for (int i = 0; i < 30; ++i) {
                const uint64_t first = random() % (file->rows() - 20);
                const Table wanted = mixedRows(first, 20);
                const auto found = file->readTable(first, 20);
                ASSERT_TRUE(found.has_value());
                for (size_t c = 0; c < wanted.columns.size(); ++c) expectEqual(found->columns[c], wanted.columns[c]);
            }
        });
}
