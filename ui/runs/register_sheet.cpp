// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/register_sheet.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/registry/registry.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"

namespace lathe::ui {

RegisterSheet::RegisterSheet(Session& session, QWidget* parent)
    : SideSheet(tr("Register model"), parent), m_session(session) {
    setObjectName(QStringLiteral("registerSheet"));
    auto* form = new Form;
    m_model = new QComboBox;
    m_model->setEditable(true);
    m_model->setObjectName(QStringLiteral("registerModelBox"));
    form->addField(tr("Model"), m_model, tr("A new name makes a new model; a known one gets its next version."));
    m_alias = new QLineEdit(QStringLiteral("champion"));
    m_alias->setObjectName(QStringLiteral("registerAliasEdit"));
    form->addField(tr("Alias"), m_alias, tr("The name that servers and pipelines ask for. May be empty."));
    m_note = new QLineEdit;
    m_note->setObjectName(QStringLiteral("registerNoteEdit"));
    form->addField(tr("Note"), m_note);
    m_submit = makeButton(tr("Register"), "check", ButtonKind::Primary);
    m_submit->setObjectName(QStringLiteral("registerSubmitButton"));
    form->addWidget(m_submit);
    body()->addWidget(form);
    body()->addStretch();
    connect(m_submit, &QPushButton::clicked, this, &RegisterSheet::submit);
}

void RegisterSheet::setRun(const RunInfo& run) {
    m_run = run;
    setTitle(tr("Register model"), text(run.name));
    const auto names = [&project = m_session.project()]() -> Result<std::vector<std::string>> {
        LATHE_TRY(const auto models, Registry(project).list());
        std::vector<std::string> list;
        for (const auto& model : models) list.push_back(model.name);
        return list;
    };
    m_session.load(this, QStringLiteral("models"), names, [this](const std::vector<std::string>& list) {
        const QString typed = m_model->currentText();
        m_model->clear();
        for (const auto& name : list) m_model->addItem(text(name));
        m_model->setCurrentText(typed.isEmpty() && list.empty() ? text(m_run.experiment)
                                : typed.isEmpty()               ? m_model->itemText(0)
                                                                : typed);
    });
}

void RegisterSheet::submit() {
    const RunId run = m_run.id;
    const std::string model = m_model->currentText().trimmed().toStdString();
    const std::string alias = m_alias->text().trimmed().toStdString();
    const std::string note = m_note->text().toStdString();
    auto reference = std::make_shared<std::string>();
    m_submit->setEnabled(false);
    m_session.runJob(
        tr("Registering %1").arg(text(model)),
        [&project = m_session.project(), run, model, alias, note, reference](const JobContext&) -> Result<void> {
            const Registry registry(project);
            LATHE_TRY(const auto version, registry.registerRun(run, model, note));
            *reference = version.reference();
            return alias.empty() ? Result<void>() : registry.setAlias(model, alias, version.number);
        },
        this,
        [this, reference](JobState, const std::optional<Error>& error) {
            m_submit->setEnabled(true);
            if (error) {
                Q_EMIT failed(*error);
                return;
            }
            hide();
            Q_EMIT registered(text(*reference));
        });
}

} // namespace lathe::ui
