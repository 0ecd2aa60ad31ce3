// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/data/profile/column_scan.h"
#include "core/data/profile/number_codes.h"
#include "core/data/profile/sorted_sweep.h"

namespace lathe {

/// A column's numbers by their codes: few codes are counted, which costs no sorting at all; of many half the bytes are
/// sorted. When a number turns out to have no code all are given back.
class CodedNumbers {
public:
    explicit CodedNumbers(const ColumnScan& scan) : m_scan(scan), m_failed(!scan.range) {}

    /// Takes the keys (keyOf() of reals). False when they have no codes; then all that were taken before go to \p take
    /// first, and no more are taken.
    template <typename Take>
    bool add(std::span<const int64_t> keys, Take take) {
        if (m_failed || keys.empty()) return !m_failed;
        if (encode(keys)) return true;
        m_failed = true;
        giveBack(take);
        m_counts = {};
        m_runs.reset();
        return false;
    }

    [[nodiscard]] bool failed() const { return m_failed; }
    /// Whether each number is only counted.
    [[nodiscard]] bool counting() const { return !m_counts.empty(); }

    /// Shows the counted numbers in ascending order, some at a time: use(keys, times).
    template <typename Use>
    void eachCounted(Use use) const {
        std::vector<int64_t> keys;
        std::vector<uint32_t> times;
        for (size_t code = 0; code < m_counts.size(); ++code) {
            if (m_counts[code] == 0) continue;
            keys.push_back(m_codes->keyAt(code));
            times.push_back(m_counts[code]);
            if (keys.size() < chunkRows) continue;
            use(std::span<const int64_t>(keys), std::span<const uint32_t>(times));
            keys.clear();
            times.clear();
        }
        use(std::span<const int64_t>(keys), std::span<const uint32_t>(times));
    }

    /// Gives \p consumer what it has: repeated(key, times), or sorted(codes, keyOf), in ascending order.
    template <typename Consumer>
    Result<void> show(const JobContext& job, Consumer& consumer) {
        for (size_t code = 0; code < m_counts.size(); ++code)
            if (m_counts[code] > 0) consumer.repeated(m_codes->keyAt(code), m_counts[code]);
        if (!m_runs) return {};
        Decoding<Consumer> decoding{*m_codes, consumer};
        return m_runs->show(job, decoding);
    }

private:
    template <typename Consumer>
    struct Decoding {
        const NumberCodes& codes;
        Consumer& consumer;
        [[nodiscard]] int64_t operator()(uint32_t code) const { return codes.keyAt(code); }
        void sorted(std::span<const uint32_t> run) { consumer.sorted(run, *this); }
        void repeated(uint32_t code, uint64_t times) { consumer.repeated(codes.keyAt(code), times); }
    };

    bool begin(std::span<const int64_t> keys);
    bool encode(std::span<const int64_t> keys);

    template <typename Take>
    void giveBack(Take take) const {
        std::vector<int64_t> keys;
        const auto give = [&](uint64_t code, uint64_t times) {
            for (; times > 0; --times) {
                keys.push_back(m_codes->keyAt(code));
                if (keys.size() < chunkRows) continue;
                take(std::span<const int64_t>(keys));
                keys.clear();
            }
        };
        for (size_t code = 0; code < m_counts.size(); ++code) give(code, m_counts[code]);
        if (m_runs)
            m_runs->each([&](std::span<const uint32_t> run) {
                for (const uint32_t code : run) give(code, 1);
            });
        take(std::span<const int64_t>(keys));
    }

    const ColumnScan& m_scan;
    bool m_failed;
    std::optional<NumberCodes> m_codes; ///< found by the first keys
    std::vector<uint32_t> m_counts;     ///< of each code, when they are few
    std::optional<KeyRuns<uint32_t>> m_runs;
    std::vector<uint32_t> m_block; ///< codes of a block's keys
};

} // namespace lathe
