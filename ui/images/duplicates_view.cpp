// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/duplicates_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <set>
#include <tuple>

#include "ui/images/image_texts.h"
#include "ui/images/thumbnail_grid.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"

namespace lathe::ui {

namespace {

constexpr int pictureSide = 240;

} // namespace

size_t bestOf(const images::ImageTable& table, const std::vector<size_t>& rows) {
    const auto worth = [&](size_t index) {
        const images::ImageRow& row = table.rows[index];
        return std::tuple(row.status == images::Status::Ok, row.label >= 0,
                          int64_t{row.header.width} * row.header.height, row.quality.sharpness);
    };
    return *std::max_element(rows.begin(), rows.end(), [&](size_t a, size_t b) { return worth(a) < worth(b); });
}

DuplicatesView::DuplicatesView(PictureLoader& loader, LabelSession& labels, QWidget* parent)
    : QWidget(parent), m_labels(&labels) {
    setObjectName(QStringLiteral("duplicatesView"));
    m_grid = new ThumbnailGrid(loader);
    m_grid->setObjectName(QStringLiteral("duplicatesGrid"));
    m_grid->setAccessibleName(tr("Pictures of the group"));
    m_grid->setThumbnailSize(pictureSide);
    m_grid->setDetailed(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(makeHead());
    layout->addWidget(m_grid, 1);
    layout->addWidget(makeFoot());
    connect(m_grid, &ThumbnailGrid::keyTyped, this, &DuplicatesView::typed);
    connect(m_labels, &LabelSession::changed, this, &DuplicatesView::showGroup);
}

QWidget* DuplicatesView::makeHead() {
    auto* head = new QWidget;
    auto* column = new QVBoxLayout(head);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto* choice = new QHBoxLayout;
    auto* row = new QHBoxLayout;
    column->addLayout(choice);
    column->addLayout(row);
    m_kind = new QComboBox;
    m_kind->setObjectName(QStringLiteral("duplicateKindBox"));
    m_kind->setAccessibleName(tr("Which groups"));
    m_kind->addItems({tr("All groups"), tr("Same file"), tr("Alike"), tr("Labels differ")});
    m_title = new Label({}, TextRole::CardTitle);
    m_title->setObjectName(QStringLiteral("duplicateTitle"));
    m_note = new Label({}, TextRole::Caption, Tint::Muted);
    m_note->setObjectName(QStringLiteral("duplicateNote"));
    m_note->setElided(true);
    m_previous = makeIconButton(tr("Previous group (P)"), "chevron-left");
    m_previous->setObjectName(QStringLiteral("previousGroupButton"));
    m_next = makeIconButton(tr("Next group (N)"), "chevron-right");
    m_next->setObjectName(QStringLiteral("nextGroupButton"));
    row->addWidget(m_previous);
    row->addWidget(m_next);
    row->addWidget(m_title);
    row->addWidget(m_note, 1);
    choice->addWidget(m_kind);
    m_best = makeButton(tr("Keep the best of each"), "check");
    m_best->setObjectName(QStringLiteral("keepBestButton"));
    m_best->setToolTip(tr(
        "In every group listed: the labelled, whole, largest, sharpest picture stays. Groups whose labels differ are left to you."));
    choice->addWidget(m_best);
    choice->addStretch(1);
    connect(m_best, &QPushButton::clicked, this, &DuplicatesView::keepBestOfAll);
    connect(m_kind, &QComboBox::activated, this, [this] {
        m_place = 0;
        filter();
    });
    connect(m_previous, &QToolButton::clicked, this, [this] { step(-1); });
    connect(m_next, &QToolButton::clicked, this, [this] { step(1); });
    return head;
}

QWidget* DuplicatesView::makeFoot() {
    auto* foot = new QWidget;
    auto* row = new QHBoxLayout(foot);
    row->setContentsMargins(0, 0, 0, 0);
    const auto button = [&](const QString& words, const char* icon, const char* name, const QString& tip) {
        auto* made = makeButton(words, icon);
        made->setObjectName(QString::fromLatin1(name));
        made->setToolTip(tip);
        row->addWidget(made);
        return made;
    };
    m_keep = button(tr("Keep only this"), "check", "keepOnlyButton",
                    tr("Leave the others of the group out of the next version, and go on (K)"));
    m_keepAll = button(tr("Keep all"), "lock", "keepAllButton", tr("All pictures of the group stay (A)"));
    m_leaveOut =
        button(tr("Leave out"), "trash", "leaveOutButton", tr("Leave this picture out of the next version (Delete)"));
    row->addStretch(1);
    connect(m_keep, &QPushButton::clicked, this, [this] {
        const auto& shown = group()->rows;
        keepOnly(static_cast<size_t>(std::find(shown.begin(), shown.end(), *m_grid->current()) - shown.begin()));
    });
    connect(m_keepAll, &QPushButton::clicked, this, &DuplicatesView::keepAll);
    connect(m_leaveOut, &QPushButton::clicked, this, &DuplicatesView::leaveOut);
    return foot;
}

void DuplicatesView::setSet(std::shared_ptr<const ImageSet> set) {
    if (!m_set || !set || set->table != m_set->table) m_place = 0;
    m_set = std::move(set);
    filter();
}

void DuplicatesView::setReadOnly(bool readOnly) {
    m_readOnly = readOnly;
    showGroup();
}

void DuplicatesView::filter() {
    m_groups.clear();
    if (m_set) {
        for (size_t i = 0; i < m_set->report.groups.size(); ++i) {
            const images::DuplicateGroup& each = m_set->report.groups[i];
            const int kind = m_kind->currentIndex();
            if (kind == All || (kind == Exact && each.exact) || (kind == Near && !each.exact) ||
                (kind == Conflict && each.labelConflict))
                m_groups.push_back(i);
        }
    }
    m_place = m_groups.empty() ? 0 : std::min(m_place, m_groups.size() - 1);
    showGroup();
}

const images::DuplicateGroup* DuplicatesView::group() const {
    return m_place < m_groups.size() ? &m_set->report.groups[m_groups[m_place]] : nullptr;
}

void DuplicatesView::showGroup() {
    const images::DuplicateGroup* shown = group();
    m_title->setText(
        shown ? tr("Group %1 of %2")
                    .arg(countText(static_cast<qint64>(m_place) + 1), countText(static_cast<qint64>(m_groups.size())))
              : tr("No duplicates"));
    m_note->setText(shown ? groupText(*shown) : tr("Raise the limit for near duplicates to look further."));
    m_previous->setEnabled(shown && m_place > 0);
    m_next->setEnabled(shown && m_place + 1 < m_groups.size());
    for (QPushButton* button : {m_keep, m_keepAll, m_leaveOut, m_best}) button->setEnabled(shown && !m_readOnly);
    m_grid->setPictures(m_set, shown ? shown->rows : std::vector<size_t>(), m_labels->edits());
}

void DuplicatesView::step(int groups) {
    if (m_groups.empty()) return;
    const auto target = static_cast<int64_t>(m_place) + groups;
    m_place = static_cast<size_t>(std::clamp<int64_t>(target, 0, static_cast<int64_t>(m_groups.size()) - 1));
    showGroup();
    m_grid->setCurrent(0);
    m_grid->setFocus();
}

void DuplicatesView::typed(QKeyEvent* event) {
    if (!group() || (event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier))) return;
    event->accept();
    const int key = event->key();
    if (key >= Qt::Key_1 && key <= Qt::Key_9) {
        keepOnly(static_cast<size_t>(key - Qt::Key_1));
        return;
    }
    switch (key) {
    case Qt::Key_K:
    case Qt::Key_Space: m_keep->click(); break;
    case Qt::Key_A: keepAll(); break;
    case Qt::Key_Delete: leaveOut(); break;
    case Qt::Key_N: step(1); break;
    case Qt::Key_P: step(-1); break;
    default: event->ignore();
    }
}

/// One step to undo, however many pictures it is about. A label that was assigned before stays.
void DuplicatesView::decide(const std::vector<size_t>& keep, const std::vector<size_t>& drop) {
    if (m_readOnly) return;
    std::vector<std::pair<uint64_t, LabelDecision>> decisions;
    for (const size_t index : keep) {
        const uint64_t row = m_set->table->rows[index].row;
        const auto* edit = m_labels->edits().find(row);
        if (edit != nullptr && edit->exclude) decisions.emplace_back(row, std::nullopt);
    }
    for (const size_t index : drop)
        decisions.emplace_back(m_set->table->rows[index].row, images::LabelEdit{std::nullopt, true});
    m_labels->apply(decisions);
}

void DuplicatesView::keepOnly(size_t place) {
    const images::DuplicateGroup* shown = group();
    if (!shown || place >= shown->rows.size()) return;
    std::vector<size_t> others = shown->rows;
    const size_t kept = others[place];
    others.erase(others.begin() + static_cast<ptrdiff_t>(place));
    decide({kept}, others);
    step(1);
}

void DuplicatesView::keepAll() {
    if (const images::DuplicateGroup* shown = group()) decide(shown->rows, {});
    step(1);
}

void DuplicatesView::leaveOut() {
    if (group()) decide({}, m_grid->selection());
}

void DuplicatesView::keepBestOfAll() {
    std::vector<size_t> keep;
    std::set<size_t> drop; // a picture may be in a group of equal and in one of similar ones
    for (const size_t number : m_groups) {
        const images::DuplicateGroup& each = m_set->report.groups[number];
        if (each.labelConflict) continue;
        const size_t best = bestOf(*m_set->table, each.rows);
        keep.push_back(best);
        for (const size_t index : each.rows)
            if (index != best) drop.insert(index);
    }
    std::erase_if(keep, [&](size_t index) { return drop.contains(index); });
    decide(keep, {drop.begin(), drop.end()});
}

} // namespace lathe::ui
