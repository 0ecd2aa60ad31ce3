// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/run_predictions.h"

#include <algorithm>

#include "core/data/columns/column_file.h"

namespace lathe {

namespace {

bool isProbability(const ColumnSchema& column) {
    return column.name.starts_with("p(") && column.type == ColumnType::Real;
}

Result<Path> fileOf(const Project& project, const RunInfo& run) {
    const Path path = RunStore(project).folder(run.id) / "predictions.h5";
    std::error_code code;
    if (!std::filesystem::exists(path, code))
        return failHint(ErrorKind::NotFound, fmt::format("run '{}' left no predictions", run.name),
                        "It needs test rows or folds.");
    LATHE_TRY(const auto file, ColumnFile::open(path));
    if (std::none_of(file->schema().begin(), file->schema().end(), isProbability))
        return fail(ErrorKind::InvalidInput, "run '{}' predicts numbers, not classes", run.name);
    return path;
}

void sortBySureness(std::vector<size_t>& lines, const std::vector<float>& confidence) {
    std::stable_sort(lines.begin(), lines.end(), [&](size_t a, size_t b) { return confidence[a] > confidence[b]; });
}

/// The classes of a column's values as indices into \p classes. Errors: Corrupt.
Result<std::vector<int>> classesOf(const ColumnFile& file, const char* name, const std::vector<std::string>& classes) {
    const auto place = file.find(name);
    if (!place) return fail(ErrorKind::Corrupt, "the predictions have no column '{}'", name);
    LATHE_TRY(const Column column, file.read(*place, 0, file.rows()));
    std::vector<int> indices;
    for (size_t line = 0; line < column.rows(); ++line) {
        const auto found = std::find(classes.begin(), classes.end(), column.display(line));
        if (found == classes.end())
            return fail(ErrorKind::Corrupt, "line {} of the predictions is about an unknown class", line + 1);
        indices.push_back(static_cast<int>(found - classes.begin()));
    }
    return indices;
}

} // namespace

Result<Path> predictionsOf(const Project& project, const RunInfo& run, const VersionInfo& version) {
    if (run.dataHash != version.contentHash)
        return failHint(ErrorKind::InvalidInput,
                        fmt::format("run '{}' learned from {}, not from {}", run.name, run.data, version.reference()),
                        "Choose a run of this version.");
    if (run.state != RunState::Finished)
        return failHint(ErrorKind::InvalidInput,
                        fmt::format("run '{}' has not finished ({})", run.name, toString(run.state)),
                        "Choose one that has.");
    return fileOf(project, run);
}

Result<std::vector<RunInfo>> runsWithPredictions(const Project& project, const VersionInfo& version) {
    LATHE_TRY(auto runs, RunStore(project).list());
    std::erase_if(runs, [&](const RunInfo& run) { return !predictionsOf(project, run, version); });
    return runs;
}

std::vector<size_t> RunPredictions::linesOfCell(int given, int taken) const {
    std::vector<size_t> lines;
    for (size_t line = 0; line < rows.size(); ++line)
        if (truth[line] == given && predicted[line] == taken) lines.push_back(line);
    sortBySureness(lines, confidence);
    return lines;
}

std::vector<size_t> RunPredictions::mistakes() const {
    std::vector<size_t> lines;
    for (size_t line = 0; line < rows.size(); ++line)
        if (truth[line] != predicted[line]) lines.push_back(line);
    sortBySureness(lines, confidence);
    return lines;
}

Result<RunPredictions> readPredictions(const Project& project, const RunInfo& run) {
    LATHE_TRY(const Path path, fileOf(project, run));
    LATHE_TRY(const auto file, ColumnFile::open(path));
    RunPredictions predictions;
    std::vector<size_t> places;
    for (size_t i = 0; i < file->columns(); ++i) {
        const ColumnSchema& column = file->schema()[i];
        if (!isProbability(column)) continue;
        predictions.classes.push_back(column.name.substr(2, column.name.size() - 3));
        places.push_back(i);
    }
    LATHE_TRY(predictions.truth, classesOf(*file, "truth", predictions.classes));
    LATHE_TRY(predictions.predicted, classesOf(*file, "prediction", predictions.classes));
    LATHE_TRY(const Column rows, file->read(0, 0, file->rows()));
    predictions.rows.assign(rows.integers.begin(), rows.integers.end());
    if (predictions.rows.size() != predictions.truth.size())
        return fail(ErrorKind::Corrupt, "the predictions of run '{}' do not say their rows", run.name);
    predictions.confidence.resize(predictions.rows.size());
    for (size_t k = 0; k < places.size(); ++k) {
        LATHE_TRY(const Column probability, file->read(places[k], 0, file->rows()));
        for (size_t line = 0; line < predictions.rows.size(); ++line)
            if (predictions.predicted[line] == static_cast<int>(k))
                predictions.confidence[line] = static_cast<float>(probability.reals[line]);
    }
    predictions.confusion.resize(places.size() * places.size());
    for (size_t line = 0; line < predictions.rows.size(); ++line)
        ++predictions.confusion[static_cast<size_t>(predictions.truth[line]) * places.size() +
                                static_cast<size_t>(predictions.predicted[line])];
    return predictions;
}

} // namespace lathe
