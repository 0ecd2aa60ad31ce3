// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/import_view.h"

#include "ui/datasets/column_types.h"
#include "ui/datasets/data_grid.h"
#include "ui/shell/session.h"
#include "ui/shell/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/label.h"
#include "ui/widgets/side_sheet.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace lathe::ui {
namespace {

constexpr size_t rowsPreviewed = 200;
constexpr int previewDelay = 250;
constexpr int sheetWidth = 380;
/// Data of the entry that leaves the decision to the reader.
const QString automatic = QStringLiteral("auto");

/// A dataset's name from a file's name: what works in "name@3" without quotes.
QString proposedName(const Path& file) {
    QString name = text(file.stem().string());
    static const QRegularExpression others(QStringLiteral("[^A-Za-z0-9_.-]+"));
    name.replace(others, QStringLiteral("-"));
    while (name.startsWith(u'-')) name.remove(0, 1);
    while (name.endsWith(u'-')) name.chop(1);
    return name.isEmpty() ? QStringLiteral("dataset") : name;
}

/// The marks in a line of text, separated by blanks; "" stands for the empty field.
std::vector<std::string> marksFrom(const QString& line) {
    std::vector<std::string> marks;
    for (const QString& mark : line.split(u' ', Qt::SkipEmptyParts))
        marks.push_back(mark == u"\"\"" ? std::string() : mark.toStdString());
    return marks;
}

QString marksText(const std::vector<std::string>& marks) {
    QStringList words;
    for (const std::string& mark : marks) words << (mark.empty() ? QStringLiteral("\"\"") : text(mark));
    return words.join(u' ');
}

QComboBox* makeBox(const char* objectName, const QList<QPair<QString, QString>>& entries) {
    auto* box = new QComboBox;
    box->setObjectName(QString::fromLatin1(objectName));
    for (const auto& [data, label] : entries) box->addItem(label, data);
    return box;
}

/// Shows what the reader found beside "Detected".
void showFound(QComboBox* box, const QString& found) {
    const QString name = box->itemText(std::max(0, box->findData(found)));
    box->setItemText(0, found.isEmpty() || box->findData(found) < 0
                            ? ImportView::tr("Detected")
                            : ImportView::tr("Detected: %1").arg(name));
}

} // namespace

ImportView::ImportView(Session& session, QWidget* parent) : QWidget(parent), m_session(session) {
    setObjectName(QStringLiteral("importView"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    m_card = new Card(tr("First rows"));
    m_card->setFlush(true);
    m_grid = new DataGrid;
    m_grid->setObjectName(QStringLiteral("importGrid"));
    m_grid->setAccessibleName(tr("First rows of the file as they would be imported"));
    connect(m_grid, &DataGrid::currentChanged, this, [this](quint64, int column) { showColumn(column); });
    m_card->body()->addWidget(m_grid);
    layout->addWidget(m_card, 1);

    m_sheet = new SideSheet(tr("Import a CSV file"));
    m_sheet->setFixedWidth(sheetWidth);
    connect(m_sheet, &SideSheet::closed, this, &ImportView::close);
    QVBoxLayout* body = m_sheet->body();
    m_message = new InlineMessage;
    m_message->hide();
    connect(m_message, &InlineMessage::dismissed, m_message, &QWidget::hide);
    body->addWidget(m_message);
    auto* form = new Form;
    m_fields = form;
    buildForm(*form);
    buildColumnForm(*form);
    body->addWidget(form);
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

void ImportView::buildForm(Form& form) {
    auto* fileLine = new QWidget;
    auto* fileLayout = new QHBoxLayout(fileLine);
    fileLayout->setContentsMargins(0, 0, 0, 0);
    m_fileName = new Label(QString(), TextRole::Body, Tint::Text);
    m_fileName->setElided(true);
    auto* another = makeButton(tr("Other file…"), "folder", ButtonKind::Quiet);
    connect(another, &QPushButton::clicked, this, &ImportView::anotherFileRequested);
    fileLayout->addWidget(m_fileName, 1);
    fileLayout->addWidget(another);
    form.addField(tr("File"), fileLine);

    m_name = new QLineEdit;
    m_name->setObjectName(QStringLiteral("importNameField"));
    connect(m_name, &QLineEdit::textChanged, this, &ImportView::checkName);
    form.addField(tr("Dataset"), m_name);
    m_nameNote = new Label(QString(), TextRole::Caption, Tint::Muted);
    m_nameNote->setObjectName(QStringLiteral("importNameNote"));
    form.addWidget(m_nameNote);

    m_delimiter = makeBox("importDelimiterBox", {{automatic, tr("Detected")},
                                                 {QStringLiteral(","), tr("comma ,")},
                                                 {QStringLiteral(";"), tr("semicolon ;")},
                                                 {QStringLiteral("\t"), tr("tab")},
                                                 {QStringLiteral("|"), tr("bar |")},
                                                 {QStringLiteral(" "), tr("blank")},
                                                 {QStringLiteral(":"), tr("colon :")}});
    m_quote = makeBox("importQuoteBox", {{automatic, tr("Detected")},
                                         {QStringLiteral("\""), tr("double \"")},
                                         {QStringLiteral("'"), tr("single '")},
                                         {QStringLiteral("none"), tr("none")}});
    form.addRow({{tr("Delimiter"), m_delimiter}, {tr("Quote"), m_quote}});
    m_header = makeBox("importHeaderBox", {{automatic, tr("Detected")},
                                           {QStringLiteral("yes"), tr("header", "the first line")},
                                           {QStringLiteral("no"), tr("data", "the first line")}});
    m_encoding =
        makeBox("importEncodingBox", {{automatic, tr("Detected")},
                                      {QStringLiteral("utf-8"), QStringLiteral("UTF-8")},
                                      {QStringLiteral("utf-16le"), QStringLiteral("UTF-16 LE")},
                                      {QStringLiteral("utf-16be"), QStringLiteral("UTF-16 BE")},
                                      {QStringLiteral("latin-1"), QStringLiteral("Latin-1")},
                                      {QStringLiteral("windows-1252"), QStringLiteral("Windows-1252")}});
    form.addRow({{tr("First line"), m_header}, {tr("Encoding"), m_encoding}});
    m_skip = new QSpinBox;
    m_skip->setObjectName(QStringLiteral("importSkipBox"));
    m_skip->setRange(0, 1'000'000);
    m_missing = new QLineEdit(marksText(CsvOptions().missingMarks));
    m_missing->setObjectName(QStringLiteral("importMissingField"));
    m_missing->setCursorPosition(0);
    m_missing->setToolTip(
        tr("Texts that stand for a missing value, separated by blanks; \"\" is the empty field."));
    form.addRow({{tr("Lines to skip"), m_skip}, {tr("Missing values"), m_missing}});
    for (QComboBox* box : {m_delimiter, m_quote, m_header, m_encoding})
        connect(box, &QComboBox::activated, this, &ImportView::structureChanged);
    connect(m_skip, &QSpinBox::valueChanged, this, &ImportView::structureChanged);
    connect(m_missing, &QLineEdit::textEdited, this, [this] { m_previewTimer.start(); });
}

void ImportView::buildColumnForm(Form& form) {
    m_columnTitle = new Label(QString(), TextRole::CardTitle);
    m_columnTitle->setElided(true);
    form.addWidget(m_columnTitle);
    m_columnName = new QLineEdit;
    m_columnName->setObjectName(QStringLiteral("importColumnNameField"));
    connect(m_columnName, &QLineEdit::textEdited, this, &ImportView::nameEdited);
    m_columnType = makeBox("importColumnTypeBox", {{automatic, tr("Detected")}});
    for (const ColumnType type :
         {ColumnType::Boolean, ColumnType::Integer, ColumnType::Real, ColumnType::Category, ColumnType::Text,
          ColumnType::Date, ColumnType::Timestamp})
        m_columnType->addItem(icon(columnTypeIcon(type)), columnTypeName(type),
                              QString::fromLatin1(toString(type)));
    connect(m_columnType, &QComboBox::activated, this, &ImportView::typeChosen);
    form.addRow({{tr("Name"), m_columnName}, {tr("Type"), m_columnType}});
}

void ImportView::setFile(const Path& file) {
    m_file = file;
    m_names.clear();
    m_types.clear();
    m_preview.reset();
    m_message->hide();
    m_column = 0;
    for (QComboBox* box : {m_delimiter, m_quote, m_header, m_encoding}) box->setCurrentIndex(0);
    const QSignalBlocker quiet(m_skip);
    m_skip->setValue(0);
    m_fileName->setText(text(file.filename().string()));
    m_fileName->setToolTip(text(file.string()));
    m_name->setText(proposedName(file));
    m_session.load(
        this, QStringLiteral("import-names"),
        [project = &m_session.project()] { return Datasets(*project).list(); },
        [this](std::vector<DatasetInfo> datasets) {
            m_datasets = std::move(datasets);
            checkName();
        });
    updateState();
    startPreview();
}

// What a person decides
// --------------------------------------------------------------------------------------

CsvOptions ImportView::options() const {
    CsvOptions options;
    const auto chosen = [](const QComboBox* box) {
        const QString entry = box->currentData().toString();
        return entry == automatic ? std::optional<QString>() : std::optional(entry);
    };
    if (const auto delimiter = chosen(m_delimiter)) options.delimiter = delimiter->at(0).toLatin1();
    if (const auto quote = chosen(m_quote))
        options.quote = *quote == u"none" ? '\0' : quote->at(0).toLatin1();
    if (const auto header = chosen(m_header)) options.header = *header == u"yes";
    if (const auto encoding = chosen(m_encoding)) options.encoding = encoding->toStdString();
    options.skipRows = static_cast<uint64_t>(m_skip->value());
    options.missingMarks = marksFrom(m_missing->text());
    if (!m_preview) return options;
    std::vector<std::string> names;
    for (const ColumnSchema& column : m_preview->dialect.columns) names.push_back(column.name);
    for (const auto& [place, name] : m_names)
        if (static_cast<size_t>(place) < names.size()) names[static_cast<size_t>(place)] = name;
    if (!m_names.empty()) options.names = names;
    for (const auto& [place, type] : m_types)
        if (static_cast<size_t>(place) < names.size())
            options.types[names[static_cast<size_t>(place)]] = type;
    return options;
}

void ImportView::structureChanged() {
    // Other columns may come out of it: what was said about the old ones does not hold any more.
    m_names.clear();
    m_types.clear();
    m_previewTimer.start();
}

void ImportView::nameEdited(const QString& name) {
    if (name.trimmed().isEmpty())
        m_names.erase(m_column);
    else
        m_names[m_column] = name.trimmed().toStdString();
    m_previewTimer.start();
}

void ImportView::typeChosen() {
    const auto type = columnTypeFromText(m_columnType->currentData().toString().toStdString());
    if (type)
        m_types[m_column] = *type;
    else
        m_types.erase(m_column);
    m_previewTimer.start();
}

void ImportView::checkName() {
    const std::string name = m_name->text().trimmed().toStdString();
    const auto known = std::find_if(m_datasets.begin(), m_datasets.end(),
                                    [&](const DatasetInfo& dataset) { return dataset.name == name; });
    if (name.empty())
        m_nameNote->setText(tr("Give the dataset a name."));
    else if (known == m_datasets.end())
        m_nameNote->setText(tr("A new dataset."));
    else
        m_nameNote->setText(tr("Becomes version %1 of this dataset.").arg(known->latestVersion + 1));
    updateState();
}

// Preview
// ----------------------------------------------------------------------------------------------------

void ImportView::startPreview() {
    m_session.load(
        this, QStringLiteral("import-preview"),
        [file = m_file, options = options()]() -> Result<std::shared_ptr<const Preview>> {
            auto preview = std::make_shared<Preview>();
            LATHE_TRY(preview->rows, previewCsv(file, options, rowsPreviewed, &preview->dialect));
            return std::shared_ptr<const Preview>(std::move(preview));
        },
        [this](std::shared_ptr<const Preview> preview) { showPreview(std::move(preview)); },
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
    showDetected(m_preview->dialect);
    showColumn(std::min(m_column, static_cast<int>(m_preview->dialect.columns.size()) - 1));
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

void ImportView::showDetected(const CsvDialect& dialect) {
    showFound(m_delimiter, QString(QChar::fromLatin1(dialect.delimiter)));
    showFound(m_quote,
              dialect.quote == '\0' ? QStringLiteral("none") : QString(QChar::fromLatin1(dialect.quote)));
    showFound(m_header, dialect.header ? QStringLiteral("yes") : QStringLiteral("no"));
    showFound(m_encoding, text(dialect.encoding));
    while (QLayoutItem* item = m_reasons->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    for (const std::string& reason : dialect.reasons) {
        auto* label = new Label(QStringLiteral("•  ") + text(reason), TextRole::Caption, Tint::Muted);
        label->setWordWrap(true);
        m_reasons->addWidget(label);
    }
}

void ImportView::showColumn(int column) {
    if (!m_preview || column < 0 || static_cast<size_t>(column) >= m_preview->dialect.columns.size()) return;
    m_column = column;
    const ColumnSchema& schema = m_preview->dialect.columns[static_cast<size_t>(column)];
    m_columnTitle->setText(tr("Column %1: %2").arg(column + 1).arg(text(schema.name)));
    if (!m_columnName->hasFocus()) m_columnName->setText(text(schema.name));
    const auto type = m_types.find(column);
    m_columnType->setItemText(0, type == m_types.end() ? tr("Detected: %1").arg(columnTypeName(schema.type))
                                                       : tr("Detected"));
    m_columnType->setCurrentIndex(
        type == m_types.end() ? 0 : m_columnType->findData(QString::fromLatin1(toString(type->second))));
}

// Import
// -----------------------------------------------------------------------------------------------------

void ImportView::startImport() {
    if (m_job || !m_preview) return;
    const std::string name = m_name->text().trimmed().toStdString();
    m_message->hide();
    m_result = std::make_shared<std::optional<VersionInfo>>();
    m_job = m_session.runJob(
        tr("Import %1").arg(m_fileName->text()),
        [project = &m_session.project(), file = m_file, name, options = options(),
         result = m_result](const JobContext& job) -> Result<void> {
            LATHE_TRY(auto version, Datasets(*project).importCsv(file, name, options, job));
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
        Q_EMIT imported(**m_result);
    } else if (state == JobState::Cancelled) {
        m_message->setContent({MessageKind::Info, tr("The import was cancelled. Nothing of it was kept.")});
        m_message->show();
    } else if (error) {
        m_message->setContent(messageFor(*error));
        m_message->show();
    }
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
    m_import->setEnabled(!running && m_preview && !m_name->text().trimmed().isEmpty() &&
                         !m_session.readOnly());
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
