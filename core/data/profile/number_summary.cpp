// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/profile/number_summary.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace lathe {

namespace {

constexpr size_t countedTogether =
    4096; ///< values that stay in the processor's first cache while they are looked at several times
constexpr double noNumber = std::numeric_limits<double>::quiet_NaN();

/// Four numbers that are added, subtracted and multiplied one by one: spelt out, for left to itself the compiler
/// shuffles.
using Four [[gnu::vector_size(4 * sizeof(double))]] = double;

Four fourAt(const double* values) {
    Four result;
    std::memcpy(&result, values, sizeof result);
    return result;
}

double sumOf(const Four& low, const Four& high) {
    double sum = 0;
    for (size_t lane = 0; lane < 4; ++lane) sum += low[lane];
    for (size_t lane = 0; lane < 4; ++lane) sum += high[lane];
    return sum;
}

/// Powers of the distance from the mean, added up lane by lane.
struct PowerSums {
    Four second{}, third{}, fourth{};
    void add(const Four& away) {
        const Four square = away * away;
        second += square;
        third += square * away;
        fourth += square * square;
    }
};

void addPowers(Moments& moments, double value, double times) {
    const double away = value - moments.mean;
    const double square = away * away;
    moments.m2 += times * square;
    moments.m3 += times * square * away;
    moments.m4 += times * square * square;
}

/// Sums over eight lanes: the grouping is always the same.
Moments momentsOf(std::span<const double> values) {
    constexpr size_t lanes = 8;
    Moments result;
    result.n = static_cast<double>(values.size());
    if (values.empty()) return result;
    const size_t whole = values.size() / lanes * lanes;
    // About the first value: the rounding of the sum then does not grow with the distance from zero.
    const double first = values[0];
    Four low{};
    Four high{};
    for (size_t i = 0; i < whole; i += lanes) {
        low += fourAt(&values[i]) - first;
        high += fourAt(&values[i + 4]) - first;
    }
    double sum = sumOf(low, high);
    for (size_t i = whole; i < values.size(); ++i) sum += values[i] - first;
    result.mean = first + sum / result.n;
    PowerSums lower;
    PowerSums upper;
    for (size_t i = 0; i < whole; i += lanes) {
        lower.add(fourAt(&values[i]) - result.mean);
        upper.add(fourAt(&values[i + 4]) - result.mean);
    }
    result.m2 = sumOf(lower.second, upper.second);
    result.m3 = sumOf(lower.third, upper.third);
    result.m4 = sumOf(lower.fourth, upper.fourth);
    for (size_t i = whole; i < values.size(); ++i) addPowers(result, values[i], 1);
    return result;
}

/// The same of values that occur several times.
Moments momentsOf(std::span<const double> values, std::span<const uint32_t> times) {
    Moments result;
    double sum = 0;
    for (size_t i = 0; i < values.size(); ++i) {
        result.n += times[i];
        sum += times[i] * (values[i] - values[0]);
    }
    if (result.n == 0) return result;
    result.mean = values[0] + sum / result.n;
    for (size_t i = 0; i < values.size(); ++i) addPowers(result, values[i], times[i]);
    return result;
}

bool isPositive(const ColumnScan& scan) {
    return scan.range && scan.range->first > 0 && scan.range->second < std::numeric_limits<double>::infinity();
}

} // namespace

void Moments::merge(const Moments& b) {
    if (b.n == 0) return;
    const double total = n + b.n;
    const double delta = b.mean - mean;
    const double step = delta / total;
    const double product = n * b.n;
    m4 += b.m4 + delta * step * step * step * product * (n * n - product + b.n * b.n) +
          6 * step * step * (n * n * b.m2 + b.n * b.n * m2) + 4 * step * (n * b.m3 - b.n * m3);
    m3 += b.m3 + delta * step * step * product * (n - b.n) + 3 * step * (n * b.m2 - b.n * m2);
    m2 += b.m2 + delta * step * product;
    mean += step * b.n;
    n = total;
}

NumberSummary::NumberSummary(const ColumnScan& scan)
    : m_real(scan.schema.type == ColumnType::Real), m_positive(isPositive(scan)), m_finite(countedTogether) {
    if (!m_positive) return;
    m_least = scan.range->first;
    m_greatest = scan.range->second;
}

void NumberSummary::add(std::span<const int64_t> keys) {
    for (size_t at = 0; at < keys.size(); at += countedTogether)
        addTogether(keys.subspan(at, std::min(countedTogether, keys.size() - at)));
}

void NumberSummary::addTogether(std::span<const int64_t> keys) {
    m_count += keys.size();
    if (!m_positive) countSigns(keys);
    const size_t finite = !m_real ? wholeOf(keys) : m_positive ? realsOf(keys) : finiteOf(keys);
    m_infinite += keys.size() - finite;
    const std::span<const double> values(m_finite.data(), finite);
    if (!m_positive && finite == keys.size()) extend(keys);
    else if (!m_positive)
        for (const double value : values) extend(value);
    m_moments.merge(momentsOf(values));
}

void NumberSummary::add(std::span<const int64_t> keys, std::span<const uint32_t> times) {
    for (size_t at = 0; at < keys.size(); at += countedTogether) {
        const size_t count = std::min(countedTogether, keys.size() - at);
        for (size_t i = 0; i < count; ++i) {
            const int64_t key = keys[at + i];
            m_finite[i] = number(key);
            m_count += times[at + i];
            m_zeros += key == 0 ? times[at + i] : 0;
            m_negative += key < 0 ? times[at + i] : 0;
        }
        extend(keys.subspan(at, count));
        m_moments.merge(momentsOf(std::span(m_finite).first(count), times.subspan(at, count)));
    }
}

void NumberSummary::countSigns(std::span<const int64_t> keys) {
    uint64_t zeros = 0;
    uint64_t negative = 0;
    for (const int64_t key : keys) {
        zeros += key == 0 ? 1 : 0; // the real 0 has this key too
        negative += key < 0 ? 1 : 0;
    }
    m_zeros += zeros;
    m_negative += negative;
}

void NumberSummary::extend(double value) {
    m_least = std::min(m_least, value);
    m_greatest = std::max(m_greatest, value);
}

/// As integers, whose order the compiler may take in any sequence.
void NumberSummary::extend(std::span<const int64_t> keys) {
    int64_t least = std::numeric_limits<int64_t>::max();
    int64_t greatest = std::numeric_limits<int64_t>::min();
    for (const int64_t key : keys) {
        least = std::min(least, key);
        greatest = std::max(greatest, key);
    }
    if (keys.empty()) return;
    extend(number(least));
    extend(number(greatest));
}

/// Puts whole numbers into m_finite; there are no others among them.
size_t NumberSummary::wholeOf(std::span<const int64_t> keys) {
    // A number of up to 51 bits added to the bits of 1.5 · 2⁵² is that much greater a double: AVX2 has no
    // conversion.
    constexpr uint64_t half = uint64_t{1} << 51U;
    constexpr int64_t magic = 0x4338000000000000;
    uint64_t beyond = 0;
    for (const int64_t key : keys) beyond |= (static_cast<uint64_t>(key) + half) >> 52U;
    if (beyond != 0)
        for (size_t i = 0; i < keys.size(); ++i) m_finite[i] = static_cast<double>(keys[i]);
    else
        for (size_t i = 0; i < keys.size(); ++i) m_finite[i] = std::bit_cast<double>(keys[i] + magic) - 0x1.8p52;
    return keys.size();
}

/// Puts reals, which are known to be finite, into m_finite.
size_t NumberSummary::realsOf(std::span<const int64_t> keys) {
    for (size_t i = 0; i < keys.size(); ++i) m_finite[i] = realOf(keys[i]);
    return keys.size();
}

/// Puts the finite numbers into m_finite and says how many they are.
size_t NumberSummary::finiteOf(std::span<const int64_t> keys) {
    size_t infinite = 0;
    for (size_t i = 0; i < keys.size(); ++i) {
        m_finite[i] = realOf(keys[i]);
        infinite += std::fabs(m_finite[i]) > std::numeric_limits<double>::max() ? 1 : 0;
    }
    if (infinite == 0) return keys.size();
    const auto end = m_finite.begin() + static_cast<std::ptrdiff_t>(keys.size());
    return static_cast<size_t>(std::remove_if(m_finite.begin(), end, [](double value) { return std::isinf(value); }) -
                               m_finite.begin());
}

/// Sample standard deviation, adjusted Fisher–Pearson skewness G1 and excess kurtosis G2 (Joanes and Gill, 1998).
void NumberSummary::store(ColumnProfile& profile) const {
    profile.count = m_count;
    profile.zeros = m_zeros;
    profile.negative = m_negative;
    profile.infinite = m_infinite;
    const double n = m_moments.n;
    if (n == 0) return;
    profile.mean = m_moments.mean;
    if (n > 1) profile.standardDeviation = std::sqrt(m_moments.m2 / (n - 1));
    const bool constant = profile.distinct == 1 || m_moments.m2 == 0;
    const double m2 = m_moments.m2 / n;
    if (constant) profile.standardDeviation = n > 1 ? 0 : noNumber;
    if (n >= 3)
        profile.skewness = constant ? 0 : m_moments.m3 / n / std::pow(m2, 1.5) * std::sqrt(n * (n - 1)) / (n - 2);
    if (n >= 4)
        profile.kurtosis =
            constant ? 0 : (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (m_moments.m4 / n / (m2 * m2) - 3) + 6);
}

} // namespace lathe
