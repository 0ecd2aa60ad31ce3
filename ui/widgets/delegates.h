// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

#include "ui/shell/theme.h"
#include "ui/widgets/status_pill.h"

namespace lathe::ui {

/// Roles that the delegates read beside Qt::DisplayRole.
enum TableRole {
    ToneRole = Qt::UserRole + 100, ///< int(Tone) of a pill or a progress bar
    FractionRole,                  ///< double 0…1, negative when unknown
    SortRole,                      ///< the value to sort by when it is not the text shown
    TintRole,                      ///< int(Tint) of the text; Muted for secondary columns
    ExportRole,                    ///< the exact value for copy and CSV when the text shown is rounded
};

/// Draws row background and text without a cell focus frame. The base of all the delegates.
class CellDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit CellDelegate(Tint tint = Tint::Text, QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    /// The rectangle inside the cell's padding.
    static QRect contentRect(const QStyleOptionViewItem& option);
    virtual void paintContent(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    void paintText(QPainter& painter, const QRect& rect, const QModelIndex& index, const QFont& textFont,
                   Qt::Alignment alignment) const;

private:
    Tint m_tint;
};

/// Right-aligned, tabular digits. The model gives the text already formatted.
class NumberDelegate : public CellDelegate {
    Q_OBJECT

public:
    using CellDelegate::CellDelegate;

protected:
    void paintContent(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// Qt::DisplayRole as a pill in the tone of ToneRole.
class PillDelegate : public CellDelegate {
    Q_OBJECT

public:
    using CellDelegate::CellDelegate;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    void paintContent(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// A thin bar for FractionRole with the figure beside it.
class ProgressDelegate : public CellDelegate {
    Q_OBJECT

public:
    using CellDelegate::CellDelegate;

protected:
    void paintContent(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// An object's name: weight 600, with the icon of Qt::DecorationRole.
class NameDelegate : public CellDelegate {
    Q_OBJECT

public:
    using CellDelegate::CellDelegate;

protected:
    void paintContent(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace lathe::ui
