// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/serving/deployment_detail.h"

#include <QPushButton>
#include <QVBoxLayout>

#include "ui/serving/live_figures.h"
#include "ui/serving/try_request.h"
#include "ui/widgets/card.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/label.h"

namespace lathe::ui {

DeploymentDetail::DeploymentDetail(Session& session, QWidget* parent) : QWidget(parent), m_session(session) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    m_head = new Card(QStringLiteral(" "));
    m_head->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto* model = makeButton(tr("Show model"), "models");
    model->setObjectName(QStringLiteral("deploymentModelButton"));
    m_head->addHeaderWidget(model);
    m_stop = makeButton(tr("Stop"), "stop");
    m_stop->setObjectName(QStringLiteral("deploymentStopButton"));
    m_head->addHeaderWidget(m_stop);
    m_url = new Label(QString(), TextRole::Mono);
    m_url->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_url->setAccessibleName(tr("Address"));
    m_head->body()->addWidget(m_url);
    layout->addWidget(m_head);
    m_error = new InlineMessage;
    layout->addWidget(m_error);
    m_figures = new LiveFigures(session);
    layout->addWidget(m_figures, 3);
    m_try = new TryRequest(session);
    layout->addWidget(m_try, 3);
    layout->addStretch(); // a stopped server shows its head only
    connect(m_stop, &QPushButton::clicked, this, [this] { Q_EMIT stopRequested(text(m_deployment.id.str())); });
    connect(model, &QPushButton::clicked, this, [this] {
        Q_EMIT openRequested(QStringLiteral("models"),
                             text(m_deployment.model + "@" + std::to_string(m_deployment.modelVersion)));
    });
}

void DeploymentDetail::setDeployment(const DeploymentInfo& deployment, const QString& token) {
    m_deployment = deployment;
    m_head->setTitle(text(deployment.name));
    m_head->setNote(text(deployment.model + "@" + std::to_string(deployment.modelVersion)));
    m_url->setRole(deployment.isRunning() ? TextRole::Mono : TextRole::Body);
    m_url->setText(
        deployment.isRunning()
            ? text(deployment.url())
            : tr("not running; %1 rows were logged").arg(countText(static_cast<qint64>(deployment.loggedRows))));
    m_error->setVisible(!deployment.error.empty());
    m_error->setContent({.kind = MessageKind::Error, .text = text(deployment.error), .dismissable = false});
    m_stop->setVisible(deployment.isRunning() && !m_session.readOnly());
    m_figures->setVisible(deployment.isRunning());
    m_figures->setDeployment(deployment, token);
    m_try->setVisible(deployment.isRunning());
    m_try->setDeployment(deployment, token);
}

} // namespace lathe::ui
