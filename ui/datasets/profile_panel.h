// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/profile/linked_counts.h"
#include "core/data/profile/profile.h"
#include "core/data/profile/target.h"
#include "core/data/query/filter.h"
#include "ui/datasets/datasets_state.h"

#include <QPointer>
#include <QWidget>

#include <memory>
#include <stop_token>
#include <string>

class QComboBox;
class QGridLayout;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace lathe::ui {

class BarChart;
class ComparePanel;
class HistogramChart;
class JobHandle;
class Label;
class RelationsView;
class Session;
class WarningList;

/// The statistics of a version: what deserves a look, one column in detail, how columns hang together, what they tell
/// of a target, and another version beside it. While the profile is computed an estimate is shown. Choosing a bar asks
/// for a filter; the plot shows what part of each bar passes the filter that is on.
class ProfilePanel : public QWidget {
    Q_OBJECT

public:
    explicit ProfilePanel(Session& session, QWidget* parent = nullptr);
    ~ProfilePanel() override;

    /// The version that all below is about, and the versions of its dataset.
    void setVersion(std::shared_ptr<const OpenVersion> version, const std::vector<VersionInfo>& versions);
    void showProfile(std::shared_ptr<const DatasetProfile> profile);
    /// The profile is being computed; its progress is shown, with Cancel.
    void showComputing(JobHandle* job);
    /// There is no profile; \p sentence says why, and a button asks for it.
    void showAbsent(const QString& sentence);

    /// Better and better profiles of the work that showComputing() told of.
    void showPartial(std::shared_ptr<const DatasetProfile> profile);

    void showColumn(const std::string& name);
    /// Of the rows that \p filter leaves the plot shows the part in each bar; bars of its own condition are marked.
    void showFilter(const Filter& filter);
    [[nodiscard]] std::string column() const { return m_column; }

Q_SIGNALS:
    void columnChosen(const QString& name);
    void computeRequested();
    /// The bars chosen in the plot of \p column: a filter of one condition that their rows meet, or an empty one.
    void filterChosen(const std::string& column, const lathe::Filter& own);

private:
    QWidget* makeResult();
    QWidget* makeWaiting();
    QWidget* makeBusy();
    void addTarget(QVBoxLayout* layout);
    void setProfile(std::shared_ptr<const DatasetProfile> profile);
    void updateProgress();
    void fillDataset();
    void fillWarnings();
    void fillColumn();
    void fillFacts(const ColumnProfile& column);
    void fillChart(const ColumnProfile& column);
    void fillBars(const ColumnProfile& column);
    void markFilter();
    void loadLinked();
    void showLinked(const LinkedCounts& counts);
    void binsChosen(int first, int last);
    void barsChosen(const std::vector<int>& bars);
    void examineTarget();
    void showTarget(const TargetReport& report);
    [[nodiscard]] const ColumnProfile* shownColumn() const;

    Session& m_session;
    std::shared_ptr<const OpenVersion> m_version;
    std::shared_ptr<const DatasetProfile> m_profile;
    std::vector<ProfileWarning> m_targetWarnings;
    std::string m_column;
    Filter m_filter;
    std::stop_source m_linkedStop;   ///< of the counts that are on their way
    std::vector<size_t> m_barValues; ///< of the bars: which of the top values each shows
    QPointer<JobHandle> m_job;
    QPointer<JobHandle> m_targetJob;

    QStackedWidget* m_stack = nullptr;
    Label* m_waitingText = nullptr;
    QProgressBar* m_progress = nullptr;
    QPushButton* m_compute = nullptr;
    QPushButton* m_cancel = nullptr;
    QWidget* m_busy = nullptr;
    Label* m_busyText = nullptr;
    QProgressBar* m_busyProgress = nullptr;
    QGridLayout* m_datasetFacts = nullptr;
    QComboBox* m_chooser = nullptr;
    WarningList* m_warnings = nullptr;
    HistogramChart* m_histogram = nullptr;
    BarChart* m_bars = nullptr;
    QGridLayout* m_facts = nullptr;
    QWidget* m_relationsTitle = nullptr;
    RelationsView* m_relations = nullptr;
    QComboBox* m_target = nullptr;
    Label* m_targetNote = nullptr;
    BarChart* m_strengths = nullptr;
    ComparePanel* m_compare = nullptr;
};

} // namespace lathe::ui
