// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/image_view.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QSlider>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/images/augmentation_panel.h"
#include "ui/images/check_limits_panel.h"
#include "ui/images/duplicates_view.h"
#include "ui/images/image_canvas.h"
#include "ui/images/image_texts.h"
#include "ui/images/label_keys.h"
#include "ui/images/remembered_limits.h"
#include "ui/images/thumbnail_grid.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/search_field.h"

namespace lathe::ui {

namespace {

constexpr size_t mostFollowed = 1000;          ///< decisions in one go that the list follows one by one
enum DetailView { Picture, Variants, Limits }; ///< as m_detailViews holds them

QComboBox* makeBox(const QString& name, const QString& accessibleName) {
    auto* box = new QComboBox;
    box->setObjectName(name);
    box->setAccessibleName(accessibleName);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(6);
    return box;
}

} // namespace

ImageView::ImageView(Session& session, QWidget* parent)
    : QWidget(parent), m_session(&session), m_opening(session, this), m_checking(session, this) {
    setObjectName(QStringLiteral("imageView"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 0, 12, 8);
    layout->setSpacing(8);
    layout->addWidget(makeFilterBar());
    m_grid = new ThumbnailGrid(m_loader);
    auto* splitter = new QSplitter;
    splitter->setChildrenCollapsible(false);
    m_duplicates = new DuplicatesView(m_loader, m_labels);
    m_duplicates->setReadOnly(m_session->readOnly());
    m_gridViews = new QStackedWidget;
    m_gridViews->addWidget(m_grid);
    m_gridViews->addWidget(m_duplicates);
    splitter->addWidget(m_gridViews);
    m_detail = makeDetail();
    splitter->addWidget(m_detail);
    splitter->setStretchFactor(0, 1);
    splitter->setSizes({560, 240});
    layout->addWidget(splitter, 1);
    layout->addWidget(makeLabelBar());
    for (ThumbnailGrid* grid : {m_grid, m_duplicates->grid()}) {
        connect(grid, &ThumbnailGrid::currentChanged, this, [this, grid] {
            if (grid == shownGrid()) showCurrent(); // the other one may hold pictures of a version before
        });
        connect(grid, &ThumbnailGrid::opened, this, [this] { m_canvas->setFocus(); });
    }
    m_recheck.setSingleShot(true);
    m_recheck.setInterval(80);
    connect(&m_recheck, &QTimer::timeout, this, &ImageView::applyLimits);
    connect(m_grid, &ThumbnailGrid::keyTyped, this, &ImageView::typed);
    connect(&m_labels, &LabelSession::changed, this, &ImageView::labelsChanged);
    showProgress();
}

// Parts
// -----------------------------------------------------------------------------------------------

QWidget* ImageView::makeFilterBar() {
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    m_search = new SearchField(tr("Search names…"));
    m_search->setObjectName(QStringLiteral("imageSearch"));
    m_labelBox = makeBox(QStringLiteral("imageLabelFilter"), tr("Label"));
    m_issueBox = makeBox(QStringLiteral("imageIssueFilter"), tr("What was found"));
    m_orderBox = makeBox(QStringLiteral("imageOrder"), tr("Order"));
    for (const ImageOrder order : {ImageOrder::Path, ImageOrder::Label, ImageOrder::Sharpness, ImageOrder::Brightness,
                                   ImageOrder::Size, ImageOrder::Unlabelled, ImageOrder::Duplicates})
        m_orderBox->addItem(orderText(order), static_cast<int>(order));
    m_size = new QSlider(Qt::Horizontal);
    m_size->setObjectName(QStringLiteral("thumbnailSize"));
    m_size->setAccessibleName(tr("Size of the thumbnails"));
    m_size->setToolTip(tr("Size of the thumbnails"));
    m_size->setRange(48, 320);
    m_size->setValue(80);
    m_size->setFixedWidth(90);
    m_search->setMinimumWidth(110);
    row->addWidget(m_search, 1);
    for (QComboBox* box : {m_labelBox, m_issueBox, m_orderBox}) row->addWidget(box, 1);
    m_duplicatesButton = makeIconButton(tr("Compare duplicates side by side"), "copy");
    m_duplicatesButton->setObjectName(QStringLiteral("duplicatesButton"));
    m_duplicatesButton->setCheckable(true);
    row->addWidget(m_duplicatesButton);
    connect(m_duplicatesButton, &QToolButton::toggled, this, &ImageView::showDuplicates);
    connect(m_search, &SearchField::searchChanged, this, &ImageView::applyFilter);
    for (QComboBox* box : {m_labelBox, m_issueBox, m_orderBox})
        connect(box, &QComboBox::activated, this, &ImageView::applyFilter);
    connect(m_size, &QSlider::valueChanged, this, [this](int side) { m_grid->setThumbnailSize(side); });
    return bar;
}

QWidget* ImageView::makeDetail() {
    auto* detail = new QWidget;
    detail->setMinimumWidth(200);
    auto* column = new QVBoxLayout(detail);
    column->setContentsMargins(8, 0, 0, 0);
    column->setSpacing(4);
    auto* head = new QHBoxLayout;
    m_name = new Label({}, TextRole::CardTitle);
    m_name->setElided(true);
    head->addWidget(m_name, 1);
    m_variants = makeIconButton(tr("Variants for training"), "refresh");
    m_variants->setObjectName(QStringLiteral("variantsButton"));
    m_variants->setCheckable(true);
    m_limitsButton = makeIconButton(tr("Limits of the checks"), "filter");
    m_limitsButton->setObjectName(QStringLiteral("limitsButton"));
    m_limitsButton->setCheckable(true);
    head->addWidget(m_limitsButton);
    head->addWidget(m_variants);
    column->addLayout(head);
    m_facts = new Label({}, TextRole::Caption, Tint::Muted);
    m_facts->setWordWrap(true);
    m_facts->setObjectName(QStringLiteral("imageFacts"));
    m_issues = new Label({}, TextRole::Caption, Tint::Warn);
    m_issues->setWordWrap(true);
    m_issues->setObjectName(QStringLiteral("imageIssues"));
    m_detailViews = new QStackedWidget;
    m_canvas = new ImageCanvas;
    m_augmentation = new AugmentationPanel(*m_session);
    m_detailViews->addWidget(m_canvas);
    m_detailViews->addWidget(m_augmentation);
    m_limits = new CheckLimitsPanel;
    m_detailViews->addWidget(m_limits);
    column->addWidget(m_facts);
    column->addWidget(m_issues);
    column->addWidget(m_detailViews, 1);
    m_keys = new Label({}, TextRole::Caption, Tint::Muted);
    m_keys->setWordWrap(true);
    m_keys->setObjectName(QStringLiteral("labelKeys"));
    column->addWidget(m_keys);
    connect(m_variants, &QToolButton::toggled, this, [this](bool on) {
        showDetailView(on ? Variants : m_limitsButton->isChecked() ? Limits : Picture);
    });
    connect(m_limitsButton, &QToolButton::toggled, this, [this](bool on) {
        showDetailView(on ? Limits : m_variants->isChecked() ? Variants : Picture);
    });
    connect(m_limits, &CheckLimitsPanel::limitsChanged, &m_recheck, qOverload<>(&QTimer::start));
    connect(m_limits, &CheckLimitsPanel::issueChosen, this, &ImageView::showIssue);
    connect(m_augmentation, &AugmentationPanel::failed, this, &ImageView::failed);
    connect(m_augmentation, &AugmentationPanel::trainRequested, this, &ImageView::trainRequested);
    return detail;
}

QWidget* ImageView::makeLabelBar() {
    auto* bar = new QWidget;
    auto* column = new QVBoxLayout(bar);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    auto* state = new QHBoxLayout;
    auto* row = new QHBoxLayout;
    column->addLayout(state);
    column->addLayout(row);
    m_assignBox = makeBox(QStringLiteral("assignLabelBox"), tr("Label to assign"));
    m_assignBox->setEditable(true);
    m_assignBox->setInsertPolicy(QComboBox::NoInsert);
    m_assignBox->lineEdit()->setPlaceholderText(tr("Label"));
    m_assignBox->lineEdit()->setAccessibleName(tr("Label to assign"));
    m_assign = makeButton(tr("Assign"), "tag");
    m_assign->setObjectName(QStringLiteral("assignLabelButton"));
    m_rename = makeIconButton(tr("Give all pictures with this picture's label the label at the left"), "edit");
    m_rename->setObjectName(QStringLiteral("renameLabelButton"));
    m_exclude = makeIconButton(tr("Leave the selected pictures out of the next version"), "trash");
    m_exclude->setObjectName(QStringLiteral("excludeButton"));
    m_undo = makeIconButton(tr("Undo"), "undo");
    m_undo->setObjectName(QStringLiteral("undoLabelButton"));
    m_redo = makeIconButton(tr("Redo"), "redo");
    m_redo->setObjectName(QStringLiteral("redoLabelButton"));
    m_progress = new Label({}, TextRole::Caption, Tint::Muted);
    m_progress->setObjectName(QStringLiteral("labelProgress"));
    m_progress->setElided(true);
    m_save = makeButton(tr("Save version"), "check", ButtonKind::Primary);
    m_save->setObjectName(QStringLiteral("saveLabelsButton"));
    row->addWidget(m_assignBox);
    for (QWidget* part :
         {static_cast<QWidget*>(m_assign), static_cast<QWidget*>(m_rename), static_cast<QWidget*>(m_exclude),
          static_cast<QWidget*>(m_undo), static_cast<QWidget*>(m_redo)})
        row->addWidget(part);
    row->addStretch(1);
    row->addWidget(m_save);
    state->addWidget(m_progress, 1);
    state->addWidget(m_size);
    m_undo->setShortcut(QKeySequence::Undo);
    m_redo->setShortcut(QKeySequence::Redo);
    connect(m_assign, &QPushButton::clicked, this, [this] { assign(m_assignBox->currentText(), false); });
    connect(m_assignBox->lineEdit(), &QLineEdit::returnPressed, this,
            [this] { assign(m_assignBox->currentText(), false); });
    connect(m_rename, &QToolButton::clicked, this, &ImageView::renameLabel);
    connect(m_exclude, &QToolButton::clicked, this, &ImageView::exclude);
    connect(m_undo, &QToolButton::clicked, &m_labels, &LabelSession::undo);
    connect(m_redo, &QToolButton::clicked, &m_labels, &LabelSession::redo);
    connect(m_save, &QPushButton::clicked, this, &ImageView::save);
    return bar;
}

// What is shown
// -----------------------------------------------------------------------------------------------

void ImageView::setVersion(const VersionInfo& version) {
    if (version.contentHash == m_wanted) return;
    m_wanted = version.contentHash;
    m_opening.start(
        tr("Open the pictures of %1").arg(text(version.reference())),
        [project = &m_session->project(), version,
         limits = rememberedLimits(m_session->project().folder(), version.datasetName)](const JobContext& job) {
            return openImageSet(*project, version, limits, job);
        },
        [this](std::shared_ptr<const ImageSet> set) { show(std::move(set)); },
        [this](const Error& error) {
            m_wanted.clear();
            Q_EMIT failed(error);
        },
        [this] {
            Q_EMIT failed({ErrorKind::Cancelled,
                           tr("The pictures were not opened").toStdString(),
                           tr("Choose another version and then this one again to see them.").toStdString(),
                           {}});
        });
}

/// Finds out off the window's thread which pictures of \p set are shown, and then shows them.
void ImageView::show(std::shared_ptr<const ImageSet> set) {
    m_next = std::move(set);
    m_decidedMeanwhile.clear();
    const bool fresh = !m_set || m_set->table != m_next->table;
    m_session->load(
        this, QStringLiteral("shown"),
        [set = m_next, edits = fresh ? LabelDecisions() : m_labels.edits(),
         chosen = chosenFilter()]() -> Result<Shown> {
            LabelTally tally(*set, edits);
            ImageFilter filter = chosen;
            if (filter.label && !filter.label->empty() && !tally.has(*filter.label)) filter.label.reset();
            ShownImages pictures(*set, edits, filter);
            return Shown{std::move(tally), std::move(pictures), filter.order};
        },
        [this, fresh](Shown shown) { take(std::move(shown), fresh); });
}

void ImageView::take(Shown shown, bool fresh) {
    m_set = std::exchange(m_next, nullptr);
    m_tally = std::move(shown.tally);
    m_shown = std::move(shown.pictures);
    m_order = shown.order;
    if (fresh) {
        m_loader.setSource(m_set->stores);
        m_limits->setLimits(m_set->limits);
        const QSignalBlocker quiet(m_labels);
        m_labels.clear();
        m_decidedMeanwhile.clear();
    }
    m_tally.update(*m_set, m_labels.edits(), m_decidedMeanwhile);
    m_shown.update(*m_set, m_labels.edits(), m_decidedMeanwhile);
    m_limits->setReport(m_set->report);
    m_duplicates->setSet(m_set);
    fillChoices();
    showFiltered();
    showProgress();
}

void ImageView::labelsChanged(const std::vector<uint64_t>& rows) {
    if (!m_set) return;
    if (rows.size() > mostFollowed) return applyFilter();
    if (m_next) m_decidedMeanwhile.insert(m_decidedMeanwhile.end(), rows.begin(), rows.end());
    if (m_tally.update(*m_set, m_labels.edits(), rows)) { // a label more or less to choose and filter by
        const QVariant chosen = m_labelBox->currentData();
        fillChoices();
        if (m_labelBox->currentData() != chosen) return applyFilter();
    }
    if (m_shown.update(*m_set, m_labels.edits(), rows)) showFiltered();
    else m_grid->setEdits(m_labels.edits());
    showProgress();
}

/// Checks the same pictures anew; the figures beside the limits follow.
void ImageView::applyLimits() {
    if (!m_set) return;
    rememberLimits(m_session->project().folder(), m_set->version.datasetName, m_limits->limits());
    m_checking.start(
        tr("Check the pictures of %1").arg(text(m_set->version.reference())),
        [set = m_set, limits = m_limits->limits()](const JobContext& job) { return checkedAnew(*set, limits, job); },
        [this](std::shared_ptr<const ImageSet> set) {
            if (set->table == m_set->table) show(std::move(set));
        },
        [this](const Error& error) { Q_EMIT failed(error); });
}

void ImageView::showIssue(images::Issue issue) {
    const int index = m_issueBox->findData(static_cast<int>(issue));
    m_issueBox->setCurrentIndex(std::max(0, index));
    m_duplicatesButton->setChecked(false);
    applyFilter();
}

void ImageView::showDuplicates(bool on) {
    m_gridViews->setCurrentIndex(on ? 1 : 0);
    for (QWidget* part : {static_cast<QWidget*>(m_search), static_cast<QWidget*>(m_labelBox),
                          static_cast<QWidget*>(m_issueBox), static_cast<QWidget*>(m_orderBox)})
        part->setEnabled(!on);
    m_size->setEnabled(!on);
    m_detail->setVisible(!on); // the pictures of a group need the room beside each other
    shownGrid()->setFocus();
    showCurrent();
}

void ImageView::showDetailView(int view) {
    const QSignalBlocker quietVariants(m_variants);
    const QSignalBlocker quietLimits(m_limitsButton);
    m_variants->setChecked(view == Variants);
    m_limitsButton->setChecked(view == Limits);
    m_detailViews->setCurrentIndex(view);
    showCurrent();
}

ThumbnailGrid* ImageView::shownGrid() const { return m_gridViews->currentIndex() == 1 ? m_duplicates->grid() : m_grid; }

void ImageView::fillChoices() {
    if (!m_set) return;
    m_classes = m_tally.labels();
    const auto refill = [](QComboBox* box, const auto& fill) {
        const QSignalBlocker quiet(box);
        const QVariant before = box->currentData();
        box->clear();
        fill();
        box->setCurrentIndex(std::max(0, box->findData(before)));
    };
    refill(m_labelBox, [&] {
        m_labelBox->addItem(tr("All labels"));
        for (const std::string& label : m_classes) m_labelBox->addItem(text(label), text(label));
        m_labelBox->addItem(tr("Without a label"), QString(QLatin1String("")));
    });
    refill(m_issueBox, [&] {
        m_issueBox->addItem(tr("All pictures"));
        for (size_t i = 0; i < images::issueCount; ++i) {
            const auto issue = static_cast<images::Issue>(i);
            const auto count = static_cast<qint64>(m_set->report.of(issue).size());
            if (count > 0)
                m_issueBox->addItem(QStringLiteral("%1 (%2)").arg(issueText(issue), countText(count)),
                                    static_cast<int>(i));
        }
    });
    const QString typedText = m_assignBox->currentText();
    m_assignBox->clear();
    for (const std::string& label : m_classes) m_assignBox->addItem(text(label));
    m_assignBox->setCurrentText(typedText);
    const QStringList keys = digitKeys(m_classes);
    m_keys->setText(keys.isEmpty() ? tr("Type a label below and press Return; then the keys 1 to 9 assign it.")
                                   : tr("Keys: %1").arg(keys.join(QStringLiteral(" · "))));
}

ImageFilter ImageView::chosenFilter() const {
    ImageFilter filter;
    if (m_labelBox->currentIndex() > 0) filter.label = m_labelBox->currentData().toString().toStdString();
    if (m_issueBox->currentIndex() > 0) filter.issue = static_cast<images::Issue>(m_issueBox->currentData().toInt());
    filter.text = m_search->text();
    filter.order = static_cast<ImageOrder>(m_orderBox->currentData().toInt());
    const bool duplicates =
        filter.issue && (*filter.issue == images::Issue::Duplicate || *filter.issue == images::Issue::NearDuplicate ||
                         *filter.issue == images::Issue::LabelConflict || *filter.issue == images::Issue::Leakage);
    if (duplicates) filter.order = ImageOrder::Duplicates;
    return filter;
}

void ImageView::applyFilter() {
    if (m_next || m_set) show(m_next ? m_next : m_set);
}

void ImageView::showFiltered() {
    m_grid->setPictures(m_set, m_shown.indices(), m_labels.edits(), sectionsOf(*m_set, m_shown.indices(), m_order));
}

void ImageView::showProgress() {
    const auto changes = static_cast<qint64>(m_labels.edits().size());
    const auto all = static_cast<qint64>(m_set ? m_set->table->rows.size() : 0);
    QString words = tr("%1 of %2 labelled").arg(countText(static_cast<qint64>(m_tally.labelled())), countText(all));
    if (changes > 0) words += QStringLiteral(" · ") + tr("%n change(s)", nullptr, static_cast<int>(changes));
    m_progress->setText(words);
    const bool writable = !m_session->readOnly();
    m_undo->setEnabled(m_labels.canUndo());
    m_redo->setEnabled(m_labels.canRedo());
    m_save->setEnabled(writable && changes > 0);
}

void ImageView::showCurrent() {
    const auto current = shownGrid()->current();
    const size_t selected = shownGrid()->selection().size();
    for (QWidget* part :
         {static_cast<QWidget*>(m_assign), static_cast<QWidget*>(m_exclude), static_cast<QWidget*>(m_rename)})
        part->setEnabled(selected > 0 && !m_session->readOnly());
    if (!m_set || !current) {
        m_name->setText({});
        m_facts->setText({});
        m_issues->setText({});
        m_canvas->setPicture({});
        return;
    }
    const images::ImageRow& row = m_set->table->rows[*current];
    m_name->setText(text(row.path));
    QString facts = sizeText(row);
    if (row.status != images::Status::Broken)
        facts +=
            QStringLiteral("\n") + tr("sharpness %1 · brightness %2 · contrast %3")
                                       .arg(numberText(row.quality.sharpness, 4), numberText(row.quality.brightness, 2),
                                            numberText(row.quality.contrast, 2));
    if (selected > 1) facts += QStringLiteral("\n") + tr("%n picture(s) selected", nullptr, static_cast<int>(selected));
    m_facts->setText(facts);
    QStringList issues;
    for (const images::Issue issue : m_set->issuesOf(*current)) issues << issueText(issue);
    if (!row.reason.empty()) issues << text(row.reason);
    m_issues->setText(issues.join(QStringLiteral(" · ")));
    m_issues->setVisible(!issues.isEmpty());
    showDetail(*current);
}

void ImageView::showDetail(size_t index) {
    m_session->load(
        this, QStringLiteral("picture"),
        [stores = m_set->stores, sha256 = m_set->table->rows[index].sha256]() { return readPicture(*stores, sha256); },
        [this](images::Raster raster) {
            if (m_variants->isChecked()) m_augmentation->setPicture(raster);
            m_canvas->setPicture(imageOf(raster));
        },
        [this](const Error& error) {
            m_canvas->setPicture({}, text(error.message));
            m_augmentation->setPicture({});
        });
}

// Labels
// -----------------------------------------------------------------------------------------------

std::vector<uint64_t> ImageView::selectedRows() const {
    std::vector<uint64_t> rows;
    for (const size_t index : shownGrid()->selection()) rows.push_back(m_set->table->rows[index].row);
    return rows;
}

void ImageView::assign(const QString& label, bool goOn) {
    if (!m_set || m_session->readOnly()) return;
    const QString word = label.trimmed();
    images::LabelEdit edit;
    if (!word.isEmpty()) edit.label = word.toStdString();
    const auto before = m_grid->current();
    m_labels.set(selectedRows(), edit);
    // With a filter by label the picture may have left by itself.
    if (goOn && m_grid->current() == before) m_grid->move(1);
}

void ImageView::exclude() {
    if (!m_set || m_session->readOnly()) return;
    m_labels.set(selectedRows(), {std::nullopt, true});
}

void ImageView::renameLabel() {
    const auto current = shownGrid()->current();
    const QString word = m_assignBox->currentText().trimmed();
    if (!m_set || !current || word.isEmpty()) return;
    if (const auto old = labelAfter(*m_set, m_labels.edits(), *current)) relabel(*old, word.toStdString());
}

void ImageView::relabel(const std::string& old, const std::string& label) {
    m_session->load(
        this, QStringLiteral("rename"),
        [set = m_set, edits = m_labels.edits(), old, label]() -> Result<LabelStep> {
            std::vector<std::pair<uint64_t, LabelDecision>> decisions;
            for (size_t i = 0; i < set->table->rows.size(); ++i)
                if (labelAfter(*set, edits, i) == old)
                    decisions.emplace_back(set->table->rows[i].row, images::LabelEdit{label, false});
            return LabelStep(edits, decisions);
        },
        [this, set = m_set, old, label](LabelStep step) {
            if (set->table != m_set->table) return;
            if (!m_labels.take(std::move(step))) relabel(old, label); // something was decided meanwhile
        });
}

void ImageView::typed(QKeyEvent* event) {
    if (event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) return;
    const int key = event->key();
    if (key == Qt::Key_Delete || key == Qt::Key_Backspace) {
        event->accept();
        if (key == Qt::Key_Delete) exclude();
        else assign({}, true);
        return;
    }
    const QString typedText = event->text().toLower();
    if (typedText.size() != 1 || !typedText[0].isLetterOrNumber()) return;
    event->accept();
    if (key >= Qt::Key_0 && key <= Qt::Key_9) {
        if (const QString label = labelOfDigit(m_classes, key - Qt::Key_0); !label.isEmpty()) assign(label, true);
        return;
    }
    std::vector<QString> fitting;
    for (const std::string& label : m_classes)
        if (text(label).toLower().startsWith(typedText)) fitting.push_back(text(label));
    if (fitting.size() == 1) assign(fitting.front(), true);
    else if (fitting.size() > 1)
        m_progress->setText(tr("Several labels begin with “%1”: use the digits.").arg(typedText));
}

void ImageView::save() {
    if (!m_set || !hasChanges()) return;
    m_save->setEnabled(false);
    auto made = std::make_shared<std::optional<VersionInfo>>();
    m_session->runJob(
        tr("Save the labels of %1").arg(text(m_set->version.reference())),
        [project = &m_session->project(), parent = m_set->version, edits = m_labels.edits(),
         made](const JobContext& job) -> Result<void> {
            LATHE_TRY(*made, images::applyLabelEdits(*project, parent, images::columns::label, edits.all(), job));
            return {};
        },
        this,
        [this, made](JobState state, const std::optional<Error>& error) {
            showProgress();
            if (state == JobState::Failed && error) Q_EMIT failed(*error);
            if (state == JobState::Succeeded && *made) Q_EMIT versionMade(**made);
        });
}

} // namespace lathe::ui
