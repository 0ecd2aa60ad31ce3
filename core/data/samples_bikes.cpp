// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/base/text.h"
#include "core/data/columns/column_file.h"
#include "core/data/samples.h"

namespace lathe {

namespace {

constexpr int64_t microsPerHour = 3'600'000'000;
constexpr double daysPerYear = 365.25;
constexpr int64_t weatherHours = 6; // weather is drawn every six hours and changes smoothly between

/// Relative demand by hour of day: commuting on working days, leisure on the others.
constexpr std::array<double, 24> workingHours = {0.10, 0.06, 0.04, 0.03, 0.05, 0.20, 0.70, 1.60,
                                                 2.60, 1.50, 0.95, 0.95, 1.10, 1.05, 1.00, 1.15,
                                                 1.60, 2.80, 2.40, 1.60, 1.05, 0.75, 0.50, 0.25};
constexpr std::array<double, 24> freeHours = {0.30, 0.22, 0.16, 0.08, 0.05, 0.07, 0.15, 0.30, 0.60, 1.00, 1.40, 1.70,
                                              1.90, 1.95, 1.90, 1.80, 1.65, 1.50, 1.25, 0.95, 0.70, 0.55, 0.45, 0.35};
const std::vector<std::string> seasonNames = {"winter", "spring", "summer", "autumn"};
const std::vector<std::string> weatherNames = {"clear", "cloudy", "rain", "snow", "fog"};

/// sin(2πx) by a polynomial: exact arithmetic, so the same on every machine, and within 1e-7.
double wave(double turns) {
    const double x = turns - std::floor(turns); // [0, 1)
    const double sign = x < 0.5 ? 1.0 : -1.0;
    const double half = x < 0.5 ? x : x - 0.5;              // sin has period 1/2 up to its sign
    const double quarter = half > 0.25 ? 0.5 - half : half; // and is symmetric about 1/4
    const double a = quarter * 6.283185307179586;
    const double s = a * a;
    return sign * a * (1 - s / 6 * (1 - s / 20 * (1 - s / 42 * (1 - s / 72 * (1 - s / 110)))));
}

/// Independent streams of random numbers, each with one generator per number.
enum class Stream : uint64_t { Temperature = 1, Wetness, Wind, Hour, Fog };

Random generator(const BikesOptions& options, Stream stream, int64_t index) {
    return Random(options.seed * 0x9E3779B97F4A7C15ULL + static_cast<uint64_t>(stream) * 0xD1B54A32D192ED03ULL +
                  static_cast<uint64_t>(index) * 0x8CB92BA72F3D8DD7ULL);
}

/// Noise that changes smoothly from hour to hour, about normal.
double smoothNoise(const BikesOptions& options, Stream stream, int64_t hour) {
    const int64_t node = hour / weatherHours;
    const double part = static_cast<double>(hour % weatherHours) / static_cast<double>(weatherHours);
    const double from = generator(options, stream, node).bell();
    const double to = generator(options, stream, node + 1).bell();
    return from + (to - from) * part * part * (3 - 2 * part);
}

struct Hour {
    double temperature = 0;
    double humidity = 0;
    bool humidityMissing = false;
    double wind = 0;
    uint32_t weather = 0;
    uint32_t season = 0;
    bool workingDay = false;
    int64_t hour = 0;
    int64_t count = 0;
};

double rounded(double value, double steps) { return std::floor(value * steps + 0.5) / steps; }

double weatherFactor(uint32_t weather) {
    constexpr std::array<double, 5> factors = {1.0, 0.88, 0.45, 0.25, 0.75};
    return factors[weather];
}

/// Most people ride at about 22 °C; a parabola cut off where it would be too little.
double temperatureFactor(double temperature) {
    const double distance = (temperature - 22) / 30;
    return std::max(0.15, 1 - distance * distance);
}

Hour simulateHour(const BikesOptions& options, uint64_t row, bool drifted) {
    const auto index = static_cast<int64_t>(row);
    const int64_t day = options.startDay + index / 24;
    Hour result;
    result.hour = index % 24;
    const double year = static_cast<double>(day) / daysPerYear; // years since 1970
    const double yearPart = year - std::floor(year);
    result.season = static_cast<uint32_t>(static_cast<int>(std::floor((yearPart + 1.0 / 12) * 4)) % 4);
    const int64_t weekday = ((day + 3) % 7 + 7) % 7; // 0 for Monday
    result.workingDay = weekday < 5;

    const double warmth = wave(yearPart - 0.3) * 10 + wave(static_cast<double>(result.hour) / 24 - 0.375) * 4;
    result.temperature = 11 + warmth + 3 * smoothNoise(options, Stream::Temperature, index);
    const double wetness = smoothNoise(options, Stream::Wetness, index) - 0.3 * wave(yearPart - 0.3);
    if (drifted && options.drift == BikesDrift::Shift) result.temperature += 5 * options.driftStrength;
    result.weather = wetness < 0.2 ? 0 : wetness < 1.0 ? 1 : result.temperature < 1 ? 3 : 2;
    const double breeze = smoothNoise(options, Stream::Wind, index);
    result.wind = 1 + breeze * breeze * 2.5;
    if (drifted && options.drift == BikesDrift::Scale) result.wind *= 1 + options.driftStrength;
    if (drifted && options.drift == BikesDrift::NewCategory &&
        generator(options, Stream::Fog, index).uniform() < 0.2 * options.driftStrength)
        result.weather = 4;

    Random random = generator(options, Stream::Hour, index);
    result.humidity = std::clamp(62 + 14 * wetness + 4 * random.bell(), 5.0, 100.0);
    result.humidityMissing = random.uniform() < options.missing;
    const double growth = 1 + options.growth * static_cast<double>(index) / (24 * daysPerYear);
    const double habit = result.workingDay ? workingHours[static_cast<size_t>(result.hour)]
                                           : freeHours[static_cast<size_t>(result.hour)];
    double demand = 110 * growth * habit * weatherFactor(result.weather) * temperatureFactor(result.temperature) *
                    (1 - 0.015 * std::min(result.wind, 20.0));
    const bool rush = result.workingDay && habit > 1.5;
    if (drifted && options.drift == BikesDrift::Concept && rush)
        demand *= 1 - 0.6 * std::min(options.driftStrength, 1.0);
    demand *= 1 + 0.12 * random.bell();
    result.count = std::max<int64_t>(0, static_cast<int64_t>(std::floor(demand + random.uniform())));

    result.temperature = rounded(result.temperature, 10);
    result.humidity = rounded(result.humidity, 1);
    result.wind = rounded(result.wind, 10);
    return result;
}

/// Calls \p use(table) for each chunk in order; chunks are simulated in parallel.
template <typename Use>
Result<void> forEachChunk(const BikesOptions& options, const JobContext& job, const Use& use) {
    const uint64_t chunks = (options.rows + chunkRows - 1) / chunkRows;
    const uint64_t group = availableThreads() * 2;
    job.beginStage("simulating", static_cast<double>(options.rows), "rows");
    for (uint64_t first = 0; first < chunks; first += group) {
        LATHE_CHECK(job.checkStop());
        std::vector<Table> tables(static_cast<size_t>(std::min(group, chunks - first)));
        parallelFor(tables.size(),
                    [&](size_t i) { tables[i] = simulateBikes(options, (first + i) * chunkRows, chunkRows); });
        for (const Table& table : tables) {
            LATHE_CHECK(use(table));
            job.addDone(static_cast<double>(table.rows()));
        }
    }
    return {};
}

std::string csvRows(const Table& table) {
    std::string text;
    for (size_t row = 0; row < table.rows(); ++row) {
        for (size_t c = 0; c < table.columns.size(); ++c) {
            if (c > 0) text += ',';
            text += table.columns[c].display(row);
        }
        text += '\n';
    }
    return text;
}

} // namespace

std::vector<ColumnSchema> bikesSchema() {
    return {{"time", ColumnType::Timestamp},      {"season", ColumnType::Category}, {"weather", ColumnType::Category},
            {"working_day", ColumnType::Boolean}, {"hour", ColumnType::Integer},    {"temperature", ColumnType::Real},
            {"humidity", ColumnType::Real},       {"wind", ColumnType::Real},       {"count", ColumnType::Integer}};
}

Table simulateBikes(const BikesOptions& options, uint64_t first, uint64_t count) {
    const uint64_t begin = std::min(first, options.rows);
    const auto rows = static_cast<size_t>(std::min(count, options.rows - begin));
    const auto driftFrom =
        static_cast<uint64_t>(std::clamp(options.driftAt, 0.0, 1.0) * static_cast<double>(options.rows));
    Table table;
    for (const ColumnSchema& schema : bikesSchema()) {
        table.columns.emplace_back();
        table.columns.back().schema = schema;
    }
    Column* const columns = table.columns.data(); // in the order of the schema
    Column& time = columns[0];
    Column& season = columns[1];
    Column& weather = columns[2];
    Column& workingDay = columns[3];
    Column& hourOfDay = columns[4];
    Column& temperature = columns[5];
    Column& humidity = columns[6];
    Column& wind = columns[7];
    Column& demand = columns[8];
    season.dictionary = seasonNames;
    weather.dictionary = weatherNames;
    humidity.missing.assign(rows, 0);
    for (size_t i = 0; i < rows; ++i) {
        const uint64_t row = begin + i;
        const Hour hour = simulateHour(options, row, options.drift != BikesDrift::None && row >= driftFrom);
        time.integers.push_back((options.startDay * 24 + static_cast<int64_t>(row)) * microsPerHour);
        season.codes.push_back(hour.season);
        weather.codes.push_back(hour.weather);
        workingDay.integers.push_back(hour.workingDay ? 1 : 0);
        hourOfDay.integers.push_back(hour.hour);
        temperature.reals.push_back(hour.temperature);
        humidity.reals.push_back(hour.humidityMissing ? std::nan("") : hour.humidity);
        humidity.missing[i] = hour.humidityMissing ? 1 : 0;
        wind.reals.push_back(hour.wind);
        demand.integers.push_back(hour.count);
    }
    return table;
}

Result<std::string> simulateBikesToFile(const BikesOptions& options, const Path& target, const JobContext& job) {
    LATHE_TRY(const auto writer, ColumnFileWriter::create(target, bikesSchema()));
    LATHE_CHECK(forEachChunk(options, job, [&](const Table& table) { return writer->append(table); }));
    return writer->finish();
}

Result<void> simulateBikesToCsv(const BikesOptions& options, const Path& target, const JobContext& job) {
    std::ofstream stream(target, std::ios::binary);
    std::vector<std::string> names;
    for (const ColumnSchema& column : bikesSchema()) names.push_back(column.name);
    stream << joined(names, ",") << '\n';
    LATHE_CHECK(forEachChunk(options, job, [&](const Table& table) -> Result<void> {
        const std::string text = csvRows(table);
        stream.write(text.data(), static_cast<std::streamsize>(text.size()));
        return {};
    }));
    stream.close();
    if (stream) return {};
    return failHint(ErrorKind::Io, fmt::format("cannot write '{}'", target.string()),
                    "Check that the disk has room and that the folder can be written to.");
}

} // namespace lathe
