// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/recipe_editor.h"

#include <QUndoCommand>

#include <algorithm>

namespace lathe::ui {
namespace {

bool sameKinds(const std::vector<RecipeStep>& left, const std::vector<RecipeStep>& right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](const RecipeStep& a, const RecipeStep& b) { return a.kind == b.kind; });
}

} // namespace

/// The recipe before and after. Recipes are short, so a whole copy is simpler and safer than a difference.
class RecipeEditor::Edit : public QUndoCommand {
public:
    Edit(RecipeEditor& editor, Recipe after, const QString& reason, int mergeId)
        : QUndoCommand(reason), m_editor(editor), m_before(editor.m_recipe), m_after(std::move(after)),
          m_mergeId(mergeId) {}

    [[nodiscard]] int id() const override { return m_mergeId; }

    bool mergeWith(const QUndoCommand* later) override {
        m_after = static_cast<const Edit*>(later)->m_after;
        return true;
    }

    void undo() override { m_editor.assign(m_before, true); }

    void redo() override { m_editor.assign(m_after, !m_editor.m_typing); }

private:
    RecipeEditor& m_editor;
    Recipe m_before;
    Recipe m_after;
    int m_mergeId;
};

RecipeEditor::RecipeEditor(QObject* parent) : QObject(parent) {}

void RecipeEditor::push(std::vector<RecipeStep> after, const QString& reason, int mergeId) {
    m_typing = sameKinds(after, steps());
    Recipe changed = m_recipe;
    changed.setSteps(std::move(after));
    m_undo.push(new Edit(*this, std::move(changed), reason, mergeId));
    m_typing = false;
}

void RecipeEditor::assign(Recipe recipe, bool structural) {
    m_recipe = std::move(recipe);
    Q_EMIT changed(structural);
}

size_t RecipeEditor::add(const std::string& kind, Json parameters) {
    auto after = steps();
    after.push_back({kind, std::move(parameters), {}, true});
    push(std::move(after), tr("Add “%1”").arg(stepTitle(kind)));
    return steps().size() - 1;
}

void RecipeEditor::remove(size_t step) {
    auto after = steps();
    after.erase(after.begin() + static_cast<std::ptrdiff_t>(step));
    push(std::move(after), tr("Delete “%1”").arg(stepTitle(steps()[step].kind)));
}

void RecipeEditor::move(size_t step, int by) {
    const auto target = static_cast<std::ptrdiff_t>(step) + by;
    if (target < 0 || target >= static_cast<std::ptrdiff_t>(steps().size())) return;
    auto after = steps();
    const RecipeStep moved = after[step];
    after.erase(after.begin() + static_cast<std::ptrdiff_t>(step));
    after.insert(after.begin() + target, moved);
    const bool typing = sameKinds(after, steps());
    push(std::move(after), tr("Move “%1”").arg(stepTitle(steps()[step].kind)));
    if (typing) Q_EMIT changed(true); // two steps of one kind changed places: the forms must follow
}

void RecipeEditor::setEnabled(size_t step, bool enabled) {
    if (steps()[step].enabled == enabled) return;
    auto after = steps();
    after[step].enabled = enabled;
    push(std::move(after), enabled ? tr("Switch on “%1”").arg(stepTitle(steps()[step].kind))
                                   : tr("Switch off “%1”").arg(stepTitle(steps()[step].kind)));
}

void RecipeEditor::setComment(size_t step, const QString& comment) {
    const std::string plain = comment.toStdString();
    if (steps()[step].comment == plain) return;
    auto after = steps();
    after[step].comment = plain;
    constexpr int commentIds = 1 << 20; // apart from those of setParameters()
    push(std::move(after), tr("Comment on “%1”").arg(stepTitle(steps()[step].kind)),
         commentIds + static_cast<int>(step));
}

void RecipeEditor::setParameters(size_t step, Json parameters) {
    if (steps()[step].parameters == parameters) return;
    auto after = steps();
    after[step].parameters = std::move(parameters);
    push(std::move(after), tr("Change “%1”").arg(stepTitle(steps()[step].kind)), static_cast<int>(step));
}

void RecipeEditor::setFitOn(Json fitOn) {
    if (m_recipe.fitOn() == fitOn) return;
    Recipe changed = m_recipe;
    changed.setFitOn(std::move(fitOn));
    constexpr int fitOnId = 1 << 21; // apart from those of setParameters() and setComment()
    m_typing = true;
    m_undo.push(new Edit(*this, std::move(changed), tr("Change what steps learn from"), fitOnId));
    m_typing = false;
}

void RecipeEditor::replace(Recipe recipe, const QString& reason) {
    m_undo.push(new Edit(*this, std::move(recipe), reason, -1));
}

void RecipeEditor::reset(Recipe recipe) {
    m_undo.clear();
    assign(std::move(recipe), true);
}

} // namespace lathe::ui
