// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include "core/data/datasets.h"
#include "tests/unit/recipe/tables.h"

namespace lathe {

/// An empty project in a folder of its own.
class VersionsTest : public testing::Test {
protected:
    VersionsTest()
        : m_folder(ScopedFolder::create(std::filesystem::temp_directory_path(), "versions").value()),
          m_project(Project::create(m_folder.path() / "p.lathe", "p").value()), m_datasets(*m_project) {}

    VersionInfo store(const std::string& name, const Table& table) const {
        auto version = m_datasets.store(name, table, "test");
        EXPECT_TRUE(version) << version.error().describe();
        return version.value_or(VersionInfo());
    }
    Path write(const std::string& name, const std::string& content) const {
        const Path path = m_folder.path() / name;
        EXPECT_TRUE(writeFileAtomic(path, content));
        return path;
    }
    void expectClean() const {
        const auto problems = m_project->check({});
        ASSERT_TRUE(problems) << problems.error().describe();
        for (const ProjectProblem& problem : *problems) ADD_FAILURE() << problem.object << ": " << problem.message;
    }

    ScopedFolder m_folder;
    std::unique_ptr<Project> m_project;
    Datasets m_datasets;
};

/// \p rows rows of a key, six reals, a category, a text with missing values, a flag and a date: values do not compress
/// well.
inline Table manyColumns(uint64_t rows, uint64_t first = 0) {
    Table table;
    const auto random = [](uint64_t seed) {
        seed = (seed ^ (seed >> 31U)) * 0x9E3779B97F4A7C15ULL;
        return (seed ^ (seed >> 29U)) * 0xBF58476D1CE4E5B9ULL;
    };
    Column key = column("id", ColumnType::Integer);
    Column kind = column("kind", ColumnType::Category);
    kind.dictionary = {"sun", "rain", "fog"};
    Column note = column("note", ColumnType::Text);
    Column day = column("day", ColumnType::Date);
    Column flag = column("flag", ColumnType::Boolean);
    for (uint64_t row = first; row < first + rows; ++row) {
        key.integers.push_back(static_cast<int64_t>(row));
        kind.codes.push_back(row < 3 ? static_cast<uint32_t>(row) : static_cast<uint32_t>(random(row) % 3));
        const bool missing = random(row + 5) % 9 == 0;
        note.texts.push(missing ? "" : fmt::format("{:x}", random(row + 7)));
        note.missing.push_back(missing ? 1 : 0);
        day.integers.push_back(static_cast<int64_t>(random(row + 9) % 9000));
        flag.integers.push_back(static_cast<int64_t>(random(row + 11) % 2));
    }
    table.columns = {key, kind, note, day, flag};
    for (int i = 0; i < 6; ++i) {
        Column real = column(fmt::format("x{}", i), ColumnType::Real);
        for (uint64_t row = first; row < first + rows; ++row)
            real.reals.push_back(static_cast<double>(random(row * 6 + static_cast<uint64_t>(i)) >> 11U) * 0x1p-53);
        table.columns.push_back(std::move(real));
    }
    return table;
}

} // namespace lathe
