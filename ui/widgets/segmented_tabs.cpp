// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/segmented_tabs.h"

#include <QHBoxLayout>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

namespace lathe::ui {

namespace {

constexpr int narrowest = 12; // px that a tab can give up of the room around its title

/// Tabs move closer together before the bar begins to scroll.
class TabBar : public QTabBar {
public:
    using QTabBar::QTabBar;

protected:
    QSize tabSizeHint(int index) const override {
        int wanted = 0;
        for (int i = 0; i < count(); ++i) wanted += QTabBar::tabSizeHint(i).width();
        const int lacking = wanted - parentWidget()->contentsRect().width();
        const int share = std::clamp((lacking + count() - 1) / count(), 0, narrowest);
        return QTabBar::tabSizeHint(index) - QSize(share, 0);
    }
};

} // namespace

SegmentedTabs::SegmentedTabs(QWidget* parent) : QWidget(parent) {
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(8);
    auto* line = new QWidget(this);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    m_bar = new TabBar(line);
    m_bar->setExpanding(false);
    m_bar->setDrawBase(false);
    m_bar->setFocusPolicy(Qt::TabFocus);
    m_bar->setElideMode(Qt::ElideNone);
    row->addWidget(m_bar, 1);
    m_stack = new QStackedWidget(this);
    outer->addWidget(line);
    outer->addWidget(m_stack, 1);
    connect(m_bar, &QTabBar::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);
    connect(m_bar, &QTabBar::currentChanged, this, &SegmentedTabs::currentChanged);
}

int SegmentedTabs::addTab(QWidget* content, const QString& title) {
    m_stack->addWidget(content);
    const int index = m_bar->addTab(title);
    if (m_bar->accessibleName().isEmpty()) m_bar->setAccessibleName(tr("Tabs"));
    return index;
}

void SegmentedTabs::setTabTitle(int index, const QString& title) { m_bar->setTabText(index, title); }

int SegmentedTabs::currentIndex() const { return m_bar->currentIndex(); }

void SegmentedTabs::setCurrentIndex(int index) { m_bar->setCurrentIndex(index); }

} // namespace lathe::ui
