// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/profile/profile.h"

#include <QPointer>
#include <QWidget>

#include <memory>
#include <string>

class QComboBox;
class QGridLayout;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace lathe::ui {

class BarChart;
class HistogramChart;
class JobHandle;
class Label;

/// The statistics of a version: rows, duplicates and missing cells of all, and one column in detail.
class ProfilePanel : public QWidget {
    Q_OBJECT

public:
    explicit ProfilePanel(QWidget* parent = nullptr);

    void showProfile(std::shared_ptr<const DatasetProfile> profile);
    /// The profile is being computed; its progress is shown, with Cancel.
    void showComputing(JobHandle* job);
    /// There is no profile; \p sentence says why, and a button asks for it.
    void showAbsent(const QString& sentence);

    void showColumn(const std::string& name);
    [[nodiscard]] std::string column() const { return m_column; }

Q_SIGNALS:
    void columnChosen(const QString& name);
    void computeRequested();

private:
    QWidget* makeResult();
    QWidget* makeWaiting();
    void updateProgress();
    void fillDataset();
    void fillColumn();
    void fillFacts(const ColumnProfile& column);
    void fillChart(const ColumnProfile& column);
    void fillWarnings(const ColumnProfile& column);

    std::shared_ptr<const DatasetProfile> m_profile;
    std::string m_column;
    QPointer<JobHandle> m_job;

    QStackedWidget* m_stack = nullptr;
    Label* m_waitingText = nullptr;
    QProgressBar* m_progress = nullptr;
    QPushButton* m_compute = nullptr;
    QPushButton* m_cancel = nullptr;
    QGridLayout* m_datasetFacts = nullptr;
    QComboBox* m_chooser = nullptr;
    QVBoxLayout* m_warnings = nullptr;
    QWidget* m_timePicture = nullptr;
    HistogramChart* m_histogram = nullptr;
    BarChart* m_bars = nullptr;
    QGridLayout* m_facts = nullptr;
};

} // namespace lathe::ui
