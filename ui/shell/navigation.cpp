// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/navigation.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>

#include "ui/shell/theme.h"
#include "ui/widgets/label.h"

namespace lathe::ui {

namespace {

class Entry : public QAbstractButton {
public:
    Entry(QString id, const char* iconName, const QString& title, QWidget* parent)
        : QAbstractButton(parent), m_id(std::move(id)), m_icon(iconName) {
        setText(title);
        setAccessibleName(title);
        setObjectName(QStringLiteral("nav-") + m_id);
        setCheckable(true);
        setAutoExclusive(false);
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_Hover);
        setFixedHeight(36);
    }
    [[nodiscard]] const QString& id() const { return m_id; }
    [[nodiscard]] QSize sizeHint() const override { return {180, 36}; }

protected:
    void nextCheckState() override {} // the window checks the entry of the page that is shown

    void paintEvent(QPaintEvent*) override {
        const ThemeTokens& t = tokens();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        if (isChecked() || underMouse()) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(isChecked() ? t.accentSoft : t.hover);
            painter.drawRoundedRect(rect(), 6, 6);
        }
        paintIcon(painter, QRectF(8, height() / 2.0 - 9, 18, 18), m_icon, isChecked() ? t.accent : t.muted);
        QFont words = textFont(TextRole::Body);
        words.setPointSizeF(10);
        if (isChecked()) words.setWeight(QFont::DemiBold);
        painter.setFont(words);
        painter.setPen(isChecked() ? t.text : t.muted);
        painter.drawText(rect().adjusted(36, 0, -6, 0), Qt::AlignVCenter | Qt::AlignLeft, text());
        if (!hasFocus()) return;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(t.accent, 1.5));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.75, 0.75, -0.75, -0.75), 6, 6);
    }

private:
    QString m_id;
    const char* m_icon;
};

/// The mark of Lathe: a rising line on a tile.
class Mark : public QWidget {
public:
    explicit Mark(QWidget* parent) : QWidget(parent) { setFixedSize(30, 30); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        QLinearGradient fill(0, 0, 30, 30);
        fill.setColorAt(0, seriesColor(0));
        fill.setColorAt(1, seriesColor(3));
        painter.setPen(Qt::NoPen);
        painter.setBrush(fill);
        painter.drawRoundedRect(rect(), 8, 8);
        painter.setPen(QPen(tokens().onAccent, 2.2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(QPolygonF{{7, 19.5}, {12, 14}, {16, 17.5}, {23, 9.5}});
    }
};

} // namespace

Navigation::Navigation(QWidget* parent) : QWidget(parent) {
    setFixedWidth(208);
    setObjectName(QStringLiteral("navigation"));
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(12, 14, 12, 12);
    outer->setSpacing(0);
    auto* brand = new QHBoxLayout;
    brand->setSpacing(9);
    brand->addWidget(new Mark(this));
    auto* names = new QVBoxLayout;
    names->setSpacing(0);
    auto* product = new Label(QStringLiteral("Lathe"), TextRole::CardTitle, Tint::Text, this);
    m_project = new Label(QString(), TextRole::Caption, Tint::Muted, this);
    m_project->setElided(true);
    m_project->setObjectName(QStringLiteral("projectName"));
    names->addWidget(product);
    names->addWidget(m_project);
    brand->addLayout(names, 1);
    outer->addLayout(brand);
    outer->addSpacing(18);
    m_pages = new QVBoxLayout;
    m_pages->setSpacing(2);
    outer->addLayout(m_pages);
    outer->addStretch(1);
    m_foot = new QVBoxLayout;
    m_foot->setSpacing(2);
    outer->addLayout(m_foot);
    setPages({});
    setProject({}, false);
}

void Navigation::setProject(const QString& name, bool readOnly) {
    m_project->setText(name.isEmpty() ? tr("no project") : readOnly ? tr("%1 · read-only").arg(name) : name);
    m_project->setToolTip(QString());
}

void Navigation::setPages(const std::vector<PageEntry>& pages) {
    for (QAbstractButton* entry : m_entries) delete entry;
    m_entries.clear();
    int number = 0;
    for (const PageEntry& page : pages) {
        ++number;
        m_pages->addWidget(
            addEntry(page.id, page.icon, page.title, number < 10 ? QStringLiteral("Ctrl+%1").arg(number) : QString()));
    }
    if (pages.empty()) m_pages->addWidget(addEntry(QStringLiteral("welcome"), "folder", tr("Projects"), {}));
    m_foot->addWidget(addEntry(QStringLiteral("help"), "help", tr("Help"), QStringLiteral("F1")));
    m_foot->addWidget(addEntry(QStringLiteral("settings"), "settings", tr("Settings"), QStringLiteral("Ctrl+,")));
}

QAbstractButton* Navigation::addEntry(const QString& id, const char* iconName, const QString& title,
                                      const QString& shortcut) {
    auto* entry = new Entry(id, iconName, title, this);
    if (!shortcut.isEmpty())
        entry->setToolTip(
            QStringLiteral("%1  %2").arg(title, QKeySequence(shortcut).toString(QKeySequence::NativeText)));
    connect(entry, &QAbstractButton::clicked, this, [this, id] { Q_EMIT chosen(id); });
    m_entries.push_back(entry);
    return entry;
}

void Navigation::setCurrent(const QString& id) {
    for (QAbstractButton* entry : m_entries) entry->setChecked(static_cast<Entry*>(entry)->id() == id);
}

void Navigation::paintEvent(QPaintEvent*) { QPainter(this).fillRect(rect(), tokens().surface); }

void Navigation::keyPressEvent(QKeyEvent* event) {
    const auto focused =
        std::find_if(m_entries.begin(), m_entries.end(), [](QAbstractButton* entry) { return entry->hasFocus(); });
    const int step = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
    if (focused == m_entries.end() || step == 0) {
        QWidget::keyPressEvent(event);
        return;
    }
    const auto target = (focused - m_entries.begin()) + step;
    if (target >= 0 && target < static_cast<std::ptrdiff_t>(m_entries.size()))
        m_entries[static_cast<size_t>(target)]->setFocus(Qt::TabFocusReason);
}

} // namespace lathe::ui
