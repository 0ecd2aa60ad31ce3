// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/drift/column_detail.h"

#include <QHeaderView>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>

#include "core/base/text.h"
#include "ui/charts/bar_chart.h"
#include "ui/charts/histogram_chart.h"
#include "ui/drift/drift_model.h"
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
    QString sentence = column.scoreIsPValue
                           ? ColumnDetail::tr("%1: p = %2; drift when p is at most %3.").arg(testTitle(column.test), score, threshold)
                           : ColumnDetail::tr("%1: distance %2; drift from %3.").arg(testTitle(column.test), score, threshold);
    if (!column.newCategories.empty()) sentence += QLatin1Char(' ') + ColumnDetail::tr("New categories: %1.").arg(text(joined(column.newCategories, ", ")));
    return sentence;
}

} // namespace

ColumnDetail::ColumnDetail(QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    m_card = new Card(QStringLiteral(" "));
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
    m_charts->setMinimumHeight(220);
    m_card->body()->addWidget(m_charts, 1);
    layout->addWidget(m_card, 3);
    auto* card = new Card(tr("Statistics"));
    m_statistics = new QStandardItemModel(0, 2, this);
    m_statistics->setHorizontalHeaderLabels({tr("Statistic"), tr("Value")});
    auto* table = new QTableView;
    table->setObjectName(QStringLiteral("driftStatisticsTable"));
    table->setModel(m_statistics);
    setUpTable(table, tr("Statistics"));
    table->setItemDelegate(new CellDelegate(Tint::Text, table));
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    card->body()->addWidget(table);
    layout->addWidget(card, 2);
}

void ColumnDetail::setColumn(const ColumnDrift& column) {
    m_card->setTitle(text(column.column));
    m_card->setNote(QLatin1String(toString(column.type)));
    m_sentence->setText(sentenceFor(column));
    showDistributions(column);
    m_statistics->setRowCount(0);
    for (const auto& [name, value] : column.statistics) {
        auto* key = new QStandardItem(text(name));
        auto* number = new QStandardItem(numberText(value, 6));
        number->setData(text(exactNumber(value)), ExportRole);
        for (auto* item : {key, number}) item->setEditable(false);
        m_statistics->appendRow({key, number});
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
