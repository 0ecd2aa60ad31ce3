// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drift/histogram_bins.h"

#include "core/base/text.h"

#include <cmath>
#include <limits>
#include <numeric>

namespace lathe::drift {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// The smallest of 1, 2, 5 times a power of ten that is at least \p width, and never 0.
double roundWidth(double width) {
    width = std::max(width, std::numeric_limits<double>::min());
    const double power = std::pow(10, std::floor(std::log10(width)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= width * (1 - 1e-12)) return factor * power;
    }
    return 10 * power;
}

/// The range that is shown: all values, unless a few lie so far out that the rest would fill a fraction of
/// the width.
std::pair<double, double> shownRange(const ColumnPair& pair) {
    const double low = pair.low(), high = pair.high();
    const double innerLow = std::min(stats::quantile(pair.reference, 0.005), stats::quantile(pair.current, 0.005));
    const double innerHigh = std::max(stats::quantile(pair.reference, 0.995), stats::quantile(pair.current, 0.995));
    const bool farOut = innerHigh > innerLow && high - low > 3 * (innerHigh - innerLow);
    return farOut ? std::pair(innerLow, innerHigh) : std::pair(low, high);
}

/// The width of a bin: round, at most 30 of them, fewer for few rows.
double binWidth(const ColumnPair& pair, double low, double high) {
    if (low == high) return roundWidth(low == 0 ? 1 : std::abs(low) / 10);
    const auto smaller = static_cast<double>(std::min(pair.reference.size(), pair.current.size()));
    const double bins = std::clamp(std::ceil(2 * std::cbrt(smaller)), 8.0, 30.0);
    const double resolution = std::max(std::abs(low), std::abs(high)) * 1e-12; // below it edges are all rounding
    return roundWidth(std::max((high - low) / bins, resolution));
}

std::vector<double> shownEdges(const ColumnPair& pair, bool whole) {
    const auto [low, high] = shownRange(pair);
    if (!std::isfinite(high - low)) return {-infinity, 0, infinity}; // nearly all that a double can hold
    const double width = whole ? std::max(1.0, binWidth(pair, low, high)) : binWidth(pair, low, high);
    const double first = std::floor(low / width);
    const double last = std::max(first + 1, std::floor(high / width) + 1);
    std::vector<double> edges;
    for (double i = first; i <= last && edges.size() + 2 < mostBins; ++i) edges.push_back(i * width);
    if (pair.low() < edges.front()) edges.insert(edges.begin(), -infinity);
    if (pair.high() > edges.back()) edges.push_back(infinity);
    return edges;
}

std::string binLabel(double from, double to, ColumnType type) {
    if (std::isinf(from)) return "< " + edgeText(to, type);
    if (std::isinf(to)) return "≥ " + edgeText(from, type);
    if (type == ColumnType::Integer && to - from == 1) return edgeText(from, type);
    return "[" + edgeText(from, type) + ", " + edgeText(to, type) + ")";
}

std::vector<OverlaidBin> ofNumbers(const ColumnPair& pair, ColumnType type) {
    const bool whole = type == ColumnType::Integer || type == ColumnType::Date || type == ColumnType::Timestamp;
    const std::vector<double> edges = shownEdges(pair, whole);
    const auto reference = stats::histogram(pair.reference, edges), current = stats::histogram(pair.current, edges);
    std::vector<OverlaidBin> bins;
    for (size_t i = 0; i + 1 < edges.size(); ++i) {
        bins.push_back({binLabel(edges[i], edges[i + 1], type), edges[i], edges[i + 1],
                        static_cast<double>(reference[i]) / static_cast<double>(pair.reference.size()),
                        static_cast<double>(current[i]) / static_cast<double>(pair.current.size())});
    }
    return bins;
}

std::vector<OverlaidBin> ofCategories(const ColumnPair& pair) {
    const auto n = static_cast<double>(pair.referenceRows()), m = static_cast<double>(pair.currentRows());
    std::vector<size_t> order(pair.labels.size());
    std::iota(order.begin(), order.end(), size_t{0});
    const auto share = [&](size_t i) {
        return static_cast<double>(pair.referenceCounts[i]) / n + static_cast<double>(pair.currentCounts[i]) / m;
    };
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return share(a) > share(b); });
    std::vector<OverlaidBin> bins;
    OverlaidBin other{"other"};
    for (size_t place = 0; place < order.size(); ++place) {
        const size_t i = order[place];
        const double reference = static_cast<double>(pair.referenceCounts[i]) / n;
        const double current = static_cast<double>(pair.currentCounts[i]) / m;
        if (order.size() <= mostBins || place + 1 < mostBins) {
            const auto at = static_cast<double>(place);
            bins.push_back({pair.labels[i], at, at + 1, reference, current});
        } else {
            other.reference += reference;
            other.current += current;
        }
    }
    if (order.size() > mostBins) {
        other.from = mostBins - 1;
        other.to = mostBins;
        bins.push_back(other);
    }
    return bins;
}

} // namespace

std::string edgeText(double edge, ColumnType type) {
    if (type == ColumnType::Date) return isoDate(static_cast<int64_t>(edge));
    if (type == ColumnType::Timestamp) return isoTimestamp(static_cast<int64_t>(edge));
    return shortNumber(edge, 6);
}

std::vector<OverlaidBin> overlaidHistogram(const ColumnPair& pair, ColumnType type) {
    return pair.kind == Kind::Numbers ? ofNumbers(pair, type) : ofCategories(pair);
}

} // namespace lathe::drift
