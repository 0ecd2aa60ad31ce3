// SPDX-License-Identifier: GPL-3.0-or-later
// The same texts through every format that is read: written by the library of the format where it has one, else by
// hand.
#include <hdf5.h>
#include <netcdf.h>
#include <sqlite3.h>

#include "tests/unit/readers/sources.h"
#ifdef LATHE_PARQUET
#include "tests/unit/readers/parquet_files.h"
#endif

#include <fmt/format.h>

#include <functional>

using namespace lathe;
using namespace lathe::readers;

namespace {

using Texts = std::vector<std::string>;

/// The code points of a UTF-8 text.
std::u32string codePoints(const std::string& text) {
    std::u32string points;
    for (size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i]);
        const size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        char32_t point = length == 1 ? first : first & (0x7FU >> length);
        for (size_t k = 1; k < length; ++k) point = point << 6U | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
        points += point;
        i += length;
    }
    return points;
}

std::vector<const char*> pointers(const Texts& texts) {
    std::vector<const char*> list;
    for (const auto& text : texts) list.push_back(text.c_str());
    return list;
}

class EveryFormatTest : public SourcesTest {
protected:
    Path sqlite(const Texts& texts) const {
        const Path path = m_folder.path() / "texts.sqlite";
        sqlite3* database = nullptr;
        sqlite3_open(path.c_str(), &database);
        sqlite3_exec(database, "create table t(value text)", nullptr, nullptr, nullptr);
        sqlite3_stmt* insert = nullptr;
        sqlite3_prepare_v2(database, "insert into t values (?)", -1, &insert, nullptr);
        for (const auto& text : texts) {
            sqlite3_bind_text(insert, 1, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
            sqlite3_step(insert);
            sqlite3_reset(insert);
        }
        sqlite3_finalize(insert);
        sqlite3_close(database);
        return path;
    }
    Path hdf5(const Texts& texts) const {
        const Path path = m_folder.path() / "texts.h5";
        const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
        const hid_t type = H5Tcopy(H5T_C_S1);
        H5Tset_size(type, H5T_VARIABLE);
        H5Tset_cset(type, H5T_CSET_UTF8);
        const hsize_t count = texts.size();
        const hid_t space = H5Screate_simple(1, &count, nullptr);
        const hid_t dataset = H5Dcreate2(file, "value", type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
        H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers(texts).data());
        H5Dclose(dataset);
        H5Sclose(space);
        H5Tclose(type);
        H5Fclose(file);
        return path;
    }
    Path netCdf(const Texts& texts) const {
        const Path path = m_folder.path() / "texts.nc";
        int file = 0;
        int dimension = 0;
        int variable = 0;
        nc_create(path.c_str(), NC_NETCDF4, &file);
        nc_def_dim(file, "row", texts.size(), &dimension);
        nc_def_var(file, "value", NC_STRING, 1, &dimension, &variable);
        nc_put_var_string(file, variable, pointers(texts).data());
        nc_close(file);
        return path;
    }
    Path npy(const Texts& texts) const {
        size_t width = 1;
        for (const auto& text : texts) width = std::max(width, codePoints(text).size());
        std::string header =
            fmt::format("{{'descr': '<U{}', 'fortran_order': False, 'shape': ({},), }}", width, texts.size());
        header.append(118 - header.size(), ' ').push_back('\n');
        std::string bytes = std::string("\x93NUMPY\x01\0", 8) + static_cast<char>(header.size()) + '\0' + header;
        for (const auto& text : texts) {
            std::u32string points = codePoints(text);
            points.resize(width, U'\0');
            bytes.append(reinterpret_cast<const char*>(points.data()), points.size() * 4);
        }
        return write("texts.npy", bytes);
    }
    Path arff(const Texts& texts) const {
        std::string content = "@relation texts\n@attribute value string\n@data\n";
        for (const auto& text : texts) {
            content += '\'';
            for (const char c : text) {
                if (c == '\'' || c == '\\' || c == '%') content += '\\';
                if (c == '\n') content += "\\n";
                else if (c == '\r') content += "\\r";
                else if (c == '\t') content += "\\t";
                else content += c;
            }
            content += "'\n";
        }
        return write("texts.arff", content);
    }
    Path folder(const Texts& texts) const {
        for (size_t i = 0; i < texts.size(); ++i) write(fmt::format("texts/one/{:04}.txt", i), texts[i]);
        return m_folder.path() / "texts";
    }

    void expectThroughEveryFormat(const Texts& texts) {
        ImportOptions asText;
        asText.csv.types["value"] = ColumnType::Text;
        EXPECT_EQ(import(sqlite(texts), asText).texts("value"), texts);
        EXPECT_EQ(import(hdf5(texts), asText).texts("value"), texts);
        EXPECT_EQ(import(netCdf(texts), asText).texts("value"), texts);
        EXPECT_EQ(import(arff(texts), asText).texts("value"), texts);
        const auto array = import(npy(texts));
        EXPECT_EQ(array.texts(array.table.columns[0].schema.name), texts);
        EXPECT_EQ(import(folder(texts)).texts("text"), texts);
#ifdef LATHE_PARQUET
        writeParquetTexts(m_folder.path() / "texts.parquet", "value", texts);
        EXPECT_EQ(import(m_folder.path() / "texts.parquet", asText).texts("value"), texts);
#endif
    }
};

TEST_F(EveryFormatTest, hostileTexts) {
    expectThroughEveryFormat({" ", "\"", "\\", "\\n", "a,b", "a\nb", "a\r\nb", "\t", "{}", "[1]", "null", "?", "%",
                              "\xf0\x9f\x98\x80", "\x01\x1f\x7f", "=1+1", "'", "007", "2014-01-31"});
}

#ifdef LATHE_DATA

TEST_F(EveryFormatTest, theBigListOfNaughtyStrings) {
    ImportOptions asText;
    asText.csv.types["value"] = ColumnType::Text;
    const Texts strings = import(Path(LATHE_DATA) / "csv-evil/blns.json", asText).texts("value");
    ASSERT_EQ(strings.size(), 515U);
    expectThroughEveryFormat(strings);
}

#endif

} // namespace
