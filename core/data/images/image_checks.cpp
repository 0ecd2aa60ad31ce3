// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/images/image_checks.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <map>
#include <set>

#include "core/base/stoppable_sort.h"
#include "core/data/columns/row_hash_numbers.h"
#include "core/data/images/similar_hashes.h"

namespace lathe::images {

namespace {

constexpr double flat = 0.01; ///< contrast below which a perceptual hash means nothing
constexpr double smallestSpread = 0.05;
constexpr size_t rowsAtOnce = 8192; ///< between two looks for a stop

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

class Check {
public:
    Check(const ImageTable& images, const CheckLimits& limits, const JobContext& job)
        : m_images(&images), m_limits(&limits), m_job(&job) {}

    Result<ImageReport> run() {
        m_report.pictures = m_images->rows.size();
        countClasses();
        LATHE_CHECK(countSizes());
        LATHE_CHECK(forEachRow([this](size_t index) { checkOne(index); }));
        LATHE_CHECK(checkOutliers(Issue::OddSize, [](const ImageRow& row) {
            return std::log(double(row.header.width) * row.header.height);
        }));
        LATHE_CHECK(checkOutliers(Issue::OddAspect, [](const ImageRow& row) {
            return std::log(double(row.header.width) / row.header.height);
        }));
        LATHE_CHECK(checkChannels());
        LATHE_CHECK(groupExact());
        LATHE_CHECK(groupNear());
        LATHE_CHECK(markGroups());
        return std::move(m_report);
    }

private:
    void add(Issue issue, size_t row) { m_report.found[static_cast<size_t>(issue)].push_back(row); }
    [[nodiscard]] const ImageRow& row(size_t index) const { return m_images->rows[index]; }
    /// With a look for a stop now and then.
    Result<void> forEachRow(const std::function<void(size_t)>& visit) const {
        for (size_t i = 0; i < m_images->rows.size(); ++i) {
            if (i % rowsAtOnce == 0) LATHE_CHECK(m_job->checkStop());
            visit(i);
        }
        return {};
    }
    [[nodiscard]] bool measurable(size_t index) const {
        return row(index).status != Status::Broken && row(index).header.width > 0 && row(index).header.height > 0;
    }

    void countClasses() {
        std::vector<uint64_t> counts(m_images->labels.size());
        uint64_t without = 0;
        for (const ImageRow& each : m_images->rows)
            ++(each.label < 0 ? without : counts[static_cast<size_t>(each.label)]);
        for (size_t i = 0; i < counts.size(); ++i)
            if (counts[i] > 0) m_report.classes.push_back({m_images->labels[i], counts[i]});
        std::stable_sort(m_report.classes.begin(), m_report.classes.end(),
                         [](const auto& left, const auto& right) { return left.pictures > right.pictures; });
        if (!m_report.classes.empty())
            m_report.imbalance = static_cast<double>(m_report.classes.front().pictures) /
                                 static_cast<double>(m_report.classes.back().pictures);
        if (without > 0) m_report.classes.push_back({"", without});
    }

    Result<void> countSizes() {
        std::map<std::pair<int, int>, uint64_t> counts;
        LATHE_CHECK(forEachRow([&](size_t i) {
            if (measurable(i)) ++counts[{row(i).header.width, row(i).header.height}];
        }));
        for (const auto& [size, count] : counts)
            m_report.sizes.emplace_back(fmt::format("{} × {}", size.first, size.second), count);
        std::stable_sort(m_report.sizes.begin(), m_report.sizes.end(),
                         [](const auto& left, const auto& right) { return left.second > right.second; });
        return {};
    }

    void checkOne(size_t index) {
        const ImageRow& each = row(index);
        const Quality& quality = each.quality;
        if (each.label < 0) add(Issue::Unlabelled, index);
        if (each.status == Status::Broken) {
            add(Issue::Broken, index);
            return;
        }
        if (each.status == Status::Truncated) add(Issue::Truncated, index);
        if (quality.sharpness < m_limits->sharpness) add(Issue::Blurred, index);
        if (quality.brightness < m_limits->dark) add(Issue::Dark, index);
        if (quality.brightness > m_limits->bright) add(Issue::Overexposed, index);
        if (quality.contrast < m_limits->contrast) add(Issue::LowContrast, index);
    }

    template <typename Value>
    Result<void> checkOutliers(Issue issue, const Value& value) {
        std::vector<double> values;
        LATHE_CHECK(forEachRow([&](size_t i) {
            if (measurable(i)) values.push_back(value(row(i)));
        }));
        if (values.size() < 3) return {};
        const double centre = median(values);
        for (double& each : values) each = std::abs(each - centre);
        const double spread = std::max(1.4826 * median(values), smallestSpread);
        size_t next = 0;
        return forEachRow([&](size_t i) {
            if (measurable(i) && values[next++] / spread > m_limits->outlier) add(issue, i);
        });
    }

    Result<void> checkChannels() {
        std::map<int, size_t> counts;
        size_t total = 0;
        LATHE_CHECK(forEachRow([&](size_t i) {
            if (!measurable(i)) return;
            ++counts[row(i).header.channels];
            ++total;
        }));
        return forEachRow([&](size_t i) {
            if (measurable(i) &&
                static_cast<double>(counts[row(i).header.channels]) < m_limits->rare * static_cast<double>(total))
                add(Issue::OddChannels, i);
        });
    }

    Result<void> groupExact() {
        RowHashNumbers
            numbers; // in place of a map of a million texts, which could be neither filled nor freed in no time
        std::vector<uint32_t> contents;
        LATHE_CHECK(forEachRow([&](size_t i) {
            const size_t known = numbers.size();
            contents.push_back(numbers.add(hashBytes(row(i).sha256)));
            if (contents.back() < known) add(Issue::Duplicate, i);
        }));
        LATHE_TRY(auto groups, membersOf(contents, numbers.size(), *m_job));
        for (std::vector<size_t>& rows : groups) m_report.groups.push_back({true, std::move(rows), 0, false, false});
        return {};
    }

    /// Among pictures with different bytes: each content counts once.
    Result<void> groupNear() {
        if (m_limits->nearDistance <= 0) return {};
        std::vector<size_t> rows;
        std::vector<uint64_t> hashes;
        const std::vector<size_t>& copies = m_report.of(Issue::Duplicate);
        LATHE_CHECK(forEachRow([&](size_t i) {
            if (!measurable(i) || row(i).quality.contrast < flat || std::binary_search(copies.begin(), copies.end(), i))
                return;
            rows.push_back(i);
            hashes.push_back(row(i).quality.perceptualHash);
        }));
        LATHE_TRY(const auto groups, groupSimilar(hashes, std::min(m_limits->nearDistance, 31), *m_job));
        for (const auto& group : groups) {
            LATHE_CHECK(m_job->checkStop());
            DuplicateGroup found{false, {}, 0, false, false};
            for (const size_t index : group) {
                found.rows.push_back(rows[index]);
                found.largestDistance =
                    std::max(found.largestDistance, std::popcount(hashes[group.front()] ^ hashes[index]));
                if (index != group.front()) add(Issue::NearDuplicate, rows[index]);
            }
            m_report.groups.push_back(std::move(found));
        }
        auto& found = m_report.found[static_cast<size_t>(Issue::NearDuplicate)];
        std::sort(found.begin(), found.end());
        return {};
    }

    Result<void> markGroups() {
        auto& conflicts = m_report.found[static_cast<size_t>(Issue::LabelConflict)];
        auto& leaks = m_report.found[static_cast<size_t>(Issue::Leakage)];
        for (DuplicateGroup& group : m_report.groups) {
            LATHE_CHECK(m_job->checkStop());
            std::set<int> labels;
            std::set<int> splits;
            for (const size_t index : group.rows) {
                if (row(index).label >= 0) labels.insert(row(index).label);
                if (row(index).split >= 0) splits.insert(row(index).split);
            }
            group.labelConflict = labels.size() > 1;
            group.leakage = splits.size() > 1;
            if (group.labelConflict) conflicts.insert(conflicts.end(), group.rows.begin(), group.rows.end());
            if (group.leakage) leaks.insert(leaks.end(), group.rows.begin(), group.rows.end());
        }
        for (auto* rows : {&conflicts, &leaks}) { // a row may be in a group of equals and one of similar ones
            LATHE_CHECK(sortStably(std::span(*rows), std::less<>(), *m_job));
            rows->erase(std::unique(rows->begin(), rows->end()), rows->end());
        }
        return {};
    }

    const ImageTable* m_images;
    const CheckLimits* m_limits;
    const JobContext* m_job;
    ImageReport m_report;
};

} // namespace

const std::vector<std::string>& issueWords() {
    static const std::vector<std::string> words{
        "broken",     "truncated",    "blurred",    "dark",      "overexposed",    "low-contrast",   "odd-size",
        "odd-aspect", "odd-channels", "unlabelled", "duplicate", "near-duplicate", "label-conflict", "leakage"};
    return words;
}

const char* toString(Issue issue) { return issueWords()[static_cast<size_t>(issue)].c_str(); }

std::optional<Issue> issueFromText(std::string_view text) {
    const auto& words = issueWords();
    const auto found = std::find(words.begin(), words.end(), text);
    if (found == words.end()) return std::nullopt;
    return static_cast<Issue>(found - words.begin());
}

Json ImageReport::toJson(const ImageTable& images, size_t examples) const {
    Json json{{"pictures", pictures}, {"imbalance", imbalance}};
    json["classes"] = Json::array();
    for (const ClassCount& each : classes)
        json["classes"].push_back(
            {{"label", each.label.empty() ? Json() : Json(each.label)}, {"pictures", each.pictures}});
    json["sizes"] = Json::array();
    for (const auto& [size, count] : sizes) json["sizes"].push_back({{"size", size}, {"pictures", count}});
    const auto paths = [&](const std::vector<size_t>& rows) {
        Json list = Json::array();
        for (size_t i = 0; i < std::min(rows.size(), examples); ++i) {
            const ImageRow& row = images.rows[rows[i]];
            Json item{{"row", row.row}, {"path", row.path}};
            if (!row.reason.empty()) item["reason"] = row.reason;
            list.push_back(std::move(item));
        }
        return list;
    };
    json["issues"] = Json::object();
    for (size_t i = 0; i < issueCount; ++i)
        json["issues"][issueWords()[i]] = {{"pictures", found[i].size()}, {"examples", paths(found[i])}};
    json["duplicates"] = Json::array();
    for (const DuplicateGroup& group : groups) {
        if (json["duplicates"].size() == examples) break;
        json["duplicates"].push_back({{"exact", group.exact},
                                      {"distance", group.largestDistance},
                                      {"label_conflict", group.labelConflict},
                                      {"leakage", group.leakage},
                                      {"pictures", paths(group.rows)}});
    }
    json["duplicate_groups"] = groups.size();
    return json;
}

Result<ImageReport> checkImages(const ImageTable& images, const CheckLimits& limits, const JobContext& job) {
    return Check(images, limits, job).run();
}

} // namespace lathe::images
