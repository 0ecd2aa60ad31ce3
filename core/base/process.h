// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/result.h"

namespace lathe {

struct ProcessOptions {
    Path program;
    std::vector<std::string> arguments;
    std::vector<std::pair<std::string, std::string>> environment; ///< added to, or replacing, this process's own
    Path workingFolder;                                           ///< empty: this process's own
    Path outputFile;            ///< standard output and error are appended here; empty: inherited
    bool captureOutput = false; ///< standard output is a pipe read with readLine(); wins over outputFile for stdout
    bool detached = false;      ///< a session of its own: it lives on when this process ends or gets Ctrl+C
};

/// A child process. Destroying the object neither stops nor waits for a detached child; others are killed.
class ChildProcess {
public:
    /// Errors: NotFound (program), Io.
    static Result<ChildProcess> start(const ProcessOptions& options);
    ~ChildProcess();
    ChildProcess(ChildProcess&& other) noexcept;
    ChildProcess& operator=(ChildProcess&& other) noexcept;

    [[nodiscard]] int pid() const { return m_pid; }
    /// The next line of captured output without its end; none at the end of output or after `timeout`.
    std::optional<std::string> readLine(std::chrono::milliseconds timeout);
    /// The exit status (128 + signal when killed) once ended; none while running.
    std::optional<int> poll();
    /// Waits up to `timeout`.
    std::optional<int> wait(std::chrono::milliseconds timeout);
    int wait();
    void signal(int number) const;

private:
    ChildProcess() = default;
    int m_pid = -1;
    int m_output = -1;
    bool m_detached = false;
    std::optional<int> m_status;
    std::string m_buffer;
};

/// When a process was started, in clock ticks since boot: with the pid it names a process for good.
/// None when there is no such process.
std::optional<int64_t> processStartTicks(int pid);

/// True when the very process (pid and start ticks) still runs and is not a zombie.
bool isProcessAlive(int pid, int64_t startTicks);

/// Where one of Lathe's own programs is: the file named by \p environmentVariable when that is set, else beside the
/// running program. Errors: NotFound, saying where it was looked for.
Result<Path> helperProgram(const std::string& name, const char* environmentVariable);

std::string userName();
std::string hostName();

} // namespace lathe
