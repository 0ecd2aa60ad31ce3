// SPDX-License-Identifier: GPL-3.0-or-later
// Inner header of recipes: what each kind of step must be able to do.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/config.h"
#include "core/data/recipe/recipe.h"
#include "core/data/table.h"

namespace lathe::recipe {

/// The columns a step meets. After a one_hot step that does not list its categories, columns that begin with one of
/// \p open may come to be; a step that names one is believed while only the schema is checked.
struct Columns {
    std::vector<ColumnSchema> list;
    std::vector<std::string> open;

    [[nodiscard]] std::vector<std::string> names() const;
    /// Errors: InvalidInput with the nearest name.
    Result<size_t> require(const std::string& name);
    [[nodiscard]] bool has(const std::string& name) const;
};

/// A step bound to the columns it meets. Rows come in pieces, in order; the same rows in other pieces give the same.
class Operation {
public:
    virtual ~Operation() = default;

    /// "fill_missing wind with mean"
    [[nodiscard]] virtual std::string summary() const = 0;
    /// Checks the step against \p columns and changes them to what they are afterwards.
    virtual Result<void> bind(Columns& columns) = 0;

    /// Whether rows must be seen before the first can be changed; then the rows are shown pass by pass, and
    /// afterwards bind() is called again and knows the columns.
    [[nodiscard]] virtual bool learns() const { return false; }
    virtual void beginPass() {}
    virtual Result<void> observe(const Table&) { return {}; }
    /// Whether another pass is needed.
    virtual Result<bool> endPass() { return false; }

    /// Whether pieces must come one at a time in order, because a row's fate depends on earlier rows.
    [[nodiscard]] virtual bool ordered() const { return false; }
    /// Forgets earlier rows: a new pass begins.
    virtual void restart() {}
    /// Changes a piece and adds to \p effect what changed. Thread safe unless ordered().
    virtual Result<void> apply(Table& piece, StepEffect& effect) = 0;
};

/// A kind of step: how its parameters are read. Errors carry the place of the node.
struct Kind {
    const char* name;
    Result<std::unique_ptr<Operation>> (*read)(const ConfigNode& parameters);
};
const std::vector<Kind>& kindTable();

// One per kind; the table is in the order of the menu.
Result<std::unique_ptr<Operation>> readRename(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readDrop(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readCast(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readFillMissing(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readDropDuplicates(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readFilter(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readDerive(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readScale(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readOneHot(const ConfigNode& node);

/// The list under \p key; an error when it is empty or names a column twice.
Result<std::vector<std::string>> readColumnList(const ConfigNode& node, const char* key);
/// Column numbers of \p names.
Result<std::vector<size_t>> requireAll(Columns& columns, const std::vector<std::string>& names);

/// Values of one type as values of another; what cannot be becomes missing and is counted.
Column castColumn(const Column& column, ColumnType type, uint64_t& failures);
/// Whether any value of \p from can become one of \p to.
bool canCast(ColumnType from, ColumnType to);

/// Only the rows that \p keep says.
void keepRows(Table& table, const std::vector<uint64_t>& rows);

} // namespace lathe::recipe
