// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzz_apart.h"

#include <dlfcn.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string>

extern "C" {

// Of the sanitizers' interface, whose headers come with clang only.
void __sanitizer_set_death_callback(void (*callback)());
int __lsan_do_recoverable_leak_check();

/// As malloc does in a program with little memory; and aborts leave a stack that says whose they are. Looking up names
/// would take longer than a thousand inputs.
const char* __asan_default_options() { return "allocator_may_return_null=1:handle_abort=1:symbolize=0"; }

/// The linker's marks around how often each edge was passed, and around the places of the edges in our code.
extern __attribute__((visibility("hidden"))) uint8_t __start___sancov_cntrs[], __stop___sancov_cntrs[];
extern __attribute__((visibility("hidden"))) const uintptr_t __start___sancov_pcs[], __stop___sancov_pcs[];
}

namespace lathe::fuzz {

namespace {

constexpr size_t mostBytes = size_t{1} << 20;
/// What a reader may take (core/data/readers/reader_process.cpp), on top of what the sanitizers take.
constexpr rlim_t mostMemory = rlim_t{1536} << 20;
/// A child is looked through for leaks once it has run so many.
constexpr int inputsOfAChild = 2000;
constexpr int leaked = 23;
constexpr int stuck = 24;
/// A damaged file can make the libraries turn in a circle. After so many milliseconds a child is asked where it is;
/// when it is in a library so often, it is stuck there. An input that was only slow is lost by that, no more.
constexpr int patience = 20;
constexpr int mostAnswers = 3;

void must(bool done, const char* what) {
    if (done) return;
    std::perror(what);
    std::abort();
}

/// libFuzzer's clock interrupts.
template <typename Call>
auto uninterrupted(const Call& call) {
    auto result = call();
    while (result < 0 && errno == EINTR) result = call();
    return result;
}

std::span<uint8_t> counters() { return {__start___sancov_cntrs, __stop___sancov_cntrs}; }

/// Pairs of an edge's place and its flags.
bool isOurs(uintptr_t place) {
    static const auto range = [] {
        std::pair<uintptr_t, uintptr_t> found{UINTPTR_MAX, 0};
        for (const uintptr_t* edge = __start___sancov_pcs; edge < __stop___sancov_pcs; edge += 2)
            found = {std::min(found.first, edge[0]), std::max(found.second, edge[0])};
        return found;
    }();
    return place >= range.first && place <= range.second;
}

bool isOfLibrary(uintptr_t place) {
    Dl_info info{};
    if (::dladdr(reinterpret_cast<const void*>(place), &info) == 0 || info.dli_fname == nullptr) return false;
    const std::string_view file(info.dli_fname);
    return file.find("libhdf5") != file.npos || file.find("libnetcdf") != file.npos;
}

/// Whether the innermost of our frames and the library's is the library's. The first stack of a report is where it
/// happened.
bool blamesLibrary(const std::string& report) {
    for (size_t at = report.find("    #0 "); at != std::string::npos; at = report.find("\n    #", at + 1)) {
        const size_t address = report.find(" 0x", at);
        if (address == std::string::npos) return false;
        const auto place = static_cast<uintptr_t>(std::strtoull(report.c_str() + address + 1, nullptr, 16));
        if (isOurs(place)) return false;
        if (isOfLibrary(place)) return true;
    }
    return false;
}

int answersFromLibrary = 0;

void tellWhere(int, siginfo_t*, void* context) {
    const auto& machine = static_cast<const ucontext_t*>(context)->uc_mcontext;
#ifdef __x86_64__
    const auto place = static_cast<uintptr_t>(machine.gregs[REG_RIP]);
#else
    const auto place = static_cast<uintptr_t>(machine.pc);
#endif
    if (isOfLibrary(place) && ++answersFromLibrary == mostAnswers) ::_exit(stuck);
}

void limitMemory() {
    long pages = 0; // of data, the sanitizers' shadow among it
    std::FILE* file = std::fopen("/proc/self/statm", "r");
    must(file != nullptr && std::fscanf(file, "%*d %*d %*d %*d %*d %ld", &pages) == 1, "/proc/self/statm");
    std::fclose(file);
    const rlim_t most = static_cast<rlim_t>(pages) * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE)) + mostMemory;
    const rlimit limit{most, most};
    must(::setrlimit(RLIMIT_DATA, &limit) == 0, "setrlimit");
}

class Child {
public:
    explicit Child(void (*work)(std::string_view)) : m_work(work), m_report(::memfd_create("report", MFD_CLOEXEC)) {
        void* shared =
            ::mmap(nullptr, mostBytes + counters().size(), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        must(shared != MAP_FAILED && m_report >= 0, "shared memory");
        m_input = static_cast<char*>(shared);
        m_counts = reinterpret_cast<uint8_t*>(m_input + mostBytes);
    }

    void run(std::string_view bytes) {
        if (m_process == 0) start();
        std::memcpy(m_input, bytes.data(), bytes.size());
        const size_t size = bytes.size();
        must(uninterrupted([&] { return ::write(m_requests, &size, sizeof size); }) == sizeof size, "request");
        pollfd answering{m_answers, POLLIN, 0};
        while (uninterrupted([&] { return ::poll(&answering, 1, patience); }) == 0) ::kill(m_process, SIGUSR1);
        char answer = 0;
        const bool answered = uninterrupted([&] { return ::read(m_answers, &answer, 1); }) == 1;
        if (answered) takeCoverage();
        if (!answered || ++m_runs == inputsOfAChild) end();
    }

private:
    void start() {
        int requests[2];
        int answers[2];
        must(::pipe(requests) == 0 && ::pipe(answers) == 0 && ::ftruncate(m_report, 0) == 0 &&
                 ::lseek(m_report, 0, SEEK_SET) == 0,
             "pipe");
        m_process = ::fork();
        must(m_process >= 0, "fork");
        m_requests = requests[m_process == 0 ? 0 : 1];
        m_answers = answers[m_process == 0 ? 1 : 0];
        ::close(requests[m_process == 0 ? 1 : 0]);
        ::close(answers[m_process == 0 ? 0 : 1]);
        m_runs = 0;
        if (m_process == 0) serve();
    }

    [[noreturn]] void serve() {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        std::signal(SIGINT, SIG_IGN);
        std::signal(SIGPIPE, SIG_DFL); // the fuzzer has ended
        struct sigaction whenAsked {};
        whenAsked.sa_sigaction = tellWhere;
        whenAsked.sa_flags = SA_SIGINFO | SA_RESTART;
        ::sigaction(SIGUSR1, &whenAsked, nullptr);
        __sanitizer_set_death_callback(nullptr); // libFuzzer would keep what it believes to be the input
        ::dup2(m_report, STDERR_FILENO);
        limitMemory();
        for (size_t size = 0; m_runs < inputsOfAChild && ::read(m_requests, &size, sizeof size) == sizeof size;
             ++m_runs) {
            answersFromLibrary = 0;
            std::ranges::fill(counters(), uint8_t{0});
            m_work({m_input, size});
            std::memcpy(m_counts, counters().data(), counters().size());
            if (::write(m_answers, "", 1) != 1) ::_exit(1);
        }
        ::_exit(__lsan_do_recoverable_leak_check() != 0 ? leaked : 0);
    }

    void takeCoverage() const {
        uint8_t* const own = counters().data();
        for (size_t i = 0; i < counters().size(); ++i) own[i] = std::max(own[i], m_counts[i]);
    }

    void end() {
        int status = 0;
        must(uninterrupted([&] { return ::waitpid(m_process, &status, 0); }) == m_process, "waitpid");
        ::close(m_requests);
        ::close(m_answers);
        m_process = 0;
        if (WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == stuck)) return;
        std::string report(static_cast<size_t>(::lseek(m_report, 0, SEEK_END)), '\0');
        must(::pread(m_report, report.data(), report.size(), 0) == static_cast<ssize_t>(report.size()), "report");
        const bool leak = WIFEXITED(status) && WEXITSTATUS(status) == leaked;
        if (!leak && blamesLibrary(report)) return;
        std::fwrite(report.data(), 1, report.size(), stderr);
        if (leak) std::fprintf(stderr, "The leak is of one of the last %d inputs.\n", m_runs);
        std::abort();
    }

    void (*m_work)(std::string_view);
    int m_report;
    char* m_input = nullptr;
    uint8_t* m_counts = nullptr;
    pid_t m_process = 0;
    int m_requests = -1;
    int m_answers = -1;
    int m_runs = 0;
};

} // namespace

void runApart(std::string_view bytes, void (*work)(std::string_view)) {
    static Child child(work);
    if (bytes.size() <= mostBytes) child.run(bytes);
}

} // namespace lathe::fuzz
