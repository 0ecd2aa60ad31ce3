// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/thumbnail_layout.h"

#include <algorithm>

namespace lathe::ui {

void ThumbnailLayout::setCells(size_t count, std::vector<ThumbnailSection> sections) {
    m_count = count;
    m_sections = std::move(sections);
    if (m_sections.empty()) m_sections.emplace_back();
    layOut();
}

void ThumbnailLayout::setGeometry(int width, int side, int captionHeight) {
    m_width = width;
    m_side = side;
    m_caption = captionHeight;
    layOut();
}

void ThumbnailLayout::layOut() {
    m_columns = std::max(1, (m_width - gap) / (m_side + gap));
    m_tops.clear();
    int64_t y = 0;
    for (size_t section = 0; section < m_sections.size(); ++section) {
        m_tops.push_back(y);
        const size_t cells = endOf(section) - m_sections[section].first;
        const auto columns = static_cast<size_t>(m_columns);
        y += headingOf(section) + static_cast<int64_t>((cells + columns - 1) / columns) * rowHeight();
    }
    m_height = y + gap;
}

size_t ThumbnailLayout::endOf(size_t section) const {
    return section + 1 < m_sections.size() ? m_sections[section + 1].first : m_count;
}

size_t ThumbnailLayout::sectionOf(size_t place) const {
    const auto after = std::upper_bound(m_sections.begin(), m_sections.end(), place,
                                        [](size_t value, const ThumbnailSection& each) { return value < each.first; });
    return static_cast<size_t>(after - m_sections.begin()) - 1;
}

size_t ThumbnailLayout::sectionAt(int64_t y) const {
    const auto after = std::upper_bound(m_tops.begin(), m_tops.end(), std::max<int64_t>(y, 0));
    return static_cast<size_t>(after - m_tops.begin()) - 1;
}

QRect ThumbnailLayout::cell(size_t place) const {
    const size_t section = sectionOf(place);
    const size_t within = place - m_sections[section].first;
    const auto columns = static_cast<size_t>(m_columns);
    const int64_t y = m_tops[section] + headingOf(section) + static_cast<int64_t>(within / columns) * rowHeight() + gap;
    return {gap + static_cast<int>(within % columns) * (m_side + gap), static_cast<int>(y), m_side, m_side + m_caption};
}

QRect ThumbnailLayout::heading(size_t section, int width) const {
    return {gap, static_cast<int>(m_tops[section]), width - 2 * gap, static_cast<int>(headingOf(section))};
}

std::pair<size_t, size_t> ThumbnailLayout::placesBetween(int64_t top, int64_t bottom) const {
    const auto rowIn = [this](size_t section, int64_t y) {
        return std::max<int64_t>(0, (y - m_tops[section] - headingOf(section)) / rowHeight());
    };
    const size_t from = sectionAt(top);
    const size_t to = sectionAt(bottom);
    const size_t first = m_sections[from].first + static_cast<size_t>(rowIn(from, top) * m_columns);
    const size_t last = m_sections[to].first + static_cast<size_t>((rowIn(to, bottom) + 1) * m_columns);
    return {std::min(first, endOf(from)), std::min(last, endOf(to))};
}

std::optional<size_t> ThumbnailLayout::placeAt(const QPoint& point) const {
    const auto [first, last] = placesBetween(point.y() - rowHeight(), point.y());
    for (size_t place = first; place < last; ++place)
        if (cell(place).contains(point)) return place;
    return std::nullopt;
}

size_t ThumbnailLayout::above(size_t place) const {
    const size_t section = sectionOf(place);
    const auto columns = static_cast<size_t>(m_columns);
    const size_t within = place - m_sections[section].first;
    if (within >= columns) return place - columns;
    if (section == 0) return place;
    const size_t first = m_sections[section - 1].first;
    const size_t lastRow = (m_sections[section].first - first - 1) / columns * columns;
    return std::min(first + lastRow + within, m_sections[section].first - 1);
}

size_t ThumbnailLayout::below(size_t place) const {
    const size_t section = sectionOf(place);
    const auto columns = static_cast<size_t>(m_columns);
    const size_t first = m_sections[section].first;
    const size_t within = place - first;
    const size_t end = endOf(section);
    if (within / columns < (end - first - 1) / columns) return std::min(place + columns, end - 1);
    if (section + 1 == m_sections.size()) return place;
    return std::min(end + within % columns, endOf(section + 1) - 1);
}

} // namespace lathe::ui
