// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/result.h"

namespace lathe {

/// Where a run stands, in one file that is replaced as a whole: folds that are done, and the engine's state inside the
/// model being trained. A killed run goes on from it and ends with the same bits.
struct RunCheckpoint {
    static constexpr const char* fileName = "checkpoint.bin";

    size_t foldsDone = 0;
    std::vector<std::map<std::string, double>> foldFigures; ///< of the folds done
    std::vector<double> scores; ///< out-of-fold scores of all rows so far; empty without folds
    std::string engine;         ///< empty: the model being trained has no state yet

    [[nodiscard]] Result<void> write(const Path& runFolder) const;
    /// None when there is no checkpoint. Errors: Corrupt, Io.
    static Result<std::optional<RunCheckpoint>> read(const Path& runFolder);
};

} // namespace lathe
