// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/serving/try_request.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/base/json.h"
#include "core/registry/registry.h"
#include "ui/shell/theme.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/toast.h"

namespace lathe::ui {

namespace {

QPlainTextEdit* makeEditor(const char* objectName, const QString& accessibleName) {
    auto* editor = new QPlainTextEdit;
    editor->setObjectName(QLatin1String(objectName));
    editor->setAccessibleName(accessibleName);
    editor->setFont(textFont(TextRole::Mono));
    editor->setTabChangesFocus(true);
    return editor;
}

QString indented(const std::string& body) {
    const Json value = Json::parse(body, nullptr, false);
    return text(value.is_discarded() ? body : value.dump(2));
}

} // namespace

TryRequest::TryRequest(Session& session, QWidget* parent) : Card(tr("Try a request"), parent), m_session(session) {
    m_body = makeEditor("tryRequestBody", tr("Request"));
    m_answer = makeEditor("tryRequestAnswer", tr("Answer"));
    m_answer->setReadOnly(true);
    m_answer->setPlaceholderText(tr("The answer appears here"));
    m_status = new Label(QString(), TextRole::Caption, Tint::Muted);
    m_status->setObjectName(QStringLiteral("tryStatus"));
    m_send = makeButton(tr("Send"), "play", ButtonKind::Primary);
    m_send->setObjectName(QStringLiteral("trySendButton"));
    auto* copy = makeButton(tr("Copy as curl"), "copy");
    copy->setObjectName(QStringLiteral("tryCopyButton"));
    auto* editors = new QHBoxLayout;
    editors->setSpacing(12);
    editors->addWidget(m_body, 1);
    editors->addWidget(m_answer, 1);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_send);
    buttons->addWidget(copy);
    buttons->addStretch();
    buttons->addWidget(m_status);
    body()->addLayout(editors, 1);
    body()->addLayout(buttons);
    connect(m_send, &QPushButton::clicked, this, &TryRequest::send);
    connect(copy, &QPushButton::clicked, this, &TryRequest::copyCommand);
}

void TryRequest::setDeployment(const DeploymentInfo& deployment, const QString& token) {
    const bool other = deployment.id != m_deployment.id;
    m_deployment = deployment;
    m_token = token;
    m_send->setEnabled(deployment.state == DeploymentState::Ready);
    if (!other) return;
    m_answer->clear();
    m_status->setText({});
    loadExample();
}

void TryRequest::loadExample() {
    const auto query = [&project = m_session.project(), model = m_deployment.model,
                        number = m_deployment.modelVersion]() -> Result<std::string> {
        const Registry registry(project);
        LATHE_TRY(const auto version, registry.resolve(model + "@" + std::to_string(number)));
        return readTextFile(registry.packageFolder(version) / "input_example.json");
    };
    m_session.load(this, QStringLiteral("example"), query, [this](const std::string& example) {
        const Json value = Json::parse(example, nullptr, false);
        const bool complete = value.is_object() && value.contains("instances");
        const Json rows = complete ? value["instances"] : value.is_array() ? value : Json::array({value});
        m_body->setPlainText(text(Json{{"instances", rows}}.dump(2)));
    });
}

QString TryRequest::url() const { return text(m_deployment.url() + "/v1/models/" + m_deployment.model + ":predict"); }

void TryRequest::send() {
    m_send->setEnabled(false);
    m_status->setText(tr("Waiting for the answer…"));
    const auto query = [target = url().toStdString(), body = m_body->toPlainText().toStdString(),
                        token = m_token.toStdString()] { return httpRequest(target, "POST", body, token); };
    m_session.load(
        this, QStringLiteral("send"), query, [this](const HttpReply& reply) { showReply(reply); },
        [this](const Error& error) {
            m_send->setEnabled(true);
            m_status->setText(text(error.message));
        });
}

void TryRequest::showReply(const HttpReply& reply) {
    m_send->setEnabled(true);
    m_answer->setPlainText(indented(reply.body));
    m_status->setTint(reply.status == 200 ? Tint::Ok : Tint::Bad);
    m_status->setText(tr("Status %1 in %2 ms").arg(reply.status).arg(numberText(reply.seconds * 1000, 3)));
}

void TryRequest::copyCommand() {
    const QString header =
        m_token.isEmpty() ? QString() : QStringLiteral(" -H 'Authorization: Bearer '\"$LATHE_TOKEN\"");
    const Json value = Json::parse(m_body->toPlainText().toStdString(), nullptr, false);
    QString body = value.is_discarded() ? m_body->toPlainText() : text(value.dump());
    body.replace(QLatin1Char('\''), QStringLiteral("'\\''"));
    QGuiApplication::clipboard()->setText(QStringLiteral("curl%1 %2 -d '%3'").arg(header, url(), body));
    Toast::show(this, tr("The command is in the clipboard."));
}

} // namespace lathe::ui
