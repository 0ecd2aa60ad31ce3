// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/profile/correlations.h"

#include <QWidget>

class QComboBox;

namespace lathe::ui {

class HeatMap;
class Label;

/// How columns hang together: a heat map of one of the measures.
class RelationsView : public QWidget {
    Q_OBJECT

public:
    explicit RelationsView(QWidget* parent = nullptr);
    void showCorrelations(const Correlations& correlations, uint64_t rows);

Q_SIGNALS:
    void columnChosen(const QString& name);

private:
    void fill();

    Correlations m_correlations;
    uint64_t m_rows = 0;
    QComboBox* m_measure;
    HeatMap* m_map;
    Label* m_note;
};

} // namespace lathe::ui
