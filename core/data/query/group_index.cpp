// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/query/group_index.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_map>

#include "core/data/query/filter_tests.h"
#include "core/data/query/row_order.h"

namespace lathe::query {

namespace {

constexpr uint64_t mostDigits = uint64_t{1} << 18U;  ///< what one table per thread may have
constexpr double exactIntegers = 9007199254740992.0; // 2⁵³: statistics of larger ones are rounded

/// Equal texts of a dictionary get one number.
std::vector<uint32_t> textNumbers(const std::vector<std::string>& texts) {
    std::unordered_map<std::string_view, uint32_t> known;
    std::vector<uint32_t> numbers;
    for (const std::string& text : texts)
        numbers.push_back(known.try_emplace(text, static_cast<uint32_t>(known.size())).first->second);
    return numbers;
}

/// The key that stands for a number of KeyDigits: its bits in different places of the hash table.
RowHash keyOf(uint32_t number) { return {number * uint64_t{0x9E3779B97F4A7C15} >> 20U, number}; }

} // namespace

std::optional<KeyDigits::Digit> KeyDigits::digitOf(const ColumnFile& file, size_t column, uint64_t most) {
    Digit digit;
    digit.column = column;
    const ColumnType type = file.schema()[column].type;
    if (type == ColumnType::Category) {
        if (file.dictionary(column).size() >= most) return std::nullopt;
        digit.codes = textNumbers(file.dictionary(column));
        digit.missing = static_cast<uint32_t>(digit.codes.size());
        return digit;
    }
    if (type == ColumnType::Real || type == ColumnType::Text) return std::nullopt;
    double least = HUGE_VAL;
    double greatest = -HUGE_VAL;
    for (uint64_t chunk = 0; chunk < file.chunks(); ++chunk) {
        const ChunkStatistics known = file.statistics(column, chunk);
        if (known.missing == known.rows) continue;
        least = std::min(least, known.min);
        greatest = std::max(greatest, known.max);
    }
    if (least > greatest) return digit; // no value at all
    if (least <= -exactIntegers || greatest >= exactIntegers || greatest - least + 1 >= static_cast<double>(most))
        return std::nullopt;
    digit.least = static_cast<int64_t>(least);
    digit.missing = static_cast<uint32_t>(greatest - least + 1);
    return digit;
}

std::optional<KeyDigits> KeyDigits::of(const ColumnFile& file, const std::vector<size_t>& columns) {
    const uint64_t most = std::min(mostDigits, 64 + 4 * file.rows());
    KeyDigits digits;
    for (const size_t column : columns) {
        auto digit = digitOf(file, column, most);
        if (!digit) return std::nullopt;
        digit->weight = digits.m_possible;
        const uint64_t possible = digits.m_possible * (uint64_t{digit->missing} + 1);
        if (possible > most) return std::nullopt;
        digits.m_possible = static_cast<uint32_t>(possible);
        digits.m_digits.push_back(std::move(*digit));
    }
    return digits;
}

void KeyDigits::add(const Digit& digit, const Column& values, std::vector<uint32_t>& numbers) {
    const uint32_t weight = digit.weight;
    if (values.schema.type == ColumnType::Category) {
        for (size_t row = 0; row < numbers.size(); ++row)
            numbers[row] += (values.isMissing(row) ? digit.missing : digit.codes[values.codes[row]]) * weight;
    } else if (values.missing.empty()) {
        const int64_t* integers = values.integers.data();
        for (size_t row = 0; row < numbers.size(); ++row)
            numbers[row] += static_cast<uint32_t>(integers[row] - digit.least) * weight;
    } else {
        for (size_t row = 0; row < numbers.size(); ++row)
            numbers[row] +=
                (values.isMissing(row) ? digit.missing : static_cast<uint32_t>(values.integers[row] - digit.least)) *
                weight;
    }
}

Result<std::vector<uint32_t>> KeyDigits::numbers(const ColumnFile& file, uint64_t chunk) const {
    std::vector<uint32_t> numbers(static_cast<size_t>(rowsOf(file, chunk)));
    for (const Digit& digit : m_digits) {
        LATHE_TRY(const Column values, file.read(digit.column, chunk * chunkRows, chunkRows, false));
        add(digit, values, numbers);
    }
    return numbers;
}

Result<ChunkGroups> GroupIndex::groupsOf(const RowSelection* rows, uint64_t chunk) const {
    ChunkGroups groups;
    groups.ofRow.reserve(static_cast<size_t>(chosenIn(m_file, rows, chunk)));
    if (m_digits) {
        LATHE_TRY(const std::vector<uint32_t> digits, m_digits->numbers(m_file, chunk));
        constexpr uint32_t unseen = UINT32_MAX;
        std::vector<uint32_t> numbers(m_digits->possible(), unseen);
        forEachRow(m_file, rows, chunk, [&](size_t row) {
            uint32_t& number = numbers[digits[row]];
            if (number == unseen) {
                number = static_cast<uint32_t>(groups.keys.size());
                groups.keys.push_back(keyOf(digits[row]));
                groups.firstRow.push_back(chunk * chunkRows + row);
            }
            groups.ofRow.push_back(number);
        });
        return groups;
    }
    LATHE_TRY(const Table table, m_file.readTable(chunk * chunkRows, chunkRows, m_keys));
    const std::vector<RowHash> hashes = hashRows(table);
    RowHashNumbers numbers;
    forEachRow(m_file, rows, chunk, [&](size_t row) {
        const uint32_t number = numbers.add(hashes[row]);
        if (number == groups.keys.size()) {
            groups.keys.push_back(hashes[row]);
            groups.firstRow.push_back(chunk * chunkRows + row);
        }
        groups.ofRow.push_back(number);
    });
    return groups;
}

std::vector<uint32_t> GroupIndex::add(const ChunkGroups& groups) {
    std::vector<uint32_t> numbers;
    numbers.reserve(groups.keys.size());
    for (size_t i = 0; i < groups.keys.size(); ++i) {
        numbers.push_back(m_numbers.add(groups.keys[i]));
        if (numbers.back() == m_firstRows.size()) m_firstRows.push_back(groups.firstRow[i]);
    }
    return numbers;
}

std::vector<uint32_t> GroupIndex::numbersOf(const ChunkGroups& groups) const {
    std::vector<uint32_t> numbers;
    numbers.reserve(groups.keys.size());
    for (const RowHash& key : groups.keys) numbers.push_back(*m_numbers.find(key));
    return numbers;
}

namespace {

class KeyTest final : public RowTest {
public:
    KeyTest(const ColumnFile& file, std::vector<size_t> keys) : m_file(file), m_keys(std::move(keys)) {}
    void add(const Table& keys) {
        for (const RowHash& hash : hashRows(keys)) m_known.add(hash);
    }
    Result<void> narrow(ChunkColumns& columns, std::span<uint64_t> bits) const override {
        LATHE_TRY(const Table table, m_file.readTable(columns.chunk() * chunkRows, chunkRows, m_keys));
        const std::vector<RowHash> hashes = hashRows(table);
        forEachBit(bits, [&](size_t row) {
            if (!m_known.find(hashes[row])) bits[row / 64] &= ~(uint64_t{1} << (row % 64));
        });
        return {};
    }

private:
    const ColumnFile& m_file;
    std::vector<size_t> m_keys;
    RowHashNumbers m_known;
};

} // namespace

Result<RowSelection> selectGroupsOf(const ColumnFile& file, const std::vector<size_t>& keys,
                                    std::span<const uint64_t> of, const RowSelection* rows, const JobContext& job,
                                    size_t threads) {
    auto test = std::make_unique<KeyTest>(file, keys);
    for (size_t done = 0; done < of.size(); done += chunkRows) {
        LATHE_TRY(const Table some, readRows(file, of.subspan(done, std::min<size_t>(chunkRows, of.size() - done)),
                                             keys, job, true, threads));
        test->add(some);
    }
    std::vector<std::unique_ptr<RowTest>> tests;
    tests.push_back(std::move(test));
    return selectByTests(file, rows, tests, job, threads);
}

} // namespace lathe::query
