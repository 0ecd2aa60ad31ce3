// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>
#include <functional>
#include <utility>
#include <vector>

namespace lathe::ui {

/// Counts in bins, one series or two overlaid (drawn as shares of their own total so that sizes compare).
/// Painted by us: one function serves the screen, PNG and SVG.
class HistogramChart : public QWidget {
    Q_OBJECT

public:
    struct Series {
        QString name;
        std::vector<double> counts;
    };

    explicit HistogramChart(QWidget* parent = nullptr);
    /// \p edges has one more value than each series' counts.
    void setBins(std::vector<double> edges, std::vector<Series> series);
    void setName(const QString& name);
    /// The part of a single series' counts that stands out, one per bin; empty: all alike.
    void setHighlight(std::vector<double> counts);
    /// What the values on the x axis are called, for values that are not read as numbers; ticks then stand at edges of
    /// bins.
    void setValueText(std::function<QString(double)> valueText);
    /// Bins can be chosen: by click (with Shift: up to there), by dragging, or with the arrow keys and Enter; Escape
    /// takes it back.
    void setSelectable(bool selectable);
    /// Marks bins as chosen; -1 for none.
    void setSelection(int first, int last);
    [[nodiscard]] QString csv() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// The person chose bins \p first to \p last, or none (-1).
    void binsChosen(int first, int last);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void paintChart(QPainter& painter, const QRectF& rect, int hovered) const;
    void choose(int bin, bool extend);
    void hover(int bin);
    [[nodiscard]] int binAt(const QPointF& position) const;
    /// The values that get a tick, and their labels.
    [[nodiscard]] std::vector<std::pair<double, QString>> valueTicks(double width) const;
    [[nodiscard]] QString valueText(double value) const;
    [[nodiscard]] QRectF plotRect(const QRectF& rect) const;
    QString m_name;
    std::vector<double> m_edges;
    std::vector<Series> m_series;
    std::vector<double> m_highlight;
    bool m_selectable = false;
    int m_firstChosen = -1;
    int m_lastChosen = -1;
    int m_pressed = -1; ///< where the pointer went down; -1 while it is up
    bool m_dragged = false;
    std::function<QString(double)> m_valueText;
    int m_hovered = -1; ///< under the pointer, or reached by the arrow keys
};

} // namespace lathe::ui
