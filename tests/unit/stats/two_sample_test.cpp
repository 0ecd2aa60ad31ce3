// SPDX-License-Identifier: GPL-3.0-or-later
// Expected values: scipy 1.10.1 (stats.ks_2samp, wasserstein_distance, energy_distance, mannwhitneyu,
// anderson_ksamp, cramervonmises_2samp, epps_singleton_2samp, ttest_ind, chisquare, power_divergence,
// fisher_exact, entropy; spatial.distance.jensenshannon; numpy 1.24.2) on the samples of samples.h.
#include "core/stats/distances.h"
#include "core/stats/histogram.h"
#include "core/stats/two_sample.h"
#include "samples.h"

#include <gtest/gtest.h>

#include <cmath>

namespace lathe::stats {
namespace {

struct Expected {
    double ksStatistic, ksP, ksAsymptotic, wasserstein, energy;
    double u, lessP, greaterP, twoSidedP; // u of the first sample
    double anderson, andersonP, cramer, cramerP, epps, eppsP, t, tP;
};

void expectAll(const std::vector<double>& first, const std::vector<double>& second, const Expected& expected) {
    constexpr double tolerance = 1e-11;
    const auto a = test::sorted(first), b = test::sorted(second);
    const TestResult ks = kolmogorovSmirnov(a, b);
    EXPECT_NEAR(ks.statistic, expected.ksStatistic, tolerance);
    EXPECT_NEAR(ks.pValue, expected.ksP, tolerance);
    EXPECT_NEAR(kolmogorovSmirnov(a, b, KsMethod::Asymptotic).pValue, expected.ksAsymptotic, tolerance);
    EXPECT_NEAR(wasserstein(a, b), expected.wasserstein, tolerance);
    EXPECT_NEAR(energyDistance(a, b), expected.energy, tolerance);
    EXPECT_NEAR(mannWhitney(a, b, Alternative::Less).statistic, expected.u, tolerance);
    EXPECT_NEAR(mannWhitney(a, b, Alternative::Less).pValue, expected.lessP, tolerance);
    EXPECT_NEAR(mannWhitney(a, b, Alternative::Greater).pValue, expected.greaterP, tolerance);
    EXPECT_NEAR(mannWhitney(a, b, Alternative::TwoSided).pValue, expected.twoSidedP, tolerance);
    EXPECT_NEAR(andersonDarling(a, b).statistic, expected.anderson, tolerance);
    EXPECT_NEAR(andersonDarling(a, b).pValue, expected.andersonP, tolerance);
    EXPECT_NEAR(cramerVonMises(a, b).statistic, expected.cramer, tolerance);
    EXPECT_NEAR(cramerVonMises(a, b).pValue, expected.cramerP, 1e-7);
    EXPECT_NEAR(eppsSingleton(a, b).statistic, expected.epps, 1e-9);
    EXPECT_NEAR(eppsSingleton(a, b).pValue, expected.eppsP, tolerance);
    EXPECT_NEAR(studentT(moments(first), moments(second)).statistic, expected.t, tolerance);
    EXPECT_NEAR(studentT(moments(first), moments(second)).pValue, expected.tP, tolerance);
}

std::vector<double> halves(std::vector<double> values) {
    for (double& value : values) value = std::nearbyint(value * 2) / 2;
    return values;
}

TEST(TwoSample, SmallSamplesUseExactLaws) {
    expectAll(test::normals(101, 6), test::normals(102, 7, .5, 1.2),
              {0.40476190476190477, 0.5279720279720281, 0.5814706835114998, 0.8539295364010393, 0.5720447797571785, 20,
               0.47261072261072257, 0.5821678321678321, 0.9452214452214451, -0.47806845765387196, 0.25,
               0.11538461538461542, 0.587995337995338, 4.233963472605513, 0.3752673420356171, 0.6027685392296701,
               0.5588846318382876});
}

TEST(TwoSample, Ties) {
    expectAll(halves(test::normals(103, 40)), halves(test::normals(104, 55, .3)),
              {0.1409090909090909, 0.6872720932907657, 0.6994982524480029, 0.3579545454545455, 0.26658809965194075, 902,
               0.06631551482446853, 0.9346594351236187, 0.13263102964893705, 0.7263823072777447, 0.16521190861062643,
               0.25122009569378, 0.18843560605772147, 3.23521890505481, 0.5192613417179328, -1.6596944193230083,
               0.10034448698249972});
    expectAll(halves(test::normals(105, 9)), halves(test::normals(106, 8, .3)),
              {0.1527777777777778, 0.9993418346359522, 0.9997713763145862, 0.24999999999999997, 0.2405626121623441, 38,
               0.5973624536568845, 0.44120469210170915, 0.8824093842034183, -1.207512562971182, 0.25,
               0.0424836601307188, 0.9633484162895928, 2.2031874526774664, 0.6984457622870978, 0.11540595721692305,
               0.909654124377386});
}

TEST(TwoSample, LargerSamples) {
    expectAll(test::normals(107, 300, 5, 2), test::normals(108, 211, 5.2, 2.5),
              {0.15123222748815165, 0.006006493202377925, 0.00610132293214192, 0.7143498263466893, 0.34479055828157196,
               34839, 0.9738575393433857, 0.02617940154238665, 0.0523588030847733, 6.229436668085273,
               0.001291099995720825, 0.8165723745837994, 0.006664449273387607, 27.488504542114143,
               1.5833241418541617e-05, 1.7748869507087006, 0.07651412504257965});
}

TEST(TwoSample, EqualAndSeparateSamples) {
    const std::vector<double> a{1, 2, 3, 4, 5}, same = a, above{6, 7, 8};
    EXPECT_EQ(kolmogorovSmirnov(a, same).statistic, 0);
    EXPECT_EQ(kolmogorovSmirnov(a, same).pValue, 1);
    EXPECT_EQ(wasserstein(a, same), 0);
    EXPECT_EQ(energyDistance(a, same), 0);
    EXPECT_EQ(kolmogorovSmirnov(a, above).statistic, 1);
    EXPECT_NEAR(kolmogorovSmirnov(a, above).pValue, 2.0 / 56, 1e-15);
    EXPECT_NEAR(wasserstein(a, above), 4, 1e-14);
    EXPECT_EQ(wasserstein(above, a), wasserstein(a, above));
    EXPECT_EQ(wasserstein(std::vector<double>{2}, std::vector<double>{5}), 3);
    const std::vector<double> constant{2, 2, 2, 2, 2};
    EXPECT_TRUE(std::isnan(andersonDarling(constant, constant).pValue));
    EXPECT_TRUE(std::isnan(eppsSingleton(constant, constant).pValue));
    EXPECT_EQ(mannWhitney(constant, constant, Alternative::TwoSided).pValue, 1);
}

TEST(Summary, MomentsAndQuantiles) {
    const auto values = test::normals(107, 300, 5, 2);
    EXPECT_NEAR(moments(values).populationVariance(), 3.8624268250611795, 1e-12);
    EXPECT_NEAR(moments(values).sampleDeviation(), 1.9685895053386857, 1e-12);
    EXPECT_NEAR(quantile(test::sorted(values), .1), 2.5316780723413865, 1e-13);
    EXPECT_NEAR(quantile(test::sorted(values), .75), 6.452164395507987, 1e-13);
    EXPECT_EQ(quantile(std::vector<double>{3}, 1), 3);
    EXPECT_TRUE(std::isnan(moments({}).mean));
    EXPECT_TRUE(std::isnan(quantile({}, .5)));
}

TEST(Histogram, SturgesEdgesAndCounts) {
    std::vector<double> values(100);
    for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i) / 7;
    const auto edges = sturgesEdges(values.front(), values.back(), values.size());
    ASSERT_EQ(edges.size(), 9u);
    EXPECT_EQ(edges[1], 1.7678571428571428);
    EXPECT_EQ(edges[2], 3.5357142857142856);
    const auto counts = histogram(values, edges);
    uint64_t total = 0;
    for (const uint64_t count : counts) total += count;
    EXPECT_EQ(total, 100u) << "the last bin is closed";
    EXPECT_EQ(histogram(std::vector<double>{-1, 0, 0.5, 1, 2}, std::vector<double>{0, 0.5, 1}),
              (std::vector<uint64_t>{1, 2}));
    EXPECT_EQ(sturgesEdges(0, 3, 1000, 1).size(), 4u) << "at least one unit wide";
    EXPECT_EQ(sturgesEdges(2, 2, 10), (std::vector<double>{1.5, 2.5}));
    const ValueCounts both = countValues(std::vector<double>{1, 1, 3}, std::vector<double>{1, 2});
    EXPECT_EQ(both.values, (std::vector<double>{1, 2, 3}));
    EXPECT_EQ(both.first, (std::vector<uint64_t>{2, 0, 1}));
    EXPECT_EQ(both.second, (std::vector<uint64_t>{1, 1, 0}));
}

TEST(Distances, OverCounts) {
    const std::vector<uint64_t> r{120, 80, 40, 10, 0}, c{100, 90, 30, 25, 5};
    EXPECT_NEAR(populationStabilityIndex(r, c), 0.1912182883745982, 1e-13);
    EXPECT_NEAR(kullbackLeibler(r, c), 0.05856558487339877, 1e-13);
    EXPECT_NEAR(jensenShannonDistance(r, c), 0.131968342345281, 1e-13);
    EXPECT_NEAR(hellinger(r, c), 0.14353076749410396, 1e-13);
    EXPECT_NEAR(totalVariation(r, c), 0.12, 1e-13);
    EXPECT_NEAR(chebyshev(r, c), 0.08, 1e-13);
    EXPECT_NEAR(normalizedAbsoluteDifference(r, c), 0.04, 1e-13);
    EXPECT_EQ(jensenShannonDistance(r, r), 0);
    EXPECT_NEAR(jensenShannonDivergenceBits(std::vector<uint64_t>{1, 0}, std::vector<uint64_t>{0, 1}), 1, 1e-15);
}

TEST(Distances, TestsOverCounts) {
    const std::vector<uint64_t> r{120, 80, 40, 10}, c{100, 90, 30, 25};
    EXPECT_NEAR(chiSquared(r, c).statistic, 30.085034013605437, 1e-11);
    EXPECT_NEAR(chiSquared(r, c).pValue, 1.3243703008601743e-06, 1e-17);
    EXPECT_NEAR(gTest(r, c).statistic, 23.189573891543517, 1e-11);
    EXPECT_NEAR(gTest(r, c).pValue, 3.687045302700864e-05, 1e-15);
    const std::vector<uint64_t> lacking{250, 0}, has{200, 50}, alone{5};
    EXPECT_EQ(chiSquared(lacking, has).pValue, 0);
    EXPECT_EQ(gTest(lacking, has).pValue, 0);
    EXPECT_EQ(chiSquared(alone, alone).pValue, 1);
    EXPECT_EQ(zTwoProportions(0, 10, 0, 20).pValue, 1);
}

TEST(Distances, FisherExact) {
    EXPECT_NEAR(fisherExact(8, 2, 1, 5).pValue, 0.034965034965034975, 1e-14);
    EXPECT_EQ(fisherExact(8, 2, 1, 5).statistic, 20);
    EXPECT_NEAR(fisherExact(30, 60, 45, 45).pValue, 0.033972274322700745, 1e-13);
    EXPECT_NEAR(fisherExact(3, 3, 6, 0).pValue, 0.1818181818181818, 1e-14);
    EXPECT_NEAR(fisherExact(200, 300, 260, 240).pValue, 0.0001784843567766819, 1e-14);
    EXPECT_EQ(fisherExact(0, 5, 0, 7).pValue, 1);
}

} // namespace
} // namespace lathe::stats
