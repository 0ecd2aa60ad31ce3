// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/profile/judge.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "core/base/text.h"
#include "core/data/images/image_columns.h"
#include "core/data/profile/identifiers.h"
#include "core/data/text/unicode.h"

namespace lathe {

namespace {

using Figures = std::vector<std::pair<std::string, double>>;

constexpr double almostAll = 0.99;
constexpr uint64_t fewestRows = 20; ///< below, shares and correlations mean little
constexpr double strongSkew = 2;    ///< Bulmer (1979) calls 1 high; 2 leaves out the common exponential
constexpr double farOut = 3;        ///< interquartile ranges (Tukey, Exploratory Data Analysis, 1977)
constexpr double strongCorrelation = 0.95;
constexpr size_t mostPairs = 50;
constexpr double codesTell = 0.01; ///< so many texts of digits that begin with zero make a column of codes

double ratio(uint64_t part, uint64_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

class Judge {
public:
    Judge(const ColumnProfile& column, const ValueSample& sample) : m_column(column), m_sample(sample) {}

    std::vector<ProfileWarning> judge() {
        if (m_column.rowsSeen() == 0) return {};
        missing();
        repetition();
        auto personal = findPersonalData(m_column, m_sample);
        if (isTextual(m_column.schema.type)) texts(personal.empty());
        else numbers();
        m_found.insert(m_found.end(), personal.begin(), personal.end());
        return std::move(m_found);
    }

private:
    void add(WarningKind kind, Severity severity, Figures figures) {
        m_found.push_back({kind, severity, {m_column.schema.name}, std::move(figures), {}});
    }

    void missing() {
        const double share = ratio(m_column.missing, m_column.rowsSeen());
        if (share < 0.05) return;
        const Severity severity = share >= 0.5 ? Severity::Grave : share >= 0.2 ? Severity::Warning : Severity::Note;
        add(WarningKind::ManyMissing, severity, {{"share", share}, {"count", static_cast<double>(m_column.missing)}});
    }

    void repetition() {
        const ColumnType type = m_column.schema.type;
        if (m_column.distinct == 1 && m_column.count > 1) {
            add(WarningKind::Constant, Severity::Warning, {{"count", static_cast<double>(m_column.count)}});
            return;
        }
        if (!m_column.topValues.empty() && m_column.distinct > 1 && m_column.count >= fewestRows) {
            const double share = ratio(m_column.topValues.front().second, m_column.count);
            if (share >= almostAll) add(WarningKind::AlmostConstant, Severity::Warning, {{"share", share}});
        }
        const uint64_t rows = m_column.rowsSeen();
        const Figures figures{{"count", static_cast<double>(m_column.distinct)}};
        if (m_column.distinct == m_column.count && m_column.missing == 0 && rows > fewestRows) {
            if (isTextual(type) || type == ColumnType::Integer) add(WarningKind::IdLike, Severity::Note, figures);
            else if (type != ColumnType::Real) add(WarningKind::Unique, Severity::Note, figures);
        } else if (isTextual(type) && m_column.distinct > 50 && m_column.distinct * 2 > m_column.count) {
            add(WarningKind::HighCardinality, Severity::Note, figures);
        }
    }

    void numbers() {
        if (m_column.infinite > 0)
            add(WarningKind::Infinite, Severity::Warning, {{"count", static_cast<double>(m_column.infinite)}});
        if (m_column.schema.type != ColumnType::Integer && m_column.schema.type != ColumnType::Real) return;
        if (m_column.distinct <= 2) return;
        if (std::fabs(m_column.skewness) > strongSkew)
            add(WarningKind::Skewed, Severity::Note, {{"skewness", m_column.skewness}});
        const double zeros = ratio(m_column.zeros, m_column.count);
        if (zeros >= 0.5 && m_column.count >= fewestRows)
            add(WarningKind::ZeroHeavy, Severity::Note,
                {{"share", zeros}, {"count", static_cast<double>(m_column.zeros)}});
        outliers();
    }

    void outliers() {
        const double low = quantile(0.25);
        const double high = quantile(0.75);
        const double range = high - low;
        if (!(range > 0) || m_column.count < fewestRows || m_column.histogram.empty()) return;
        // The histogram's ends are the finite extremes.
        const double reach =
            std::max(low - m_column.histogram.front().from, m_column.histogram.back().to - high) / range;
        if (reach <= farOut) return;
        uint64_t atLeast = 0;
        for (const HistogramBin& bin : m_column.histogram)
            if (bin.to < low - farOut * range || bin.from > high + farOut * range) atLeast += bin.count;
        add(WarningKind::Outliers, Severity::Note,
            {{"reach", reach}, {"count", static_cast<double>(std::max<uint64_t>(1, atLeast))}});
    }

    [[nodiscard]] double quantile(double p) const {
        for (const auto& [at, value] : m_column.quantiles)
            if (std::fabs(at - p) < 1e-9) return value;
        return std::nan("");
    }

    /// What identifies people is not \p plain: digits in it are no numbers.
    void texts(bool plain) {
        if (m_column.padded > 0)
            add(WarningKind::PaddedText, Severity::Note,
                {{"share", ratio(m_column.padded, m_column.count)}, {"count", static_cast<double>(m_column.padded)}});
        if (plain) mixedTypes();
        mixedSpellings();
    }

    void mixedTypes() {
        uint64_t numbers = 0;
        uint64_t dates = 0;
        uint64_t codes = 0; // digits that begin with zero, as postal codes do
        for (const auto& [text, times] : m_sample.texts) {
            if (text.size() > 1 && text[0] == '0' && text.find_first_not_of("0123456789") == std::string::npos)
                codes += times;
            if (looksLikeNumber(text)) numbers += times;
            else if (looksLikeDate(text)) dates += times;
        }
        const auto report = [&](WarningKind kind, uint64_t hits) {
            const double share = ratio(hits, m_sample.textsExamined);
            if (share < 0.5 || m_column.distinct < 3) return;
            add(kind, share < 1 ? Severity::Warning : Severity::Note,
                {{"share", share}, {"examined", static_cast<double>(m_sample.textsExamined)}});
        };
        if (ratio(codes, m_sample.textsExamined) < codesTell) report(WarningKind::MixedNumbers, numbers);
        report(WarningKind::MixedDates, dates);
    }

    /// Words that differ in case and outer blanks only. Free text, where nearly every value differs, is left alone.
    void mixedSpellings() {
        if (m_column.distinct * 2 > m_column.count) return;
        std::unordered_map<std::string, std::pair<std::string_view, bool>>
            folded; // first spelling, and whether there are more
        uint64_t several = 0;
        for (const auto& [text, times] : m_sample.texts) {
            const auto [at, fresh] = folded.try_emplace(lowerCase(trimmed(text)), text, false);
            auto& [spelling, more] = at->second;
            if (fresh || more || spelling == text) continue;
            more = true;
            ++several;
        }
        if (several > 0) add(WarningKind::MixedCase, Severity::Warning, {{"count", static_cast<double>(several)}});
    }

    const ColumnProfile& m_column;
    const ValueSample& m_sample;
    std::vector<ProfileWarning> m_found;
};

struct Pair {
    ProfileWarning warning;
    double strength;
};

void addPair(std::vector<Pair>& pairs, const std::string& a, const std::string& b, const char* measure, double value) {
    if (!(std::fabs(value) >= strongCorrelation)) return;
    pairs.push_back({{WarningKind::HighCorrelation, Severity::Warning, {a, b}, {{"correlation", value}}, measure},
                     std::fabs(value)});
}

/// The strongest pairs that are not plainly equal.
void judgeCorrelations(DatasetProfile& profile, const std::vector<std::pair<size_t, size_t>>& equalColumns) {
    const Correlations& c = profile.correlations;
    std::vector<Pair> pairs;
    for (size_t i = 0; i < c.numeric.size(); ++i) {
        for (size_t j = i + 1; j < c.numeric.size(); ++j) {
            const double linear = c.pearson[i * c.numeric.size() + j];
            const double ranks = c.spearman[i * c.numeric.size() + j];
            const bool byRanks = std::isnan(linear) || std::fabs(ranks) > std::fabs(linear);
            addPair(pairs, c.numeric[i], c.numeric[j], byRanks ? "spearman" : "pearson", byRanks ? ranks : linear);
        }
    }
    const auto isNumber = [&](const std::string& name) {
        return std::find(c.numeric.begin(), c.numeric.end(), name) != c.numeric.end();
    };
    for (size_t i = 0; i < c.categorical.size(); ++i)
        for (size_t j = i + 1; j < c.categorical.size(); ++j)
            if (!isNumber(c.categorical[i]) || !isNumber(c.categorical[j]))
                addPair(pairs, c.categorical[i], c.categorical[j], "cramers-v",
                        c.cramersV[i * c.categorical.size() + j]);
    const auto hasFewValues = [&](const std::string& name) {
        return std::any_of(profile.columns.begin(), profile.columns.end(),
                           [&](const auto& column) { return column.schema.name == name && column.count < fewestRows; });
    };
    const auto isEqual = [&](const std::vector<std::string>& names) {
        return std::any_of(equalColumns.begin(), equalColumns.end(), [&](const auto& equal) {
            return profile.columns[equal.first].schema.name == names[0] &&
                   profile.columns[equal.second].schema.name == names[1];
        });
    };
    std::erase_if(pairs, [&](const Pair& pair) {
        const auto& names = pair.warning.columns;
        return isEqual(names) || std::any_of(names.begin(), names.end(), hasFewValues);
    });
    std::stable_sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.strength > b.strength; });
    if (pairs.size() > mostPairs) pairs.resize(mostPairs);
    for (Pair& pair : pairs) profile.warnings.push_back(std::move(pair.warning));
}

} // namespace

std::vector<ProfileWarning> judgeColumn(const ColumnProfile& column, const ValueSample& sample) {
    return Judge(column, sample).judge();
}

void judgeTable(DatasetProfile& profile, const std::vector<std::pair<size_t, size_t>>& equalColumns) {
    if (profile.duplicateRows > 0) {
        const double share = ratio(profile.duplicateRows, profile.rows);
        profile.warnings.push_back({WarningKind::DuplicateRows,
                                    share < 0.01 ? Severity::Note : Severity::Warning,
                                    {},
                                    {{"share", share}, {"count", static_cast<double>(profile.duplicateRows)}},
                                    {}});
    }
    for (const auto& [first, second] : equalColumns)
        profile.warnings.push_back({WarningKind::DuplicateColumns,
                                    Severity::Warning,
                                    {profile.columns[first].schema.name, profile.columns[second].schema.name},
                                    {},
                                    {}});
    judgeCorrelations(profile, equalColumns);
}

void sortWarnings(std::vector<ProfileWarning>& warnings) {
    std::stable_sort(warnings.begin(), warnings.end(),
                     [](const ProfileWarning& a, const ProfileWarning& b) { return a.severity > b.severity; });
}

void arrangeWarnings(DatasetProfile& profile) {
    std::vector<ColumnSchema> schema;
    for (const ColumnProfile& column : profile.columns) schema.push_back(column.schema);
    if (images::isImageDataset(schema))
        std::erase_if(profile.warnings, [](const ProfileWarning& warning) {
            return std::any_of(warning.columns.begin(), warning.columns.end(),
                               [](const std::string& name) { return images::isMadeByImport(name); });
        });
    sortWarnings(profile.warnings);
}

} // namespace lathe
