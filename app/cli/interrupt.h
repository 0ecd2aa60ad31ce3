// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <stop_token>
#include <thread>

namespace lathe::cli {

/// Turns Ctrl+C and SIGTERM into a stop request for the command's work; a second one ends the program at once.
/// Create it before any other thread.
class Interrupt {
public:
    Interrupt();
    ~Interrupt();
    [[nodiscard]] std::stop_token token() const { return m_source.get_token(); }
    [[nodiscard]] bool happened() const { return m_source.stop_requested(); }

private:
    void watch();

    std::stop_source m_source;
    std::atomic<bool> m_done{false};
    std::thread m_thread;
};

} // namespace lathe::cli
