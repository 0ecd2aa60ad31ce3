// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "../project/testing.h"
#include "core/runs/run_store.h"

/// A project of its own for each test.
class RunsTest : public FolderTest {
protected:
    void SetUp() override {
        FolderTest::SetUp();
        auto created = lathe::Project::create(root());
        ASSERT_OK(created);
        m_project = std::move(*created);
        m_store.emplace(*m_project);
    }
    [[nodiscard]] lathe::Path root() const { return folder() / "p.lathe"; }
    lathe::Project& project() { return *m_project; }
    lathe::RunStore& store() { return *m_store; }

    lathe::RunInfo newRun(const std::string& experiment = "default") {
        lathe::NewRun run;
        run.experiment = experiment;
        run.data = "weather@1";
        run.modelKind = "linear";
        auto created = store().create(run);
        EXPECT_OK(created);
        return created.value_or(lathe::RunInfo{});
    }

    std::unique_ptr<lathe::Project> m_project;
    std::optional<lathe::RunStore> m_store;
};
