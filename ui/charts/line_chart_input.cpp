// SPDX-License-Identifier: GPL-3.0-or-later
// What mouse, wheel, keys and the menu do to a line chart.
#include <QChart>
#include <QContextMenuEvent>
#include <QMenu>
#include <algorithm>
#include <cmath>

#include "ui/charts/chart_export.h"
#include "ui/charts/line_chart.h"
#include "ui/shell/theme.h"

namespace lathe::ui {

void LineChart::zoomBy(double factor, double centre) {
    const Range full = fullRange();
    const Range now = visibleRange();
    Range next{centre - (centre - now.from) * factor, centre + (now.to - centre) * factor};
    next.from = std::max(next.from, full.from);
    next.to = std::min(next.to, full.to);
    const bool all = next.from <= full.from && next.to >= full.to;
    if (all) m_zoom.reset();
    else if (next.to - next.from > (full.to - full.from) * 1e-9) m_zoom = next;
    flush();
}

void LineChart::panBy(double amount) {
    if (!m_zoom) return;
    const Range full = fullRange();
    const double shift = std::clamp(amount, full.from - m_zoom->from, full.to - m_zoom->to);
    m_zoom = Range{m_zoom->from + shift, m_zoom->to + shift};
    schedule();
}

void LineChart::resizeEvent(QResizeEvent* event) {
    QChartView::resizeEvent(event);
    flush();
}

void LineChart::wheelEvent(QWheelEvent* event) {
    zoomBy(std::pow(0.8, event->angleDelta().y() / 120.0), xAt(event->position().x()));
    event->accept();
}

void LineChart::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) m_dragFrom = event->position().x();
}

void LineChart::mouseMoveEvent(QMouseEvent* event) {
    const double pixel = event->position().x();
    if (m_dragFrom && m_zoom) {
        const double distance = xAt(*m_dragFrom) - xAt(pixel);
        m_dragFrom = pixel;
        panBy(distance);
    }
    const bool inside = chart()->plotArea().contains(event->position());
    m_crosshair = inside ? std::optional(xAt(pixel)) : std::nullopt;
    viewport()->update();
}

void LineChart::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) m_dragFrom.reset();
}

void LineChart::mouseDoubleClickEvent(QMouseEvent*) { setXRange(std::nullopt); }

void LineChart::leaveEvent(QEvent* event) {
    m_crosshair.reset();
    viewport()->update();
    QChartView::leaveEvent(event);
}

void LineChart::keyPressEvent(QKeyEvent* event) {
    const Range now = visibleRange();
    const double middle = (now.from + now.to) / 2;
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal: zoomBy(0.8, middle); return;
    case Qt::Key_Minus: zoomBy(1.25, middle); return;
    case Qt::Key_Left: panBy((now.from - now.to) * 0.1); return;
    case Qt::Key_Right: panBy((now.to - now.from) * 0.1); return;
    case Qt::Key_0:
    case Qt::Key_Home: setXRange(std::nullopt); return;
    default: QWidget::keyPressEvent(event);
    }
}

void LineChart::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu(this);
    fillMenu(menu);
    menu.exec(event->globalPos());
}

void LineChart::fillMenu(QMenu& menu) {
    menu.addAction(icon("refresh"), tr("Show all"), this, [this] { setXRange(std::nullopt); });
    const auto toggle = [&](const QString& title, bool on, void (LineChart::*set)(bool)) {
        QAction* action = menu.addAction(title, this, [this, set](bool checked) { (this->*set)(checked); });
        action->setCheckable(true);
        action->setChecked(on);
    };
    toggle(tr("Logarithmic x axis"), m_logX, &LineChart::setLogX);
    toggle(tr("Logarithmic y axis"), m_logY, &LineChart::setLogY);
    QMenu* smoothing = menu.addMenu(tr("Smoothing"));
    for (const double weight : {0.0, 0.3, 0.6, 0.8, 0.9, 0.97}) {
        QAction* action = smoothing->addAction(weight == 0 ? tr("Off") : QString::number(weight), this,
                                               [this, weight] { setSmoothing(weight); });
        action->setCheckable(true);
        action->setChecked(std::abs(weight - m_smoothing) < 1e-9);
    }
    menu.addSeparator();
    addExportActions(menu, this, [this] { return csv(); });
}

} // namespace lathe::ui
