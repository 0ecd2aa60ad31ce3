// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/process.h"

namespace lathe::test {

struct Outcome {
    int status = -1;
    std::string output;
    [[nodiscard]] Json json() const { return Json::parse(output, nullptr, false); }
};

/// Runs `lathe` with these arguments, without a display, and waits.
Outcome lathe(std::vector<std::string> arguments, const Path& folder = {});

/// A folder with an empty project or a sample in it, and commands on that project.
class ProjectTest : public testing::Test {
protected:
    ScopedFolder scratch = *ScopedFolder::create(std::filesystem::temp_directory_path(), "lathe-e2e");
    Path project = scratch.path() / "p.lathe";

    void makeProject(const std::string& sample = {});
    /// `lathe --json --project … ARGUMENTS`; the status must be \p expected.
    Json run(std::vector<std::string> arguments, int expected = 0);
    /// `lathe project check` finds nothing.
    void expectClean();
};

} // namespace lathe::test
