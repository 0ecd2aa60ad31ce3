// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/card.h"
#include "ui/widgets/status_pill.h"

namespace lathe::ui {

/// A label, a large value and a note below ("▼ 4.1 % vs best").
class StatTile : public Card {
    Q_OBJECT

public:
    explicit StatTile(const QString& label, QWidget* parent = nullptr);
    void setLabel(const QString& label);
    void setValue(const QString& value, const QString& note = {}, Tone tone = Tone::Neutral);
    /// Clicking the tile (or Return on it) does something.
    void setClickable(bool clickable);

Q_SIGNALS:
    void clicked();

protected:
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    Label* m_label = nullptr;
    Label* m_value = nullptr;
    Label* m_noteText = nullptr;
    bool m_clickable = false;
};

} // namespace lathe::ui
