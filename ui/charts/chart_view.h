// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QChart>
#include <QChartView>
#include <QValueAxis>
#include <functional>

class QMenu;

namespace lathe::ui {

/// What all charts share: the look, crosshair, zoom and pan, export and the accessible description.
class ChartView : public QChartView {
    Q_OBJECT

public:
    explicit ChartView(QWidget* parent = nullptr);

    /// A name for people who do not see the chart; the latest values are added by the chart.
    void setChartName(const QString& name);
    [[nodiscard]] const QString& chartName() const { return m_name; }

    /// The data behind the picture as CSV.
    [[nodiscard]] virtual QString csv() const = 0;
    /// The chart with a plain background. Errors: Io is told by a toast.
    bool exportTo(const QString& fileName);
    /// Reset zoom, log axes, export; also the context menu.
    virtual void fillMenu(QMenu& menu);

protected:
    void applyTheme();
    void changeEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    /// Called after the colours changed.
    virtual void themeChanged() {}
    void askExport(const QString& suffix);

private:
    QString m_name;
};

/// Four or five round tick values over [low, high].
struct NiceScale {
    double low = 0;
    double high = 1;
    double step = 1;
    [[nodiscard]] int ticks() const;
};
NiceScale niceScale(double low, double high, int ticks = 5);

} // namespace lathe::ui
