// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/files.h"
#include "core/base/ids.h"
#include "core/project/project.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>

template <typename T>
testing::AssertionResult holdsValue(const lathe::Result<T>& result) {
    if (result) return testing::AssertionSuccess();
    return testing::AssertionFailure() << result.error().describe();
}
#define EXPECT_OK(expression) EXPECT_TRUE(holdsValue(expression))
#define ASSERT_OK(expression) ASSERT_TRUE(holdsValue(expression))

/// A folder of its own for each test, removed afterwards. Its name has a blank, letters beyond ASCII, and
/// what a URI would take for syntax.
class FolderTest : public testing::Test {
protected:
    void SetUp() override {
        auto made = lathe::ScopedFolder::create(std::filesystem::temp_directory_path(), "lathe prüfung %41?#");
        ASSERT_OK(made);
        m_folder.emplace(std::move(*made));
    }
    [[nodiscard]] lathe::Path folder() const { return m_folder->path(); }

private:
    std::optional<lathe::ScopedFolder> m_folder;
};

/// Starts a process that does \p work and exits with its result. The caller must not have a database open.
inline pid_t startProcess(const std::function<int()>& work) {
    const pid_t pid = ::fork();
    if (pid == 0) ::_exit(work());
    return pid;
}

/// Waits; the exit status, or 128 + the signal.
inline int waitForProcess(pid_t pid) {
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// Adds a dataset without versions: the smallest change of state there is.
inline lathe::Result<void> addDataset(const lathe::Project& project, const std::string& id, const std::string& name) {
    using namespace lathe;
    return project.change({"dataset.create", "dataset " + name, "", ""}, [&](AuditEntry&) -> Result<void> {
        LATHE_TRY(auto insert, project.database().prepare("INSERT INTO dataset(id, name, created_at) VALUES(?, ?, 0)"));
        return insert.bind(id).bind(name).run();
    });
}

/// The first value of a query, or -1.
inline int64_t ask(lathe::Database& database, std::string_view sql) {
    auto query = database.prepare(sql);
    if (!query) return -1;
    const auto row = query->step();
    return row && *row ? query->integer(0) : -1;
}

/// The problems of a project as text, one a line; empty when it is clean.
inline std::string problemsOf(const lathe::Project& project) {
    const auto problems = project.check(lathe::JobContext());
    if (!problems) return problems.error().describe();
    std::string text;
    for (const auto& problem : *problems) text += problem.object + ": " + problem.message + "\n";
    return text;
}
