// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/new_run_sheet.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include "core/base/config.h"
#include "core/base/text.h"
#include "core/data/datasets.h"
#include "core/data/images/image_dataset.h"
#include "core/data/recipe/leakage.h"
#include "core/pipeline/substitution.h"
#include "core/runs/launcher.h"
#include "ui/runs/run_snapshot.h"
#include "ui/shell/settings.h"
#include "ui/shell/theme.h"
#include "ui/widgets/file_choice.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/layouts.h"
#include "ui/widgets/segmented_tabs.h"
#include "ui/widgets/split_fields.h"

namespace lathe::ui {

namespace {

template <typename Widget>
Widget* named(Widget* widget, const char* objectName) {
    widget->setObjectName(QLatin1String(objectName));
    return widget;
}

QSpinBox* makeSpin(int low, int high, int value, const char* objectName) {
    auto* box = named(new QSpinBox, objectName);
    box->setRange(low, high);
    box->setValue(value);
    return box;
}

/// The control for one model parameter, holding its default.
QWidget* parameterField(const ModelParameter& parameter) {
    if (parameter.type == "boolean") {
        auto* box = new QCheckBox;
        box->setChecked(parameter.fallback.get<bool>());
        return box;
    }
    if (parameter.type == "choice") {
        auto* box = new QComboBox;
        for (const auto& choice : parameter.choices) box->addItem(text(choice));
        box->setCurrentText(text(parameter.fallback.get<std::string>()));
        return box;
    }
    auto* edit = new QLineEdit;
    const Json& value = parameter.fallback;
    edit->setText(text(value.is_number_float() ? exactNumber(value.get<double>()) : value.dump()));
    return edit;
}

/// A form that keeps its height where there is more room.
QWidget* onTop(QWidget* form) {
    auto* host = new QWidget;
    auto* layout = new QVBoxLayout(host);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(form);
    layout->addStretch(1);
    return host;
}

/// What the steps of the version's recipe learned by.
Json fitOnOf(const VersionInfo& version) {
    if (version.recipe.empty()) return {};
    const auto recipe = Recipe::parseText(version.recipe, version.reference());
    return recipe ? recipe->fitOn() : Json();
}

/// "step 2 of weather-tidy@1 (scale wind): 120 of 300 rows"
QString leakingText(const std::vector<LeakingStep>& steps) {
    QStringList lines;
    for (const LeakingStep& step : steps)
        lines << NewRunSheet::tr("step %1 of %2 (%3): %4 of %5 rows")
                     .arg(step.step)
                     .arg(text(step.version), text(step.summary), countText(static_cast<qint64>(step.rows)),
                          countText(static_cast<qint64>(step.heldOut)));
    return lines.join(QStringLiteral("; "));
}

} // namespace

NewRunSheet::NewRunSheet(Session& session, QWidget* parent) : SideSheet(tr("New run"), parent), m_session(session) {
    setObjectName(QStringLiteral("newRunSheet"));
    m_tabs = named(new SegmentedTabs, "newRunTabs");
    m_tabs->addTab(onTop(makeDataForm()), tr("Data"));
    m_tabs->addTab(onTop(makeModelForm()), tr("Model"));
    m_tabs->addTab(makeYamlView(), tr("File"));
    body()->addWidget(m_tabs, 1);
    m_start = named(makeButton(tr("Start run"), "play", ButtonKind::Primary), "newRunStartButton");
    m_start->setEnabled(false); // until there is data
    body()->addWidget(m_start);
    connect(m_start, &QPushButton::clicked, this, [this] { start(false); });
    connect(m_tabs, &SegmentedTabs::currentChanged, this, &NewRunSheet::showYaml);
    showParameters();
    for (auto* box : findChildren<QComboBox*>()) { // long entries must not widen the sheet
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(6);
    }
}

QWidget* NewRunSheet::makeDataForm() {
    m_dataForm = new Form;
    m_experiment = named(new QLineEdit(QStringLiteral("default")), "newRunExperimentEdit");
    m_dataForm->addField(tr("Experiment"), m_experiment, tr("Runs of one experiment are compared with each other."));
    m_data = named(new QComboBox, "newRunDataBox");
    m_target = named(new QComboBox, "newRunTargetBox");
    m_dataForm->addRow({{tr("Data"), m_data}, {tr("Target"), m_target}});
    m_features = named(new QListWidget, "newRunFeatureList");
    m_dataForm->addField(tr("Features"), m_features, tr("What is not ticked is left out."));
    m_split = new SplitFields(QStringLiteral("newRun"), true);
    m_dataForm->addWidget(m_split);
    connect(m_data, &QComboBox::currentIndexChanged, this, &NewRunSheet::showColumns);
    connect(m_target, &QComboBox::currentIndexChanged, this, [this] {
        for (int i = 0; i < m_features->count(); ++i) {
            QListWidgetItem* item = m_features->item(i);
            item->setHidden(item->text() == m_target->currentText());
        }
    });
    return m_dataForm;
}

QWidget* NewRunSheet::makeModelForm() {
    auto* form = new Form;
    m_kind = named(new QComboBox, "newRunModelBox");
    for (const auto& kind : modelKinds()) m_kind->addItem(modelKindText(kind), text(kind));
    m_kind->setCurrentIndex(m_kind->findData(QStringLiteral("gradient_boosting")));
    form->addField(tr("Model"), m_kind);
    m_parameterHost = new QWidget;
    m_parameterHost->setLayout(new QVBoxLayout);
    m_parameterHost->layout()->setContentsMargins(0, 0, 0, 0);
    form->addWidget(m_parameterHost);
    m_seed = makeSpin(0, 1'000'000'000, 7, "newRunSeedBox");
    m_threads = makeSpin(1, 256, settings::threads.value(), "newRunThreadsBox");
    m_device = named(new QComboBox, "newRunDeviceBox");
    m_device->addItems({QStringLiteral("auto"), QStringLiteral("cpu"), QStringLiteral("cuda")});
    m_device->setCurrentText(settings::device.value());
    form->addRow({{tr("Seed"), m_seed}, {tr("Threads"), m_threads}, {tr("Device"), m_device}});
    connect(m_kind, &QComboBox::currentIndexChanged, this, &NewRunSheet::showParameters);
    return form;
}

QWidget* NewRunSheet::makeYamlView() {
    auto* host = new QWidget;
    auto* layout = new QVBoxLayout(host);
    layout->setContentsMargins(0, 8, 0, 0);
    m_yaml = named(new QPlainTextEdit, "newRunYaml");
    m_yaml->setReadOnly(true);
    m_yaml->setAccessibleName(tr("Run configuration as a file"));
    m_yaml->setFont(textFont(TextRole::Mono));
    m_yaml->setTabChangesFocus(true);
    m_yaml->setMinimumHeight(360);
    layout->addWidget(m_yaml, 1);
    auto* save = named(makeButton(tr("Save as…"), "download"), "newRunSaveButton");
    layout->addWidget(save, 0, Qt::AlignLeft);
    connect(save, &QPushButton::clicked, this, &NewRunSheet::saveYaml);
    return host;
}

void NewRunSheet::takeKeyboard() {
    QWidget* const first[] = {m_experiment, m_kind, m_yaml}; // by tab
    first[m_tabs->currentIndex()]->setFocus(Qt::OtherFocusReason);
}

void NewRunSheet::refresh() {
    const auto query = [&project = m_session.project()]() -> Result<std::vector<DataChoice>> {
        const Datasets datasets(project);
        LATHE_TRY(const auto all, datasets.list());
        std::vector<DataChoice> choices;
        for (const auto& dataset : all) {
            LATHE_TRY(const auto versions, datasets.versions(dataset.name));
            for (const auto& version : versions)
                choices.push_back({version.reference(), version.schema, version.createdAt, fitOnOf(version)});
        }
        return choices;
    };
    m_session.load(
        this, QStringLiteral("choices"), query,
        [this](std::vector<DataChoice> choices) { showChoices(std::move(choices)); },
        [this](const Error& error) { Q_EMIT failed(error); });
}

void NewRunSheet::showChoices(std::vector<DataChoice> choices) {
    const auto same = [](const DataChoice& a, const DataChoice& b) { return a.reference == b.reference; };
    if (std::equal(choices.begin(), choices.end(), m_choices.begin(), m_choices.end(), same)) return;
    const QString before = m_data->currentText();
    m_choices = std::move(choices);
    {
        const QSignalBlocker quiet(m_data);
        m_data->clear();
        for (const auto& choice : m_choices) m_data->addItem(text(choice.reference));
        m_data->setCurrentIndex(m_data->findText(before));
    }
    const auto newest = std::max_element(m_choices.begin(), m_choices.end(),
                                         [](const auto& a, const auto& b) { return a.createdAt < b.createdAt; });
    if (!m_wanted.isEmpty()) setData(m_wanted);
    else if (m_data->currentIndex() < 0 && newest != m_choices.end()) setData(text(newest->reference));
}

void NewRunSheet::setData(const QString& reference) {
    const int index = m_data->findText(reference);
    m_wanted = index < 0 ? reference : QString();
    if (index >= 0) m_data->setCurrentIndex(index);
}

void NewRunSheet::setAugmentation(const QString& json) {
    if (json.isEmpty()) return;
    m_augmentation = json;
    if (learnsFromPictures(chosenKind())) showParameters();
}

void NewRunSheet::showColumns() {
    const QString target = m_target->currentText();
    QStringList left;
    for (int i = 0; i < m_features->count(); ++i)
        if (m_features->item(i)->checkState() == Qt::Unchecked) left.append(m_features->item(i)->text());
    m_target->clear();
    m_features->clear();
    m_split->setTimeColumns({});
    m_split->setPartColumns({});
    const int index = m_data->currentIndex();
    if (index < 0) return;
    const DataChoice& choice = m_choices[static_cast<size_t>(index)];
    const auto& schema = choice.schema;
    QStringList times;
    QStringList parts;
    for (const auto& column : schema) {
        auto* item = new QListWidgetItem(text(column.name), m_features);
        item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
        item->setCheckState(left.contains(item->text()) ? Qt::Unchecked : Qt::Checked);
        item->setToolTip(QLatin1String(toString(column.type)));
        if (column.type == ColumnType::Date || column.type == ColumnType::Timestamp) times << text(column.name);
        if (isTextual(column.type)) parts << text(column.name);
        m_target->addItem(text(column.name));
    }
    constexpr int mostShown = 10; // more are scrolled to; the target is hidden among them
    m_features->setFixedHeight(
        std::clamp(m_features->count() - 1, 3, mostShown) * std::max(20, m_features->sizeHintForRow(0)) + 4);
    m_split->setTimeColumns(times);
    const QString usual = QLatin1String(images::columns::split);
    if (parts.removeOne(usual)) parts.prepend(usual);
    m_split->setPartColumns(parts);
    // The rows that the recipe did not learn from are those to test on.
    QString learned;
    if (choice.fitOn.is_object()) {
        learned = text(choice.fitOn.value("target", std::string()));
        m_split->setValue(choice.fitOn.value("split", Json::object()));
    }
    // Pictures are learned from by networks unless somebody chooses otherwise.
    const bool pictures = images::isImageDataset(schema);
    if (pictures != learnsFromPictures(chosenKind()))
        m_kind->setCurrentIndex(m_kind->findData(QLatin1String(pictures ? "cnn" : "gradient_boosting")));
    if (learned.isEmpty()) learned = pictures ? QLatin1String(images::columns::label) : target;
    const int kept = m_target->findText(learned);
    m_target->setCurrentIndex(kept >= 0 ? kept : m_target->count() - 1);
    m_start->setEnabled(!schema.empty() && !m_session.readOnly());
}

std::string NewRunSheet::chosenKind() const { return m_kind->currentData().toString().toStdString(); }

void NewRunSheet::showParameters() {
    m_parameterFields.clear();
    clearLayout(m_parameterHost->layout());
    auto* form = new Form;
    QList<QPair<QString, QWidget*>> row;
    m_dataForm->setFieldVisible(m_features, !learnsFromPictures(chosenKind()));
    for (const auto& parameter : modelParameters(chosenKind())) {
        QWidget* field = parameterField(parameter);
        if (parameter.type == "augmentation" && !m_augmentation.isEmpty())
            qobject_cast<QLineEdit*>(field)->setText(m_augmentation);
        field->setObjectName(QStringLiteral("newRunParameter_") + text(parameter.key));
        field->setToolTip(text(parameter.help));
        m_parameterFields.insert(text(parameter.key), field);
        row.append({text(parameter.key), field});
        if (row.size() == 2) {
            form->addRow(row);
            row.clear();
        }
    }
    if (!row.isEmpty()) form->addRow(row);
    m_parameterHost->layout()->addWidget(form);
}

Json NewRunSheet::parameterValue(const ModelParameter& parameter) const {
    QWidget* field = m_parameterFields.value(text(parameter.key));
    if (auto* box = qobject_cast<QCheckBox*>(field)) return box->isChecked();
    if (auto* box = qobject_cast<QComboBox*>(field)) return box->currentText().toStdString();
    const std::string entered = qobject_cast<QLineEdit*>(field)->text().trimmed().toStdString();
    if (parameter.type != "list" && parameter.type != "augmentation") return plainValue(entered);
    const std::string brackets = parameter.type == "list" ? "[]" : "{}";
    const auto written = ConfigNode::parse(
        entered.starts_with(brackets[0]) ? entered : brackets[0] + entered + brackets[1], parameter.key);
    return written ? written->toJson() : Json(entered);
}

Json NewRunSheet::configuration() const {
    Json config{{"name", m_experiment->text().trimmed().toStdString()},
                {"data", m_data->currentText().toStdString()},
                {"target", m_target->currentText().toStdString()}};
    const std::string kind = chosenKind();
    Json exclude = Json::array();
    for (int i = 0; i < m_features->count() && !learnsFromPictures(kind); ++i) {
        const QListWidgetItem* item = m_features->item(i);
        if (!item->isHidden() && item->checkState() == Qt::Unchecked) exclude.push_back(item->text().toStdString());
    }
    if (!exclude.empty()) config["exclude"] = exclude;
    config["split"] = m_split->value();
    config["model"] = {{"kind", kind}};
    for (const auto& parameter : modelParameters(kind)) config["model"][parameter.key] = parameterValue(parameter);
    config["seed"] = m_seed->value();
    config["device"] = m_device->currentText().toStdString();
    config["threads"] = m_threads->value();
    return config;
}

void NewRunSheet::showYaml() { m_yaml->setPlainText(text(toYaml(configuration()))); }

void NewRunSheet::start(bool allowLeakage) {
    struct Outcome {
        std::string run;
        std::vector<LeakingStep> leaks;
    };
    auto outcome = std::make_shared<Outcome>();
    Json config = configuration();
    if (allowLeakage) config["allow_leakage"] = true;
    m_start->setEnabled(false);
    m_session.runJob(
        tr("Starting a run"),
        [&project = m_session.project(), yaml = toYaml(config), allowLeakage,
         outcome](const JobContext& job) -> Result<void> {
            const RunLauncher launcher(project);
            if (!allowLeakage) {
                LATHE_TRY(outcome->leaks, launcher.leakingSteps(yaml, "new run", job));
                if (!outcome->leaks.empty()) return {};
            }
            LATHE_TRY(const auto run, launcher.start(yaml, "new run", job));
            outcome->run = run.id.str();
            return {};
        },
        this,
        [this, outcome](JobState, const std::optional<Error>& error) {
            m_start->setEnabled(true);
            if (error) {
                Q_EMIT failed(*error);
            } else if (!outcome->leaks.empty()) {
                Q_EMIT leaking(leakingText(outcome->leaks), [guard = QPointer(this)] {
                    if (guard) guard->start(true);
                });
            } else {
                hide();
                Q_EMIT started(text(outcome->run));
            }
        });
}

void NewRunSheet::saveYaml() {
    const QString file =
        FileChoice::toSave(this, tr("Save run configuration"), QStringLiteral("run.yaml"), tr("YAML files (*.yaml)"));
    if (file.isEmpty()) return;
    if (const auto saved = writeFileAtomic(file.toStdString(), toYaml(configuration())); !saved)
        Q_EMIT failed(saved.error());
}

} // namespace lathe::ui
