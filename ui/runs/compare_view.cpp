// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/compare_view.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <cmath>
#include <set>

#include "core/base/text.h"
#include "ui/runs/run_charts.h"
#include "ui/widgets/card.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/table_view.h"

namespace lathe::ui {

CompareView::CompareView(Session& session, QWidget* parent) : QWidget(parent), m_session(session) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    auto* card = new Card(tr("Comparison"));
    m_onlyDifferent = new QCheckBox(tr("Only what differs"));
    m_onlyDifferent->setObjectName(QStringLiteral("compareDifferentBox"));
    m_onlyDifferent->setChecked(true);
    card->addHeaderWidget(m_onlyDifferent);
    auto* close = makeIconButton(tr("Close comparison"), "close");
    close->setObjectName(QStringLiteral("compareCloseButton"));
    card->addHeaderWidget(close);
    m_title = new Label(QString(), TextRole::Caption, Tint::Muted);
    card->body()->addWidget(m_title);
    m_model = new QStandardItemModel(this);
    m_table = new QTableView;
    m_table->setObjectName(QStringLiteral("compareTable"));
    m_table->setModel(m_model);
    setUpTable(m_table, tr("Metrics and parameters of the compared runs"));
    m_table->setItemDelegate(new NumberDelegate(Tint::Text, m_table));
    m_table->setItemDelegateForColumn(0, new CellDelegate(Tint::Muted, m_table));
    m_table->setSortingEnabled(false);
    card->body()->addWidget(m_table);
    layout->addWidget(card, 2);
    m_charts = new RunCharts(session);
    layout->addWidget(m_charts, 3);
    connect(m_onlyDifferent, &QCheckBox::toggled, this, &CompareView::fillTable);
    connect(close, &QToolButton::clicked, this, &CompareView::closed);
}

void CompareView::setRuns(std::vector<RunRow> runs) {
    if (const auto same = [](const RunRow& a, const RunRow& b) { return a.info.id == b.info.id; };
        !std::equal(runs.begin(), runs.end(), m_runs.begin(), m_runs.end(), same))
        m_parameters.clear(); // those of other runs
    m_runs = std::move(runs);
    m_title->setText(tr("%n runs; the best value of each metric is marked", nullptr, static_cast<int>(m_runs.size())));
    std::vector<RunCharts::Shown> shown;
    for (const auto& run : m_runs) {
        RunCharts::Shown entry{run.info.id, text(run.info.name), {}};
        for (const auto& [key, summary] : run.metrics)
            if (summary.points > 1 && !key.starts_with("train_")) entry.keys.push_back(key);
        if (entry.keys.empty())
            for (const auto& [key, summary] : run.metrics)
                if (summary.points > 1) entry.keys.push_back(key);
        shown.push_back(std::move(entry));
    }
    m_charts->setRuns(std::move(shown));
    loadParameters();
}

void CompareView::loadParameters() {
    const auto query = [&project = m_session.project(), runs = m_runs]() -> Result<Parameters> {
        const RunStore store(project);
        Parameters parameters;
        for (const auto& run : runs) {
            LATHE_TRY(auto values, store.parameters(run.info.id));
            parameters.push_back(std::move(values));
        }
        return parameters;
    };
    m_session.load(this, QStringLiteral("parameters"), query, [this](Parameters parameters) {
        m_parameters = std::move(parameters);
        fillTable();
    });
}

void CompareView::fillTable() {
    const int place = m_table->verticalScrollBar()->value();
    m_model->clear();
    QStringList header{QString()};
    for (const auto& run : m_runs) header.append(text(run.info.name));
    m_model->setHorizontalHeaderLabels(header);
    for (int column = 1; column < header.size(); ++column)
        m_model->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    addMetricRows();
    addParameterRows();
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_table->verticalScrollBar()->setValue(place);
}

void CompareView::addMetricRows() {
    std::set<std::string> keys;
    for (const auto& run : m_runs)
        for (const auto& [key, summary] : run.metrics) keys.insert(key);
    for (const auto& key : keys) {
        double best = std::nan("");
        for (const auto& run : m_runs) {
            const double value = run.metric(key);
            if (std::isnan(best) || (lessIsBetter(key) ? value < best : value > best))
                best = std::isnan(value) ? best : value;
        }
        QList<QStandardItem*> row{readOnlyItem(metricTitle(key), text(key))};
        for (const auto& run : m_runs) {
            const double value = run.metric(key);
            auto* item = readOnlyItem(numberText(value, 5), std::isnan(value) ? QString() : text(exactNumber(value)));
            if (m_runs.size() > 1 && value == best) {
                item->setText(QStringLiteral("✓ ") + item->text());
                item->setData(static_cast<int>(Tint::Ok), TintRole);
                item->setToolTip(tr("Best of the compared runs: %1").arg(item->toolTip()));
            }
            row.append(item);
        }
        m_model->appendRow(row);
    }
}

void CompareView::addParameterRows() {
    std::set<std::string> keys;
    for (const auto& parameters : m_parameters)
        for (const auto& [key, value] : parameters) keys.insert(key);
    for (const auto& key : keys) {
        QList<QStandardItem*> row{readOnlyItem(text(key))};
        std::set<std::string> values;
        for (const auto& parameters : m_parameters) {
            const auto found = parameters.find(key);
            values.insert(found == parameters.end() ? std::string() : found->second);
            row.append(readOnlyItem(found == parameters.end() ? QStringLiteral("–") : text(found->second)));
        }
        if (m_onlyDifferent->isChecked() && values.size() < 2) {
            qDeleteAll(row);
            continue;
        }
        m_model->appendRow(row);
    }
}

} // namespace lathe::ui
