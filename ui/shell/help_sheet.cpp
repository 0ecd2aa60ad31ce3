// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/help_sheet.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/shell/theme.h"
#include "ui/widgets/label.h"

namespace lathe::ui {

namespace {

/// A key on a small plate.
class KeyPlate : public Label {
public:
    KeyPlate(const QString& keys, QWidget* parent) : Label(keys, TextRole::Caption, Tint::Text, parent) {
        setContentsMargins(8, 3, 8, 3);
    }

protected:
    void paintEvent(QPaintEvent* event) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(tokens().borderStrong, 1));
        painter.setBrush(tokens().surface2);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
        painter.end();
        Label::paintEvent(event);
    }
};

} // namespace

HelpSheet::HelpSheet(QWidget* parent) : SideSheet(tr("Help"), parent) {
    setObjectName(QStringLiteral("helpSheet"));
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Help"));
    body()->addWidget(new Label(tr("Keyboard"), TextRole::CardTitle, Tint::Text, this));
    addShortcut(QStringLiteral("Ctrl+K"), tr("Find any command, page, dataset, run or model"));
    addShortcut(tr("Ctrl+1 … Ctrl+7"), tr("Go to a page"));
    addShortcut(QStringLiteral("Ctrl+F"), tr("Search in the page"));
    addShortcut(QStringLiteral("F5"), tr("Refresh the page"));
    addShortcut(QStringLiteral("Ctrl+C"), tr("Copy the selected rows of a table"));
    addShortcut(QStringLiteral("Ctrl+,"), tr("Settings"));
    addShortcut(QStringLiteral("F1"), tr("Show or hide this help"));
    addShortcut(tr("Esc"), tr("Close a panel, clear a search"));
    body()->addSpacing(8);
    body()->addWidget(new Label(tr("Charts"), TextRole::CardTitle, Tint::Text, this));
    addShortcut(tr("Wheel, + −"), tr("Zoom in and out"));
    addShortcut(tr("Drag, ← →"), tr("Move along the curve"));
    addShortcut(tr("Double click, 0"), tr("Show all again"));
    body()->addSpacing(8);
    body()->addWidget(new Label(tr("Without the window"), TextRole::CardTitle, Tint::Text, this));
    auto* words = new Label(
        tr("Everything here can be done from a terminal too: “lathe --help” lists the commands, and “lathe --batch FILE” runs a whole pipeline."),
        TextRole::Body, Tint::Muted, this);
    words->setWordWrap(true);
    body()->addWidget(words);
    body()->addStretch(1);
}

void HelpSheet::addShortcut(const QString& keys, const QString& what) {
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    auto* left = new QWidget(this);
    left->setFixedWidth(118);
    auto* plate = new QHBoxLayout(left);
    plate->setContentsMargins(0, 0, 0, 0);
    plate->addWidget(new KeyPlate(keys, left));
    plate->addStretch(1);
    row->addWidget(left, 0, Qt::AlignTop);
    auto* words = new Label(what, TextRole::Body, Tint::Muted, this);
    words->setWordWrap(true);
    row->addWidget(words, 1);
    body()->addLayout(row);
}

} // namespace lathe::ui
