// SPDX-License-Identifier: GPL-3.0-or-later
// Steps that bring values together that mean the same: cluster (spellings) and repair (by dependency on a key).
#include <algorithm>
#include <map>

#include "core/base/text.h"
#include "core/data/recipe/recipe_whole.h"
#include "core/data/text/spelling.h"

namespace lathe::recipe {

namespace {

constexpr size_t mostSpellings = 200'000;

// ---- cluster --------------------------------------------------------------------------------------------------

class Cluster final : public Operation {
public:
    Cluster(std::string column, Json parameters, SpellingOptions options,
            std::optional<std::map<std::string, std::string>> map)
        : m_column(std::move(column)), m_parameters(std::move(parameters)), m_options(options), m_map(std::move(map)) {
        m_given = m_map.has_value();
    }

    std::string summary() const override { return "cluster " + m_column; }

    Result<void> bind(Columns& columns) override {
        LATHE_TRY(const auto found, requireTexts(columns, {m_column}));
        m_source = found.front();
        return {};
    }

    bool learns() const override { return !m_given; }
    void beginPass() override { m_counts.clear(); }

    Result<void> observe(const Table& piece) override {
        const Column& column = piece.columns[m_source];
        std::vector<uint64_t> counts(column.dictionary.size());
        for (size_t row = 0; row < column.rows(); ++row) {
            if (column.isMissing(row)) continue;
            if (column.schema.type == ColumnType::Category) ++counts[column.codes[row]];
            else ++m_counts[std::string(column.text(row))];
        }
        for (size_t code = 0; code < counts.size(); ++code)
            if (counts[code] > 0) m_counts[column.dictionary[code]] += counts[code];
        if (m_counts.size() > mostSpellings)
            return failHint(ErrorKind::InvalidInput,
                            fmt::format("column '{}' has more than {} different texts", m_column, mostSpellings),
                            "Cluster columns of names and categories; free text has no spellings to merge.");
        return {};
    }

    Result<bool> endPass() override {
        std::vector<SpellingCount> values;
        for (const auto& [text, rows] : m_counts) values.push_back({text, rows});
        m_counts.clear();
        LATHE_TRY(const auto clusters, clusterSpellings(std::move(values), m_options, job()));
        m_map.emplace();
        for (const SpellingCluster& cluster : clusters)
            for (const SpellingCount& member : cluster.members)
                if (member.text != cluster.chosen) m_map->emplace(member.text, cluster.chosen);
        m_groups = clusters.size();
        return false;
    }

    Json learned() const override {
        if (m_given) return {};
        Json parameters = m_parameters;
        Json map = Json::object();
        for (const auto& [from, to] : *m_map) map[from] = to;
        parameters["map"] = std::move(map);
        return parameters;
    }

    std::string note() const override {
        const size_t spellings = m_map ? m_map->size() : 0;
        return fmt::format("{} spelling{} of {} value{} merged", spellings, spellings == 1 ? "" : "s", m_groups,
                           m_groups == 1 ? "" : "s");
    }

    Result<void> apply(Table& piece, StepEffect& effect) override {
        effect.changedCells += mapTexts(piece.columns[m_source], [this](std::string_view text, std::string& result) {
            const auto found = m_map->find(std::string(text));
            result = found == m_map->end() ? text : std::string_view(found->second);
            return true;
        });
        return {};
    }

private:
    std::string m_column;
    Json m_parameters;
    SpellingOptions m_options;
    std::optional<std::map<std::string, std::string>> m_map;
    bool m_given = false;
    size_t m_groups = 0;
    size_t m_source = 0;
    std::map<std::string, uint64_t> m_counts;
};

// ---- repair ---------------------------------------------------------------------------------------------------

/// Learns for each key what most of its rows say of a column, and mends the others.
class Repair final : public Operation {
public:
    struct Options {
        double share = 0.5;
        uint64_t rows = 2;
        bool fillMissing = true;
    };
    Repair(std::vector<std::string> key, std::vector<std::string> names, Options options)
        : m_key(std::move(key)), m_names(std::move(names)), m_options(options) {}

    std::string summary() const override {
        return fmt::format("repair {} by {}", joined(m_names, ", "), joined(m_key, ", "));
    }

    Result<void> bind(Columns& columns) override {
        LATHE_TRY(m_keyColumns, requireAll(columns, m_key));
        LATHE_TRY(m_columns, requireTexts(columns, m_names));
        for (const std::string& name : m_names)
            if (std::find(m_key.begin(), m_key.end(), name) != m_key.end())
                return failHint(ErrorKind::InvalidInput, fmt::format("column '{}' cannot be its own key", name),
                                "Name it in one of the two lists only.");
        return {};
    }

    bool learns() const override { return true; }
    void beginPass() override {
        m_keys.clear();
        m_tallies.assign(m_columns.size(), Tally());
    }

    Result<void> observe(const Table& piece) override {
        const std::vector<RowHash> keys = hashRows(piece, m_keyColumns);
        for (size_t row = 0; row < keys.size(); ++row) {
            if (keyMissing(piece, row)) continue;
            const uint32_t group = m_keys.add(keys[row]);
            for (size_t i = 0; i < m_columns.size(); ++i) {
                const Column& column = piece.columns[m_columns[i]];
                if (!column.isMissing(row)) m_tallies[i].add(group, column.text(row));
            }
        }
        return {};
    }

    Result<bool> endPass() override {
        StopCheck stop(job());
        for (Tally& tally : m_tallies) LATHE_CHECK(tally.decide(m_keys.size(), m_options, stop));
        return false;
    }

    Result<void> apply(Table& piece, StepEffect& effect) override {
        const std::vector<RowHash> keys = hashRows(piece, m_keyColumns);
        std::vector<std::optional<uint32_t>> groups(keys.size());
        for (size_t row = 0; row < keys.size(); ++row)
            if (!keyMissing(piece, row)) groups[row] = m_keys.find(keys[row]);
        for (size_t i = 0; i < m_columns.size(); ++i) {
            Column& column = piece.columns[m_columns[i]];
            Column mended = emptyColumn(column.schema.name, ColumnType::Text);
            for (size_t row = 0; row < keys.size(); ++row) {
                const std::optional<std::string_view> value =
                    groups[row] ? m_tallies[i].chosen(*groups[row]) : std::nullopt;
                const bool replace =
                    value && (column.isMissing(row) ? m_options.fillMissing : column.text(row) != *value);
                if (replace) {
                    ++effect.changedCells;
                    pushText(mended, *value);
                } else if (column.isMissing(row)) {
                    pushMissing(mended);
                } else {
                    pushText(mended, column.text(row));
                }
            }
            uint64_t failures = 0;
            column = castColumn(mended, column.schema.type, failures);
        }
        return {};
    }

private:
    /// How often each value of a column stands with each key, and which of them each key is given.
    class Tally {
    public:
        void add(uint32_t group, std::string_view text) {
            const uint32_t pair = m_pairs.add(hashInGroup(group, hashBytes(text)));
            if (pair == m_rows.size()) {
                m_groups.push_back(group);
                m_rows.push_back(0);
                m_texts.push(text);
            }
            ++m_rows[pair];
        }

        /// The value that more than the share of a key's rows, and so many rows, agree on.
        Result<void> decide(size_t groups, const Options& options, StopCheck& stop) {
            struct Lead {
                uint64_t total = 0;
                uint64_t most = 0;
                uint32_t pair = none;
            };
            std::vector<Lead> leads(groups);
            for (uint32_t pair = 0; pair < m_rows.size(); ++pair) {
                LATHE_CHECK(stop.after(1));
                Lead& lead = leads[m_groups[pair]];
                lead.total += m_rows[pair];
                if (m_rows[pair] < lead.most) continue;
                lead.pair = m_rows[pair] == lead.most ? none : pair; // none where two are equally frequent
                lead.most = m_rows[pair];
            }
            m_chosen.assign(groups, none);
            for (size_t group = 0; group < groups; ++group) {
                const Lead& lead = leads[group];
                if (lead.most >= options.rows &&
                    static_cast<double>(lead.most) > options.share * static_cast<double>(lead.total))
                    m_chosen[group] = lead.pair;
            }
            return {};
        }

        [[nodiscard]] std::optional<std::string_view> chosen(uint32_t group) const {
            const uint32_t pair = m_chosen[group];
            return pair == none ? std::nullopt : std::optional(m_texts.at(pair));
        }

    private:
        static constexpr uint32_t none = UINT32_MAX;
        RowHashNumbers m_pairs;
        std::vector<uint32_t> m_groups; ///< of each pair
        std::vector<uint64_t> m_rows;   ///< of each pair
        TextValues m_texts;             ///< of each pair
        std::vector<uint32_t> m_chosen; ///< the pair, by group
    };

    [[nodiscard]] bool keyMissing(const Table& piece, size_t row) const {
        return std::any_of(m_keyColumns.begin(), m_keyColumns.end(),
                           [&](size_t c) { return piece.columns[c].isMissing(row); });
    }

    std::vector<std::string> m_key;
    std::vector<std::string> m_names;
    Options m_options;
    std::vector<size_t> m_keyColumns;
    std::vector<size_t> m_columns;
    RowHashNumbers m_keys;
    std::vector<Tally> m_tallies; ///< by column
};

} // namespace

Result<std::unique_ptr<Operation>> readCluster(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"column", "method", "ngram", "radius", "similarity", "ratio", "map"}));
    LATHE_TRY(std::string column, readText(node, "column", "the column's name"));
    LATHE_TRY(const std::string method, readWord(node, "method", spellingMethodWords(), "fingerprint"));
    SpellingOptions options;
    LATHE_TRY(options.method, spellingMethod(method));
    LATHE_TRY(const int64_t ngram, readCount(node, "ngram", 2, 1, 10));
    LATHE_TRY(const int64_t radius, readCount(node, "radius", 2, 1, 100));
    options.ngram = static_cast<size_t>(ngram);
    options.radius = static_cast<size_t>(radius);
    LATHE_TRY(options.similarity, node.numberOr("similarity", 0.9));
    LATHE_TRY(options.ratio, node.numberOr("ratio", 1));
    if (!(options.similarity > 0 && options.similarity <= 1))
        return failure(node.error("similarity is not between 0 and 1"));
    if (!(options.ratio >= 1)) return failure(node.error("ratio is below 1", "A spelling joins a more frequent one."));
    LATHE_TRY(const auto given, node.find("map"));
    std::optional<std::map<std::string, std::string>> map;
    if (given) {
        LATHE_TRY(const auto entries, given->entries());
        map.emplace();
        for (const auto& [from, to] : entries) {
            LATHE_TRY(std::string text, to.text());
            map->emplace(from, std::move(text));
        }
    }
    return std::make_unique<Cluster>(std::move(column), node.toJson(), options, std::move(map));
}

Result<std::unique_ptr<Operation>> readRepair(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"key", "columns", "min_share", "min_rows", "fill_missing"}));
    LATHE_TRY(std::vector<std::string> key, readColumnList(node, "key"));
    LATHE_TRY(std::vector<std::string> columns, readColumnList(node, "columns"));
    Repair::Options options;
    LATHE_TRY(options.share, node.numberOr("min_share", 0.5));
    if (!(options.share >= 0 && options.share < 1)) return failure(node.error("min_share is not between 0 and 1"));
    LATHE_TRY(const int64_t rows, readCount(node, "min_rows", 2, 1, INT64_MAX));
    options.rows = static_cast<uint64_t>(rows);
    LATHE_TRY(options.fillMissing, node.booleanOr("fill_missing", true));
    return std::make_unique<Repair>(std::move(key), std::move(columns), options);
}

} // namespace lathe::recipe
