// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/toast.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QTimer>

#include "ui/widgets/form.h"
#include "ui/widgets/label.h"

namespace lathe::ui {

namespace {
constexpr int shownFor = 6000;
constexpr int distanceFromEdge = 52;
} // namespace

void Toast::show(QWidget* anchor, const QString& text, const QString& actionText, std::function<void()> action) {
    QWidget* window = anchor->window();
    for (Toast* earlier : window->findChildren<Toast*>(QString(), Qt::FindDirectChildrenOnly)) earlier->deleteLater();
    auto* toast = new Toast(window, text, actionText, std::move(action));
    toast->QFrame::show();
    toast->raise();
}

Toast::Toast(QWidget* window, const QString& text, const QString& actionText, std::function<void()> action)
    : QFrame(window) {
    setObjectName(QStringLiteral("toast"));
    setAccessibleName(text);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 8, 10, 8);
    row->setSpacing(12);
    row->addWidget(new Label(text, TextRole::Body, Tint::Text, this));
    if (!actionText.isEmpty()) {
        QPushButton* button = makeButton(actionText, "undo", ButtonKind::Quiet, this);
        button->setObjectName(QStringLiteral("toastAction"));
        connect(button, &QPushButton::clicked, this, [this, action = std::move(action)] {
            deleteLater();
            action();
        });
        row->addWidget(button);
    }
    window->installEventFilter(this);
    QTimer::singleShot(shownFor, this, &QObject::deleteLater);
    place();
}

void Toast::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tokens().borderStrong, 1));
    painter.setBrush(tokens().surface2);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
}

bool Toast::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize) place();
    return QFrame::eventFilter(watched, event);
}

void Toast::place() {
    adjustSize();
    const QWidget* window = parentWidget();
    move((window->width() - width()) / 2, window->height() - height() - distanceFromEdge);
}

} // namespace lathe::ui
