// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <functional>

#include "core/base/result.h"

class QPushButton;
class QToolButton;

namespace lathe::ui {

class Label;

enum class MessageKind { Info, Success, Warning, Error };

/// What an inline message says and offers.
struct MessageContent {
    MessageKind kind = MessageKind::Info;
    QString text;
    QString hint = {};       ///< what to do about it
    QString actionText = {}; ///< empty: no button
    std::function<void()> action = {};
    bool dismissable = true;
};

/// A core error as a message: its text, its hint, its context in the tool tip.
MessageContent messageFor(const Error& error);

/// What happened and what to do, in a line: "there is no column 'wnd'. Did you mean 'wind'?"
QString problemText(const Error& error);

/// A line of text inside a page that tells what happened and what to do; never a dialog.
class InlineMessage : public QFrame {
    Q_OBJECT

public:
    explicit InlineMessage(QWidget* parent = nullptr);
    void setContent(const MessageContent& content);
    [[nodiscard]] const MessageContent& content() const { return m_content; }

Q_SIGNALS:
    void dismissed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    MessageContent m_content;
    Label* m_text = nullptr;
    Label* m_hint = nullptr;
    QPushButton* m_action = nullptr;
    QToolButton* m_close = nullptr;
};

} // namespace lathe::ui
