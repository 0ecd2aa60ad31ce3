// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/datasets.h"

#include <QWidget>

#include <vector>

class QPushButton;
class QStandardItemModel;
class QTableView;
class QVBoxLayout;

namespace lathe::ui {

class Label;
class Session;
class VersionDetails;

/// Where each version of a dataset came from, its tags and note, what it takes on disk, what the reader decided, and
/// which rows it refused.
class VersionsPanel : public QWidget {
    Q_OBJECT

public:
    explicit VersionsPanel(Session& session, QWidget* parent = nullptr);

    /// \p versions oldest first; \p current is the number of the one that is open.
    void showVersions(std::vector<VersionInfo> versions, int current);
    [[nodiscard]] const std::vector<VersionInfo>& versions() const { return m_versions; }

Q_SIGNALS:
    void versionChosen(int number);
    void exportRequested();
    void removeRequested();
    /// Tags or note of a version were changed.
    void versionChanged();
    void rolledBack(const QString& reference);
    void compareRequested();
    void lineageRequested();
    void failed(const Error& error);

private:
    void rebuildHistory();
    QWidget* makeVersionCard(const VersionInfo& version);
    void showDetails();
    void loadRejected(const VersionInfo& version);
    void addReasons(const VersionInfo& version);

    Session& m_session;
    std::vector<VersionInfo> m_versions;
    int m_current = 0;
    QVBoxLayout* m_history = nullptr;
    VersionDetails* m_version = nullptr;
    QVBoxLayout* m_details = nullptr;
    Label* m_rejectedTitle = nullptr;
    QTableView* m_rejected = nullptr;
    QStandardItemModel* m_rejectedModel = nullptr;
    QPushButton* m_export = nullptr;
    QPushButton* m_remove = nullptr;
};

/// "imported from weather.csv", "made from weather@1 by a recipe of 3 steps".
[[nodiscard]] QString originText(const VersionInfo& version);
/// The hashes and times of a version, for tool tips.
[[nodiscard]] QString originTip(const VersionInfo& version);

} // namespace lathe::ui
