// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/job.h"
#include "core/base/result.h"
#include "core/data/columns/table.h"
#include "core/project/project.h"

namespace lathe {

/// A sample that comes with Lathe: data, recipe, run configurations and, for some, a pipeline.
struct SampleInfo {
    std::string name;  ///< "weather"
    std::string title; ///< one line
};

std::vector<SampleInfo> samples();

/// Errors: NotFound with the nearest name.
Result<void> checkSample(const std::string& name);

/// Writes a sample's files into \p folder, which must not exist. The files are part of the program, so this works
/// wherever it is installed. Errors: NotFound, Conflict, Io.
Result<void> writeSample(const std::string& name, const Path& folder);

/// Writes a sample's files into the project's folder `sample` and imports its data as a dataset of the sample's name.
/// Errors: as above, and those of the import.
Result<void> writeSample(const std::string& name, const Project& project, const JobContext& job);

/// What changes in simulated data from a given row on. Everything else stays exactly as it would be without it.
enum class BikesDrift {
    None,
    Shift,       ///< temperature rises by 5 °C × strength (and demand follows it, as it always does)
    Scale,       ///< wind is multiplied by 1 + strength
    NewCategory, ///< weather is "fog" in a share of 0.2 × strength of the hours
    Concept,     ///< people stay at home on working days: demand falls by 60 % × strength at rush hours, inputs stay
};

/// A simulator of hourly demand for bicycles, for tests and benchmarks that must know the truth.
/// Equal options give equal rows with every compiler; row i does not depend on how many rows are asked for,
/// except through driftAt.
struct BikesOptions {
    uint64_t rows = 17'520; ///< hours
    uint64_t seed = 1;
    int64_t startDay = 18'993; ///< days since 1970-01-01; 2022-01-01
    double growth = 0.15;      ///< of demand, per year
    double missing = 0.01;     ///< share of hours in which humidity was not measured
    BikesDrift drift = BikesDrift::None;
    double driftAt = 0.5; ///< fraction of the rows after which it begins
    double driftStrength = 1;
};

/// Columns: time (timestamp), season and weather (category), working_day (boolean), hour (integer), temperature (°C),
/// humidity (%) and wind (m/s) (real), count (integer, the target).
std::vector<ColumnSchema> bikesSchema();

/// Rows [first, first + count) of the simulation, clipped to its end.
Table simulateBikes(const BikesOptions& options, uint64_t first = 0, uint64_t count = UINT64_MAX);

/// The whole simulation as a column file, in bounded memory. Returns its content hash. Errors: Conflict, Io, Cancelled.
Result<std::string> simulateBikesToFile(const BikesOptions& options, const Path& target, const JobContext& job);

/// The same as CSV. Errors: Io, Cancelled.
Result<void> simulateBikesToCsv(const BikesOptions& options, const Path& target, const JobContext& job);

} // namespace lathe
