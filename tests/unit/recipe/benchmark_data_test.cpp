// SPDX-License-Identifier: GPL-3.0-or-later
// Recipes of general steps over the dirty tables of the Raha and HoloClean benchmarks, measured against the clean ones
// cell by cell, as text.
#ifdef LATHE_DATA
#include <cctype>
#include <iostream>

#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/data/csv/csv.h"
#include "core/data/recipe/recipe.h"

using namespace lathe;

namespace {

/// All columns as they are written: nothing is taken for missing.
Table readTexts(const std::string& name) {
    CsvOptions options;
    options.missingMarks = {};
    const Path file = Path(LATHE_DATA) / name;
    for (const ColumnSchema& column : previewCsv(file, options, 10).value().schema())
        options.types[column.name] = ColumnType::Text;
    return previewCsv(file, options, 100'000).value();
}

Recipe readRecipe(const std::string& name) {
    return Recipe::parse(ConfigNode::readFile(Path(LATHE_FIXTURES) / "recipes" / name).value()).value();
}

struct Figures {
    size_t wrong = 0;
    size_t lost = 0; ///< of the wrong: what was written over stands nowhere else in the table
    size_t repaired = 0;
    size_t harmed = 0;
    size_t right = 0;
};

/// \p isLost says of a wrong cell (dirty, clean) in a column that no general step can know the right value.
template <typename Lost>
Figures compare(const Table& dirty, const Table& clean, const Table& mended, const Lost& isLost) {
    Figures all;
    std::cout << "column                wrong  lost  repaired  harmed\n";
    for (size_t c = 0; c < clean.columns.size(); ++c) {
        const std::string& name = clean.columns[c].schema.name;
        const Column& after = mended.columns[*mended.find(name)];
        Figures figures;
        for (size_t row = 0; row < clean.rows(); ++row) {
            const std::string before = dirty.columns[c].display(row);
            const std::string truth = clean.columns[c].display(row);
            const bool right = after.display(row) == truth;
            if (before == truth) {
                ++figures.right;
                figures.harmed += right ? 0 : 1;
                continue;
            }
            ++figures.wrong;
            figures.repaired += right ? 1 : 0;
            figures.lost += !right && isLost(name, before, truth) ? 1 : 0;
            if (!right && !isLost(name, before, truth))
                std::cout << "  left: " << name << " row " << row << ": '" << before << "' is '" << after.display(row)
                          << "', not '" << truth << "'\n";
        }
        if (figures.wrong + figures.harmed > 0)
            std::cout << fmt::format("{:20} {:6} {:5} {:9} {:7}\n", name, figures.wrong, figures.lost, figures.repaired,
                                     figures.harmed);
        all.wrong += figures.wrong;
        all.lost += figures.lost;
        all.repaired += figures.repaired;
        all.harmed += figures.harmed;
        all.right += figures.right;
    }
    std::cout << fmt::format(
        "all: {} of {} wrong cells repaired ({:.1f} % of the {} that can be), {} of {} right cells harmed\n",
        all.repaired, all.wrong, 100.0 * static_cast<double>(all.repaired) / static_cast<double>(all.wrong - all.lost),
        all.wrong - all.lost, all.harmed, all.right);
    return all;
}

void expectGood(const Figures& figures) {
    EXPECT_GE(static_cast<double>(figures.repaired), 0.9 * static_cast<double>(figures.wrong - figures.lost));
    EXPECT_LT(static_cast<double>(figures.harmed), 0.01 * static_cast<double>(figures.right));
}

TEST(DirtyTables, hospitalIsMended) {
    const Table dirty = readTexts("dirty-hospital/dirty.csv");
    const Table clean = readTexts("dirty-hospital/clean.csv");
    const auto mended = readRecipe("hospital.yaml").apply(dirty);
    ASSERT_TRUE(mended) << mended.error().describe();
    // Score and Sample follow from no other column: a digit that was written over is gone.
    const auto lost = [](const std::string& column, const std::string& before, const std::string& truth) {
        if (column != "Score" && column != "Sample") return false;
        for (size_t i = 0; i < truth.size() && i < before.size(); ++i)
            if (std::isdigit(static_cast<unsigned char>(truth[i])) != 0 && before[i] != truth[i]) return true;
        return false;
    };
    const Figures figures = compare(dirty, clean, *mended, lost);
    EXPECT_EQ(figures.wrong, 509U);
    expectGood(figures);
}

TEST(DirtyTables, beersAreMended) {
    const Table dirty = readTexts("dirty-beers/dirty.csv");
    const Table clean = readTexts("dirty-beers/clean.csv");
    const auto mended = readRecipe("beers.yaml").apply(dirty);
    ASSERT_TRUE(mended) << mended.error().describe();
    const Figures figures = compare(dirty, clean, *mended, [](const auto&, const auto&, const auto&) { return false; });
    EXPECT_EQ(figures.wrong, 4362U);
    expectGood(figures);
}

} // namespace
#endif
