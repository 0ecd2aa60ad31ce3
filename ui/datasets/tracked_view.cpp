// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/tracked_view.h"

#include "core/data/images/image_dataset.h"
#include "ui/shell/session.h"
#include "ui/widgets/back_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/file_choice.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layouts.h"
#include "ui/widgets/table_view.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace lathe::ui {
namespace {

constexpr size_t changesShown = 10'000;
enum ColumnNumber { PathColumn, FilesColumn, SizeColumn, RecordedColumn, DatasetColumn, StateColumn };

struct State {
    QString words;
    Tone tone;
};

State stateOf(const std::optional<TrackedStatus>& status) {
    if (!status) return {TrackedView::tr("checking…"), Tone::Neutral};
    if (status->isClean()) return {TrackedView::tr("unchanged"), Tone::Ok};
    if (status->files == 0) return {TrackedView::tr("gone"), Tone::Bad};
    QStringList parts;
    if (!status->changed.empty())
        parts << TrackedView::tr("%1 changed").arg(countText(static_cast<qint64>(status->changed.size())));
    if (!status->added.empty())
        parts << TrackedView::tr("%1 new").arg(countText(static_cast<qint64>(status->added.size())));
    if (!status->missing.empty())
        parts << TrackedView::tr("%1 missing").arg(countText(static_cast<qint64>(status->missing.size())));
    return {parts.join(QStringLiteral(", ")), Tone::Warn};
}

} // namespace

TrackedView::TrackedView(Session& session, QWidget* parent) : QWidget(parent), m_session(session) {
    setObjectName(QStringLiteral("trackedView"));
    auto* card = new Card(tr("Tracked files"));
    auto* folder = makeButton(tr("Track a folder…"), "folder");
    folder->setObjectName(QStringLiteral("trackFolderButton"));
    auto* file = makeButton(tr("Track a file…"), "file");
    file->setObjectName(QStringLiteral("trackFileButton"));
    auto* again = makeIconButton(tr("Look again"), "refresh");
    again->setObjectName(QStringLiteral("trackedRefreshButton"));
    auto* back = makeBackButton(QStringLiteral("trackedCloseButton"));
    for (QPushButton* button : {folder, file}) button->setEnabled(!m_session.readOnly());
    card->addHeaderWidget(folder);
    card->addHeaderWidget(file);
    card->addHeaderWidget(again);
    card->addHeaderWidget(back);
    connect(folder, &QPushButton::clicked, this,
            [this] { track(FileChoice::toOpenFolder(this, tr("Track a folder"))); });
    connect(file, &QPushButton::clicked, this,
            [this] { track(FileChoice::toOpen(this, tr("Track a file"), {}, tr("All files (*)"))); });
    connect(again, &QToolButton::clicked, this, &TrackedView::refresh);
    connect(back, &QPushButton::clicked, this, &TrackedView::closed);

    auto* found = new QWidget;
    auto* column = new QVBoxLayout(found);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    m_model = new QStandardItemModel(this);
    m_list = new QTableView;
    m_list->setObjectName(QStringLiteral("trackedTable"));
    m_list->setModel(m_model);
    setUpTable(m_list, tr("Tracked files"));
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setSortingEnabled(false);
    m_list->setItemDelegateForColumn(StateColumn, new PillDelegate(Tint::Text, m_list));
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &TrackedView::showCurrent);
    m_summary = new Label({}, TextRole::Caption, Tint::Muted);
    m_summary->setObjectName(QStringLiteral("trackedSummary"));
    m_changesModel = new QStandardItemModel(this);
    m_changes = new QTableView;
    m_changes->setObjectName(QStringLiteral("trackedChanges"));
    m_changes->setModel(m_changesModel);
    setUpTable(m_changes, tr("What changed"));
    m_changes->setItemDelegateForColumn(0, new PillDelegate(Tint::Text, m_changes));
    column->addWidget(m_list, 2);
    column->addWidget(makeActions());
    column->addWidget(m_summary);
    column->addWidget(m_changes, 3);
    auto* empty = new EmptyState(
        "link", tr("Nothing is tracked"),
        tr("Files that stay outside of the project can be known by their hashes: what changed in a folder of a hundred thousand files is "
           "then seen in a second. Folders of pictures are tracked when they are imported."));
    m_views = new QStackedWidget;
    m_views->addWidget(empty);
    m_views->addWidget(found);
    card->body()->addWidget(m_views, 1);
    tightColumn(this)->addWidget(card);
}

QWidget* TrackedView::makeActions() {
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_checkIn = makeButton(tr("Check in"), "check");
    m_checkIn->setObjectName(QStringLiteral("checkInButton"));
    m_checkIn->setToolTip(tr("Record the files as they are now"));
    m_importAgain = makeButton(tr("Import again"), "plus", ButtonKind::Primary);
    m_importAgain->setObjectName(QStringLiteral("importAgainButton"));
    m_importAgain->setToolTip(tr("Make the next version of the dataset from the folder as it is now"));
    m_stop = makeButton(tr("Stop tracking"), "close", ButtonKind::Quiet);
    m_stop->setObjectName(QStringLiteral("stopTrackingButton"));
    m_stop->setToolTip(tr("The files themselves stay where they are"));
    row->addWidget(m_importAgain);
    row->addWidget(m_checkIn);
    row->addWidget(m_stop);
    row->addStretch(1);
    connect(m_checkIn, &QPushButton::clicked, this, &TrackedView::checkIn);
    connect(m_importAgain, &QPushButton::clicked, this, &TrackedView::importAgain);
    connect(m_stop, &QPushButton::clicked, this, &TrackedView::stopTracking);
    return bar;
}

// What is shown
// -----------------------------------------------------------------------------------------------

void TrackedView::refresh() {
    m_session.load(
        this, QStringLiteral("tracked"),
        [project = &m_session.project()]() -> Result<Entries> {
            LATHE_TRY(const auto all, TrackedFiles(*project).list());
            Entries entries;
            for (const TrackedPath& tracked : all) {
                LATHE_TRY(auto dataset, images::datasetOfTracked(*project, tracked.path));
                entries.push_back({tracked, std::move(dataset), std::nullopt});
            }
            return entries;
        },
        [this](Entries entries) {
            m_entries = std::move(entries);
            showEntries();
            check();
        },
        [this](const Error& error) { Q_EMIT failed(error); });
}

/// One stat for each file that did not change; others are read.
void TrackedView::check() {
    if (m_job) m_job->cancel();
    if (m_entries.empty()) return;
    auto entries = std::make_shared<Entries>(m_entries);
    m_job = m_session.runJob(
        tr("Check the tracked files"),
        [project = &m_session.project(), entries](const JobContext& job) -> Result<void> {
            for (Entry& entry : *entries) {
                LATHE_TRY(entry.status, TrackedFiles(*project).status(entry.tracked, job));
            }
            return {};
        },
        this,
        [this, entries](JobState state, const std::optional<Error>& error) {
            if (state == JobState::Failed && error) Q_EMIT failed(*error);
            if (state != JobState::Succeeded) return;
            m_entries = std::move(*entries);
            showEntries();
        });
}

void TrackedView::showEntries() {
    const int kept = std::max(0, m_list->currentIndex().row());
    m_model->clear();
    m_model->setHorizontalHeaderLabels(
        {tr("Path"), tr("Files"), tr("Size"), tr("Checked in"), tr("Imported as"), tr("State")});
    for (const Entry& entry : m_entries) {
        const State state = stateOf(entry.status);
        auto* pill = readOnlyItem(state.words);
        pill->setData(static_cast<int>(state.tone), ToneRole);
        auto* files = readOnlyItem(countText(static_cast<qint64>(entry.tracked.files)));
        auto* size = readOnlyItem(byteText(static_cast<double>(entry.tracked.bytes)));
        for (QStandardItem* number : {files, size}) number->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        auto* path = readOnlyItem(text(entry.tracked.path), placeOf(entry));
        m_model->appendRow({path, files, size,
                            readOnlyItem(relativeTime(entry.tracked.trackedAt), exactTime(entry.tracked.trackedAt)),
                            readOnlyItem(text(entry.dataset)), pill});
    }
    m_views->setCurrentIndex(m_entries.empty() ? 0 : 1);
    m_list->resizeColumnsToContents();
    m_list->setColumnWidth(PathColumn, std::max(260, m_list->columnWidth(PathColumn)));
    m_list->horizontalHeader()->setStretchLastSection(true);
    if (!m_entries.empty()) m_list->selectRow(std::min(kept, static_cast<int>(m_entries.size()) - 1));
    showCurrent();
}

const TrackedView::Entry* TrackedView::current() const {
    const int row = m_list->currentIndex().row();
    return row >= 0 && static_cast<size_t>(row) < m_entries.size() ? &m_entries[static_cast<size_t>(row)] : nullptr;
}

QString TrackedView::placeOf(const Entry& entry) const {
    return text(TrackedFiles(m_session.project()).place(entry.tracked).string());
}

void TrackedView::showCurrent() {
    const Entry* entry = current();
    const bool writable = entry && !m_session.readOnly();
    const bool changed = entry && entry->status && !entry->status->isClean();
    const bool there = changed && entry->status->files > 0;
    m_checkIn->setEnabled(writable && there);
    m_importAgain->setEnabled(writable && there && !entry->dataset.empty());
    m_stop->setEnabled(writable);
    m_changesModel->clear();
    m_changesModel->setHorizontalHeaderLabels({tr("Change"), tr("File")});
    m_changes->setVisible(changed);
    m_summary->setText(!entry           ? QString()
                       : !entry->status ? tr("Looking what changed…")
                       : changed        ? tr("Changed since it was checked in:")
                                        : tr("Everything is as it was checked in."));
    if (!changed) return;
    const auto add = [this](const QString& word, Tone tone, const std::vector<std::string>& paths, const Entry& of) {
        for (const std::string& path : paths) {
            if (m_changesModel->rowCount() >= static_cast<int>(changesShown)) return;
            auto* pill = readOnlyItem(word);
            pill->setData(static_cast<int>(tone), ToneRole);
            m_changesModel->appendRow({pill, readOnlyItem(text(path.empty() ? of.tracked.path : path))});
        }
    };
    add(tr("changed"), Tone::Warn, entry->status->changed, *entry);
    add(tr("new"), Tone::Ok, entry->status->added, *entry);
    add(tr("missing"), Tone::Bad, entry->status->missing, *entry);
    m_changes->setColumnWidth(0, 120);
    m_changes->horizontalHeader()->setStretchLastSection(true);
}

// What is done
// -----------------------------------------------------------------------------------------------

void TrackedView::track(const QString& path) {
    if (path.isEmpty()) return;
    m_session.runJob(
        tr("Track %1").arg(path),
        [project = &m_session.project(), place = Path(path.toStdString())](const JobContext& job) -> Result<void> {
            LATHE_TRY(const TrackedPath tracked, TrackedFiles(*project).track(place, job));
            return {};
        },
        this,
        [this](JobState state, const std::optional<Error>& error) {
            if (state == JobState::Failed && error) Q_EMIT failed(*error);
            refresh();
        });
}

void TrackedView::checkIn() {
    if (const Entry* entry = current()) track(placeOf(*entry));
}

void TrackedView::importAgain() {
    if (const Entry* entry = current()) Q_EMIT importRequested(placeOf(*entry), text(entry->dataset));
}

void TrackedView::stopTracking() {
    const Entry* entry = current();
    if (!entry) return;
    m_session.change(
        this,
        [project = &m_session.project(), place = Path(placeOf(*entry).toStdString())] {
            return TrackedFiles(*project).untrack(place);
        },
        [this] { refresh(); }, [this](const Error& error) { Q_EMIT failed(error); });
}

} // namespace lathe::ui
