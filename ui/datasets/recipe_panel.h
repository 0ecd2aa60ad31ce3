// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/datasets/datasets_state.h"
#include "ui/datasets/failing_rows.h"
#include "ui/datasets/recipe_editor.h"
#include "ui/datasets/recipe_preview.h"
#include "ui/shell/long_load.h"

#include <QTimer>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace lathe::ui {

class AnonymityView;
class InlineMessage;
class Label;
class LearnFrom;
class Session;
class StepCard;
class StepPicker;

/// Edits a recipe for a version and shows what it does to a sample of the rows.
class RecipePanel : public QWidget {
    Q_OBJECT

public:
    static constexpr size_t sampleSize = 1000;
    using PreviewPointer = std::shared_ptr<const RecipePreview>;

    explicit RecipePanel(Session& session, QWidget* parent = nullptr);
    ~RecipePanel() override;

    /// Shows the draft for the version's dataset. Null: nothing to work on.
    void setVersion(std::shared_ptr<const OpenVersion> version);
    /// New steps begin with these columns.
    void setSelectedColumns(std::vector<std::string> names) { m_selected = std::move(names); }
    [[nodiscard]] RecipeEditor& editor() { return m_editor; }
    [[nodiscard]] const PreviewPointer& preview() const { return m_preview; }
    /// Empties the draft after it became a version.
    void clearDraft();
    void setApplying(bool applying);
    /// Asks whether people can be told from the rows.
    void showAnonymity();

Q_SIGNALS:
    /// Null when there are no steps.
    void previewChanged(const lathe::ui::RecipePanel::PreviewPointer& preview);
    void applyRequested(const QString& recipeYaml);
    /// Rows that the look for people found; null: show the usual rows again.
    void rowsAtRiskChanged(std::shared_ptr<const lathe::ui::FailingRows> rows);
    void failed(const lathe::Error& error);

private:
    QWidget* makeToolBar();
    QWidget* makeFooter();
    void makeAnonymity();
    void addStep(const std::string& kind);
    void findSpellings(StepCard* card);
    void dragCard(StepCard* card, const QPoint& place, bool dropped);
    [[nodiscard]] size_t placeAt(const QPoint& place) const;
    void recipeChanged(bool structural);
    void rebuildCards();
    void connectCard(StepCard* card);
    void openCard(std::optional<size_t> place);
    void updateColumns();
    void showColumns(const std::vector<std::vector<ColumnSchema>>& columns);
    void showLearning();
    void updateState();
    void startPreview();
    void showPreview(PreviewPointer preview);
    void showYaml(bool show);
    void saveYaml();
    void exportScript();
    void loadYaml();
    void useRecipeOfVersion();
    [[nodiscard]] std::vector<RecipeStep> completeSteps() const;
    [[nodiscard]] bool complete() const;

    [[nodiscard]] bool needsSplit() const;
    void startSplit();

    struct SampleKeeper;
    struct TrainRows; ///< that a recipe learns from

    Session& m_session;
    RecipeEditor m_editor;
    std::shared_ptr<const OpenVersion> m_version;
    std::shared_ptr<SampleKeeper> m_sample;
    std::shared_ptr<const TrainRows> m_trainRows; ///< of the split that was used last
    LongLoad m_splitting;
    PreviewPointer m_preview;
    std::vector<std::string> m_selected;
    std::vector<ColumnSchema> m_columnsAfter; ///< all steps
    quint64 m_columnsAsked = 0;               ///< a count, so that what comes too late is known
    std::vector<StepCard*> m_cards;
    std::optional<size_t> m_open;
    QTimer m_previewTimer;
    bool m_applying = false;

    QPushButton* m_add = nullptr;
    StepPicker* m_picker = nullptr;
    QWidget* m_dropMark = nullptr;
    LearnFrom* m_learnFrom = nullptr;
    AnonymityView* m_anonymity = nullptr;
    QToolButton* m_undoButton = nullptr;
    QToolButton* m_redoButton = nullptr;
    QAction* m_yamlAction = nullptr;
    QAction* m_saveAction = nullptr;
    QAction* m_scriptAction = nullptr;
    QAction* m_reuseAction = nullptr;
    Label* m_status = nullptr;
    Label* m_hint = nullptr;
    QStackedWidget* m_stack = nullptr;
    QVBoxLayout* m_cardsLayout = nullptr;
    QPlainTextEdit* m_yaml = nullptr;
    QPushButton* m_apply = nullptr;
};

} // namespace lathe::ui
