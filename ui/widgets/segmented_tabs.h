// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QStackedWidget;
class QTabBar;

namespace lathe::ui {

/// Tabs with an underline, as inside cards and sheets.
class SegmentedTabs : public QWidget {
    Q_OBJECT

public:
    explicit SegmentedTabs(QWidget* parent = nullptr);
    int addTab(QWidget* content, const QString& title);
    void setTabTitle(int index, const QString& title);
    [[nodiscard]] int currentIndex() const;
    void setCurrentIndex(int index);
    [[nodiscard]] QTabBar* bar() const { return m_bar; }

Q_SIGNALS:
    void currentChanged(int index);

private:
    QTabBar* m_bar = nullptr;
    QStackedWidget* m_stack = nullptr;
};

} // namespace lathe::ui
