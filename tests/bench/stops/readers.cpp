// SPDX-License-Identifier: GPL-3.0-or-later
#include <hdf5.h>
#include <netcdf.h>

#include <cstdlib>
#include <fstream>

#include "core/data/readers/append.h"
#include "core/data/readers/reader_process.h"
#include "core/data/writers/export.h"
#include "core/project/database.h"
#include "tests/bench/bench.h"
#include "tests/bench/stops/stops.h"

namespace lathe::bench {

namespace {

constexpr uint64_t mostRows = 1'000'000; // text formats read a few hundred thousand rows a second

void runProgram(const std::string& command) {
    if (std::system(command.c_str()) != 0) giveUp("failed: " + command);
}

void writeFixedWidth(const Path& path, uint64_t rows) {
    std::ofstream out(path, std::ios::binary);
    out << "id        name            value     \n";
    for (uint64_t row = 0; row < rows; ++row)
        out << fmt::format("{:<10}{:<16}{:<10.6f}\n", row, "name " + std::to_string(row % 1000),
                           static_cast<double>(row % 997) / 7);
}

void writeArff(const Path& path, uint64_t rows) {
    std::ofstream out(path, std::ios::binary);
    out << "@relation r\n@attribute id integer\n@attribute name string\n@attribute value real\n@attribute kind {sun, rain, fog}\n@data\n";
    for (uint64_t row = 0; row < rows; ++row)
        out << fmt::format("{},'name {}',{:.6f},{}\n", row, row % 100'000, static_cast<double>(row % 997) / 7,
                           row % 3 == 0   ? "sun"
                           : row % 3 == 1 ? "rain"
                                          : "fog");
}

/// An object of columns is held in memory, of up to 64 MiB.
void writeJsonColumns(const Path& path) {
    constexpr uint64_t rows = 2'000'000;
    std::ofstream out(path, std::ios::binary);
    for (const char* name : {"a", "b", "c"}) {
        out << (*name == 'a' ? '{' : ',') << '"' << name << "\":[0";
        for (uint64_t row = 1; row < rows; ++row) out << fmt::format(",{}.25", row);
        out << ']';
    }
    out << '}';
}

void writeJsonKeys(const Path& path) {
    std::ofstream out(path, std::ios::binary);
    out << R"({"r":{"a":0,"b":{"c":"0"}})";
    for (uint64_t row = 1; row < 1'200'000; ++row)
        out << fmt::format(R"(,"r{}":{{"a":{}.25,"b":{{"c":"text {}"}}}})", row, row, row % 1000);
    out << '}';
}

/// Records of several MB each, as outlines of countries are.
void writeJsonLongLines(const Path& path) {
    std::string outline = "[[0,0]";
    for (int i = 1; outline.size() < size_t{7} << 20U; ++i)
        outline += fmt::format(",[{:.14f},{:.14f}]", -100 - i * 3.3e-5, 50 + i * 1.7e-6);
    std::ofstream out(path, std::ios::binary);
    for (int row = 0; row < 8; ++row) out << fmt::format(R"({{"name":"country {}","at":{}]}})", row, outline) << '\n';
}

void writeSqlite(const Path& path, uint64_t rows) {
    const auto database = must(Database::open(path, Database::Mode::Create));
    must(database->execute(fmt::format("CREATE TABLE readings(id INTEGER, name TEXT, value REAL);"
                                       "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) "
                                       "INSERT INTO readings SELECT i, 'name ' || (i % 100000), i / 7.0 FROM n;",
                                       rows)));
}

/// One dataset of reals; in chunks of \p chunk values, packed, or of one piece when that is 0.
void writeHdf5(const Path& path, uint64_t values, uint64_t chunk) {
    const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    const hsize_t shape[] = {values};
    const hsize_t chunks[] = {chunk};
    const hid_t space = H5Screate_simple(1, shape, nullptr);
    const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
    if (chunk > 0) {
        H5Pset_chunk(creation, 1, chunks);
        H5Pset_deflate(creation, 4);
    }
    const hid_t dataset = H5Dcreate2(file, "values", H5T_IEEE_F64LE, space, H5P_DEFAULT, creation, H5P_DEFAULT);
    std::vector<double> numbers(values);
    for (uint64_t i = 0; i < values; ++i) numbers[i] = static_cast<double>(i * i % 1'000'003) / 8;
    H5Dwrite(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers.data());
    H5Dclose(dataset);
    H5Pclose(creation);
    H5Sclose(space);
    H5Fclose(file);
}

/// Two variables over the days and cells of a grid; \p format as nc_create() has it.
void writeNetcdf(const Path& path, uint64_t cells, int format) {
    constexpr size_t days = 100;
    int file = 0;
    int dimensions[2] = {};
    nc_create(path.c_str(), NC_CLOBBER | format, &file);
    nc_def_dim(file, "day", days, &dimensions[0]);
    nc_def_dim(file, "cell", cells / days, &dimensions[1]);
    std::vector<float> numbers(cells / days * days);
    for (size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<float>(i % 1013) / 4;
    for (const char* name : {"rain", "wind"}) {
        int variable = 0;
        nc_redef(file);
        nc_def_var(file, name, NC_FLOAT, 2, dimensions, &variable);
        nc_enddef(file);
        nc_put_var_float(file, variable, numbers.data());
    }
    nc_close(file);
}

void writeNpy(const Path& path, uint64_t rows) {
    std::string header = fmt::format("{{'descr': '<f8', 'fortran_order': False, 'shape': ({}, 4), }}", rows);
    header.resize(117, ' ');
    header += '\n';
    std::ofstream out(path, std::ios::binary);
    out << std::string("\x93NUMPY\x01\x00\x76\x00", 10) << header;
    for (uint64_t i = 0; i < rows * 4; ++i) {
        const double value = static_cast<double>(i % 1'000'003) / 8;
        out.write(reinterpret_cast<const char*>(&value), sizeof value);
    }
}

void writeIdx(const Path& path, uint32_t rows) {
    std::ofstream out(path, std::ios::binary);
    out << std::string("\x00\x00\x08\x03", 4);
    for (const uint32_t size : {rows, 28U, 28U})
        for (int shift = 24; shift >= 0; shift -= 8) out.put(static_cast<char>(size >> static_cast<unsigned>(shift)));
    const std::string picture(28 * 28, '\x11');
    for (uint32_t row = 0; row < rows; ++row) out << picture;
}

void writeTextFolder(const Path& folder, int files) {
    for (const char* kind : {"ham", "spam"}) std::filesystem::create_directories(folder / kind);
    for (int i = 0; i < files; ++i)
        std::ofstream(folder / (i % 2 == 0 ? "ham" : "spam") / fmt::format("{}.txt", i)) << "a letter of number " << i;
}

class Sources {
public:
    Sources(Stops& stops, const ColumnFile& rows)
        : m_stops(stops), m_rows(rows), m_count(std::min(rows.rows(), mostRows)) {}

    /// Makes a source by \p make where it is wanted and imports it.
    void measure(const std::string& name, const std::string& fileName, const std::function<void(const Path&)>& make,
                 ImportOptions options = {}) {
        const std::string job = "import: " + name;
        if (!m_stops.wants(job)) return;
        const Path source = m_stops.folder() / fileName;
        if (!std::filesystem::exists(source)) make(source);
        m_stops.measure(job, [&](const JobContext& context, const Path& scratch) -> Result<void> {
            LATHE_CHECK(importSource(source, scratch / "out.h5", options, context));
            return {};
        });
    }
    void exported(const Path& path) { must(exportFile(m_rows, exportFormatFor(path), path, JobContext())); }
    void packed(const Path& path, const std::string& program) {
        const Path plain = m_stops.folder() / "rows.csv";
        if (!std::filesystem::exists(plain)) exported(plain);
        runProgram(program + " '" + plain.string() + "' > '" + path.string() + "'");
    }
    [[nodiscard]] uint64_t count() const { return m_count; }

private:
    Stops& m_stops;
    const ColumnFile& m_rows;
    uint64_t m_count;
};

void measureTexts(Sources& sources) {
    const auto exported = [&](const Path& path) { sources.exported(path); };
    sources.measure("CSV", "rows.csv", exported);
    sources.measure("CSV, gzip", "rows.csv.gz", [&](const Path& path) { sources.packed(path, "gzip -1 -c"); });
    sources.measure("CSV, zstd", "rows.csv.zst", [&](const Path& path) { sources.packed(path, "zstd -q -c"); });
    sources.measure("CSV, bzip2", "rows.csv.bz2", [&](const Path& path) { sources.packed(path, "bzip2 -1 -c"); });
    sources.measure("CSV, zip", "rows.csv.zip", [&](const Path& path) { sources.packed(path, "zip -q -1 - "); });
    sources.measure("fixed width", "fixed.txt", [&](const Path& path) { writeFixedWidth(path, sources.count() * 4); });
    sources.measure("JSON", "rows.json", exported);
    sources.measure("JSON lines", "rows.jsonl", exported);
    sources.measure("JSON by columns", "columns.json", writeJsonColumns);
    sources.measure("JSON by keys", "keys.json", writeJsonKeys);
    sources.measure("JSON, long records", "long.jsonl", writeJsonLongLines);
    sources.measure("ARFF", "rows.arff", [&](const Path& path) { writeArff(path, sources.count()); });
    sources.measure("folder of texts", "texts", [](const Path& path) { writeTextFolder(path, 50'000); });
}

void measureArrays(Sources& sources) {
    const uint64_t values = sources.count() * 16;
    sources.measure("HDF5, contiguous", "plain.h5", [&](const Path& path) { writeHdf5(path, values, 0); });
    sources.measure("HDF5, small chunks", "chunks.h5", [&](const Path& path) { writeHdf5(path, values, 100'000); });
    sources.measure("HDF5, one chunk", "chunk.h5", [&](const Path& path) { writeHdf5(path, values, values); });
    sources.measure("npy", "rows.npy", [&](const Path& path) { writeNpy(path, sources.count() * 4); });
    sources.measure("npz", "rows.npz", [&](const Path& path) { sources.exported(path); });
    sources.measure("netCDF-4", "grid.nc",
                    [&](const Path& path) { writeNetcdf(path, sources.count() * 4, NC_NETCDF4); });
    sources.measure("netCDF-3", "classic.nc",
                    [&](const Path& path) { writeNetcdf(path, sources.count() * 4, NC_64BIT_OFFSET); });
    sources.measure("IDX", "images-idx3-ubyte", [](const Path& path) { writeIdx(path, 60'000); });
}

void measureSqlite(Sources& sources) {
    const auto make = [&](const Path& path) { writeSqlite(path, sources.count()); };
    sources.measure("SQLite", "rows.sqlite", make);
    ImportOptions query;
    query.query = "SELECT name, avg(value), count(*) FROM readings GROUP BY name ORDER BY 2";
    sources.measure("SQLite query", "rows.sqlite", make, query);
}

} // namespace

void measureReaders(Stops& stops, const ColumnFile& rows) {
    if (!stops.wants("import: ")) return;
    if (std::filesystem::exists(LATHE_BIN "/lathe"))
        setReaderProgram(LATHE_BIN "/lathe"); // HDF5 is read apart, as in the program
    Sources sources(stops, rows);
    measureTexts(sources);
    measureArrays(sources);
    measureSqlite(sources);
}

} // namespace lathe::bench
