// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>

#include "core/serve/deployments.h"
#include "ui/shell/page.h"

class QPushButton;
class QStackedWidget;
class QStandardItemModel;
class QTableView;

namespace lathe::ui {

class DeploymentDetail;
class StartSheet;

/// Serving: deployments at the left; the chosen one, or the form for a new one, at the right.
class ServingPage : public Page {
    Q_OBJECT

public:
    explicit ServingPage(Session& session, QWidget* parent = nullptr);

    void refresh() override;
    std::vector<Command> commands() override;
    void showObject(const QString& object) override;
    [[nodiscard]] QString currentObject() const override;

private:
    QWidget* makeTable();
    void showDeployments(std::vector<DeploymentInfo> deployments);
    void setUpColumns();
    void fillRow(int row, const DeploymentInfo& deployment);
    void selectionChanged();
    void openStartSheet(const QString& model);
    void stop(const QString& deployment);

    std::vector<DeploymentInfo> m_deployments;
    QHash<QString, QString> m_tokens; ///< by deployment id; kept in memory only
    QStandardItemModel* m_model = nullptr;
    QTableView* m_table = nullptr;
    QStackedWidget* m_body = nullptr;
    QStackedWidget* m_right = nullptr;
    DeploymentDetail* m_detail = nullptr;
    StartSheet* m_start = nullptr;
    QPushButton* m_startButton = nullptr;
    QString m_wanted;
};

} // namespace lathe::ui
