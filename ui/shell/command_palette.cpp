// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/command_palette.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/shell/theme.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/separator.h"

namespace lathe::ui {

namespace {

constexpr int mostShown = 60;
constexpr int itemHeight = 38;
enum Role { CommandRole = Qt::UserRole + 1, GroupRole, ShortcutRole, IconRole };

class CommandDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const ThemeTokens& t = tokens();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const bool selected = (option.state & QStyle::State_Selected) != 0;
        if (selected) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(t.accentSoft);
            painter->drawRoundedRect(QRectF(option.rect).adjusted(6, 1, -6, -1), 6, 6);
        }
        QRect rect = option.rect.adjusted(18, 0, -18, 0);
        const QByteArray iconName = index.data(IconRole).toByteArray();
        paintIcon(*painter, QRectF(rect.left(), rect.center().y() - 7, 16, 16),
                  iconName.isEmpty() ? "chevron-right" : iconName.constData(), selected ? t.accent : t.muted);
        rect.adjust(28, 0, 0, 0);
        const auto draw = [&](const QString& text, const QColor& colour, TextRole role, Qt::Alignment side) {
            painter->setFont(textFont(role));
            painter->setPen(colour);
            const QString shown = painter->fontMetrics().elidedText(text, Qt::ElideRight, rect.width());
            painter->drawText(rect, static_cast<int>(side | Qt::AlignVCenter), shown);
            const int used = painter->fontMetrics().horizontalAdvance(shown) + 12;
            rect.adjust(side == Qt::AlignLeft ? used : 0, 0, side == Qt::AlignLeft ? 0 : -used, 0);
        };
        draw(index.data(ShortcutRole).toString(), t.muted, TextRole::Caption, Qt::AlignRight);
        draw(index.data().toString(), t.text, TextRole::Body, Qt::AlignLeft);
        draw(index.data(GroupRole).toString(), t.muted, TextRole::Caption, Qt::AlignLeft);
        painter->restore();
    }
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {200, itemHeight};
    }
};

} // namespace

int fuzzyScore(const QString& pattern, const QString& text) {
    if (pattern.isEmpty()) return 1;
    int score = 0;
    qsizetype at = 0;
    qsizetype previous = -2;
    for (const QChar letter : pattern) {
        if (letter.isSpace()) continue;
        qsizetype found = -1;
        qsizetype start = -1; // prefer the start of a word when there is one ahead
        for (qsizetype index = at; index < text.size() && start < 0; ++index) {
            if (text[index].toCaseFolded() != letter.toCaseFolded()) continue;
            if (found < 0) found = index;
            if (index == previous + 1 && found == index) break;
            if (index == 0 || !text[index - 1].isLetterOrNumber()) start = index;
        }
        if (found < 0) return 0;
        if (found != previous + 1 && start >= 0) found = start;
        score += found == previous + 1 ? 12 : found == 0 || !text[found - 1].isLetterOrNumber() ? 9 : 2;
        previous = found;
        at = found + 1;
    }
    return std::max(1, score * 16 - static_cast<int>(std::min<qsizetype>(text.size(), 200)));
}

CommandPalette::CommandPalette(QWidget* window) : QFrame(window) {
    setObjectName(QStringLiteral("commandPalette"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 8, 1, 8);
    column->setSpacing(6);
    m_field = new QLineEdit(this);
    m_field->setObjectName(QStringLiteral("paletteField"));
    m_field->setPlaceholderText(tr("Go to a page, open a dataset, run or model, do something…"));
    m_field->setAccessibleName(tr("Command"));
    m_field->addAction(icon("search"), QLineEdit::LeadingPosition);
    m_field->installEventFilter(this);
    auto* fieldRow = new QHBoxLayout;
    fieldRow->setContentsMargins(10, 0, 10, 0);
    fieldRow->addWidget(m_field);
    column->addLayout(fieldRow);
    column->addWidget(new Separator(Qt::Horizontal, this));
    m_list = new QListView(this);
    m_list->setObjectName(QStringLiteral("paletteList"));
    m_list->setAccessibleName(tr("Matching commands"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setItemDelegate(new CommandDelegate(m_list));
    m_model = new QStandardItemModel(this);
    m_list->setModel(m_model);
    connect(m_list, &QListView::clicked, this, &CommandPalette::run);
    column->addWidget(m_list, 1);
    m_nothing = new EmptyState(
        "search", tr("Nothing matches"),
        tr("A few letters of a page, a dataset, a run, a model or something to do are enough, in their order."), this,
        EmptyState::panelWidth);
    m_nothing->setObjectName(QStringLiteral("paletteNothing"));
    column->addWidget(m_nothing, 1);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::filter);
    window->installEventFilter(this);
    qApp->installEventFilter(this);
    hide();
}

void CommandPalette::open(std::vector<Command> commands) {
    m_commands = std::move(commands);
    m_focusBefore = QApplication::focusWidget();
    m_field->clear();
    filter();
    place();
    show();
    raise();
    m_field->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::add(std::vector<Command> commands) {
    if (!isVisible()) return;
    m_commands.insert(m_commands.end(), std::make_move_iterator(commands.begin()),
                      std::make_move_iterator(commands.end()));
    filter();
}

void CommandPalette::filter() {
    std::vector<std::pair<int, size_t>> ranked;
    for (size_t index = 0; index < m_commands.size(); ++index) {
        const Command& command = m_commands[index];
        const int own = fuzzyScore(m_field->text(), command.title);
        const int both = fuzzyScore(m_field->text(), command.group + QLatin1Char(' ') + command.title);
        if (const int score = std::max(own * 2, both); score > 0) ranked.emplace_back(-score, index);
    }
    if (m_field->text().isEmpty())
        for (auto& [score, index] : ranked) score = 0;
    std::sort(ranked.begin(), ranked.end());
    m_model->clear();
    for (size_t at = 0; at < std::min<size_t>(ranked.size(), mostShown); ++at) {
        const Command& command = m_commands[ranked[at].second];
        auto* item = new QStandardItem(command.title);
        item->setData(QVariant::fromValue(static_cast<qulonglong>(ranked[at].second)), CommandRole);
        item->setData(command.group, GroupRole);
        item->setData(command.shortcut.toString(QKeySequence::NativeText), ShortcutRole);
        item->setData(QByteArray(command.icon), IconRole);
        m_model->appendRow(item);
    }
    m_list->setCurrentIndex(m_model->index(0, 0));
    m_list->setVisible(!ranked.empty());
    m_nothing->setVisible(ranked.empty());
}

void CommandPalette::run() {
    const QModelIndex chosen = m_list->currentIndex();
    if (!chosen.isValid()) return;
    const auto action = m_commands[chosen.data(CommandRole).toULongLong()].run;
    closePalette();
    if (action) action();
}

void CommandPalette::closePalette() {
    if (!isVisible()) return;
    hide();
    m_commands.clear();
    if (m_focusBefore) m_focusBefore->setFocus();
}

void CommandPalette::place() {
    const QWidget* window = parentWidget();
    const int width = std::min(620, window->width() - 40);
    const int height = std::min(460, window->height() - 120);
    setGeometry((window->width() - width) / 2, 72, width, height);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (!isVisible()) return false;
    if (watched == parentWidget() && event->type() == QEvent::Resize) place();
    if (event->type() == QEvent::MouseButtonPress) {
        auto* widget = qobject_cast<QWidget*>(watched);
        if (widget != nullptr && widget->window() == window() && widget != this && !isAncestorOf(widget))
            closePalette();
    }
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const int row = m_list->currentIndex().row();
        switch (key) {
        case Qt::Key_Escape: closePalette(); return true;
        case Qt::Key_Return:
        case Qt::Key_Enter: run(); return true;
        case Qt::Key_Down:
            m_list->setCurrentIndex(m_model->index(std::min(row + 1, m_model->rowCount() - 1), 0));
            return true;
        case Qt::Key_Up: m_list->setCurrentIndex(m_model->index(std::max(row - 1, 0), 0)); return true;
        case Qt::Key_Tab:
        case Qt::Key_Backtab: return true;
        default: break;
        }
    }
    return false;
}

void CommandPalette::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tokens().borderStrong, 1));
    painter.setBrush(tokens().surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10);
}

} // namespace lathe::ui
