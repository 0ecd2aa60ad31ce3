// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

#include <csignal>

#include <pthread.h>
#include <unistd.h>

namespace lathe::cli {

namespace {

constexpr int interruptedStatus = 130;

sigset_t watched() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGUSR1); // ends the watching thread
    return set;
}

} // namespace

Interrupt::Interrupt() {
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
    for (;;) {
        int number = 0;
        sigwait(&set, &number);
        if (m_done) return;
        if (number == SIGUSR1) continue;
        if (!m_source.request_stop()) ::_exit(interruptedStatus);
    }
}

} // namespace lathe::cli
