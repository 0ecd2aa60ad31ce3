// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/image_canvas.h"

#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

#include "ui/shell/theme.h"

namespace lathe::ui {

namespace {

constexpr double largestZoom = 64;
constexpr double step = 1.25;

} // namespace

ImageCanvas::ImageCanvas(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("imageCanvas"));
    setAccessibleName(tr("Picture"));
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::OpenHandCursor);
}

void ImageCanvas::setPicture(const QImage& picture, const QString& message) {
    if (picture.size() != m_picture.size()) fit();
    m_picture = picture;
    m_message = message;
    update();
}

double ImageCanvas::fitting() const {
    if (m_picture.isNull()) return 1;
    const double scale = std::min(double(width()) / m_picture.width(), double(height()) / m_picture.height());
    return std::min(scale, 8.0);
}

double ImageCanvas::zoom() const { return m_zoom > 0 ? m_zoom : fitting(); }

void ImageCanvas::fit() {
    m_zoom = 0;
    m_offset = {};
    update();
}

void ImageCanvas::zoomBy(double factor, const QPointF& about) {
    const double before = zoom();
    m_zoom = std::clamp(before * factor, std::min(0.05, fitting()), largestZoom);
    const QPointF middle = QRectF(rect()).center();
    m_offset = (m_offset - (about - middle)) * (m_zoom / before) + (about - middle);
    update();
}

void ImageCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), tokens().surface2);
    if (m_picture.isNull()) {
        painter.setPen(tokens().muted);
        painter.drawText(rect().adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap, m_message);
        return;
    }
    const double scale = zoom();
    const QSizeF size = QSizeF(m_picture.size()) * scale;
    const QPointF corner = QRectF(rect()).center() + m_offset - QPointF(size.width() / 2, size.height() / 2);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, scale < 4);
    painter.drawImage(QRectF(corner, size), m_picture);
}

void ImageCanvas::wheelEvent(QWheelEvent* event) {
    zoomBy(std::pow(step, event->angleDelta().y() / 120.0), event->position());
}

void ImageCanvas::mousePressEvent(QMouseEvent* event) { m_grabbed = event->position(); }

void ImageCanvas::mouseMoveEvent(QMouseEvent* event) {
    if (!event->buttons().testFlag(Qt::LeftButton)) return;
    if (m_zoom <= 0) m_zoom = fitting();
    m_offset += event->position() - m_grabbed;
    m_grabbed = event->position();
    update();
}

void ImageCanvas::mouseDoubleClickEvent(QMouseEvent*) { fit(); }

void ImageCanvas::keyPressEvent(QKeyEvent* event) {
    const QPointF middle = QRectF(rect()).center();
    if (event->key() == Qt::Key_Plus) zoomBy(step, middle);
    else if (event->key() == Qt::Key_Minus) zoomBy(1 / step, middle);
    else if (event->key() == Qt::Key_0) fit();
    else QWidget::keyPressEvent(event);
}

} // namespace lathe::ui
