// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "ui/shell/page.h"

class QAbstractButton;
class QVBoxLayout;

namespace lathe::ui {

class Label;

/// The column at the left: project, pages, settings. Up and Down move between its entries.
class Navigation : public QWidget {
    Q_OBJECT

public:
    explicit Navigation(QWidget* parent = nullptr);

    /// Shows the name of the open project, or none.
    void setProject(const QString& name, bool readOnly);
    void setPages(const std::vector<PageEntry>& pages);
    void setCurrent(const QString& id);

Q_SIGNALS:
    void chosen(const QString& id);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QAbstractButton* addEntry(const QString& id, const char* iconName, const QString& title, const QString& shortcut);
    QVBoxLayout* m_pages = nullptr;
    QVBoxLayout* m_foot = nullptr;
    Label* m_project = nullptr;
    std::vector<QAbstractButton*> m_entries;
};

} // namespace lathe::ui
