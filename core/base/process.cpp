// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/process.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <thread>

#include <fcntl.h>
#include <poll.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/clock.h"

extern char** environ;

namespace lathe {

namespace {

std::vector<std::string> mergedEnvironment(const ProcessOptions& options) {
    std::map<std::string, std::string> variables;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string text = *entry;
        const auto equals = text.find('=');
        if (equals != std::string::npos) variables[text.substr(0, equals)] = text.substr(equals + 1);
    }
    for (const auto& [name, value] : options.environment) variables[name] = value;
    std::vector<std::string> list;
    for (const auto& [name, value] : variables) list.push_back(name + "=" + value);
    return list;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    for (auto& text : texts) result.push_back(text.data());
    result.push_back(nullptr);
    return result;
}

int exitStatus(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

struct Descriptors {
    int output = -1;           // where the child's stdout goes
    int log = -1;              // where stderr (and stdout without capture) goes
    int readEnd = -1;          // ours
    int failure[2] = {-1, -1}; // closed by a successful exec, else carries errno
};

void closeIfOpen(int file) {
    if (file >= 0) ::close(file);
}

[[noreturn]] void becomeProgram(const ProcessOptions& options, const Descriptors& files, char* const* arguments,
                                char* const* environment) {
    // A parent that waits for signals in a thread of its own blocks them; the program must not start deaf.
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    if (options.detached) ::setsid();
    const int null = ::open("/dev/null", O_RDONLY);
    if (null >= 0) ::dup2(null, STDIN_FILENO);
    if (files.output >= 0) ::dup2(files.output, STDOUT_FILENO);
    if (files.log >= 0) {
        ::dup2(files.log, STDERR_FILENO);
        if (files.output < 0) ::dup2(files.log, STDOUT_FILENO);
    }
    if (options.workingFolder.empty() || ::chdir(options.workingFolder.c_str()) == 0)
        ::execve(options.program.c_str(), arguments, environment);
    const int code = errno;
    [[maybe_unused]] const auto written = ::write(files.failure[1], &code, sizeof code);
    ::_exit(127);
}

} // namespace

Result<ChildProcess> ChildProcess::start(const ProcessOptions& options) {
    std::vector<std::string> argumentTexts{options.program.string()};
    argumentTexts.insert(argumentTexts.end(), options.arguments.begin(), options.arguments.end());
    auto environmentTexts = mergedEnvironment(options);
    auto arguments = pointers(argumentTexts);
    auto environment = pointers(environmentTexts);

    Descriptors files;
    int pipeEnds[2] = {-1, -1};
    if (options.captureOutput) {
        if (::pipe2(pipeEnds, O_CLOEXEC) != 0)
            return failure(errnoError("create a pipe for", options.program.string()));
        files.readEnd = pipeEnds[0];
        files.output = pipeEnds[1];
    }
    if (!options.outputFile.empty()) {
        files.log = ::open(options.outputFile.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
        if (files.log < 0) {
            auto error = errnoError("open", options.outputFile.string());
            closeIfOpen(files.readEnd);
            closeIfOpen(files.output);
            return failure(std::move(error));
        }
    }
    if (::pipe2(files.failure, O_CLOEXEC) != 0)
        return failure(errnoError("create a pipe for", options.program.string()));

    const pid_t pid = ::fork();
    if (pid == 0) becomeProgram(options, files, arguments.data(), environment.data());
    closeIfOpen(files.output);
    closeIfOpen(files.log);
    ::close(files.failure[1]);
    int code = pid < 0 ? errno : 0;
    if (pid > 0 && ::read(files.failure[0], &code, sizeof code) == sizeof code) ::waitpid(pid, nullptr, 0);
    ::close(files.failure[0]);
    if (code != 0) {
        closeIfOpen(files.readEnd);
        errno = code;
        return failure(errnoError("start", options.program.string()));
    }
    ChildProcess child;
    child.m_pid = pid;
    child.m_output = files.readEnd;
    child.m_detached = options.detached;
    return child;
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept { *this = std::move(other); }

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
    std::swap(m_pid, other.m_pid);
    std::swap(m_output, other.m_output);
    std::swap(m_detached, other.m_detached);
    std::swap(m_status, other.m_status);
    std::swap(m_buffer, other.m_buffer);
    return *this;
}

ChildProcess::~ChildProcess() {
    if (m_pid > 0 && !m_detached && !poll()) {
        signal(SIGKILL);
        wait();
    }
    closeIfOpen(m_output);
}

std::optional<std::string> ChildProcess::readLine(std::chrono::milliseconds timeout) {
    const double deadline = monotonicSeconds() + std::chrono::duration<double>(timeout).count();
    for (;;) {
        if (const auto end = m_buffer.find('\n'); end != std::string::npos) {
            std::string line = m_buffer.substr(0, end);
            m_buffer.erase(0, end + 1);
            return line;
        }
        if (m_output < 0) return std::nullopt;
        const double left = deadline - monotonicSeconds();
        if (left < 0) return std::nullopt;
        pollfd waiting{m_output, POLLIN, 0};
        if (::poll(&waiting, 1, static_cast<int>(left * 1000) + 1) <= 0) continue;
        char piece[4096];
        const ssize_t count = ::read(m_output, piece, sizeof piece);
        if (count > 0) {
            m_buffer.append(piece, static_cast<size_t>(count));
        } else if (count == 0) {
            ::close(std::exchange(m_output, -1));
            if (!m_buffer.empty()) return std::exchange(m_buffer, {});
        }
    }
}

std::optional<int> ChildProcess::poll() {
    if (m_status) return m_status;
    int status = 0;
    if (m_pid > 0 && ::waitpid(m_pid, &status, WNOHANG) == m_pid) m_status = exitStatus(status);
    return m_status;
}

std::optional<int> ChildProcess::wait(std::chrono::milliseconds timeout) {
    const double deadline = monotonicSeconds() + std::chrono::duration<double>(timeout).count();
    while (!poll() && monotonicSeconds() < deadline) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    return m_status;
}

int ChildProcess::wait() {
    if (m_status) return *m_status;
    int status = 0;
    while (::waitpid(m_pid, &status, 0) < 0 && errno == EINTR) {
    }
    m_status = exitStatus(status);
    return *m_status;
}

void ChildProcess::signal(int number) const {
    if (m_pid > 0 && !m_status) ::kill(m_pid, number);
}

namespace {

/// The fields of /proc/PID/stat after the command name, which may itself contain blanks and brackets.
std::optional<std::vector<std::string>> processFields(int pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    std::string text((std::istreambuf_iterator<char>(file)), {});
    const auto end = text.rfind(')');
    if (end == std::string::npos) return std::nullopt;
    std::istringstream rest(text.substr(end + 1));
    return std::vector<std::string>{std::istream_iterator<std::string>(rest), {}};
}

} // namespace

std::optional<int64_t> processStartTicks(int pid) {
    constexpr size_t startField = 19; // field 22 of proc(5), counted after the command name
    const auto fields = processFields(pid);
    if (!fields || fields->size() <= startField) return std::nullopt;
    return std::stoll((*fields)[startField]);
}

bool isProcessAlive(int pid, int64_t startTicks) {
    const auto fields = pid > 0 ? processFields(pid) : std::nullopt;
    if (!fields || fields->empty() || fields->front() == "Z" || fields->front() == "X") return false;
    return processStartTicks(pid) == startTicks;
}

Result<Path> helperProgram(const std::string& name, const char* environmentVariable) {
    const char* chosen = std::getenv(environmentVariable);
    const Path program = chosen != nullptr && *chosen != '\0' ? Path(chosen) : programFolder() / name;
    if (::access(program.c_str(), X_OK) == 0) return program;
    return failHint(ErrorKind::NotFound, fmt::format("the program '{}' is not at '{}'", name, program.string()),
                    fmt::format("Build or install it there, or set {} to where it is.", environmentVariable));
}

std::string userName() {
    if (const passwd* entry = ::getpwuid(::geteuid()); entry != nullptr) return entry->pw_name;
    return std::to_string(::geteuid());
}

std::string hostName() {
    char name[256] = {};
    return ::gethostname(name, sizeof name - 1) == 0 ? name : "localhost";
}

} // namespace lathe
