// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/version_details.h"

#include "core/data/versions/applied_steps.h"
#include "ui/datasets/recipe_editor.h"
#include "ui/datasets/step_card.h"
#include "ui/shell/session.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layouts.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace lathe::ui {

VersionDetails::VersionDetails(Session& session, QWidget* parent) : QWidget(parent), m_session(session) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);

    auto* tagRow = new QHBoxLayout;
    tagRow->setSpacing(6);
    m_tags = new QHBoxLayout;
    m_tags->setSpacing(6);
    tagRow->addLayout(m_tags);
    m_newTag = new QLineEdit;
    m_newTag->setObjectName(QStringLiteral("newTagField"));
    m_newTag->setAccessibleName(tr("New tag"));
    m_newTag->setPlaceholderText(tr("Add a tag…"));
    m_newTag->setToolTip(
        tr("A name for this version, such as gold. Enter adds it; a tag that another version has moves here."));
    m_newTag->setEnabled(!session.readOnly());
    connect(m_newTag, &QLineEdit::returnPressed, this, &VersionDetails::addTag);
    tagRow->addWidget(m_newTag, 1);
    layout->addLayout(tagRow);

    m_note = new QLineEdit;
    m_note->setObjectName(QStringLiteral("versionNoteField"));
    m_note->setAccessibleName(tr("Note on this version"));
    m_note->setPlaceholderText(tr("Write a note…"));
    m_note->setReadOnly(session.readOnly());
    connect(m_note, &QLineEdit::editingFinished, this, &VersionDetails::saveNote);
    layout->addWidget(m_note);

    m_storage = new Label(QString(), TextRole::Caption, Tint::Muted);
    m_storage->setObjectName(QStringLiteral("versionStorage"));
    m_storage->setWordWrap(true);
    layout->addWidget(m_storage);

    m_steps = new Label(QString(), TextRole::Caption, Tint::Muted);
    m_steps->setObjectName(QStringLiteral("versionSteps"));
    m_steps->setWordWrap(true);
    m_steps->hide();
    layout->addWidget(m_steps);

    auto* actions = new QGridLayout; // two to a row: words are longer in other languages
    actions->setSpacing(8);
    m_compare = makeButton(tr("Compare…"), "compare");
    m_compare->setObjectName(QStringLiteral("compareVersionsButton"));
    connect(m_compare, &QPushButton::clicked, this, &VersionDetails::compareRequested);
    auto* lineage = makeButton(tr("Lineage"), "pipelines");
    lineage->setObjectName(QStringLiteral("lineageButton"));
    connect(lineage, &QPushButton::clicked, this, &VersionDetails::lineageRequested);
    m_rollBack = makeButton(tr("Roll back"), "undo");
    m_rollBack->setObjectName(QStringLiteral("rollBackButton"));
    connect(m_rollBack, &QPushButton::clicked, this, &VersionDetails::rollBack);
    actions->addWidget(m_compare, 0, 0);
    actions->addWidget(lineage, 0, 1);
    actions->addWidget(m_rollBack, 1, 0);
    actions->setColumnStretch(2, 1);
    layout->addLayout(actions);
}

void VersionDetails::showVersion(const VersionInfo& version, bool latest, bool alone) {
    m_version = version;
    rebuildTags();
    if (!m_note->hasFocus()) m_note->setText(text(version.note));
    m_rollBack->setEnabled(!latest && !m_session.readOnly());
    m_rollBack->setToolTip(latest
                               ? tr("This is the latest version.")
                               : tr("Makes a new latest version that is this one again. Nothing is copied or lost."));
    m_compare->setEnabled(!alone);
    m_compare->setToolTip(alone ? tr("There is no other version yet.")
                                : tr("Which rows and cells differ between two versions"));
    loadStorage();
    loadSteps();
}

void VersionDetails::rebuildTags() {
    clearLayout(m_tags);
    for (const std::string& tag : m_version.tags) {
        auto* button = makeButton(text(tag), "close", ButtonKind::Quiet);
        button->setObjectName(QStringLiteral("tag_") + text(tag));
        button->setAccessibleName(tr("Remove the tag %1").arg(text(tag)));
        button->setToolTip(
            tr("%1@%2 names this version. Click to remove the tag.").arg(text(m_version.datasetName), text(tag)));
        button->setEnabled(!m_session.readOnly());
        connect(button, &QPushButton::clicked, this, [this, tag] { removeTag(tag); });
        m_tags->addWidget(button);
    }
}

void VersionDetails::addTag() {
    const std::string tag = m_newTag->text().trimmed().toStdString();
    if (tag.empty()) return;
    m_session.change(
        this,
        [project = &m_session.project(), version = m_version, tag] { return Datasets(*project).tag(version, tag); },
        [this] {
            m_newTag->clear();
            Q_EMIT changed();
        },
        [this](const Error& error) { Q_EMIT failed(error); });
}

void VersionDetails::removeTag(const std::string& tag) {
    m_session.change(
        this,
        [project = &m_session.project(), name = m_version.datasetName, tag] {
            return Datasets(*project).removeTag(name, tag);
        },
        [this] { Q_EMIT changed(); }, [this](const Error& error) { Q_EMIT failed(error); });
}

void VersionDetails::saveNote() {
    const std::string note = m_note->text().trimmed().toStdString();
    if (note == m_version.note || m_session.readOnly()) return;
    m_session.change(
        this,
        [project = &m_session.project(), version = m_version, note] {
            return Datasets(*project).setNote(version, note);
        },
        [this] { Q_EMIT changed(); }, [this](const Error& error) { Q_EMIT failed(error); });
}

void VersionDetails::rollBack() {
    auto made = std::make_shared<std::string>();
    m_session.change(
        this,
        [project = &m_session.project(), version = m_version, made]() -> Result<void> {
            LATHE_TRY(const auto again, Datasets(*project).rollBack(version));
            *made = again.reference();
            return {};
        },
        [this, made] { Q_EMIT rolledBack(text(*made)); }, [this](const Error& error) { Q_EMIT failed(error); });
}

void VersionDetails::loadStorage() {
    m_session.load(
        this, QStringLiteral("storage"),
        [project = &m_session.project(), version = m_version] { return versionStorage(*project, version); },
        [this](const VersionStorage& storage) { showStorage(storage); });
}

/// What the recipe did that made the version, counted over all rows.
void VersionDetails::loadSteps() {
    m_steps->hide();
    if (m_version.recipe.empty()) return;
    m_session.load(
        this, QStringLiteral("steps"),
        [project = &m_session.project(), version = m_version] { return appliedSteps(*project, version); },
        [this](const std::vector<StepEffect>& effects) {
            QStringList lines;
            for (const StepEffect& effect : effects) {
                const std::string kind = effect.step.substr(0, effect.step.find(' '));
                lines << QStringLiteral("%1. %2: %3").arg(lines.size() + 1).arg(stepTitle(kind), effectText(effect));
            }
            m_steps->setText(lines.join(u'\n'));
            m_steps->setVisible(!lines.isEmpty());
        });
}

void VersionDetails::showStorage(const VersionStorage& storage) {
    const auto listed = [](const std::vector<std::string>& owners) {
        QStringList names;
        for (const std::string& owner : owners) names << text(owner).remove(QStringLiteral("dataset "));
        return names.join(QStringLiteral(", "));
    };
    QStringList lines;
    lines << tr("%1 on disk").arg(byteText(static_cast<double>(storage.ownBytes)));
    if (storage.sharedBytes > 0)
        lines << tr("%1 more are shared with %2")
                     .arg(byteText(static_cast<double>(storage.sharedBytes)), listed(storage.sources));
    if (!storage.sameFile.empty()) lines << tr("the same file as %1").arg(listed(storage.sameFile));
    if (!storage.dependents.empty()) lines << tr("needed by %1").arg(listed(storage.dependents));
    m_storage->setText(lines.join(QStringLiteral(" · ")));
}

} // namespace lathe::ui
