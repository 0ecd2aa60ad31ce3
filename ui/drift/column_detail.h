// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/drift/comparison.h"

class QStackedWidget;
class QStandardItemModel;

namespace lathe::ui {

class BarChart;
class Card;
class HistogramChart;
class Label;

/// One column of a comparison: both distributions over each other, and every statistic.
class ColumnDetail : public QWidget {
    Q_OBJECT

public:
    explicit ColumnDetail(QWidget* parent = nullptr);
    void setColumn(const ColumnDrift& column);

private:
    void showDistributions(const ColumnDrift& column);
    Card* m_card;
    Label* m_sentence;
    QStackedWidget* m_charts;
    HistogramChart* m_histogram;
    BarChart* m_bars;
    QStandardItemModel* m_statistics;
};

} // namespace lathe::ui
