// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <string>

#include "app/cli/cli.h"

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
    return lathe::cli::run(argc, argv, [&](const std::string& folder) { return openWindow(argc, argv, folder); });
}
