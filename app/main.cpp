// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>
#include <string>

#include "app/cli/cli.h"
#include "core/base/files.h"
#include "core/data/readers/reader_process.h"

#ifdef LATHE_HAS_WINDOW
#include "ui/shell/application.h"
#endif

namespace {

#ifdef LATHE_HAS_WINDOW
int openWindow(int argc, char** argv, const std::string& folder) {
    lathe::ui::WindowOptions options;
    options.project = folder;
    return lathe::ui::runWindow(argc, argv, options);
}
#else
int openWindow(int, char**, const std::string&) {
    std::fputs("lathe: this build has no window; see lathe --help for the commands\n", stderr);
    return lathe::cli::WrongUsage;
}
#endif

/// Of an exception that nobody caught; there is no more to do, whichever thread it ends.
[[noreturn]] void sayWhyItEnds() {
    try {
        if (std::current_exception()) std::rethrow_exception(std::current_exception());
    } catch (const std::bad_alloc&) {
        std::fputs(
            "lathe: the system gives no more memory\n  hint: Close other programs or raise the limit; nothing was half-written.\n",
            stderr);
        std::_Exit(lathe::cli::Failed);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "lathe: an unexpected error: %s\n", error.what());
    } catch (...) {
        std::fputs("lathe: an unexpected error\n", stderr);
    }
    std::abort();
}

} // namespace

int main(int argc, char** argv) {
    std::set_terminate(sayWhyItEnds);
    if (argc > 1 && std::strcmp(argv[1], lathe::readerArgument) == 0)
        return lathe::serveReader({argv + 2, argv + argc});
    lathe::setReaderProgram("/proc/self/exe");
    return lathe::cli::run(argc, argv, [&](const std::string& folder) { return openWindow(argc, argv, folder); });
}
