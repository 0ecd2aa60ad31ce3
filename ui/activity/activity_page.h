// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/long_load.h"
#include "ui/shell/page.h"

class QPlainTextEdit;
class QPushButton;
class QTableView;

namespace lathe::ui {

class AuditModel;
class EmptyState;
class Label;
class SegmentedTabs;
class SideSheet;
class StatusPill;
class TrashModel;

/// Who did what: the audit trail with details, whether its chain of hashes holds, and the trash.
class ActivityPage : public Page {
    Q_OBJECT

public:
    explicit ActivityPage(Session& session, QWidget* parent = nullptr);
    void refresh() override;
    std::vector<Command> commands() override;
    /// "check" verifies the whole project; "trash" shows the trash.
    void showObject(const QString& object) override;
    [[nodiscard]] QString currentObject() const override;

private:
    QWidget* makeTrail();
    QWidget* makeTrash();
    SideSheet* makeDetails();
    void loadTrail();
    void loadMore();
    void loadTrash();
    void showDetails(int row);
    void verify();
    void checkProject();
    void showProblems(const std::vector<ProjectProblem>& problems);
    void restoreSelected();

    AuditModel* m_trail = nullptr;
    TrashModel* m_trash = nullptr;
    SegmentedTabs* m_tabs = nullptr;
    QTableView* m_trailTable = nullptr;
    QTableView* m_trashTable = nullptr;
    EmptyState* m_trashEmpty = nullptr;
    QPushButton* m_restore = nullptr;
    QPushButton* m_check = nullptr;
    StatusPill* m_chain = nullptr;
    SideSheet* m_details = nullptr;
    QPlainTextEdit* m_before = nullptr;
    QPlainTextEdit* m_after = nullptr;
    Label* m_facts = nullptr;
    bool m_complete = false; ///< the oldest entry is shown
    bool m_loading = false;
    int64_t m_verifiedUpTo = -1;
    LongLoad m_verifying{session(), this};
};

} // namespace lathe::ui
