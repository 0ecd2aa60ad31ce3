// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

#include "ui/shell/theme.h"

namespace lathe::ui {

/// A text with a role and a tint; follows the theme. Selectable and elided on request.
class Label : public QLabel {
    Q_OBJECT

public:
    explicit Label(const QString& text, TextRole role = TextRole::Body, Tint tint = Tint::Text,
                   QWidget* parent = nullptr);
    void setTint(Tint tint);
    void setRole(TextRole role);
    /// Cuts the text with … where it does not fit; the whole is in the tool tip.
    void setElided(bool elided);
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void restyle();
    TextRole m_role;
    Tint m_tint;
    bool m_elided = false;
    QString m_wholeText; ///< the tool tip of a text that does not fit
    bool m_restyling = false;
};

} // namespace lathe::ui
