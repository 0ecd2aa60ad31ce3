// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/heat_map.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/charts/chart_export.h"
#include "ui/shell/theme.h"
#include "ui/widgets/format.h"

namespace lathe::ui {

namespace {

constexpr double tallest = 26;   ///< of a cell
constexpr double labelRoom = 62; ///< above the cells, for slanted names
constexpr double readable = 30;  ///< a cell this wide has room for its figure

QColor cellColor(double value) {
    const ThemeTokens& t = tokens();
    return mixed(t.surface, value < 0 ? seriesColor(1) : seriesColor(0), std::min(1.0, std::abs(value)) * 0.85);
}

} // namespace

HeatMap::HeatMap(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void HeatMap::setMatrix(QStringList rows, QStringList columns, std::vector<double> values) {
    m_rows = std::move(rows);
    m_columns = std::move(columns);
    m_values = std::move(values);
    m_reached = -1;
    QStringList strongest;
    std::vector<int> order;
    for (int cell = 0; cell < static_cast<int>(m_values.size()); ++cell) {
        const int row = cell / static_cast<int>(m_columns.size());
        const int column = cell % static_cast<int>(m_columns.size());
        const bool mirrored = m_rows == m_columns && column <= row;
        if (!mirrored && !std::isnan(m_values[static_cast<size_t>(cell)])) order.push_back(cell);
    }
    std::stable_sort(order.begin(), order.end(), [this](int a, int b) {
        return std::abs(m_values[static_cast<size_t>(a)]) > std::abs(m_values[static_cast<size_t>(b)]);
    });
    for (size_t i = 0; i < std::min<size_t>(5, order.size()); ++i) strongest << cellText(order[i]);
    setAccessibleDescription(strongest.join(QStringLiteral("; ")));
    updateGeometry();
    update();
}

void HeatMap::setName(const QString& name) { setAccessibleName(name); }

QSize HeatMap::sizeHint() const { return {300, heightForWidth(300)}; }
QSize HeatMap::minimumSizeHint() const { return {160, 60}; }

int HeatMap::heightForWidth(int width) const {
    const Layout layout = layoutFor(QRectF(0, 0, width, 10000));
    return static_cast<int>(
               std::ceil(layout.top + layout.height * static_cast<double>(std::max<qsizetype>(1, m_rows.size())))) +
           4;
}

HeatMap::Layout HeatMap::layoutFor(const QRectF& rect) const {
    const QFontMetricsF metrics(textFont(TextRole::Caption));
    double label = 0;
    for (const QString& row : m_rows) label = std::max(label, metrics.horizontalAdvance(row));
    Layout layout;
    layout.left = rect.left() + std::min(label + 8, rect.width() * 0.34);
    layout.top = rect.top() + labelRoom;
    // The last slanted name needs room to the right.
    const double right = rect.right() - 30;
    layout.width =
        std::min(64.0, (right - layout.left) / static_cast<double>(std::max<qsizetype>(1, m_columns.size())));
    layout.height = std::clamp(layout.width, 8.0, tallest);
    return layout;
}

int HeatMap::cellAt(const QPointF& position) const {
    const Layout layout = layoutFor(rect());
    if (position.x() < layout.left || position.y() < layout.top) return -1;
    const int column = static_cast<int>((position.x() - layout.left) / layout.width);
    const int row = static_cast<int>((position.y() - layout.top) / layout.height);
    return row < m_rows.size() && column < m_columns.size() ? row * static_cast<int>(m_columns.size()) + column : -1;
}

QString HeatMap::cellText(int cell) const {
    const double value = m_values[static_cast<size_t>(cell)];
    const QString figure = std::isnan(value) ? tr("not defined") : numberText(value, 3);
    return tr("%1 and %2: %3").arg(m_rows[cell / m_columns.size()], m_columns[cell % m_columns.size()], figure);
}

void HeatMap::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const ThemeTokens& t = tokens();
    const QFont font = textFont(TextRole::Caption);
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    if (m_values.empty()) {
        painter.setPen(t.muted);
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, tr("No values"));
        return;
    }
    const Layout layout = layoutFor(rect());
    for (qsizetype column = 0; column < m_columns.size(); ++column) {
        painter.save();
        painter.translate(layout.left + layout.width * (static_cast<double>(column) + 0.5), layout.top - 6);
        painter.rotate(-45);
        painter.setPen(t.muted);
        if (layout.width >= 9)
            painter.drawText(QPointF(0, 0), metrics.elidedText(m_columns[column], Qt::ElideRight, labelRoom * 1.2));
        painter.restore();
    }
    for (qsizetype row = 0; row < m_rows.size(); ++row) {
        const double top = layout.top + layout.height * static_cast<double>(row);
        painter.setPen(t.text);
        painter.drawText(QRectF(0, top, layout.left - 6, layout.height), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(m_rows[row], Qt::ElideRight, layout.left - 8));
        for (qsizetype column = 0; column < m_columns.size(); ++column) {
            const double value = m_values[static_cast<size_t>(row * m_columns.size() + column)];
            const QRectF cell(layout.left + layout.width * static_cast<double>(column), top, layout.width - 1,
                              layout.height - 1);
            painter.fillRect(cell, std::isnan(value) ? t.surface2 : cellColor(value));
            if (std::isnan(value) || layout.width < readable || layout.height < metrics.height()) continue;
            painter.setPen(std::abs(value) > 0.6 ? t.onAccent : t.text);
            painter.drawText(cell, Qt::AlignCenter, QLocale().toString(value, 'f', 2));
        }
    }
    if (m_reached < 0) return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(t.text, hasFocus() ? 2 : 1));
    painter.drawRect(QRectF(layout.left + layout.width * static_cast<double>(m_reached % m_columns.size()),
                            layout.top + layout.height * static_cast<double>(m_reached / m_columns.size()),
                            layout.width - 1, layout.height - 1));
}

void HeatMap::reach(int cell) {
    if (cell == m_reached) return;
    m_reached = cell;
    setToolTip(cell < 0 ? QString() : cellText(cell));
    update();
}

void HeatMap::mouseMoveEvent(QMouseEvent* event) { reach(cellAt(event->position())); }

void HeatMap::mousePressEvent(QMouseEvent* event) {
    const int cell = cellAt(event->position());
    if (event->button() != Qt::LeftButton || cell < 0) return QWidget::mousePressEvent(event);
    reach(cell);
    Q_EMIT cellChosen(cell / static_cast<int>(m_columns.size()), cell % static_cast<int>(m_columns.size()));
}

void HeatMap::leaveEvent(QEvent* event) {
    if (!hasFocus()) reach(-1);
    QWidget::leaveEvent(event);
}

void HeatMap::keyPressEvent(QKeyEvent* event) {
    const int columns = static_cast<int>(m_columns.size());
    const int count = static_cast<int>(m_values.size());
    int step = 0;
    switch (event->key()) {
    case Qt::Key_Left: step = -1; break;
    case Qt::Key_Right: step = 1; break;
    case Qt::Key_Up: step = -columns; break;
    case Qt::Key_Down: step = columns; break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_reached >= 0) Q_EMIT cellChosen(m_reached / columns, m_reached % columns);
        return;
    default: return QWidget::keyPressEvent(event);
    }
    if (count == 0) return;
    const int next = m_reached < 0 ? 0 : m_reached + step;
    if (next >= 0 && next < count) reach(next);
}

void HeatMap::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    if (m_reached < 0 && !m_values.empty()) reach(0);
    update();
}

void HeatMap::focusOutEvent(QFocusEvent* event) {
    reach(-1);
    QWidget::focusOutEvent(event);
}

void HeatMap::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu(this);
    addExportActions(menu, this, [this] { return csv(); });
    menu.exec(event->globalPos());
}

QString HeatMap::csv() const {
    const auto quoted = [](QString text) {
        return QLatin1Char('"') + text.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
    };
    QString out;
    for (const QString& column : m_columns) out += QLatin1Char(',') + quoted(column);
    out += QStringLiteral("\r\n");
    for (qsizetype row = 0; row < m_rows.size(); ++row) {
        out += quoted(m_rows[row]);
        for (qsizetype column = 0; column < m_columns.size(); ++column) {
            const double value = m_values[static_cast<size_t>(row * m_columns.size() + column)];
            out += QLatin1Char(',');
            if (!std::isnan(value)) out += QString::number(value, 'g', QLocale::FloatingPointShortest);
        }
        out += QStringLiteral("\r\n");
    }
    return out;
}

} // namespace lathe::ui
