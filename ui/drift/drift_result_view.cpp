// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/drift/drift_result_view.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/drift/column_detail.h"
#include "ui/drift/drift_model.h"
#include "ui/widgets/card.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/format.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/stat_tile.h"
#include "ui/widgets/table_view.h"

namespace lathe::ui {

DriftResultView::DriftResultView(QWidget* parent)
    : QWidget(parent), m_model(new DriftModel(this)), m_sorted(new QSortFilterProxyModel(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    m_verdict = new InlineMessage;
    m_verdict->setObjectName(QStringLiteral("driftVerdict"));
    layout->addWidget(m_verdict);
    layout->addWidget(makeTiles());
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(SortRole);
    auto* card = new Card;
    card->setFlush(true);
    m_table = new QTableView;
    m_table->setObjectName(QStringLiteral("driftTable"));
    m_table->setModel(m_sorted);
    setUpTable(m_table, tr("Columns"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setItemDelegate(new CellDelegate(Tint::Muted, m_table));
    m_table->setItemDelegateForColumn(DriftModel::StateColumn, new PillDelegate(Tint::Text, m_table));
    m_table->setItemDelegateForColumn(DriftModel::NameColumn, new NameDelegate(Tint::Text, m_table));
    for (int column = DriftModel::ScoreColumn; column < DriftModel::ColumnCount; ++column)
        m_table->setItemDelegateForColumn(column, new NumberDelegate(Tint::Text, m_table));
    m_table->horizontalHeader()->setStretchLastSection(false);
    m_table->horizontalHeader()->setSectionResizeMode(DriftModel::NameColumn, QHeaderView::Stretch);
    m_table->sortByColumn(DriftModel::StateColumn, Qt::AscendingOrder);
    card->body()->addWidget(m_table);
    m_detail = new ColumnDetail;
    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(12);
    splitter->addWidget(card);
    splitter->addWidget(m_detail);
    splitter->setSizes({290, 330});
    layout->addWidget(splitter, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid()) m_detail->setColumn(m_model->columnAt(m_sorted->mapToSource(current).row()));
            });
}

QWidget* DriftResultView::makeTiles() {
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    m_columns = new StatTile(tr("Columns drifted"));
    m_label = new StatTile(tr("Label"));
    m_quality = new StatTile(tr("Model quality"));
    m_rows = new StatTile(tr("Rows"));
    for (StatTile* tile : {m_columns, m_label, m_quality, m_rows}) layout->addWidget(tile, 1);
    return row;
}

void DriftResultView::setResult(const DriftResult& result) {
    showVerdict(result);
    showTiles(result);
    m_model->setColumns(result.columns);
    m_table->resizeColumnsToContents();
    if (m_sorted->rowCount() > 0) m_table->selectRow(0);
}

void DriftResultView::showVerdict(const DriftResult& result) {
    const QString sides = QStringLiteral("%1 → %2: ").arg(text(result.reference), text(result.current));
    QString verdict = result.drifted ? tr("the data drifted.") : tr("no dataset drift.");
    if (result.labelDrifted) verdict += QLatin1Char(' ') + tr("The label drifted.");
    m_verdict->setContent({.kind = result.drifted || result.labelDrifted ? MessageKind::Warning : MessageKind::Success,
                           .text = sides + verdict,
                           .hint = result.labelDrifted
                                       ? tr("What the target means has changed; check the labels before you retrain.")
                                       : QString(),
                           .dismissable = false});
}

void DriftResultView::showTiles(const DriftResult& result) {
    m_columns->setValue(QStringLiteral("%1 / %2").arg(result.driftedColumns).arg(result.columns.size()),
                        tr("drift from %1").arg(percentText(result.options.driftShare)),
                        result.drifted ? Tone::Bad : Tone::Ok);
    m_label->setVisible(!result.options.target.empty());
    m_label->setValue(result.labelDrifted ? tr("drift") : tr("stable"), text(result.options.target),
                      result.labelDrifted ? Tone::Bad : Tone::Ok);
    m_quality->setVisible(false);
    for (const char* key : {"accuracy", "rmse"}) {
        const auto found = result.performance.find(key);
        if (found == result.performance.end()) continue;
        const auto [before, after] = found->second;
        const bool worse = std::string(key) == "rmse" ? after > before : after < before;
        m_quality->setLabel((std::string(key) == "rmse" ? tr("RMSE") : tr("Accuracy")) + QStringLiteral(" · ") +
                            text(result.model));
        m_quality->setValue(numberText(after, 3), tr("reference %1").arg(numberText(before, 3)),
                            worse ? Tone::Bad : Tone::Ok);
        m_quality->setVisible(true);
        break;
    }
    m_rows->setValue(countText(static_cast<qint64>(result.currentRows)),
                     tr("reference %1").arg(countText(static_cast<qint64>(result.referenceRows))));
}

} // namespace lathe::ui
