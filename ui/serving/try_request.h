// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/serve/deployments.h"
#include "ui/shell/session.h"
#include "ui/widgets/card.h"

class QPlainTextEdit;
class QPushButton;

namespace lathe::ui {

class Label;

/// Sends rows to a deployment and shows what it answers.
class TryRequest : public Card {
    Q_OBJECT

public:
    explicit TryRequest(Session& session, QWidget* parent = nullptr);
    /// Another deployment: its model's example row is filled in.
    void setDeployment(const DeploymentInfo& deployment, const QString& token);

private:
    void loadExample();
    void send();
    void showReply(const HttpReply& reply);
    void copyCommand();
    [[nodiscard]] QString url() const;

    Session& m_session;
    DeploymentInfo m_deployment;
    QString m_token;
    QPlainTextEdit* m_body;
    QPlainTextEdit* m_answer;
    Label* m_status;
    QPushButton* m_send;
};

} // namespace lathe::ui
