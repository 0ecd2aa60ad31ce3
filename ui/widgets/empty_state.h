// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <functional>

class QPushButton;
class QVBoxLayout;

namespace lathe::ui {

/// A page without content teaches: an icon, one sentence, one button, one link.
class EmptyState : public QWidget {
    Q_OBJECT

public:
    static constexpr int pageWidth = 440;
    static constexpr int panelWidth = 290; ///< of the sentence in a side panel

    EmptyState(const char* iconName, const QString& title, const QString& sentence, QWidget* parent = nullptr,
               int width = pageWidth);
    QPushButton* setButton(const QString& text, const char* iconName, std::function<void()> run);
    void setLink(const QString& text, std::function<void()> run);

private:
    QPushButton* m_button = nullptr;
    QPushButton* m_link = nullptr;
    QVBoxLayout* m_layout = nullptr;
};

} // namespace lathe::ui
