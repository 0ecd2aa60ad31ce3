// SPDX-License-Identifier: GPL-3.0-or-later
// What the Datasets page does with versions as wholes: comparison, lineage, suspect labels, cleaning up.
#include "core/project/garbage.h"
#include "ui/datasets/data_lineage_view.h"
#include "ui/datasets/datasets_page.h"
#include "ui/datasets/diff_view.h"
#include "ui/datasets/tracked_view.h"
#include "ui/datasets/versions_panel.h"
#include "ui/images/suspects_view.h"
#include "ui/widgets/format.h"
#include "ui/widgets/toast.h"

#include <QStackedWidget>

namespace lathe::ui {

void DatasetsPage::addVersionViews() {
    m_diff = new DiffView(session());
    m_lineage = new DataLineageView(session());
    m_views->addWidget(m_diff);
    m_suspects = new SuspectsView(session());
    m_views->addWidget(m_lineage);
    m_tracked = new TrackedView(session());
    m_views->addWidget(m_suspects);
    m_views->addWidget(m_tracked);
    connect(m_diff, &DiffView::closed, this, &DatasetsPage::leaveView);
    connect(m_diff, &DiffView::failed, this, &Page::showError);
    connect(m_lineage, &DataLineageView::closed, this, &DatasetsPage::leaveView);
    connect(m_lineage, &DataLineageView::failed, this, &Page::showError);
    connect(m_tracked, &TrackedView::closed, this, &DatasetsPage::leaveView);
    connect(m_tracked, &TrackedView::failed, this, &Page::showError);
    connect(m_tracked, &TrackedView::importRequested, this, [this](const QString& folder, const QString& dataset) {
        browse();
        importPictures(folder, dataset);
    });
    connect(m_suspects, &SuspectsView::closed, this, &DatasetsPage::leaveView);
    connect(m_suspects, &SuspectsView::failed, this, &Page::showError);
    connect(m_suspects, &SuspectsView::versionMade, this, [this](const VersionInfo& version) {
        browse();
        Toast::show(this, tr("Made %1").arg(text(version.reference())));
        openVersion(version.reference());
        refresh();
    });
    connect(m_lineage, &DataLineageView::objectOpened, this, &DatasetsPage::openLineageObject);
}

void DatasetsPage::showDiff() {
    if (!m_version || m_versionsPanel->versions().size() < 2) return;
    m_diff->showVersions(m_versionsPanel->versions(), m_version->info.number);
    m_views->setCurrentIndex(Diff);
}

void DatasetsPage::showLineage() {
    if (!m_version) return;
    m_lineage->showVersion(m_version->info);
    m_views->setCurrentIndex(Lineage);
}

void DatasetsPage::showSuspects() {
    if (!m_version) return;
    m_views->setCurrentIndex(Suspects); // first, so that what it focuses can take the focus
    m_suspects->showVersion(m_version->info);
}

void DatasetsPage::showTracked() {
    m_tracked->refresh();
    m_views->setCurrentIndex(Tracked);
}

void DatasetsPage::openLineageObject(const QString& kind, const QString& object) {
    if (kind == QLatin1String("dataset")) showObject(object);
    else Q_EMIT openRequested(pageOfKind(kind.toStdString()), object);
}

std::vector<Command> DatasetsPage::versionCommands() {
    std::vector<Command> commands;
    if (m_version && m_versionsPanel->versions().size() > 1)
        commands.push_back(
            {.title = tr("Compare versions…"), .group = title(), .icon = "compare", .run = [this] { showDiff(); }});
    if (m_version)
        commands.push_back(
            {.title = tr("Show the lineage"), .group = title(), .icon = "pipelines", .run = [this] { showLineage(); }});
    commands.push_back(
        {.title = tr("Tracked files…"), .group = title(), .icon = "link", .run = [this] { showTracked(); }});
    if (m_version)
        commands.push_back(
            {.title = tr("Find labels that are probably wrong…"), .group = title(), .icon = "tag", .run = [this] {
                 showSuspects();
             }});
    if (!session().readOnly())
        commands.push_back({.title = tr("Clean up the project…"), .group = title(), .icon = "trash", .run = [this] {
                                findGarbage();
                            }});
    return commands;
}

/// Says what nobody can reach any more; removing it is another step.
void DatasetsPage::findGarbage() {
    m_garbage.start(
        tr("Look for what can be cleaned up"),
        [project = &session().project()](const JobContext& job) { return collectGarbage(*project, {}, job); },
        [this](const Garbage& garbage) {
            if (garbage.items.empty()) {
                showMessage({MessageKind::Info, tr("Nothing to clean up: everything in the project can be reached.")});
                return;
            }
            QStringList names;
            for (const GarbageItem& item : garbage.items)
                if (names.size() < 5) names << text(item.object);
            if (garbage.items.size() > 5) names << QStringLiteral("…");
            showMessage(
                {MessageKind::Warning,
                 tr("%1 can be freed: %n thing(s) nobody can reach", nullptr, static_cast<int>(garbage.items.size()))
                     .arg(byteText(static_cast<double>(garbage.bytes))),
                 names.join(QStringLiteral(", ")), tr("Remove for good"), [this] { removeGarbage(); }});
        },
        [this](const Error& error) { showError(error); });
}

void DatasetsPage::removeGarbage() {
    auto freed = std::make_shared<uint64_t>(0);
    session().runJob(
        tr("Clean up the project"),
        [project = &session().project(), freed](const JobContext& job) -> Result<void> {
            LATHE_TRY(const Garbage garbage, collectGarbage(*project, {.apply = true}, job));
            *freed = garbage.bytes;
            return {};
        },
        this,
        [this, freed](JobState state, const std::optional<Error>& error) {
            if (state == JobState::Failed && error) showError(*error);
            if (state != JobState::Succeeded) return;
            clearMessage();
            Toast::show(this, tr("%1 freed").arg(byteText(static_cast<double>(*freed))));
        });
}

} // namespace lathe::ui
