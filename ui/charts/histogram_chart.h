// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>
#include <vector>

namespace lathe::ui {

/// Counts in bins, one series or two overlaid (drawn as shares of their own total so that sizes compare).
/// Painted by us: one function serves the screen, PNG and SVG.
class HistogramChart : public QWidget {
    Q_OBJECT

public:
    struct Series {
        QString name;
        std::vector<double> counts;
    };

    explicit HistogramChart(QWidget* parent = nullptr);
    /// \p edges has one more value than each series' counts.
    void setBins(std::vector<double> edges, std::vector<Series> series);
    void setName(const QString& name);
    [[nodiscard]] QString csv() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void paintChart(QPainter& painter, const QRectF& rect, int hovered) const;
    [[nodiscard]] QRectF plotRect(const QRectF& rect) const;
    QString m_name;
    std::vector<double> m_edges;
    std::vector<Series> m_series;
    int m_hovered = -1;
};

} // namespace lathe::ui
