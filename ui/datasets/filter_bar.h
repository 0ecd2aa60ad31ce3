// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;
class QProgressBar;
class QPushButton;
class QScrollArea;

namespace lathe::ui {

class GridQuery;
class Label;

/// The conditions rows are filtered by as chips, how many rows there are, and the work that runs, with Cancel.
class FilterBar : public QWidget {
    Q_OBJECT

public:
    explicit FilterBar(GridQuery& query, QWidget* parent = nullptr);

    /// The row of chips, to be laid out below the bar; hidden while there are no conditions.
    [[nodiscard]] QScrollArea* chips() const { return m_chipRow; }

Q_SIGNALS:
    void addRequested();
    void editRequested(int condition);

private:
    void rebuild();
    void showProgress();
    QWidget* makeChip(int condition);
    void removeCondition(int condition);

    GridQuery& m_query;
    QHBoxLayout* m_chips;
    QScrollArea* m_chipRow;
    QPushButton* m_clear;
    Label* m_counts;
    QWidget* m_running;
    QProgressBar* m_progress;
};

} // namespace lathe::ui
