// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/base/text.h"
#include "core/learn/model.h"

namespace lathe {

namespace {

/// A node's children lie side by side; a leaf points to itself, so that walking on past a leaf changes nothing and a
/// group of trees can be walked in step without branches.
struct Node {
    float value = 0;   ///< threshold, or the leaf's value
    uint32_t left = 0; ///< position of the left child; the right one follows. A leaf's own position.
    uint32_t feature = 0;
    uint8_t missingLeft = 0; ///< 1: a missing value goes left
    uint8_t inner = 0;       ///< 0 for a leaf
};

struct Tree {
    uint32_t root = 0;
    uint32_t group = 0; ///< the output it adds to
};

constexpr size_t treesInStep = 8;
constexpr size_t deepestTree = 4096;
constexpr long long mostFeatures = 10'000'000;
constexpr long long mostClasses = 100'000;

float sigmoid(float margin) {
    // The expression of XGBoost 1.7 (common/math.h), term by term.
    constexpr float epsilon = 1e-16F;
    const float denominator = std::exp(std::min(-margin, 88.7F)) + 1.0F + epsilon;
    return 1.0F / denominator;
}

void softmax(float* margins, size_t count) {
    const float largest = *std::max_element(margins, margins + count);
    double sum = 0;
    for (size_t i = 0; i < count; ++i) {
        margins[i] = std::exp(margins[i] - largest);
        sum += margins[i];
    }
    for (size_t i = 0; i < count; ++i) margins[i] /= static_cast<float>(sum);
}

class TreeModel final : public Model {
public:
    [[nodiscard]] size_t features() const override { return m_features; }
    [[nodiscard]] size_t outputs() const override { return m_link == Link::Logistic ? 2 : m_groups; }

    void score(const double* features, size_t rows, double* outputs) const override {
        thread_local std::vector<float> row;
        thread_local std::vector<float> margins;
        row.resize(m_features);
        margins.resize(m_groups);
        for (size_t r = 0; r < rows; ++r) {
            for (size_t f = 0; f < m_features; ++f) row[f] = static_cast<float>(features[r * m_features + f]);
            std::fill(margins.begin(), margins.end(), m_baseMargin);
            addTrees(row.data(), margins.data());
            finishRow(margins.data(), outputs + r * this->outputs());
        }
    }

    static Result<std::unique_ptr<const Model>> parse(const StoredModel& stored);

private:
    Result<void> readTree(const Json& tree, uint32_t group);

    void addTrees(const float* row, float* margins) const {
        for (size_t first = 0; first < m_trees.size(); first += treesInStep) {
            const size_t count = std::min(treesInStep, m_trees.size() - first);
            uint32_t at[treesInStep];
            for (size_t t = 0; t < count; ++t) at[t] = m_trees[first + t].root;
            const uint32_t depth = m_depths[first / treesInStep];
            for (uint32_t level = 0; level < depth; ++level) {
                for (size_t t = 0; t < count; ++t) {
                    const Node& node = m_nodes[at[t]];
                    const float value = row[node.feature];
                    const bool right = std::isnan(value) ? node.missingLeft == 0 : !(value < node.value);
                    at[t] = node.left + (static_cast<uint32_t>(right) & node.inner);
                }
            }
            // In tree order: single precision addition is not associative.
            for (size_t t = 0; t < count; ++t) margins[m_trees[first + t].group] += m_nodes[at[t]].value;
        }
    }

    void finishRow(float* margins, double* outputs) const {
        if (m_link == Link::Logistic) {
            const float positive = sigmoid(margins[0]);
            outputs[0] = 1.0F - positive;
            outputs[1] = positive;
            return;
        }
        if (m_link == Link::Softmax) softmax(margins, m_groups);
        std::copy_n(margins, m_groups, outputs);
    }

    std::vector<Node> m_nodes;
    std::vector<Tree> m_trees;
    std::vector<uint32_t> m_depths; ///< deepest tree of each group of treesInStep
    size_t m_features = 0;
    size_t m_groups = 1;
    float m_baseMargin = 0;
    Link m_link = Link::Identity;
};

Result<void> TreeModel::readTree(const Json& tree, uint32_t group) {
    const auto lefts = tree.at("left_children").get<std::vector<int32_t>>();
    const auto rights = tree.at("right_children").get<std::vector<int32_t>>();
    const auto splits = tree.at("split_indices").get<std::vector<uint32_t>>();
    const auto conditions = tree.at("split_conditions").get<std::vector<float>>();
    const Json& defaults = tree.at("default_left");
    const size_t count = lefts.size();
    if (count == 0 || rights.size() != count || splits.size() != count || conditions.size() != count ||
        defaults.size() != count)
        return fail(ErrorKind::Corrupt, "a tree's lists differ in length");

    struct Pending {
        size_t source;
        uint32_t place;
        uint32_t depth;
    };
    m_trees.push_back({static_cast<uint32_t>(m_nodes.size()), group});
    std::vector<Pending> pending{{0, m_trees.back().root, 0}};
    m_nodes.emplace_back();
    uint32_t deepest = 0;
    for (size_t next = 0; next < pending.size(); ++next) {
        const auto [source, place, depth] = pending[next];
        deepest = std::max(deepest, depth);
        if (lefts[source] == -1) {
            m_nodes[place] = {conditions[source], place, 0, 1, 0};
            continue;
        }
        const auto left = static_cast<size_t>(lefts[source]);
        const auto right = static_cast<size_t>(rights[source]);
        if (lefts[source] < 0 || rights[source] < 0 || left >= count || right >= count ||
            splits[source] >= m_features || pending.size() + 2 > count || depth > deepestTree)
            return fail(ErrorKind::Corrupt, "a tree's nodes do not form a tree");
        const auto children = static_cast<uint32_t>(m_nodes.size());
        const Json& missing = defaults[source];
        const bool missingLeft = missing.is_boolean() ? missing.get<bool>() : missing.get<int>() != 0;
        m_nodes[place] = {conditions[source], children, splits[source], static_cast<uint8_t>(missingLeft), 1};
        m_nodes.resize(m_nodes.size() + 2);
        pending.push_back({left, children, depth + 1});
        pending.push_back({right, children + 1, depth + 1});
    }
    const size_t step = (m_trees.size() - 1) / treesInStep;
    m_depths.resize(step + 1);
    m_depths[step] = std::max(m_depths[step], deepest);
    return {};
}

Result<std::unique_ptr<const Model>> TreeModel::parse(const StoredModel& stored) {
    auto model = std::make_unique<TreeModel>();
    LATHE_TRY(model->m_link, linkFromJson(stored.description));
    try {
        const Json learner = Json::parse(stored.weights).at("learner");
        const Json& parameters = learner.at("learner_model_param");
        const auto textOf = [&](const char* key) { return parameters.at(key).get<std::string>(); };
        const auto features = parseInteger(textOf("num_feature"));
        const auto classes = parseInteger(textOf("num_class"));
        const auto base = parseNumber(textOf("base_score"));
        if (!features || !classes || !base || *features < 1 || *features > mostFeatures || *classes < 0 ||
            *classes > mostClasses)
            return fail(ErrorKind::Corrupt, "{} does not say how many features and classes it has", stored.weightsFile);
        model->m_features = static_cast<size_t>(*features);
        model->m_groups = std::max<size_t>(1, static_cast<size_t>(*classes));
        const auto score = static_cast<float>(*base);
        model->m_baseMargin = model->m_link == Link::Logistic ? -std::log(1.0F / score - 1.0F) : score;
        const Json& booster = learner.at("gradient_booster").at("model");
        const auto groups = booster.at("tree_info").get<std::vector<uint32_t>>();
        const Json& trees = booster.at("trees");
        if (groups.size() != trees.size()) return fail(ErrorKind::Corrupt, "the model's list of trees is not complete");
        for (size_t t = 0; t < trees.size(); ++t) {
            if (groups[t] >= model->m_groups)
                return fail(ErrorKind::Corrupt, "a tree belongs to a class that is not there");
            LATHE_CHECK(model->readTree(trees[t], groups[t]));
        }
    } catch (const Json::exception& error) {
        return fail(ErrorKind::Corrupt, "{} is damaged: {}", stored.weightsFile, error.what());
    }
    return model;
}

} // namespace

Result<std::unique_ptr<const Model>> loadTreeModel(const StoredModel& stored) { return TreeModel::parse(stored); }

} // namespace lathe
