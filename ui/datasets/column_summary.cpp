// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/column_summary.h"

#include "ui/datasets/column_types.h"
#include "ui/datasets/plot_filters.h"
#include "ui/shell/theme.h"
#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace lathe::ui {
namespace {

constexpr int captionHeight = 15;
constexpr int barWidth = 3;
constexpr size_t segmentsShown = 4;

struct ColumnSummary {
    Q_DECLARE_TR_FUNCTIONS(ColumnSummary)
};

double missingShare(const ColumnProfile& profile) {
    const uint64_t rows = profile.count + profile.missing;
    return rows == 0 ? 0 : static_cast<double>(profile.missing) / static_cast<double>(rows);
}

/// The bars of a histogram \p width wide: some bins each where there is no room for all.
struct Bars {
    size_t bins;
    size_t bars;
    int left, width;

    Bars(const QRect& rect, const ColumnProfile& profile)
        : bins(profile.histogram.size()),
          bars(std::min(bins, static_cast<size_t>(std::max(1, rect.width() / (barWidth + 1))))), left(rect.left()),
          width(rect.width()) {}

    [[nodiscard]] int edge(size_t bar) const {
        return left + static_cast<int>(std::lround(static_cast<double>(bar) * width / static_cast<double>(bars)));
    }
    [[nodiscard]] size_t firstBin(size_t bar) const { return (bar * bins + bars - 1) / bars; }
    /// The sum of \p counts over the bins of each bar.
    template <typename CountOf>
    [[nodiscard]] std::vector<double> poured(CountOf countOf) const {
        std::vector<double> sums(bars, 0.0);
        for (size_t bin = 0; bin < bins; ++bin) sums[bin * bars / bins] += static_cast<double>(countOf(bin));
        return sums;
    }
};

void paintHistogram(QPainter& painter, const QRect& rect, const ColumnProfile& profile, const GridStyle& style,
                    const LinkedCounts* part) {
    const Bars bars(rect, profile);
    const std::vector<double> whole = bars.poured([&](size_t bin) { return profile.histogram[bin].count; });
    const double tallest = *std::max_element(whole.begin(), whole.end());
    if (tallest <= 0) return;
    const auto paint = [&](const std::vector<double>& heights, const QColor& fill) {
        for (size_t i = 0; i < heights.size(); ++i) {
            if (heights[i] <= 0) continue;
            const int height = std::max(1, static_cast<int>(std::lround(heights[i] / tallest * rect.height())));
            painter.fillRect(QRect(bars.edge(i), rect.bottom() + 1 - height,
                                   std::max(1, bars.edge(i + 1) - bars.edge(i) - 1), height),
                             fill);
        }
    };
    paint(whole, mixed(style.surface, style.series, part ? 0.28 : 0.65));
    if (part && part->bins.size() == bars.bins)
        paint(bars.poured([&](size_t bin) { return part->bins[bin]; }), mixed(style.surface, style.series, 0.9));
}

/// The most frequent values with their shares of all values; for a boolean column both.
std::vector<std::pair<QString, double>> topShares(const ColumnProfile& profile) {
    std::vector<std::pair<QString, double>> shares;
    if (profile.schema.type == ColumnType::Boolean) {
        shares = {{QStringLiteral("true"), profile.mean}, {QStringLiteral("false"), 1 - profile.mean}};
        if (profile.mean < 0.5) std::swap(shares[0], shares[1]);
        return shares;
    }
    for (const auto& [value, count] : profile.topValues)
        shares.emplace_back(text(value), static_cast<double>(count) / static_cast<double>(profile.count));
    return shares;
}

bool drawnAsShares(const ColumnProfile& profile) {
    return isTextual(profile.schema.type) || profile.schema.type == ColumnType::Boolean || profile.histogram.empty();
}

QRect sharesRect(const QRect& rect) { return {rect.left(), rect.bottom() - 9, rect.width(), 8}; }

/// Where the \p place-th most frequent value is drawn.
QRect shareRect(const QRect& bar, const std::vector<std::pair<QString, double>>& shares, size_t place) {
    double left = bar.left();
    for (size_t i = 0; i < place; ++i) left += shares[i].second * bar.width();
    const int from = static_cast<int>(std::lround(left));
    const int to = static_cast<int>(std::lround(left + shares[place].second * bar.width()));
    return {from, bar.top(), std::max(0, to - from - 1), bar.height()};
}

/// The part of \p place-th most frequent value that is chosen, 0…1.
double chosenShare(const ColumnProfile& profile, const LinkedCounts& part, const QString& value) {
    for (size_t i = 0; i < std::min(profile.topValues.size(), part.values.size()); ++i)
        if (text(profile.topValues[i].first) == value)
            return static_cast<double>(part.values[i]) /
                   static_cast<double>(std::max<uint64_t>(1, profile.topValues[i].second));
    return 0;
}

void paintShares(QPainter& painter, const QRect& rect, const ColumnProfile& profile, const GridStyle& style,
                 const LinkedCounts* part) {
    if (profile.count == 0) return;
    const QRect bar = sharesRect(rect);
    painter.fillRect(bar, mixed(style.surface, style.series, 0.14));
    const auto shares = topShares(profile);
    for (size_t i = 0; i < std::min(segmentsShown, shares.size()); ++i) {
        const QRect segment = shareRect(bar, shares, i);
        const double strength = 0.75 - 0.17 * static_cast<double>(i);
        painter.fillRect(segment, mixed(style.surface, style.series, part ? strength * 0.4 : strength));
        if (!part) continue;
        QRect chosen = segment;
        chosen.setWidth(static_cast<int>(std::lround(chosenShare(profile, *part, shares[i].first) * segment.width())));
        painter.fillRect(chosen, mixed(style.surface, style.series, 0.9));
    }
}

/// What stands under a picture of shares; empty for columns that have a range instead.
QString caption(const ColumnProfile& profile) {
    if (profile.count == 0) return ColumnSummary::tr("no values");
    const auto shares = topShares(profile);
    if (!drawnAsShares(profile) || shares.empty()) return {};
    if (isTextual(profile.schema.type) && profile.topValues.front().second <= 1 && profile.distinct > 1)
        return ColumnSummary::tr("%1 different").arg(countText(static_cast<qint64>(profile.distinct)));
    return QStringLiteral("%1  %2").arg(shares.front().first, percentText(shares.front().second));
}

/// The smallest and the largest value, exact where there is room, else rounded to months, years or fewer
/// digits.
QString rangeCaption(const ColumnProfile& profile, const QFontMetrics& metrics, int room) {
    const ColumnType type = profile.schema.type;
    const bool time = type == ColumnType::Date || type == ColumnType::Timestamp;
    const QString low = valueText(type, profile.min), high = valueText(type, profile.max);
    const auto range = [](const QString& from, const QString& to) { return QStringLiteral("%1 … %2").arg(from, to); };
    QStringList candidates{range(low, high)};
    if (time) {
        candidates << range(low.left(7), high.left(7));
        if (low.left(4) == high.left(4)) candidates << range(low.left(7), high.mid(5, 2));
        else candidates << range(low.left(4), high.left(4));
    } else {
        candidates << range(numberText(profile.min, 3), numberText(profile.max, 3));
    }
    for (const QString& candidate : candidates)
        if (metrics.horizontalAdvance(candidate) <= room) return candidate;
    return candidates.back();
}

} // namespace

std::optional<SummaryBar> summaryBarAt(QPoint position, const QRect& rect, const ColumnProfile& profile) {
    const QRect picture = rect.adjusted(0, 0, 0, -captionHeight);
    if (profile.count == 0 || !picture.contains(position)) return std::nullopt;
    if (!drawnAsShares(profile)) {
        const Bars bars(picture, profile);
        size_t bar = 0;
        while (bar + 1 < bars.bars && bars.edge(bar + 1) <= position.x()) ++bar;
        const size_t first = bars.firstBin(bar);
        const size_t last = bars.firstBin(bar + 1) - 1;
        const ColumnType type = profile.schema.type;
        // Bins of whole numbers begin half a unit before their first value.
        const double half = type == ColumnType::Real ? 0 : 0.5;
        return SummaryBar{QRect(bars.edge(bar), picture.top(), bars.edge(bar + 1) - bars.edge(bar), picture.height()),
                          binsFilter(profile, first, last),
                          ColumnSummary::tr("%1 to %2")
                              .arg(valueText(type, profile.histogram[first].from + half),
                                   valueText(type, profile.histogram[last].to - half))};
    }
    const auto shares = topShares(profile);
    for (size_t i = 0; i < std::min(segmentsShown, shares.size()); ++i) {
        const QRect segment =
            shareRect(sharesRect(picture), shares, i).adjusted(0, -6, 0, 2); // easier to hit than it is tall
        if (!segment.contains(position)) continue;
        for (size_t place = 0; place < profile.topValues.size(); ++place)
            if (text(profile.topValues[place].first) == shares[i].first)
                return SummaryBar{segment, valueFilter(profile, place), shares[i].first};
    }
    return std::nullopt;
}

void paintColumnSummary(QPainter& painter, const QRect& rect, const ColumnProfile& profile, const GridStyle& style,
                        const LinkedCounts* part) {
    const QRect picture = rect.adjusted(0, 0, 0, -captionHeight);
    if (drawnAsShares(profile)) paintShares(painter, picture, profile, style, part);
    else paintHistogram(painter, picture, profile, style, part);

    QRect words(rect.left(), rect.bottom() - captionHeight + 1, rect.width(), captionHeight);
    painter.setFont(style.caption);
    const QFontMetrics metrics = painter.fontMetrics();
    const double missing = missingShare(profile);
    if (missing > 0) {
        // A share that rounds to nothing must not read as "none missing".
        const QString share = missing < 0.01 ? QStringLiteral("<1 %") : percentText(missing);
        const QString lack = ColumnSummary::tr("%1 missing").arg(share);
        const bool roomy = metrics.horizontalAdvance(lack) < words.width() * 3 / 5;
        const QString shown = roomy ? lack : QStringLiteral("– ") + share;
        painter.setPen(missing > 0.5 ? style.bad : style.warn);
        painter.drawText(words, Qt::AlignRight | Qt::AlignVCenter, shown);
        words.setRight(words.right() - metrics.horizontalAdvance(shown) - 6);
    }
    const int room = std::max(0, words.width());
    const QString topValue = caption(profile);
    const QString shown = topValue.isEmpty() ? rangeCaption(profile, metrics, room) : topValue;
    painter.setPen(style.muted);
    painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(shown, Qt::ElideRight, room));
}

QString summaryText(const ColumnProfile& profile) {
    const QString missing = profile.missing == 0 ? ColumnSummary::tr("none missing")
                                                 : ColumnSummary::tr("%1 missing (%2)")
                                                       .arg(countText(static_cast<qint64>(profile.missing)),
                                                            percentText(missingShare(profile), 1));
    return ColumnSummary::tr("%1 values, %2, %3 different")
        .arg(countText(static_cast<qint64>(profile.count)), missing, countText(static_cast<qint64>(profile.distinct)));
}

} // namespace lathe::ui
