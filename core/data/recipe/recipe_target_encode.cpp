// SPDX-License-Identifier: GPL-3.0-or-later
// The step that puts the target's means in the place of categories: target_encode.
#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "core/base/text.h"
#include "core/data/columns/row_hash.h"
#include "core/data/recipe/recipe_whole.h"

namespace lathe::recipe {

namespace {

/// The mean of the target for each category, drawn towards the mean of all (D. Micci-Barreca, 2001). A training row
/// gets what the other folds say, so that its own target does not leak into its feature.
class TargetEncode final : public Operation {
public:
    struct Options {
        std::string target;
        size_t folds = 5;
        double smoothing = 10;
        uint64_t seed = 0;
    };
    TargetEncode(std::vector<std::string> names, Options options)
        : m_names(std::move(names)), m_options(std::move(options)) {}

    std::string summary() const override {
        return fmt::format("target_encode {} by {} in {} folds", joined(m_names, ", "), m_options.target,
                           m_options.folds);
    }

    Result<void> bind(Columns& columns) override {
        LATHE_TRY(m_columns, requireAll(columns, m_names));
        LATHE_TRY(const auto target, requireNumbers(columns, {m_options.target}));
        m_target = target.front();
        for (const size_t column : m_columns) {
            if (column == m_target)
                return failHint(ErrorKind::InvalidInput, "the target cannot be encoded by itself",
                                "Take it out of the columns.");
            columns.list[column].type = ColumnType::Real;
        }
        return {};
    }

    bool learns() const override { return true; }
    bool fits() const override { return true; }
    bool ordered() const override { return true; }
    void restart() override { m_next = 0; }
    void beginPass() override {
        m_next = 0;
        m_means.assign(m_columns.size(), {});
        m_all.assign(m_options.folds, {});
    }

    Result<void> observe(const Table& piece) override {
        const Column& target = piece.columns[m_target];
        const std::vector<size_t> folds = foldsOf(piece);
        for (size_t row = 0; row < piece.rows(); ++row) {
            if (row % rowsPerLook == 0) LATHE_CHECK(job().checkStop());
            if (target.isMissing(row)) continue;
            m_all[folds[row]].add(target.number(row));
            for (size_t i = 0; i < m_columns.size(); ++i)
                m_means[i].of(keyOf(piece.columns[m_columns[i]], row), m_options.folds)[folds[row]].add(
                    target.number(row));
        }
        return {};
    }

    Result<void> apply(Table& piece, StepEffect& effect) override {
        const std::vector<size_t> folds = foldsOf(piece);
        const Column target = piece.columns[m_target];
        for (size_t i = 0; i < m_columns.size(); ++i) {
            const Column old = std::move(piece.columns[m_columns[i]]);
            Column encoded = emptyColumn(old.schema.name, ColumnType::Real);
            for (size_t row = 0; row < old.rows(); ++row) {
                if (row % rowsPerLook == 0) LATHE_CHECK(job().checkStop());
                const double value =
                    encode(i, keyOf(old, row), folds[row], isTraining(piece, row) && !target.isMissing(row));
                encoded.reals.push_back(value);
                if (!encoded.missing.empty()) encoded.missing.push_back(0);
                if (!std::isfinite(value)) clearValue(encoded, row);
                ++effect.changedCells;
            }
            piece.columns[m_columns[i]] = std::move(encoded);
        }
        return {};
    }

private:
    static constexpr size_t rowsPerLook = 4096; ///< after so many rows a stop is looked for

    struct Mean {
        Sum sum;
        uint64_t count = 0;
        void add(double value) {
            sum.add(value);
            ++count;
        }
    };

    /// The means of each category, fold by fold. No call takes long, however many categories there are, nor does
    /// letting go of them: what grows at once is a part of the whole, and nothing has memory of its own.
    class Means {
    public:
        std::span<Mean> of(const RowHash& category, size_t folds) {
            Part& part = m_parts[partOfHash(category)];
            if (2 * (part.used + 1) > part.slots.size()) grow(part);
            Slot& slot = slotOf(part, category);
            if (slot.number == 0) {
                slot = {category, ++m_count};
                ++part.used;
                if ((m_count - 1) % categoriesPerBlock == 0) m_blocks.emplace_back(categoriesPerBlock * folds);
            }
            return at(slot.number, folds);
        }
        /// Empty for a category that was not seen.
        std::span<Mean> find(const RowHash& category, size_t folds) {
            Part& part = m_parts[partOfHash(category)];
            const size_t number = part.slots.empty() ? 0 : slotOf(part, category).number;
            return number == 0 ? std::span<Mean>() : at(number, folds);
        }

    private:
        static constexpr size_t categoriesPerBlock = 1024;
        struct Slot {
            RowHash category;
            size_t number = 0; ///< 0: free
        };
        struct Part {
            std::vector<Slot> slots; ///< a power of two; at most half are taken
            size_t used = 0;
        };

        static Slot& slotOf(Part& part, const RowHash& category) {
            const size_t mask = part.slots.size() - 1;
            size_t at = category.high & mask;
            while (part.slots[at].number != 0 && part.slots[at].category != category) at = (at + 1) & mask;
            return part.slots[at];
        }
        static void grow(Part& part) {
            std::vector<Slot> old(std::max<size_t>(16, 2 * part.slots.size()));
            old.swap(part.slots);
            for (const Slot& slot : old)
                if (slot.number != 0) slotOf(part, slot.category) = slot;
        }
        std::span<Mean> at(size_t number, size_t folds) {
            return std::span(m_blocks[(number - 1) / categoriesPerBlock])
                .subspan((number - 1) % categoriesPerBlock * folds, folds);
        }

        std::array<Part, hashParts> m_parts;
        std::vector<std::vector<Mean>> m_blocks;
        size_t m_count = 0;
    };

    /// A missing value is a category of its own.
    static RowHash keyOf(const Column& column, size_t row) {
        constexpr RowHash missing{1, 0};
        if (column.isMissing(row)) return missing;
        return isTextual(column.schema.type) ? hashBytes(column.text(row)) : hashBytes(column.display(row));
    }

    std::vector<size_t> foldsOf(const Table& piece) {
        const auto numbers = piece.find(rowNumberColumn);
        std::vector<size_t> folds(piece.rows());
        for (size_t row = 0; row < folds.size(); ++row) {
            uint64_t mixed = (numbers ? static_cast<uint64_t>(piece.columns[*numbers].integers[row]) : m_next + row) +
                             m_options.seed * 0x9E3779B97F4A7C15ULL;
            mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9ULL;
            mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBULL;
            folds[row] = static_cast<size_t>((mixed ^ (mixed >> 31U)) % m_options.folds);
        }
        m_next += folds.size();
        return folds;
    }

    [[nodiscard]] bool isTraining(const Table& piece, size_t row) const {
        const auto numbers = piece.find(rowNumberColumn);
        const std::vector<uint64_t>& train = context().trainRows;
        if (train.empty() || !numbers) return true;
        return std::binary_search(train.begin(), train.end(),
                                  static_cast<uint64_t>(piece.columns[*numbers].integers[row]));
    }

    [[nodiscard]] double encode(size_t column, const RowHash& key, size_t fold, bool training) {
        const auto others = [&](std::span<const Mean> folds) {
            std::pair<double, double> total{0, 0};
            for (size_t f = 0; f < folds.size(); ++f) {
                if (training && f == fold) continue;
                total.first += folds[f].sum.value();
                total.second += static_cast<double>(folds[f].count);
            }
            return total;
        };
        const auto [allSum, allCount] = others(m_all);
        if (allCount == 0) return std::nan("");
        const double prior = allSum / allCount;
        const auto found = m_means[column].find(key, m_options.folds);
        if (found.empty()) return prior;
        const auto [sum, count] = others(found);
        const double weight = count + m_options.smoothing;
        return weight > 0 ? (sum + m_options.smoothing * prior) / weight : prior;
    }

    std::vector<std::string> m_names;
    Options m_options;
    std::vector<size_t> m_columns;
    size_t m_target = 0;
    uint64_t m_next = 0;
    std::vector<Means> m_means;
    std::vector<Mean> m_all;
};

} // namespace

Result<std::unique_ptr<Operation>> readTargetEncode(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"columns", "target", "folds", "smoothing", "seed"}));
    LATHE_TRY(std::vector<std::string> columns, readColumnList(node, "columns"));
    TargetEncode::Options options;
    LATHE_TRY(options.target, readText(node, "target", "the target's name"));
    LATHE_TRY(const int64_t folds, readCount(node, "folds", 5, 2, 100));
    options.folds = static_cast<size_t>(folds);
    LATHE_TRY(options.smoothing, node.numberOr("smoothing", 10));
    if (!(options.smoothing >= 0) || !std::isfinite(options.smoothing))
        return failure(node.error("smoothing is below 0"));
    LATHE_TRY(const int64_t seed, readCount(node, "seed", 0, 0, INT64_MAX));
    options.seed = static_cast<uint64_t>(seed);
    return std::make_unique<TargetEncode>(std::move(columns), std::move(options));
}

} // namespace lathe::recipe
