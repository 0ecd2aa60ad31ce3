// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/result.h"
#include "core/data/columns/table.h"
#include "core/learn/predictor.h"

namespace lathe {

/// What was noticed about one input over the rows of a request; the beginnings of drift.
struct FieldCounts {
    uint32_t missing = 0;
    uint32_t unknownCategories = 0; ///< texts not seen in training
    uint32_t outOfRange = 0;        ///< numbers outside the range seen in training
};

/// Gathers the values of a request into columns of the model's inputs, each checked against its field. Made once and
/// reused for many requests, so that the usual request allocates nothing. Not thread safe.
///
/// Values come as (field, row); within a field, rows must ascend by one. An error text is what is wrong with the
/// value ("must be a number, got text 'x'"); who calls knows the place and puts it in front.
class RowCollector {
public:
    explicit RowCollector(const Signature& signature);

    /// Forgets all rows.
    void clear();

    static constexpr size_t noField = SIZE_MAX;
    [[nodiscard]] size_t fieldCount() const { return m_fields.size(); }
    [[nodiscard]] const InputField& field(size_t index) const { return m_fields[index]; }
    /// The field of that name, or noField. `guess` is tried first: names usually come in the signature's order.
    [[nodiscard]] size_t find(std::string_view name, size_t guess) const;
    /// "Did you mean 'wind'?" for a name that is no field.
    [[nodiscard]] std::string suggestionFor(std::string_view name) const;
    /// Values given so far for a field.
    [[nodiscard]] size_t count(size_t field) const { return m_counts[field]; }

    Result<void> putReal(size_t field, double value);
    Result<void> putInteger(size_t field, int64_t value);
    Result<void> putBoolean(size_t field, bool value);
    Result<void> putText(size_t field, std::string_view value);
    Result<void> putMissing(size_t field);

    /// The rows gathered. REQUIRES the same count() for every field.
    [[nodiscard]] const Table& rows() const { return m_table; }
    [[nodiscard]] const std::vector<FieldCounts>& fieldCounts() const { return m_fieldCounts; }

private:
    Result<void> putNumberText(size_t field, std::string_view text);
    void pushReal(size_t field, double value);
    void pushInteger(size_t field, int64_t value);
    void pushCategory(size_t field, std::string_view value);
    void countRange(size_t field, double value);
    void pushed(size_t field);

    using CodeOf = std::unordered_map<std::string, uint32_t>;

    std::vector<InputField> m_fields;
    std::unordered_map<std::string, size_t> m_fieldOf;
    std::vector<std::unordered_map<std::string_view, uint32_t>> m_knownCodes; // keys point into m_fields
    std::vector<CodeOf> m_unknownCodes;                                       // of this request
    std::vector<bool> m_hasRange;
    Table m_table;
    std::vector<size_t> m_counts;
    std::vector<FieldCounts> m_fieldCounts;
};

} // namespace lathe
