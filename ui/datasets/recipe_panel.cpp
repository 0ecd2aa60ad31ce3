// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/recipe_panel.h"

#include "core/base/files.h"
#include "core/data/datasets.h"
#include "core/data/recipe/column_spellings.h"
#include "core/data/recipe/pandas_export.h"
#include "ui/datasets/anonymity_view.h"
#include "ui/datasets/learn_from.h"
#include "ui/datasets/step_card.h"
#include "ui/datasets/step_form.h"
#include "ui/datasets/step_list_fields.h"
#include "ui/datasets/step_picker.h"
#include "ui/shell/session.h"
#include "ui/shell/theme.h"
#include "ui/widgets/file_choice.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layouts.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <mutex>

namespace lathe::ui {
namespace {

constexpr int previewDelay = 180; // ms after the last key

enum View { StepsView, YamlView, AnonymityPage };

/// The columns that each step meets, and those after the last. A step that cannot be bound is passed over.
std::vector<std::vector<ColumnSchema>> columnsOfSteps(const std::vector<RecipeStep>& steps,
                                                      std::vector<ColumnSchema> columns, const RecipeContext& context) {
    std::vector<std::vector<ColumnSchema>> met;
    for (const RecipeStep& step : steps) {
        met.push_back(columns);
        if (!step.enabled || !stepGap(step).isEmpty()) continue;
        Recipe one;
        one.setSteps({step});
        if (auto after = one.outputSchema(columns, context)) columns = std::move(*after);
    }
    met.push_back(std::move(columns));
    return met;
}

} // namespace

/// The sample is read once per version, by whichever preview comes first.
struct RecipePanel::SampleKeeper {
    std::mutex mutex;
    std::optional<RowSample> sample;

    Result<RowSample*> of(const ColumnFile& file) {
        const std::lock_guard lock(mutex);
        if (!sample) {
            LATHE_TRY(auto rows, sampleRows(file, sampleSize));
            sample = std::move(rows);
        }
        return &*sample;
    }
};

struct RecipePanel::TrainRows {
    Json fitOn;
    std::vector<uint64_t> rows;
};

RecipePanel::RecipePanel(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_splitting(session, this),
      m_status(new Label(QString(), TextRole::Caption, Tint::Muted)), m_stack(new QStackedWidget) {
    setObjectName(QStringLiteral("recipePanel"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(makeToolBar());
    m_status->setObjectName(QStringLiteral("recipeStatus"));
    m_status->setWordWrap(true);
    layout->addWidget(m_status);

    auto* cards = new QWidget;
    m_cardsLayout = new QVBoxLayout(cards);
    m_cardsLayout->setContentsMargins(0, 0, 4, 0);
    m_cardsLayout->setSpacing(8);
    m_hint =
        new Label(tr("A recipe is a list of cleaning steps. Each is tried on some rows at once, nothing is changed "
                     "until you apply it, and the same recipe works on next month's file."),
                  TextRole::Body, Tint::Muted);
    m_hint->setWordWrap(true);
    m_cardsLayout->addWidget(m_hint);
    m_cardsLayout->addStretch(1);
    m_dropMark = new QWidget(cards);
    m_dropMark->setFixedHeight(3);
    m_dropMark->setAutoFillBackground(true);
    m_dropMark->setBackgroundRole(QPalette::Highlight);
    m_dropMark->hide();
    m_stack->addWidget(makeScrollArea(cards));
    m_yaml = new QPlainTextEdit;
    m_yaml->setObjectName(QStringLiteral("recipeYaml"));
    m_yaml->setAccessibleName(tr("Recipe as YAML"));
    m_yaml->setReadOnly(true);
    m_yaml->setFont(textFont(TextRole::Mono));
    m_stack->addWidget(m_yaml);
    makeAnonymity();
    layout->addWidget(m_stack, 1);
    m_learnFrom = new LearnFrom;
    connect(m_learnFrom, &LearnFrom::edited, this, [this] { m_editor.setFitOn(m_learnFrom->value()); });
    layout->addWidget(m_learnFrom);
    layout->addWidget(makeFooter());

    m_previewTimer.setSingleShot(true);
    m_previewTimer.setInterval(previewDelay);
    connect(&m_previewTimer, &QTimer::timeout, this, &RecipePanel::startPreview);
    connect(&m_editor, &RecipeEditor::changed, this, &RecipePanel::recipeChanged);
    updateState();
}

/// The undo list empties itself when it goes, which nobody is there to show.
RecipePanel::~RecipePanel() { m_editor.undoStack().disconnect(this); }

QWidget* RecipePanel::makeToolBar() {
    auto* bar = new QWidget;
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    m_add = makeButton(tr("Add step"), "plus");
    m_add->setObjectName(QStringLiteral("addStepButton"));
    m_picker = new StepPicker(this);
    connect(m_add, &QPushButton::clicked, this, [this] { m_picker->openBelow(m_add); });
    connect(m_picker, &StepPicker::chosen, this, &RecipePanel::addStep);
    layout->addWidget(m_add);
    layout->addStretch(1);
    const auto iconButton = [&](const QString& name, const char* iconName, const char* object) {
        auto* button = makeIconButton(name, iconName);
        button->setObjectName(QString::fromLatin1(object));
        layout->addWidget(button);
        return button;
    };
    auto* anonymity = iconButton(tr("Can people be recognised?"), "shield", "anonymityButton");
    connect(anonymity, &QToolButton::clicked, this, &RecipePanel::showAnonymity);
    m_undoButton = iconButton(tr("Undo"), "undo", "recipeUndoButton");
    m_undoButton->setShortcut(QKeySequence::Undo);
    m_redoButton = iconButton(tr("Redo"), "redo", "recipeRedoButton");
    m_redoButton->setShortcut(QKeySequence::Redo);
    QUndoStack& stack = m_editor.undoStack();
    connect(m_undoButton, &QToolButton::clicked, &stack, &QUndoStack::undo);
    connect(m_redoButton, &QToolButton::clicked, &stack, &QUndoStack::redo);
    connect(&stack, &QUndoStack::indexChanged, this, &RecipePanel::updateState);

    auto* more = iconButton(tr("More"), "more", "recipeMoreButton");
    auto* menu = new QMenu(more);
    m_yamlAction = menu->addAction(icon("file"), tr("Show as YAML"));
    m_yamlAction->setCheckable(true);
    connect(m_yamlAction, &QAction::toggled, this, &RecipePanel::showYaml);
    m_saveAction = menu->addAction(icon("download"), tr("Save as YAML…"), this, &RecipePanel::saveYaml);
    m_scriptAction =
        menu->addAction(icon("download"), tr("Export as pandas script…"), this, &RecipePanel::exportScript);
    menu->addAction(icon("upload"), tr("Load from YAML…"), this, &RecipePanel::loadYaml);
    m_reuseAction =
        menu->addAction(icon("refresh"), tr("Take the recipe of this version"), this, &RecipePanel::useRecipeOfVersion);
    connect(more, &QToolButton::clicked, menu,
            [more, menu] { menu->popup(more->mapToGlobal(QPoint(0, more->height()))); });
    return bar;
}

void RecipePanel::makeAnonymity() {
    m_anonymity = new AnonymityView(m_session);
    m_stack->addWidget(m_anonymity);
    connect(m_anonymity, &AnonymityView::failed, this, &RecipePanel::failed);
    connect(m_anonymity, &AnonymityView::rowsAtRiskChanged, this, &RecipePanel::rowsAtRiskChanged);
    connect(m_anonymity, &AnonymityView::closed, this, [this] { showYaml(m_yamlAction->isChecked()); });
    connect(m_anonymity, &AnonymityView::stepRequested, this, [this](const QString& kind, const Json& parameters) {
        Q_EMIT rowsAtRiskChanged(nullptr);
        m_yamlAction->setChecked(false);
        showYaml(false);
        openCard(m_editor.add(kind.toStdString(), parameters));
    });
}

void RecipePanel::showAnonymity() { m_stack->setCurrentIndex(AnonymityPage); }

void RecipePanel::addStep(const std::string& kind) {
    openCard(m_editor.add(kind, initialParameters(kind, m_columnsAfter, m_selected)));
}

QWidget* RecipePanel::makeFooter() {
    m_apply = makeButton(QString(), "check", ButtonKind::Primary);
    m_apply->setObjectName(QStringLiteral("applyRecipeButton"));
    connect(m_apply, &QPushButton::clicked, this, [this] { Q_EMIT applyRequested(text(m_editor.recipe().toYaml())); });
    return m_apply;
}

void RecipePanel::setVersion(std::shared_ptr<const OpenVersion> version) {
    const bool sameDataset = version && m_version && version->info.datasetName == m_version->info.datasetName;
    const bool sameContent = sameDataset && version->info.contentHash == m_version->info.contentHash;
    m_version = std::move(version);
    m_anonymity->setVersion(m_version);
    if (!sameContent) {
        m_sample = std::make_shared<SampleKeeper>();
        m_trainRows.reset();
        m_splitting.stop();
    }
    if (!sameDataset) {
        auto& drafts = DatasetsState::of(m_session).drafts;
        m_open.reset();
        m_editor.reset(m_version ? drafts[m_version->info.datasetName] : Recipe());
        return;
    }
    updateColumns();
    updateState();
    if (!sameContent) startPreview();
}

void RecipePanel::clearDraft() {
    m_open.reset();
    m_editor.reset({});
}

void RecipePanel::setApplying(bool applying) {
    m_applying = applying;
    updateState();
}

// Cards
// ------------------------------------------------------------------------------------------------------

void RecipePanel::recipeChanged(bool structural) {
    if (m_version) DatasetsState::of(m_session).drafts[m_version->info.datasetName] = m_editor.recipe();
    if (structural || m_cards.size() != m_editor.steps().size()) rebuildCards();
    else
        for (StepCard* card : m_cards) {
            card->showStep(m_editor.steps()[card->place()]);
            card->showEffect(std::nullopt, {});
        }
    updateColumns();
    updateState();
    if (m_editor.steps().empty()) startPreview();
    else m_previewTimer.start();
}

void RecipePanel::rebuildCards() {
    for (StepCard* card : m_cards) {
        card->hide();
        card->deleteLater();
    }
    m_cards.clear();
    const auto& steps = m_editor.steps();
    for (size_t i = 0; i < steps.size(); ++i) {
        auto* card = new StepCard(i, steps.size(), steps[i]);
        connectCard(card);
        m_cardsLayout->insertWidget(static_cast<int>(i), card);
        m_cards.push_back(card);
    }
    openCard(m_open && *m_open < m_cards.size() ? m_open : std::nullopt);
}

void RecipePanel::connectCard(StepCard* card) {
    connect(card, &StepCard::openRequested, this,
            [this, card](bool open) { openCard(open ? std::optional(card->place()) : std::nullopt); });
    connect(card, &StepCard::enabledChanged, this,
            [this, card](bool enabled) { m_editor.setEnabled(card->place(), enabled); });
    connect(card, &StepCard::moveRequested, this, [this, card](int by) {
        const size_t place = card->place();
        if (m_open == place) m_open = static_cast<size_t>(static_cast<std::ptrdiff_t>(place) + by);
        m_editor.move(place, by);
    });
    connect(card, &StepCard::removeRequested, this, [this, card] {
        if (m_open == card->place()) m_open.reset();
        m_editor.remove(card->place());
    });
    connect(card, &StepCard::commentEdited, this,
            [this, card](const QString& comment) { m_editor.setComment(card->place(), comment); });
    connect(card, &StepCard::clustersRequested, this, [this, card] { findSpellings(card); });
    connect(card, &StepCard::dragged, this,
            [this, card](const QPoint& place, bool dropped) { dragCard(card, place, dropped); });
    connect(card, &StepCard::parametersEdited, this,
            [this, card] { m_editor.setParameters(card->place(), card->form()->parameters()); });
}

/// Before which card something let go at a place on the screen belongs.
size_t RecipePanel::placeAt(const QPoint& place) const {
    size_t target = 0;
    while (target < m_cards.size() && m_cards[target]->mapToGlobal(m_cards[target]->rect().center()).y() < place.y())
        ++target;
    return target;
}

void RecipePanel::dragCard(StepCard* card, const QPoint& place, bool dropped) {
    const size_t target = placeAt(place);
    m_cardsLayout->removeWidget(m_dropMark);
    m_dropMark->setVisible(!dropped);
    if (!dropped) {
        m_cardsLayout->insertWidget(static_cast<int>(target), m_dropMark);
        return;
    }
    const size_t from = card->place();
    const size_t to = target > from ? target - 1 : target;
    if (to == from) return;
    if (m_open == from) m_open = to;
    m_editor.move(from, static_cast<int>(to) - static_cast<int>(from));
}

/// Over the whole version as the steps in front leave it, not the sample alone: rare spellings are what is looked for.
void RecipePanel::findSpellings(StepCard* card) {
    if (!m_version || !card->form() || !card->form()->clusters()) return;
    const Json parameters = card->form()->parameters();
    const std::string column = parameters.value("column", std::string());
    SpellingOptions options;
    if (const auto method = spellingMethod(parameters.value("method", std::string("fingerprint"))))
        options.method = *method;
    options.radius = parameters.contains("radius") && parameters["radius"].is_number_unsigned()
                         ? parameters["radius"].get<size_t>()
                         : 2;
    options.similarity = parameters.contains("similarity") && parameters["similarity"].is_number()
                             ? parameters["similarity"].get<double>()
                             : 0.9;
    options.ratio =
        parameters.contains("ratio") && parameters["ratio"].is_number() ? parameters["ratio"].get<double>() : 1;
    Recipe before;
    std::vector<RecipeStep> steps(m_editor.steps().begin(),
                                  m_editor.steps().begin() + static_cast<std::ptrdiff_t>(card->place()));
    for (RecipeStep& step : steps) step.enabled = step.enabled && stepGap(step).isEmpty();
    before.setSteps(std::move(steps));
    const auto found = std::make_shared<std::vector<SpellingCluster>>();
    const QPointer<StepCard> shown(card);
    card->form()->clusters()->setBusy(true);
    m_session.runJob(
        tr("Find spellings in %1").arg(text(column)),
        [project = &m_session.project(), file = m_version->file, before, column, options,
         found](const JobContext& job) -> Result<void> {
            RecipeContext context;
            context.tables = Datasets(*project).tables();
            LATHE_TRY(*found, findSpellingClusters(*file, before, column, options, context, job));
            return {};
        },
        this,
        [this, shown, found](JobState state, const std::optional<Error>& error) {
            if (state == JobState::Failed && error) Q_EMIT failed(*error);
            if (!shown || !shown->form() || !shown->form()->clusters()) return;
            shown->form()->clusters()->setBusy(false);
            if (state == JobState::Succeeded) shown->form()->clusters()->showClusters(*found);
        });
}

void RecipePanel::openCard(std::optional<size_t> place) {
    m_open = place;
    for (StepCard* card : m_cards) card->setOpen(card->place() == place);
}

/// A join opens the other version, which takes as long as the disk does: then in the background.
void RecipePanel::updateColumns() {
    if (!m_version) return;
    m_learnFrom->setColumns(m_version->info.schema);
    const quint64 asked = ++m_columnsAsked;
    const std::vector<RecipeStep>& steps = m_editor.steps();
    if (std::none_of(steps.begin(), steps.end(), [](const RecipeStep& step) { return step.kind == "join"; })) {
        showColumns(columnsOfSteps(steps, m_version->info.schema, {}));
        return;
    }
    m_session.load(
        this, QStringLiteral("recipe-columns"),
        [project = &m_session.project(), steps,
         columns = m_version->info.schema]() -> Result<std::vector<std::vector<ColumnSchema>>> {
            RecipeContext context;
            context.tables = Datasets(*project).tables();
            return columnsOfSteps(steps, columns, context);
        },
        [this, asked](const std::vector<std::vector<ColumnSchema>>& columns) {
            if (asked == m_columnsAsked) showColumns(columns);
        });
}

void RecipePanel::showColumns(const std::vector<std::vector<ColumnSchema>>& columns) {
    m_columnsAfter = columns.back();
    Recipe ready = m_editor.recipe();
    ready.setSteps(completeSteps());
    m_anonymity->setRecipe(ready, m_columnsAfter);
    for (StepCard* card : m_cards)
        if (card->place() + 1 < columns.size()) card->setColumns(columns[card->place()]);
}

/// The choice of rows to learn from stands there when a step learns, or when it was made.
void RecipePanel::showLearning() {
    const Recipe& recipe = m_editor.recipe();
    const bool chosen = !recipe.fitOn().is_null();
    const auto& steps = recipe.steps();
    m_learnFrom->setValue(recipe.fitOn());
    m_learnFrom->setVisible(chosen || std::any_of(steps.begin(), steps.end(), Recipe::learnsFromRows));
    for (StepCard* card : m_cards) card->setLearnsFromAll(!chosen);
}

/// The steps, those that are not filled in yet switched off.
std::vector<RecipeStep> RecipePanel::completeSteps() const {
    std::vector<RecipeStep> steps = m_editor.steps();
    for (RecipeStep& step : steps) step.enabled = step.enabled && stepGap(step).isEmpty();
    return steps;
}

bool RecipePanel::complete() const {
    bool any = false;
    for (const RecipeStep& step : m_editor.steps()) {
        if (!step.enabled) continue;
        if (!stepGap(step).isEmpty()) return false;
        any = true;
    }
    return any;
}

void RecipePanel::updateState() {
    QUndoStack& stack = m_editor.undoStack();
    const bool writable = m_version && !m_session.readOnly();
    m_add->setEnabled(m_version != nullptr);
    m_undoButton->setEnabled(stack.canUndo());
    m_undoButton->setToolTip(stack.canUndo() ? tr("Undo: %1").arg(stack.undoText()) : tr("Undo"));
    m_redoButton->setEnabled(stack.canRedo());
    m_redoButton->setToolTip(stack.canRedo() ? tr("Redo: %1").arg(stack.redoText()) : tr("Redo"));
    m_saveAction->setEnabled(!m_editor.steps().empty());
    m_scriptAction->setEnabled(m_version && complete());
    m_reuseAction->setEnabled(m_version && !m_version->info.recipe.empty());
    m_hint->setVisible(m_editor.steps().empty());
    m_apply->setText(m_applying ? tr("Applying…") : tr("Apply as a new version"));
    const bool failing = m_preview && m_preview->error && !m_editor.steps().empty();
    m_apply->setEnabled(writable && !m_applying && complete() && !failing);
    m_apply->setToolTip(m_session.readOnly() ? tr("The project is open for reading only.") : QString());
    m_yaml->setPlainText(text(m_editor.recipe().toYaml()));
    showLearning();
}

// Preview
// ----------------------------------------------------------------------------------------------------

void RecipePanel::startPreview() {
    m_previewTimer.stop();
    if (!m_version || m_editor.steps().empty()) {
        m_session.load(
            this, QStringLiteral("recipe-preview"), []() -> Result<PreviewPointer> { return PreviewPointer(); },
            [this](PreviewPointer none) { showPreview(std::move(none)); });
        return;
    }
    if (needsSplit()) return startSplit();
    m_session.load(
        this, QStringLiteral("recipe-preview"),
        [project = &m_session.project(), version = m_version, keeper = m_sample, trainRows = m_trainRows,
         learns = !m_editor.recipe().fitOn().is_null(), steps = completeSteps()]() -> Result<PreviewPointer> {
            LATHE_TRY(auto sample, keeper->of(*version->file));
            RecipeContext context;
            context.tables = Datasets(*project).tables();
            if (learns) context.trainRows = trainRows->rows;
            return std::make_shared<const RecipePreview>(previewRecipe(*sample, steps, context));
        },
        [this](PreviewPointer preview) { showPreview(std::move(preview)); },
        [this](const Error& error) { Q_EMIT failed(error); });
}

bool RecipePanel::needsSplit() const {
    const Json fitOn = m_editor.recipe().fitOn();
    return !fitOn.is_null() && (!m_trainRows || m_trainRows->fitOn != fitOn);
}

/// Finds the rows that the recipe learns from, and then starts the preview.
void RecipePanel::startSplit() {
    using Pointer = std::shared_ptr<const TrainRows>;
    m_splitting.start(
        tr("Split the rows of %1").arg(text(m_version->info.reference())),
        [version = m_version, recipe = m_editor.recipe()](const JobContext& job) -> Result<Pointer> {
            LATHE_TRY(auto rows, recipe.trainRows(*version->file, job));
            return std::make_shared<const TrainRows>(TrainRows{recipe.fitOn(), std::move(rows)});
        },
        [this](Pointer rows) {
            m_trainRows = std::move(rows);
            startPreview();
        },
        [this](const Error& error) { Q_EMIT failed(error); },
        [this] { m_status->setText(tr("The preview was cancelled; the next change of the recipe starts it again.")); });
}

void RecipePanel::showPreview(PreviewPointer preview) {
    m_preview = std::move(preview);
    if (!m_preview) {
        m_status->clear();
    } else {
        for (StepCard* card : m_cards) {
            const size_t place = card->place();
            if (place >= m_preview->effects.size()) continue;
            const bool failedHere = m_preview->failedStep == place && m_preview->error;
            card->showEffect(m_preview->effects[place], failedHere ? problemText(*m_preview->error) : QString());
        }
        const auto all = static_cast<qint64>(m_version ? m_version->info.rows : 0);
        const qint64 tried = std::min<qint64>(all, static_cast<qint64>(sampleSize));
        m_status->setText(tried == all ? tr("Preview on all %1 rows").arg(countText(all))
                                       : tr("Preview on %1 of %2 rows; means and categories are those of the sample")
                                             .arg(countText(tried), countText(all)));
    }
    m_status->setVisible(!m_status->text().isEmpty());
    updateState();
    Q_EMIT previewChanged(m_preview);
}

// YAML
// -------------------------------------------------------------------------------------------------------

void RecipePanel::showYaml(bool show) { m_stack->setCurrentIndex(show ? YamlView : StepsView); }

void RecipePanel::saveYaml() {
    const QString suggestion =
        m_version ? text(m_version->info.datasetName) + QStringLiteral("-recipe.yaml") : QString();
    const QString chosen = FileChoice::toSave(this, tr("Save the recipe"), suggestion, tr("Recipes (*.yaml *.yml)"));
    if (chosen.isEmpty()) return;
    if (const auto saved = writeFileAtomic(chosen.toStdString(), m_editor.recipe().toYaml()); !saved)
        Q_EMIT failed(saved.error());
}

void RecipePanel::exportScript() {
    if (!m_version) return;
    const auto script = pandasScript(m_editor.recipe(), m_version->info.schema);
    if (!script) {
        Q_EMIT failed(script.error());
        return;
    }
    const QString chosen = FileChoice::toSave(this, tr("Export the recipe"),
                                              text(m_version->info.datasetName) + QStringLiteral("-recipe.py"),
                                              tr("Python scripts (*.py)"));
    if (chosen.isEmpty()) return;
    if (const auto saved = writeFileAtomic(chosen.toStdString(), script->text); !saved) Q_EMIT failed(saved.error());
}

void RecipePanel::loadYaml() {
    const QString chosen =
        FileChoice::toOpen(this, tr("Load a recipe"), QString(), tr("Recipes (*.yaml *.yml *.json)"));
    if (chosen.isEmpty()) return;
    auto node = ConfigNode::readFile(chosen.toStdString());
    auto recipe = node ? Recipe::parse(*node) : Result<Recipe>(failure(std::move(node.error())));
    if (!recipe) {
        Q_EMIT failed(recipe.error());
        return;
    }
    m_editor.replace(*recipe, tr("Load a recipe"));
}

void RecipePanel::useRecipeOfVersion() {
    if (!m_version) return;
    const auto recipe = Recipe::parseText(m_version->info.recipe, m_version->info.reference());
    if (!recipe) {
        Q_EMIT failed(recipe.error());
        return;
    }
    m_editor.replace(*recipe, tr("Take the recipe of %1").arg(text(m_version->info.reference())));
}

} // namespace lathe::ui
