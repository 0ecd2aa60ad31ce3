// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/drift/drift_form.h"

#include <QComboBox>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/data/datasets.h"
#include "core/registry/registry.h"
#include "core/serve/deployments.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"

namespace lathe::ui {

namespace {

QComboBox* makeBox(const char* objectName) {
    auto* box = new QComboBox;
    box->setObjectName(QLatin1String(objectName));
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(14);
    return box;
}

/// Replaces a box's entries and keeps its choice where that is still there.
void setEntries(QComboBox& box, const QStringList& entries, int fallback) {
    const QString before = box.currentText();
    QStringList shown;
    for (int i = 0; i < box.count(); ++i) shown.append(box.itemText(i));
    if (shown == entries) return;
    box.clear();
    box.addItems(entries);
    const int index = static_cast<int>(entries.indexOf(before));
    box.setCurrentIndex(index >= 0 ? index : std::min(fallback, static_cast<int>(entries.size()) - 1));
}

} // namespace

DriftForm::DriftForm(Session& session, QWidget* parent) : Card(tr("Compare"), parent), m_session(session) {
    m_reference = makeBox("driftReferenceBox");
    m_current = makeBox("driftCurrentBox");
    m_defaults = makeBox("driftDefaultsBox");
    m_defaults->addItem(QStringLiteral("Lathe"), QStringLiteral("lathe"));
    m_defaults->addItem(QStringLiteral("Evidently"), QStringLiteral("evidently"));
    m_model = makeBox("driftModelBox");
    auto* form = new Form;
    form->addField(tr("Reference"), m_reference);
    form->addField(tr("Current"), m_current);
    form->addField(tr("Model"), m_model, tr("Its quality on both sides is reported when both hold the target."));
    form->addField(tr("Tests and thresholds"), m_defaults);
    m_compare = makeButton(tr("Compare"), "drift", ButtonKind::Primary);
    m_compare->setObjectName(QStringLiteral("driftCompareButton"));
    form->addWidget(m_compare);
    body()->addWidget(form);
    connect(m_compare, &QPushButton::clicked, this, &DriftForm::compareRequested);
    connect(m_reference, &QComboBox::currentIndexChanged, this, &DriftForm::updateButton);
    connect(m_current, &QComboBox::currentIndexChanged, this, &DriftForm::updateButton);
    updateButton();
}

Result<DriftForm::Choices> DriftForm::loadChoices(const Project& project) {
    Choices choices;
    choices.models.append(QString());
    const Datasets datasets(project);
    LATHE_TRY(const auto all, datasets.list());
    for (const auto& dataset : all) {
        LATHE_TRY(const auto versions, datasets.versions(dataset.name));
        for (const auto& version : versions) choices.sides.append(text(version.reference()));
    }
    LATHE_TRY(const auto deployments, Deployments(project).list());
    for (const auto& deployment : deployments)
        if (const QString side = QStringLiteral("requests:") + text(deployment.name); !choices.sides.contains(side))
            choices.sides.append(side);
    const Registry registry(project);
    LATHE_TRY(const auto models, registry.list());
    for (const auto& model : models) {
        for (const auto& [alias, number] : model.aliases) choices.models.append(text(model.name + "@" + alias));
        choices.models.append(text(model.name + "@" + std::to_string(model.latestVersion)));
    }
    return choices;
}

void DriftForm::refresh() {
    m_session.load(
        this, QStringLiteral("choices"), [&project = m_session.project()] { return loadChoices(project); },
        [this](const Choices& choices) { showChoices(choices); });
}

void DriftForm::showChoices(const Choices& choices) {
    setEntries(*m_reference, choices.sides, 0);
    setEntries(*m_current, choices.sides, 1);
    setEntries(*m_model, choices.models, 0); // none, until one is chosen
    updateButton();
}

void DriftForm::updateButton() {
    const bool two = m_reference->currentIndex() >= 0 && m_current->currentIndex() >= 0 &&
                     m_reference->currentText() != m_current->currentText();
    m_compare->setEnabled(two && !m_running);
    m_compare->setToolTip(two ? QString() : tr("Pick two different sides"));
}

void DriftForm::setRunning(bool running) {
    m_running = running;
    updateButton();
}

DriftTask DriftForm::task() const {
    DriftTask task;
    task.reference = m_reference->currentText().toStdString();
    task.current = m_current->currentText().toStdString();
    task.model = m_model->currentText().toStdString();
    task.options.defaults = m_defaults->currentData().toString().toStdString();
    return task;
}

} // namespace lathe::ui
