// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QHBoxLayout;
class QVBoxLayout;

namespace lathe::ui {

class Label;

/// A surface with a thin border and round corners; optionally a title row whose right side takes widgets.
class Card : public QFrame {
    Q_OBJECT

public:
    explicit Card(QWidget* parent = nullptr) : Card(QString(), parent) {}
    explicit Card(const QString& title, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    /// The muted note beside the title.
    void setNote(const QString& note);
    /// Adds a widget at the right end of the title row.
    void addHeaderWidget(QWidget* widget);
    /// The layout of the content.
    [[nodiscard]] QVBoxLayout* body() const { return m_body; }
    /// Content touches the border (for tables).
    void setFlush(bool flush);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QWidget* m_header = nullptr;
    Label* m_title = nullptr;
    Label* m_note = nullptr;
    QHBoxLayout* m_headerLayout = nullptr;
    QVBoxLayout* m_body = nullptr;
};

} // namespace lathe::ui
