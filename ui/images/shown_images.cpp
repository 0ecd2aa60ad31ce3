// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/shown_images.h"

#include <algorithm>

namespace lathe::ui {

using images::LabelEdits;

namespace {

std::optional<std::string> originalLabel(const ImageSet& set, uint64_t row) {
    const images::ImageRow& picture = set.table->rows[row];
    return picture.label < 0 ? std::nullopt : std::optional(set.table->labelOf(picture));
}

} // namespace

ShownImages::ShownImages(const ImageSet& set, const LabelEdits& edits, const ImageFilter& filter)
    : m_label(filter.label) {
    ImageFilter others = filter;
    others.label.reset();
    const std::vector<size_t> candidates = filteredImages(set, edits, others);
    m_ranks.assign(set.table->rows.size(), SIZE_MAX);
    for (size_t place = 0; place < candidates.size(); ++place) m_ranks[candidates[place]] = place;
    for (const size_t index : candidates)
        if (!m_label || labelAfter(set, edits, index).value_or(std::string()) == *m_label) m_shown.push_back(index);
}

bool ShownImages::update(const ImageSet& set, const LabelEdits& edits, const std::vector<uint64_t>& rows) {
    if (!m_label) return false;
    bool moved = false;
    for (const uint64_t row : rows) {
        if (m_ranks[row] == SIZE_MAX) continue;
        const auto place = std::lower_bound(m_shown.begin(), m_shown.end(), m_ranks[row],
                                            [this](size_t index, size_t rank) { return m_ranks[index] < rank; });
        const bool isThere = place != m_shown.end() && *place == row;
        const bool passes = labelAfter(set, edits, row).value_or(std::string()) == *m_label;
        if (isThere == passes) continue;
        moved = true;
        if (passes) m_shown.insert(place, row);
        else m_shown.erase(place);
    }
    return moved;
}

LabelTally::LabelTally(const ImageSet& set, const LabelEdits& edits) {
    std::vector<size_t> counts(set.table->labels.size());
    for (const images::ImageRow& row : set.table->rows)
        if (row.label >= 0) ++counts[static_cast<size_t>(row.label)];
    for (size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] > 0) m_counts[set.table->labels[i]] += counts[i];
        m_labelled += counts[i];
    }
    std::vector<uint64_t> rows;
    for (const auto& [row, edit] : edits) rows.push_back(row);
    update(set, edits, rows);
}

std::vector<std::string> LabelTally::labels() const {
    std::vector<std::string> labels;
    for (const auto& [label, count] : m_counts) labels.push_back(label);
    return labels;
}

bool LabelTally::count(const std::optional<std::string>& label, bool added) {
    if (!label) return false;
    if (added) {
        ++m_labelled;
        return ++m_counts[*label] == 1;
    }
    --m_labelled;
    const auto found = m_counts.find(*label);
    if (--found->second > 0) return false;
    m_counts.erase(found);
    return true;
}

bool LabelTally::update(const ImageSet& set, const LabelEdits& edits, const std::vector<uint64_t>& rows) {
    bool changed = false;
    for (const uint64_t row : rows) {
        const auto decided = m_decided.find(row);
        const auto before = decided == m_decided.end() ? originalLabel(set, row) : decided->second;
        const auto after = labelAfter(set, edits, row);
        if (edits.contains(row)) m_decided[row] = after;
        else m_decided.erase(row);
        if (before == after) continue;
        changed = count(after, true) || changed; // first, so that the last one of a label does not vanish in between
        changed = count(before, false) || changed;
    }
    return changed;
}

} // namespace lathe::ui
