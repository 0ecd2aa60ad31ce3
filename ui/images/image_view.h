// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

#include <memory>

#include "ui/images/image_list.h"
#include "ui/images/label_session.h"
#include "ui/images/picture_loader.h"
#include "ui/images/shown_images.h"
#include "ui/shell/long_load.h"

class QComboBox;
class QKeyEvent;
class QPushButton;
class QSlider;
class QStackedWidget;
class QToolButton;

namespace lathe::ui {

class AugmentationPanel;
class CheckLimitsPanel;
class DuplicatesView;
class ImageCanvas;
class Label;
class SearchField;
class ThumbnailGrid;

/// The pictures of a version: thumbnails to filter and sort, one picture in detail, labels by mouse and keyboard.
///
/// Keys: 1…9 and 0 assign the first ten labels, a letter the label that begins with it; both go on to the next picture.
/// Backspace takes a label away, Delete leaves the picture out, Ctrl+Z and Ctrl+Shift+Z undo and redo.
class ImageView : public QWidget {
    Q_OBJECT

public:
    explicit ImageView(Session& session, QWidget* parent = nullptr);
    /// Shows \p version, which must be an image dataset. Unsaved decisions about another version are dropped.
    void setVersion(const VersionInfo& version);
    [[nodiscard]] bool hasChanges() const { return !m_labels.edits().empty(); }

Q_SIGNALS:
    /// Labels were saved as this version.
    void versionMade(const lathe::VersionInfo& version);
    /// A run on this version is to vary its pictures so (JSON).
    void trainRequested(const QString& augmentation);
    void failed(const lathe::Error& error);

private:
    QWidget* makeFilterBar();
    QWidget* makeDetail();
    QWidget* makeLabelBar();
    void fillChoices();
    void applyFilter();
    void showFiltered();
    void labelsChanged(const std::vector<uint64_t>& rows);
    void showCurrent();
    void showDetail(size_t index);
    void showDetailView(int view);
    void showDuplicates(bool on);
    void applyLimits();
    /// What a filter lets through of a set.
    struct Shown {
        LabelTally tally;
        ShownImages pictures;
        ImageOrder order = ImageOrder::Path;
    };
    void show(std::shared_ptr<const ImageSet> set);
    void take(Shown shown, bool fresh);
    [[nodiscard]] ImageFilter chosenFilter() const;
    void showIssue(images::Issue issue);
    void assign(const QString& label, bool goOn);
    void exclude();
    void renameLabel();
    void relabel(const std::string& old, const std::string& label);
    void typed(QKeyEvent* event);
    void save();
    void showProgress();
    [[nodiscard]] std::vector<uint64_t> selectedRows() const;
    /// The thumbnails that are on screen: all pictures, or a group of duplicates.
    [[nodiscard]] ThumbnailGrid* shownGrid() const;

    Session* m_session;
    PictureLoader m_loader;
    LabelSession m_labels;
    std::shared_ptr<const ImageSet> m_set;
    std::shared_ptr<const ImageSet> m_next;   ///< that will be shown, once it is known what of it
    std::vector<uint64_t> m_decidedMeanwhile; ///< rows
    LongLoad m_opening;
    LongLoad m_checking;
    std::string m_wanted; ///< content hash of the version that is being opened
    std::vector<std::string> m_classes;
    LabelTally m_tally;
    ShownImages m_shown;
    ImageOrder m_order = ImageOrder::Path; ///< of m_shown

    SearchField* m_search = nullptr;
    QComboBox* m_labelBox = nullptr;
    QComboBox* m_issueBox = nullptr;
    QComboBox* m_orderBox = nullptr;
    QSlider* m_size = nullptr;
    QStackedWidget* m_gridViews = nullptr;
    ThumbnailGrid* m_grid = nullptr;
    DuplicatesView* m_duplicates = nullptr;
    QToolButton* m_duplicatesButton = nullptr;
    QWidget* m_detail = nullptr;
    QStackedWidget* m_detailViews = nullptr;
    ImageCanvas* m_canvas = nullptr;
    AugmentationPanel* m_augmentation = nullptr;
    CheckLimitsPanel* m_limits = nullptr;
    QToolButton* m_limitsButton = nullptr;
    QTimer m_recheck;
    Label* m_name = nullptr;
    Label* m_facts = nullptr;
    Label* m_issues = nullptr;
    Label* m_keys = nullptr;
    QComboBox* m_assignBox = nullptr;
    QPushButton* m_assign = nullptr;
    QToolButton* m_rename = nullptr;
    QToolButton* m_exclude = nullptr;
    QToolButton* m_undo = nullptr;
    QToolButton* m_redo = nullptr;
    QPushButton* m_save = nullptr;
    QToolButton* m_variants = nullptr;
    Label* m_progress = nullptr;
};

} // namespace lathe::ui
