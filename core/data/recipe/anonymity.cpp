// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/recipe/anonymity.h"

#include <algorithm>

#include "core/base/text.h"

namespace lathe {

Json AnonymityReport::toJson() const {
    return {{"rows", rows}, {"groups", groups}, {"k", smallestGroup}, {"l", leastDiversity}, {"rows_at_risk", rowsAtRisk},
            {"groups_at_risk", groupsAtRisk}, {"holds", holds()}};
}

void AnonymityGroups::observe(const Table& piece) {
    std::vector<std::vector<RowHash>> values;
    for (const size_t column : m_sensitive) values.push_back(hashRows(piece, {column}));
    const std::vector<RowHash> hashes = hashRows(piece, m_quasi);
    for (size_t row = 0; row < hashes.size(); ++row) {
        Group& group = m_groups[hashes[row]];
        ++group.rows;
        group.values.resize(m_sensitive.size());
        for (size_t i = 0; i < values.size(); ++i) group.values[i].insert(values[i][row]);
    }
}

uint64_t AnonymityGroups::diversity(const Group& group) const {
    uint64_t least = UINT64_MAX;
    for (const auto& values : group.values) least = std::min<uint64_t>(least, values.size());
    return least;
}

bool AnonymityGroups::isSafe(const Group& group) const {
    return group.rows >= m_k && (m_sensitive.empty() || diversity(group) >= m_l);
}

std::vector<uint8_t> AnonymityGroups::safe(const Table& piece) const {
    std::vector<uint8_t> outcome;
    for (const RowHash& hash : hashRows(piece, m_quasi)) {
        const auto found = m_groups.find(hash);
        outcome.push_back(found != m_groups.end() && isSafe(found->second) ? 1 : 0);
    }
    return outcome;
}

AnonymityReport AnonymityGroups::report() const {
    AnonymityReport report;
    report.groups = m_groups.size();
    report.smallestGroup = m_groups.empty() ? 0 : UINT64_MAX;
    report.leastDiversity = m_groups.empty() || m_sensitive.empty() ? 0 : UINT64_MAX;
    for (const auto& [hash, group] : m_groups) {
        report.rows += group.rows;
        report.smallestGroup = std::min(report.smallestGroup, group.rows);
        if (!m_sensitive.empty()) report.leastDiversity = std::min(report.leastDiversity, diversity(group));
        if (isSafe(group)) continue;
        ++report.groupsAtRisk;
        report.rowsAtRisk += group.rows;
    }
    return report;
}

Result<AnonymityReport> checkAnonymity(const ColumnFile& data, const AnonymityRequest& request, const JobContext& job) {
    std::vector<std::string> known;
    for (const ColumnSchema& column : data.schema()) known.push_back(column.name);
    const auto find = [&](const std::vector<std::string>& names) -> Result<std::vector<size_t>> {
        std::vector<size_t> found;
        for (const std::string& name : names) {
            const auto column = data.find(name);
            if (!column)
                return failHint(ErrorKind::InvalidInput, fmt::format("there is no column '{}'", name), suggestion(name, known));
            found.push_back(*column);
        }
        return found;
    };
    if (request.quasi.empty()) return failHint(ErrorKind::InvalidInput, "no quasi identifier is named", "Name the columns that somebody may know.");
    if (request.l > 1 && request.sensitive.empty())
        return failHint(ErrorKind::InvalidInput, "l-diversity needs a sensitive column", "Name the columns that nobody should learn.");
    LATHE_TRY(std::vector<size_t> quasi, find(request.quasi));
    LATHE_TRY(std::vector<size_t> sensitive, find(request.sensitive));
    std::vector<size_t> read = quasi;
    read.insert(read.end(), sensitive.begin(), sensitive.end());
    for (size_t i = 0; i < quasi.size(); ++i) quasi[i] = i;
    for (size_t i = 0; i < sensitive.size(); ++i) sensitive[i] = quasi.size() + i;
    AnonymityGroups groups(std::move(quasi), std::move(sensitive), request.k, request.l);
    job.beginStage("counting groups", static_cast<double>(data.chunks()), "chunks");
    for (uint64_t chunk = 0; chunk < data.chunks(); ++chunk) {
        LATHE_CHECK(job.checkStop());
        LATHE_TRY(const Table piece, data.readTable(chunk * chunkRows, chunkRows, read));
        groups.observe(piece);
        job.setDone(static_cast<double>(chunk + 1));
    }
    return groups.report();
}

} // namespace lathe
