// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>
#include <vector>

namespace lathe::ui {

/// Horizontal bars with label and value: top values of a column, importances, categories of two series.
class BarChart : public QWidget {
    Q_OBJECT

public:
    struct Bar {
        QString label;
        std::vector<double> values; ///< one per series
    };

    explicit BarChart(QWidget* parent = nullptr);
    void setBars(QStringList seriesNames, std::vector<Bar> bars);
    void setName(const QString& name);
    /// Values are shares (shown in percent) instead of counts.
    void setPercent(bool percent);
    [[nodiscard]] QString csv() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool event(QEvent* event) override;

private:
    void paintChart(QPainter& painter, const QRectF& rect) const;
    QString m_name;
    QStringList m_seriesNames;
    std::vector<Bar> m_bars;
    [[nodiscard]] QString valueText(double value) const;
    bool m_percent = false;
};

} // namespace lathe::ui
