// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/query/filter.h"
#include "ui/datasets/dataset_list.h"
#include "ui/datasets/datasets_state.h"
#include "ui/datasets/recipe_panel.h"
#include "ui/datasets/validation_panel.h"
#include "ui/shell/long_load.h"
#include "ui/shell/page.h"

#include <QElapsedTimer>
#include <QPointer>

#include <map>
#include <memory>
#include <set>

class QComboBox;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace lathe {
struct ReadableSource;
struct WatchedFile;
} // namespace lathe

namespace lathe::ui {

class Card;
class DataGrid;
class DiffView;
class GridView;
class ImageView;
class ImportView;
class DataLineageView;
class LinkedPlots;
class ProfilePanel;
class SegmentedTabs;
class StatusPill;
class SuspectsView;
class TrackedView;
class VersionsPanel;

/// The datasets of a project: their rows, profiles, recipes and versions, and the import of new ones.
class DatasetsPage : public Page {
    Q_OBJECT

public:
    explicit DatasetsPage(Session& session, QWidget* parent = nullptr);

    void refresh() override;
    std::vector<Command> commands() override;
    /// "weather", "weather@2".
    void showObject(const QString& object) override;
    [[nodiscard]] QString currentObject() const override;

    /// Begins the import of a file.
    void importFile(const QString& file);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    enum View { Empty, Browse, Import, Diff, Lineage, Suspects, Tracked };
    enum Tab { ProfileTab, RecipeTab, VersionsTab, ChecksTab };

    QWidget* makeEmptyState();
    void browse();
    void leaveView();
    QWidget* makeBrowser();
    QWidget* makeGridCard();
    QWidget* makeSide();
    void askForFile();
    void askForFolder();
    QWidget* makeWatchSwitch();
    void showWatch();
    void showWatchedFile(const WatchedFile& file);
    /// As the next version of \p dataset; empty: of one that is called like the folder.
    void importPictures(const QString& folder, const QString& dataset = {});
    void importPointer(const QString& pointer);
    void showListing(std::vector<DatasetEntry> entries);
    void openVersion(const std::string& reference);
    void showVersion(std::shared_ptr<const OpenVersion> version, std::vector<VersionInfo> versions);
    void fillVersionBox(const std::vector<VersionInfo>& versions);
    void showRows();
    void showPictures();
    void setPreview(const RecipePanel::PreviewPointer& preview);
    void showFailingRows();
    void setFailingRows(std::shared_ptr<const FailingRows> rows);
    void setRowsAtRisk(std::shared_ptr<const FailingRows> rows);
    [[nodiscard]] std::shared_ptr<const FailingRows> listedRows() const;
    void showRow(quint64 row, const QString& column);
    void filterColumn(const std::string& column, const Filter& own);
    void linkPlots();
    void wantProfile(bool asked);
    void showEstimate(const std::string& contentHash, const std::shared_ptr<const DatasetProfile>& estimate);
    void profileEnded(const std::string& contentHash, JobState state, const std::optional<Error>& error);
    void columnChosen(int column);
    void chooseColumnByName(const QString& name);
    void applyRecipe(const QString& yaml);
    void importEnded(const VersionInfo& version);
    void exportVersion();
    void addVersionViews();
    void showDiff();
    void showLineage();
    void showSuspects();
    void showTracked();
    void openLineageObject(const QString& kind, const QString& object);
    std::vector<Command> versionCommands();
    void findGarbage();
    void removeGarbage();
    void removeDataset();
    void restoreDataset(const std::string& name);

    std::vector<DatasetEntry> m_entries;
    QElapsedTimer m_listed; ///< since when m_entries is on screen
    std::shared_ptr<const OpenVersion> m_version;
    std::shared_ptr<const ReadableSource> m_fetched; ///< what the form imports stays as long as this
    RecipePanel::PreviewPointer m_preview;
    std::shared_ptr<const FailingRows> m_failing; ///< of one check, shown instead of all rows beside the checks
    std::shared_ptr<const FailingRows> m_atRisk;  ///< by which people can be told, shown beside the recipe
    std::string m_wanted;                         ///< the reference that is being opened
    std::map<std::string, QPointer<JobHandle>> m_profiling; ///< by content hash
    std::set<std::string> m_cancelledProfiles;
    LongLoad m_garbage{session(), this};

    QStackedWidget* m_views = nullptr;
    DatasetList* m_list = nullptr;
    Card* m_gridCard = nullptr;
    QStackedWidget* m_rowViews = nullptr;
    GridView* m_view = nullptr;
    DataGrid* m_grid = nullptr; ///< of m_view
    ImageView* m_images = nullptr;
    QToolButton* m_picturesSwitch = nullptr;
    QToolButton* m_watchSwitch = nullptr;
    QComboBox* m_versionBox = nullptr;
    StatusPill* m_previewPill = nullptr;
    SegmentedTabs* m_tabs = nullptr;
    ProfilePanel* m_profilePanel = nullptr;
    LinkedPlots* m_linked = nullptr;
    RecipePanel* m_recipePanel = nullptr;
    ValidationPanel* m_checksPanel = nullptr;
    VersionsPanel* m_versionsPanel = nullptr;
    QToolButton* m_allRows = nullptr; ///< leaves the failing rows
    ImportView* m_import = nullptr;
    DiffView* m_diff = nullptr;
    DataLineageView* m_lineage = nullptr;
    SuspectsView* m_suspects = nullptr;
    TrackedView* m_tracked = nullptr;
    QToolButton* m_suspectsButton = nullptr;
    QWidget* m_listCard = nullptr;
    QWidget* m_sideCard = nullptr;
    QWidget* m_dropHint = nullptr;
};

} // namespace lathe::ui
