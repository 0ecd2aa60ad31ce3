// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/image_list.h"

#include <algorithm>
#include <numeric>

namespace lathe::ui {

using namespace images;

namespace {

/// By label: its place in the alphabet.
std::vector<size_t> labelRanks(const ImageTable& table) {
    std::vector<size_t> order(table.labels.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return table.labels[a] < table.labels[b]; });
    std::vector<size_t> ranks(order.size());
    for (size_t rank = 0; rank < order.size(); ++rank) ranks[order[rank]] = rank;
    return ranks;
}

void sort(std::vector<size_t>& shown, const ImageSet& set, ImageOrder order) {
    const auto& rows = set.table->rows;
    const auto by = [&](auto key) {
        std::stable_sort(shown.begin(), shown.end(), [&](size_t left, size_t right) { return key(left) < key(right); });
    };
    switch (order) {
    case ImageOrder::Path: by([&](size_t i) { return std::string_view(rows[i].path); }); break;
    case ImageOrder::Label: {
        const auto ranks = labelRanks(*set.table);
        by([&](size_t i) { return rows[i].label < 0 ? SIZE_MAX : ranks[static_cast<size_t>(rows[i].label)]; });
        break;
    }
    case ImageOrder::Sharpness: by([&](size_t i) { return rows[i].quality.sharpness; }); break;
    case ImageOrder::Brightness: by([&](size_t i) { return rows[i].quality.brightness; }); break;
    case ImageOrder::Size: by([&](size_t i) { return int64_t{rows[i].header.width} * rows[i].header.height; }); break;
    case ImageOrder::Unlabelled: by([&](size_t i) { return rows[i].label >= 0; }); break;
    case ImageOrder::Duplicates: {
        const auto numbers = groupNumbers(set);
        by([&](size_t i) { return numbers[i]; });
        break;
    }
    }
}

bool passes(const ImageSet& set, const LabelDecisions& edits, const ImageFilter& filter, size_t index) {
    if (filter.label && labelAfter(set, edits, index).value_or(std::string()) != *filter.label) return false;
    return filter.text.isEmpty() ||
           QString::fromStdString(set.table->rows[index].path).contains(filter.text, Qt::CaseInsensitive);
}

} // namespace

std::vector<size_t> groupNumbers(const ImageSet& set) {
    std::vector<size_t> numbers(set.table->rows.size(), SIZE_MAX);
    for (size_t group = 0; group < set.report.groups.size(); ++group)
        for (const size_t index : set.report.groups[group].rows) numbers[index] = std::min(numbers[index], group);
    return numbers;
}

Result<std::shared_ptr<const ImageSet>> openImageSet(const Project& project, const VersionInfo& version,
                                                     const CheckLimits& limits, const JobContext& job) {
    ImageSet set;
    set.version = version;
    LATHE_TRY(const auto file, Datasets(project).open(version));
    LATHE_TRY(ImageTable table, readImages(*file, job));
    set.table = std::make_shared<const ImageTable>(std::move(table));
    LATHE_TRY(set.stores, ImageStores::open(project));
    return checkedAnew(set, limits, job);
}

Result<std::shared_ptr<const ImageSet>> checkedAnew(const ImageSet& set, const CheckLimits& limits,
                                                    const JobContext& job) {
    auto checked = std::make_shared<ImageSet>();
    checked->version = set.version;
    checked->table = set.table;
    checked->limits = limits;
    checked->stores = set.stores;
    LATHE_TRY(checked->report, checkImages(*set.table, limits, job));
    checked->issues.resize(set.table->rows.size());
    for (size_t issue = 0; issue < issueCount; ++issue)
        for (const size_t index : checked->report.found[issue])
            checked->issues[index].push_back(static_cast<Issue>(issue));
    return std::shared_ptr<const ImageSet>(std::move(checked));
}

std::optional<std::string> labelAfter(const ImageSet& set, const LabelDecisions& edits, size_t index) {
    const ImageRow& row = set.table->rows[index];
    if (const auto* edit = edits.find(row.row)) return edit->label;
    if (row.label < 0) return std::nullopt;
    return set.table->labelOf(row);
}

std::vector<size_t> filteredImages(const ImageSet& set, const LabelDecisions& edits, const ImageFilter& filter) {
    std::vector<size_t> shown;
    if (filter.issue) {
        // A duplicate is looked at beside the picture that it repeats.
        const bool duplicates = *filter.issue == Issue::Duplicate || *filter.issue == Issue::NearDuplicate;
        std::set<size_t> found(set.report.of(*filter.issue).begin(), set.report.of(*filter.issue).end());
        if (duplicates)
            for (const auto& group : set.report.groups)
                if (group.exact == (*filter.issue == Issue::Duplicate))
                    found.insert(group.rows.begin(), group.rows.end());
        for (const size_t index : found)
            if (passes(set, edits, filter, index)) shown.push_back(index);
    } else {
        for (size_t index = 0; index < set.table->rows.size(); ++index)
            if (passes(set, edits, filter, index)) shown.push_back(index);
    }
    sort(shown, set, filter.order);
    return shown;
}

} // namespace lathe::ui
