// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of the readers share: a folder for made files, and looking at what an import came to.
#pragma once

#include "core/data/columns/column_file.h"
#include "core/data/readers/import.h"

#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace lathe::readers {

class SourcesTest : public testing::Test {
protected:
    SourcesTest() : m_folder(ScopedFolder::create(std::filesystem::temp_directory_path(), "readers").value()) {}

    Path write(const std::string& name, std::string_view content) const {
        const Path path = m_folder.path() / name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary).write(content.data(), static_cast<std::streamsize>(content.size()));
        return path;
    }

    /// What a source becomes, with all its rows.
    struct Imported {
        ImportOutcome outcome;
        Table table;

        [[nodiscard]] const Column& column(const std::string& name) const {
            const auto index = table.find(name);
            if (!index) throw std::runtime_error("there is no column " + name);
            return table.columns[*index];
        }
        /// A column's values as people read them; "–" for missing ones.
        [[nodiscard]] std::vector<std::string> texts(const std::string& name) const {
            std::vector<std::string> values;
            const Column& values_ = column(name);
            for (size_t row = 0; row < values_.rows(); ++row)
                values.push_back(values_.isMissing(row) ? "–" : values_.display(row));
            return values;
        }
        /// "a:integer b:text"
        [[nodiscard]] std::string schema() const {
            std::string text;
            for (const auto& column_ : table.columns)
                text += (text.empty() ? "" : " ") + column_.schema.name + ":" + toString(column_.schema.type);
            return text;
        }
    };

    Result<Imported> tryImport(const Path& source, const ImportOptions& options = {}) {
        const Path target = m_folder.path() / ("out" + std::to_string(++m_imports) + ".h5");
        Imported imported;
        LATHE_TRY(imported.outcome, importSource(source, target, options, {}));
        LATHE_TRY(const auto file, ColumnFile::open(target));
        LATHE_TRY(imported.table, file->readTable(0, file->rows()));
        return imported;
    }
    Imported import(const Path& source, const ImportOptions& options = {}) {
        auto imported = tryImport(source, options);
        EXPECT_TRUE(imported) << source << ": " << imported.error().describe();
        return imported ? std::move(*imported) : Imported();
    }
    Imported importText(const std::string& name, std::string_view content, const ImportOptions& options = {}) {
        return import(write(name, content), options);
    }
    /// Kind, message and hint of the error that an import must end with; empty when it does not.
    std::string problem(const Path& source, const ImportOptions& options = {}) {
        const auto imported = tryImport(source, options);
        return imported ? std::string()
                        : std::string(toString(imported.error().kind)) + ": " + imported.error().describe();
    }

    ScopedFolder m_folder;
    int m_imports = 0;
};

} // namespace lathe::readers
