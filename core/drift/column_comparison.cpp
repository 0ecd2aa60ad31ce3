// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drift/column_comparison.h"

#include "core/base/text.h"
#include "core/drift/choice.h"
#include "core/drift/histogram_bins.h"
#include "core/stats/distances.h"
#include "core/stats/two_sample.h"

#include <cmath>

namespace lathe::drift {

namespace {

constexpr size_t mostNewCategories = 20;

const DriftTest* namedTest(const std::string& column, const DriftOptions& options) {
    const auto named = options.tests.find(column);
    return named == options.tests.end() ? nullptr : findTest(named->second);
}

ColumnPair numberPair(const ColumnSample& reference, const ColumnSample& current) {
    ColumnPair pair;
    pair.kind = Kind::Numbers;
    pair.integral = reference.type == ColumnType::Integer && current.type == ColumnType::Integer &&
                    reference.missing == 0 && current.missing == 0;
    pair.reference = reference.numbers;
    pair.current = current.numbers;
    pair.referenceMoments = stats::moments(reference.numbers);
    pair.currentMoments = stats::moments(current.numbers);
    pair.distances = stats::cdfDistances(pair.reference, pair.current);
    return pair;
}

ColumnPair labelPair(const ColumnSample& reference, const ColumnSample& current) {
    ColumnPair pair;
    pair.kind = Kind::Categories;
    auto r = reference.labels.begin();
    auto c = current.labels.begin();
    while (r != reference.labels.end() || c != current.labels.end()) {
        const bool fromReference = c == current.labels.end() || (r != reference.labels.end() && r->first <= c->first);
        pair.labels.push_back(fromReference ? r->first : c->first);
        const bool inReference = r != reference.labels.end() && r->first == pair.labels.back();
        const bool inCurrent = c != current.labels.end() && c->first == pair.labels.back();
        pair.referenceCounts.push_back(inReference ? r++->second : 0);
        pair.currentCounts.push_back(inCurrent ? c++->second : 0);
    }
    return pair;
}

/// Numbers that are compared as categories: one category per value.
ColumnPair valuePair(const ColumnSample& reference, const ColumnSample& current) {
    ColumnPair pair;
    pair.kind = Kind::Categories;
    stats::ValueCounts counts = stats::countValues(reference.numbers, current.numbers);
    for (const double value : counts.values) pair.labels.push_back(exactNumber(value));
    pair.referenceCounts = std::move(counts.first);
    pair.currentCounts = std::move(counts.second);
    return pair;
}

void addNumberStatistics(ColumnDrift& drift, const ColumnPair& pair) {
    auto& all = drift.statistics;
    const double deviation = pair.referenceMoments.populationDeviation();
    all["ks_distance"] = pair.distances.kolmogorov;
    all["ks_p"] = stats::kolmogorovSmirnovPValue(pair.distances.kolmogorov, pair.reference.size(), pair.current.size());
    all["wasserstein"] = pair.distances.wasserstein / std::max(deviation, 0.001);
    all["mean_reference"] = pair.referenceMoments.mean;
    all["mean_current"] = pair.currentMoments.mean;
    all["deviation_reference"] = deviation;
    all["deviation_current"] = pair.currentMoments.populationDeviation();
    all["median_reference"] = stats::quantile(pair.reference, 0.5);
    all["median_current"] = stats::quantile(pair.current, 0.5);
    all["min_reference"] = pair.reference.front();
    all["min_current"] = pair.current.front();
    all["max_reference"] = pair.reference.back();
    all["max_current"] = pair.current.back();
}

void addBinnedStatistics(ColumnDrift& drift, const ColumnPair& pair) {
    const BinnedCounts counts = binned(pair);
    drift.statistics["psi"] = stats::populationStabilityIndex(counts.reference, counts.current);
    drift.statistics["jensenshannon"] = stats::jensenShannonDistance(counts.reference, counts.current);
}

void addCategoryStatistics(ColumnDrift& drift, const ColumnPair& pair) {
    drift.statistics["chisquare_p"] = stats::chiSquared(pair.referenceCounts, pair.currentCounts).pValue;
    drift.statistics["categories_reference"] = 0;
    drift.statistics["categories_current"] = 0;
    uint64_t rowsOfNew = 0;
    for (size_t i = 0; i < pair.labels.size(); ++i) {
        drift.statistics["categories_reference"] += pair.referenceCounts[i] > 0;
        drift.statistics["categories_current"] += pair.currentCounts[i] > 0;
        if (pair.referenceCounts[i] > 0) continue;
        rowsOfNew += pair.currentCounts[i];
        if (drift.newCategories.size() < mostNewCategories) drift.newCategories.push_back(pair.labels[i]);
    }
    drift.statistics["new_category_share"] = static_cast<double>(rowsOfNew) / static_cast<double>(pair.currentRows());
}

void addWordStatistics(ColumnDrift& drift, const ColumnSample& reference, const ColumnSample& current,
                       const JobContext& job) {
    constexpr uint32_t lookEvery = 1U << 16U;
    uint64_t all = 0, fresh = 0;
    for (uint32_t word = 0; word < current.words.size(); ++word) {
        if (word % lookEvery == 0 && job.stopRequested()) return;
        all += current.wordCounts[word];
        if (!reference.words.find(current.words.hash(word))) fresh += current.wordCounts[word];
    }
    if (all > 0 && !reference.wordsTruncated)
        drift.statistics["new_word_share"] = static_cast<double>(fresh) / static_cast<double>(all);
}

void decide(ColumnDrift& drift, const ColumnPair& pair, const DriftTest& test, const DriftOptions& options) {
    drift.test = test.name;
    drift.scoreIsPValue = test.pValue;
    const auto given = options.thresholds.find(drift.column);
    drift.threshold = given != options.thresholds.end() ? given->second
                      : test.thresholdFor               ? test.thresholdFor(pair)
                                                        : test.threshold;
    const Score score = test.score(pair);
    if (const auto* reason = std::get_if<std::string>(&score)) {
        drift.message = *reason;
        return;
    }
    drift.score = std::get<double>(score);
    drift.statistics[test.name] = drift.score;
    drift.drifted = test.drifted(drift.score, drift.threshold);
}

/// Values that go missing, or come back, are drift too: a difference of at least a tenth of the rows that
/// equal columns would show once in a thousand times (two proportions, 3.29 standard errors).
void decideByMissing(ColumnDrift& drift) {
    const auto n = static_cast<double>(drift.referenceCount + drift.referenceMissing);
    const auto m = static_cast<double>(drift.currentCount + drift.currentMissing);
    if (n == 0 || m == 0) return;
    const double reference = static_cast<double>(drift.referenceMissing) / n,
                 current = static_cast<double>(drift.currentMissing) / m;
    const double pooled = (reference * n + current * m) / (n + m);
    const double threshold = std::max(0.1, 3.2905 * std::sqrt(pooled * (1 - pooled) * (1 / n + 1 / m)));
    drift.statistics["missing_share_difference"] = std::abs(reference - current);
    if (drift.drifted || std::abs(reference - current) < threshold) return;
    drift.test = "missing_share";
    drift.score = std::abs(reference - current);
    drift.scoreIsPValue = false;
    drift.threshold = threshold;
    drift.drifted = true;
    drift.message.clear();
}

bool comparable(ColumnType a, ColumnType b) {
    const auto family = [](ColumnType type) {
        if (isTextual(type)) return 0;
        if (type == ColumnType::Boolean) return 1;
        return isNumeric(type) ? 2 : type == ColumnType::Date ? 3 : 4;
    };
    return family(a) == family(b);
}

ColumnPair pairFor(Treatment treatment, const ColumnSample& reference, const ColumnSample& current) {
    if (treatment != Treatment::Categories) return numberPair(reference, current);
    return reference.type == ColumnType::Integer || reference.type == ColumnType::Real ? valuePair(reference, current)
                                                                                       : labelPair(reference, current);
}

/// A test that was asked for decides how the column is read; without one its kind does.
Treatment treatmentFor(Treatment natural, const DriftTest* asked) {
    if (asked == nullptr || (natural != Treatment::Texts && natural != Treatment::Categories)) return natural;
    if (natural == Treatment::Texts) return asked->categories ? Treatment::Categories : Treatment::Texts;
    return asked->categories ? Treatment::Categories : Treatment::Numbers;
}

void compareValues(ColumnDrift& drift, const ColumnSample& reference, const ColumnSample& current,
                   const DriftOptions& options, const JobContext& job) {
    const bool likeEvidently = options.defaults == "evidently";
    const DriftTest* asked = namedTest(drift.column, options);
    const Treatment treatment = treatmentFor(treatmentOf(reference, current, likeEvidently), asked);
    if (treatment == Treatment::Texts && likeEvidently && asked == nullptr) {
        drift.message = "free text: Evidently trains a classifier here, which Lathe does not; not tested";
        return;
    }
    if (treatment != Treatment::Categories && (reference.numbers.empty() || current.numbers.empty())) {
        drift.message = fmt::format("test '{}' compares numbers; this column holds categories", asked->name);
        return;
    }
    const ColumnPair pair = pairFor(treatment, reference, current);
    if (job.stopRequested()) return;
    if (pair.kind == Kind::Numbers) addNumberStatistics(drift, pair);
    else addCategoryStatistics(drift, pair);
    if (job.stopRequested()) return;
    addBinnedStatistics(drift, pair);
    if (treatment == Treatment::Texts) addWordStatistics(drift, reference, current, job);
    if (job.stopRequested()) return;
    drift.histogram = overlaidHistogram(pair, treatment == Treatment::Texts ? ColumnType::Integer : drift.type);
    if (treatment == Treatment::Dates && asked == nullptr) {
        drift.message = "dates move on by themselves: shown, not tested; name a test for this column to count it";
        return;
    }
    decide(drift, pair, asked != nullptr ? *asked : defaultTest(pair, likeEvidently), options);
    if (treatment == Treatment::Texts && drift.message.empty())
        drift.message = "free text: compared by its length in characters";
}

} // namespace

bool needsTextLabels(const std::string& name, const DriftOptions& options) {
    const DriftTest* asked = namedTest(name, options);
    return options.defaults == "evidently" || (asked != nullptr && asked->categories);
}

ColumnDrift compareColumn(const std::string& name, const std::string& role, const ColumnSample& reference,
                          const ColumnSample& current, const DriftOptions& options, const JobContext& job) {
    ColumnDrift drift;
    drift.column = name;
    drift.role = role;
    drift.type = current.type;
    drift.referenceCount = reference.present();
    drift.currentCount = current.present();
    drift.referenceMissing = reference.missing;
    drift.currentMissing = current.missing;
    if (reference.infinite + current.infinite > 0) {
        drift.statistics["infinite_reference"] = static_cast<double>(reference.infinite);
        drift.statistics["infinite_current"] = static_cast<double>(current.infinite);
    }
    if (!comparable(reference.type, current.type)) {
        drift.message = fmt::format("the reference holds {} values, the current rows hold {}", toString(reference.type),
                                    toString(current.type));
        return drift;
    }
    if (drift.referenceCount == 0 || drift.currentCount == 0) {
        drift.message = fmt::format("no value in the {} rows", drift.referenceCount == 0 ? "reference" : "current");
    } else {
        compareValues(drift, reference, current, options, job);
    }
    if (options.defaults == "lathe") decideByMissing(drift);
    return drift;
}

} // namespace lathe::drift
