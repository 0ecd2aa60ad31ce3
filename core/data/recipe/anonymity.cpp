// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/recipe/anonymity.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "core/base/text.h"
#include "core/data/query/row_order.h"

namespace lathe {

Json AnonymityReport::toJson() const {
    Json named = Json::array();
    for (const AnonymityGroup& group : riskiest)
        named.push_back({{"values", group.values},
                         {"rows", group.rows},
                         {"diversity", group.diversity},
                         {"first_row", group.firstRow}});
    return {{"rows", rows},
            {"groups", groups},
            {"k", smallestGroup},
            {"l", leastDiversity},
            {"rows_at_risk", rowsAtRisk},
            {"groups_at_risk", groupsAtRisk},
            {"holds", holds()},
            {"riskiest", std::move(named)}};
}

void AnonymityGroups::observe(const Table& piece) {
    std::vector<std::vector<RowHash>> values;
    for (const size_t column : m_sensitive) values.push_back(hashRows(piece, {column}));
    const std::vector<RowHash> hashes = hashRows(piece, m_quasi);
    for (size_t row = 0; row < hashes.size(); ++row) {
        const uint32_t number = m_numbers.add(hashes[row]);
        if (number == m_groups.size()) {
            m_groups.push_back({m_observed + row, 0});
            for (std::vector<uint32_t>& distinct : m_distinct) distinct.push_back(0);
        }
        ++m_groups[number].rows;
        for (size_t i = 0; i < values.size(); ++i)
            if (m_values[i].insert(hashInGroup(number, values[i][row]))) ++m_distinct[i][number];
    }
    m_observed += hashes.size();
}

uint64_t AnonymityGroups::diversity(size_t group) const {
    if (m_distinct.empty()) return 0;
    uint64_t least = UINT64_MAX;
    for (const std::vector<uint32_t>& distinct : m_distinct) least = std::min<uint64_t>(least, distinct[group]);
    return least;
}

bool AnonymityGroups::isSafe(size_t group) const {
    return m_groups[group].rows >= m_k && (m_sensitive.empty() || diversity(group) >= m_l);
}

std::vector<uint8_t> AnonymityGroups::safe(const Table& piece) const {
    std::vector<uint8_t> outcome;
    for (const RowHash& hash : hashRows(piece, m_quasi)) {
        const auto group = m_numbers.find(hash);
        outcome.push_back(group && isSafe(*group) ? 1 : 0);
    }
    return outcome;
}

AnonymityReport AnonymityGroups::report() const {
    AnonymityReport report;
    report.groups = m_groups.size();
    report.smallestGroup = m_groups.empty() ? 0 : UINT64_MAX;
    report.leastDiversity = m_groups.empty() || m_sensitive.empty() ? 0 : UINT64_MAX;
    for (size_t number = 0; number < m_groups.size(); ++number) {
        const Group& group = m_groups[number];
        report.rows += group.rows;
        report.smallestGroup = std::min(report.smallestGroup, group.rows);
        if (!m_sensitive.empty()) report.leastDiversity = std::min(report.leastDiversity, diversity(number));
        if (isSafe(number)) continue;
        ++report.groupsAtRisk;
        report.rowsAtRisk += group.rows;
        report.riskiest.push_back({group.firstRow, group.rows, diversity(number), {}});
    }
    std::vector<AnonymityGroup>& named = report.riskiest;
    const auto end = named.begin() + static_cast<std::ptrdiff_t>(std::min(named.size(), mostGroupsNamed));
    std::partial_sort(named.begin(), end, named.end(), [](const AnonymityGroup& a, const AnonymityGroup& b) {
        return std::tie(a.rows, a.diversity, a.firstRow) < std::tie(b.rows, b.diversity, b.firstRow);
    });
    named.erase(end, named.end());
    return report;
}

namespace {

/// The columns of a request, found in the data.
struct Subject {
    std::vector<size_t> quasi;
    std::vector<size_t> sensitive;

    [[nodiscard]] std::vector<size_t> all() const {
        std::vector<size_t> columns = quasi;
        columns.insert(columns.end(), sensitive.begin(), sensitive.end());
        return columns;
    }
};

Result<std::vector<size_t>> findAll(const ColumnFile& data, const std::vector<std::string>& names) {
    std::vector<std::string> known;
    for (const ColumnSchema& column : data.schema()) known.push_back(column.name);
    std::vector<size_t> found;
    for (const std::string& name : names) {
        const auto column = data.find(name);
        if (!column)
            return failHint(ErrorKind::InvalidInput, fmt::format("there is no column '{}'", name),
                            suggestion(name, known));
        found.push_back(*column);
    }
    return found;
}

Result<Subject> subjectOf(const ColumnFile& data, const AnonymityRequest& request) {
    if (request.quasi.empty())
        return failHint(ErrorKind::InvalidInput, "no quasi identifier is named",
                        "Name the columns that somebody may know.");
    if (request.l > 1 && request.sensitive.empty())
        return failHint(ErrorKind::InvalidInput, "l-diversity needs a sensitive column",
                        "Name the columns that nobody should learn.");
    Subject subject;
    LATHE_TRY(subject.quasi, findAll(data, request.quasi));
    LATHE_TRY(subject.sensitive, findAll(data, request.sensitive));
    return subject;
}

/// \p columns of the data, piece by piece.
template <typename Visit>
Result<void> forEachPiece(const ColumnFile& data, const std::vector<size_t>& columns, const char* stage,
                          const JobContext& job, const Visit& visit) {
    job.beginStage(stage, static_cast<double>(data.chunks()), "chunks");
    for (uint64_t chunk = 0; chunk < data.chunks(); ++chunk) {
        LATHE_CHECK(job.checkStop());
        LATHE_TRY(const Table piece, data.readTable(chunk * chunkRows, chunkRows, columns));
        visit(piece, chunk * chunkRows);
        job.setDone(static_cast<double>(chunk + 1));
    }
    return {};
}

Result<AnonymityGroups> countGroups(const ColumnFile& data, const Subject& subject, const AnonymityRequest& request,
                                    const JobContext& job) {
    std::vector<size_t> quasi(subject.quasi.size());
    std::iota(quasi.begin(), quasi.end(), size_t{0});
    std::vector<size_t> sensitive(subject.sensitive.size());
    std::iota(sensitive.begin(), sensitive.end(), quasi.size());
    AnonymityGroups groups(std::move(quasi), std::move(sensitive), request.k, request.l);
    LATHE_CHECK(forEachPiece(data, subject.all(), "counting groups", job,
                             [&](const Table& piece, uint64_t) { groups.observe(piece); }));
    return groups;
}

Result<void> nameGroups(const ColumnFile& data, const std::vector<size_t>& quasi, std::vector<AnonymityGroup>& groups,
                        const JobContext& job) {
    std::vector<uint64_t> rows;
    for (const AnonymityGroup& group : groups) rows.push_back(group.firstRow);
    LATHE_TRY(const Table table, readRows(data, rows, quasi, job));
    for (size_t row = 0; row < groups.size(); ++row) {
        groups[row].values = Json::array();
        for (const Column& column : table.columns)
            groups[row].values.push_back(column.isMissing(row) ? Json() : Json(column.display(row)));
    }
    return {};
}

} // namespace

Result<AnonymityReport> checkAnonymity(const ColumnFile& data, const AnonymityRequest& request, const JobContext& job) {
    LATHE_TRY(const Subject subject, subjectOf(data, request));
    LATHE_TRY(const AnonymityGroups groups, countGroups(data, subject, request, job));
    AnonymityReport report = groups.report();
    LATHE_CHECK(nameGroups(data, subject.quasi, report.riskiest, job));
    return report;
}

Result<std::vector<uint64_t>> rowsAtRisk(const ColumnFile& data, const AnonymityRequest& request,
                                         std::optional<uint64_t> alike, size_t most, const JobContext& job) {
    LATHE_TRY(const Subject subject, subjectOf(data, request));
    LATHE_TRY(const AnonymityGroups groups, countGroups(data, subject, request, job));
    std::vector<size_t> quasi(subject.quasi.size());
    std::iota(quasi.begin(), quasi.end(), size_t{0});
    std::optional<RowHash> wanted;
    if (alike) {
        const uint64_t row = *alike;
        LATHE_TRY(const Table table, readRows(data, {&row, 1}, subject.quasi, job));
        wanted = hashRows(table, quasi).front();
    }
    std::vector<uint64_t> rows;
    LATHE_CHECK(forEachPiece(data, subject.quasi, "finding rows", job, [&](const Table& piece, uint64_t first) {
        if (rows.size() >= most) return;
        const std::vector<uint8_t> safe = groups.safe(piece);
        const std::vector<RowHash> hashes = wanted ? hashRows(piece, quasi) : std::vector<RowHash>();
        for (size_t row = 0; row < safe.size() && rows.size() < most; ++row)
            if (wanted ? hashes[row] == *wanted : safe[row] == 0) rows.push_back(first + row);
    }));
    return rows;
}

} // namespace lathe
