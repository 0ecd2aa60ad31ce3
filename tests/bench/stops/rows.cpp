// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/base/parallel.h"
#include "tests/bench/bench.h"
#include "tests/bench/stops/stops.h"

namespace lathe::bench {

namespace {

constexpr uint64_t stations = 64;
constexpr uint64_t names = 30'000;

uint64_t scrambled(uint64_t value) {
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31U);
}

/// A name of two words with a typing mistake now and then.
std::string nameOf(uint64_t number) {
    static const char* const syllables[] = {"ba", "ren", "lo",  "mi",  "ka", "sto", "vel", "dor",
                                            "un", "ti",  "gra", "hol", "es", "pin", "zu",  "fa"};
    std::string name;
    for (uint64_t noise = scrambled(number / 3), i = 0; i < 5; ++i, noise >>= 4U) {
        if (i == 2) name += ' ';
        name += syllables[noise % 16];
    }
    if (number % 3 == 1) name.insert(scrambled(number) % name.size(), 1, 'h');
    if (number % 3 == 2) name.erase(scrambled(number) % name.size(), 1);
    return name;
}

std::vector<std::string> stationNames() {
    std::vector<std::string> list;
    for (uint64_t i = 0; i < stations; ++i) list.push_back("station " + std::to_string(i));
    return list;
}

std::vector<ColumnSchema> schemaOf() {
    return {{"id", ColumnType::Integer},       {"value", ColumnType::Real},   {"level", ColumnType::Real},
            {"count", ColumnType::Integer},    {"day", ColumnType::Date},     {"taken", ColumnType::Timestamp},
            {"station", ColumnType::Category}, {"good", ColumnType::Boolean}, {"code", ColumnType::Text},
            {"name", ColumnType::Text}};
}

void changeSome(Table& table) {
    for (size_t row = 0; row < table.rows(); row += 50) {
        table.columns[1].reals[row] += 1;
        table.columns[3].integers[row] += 1;
    }
}

} // namespace

Table makeRows(uint64_t first, uint64_t count) {
    Table table;
    for (const ColumnSchema& schema : schemaOf()) {
        table.columns.emplace_back();
        table.columns.back().schema = schema;
    }
    auto& columns = table.columns;
    columns[6].dictionary = stationNames();
    for (uint64_t row = first; row < first + count; ++row) {
        const uint64_t noise = scrambled(row);
        const uint64_t more = scrambled(noise);
        const bool gap = noise % 13 == 0;
        columns[0].integers.push_back(static_cast<int64_t>(row));
        columns[1].reals.push_back(static_cast<double>(noise >> 11U) * 0x1p-53);
        columns[2].reals.push_back(gap ? std::nan("") : static_cast<double>(more % 1000) / 10);
        columns[2].missing.push_back(gap ? 1 : 0);
        columns[3].integers.push_back(static_cast<int64_t>(more % 10'000));
        columns[4].integers.push_back(10'000 + static_cast<int64_t>(row / 20'000));
        columns[5].integers.push_back(static_cast<int64_t>(row) * 1'000'000);
        columns[6].codes.push_back(static_cast<uint32_t>(noise % stations));
        columns[7].integers.push_back(static_cast<int64_t>(noise >> 7U & 1U));
        columns[8].texts.push("reading " + std::to_string(noise % 10'000'000));
        columns[9].texts.push(nameOf(more % names));
    }
    return table;
}

void writeRows(const Path& path, uint64_t rows, bool changed) {
    auto writer = must(ColumnFileWriter::create(path, schemaOf()));
    parallelFor(static_cast<size_t>((rows + chunkRows - 1) / chunkRows), [&](size_t chunk) {
        const uint64_t first = chunk * chunkRows;
        Table piece = makeRows(first, std::min(chunkRows, rows - first));
        if (changed) changeSome(piece);
        must(writer->writeRows(first, piece));
    });
    writer->setDictionary(6, stationNames());
    must(writer->finish());
}

} // namespace lathe::bench
