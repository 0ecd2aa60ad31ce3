// SPDX-License-Identifier: GPL-3.0-or-later
//
// B6: metric points into the store, durable, in one run.
//
//   bench_metric_store [--points N] [--python PYTHON-WITH-MLFLOW]
//
// Workloads, each ending with everything on disk (synchronous=FULL):
//   loop     a training loop that calls MetricWriter::add() for 4 metrics each step, as the worker does
//   batches  RunStore::appendMetrics() with 10 000 points a call, 4 metrics interleaved
//   steps    one transaction for each step of 4 metrics: what a client without batching pays
// The peer, when its Python is given, is the MLflow client writing to a local file store and a local SQLite
// store, both with its batch call (log_batch, its quickest) and with log_metrics, what its users call in a
// loop.
#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/runs/run_store.h"
#include "tests/bench/bench.h"

#include <fmt/format.h>

#include <cmath>
#include <cstring>

using namespace lathe;
using namespace lathe::bench;

namespace {

constexpr const char* keys[] = {"train_loss", "val_loss", "val_auc", "learning_rate"};

double valueAt(int64_t step, size_t key) { return 1.0 / static_cast<double>(step + 1) + static_cast<double>(key); }

/// Points a second of one workload on a fresh run, reading back that nothing is missing.
template <typename Work>
double rate(const Project& project, int64_t steps, const Work& work) {
    const RunStore store(project);
    NewRun description;
    description.data = "bench@1";
    const RunId run = must(store.create(description)).id;
    must(store.begin(run, "{}"));
    const double start = monotonicSeconds();
    work(store, run);
    const double seconds = monotonicSeconds() - start;
    uint64_t stored = 0;
    for (const auto& metric : must(store.metrics(run))) stored += metric.points;
    if (stored != static_cast<uint64_t>(steps) * std::size(keys)) giveUp(fmt::format("{} points were stored", stored));
    must(store.end(run, RunState::Finished));
    return static_cast<double>(stored) / seconds;
}

double loopRate(const Project& project, int64_t steps) {
    return rate(project, steps, [&](const RunStore&, const RunId& run) {
        MetricWriter writer(project, run);
        for (int64_t step = 0; step < steps; ++step)
            for (size_t k = 0; k < std::size(keys); ++k) writer.add(keys[k], step, valueAt(step, k));
        must(writer.flush());
    });
}

double batchRate(const Project& project, int64_t steps) {
    return rate(project, steps, [&](const RunStore& store, const RunId& run) {
        constexpr int64_t stepsPerBatch = 10'000 / std::size(keys);
        std::vector<MetricSample> samples;
        for (int64_t step = 0; step < steps; ++step) {
            for (size_t k = 0; k < std::size(keys); ++k) samples.push_back({keys[k], step, valueAt(step, k)});
            if (step % stepsPerBatch != stepsPerBatch - 1 && step != steps - 1) continue;
            must(store.appendMetrics(run, samples));
            samples.clear();
        }
    });
}

double stepRate(const Project& project, int64_t steps) {
    return rate(project, steps, [&](const RunStore& store, const RunId& run) {
        for (int64_t step = 0; step < steps; ++step) {
            std::vector<MetricSample> samples;
            for (size_t k = 0; k < std::size(keys); ++k) samples.push_back({keys[k], step, valueAt(step, k)});
            must(store.appendMetrics(run, samples));
        }
    });
}

void printOurs(const char* workload, double ours) {
    print({{"bench", "B6"}, {"workload", workload}, {"ours", std::round(ours)}, {"unit", "points/s"}});
}

/// Lines {"workload": …, "rate": …} of the peer, each set against ours.
void comparePeer(const Path& python, const Path& folder, const Json& ours) {
    runPeers(python, "mlflow_metrics.py", folder, [&](const Json& peer) {
        const std::string against = peer["against"];
        const double mine = ours[against], theirs = peer["rate"];
        print({{"bench", "B6"},
               {"workload", against},
               {"ours", std::round(mine)},
               {"peer_name", peer["workload"]},
               {"peer", std::round(theirs * 10) / 10},
               {"ratio", std::round(mine / theirs * 10) / 10},
               {"unit", "points/s"}});
    });
}

} // namespace

int main(int argc, char** argv) {
    int64_t points = 1'000'000;
    Path python;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (std::strcmp(argv[i], "--points") == 0) points = parseInteger(argv[i + 1]).value_or(points);
        if (std::strcmp(argv[i], "--python") == 0) python = argv[i + 1];
    }
    // Beside the program and not in /tmp, which may be memory: durable means on the disk.
    const auto folder = must(ScopedFolder::create(programFolder(), "bench-metrics"));
    const auto project = must(Project::create(folder.path() / "p.lathe"));
    const auto steps = std::max<int64_t>(1, points / static_cast<int64_t>(std::size(keys)));
    Json ours;
    ours["loop"] = loopRate(*project, steps);
    printOurs("loop", ours["loop"]);
    ours["batches"] = batchRate(*project, steps);
    printOurs("batches", ours["batches"]);
    ours["steps"] = stepRate(*project, std::max<int64_t>(1, steps / 500));
    printOurs("steps", ours["steps"]);
    if (!python.empty()) comparePeer(python, folder.path(), ours);
}
