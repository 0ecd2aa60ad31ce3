// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <cstring>
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

} // namespace

int main(int argc, char** argv) {
    if (argc > 1 && std::strcmp(argv[1], lathe::readerArgument) == 0) return lathe::serveReader({argv + 2, argv + argc});
    lathe::setReaderProgram("/proc/self/exe");
    return lathe::cli::run(argc, argv, [&](const std::string& folder) { return openWindow(argc, argv, folder); });
}
