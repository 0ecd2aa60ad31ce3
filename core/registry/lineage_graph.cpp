// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/registry/lineage_graph.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "core/base/clock.h"
#include "core/base/hash.h"

namespace lathe {

namespace {

using Kind = LineageNode::Kind;

std::string keyOf(Kind kind, const std::string& object) { return std::string(toString(kind)) + " " + object; }

/// Everything in the project that can stand in a lineage, and what it was made from, by key.
class Everything {
public:
    Result<void> read(const Project& project) {
        LATHE_CHECK(readVersions(project));
        LATHE_CHECK(readRuns(project.database()));
        LATHE_CHECK(readModels(project.database()));
        return readDeployments(project.database());
    }
    [[nodiscard]] const LineageNode& node(const std::string& key) const { return m_nodes.at(key); }
    [[nodiscard]] const std::vector<std::string>& before(const std::string& key) const {
        return neighbours(m_before, key);
    }
    [[nodiscard]] const std::vector<std::string>& after(const std::string& key) const {
        return neighbours(m_after, key);
    }

private:
    using Neighbours = std::map<std::string, std::vector<std::string>>;

    static const std::vector<std::string>& neighbours(const Neighbours& all, const std::string& key) {
        static const std::vector<std::string> none;
        const auto found = all.find(key);
        return found == all.end() ? none : found->second;
    }
    void connect(const std::string& from, const std::string& to) {
        m_before[to].push_back(from);
        m_after[from].push_back(to);
    }
    std::string add(LineageNode node) {
        const std::string key = node.key;
        m_nodes.emplace(key, std::move(node));
        return key;
    }
    /// The version that \p reference named when \p hash was recorded; one that is gone gets a node that says so.
    /// Numbers never change their content, but a dataset may have been deleted and its name given to another: only
    /// equal content counts.
    std::string versionAsRecorded(const std::string& reference, const std::string& hash) {
        const std::string key = keyOf(Kind::Dataset, reference);
        if (const auto found = m_nodes.find(key); found != m_nodes.end() && found->second.hash == hash) return key;
        const std::string name = reference.substr(0, reference.rfind('@'));
        for (const auto& [other, node] : m_nodes)
            if (node.kind == Kind::Dataset && !node.isGone && node.hash == hash &&
                node.object.substr(0, node.object.rfind('@')) == name)
                return other;
        LineageNode gone{Kind::Dataset, keyOf(Kind::Dataset, reference + " " + hash), reference, {}, {}, hash};
        gone.isGone = true;
        return add(std::move(gone));
    }

    Result<void> readVersions(const Project& project);
    Result<void> readRuns(Database& database);
    Result<void> readModels(Database& database);
    Result<void> readDeployments(Database& database);

    std::map<std::string, LineageNode> m_nodes;
    Neighbours m_before;
    Neighbours m_after;
};

Result<void> Everything::readVersions(const Project& project) {
    const Datasets datasets(project);
    LATHE_TRY(const auto all, datasets.list());
    std::vector<VersionInfo> versions;
    for (const DatasetInfo& dataset : all) {
        LATHE_TRY(const auto some, datasets.versions(dataset.name));
        versions.insert(versions.end(), some.begin(), some.end());
    }
    for (const VersionInfo& version : versions)
        add({Kind::Dataset, keyOf(Kind::Dataset, version.reference()), version.reference(), version.reference(),
             fmt::format("{} rows, {} columns", version.rows, version.schema.size()), version.contentHash,
             version.createdAt});
    for (const VersionInfo& version : versions) {
        const std::string key = keyOf(Kind::Dataset, version.reference());
        if (!version.source.empty())
            connect(add({Kind::Source,
                         keyOf(Kind::Source, version.source + " " + version.sourceHash),
                         version.source,
                         {},
                         {},
                         version.sourceHash,
                         version.createdAt}),
                    key);
        if (version.parent.empty()) continue;
        const std::string parent = versionAsRecorded(version.parent, version.parentHash);
        if (version.recipe.empty()) {
            connect(parent, key);
            continue;
        }
        const std::string recipe = add({Kind::Recipe,
                                        keyOf(Kind::Recipe, version.reference()),
                                        version.parent + " → " + version.reference(),
                                        {},
                                        version.recipe,
                                        sha256(version.recipe),
                                        version.createdAt});
        connect(parent, recipe);
        connect(recipe, key);
    }
    return {};
}

Result<void> Everything::readRuns(Database& database) {
    LATHE_TRY(
        Statement row,
        database.prepare(
            "SELECT id, name, state, model_kind, target, data, data_hash, model_hash, created_at FROM run WHERE deleted = 0"));
    for (;;) {
        LATHE_TRY(const bool more, row.step());
        if (!more) return {};
        const std::string key =
            add({Kind::Run, keyOf(Kind::Run, row.text(0)), row.text(1), row.text(0),
                 fmt::format("{}, target {}, {}", row.text(3), row.text(4), row.text(2)), row.text(7), row.integer(8)});
        if (!row.text(5).empty()) connect(versionAsRecorded(row.text(5), row.text(6)), key);
    }
}

Result<void> Everything::readModels(Database& database) {
    LATHE_TRY(Statement row,
              database.prepare("SELECT v.model, v.number, v.run, v.package_hash, v.created_at FROM model_version v "
                               "JOIN model m ON m.name = v.model WHERE m.deleted = 0"));
    for (;;) {
        LATHE_TRY(const bool more, row.step());
        if (!more) return {};
        const std::string reference = fmt::format("{}@{}", row.text(0), row.integer(1));
        const std::string key =
            add({Kind::Model, keyOf(Kind::Model, reference), reference, reference, {}, row.text(3), row.integer(4)});
        const std::string run = keyOf(Kind::Run, row.text(2));
        if (m_nodes.contains(run)) connect(run, key);
    }
}

Result<void> Everything::readDeployments(Database& database) {
    LATHE_TRY(Statement row,
              database.prepare("SELECT id, name, model, model_version, state, started_at FROM deployment"));
    for (;;) {
        LATHE_TRY(const bool more, row.step());
        if (!more) return {};
        const std::string model = keyOf(Kind::Model, fmt::format("{}@{}", row.text(2), row.integer(3)));
        if (!m_nodes.contains(model)) continue;
        connect(model, add({Kind::Deployment,
                            keyOf(Kind::Deployment, row.text(0)),
                            row.text(1),
                            row.text(0),
                            row.text(4),
                            {},
                            row.integer(5)}));
    }
}

/// Keys that can be reached from \p start in one direction, \p start included, nearest first.
template <typename Next>
void reach(const std::string& start, const Next& next, std::vector<std::string>& order, std::set<std::string>& seen,
           bool& complete) {
    std::deque<std::string> waiting{start};
    while (!waiting.empty()) {
        const std::string key = waiting.front();
        waiting.pop_front();
        for (const std::string& other : next(key)) {
            if (seen.contains(other)) continue;
            if (order.size() == LineageGraph::largest) {
                complete = false;
                return;
            }
            seen.insert(other);
            order.push_back(other);
            waiting.push_back(other);
        }
    }
}

/// Longest way from a beginning; what was recorded in a circle, which only damage can do, ends at the number of nodes.
void layOut(LineageGraph& graph) {
    for (size_t round = 0; round < graph.nodes.size(); ++round) {
        bool moved = false;
        for (const auto& [from, to] : graph.edges) {
            if (graph.nodes[to].layer > graph.nodes[from].layer) continue;
            graph.nodes[to].layer = graph.nodes[from].layer + 1;
            moved = true;
        }
        if (!moved) return;
    }
}

void sortByLayer(LineageGraph& graph) {
    std::vector<size_t> order(graph.nodes.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
        return std::pair(graph.nodes[a].layer, graph.nodes[a].time) <
               std::pair(graph.nodes[b].layer, graph.nodes[b].time);
    });
    std::vector<size_t> place(order.size());
    std::vector<LineageNode> sorted;
    for (size_t i = 0; i < order.size(); ++i) {
        place[order[i]] = i;
        sorted.push_back(std::move(graph.nodes[order[i]]));
    }
    graph.nodes = std::move(sorted);
    for (auto& [from, to] : graph.edges) {
        from = place[from];
        to = place[to];
    }
    graph.focus = place[graph.focus];
    std::sort(graph.edges.begin(), graph.edges.end());
}

// ---- PROV -----------------------------------------------------------------------------------------------------

bool isActivity(Kind kind) { return kind == Kind::Recipe || kind == Kind::Run || kind == Kind::Deployment; }

/// A qualified name: the key with what PROV names may not hold as %XX.
std::string provName(const LineageNode& node) {
    std::string name = "lathe:";
    for (const char c : node.key) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = std::isalnum(byte) || c == '-' || c == '_' || c == '.';
        name += plain ? std::string(1, c) : c == ' ' ? std::string("/") : fmt::format("%{:02X}", byte);
    }
    return name;
}

/// Who first did something to each object, as the audit trail has it.
Result<std::map<std::string, std::string>> doers(Database& database) {
    LATHE_TRY(Statement row, database.prepare("SELECT object, who, min(sequence) FROM audit GROUP BY object"));
    std::map<std::string, std::string> who;
    for (;;) {
        LATHE_TRY(const bool more, row.step());
        if (!more) return who;
        who.emplace(row.text(0), row.text(1));
    }
}

} // namespace

const char* toString(LineageNode::Kind kind) {
    switch (kind) {
    case Kind::Source: return "source";
    case Kind::Recipe: return "recipe";
    case Kind::Dataset: return "dataset";
    case Kind::Run: return "run";
    case Kind::Model: return "model";
    case Kind::Deployment: break;
    }
    return "deployment";
}

Result<LineageGraph> lineageGraph(const Project& project, const VersionInfo& version) {
    Everything all;
    LATHE_CHECK(all.read(project));
    const std::string start = keyOf(Kind::Dataset, version.reference());
    std::vector<std::string> order{start};
    std::set<std::string> seen{start};
    LineageGraph graph;
    reach(
        start, [&](const std::string& key) -> const auto& { return all.before(key); }, order, seen, graph.complete);
    reach(
        start, [&](const std::string& key) -> const auto& { return all.after(key); }, order, seen, graph.complete);

    std::map<std::string, size_t> places;
    for (const std::string& key : order) {
        places.emplace(key, graph.nodes.size());
        graph.nodes.push_back(all.node(key));
    }
    for (const std::string& key : order)
        for (const std::string& next : all.after(key))
            if (const auto to = places.find(next); to != places.end())
                graph.edges.emplace_back(places.at(key), to->second);
    layOut(graph);
    sortByLayer(graph);
    return graph;
}

Json LineageGraph::toJson() const {
    Json list = Json::array();
    for (const LineageNode& node : nodes)
        list.push_back({{"kind", toString(node.kind)},
                        {"name", node.name},
                        {"object", node.object},
                        {"detail", node.detail},
                        {"hash", node.hash},
                        {"time", node.time},
                        {"gone", node.isGone},
                        {"layer", node.layer}});
    Json links = Json::array();
    for (const auto& [from, to] : edges) links.push_back({from, to});
    return {{"nodes", std::move(list)}, {"edges", std::move(links)}, {"focus", focus}, {"complete", complete}};
}

Json LineageGraph::toProv(const Project& project) const {
    Json prov{{"prefix", {{"lathe", "urn:lathe:"}}},
              {"entity", Json::object()},
              {"activity", Json::object()},
              {"agent", Json::object()},
              {"used", Json::object()},
              {"wasGeneratedBy", Json::object()},
              {"wasDerivedFrom", Json::object()},
              {"wasAttributedTo", Json::object()},
              {"wasAssociatedWith", Json::object()}};
    int count = 0;
    const auto relate = [&](const char* relation, Json value) {
        prov[relation][fmt::format("_:{}", ++count)] = std::move(value);
    };
    const auto who = doers(project.database()).value_or(std::map<std::string, std::string>());
    for (const LineageNode& node : nodes) {
        const std::string name = provName(node);
        Json item{{"prov:label", node.name}, {"prov:type", fmt::format("lathe:{}", lathe::toString(node.kind))}};
        if (!node.hash.empty()) item["lathe:sha256"] = node.hash;
        if (node.kind == Kind::Recipe) item["lathe:recipe"] = node.detail;
        if (isActivity(node.kind) && node.time > 0) item["prov:startTime"] = isoTime(node.time);
        prov[isActivity(node.kind) ? "activity" : "entity"][name] = std::move(item);
        const auto doer = who.find(fmt::format("{} {}", lathe::toString(node.kind), node.object));
        if (doer == who.end()) continue;
        LineageNode person;
        person.key = "person " + doer->second;
        prov["agent"][provName(person)] = {{"prov:label", doer->second}, {"prov:type", "prov:Person"}};
        relate(isActivity(node.kind) ? "wasAssociatedWith" : "wasAttributedTo",
               {{isActivity(node.kind) ? "prov:activity" : "prov:entity", name}, {"prov:agent", provName(person)}});
    }
    for (const auto& [from, to] : edges) {
        const std::string before = provName(nodes[from]);
        const std::string after = provName(nodes[to]);
        if (isActivity(nodes[to].kind)) {
            relate("used", {{"prov:activity", after}, {"prov:entity", before}});
        } else if (isActivity(nodes[from].kind)) {
            relate("wasGeneratedBy", {{"prov:entity", after}, {"prov:activity", before}});
        } else {
            relate("wasDerivedFrom", {{"prov:generatedEntity", after}, {"prov:usedEntity", before}});
        }
    }
    return prov;
}

} // namespace lathe
