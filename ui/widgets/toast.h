// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <functional>

namespace lathe::ui {

/// A short note above the lower edge of a window that goes by itself after six seconds; with a button for Undo.
class Toast : public QFrame {
    Q_OBJECT

public:
    /// Shows \p text over \p anchor's window, replacing an earlier toast.
    static void show(QWidget* anchor, const QString& text, const QString& actionText = {},
                     std::function<void()> action = {});

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    Toast(QWidget* window, const QString& text, const QString& actionText, std::function<void()> action);
    void place();
};

} // namespace lathe::ui
