// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/profile/compare_profiles.h"
#include "ui/datasets/datasets_state.h"

#include <QPointer>
#include <QWidget>

#include <memory>

class QComboBox;
class QListWidget;
class QProgressBar;

namespace lathe::ui {

class BarChart;
class HistogramChart;
class JobHandle;
class Label;
class Session;

/// Another version beside this one, column by column: what changed in the schema and in the values, and both
/// distributions over each other.
class ComparePanel : public QWidget {
    Q_OBJECT

public:
    explicit ComparePanel(Session& session, QWidget* parent = nullptr);
    /// \p versions are those of the dataset; the comparison begins when one is chosen.
    void showVersion(std::shared_ptr<const OpenVersion> version, const std::vector<VersionInfo>& versions);

Q_SIGNALS:
    void columnChosen(const QString& name);

private:
    void start();
    void showComparison();
    void showColumn(int row);

    Session& m_session;
    std::shared_ptr<const OpenVersion> m_version;
    std::vector<VersionInfo> m_others;
    std::shared_ptr<const VersionComparison> m_comparison;
    std::string m_reference; ///< of the version compared with
    QPointer<JobHandle> m_job;
    quint64 m_number = 0; ///< of the comparison whose outcome counts

    QComboBox* m_chooser;
    QProgressBar* m_progress;
    Label* m_summary;
    QListWidget* m_columns;
    Label* m_figures;
    HistogramChart* m_histogram;
    BarChart* m_bars;
};

} // namespace lathe::ui
