// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/numpy.h"

#include <cmath>
#include <cstring>

#include "core/base/text.h"
#include "tests/unit/readers/sources.h"

using namespace lathe;
using namespace lathe::readers;
using namespace std::string_literals;

namespace {

using Texts = std::vector<std::string>;

/// A file as numpy.save() writes it.
std::string npy(const std::string& descr, const std::string& shape, const std::string& data, bool fortran = false,
                char version = 1) {
    std::string header =
        "{'descr': " + descr + ", 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': " + shape + ", }";
    const size_t before = version == 1 ? 10 : 12;
    while ((before + header.size() + 1) % 64 != 0) header += ' ';
    header += '\n';
    std::string file = "\x93NUMPY"s + version + '\0';
    for (size_t i = 0; i < (version == 1 ? 2U : 4U); ++i) file += static_cast<char>(header.size() >> (8 * i) & 0xFF);
    return file + header + data;
}

template <typename T>
std::string bytesOf(const std::vector<T>& values) {
    std::string bytes(values.size() * sizeof(T), '\0');
    std::memcpy(bytes.data(), values.data(), bytes.size());
    return bytes;
}

class ArraysTest : public SourcesTest {};

TEST_F(ArraysTest, numbersOfEveryKind) {
    EXPECT_EQ(importText("a.npy", npy("'<f8'", "(3,)", bytesOf<double>({1.5, std::nan(""), -2}))).texts("value"),
              (Texts{"1.5", "–", "-2"}));
    EXPECT_EQ(importText("b.npy", npy("'>i2'", "(2,)", "\x01\x00\xff\xfe"s)).texts("value"), (Texts{"256", "-2"}));
    EXPECT_EQ(importText("c.npy", npy("'|b1'", "(2,)", "\x01\x00"s)).schema(), "value:boolean");
    EXPECT_EQ(importText("d.npy", npy("'<f2'", "(3,)", bytesOf<uint16_t>({0x3C00, 0xC001, 0x0001}))).texts("value"),
              (Texts{"1", "-2.001953125", "5.960464477539063e-08"}));
    EXPECT_EQ(importText("e.npy", npy("'<u8'", "(2,)", bytesOf<uint64_t>({UINT64_MAX, 1}))).texts("value"),
              (Texts{"18446744073709551615", "1"}));
    EXPECT_EQ(importText("f.npy", npy("'<f4'", "()", bytesOf<float>({0.1F}))).texts("value"), Texts{exactNumber(0.1F)});
}

TEST_F(ArraysTest, textsAndDates) {
    EXPECT_EQ(importText("a.npy", npy("'|S3'", "(3,)", "ab\0c\xe9\0xyz"s)).texts("value"), (Texts{"ab", "cé", "xyz"}));
    EXPECT_EQ(
        importText("b.npy", npy("'<U2'", "(2,)", bytesOf<uint32_t>({'a', 0x1F600, 0xE9, 0}), false, 3)).texts("value"),
        (Texts{"a😀", "é"}));
    const auto days = importText("c.npy", npy("'<M8[D]'", "(3,)", bytesOf<int64_t>({0, -1, INT64_MIN})));
    EXPECT_EQ(days.schema(), "value:date");
    EXPECT_EQ(days.texts("value"), (Texts{"1970-01-01", "1969-12-31", "–"}));
    EXPECT_EQ(importText("d.npy", npy("'<M8[ns]'", "(1,)", bytesOf<int64_t>({1500}), false, 2)).texts("value"),
              Texts{"1970-01-01T00:00:00.000001"});
    EXPECT_EQ(importText("e.npy", npy("'<M8[M]'", "(2,)", bytesOf<int64_t>({1, -1}))).texts("value"),
              (Texts{"1970-02-01", "1969-12-01"}));
}

TEST_F(ArraysTest, placesBecomeColumnsInEitherOrder) {
    const auto rows = importText("a.npy", npy("'<i4'", "(2, 3)", bytesOf<int32_t>({1, 2, 3, 4, 5, 6})));
    EXPECT_EQ(rows.schema(), "value_1:integer value_2:integer value_3:integer");
    EXPECT_EQ(rows.texts("value_2"), (Texts{"2", "5"}));
    const auto columns = importText("b.npy", npy("'<i4'", "(2, 3)", bytesOf<int32_t>({1, 4, 2, 5, 3, 6}), true));
    EXPECT_EQ(columns.outcome.contentHash, rows.outcome.contentHash);
    // numpy.asfortranarray(numpy.arange(12).reshape(2, 2, 3)).ravel("K")
    const auto cube =
        importText("c.npy", npy("'<i4'", "(2, 2, 3)", bytesOf<int32_t>({0, 6, 3, 9, 1, 7, 4, 10, 2, 8, 5, 11}), true));
    Texts first;
    for (const auto& column : cube.table.columns) first.push_back(column.display(0));
    EXPECT_EQ(first, (Texts{"0", "1", "2", "3", "4", "5"}));
}

TEST_F(ArraysTest, structuresGiveAColumnPerField) {
    const std::string row = bytesOf<int16_t>({7}) + "ab\0"s + bytesOf<double>({0.5, 1.5}) + bytesOf<int32_t>({9});
    const auto imported = importText(
        "a.npy", npy("[('id', '<i2'), ('name', 'S3'), ('at', '<f8', (2,)), ('in', [('deep', '<i4')])]", "(1,)", row));
    EXPECT_EQ(imported.schema(), "id:integer name:category at_1:real at_2:real in.deep:integer");
    EXPECT_EQ(imported.texts("name"), Texts{"ab"});
    EXPECT_EQ(imported.texts("at_2"), Texts{"1.5"});
}

TEST_F(ArraysTest, whatCannotBeReadIsSaid) {
    EXPECT_NE(problem(write("a.npy", npy("'|O'", "(1,)", "x"))).find("'|O' cannot be read"), std::string::npos);
    EXPECT_NE(problem(write("b.npy", npy("'<c16'", "(1,)", std::string(16, '\0'))))
                  .find("unsupported: values of NumPy type '<c16'"),
              std::string::npos);
    EXPECT_NE(problem(write("c.npy", npy("'<i4'", "(3,)", "1234"))).find("ends before its last value"),
              std::string::npos);
    EXPECT_NE(problem(write("d.npy", npy("'<i4'", "(9223372036854775807, 4)", ""))).find("too large"),
              std::string::npos);
    EXPECT_NE(problem(write("e.npy", npy("'<i4'", "(2, 100000)", ""))).find("more than 8192"), std::string::npos);
    EXPECT_NE(problem(write("f.npy", "\x93NUMPY\x07\0\0\0"s)).find("newer than 3"), std::string::npos);
}

/// Headers of a hundred bytes that promise terabytes.
TEST_F(ArraysTest, promisesCostNoMemory) {
    const auto refused = [&](const std::string& descr, const std::string& shape) {
        return problem(write("p.npy", npy(descr, shape, "xxxx")));
    };
    EXPECT_NE(refused("'|S1000000'", "(1000, 8000)").find("a row of"), std::string::npos);
    EXPECT_NE(refused("[('a', '|S1'), ('', '|V1000000', (8000,)), ('b', '|S1')]", "(9,)").find("more than"),
              std::string::npos);
    EXPECT_NE(refused("[('a', '|S0', (8000,)), ('b', '|S0', (8000,))]", "(9,)").find("16000 columns"),
              std::string::npos);
    EXPECT_NE(refused("'|S0'", "(1000000000000,)").find("rows without a byte"), std::string::npos);
    EXPECT_NE(refused("'|S1000000'", "(1000000000000,)").find("ends before its last value"), std::string::npos);
}

TEST_F(ArraysTest, datesBeyondAllYearsAreErrors) {
    for (const char* type : {"'<M8[2M]'", "'<M8[Y]'", "'<M8[D]'", "'<M8[1000000h]'"})
        for (const int64_t count : {INT64_MIN / 2, INT64_MIN + 1, INT64_MAX})
            EXPECT_NE(problem(write("d.npy", npy(type, "(1,)", bytesOf<int64_t>({count})))).find("64 bits"),
                      std::string::npos)
                << type << count;
}

TEST_F(ArraysTest, equalNamesAreNumbered) {
    const auto rows = importText(
        "n.npy", npy("[('x', '|b1'), ('x_2', '|b1'), ('x', '|b1'), ('', '|b1'), ('x', '|b1')]", "(1,)", "\1\1\1\1\1"));
    EXPECT_EQ(rows.schema(), "x:boolean x_2:boolean x_3:boolean value:boolean x_4:boolean");
}

TEST_F(ArraysTest, idxWithItsLabels) {
    const std::string images = "\0\0\x08\x03\0\0\0\x02\0\0\0\x01\0\0\0\x02"s + "\x01\x02\x03\xff"s;
    write("t-images-idx3-ubyte", images);
    write("t-labels-idx1-ubyte", "\0\0\x08\x01\0\0\0\x02\x05\x06"s);
    const auto imported = import(m_folder.path() / "t-images-idx3-ubyte");
    EXPECT_EQ(imported.schema(), "label:integer pixel_1:integer pixel_2:integer");
    EXPECT_EQ(imported.texts("label"), (Texts{"5", "6"}));
    EXPECT_EQ(imported.texts("pixel_2"), (Texts{"2", "255"}));
    EXPECT_EQ(import(m_folder.path() / "t-labels-idx1-ubyte").schema(), "label:integer");
    EXPECT_EQ(importText("r.idx", "\0\0\x0d\x01\0\0\0\x01\x3f\x80\0\0"s).texts("value"), Texts{"1"});
}

#ifdef LATHE_DATA

/// Sums by numpy over the unpacked bytes.
TEST_F(ArraysTest, fashionMnist) {
    const auto imported = import(Path(LATHE_DATA) / "fashion-mnist/t10k-images-idx3-ubyte.gz");
    EXPECT_EQ(imported.table.rows(), 10000U);
    ASSERT_EQ(imported.table.columns.size(), 785U);
    int64_t sum = 0;
    for (size_t i = 1; i < 785; ++i)
        for (const int64_t value : imported.table.columns[i].integers) sum += value;
    EXPECT_EQ(sum, 573469082);
    EXPECT_EQ(imported.texts("label")[0], "9");
}

#endif

} // namespace
