// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "core/data/datasets.h"
#include "core/project/project.h"
#include "core/registry/package_files.h"
#include "core/registry/registry.h"
#include "core/runs/run_store.h"

namespace lathe {

/// A project in a temporary folder with a dataset and finished runs that carry small packages.
class RegistryTest : public testing::Test {
protected:
    void SetUp() override {
        auto folder = ScopedFolder::create(std::filesystem::temp_directory_path(), "lathe-registry");
        ASSERT_TRUE(folder) << folder.error().describe();
        m_folder.emplace(std::move(*folder));
        auto project = Project::create(projectFolder());
        ASSERT_TRUE(project) << project.error().describe();
        m_project = std::move(*project);
    }

    Path projectFolder() const { return m_folder->path() / "test.lathe"; }

    static void writePackage(const Path& folder, const std::string& weights) {
        std::filesystem::create_directories(folder);
        std::ofstream(folder / "model.json")
            << R"({"kind": "linear", "signature": {"inputs": [{"name": "x", "type": "real"}]}})";
        std::ofstream(folder / "weights.bin") << weights;
        const auto sealed = sealPackage(folder);
        ASSERT_TRUE(sealed) << sealed.error().describe();
    }

    RunInfo finishedRun(const NewRun& fresh = {}, const std::string& weights = "w") const {
        const RunStore runs(*m_project);
        auto run = runs.create(fresh);
        EXPECT_TRUE(run) << run.error().describe();
        EXPECT_TRUE(runs.begin(run->id, "{}"));
        EXPECT_TRUE(runs.setMetric(run->id, "test_rmse", 1.5));
        writePackage(runs.folder(run->id) / "model", weights);
        EXPECT_TRUE(runs.end(run->id, RunState::Finished, {}, "hash-of-weights"));
        auto ended = runs.find(run->id.str());
        EXPECT_TRUE(ended) << ended.error().describe();
        return *ended;
    }

    std::optional<ScopedFolder> m_folder;
    std::unique_ptr<Project> m_project;
};

} // namespace lathe
