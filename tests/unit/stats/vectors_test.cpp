// SPDX-License-Identifier: GPL-3.0-or-later
// Every value of drift-vectors (scipy 1.10.1, Evidently's formulas) and drift-stats (Evidently's own tests).
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/stats/distances.h"
#include "core/stats/histogram.h"
#include "core/stats/two_sample.h"
#include "samples.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace lathe::stats {
namespace {

Json readJson(const std::string& file) {
    auto text = readTextFile(Path(LATHE_DATA) / file);
    EXPECT_TRUE(text) << file;
    return text ? Json::parse(*text) : Json();
}

std::map<std::string, double> numberStatistics(const std::vector<double>& reference,
                                               const std::vector<double>& current) {
    const auto r = test::sorted(reference), c = test::sorted(current);
    const Moments mr = moments(reference), mc = moments(current);
    const TestResult ks = kolmogorovSmirnov(r, c);
    const auto edges = sturgesEdges(std::min(r.front(), c.front()), std::max(r.back(), c.back()), r.size() + c.size());
    const auto hr = histogram(r, edges), hc = histogram(c, edges);
    return {{"ks_stat", ks.statistic},
            {"ks_p", ks.pValue},
            {"ks_p_asymp", kolmogorovSmirnov(r, c, KsMethod::Asymptotic).pValue},
            {"wasserstein_normed", wasserstein(r, c) / std::max(mr.populationDeviation(), 0.001)},
            {"bins", static_cast<double>(hr.size())},
            {"psi", populationStabilityIndex(hr, hc)},
            {"kl_div", kullbackLeibler(hr, hc)},
            {"jensenshannon", jensenShannonDistance(hr, hc)},
            {"t_test_p", studentT(mr, mc).pValue},
            {"mannw_p", mannWhitney(r, c, Alternative::Less).pValue},
            {"anderson_p", andersonDarling(r, c).pValue},
            {"cvm_p", cramerVonMises(r, c).pValue},
            {"energy", energyDistance(r, c)},
            {"es_p", eppsSingleton(r, c).pValue}};
}

std::map<std::string, double> categoryStatistics(const std::vector<uint64_t>& r, const std::vector<uint64_t>& c) {
    std::map<std::string, double> all{{"chisquare_p", chiSquared(r, c).pValue},
                                      {"psi", populationStabilityIndex(r, c)},
                                      {"kl_div", kullbackLeibler(r, c)},
                                      {"jensenshannon", jensenShannonDistance(r, c)},
                                      {"hellinger", hellinger(r, c)},
                                      {"tfdv_js_divergence_log2", jensenShannonDivergenceBits(r, c)},
                                      {"tfdv_l_infinity", chebyshev(r, c)},
                                      {"tfdv_normalized_abs_difference", normalizedAbsoluteDifference(r, c)}};
    if (r.size() == 2) all["z_p"] = zTwoProportions(r[1], r[0] + r[1], c[1], c[0] + c[1]).pValue;
    return all;
}

std::map<std::string, double> statisticsOf(const Json& vector) {
    const Json &ref = vector["ref"], &cur = vector["cur"];
    if (vector["type"] == "num") {
        return numberStatistics(test::normals(ref[0], ref[1], ref[2], ref[3]),
                                test::normals(cur[0], cur[1], cur[2], cur[3]));
    }
    const auto p = ref[2].get<std::vector<double>>(), q = cur[2].get<std::vector<double>>();
    const size_t categories = std::max(p.size(), q.size());
    return categoryStatistics(test::categoryCounts(ref[0], ref[1], p, categories),
                              test::categoryCounts(cur[0], cur[1], q, categories));
}

TEST(DriftVectors, EveryStatisticEqualsTheReference) {
    const Json vectors = readJson("drift-vectors/drift_vectors.json");
    ASSERT_EQ(vectors["cases"].size(), 9u);
    const std::set<std::string> asymptotic{"cvm_p"}; // the reference stops its series at 1e-7
    for (const Json& one : vectors["cases"]) {
        const auto ours = statisticsOf(one);
        for (const auto& [key, expected] : one["out"].items()) {
            ASSERT_TRUE(ours.contains(key)) << key;
            EXPECT_NEAR(ours.at(key), expected.get<double>(), asymptotic.contains(key) ? 1e-6 : 1e-9)
                << one["name"] << " " << key;
        }
    }
}

/// Counts of both sides over the sorted union of their labels.
std::pair<std::vector<uint64_t>, std::vector<uint64_t>> labelCounts(const Json& reference, const Json& current) {
    std::map<std::string, std::pair<uint64_t, uint64_t>> counts;
    for (const Json& label : reference) ++counts[label.dump()].first;
    for (const Json& label : current) ++counts[label.dump()].second;
    std::pair<std::vector<uint64_t>, std::vector<uint64_t>> result;
    for (const auto& [label, both] : counts) {
        result.first.push_back(both.first);
        result.second.push_back(both.second);
    }
    return result;
}

double evidentlyValue(const std::string& name, const Json& reference, const Json& current) {
    if (name == "anderson_darling_ksamp" || name == "energy_distance") {
        const auto r = test::sorted(reference.get<std::vector<double>>()),
                   c = test::sorted(current.get<std::vector<double>>());
        return name == "energy_distance" ? energyDistance(r, c) : andersonDarling(r, c).pValue;
    }
    const auto [r, c] = labelCounts(reference, current);
    if (name == "chisquare") return chiSquared(r, c).pValue;
    if (name == "hellinger") return hellinger(r, c);
    if (name == "g_test") return gTest(r, c).pValue;
    if (name == "fisher_exact") return fisherExact(r[0], r[1], c[0], c[1]).pValue;
    if (name == "z_test_binary_share") return zTwoProportions(r[1], r[0] + r[1], c[1], c[0] + c[1]).pValue;
    ADD_FAILURE() << "no statistic for " << name;
    return 0;
}

TEST(DriftStats, EvidentlysOwnTestsHold) {
    const Json expected = readJson("drift-stats/evidently_expected.json");
    ASSERT_FALSE(expected["cases"].empty());
    for (const Json& one : expected["cases"]) {
        EXPECT_NEAR(evidentlyValue(one["test"], one["reference"], one["current"]), one["expected"].get<double>(),
                    one["abs_tol"].get<double>())
            << one["test"];
    }
}

} // namespace
} // namespace lathe::stats
