// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>

#include <algorithm>
#include <ctime>

namespace lathe::ui::test {

/// How long the window's thread did not come back to its events.
class Heartbeat : public QObject {
public:
    Heartbeat() {
        m_since.start();
        startTimer(2, Qt::PreciseTimer);
    }
    void restart() {
        m_since.restart();
        m_before = work();
        m_longest = 0;
        m_longestWork = 0;
    }
    /// Leaves out what was done since the last beat.
    void skip() {
        m_since.restart();
        m_before = work();
    }
    [[nodiscard]] qint64 longest() const { return m_longest; }
    /// The most processor time that the window's thread took at one go: what a busy machine does not add to.
    [[nodiscard]] double longestWork() const { return m_longestWork; }

protected:
    void timerEvent(QTimerEvent*) override {
        m_longest = std::max(m_longest, m_since.restart());
        const double now = work();
        m_longestWork = std::max(m_longestWork, now - m_before);
        m_before = now;
    }

private:
    static double work() {
        timespec spent{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
        return static_cast<double>(spent.tv_sec) * 1e3 + static_cast<double>(spent.tv_nsec) / 1e6;
    }
    QElapsedTimer m_since;
    qint64 m_longest = 0;
    double m_before = 0;
    double m_longestWork = 0;
};

} // namespace lathe::ui::test
