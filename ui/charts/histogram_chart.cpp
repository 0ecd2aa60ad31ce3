// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/histogram_chart.h"

#include <QContextMenuEvent>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <numeric>

#include "ui/charts/chart_export.h"
#include "ui/charts/scale.h"
#include "ui/shell/theme.h"
#include "ui/widgets/format.h"

namespace lathe::ui {

namespace {

double total(const std::vector<double>& counts) { return std::accumulate(counts.begin(), counts.end(), 0.0); }

/// What is drawn for a bin: the count, or with two series the share of the series' own total.
double barHeight(const HistogramChart::Series& series, size_t bin, bool shares) {
    if (!shares) return series.counts[bin];
    const double sum = total(series.counts);
    return sum > 0 ? series.counts[bin] / sum : 0;
}

} // namespace

HistogramChart::HistogramChart(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void HistogramChart::setBins(std::vector<double> edges, std::vector<Series> series) {
    m_edges = std::move(edges);
    m_series = std::move(series);
    std::erase_if(m_series, [this](const Series& one) { return one.counts.size() + 1 != m_edges.size(); });
    m_hovered = -1;
    QStringList parts;
    for (const Series& one : m_series) {
        if (one.counts.empty()) continue;
        const auto top = std::max_element(one.counts.begin(), one.counts.end());
        const auto bin = static_cast<size_t>(top - one.counts.begin());
        parts << tr("%1: %2 values, most between %3 and %4").arg(one.name, countText(static_cast<qint64>(total(one.counts))), numberText(m_edges[bin]), numberText(m_edges[bin + 1]));
    }
    setAccessibleDescription(parts.join(QStringLiteral("; ")));
    update();
}

void HistogramChart::setName(const QString& name) { setAccessibleName(name); }

QSize HistogramChart::sizeHint() const { return {320, 180}; }
QSize HistogramChart::minimumSizeHint() const { return {160, 90}; }

QRectF HistogramChart::plotRect(const QRectF& rect) const { return rect.adjusted(46, 8, -10, -24); }

void HistogramChart::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintChart(painter, rect(), m_hovered);
}

void HistogramChart::paintChart(QPainter& painter, const QRectF& rect, int hovered) const {
    const ThemeTokens& t = tokens();
    const QRectF plot = plotRect(rect);
    painter.setFont(textFont(TextRole::Caption));
    if (m_series.empty() || m_edges.size() < 2) {
        painter.setPen(t.muted);
        painter.drawText(rect, Qt::AlignCenter, tr("No values"));
        return;
    }
    const bool shares = m_series.size() > 1;
    const size_t bins = m_edges.size() - 1;
    double highest = 0;
    for (const Series& series : m_series)
        for (size_t bin = 0; bin < bins; ++bin) highest = std::max(highest, barHeight(series, bin, shares));
    const double unit = shares ? 100 : 1;
    const AxisScale y = makeScale(0, std::max(highest * unit, shares ? 0.1 : 1.0), std::clamp(int(plot.height() / 40), 2, 5), true);
    const AxisScale x = makeScale(m_edges.front(), m_edges.back(), std::clamp(int(plot.width() / 80), 2, 7), false);
    const auto toX = [&](double value) { return plot.left() + (value - x.low) / (x.high - x.low) * plot.width(); };
    const auto toY = [&](double value) { return plot.bottom() - value * unit / y.high * plot.height(); };

    for (const Tick& tick : y.ticks) {
        const double at = std::round(plot.bottom() - tick.position / y.high * plot.height()) + 0.5;
        painter.setPen(t.border);
        painter.drawLine(QPointF(plot.left(), at), QPointF(plot.right(), at));
        painter.setPen(t.muted);
        painter.drawText(QRectF(rect.left(), at - 9, 40, 18), Qt::AlignRight | Qt::AlignVCenter, shares ? tick.label + QLatin1Char('%') : tick.label);
    }
    for (const Tick& tick : x.ticks) {
        painter.setPen(t.muted);
        painter.drawText(QRectF(toX(tick.position) - 40, plot.bottom() + 5, 80, 16), Qt::AlignCenter, tick.label);
    }
    for (size_t index = 0; index < m_series.size(); ++index) {
        QColor fill = seriesColor(static_cast<int>(index));
        const QColor line = fill;
        fill.setAlpha(shares ? 90 : 190);
        QPainterPath outline(QPointF(toX(m_edges.front()), plot.bottom()));
        for (size_t bin = 0; bin < bins; ++bin) {
            const double top = toY(barHeight(m_series[index], bin, shares));
            const double gap = shares || toX(m_edges[bin + 1]) - toX(m_edges[bin]) < 4 ? 0 : 1;
            if (top < plot.bottom()) painter.fillRect(QRectF(QPointF(toX(m_edges[bin]), top), QPointF(toX(m_edges[bin + 1]) - gap, plot.bottom())), fill);
            outline.lineTo(toX(m_edges[bin]), top);
            outline.lineTo(toX(m_edges[bin + 1]), top);
        }
        outline.lineTo(toX(m_edges.back()), plot.bottom());
        if (shares) painter.strokePath(outline, QPen(line, 1));
    }
    painter.setPen(t.borderStrong);
    painter.drawLine(QPointF(plot.left(), plot.bottom() + 0.5), QPointF(plot.right(), plot.bottom() + 0.5));
    if (hovered >= 0 && hovered < static_cast<int>(bins)) {
        QColor veil = t.text;
        veil.setAlpha(28);
        const auto bin = static_cast<size_t>(hovered);
        painter.fillRect(QRectF(QPointF(toX(m_edges[bin]), plot.top()), QPointF(toX(m_edges[bin + 1]), plot.bottom())), veil);
    }
}

void HistogramChart::mouseMoveEvent(QMouseEvent* event) {
    const QRectF plot = plotRect(rect());
    int hovered = -1;
    if (plot.contains(event->position()) && m_edges.size() > 1) {
        const double value = m_edges.front() + (event->position().x() - plot.left()) / plot.width() * (m_edges.back() - m_edges.front());
        const auto above = std::upper_bound(m_edges.begin(), m_edges.end(), value);
        hovered = std::clamp(static_cast<int>(above - m_edges.begin()) - 1, 0, static_cast<int>(m_edges.size()) - 2);
    }
    if (hovered == m_hovered) return;
    m_hovered = hovered;
    QStringList lines;
    if (hovered >= 0) {
        const auto bin = static_cast<size_t>(hovered);
        lines << tr("%1 to %2").arg(numberText(m_edges[bin]), numberText(m_edges[bin + 1]));
        for (const Series& series : m_series) {
            const QString share = percentText(barHeight(series, bin, true), 1);
            lines << QStringLiteral("%1: %2 (%3)").arg(series.name, countText(static_cast<qint64>(series.counts[bin])), share);
        }
    }
    setToolTip(lines.join(QLatin1Char('\n')));
    update();
}

void HistogramChart::leaveEvent(QEvent* event) {
    m_hovered = -1;
    update();
    QWidget::leaveEvent(event);
}

void HistogramChart::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu(this);
    addExportActions(menu, this, [this] { return csv(); });
    menu.exec(event->globalPos());
}

QString HistogramChart::csv() const {
    QString out = QStringLiteral("from,to");
    for (const Series& series : m_series) out += QStringLiteral(",\"%1\"").arg(QString(series.name).replace(QLatin1Char('"'), QStringLiteral("\"\"")));
    out += QStringLiteral("\r\n");
    const auto exact = [](double value) { return QString::number(value, 'g', QLocale::FloatingPointShortest); };
    for (size_t bin = 0; bin + 1 < m_edges.size(); ++bin) {
        out += exact(m_edges[bin]) + QLatin1Char(',') + exact(m_edges[bin + 1]);
        for (const Series& series : m_series) out += QLatin1Char(',') + exact(series.counts[bin]);
        out += QStringLiteral("\r\n");
    }
    return out;
}

} // namespace lathe::ui
