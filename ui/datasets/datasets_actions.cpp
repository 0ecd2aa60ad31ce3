// SPDX-License-Identifier: GPL-3.0-or-later
// The work of the Datasets page that takes time or changes the project.
#include "core/data/images/image_dataset.h"
#include "core/data/profile/profile_cache.h"
#include "core/data/readers/import.h"
#include "core/data/versions/applied_steps.h"
#include "core/data/versions/dvc.h"
#include "core/data/writers/export.h"
#include "ui/datasets/data_grid.h"
#include "ui/datasets/datasets_page.h"
#include "ui/datasets/drop_hint.h"
#include "ui/datasets/export_choice.h"
#include "ui/datasets/grid_view.h"
#include "ui/datasets/import_view.h"
#include "ui/datasets/profile_panel.h"
#include "ui/widgets/card.h"
#include "ui/widgets/file_choice.h"
#include "ui/widgets/format.h"
#include "ui/widgets/segmented_tabs.h"
#include "ui/widgets/toast.h"

#include <QCoreApplication>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QStackedWidget>

namespace lathe::ui {
namespace {

QString droppedFile(const QMimeData* data) {
    for (const QUrl& url : data->urls())
        if (url.isLocalFile()) return url.toLocalFile();
    return {};
}

} // namespace

// Import
// -----------------------------------------------------------------------------------------------------

void DatasetsPage::askForFile() {
    const QString file =
        FileChoice::toOpen(this, tr("Import a file"), QString(),
                           tr("All files (*);;Tables as text (*.csv *.tsv *.txt *.dat *.data *.gz *.zst *.bz2 *.zip)"));
    if (!file.isEmpty()) importFile(file);
}

void DatasetsPage::askForFolder() {
    const QString folder = FileChoice::toOpenFolder(this, tr("Import a folder of pictures or texts"));
    if (!folder.isEmpty()) importFile(folder);
}

void DatasetsPage::importPictures(const QString& folder, const QString& dataset) {
    clearMessage();
    auto made = std::make_shared<std::optional<VersionInfo>>();
    const std::string name = (dataset.isEmpty() ? QDir(folder).dirName() : dataset).toStdString();
    session().runJob(
        tr("Import %1").arg(text(name)),
        [project = &session().project(), source = Path(folder.toStdString()), name,
         made](const JobContext& job) -> Result<void> {
            LATHE_TRY(*made, images::importTrackedImages(*project, source, name, {}, job));
            return {};
        },
        this,
        [this, made](JobState state, const std::optional<Error>& error) {
            if (state == JobState::Failed && error) showError(*error);
            if (state == JobState::Succeeded && *made) importEnded(**made);
        });
}

void DatasetsPage::importFile(const QString& file) {
    if (session().readOnly()) {
        showMessage({MessageKind::Warning, tr("The project is open for reading only."),
                     tr("Close the other window that holds it, and open it again.")});
        return;
    }
    if (m_import->importing()) {
        Toast::show(this, tr("An import is running. Wait for its end or cancel it first."));
        return;
    }
    if (isDvcPointer(file.toStdString())) return importPointer(file);
    if (const auto guess = detectFormat(file.toStdString()); guess && guess->format == SourceFormat::ImageFolder) {
        importPictures(file);
        return;
    }
    clearMessage();
    m_import->setFile(file.toStdString());
    m_views->setCurrentIndex(Import);
}

/// What the pointer stands for is put together first; the form then shows that, not the pointer's own text.
void DatasetsPage::importPointer(const QString& pointer) {
    clearMessage();
    auto source = std::make_shared<ReadableSource>();
    session().runJob(
        tr("Fetch %1").arg(QFileInfo(pointer).completeBaseName()),
        [project = &session().project(), given = Path(pointer.toStdString()),
         source](const JobContext& job) -> Result<void> {
            LATHE_TRY(*source, readableSource(*project, given, job));
            return {};
        },
        this,
        [this, source](JobState state, const std::optional<Error>& error) {
            if (state == JobState::Failed && error) showError(*error);
            if (state != JobState::Succeeded) return;
            m_fetched = source;
            importFile(text(source->path.string()));
        });
}

void DatasetsPage::importEnded(const VersionInfo& version) {
    browse();
    const QString reference = text(version.reference());
    const QString size =
        tr("%1 rows × %2 columns").arg(countText(static_cast<qint64>(version.rows))).arg(version.schema.size());
    if (version.rejectedRows == 0) {
        showMessage({MessageKind::Success, tr("Imported %1: %2.").arg(reference, size)});
    } else {
        showMessage({MessageKind::Warning,
                     tr("Imported %1: %2. %3 rows did not fit and were kept apart.")
                         .arg(reference, size, countText(static_cast<qint64>(version.rejectedRows))),
                     {},
                     tr("Show rejected rows"),
                     [this] { m_tabs->setCurrentIndex(VersionsTab); }});
    }
    openVersion(version.reference());
    refresh();
}

void DatasetsPage::dragEnterEvent(QDragEnterEvent* event) {
    if (droppedFile(event->mimeData()).isEmpty() || session().readOnly()) return;
    event->acceptProposedAction();
    m_dropHint->setGeometry(rect().adjusted(16, 16, -16, -16));
    m_dropHint->show();
    m_dropHint->raise();
}

void DatasetsPage::dragLeaveEvent(QDragLeaveEvent*) { m_dropHint->hide(); }

void DatasetsPage::dropEvent(QDropEvent* event) {
    m_dropHint->hide();
    const QString file = droppedFile(event->mimeData());
    if (file.isEmpty()) return;
    event->acceptProposedAction();
    importFile(file);
}

void DatasetsPage::resizeEvent(QResizeEvent* event) {
    Page::resizeEvent(event);
    m_dropHint->setGeometry(rect().adjusted(16, 16, -16, -16));
}

// Profile
// ----------------------------------------------------------------------------------------------------

void DatasetsPage::wantProfile(bool asked) {
    const std::string hash = m_version->info.contentHash;
    if (const auto known = DatasetsState::of(session()).profile(hash)) {
        m_profilePanel->showProfile(known);
        if (m_view->shows(m_version->file)) m_grid->setProfile(known);
        linkPlots();
        return;
    }
    if (const auto running = m_profiling.find(hash); running != m_profiling.end() && running->second) {
        m_profilePanel->showComputing(running->second);
        return;
    }
    if (asked) m_cancelledProfiles.erase(hash);
    if (m_cancelledProfiles.contains(hash)) {
        m_profilePanel->showAbsent(tr("The profile was cancelled."));
        return;
    }
    auto result = std::make_shared<std::shared_ptr<const DatasetProfile>>();
    JobHandle* job = session().runJob(
        tr("Profile %1").arg(text(m_version->info.reference())),
        [this, guard = QPointer(this), project = &session().project(), info = m_version->info,
         result](const JobContext& context) -> Result<void> {
            ProfileOptions options;
            options.partial = [this, guard, hash = info.contentHash](const DatasetProfile& partial) {
                auto estimate = std::make_shared<const DatasetProfile>(partial);
                QMetaObject::invokeMethod(
                    qApp,
                    [this, guard, hash, estimate] {
                        if (guard) showEstimate(hash, estimate);
                    },
                    Qt::QueuedConnection);
            };
            LATHE_TRY(auto computed, cachedProfile(*project, info, context, options));
            *result = std::make_shared<const DatasetProfile>(std::move(computed));
            return {};
        },
        this,
        [this, hash, result](JobState state, const std::optional<Error>& error) {
            if (state == JobState::Succeeded) DatasetsState::of(session()).keepProfile(hash, *result);
            profileEnded(hash, state, error);
        });
    m_profiling[hash] = job;
    m_profilePanel->showComputing(job);
}

void DatasetsPage::showEstimate(const std::string& contentHash, const std::shared_ptr<const DatasetProfile>& estimate) {
    const auto running = m_profiling.find(contentHash);
    if (running == m_profiling.end() || !running->second || running->second->cancelling()) return; // it came too late
    if (!m_version || m_version->info.contentHash != contentHash) return;
    m_profilePanel->showPartial(estimate);
    if (dynamic_cast<const FileRows*>(m_grid->source().get())) m_grid->setProfile(estimate);
}

void DatasetsPage::profileEnded(const std::string& contentHash, JobState state, const std::optional<Error>& error) {
    m_profiling.erase(contentHash);
    if (state == JobState::Cancelled) m_cancelledProfiles.insert(contentHash);
    if (!m_version || m_version->info.contentHash != contentHash) return;
    if (state == JobState::Failed && error) m_profilePanel->showAbsent(text(error->message));
    else wantProfile(false);
}

// Recipe
// -----------------------------------------------------------------------------------------------------

void DatasetsPage::applyRecipe(const QString& yaml) {
    if (!m_version) return;
    m_recipePanel->setApplying(true);
    struct Made {
        VersionInfo version;
        uint64_t changedCells = 0;
    };
    auto result = std::make_shared<std::optional<Made>>();
    session().runJob(
        tr("Apply the recipe to %1").arg(text(m_version->info.reference())),
        [project = &session().project(), parent = m_version->info, recipe = yaml.toStdString(),
         result](const JobContext& job) -> Result<void> {
            Made made;
            LATHE_TRY(made.version, Datasets(*project).clean(parent, recipe, parent.datasetName, job));
            LATHE_TRY(const auto effects, appliedSteps(*project, made.version));
            for (const StepEffect& effect : effects) made.changedCells += effect.changedCells;
            *result = std::move(made);
            return {};
        },
        this,
        [this, parent = m_version->info, result](JobState state, const std::optional<Error>& error) {
            m_recipePanel->setApplying(false);
            if (state == JobState::Failed && error) showError(*error);
            if (state != JobState::Succeeded || !*result) return;
            const VersionInfo& version = (*result)->version;
            if (version.number == parent.number) {
                showMessage({MessageKind::Info, tr("The recipe changes nothing in %1.").arg(text(parent.reference()))});
                return;
            }
            m_recipePanel->clearDraft();
            showMessage({MessageKind::Success, tr("Made %1 from %2: %3 rows × %4 columns, %5 cells changed.")
                                                   .arg(text(version.reference()), text(parent.reference()),
                                                        countText(static_cast<qint64>(version.rows)))
                                                   .arg(version.schema.size())
                                                   .arg(countText(static_cast<qint64>((*result)->changedCells)))});
            openVersion(version.reference());
            refresh();
        });
}

// Export and delete
// ------------------------------------------------------------------------------------------

void DatasetsPage::exportVersion() {
    if (!m_version) return;
    const VersionInfo& info = m_version->info;
    const QString suggestion = QStringLiteral("%1-%2").arg(text(info.datasetName)).arg(info.number);
    const QString chosen = askForExport(this, tr("Export the version"), suggestion);
    if (chosen.isEmpty()) return;
    session().runJob(
        tr("Export %1").arg(text(info.reference())),
        [file = m_version->file, target = Path(chosen.toStdString())](const JobContext& job) {
            return exportFile(*file, exportFormatFor(target), target, job);
        },
        this,
        [this, chosen](JobState state, const std::optional<Error>& error) {
            if (state == JobState::Failed && error) showError(*error);
            if (state == JobState::Succeeded) Toast::show(this, tr("Exported to %1").arg(chosen));
        });
}

void DatasetsPage::removeDataset() {
    if (!m_version) return;
    const std::string name = m_version->info.datasetName;
    session().change(
        this, [project = &session().project(), name] { return Datasets(*project).remove(name); },
        [this, name] {
            m_version.reset();
            m_preview.reset();
            m_recipePanel->setVersion(nullptr);
            m_view->clear();
            m_gridCard->setTitle(QStringLiteral(" "));
            m_gridCard->setNote({});
            refresh();
            Toast::show(this, tr("“%1” was moved to the trash").arg(text(name)), tr("Undo"),
                        [this, name] { restoreDataset(name); });
        },
        [this](const Error& error) { showError(error); });
}

void DatasetsPage::restoreDataset(const std::string& name) {
    session().change(
        this,
        [project = &session().project(), name]() -> Result<void> {
            LATHE_TRY(const auto items, project->trash());
            const TrashItem* newest = nullptr;
            for (const TrashItem& item : items)
                if (item.kind == "dataset" && item.name == name && (!newest || item.id > newest->id)) newest = &item;
            if (!newest) return fail(ErrorKind::NotFound, "dataset '{}' is not in the trash any more", name);
            return project->restore(newest->id);
        },
        [this, name] { openVersion(name); }, [this](const Error& error) { showError(error); });
}

} // namespace lathe::ui
