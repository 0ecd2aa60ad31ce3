// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/step_picker.h"

#include "core/data/recipe/recipe.h"
#include "ui/datasets/recipe_editor.h"
#include "ui/datasets/step_catalog.h"
#include "ui/shell/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/search_field.h"

#include <QKeyEvent>
#include <QListWidget>
#include <QScreen>
#include <QVBoxLayout>

#include <algorithm>
#include <optional>

namespace lathe::ui {
namespace {

constexpr int pickerWidth = 320;
constexpr int pickerHeight = 440;

bool isKind(const QListWidgetItem* item) { return item && item->flags().testFlag(Qt::ItemIsSelectable); }

} // namespace

StepPicker::StepPicker(QWidget* parent)
    : QFrame(parent, Qt::Popup), m_search(new SearchField(tr("Search steps"))), m_list(new QListWidget) {
    setObjectName(QStringLiteral("addStepMenu"));
    setFrameShape(QFrame::StyledPanel);
    setFixedSize(pickerWidth, pickerHeight);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    m_search->setObjectName(QStringLiteral("addStepSearch"));
    m_search->setAccessibleName(tr("Search steps"));
    m_search->installEventFilter(this);
    layout->addWidget(m_search);
    m_list->setObjectName(QStringLiteral("addStepList"));
    m_list->setAccessibleName(tr("Steps"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setMouseTracking(true);
    layout->addWidget(m_list);
    connect(m_search, &QLineEdit::textChanged, this, &StepPicker::fill);
    connect(m_list, &QListWidget::itemClicked, this, &StepPicker::choose);
}

void StepPicker::fill() {
    m_list->clear();
    const QString wanted = m_search->text().trimmed();
    std::optional<StepGroup> group;
    for (const std::string& kind : Recipe::kinds()) {
        const QString title = stepTitle(kind);
        const QString help = stepHelp(kind);
        const bool fits = wanted.isEmpty() || title.contains(wanted, Qt::CaseInsensitive) ||
                          help.contains(wanted, Qt::CaseInsensitive) ||
                          text(kind).contains(wanted, Qt::CaseInsensitive);
        if (!fits) continue;
        if (group != stepGroup(kind)) {
            group = stepGroup(kind);
            auto* header = new QListWidgetItem(stepGroupTitle(*group), m_list);
            header->setFlags(Qt::NoItemFlags);
            header->setFont(textFont(TextRole::Caption));
            header->setForeground(tokens().muted);
        }
        auto* item = new QListWidgetItem(title, m_list);
        item->setData(Qt::UserRole, text(kind));
        item->setToolTip(help);
        item->setSizeHint({0, 28});
    }
    m_list->setCurrentRow(-1);
    moveBy(1);
    // A step that is called so goes before one whose description says so.
    for (QListWidgetItem* item : m_list->findItems(wanted, Qt::MatchContains)) {
        if (!isKind(item)) continue;
        m_list->setCurrentItem(item);
        break;
    }
}

void StepPicker::moveBy(int rows) {
    int row = m_list->currentRow() + rows;
    while (row >= 0 && row < m_list->count() && !isKind(m_list->item(row))) row += rows > 0 ? 1 : -1;
    if (row >= 0 && row < m_list->count()) m_list->setCurrentRow(row);
}

void StepPicker::choose() {
    const QListWidgetItem* item = m_list->currentItem();
    if (!isKind(item)) return;
    const std::string kind = item->data(Qt::UserRole).toString().toStdString();
    hide();
    Q_EMIT chosen(kind);
}

void StepPicker::openBelow(QWidget* button) {
    m_search->clear();
    fill();
    const QRect screen = button->screen()->availableGeometry();
    QPoint place = button->mapToGlobal(QPoint(0, button->height() + 4));
    place.setX(std::clamp(place.x(), screen.left(), std::max(screen.left(), screen.right() - width())));
    place.setY(std::clamp(place.y(), screen.top(), std::max(screen.top(), screen.bottom() - height())));
    move(place);
    show();
    m_search->setFocus();
}

bool StepPicker::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_Down: moveBy(1); return true;
        case Qt::Key_Up: moveBy(-1); return true;
        case Qt::Key_Return:
        case Qt::Key_Enter: choose(); return true;
        default: break;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace lathe::ui
