// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <gtest/gtest.h>

#include "core/data/datasets.h"

namespace lathe {

/// A project of its own for each test, in a folder that goes with it.
class ScratchProject : public testing::Test {
protected:
    ScratchProject()
        : m_folder(ScopedFolder::create(std::filesystem::temp_directory_path(), "scratch").value()),
          m_project(Project::create(m_folder.path() / "p.lathe", "p").value()), m_datasets(*m_project) {}

    ScopedFolder m_folder;
    std::unique_ptr<Project> m_project;
    Datasets m_datasets;
};

} // namespace lathe
