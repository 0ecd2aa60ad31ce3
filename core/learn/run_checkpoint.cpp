// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/run_checkpoint.h"

#include "core/base/json.h"
#include "core/learn/tensor_file.h"

namespace lathe {

namespace {
constexpr size_t largestCheckpoint = size_t{8} << 30;
constexpr const char* formatName = "lathe-checkpoint-1";
} // namespace

Result<void> RunCheckpoint::write(const Path& runFolder) const {
    TensorFile file;
    file.setMetadata("format", formatName);
    file.setMetadata("folds", Json{{"done", foldsDone}, {"figures", foldFigures}}.dump());
    file.add("scores", {static_cast<int64_t>(scores.size())}, std::span<const double>(scores));
    file.add("engine", engine);
    return writeFileAtomic(runFolder / fileName, file.write());
}

Result<std::optional<RunCheckpoint>> RunCheckpoint::read(const Path& runFolder) {
    const Path path = runFolder / fileName;
    auto bytes = readTextFile(path, largestCheckpoint);
    if (!bytes) {
        if (bytes.error().kind == ErrorKind::NotFound) return std::nullopt;
        return failure(std::move(bytes.error()));
    }
    LATHE_TRY(const TensorFile file, TensorFile::read(*bytes));
    if (file.metadata("format") != formatName)
        return fail(ErrorKind::Corrupt, "'{}' is not a checkpoint of this version", path.string());
    RunCheckpoint checkpoint;
    LATHE_TRY(checkpoint.scores, file.doubles("scores"));
    LATHE_TRY(checkpoint.engine, file.bytes("engine"));
    try {
        const Json folds = Json::parse(file.metadata("folds"));
        checkpoint.foldsDone = folds.at("done").get<size_t>();
        checkpoint.foldFigures = folds.at("figures").get<std::vector<std::map<std::string, double>>>();
    } catch (const Json::exception& error) {
        return fail(ErrorKind::Corrupt, "'{}' is damaged: {}", path.string(), error.what());
    }
    return checkpoint;
}

} // namespace lathe
