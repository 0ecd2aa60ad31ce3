// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

namespace lathe::ui {

struct WindowOptions {
    std::string project;                ///< folder to open; empty shows the welcome page
    std::function<void()> firstPaint{}; ///< called once, after the window was painted first
};

/// Opens the window and runs until it is closed. Returns the process's exit status.
int runWindow(int argc, char** argv, const WindowOptions& options);

} // namespace lathe::ui
