// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>
#include <QWidget>

#include "ui/shell/theme.h"

namespace lathe::ui {

/// A line of one pixel between two areas.
class Separator : public QWidget {
public:
    explicit Separator(Qt::Orientation orientation, QWidget* parent = nullptr) : QWidget(parent) {
        if (orientation == Qt::Horizontal) setFixedHeight(1);
        else setFixedWidth(1);
    }

protected:
    void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(rect(), tokens().border); }
};

} // namespace lathe::ui
