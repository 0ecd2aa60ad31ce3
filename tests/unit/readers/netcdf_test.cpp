// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/netcdf.h"
#include "core/data/readers/netcdf_variable.h"
#include "core/data/readers/row_import.h"

#include "tests/unit/readers/sources.h"

using namespace lathe;
using namespace lathe::readers;

namespace {

using Texts = std::vector<std::string>;

class NetCdfTest : public SourcesTest {
protected:
    /// A file of the given format with a grid of 2 times and 3 places, and texts.
    Path make(int format) {
        const Path path = m_folder.path() / ("made" + std::to_string(format) + ".nc");
        int file = 0;
        EXPECT_EQ(nc_create(path.c_str(), NC_CLOBBER | format, &file), NC_NOERR);
        int dims[3];
        nc_def_dim(file, "time", NC_UNLIMITED, &dims[0]);
        nc_def_dim(file, "place", 3, &dims[1]);
        nc_def_dim(file, "letters", 4, &dims[2]);
        int time = 0, temperature = 0, rain = 0, name = 0;
        nc_def_var(file, "time", NC_DOUBLE, 1, dims, &time);
        nc_put_att_text(file, time, "units", 21, "days since 2000-01-01");
        nc_def_var(file, "temperature", NC_SHORT, 2, dims, &temperature);
        const double scale = 0.1, offset = 20;
        const short fill = -999;
        nc_put_att_double(file, temperature, "scale_factor", NC_DOUBLE, 1, &scale);
        nc_put_att_double(file, temperature, "add_offset", NC_DOUBLE, 1, &offset);
        nc_put_att_short(file, temperature, "_FillValue", NC_SHORT, 1, &fill);
        nc_def_var(file, "rain", NC_INT, 2, dims, &rain);
        const int nameDims[2] = {dims[1], dims[2]};
        nc_def_var(file, "name", NC_CHAR, 2, nameDims, &name);
        nc_enddef(file);
        const size_t start[2] = {0, 0}, count[2] = {2, 3}, times[1] = {2};
        const double days[2] = {0, 1.5};
        const short temperatures[6] = {0, 5, -999, 10, 15, 20};
        const int rains[6] = {1, 2, 3, 4, 5, NC_FILL_INT};
        nc_put_vara_double(file, time, start, times, days);
        nc_put_vara_short(file, temperature, start, count, temperatures);
        nc_put_vara_int(file, rain, start, count, rains);
        nc_put_var_text(file, name, "Ulm Bonnx\0\0\0");
        nc_close(file);
        return path;
    }
};

TEST_F(NetCdfTest, aRowPerPointOfTheGridInEveryFormat) {
    for (const int format : {0, NC_64BIT_OFFSET, NC_64BIT_DATA, NC_NETCDF4}) {
        const Path file = make(format);
        const auto grid = import(file);
        EXPECT_EQ(grid.schema(), "time:timestamp place:integer temperature:real rain:integer") << format;
        EXPECT_EQ(grid.texts("time"), (Texts{"2000-01-01T00:00:00", "2000-01-01T00:00:00", "2000-01-01T00:00:00",
                                             "2000-01-02T12:00:00", "2000-01-02T12:00:00", "2000-01-02T12:00:00"}));
        EXPECT_EQ(grid.texts("place"), (Texts{"0", "1", "2", "0", "1", "2"}));
        EXPECT_EQ(grid.texts("temperature"), (Texts{"20", "20.5", "–", "21", "21.5", "22"}));
        EXPECT_EQ(grid.texts("rain"), (Texts{"1", "2", "3", "4", "5", "–"}));
        ImportOptions options;
        options.datasetPath = "name";
        EXPECT_EQ(import(file, options).texts("name"), (Texts{"Ulm", "Bonn", "x"}));
        options.datasetPath = "time";
        EXPECT_EQ(import(file, options).schema(), "time:timestamp");
        options.datasetPath = "tim";
        EXPECT_NE(problem(file, options).find("Did you mean 'time'?"), std::string::npos);
    }
    EXPECT_NE(problem(write("bad.nc", "CDF\x01xxxxxxxxxxxx")).find("corrupt"), std::string::npos);
}

/// A classic file of which the header promises two thousand million records, each a time and a place.
TEST_F(NetCdfTest, promisesOfAClassicFileAreCheckedAgainstItsSize) {
    std::ifstream stream(make(0), std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    bytes.replace(4, 4, std::string("\x7f\0\0\0", 4)); // the number of records stands behind the signature
    const Path file = write("promise.nc", bytes);
    ImportOptions options;
    options.datasetPath = "temperature";
    EXPECT_NE(problem(file, options).find("the file ends before its values"), std::string::npos);
    EXPECT_EQ(import(file).schema(), "place:integer name:category") << "what is there can be read";
}

/// What the library would believe: names of gigabytes, names longer than its callers' buffers, lists without end.
TEST_F(NetCdfTest, aHeaderThatCannotBeIsRefusedBeforeTheLibrarySeesIt) {
    const auto word = [](uint32_t value) {
        return std::string{static_cast<char>(value >> 24), static_cast<char>(value >> 16),
                           static_cast<char>(value >> 8), static_cast<char>(value)};
    };
    const auto refusal = [&](const std::string& rest) {
        return problem(write("header.nc", "CDF\x01" + word(0) + rest));
    };
    const std::string none = word(0) + word(0);
    const std::string dimension = word(10) + word(1) + word(1) + std::string("x\0\0\0", 4) + word(2);
    EXPECT_NE(refusal(word(10) + word(1) + word(0x7fffffff) + "name").find("a name has 2147483647 characters"),
              std::string::npos);
    EXPECT_NE(refusal(none + none + word(11) + word(1) + word(1000) + std::string(1100, 'n'))
                  .find("a name has 1000 characters"),
              std::string::npos);
    EXPECT_NE(refusal(word(10) + word(0x7fffffff) + std::string(100, '\0')).find("no list of dimensions"),
              std::string::npos);
    EXPECT_NE(refusal(none + word(12) + word(1) + word(1) + "a   " + word(6) + word(0x20000001) + std::string(64, '\0'))
                  .find("an attribute goes on"),
              std::string::npos);
    const std::string variable = none + word(11) + word(1) + word(1) + "v   ";
    EXPECT_NE(refusal(dimension + variable + word(1) + word(1) + std::string(64, '\0')).find("there is no dimension 1"),
              std::string::npos);
    EXPECT_NE(refusal(dimension + variable + word(0x100000) + std::string(64, '\0')).find("more than 1024"),
              std::string::npos);
    EXPECT_NE(
        refusal(dimension + variable + word(1) + word(0) + none + word(7) + std::string(64, '\0')).find("7 is no type"),
        std::string::npos);
    EXPECT_NE(refusal(dimension + variable + word(1) + word(0) + none + word(4)).find("behind the end"),
              std::string::npos);
}

TEST_F(NetCdfTest, anImageInMemoryIsKept) {
    for (const int format : {0, NC_NETCDF4}) {
        std::ifstream stream(make(format), std::ios::binary);
        std::unique_ptr<RowSource> rows;
        {
            const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
            rows = openNetCdfImage(bytes, {}).value();
        }
        const auto table = openRows(std::move(rows), "image", {}).value()->preview(10).value();
        EXPECT_EQ(table.rows(), 6U);
        EXPECT_EQ(table.columns.at(2).display(1), "20.5");
    }
}

TEST_F(NetCdfTest, aSeriesHasItsCoordinateBesideIt) {
    const Path path = m_folder.path() / "series.nc";
    int file = 0, time = 0, level = 0, dimension = 0;
    ASSERT_EQ(nc_create(path.c_str(), NC_CLOBBER, &file), NC_NOERR);
    nc_def_dim(file, "time", 3, &dimension);
    nc_def_var(file, "time", NC_INT, 1, &dimension, &time);
    nc_def_var(file, "level", NC_DOUBLE, 1, &dimension, &level);
    nc_enddef(file);
    const int times[3] = {5, 7, 11};
    const double levels[3] = {0.5, 1.5, 2.5};
    nc_put_var_int(file, time, times);
    nc_put_var_double(file, level, levels);
    nc_close(file);
    const auto series = import(path);
    EXPECT_EQ(series.schema(), "time:integer level:real");
    EXPECT_EQ(series.texts("time"), (Texts{"5", "7", "11"}));
}

TEST(NetCdfTime, unitsOfCf) {
    EXPECT_FALSE(parseTimeUnits("days since 999999-01-01")) << "64 bits do not hold its microseconds";
    const auto days = parseTimeUnits("days since 1970-1-2");
    ASSERT_TRUE(days);
    EXPECT_EQ(days->unitMicros, 86400000000);
    EXPECT_EQ(days->epochMicros, 86400000000);
    const auto hours = parseTimeUnits("Hours since 1970-01-01T06:30:00Z");
    ASSERT_TRUE(hours);
    EXPECT_EQ(hours->epochMicros, 390LL * 60 * 1000000);
    EXPECT_TRUE(parseTimeUnits("seconds since 1970-01-01 00:00:0.0 UTC"));
    for (const char* other : {"celsius", "months since 1970-01-01", "days since yesterday", "days since 1970-02-30",
                              "days since 1970-01-01 +05:00"})
        EXPECT_FALSE(parseTimeUnits(other)) << other;
}

#ifdef LATHE_DATA

/// Values by scipy.io.netcdf_file and h5py.
TEST_F(NetCdfTest, publishedFiles) {
    const Path folder = Path(LATHE_DATA) / "netcdf";
    EXPECT_EQ(import(folder / "tiny.nc").texts("tiny"), (Texts{"0", "1", "2", "3", "4"}));
    const auto temperature = import(folder / "scipy_example_1.nc");
    EXPECT_EQ(temperature.schema(), "time:timestamp level:integer lat:integer lon:integer temp:real");
    EXPECT_EQ(temperature.table.rows(), 200U);
    EXPECT_EQ(temperature.column("temp").missingCount(), 200U) << "nobody wrote them";
    EXPECT_EQ(temperature.texts("time")[0], "1996-01-01T12:00:00");
    ImportOptions options;
    options.datasetPath = "rh";
    const auto humidity = import(folder / "scipy_example_1.nc", options);
    EXPECT_EQ(humidity.texts("rh")[1], "0.20000000298023224");
    EXPECT_EQ(humidity.texts("lat")[10], "30");
    EXPECT_EQ(humidity.texts("lon")[11], "-140");
    const auto basins = import(folder / "basin_mask.nc");
    ASSERT_EQ(basins.table.rows(), 2138400U);
    EXPECT_EQ(basins.schema(), "Z:real Y:real X:real basin:integer");
    EXPECT_EQ(basins.column("basin").missingCount(), 983204U);
    int64_t sum = 0;
    for (const int64_t value : basins.column("basin").integers) sum += value; // missing ones hold 0
    EXPECT_EQ(sum, 7188283);
    EXPECT_EQ(basins.column("Y").reals[361], -88.5);
}

#endif

} // namespace
