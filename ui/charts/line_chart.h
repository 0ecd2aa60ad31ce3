// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QElapsedTimer>
#include <QTimer>
#include <memory>
#include <optional>
#include <vector>

#include "ui/charts/chart_view.h"
#include "ui/charts/min_max_pyramid.h"

class QLineSeries;

namespace lathe::ui {

/// Curves over a common x axis, live: points are appended to pyramids and drawn at 30 Hz with at most two points
/// per pixel column. Wheel zooms, drag pans, double click resets, the crosshair reads values out.
class LineChart : public ChartView {
    Q_OBJECT

public:
    explicit LineChart(QWidget* parent = nullptr);
    ~LineChart() override;

    /// Adds a curve; its index. The colour is that of the index unless given.
    int addSeries(const QString& name, const QColor& colour = {});
    void removeAllSeries();
    [[nodiscard]] int seriesCount() const;
    [[nodiscard]] QString seriesName(int index) const;
    [[nodiscard]] QColor seriesColour(int index) const;
    void append(int series, double x, double y);
    void append(int series, std::span<const MinMaxPyramid::Point> points);
    void clear(int series);
    [[nodiscard]] size_t pointCount(int series) const;
    void setSeriesVisible(int series, bool visible);

    void setXTitle(const QString& title);
    /// Weight of the past in the exponential moving average, 0 (off) … 0.99.
    void setSmoothing(double weight);
    [[nodiscard]] double smoothing() const { return m_smoothing; }
    void setLogX(bool log);
    void setLogY(bool log);
    void resetZoom();

    [[nodiscard]] QString csv() const override;
    void fillMenu(QMenu& menu) override;
    /// Draws what is pending now instead of at the next tick.
    void flush();

Q_SIGNALS:
    /// The x under the mouse, none when it left: for linked charts and legends.
    void crosshairMoved(std::optional<double> x);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;
    void themeChanged() override;

private:
    struct Curve;
    struct Window {
        double from = 0;
        double to = 1;
    };
    void schedule();
    void redraw();

    std::vector<std::unique_ptr<Curve>> m_curves;
    QTimer m_timer;
    double m_smoothing = 0;
    bool m_logX = false;
    bool m_logY = false;
    std::optional<Window> m_zoom; ///< in axis units (log10 when logarithmic)
    std::optional<QPointF> m_crosshair;
    std::optional<QPointF> m_dragFrom;
    QValueAxis* m_xAxis = nullptr;
    QValueAxis* m_yAxis = nullptr;
};

/// The legend of a chart as dots with names; clicking one hides its curve. Goes into a card's header.
class ChartLegend : public QWidget {
    Q_OBJECT

public:
    explicit ChartLegend(QWidget* parent = nullptr);
    void setEntries(const QStringList& names, const QList<QColor>& colours);

protected:
    void paintEvent(QPaintEvent* event) override;
    [[nodiscard]] QSize sizeHint() const override;

private:
    QStringList m_names;
    QList<QColor> m_colours;
};

} // namespace lathe::ui
