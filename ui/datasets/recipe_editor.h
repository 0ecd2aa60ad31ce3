// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/recipe/recipe.h"

#include <QObject>
#include <QUndoStack>

#include <vector>

namespace lathe::ui {

/// A recipe while a person edits it. Every change can be undone.
class RecipeEditor : public QObject {
    Q_OBJECT

public:
    explicit RecipeEditor(QObject* parent = nullptr);

    [[nodiscard]] const std::vector<RecipeStep>& steps() const { return m_recipe.steps(); }
    [[nodiscard]] QUndoStack& undoStack() { return m_undo; }
    [[nodiscard]] const Recipe& recipe() const { return m_recipe; }

    /// Returns the new step's place.
    size_t add(const std::string& kind, Json parameters);
    void remove(size_t step);
    /// Moves a step up (negative) or down by so many places.
    void move(size_t step, int by);
    void setEnabled(size_t step, bool enabled);
    void setComment(size_t step, const QString& comment);
    /// Changes of the same step one after the other are one entry of the undo list.
    void setParameters(size_t step, Json parameters);
    /// Which rows learning steps learn from; null: all. Changes one after the other are one entry of the undo list.
    void setFitOn(Json fitOn);
    /// Replaces everything; \p reason stands in the undo list.
    void replace(Recipe recipe, const QString& reason);
    /// Begins anew without anything to undo.
    void reset(Recipe recipe);

Q_SIGNALS:
    /// \p structural when steps were added, removed or moved; else only parameters or switches changed.
    void changed(bool structural);

private:
    class Edit;
    void push(std::vector<RecipeStep> after, const QString& reason, int mergeId = -1);
    void assign(Recipe recipe, bool structural);

    Recipe m_recipe;
    QUndoStack m_undo;
    bool m_typing = false; ///< a form is the origin of the change: it must not be rebuilt under the cursor
};

/// "Fill missing values"
QString stepTitle(const std::string& kind);
/// What the step will do, from its parameters: "wind, temp_max with the mean".
QString stepSummary(const RecipeStep& step);
/// One sentence for the menu.
QString stepHelp(const std::string& kind);
/// What is still to be chosen before the step can do anything: "Choose a column."; empty when nothing is.
QString stepGap(const RecipeStep& step);

} // namespace lathe::ui
