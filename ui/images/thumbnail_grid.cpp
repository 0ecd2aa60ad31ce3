// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/thumbnail_grid.h"

#include <QApplication>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <climits>

#include "ui/images/image_texts.h"
#include "ui/shell/theme.h"
#include "ui/widgets/format.h"

namespace lathe::ui {

namespace {

constexpr int gap = ThumbnailLayout::gap;
constexpr int captionLine = 20;
constexpr int detailLine = 16;

/// Sizes are decoded in steps, so that moving the slider does not decode everything anew each time.
int decodedSide(int side, double ratio) {
    const int wanted = static_cast<int>(side * ratio);
    return wanted <= 96 ? 96 : wanted <= 160 ? 160 : wanted <= 256 ? 256 : 512;
}

} // namespace

ThumbnailGrid::ThumbnailGrid(PictureLoader& loader, QWidget* parent) : QAbstractScrollArea(parent), m_loader(&loader) {
    setObjectName(QStringLiteral("thumbnailGrid"));
    setAccessibleName(tr("Pictures"));
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    connect(m_loader, &PictureLoader::loaded, viewport(), qOverload<>(&QWidget::update));
}

int ThumbnailGrid::captionHeight() const { return m_detailed ? captionLine + 2 * detailLine : captionLine; }

void ThumbnailGrid::setPictures(std::shared_ptr<const ImageSet> set, std::vector<size_t> shown,
                                const LabelDecisions& edits, std::vector<ThumbnailSection> sections) {
    const auto before = current();
    const bool sameSet = m_set && set && set->table == m_set->table;
    m_set = std::move(set);
    m_shown = std::move(shown);
    m_edits = edits;
    if (!sameSet) m_selected.clear();
    std::vector<bool> there(m_set ? m_set->table->rows.size() : 0);
    for (const size_t index : m_shown) there[index] = true;
    std::erase_if(m_selected, [&](size_t index) { return !there[index]; });
    const auto kept = before && sameSet ? std::find(m_shown.begin(), m_shown.end(), *before) : m_shown.end();
    // A picture that was filtered away leaves its place to the next one.
    m_current = kept != m_shown.end() ? static_cast<size_t>(kept - m_shown.begin())
                : sameSet             ? std::min(m_current, m_shown.empty() ? 0 : m_shown.size() - 1)
                                      : 0;
    m_anchor = m_current;
    if (m_selected.empty() && !m_shown.empty()) m_selected.insert(m_shown[m_current]);
    m_layout.setCells(m_shown.size(), std::move(sections));
    layOut();
    if (!sameSet) verticalScrollBar()->setValue(0);
    requestVisible();
    viewport()->update();
    Q_EMIT currentChanged();
}

void ThumbnailGrid::setThumbnailSize(int side) {
    if (side == m_side) return;
    m_side = side;
    layOut();
    if (!m_shown.empty()) verticalScrollBar()->setValue(m_layout.cell(m_current).top() - viewport()->height() / 2);
    requestVisible();
    viewport()->update();
}

void ThumbnailGrid::setEdits(const LabelDecisions& edits) {
    m_edits = edits;
    viewport()->update();
}

void ThumbnailGrid::setCaptions(std::function<QString(size_t index)> captions) {
    m_captions = std::move(captions);
    viewport()->update();
}

void ThumbnailGrid::setDetailed(bool detailed) {
    m_detailed = detailed;
    layOut();
    viewport()->update();
}

void ThumbnailGrid::layOut() {
    m_layout.setGeometry(viewport()->width(), m_side, captionHeight());
    verticalScrollBar()->setRange(
        0, static_cast<int>(std::clamp<int64_t>(m_layout.height() - viewport()->height(), 0, INT_MAX)));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(m_layout.rowHeight() / 3);
}

std::pair<size_t, size_t> ThumbnailGrid::visibleRange() const {
    const int64_t top = verticalScrollBar()->value();
    return m_layout.placesBetween(top, top + viewport()->height());
}

/// What is on screen first, then a screen below and one above it.
void ThumbnailGrid::requestVisible() {
    if (!m_set) return;
    const auto [first, last] = visibleRange();
    const size_t page = last - first;
    std::vector<std::string> wanted;
    const auto want = [&](size_t from, size_t to) {
        for (size_t place = from; place < std::min(to, m_shown.size()); ++place)
            wanted.push_back(m_set->table->rows[m_shown[place]].sha256);
    };
    want(first, last);
    want(last, last + page);
    want(first > page ? first - page : 0, first);
    m_loader->want(wanted, decodedSide(m_side, devicePixelRatioF()));
}

QRect ThumbnailGrid::cellRect(size_t place) const {
    return m_layout.cell(place).translated(0, -verticalScrollBar()->value());
}

std::optional<size_t> ThumbnailGrid::placeAt(const QPoint& point) const {
    return m_layout.placeAt(point + QPoint(0, verticalScrollBar()->value()));
}

// Painting
// -----------------------------------------------------------------------------------------------

void ThumbnailGrid::paintPicture(QPainter& painter, const QRect& frame, const images::ImageRow& row) const {
    const QImage* picture = m_loader->find(row.sha256, decodedSide(m_side, devicePixelRatioF()));
    if (picture == nullptr) {
        const bool failed = !m_loader->failure(row.sha256).isEmpty();
        paintIcon(painter, QRectF(frame.center().x() - 11, frame.center().y() - 11, 22, 22), failed ? "error" : "clock",
                  failed ? tokens().bad : tokens().faint);
        return;
    }
    // What nearly fits is not resampled for every frame.
    const bool fits = devicePixelRatioF() == 1 && std::max(picture->width(), picture->height()) <= m_side &&
                      picture->width() * 10 > frame.width() * 9;
    const QSize size = fits ? picture->size() : picture->size().scaled(frame.size(), Qt::KeepAspectRatio);
    const QRect target(frame.center() - QPoint(size.width() / 2, size.height() / 2), size);
    // Small pictures show their pixels, as they are; large ones are smoothed.
    painter.setRenderHint(QPainter::SmoothPixmapTransform, picture->width() > 64);
    painter.drawImage(target, *picture);
}

void ThumbnailGrid::paintCell(QPainter& painter, size_t place) const {
    const size_t index = m_shown[place];
    const images::ImageRow& row = m_set->table->rows[index];
    const QRect cell = cellRect(place);
    const QRect frame(cell.left(), cell.top(), m_side, m_side);
    const bool selected = m_selected.contains(index);
    painter.setPen(Qt::NoPen);
    painter.setBrush(selected ? tokens().accentSoft : tokens().surface2);
    painter.drawRoundedRect(cell.adjusted(-3, -3, 3, 2), 6, 6);
    const auto* edit = m_edits.find(row.row);
    const bool excluded = edit != nullptr && edit->exclude;
    painter.setOpacity(excluded ? 0.25 : 1);
    paintPicture(painter, frame.adjusted(3, 3, -3, -3), row);
    painter.setOpacity(1);
    if (excluded)
        paintIcon(painter, QRectF(frame.center().x() - 14, frame.center().y() - 14, 28, 28), "trash", tokens().bad);
    const auto& issues = m_set->issuesOf(index);
    const bool unlabelledOnly = issues.size() == 1 && issues.front() == images::Issue::Unlabelled;
    if (!issues.empty() && !unlabelledOnly) {
        const bool bad = issueTone(issues.front()) == Tone::Bad;
        painter.setBrush(tokens().surface);
        painter.drawEllipse(QRect(frame.right() - 20, frame.top() + 2, 18, 18));
        paintIcon(painter, QRectF(frame.right() - 18, frame.top() + 4, 14, 14), bad ? "error" : "warning",
                  bad ? tokens().bad : tokens().warn);
    }
    paintCaption(painter, cell, index);
    if (place != m_current) return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(hasFocus() ? tokens().accent : tokens().borderStrong, 1.5));
    painter.drawRoundedRect(QRectF(cell).adjusted(-2.5, -2.5, 2.5, 1.5), 6, 6);
}

void ThumbnailGrid::paintCaption(QPainter& painter, const QRect& cell, size_t index) const {
    const images::ImageRow& row = m_set->table->rows[index];
    QRect line(cell.left() + 3, cell.top() + m_side, m_side - 6, captionLine);
    const auto draw = [&](const QString& words, const QColor& colour, Qt::TextElideMode elide) {
        painter.setPen(colour);
        painter.drawText(line, Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(words, elide, line.width()));
        line = QRect(line.left(), line.bottom() + 1, line.width(), detailLine);
    };
    painter.setFont(textFont(TextRole::Caption));
    if (m_captions) return draw(m_captions(index), tokens().text, Qt::ElideRight);
    const auto label = labelAfter(*m_set, m_edits, index);
    const auto* edit = m_edits.find(row.row);
    const bool excluded = edit != nullptr && edit->exclude;
    draw(excluded ? tr("left out")
         : label  ? text(*label)
                  : tr("no label"),
         edit != nullptr ? tokens().accent
         : label         ? tokens().text
                         : tokens().muted,
         Qt::ElideRight);
    if (!m_detailed) return;
    draw(text(row.path), tokens().muted, Qt::ElideMiddle);
    draw(sizeText(row), tokens().muted, Qt::ElideRight);
}

void ThumbnailGrid::paintEvent(QPaintEvent*) {
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(viewport()->rect(), tokens().surface);
    if (m_shown.empty()) {
        painter.setPen(tokens().muted);
        painter.drawText(viewport()->rect(), Qt::AlignCenter, tr("No picture fits the filter."));
        return;
    }
    const auto [first, last] = visibleRange();
    for (size_t place = first; place < last; ++place) paintCell(painter, place);
    if (first == last) return;
    painter.setFont(textFont(TextRole::CardTitle));
    painter.setPen(tokens().text);
    for (size_t section = m_layout.sectionOf(first); section <= m_layout.sectionOf(last - 1); ++section) {
        const QRect heading =
            m_layout.heading(section, viewport()->width()).translated(0, -verticalScrollBar()->value());
        const QString words =
            painter.fontMetrics().elidedText(m_layout.sections()[section].title, Qt::ElideRight, heading.width());
        painter.drawText(heading, Qt::AlignLeft | Qt::AlignBottom, words);
    }
}

void ThumbnailGrid::resizeEvent(QResizeEvent*) {
    layOut();
    requestVisible();
}

void ThumbnailGrid::scrollContentsBy(int, int) {
    requestVisible();
    viewport()->update();
}

// Selection
// -----------------------------------------------------------------------------------------------

std::vector<size_t> ThumbnailGrid::selection() const { return {m_selected.begin(), m_selected.end()}; }

std::optional<size_t> ThumbnailGrid::current() const {
    if (m_current >= m_shown.size()) return std::nullopt;
    return m_shown[m_current];
}

void ThumbnailGrid::setCurrent(size_t place, bool keepSelection) {
    if (place >= m_shown.size()) return;
    m_current = place;
    if (!keepSelection) {
        m_anchor = place;
        m_selected = {m_shown[place]};
    }
    showPlaceOf(cellRect(place));
    viewport()->update();
    Q_EMIT currentChanged();
}

void ThumbnailGrid::showPlaceOf(const QRect& cell) {
    QScrollBar* bar = verticalScrollBar();
    if (cell.top() < gap) bar->setValue(bar->value() + cell.top() - gap);
    else if (cell.bottom() > viewport()->height() - gap)
        bar->setValue(bar->value() + cell.bottom() - viewport()->height() + gap);
}

void ThumbnailGrid::move(int step) {
    if (m_shown.empty()) return;
    const auto last = static_cast<int64_t>(m_shown.size()) - 1;
    setCurrent(static_cast<size_t>(std::clamp<int64_t>(static_cast<int64_t>(m_current) + step, 0, last)));
}

void ThumbnailGrid::extendTo(size_t place) {
    m_selected.clear();
    for (size_t each = std::min(place, m_anchor); each <= std::max(place, m_anchor); ++each)
        m_selected.insert(m_shown[each]);
    setCurrent(place, true);
}

void ThumbnailGrid::mousePressEvent(QMouseEvent* event) {
    const auto place = placeAt(event->pos());
    if (!place) return;
    if (event->modifiers().testFlag(Qt::ShiftModifier)) {
        extendTo(*place);
    } else if (event->modifiers().testFlag(Qt::ControlModifier)) {
        if (!m_selected.erase(m_shown[*place])) m_selected.insert(m_shown[*place]);
        m_anchor = *place;
        setCurrent(*place, true);
    } else {
        setCurrent(*place);
    }
}

void ThumbnailGrid::mouseDoubleClickEvent(QMouseEvent* event) {
    if (const auto place = placeAt(event->pos())) Q_EMIT opened(m_shown[*place]);
}

void ThumbnailGrid::keyPressEvent(QKeyEvent* event) {
    if (m_shown.empty()) return;
    const int page = std::max(1, viewport()->height() / m_layout.rowHeight());
    const auto rowsOn = [this](int rows, bool down) {
        size_t place = m_current;
        for (int i = 0; i < rows; ++i) place = down ? m_layout.below(place) : m_layout.above(place);
        return place;
    };
    size_t target = m_current;
    switch (event->key()) {
    case Qt::Key_Left: target -= target > 0 ? 1 : 0; break;
    case Qt::Key_Right: target = std::min(target + 1, m_shown.size() - 1); break;
    case Qt::Key_Up: target = rowsOn(1, false); break;
    case Qt::Key_Down: target = rowsOn(1, true); break;
    case Qt::Key_PageUp: target = rowsOn(page, false); break;
    case Qt::Key_PageDown: target = rowsOn(page, true); break;
    case Qt::Key_Home: target = 0; break;
    case Qt::Key_End: target = m_shown.size() - 1; break;
    case Qt::Key_Return:
    case Qt::Key_Enter: Q_EMIT opened(m_shown[m_current]); return;
    default:
        if (event->matches(QKeySequence::SelectAll)) {
            m_selected = {m_shown.begin(), m_shown.end()};
            viewport()->update();
            Q_EMIT currentChanged();
            return;
        }
        event->ignore();
        Q_EMIT keyTyped(event);
        return;
    }
    if (event->modifiers().testFlag(Qt::ShiftModifier)) extendTo(target);
    else setCurrent(target);
}

bool ThumbnailGrid::viewportEvent(QEvent* event) {
    if (event->type() != QEvent::ToolTip || !m_set) return QAbstractScrollArea::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto place = placeAt(help->pos());
    if (!place) {
        QToolTip::hideText();
        return true;
    }
    const size_t index = m_shown[*place];
    const images::ImageRow& row = m_set->table->rows[index];
    QStringList lines{text(row.path), sizeText(row)};
    for (const images::Issue issue : m_set->issuesOf(index)) lines << issueText(issue);
    if (!row.reason.empty()) lines << text(row.reason);
    QToolTip::showText(help->globalPos(), lines.join('\n'), viewport());
    return true;
}

} // namespace lathe::ui
