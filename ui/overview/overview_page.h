// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/project/summary.h"
#include "ui/shell/page.h"

class QLayout;

namespace lathe::ui {

class Card;
class EmptyState;
class StatTile;

/// What is in this project, what runs now, what needs me, what next.
class OverviewPage : public Page {
    Q_OBJECT

public:
    explicit OverviewPage(Session& session, QWidget* parent = nullptr);
    void refresh() override;
    std::vector<Command> commands() override;

private:
    /// A card with a short list of objects; a click opens one.
    struct ItemList {
        Card* card = nullptr;
        QVBoxLayout* rows = nullptr;
        QString emptyText;
    };

    ItemList makeList(const QString& title, const QString& emptyText);
    StatTile* addTile(QLayout* row, const QString& label, const QString& page);
    void show(const ProjectSummary& summary);
    void showTiles(const ProjectSummary& summary);
    void fill(const ItemList& list, const std::vector<SummaryItem>& items);
    void showNext(const ProjectSummary& summary);
    void openItem(const SummaryItem& item);

    StatTile* m_datasets = nullptr;
    StatTile* m_runs = nullptr;
    StatTile* m_models = nullptr;
    StatTile* m_serving = nullptr;
    StatTile* m_drift = nullptr;
    ItemList m_attention;
    ItemList m_running;
    ItemList m_recentData;
    ItemList m_recentRuns;
    ItemList m_recentModels;
    Card* m_next = nullptr;
    QWidget* m_content = nullptr;
    EmptyState* m_empty = nullptr;
};

} // namespace lathe::ui
