// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/registry/lineage_graph.h"

#include "core/runs/run_store.h"
#include "tests/unit/versions/testing.h"

using namespace lathe;

namespace {

class LineageTest : public VersionsTest {
protected:
    VersionInfo import(const std::string& content) const {
        auto version = m_datasets.importCsv(write("a.csv", content), "a", {}, {});
        EXPECT_TRUE(version);
        return *version;
    }
    LineageGraph graph(const VersionInfo& version) const { return lineageGraph(*m_project, version).value(); }
    static std::vector<std::string> names(const LineageGraph& graph) {
        std::vector<std::string> names;
        for (const auto& node : graph.nodes)
            names.push_back(fmt::format("{} {} {}", node.layer, toString(node.kind), node.name));
        return names;
    }
};

const std::string recipe = "steps:\n- drop: {columns: [x]}\n";

} // namespace

TEST_F(LineageTest, LeadsFromTheSourceToTheRun) {
    const VersionInfo raw = import("id,x\n1,2\n");
    const VersionInfo clean = m_datasets.clean(raw, recipe, "b", {}).value();
    NewRun run;
    run.name = "first";
    run.config = "{}";
    run.data = clean.reference();
    run.dataHash = clean.contentHash;
    ASSERT_TRUE(RunStore(*m_project).create(run));
    const LineageGraph found = graph(clean);
    EXPECT_EQ(names(found), (std::vector<std::string>{"0 source a.csv", "1 dataset a@1", "2 recipe a@1 → b@1",
                                                      "3 dataset b@1", "4 run first"}));
    EXPECT_EQ(found.edges.size(), 4u);
    EXPECT_EQ(found.nodes[found.focus].object, "b@1");
    EXPECT_EQ(names(graph(raw)), names(found)) << "from either end";
}

TEST_F(LineageTest, SiblingsAreNotRelatives) {
    const VersionInfo raw = import("id,x\n1,2\n");
    const VersionInfo one = m_datasets.clean(raw, recipe, "b", {}).value();
    m_datasets.clean(raw, recipe, "c", {}).value();
    EXPECT_EQ(graph(one).nodes.size(), 4u);
    EXPECT_EQ(graph(raw).nodes.size(), 6u);
}

TEST_F(LineageTest, WhatIsGoneIsStillNamed) {
    const VersionInfo raw = import("id,x\n1,2\n");
    const VersionInfo clean = m_datasets.clean(raw, recipe, "b", {}).value();
    ASSERT_TRUE(m_datasets.remove("a"));
    import("id,x\n9,9\n"); // the name is another's now
    const LineageGraph found = graph(clean);
    ASSERT_EQ(found.nodes.size(), 3u);
    EXPECT_TRUE(found.nodes[0].isGone);
    EXPECT_EQ(found.nodes[0].hash, raw.contentHash);
}

TEST_F(LineageTest, ProvNamesEntitiesActivitiesAndAgents) {
    const VersionInfo raw = import("id,x\n1,2\n");
    const VersionInfo clean = m_datasets.clean(raw, recipe, "b", {}).value();
    const Json prov = graph(clean).toProv(*m_project);
    EXPECT_EQ(prov["entity"].size(), 3u);
    EXPECT_EQ(prov["activity"].size(), 1u);
    EXPECT_EQ(prov["agent"].size(), 1u);
    EXPECT_EQ(prov["used"].begin()->at("prov:entity"), "lathe:dataset/a%401");
    EXPECT_EQ(prov["wasGeneratedBy"].begin()->at("prov:entity"), "lathe:dataset/b%401");
    EXPECT_EQ(prov["wasDerivedFrom"].begin()->at("prov:generatedEntity"), "lathe:dataset/a%401");
    for (const auto& [relation, items] : prov.items())
        for (const auto& item : items) {
            const bool names = item.is_object() && item.contains("prov:activity");
            EXPECT_TRUE(!names || prov["activity"].contains(item["prov:activity"])) << relation;
        }
}
