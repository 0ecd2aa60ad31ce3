// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/serve/deployments.h"
#include "ui/shell/session.h"

class QPushButton;

namespace lathe::ui {

class Card;
class InlineMessage;
class Label;
class LiveFigures;
class TryRequest;

/// One deployment: where it listens, live figures, a request to try, Stop.
class DeploymentDetail : public QWidget {
    Q_OBJECT

public:
    explicit DeploymentDetail(Session& session, QWidget* parent = nullptr);
    void setDeployment(const DeploymentInfo& deployment, const QString& token);

Q_SIGNALS:
    void stopRequested(const QString& deploymentId);
    void openRequested(const QString& page, const QString& object);

private:
    Session& m_session;
    DeploymentInfo m_deployment;
    Card* m_head;
    Label* m_url;
    InlineMessage* m_error;
    QPushButton* m_stop;
    LiveFigures* m_figures;
    TryRequest* m_try;
};

} // namespace lathe::ui
