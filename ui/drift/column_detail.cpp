// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/drift/column_detail.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>
#include <map>
#include <optional>

#include "core/base/text.h"
#include "ui/charts/bar_chart.h"
#include "ui/charts/histogram_chart.h"
#include "ui/drift/drift_model.h"
#include "ui/shell/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/table_view.h"

namespace lathe::ui {

namespace {

/// What the test found, in words.
QString sentenceFor(const ColumnDrift& column) {
    if (!column.message.empty()) return text(column.message);
    const QString score = numberText(column.score, 4);
    const QString threshold = numberText(column.threshold, 3);
    QString sentence =
        column.scoreIsPValue
            ? ColumnDetail::tr("%1: p = %2; drift when p is at most %3.").arg(testTitle(column.test), score, threshold)
            : ColumnDetail::tr("%1: distance %2; drift from %3.").arg(testTitle(column.test), score, threshold);
    if (!column.newCategories.empty())
        sentence +=
            QLatin1Char(' ') + ColumnDetail::tr("New categories: %1.").arg(text(joined(column.newCategories, ", ")));
    return sentence;
}

/// Which colour is which side.
class SidesLegend : public QWidget {
public:
    explicit SidesLegend(QStringList names) : m_names(std::move(names)) {
        setFixedSize(start(static_cast<int>(m_names.size())), 20);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setFont(textFont(TextRole::Caption));
        for (int i = 0; i < m_names.size(); ++i) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(seriesColor(i));
            painter.drawEllipse(QPointF(start(i) + 5, height() / 2.0), 4, 4);
            painter.setPen(tokens().text);
            painter.drawText(QRect(start(i) + 15, 0, width(), height()), Qt::AlignLeft | Qt::AlignVCenter, m_names[i]);
        }
    }

private:
    [[nodiscard]] int start(int index) const {
        const QFontMetrics metrics(textFont(TextRole::Caption));
        int x = 0;
        for (int i = 0; i < index; ++i) x += 15 + metrics.horizontalAdvance(m_names[i]) + 14;
        return x;
    }
    QStringList m_names;
};

QString statisticTitle(const std::string& key) {
    static const std::map<std::string, const char*> titles{
        {"mean", QT_TRANSLATE_NOOP("DriftStatistics", "Mean")},
        {"median", QT_TRANSLATE_NOOP("DriftStatistics", "Median")},
        {"deviation", QT_TRANSLATE_NOOP("DriftStatistics", "Standard deviation")},
        {"min", QT_TRANSLATE_NOOP("DriftStatistics", "Minimum")},
        {"max", QT_TRANSLATE_NOOP("DriftStatistics", "Maximum")},
        {"categories", QT_TRANSLATE_NOOP("DriftStatistics", "Categories")},
        {"infinite", QT_TRANSLATE_NOOP("DriftStatistics", "Infinite values")},
        {"ks_p", QT_TRANSLATE_NOOP("DriftStatistics", "Kolmogorov–Smirnov, p")},
        {"chisquare_p", QT_TRANSLATE_NOOP("DriftStatistics", "χ², p")},
        {"new_category_share", QT_TRANSLATE_NOOP("DriftStatistics", "Share of new categories")},
        {"new_word_share", QT_TRANSLATE_NOOP("DriftStatistics", "Share of new words")},
        {"missing_share_difference", QT_TRANSLATE_NOOP("DriftStatistics", "Difference of missing shares")}};
    const auto found = titles.find(key);
    return found == titles.end() ? testTitle(key) : QCoreApplication::translate("DriftStatistics", found->second);
}

/// A figure of both sides ("mean" of mean_reference and mean_current), or of the two together.
struct StatisticRow {
    std::optional<double> reference;
    std::optional<double> current;
};

std::map<std::string, StatisticRow> statisticRows(const ColumnDrift& column) {
    constexpr std::string_view referenceEnd = "_reference", currentEnd = "_current";
    std::map<std::string, StatisticRow> rows;
    for (const auto& [name, value] : column.statistics) {
        if (name.ends_with(referenceEnd)) rows[name.substr(0, name.size() - referenceEnd.size())].reference = value;
        else if (name.ends_with(currentEnd)) rows[name.substr(0, name.size() - currentEnd.size())].current = value;
        else rows[name].current = value;
    }
    return rows;
}

} // namespace

ColumnDetail::ColumnDetail(QWidget* parent) : QWidget(parent) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    m_card = new Card(QStringLiteral(" "));
    m_card->addHeaderWidget(new SidesLegend({tr("Reference"), tr("Current")}));
    m_sentence = new Label(QString(), TextRole::Body, Tint::Muted);
    m_sentence->setWordWrap(true);
    m_card->body()->addWidget(m_sentence);
    m_charts = new QStackedWidget;
    m_histogram = new HistogramChart;
    m_histogram->setObjectName(QStringLiteral("driftHistogram"));
    m_bars = new BarChart;
    m_bars->setObjectName(QStringLiteral("driftBars"));
    m_bars->setPercent(true);
    m_charts->addWidget(m_histogram);
    m_charts->addWidget(m_bars);
    m_charts->setMinimumHeight(150);
    m_card->body()->addWidget(m_charts, 1);
    layout->addWidget(m_card, 3);
    auto* card = new Card;
    card->setFlush(true);
    m_statistics = new QStandardItemModel(0, 3, this);
    m_statistics->setHorizontalHeaderLabels({tr("Statistic"), tr("Reference"), tr("Current")});
    for (const int side : {1, 2})
        m_statistics->horizontalHeaderItem(side)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto* table = new QTableView;
    table->setObjectName(QStringLiteral("driftStatisticsTable"));
    table->setModel(m_statistics);
    setUpTable(table, tr("Statistics"));
    table->setItemDelegate(new NumberDelegate(Tint::Text, table));
    table->setItemDelegateForColumn(0, new CellDelegate(Tint::Muted, table));
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table->horizontalHeader()->setStretchLastSection(false);
    table->horizontalHeader()->setMinimumSectionSize(92);
    table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    card->body()->addWidget(table);
    layout->addWidget(card, 2);
}

void ColumnDetail::setColumn(const ColumnDrift& column) {
    m_card->setTitle(text(column.column));
    m_card->setNote(QLatin1String(toString(column.type)));
    m_sentence->setText(sentenceFor(column));
    showDistributions(column);
    m_statistics->setRowCount(0);
    for (const auto& [name, values] : statisticRows(column)) {
        QList<QStandardItem*> row{new QStandardItem(statisticTitle(name))};
        for (const auto& value : {values.reference, values.current}) {
            row.append(new QStandardItem(value ? numberText(*value, 4) : QString()));
            if (value) row.back()->setData(text(exactNumber(*value)), ExportRole);
        }
        for (auto* item : row) item->setEditable(false);
        m_statistics->appendRow(row);
    }
}

void ColumnDetail::showDistributions(const ColumnDrift& column) {
    const QStringList names{tr("Reference"), tr("Current")};
    if (isTextual(column.type) || column.type == ColumnType::Boolean) {
        std::vector<BarChart::Bar> bars;
        for (const auto& bin : column.histogram) bars.push_back({text(bin.label), {bin.reference, bin.current}});
        m_bars->setName(text(column.column));
        m_bars->setBars(names, std::move(bars));
        m_charts->setCurrentWidget(m_bars);
        return;
    }
    std::vector<double> edges;
    HistogramChart::Series reference{names[0], {}};
    HistogramChart::Series current{names[1], {}};
    for (const auto& bin : column.histogram) {
        if (edges.empty()) edges.push_back(bin.from);
        edges.push_back(bin.to);
        reference.counts.push_back(bin.reference);
        current.counts.push_back(bin.current);
    }
    m_histogram->setName(text(column.column));
    m_histogram->setBins(std::move(edges), {std::move(reference), std::move(current)});
    m_charts->setCurrentWidget(m_histogram);
}

} // namespace lathe::ui
