// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/histogram_chart.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <numeric>
#include <utility>

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
    m_hovered = m_firstChosen = m_lastChosen = -1;
    m_highlight.clear();
    QStringList parts;
    for (const Series& one : m_series) {
        if (one.counts.empty()) continue;
        const auto top = std::max_element(one.counts.begin(), one.counts.end());
        const auto bin = static_cast<size_t>(top - one.counts.begin());
        parts << tr("%1: %2 values, most between %3 and %4")
                     .arg(one.name, countText(static_cast<qint64>(total(one.counts))), valueText(m_edges[bin]),
                          valueText(m_edges[bin + 1]));
    }
    setAccessibleDescription(parts.join(QStringLiteral("; ")));
    update();
}

void HistogramChart::setHighlight(std::vector<double> counts) {
    m_highlight = counts.size() + 1 == m_edges.size() ? std::move(counts) : std::vector<double>();
    update();
}

void HistogramChart::setSelectable(bool selectable) {
    m_selectable = selectable;
    setFocusPolicy(selectable ? Qt::StrongFocus : Qt::NoFocus);
    setCursor(selectable ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void HistogramChart::setSelection(int first, int last) {
    m_firstChosen = first;
    m_lastChosen = last;
    update();
}

void HistogramChart::setValueText(std::function<QString(double)> valueText) {
    m_valueText = std::move(valueText);
    update();
}

QString HistogramChart::valueText(double value) const { return m_valueText ? m_valueText(value) : numberText(value); }

/// Edges of bins far enough from each other, and from the ends, to be read.
std::vector<std::pair<double, QString>> HistogramChart::valueTicks(double width) const {
    std::vector<std::pair<double, QString>> ticks;
    const size_t bins = m_edges.size() - 1;
    const auto wanted = static_cast<size_t>(std::clamp(width / 110, 1.0, 6.0));
    const size_t step = std::max<size_t>(1, (bins + wanted) / (wanted + 1));
    for (size_t edge = step / 2; edge < m_edges.size(); edge += step) {
        const double share = (m_edges[edge] - m_edges.front()) / (m_edges.back() - m_edges.front()) * width;
        if (share >= 20 && share <= width - 30) ticks.emplace_back(m_edges[edge], m_valueText(m_edges[edge]));
    }
    return ticks;
}

void HistogramChart::setName(const QString& name) { setAccessibleName(name); }

QSize HistogramChart::sizeHint() const { return {320, 180}; }
QSize HistogramChart::minimumSizeHint() const { return {160, 90}; }

QRectF HistogramChart::plotRect(const QRectF& rect) const { return rect.adjusted(46, 8, -10, -24); }

void HistogramChart::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintChart(painter, rect(), m_hovered);
    if (!m_selectable || !hasFocus()) return;
    painter.setPen(QPen(tokens().accent, 1));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
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
    const AxisScale y =
        makeScale(0, std::max(highest * unit, shares ? 0.1 : 1.0), std::clamp(int(plot.height() / 40), 2, 5), true);
    const AxisScale x = makeScale(m_edges.front(), m_edges.back(), std::clamp(int(plot.width() / 80), 3, 7), false);
    const auto toX = [&](double value) { return plot.left() + (value - x.low) / (x.high - x.low) * plot.width(); };
    const auto toY = [&](double value) { return plot.bottom() - value * unit / y.high * plot.height(); };

    for (const Tick& tick : y.ticks) {
        const double at = std::round(plot.bottom() - tick.position / y.high * plot.height()) + 0.5;
        painter.setPen(t.border);
        painter.drawLine(QPointF(plot.left(), at), QPointF(plot.right(), at));
        painter.setPen(t.muted);
        painter.drawText(QRectF(rect.left(), at - 9, 40, 18), Qt::AlignRight | Qt::AlignVCenter,
                         shares ? tick.label + QLatin1Char('%') : tick.label);
    }
    painter.setPen(t.muted);
    const auto drawLabel = [&](double value, const QString& label) {
        const double half = painter.fontMetrics().horizontalAdvance(label) / 2.0 + 1;
        const double centre = std::clamp(toX(value), rect.left() + half, rect.right() - half);
        painter.drawText(QRectF(centre - half, plot.bottom() + 5, 2 * half, 16), Qt::AlignCenter, label);
    };
    for (const auto& [value, label] :
         m_valueText ? valueTicks(plot.width()) : std::vector<std::pair<double, QString>>())
        drawLabel(value, label);
    for (const Tick& tick : m_valueText ? std::vector<Tick>() : x.ticks) drawLabel(tick.position, tick.label);
    for (size_t index = 0; index < m_series.size(); ++index) {
        QColor fill = seriesColor(static_cast<int>(index));
        const QColor line = fill;
        fill.setAlpha(shares ? 90 : m_highlight.empty() ? 190 : 70);
        QPainterPath outline(QPointF(toX(m_edges.front()), plot.bottom()));
        for (size_t bin = 0; bin < bins; ++bin) {
            const double top = toY(barHeight(m_series[index], bin, shares));
            const double gap = shares || toX(m_edges[bin + 1]) - toX(m_edges[bin]) < 4 ? 0 : 1;
            if (top < plot.bottom())
                painter.fillRect(
                    QRectF(QPointF(toX(m_edges[bin]), top), QPointF(toX(m_edges[bin + 1]) - gap, plot.bottom())), fill);
            outline.lineTo(toX(m_edges[bin]), top);
            outline.lineTo(toX(m_edges[bin + 1]), top);
        }
        outline.lineTo(toX(m_edges.back()), plot.bottom());
        if (shares) painter.strokePath(outline, QPen(line, 1));
    }
    for (size_t bin = 0; bin < m_highlight.size(); ++bin) {
        const double top = toY(m_highlight[bin]);
        const double gap = toX(m_edges[bin + 1]) - toX(m_edges[bin]) < 4 ? 0 : 1;
        if (top < plot.bottom())
            painter.fillRect(
                QRectF(QPointF(toX(m_edges[bin]), top), QPointF(toX(m_edges[bin + 1]) - gap, plot.bottom())),
                seriesColor(0));
    }
    if (m_firstChosen >= 0 && m_lastChosen < static_cast<int>(bins)) {
        const QRectF chosen(QPointF(toX(m_edges[static_cast<size_t>(m_firstChosen)]), plot.top()),
                            QPointF(toX(m_edges[static_cast<size_t>(m_lastChosen) + 1]), plot.bottom()));
        QColor veil = t.accent;
        veil.setAlpha(36);
        painter.fillRect(chosen, veil);
        painter.setPen(QPen(t.accent, 1.5));
        painter.drawRect(chosen);
    }
    painter.setPen(t.borderStrong);
    painter.drawLine(QPointF(plot.left(), plot.bottom() + 0.5), QPointF(plot.right(), plot.bottom() + 0.5));
    if (hovered >= 0 && hovered < static_cast<int>(bins)) {
        QColor veil = t.text;
        veil.setAlpha(28);
        const auto bin = static_cast<size_t>(hovered);
        painter.fillRect(QRectF(QPointF(toX(m_edges[bin]), plot.top()), QPointF(toX(m_edges[bin + 1]), plot.bottom())),
                         veil);
    }
}

int HistogramChart::binAt(const QPointF& position) const {
    const QRectF plot = plotRect(rect());
    if (!plot.contains(position) || m_edges.size() < 2) return -1;
    const double value =
        m_edges.front() + (position.x() - plot.left()) / plot.width() * (m_edges.back() - m_edges.front());
    const auto above = std::upper_bound(m_edges.begin(), m_edges.end(), value);
    return std::clamp(static_cast<int>(above - m_edges.begin()) - 1, 0, static_cast<int>(m_edges.size()) - 2);
}

void HistogramChart::mouseMoveEvent(QMouseEvent* event) {
    if (m_pressed >= 0 && m_edges.size() >= 2) { // beyond the plot the first or the last bin is meant
        const QRectF plot = plotRect(rect());
        const int bin = binAt({std::clamp(event->position().x(), plot.left(), plot.right() - 1), plot.center().y()});
        m_dragged = m_dragged || bin != m_pressed;
        if (m_dragged) setSelection(std::min(bin, m_pressed), std::max(bin, m_pressed));
    }
    hover(binAt(event->position()));
}

void HistogramChart::hover(int hovered) {
    if (hovered == m_hovered) return;
    m_hovered = hovered;
    QStringList lines;
    if (hovered >= 0) {
        const auto bin = static_cast<size_t>(hovered);
        lines << tr("%1 to %2").arg(valueText(m_edges[bin]), valueText(m_edges[bin + 1]));
        for (const Series& series : m_series) {
            const QString share = percentText(barHeight(series, bin, true), 1);
            lines << QStringLiteral("%1: %2 (%3)")
                         .arg(series.name, countText(static_cast<qint64>(series.counts[bin])), share);
        }
    }
    setToolTip(lines.join(QLatin1Char('\n')));
    update();
}

void HistogramChart::choose(int bin, bool extend) {
    const bool alone = bin == m_firstChosen && bin == m_lastChosen;
    if (bin < 0 || alone) m_firstChosen = m_lastChosen = -1;
    else if (extend && m_firstChosen >= 0) {
        m_lastChosen = std::max(m_lastChosen, bin);
        m_firstChosen = std::min(m_firstChosen, bin);
    } else m_firstChosen = m_lastChosen = bin;
    update();
    Q_EMIT binsChosen(m_firstChosen, m_lastChosen);
}

void HistogramChart::mousePressEvent(QMouseEvent* event) {
    const int bin = binAt(event->position());
    if (!m_selectable || event->button() != Qt::LeftButton || bin < 0) {
        QWidget::mousePressEvent(event);
        return;
    }
    const bool extend = event->modifiers() & Qt::ShiftModifier;
    m_dragged = false;
    if (extend) choose(bin, true);
    else m_pressed = bin;
}

/// A drag says its bins when it ends: each choice may cost a pass over the data.
void HistogramChart::mouseReleaseEvent(QMouseEvent* event) {
    if (m_pressed < 0 || event->button() != Qt::LeftButton) {
        QWidget::mouseReleaseEvent(event);
        return;
    }
    const int pressed = std::exchange(m_pressed, -1);
    if (std::exchange(m_dragged, false)) Q_EMIT binsChosen(m_firstChosen, m_lastChosen);
    else choose(pressed, false);
}

void HistogramChart::keyPressEvent(QKeyEvent* event) {
    const int last = static_cast<int>(m_edges.size()) - 2;
    const bool back = event->key() == Qt::Key_Left;
    if (m_selectable && last >= 0 && (back || event->key() == Qt::Key_Right)) {
        hover(m_hovered < 0 ? (back ? last : 0) : std::clamp(m_hovered + (back ? -1 : 1), 0, last));
        if (event->modifiers() & Qt::ShiftModifier) choose(m_hovered, true);
    } else if (m_selectable && m_hovered >= 0 &&
               (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space)) {
        choose(m_hovered, event->modifiers() & Qt::ShiftModifier);
    } else if (m_selectable && event->key() == Qt::Key_Escape && m_firstChosen >= 0) {
        choose(-1, false);
    } else {
        QWidget::keyPressEvent(event);
    }
}

void HistogramChart::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    update();
}

void HistogramChart::focusOutEvent(QFocusEvent* event) {
    hover(-1);
    QWidget::focusOutEvent(event);
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
    for (const Series& series : m_series)
        out += QStringLiteral(",\"%1\"").arg(QString(series.name).replace(QLatin1Char('"'), QStringLiteral("\"\"")));
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
