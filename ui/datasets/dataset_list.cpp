// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/dataset_list.h"

#include "ui/shell/theme.h"
#include "ui/widgets/format.h"

#include <QPainter>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

namespace lathe::ui {
namespace {

constexpr int rowHeight = 58;
enum Role { SizeRole = Qt::UserRole + 1, AgeRole };

class EntryDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {120, rowHeight};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const ThemeTokens& theme = tokens();
        const QRect row = option.rect.adjusted(6, 2, -6, -2);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const bool chosen = option.state.testFlag(QStyle::State_Selected);
        if (chosen || option.state.testFlag(QStyle::State_MouseOver)) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(chosen ? theme.accentSoft : theme.hover);
            painter->drawRoundedRect(row, 6, 6);
        }
        const bool focused =
            option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_Active);
        if (chosen && focused) {
            painter->setPen(QPen(theme.accent, 1.5));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(QRectF(row).adjusted(1, 1, -1, -1), 6, 6);
        }
        const QRect inner = row.adjusted(10, 7, -10, -7);
        const QRect upper(inner.left(), inner.top(), inner.width(), inner.height() / 2);
        const QRect lower(inner.left(), upper.bottom() + 1, inner.width(), inner.height() - upper.height());
        QFont name = textFont(TextRole::Body);
        name.setWeight(QFont::DemiBold);
        drawLine(*painter, upper, name, theme.text, index.data(Qt::DisplayRole).toString(),
                 index.data(AgeRole).toString());
        drawLine(*painter, lower, textFont(TextRole::Caption), theme.muted, index.data(SizeRole).toString(), {});
        painter->restore();
    }

private:
    static void drawLine(QPainter& painter, QRect rect, const QFont& font, const QColor& color, const QString& left,
                         const QString& right) {
        if (!right.isEmpty()) {
            painter.setFont(textFont(TextRole::Caption));
            painter.setPen(tokens().faint);
            painter.drawText(rect, Qt::AlignRight | Qt::AlignVCenter, right);
            rect.setRight(rect.right() - painter.fontMetrics().horizontalAdvance(right) - 8);
        }
        painter.setFont(font);
        painter.setPen(color);
        painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(left, Qt::ElideRight, rect.width()));
    }
};

} // namespace

DatasetList::DatasetList(QWidget* parent)
    : QListView(parent), m_entries(new QStandardItemModel(this)), m_shown(new QSortFilterProxyModel(this)) {
    setObjectName(QStringLiteral("datasetList"));
    setAccessibleName(tr("Datasets"));
    setFrameShape(QFrame::NoFrame);
    setItemDelegate(new EntryDelegate(this));
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setUniformItemSizes(true);
    setMouseTracking(true);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_shown->setSourceModel(m_entries);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    setModel(m_shown);
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& current) {
        if (!m_quiet && current.isValid()) Q_EMIT datasetChosen(current.data(Qt::DisplayRole).toString());
    });
}

void DatasetList::setEntries(const std::vector<DatasetEntry>& entries) {
    const QString chosen = currentIndex().data(Qt::DisplayRole).toString();
    m_quiet = true;
    m_entries->clear();
    for (const DatasetEntry& entry : entries) {
        const QString name = text(entry.dataset.name);
        auto* item = new QStandardItem(name);
        const QString size = tr("%1 rows × %2 columns")
                                 .arg(countText(static_cast<qint64>(entry.latest.rows)))
                                 .arg(entry.latest.schema.size());
        const QString versions = tr("%n version(s)", nullptr, entry.dataset.latestVersion);
        item->setData(QStringLiteral("%1 · %2").arg(size, versions), SizeRole);
        item->setData(relativeTime(entry.latest.createdAt), AgeRole);
        item->setData(QStringLiteral("%1, %2, %3").arg(name, size, versions), Qt::AccessibleTextRole);
        item->setToolTip(tr("%1\nLatest version made %2").arg(name, exactTime(entry.latest.createdAt)));
        m_entries->appendRow(item);
    }
    m_quiet = false;
    setCurrentDataset(chosen.toStdString());
}

void DatasetList::setFilter(const QString& words) { m_shown->setFilterFixedString(words); }

void DatasetList::setCurrentDataset(const std::string& name) {
    m_quiet = true;
    const auto found = m_entries->findItems(text(name));
    setCurrentIndex(found.isEmpty() ? QModelIndex() : m_shown->mapFromSource(found.front()->index()));
    m_quiet = false;
}

} // namespace lathe::ui
