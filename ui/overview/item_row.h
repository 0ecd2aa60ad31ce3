// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

#include "core/project/summary.h"
#include "ui/widgets/status_pill.h"

namespace lathe::ui {

/// One object in a short list: name, detail, state, progress, when. A click or Return opens it.
class ItemRow : public QAbstractButton {
    Q_OBJECT

public:
    explicit ItemRow(const SummaryItem& item, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    SummaryItem m_item;
    QString m_stateText;
    Tone m_tone;
};

/// A state word of the store ("running", "ready", "drifted") in the window's language, and its tone.
QString stateText(const std::string& state);
Tone stateTone(const std::string& state);
/// The icon of a kind of object.
const char* kindIcon(const std::string& kind);

} // namespace lathe::ui
