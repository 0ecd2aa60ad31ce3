// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/empty_state.h"

#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/widgets/form.h"
#include "ui/widgets/label.h"

namespace lathe::ui {

namespace {

/// The icon on a soft disc.
class Badge : public QWidget {
public:
    Badge(const char* iconName, QWidget* parent) : QWidget(parent), m_icon(iconName) { setFixedSize(64, 64); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokens().accentSoft);
        painter.drawEllipse(rect());
        paintIcon(painter, QRectF(18, 18, 28, 28), m_icon, tokens().accent);
    }

private:
    const char* m_icon;
};

} // namespace

EmptyState::EmptyState(const char* iconName, const QString& title, const QString& sentence, QWidget* parent, int width)
    : QWidget(parent) {
    m_layout = new QVBoxLayout(this);
    m_layout->setSpacing(10);
    m_layout->addStretch(2);
    m_layout->addWidget(new Badge(iconName, this), 0, Qt::AlignHCenter);
    m_layout->addSpacing(6);
    m_layout->addWidget(new Label(title, TextRole::PageTitle, Tint::Text, this), 0, Qt::AlignHCenter);
    auto* text = new Label(sentence, TextRole::Body, Tint::Muted, this);
    text->setWordWrap(true);
    text->setAlignment(Qt::AlignHCenter);
    text->setFixedSize(width, text->heightForWidth(width));
    m_layout->addWidget(text, 0, Qt::AlignHCenter);
    m_layout->addSpacing(6);
    m_layout->addStretch(3);
}

QPushButton* EmptyState::setButton(const QString& text, const char* iconName, std::function<void()> run) {
    delete m_button;
    m_button = makeButton(text, iconName, ButtonKind::Primary, this);
    connect(m_button, &QPushButton::clicked, this, [run = std::move(run)] { run(); });
    m_layout->insertWidget(m_layout->count() - (m_link != nullptr ? 2 : 1), m_button, 0, Qt::AlignHCenter);
    return m_button;
}

void EmptyState::setLink(const QString& text, std::function<void()> run) {
    delete m_link;
    m_link = makeButton(text, "", ButtonKind::Quiet, this);
    connect(m_link, &QPushButton::clicked, this, [run = std::move(run)] { run(); });
    m_layout->insertWidget(m_layout->count() - 1, m_link, 0, Qt::AlignHCenter);
}

} // namespace lathe::ui
