// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>
#include <vector>

namespace lathe::ui {

/// A matrix of figures between -1 and 1 as coloured cells: one colour for each sign, deeper for more; NaN stays blank.
/// The arrow keys walk over the cells, Enter or a click chooses one.
class HeatMap : public QWidget {
    Q_OBJECT

public:
    explicit HeatMap(QWidget* parent = nullptr);
    /// \p values row by row.
    void setMatrix(QStringList rows, QStringList columns, std::vector<double> values);
    void setName(const QString& name);
    [[nodiscard]] QString csv() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

Q_SIGNALS:
    void cellChosen(int row, int column);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    struct Layout {
        double left = 0; ///< of the first cell
        double top = 0;
        double width = 0; ///< of a cell
        double height = 0;
    };
    [[nodiscard]] Layout layoutFor(const QRectF& rect) const;
    [[nodiscard]] int cellAt(const QPointF& position) const;
    [[nodiscard]] QString cellText(int cell) const;
    void reach(int cell);

    QStringList m_rows;
    QStringList m_columns;
    std::vector<double> m_values;
    int m_reached = -1; ///< row · columns + column
};

} // namespace lathe::ui
