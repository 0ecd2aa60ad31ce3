// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

class QPainter;

namespace lathe::ui {

/// The meaning of a state's colour.
enum class Tone { Neutral, Accent, Ok, Warn, Bad, Info };

/// A soft pill with a dot and a word: "finished".
class StatusPill : public QWidget {
    Q_OBJECT

public:
    explicit StatusPill(const QString& text = {}, Tone tone = Tone::Neutral, QWidget* parent = nullptr);
    void setState(const QString& text, Tone tone);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

    static QSize pillSize(const QString& text);
    /// Draws a pill at the left of \p rect, vertically centred.
    static void paintPill(QPainter& painter, const QRect& rect, const QString& text, Tone tone);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_text;
    Tone m_tone;
};

} // namespace lathe::ui
