// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/project/project.h"

/// A folder of its own for each test, removed afterwards. Its name has a blank and letters beyond ASCII.
class FolderTest : public testing::Test {
protected:
    void SetUp() override {
        auto made = lathe::ScopedFolder::create(std::filesystem::temp_directory_path(), "lathe prüfung %41?#");
        ASSERT_TRUE(made) << made.error().describe();
        m_folder.emplace(std::move(*made));
    }
    [[nodiscard]] lathe::Path folder() const { return m_folder->path(); }

private:
    std::optional<lathe::ScopedFolder> m_folder;
};

/// The value of a Result that must hold one.
#define EXPECT_OK(expression)                                                                                \
    do {                                                                                                     \
        const auto& checked_ = (expression);                                                                 \
        EXPECT_TRUE(checked_.has_value()) << checked_.error().describe();                                    \
    } while (false)
#define ASSERT_OK(expression)                                                                                \
    do {                                                                                                     \
        const auto& checked_ = (expression);                                                                 \
        ASSERT_TRUE(checked_.has_value()) << checked_.error().describe();                                    \
    } while (false)
