// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/learn/linear_solver.h"
#include "core/learn/model.h"
#include "core/learn/tensor_file.h"
#include "core/learn/xgboost_engine.h"
#include "tests/unit/learn/testing.h"

namespace lathe {
namespace {

using namespace lathe::testing;

EngineHooks silentHooks() {
    return {[](std::string_view, int64_t, double) {},   [](double, double) {}, [](const std::string&) {},
            [](std::string) { return Result<void>{}; }, [] { return false; },  {}};
}

struct Sample {
    std::vector<double> x;
    std::vector<double> y;
};

Sample sampleOf(size_t rows, size_t width, size_t classes) {
    Noise noise;
    Sample sample;
    for (size_t i = 0; i < rows; ++i) {
        double score = 0;
        for (size_t f = 0; f < width; ++f) {
            sample.x.push_back(noise.next() * 4 - 2);
            score += sample.x.back() * (f % 2 == 0 ? 1.0 : -0.5);
        }
        score += 2 * noise.next();
        sample.y.push_back(classes == 0 ? score
                                        : std::clamp(std::floor(score / 2 + static_cast<double>(classes) / 2), 0.0,
                                                     static_cast<double>(classes) - 1));
    }
    return sample;
}

void expectNear(const std::vector<double>& ours, const std::vector<double>& expected, double tolerance) {
    ASSERT_EQ(ours.size(), expected.size());
    for (size_t i = 0; i < ours.size(); ++i) EXPECT_NEAR(ours[i], expected[i], tolerance) << i;
}

TEST(LinearOracle, agreesWithScikitLearn) {
    constexpr auto script = R"(
import sys, numpy
from sklearn.linear_model import LogisticRegression, Ridge, ElasticNet, LinearRegression
def model(classes, l1, l2, n):
    if classes == 0:
        return LinearRegression() if l1 + l2 == 0 else Ridge(alpha=n * l2, tol=1e-12) if l1 == 0 else \
            ElasticNet(alpha=l1 + l2, l1_ratio=l1 / (l1 + l2), tol=1e-12, max_iter=100000)
    if l1 == 0:
        return LogisticRegression(solver='newton-cg', C=1 / (n * l2), tol=1e-12, max_iter=10000)
    return LogisticRegression(penalty='elasticnet', solver='saga', C=1 / (n * (l1 + l2)), l1_ratio=l1 / (l1 + l2), tol=1e-12, max_iter=200000)
for case in sys.argv[1:]:
    folder, classes, l1, l2 = case.split()
    y = numpy.fromfile(folder + '.y'); x = numpy.fromfile(folder + '.x').reshape(len(y), -1)
    m = model(int(classes), float(l1), float(l2), len(y)).fit(x, y)
    numpy.concatenate([numpy.atleast_2d(m.coef_).ravel(), numpy.atleast_1d(m.intercept_)]).tofile(folder + '.out')
)";
    struct Case {
        size_t classes;
        double l1, l2;
    };
    const std::vector<Case> cases{{0, 0, 0}, {0, 0, 0.1}, {0, 0.05, 0.1}, {2, 0, 0.01}, {3, 0, 0.01}, {2, 0.02, 0.01}};
    const TemporaryFolder folder;
    const auto nameOf = [&](size_t i) { return (folder / std::to_string(i)).string(); };
    std::vector<std::vector<double>> ours;
    std::vector<std::string> arguments;
    for (const Case& c : cases) {
        const Sample sample = sampleOf(400, 6, c.classes);
        const std::string name = nameOf(ours.size());
        writeRaw(name + ".x", sample.x);
        writeRaw(name + ".y", sample.y);
        arguments.push_back(fmt::format("{} {} {} {}", name, c.classes, c.l1, c.l2));
        LinearParameters parameters;
        parameters.l1 = c.l1;
        parameters.l2 = c.l2;
        parameters.tolerance = 1e-10;
        parameters.maxIterations = 10000;
        const auto fitted =
            trainLinear({{sample.x.data(), 400, 6}, sample.y}, {}, {c.classes}, parameters, silentHooks());
        ASSERT_OK(fitted);
        const auto file = TensorFile::read(fitted->weights);
        ASSERT_OK(file);
        ours.push_back(*file->doubles("weight"));
        const std::vector<double> bias = *file->doubles("bias");
        ours.back().insert(ours.back().end(), bias.begin(), bias.end());
    }
    python(folder.path(), script, arguments);
    for (size_t i = 0; i < cases.size(); ++i) {
        SCOPED_TRACE(fmt::format("{} classes, l1 {}, l2 {}", cases[i].classes, cases[i].l1, cases[i].l2));
        expectNear(ours[i], readRaw<double>(nameOf(i) + ".out"), 2e-6);
    }
}

TEST(LinearOracle, reachesTheCertifiedValuesOfLongley) {
    // NIST Statistical Reference Datasets, Longley (1967), higher difficulty; certified to 15 digits.
    const std::vector<double> x{83.0,  234289, 2356, 1590, 107608, 1947, 88.5,  259426, 2325, 1456, 108632, 1948,
                                88.2,  258054, 3682, 1616, 109773, 1949, 89.5,  284599, 3351, 1650, 110929, 1950,
                                96.2,  328975, 2099, 3099, 112075, 1951, 98.1,  346999, 1932, 3594, 113270, 1952,
                                99.0,  365385, 1870, 3547, 115094, 1953, 100.0, 363112, 3578, 3350, 116219, 1954,
                                101.2, 397469, 2904, 3048, 117388, 1955, 104.6, 419180, 2822, 2857, 118734, 1956,
                                108.4, 442769, 2936, 2798, 120445, 1957, 110.8, 444546, 4681, 2637, 121950, 1958,
                                112.6, 482704, 3813, 2552, 123366, 1959, 114.2, 502601, 3931, 2514, 125368, 1960,
                                115.7, 518173, 4806, 2572, 127852, 1961, 116.9, 554894, 4007, 2827, 130081, 1962};
    const std::vector<double> y{60323, 61122, 60171, 61187, 63221, 63639, 64989, 63761,
                                66019, 67857, 68169, 66513, 68655, 69564, 69331, 70551};
    const std::vector<double> certified{15.0618722713733,  -0.358191792925910e-01, -2.02022980381683,
                                        -1.03322686717359, -0.511041056535807e-01, 1829.15146461355};
    LinearParameters parameters;
    parameters.l2 = 0;
    const auto fitted = trainLinear({{x.data(), y.size(), 6}, y}, {}, {0}, parameters, silentHooks());
    ASSERT_OK(fitted);
    const auto file = TensorFile::read(fitted->weights);
    const std::vector<double> weight = *file->doubles("weight");
    for (size_t i = 0; i < certified.size(); ++i) EXPECT_NEAR(weight[i] / certified[i], 1, 1e-9) << i;
    EXPECT_NEAR((*file->doubles("bias"))[0] / -3482258.63459582, 1, 1e-9);
}

TEST(LinearOracle, aDependentColumnGetsNoWeight) {
    const std::vector<double> x{1, 2, 2, 4, 3, 6, 4, 8};
    const std::vector<double> y{3, 5, 7, 9};
    LinearParameters parameters;
    parameters.l2 = 0;
    const auto fitted = trainLinear({{x.data(), 4, 2}, y}, {}, {0}, parameters, silentHooks());
    ASSERT_OK(fitted);
    const auto file = TensorFile::read(fitted->weights);
    const std::vector<double> weight = *file->doubles("weight");
    EXPECT_EQ(weight[0], 0);
    EXPECT_NEAR(weight[1], 1, 1e-12);
}

/// Our evaluator against XGBoost's own, through its Python module, on rows with gaps: not one bit may differ.
TEST(TreeOracle, hasTheBitsOfXgboost) {
    constexpr auto script = R"(
import sys, numpy, xgboost
x = numpy.fromfile(sys.argv[1], dtype='float32').reshape(-1, 8)
for name in sys.argv[2:]:
    b = xgboost.Booster(model_file=name)
    b.predict(xgboost.DMatrix(x)).astype('float32').ravel().tofile(name + '.out')
)";
    constexpr size_t rows = 5000;
    constexpr size_t width = 8;
    const TemporaryFolder folder;
    const Sample plain = sampleOf(rows, width, 0);
    std::vector<float> x(plain.x.begin(), plain.x.end());
    for (size_t i = 0; i < x.size(); i += 11) x[i] = std::nanf("");
    writeRaw(folder / "x.f32", x);
    const std::vector<double> features(x.begin(), x.end());

    std::vector<std::string> arguments{(folder / "x.f32").string()};
    std::vector<std::vector<float>> ours;
    for (const size_t classes : {size_t{0}, size_t{2}, size_t{4}}) {
        for (const bool forest : {false, true}) {
            TreeParameters parameters;
            parameters.forest = forest;
            parameters.rounds = 30;
            parameters.minChildWeight = 1;
            parameters.subsample = 0.8;
            const auto fitted = trainTrees({{x.data(), rows, width}, sampleOf(rows, width, classes).y}, {}, {classes},
                                           parameters, silentHooks());
            ASSERT_OK(fitted);
            arguments.push_back((folder / fmt::format("{}-{}.json", classes, forest)).string());
            std::ofstream(arguments.back()) << fitted->weights;
            const char* link = classes == 0 ? "identity" : classes == 2 ? "logistic" : "softmax";
            const auto model =
                Model::load({{{"kind", "gradient_boosting"}, {"link", link}}, "weights.json", fitted->weights});
            ASSERT_OK(model);
            std::vector<double> outputs(rows * (*model)->outputs());
            (*model)->score(features.data(), rows, outputs.data());
            std::vector<float>& scores = ours.emplace_back();
            for (size_t i = classes == 2 ? 1 : 0; i < outputs.size(); i += classes == 2 ? 2 : 1)
                scores.push_back(static_cast<float>(outputs[i]));
        }
    }
    python(folder.path(), script, arguments);
    for (size_t i = 0; i < ours.size(); ++i)
        EXPECT_EQ(ours[i], readRaw<float>(arguments[i + 1] + ".out")) << arguments[i + 1];
}

} // namespace
} // namespace lathe
