// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/registry/lineage_graph.h"

#include <QRectF>
#include <QWidget>

#include <optional>
#include <vector>

namespace lathe::ui {

/// A lineage drawn from left to right, one column per layer. The mouse and the keyboard choose a node; Enter or a click
/// opens it.
/// + and −, or Ctrl and the wheel, zoom; 0 shows it in its own size again.
class LineageCanvas : public QWidget {
    Q_OBJECT

public:
    explicit LineageCanvas(QWidget* parent = nullptr);

    void showGraph(LineageGraph graph);
    [[nodiscard]] const LineageGraph& graph() const { return m_graph; }
    /// Where a node is drawn.
    [[nodiscard]] QRectF nodeRect(size_t node) const {
        return {m_places[node].topLeft() * m_zoom, m_places[node].size() * m_zoom};
    }
    [[nodiscard]] double zoom() const { return m_zoom; }
    void setZoom(double zoom);
    /// As large as fits into \p room, but not larger than its own size.
    void zoomToFit(const QSize& room);
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void nodeOpened(const QString& kind, const QString& object);
    /// The node under the keyboard moved; scroll it into view.
    void currentMoved(const QRect& rect);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool event(QEvent* event) override;

private:
    void layOut();
    void paintEdge(QPainter& painter, size_t from, size_t to) const;
    void paintNode(QPainter& painter, size_t node) const;
    [[nodiscard]] std::optional<size_t> nodeAt(QPointF position) const;
    void setCurrent(size_t node);
    void moveAlong(bool forward);
    void moveWithin(int step);
    void open(size_t node);
    [[nodiscard]] QString describe(size_t node) const;

    LineageGraph m_graph;
    std::vector<QRectF> m_places;
    QSizeF m_extent; ///< in its own size
    double m_zoom = 1;
    size_t m_current = 0;
    std::optional<size_t> m_hover;
};

} // namespace lathe::ui
