// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

#include <cerrno>
#include <csignal>
#include <ctime>

#include <pthread.h>
#include <unistd.h>

namespace lathe::cli {

namespace {

constexpr int interruptedStatus = 130;
constexpr timespec patience{.tv_sec = 0, .tv_nsec = 100'000'000};

sigset_t watched() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGUSR1); // ends the watching thread
    return set;
}

} // namespace

Interrupt::Interrupt(std::function<void()> stopping) : m_stopping(std::move(stopping)) {
    const sigset_t set = watched();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    m_thread = std::thread([this] { watch(); });
}

Interrupt::~Interrupt() {
    m_done = true;
    pthread_kill(m_thread.native_handle(), SIGUSR1);
    m_thread.join();
}

void Interrupt::watch() {
    const sigset_t set = watched();
    bool waiting = false; // for the work to end, and nothing was said of it
    for (;;) {
        const int number = sigtimedwait(&set, nullptr, waiting ? &patience : nullptr);
        if (m_done) return;
        if (number == SIGINT || number == SIGTERM) {
            if (!m_source.request_stop()) ::_exit(interruptedStatus);
            waiting = true;
        } else if (number < 0 && errno == EAGAIN) {
            waiting = false;
            m_stopping();
        }
    }
}

} // namespace lathe::cli
