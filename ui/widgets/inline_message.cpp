// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/inline_message.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"

namespace lathe::ui {

namespace {

struct Look {
    const char* icon;
    QColor colour;
};

Look lookOf(MessageKind kind) {
    const ThemeTokens& t = tokens();
    switch (kind) {
    case MessageKind::Success: return {"check", t.ok};
    case MessageKind::Warning: return {"warning", t.warn};
    case MessageKind::Error: return {"error", t.bad};
    case MessageKind::Info: break;
    }
    return {"info", t.info};
}

} // namespace

MessageContent messageFor(const Error& error) {
    QString sentence = text(error.message); // core begins in lower case, as parts of longer texts
    if (!sentence.isEmpty()) sentence[0] = sentence[0].toUpper();
    return {error.kind == ErrorKind::Cancelled ? MessageKind::Info : MessageKind::Error, sentence, text(error.hint)};
}

QString problemText(const Error& error) {
    return error.hint.empty() ? text(error.message) : text(error.message) + QStringLiteral(". ") + text(error.hint);
}

InlineMessage::InlineMessage(QWidget* parent) : QFrame(parent) {
    setObjectName(QStringLiteral("inlineMessage"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(42, 9, 9, 9);
    row->setSpacing(8);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    m_text = new Label(QString(), TextRole::Body, Tint::Text, this);
    m_hint = new Label(QString(), TextRole::Body, Tint::Muted, this);
    for (Label* label : {m_text, m_hint}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        words->addWidget(label);
    }
    row->addLayout(words, 1);
    m_action = makeButton(QString(), "", ButtonKind::Normal, this);
    m_action->setObjectName(QStringLiteral("inlineMessageAction"));
    connect(m_action, &QPushButton::clicked, this, [this] {
        if (m_content.action) m_content.action();
    });
    row->addWidget(m_action, 0, Qt::AlignVCenter);
    m_close = makeIconButton(tr("Dismiss"), "close", this);
    m_close->setObjectName(QStringLiteral("inlineMessageDismiss"));
    connect(m_close, &QToolButton::clicked, this, &InlineMessage::dismissed);
    row->addWidget(m_close, 0, Qt::AlignTop);
}

void InlineMessage::setContent(const MessageContent& content) {
    m_content = content;
    m_text->setText(content.text);
    m_hint->setText(content.hint);
    m_hint->setVisible(!content.hint.isEmpty());
    m_action->setText(content.actionText);
    m_action->setVisible(!content.actionText.isEmpty());
    m_close->setVisible(content.dismissable);
    setAccessibleName(content.text);
    setAccessibleDescription(content.hint);
    update();
}

void InlineMessage::paintEvent(QPaintEvent*) {
    const Look look = lookOf(m_content.kind);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(mixed(tokens().surface, look.colour, 0.45), 1));
    painter.setBrush(mixed(tokens().surface, look.colour, tokens().dark ? 0.14 : 0.07));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    paintIcon(painter, QRectF(14, std::min(height() / 2 - 9, 14), 18, 18), look.icon, look.colour);
}

} // namespace lathe::ui
