// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

#include "core/base/files.h"
#include "core/base/job.h"
#include "core/data/columns/column_file.h"

namespace lathe::bench {

/// Work under a job. \p scratch is a folder of its own, empty at the start.
using Stoppable = std::function<Result<void>(const JobContext& job, const Path& scratch)>;
/// What \p work needs in that folder, made anew for each run and not measured.
using Preparation = std::function<void(const Path& scratch)>;

/// Stops jobs at evenly spaced instants and says how long they went on.
class Stops {
public:
    /// \p only: a part of the names of the jobs to be measured; empty: all.
    Stops(Path folder, std::string only, int instants)
        : m_folder(std::move(folder)), m_only(std::move(only)), m_instants(instants) {}

    [[nodiscard]] const Path& folder() const { return m_folder; }
    /// Whether any job whose name begins like this is wanted: what it needs is costly to make.
    [[nodiscard]] bool wants(const std::string& name) const {
        return name.find(m_only) != std::string::npos || m_only.starts_with(name);
    }

    /// Runs \p work once to its end and then once for each instant, at which it is asked to stop: when it has used that
    /// share of its processor time (of its time, if it mostly waits). Prints one line: how long it takes, and until it
    /// returned, by the clock and in processor time of all threads.
    void measure(const std::string& name, const Stoppable& work, const Preparation& prepare = {});

private:
    struct Spent {
        double wall = 0;
        double processor = 0;
        bool cancelled = false;
    };
    Spent run(const Stoppable& work, const Preparation& prepare, const std::function<bool(const Spent&)>& isInstant);

    Path m_folder;
    std::string m_only;
    int m_instants;
    int m_runs = 0;
};

// ---- Inputs ---------------------------------------------------------------------------------------------------

/// Rows of all column types: id, value, level (with gaps), count, day, taken, station, good, code (many different),
/// name (30 000 different, similar ones).
Table makeRows(uint64_t first, uint64_t count);
/// The same as a column file. With \p changed every 50th value and every row's code among them differs.
void writeRows(const Path& path, uint64_t rows, bool changed = false);

// ---- Subjects -------------------------------------------------------------------------------------------------

void measureQueries(Stops& stops, const ColumnFile& rows);
void measureRecipes(Stops& stops, const ColumnFile& rows);
void measureReaders(Stops& stops, const ColumnFile& rows);
void measureVersions(Stops& stops, const ColumnFile& rows);
void measureChecks(Stops& stops, const ColumnFile& rows);
void measureImages(Stops& stops);

} // namespace lathe::bench
