// SPDX-License-Identifier: GPL-3.0-or-later
#include <hdf5.h>

#include "core/data/readers/hdf5_lz4.h"
#include "tests/unit/readers/sources.h"

#include <random>

using namespace lathe;
using namespace lathe::readers;

namespace {

using Texts = std::vector<std::string>;

class Hdf5Test : public SourcesTest {
protected:
    static ImportOptions at(const std::string& path) {
        ImportOptions options;
        options.datasetPath = path;
        return options;
    }
    Path make() {
        const Path path = m_folder.path() / "made.h5";
        const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
        H5Gclose(H5Gcreate2(file, "g", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
        const int numbers[6] = {1, 2, 3, 4, 5, 6};
        add(file, "/g/two", {3, 2}, H5T_STD_I32BE, H5T_NATIVE_INT, numbers);
        const double reals[3] = {0.5, 1.5, 2.5};
        add(file, "/g/one", {3}, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, reals);
        add(file, "/other", {2}, H5T_STD_U8LE, H5T_NATIVE_INT, numbers);
        H5Lcreate_external("elsewhere.h5", "/x", file, "link", H5P_DEFAULT, H5P_DEFAULT);
        H5Fclose(file);
        return path;
    }
    static void add(hid_t file, const char* name, std::vector<hsize_t> shape, hid_t stored, hid_t given,
                    const void* values) {
        const hid_t space = H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr);
        const hid_t dataset = H5Dcreate2(file, name, stored, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
        H5Dwrite(dataset, given, H5S_ALL, H5S_ALL, H5P_DEFAULT, values);
        H5Dclose(dataset);
        H5Sclose(space);
    }
};

TEST_F(Hdf5Test, aGroupSideBySideOrADatasetAlone) {
    const Path file = make();
    const auto whole = import(file);
    EXPECT_EQ(whole.schema(), "one:real two_1:integer two_2:integer");
    EXPECT_EQ(whole.texts("two_2"), (Texts{"2", "4", "6"}));
    EXPECT_EQ(whole.outcome.description.chosen, "/g");
    EXPECT_EQ(whole.outcome.description.choices.size(), 3U);
    EXPECT_EQ(whole.outcome.description.choices[1], (SourceChoice{"/g/two", "dataset", "3 × 2"}));
    EXPECT_EQ(import(file, at("other")).texts("other"), (Texts{"1", "2"}));
    EXPECT_EQ(import(file, at("/g/")).schema(), whole.schema());
    EXPECT_NE(problem(file, at("/g/onn")).find("Did you mean '/g/one'?"), std::string::npos);
}

/// https://cfconventions.org/cf-conventions/cf-conventions.html: 2.5.1 missing data, 4.4 time
TEST_F(Hdf5Test, attributesSayWhatIsMissingAndWhatIsATime) {
    const Path path = m_folder.path() / "conventions.h5";
    const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    const auto attribute = [&](const char* dataset, const char* name, hid_t type, const void* value) {
        const hid_t space = H5Screate(H5S_SCALAR);
        const hid_t id = H5Acreate_by_name(file, dataset, name, type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
        H5Awrite(id, type, value);
        H5Aclose(id);
        H5Sclose(space);
    };
    const hid_t fixed = H5Tcopy(H5T_C_S1);
    constexpr size_t width = 32;
    H5Tset_size(fixed, width);
    const auto words = [&](const char* dataset, const char* name, std::string value) {
        value.resize(width);
        attribute(dataset, name, fixed, value.data());
    };
    const int numbers[3] = {-9, 0, 36};
    const double reals[3] = {1.5, 1e20, 2.5};
    add(file, "/n", {3}, H5T_STD_I16BE, H5T_NATIVE_INT, numbers);
    attribute("/n", "_FillValue", H5T_NATIVE_INT, numbers);
    add(file, "/r", {3}, H5T_IEEE_F32LE, H5T_NATIVE_DOUBLE, reals);
    attribute("/r", "_FillValue", H5T_NATIVE_DOUBLE, &reals[1]);
    add(file, "/hours", {3}, H5T_STD_I32LE, H5T_NATIVE_INT, numbers);
    words("/hours", "units", "hours since 2000-01-01");
    add(file, "/days", {3}, H5T_STD_I8LE, H5T_NATIVE_INT, numbers);
    words("/days", "units", "days since 2000-01-01");
    attribute("/days", "_FillValue", H5T_NATIVE_INT, numbers);
    add(file, "/kelvin", {3}, H5T_STD_U8LE, H5T_NATIVE_INT, &numbers[0]);
    words("/kelvin", "units", "K");
    words("/kelvin", "name", "temperature");
    H5Tclose(fixed);
    H5Fclose(file);
    const auto read = import(path);
    EXPECT_EQ(read.schema(), "days:date hours:timestamp kelvin:integer n:integer r:real")
        << "a name that is not the path says nothing of the column";
    EXPECT_EQ(read.texts("n"), (Texts{"–", "0", "36"}));
    EXPECT_EQ(read.texts("r"), (Texts{"1.5", "–", "2.5"}));
    EXPECT_EQ(read.texts("hours"), (Texts{"1999-12-31T15:00:00", "2000-01-01T00:00:00", "2000-01-02T12:00:00"}));
    EXPECT_EQ(read.texts("days"), (Texts{"–", "2000-01-01", "2000-02-06"}));
}

/// Debian leaves the plug-in for LZ4 out unless it is asked for.
TEST_F(Hdf5Test, chunksOfLz4NeedNoPlugIn) {
    const Path path = m_folder.path() / "packed.h5";
    constexpr int64_t rows = 100000; // two chunks, of which the second is not full
    const auto writer = ColumnFileWriter::create(path, {{"number", ColumnType::Integer}, {"noise", ColumnType::Real}});
    Table table;
    table.columns = {Column{.schema = {"number", ColumnType::Integer}}, Column{.schema = {"noise", ColumnType::Real}}};
    std::mt19937_64 random(5);
    for (int64_t i = 0; i < rows; ++i) {
        table.columns[0].integers.push_back(i / 100);
        table.columns[1].reals.push_back(std::uniform_real_distribution<double>()(random)); // pieces that do not shrink
    }
    ASSERT_TRUE((*writer)->append(table));
    ASSERT_TRUE((*writer)->finish());
    const auto whole = import(path, at("/data"));
    ASSERT_EQ(whole.schema(), "number:integer noise:real");
    EXPECT_EQ(whole.column("number").integers, table.columns[0].integers);
    EXPECT_EQ(whole.column("noise").reals, table.columns[1].reals);
}

TEST(Lz4Frame, isUnpackedOrRefused) {
    const auto bytesOf = [](std::initializer_list<int> values) {
        std::vector<std::byte> bytes;
        for (const int value : values) bytes.push_back(static_cast<std::byte>(value));
        return bytes;
    };
    const auto unpack = [](const std::vector<std::byte>& frame) -> std::string {
        std::string text(lz4FrameSize(frame), '?');
        return unpackLz4Frame(frame, std::as_writable_bytes(std::span(text))) ? text : "damaged";
    };
    // Pieces of 4 bytes: "abcd" as it is, then "aa" packed as two literals (token 0x20).
    const auto good =
        bytesOf({0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 4, 0, 0, 0, 4, 'a', 'b', 'c', 'd', 0, 0, 0, 3, 0x20, 'a', 'a'});
    EXPECT_EQ(unpack(good), "abcdaa");
    for (size_t length = 12; length < good.size(); ++length)
        EXPECT_EQ(unpack({good.begin(), good.begin() + static_cast<ptrdiff_t>(length)}), "damaged") << length;
    EXPECT_EQ(lz4FrameSize(std::span(good).first(11)), 0U);
    EXPECT_EQ(lz4FrameSize(bytesOf({0, 0, 1, 0, 0, 0, 0, 6, 0, 0, 0, 4})), 0U) << "promises a terabyte";
    EXPECT_EQ(unpack(bytesOf({0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0})), "damaged") << "pieces of no bytes";
    EXPECT_EQ(unpack(bytesOf({0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0x30, 'a', 'a'})), "damaged")
        << "more than there is";
}

/// Unwritten values take no room in the file.
TEST_F(Hdf5Test, promisesCostNoMemory) {
    const Path path = m_folder.path() / "promise.h5";
    const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    const hid_t text = H5Tcopy(H5T_C_S1);
    H5Tset_size(text, size_t{1} << 20);
    const hsize_t lengths[2] = {4, 8000}, rows[1] = {4}, places[1] = {100};
    const hid_t list = H5Tarray_create2(H5T_STD_I8LE, 1, places);
    for (const auto& [name, type, shape, rank] :
         {std::tuple{"wide", text, &lengths[0], 2}, std::tuple{"many", list, &lengths[0], 2},
          std::tuple{"few", list, &rows[0], 1}}) {
        const hid_t space = H5Screate_simple(rank, shape, nullptr);
        const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
        const hsize_t chunk[2] = {1, 1};
        H5Pset_chunk(creation, rank, chunk);
        H5Dclose(H5Dcreate2(file, name, type, space, H5P_DEFAULT, creation, H5P_DEFAULT));
        H5Pclose(creation);
        H5Sclose(space);
    }
    H5Tclose(list);
    H5Tclose(text);
    H5Fclose(file);
    EXPECT_NE(problem(path, at("wide")).find("8.4 GB"), std::string::npos) << problem(path, at("wide"));
    EXPECT_NE(problem(path, at("many")).find("800000 columns"), std::string::npos);
    EXPECT_EQ(import(path, at("few")).table.columns.size(), 100U);
}

TEST_F(Hdf5Test, namesThatAreNotUtf8AreReadAsLatin1) {
    const Path path = m_folder.path() / "names.h5";
    const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    const double value = 1;
    add(file, "a\xe9", {1}, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, &value);
    H5Fclose(file);
    const auto imported = import(path);
    EXPECT_EQ(imported.schema(), "aé:real");
    EXPECT_EQ(imported.outcome.description.chosen, "/aé");
}

TEST_F(Hdf5Test, damageIsAnErrorNotACrash) {
    std::ifstream stream(make(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    for (size_t cut = 8; cut < bytes.size(); cut += bytes.size() / 40 + 1) {
        const auto imported = tryImport(write("cut.h5", std::string_view(bytes).substr(0, cut)));
        EXPECT_FALSE(imported) << cut;
    }
}

#ifdef LATHE_DATA

Path data(const std::string& name) { return Path(LATHE_DATA) / "hdf5" / name; }

/// Values by h5py.
TEST_F(Hdf5Test, publishedCompounds) {
    for (const char* name : {"compound_datasets_earliest.hdf5", "compound_datasets_latest.hdf5"})
        for (const char* storage : {"chunked", "contiguous"}) {
            const auto people = import(data(name), at(std::string(storage) + "_compound"));
            EXPECT_EQ(
                people.schema(),
                "firstName:category surname:category gender:category age:integer fav_number:real vector_1:real vector_2:real vector_3:real");
            EXPECT_EQ(people.texts("firstName"), (Texts{"Bob", "Peter", "James", "Ellie"}));
            EXPECT_EQ(people.texts("surname"), (Texts{"Smith", "Fletcher", "Mudd", "Kyle"}));
            EXPECT_EQ(people.texts("age"), (Texts{"32", "43", "12", "22"}));
            EXPECT_EQ(people.texts("vector_3"), (Texts{"3", "-32.400001525878906", "-3", "-3.799999952316284"}))
                << "float32 as double";
            const auto nested = import(data(name), at(std::string("nested_") + storage + "_compound"));
            EXPECT_EQ(nested.schema(),
                      "firstNumber.real:real firstNumber.img:real secondNumber.real:real secondNumber.img:real");
            const auto lists = import(data(name), at(std::string("vlen_") + storage + "_compound"));
            EXPECT_EQ(lists.table.rows(), 3U);
        }
}

TEST_F(Hdf5Test, publishedTextsEnumsListsAndScalars) {
    for (const char* name : {"test_string_datasets_earliest.hdf5", "test_string_datasets_latest.hdf5"})
        for (const char* path : {"fixed_length_ascii", "variable_length_ascii", "variable_length_utf8"}) {
            const auto texts = import(data(name), at(path));
            EXPECT_EQ(texts.texts(path)[0], "string number 0");
            EXPECT_EQ(texts.texts(path)[9], "string number 9");
        }
    EXPECT_EQ(import(data("test_enum_datasets_latest.hdf5"), at("enum_uint16_data")).texts("enum_uint16_data"),
              (Texts{"RED", "GREEN", "BLUE", "YELLOW"}));
    EXPECT_EQ(import(data("test_vlen_datasets_latest.hdf5"), at("vlen_int16_data")).texts("vlen_int16_data"),
              (Texts{"[0]", "[1,2]", "[3,4,5]"}));
    EXPECT_EQ(import(data("test_scalar_empty_datasets_latest.hdf5"), at("scalar_int_64")).texts("scalar_int_64"),
              Texts{"123"});
    EXPECT_NE(problem(data("test_scalar_empty_datasets_latest.hdf5"), at("empty_int_8")).find("it is empty"),
              std::string::npos);
    const auto special = import(data("float_special_values_latest.hdf5"), at("float64"));
    EXPECT_EQ(special.table.rows(), 5U);
    EXPECT_EQ(special.column("float64").missingCount(), 1U);
    const auto chunked = import(data("test_compressed_chunked_datasets_earliest.hdf5"), at("int/int16"));
    EXPECT_EQ(chunked.table.columns.size(), 5U);
    EXPECT_EQ(chunked.texts("int16_5")[6], "34");
    EXPECT_EQ(import(data("test_file.hdf5"), at("nD_Datasets/3D_int32")).table.columns.size(), 500U);
    EXPECT_EQ(import(data("test_multidimensional_array.hdf5"), at("/GROUP1/GROUP2/DATASET1")).table.rows(), 5U);
}

TEST_F(Hdf5Test, everyPublishedFileIsReadOrRefusedWithAReason) {
    for (const auto& entry : std::filesystem::directory_iterator(Path(LATHE_DATA) / "hdf5")) {
        const auto described = describeSource(entry.path(), {});
        ASSERT_TRUE(described) << entry.path() << described.error().describe();
        for (const auto& choice : described->choices) {
            const auto imported = tryImport(entry.path(), at(choice.name));
            if (imported) continue;
            EXPECT_EQ(imported.error().kind, ErrorKind::Unsupported)
                << choice.name << ": " << imported.error().describe();
        }
    }
}

#endif

} // namespace
