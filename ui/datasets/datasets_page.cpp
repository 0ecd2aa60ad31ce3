// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/datasets_page.h"

#include "ui/datasets/data_grid.h"
#include "ui/datasets/drop_hint.h"
#include "ui/datasets/grid_view.h"
#include "ui/datasets/import_view.h"
#include "ui/datasets/linked_plots.h"
#include "ui/datasets/profile_panel.h"
#include "ui/datasets/versions_panel.h"
#include "ui/images/image_view.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/segmented_tabs.h"
#include "ui/widgets/status_pill.h"
#include "ui/widgets/toast.h"

#include <QComboBox>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace lathe::ui {
namespace {

constexpr int listWidth = 250;
constexpr int sideWidth = 370;
constexpr int listLifetime = 30'000; // ms; then "just now" has become "1 min ago"

} // namespace

DatasetsPage::DatasetsPage(Session& session, QWidget* parent)
    : Page(session, tr("Datasets"), parent), m_views(new QStackedWidget), m_import(new ImportView(session)),
      m_dropHint(new DropHint(tr("Drop a file or folder to import it"), this)) {
    setObjectName(QStringLiteral("datasetsPage"));
    setAcceptDrops(true);
    SearchField* search = addSearch(tr("Search datasets…"));
    QPushButton* import = addHeaderButton(tr("Import"), "plus", true);
    import->setObjectName(QStringLiteral("importFileButton"));
    import->setEnabled(!session.readOnly());
    connect(import, &QPushButton::clicked, this, &DatasetsPage::askForFile);
    QPushButton* folder = addHeaderButton(tr("Import a folder"), "folder");
    folder->setObjectName(QStringLiteral("importFolderButton"));
    folder->setToolTip(tr("Pictures or texts, in a folder for each class"));
    folder->setEnabled(!session.readOnly());
    connect(folder, &QPushButton::clicked, this, &DatasetsPage::askForFolder);

    QPushButton* tracked = addHeaderButton(tr("Tracked files"), "link");
    tracked->setObjectName(QStringLiteral("trackedFilesButton"));
    connect(tracked, &QPushButton::clicked, this, &DatasetsPage::showTracked);

    m_views->addWidget(makeEmptyState());
    m_views->addWidget(makeBrowser());
    m_views->addWidget(m_import);
    addVersionViews();
    body()->addWidget(m_views, 1);
    connect(search, &SearchField::searchChanged, m_list, &DatasetList::setFilter);
    connect(m_import, &ImportView::closed, this, &DatasetsPage::leaveView);
    connect(m_import, &ImportView::imported, this, &DatasetsPage::importEnded);
    connect(m_import, &ImportView::anotherFileRequested, this, &DatasetsPage::askForFile);
    m_views->setCurrentIndex(Browse);
}

/// What had the focus in the view before is hidden now; the keyboard goes on in the list.
void DatasetsPage::browse() {
    m_views->setCurrentIndex(Browse);
    m_list->setFocus();
}

void DatasetsPage::leaveView() {
    if (m_entries.empty()) m_views->setCurrentIndex(Empty);
    else browse();
}

QWidget* DatasetsPage::makeEmptyState() {
    auto* empty = new EmptyState("datasets", tr("No data yet"),
                                 tr("Import a table of any size and format: types, dates and missing values are "
                                    "found out, and every row that does not "
                                    "fit is kept with the reason."));
    empty->setButton(tr("Import a file"), "plus", [this] { askForFile(); })
        ->setObjectName(QStringLiteral("emptyImportButton"));
    empty->setLink(tr("Or open the weather sample"), [this] { Q_EMIT openRequested(QStringLiteral("sample"), {}); });
    return empty;
}

QWidget* DatasetsPage::makeBrowser() {
    auto* splitter = new QSplitter;
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(12);
    auto* listCard = new Card;
    listCard->setFlush(true);
    m_list = new DatasetList;
    listCard->body()->addWidget(m_list);
    connect(m_list, &DatasetList::datasetChosen, this,
            [this](const QString& name) { openVersion(name.toStdString()); });
    splitter->addWidget(listCard);
    splitter->addWidget(makeGridCard());
    m_sideCard = makeSide();
    splitter->addWidget(m_sideCard);
    m_listCard = listCard;
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({listWidth, 800, sideWidth});
    listCard->setMinimumWidth(180);
    return splitter;
}

QWidget* DatasetsPage::makeGridCard() {
    m_gridCard = new Card(QStringLiteral(" "));
    m_gridCard->setFlush(true);
    m_gridCard->setMinimumWidth(320);
    m_previewPill = new StatusPill(tr("preview"), Tone::Accent);
    m_previewPill->setToolTip(tr("The rows as the recipe would leave them. Nothing is changed until it is applied."));
    m_previewPill->hide();
    m_gridCard->addHeaderWidget(m_previewPill);
    m_gridCard->addHeaderWidget(makeWatchSwitch());
    m_picturesSwitch = new QToolButton;
    m_picturesSwitch->setObjectName(QStringLiteral("picturesSwitch"));
    m_picturesSwitch->setText(tr("Pictures"));
    m_picturesSwitch->setAccessibleName(tr("Show pictures instead of rows"));
    m_picturesSwitch->setToolTip(tr("Show pictures instead of rows"));
    m_picturesSwitch->setCheckable(true);
    m_picturesSwitch->setChecked(true);
    m_picturesSwitch->hide();
    connect(m_picturesSwitch, &QToolButton::toggled, this, &DatasetsPage::showPictures);
    m_gridCard->addHeaderWidget(m_picturesSwitch);
    m_suspectsButton = makeIconButton(tr("Find labels that are probably wrong"), "tag");
    m_suspectsButton->setObjectName(QStringLiteral("suspectsButton"));
    connect(m_suspectsButton, &QToolButton::clicked, this, &DatasetsPage::showSuspects);
    m_gridCard->addHeaderWidget(m_suspectsButton);
    auto* train = makeIconButton(tr("Train a model on this version"), "play");
    train->setObjectName(QStringLiteral("trainButton"));
    train->setEnabled(!session().readOnly());
    connect(train, &QToolButton::clicked, this, [this] {
        if (m_version)
            Q_EMIT openRequested(QStringLiteral("runs"), QStringLiteral("new:") + text(m_version->info.reference()));
    });
    m_gridCard->addHeaderWidget(train);
    m_allRows = makeIconButton(tr("Show all rows again"), "close");
    m_allRows->setObjectName(QStringLiteral("showAllRowsButton"));
    connect(m_allRows, &QToolButton::clicked, this, [this] {
        setFailingRows(nullptr);
        setRowsAtRisk(nullptr);
    });
    m_allRows->hide();
    m_gridCard->addHeaderWidget(m_allRows);
    m_versionBox = new QComboBox;
    m_versionBox->setObjectName(QStringLiteral("versionBox"));
    m_versionBox->setAccessibleName(tr("Version"));
    m_versionBox->setMinimumContentsLength(16);
    connect(m_versionBox, &QComboBox::activated, this, [this](int index) {
        if (m_version)
            openVersion(m_version->info.datasetName + "@" + std::to_string(m_versionBox->itemData(index).toInt()));
    });
    m_gridCard->addHeaderWidget(m_versionBox);
    auto* wide = makeIconButton(tr("Give the rows the whole width"), "expand");
    wide->setObjectName(QStringLiteral("wideButton"));
    wide->setCheckable(true);
    connect(wide, &QToolButton::toggled, this, [this](bool on) {
        m_listCard->setVisible(!on);
        m_sideCard->setVisible(!on);
    });
    m_gridCard->addHeaderWidget(wide);
    m_view = new GridView(session());
    m_grid = m_view->grid();
    connect(m_view, &GridView::failed, this, &Page::showError);
    connect(m_view, &GridView::exported, this, [this](const QString& file, quint64 rows) {
        Toast::show(this, tr("Wrote %1 rows to %2").arg(countText(static_cast<qint64>(rows)), file));
    });
    m_images = new ImageView(session());
    m_rowViews = new QStackedWidget;
    m_rowViews->addWidget(m_view);
    m_rowViews->addWidget(m_images);
    m_gridCard->body()->addWidget(m_rowViews);
    connect(m_images, &ImageView::failed, this, &Page::showError);
    connect(m_images, &ImageView::trainRequested, this, [this](const QString& augmentation) {
        if (m_version)
            Q_EMIT openRequested(QStringLiteral("runs"),
                                 QStringLiteral("new:%1?%2").arg(text(m_version->info.reference()), augmentation));
    });
    connect(m_images, &ImageView::versionMade, this, [this](const VersionInfo& version) {
        Toast::show(this, tr("Made %1").arg(text(version.reference())));
        openVersion(version.reference());
        refresh();
    });
    connect(m_grid, &DataGrid::currentChanged, this, [this](quint64, int column) { columnChosen(column); });
    connect(m_grid, &DataGrid::columnChosen, this, [this](int column) {
        columnChosen(column);
        if (m_tabs->currentIndex() == VersionsTab) m_tabs->setCurrentIndex(ProfileTab);
    });
    connect(m_grid, &DataGrid::copied, this, [this](quint64 cells) {
        if (cells > 1) Toast::show(this, tr("Copied %1 cells").arg(countText(static_cast<qint64>(cells))));
    });
    connect(m_grid, &DataGrid::copyRefused, this, [this](const QString& reason) {
        showMessage({MessageKind::Warning, reason, {}, tr("Export…"), [this] { exportVersion(); }});
    });
    connect(m_grid, &DataGrid::readFailed, this, [this](const QString& reason) {
        showMessage({MessageKind::Error, reason, tr("Run “lathe project check” to see what is damaged.")});
    });
    return m_gridCard;
}

QWidget* DatasetsPage::makeSide() {
    auto* card = new Card;
    card->setMinimumWidth(300);
    m_tabs = new SegmentedTabs;
    m_tabs->setObjectName(QStringLiteral("datasetTabs"));
    m_profilePanel = new ProfilePanel(session());
    m_recipePanel = new RecipePanel(session());
    m_versionsPanel = new VersionsPanel(session());
    m_tabs->addTab(m_profilePanel, tr("Profile"));
    m_tabs->addTab(m_recipePanel, tr("Recipe"));
    m_checksPanel = new ValidationPanel(session());
    m_tabs->addTab(m_versionsPanel, tr("Versions"));
    m_tabs->addTab(m_checksPanel, tr("Checks"));
    card->body()->addWidget(m_tabs);
    connect(m_tabs, &SegmentedTabs::currentChanged, this, &DatasetsPage::showRows);
    connect(m_profilePanel, &ProfilePanel::columnChosen, this, &DatasetsPage::chooseColumnByName);
    connect(m_profilePanel, &ProfilePanel::computeRequested, this, [this] { wantProfile(true); });
    connect(m_profilePanel, &ProfilePanel::filterChosen, this, &DatasetsPage::filterColumn);
    connect(m_grid, &DataGrid::summaryBarChosen, this, [this](int column, const Filter& rows) {
        // A second click on the same bar takes the filter back.
        const auto& all = m_view->query().filter().conditions;
        const bool again = std::find(all.begin(), all.end(), rows.conditions.front()) != all.end();
        filterColumn(m_grid->source()->schema()[static_cast<size_t>(column)].name, again ? Filter() : rows);
    });
    m_linked = new LinkedPlots(session(), this);
    m_grid->setLinkedPlots(m_linked);
    connect(&m_view->query(), &GridQuery::rowsChanged, this, [this] {
        m_profilePanel->showFilter(m_view->query().filter());
        linkPlots();
    });
    connect(m_recipePanel, &RecipePanel::previewChanged, this, &DatasetsPage::setPreview);
    connect(m_recipePanel, &RecipePanel::applyRequested, this, &DatasetsPage::applyRecipe);
    connect(m_recipePanel, &RecipePanel::failed, this, &Page::showError);
    connect(m_recipePanel, &RecipePanel::rowsAtRiskChanged, this, &DatasetsPage::setRowsAtRisk);
    connect(m_checksPanel, &ValidationPanel::failed, this, &Page::showError);
    connect(m_checksPanel, &ValidationPanel::failingRowsChanged, this, &DatasetsPage::setFailingRows);
    connect(m_checksPanel, &ValidationPanel::rowChosen, this, &DatasetsPage::showRow);
    connect(m_versionsPanel, &VersionsPanel::versionChosen, this, [this](int number) {
        if (m_version) openVersion(m_version->info.datasetName + "@" + std::to_string(number));
    });
    connect(m_versionsPanel, &VersionsPanel::exportRequested, this, &DatasetsPage::exportVersion);
    connect(m_versionsPanel, &VersionsPanel::removeRequested, this, &DatasetsPage::removeDataset);
    connect(m_versionsPanel, &VersionsPanel::compareRequested, this, &DatasetsPage::showDiff);
    connect(m_versionsPanel, &VersionsPanel::lineageRequested, this, &DatasetsPage::showLineage);
    connect(m_versionsPanel, &VersionsPanel::failed, this, &Page::showError);
    connect(m_versionsPanel, &VersionsPanel::versionChanged, this, [this] {
        if (m_version) openVersion(m_version->info.reference());
    });
    connect(m_versionsPanel, &VersionsPanel::rolledBack, this, [this](const QString& reference) {
        openVersion(reference.toStdString());
        refresh();
    });
    return card;
}

std::vector<Command> DatasetsPage::commands() {
    std::vector<Command> commands;
    commands.push_back(
        {.title = tr("Import a file…"), .group = title(), .icon = "plus", .run = [this] { askForFile(); }});
    for (Command& command : versionCommands()) commands.push_back(std::move(command));
    commands.push_back(
        {.title = tr("Import a folder of pictures or texts…"), .group = title(), .icon = "folder", .run = [this] {
             askForFolder();
         }});
    if (!m_version) return commands;
    commands.push_back({.title = tr("Go to row…"),
                        .group = title(),
                        .icon = "table",
                        .shortcut = QKeySequence(Qt::CTRL | Qt::Key_G),
                        .run = [this] { m_grid->askForRow(); }});
    for (Command& command : m_view->commands()) commands.push_back(std::move(command));
    commands.push_back({.title = tr("Edit the recipe"), .group = title(), .icon = "edit", .run = [this] {
                            m_tabs->setCurrentIndex(RecipeTab);
                        }});
    commands.push_back(
        {.title = tr("Check whether people can be recognised"), .group = title(), .icon = "shield", .run = [this] {
             m_tabs->setCurrentIndex(RecipeTab);
             m_recipePanel->showAnonymity();
         }});
    commands.push_back({.title = tr("Run the checks"), .group = title(), .icon = "shield", .run = [this] {
                            m_tabs->setCurrentIndex(ChecksTab);
                            m_checksPanel->run();
                        }});
    commands.push_back(
        {.title = tr("Infer checks from this version"), .group = title(), .icon = "shield", .run = [this] {
             m_tabs->setCurrentIndex(ChecksTab);
             m_checksPanel->infer();
         }});
    commands.push_back({.title = tr("Export this version…"), .group = title(), .icon = "download", .run = [this] {
                            exportVersion();
                        }});
    return commands;
}

// What is open
// -----------------------------------------------------------------------------------------------

void DatasetsPage::refresh() {
    session().load(
        this, QStringLiteral("datasets"),
        [project = &session().project()]() -> Result<std::vector<DatasetEntry>> {
            const Datasets datasets(*project);
            LATHE_TRY(const auto infos, datasets.list());
            std::vector<DatasetEntry> entries;
            for (const DatasetInfo& info : infos) {
                LATHE_TRY(auto latest, datasets.resolve(info.name));
                entries.push_back({info, std::move(latest)});
            }
            return entries;
        },
        [this](std::vector<DatasetEntry> entries) { showListing(std::move(entries)); },
        [this](const Error& error) { showError(error); });
}

void DatasetsPage::showListing(std::vector<DatasetEntry> entries) {
    // A running training changes the project ten times a second; datasets it leaves alone are not listed
    // again.
    const auto same = [](const DatasetEntry& left, const DatasetEntry& right) {
        return left.dataset.id == right.dataset.id && left.latest.number == right.latest.number;
    };
    const bool unchanged = !m_entries.empty() && m_listed.isValid() && m_listed.elapsed() < listLifetime &&
                           std::equal(entries.begin(), entries.end(), m_entries.begin(), m_entries.end(), same);
    if (unchanged && (m_version || !m_wanted.empty())) return;
    m_listed.start();
    m_entries = std::move(entries);
    m_list->setEntries(m_entries);
    qint64 versions = 0;
    for (const DatasetEntry& entry : m_entries) versions += entry.dataset.latestVersion;
    setSubtitle(m_entries.empty()
                    ? QString()
                    : tr("%n dataset(s)", nullptr, static_cast<int>(m_entries.size())) + QStringLiteral(" · ") +
                          tr("%n version(s)", nullptr, static_cast<int>(versions)));
    if (m_views->currentIndex() < Import) m_views->setCurrentIndex(m_entries.empty() ? Empty : Browse);
    const auto known = [this](const std::string& name) {
        return std::any_of(m_entries.begin(), m_entries.end(),
                           [&](const DatasetEntry& entry) { return entry.dataset.name == name; });
    };
    if (m_entries.empty()) return;
    if (!m_wanted.empty()) return; // somebody asked for a version already
    if (!m_version || !known(m_version->info.datasetName)) openVersion(m_entries.front().dataset.name);
    else openVersion(m_version->info.reference());
}

void DatasetsPage::showObject(const QString& object) {
    if (object.isEmpty()) return;
    if (m_views->currentIndex() >= Import && !m_import->importing()) m_views->setCurrentIndex(Browse);
    openVersion(object.toStdString());
}

QString DatasetsPage::currentObject() const { return m_version ? text(m_version->info.reference()) : QString(); }

void DatasetsPage::openVersion(const std::string& reference) {
    struct Opened {
        std::shared_ptr<const OpenVersion> version;
        std::vector<VersionInfo> all;
    };
    m_wanted = reference;
    session().load(
        this, QStringLiteral("version"),
        [project = &session().project(), reference, current = m_version]() -> Result<Opened> {
            const Datasets datasets(*project);
            LATHE_TRY(auto info, datasets.resolve(reference));
            LATHE_TRY(auto all, datasets.versions(info.datasetName));
            if (current && current->info.dataset == info.dataset && current->info.number == info.number)
                return Opened{current, std::move(all)};
            LATHE_TRY(auto file, datasets.open(info));
            return Opened{std::make_shared<const OpenVersion>(OpenVersion{std::move(info), std::move(file)}),
                          std::move(all)};
        },
        [this](Opened opened) { showVersion(std::move(opened.version), std::move(opened.all)); },
        [this](const Error& error) {
            m_wanted.clear();
            showError(error);
        });
}

void DatasetsPage::showVersion(std::shared_ptr<const OpenVersion> version, std::vector<VersionInfo> versions) {
    m_wanted.clear();
    const bool same = version == m_version;
    m_version = std::move(version);
    m_list->setCurrentDataset(m_version->info.datasetName);
    fillVersionBox(versions);
    showWatch();
    m_profilePanel->setVersion(m_version, versions);
    m_versionsPanel->showVersions(std::move(versions), m_version->info.number);
    if (same) return;
    m_preview.reset();
    m_atRisk.reset();
    showPictures();
    m_grid->setAccessibleName(tr("Rows of %1").arg(text(m_version->info.reference())));
    showRows();
    m_recipePanel->setVersion(m_version);
    m_checksPanel->setVersion(m_version);
    wantProfile(false);
}

void DatasetsPage::fillVersionBox(const std::vector<VersionInfo>& versions) {
    const QSignalBlocker quiet(m_versionBox);
    m_versionBox->clear();
    const int latest = versions.empty() ? 0 : versions.back().number;
    for (auto version = versions.rbegin(); version != versions.rend(); ++version) {
        m_versionBox->addItem(version->number == latest ? tr("Version %1 (latest)").arg(version->number)
                                                        : tr("Version %1").arg(version->number),
                              version->number);
        m_versionBox->setItemData(m_versionBox->count() - 1, originTip(*version), Qt::ToolTipRole);
    }
    m_versionBox->setCurrentIndex(m_versionBox->findData(m_version->info.number));
    m_versionBox->setToolTip(originTip(m_version->info));
}

/// The version's rows, or, beside its recipe, what the recipe makes of them.
void DatasetsPage::showRows() {
    if (!m_version) return;
    const bool failing = listedRows() != nullptr;
    const bool preview = !failing && m_preview && m_tabs->currentIndex() == RecipeTab;
    m_previewPill->setState(failing ? tr("failing rows") : tr("preview"), failing ? Tone::Bad : Tone::Accent);
    m_previewPill->setVisible(preview || failing);
    m_allRows->setVisible(failing);
    m_gridCard->setTitle(text(m_version->info.datasetName));
    const uint64_t rows = preview ? m_preview->rows.rows() : m_version->info.rows;
    const size_t columns = preview ? m_preview->rows.columns.size() : m_version->info.schema.size();
    m_gridCard->setNote(tr("%1 rows × %2 columns").arg(countText(static_cast<qint64>(rows))).arg(columns));
    const auto current = m_grid->current();
    const uint64_t top = m_grid->topRow();
    if (preview) {
        auto source = std::make_shared<TableRows>(m_preview->rows);
        source->setChanges(m_preview->changes);
        source->setRowNumbers(m_preview->numbers);
        m_view->setPreview(std::move(source));
        m_grid->setProfile(m_preview->profile);
        m_grid->setAddedColumns(m_preview->addedColumns);
    } else if (failing) {
        showFailingRows();
    } else {
        if (m_view->shows(m_version->file)) return;
        m_view->setFile(m_version->file);
        m_grid->setAddedColumns({});
        m_grid->setProfile(DatasetsState::of(session()).profile(m_version->info.contentHash));
    }
    m_grid->scrollToRow(top);
    if (current && preview) m_grid->setCurrent(*current);
}

/// Replaces what is asked of \p column by \p own.
void DatasetsPage::filterColumn(const std::string& column, const Filter& own) {
    if (!m_version || !m_view->shows(m_version->file)) return;
    Filter filter = m_view->query().filter().withoutColumn(column);
    filter.conditions.insert(filter.conditions.end(), own.conditions.begin(), own.conditions.end());
    m_view->query().setFilter(std::move(filter));
}

void DatasetsPage::linkPlots() {
    const bool shown = m_version && m_view->shows(m_version->file);
    const auto profile = shown ? DatasetsState::of(session()).profile(m_version->info.contentHash) : nullptr;
    m_linked->count(shown ? m_version->file : nullptr, profile, m_view->query().selection(), m_profilePanel->column());
}

void DatasetsPage::showPictures() {
    const bool pictures = m_version && images::isImageDataset(m_version->info.schema);
    m_picturesSwitch->setVisible(pictures);
    const bool shown = pictures && m_picturesSwitch->isChecked();
    m_rowViews->setCurrentIndex(shown ? 1 : 0);
    if (shown) m_images->setVersion(m_version->info);
}

void DatasetsPage::showFailingRows() {
    const auto listed = listedRows();
    auto source = std::make_shared<TableRows>(listed->rows);
    source->setChanges(listed->marks);
    source->setRowNumbers(listed->numbers);
    m_view->setPreview(std::move(source));
    m_grid->setProfile(nullptr);
    m_grid->setAddedColumns({});
    const QString count = countText(static_cast<qint64>(listed->numbers.size()));
    m_gridCard->setNote(listed->all ? tr("%1 rows that fail “%2”").arg(count, listed->title)
                                    : tr("the first %1 rows that fail “%2”").arg(count, listed->title));
}

/// What a check listed, beside the panel that it belongs to.
std::shared_ptr<const FailingRows> DatasetsPage::listedRows() const {
    if (m_tabs->currentIndex() == ChecksTab) return m_failing;
    return m_tabs->currentIndex() == RecipeTab ? m_atRisk : nullptr;
}

void DatasetsPage::setRowsAtRisk(std::shared_ptr<const FailingRows> rows) {
    if (rows == m_atRisk) return;
    m_atRisk = std::move(rows);
    showRows();
    if (m_atRisk) m_grid->scrollToRow(0);
}

void DatasetsPage::setFailingRows(std::shared_ptr<const FailingRows> rows) {
    if (rows == m_failing) return;
    m_failing = std::move(rows);
    showRows();
    if (m_failing) m_grid->scrollToRow(0);
}

/// Jumps to a row of the version and, where it is known, to the column that matters.
void DatasetsPage::showRow(quint64 row, const QString& column) {
    if (!m_grid->source()) return;
    const auto& schema = m_grid->source()->schema();
    const auto found = std::find_if(schema.begin(), schema.end(),
                                    [&](const ColumnSchema& each) { return each.name == column.toStdString(); });
    m_grid->setCurrent({row, found == schema.end() ? 0 : static_cast<size_t>(found - schema.begin())});
}

void DatasetsPage::setPreview(const RecipePanel::PreviewPointer& preview) {
    m_preview = preview;
    showRows();
}

void DatasetsPage::columnChosen(int column) {
    if (!m_grid->source()) return;
    const std::string name = m_grid->source()->schema()[static_cast<size_t>(column)].name;
    m_profilePanel->showColumn(name);
    m_recipePanel->setSelectedColumns({name});
}

void DatasetsPage::chooseColumnByName(const QString& name) {
    if (!m_grid->source()) return;
    const auto& schema = m_grid->source()->schema();
    const auto found = std::find_if(schema.begin(), schema.end(),
                                    [&](const ColumnSchema& column) { return column.name == name.toStdString(); });
    if (found == schema.end()) return;
    const uint64_t row = m_grid->current() ? m_grid->current()->row : m_grid->topRow();
    m_grid->setCurrent({row, static_cast<size_t>(found - schema.begin())});
    m_profilePanel->showColumn(found->name);
}

} // namespace lathe::ui
