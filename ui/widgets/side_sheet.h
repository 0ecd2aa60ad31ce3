// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QHBoxLayout;
class QVBoxLayout;

namespace lathe::ui {

class Label;

/// The detail panel at the right of a page: a title row with Close, and a scrolling body. Escape closes it.
class SideSheet : public QFrame {
    Q_OBJECT

public:
    explicit SideSheet(const QString& title, QWidget* parent = nullptr);
    void setTitle(const QString& title, const QString& note = {});
    [[nodiscard]] QVBoxLayout* body() const { return m_body; }
    /// Adds a widget into the title row, left of Close.
    void addHeaderWidget(QWidget* widget);

Q_SIGNALS:
    /// After it hid itself.
    void closed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void closeSheet();
    Label* m_title = nullptr;
    Label* m_note = nullptr;
    QHBoxLayout* m_header = nullptr;
    QVBoxLayout* m_body = nullptr;
};

} // namespace lathe::ui
