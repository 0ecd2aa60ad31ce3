// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <stop_token>
#include <thread>

namespace lathe::cli {

/// Turns Ctrl+C and SIGTERM into a stop request for the command's work; a second one ends the program at once.
/// Create it before any other thread.
class Interrupt {
public:
    /// \p stopping is called once, on a thread of its own, when the work has not ended soon after it was asked to.
    explicit Interrupt(std::function<void()> stopping);
    ~Interrupt();
    [[nodiscard]] std::stop_token token() const { return m_source.get_token(); }
    [[nodiscard]] bool happened() const { return m_source.stop_requested(); }

private:
    void watch();

    std::function<void()> m_stopping;
    std::stop_source m_source;
    std::atomic<bool> m_done{false};
    std::thread m_thread;
};

} // namespace lathe::cli
