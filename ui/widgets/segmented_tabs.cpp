// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/segmented_tabs.h"

#include <QHBoxLayout>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

namespace lathe::ui {

SegmentedTabs::SegmentedTabs(QWidget* parent) : QWidget(parent) {
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(8);
    m_row = new QWidget(this);
    auto* row = new QHBoxLayout(m_row);
    row->setContentsMargins(0, 0, 0, 0);
    m_bar = new QTabBar(m_row);
    m_bar->setExpanding(false);
    m_bar->setDrawBase(false);
    m_bar->setFocusPolicy(Qt::TabFocus);
    m_bar->setElideMode(Qt::ElideNone);
    row->addWidget(m_bar, 1);
    m_stack = new QStackedWidget(this);
    outer->addWidget(m_row);
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

void SegmentedTabs::setCornerWidget(QWidget* widget) { m_row->layout()->addWidget(widget); }

} // namespace lathe::ui
