// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/table_view.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QSaveFile>
#include <QStandardItem>
#include <QTableView>

#include <algorithm>

#include "ui/shell/theme.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/file_choice.h"
#include "ui/widgets/toast.h"

namespace lathe::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(TableView)
};

constexpr int rowHeight = 36;

QString cellText(const QAbstractItemModel& model, int row, int column) {
    const QModelIndex index = model.index(row, column);
    const QVariant exact = index.data(ExportRole);
    return exact.isValid() ? exact.toString() : index.data(Qt::DisplayRole).toString();
}

QString csvField(const QString& text) {
    static const QString special = QStringLiteral("\",\r\n");
    const bool quote = std::any_of(text.begin(), text.end(), [](QChar c) { return special.contains(c); });
    return quote ? QLatin1Char('"') + QString(text).replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"')
                 : text;
}

} // namespace

void setUpTable(QTableView* table, const QString& accessibleName) {
    table->setAccessibleName(accessibleName);
    table->setShowGrid(false);
    table->setFrameShape(QFrame::NoFrame);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->setWordWrap(false);
    table->setMouseTracking(true);
    table->setCornerButtonEnabled(false);
    table->setTabKeyNavigation(false); // Tab leaves the table; the arrows move inside
    table->setItemDelegate(new CellDelegate(Tint::Text, table));
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->verticalHeader()->setDefaultSectionSize(rowHeight);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setMinimumSectionSize(56);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->horizontalHeader()->setStretchLastSection(true);

    auto* copy = new QAction(icon("copy"), Texts::tr("Copy"), table);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    QObject::connect(copy, &QAction::triggered, table,
                     [table] { QApplication::clipboard()->setText(selectionText(table)); });
    auto* save = new QAction(icon("download"), Texts::tr("Export as CSV…"), table);
    QObject::connect(save, &QAction::triggered, table, [table] {
        if (table->model() != nullptr)
            exportCsv(table, *table->model(), table->accessibleName() + QStringLiteral(".csv"));
    });
    table->addActions({copy, save});
    table->setContextMenuPolicy(Qt::ActionsContextMenu);
}

QStandardItem* readOnlyItem(const QString& shown, const QString& exact) {
    auto* item = new QStandardItem(shown);
    item->setEditable(false);
    item->setToolTip(exact.isEmpty() ? shown : exact);
    if (!exact.isEmpty()) item->setData(exact, ExportRole);
    return item;
}

QString selectionText(const QTableView* table) {
    const QAbstractItemModel* model = table->model();
    if (model == nullptr || table->selectionModel() == nullptr) return {};
    QModelIndexList rows = table->selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end(), [](const QModelIndex& a, const QModelIndex& b) { return a.row() < b.row(); });
    QStringList lines;
    const auto line = [&](const auto& cell) {
        QStringList cells;
        for (int column = 0; column < model->columnCount(); ++column)
            if (!table->isColumnHidden(column)) cells << cell(column);
        lines << cells.join(QLatin1Char('\t'));
    };
    line([&](int column) { return model->headerData(column, Qt::Horizontal).toString(); });
    for (const QModelIndex& row : rows) line([&](int column) { return cellText(*model, row.row(), column); });
    return lines.join(QLatin1Char('\n'));
}

QString csvText(const QAbstractItemModel& model) {
    QString out;
    for (int row = -1; row < model.rowCount(); ++row) {
        for (int column = 0; column < model.columnCount(); ++column) {
            if (column > 0) out += QLatin1Char(',');
            out +=
                csvField(row < 0 ? model.headerData(column, Qt::Horizontal).toString() : cellText(model, row, column));
        }
        out += QStringLiteral("\r\n");
    }
    return out;
}

void exportCsv(QWidget* window, const QAbstractItemModel& model, const QString& suggestedName) {
    const QString name =
        FileChoice::toSave(window, Texts::tr("Export as CSV"), suggestedName, Texts::tr("CSV files (*.csv)"));
    if (name.isEmpty()) return;
    QSaveFile file(name);
    const bool written = file.open(QIODevice::WriteOnly) && file.write(csvText(model).toUtf8()) >= 0 && file.commit();
    Toast::show(window, written ? Texts::tr("Saved %1").arg(name)
                                : Texts::tr("%1 could not be written: %2").arg(name, file.errorString()));
}

} // namespace lathe::ui
