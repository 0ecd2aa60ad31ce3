// SPDX-License-Identifier: GPL-3.0-or-later
// Steps that choose rows: drop_similar, sample, rebalance.
#include <algorithm>
#include <cmath>
#include <deque>
#include <map>

#include "core/base/random.h"
#include "core/base/text.h"
#include "core/data/recipe/recipe_whole.h"
#include "core/data/text/spelling.h"
#include "core/data/text/unicode.h"

namespace lathe::recipe {

namespace {

// ---- drop_similar ---------------------------------------------------------------------------------------------

constexpr size_t mostInBlock = 20'000;

/// Keeps the first of rows whose texts are nearly the same.
class DropSimilar final : public Operation {
public:
    struct Options {
        std::string method; ///< fingerprint, jaro_winkler, levenshtein
        double similarity = 0.93;
        size_t radius = 2;
        std::vector<std::string> block;
    };
    DropSimilar(std::vector<std::string> names, Options options)
        : m_names(std::move(names)), m_options(std::move(options)) {}

    std::string summary() const override {
        return fmt::format("drop_similar by {} of {}", m_options.method, joined(m_names, ", "));
    }

    Result<void> bind(Columns& columns) override {
        LATHE_TRY(m_columns, requireAll(columns, m_names));
        LATHE_TRY(m_blockColumns, requireAll(columns, m_options.block));
        return {};
    }

    bool ordered() const override { return true; }
    void restart() override { m_blocks.clear(); }

    Result<void> apply(Table& piece, StepEffect&) override {
        std::vector<RowHash> blocks(piece.rows());
        if (!m_blockColumns.empty()) blocks = hashRows(piece, m_blockColumns);
        std::vector<uint64_t> rows;
        for (size_t row = 0; row < blocks.size(); ++row) {
            if (row % 16 == 0) LATHE_CHECK(job().checkStop());
            std::string text = textOf(piece, row);
            if (text.empty()) { // nothing to compare
                rows.push_back(row);
                continue;
            }
            // The first letter parts rows that no block does; without it every row would meet every other.
            std::vector<std::string>& kept = m_blocks[{blocks[row].low, m_blockColumns.empty() ? text[0] : '\0'}];
            if (isNear(kept, text)) continue;
            if (kept.size() >= mostInBlock)
                return failHint(
                    ErrorKind::InvalidInput,
                    fmt::format("more than {} different rows would be compared with each other", mostInBlock),
                    "Name columns that similar rows share under block:, or use method: fingerprint.");
            kept.push_back(std::move(text));
            rows.push_back(row);
        }
        keepRows(piece, rows);
        return {};
    }

private:
    [[nodiscard]] std::string textOf(const Table& piece, size_t row) const {
        std::string text;
        for (const size_t index : m_columns) {
            const Column& column = piece.columns[index];
            if (column.isMissing(row)) continue;
            if (!text.empty()) text += ' ';
            text += isTextual(column.schema.type) ? std::string(column.text(row)) : column.display(row);
        }
        if (m_options.method == "fingerprint") return spelling::fingerprint(text);
        return lowerCase(withCollapsedBlanks(withoutAccents(text)));
    }

    [[nodiscard]] bool isNear(const std::vector<std::string>& kept, const std::string& text) {
        if (m_options.method == "fingerprint") return std::find(kept.begin(), kept.end(), text) != kept.end();
        return std::any_of(kept.begin(), kept.end(), [&](const std::string& other) {
            if (m_options.method == "levenshtein")
                return spelling::levenshtein(other, text, m_options.radius) <= m_options.radius;
            return spelling::jaroWinkler(other, text) >= m_options.similarity;
        });
    }

    std::vector<std::string> m_names;
    Options m_options;
    std::vector<size_t> m_columns;
    std::vector<size_t> m_blockColumns;
    std::map<std::pair<uint64_t, char>, std::vector<std::string>> m_blocks;
};

// ---- sample and rebalance -------------------------------------------------------------------------------------

/// How many of the rows of each class are wanted.
using Wanted = std::function<uint64_t(uint64_t rows, uint64_t fewest, uint64_t most)>;

/// Takes an exact number of rows of each class, at random: every row as often as it goes in whole, and the rest by
/// selection sampling (C. T. Fan et al., 1962; Knuth 3.4.2, algorithm S), so that the rows stay in order and one pass
/// is enough.
class Resample final : public Operation {
public:
    Resample(std::string summary, std::vector<std::string> by, uint64_t seed, bool fitted, Wanted wanted)
        : m_summary(std::move(summary)), m_by(std::move(by)), m_seed(seed), m_fitted(fitted),
          m_wanted(std::move(wanted)) {}

    std::string summary() const override { return m_summary; }

    Result<void> bind(Columns& columns) override {
        LATHE_TRY(m_columns, requireAll(columns, m_by));
        return {};
    }

    bool learns() const override { return true; }
    bool fits() const override { return m_fitted; }
    bool ordered() const override { return true; }
    void beginPass() override {
        m_numbers.clear();
        m_classes.clear();
    }

    Result<void> observe(const Table& piece) override {
        for (const RowHash& hash : classesOf(piece)) {
            const uint32_t number = m_numbers.add(hash);
            if (number == m_classes.size()) m_classes.emplace_back();
            ++m_classes[number].rows;
        }
        return {};
    }

    Result<bool> endPass() override {
        uint64_t fewest = UINT64_MAX;
        uint64_t most = 0;
        for (const Class& state : m_classes) {
            fewest = std::min(fewest, state.rows);
            most = std::max(most, state.rows);
        }
        for (Class& state : m_classes) state.wanted = m_wanted(state.rows, fewest, most);
        return false;
    }

    void restart() override {
        uint64_t number = 0;
        for (Class& state : m_classes) {
            state.copies = state.wanted / state.rows;
            state.extra = state.wanted % state.rows;
            state.left = state.rows;
            state.random = Random(m_seed * 1'000'003 + ++number);
        }
    }

    Result<void> apply(Table& piece, StepEffect&) override {
        const std::vector<RowHash> classes = classesOf(piece);
        const std::vector<uint8_t> training = trainingRows(piece);
        std::vector<uint64_t> rows;
        for (size_t row = 0; row < classes.size(); ++row) {
            const auto number = m_numbers.find(classes[row]);
            if (training[row] == 0 || !number) { // rows that are only evaluated stay as they are
                rows.push_back(row);
                continue;
            }
            Class& state = m_classes[*number];
            uint64_t copies = state.copies;
            if (state.extra > 0 && state.random.below(state.left) < state.extra) {
                ++copies;
                --state.extra;
            }
            --state.left;
            rows.insert(rows.end(), static_cast<size_t>(copies), row);
        }
        for (Column& column : piece.columns) column = gather(column, rows);
        return {};
    }

private:
    struct Class {
        uint64_t rows = 0;
        uint64_t wanted = 0;
        uint64_t copies = 0;
        uint64_t extra = 0; ///< rows that get one copy more
        uint64_t left = 0;  ///< rows still to come
        Random random{0};
    };

    [[nodiscard]] std::vector<RowHash> classesOf(const Table& piece) const {
        if (m_columns.empty()) return std::vector<RowHash>(piece.rows());
        return hashRows(piece, m_columns);
    }

    [[nodiscard]] std::vector<uint8_t> trainingRows(const Table& piece) const {
        std::vector<uint8_t> training(piece.rows(), 1);
        const auto numbers = piece.find(rowNumberColumn);
        const std::vector<uint64_t>& train = context().trainRows;
        if (!m_fitted || train.empty() || !numbers) return training;
        for (size_t row = 0; row < training.size(); ++row)
            training[row] = std::binary_search(train.begin(), train.end(),
                                               static_cast<uint64_t>(piece.columns[*numbers].integers[row]))
                                ? 1
                                : 0;
        return training;
    }

    std::string m_summary;
    std::vector<std::string> m_by;
    uint64_t m_seed;
    bool m_fitted;
    Wanted m_wanted;
    std::vector<size_t> m_columns;
    RowHashNumbers m_numbers;    ///< of the classes
    std::deque<Class> m_classes; ///< by number
};

} // namespace

Result<std::unique_ptr<Operation>> readDropSimilar(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"columns", "method", "similarity", "radius", "block"}));
    LATHE_TRY(std::vector<std::string> columns, readColumnList(node, "columns"));
    DropSimilar::Options options;
    LATHE_TRY(options.method, readWord(node, "method", {"fingerprint", "jaro_winkler", "levenshtein"}, "fingerprint"));
    LATHE_TRY(options.similarity, node.numberOr("similarity", 0.93));
    if (!(options.similarity > 0 && options.similarity <= 1))
        return failure(node.error("similarity is not between 0 and 1"));
    LATHE_TRY(const int64_t radius, readCount(node, "radius", 2, 1, 100));
    options.radius = static_cast<size_t>(radius);
    LATHE_TRY(options.block, readOptionalColumns(node, "block"));
    return std::make_unique<DropSimilar>(std::move(columns), std::move(options));
}

Result<std::unique_ptr<Operation>> readSample(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"rows", "share", "by", "seed"}));
    LATHE_TRY(std::vector<std::string> by, readOptionalColumns(node, "by"));
    LATHE_TRY(const int64_t seed, readCount(node, "seed", 0, 0, INT64_MAX));
    LATHE_TRY(const auto rows, node.find("rows"));
    LATHE_TRY(const auto share, node.find("share"));
    if (rows.has_value() == share.has_value())
        return failure(
            node.error("give either rows or share", "Write share: 0.1, or rows: 1000 (of each class with by:)."));
    if (rows) {
        LATHE_TRY(const int64_t count, readCount(node, "rows", 1, 1, INT64_MAX));
        const auto most = static_cast<uint64_t>(count);
        return std::make_unique<Resample>(fmt::format("sample {} rows", count), std::move(by),
                                          static_cast<uint64_t>(seed), false,
                                          [most](uint64_t all, uint64_t, uint64_t) { return std::min(all, most); });
    }
    LATHE_TRY(const double part, share->number());
    if (!(part > 0 && part <= 1)) return failure(share->error("the share is not between 0 and 1"));
    return std::make_unique<Resample>(fmt::format("sample {} of the rows", exactNumber(part)), std::move(by),
                                      static_cast<uint64_t>(seed), false, [part](uint64_t all, uint64_t, uint64_t) {
                                          return static_cast<uint64_t>(std::llround(part * static_cast<double>(all)));
                                      });
}

Result<std::unique_ptr<Operation>> readRebalance(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"column", "method", "seed"}));
    LATHE_TRY(std::string column, readText(node, "column", "the column's name"));
    LATHE_TRY(const std::string method, readWord(node, "method", {"under", "over"}, "under"));
    LATHE_TRY(const int64_t seed, readCount(node, "seed", 0, 0, INT64_MAX));
    const bool over = method == "over";
    std::string summary = fmt::format("rebalance {} by {}-sampling", column, method);
    return std::make_unique<Resample>(
        std::move(summary), std::vector<std::string>{std::move(column)}, static_cast<uint64_t>(seed), true,
        [over](uint64_t, uint64_t fewest, uint64_t most) { return over ? most : fewest; });
}

} // namespace lathe::recipe
