// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/recipe/recipe.h"

#include <QFrame>

#include <optional>
#include <vector>

class QCheckBox;
class QToolButton;
class QVBoxLayout;

namespace lathe::ui {

class Label;
class StepForm;

/// One step of a recipe: switch, title, what it does, what it did to the preview, and its form when open.
class StepCard : public QFrame {
    Q_OBJECT

public:
    StepCard(size_t place, size_t count, const RecipeStep& step, QWidget* parent = nullptr);

    [[nodiscard]] size_t place() const { return m_place; }
    /// The step's parameters changed; the form is left alone.
    void showStep(const RecipeStep& step);
    void setColumns(const std::vector<ColumnSchema>& columns);
    /// Whether what the step learns comes from all rows, or from training rows only.
    void setLearnsFromAll(bool all);
    void setOpen(bool open);
    [[nodiscard]] bool isOpen() const { return m_open; }
    [[nodiscard]] StepForm* form() const { return m_form; }
    /// What the step did to the preview; none when it was not tried.
    void showEffect(const std::optional<StepEffect>& effect, const QString& problem);

Q_SIGNALS:
    void openRequested(bool open);
    void enabledChanged(bool enabled);
    void moveRequested(int by);
    void removeRequested();
    void parametersEdited();
    void commentEdited(const QString& comment);
    void clustersRequested();
    /// The card is dragged: where the pointer is on the screen, and whether it was let go there.
    void dragged(const QPoint& place, bool dropped);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    void showComment();
    void makeForm();

    size_t m_place;
    RecipeStep m_step;
    std::vector<ColumnSchema> m_columns;
    bool m_open = false;
    bool m_failed = false;
    QCheckBox* m_enabled;
    Label* m_title;
    Label* m_summary;
    Label* m_effect;
    QToolButton* m_toggle;
    QVBoxLayout* m_layout;
    StepForm* m_form = nullptr;
    QWidget* m_details = nullptr; ///< the form and the comment
    Label* m_comment;
    Label* m_learns;
    std::optional<QPoint> m_grip; ///< where the card was pressed
    bool m_dragging = false;
};

/// "27 cells changed · 12 rows fewer · 4 columns added"
[[nodiscard]] QString effectText(const StepEffect& effect);

} // namespace lathe::ui
