// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/status_bar.h"

#include <QCoreApplication>
#include <QFile>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>
#include <unistd.h>

#include "ui/shell/session.h"
#include "ui/shell/theme.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"

namespace lathe::ui {

namespace {

constexpr int progressSteps = 1000;
constexpr int machineInterval = 2000;

QByteArray firstLine(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readLine() : QByteArray();
}

/// Bytes under a key of /proc/meminfo, which counts in KiB.
double memoryInfo(const QByteArray& all, const char* key) {
    const qsizetype at = all.indexOf(key);
    if (at < 0) return 0;
    const qsizetype begin = at + static_cast<qsizetype>(qstrlen(key));
    return all.mid(begin, all.indexOf('\n', begin) - begin).replace("kB", "").trimmed().toDouble() * 1024;
}

double ownMemory() {
    const QList<QByteArray> pages = firstLine(QStringLiteral("/proc/self/statm")).split(' ');
    return pages.size() > 1 ? pages[1].toDouble() * static_cast<double>(sysconf(_SC_PAGESIZE)) : 0;
}

} // namespace

StatusBar::StatusBar(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("statusBar"));
    setFixedHeight(33);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 1, 12, 0);
    row->setSpacing(10);
    m_title = new Label(QString(), TextRole::Body, Tint::Text, this);
    m_title->setObjectName(QStringLiteral("jobTitle"));
    row->addWidget(m_title);
    m_progress = new QProgressBar(this);
    m_progress->setObjectName(QStringLiteral("jobProgress"));
    m_progress->setAccessibleName(tr("Progress of the running job"));
    m_progress->setTextVisible(false);
    m_progress->setFixedSize(160, 12);
    row->addWidget(m_progress);
    m_detail = new Label(QString(), TextRole::Number, Tint::Muted, this);
    m_detail->setObjectName(QStringLiteral("jobDetail"));
    row->addWidget(m_detail);
    m_cancel = makeIconButton(tr("Cancel this job"), "close", this);
    m_cancel->setObjectName(QStringLiteral("jobCancelButton"));
    m_cancel->setFixedSize(24, 24);
    row->addWidget(m_cancel);
    m_more = makeButton(QString(), "", ButtonKind::Quiet, this);
    m_more->setObjectName(QStringLiteral("jobListButton"));
    m_more->setFixedHeight(26);
    connect(m_more, &QPushButton::clicked, this, &StatusBar::listJobs);
    row->addWidget(m_more);
    row->addStretch(1);
    m_cpu = new Label(QString(), TextRole::Number, Tint::Muted, this);
    m_memory = new Label(QString(), TextRole::Number, Tint::Muted, this);
    row->addWidget(m_cpu);
    row->addSpacing(8);
    row->addWidget(m_memory);

    connect(m_cancel, &QToolButton::clicked, this, [this] {
        if (m_session && m_session->jobs().rowCount() > 0)
            m_session->jobs().job(m_session->jobs().rowCount() - 1)->cancel();
    });
    m_machineTimer.setInterval(machineInterval);
    connect(&m_machineTimer, &QTimer::timeout, this, &StatusBar::measureMachine);
    m_machineTimer.start();
    measureMachine();
    showJobs();
}

void StatusBar::setSession(Session* session) {
    if (m_session) m_session->jobs().disconnect(this);
    m_session = session;
    if (session != nullptr) {
        connect(&session->jobs(), &QAbstractItemModel::rowsInserted, this, &StatusBar::showJobs);
        connect(&session->jobs(), &QAbstractItemModel::rowsRemoved, this, &StatusBar::showJobs);
        connect(&session->jobs(), &QAbstractItemModel::dataChanged, this, &StatusBar::showJobs);
    }
    showJobs();
}

void StatusBar::showJobs() {
    const int running = m_session ? m_session->jobs().rowCount() : 0;
    for (QWidget* part : {static_cast<QWidget*>(m_title), static_cast<QWidget*>(m_progress),
                          static_cast<QWidget*>(m_detail), static_cast<QWidget*>(m_cancel)})
        part->setVisible(running > 0);
    m_more->setVisible(running > 1);
    if (running == 0) return;
    m_more->setText(tr("%n more running", nullptr, running - 1));
    showJob(*m_session->jobs().job(running - 1));
}

void StatusBar::showJob(const JobHandle& job) {
    const JobProgress progress = job.progress();
    m_title->setText(job.title());
    const double fraction = progress.fraction();
    m_progress->setVisible(fraction >= 0 || !job.standing());
    m_progress->setRange(0, fraction >= 0 ? progressSteps : 0);
    if (fraction >= 0) m_progress->setValue(static_cast<int>(fraction * progressSteps));
    m_cancel->setEnabled(!job.cancelling());
    if (job.cancelling()) {
        m_detail->setText(tr("Cancelling…"));
        return;
    }
    QStringList parts;
    if (!progress.stage.empty()) parts << stageText(text(progress.stage));
    if (fraction >= 0) parts << percentText(fraction);
    if (const QString rest = progressText(progress); !rest.isEmpty()) parts << rest;
    m_detail->setText(parts.join(QStringLiteral(" · ")));
}

void StatusBar::listJobs() {
    if (!m_session) return;
    QMenu menu(this);
    for (int row = 0; row < m_session->jobs().rowCount(); ++row) {
        const QPointer<JobHandle> job(m_session->jobs().job(row));
        menu.addAction(icon("close"), tr("Cancel “%1”").arg(job->title()), this, [job] {
            if (job) job->cancel();
        });
    }
    menu.exec(m_more->mapToGlobal(QPoint(0, -menu.sizeHint().height() - 4)));
}

void StatusBar::measureMachine() {
    QList<QByteArray> fields = firstLine(QStringLiteral("/proc/stat")).simplified().split(' ');
    CpuTimes now;
    for (qsizetype index = 1; index < std::min<qsizetype>(fields.size(), 9); ++index) {
        const unsigned long long ticks = fields[index].toULongLong();
        now.all += ticks;
        if (index != 4 && index != 5) now.busy += ticks; // the fourth and fifth are idle and waiting for disks
    }
    if (m_lastCpu && now.all > m_lastCpu->all)
        m_cpu->setText(tr("CPU %1").arg(percentText(static_cast<double>(now.busy - m_lastCpu->busy) /
                                                    static_cast<double>(now.all - m_lastCpu->all))));
    m_lastCpu = now;

    QFile file(QStringLiteral("/proc/meminfo"));
    if (!file.open(QIODevice::ReadOnly)) return;
    const QByteArray info = file.readAll();
    const double total = memoryInfo(info, "MemTotal:");
    const double used = total - memoryInfo(info, "MemAvailable:");
    m_memory->setText(tr("Memory %1 of %2").arg(byteText(used), byteText(total)));
    m_memory->setToolTip(tr("Lathe's window itself uses %1").arg(byteText(ownMemory())));
}

void StatusBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), tokens().surface);
    painter.fillRect(QRect(0, 0, width(), 1), tokens().border);
}

} // namespace lathe::ui
