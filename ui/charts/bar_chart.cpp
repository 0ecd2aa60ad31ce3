// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/bar_chart.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/charts/chart_export.h"
#include "ui/shell/theme.h"
#include "ui/widgets/format.h"

namespace lathe::ui {

namespace {

constexpr int thickness = 8;
constexpr int gap = 12;

/// From one bar of a row to the next: room for the figure of each when there are several.
int pitch(size_t series) { return series > 1 ? 15 : thickness + 2; }

int rowHeight(size_t series) { return static_cast<int>(series) * pitch(series) + gap; }

} // namespace

BarChart::BarChart(QWidget* parent) : QWidget(parent) { setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred); }

void BarChart::setBars(QStringList seriesNames, std::vector<Bar> bars) {
    m_seriesNames = std::move(seriesNames);
    m_bars = std::move(bars);
    m_highlight.clear();
    m_chosen.clear();
    m_reached = -1;
    QStringList parts;
    for (const Bar& bar : m_bars) {
        QStringList values;
        for (const double value : bar.values) values << valueText(value);
        parts << bar.label + QLatin1Char(' ') + values.join(QStringLiteral(" / "));
    }
    setAccessibleDescription(parts.join(QStringLiteral("; ")));
    updateGeometry();
    update();
}

void BarChart::setName(const QString& name) { setAccessibleName(name); }

void BarChart::setHighlight(std::vector<double> values) {
    m_highlight = values.size() == m_bars.size() ? std::move(values) : std::vector<double>();
    update();
}

void BarChart::setSelectable(bool selectable) {
    m_selectable = selectable;
    setFocusPolicy(selectable ? Qt::StrongFocus : Qt::NoFocus);
    setCursor(selectable ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void BarChart::setSelection(std::vector<int> bars) {
    m_chosen = std::move(bars);
    update();
}

void BarChart::setPercent(bool percent) {
    m_percent = percent;
    update();
}

QString BarChart::valueText(double value) const {
    if (m_percent) return percentText(value, 1);
    return value == std::floor(value) && std::abs(value) < 1e15 ? countText(static_cast<qint64>(value))
                                                                : numberText(value, 4);
}

QSize BarChart::sizeHint() const {
    const size_t series = std::max<size_t>(1, static_cast<size_t>(m_seriesNames.size()));
    return {280, std::max(60, static_cast<int>(m_bars.size()) * rowHeight(series) + 4)};
}

QSize BarChart::minimumSizeHint() const { return {160, sizeHint().height()}; }

void BarChart::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintChart(painter, rect());
    if (!m_selectable || !hasFocus()) return;
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(tokens().accent, 1));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void BarChart::paintChart(QPainter& painter, const QRectF& rect) const {
    const ThemeTokens& t = tokens();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(textFont(TextRole::Caption));
    if (m_bars.empty()) {
        painter.setPen(t.muted);
        painter.drawText(rect, Qt::AlignCenter, tr("No values"));
        return;
    }
    const QFontMetricsF caption(textFont(TextRole::Caption));
    const QFont numberFont = textFont(TextRole::Number);
    const QFontMetricsF number(numberFont);
    double highest = 0;
    double labelWidth = 0;
    double valueWidth = 0;
    for (const Bar& bar : m_bars) {
        labelWidth = std::max(labelWidth, caption.horizontalAdvance(bar.label));
        for (const double value : bar.values) {
            highest = std::max(highest, std::abs(value));
            valueWidth = std::max(valueWidth, number.horizontalAdvance(valueText(value)));
        }
    }
    labelWidth = std::min(labelWidth + 2, rect.width() * 0.35);
    const double left = rect.left() + labelWidth + 10;
    const double room = std::max(10.0, rect.right() - left - valueWidth - 10);
    double top = rect.top() + 2;
    for (const Bar& bar : m_bars) {
        const double height = rowHeight(bar.values.size());
        const auto index = static_cast<size_t>(&bar - m_bars.data());
        const bool chosen = std::find(m_chosen.begin(), m_chosen.end(), static_cast<int>(index)) != m_chosen.end();
        if (chosen || static_cast<int>(index) == m_reached) {
            painter.setPen(chosen ? QPen(t.accent, 1) : QPen(Qt::NoPen));
            painter.setBrush(t.surface2);
            painter.drawRoundedRect(QRectF(rect.left() + 0.5, top + 0.5, rect.width() - 1, height - 1), 4, 4);
        }
        painter.setFont(textFont(TextRole::Caption));
        painter.setPen(t.text);
        painter.drawText(QRectF(rect.left(), top, labelWidth, height), Qt::AlignLeft | Qt::AlignVCenter,
                         caption.elidedText(bar.label, Qt::ElideRight, labelWidth));
        painter.setFont(numberFont);
        double at = top + gap / 2.0;
        for (size_t series = 0; series < bar.values.size(); ++series, at += pitch(bar.values.size())) {
            const double length = highest > 0 ? room * std::abs(bar.values[series]) / highest : 0;
            painter.setPen(Qt::NoPen);
            painter.setBrush(t.surface2);
            painter.drawRoundedRect(QRectF(left, at, room, thickness), 3, 3);
            QColor fill = seriesColor(static_cast<int>(series));
            if (!m_highlight.empty()) fill.setAlpha(80);
            painter.setBrush(fill);
            if (length > 0) painter.drawRoundedRect(QRectF(left, at, std::max(length, 3.0), thickness), 3, 3);
            if (!m_highlight.empty() && m_highlight[index] > 0 && highest > 0) {
                painter.setBrush(seriesColor(static_cast<int>(series)));
                painter.drawRoundedRect(QRectF(left, at, std::max(room * m_highlight[index] / highest, 3.0), thickness),
                                        3, 3);
            }
            painter.setPen(t.muted);
            painter.drawText(QRectF(left + room + 8, at - 6, valueWidth + 2, thickness + 12),
                             Qt::AlignRight | Qt::AlignVCenter, valueText(bar.values[series]));
        }
        top += height;
    }
}

int BarChart::barAt(const QPointF& position) const {
    if (m_bars.empty()) return -1;
    const int row = static_cast<int>(position.y() - 2) / rowHeight(std::max<size_t>(1, m_bars.front().values.size()));
    return row >= 0 && row < static_cast<int>(m_bars.size()) ? row : -1;
}

void BarChart::choose(int bar, bool further) {
    const auto at = std::find(m_chosen.begin(), m_chosen.end(), bar);
    const bool had = at != m_chosen.end();
    if (bar < 0) m_chosen.clear();
    else if (further && had) m_chosen.erase(at);
    else if (further) m_chosen.push_back(bar);
    else if (had && m_chosen.size() == 1) m_chosen.clear();
    else m_chosen = {bar};
    std::sort(m_chosen.begin(), m_chosen.end());
    update();
    Q_EMIT barsChosen(m_chosen);
}

void BarChart::mousePressEvent(QMouseEvent* event) {
    const int bar = barAt(event->position());
    if (m_selectable && event->button() == Qt::LeftButton && bar >= 0)
        choose(bar, event->modifiers() & Qt::ControlModifier);
    else QWidget::mousePressEvent(event);
}

void BarChart::keyPressEvent(QKeyEvent* event) {
    const int last = static_cast<int>(m_bars.size()) - 1;
    const bool up = event->key() == Qt::Key_Up;
    if (m_selectable && last >= 0 && (up || event->key() == Qt::Key_Down)) {
        m_reached = m_reached < 0 ? (up ? last : 0) : std::clamp(m_reached + (up ? -1 : 1), 0, last);
        update();
    } else if (m_selectable && m_reached >= 0 &&
               (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space)) {
        choose(m_reached, event->modifiers() & Qt::ControlModifier);
    } else if (m_selectable && event->key() == Qt::Key_Escape && !m_chosen.empty()) {
        choose(-1, false);
    } else {
        QWidget::keyPressEvent(event);
    }
}

void BarChart::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    update();
}

void BarChart::focusOutEvent(QFocusEvent* event) {
    m_reached = -1;
    QWidget::focusOutEvent(event);
    update();
}

bool BarChart::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && !m_bars.empty()) {
        auto* help = static_cast<QHelpEvent*>(event);
        const int row = help->pos().y() / rowHeight(std::max<size_t>(1, m_bars.front().values.size()));
        if (row >= 0 && row < static_cast<int>(m_bars.size())) {
            const Bar& bar = m_bars[static_cast<size_t>(row)];
            QStringList lines{bar.label};
            for (size_t series = 0; series < bar.values.size(); ++series)
                lines << (m_seriesNames.value(static_cast<qsizetype>(series)) + QLatin1Char(' ') +
                          valueText(bar.values[series]))
                             .trimmed();
            QToolTip::showText(help->globalPos(), lines.join(QLatin1Char('\n')), this);
            return true;
        }
    }
    return QWidget::event(event);
}

void BarChart::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu(this);
    addExportActions(menu, this, [this] { return csv(); });
    menu.exec(event->globalPos());
}

QString BarChart::csv() const {
    const auto quoted = [](QString text) {
        return QLatin1Char('"') + text.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
    };
    QString out = QStringLiteral("label");
    for (const QString& name : m_seriesNames)
        out += QLatin1Char(',') + quoted(name.isEmpty() ? QStringLiteral("value") : name);
    out += QStringLiteral("\r\n");
    for (const Bar& bar : m_bars) {
        out += quoted(bar.label);
        for (const double value : bar.values)
            out += QLatin1Char(',') + QString::number(value, 'g', QLocale::FloatingPointShortest);
        out += QStringLiteral("\r\n");
    }
    return out;
}

} // namespace lathe::ui
