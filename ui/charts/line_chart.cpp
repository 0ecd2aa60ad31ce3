// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/line_chart.h"

#include <QChart>
#include <QGraphicsLayout>
#include <QLineSeries>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <QValueAxis>
#include <algorithm>
#include <cmath>

#include "ui/shell/theme.h"
#include "ui/widgets/format.h"

namespace lathe::ui {

namespace {

constexpr int frameInterval = 33;
constexpr int leftMargin = 52;
constexpr int rightMargin = 14;
constexpr int topMargin = 10;
constexpr int bottomMargin = 26;

double toLog(double value) { return value > 0 ? std::log10(value) : std::nan(""); }

QLineSeries* makeSeries(QChart& chart, QValueAxis* x, QValueAxis* y) {
    auto* series = new QLineSeries(&chart);
    chart.addSeries(series);
    series->attachAxis(x);
    series->attachAxis(y);
    return series;
}

QValueAxis* makeAxis(QChart& chart, Qt::Alignment side) {
    auto* axis = new QValueAxis(&chart);
    axis->setVisible(false); // grid and labels are ours: no relayout when the range changes
    chart.addAxis(axis, side);
    return axis;
}

} // namespace

struct LineChart::Curve {
    QString name;
    MinMaxPyramid points;
    std::vector<double> smooth;    ///< moving average beside points
    std::vector<double> smoothSum; ///< sum of smooth up to and with this point, gaps left out
    QList<QLineF> band;            ///< a dense curve as one vertical line per pixel column, in scene coordinates
    double average = 0;            ///< its state, corrected for the start in smooth
    double weight = 0;
    bool visible = true;
    bool wholeX = true;   ///< x takes whole numbers only, as epochs and versions do
    QList<QPointF> trend; ///< the moving average in scene coordinates
    QLineSeries* raw = nullptr;

    /// The exponential moving average with the bias of its start removed (Kingma & Ba 2015, section 3).
    void smoothNext(double y, double smoothing) {
        const double sum = smoothSum.empty() ? 0 : smoothSum.back();
        if (std::isnan(y)) {
            smooth.push_back(y);
            smoothSum.push_back(sum + (weight > 0 ? average / weight : 0));
            return;
        }
        average = smoothing * average + (1 - smoothing) * y;
        weight = smoothing * weight + (1 - smoothing);
        smooth.push_back(average / weight);
        smoothSum.push_back(sum + smooth.back());
    }
    void smoothAll(double smoothing) {
        smooth.clear();
        smoothSum.clear();
        average = weight = 0;
        if (smoothing <= 0) return;
        smooth.reserve(points.size());
        smoothSum.reserve(points.size());
        for (size_t index = 0; index < points.size(); ++index) smoothNext(points.at(index).y, smoothing);
    }
    void append(double x, double y, double smoothing) {
        wholeX = wholeX && x == std::floor(x);
        points.append(x, y);
        if (smoothing > 0) smoothNext(y, smoothing);
    }
};

LineChart::LineChart(QWidget* parent) : QChartView(new QChart, parent) {
    QChart& picture = *chart();
    picture.legend()->hide();
    picture.setBackgroundVisible(false);
    picture.setMargins({});
    picture.layout()->setContentsMargins(0, 0, 0, 0);
    m_xAxis = makeAxis(picture, Qt::AlignBottom);
    m_yAxis = makeAxis(picture, Qt::AlignLeft);
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(QFrame::NoFrame);
    setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
    viewport()->setAutoFillBackground(false);
    viewport()->setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(220, 140);
    setRubberBand(QChartView::NoRubberBand);
    m_emptyText = tr("No values yet");
    m_timer.setSingleShot(true);
    m_timer.setInterval(frameInterval);
    connect(&m_timer, &QTimer::timeout, this, &LineChart::redraw);
    connect(&Theme::instance(), &Theme::changed, this, &LineChart::restyle);
}

LineChart::~LineChart() = default;

void LineChart::setChartName(const QString& name) { setAccessibleName(name); }

int LineChart::addSeries(const QString& name) {
    auto curve = std::make_unique<Curve>();
    curve->name = name;
    curve->raw = makeSeries(*chart(), m_xAxis, m_yAxis);
    m_curves.push_back(std::move(curve));
    restyle();
    Q_EMIT seriesChanged();
    return seriesCount() - 1;
}

void LineChart::removeAllSeries() {
    m_curves.clear();
    chart()->removeAllSeries();
    m_crosshair.reset();
    schedule();
    Q_EMIT seriesChanged();
}

int LineChart::seriesCount() const { return static_cast<int>(m_curves.size()); }

QString LineChart::seriesName(int index) const { return m_curves.at(static_cast<size_t>(index))->name; }

void LineChart::append(int series, double x, double y) {
    m_curves.at(static_cast<size_t>(series))->append(x, y, m_smoothing);
    schedule();
}

void LineChart::append(int series, std::span<const MinMaxPyramid::Point> points) {
    Curve& curve = *m_curves.at(static_cast<size_t>(series));
    for (const MinMaxPyramid::Point& point : points) curve.append(point.x, point.y, m_smoothing);
    schedule();
}

void LineChart::clear(int series) {
    Curve& curve = *m_curves.at(static_cast<size_t>(series));
    curve.points.clear();
    curve.wholeX = true;
    curve.smoothAll(m_smoothing);
    schedule();
}

const MinMaxPyramid& LineChart::points(int series) const { return m_curves.at(static_cast<size_t>(series))->points; }

void LineChart::setSeriesVisible(int series, bool visible) {
    m_curves.at(static_cast<size_t>(series))->visible = visible;
    schedule();
    Q_EMIT seriesChanged();
}

bool LineChart::isSeriesVisible(int series) const { return m_curves.at(static_cast<size_t>(series))->visible; }

void LineChart::setXTitle(const QString& title) { m_xTitle = title; }

void LineChart::setSmoothing(double weight) {
    m_smoothing = std::clamp(weight, 0.0, 0.99);
    for (const auto& curve : m_curves) curve->smoothAll(m_smoothing);
    restyle();
}

void LineChart::setLogX(bool logarithmic) {
    m_logX = logarithmic;
    m_zoom.reset();
    schedule();
}

void LineChart::setLogY(bool logarithmic) {
    m_logY = logarithmic;
    schedule();
}

void LineChart::setXRange(std::optional<std::pair<double, double>> range) {
    m_zoom.reset();
    if (range) m_zoom = m_logX ? Range{toLog(range->first), toLog(range->second)} : Range{range->first, range->second};
    schedule();
}

std::pair<double, double> LineChart::xRange() const {
    const Range shown = visibleRange();
    return m_logX ? std::pair(std::pow(10, shown.from), std::pow(10, shown.to)) : std::pair(shown.from, shown.to);
}

void LineChart::setEmptyText(const QString& text) {
    m_emptyText = text;
    viewport()->update();
}

void LineChart::flush() {
    m_timer.stop();
    redraw();
}

void LineChart::schedule() {
    if (!m_timer.isActive()) m_timer.start();
}

LineChart::Range LineChart::fullRange() const {
    Range full{HUGE_VAL, -HUGE_VAL};
    for (const auto& curve : m_curves) {
        if (!curve->visible || curve->points.empty()) continue;
        double first = curve->points.firstX();
        if (m_logX && first <= 0) {
            const size_t positive = curve->points.lowerBound(std::nextafter(0.0, 1.0));
            if (positive == curve->points.size()) continue;
            first = curve->points.at(positive).x;
        }
        full.from = std::min(full.from, first);
        full.to = std::max(full.to, curve->points.lastX());
    }
    if (full.from > full.to) return {0, 1};
    if (m_logX) full = {toLog(full.from), toLog(full.to)};
    if (full.to <= full.from) return {full.from - 0.5, full.from + 0.5};
    return full;
}

LineChart::Range LineChart::visibleRange() const { return m_zoom.value_or(fullRange()); }

std::optional<LineChart::Range> LineChart::valueRange(const Range& x) const {
    const double from = m_logX ? std::pow(10, x.from) : x.from;
    const double to = m_logX ? std::pow(10, x.to) : x.to;
    std::optional<Range> found;
    for (const auto& curve : m_curves) {
        double low = 0;
        double high = 0;
        if (!curve->visible || !curve->points.range(from, to, low, high)) continue;
        if (m_logY) {
            if (high <= 0) continue;
            low = toLog(low > 0 ? low : high * 1e-6);
            high = toLog(high);
        }
        if (!found) found = Range{low, high};
        found->from = std::min(found->from, low);
        found->to = std::max(found->to, high);
    }
    return found;
}

QList<QPointF> LineChart::toAxis(const std::vector<MinMaxPyramid::Point>& points) const {
    QList<QPointF> out;
    out.reserve(static_cast<qsizetype>(points.size()));
    for (const MinMaxPyramid::Point& point : points) {
        const double x = m_logX ? toLog(point.x) : point.x;
        const double y = m_logY ? toLog(point.y) : point.y;
        if (std::isfinite(x) && std::isfinite(y)) out.append({x, y});
    }
    // Whoever draws without clipping (SVG) must not leave the plot: cut the first and last segment at its edge.
    const auto cut = [](QPointF& outside, const QPointF& inside, double edge) {
        const double share = (edge - outside.x()) / (inside.x() - outside.x());
        outside = {edge, outside.y() + share * (inside.y() - outside.y())};
    };
    const qsizetype last = out.size() - 1;
    if (last >= 1 && out[0].x() < m_xScale.low && out[1].x() > m_xScale.low) cut(out[0], out[1], m_xScale.low);
    if (last >= 1 && out[last].x() > m_xScale.high && out[last - 1].x() < m_xScale.high)
        cut(out[last], out[last - 1], m_xScale.high);
    return out;
}

bool LineChart::countsInX() const {
    return std::all_of(m_curves.begin(), m_curves.end(), [](const auto& curve) { return curve->wholeX; });
}

void LineChart::redraw() {
    const QRectF plot(leftMargin, topMargin, std::max(1, viewport()->width() - leftMargin - rightMargin),
                      std::max(1, viewport()->height() - topMargin - bottomMargin));
    if (chart()->plotArea() != plot) chart()->setPlotArea(plot);
    const Range x = visibleRange();
    m_xScale =
        makeScale(x.from, x.to, std::clamp(static_cast<int>(plot.width() / 90), 2, 8), false, m_logX, countsInX());
    const Range y = valueRange(x).value_or(Range{0, 1});
    m_yScale = makeScale(y.from, y.to, std::clamp(static_cast<int>(plot.height() / 45), 2, 6), !m_logY, m_logY);
    m_xAxis->setRange(m_xScale.low, m_xScale.high);
    m_yAxis->setRange(m_yScale.low, m_yScale.high);
    const int columns = std::max(1, static_cast<int>(plot.width() * devicePixelRatioF()));
    for (const auto& curve : m_curves) drawCurve(*curve, columns, m_curves.size() > 4);
    describe();
    viewport()->update();
}

void LineChart::drawCurve(Curve& curve, int columns, bool dense) {
    if (!curve.visible || curve.points.empty()) {
        curve.band.clear();
        curve.trend.clear();
        curve.raw->replace(QList<QPointF>());
        return;
    }
    const auto [from, to] = xRange();
    const QList<QPointF> raw = toAxis(curve.points.query(from, to, columns));
    // A noisy curve as a polyline costs tens of milliseconds a frame; as one line per column it costs half of one.
    const bool noisy = raw.size() > columns;
    curve.band = noisy ? columnLines(raw) : QList<QLineF>();
    curve.raw->replace(noisy ? QList<QPointF>() : raw);
    // A pen wider than 1 px is for sparse points and for averages only.
    const bool sparse = raw.size() * 2 < columns && !dense;
    const bool smoothed = m_smoothing > 0;
    QPen rawPen = curve.raw->pen();
    if (const double width = !smoothed && sparse ? 2 : 1; rawPen.widthF() != width) {
        rawPen.setWidthF(width);
        curve.raw->setPen(rawPen);
    }
    curve.trend.clear();
    if (!smoothed) return;
    std::vector<MinMaxPyramid::Point> average;
    average.reserve(static_cast<size_t>(columns) + 2);
    const size_t first = curve.points.lowerBound(from);
    const size_t begin = first > 0 ? first - 1 : 0;
    const size_t end = std::min(curve.points.size(), curve.points.lowerBound(std::nextafter(to, HUGE_VAL)) + 1);
    // An average is smooth: a point every other column draws the same line in half the time.
    const size_t stride = std::max<size_t>(1, 2 * (end - begin) / static_cast<size_t>(columns));
    for (size_t index = begin; index < end; index += stride) {
        const size_t last = std::min(index + stride, end) - 1;
        const double sum = curve.smoothSum[last] - (index > 0 ? curve.smoothSum[index - 1] : 0);
        const double mean = stride == 1 ? curve.smooth[index] : sum / static_cast<double>(last - index + 1);
        average.push_back({(curve.points.at(index).x + curve.points.at(last).x) / 2, mean});
    }
    for (const QPointF& point : toAxis(average)) curve.trend.append(pixelAt(point.x(), point.y()));
}

QList<QLineF> LineChart::columnLines(const QList<QPointF>& points) const {
    const double ratio = devicePixelRatioF();
    const double left = chart()->plotArea().left();
    QList<QLineF> lines;
    int column = -1;
    double low = 0;
    double high = 0;
    const auto finish = [&] {
        if (column < 0) return;
        const double x = left + (column + 0.5) / ratio;
        lines.append(QLineF(x, low, x, std::max(high, low + 1 / ratio)));
    };
    for (const QPointF& point : points) {
        const QPointF at = pixelAt(point.x(), point.y());
        const int own = static_cast<int>((at.x() - left) * ratio);
        if (own == column) {
            low = std::min(low, at.y());
            high = std::max(high, at.y());
            continue;
        }
        finish();
        const bool neighbour = column >= 0 && own == column + 1;
        // Neighbouring columns touch, so that a steep curve has no holes.
        low = neighbour ? std::min(at.y(), high) : at.y();
        high = neighbour ? std::max(at.y(), lines.last().y1()) : at.y();
        column = own;
    }
    finish();
    return lines;
}

void LineChart::describe() {
    QStringList parts;
    for (const auto& curve : m_curves)
        if (!curve->points.empty())
            parts << tr("%1: %2 values, last %3")
                         .arg(curve->name, countText(static_cast<qint64>(curve->points.size())),
                              numberText(curve->points.at(curve->points.size() - 1).y));
    setAccessibleDescription(parts.isEmpty() ? m_emptyText : parts.join(QStringLiteral("; ")));
}

void LineChart::restyle() {
    for (int index = 0; index < seriesCount(); ++index) {
        const Curve& curve = *m_curves[static_cast<size_t>(index)];
        // Blended beforehand: lines with alpha are drawn pixel by pixel.
        const QColor faint = m_smoothing > 0 ? mixed(tokens().surface, seriesColor(index), 0.32) : seriesColor(index);
        curve.raw->setPen(QPen(faint, 1));
    }
    schedule();
}

double LineChart::xAt(double pixel) const {
    const QRectF plot = chart()->plotArea();
    return m_xScale.low + (pixel - plot.left()) / plot.width() * (m_xScale.high - m_xScale.low);
}

QPointF LineChart::pixelAt(double x, double y) const {
    const QRectF plot = chart()->plotArea();
    return {plot.left() + (x - m_xScale.low) / (m_xScale.high - m_xScale.low) * plot.width(),
            plot.bottom() - (y - m_yScale.low) / (m_yScale.high - m_yScale.low) * plot.height()};
}

void LineChart::drawBackground(QPainter* painter, const QRectF&) {
    const ThemeTokens& t = tokens();
    const QRectF plot = chart()->plotArea();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setFont(textFont(TextRole::Caption));
    for (const Tick& tick : m_yScale.ticks) {
        const double y = pixelAt(m_xScale.low, tick.position).y();
        painter->setPen(t.border);
        painter->drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter->setPen(t.muted);
        painter->drawText(QRectF(0, y - 9, leftMargin - 8, 18), Qt::AlignRight | Qt::AlignVCenter, tick.label);
    }
    painter->setPen(t.borderStrong);
    painter->drawLine(plot.bottomLeft(), plot.bottomRight());
    for (const Tick& tick : m_xScale.ticks) {
        const double x = pixelAt(tick.position, m_yScale.low).x();
        painter->setPen(t.borderStrong);
        painter->drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + 4));
        painter->setPen(t.muted);
        QRectF label(x - 45, plot.bottom() + 6, 90, 16);
        label.moveRight(std::min(label.right(), viewport()->width() + 30.0));
        painter->drawText(label, Qt::AlignCenter, tick.label);
    }
    for (int index = 0; index < seriesCount(); ++index) {
        const Curve& curve = *m_curves[static_cast<size_t>(index)];
        if (curve.band.isEmpty()) continue;
        QPen pen(curve.raw->pen().color(), 0);
        pen.setCosmetic(true);
        painter->setPen(pen);
        painter->drawLines(curve.band);
    }
    painter->restore();
}

void LineChart::paintTrends(QPainter& painter) const {
    constexpr qsizetype chunk = 16; // one long polyline of 2 px costs ten times as much
    painter.setRenderHint(QPainter::Antialiasing);
    for (int index = 0; index < seriesCount(); ++index) {
        const QList<QPointF>& trend = m_curves[static_cast<size_t>(index)]->trend;
        painter.setPen(
            QPen(seriesColor(index), m_curves.size() > 4 ? 1 : 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        for (qsizetype at = 0; at + 1 < trend.size(); at += chunk)
            painter.drawPolyline(trend.constData() + at, static_cast<int>(std::min(chunk + 1, trend.size() - at)));
    }
}

void LineChart::drawForeground(QPainter* painter, const QRectF&) {
    paintTrends(*painter);
    const bool empty =
        std::all_of(m_curves.begin(), m_curves.end(), [](const auto& curve) { return curve->points.empty(); });
    if (empty) {
        painter->setFont(textFont(TextRole::Body));
        painter->setPen(tokens().muted);
        painter->drawText(chart()->plotArea(), Qt::AlignCenter, m_emptyText);
    } else if (m_crosshair) {
        paintCrosshair(*painter);
    }
    if (hasFocus()) {
        painter->setPen(QPen(tokens().accent, 1.5));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(viewport()->rect()).adjusted(1, 1, -1, -1), 6, 6);
    }
}

void LineChart::paintCrosshair(QPainter& painter) const {
    const ThemeTokens& t = tokens();
    const QRectF plot = chart()->plotArea();
    const double wanted = m_logX ? std::pow(10, *m_crosshair) : *m_crosshair;
    struct Line {
        QColor colour;
        QString text;
    };
    std::vector<Line> lines;
    std::optional<double> shownX;
    for (int index = 0; index < seriesCount(); ++index) {
        const Curve& curve = *m_curves[static_cast<size_t>(index)];
        if (!curve.visible || curve.points.empty()) continue;
        size_t nearest = std::min(curve.points.lowerBound(wanted), curve.points.size() - 1);
        if (nearest > 0 && wanted - curve.points.at(nearest - 1).x < curve.points.at(nearest).x - wanted) --nearest;
        const MinMaxPyramid::Point point = curve.points.at(nearest);
        if (!shownX) shownX = point.x;
        const double y = m_smoothing > 0 ? curve.smooth[nearest] : point.y;
        const QPointF at = pixelAt(m_logX ? toLog(point.x) : point.x, m_logY ? toLog(y) : y);
        lines.push_back({seriesColor(index), curve.name + QStringLiteral("  ") + numberText(point.y)});
        if (!plot.adjusted(-1, -1, 1, 1).contains(at)) continue;
        painter.setPen(QPen(t.surface, 1.5));
        painter.setBrush(seriesColor(index));
        painter.drawEllipse(at, 4, 4);
    }
    if (!shownX) return;
    const double x = std::clamp(pixelAt(m_logX ? toLog(*shownX) : *shownX, 0).x(), plot.left(), plot.right());
    painter.setPen(QPen(t.faint, 1, Qt::DashLine));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));

    painter.setFont(textFont(TextRole::Number));
    const QString head = (m_xTitle.isEmpty() ? QString() : m_xTitle + QLatin1Char(' ')) + numberText(*shownX, 6);
    const QFontMetrics metrics = painter.fontMetrics();
    int width = metrics.horizontalAdvance(head);
    for (const Line& line : lines) width = std::max(width, metrics.horizontalAdvance(line.text) + 14);
    constexpr int lineHeight = 18;
    QRectF box(x + 12, plot.top() + 6, width + 20, lineHeight * (double(lines.size()) + 1) + 12);
    if (box.right() > plot.right()) box.moveRight(x - 12);
    painter.setPen(t.borderStrong);
    painter.setBrush(t.surface2);
    painter.drawRoundedRect(box, 6, 6);
    painter.setPen(t.muted);
    double top = box.top() + 6;
    painter.drawText(QRectF(box.left() + 10, top, width, lineHeight), Qt::AlignVCenter, head);
    for (const Line& line : lines) {
        top += lineHeight;
        painter.setPen(Qt::NoPen);
        painter.setBrush(line.colour);
        painter.drawEllipse(QPointF(box.left() + 13, top + lineHeight / 2.0), 3.5, 3.5);
        painter.setPen(t.text);
        painter.drawText(QRectF(box.left() + 24, top, width, lineHeight), Qt::AlignVCenter, line.text);
    }
}

QString LineChart::csv() const {
    const auto quoted = [](QString name) {
        return QLatin1Char('"') + name.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
    };
    QString out = quoted(m_xTitle.isEmpty() ? QStringLiteral("x") : m_xTitle);
    for (const auto& curve : m_curves) out += QLatin1Char(',') + quoted(curve->name);
    out += QStringLiteral("\r\n");
    std::vector<size_t> next(m_curves.size(), 0);
    for (;;) {
        double x = HUGE_VAL;
        bool any = false;
        for (size_t index = 0; index < m_curves.size(); ++index) {
            if (next[index] >= m_curves[index]->points.size()) continue;
            x = std::min(x, m_curves[index]->points.at(next[index]).x);
            any = true;
        }
        if (!any) return out;
        out += QString::number(x, 'g', QLocale::FloatingPointShortest);
        for (size_t index = 0; index < m_curves.size(); ++index) {
            const MinMaxPyramid& points = m_curves[index]->points;
            out += QLatin1Char(',');
            if (next[index] >= points.size() || points.at(next[index]).x != x) continue;
            const double y = points.at(next[index]++).y;
            if (!std::isnan(y)) out += QString::number(y, 'g', QLocale::FloatingPointShortest);
        }
        out += QStringLiteral("\r\n");
    }
}

} // namespace lathe::ui
