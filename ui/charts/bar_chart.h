// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>
#include <vector>

namespace lathe::ui {

/// Horizontal bars with label and value: top values of a column, importances, categories of two series.
class BarChart : public QWidget {
    Q_OBJECT

public:
    struct Bar {
        QString label;
        std::vector<double> values; ///< one per series
    };

    explicit BarChart(QWidget* parent = nullptr);
    void setBars(QStringList seriesNames, std::vector<Bar> bars);
    void setName(const QString& name);
    /// Values are shares (shown in percent) instead of counts.
    void setPercent(bool percent);
    /// The part of a single series' values that stands out, one per bar; empty: all alike.
    void setHighlight(std::vector<double> values);
    /// Bars can be chosen: by click (with Ctrl: several), or with the arrow keys and Enter; Escape takes it back.
    void setSelectable(bool selectable);
    void setSelection(std::vector<int> bars);
    [[nodiscard]] QString csv() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// The person chose these bars (ascending), or none.
    void barsChosen(const std::vector<int>& bars);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool event(QEvent* event) override;

private:
    void paintChart(QPainter& painter, const QRectF& rect) const;
    QString m_name;
    QStringList m_seriesNames;
    std::vector<Bar> m_bars;
    [[nodiscard]] QString valueText(double value) const;
    bool m_percent = false;
    void choose(int bar, bool further);
    [[nodiscard]] int barAt(const QPointF& position) const;
    std::vector<double> m_highlight;
    bool m_selectable = false;
    std::vector<int> m_chosen;
    int m_reached = -1; ///< by the arrow keys
};

} // namespace lathe::ui
