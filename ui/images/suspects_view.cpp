// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/suspects_view.h"

#include <QComboBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QSpinBox>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

#include "core/runs/run_predictions.h"
#include "ui/charts/heat_map.h"
#include "ui/images/confusion.h"
#include "ui/images/image_canvas.h"
#include "ui/images/label_keys.h"
#include "ui/images/picture_loader.h"
#include "ui/widgets/back_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/file_choice.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layouts.h"
#include "ui/widgets/segmented_tabs.h"
#include "ui/widgets/table_view.h"

namespace lathe::ui {

namespace {

enum View { Start, State, Found };
enum Judge { QuickModel, File, FirstRun }; ///< as m_judge lists them

/// The picture of a row, in the middle of its cell.
class PictureDelegate : public CellDelegate {
public:
    using CellDelegate::CellDelegate;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {SuspectsModel::thumbnailSide + 8, SuspectsModel::thumbnailSide + 4};
    }

protected:
    void paintContent(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const auto picture = index.data(Qt::DecorationRole).value<QPixmap>();
        painter.drawPixmap(option.rect.center() - QPoint(picture.width() / 2, picture.height() / 2), picture);
    }
};

QComboBox* makeBox(const char* name, const QString& accessibleName, int letters) {
    auto* box = new QComboBox;
    box->setObjectName(QString::fromLatin1(name));
    box->setAccessibleName(accessibleName);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    box->setMinimumContentsLength(letters);
    return box;
}

/// A caption and its control side by side.
QWidget* captioned(const QString& caption, QWidget* control) {
    auto* field = new QWidget;
    auto* layout = new QHBoxLayout(field);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    auto* label = new Label(caption, TextRole::Caption, Tint::Muted);
    label->setBuddy(control);
    layout->addWidget(label);
    layout->addWidget(control);
    return field;
}

bool mayHoldLabels(const ColumnSchema& column) {
    return column.type == ColumnType::Category || column.type == ColumnType::Boolean ||
           column.type == ColumnType::Integer || column.type == ColumnType::Text;
}

Result<std::shared_ptr<const SuspectSet>> findIn(const Project& project, const VersionInfo& version,
                                                 const images::SuspectOptions& options, const JobContext& job) {
    auto set = std::make_shared<SuspectSet>();
    set->version = version;
    set->target = options.target;
    LATHE_TRY(set->suspects, images::findSuspects(project, version, options, job));
    LATHE_TRY(set->file, Datasets(project).open(version));
    if (images::isImageDataset(version.schema)) {
        LATHE_TRY(set->pictures, images::readImages(*set->file, job));
        LATHE_TRY(set->stores, images::ImageStores::open(project));
    }
    return std::shared_ptr<const SuspectSet>(std::move(set));
}

} // namespace

SuspectsView::SuspectsView(Session& session, QWidget* parent)
    : QWidget(parent), m_session(&session), m_model(m_loader) {
    setObjectName(QStringLiteral("suspectsView"));
    m_card = new Card(tr("Labels that are probably wrong"));
    auto* back = makeBackButton(QStringLiteral("suspectsCloseButton"));
    connect(back, &QPushButton::clicked, this, &SuspectsView::closed);
    m_card->addHeaderWidget(back);
    m_card->body()->addWidget(makeChoices());
    m_state = new Label({}, TextRole::Body, Tint::Muted);
    m_state->setObjectName(QStringLiteral("suspectsState"));
    m_state->setAlignment(Qt::AlignCenter);
    m_state->setWordWrap(true);
    auto* found = new QWidget;
    auto* column = new QVBoxLayout(found);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    auto* splitter = new QSplitter;
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(makeList());
    splitter->addWidget(makeDetail());
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    column->addWidget(splitter, 1);
    column->addWidget(makeDecisions());
    auto* start = new EmptyState(
        "tag", tr("Is every label right?"),
        tr("Models that had not seen a row say how probable each label is. Where they are sure of another one, the label is in "
           "doubt: look at the row, decide, and save a new version."));
    m_views = new QStackedWidget;
    m_views->addWidget(start);
    m_views->addWidget(m_state);
    m_views->addWidget(found);
    m_card->body()->addWidget(m_views, 1);
    tightColumn(this)->addWidget(m_card);
    connect(&m_labels, &LabelSession::changed, this, [this] {
        m_model.setEdits(m_labels.edits());
        showProgress();
    });
}

// Parts
// -----------------------------------------------------------------------------------------------

QWidget* SuspectsView::makeChoices() {
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    m_target = makeBox("suspectsTargetBox", tr("Column of labels"), 8);
    m_judge = makeBox("suspectsJudgeBox", tr("Judged by"), 20);
    m_folds = new QSpinBox;
    m_folds->setObjectName(QStringLiteral("suspectsFolds"));
    m_folds->setAccessibleName(tr("Folds"));
    m_folds->setRange(2, 50);
    m_folds->setMinimumWidth(68);
    m_folds->setValue(5);
    m_folds->setToolTip(
        tr("Into how many parts the rows are divided; each part is judged by a model that learned from the others"));
    m_foldsField = captioned(tr("Folds"), m_folds);
    m_find = makeButton(tr("Find"), "search", ButtonKind::Primary);
    m_find->setObjectName(QStringLiteral("findSuspectsButton"));
    row->addWidget(captioned(tr("Labels"), m_target));
    row->addWidget(captioned(tr("Judged by"), m_judge));
    row->addWidget(m_foldsField);
    row->addWidget(m_find);
    row->addStretch(1);
    connect(m_judge, &QComboBox::activated, this, &SuspectsView::judgeChosen);
    connect(m_find, &QPushButton::clicked, this, &SuspectsView::find);
    return bar;
}

QWidget* SuspectsView::makeList() {
    auto* part = new QWidget;
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto* head = new QHBoxLayout;
    m_note = new Label({}, TextRole::Caption, Tint::Muted);
    m_note->setObjectName(QStringLiteral("suspectsNote"));
    m_note->setElided(true);
    m_all = makeIconButton(tr("Show all suspects again"), "close");
    m_all->setObjectName(QStringLiteral("allSuspectsButton"));
    m_all->hide();
    connect(m_all, &QToolButton::clicked, this, &SuspectsView::showAllSuspects);
    head->addWidget(m_note, 1);
    head->addWidget(m_all);
    column->addLayout(head);
    m_list = new QTableView;
    m_list->setObjectName(QStringLiteral("suspectsTable"));
    m_list->setModel(&m_model);
    setUpTable(m_list, tr("Rows whose label is probably wrong"));
    m_list->setSortingEnabled(false); // the order is what it is about
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setItemDelegateForColumn(SuspectsModel::Picture, new PictureDelegate(Tint::Text, m_list));
    m_list->setItemDelegateForColumn(SuspectsModel::Decision, new PillDelegate(Tint::Text, m_list));
    for (const int number : {SuspectsModel::Row, SuspectsModel::Confidence, SuspectsModel::Margin})
        m_list->setItemDelegateForColumn(number, new NumberDelegate(Tint::Text, m_list));
    m_list->installEventFilter(this);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &SuspectsView::showCurrent);
    m_list->horizontalHeader()->setStretchLastSection(true);
    column->addWidget(m_list, 1);
    return part;
}

QWidget* SuspectsView::makeDetail() {
    auto* detail = new QWidget;
    detail->setMinimumWidth(260);
    auto* column = new QVBoxLayout(detail);
    column->setContentsMargins(8, 0, 0, 0);
    column->setSpacing(6);
    m_title = new Label({}, TextRole::CardTitle);
    m_title->setObjectName(QStringLiteral("suspectTitle"));
    m_title->setElided(true);
    m_canvas = new ImageCanvas;
    m_record = new QStandardItemModel(this);
    auto* record = new QTableView;
    record->setObjectName(QStringLiteral("suspectRecord"));
    record->setModel(m_record);
    setUpTable(record, tr("Values of the row"));
    record->horizontalHeader()->setStretchLastSection(true);
    m_recordViews = new QStackedWidget;
    m_recordViews->addWidget(m_canvas);
    m_recordViews->addWidget(record);
    m_confusion = new HeatMap;
    m_confusion->setObjectName(QStringLiteral("confusionMatrix"));
    m_confusion->setName(tr("Confusion matrix: given labels in lines, judged labels in columns"));
    auto* matrix = new QWidget;
    auto* matrixColumn = new QVBoxLayout(matrix);
    matrixColumn->setContentsMargins(0, 8, 0, 0);
    auto* hint = new Label(
        tr("Lines: given labels. Columns: what the rows were taken for, as a share of the line. Click a cell to list its rows."),
        TextRole::Caption, Tint::Muted);
    hint->setWordWrap(true);
    matrixColumn->addWidget(hint);
    matrixColumn->addWidget(m_confusion);
    matrixColumn->addStretch(1);
    m_tabs = new SegmentedTabs;
    m_tabs->setObjectName(QStringLiteral("suspectTabs"));
    m_tabs->addTab(m_recordViews, tr("Row"));
    m_tabs->addTab(matrix, tr("Confusion matrix"));
    connect(m_confusion, &HeatMap::cellChosen, this, [this](int given, int predicted) {
        const auto& classes = m_set->suspects.classes;
        auto rows = m_set->rowsOfCell(given, predicted);
        const QString note =
            tr("%n row(s) labelled “%1” and taken for “%2”", nullptr, static_cast<int>(rows.size()))
                .arg(text(classes[static_cast<size_t>(given)]), text(classes[static_cast<size_t>(predicted)]));
        showRows(std::move(rows), note);
        m_all->show();
    });
    column->addWidget(m_title);
    column->addWidget(m_tabs, 1);
    m_keys = new Label({}, TextRole::Caption, Tint::Muted);
    m_keys->setObjectName(QStringLiteral("suspectKeys"));
    m_keys->setWordWrap(true);
    column->addWidget(m_keys);
    return detail;
}

QWidget* SuspectsView::makeDecisions() {
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_accept = makeButton(tr("Accept"), "check");
    m_accept->setObjectName(QStringLiteral("acceptSuspectButton"));
    m_accept->setToolTip(tr("Give the row the label that it probably has (A)"));
    m_keep = makeButton(tr("Keep"), "lock");
    m_keep->setObjectName(QStringLiteral("keepSuspectButton"));
    m_keep->setToolTip(tr("The label is right as it is (K)"));
    m_relabelBox = makeBox("suspectLabelBox", tr("Label to assign"), 10);
    m_relabelBox->setEditable(true);
    m_relabelBox->setInsertPolicy(QComboBox::NoInsert);
    m_relabelBox->lineEdit()->setPlaceholderText(tr("Label"));
    m_relabelBox->lineEdit()->setAccessibleName(tr("Label to assign"));
    m_relabel = makeButton(tr("Assign"), "tag");
    m_relabel->setObjectName(QStringLiteral("relabelSuspectButton"));
    m_exclude = makeIconButton(tr("Leave the row out of the next version (Delete)"), "trash");
    m_exclude->setObjectName(QStringLiteral("excludeSuspectButton"));
    m_undo = makeIconButton(tr("Undo"), "undo");
    m_undo->setObjectName(QStringLiteral("undoSuspectButton"));
    m_redo = makeIconButton(tr("Redo"), "redo");
    m_redo->setObjectName(QStringLiteral("redoSuspectButton"));
    m_undo->setShortcut(QKeySequence::Undo);
    m_redo->setShortcut(QKeySequence::Redo);
    m_progress = new Label({}, TextRole::Caption, Tint::Muted);
    m_progress->setObjectName(QStringLiteral("suspectProgress"));
    m_save = makeButton(tr("Save version"), "check", ButtonKind::Primary);
    m_save->setObjectName(QStringLiteral("saveSuspectsButton"));
    for (QWidget* part :
         {static_cast<QWidget*>(m_accept), static_cast<QWidget*>(m_keep), static_cast<QWidget*>(m_relabelBox),
          static_cast<QWidget*>(m_relabel), static_cast<QWidget*>(m_exclude), static_cast<QWidget*>(m_undo),
          static_cast<QWidget*>(m_redo)})
        row->addWidget(part);
    row->addStretch(1);
    row->addWidget(m_progress);
    row->addWidget(m_save);
    connect(m_accept, &QPushButton::clicked, this, &SuspectsView::accept);
    connect(m_keep, &QPushButton::clicked, this, &SuspectsView::keep);
    connect(m_relabel, &QPushButton::clicked, this, [this] { relabel(m_relabelBox->currentText()); });
    connect(m_relabelBox->lineEdit(), &QLineEdit::returnPressed, this,
            [this] { relabel(m_relabelBox->currentText()); });
    connect(m_exclude, &QToolButton::clicked, this, [this] { decide({std::nullopt, true}); });
    connect(m_undo, &QToolButton::clicked, &m_labels, &LabelSession::undo);
    connect(m_redo, &QToolButton::clicked, &m_labels, &LabelSession::redo);
    connect(m_save, &QPushButton::clicked, this, &SuspectsView::save);
    return bar;
}

// What is asked
// -----------------------------------------------------------------------------------------------

void SuspectsView::showVersion(const VersionInfo& version) {
    if (m_set && m_version.contentHash == version.contentHash && m_version.number == version.number) return;
    if (m_job) m_job->cancel();
    m_version = version;
    m_set.reset();
    m_model.setRows(nullptr, {});
    m_labels.clear();
    m_card->setNote(text(version.reference()));
    m_views->setCurrentIndex(Start);
    offerColumns();
    m_runs.clear();
    offerRuns();
    m_session->load(
        this, QStringLiteral("runs"),
        [project = &m_session->project(), version] { return runsWithPredictions(*project, version); },
        [this](std::vector<RunInfo> runs) {
            m_runs = std::move(runs);
            offerRuns();
        },
        [this](const Error& error) { Q_EMIT failed(error); });
    m_find->setFocus();
}

/// The first guess is a column that is called like one of labels, else the last of few values.
void SuspectsView::offerColumns() {
    m_target->clear();
    int guess = -1;
    for (const ColumnSchema& column : m_version.schema) {
        if (!mayHoldLabels(column)) continue;
        m_target->addItem(text(column.name));
        const QString lower = text(column.name).toLower();
        const bool named = lower == QLatin1String("label") || lower == QLatin1String("class") ||
                           lower == QLatin1String("target") || lower == QLatin1String("species");
        if (named && guess < 0) guess = m_target->count() - 1;
    }
    if (guess < 0)
        for (const ColumnSchema& column : m_version.schema)
            if (column.type == ColumnType::Category) guess = m_target->findText(text(column.name));
    m_target->setCurrentIndex(std::max(guess, 0));
    m_find->setEnabled(m_target->count() > 0);
}

void SuspectsView::offerRuns() {
    const int kept = m_judge->currentIndex();
    m_judge->clear();
    m_judge->addItem(tr("A quick model over folds"));
    m_judge->addItem(m_predictions.isEmpty() ? tr("A file of predictions…") : QFileInfo(m_predictions).fileName());
    for (const RunInfo& run : m_runs) m_judge->addItem(tr("Run %1").arg(text(run.name)));
    m_judge->setCurrentIndex(kept < 0 || kept >= m_judge->count() ? QuickModel : kept);
    m_foldsField->setEnabled(m_judge->currentIndex() == QuickModel);
}

void SuspectsView::judgeChosen() {
    const int judge = m_judge->currentIndex();
    if (judge == File) {
        m_predictions = FileChoice::toOpen(this, tr("A file of predictions"), {}, tr("All files (*)"));
        if (m_predictions.isEmpty()) m_judge->setCurrentIndex(QuickModel);
        m_judge->setItemText(File, m_predictions.isEmpty() ? tr("A file of predictions…")
                                                           : QFileInfo(m_predictions).fileName());
    } else if (judge >= FirstRun) {
        const int target = m_target->findText(text(m_runs[static_cast<size_t>(judge - FirstRun)].target));
        if (target >= 0) m_target->setCurrentIndex(target);
    }
    m_foldsField->setEnabled(m_judge->currentIndex() == QuickModel);
}

void SuspectsView::find() {
    if (m_target->currentIndex() < 0) return;
    if (m_job) m_job->cancel();
    images::SuspectOptions options;
    options.target = m_target->currentText().toStdString();
    options.folds = static_cast<size_t>(m_folds->value());
    std::optional<RunInfo> run;
    if (m_judge->currentIndex() == File) options.probabilities = m_predictions.toStdString();
    if (m_judge->currentIndex() >= FirstRun) run = m_runs[static_cast<size_t>(m_judge->currentIndex() - FirstRun)];
    m_judgedBy = m_judge->currentText();
    m_labels.clear();
    m_state->setText(tr("Looking for labels of %1 that are probably wrong…").arg(text(m_version.reference())));
    m_views->setCurrentIndex(State);
    auto set = std::make_shared<std::shared_ptr<const SuspectSet>>();
    m_job = m_session->runJob(
        tr("Find suspect labels in %1").arg(text(m_version.reference())),
        [project = &m_session->project(), version = m_version, options, run,
         set](const JobContext& job) mutable -> Result<void> {
            if (run) {
                LATHE_TRY(options.probabilities, predictionsOf(*project, *run, version));
            }
            LATHE_TRY(*set, findIn(*project, version, options, job));
            return {};
        },
        this,
        [this, set](JobState state, const std::optional<Error>& error) {
            if (state == JobState::Succeeded && *set) return showSet(*set);
            m_state->setText(error ? text(error->message + (error->hint.empty() ? "" : "\n" + error->hint))
                                   : tr("The search was cancelled."));
        });
}

// What was found
// -----------------------------------------------------------------------------------------------

void SuspectsView::showSet(std::shared_ptr<const SuspectSet> set) {
    if (set->version.contentHash != m_version.contentHash) return;
    m_set = std::move(set);
    m_loader.setSource(m_set->stores);
    m_list->setColumnHidden(SuspectsModel::Picture, !m_set->pictures);
    m_list->verticalHeader()->setDefaultSectionSize(m_set->pictures ? SuspectsModel::thumbnailSide + 6 : 36);
    m_recordViews->setCurrentIndex(m_set->pictures ? 0 : 1);
    m_relabelBox->clear();
    for (const std::string& label : m_set->suspects.classes) m_relabelBox->addItem(text(label));
    const QStringList keys = QStringList{tr("A accept"), tr("K keep")} + digitKeys(m_set->suspects.classes) +
                             QStringList{tr("Delete leave out")};
    m_relabelBox->setCurrentText({});
    m_keys->setText(tr("Keys: %1").arg(keys.join(QStringLiteral(" · "))));
    m_tabs->bar()->setTabVisible(1, m_set->suspects.classes.size() <= readableClasses);
    showConfusion(*m_confusion, m_set->suspects.classes, m_set->suspects.confusion);
    showAllSuspects();
    showProgress();
}

void SuspectsView::showAllSuspects() {
    m_all->hide();
    auto rows = m_set->suspectRows();
    const auto& suspects = m_set->suspects;
    QString note =
        tr("%1 of %2 labels are in doubt")
            .arg(countText(static_cast<qint64>(rows.size())), countText(static_cast<qint64>(suspects.labels.size())));
    if (suspects.judged < suspects.labels.size())
        note += QStringLiteral(" · ") + tr("%1 rows were judged").arg(countText(static_cast<qint64>(suspects.judged)));
    note += QStringLiteral(" · ") + m_judgedBy;
    if (rows.empty()) m_tabs->setCurrentIndex(1);
    showRows(std::move(rows), note);
}

void SuspectsView::showRows(std::vector<uint64_t> rows, const QString& note) {
    m_model.setRows(m_set, std::move(rows));
    m_note->setText(note);
    m_views->setCurrentIndex(Found);
    m_list->resizeColumnsToContents();
    m_list->setColumnWidth(SuspectsModel::Picture, SuspectsModel::thumbnailSide + 16);
    for (const int number : {SuspectsModel::Given, SuspectsModel::Suggested})
        m_list->setColumnWidth(number, std::max(120, m_list->columnWidth(number)));
    if (m_model.rowCount() > 0) m_list->selectRow(0);
    m_list->setFocus();
    showCurrent();
}

std::optional<uint64_t> SuspectsView::currentRow() const {
    const QModelIndex index = m_list->currentIndex();
    if (!m_set || !index.isValid()) return std::nullopt;
    return m_model.rows()[static_cast<size_t>(index.row())];
}

void SuspectsView::showCurrent() {
    const auto row = currentRow();
    const bool can = row && !m_session->readOnly();
    for (QWidget* part : {static_cast<QWidget*>(m_accept), static_cast<QWidget*>(m_keep),
                          static_cast<QWidget*>(m_relabel), static_cast<QWidget*>(m_exclude)})
        part->setEnabled(can);
    if (!row) {
        m_title->setText(m_set ? tr("Nothing to decide") : QString());
        m_canvas->setPicture({});
        m_record->clear();
        return;
    }
    m_title->setText(
        tr("“%1”, probably “%2”").arg(text(m_model.given(*row).value_or("")), text(m_model.suggested(*row))));
    if (m_set->pictures) showPicture(*row);
    else showRecord(*row);
}

void SuspectsView::showPicture(uint64_t row) {
    m_session->load(
        this, QStringLiteral("picture"),
        [stores = m_set->stores, sha256 = m_set->pictures->rows[row].sha256]() { return readPicture(*stores, sha256); },
        [this](const images::Raster& raster) { m_canvas->setPicture(imageOf(raster)); },
        [this](const Error& error) { m_canvas->setPicture({}, text(error.message)); });
}

void SuspectsView::showRecord(uint64_t row) {
    m_session->load(
        this, QStringLiteral("record"), [file = m_set->file, row] { return file->readTable(row, 1); },
        [this](const Table& table) {
            m_record->clear();
            m_record->setHorizontalHeaderLabels({tr("Column"), tr("Value")});
            for (const Column& column : table.columns)
                m_record->appendRow(
                    {readOnlyItem(text(column.schema.name)),
                     readOnlyItem(column.isMissing(0) ? QStringLiteral("–") : text(column.display(0)))});
        },
        [this](const Error& error) { Q_EMIT failed(error); });
}

} // namespace lathe::ui
