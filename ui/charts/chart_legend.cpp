// SPDX-License-Identifier: GPL-3.0-or-later
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

#include "ui/charts/line_chart.h"
#include "ui/shell/theme.h"
#include "ui/widgets/form.h"

namespace lathe::ui {

namespace {

/// A dot with a name; hollow and faint when its curve is hidden.
class LegendEntry : public QAbstractButton {
public:
    LegendEntry(int index, const QString& name, QWidget* parent) : QAbstractButton(parent), m_index(index) {
        setText(name);
        setAccessibleName(name);
        setCheckable(true);
        setFocusPolicy(Qt::TabFocus);
        setCursor(Qt::PointingHandCursor);
    }
    [[nodiscard]] QSize sizeHint() const override {
        return {std::min(170, QFontMetrics(textFont(TextRole::Caption)).horizontalAdvance(text()) + 24), 24};
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QColor colour = seriesColor(m_index);
        painter.setPen(QPen(isChecked() ? colour : tokens().faint, 1.2));
        painter.setBrush(isChecked() ? QBrush(colour) : QBrush(Qt::NoBrush));
        painter.drawEllipse(QPointF(9, height() / 2.0), 3.6, 3.6);
        painter.setFont(textFont(TextRole::Caption));
        painter.setPen(isChecked() ? tokens().text : tokens().muted);
        const QRect words = rect().adjusted(19, 0, -2, 0);
        painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(text(), Qt::ElideMiddle, words.width()));
        if (!hasFocus()) return;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(tokens().accent, 1.5));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 5, 5);
    }

private:
    int m_index;
};

} // namespace

ChartLegend::ChartLegend(LineChart* chart, QWidget* parent) : QWidget(parent), m_chart(chart) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    connect(chart, &LineChart::seriesChanged, this, &ChartLegend::rebuild);
    rebuild();
}

void ChartLegend::rebuild() {
    const QList<LegendEntry*> entries = findChildren<LegendEntry*>(QString(), Qt::FindDirectChildrenOnly);
    const bool same = entries.size() == m_chart->seriesCount() &&
                      std::all_of(entries.begin(), entries.end(), [this, at = 0](LegendEntry* entry) mutable {
                          return entry->text() == m_chart->seriesName(at++);
                      });
    if (!same) {
        qDeleteAll(entries);
        for (int index = 0; index < m_chart->seriesCount(); ++index) {
            auto* entry = new LegendEntry(index, m_chart->seriesName(index), this);
            entry->setChecked(m_chart->isSeriesVisible(index));
            connect(entry, &QAbstractButton::toggled, m_chart,
                    [this, index](bool on) { m_chart->setSeriesVisible(index, on); });
            layout()->addWidget(entry);
        }
    }
}

QToolButton* makeChartMenuButton(LineChart* chart, QWidget* parent) {
    QToolButton* button = makeIconButton(LineChart::tr("Chart options"), "more", parent);
    button->setObjectName(QStringLiteral("chartMenuButton"));
    QObject::connect(button, &QToolButton::clicked, chart, [button, chart] {
        QMenu menu(button);
        chart->fillMenu(menu);
        menu.exec(button->mapToGlobal(QPoint(0, button->height() + 2)));
    });
    return button;
}

} // namespace lathe::ui
