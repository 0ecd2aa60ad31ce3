// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QChartView>
#include <QColor>
#include <QTimer>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "ui/charts/min_max_pyramid.h"
#include "ui/charts/scale.h"

class QLineSeries;
class QMenu;
class QToolButton;
class QValueAxis;

namespace lathe::ui {

/// Curves over a common x axis, live: points are appended to pyramids and drawn at most 30 times a second with at
/// most two points per pixel column; dense ones as the range of each column. The y axis follows what is visible. The
/// wheel zooms, dragging pans, a double click shows all again; the arrow keys, + and - do the same; the crosshair reads
/// values out.
class LineChart : public QChartView {
    Q_OBJECT

public:
    explicit LineChart(QWidget* parent = nullptr);
    ~LineChart() override;

    /// A name for people who do not see the chart; the latest values are described by the chart itself.
    void setChartName(const QString& name);

    /// Adds a curve and returns its index. Its colour is that of the index, following the theme.
    int addSeries(const QString& name);
    void removeAllSeries();
    [[nodiscard]] int seriesCount() const;
    [[nodiscard]] QString seriesName(int index) const;
    /// x must not be smaller than the series' last; NaN in y makes a gap.
    void append(int series, double x, double y);
    void append(int series, std::span<const MinMaxPyramid::Point> points);
    void clear(int series);
    [[nodiscard]] const MinMaxPyramid& points(int series) const;
    void setSeriesVisible(int series, bool visible);
    [[nodiscard]] bool isSeriesVisible(int series) const;

    /// What x counts ("epoch"), for the read-out and the CSV.
    void setXTitle(const QString& title);
    /// Weight of the past in the exponential moving average, 0 (off) … 0.99. The raw curve stays, faint.
    void setSmoothing(double weight);
    [[nodiscard]] double smoothing() const { return m_smoothing; }
    void setLogX(bool logarithmic);
    void setLogY(bool logarithmic);
    [[nodiscard]] bool logX() const { return m_logX; }
    [[nodiscard]] bool logY() const { return m_logY; }
    /// The visible range of x; none shows all.
    void setXRange(std::optional<std::pair<double, double>> range);
    [[nodiscard]] std::pair<double, double> xRange() const;
    /// Text shown while there is no point to draw.
    void setEmptyText(const QString& text);

    /// x, then one column per series, every point.
    [[nodiscard]] QString csv() const;
    /// Show all, logarithmic axes, smoothing, export.
    void fillMenu(QMenu& menu);
    /// Draws what is pending now instead of at the next tick.
    void flush();

Q_SIGNALS:
    /// Series were added, removed, hidden or shown.
    void seriesChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void drawBackground(QPainter* painter, const QRectF& rect) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;

private:
    struct Curve;
    struct Range {
        double from = 0;
        double to = 1;
    };

    void schedule();
    void redraw();
    void drawCurve(Curve& curve, int columns, bool dense);
    /// The range of each pixel column as a vertical line; low and high ends joined to the column before.
    [[nodiscard]] QList<QLineF> columnLines(const QList<QPointF>& points) const;
    void describe();
    [[nodiscard]] bool countsInX() const;
    void restyle();
    void zoomBy(double factor, double centre);
    void panBy(double amount);
    [[nodiscard]] Range fullRange() const;    ///< in axis units
    [[nodiscard]] Range visibleRange() const; ///< in axis units
    [[nodiscard]] std::optional<Range> valueRange(const Range& x) const;
    [[nodiscard]] QList<QPointF> toAxis(const std::vector<MinMaxPyramid::Point>& points) const;
    [[nodiscard]] double xAt(double pixel) const;
    [[nodiscard]] QPointF pixelAt(double x, double y) const;
    void paintTrends(QPainter& painter) const;
    void paintCrosshair(QPainter& painter) const;

    std::vector<std::unique_ptr<Curve>> m_curves;
    QTimer m_timer;
    QString m_xTitle;
    QString m_emptyText;
    double m_smoothing = 0;
    bool m_logX = false;
    bool m_logY = false;
    std::optional<Range> m_zoom;
    std::optional<double> m_crosshair; ///< x in axis units
    std::optional<double> m_dragFrom;  ///< pixel
    AxisScale m_xScale;
    AxisScale m_yScale;
    QValueAxis* m_xAxis = nullptr;
    QValueAxis* m_yAxis = nullptr;
};

/// The legend of a line chart: dots with names; a click hides or shows a curve. Goes into a card's header.
class ChartLegend : public QWidget {
    Q_OBJECT

public:
    explicit ChartLegend(LineChart* chart, QWidget* parent = nullptr);

private:
    void rebuild();
    LineChart* m_chart;
};

/// A button with the chart's menu (smoothing, axes, export). Goes beside the legend.
QToolButton* makeChartMenuButton(LineChart* chart, QWidget* parent = nullptr);

} // namespace lathe::ui
