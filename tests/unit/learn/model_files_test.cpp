// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/model.h"
#include "core/learn/tensor_file.h"
#include "tests/unit/learn/testing.h"

namespace lathe {
namespace {

using namespace lathe::testing;

TEST(TensorFile, comesBackAsItWas) {
    TensorFile file;
    const std::vector<float> floats{1.5F, -0.0F, 3e-45F};
    const std::vector<double> doubles{1e300, -2, 0.1, 7};
    file.add("f", {3}, std::span<const float>(floats));
    file.add("d", {2, 2}, std::span<const double>(doubles));
    file.add("b", "bytes\0more");
    file.setMetadata("kind", "test");
    const auto again = TensorFile::read(file.write());
    ASSERT_OK(again);
    EXPECT_EQ(*again->floats("f"), floats);
    EXPECT_EQ(*again->doubles("d"), doubles);
    EXPECT_EQ(*again->shape("d"), (std::vector<int64_t>{2, 2}));
    EXPECT_EQ(again->metadata("kind"), "test");
    EXPECT_EQ(again->write(), file.write());
    EXPECT_FALSE(again->floats("d").has_value());
    EXPECT_FALSE(again->floats("missing").has_value());
}

TEST(TensorFile, refusesWhatDoesNotFit) {
    const auto fileOf = [](const std::string& header, size_t bytes) {
        std::string file(8, '\0');
        const uint64_t length = header.size();
        std::memcpy(file.data(), &length, 8);
        return file + header + std::string(bytes, 'x');
    };
    for (const std::string& bad :
         {std::string("short"), std::string(8, '\xff'), fileOf("{", 0), fileOf("[]", 0), fileOf("{\"t\": 3}", 0),
          fileOf(R"({"t":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})", 4),
          fileOf(R"({"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 4),
          fileOf(R"({"t":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})", 4),
          fileOf(R"({"t":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}})", 4),
          fileOf(R"({"t":{"dtype":"F32","shape":[1],"data_offsets":[8,4]}})", 12),
          fileOf(R"({"t":{"dtype":"X9","shape":[1],"data_offsets":[0,4]}})", 4)})
        EXPECT_FALSE(TensorFile::read(bad).has_value()) << bad;
}

StoredModel linearModel(const char* link, std::vector<int64_t> shape, const std::vector<double>& weight,
                        const std::vector<double>& bias) {
    TensorFile file;
    file.add("weight", std::move(shape), std::span<const double>(weight));
    file.add("bias", {static_cast<int64_t>(bias.size())}, std::span<const double>(bias));
    return {{{"kind", "linear"}, {"link", link}}, "weights.safetensors", file.write()};
}

TEST(Model, linearFollowsItsFormula) {
    const double x[] = {2, -1};
    double y[3] = {};
    const auto regression = Model::load(linearModel("identity", {1, 2}, {3, 4}, {0.5}));
    ASSERT_OK(regression);
    (*regression)->score(x, 1, y);
    EXPECT_DOUBLE_EQ(y[0], 2.5);
    const auto binary = Model::load(linearModel("logistic", {1, 2}, {1, 1}, {0}));
    ASSERT_OK(binary);
    (*binary)->score(x, 1, y);
    EXPECT_DOUBLE_EQ(y[1], 1 / (1 + std::exp(-1.0)));
    EXPECT_DOUBLE_EQ(y[0] + y[1], 1);
    const auto three = Model::load(linearModel("softmax", {3, 2}, {1, 0, 0, 1, 0, 0}, {0, 0, 0}));
    ASSERT_OK(three);
    (*three)->score(x, 1, y);
    EXPECT_DOUBLE_EQ(y[0], std::exp(2.0) / (std::exp(2.0) + std::exp(-1.0) + 1));
    EXPECT_FALSE(Model::load(linearModel("logistic", {2, 1}, {1, 1}, {0, 0})).has_value());
    EXPECT_FALSE(Model::load(linearModel("identity", {1, 2}, {3, 4}, {0.5, 1})).has_value());
}

std::string treeJson(const std::string& lefts, const std::string& rights, const std::string& splits = "[1,0,0]") {
    return R"({"learner":{"learner_model_param":{"base_score":"5E-1","num_class":"0","num_feature":"2"},"gradient_booster":{"model":{"tree_info":[0],"trees":[{
        "left_children":)" +
           lefts + R"(,"right_children":)" + rights + R"(,"split_indices":)" + splits +
           R"(,"split_conditions":[0.5,-1,2],"default_left":[1,0,0]}]}}}})";
}

TEST(Model, treesSendMissingValuesTheirWay) {
    const auto model = Model::load(
        {{{"kind", "random_forest"}, {"link", "identity"}}, "weights.json", treeJson("[1,-1,-1]", "[2,-1,-1]")});
    ASSERT_OK(model);
    const double x[] = {0, 0.4, 0, 0.5, 0, std::nan("")};
    double y[3] = {};
    (*model)->score(x, 3, y);
    EXPECT_EQ(y[0], -0.5);
    EXPECT_EQ(y[1], 2.5); // the threshold itself goes right
    EXPECT_EQ(y[2], -0.5);
}

TEST(Model, treesThatAreNoTreesAreRefused) {
    for (const std::string& bad : {treeJson("[1,0,-1]", "[2,2,-1]"), treeJson("[0,-1,-1]", "[0,-1,-1]"),
                                   treeJson("[7,-1,-1]", "[2,-1,-1]"), treeJson("[1,-1,-1]", "[2,-1,-1]", "[9,0,0]"),
                                   treeJson("[1,-1]", "[2,-1,-1]"), std::string("{}"), std::string("nonsense")})
        EXPECT_FALSE(
            Model::load({{{"kind", "gradient_boosting"}, {"link", "identity"}}, "weights.json", bad}).has_value())
            << bad;
    EXPECT_FALSE(Model::load({{{"kind", "oracle"}}, "weights.json", "{}"}).has_value());
}

} // namespace
} // namespace lathe
