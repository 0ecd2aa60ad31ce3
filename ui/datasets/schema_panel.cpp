// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/schema_panel.h"

#include "core/base/config.h"
#include "core/base/text.h"
#include "ui/widgets/file_choice.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layouts.h"
#include "ui/widgets/table_view.h"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStandardItemModel>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <iterator>

namespace lathe::ui {

namespace {

/// A reason of TensorFlow Data Validation as people call it, and what it says of its arguments.
struct AnomalyText {
    const char* type;
    const char* name;
    const char* form;
};

constexpr AnomalyText anomalyTexts[] = {
    {"SCHEMA_NEW_COLUMN", QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "New column"),
     QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "The data has a column that the schema does not know.")},
    {"SCHEMA_MISSING_COLUMN", QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "Column missing"),
     QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "The schema requires the column, the data has none of this name.")},
    {"FEATURE_TYPE_NOT_PRESENT", QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "No values"),
     QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "The column has no value at all.")},
    {"FEATURE_TYPE_LOW_FRACTION_PRESENT", QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "Too many gaps"),
     QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "The column has a value in %1 of the rows, expected at least %2.")},
    {"FEATURE_TYPE_LOW_NUMBER_PRESENT", QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "Too few values"),
     QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "The column has %1 values, expected at least %2.")},
    {"FEATURE_TYPE_LOW_UNIQUE", QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "Too few different values"),
     QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "%1 different values, expected at least %2.")},
    {"FEATURE_TYPE_HIGH_UNIQUE", QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "Too many different values"),
     QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "%1 different values, expected at most %2.")},
    {"ENUM_TYPE_UNEXPECTED_STRING_VALUES", QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "Unexpected values"),
     QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "%1 of the values are not in the domain: %2.")},
    {"INT_TYPE_SMALL_INT", QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "Too small"),
     QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "The least value is %1, expected at least %2.")},
    {"FLOAT_TYPE_SMALL_FLOAT", QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "Too small"),
     QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "The least value is %1, expected at least %2.")},
    {"INT_TYPE_BIG_INT", QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "Too large"),
     QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "The greatest value is %1, expected at most %2.")},
    {"FLOAT_TYPE_BIG_FLOAT", QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "Too large"),
     QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "The greatest value is %1, expected at most %2.")},
    {"FLOAT_TYPE_HAS_INF", QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "Infinite values"),
     QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "The column holds infinite values.")},
    {"UNEXPECTED_DATA_TYPE", QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "Another type"),
     QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "Expected data of type %1 but got %2.")},
    {"COMPARATOR_L_INFTY_HIGH", QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "Drifted"),
     QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "%1 is %2, above the threshold %3.")},
    {"COMPARATOR_JENSEN_SHANNON_DIVERGENCE_HIGH", QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "Drifted"),
     QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "%1 is %2, above the threshold %3.")},
    {"COMPARATOR_NORMALIZED_ABSOLUTE_DIFFERENCE_HIGH", QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "Drifted"),
     QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "%1 is %2, above the threshold %3.")},
    {"COMPARATOR_CONTROL_DATA_MISSING", QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "Nothing to compare with"),
     QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel",
                       "The data it is compared with has no such column, or no value in it.")},
    {"STATS_NOT_AVAILABLE", QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "Cannot be compared"),
     QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel",
                       "The column has too many different texts, or another type in the data it is compared with.")},
    {"DATASET_LOW_NUM_EXAMPLES", QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "Too few rows"),
     QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "%1 rows, expected at least %2.")},
    {"DATASET_HIGH_NUM_EXAMPLES", QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "Too many rows"),
     QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "%1 rows, expected at most %2.")},
    {"COMPARATOR_LOW_NUM_EXAMPLES", QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "Fewer rows than before"),
     QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "%1 times the rows of the previous span, expected at least %2.")},
    {"COMPARATOR_HIGH_NUM_EXAMPLES", QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "More rows than before"),
     QT_TRANSLATE_NOOP("lathe::ui::SchemaPanel", "%1 times the rows of the previous span, expected at most %2.")},
};

const AnomalyText* textOf(const AnomalyReason& reason) {
    const auto* const found = std::find_if(std::begin(anomalyTexts), std::end(anomalyTexts),
                                           [&](const AnomalyText& each) { return reason.type == each.type; });
    return found == std::end(anomalyTexts) ? nullptr : found;
}

QString anomalyName(const AnomalyReason& reason) {
    const AnomalyText* known = textOf(reason);
    return known ? SchemaPanel::tr(known->name) : text(reason.shortDescription);
}

QString anomalyDescription(const AnomalyReason& reason) {
    const AnomalyText* known = textOf(reason);
    if (!known) return text(reason.description);
    QString description = SchemaPanel::tr(known->form);
    for (size_t i = 0; i < reason.arguments.size(); ++i) { // texts of the data, which may hold anything, are last
        const auto number = parseNumber(reason.arguments[i]);
        description.replace(QStringLiteral("%%1").arg(i + 1), number ? numberText(*number) : text(reason.arguments[i]));
    }
    return description;
}

} // namespace

SchemaPanel::SchemaPanel(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_model(new QStandardItemModel(this)) {
    setObjectName(QStringLiteral("schemaPanel"));
    auto* layout = tightColumn(this);
    layout->setSpacing(8);
    layout->addWidget(makeToolBar());
    m_note = new Label({}, TextRole::Caption, Tint::Muted);
    m_note->setObjectName(QStringLiteral("schemaNote"));
    m_note->setWordWrap(true);
    layout->addWidget(m_note);
    m_text = new QPlainTextEdit;
    m_text->setObjectName(QStringLiteral("schemaText"));
    m_text->setAccessibleName(tr("Schema"));
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setTabChangesFocus(true);
    connect(m_text, &QPlainTextEdit::textChanged, this,
            [this] { m_check->setEnabled(!m_job && !m_text->document()->isEmpty()); });
    m_anomalies = new QTableView;
    m_anomalies->setObjectName(QStringLiteral("schemaAnomalies"));
    m_anomalies->setModel(m_model);
    setUpTable(m_anomalies, tr("Anomalies"));
    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_text);
    splitter->addWidget(m_anomalies);
    layout->addWidget(splitter, 1);
    say(tr(
        "What every column must be: type, presence, domain, and how far it may drift. Infer it from a good version, correct it, and check others."));
}

QWidget* SchemaPanel::makeToolBar() {
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    auto* back = makeIconButton(tr("Back to the checks"), "chevron-left");
    back->setObjectName(QStringLiteral("schemaCloseButton"));
    connect(back, &QToolButton::clicked, this, &SchemaPanel::closed);
    row->addWidget(back);
    m_check = makeButton(tr("Find anomalies"), "shield", ButtonKind::Primary);
    m_check->setObjectName(QStringLiteral("schemaCheckButton"));
    m_check->setEnabled(false);
    connect(m_check, &QPushButton::clicked, this, &SchemaPanel::check);
    row->addWidget(m_check);
    m_infer = makeButton(tr("Infer"), "search");
    m_infer->setObjectName(QStringLiteral("schemaInferButton"));
    m_infer->setToolTip(tr("Infer the schema from this version"));
    connect(m_infer, &QPushButton::clicked, this, &SchemaPanel::infer);
    row->addWidget(m_infer);
    row->addStretch(1);
    m_cancel = makeIconButton(tr("Cancel"), "close");
    m_cancel->setObjectName(QStringLiteral("schemaCancelButton"));
    m_cancel->hide();
    connect(m_cancel, &QToolButton::clicked, this, [this] {
        if (m_job) m_job->cancel();
    });
    row->addWidget(m_cancel);
    auto* open = makeIconButton(tr("Open a schema file…"), "upload");
    open->setObjectName(QStringLiteral("schemaOpenButton"));
    connect(open, &QToolButton::clicked, this, &SchemaPanel::openFile);
    row->addWidget(open);
    auto* save = makeIconButton(tr("Save as a file…"), "download");
    save->setObjectName(QStringLiteral("schemaSaveButton"));
    connect(save, &QToolButton::clicked, this, &SchemaPanel::saveFile);
    row->addWidget(save);
    return bar;
}

/// The text stays: it is there to check other versions with.
void SchemaPanel::setVersion(std::shared_ptr<const OpenVersion> version) {
    m_version = std::move(version);
    if (m_job) m_job->cancel();
    m_model->clear();
}

void SchemaPanel::say(const QString& text, bool wrong) {
    m_note->setTint(wrong ? Tint::Bad : Tint::Muted);
    m_note->setText(text);
}

void SchemaPanel::runJob(const QString& title, Session::Work work, const std::function<void()>& succeeded) {
    m_infer->setEnabled(false);
    m_check->setEnabled(false);
    m_cancel->show();
    m_job = m_session.runJob(title, std::move(work), this,
                             [this, succeeded](JobState state, const std::optional<Error>& error) {
                                 m_job.clear();
                                 m_cancel->hide();
                                 m_infer->setEnabled(true);
                                 m_check->setEnabled(!m_text->document()->isEmpty());
                                 if (state == JobState::Succeeded) return succeeded();
                                 say(error && state == JobState::Failed ? text(error->describe()) : tr("Cancelled."),
                                     state == JobState::Failed);
                             });
}

void SchemaPanel::infer() {
    if (!m_version || m_job) return;
    auto schema = std::make_shared<DataSchema>();
    const QString reference = text(m_version->info.reference());
    runJob(
        tr("Infer a schema from %1").arg(reference),
        [file = m_version->file, schema](const JobContext& job) -> Result<void> {
            LATHE_TRY(*schema, inferSchema(*file, job));
            return {};
        },
        [this, schema, reference] {
            m_text->setPlainText(text(schema->toYaml()));
            m_model->clear();
            say(tr("%1 satisfies this. Correct it, then open another version and find its anomalies.").arg(reference));
        });
}

void SchemaPanel::check() {
    if (!m_version || m_job) return;
    const auto schema =
        ConfigNode::parse(m_text->toPlainText().toStdString(), "schema").and_then([](const ConfigNode& node) {
            return DataSchema::parse(node);
        });
    if (!schema) return say(text(schema.error().describe()), true);
    auto report = std::make_shared<SchemaReport>();
    runJob(
        tr("Find the anomalies of %1").arg(text(m_version->info.reference())),
        [project = &m_session.project(), version = m_version, schema = *schema,
         report](const JobContext& job) -> Result<void> {
            std::shared_ptr<const ColumnFile> previous; // drift is against the version before
            const Datasets datasets(*project);
            if (version->info.number > 1) {
                LATHE_TRY(const VersionInfo before,
                          datasets.resolve(fmt::format("{}@{}", version->info.datasetName, version->info.number - 1)));
                LATHE_TRY(previous, datasets.open(before));
            }
            LATHE_TRY(*report, checkSchema(*version->file, schema, previous.get(), nullptr, job));
            return {};
        },
        [this, report] { showReport(*report); });
}

void SchemaPanel::showReport(const SchemaReport& report) {
    m_model->clear();
    m_model->setHorizontalHeaderLabels({tr("Column"), tr("Anomaly"), tr("Description")});
    for (const Anomaly& anomaly : report.anomalies)
        for (const AnomalyReason& reason : anomaly.reasons)
            m_model->appendRow({readOnlyItem(anomaly.path.empty() ? tr("(all rows)") : text(anomaly.path)),
                                readOnlyItem(anomalyName(reason), text(reason.type)),
                                readOnlyItem(anomalyDescription(reason), text(reason.description))});
    m_anomalies->resizeColumnsToContents();
    say(report.clean() ? tr("No anomalies.") : tr("Anomalies: %1").arg(countText(m_model->rowCount())),
        !report.clean());
}

void SchemaPanel::openFile() {
    const QString file =
        FileChoice::toOpen(this, tr("Open a schema"), {}, tr("Schemas (*.yaml *.yml *.json);;All files (*)"));
    if (file.isEmpty()) return;
    const auto schema = DataSchema::readFile(file.toStdString());
    if (!schema) return say(text(schema.error().describe()), true);
    m_text->setPlainText(text(schema->toYaml()));
    say(tr("Opened %1").arg(file));
}

void SchemaPanel::saveFile() {
    const QString name = m_version ? text(m_version->info.datasetName) : tr("schema");
    const QString file =
        FileChoice::toSave(this, tr("Save the schema"), name + QStringLiteral("-schema.yaml"), tr("Schemas (*.yaml)"));
    if (file.isEmpty()) return;
    const auto written = writeFileAtomic(file.toStdString(), m_text->toPlainText().toStdString());
    if (!written) return say(text(written.error().describe()), true);
    say(tr("Saved %1").arg(file));
}

} // namespace lathe::ui
