// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>

#include "ui/images/image_list.h"

namespace lathe::ui {

/// What a filter lets through, kept up while labels are decided: a decision costs no scan of the pictures.
class ShownImages {
public:
    ShownImages() = default;
    /// O(n log n).
    ShownImages(const ImageSet& set, const LabelDecisions& edits, const ImageFilter& filter);

    /// As filteredImages() gives them.
    [[nodiscard]] const std::vector<size_t>& indices() const { return m_shown; }
    /// After decisions about \p rows; true when pictures came or went. \p set is the one that this was made of.
    /// O(log n) a row and, for each that comes or goes, the move of those behind it.
    bool update(const ImageSet& set, const LabelDecisions& edits, const std::vector<uint64_t>& rows);

private:
    std::optional<std::string> m_label;
    std::vector<size_t>
        m_ranks; ///< by position in the table: the place among those that pass all but the label; SIZE_MAX: it does not
    std::vector<size_t> m_shown;
};

/// How many pictures have which label after the decisions, kept up while they are made.
class LabelTally {
public:
    LabelTally() = default;
    /// O(n).
    LabelTally(const ImageSet& set, const LabelDecisions& edits);

    [[nodiscard]] size_t labelled() const { return m_labelled; }
    [[nodiscard]] bool has(const std::string& label) const { return m_counts.contains(label); }
    /// In alphabetical order.
    [[nodiscard]] std::vector<std::string> labels() const;
    /// After decisions about \p rows, each of which may be there twice; true when a label appeared or vanished.
    /// O(log rows + log labels) a row.
    bool update(const ImageSet& set, const LabelDecisions& edits, const std::vector<uint64_t>& rows);

private:
    bool count(const std::optional<std::string>& label, bool added);

    std::map<std::string, size_t> m_counts;
    LabelDecisions m_counted;
    size_t m_labelled = 0;
};

} // namespace lathe::ui
