// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/import_view.h"

#include "core/data/readers/append.h"
#include "core/data/sources/byte_source.h"
#include "ui/datasets/data_grid.h"
#include "ui/datasets/dataset_watches.h"
#include "ui/datasets/import_column_form.h"
#include "ui/datasets/import_form.h"
#include "ui/shell/session.h"
#include "ui/shell/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layouts.h"
#include "ui/widgets/segmented_tabs.h"
#include "ui/widgets/side_sheet.h"
#include "ui/widgets/table_view.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRegularExpression>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace lathe::ui {
namespace {

constexpr size_t rowsPreviewed = 200;
constexpr int previewDelay = 250;
constexpr int sheetWidth = 430;
constexpr int whyWidth = 460;

enum class WatchWhat { Nothing, File, Folder };

/// A dataset's name from a file's name: what works in "name@3" without quotes.
QString proposedName(const Path& file) {
    QString name = text((std::filesystem::is_directory(file) ? file.filename() : file.stem()).string());
    static const QRegularExpression others(QStringLiteral("[^A-Za-z0-9_.-]+"));
    name.replace(others, QStringLiteral("-"));
    while (name.startsWith(u'-')) name.remove(0, 1);
    while (name.endsWith(u'-')) name.chop(1);
    return name.isEmpty() ? QStringLiteral("dataset") : name;
}

} // namespace

ImportView::ImportView(Session& session, QWidget* parent) : QWidget(parent), m_session(session) {
    setObjectName(QStringLiteral("importView"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(makeRowsCard(), 1);

    m_sheet = new SideSheet(tr("Import a file"));
    m_sheet->setFixedWidth(sheetWidth);
    connect(m_sheet, &SideSheet::closed, this, &ImportView::close);
    QVBoxLayout* body = m_sheet->body();
    m_message = new InlineMessage;
    m_message->hide();
    connect(m_message, &InlineMessage::dismissed, m_message, &QWidget::hide);
    body->addWidget(m_message);
    body->addWidget(makeFields());
    m_reasons = new QVBoxLayout;
    m_reasons->setSpacing(4);
    body->addLayout(m_reasons);
    body->addStretch(1);
    m_sheet->layout()->addWidget(makeFooter());
    layout->addWidget(m_sheet);

    m_previewTimer.setSingleShot(true);
    m_previewTimer.setInterval(previewDelay);
    connect(&m_previewTimer, &QTimer::timeout, this, &ImportView::startPreview);
}

QWidget* ImportView::makeRowsCard() {
    m_card = new Card(tr("First rows"));
    m_card->setFlush(true);
    m_grid = new DataGrid;
    m_grid->setObjectName(QStringLiteral("importGrid"));
    m_grid->setAccessibleName(tr("First rows of the file as they would be imported"));
    connect(m_grid, &DataGrid::currentChanged, this, [this](quint64, int column) { m_columnForm->showColumn(column); });
    m_rejected = new QStandardItemModel(this);
    auto* table = new QTableView;
    table->setObjectName(QStringLiteral("importRejectedTable"));
    table->setModel(m_rejected);
    setUpTable(table, tr("Rows that would be left out"));
    m_rejected->setHorizontalHeaderLabels({tr("Line"), tr("Why"), tr("Text")});
    table->setColumnWidth(1, whyWidth);
    m_tabs = new SegmentedTabs;
    m_tabs->setObjectName(QStringLiteral("importTabs"));
    m_tabs->addTab(m_grid, tr("Rows"));
    m_leftOut = new QStackedWidget;
    m_leftOut->addWidget(new EmptyState(
        "check", tr("Nothing is left out"),
        tr("All rows shown fit. Rows further down that do not will be kept apart, each with the reason.")));
    m_leftOut->addWidget(table);
    m_tabs->addTab(m_leftOut, tr("Left out"));
    m_card->body()->addWidget(m_tabs);
    return m_card;
}

/// Stays in sight while the fields above scroll.
QWidget* ImportView::makeFooter() {
    auto* footer = new QWidget;
    auto* layout = new QVBoxLayout(footer);
    layout->setContentsMargins(16, 8, 16, 14);
    m_progress = new QProgressBar;
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress of the import"));
    m_progressText = new Label(QString(), TextRole::Caption, Tint::Muted);
    layout->addWidget(m_progress);
    layout->addWidget(m_progressText);
    auto* buttons = new QHBoxLayout;
    m_import = makeButton(tr("Import"), "download", ButtonKind::Primary);
    m_import->setObjectName(QStringLiteral("importButton"));
    connect(m_import, &QPushButton::clicked, this, &ImportView::startImport);
    m_cancel = makeButton(tr("Cancel"));
    m_cancel->setObjectName(QStringLiteral("importCancelButton"));
    connect(m_cancel, &QPushButton::clicked, this, &ImportView::close);
    buttons->addWidget(m_import);
    buttons->addWidget(m_cancel);
    buttons->addStretch(1);
    layout->addLayout(buttons);
    return footer;
}

QWidget* ImportView::makeFields() {
    m_fields = new QWidget;
    auto* layout = new QVBoxLayout(m_fields);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    auto* form = new Form;
    auto* fileLine = new QWidget;
    auto* fileLayout = new QHBoxLayout(fileLine);
    fileLayout->setContentsMargins(0, 0, 0, 0);
    m_fileName = new Label(QString(), TextRole::Body, Tint::Text);
    m_fileName->setElided(true);
    auto* another = makeButton(tr("Other file…"), "folder", ButtonKind::Quiet);
    connect(another, &QPushButton::clicked, this, &ImportView::anotherFileRequested);
    fileLayout->addWidget(m_fileName, 1);
    fileLayout->addWidget(another);
    form->addField(tr("File"), fileLine);

    addTarget(*form);
    layout->addWidget(form);

    m_form = new ImportForm;
    connect(m_form, &ImportForm::structureChanged, this, &ImportView::structureChanged);
    connect(m_form, &ImportForm::valuesChanged, &m_previewTimer, qOverload<>(&QTimer::start));
    layout->addWidget(m_form);
    m_columnForm = new ImportColumnForm;
    connect(m_columnForm, &ImportColumnForm::changed, &m_previewTimer, qOverload<>(&QTimer::start));
    layout->addWidget(m_columnForm);
    return m_fields;
}

/// Where the rows go, and whether those that come later follow them.
void ImportView::addTarget(Form& form) {
    m_name = new QLineEdit;
    m_name->setObjectName(QStringLiteral("importNameField"));
    connect(m_name, &QLineEdit::textChanged, this, &ImportView::checkName);
    form.addField(tr("Dataset"), m_name);
    m_nameNote = new Label(QString(), TextRole::Caption, Tint::Muted);
    m_nameNote->setObjectName(QStringLiteral("importNameNote"));
    form.addWidget(m_nameNote);
    m_append = new QCheckBox(tr("Append to the rows that are there"));
    m_append->setObjectName(QStringLiteral("importAppendBox"));
    m_append->setToolTip(tr(
        "The new version has the rows of the latest one and behind them those of the file; columns are matched by name."));
    connect(m_append, &QCheckBox::toggled, this, &ImportView::checkName);
    form.addWidget(m_append);
    m_watch = new QComboBox;
    m_watch->setObjectName(QStringLiteral("importWatchBox"));
    m_watch->addItem(tr("nothing", "what to watch"), static_cast<int>(WatchWhat::Nothing));
    m_watch->addItem(tr("this file", "what to watch"), static_cast<int>(WatchWhat::File));
    m_watch->addItem(tr("its folder", "what to watch"), static_cast<int>(WatchWhat::Folder));
    connect(m_watch, &QComboBox::activated, this, &ImportView::showWatchNote);
    form.addField(tr("Watch from now on"), m_watch);
    m_watchNote = new Label(QString(), TextRole::Caption, Tint::Muted);
    m_watchNote->setWordWrap(true);
    form.addWidget(m_watchNote);
}

void ImportView::setFile(const Path& file) {
    m_file = file;
    m_preview.reset();
    m_message->hide();
    m_form->reset({});
    m_columnForm->reset();
    m_tabs->setCurrentIndex(0);
    m_fileName->setText(text(file.filename().string()));
    m_fileName->setToolTip(text(file.string()));
    m_append->setChecked(false);
    m_watch->setCurrentIndex(0);
    m_watch->setEnabled(!std::filesystem::is_directory(file)); // a folder of texts is one source, not one for each file
    showWatchNote();
    m_name->setText(proposedName(file));
    m_session.load(
        this, QStringLiteral("import-names"), [project = &m_session.project()] { return Datasets(*project).list(); },
        [this](std::vector<DatasetInfo> datasets) {
            m_datasets = std::move(datasets);
            checkName();
        });
    updateState();
    m_session.load(
        this, QStringLiteral("import-members"),
        [file]() -> Result<std::vector<std::string>> {
            LATHE_TRY(const FormatGuess guess, detectFormat(file));
            return guess.format == SourceFormat::Csv ? zipMembers(file) : std::vector<std::string>();
        },
        [this](std::vector<std::string> members) {
            if (members.size() > 1) m_form->reset(members);
            startPreview();
        },
        [this](const Error& error) { showProblem(error); });
}

// What a person decides
// --------------------------------------------------------------------------------------

ImportOptions ImportView::options() const {
    ImportOptions options;
    m_form->read(options);
    m_columnForm->read(options);
    return options;
}

void ImportView::structureChanged() {
    m_columnForm->reset(); // what was said about the old columns does not hold any more
    ++m_structure;
    m_previewTimer.start();
}

void ImportView::checkName() {
    const std::string name = m_name->text().trimmed().toStdString();
    const auto known = std::find_if(m_datasets.begin(), m_datasets.end(),
                                    [&](const DatasetInfo& dataset) { return dataset.name == name; });
    m_append->setVisible(known != m_datasets.end());
    if (name.empty()) m_nameNote->setText(tr("Give the dataset a name."));
    else if (known == m_datasets.end()) m_nameNote->setText(tr("A new dataset."));
    else if (m_append->isChecked())
        m_nameNote->setText(tr("Version %1: the rows of version %2 and these.")
                                .arg(known->latestVersion + 1)
                                .arg(known->latestVersion));
    else m_nameNote->setText(tr("Becomes version %1 of this dataset.").arg(known->latestVersion + 1));
    updateState();
}

void ImportView::showWatchNote() {
    switch (static_cast<WatchWhat>(m_watch->currentData().toInt())) {
    case WatchWhat::Nothing: m_watchNote->hide(); return;
    case WatchWhat::File:
        m_watchNote->setText(
            tr("Whenever the file has changed it becomes the next version, as long as the project is open."));
        break;
    case WatchWhat::Folder:
        m_watchNote->setText(
            tr("Each new file in the folder is read like this one and appended, as long as the project is open."));
        break;
    }
    m_watchNote->show();
}

// Preview
// ----------------------------------------------------------------------------------------------------

void ImportView::startPreview() {
    m_session.load(
        this, QStringLiteral("import-preview"),
        [file = m_file, options = options()]() -> Result<std::shared_ptr<const Preview>> {
            auto preview = std::make_shared<Preview>();
            LATHE_TRY(preview->rows, previewSource(file, options, rowsPreviewed, &preview->description));
            return std::shared_ptr<const Preview>(std::move(preview));
        },
        [this, structure = m_structure](std::shared_ptr<const Preview> preview) {
            if (structure == m_structure) showPreview(std::move(preview)); // else another one is on its way
        },
        [this](const Error& error) { showProblem(error); });
}

void ImportView::showPreview(std::shared_ptr<const Preview> preview) {
    m_preview = std::move(preview);
    m_message->hide();
    const auto current = m_grid->current();
    m_grid->setSource(std::make_shared<TableRows>(m_preview->rows));
    m_grid->setProfile(std::make_shared<const DatasetProfile>(profile(m_preview->rows)));
    if (current) m_grid->setCurrent(*current);
    m_card->setNote(tr("%1 rows, %2 columns shown")
                        .arg(countText(static_cast<qint64>(m_preview->rows.rows())))
                        .arg(m_preview->rows.columns.size()));
    m_form->showFound(m_preview->description);
    m_columnForm->setColumns(m_preview->description);
    showReasons(m_preview->description.reasons);
    showRejected(m_preview->description.rejected);
    updateState();
}

void ImportView::showProblem(const Error& error) {
    m_preview.reset();
    m_grid->setSource(nullptr);
    MessageContent content = messageFor(error);
    content.dismissable = false;
    m_message->setContent(content);
    m_message->show();
    updateState();
}

void ImportView::showReasons(const std::vector<std::string>& reasons) {
    clearLayout(m_reasons);
    for (const std::string& reason : reasons) {
        auto* label = new Label(QStringLiteral("•  ") + text(reason), TextRole::Caption, Tint::Muted);
        label->setWordWrap(true);
        m_reasons->addWidget(label);
    }
}

void ImportView::showRejected(const std::vector<RejectedRow>& rejected) {
    m_rejected->removeRows(0, m_rejected->rowCount());
    for (const RejectedRow& row : rejected)
        m_rejected->appendRow(
            {readOnlyItem(QString::number(row.line)), readOnlyItem(text(row.reason)), readOnlyItem(text(row.text))});
    m_leftOut->setCurrentIndex(rejected.empty() ? 0 : 1);
    m_tabs->setTabTitle(1, rejected.empty() ? tr("Left out") : tr("Left out (%1)").arg(rejected.size()));
}

// Import
// -----------------------------------------------------------------------------------------------------

void ImportView::startImport() {
    if (m_job || !m_preview) return;
    const std::string name = m_name->text().trimmed().toStdString();
    m_message->hide();
    m_result = std::make_shared<std::optional<VersionInfo>>();
    m_importedName = name;
    m_importedOptions = options();
    const bool append = m_append->isVisibleTo(this) && m_append->isChecked();
    m_job = m_session.runJob(
        tr("Import %1").arg(m_fileName->text()),
        [project = &m_session.project(), file = m_file, name, options = m_importedOptions, append,
         result = m_result](const JobContext& job) -> Result<void> {
            LATHE_TRY(auto version, append ? appendFile(*project, file, name, options, job)
                                           : Datasets(*project).importFile(file, name, options, job));
            *result = std::move(version);
            return {};
        },
        this, [this](JobState state, const std::optional<Error>& error) { importEnded(state, error); });
    if (m_job) connect(m_job, &JobHandle::progressChanged, this, &ImportView::updateProgress);
    updateState();
}

void ImportView::importEnded(JobState state, const std::optional<Error>& error) {
    m_job = nullptr;
    updateState();
    if (state == JobState::Succeeded && m_result && *m_result) {
        startWatch();
        Q_EMIT imported(**m_result);
    } else if (state == JobState::Cancelled) {
        m_message->setContent({MessageKind::Info, tr("The import was cancelled. Nothing of it was kept.")});
        m_message->show();
    } else if (error) {
        m_message->setContent(messageFor(*error));
        m_message->show();
    }
}

void ImportView::startWatch() {
    const auto what = static_cast<WatchWhat>(m_watch->currentData().toInt());
    if (what == WatchWhat::Nothing) return;
    DatasetWatches::of(m_session).start(m_importedName, what == WatchWhat::File ? m_file : m_file.parent_path(),
                                        m_importedOptions);
}

void ImportView::updateProgress() {
    if (!m_job) return;
    const JobProgress progress = m_job->progress();
    const double fraction = progress.fraction();
    m_progress->setRange(0, fraction < 0 ? 0 : 1000);
    if (fraction >= 0) m_progress->setValue(static_cast<int>(fraction * 1000));
    m_progressText->setText(m_job->cancelling() ? tr("Cancelling…") : progressText(progress));
}

void ImportView::updateState() {
    const bool running = m_job != nullptr;
    m_fields->setEnabled(!running);
    m_progress->setVisible(running);
    m_progressText->setVisible(running);
    if (!running) m_progress->setValue(0);
    m_import->setEnabled(!running && m_preview && !m_name->text().trimmed().isEmpty() && !m_session.readOnly());
    m_import->setText(running ? tr("Importing…") : tr("Import"));
    m_cancel->setText(running ? tr("Cancel import") : tr("Cancel"));
}

void ImportView::close() {
    m_sheet->show(); // the sheet hides itself; this view goes as a whole
    if (m_job) {
        m_job->cancel();
        updateProgress();
        return;
    }
    m_previewTimer.stop();
    Q_EMIT closed();
}

} // namespace lathe::ui
