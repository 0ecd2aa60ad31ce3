// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/serving/start_sheet.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include "core/registry/registry.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"

namespace lathe::ui {

namespace {

template <typename Widget>
Widget* named(Widget* widget, const char* objectName) {
    widget->setObjectName(QLatin1String(objectName));
    return widget;
}

} // namespace

StartSheet::StartSheet(Session& session, QWidget* parent) : SideSheet(tr("Serve a model"), parent), m_session(session) {
    setObjectName(QStringLiteral("startServerSheet"));
    auto* form = new Form;
    m_model = named(new QComboBox, "serveModelBox");
    form->addField(tr("Model"), m_model);
    m_name = named(new QLineEdit, "serveNameEdit");
    m_name->setPlaceholderText(tr("the model's name"));
    form->addField(tr("Name"), m_name);
    m_address = named(new QLineEdit(QStringLiteral("127.0.0.1")), "serveAddressEdit");
    m_port = named(new QSpinBox, "servePortBox");
    m_port->setRange(0, 65535);
    m_port->setSpecialValueText(tr("a free one"));
    form->addRow({{tr("Address"), m_address}, {tr("Port"), m_port}});
    m_token = named(new QLineEdit, "serveTokenEdit");
    m_token->setEchoMode(QLineEdit::Password);
    form->addField(tr("Token"), m_token,
                   tr("Needed for any address but this machine's own; clients send it as a bearer token."));
    m_threads = named(new QSpinBox, "serveThreadsBox");
    m_threads->setRange(1, 64);
    form->addField(tr("Threads"), m_threads);
    m_start = named(makeButton(tr("Start"), "play", ButtonKind::Primary), "serveStartButton");
    form->addWidget(m_start);
    body()->addWidget(form);
    body()->addStretch();
    connect(m_start, &QPushButton::clicked, this, &StartSheet::start);
}

void StartSheet::refresh() {
    const auto query = [&project = m_session.project()]() -> Result<QStringList> {
        LATHE_TRY(const auto models, Registry(project).list());
        QStringList references;
        for (const auto& model : models) {
            for (const auto& [alias, number] : model.aliases) references.append(text(model.name + "@" + alias));
            for (int number = model.latestVersion; number > 0; --number)
                references.append(text(model.name + "@" + std::to_string(number)));
        }
        return references;
    };
    m_session.load(this, QStringLiteral("models"), query, [this](const QStringList& references) {
        const QString before = m_wanted.isEmpty() ? m_model->currentText() : m_wanted;
        m_wanted.clear();
        QStringList shown;
        for (int i = 0; i < m_model->count(); ++i) shown.append(m_model->itemText(i));
        if (shown != references) {
            m_model->clear();
            m_model->addItems(references);
        }
        m_model->setCurrentIndex(std::max(0, static_cast<int>(references.indexOf(before))));
        m_start->setEnabled(!references.isEmpty());
    });
}

void StartSheet::setModel(const QString& reference) {
    m_wanted = reference;
    refresh();
}

void StartSheet::start() {
    ServeOptions options;
    options.model = m_model->currentText().toStdString();
    options.name = m_name->text().trimmed().toStdString();
    options.address = m_address->text().trimmed().toStdString();
    options.port = m_port->value();
    options.token = m_token->text().toStdString();
    options.threads = m_threads->value();
    auto id = std::make_shared<std::string>();
    m_start->setEnabled(false);
    m_session.runJob(
        tr("Starting a server for %1").arg(m_model->currentText()),
        [&project = m_session.project(), options, id](const JobContext& job) -> Result<void> {
            LATHE_TRY(const auto deployment, Deployments(project).start(options, job));
            *id = deployment.id.str();
            return {};
        },
        this,
        [this, id, token = m_token->text()](JobState, const std::optional<Error>& error) {
            m_start->setEnabled(true);
            if (error) {
                Q_EMIT failed(*error);
                return;
            }
            hide();
            Q_EMIT started(text(*id), token);
        });
}

} // namespace lathe::ui
