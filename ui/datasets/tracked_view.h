// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/versions/tracked_files.h"

#include <QPointer>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QPushButton;
class QStackedWidget;
class QStandardItemModel;
class QTableView;

namespace lathe::ui {

class JobHandle;
class Label;
class Session;

/// Files and folders outside of the project that are known by the hashes of their files: what changed since, checking
/// in the state of now, and importing a changed folder of pictures again.
class TrackedView : public QWidget {
    Q_OBJECT

public:
    explicit TrackedView(Session& session, QWidget* parent = nullptr);
    /// Lists what is tracked and looks what changed.
    void refresh();

Q_SIGNALS:
    void closed();
    void importRequested(const QString& folder, const QString& dataset);
    void failed(const lathe::Error& error);

private:
    struct Entry {
        TrackedPath tracked;
        std::string dataset;                 ///< that the folder was imported as; empty: none
        std::optional<TrackedStatus> status; ///< none: not looked at yet
    };
    using Entries = std::vector<Entry>;

    QWidget* makeActions();
    void check();
    void showEntries();
    void showCurrent();
    void track(const QString& path);
    void checkIn();
    void stopTracking();
    void importAgain();
    [[nodiscard]] const Entry* current() const;
    [[nodiscard]] QString placeOf(const Entry& entry) const;

    Session& m_session;
    Entries m_entries;
    QPointer<JobHandle> m_job;
    QStackedWidget* m_views = nullptr;
    QTableView* m_list = nullptr;
    QStandardItemModel* m_model = nullptr;
    QTableView* m_changes = nullptr;
    QStandardItemModel* m_changesModel = nullptr;
    Label* m_summary = nullptr;
    QPushButton* m_checkIn = nullptr;
    QPushButton* m_importAgain = nullptr;
    QPushButton* m_stop = nullptr;
};

} // namespace lathe::ui
