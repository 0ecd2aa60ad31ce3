// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/page.h"

class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;

namespace lathe::ui {

class ModelDetail;
class ModelsModel;

/// Models: all registered versions at the left, the chosen one at the right.
class ModelsPage : public Page {
    Q_OBJECT

public:
    explicit ModelsPage(Session& session, QWidget* parent = nullptr);

    void refresh() override;
    void showObject(const QString& object) override;
    [[nodiscard]] QString currentObject() const override;

private:
    QWidget* makeTable();
    void select(const QString& reference);
    void selectionChanged();
    void removeCurrent();

    ModelsModel* m_model;
    QSortFilterProxyModel* m_filter;
    QTableView* m_table = nullptr;
    ModelDetail* m_detail = nullptr;
    QStackedWidget* m_body = nullptr;
    QString m_wanted;
};

} // namespace lathe::ui
