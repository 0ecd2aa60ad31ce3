// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QWidget>

namespace lathe::ui {

/// One picture to look at closely: the wheel zooms about the mouse, dragging moves, a double click or 0 fits it again;
/// + and − zoom by keyboard. From four times on pixels are shown as squares.
class ImageCanvas : public QWidget {
    Q_OBJECT

public:
    explicit ImageCanvas(QWidget* parent = nullptr);
    /// A null picture shows \p message instead.
    void setPicture(const QImage& picture, const QString& message = {});
    [[nodiscard]] double zoom() const;
    void fit();

protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {120, 120}; }

private:
    [[nodiscard]] double fitting() const;
    void zoomBy(double factor, const QPointF& about);

    QImage m_picture;
    QString m_message;
    double m_zoom = 0; ///< 0: fitted
    QPointF m_offset;  ///< of the picture's middle from the widget's
    QPointF m_grabbed;
};

} // namespace lathe::ui
