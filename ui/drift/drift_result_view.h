// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/drift/comparison.h"

class QSortFilterProxyModel;
class QTableView;

namespace lathe::ui {

class ColumnDetail;
class DriftModel;
class InlineMessage;
class StatTile;

/// A drift result: the verdict in words, figures, columns, and the chosen column's distributions.
class DriftResultView : public QWidget {
    Q_OBJECT

public:
    explicit DriftResultView(QWidget* parent = nullptr);
    void setResult(const DriftResult& result);

private:
    QWidget* makeTiles();
    void showVerdict(const DriftResult& result);
    void showTiles(const DriftResult& result);

    InlineMessage* m_verdict = nullptr;
    StatTile* m_columns = nullptr;
    StatTile* m_rows = nullptr;
    StatTile* m_label = nullptr;
    StatTile* m_quality = nullptr;
    DriftModel* m_model;
    QSortFilterProxyModel* m_sorted;
    QTableView* m_table = nullptr;
    ColumnDetail* m_detail = nullptr;
};

} // namespace lathe::ui
