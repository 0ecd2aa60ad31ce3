// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>

#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/data/columns/column_file.h"
#include "core/data/validation/validate.h"
#include "tests/unit/recipe/tables.h"

namespace lathe {

/// A test with a folder of its own for column files.
class ColumnFileTest : public testing::Test {
protected:
    void SetUp() override {
        auto made = ScopedFolder::create(std::filesystem::temp_directory_path(), "lathe-validation");
        ASSERT_TRUE(made) << made.error().describe();
        m_folder.emplace(std::move(*made));
    }
    [[nodiscard]] Path folder() const { return m_folder->path(); }
    std::shared_ptr<const ColumnFile> write(const Table& table, const std::string& name = "data.h5") const {
        return writeAndOpen(table, folder() / name);
    }

private:
    std::optional<ScopedFolder> m_folder;
};

inline Expectation expectation(const std::string& type, Json kwargs) {
    Expectation made;
    made.type = type;
    made.kwargs = std::move(kwargs);
    return made;
}

/// The result of one expectation over a file.
inline ExpectationResult check(const ColumnFile& file, const std::string& type, Json kwargs) {
    ExpectationSuite suite;
    suite.expectations.push_back(expectation(type, std::move(kwargs)));
    auto result = validate(file, suite, {}, JobContext());
    if (!result) throw std::runtime_error(result.error().describe());
    return result->results.front();
}

} // namespace lathe
