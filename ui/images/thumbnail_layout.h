// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>
#include <QString>

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace lathe::ui {

/// A run of thumbnails under a heading.
struct ThumbnailSection {
    size_t first = 0; ///< its first place
    QString title;    ///< empty: no heading
};

/// Where thumbnails lie: rows of equal cells, section by section. Places count from 0; all coordinates are those of the
/// whole content, of which a window shows a part. Queries are O(log sections).
class ThumbnailLayout {
public:
    static constexpr int gap = 8;
    static constexpr int headingHeight = 32;

    /// \p sections ascending, the first one at place 0; empty: one without a heading.
    void setCells(size_t count, std::vector<ThumbnailSection> sections);
    void setGeometry(int width, int side, int captionHeight);

    [[nodiscard]] size_t count() const { return m_count; }
    [[nodiscard]] int columns() const { return m_columns; }
    [[nodiscard]] int rowHeight() const { return m_side + m_caption + gap; }
    [[nodiscard]] int64_t height() const { return m_height; }
    [[nodiscard]] const std::vector<ThumbnailSection>& sections() const { return m_sections; }

    [[nodiscard]] QRect cell(size_t place) const;
    [[nodiscard]] QRect heading(size_t section, int width) const;
    [[nodiscard]] std::optional<size_t> placeAt(const QPoint& point) const;
    /// The places [first, last) of which something lies between two heights.
    [[nodiscard]] std::pair<size_t, size_t> placesBetween(int64_t top, int64_t bottom) const;
    [[nodiscard]] size_t sectionOf(size_t place) const;
    [[nodiscard]] size_t endOf(size_t section) const;
    /// The place in the next row up or down, in the same column as far as the row reaches.
    [[nodiscard]] size_t above(size_t place) const;
    [[nodiscard]] size_t below(size_t place) const;

private:
    void layOut();
    [[nodiscard]] size_t sectionAt(int64_t y) const;
    [[nodiscard]] int64_t headingOf(size_t section) const {
        return m_sections[section].title.isEmpty() ? 0 : headingHeight;
    }

    size_t m_count = 0;
    std::vector<ThumbnailSection> m_sections{{}};
    std::vector<int64_t> m_tops{0}; ///< by section, of its heading
    int64_t m_height = 0;
    int m_width = 0;
    int m_side = 80;
    int m_caption = 20;
    int m_columns = 1;
};

} // namespace lathe::ui
