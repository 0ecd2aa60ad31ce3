// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/page.h"

#include <QHBoxLayout>
#include <QPushButton>

#include "ui/widgets/form.h"
#include "ui/widgets/label.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/separator.h"

namespace lathe::ui {

PageFrame::PageFrame(const QString& title, QWidget* parent) : QWidget(parent), m_title(title) {
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);

    auto* header = new QWidget(this);
    header->setObjectName(QStringLiteral("pageHeader"));
    header->setFixedHeight(57);
    header->setAutoFillBackground(true);
    header->setBackgroundRole(QPalette::Base);
    m_headerLayout = new QHBoxLayout(header);
    m_headerLayout->setContentsMargins(20, 0, 20, 0);
    m_headerLayout->setSpacing(10);
    m_headerLayout->addWidget(new Label(title, TextRole::PageTitle, Tint::Text, header));
    m_subtitle = new Label(QString(), TextRole::Body, Tint::Muted, header);
    m_subtitle->setObjectName(QStringLiteral("pageSubtitle"));
    m_headerLayout->addWidget(m_subtitle);
    m_headerLayout->addStretch(1);
    outer->addWidget(header);
    outer->addWidget(new Separator(Qt::Horizontal, this));

    m_message = new InlineMessage(this);
    m_message->hide();
    connect(m_message, &InlineMessage::dismissed, this, &PageFrame::clearMessage);
    auto* content = new QVBoxLayout;
    content->setContentsMargins(16, 16, 16, 16);
    content->setSpacing(12);
    content->addWidget(m_message);
    m_body = new QVBoxLayout;
    m_body->setSpacing(12);
    content->addLayout(m_body, 1);
    outer->addLayout(content, 1);
}

void PageFrame::showMessage(const MessageContent& message) {
    m_message->setContent(message);
    m_message->show();
}

void PageFrame::showError(const Error& error) { showMessage(messageFor(error)); }

void PageFrame::clearMessage() { m_message->hide(); }

void PageFrame::setSubtitle(const QString& text) { m_subtitle->setText(text); }

SearchField* PageFrame::addSearch(const QString& prompt) {
    m_search = new SearchField(prompt, this);
    m_search->setObjectName(QStringLiteral("pageSearch"));
    m_search->setFixedWidth(300);
    addHeaderWidget(m_search);
    return m_search;
}

void PageFrame::addHeaderWidget(QWidget* widget) { m_headerLayout->addWidget(widget); }

QPushButton* PageFrame::addHeaderButton(const QString& text, const char* iconName, bool primary) {
    QPushButton* button = makeButton(text, iconName, primary ? ButtonKind::Primary : ButtonKind::Normal, this);
    addHeaderWidget(button);
    return button;
}

Page::Page(Session& session, const QString& title, QWidget* parent) : PageFrame(title, parent), m_session(session) {
    connect(&session, &Session::projectChanged, this, [this] {
        if (isVisible()) refresh();
    });
}

void Page::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refresh();
}

QString pageOfKind(const std::string& kind) {
    if (kind == "dataset") return QStringLiteral("datasets");
    if (kind == "run") return QStringLiteral("runs");
    if (kind == "model") return QStringLiteral("models");
    if (kind == "deployment") return QStringLiteral("serving");
    return QStringLiteral("drift");
}

} // namespace lathe::ui
