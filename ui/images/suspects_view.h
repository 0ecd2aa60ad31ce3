// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QWidget>

#include <memory>

#include "core/runs/run_store.h"
#include "ui/images/label_session.h"
#include "ui/images/suspects_model.h"
#include "ui/shell/session.h"

class QComboBox;
class QKeyEvent;
class QLabel;
class QPushButton;
class QSpinBox;
class QStackedWidget;
class QStandardItemModel;
class QTableView;
class QToolButton;

namespace lathe::ui {

class Card;
class HeatMap;
class ImageCanvas;
class Label;
class SegmentedTabs;

/// Labels that are probably wrong, by predictions of models that had not seen the row: a quick model over folds, a run,
/// or a file. They are listed the least sure first, decided about by mouse and keyboard, and saved as a new version.
///
/// Keys in the list: A or Return accepts what is suggested, K keeps the label, 1…9 and 0 assign one of the first ten
/// labels, Backspace takes the label away, Delete leaves the row out; all go on to the next. Ctrl+Z and Ctrl+Shift+Z
/// undo and redo.
class SuspectsView : public QWidget {
    Q_OBJECT

public:
    explicit SuspectsView(Session& session, QWidget* parent = nullptr);

    /// Offers the columns of \p version that may hold labels and what can judge them; nothing runs yet.
    void showVersion(const VersionInfo& version);

Q_SIGNALS:
    void closed();
    /// Labels were saved as this version.
    void versionMade(const lathe::VersionInfo& version);
    void failed(const lathe::Error& error);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeChoices();
    QWidget* makeList();
    QWidget* makeDetail();
    QWidget* makeDecisions();
    void offerColumns();
    void offerRuns();
    void judgeChosen();
    void find();
    void showSet(std::shared_ptr<const SuspectSet> set);
    void showRows(std::vector<uint64_t> rows, const QString& note);
    void showAllSuspects();
    void showCurrent();
    void showRecord(uint64_t row);
    void showPicture(uint64_t row);
    bool typed(QKeyEvent* event);
    void decide(const images::LabelEdit& edit);
    void accept();
    void keep();
    void relabel(const QString& label);
    void showProgress();
    void save();
    [[nodiscard]] std::optional<uint64_t> currentRow() const;
    [[nodiscard]] images::LabelEdits realEdits() const;

    Session* m_session;
    PictureLoader m_loader;
    SuspectsModel m_model;
    LabelSession m_labels;
    VersionInfo m_version;
    std::vector<RunInfo> m_runs;
    std::shared_ptr<const SuspectSet> m_set;
    QPointer<JobHandle> m_job;
    QString m_predictions; ///< the file that was chosen
    QString m_judgedBy;    ///< in words

    Card* m_card = nullptr;
    QComboBox* m_target = nullptr;
    QComboBox* m_judge = nullptr;
    QSpinBox* m_folds = nullptr;
    QWidget* m_foldsField = nullptr;
    QPushButton* m_find = nullptr;
    QStackedWidget* m_views = nullptr; ///< what it is about, what it does, what was found
    Label* m_state = nullptr;
    Label* m_note = nullptr;
    QToolButton* m_all = nullptr;
    QTableView* m_list = nullptr;
    Label* m_title = nullptr;
    SegmentedTabs* m_tabs = nullptr;
    QStackedWidget* m_recordViews = nullptr;
    ImageCanvas* m_canvas = nullptr;
    QStandardItemModel* m_record = nullptr;
    HeatMap* m_confusion = nullptr;
    Label* m_keys = nullptr;
    QPushButton* m_accept = nullptr;
    QPushButton* m_keep = nullptr;
    QComboBox* m_relabelBox = nullptr;
    QPushButton* m_relabel = nullptr;
    QToolButton* m_exclude = nullptr;
    QToolButton* m_undo = nullptr;
    QToolButton* m_redo = nullptr;
    Label* m_progress = nullptr;
    QPushButton* m_save = nullptr;
};

} // namespace lathe::ui
