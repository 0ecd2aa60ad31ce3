// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/shown_images.h"

#include <algorithm>
#include <set>

namespace lathe::ui {

ShownImages::ShownImages(const ImageSet& set, const LabelDecisions& edits, const ImageFilter& filter)
    : m_label(filter.label) {
    ImageFilter others = filter;
    others.label.reset();
    const std::vector<size_t> candidates = filteredImages(set, edits, others);
    m_ranks.assign(set.table->rows.size(), SIZE_MAX);
    for (size_t place = 0; place < candidates.size(); ++place) m_ranks[candidates[place]] = place;
    for (const size_t index : candidates)
        if (!m_label || labelAfter(set, edits, index).value_or(std::string()) == *m_label) m_shown.push_back(index);
}

bool ShownImages::update(const ImageSet& set, const LabelDecisions& edits, const std::vector<uint64_t>& rows) {
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

LabelTally::LabelTally(const ImageSet& set, const LabelDecisions& edits) : m_counted(edits) {
    for (size_t index = 0; index < set.table->rows.size(); ++index) count(labelAfter(set, edits, index), true);
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

bool LabelTally::update(const ImageSet& set, const LabelDecisions& edits, const std::vector<uint64_t>& rows) {
    bool changed = false;
    for (const uint64_t row : std::set<uint64_t>(rows.begin(), rows.end())) {
        const auto before = labelAfter(set, m_counted, row);
        const auto after = labelAfter(set, edits, row);
        if (before == after) continue;
        changed = count(after, true) || changed; // first, so that the last one of a label does not vanish in between
        changed = count(before, false) || changed;
    }
    m_counted = edits;
    return changed;
}

} // namespace lathe::ui
