// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QTimer>
#include <QWidget>
#include <optional>

class QHBoxLayout;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace lathe::ui {

class JobHandle;
class Label;
class Session;

/// The line at the bottom: the newest running job with progress, rate, time left and Cancel, how many more run
/// (a click lists them), and what the machine is doing.
class StatusBar : public QWidget {
    Q_OBJECT

public:
    explicit StatusBar(QWidget* parent = nullptr);
    void setSession(Session* session);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void showJobs();
    void showJob(const JobHandle& job);
    void measureMachine();
    void listJobs();

    QPointer<Session> m_session;
    Label* m_title = nullptr;
    QProgressBar* m_progress = nullptr;
    Label* m_detail = nullptr;
    QToolButton* m_cancel = nullptr;
    QPushButton* m_more = nullptr;
    Label* m_cpu = nullptr;
    Label* m_memory = nullptr;
    QTimer m_machineTimer;
    struct CpuTimes {
        unsigned long long busy = 0;
        unsigned long long all = 0;
    };
    std::optional<CpuTimes> m_lastCpu;
};

} // namespace lathe::ui
