// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QVBoxLayout;
class QPushButton;
class QToolButton;

namespace lathe::ui {

class Label;

/// Fields one below the other: a caption, the control, and an optional note. The caption is the control's buddy
/// and accessible name.
class Form : public QWidget {
    Q_OBJECT

public:
    explicit Form(QWidget* parent = nullptr);
    void addField(const QString& caption, QWidget* control, const QString& note = {});
    /// Puts controls side by side under one caption each.
    void addRow(const QList<QPair<QString, QWidget*>>& fields);
    void addWidget(QWidget* widget);
    /// Hides or shows a control with its caption and note.
    void setFieldVisible(QWidget* control, bool visible);

private:
    QWidget* makeField(const QString& caption, QWidget* control, const QString& note);
    QVBoxLayout* m_layout = nullptr;
};

/// A button in the window's look. Primary is filled with the accent colour; quiet has no border until hovered.
enum class ButtonKind { Normal, Primary, Quiet, Danger };
QPushButton* makeButton(const QString& text, const char* iconName = "", ButtonKind kind = ButtonKind::Normal,
                        QWidget* parent = nullptr);
/// An icon-only button; \p name is its tool tip and accessible name.
QToolButton* makeIconButton(const QString& name, const char* iconName, QWidget* parent = nullptr);

} // namespace lathe::ui
