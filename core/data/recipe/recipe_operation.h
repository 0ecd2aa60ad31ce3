// SPDX-License-Identifier: GPL-3.0-or-later
// Inner header of recipes: what each kind of step must be able to do.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/config.h"
#include "core/data/columns/table.h"
#include "core/data/recipe/recipe.h"
#include "core/data/recipe/recipe_source.h"

namespace lathe::recipe {

/// A column whose name begins so is carried along by the machinery (the row's number in the version): no step sees it
/// among "all columns", and it is never stored.
inline constexpr char hiddenMark = '\x01';
[[nodiscard]] inline bool isHidden(const std::string& name) { return name.starts_with(hiddenMark); }
inline constexpr const char* rowNumberColumn = "\x01row";

/// The columns a step meets. After a one_hot step that does not list its categories, columns that begin with one of
/// \p open may come to be; a step that names one is believed while only the schema is checked.
struct Columns {
    std::vector<ColumnSchema> list;
    std::vector<std::string> open;

    [[nodiscard]] std::vector<std::string> names() const;
    /// Errors: InvalidInput with the nearest name.
    Result<size_t> require(const std::string& name);
    [[nodiscard]] bool has(const std::string& name) const;
    /// Numbers of all columns that are not hidden.
    [[nodiscard]] std::vector<size_t> visible() const;
    /// Adds a column. Errors: InvalidInput when the name is empty or taken.
    Result<void> add(const std::string& name, ColumnType type);
};

/// Where the columns after a step come from.
struct ColumnFlow {
    static constexpr size_t made = SIZE_MAX;
    std::vector<size_t> looksAt; ///< the columns before the step that what it makes depends on
    std::vector<size_t> origins; ///< by column after the step: the column before it that it still is, perhaps under
                                 ///< another name, or made
};
/// All columns stay in their places; \p changed are made anew from themselves and \p others.
ColumnFlow changedInPlace(size_t columns, const std::vector<size_t>& changed, const std::vector<size_t>& others = {});

/// A step bound to the columns it meets. Rows come in pieces, in order; the same rows in other pieces give the same.
class Operation {
public:
    virtual ~Operation() = default;

    /// "fill_missing wind with mean"
    [[nodiscard]] virtual std::string summary() const = 0;
    /// Checks the step against \p columns and changes them to what they are afterwards.
    virtual Result<void> bind(Columns& columns) = 0;

    /// What the step may use beside the rows; both outlive it. Called before the first bind().
    void attach(const RecipeContext& context, const JobContext& job) {
        m_context = &context;
        m_job = job;
    }

    /// Whether rows must be seen before the first can be changed; then the rows are shown pass by pass, and
    /// afterwards bind() is called again and knows the columns.
    [[nodiscard]] virtual bool learns() const { return false; }
    virtual void beginPass() {}
    virtual Result<void> observe(const Table&) { return {}; }
    /// The columns that observe() looks at; none: perhaps all. Others need not be read.
    [[nodiscard]] virtual std::optional<std::vector<size_t>> observes() const { return std::nullopt; }
    /// What apply() does to \p columns columns, of a step that leaves all rows in their places; none: it may do more.
    [[nodiscard]] virtual std::optional<ColumnFlow> flow(size_t columns) const {
        (void)columns;
        return std::nullopt;
    }
    /// Whether another pass is needed.
    virtual Result<bool> endPass() { return false; }

    /// Whether what it learns describes the rows (a mean, categories, cut points), so that it must be learned from the
    /// training part only when the outcome goes into a model.
    [[nodiscard]] virtual bool fits() const { return false; }
    /// After learning: the rows that take the place of all rows shown. Such a step is never applied piece by piece.
    [[nodiscard]] virtual bool produces() const { return false; }
    virtual Result<Source> product() { return Source(); }
    /// After learning: the parameters that make the step do the same again without learning; null when it needs none.
    [[nodiscard]] virtual Json learned() const { return {}; }
    /// After learning: a sentence on what was found; empty when there is nothing to say.
    [[nodiscard]] virtual std::string note() const { return {}; }

    /// Whether pieces must come one at a time in order, because a row's fate depends on earlier rows.
    [[nodiscard]] virtual bool ordered() const { return false; }
    /// Forgets earlier rows: a new pass begins.
    virtual void restart() {}
    /// Changes a piece and adds to \p effect what changed. Thread safe unless ordered().
    virtual Result<void> apply(Table& piece, StepEffect& effect) = 0;

protected:
    [[nodiscard]] const RecipeContext& context() const { return *m_context; }
    [[nodiscard]] const JobContext& job() const { return m_job; }

private:
    const RecipeContext* m_context = nullptr;
    JobContext m_job;
};

/// A kind of step: how its parameters are read. Errors carry the place of the node.
struct Kind {
    const char* name;
    Result<std::unique_ptr<Operation>> (*read)(const ConfigNode& parameters);
    bool keepsRows = true; ///< false: it may drop, add, repeat or reorder rows
};
const std::vector<Kind>& kindTable();

// One per kind; the table says the order of the menu.
Result<std::unique_ptr<Operation>> readRename(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readDrop(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readKeep(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readReorder(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readCast(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readSplitColumn(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readJoinColumns(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readSplitRows(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readTrim(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readChangeCase(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readNormaliseText(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readReplace(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readReplacePattern(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readExtract(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readParseNumber(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readParseDate(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readCluster(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readRepair(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readFillMissing(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readDropMissing(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readOutliers(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readFilter(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readDropDuplicates(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readDropSimilar(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readSample(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readRebalance(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readGroupAggregate(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readJoin(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readDerive(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readBin(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readDateParts(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readLag(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readRolling(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readOneHot(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readOrdinal(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readTargetEncode(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readScale(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readHash(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readMask(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readGeneralise(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readSuppress(const ConfigNode& node);

/// The list under \p key; an error when it is empty or names a column twice.
Result<std::vector<std::string>> readColumnList(const ConfigNode& node, const char* key);
/// Column numbers of \p names.
Result<std::vector<size_t>> requireAll(Columns& columns, const std::vector<std::string>& names);

/// As requireAll(), for columns that must hold texts.
Result<std::vector<size_t>> requireTexts(Columns& columns, const std::vector<std::string>& names);
/// As requireAll(), for numbers (integer, real, boolean).
Result<std::vector<size_t>> requireNumbers(Columns& columns, const std::vector<std::string>& names);
/// The list under \p key, empty when the key is not there.
Result<std::vector<std::string>> readOptionalColumns(const ConfigNode& node, const char* key);
/// The word under \p key, one of \p words; \p fallback when the key is not there.
Result<std::string> readWord(const ConfigNode& node, const char* key, const std::vector<std::string>& words,
                             const char* fallback);
/// A text that is not blank.
Result<std::string> readText(const ConfigNode& node, const char* key, const char* what);
/// A whole number in a range.
Result<int64_t> readCount(const ConfigNode& node, const char* key, int64_t fallback, int64_t least, int64_t most);

/// Writes what a text becomes to its second argument, which comes empty; false: the value becomes missing.
using TextMap = std::function<bool(std::string_view text, std::string& result)>;
/// Changes every value of a textual column, each entry of a dictionary once. Returns how many cells changed.
uint64_t mapTexts(Column& column, const TextMap& map);
/// Whether two columns hold the same in a row; texts and values of other types by what they show.
bool sameValue(const Column& a, const Column& b, size_t row);
/// Makes the value missing.
void clearValue(Column& column, size_t row);
/// A Text column of \p rows missing values, to be filled by push.
Column emptyColumn(const std::string& name, ColumnType type);
/// \p rows values that mean nothing, in place of a column that nobody looks at.
Column unreadColumn(const ColumnSchema& schema, size_t rows);
/// Appends a missing value to a column that grows row by row.
void pushMissing(Column& column);
void pushText(Column& column, std::string_view text);

/// Values of one type as values of another; what cannot be becomes missing and is counted.
Column castColumn(const Column& column, ColumnType type, uint64_t& failures);
/// Whether any value of \p from can become one of \p to.
bool canCast(ColumnType from, ColumnType to);

/// Only the rows that \p keep says.
void keepRows(Table& table, const std::vector<uint64_t>& rows);

} // namespace lathe::recipe
