// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/column_summary.h"

#include "ui/datasets/column_types.h"
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

/// The bins' counts poured into as many bars as there is room for.
std::vector<double> pouredBins(const std::vector<HistogramBin>& bins, size_t bars) {
    if (bins.size() <= bars) {
        std::vector<double> counts;
        for (const HistogramBin& bin : bins) counts.push_back(static_cast<double>(bin.count));
        return counts;
    }
    std::vector<double> counts(bars, 0.0);
    for (size_t i = 0; i < bins.size(); ++i)
        counts[i * bars / bins.size()] += static_cast<double>(bins[i].count);
    return counts;
}

void paintHistogram(QPainter& painter, const QRect& rect, const ColumnProfile& profile,
                    const GridStyle& style) {
    const auto room = static_cast<size_t>(std::max(1, rect.width() / (barWidth + 1)));
    const std::vector<double> bars = pouredBins(profile.histogram, room);
    const double tallest = *std::max_element(bars.begin(), bars.end());
    if (tallest <= 0) return;
    const double step = static_cast<double>(rect.width()) / static_cast<double>(bars.size());
    const QColor fill = mixed(style.surface, style.series, 0.65);
    for (size_t i = 0; i < bars.size(); ++i) {
        if (bars[i] <= 0) continue;
        const int height = std::max(1, static_cast<int>(std::lround(bars[i] / tallest * rect.height())));
        const int left = rect.left() + static_cast<int>(std::lround(static_cast<double>(i) * step));
        const int right = rect.left() + static_cast<int>(std::lround(static_cast<double>(i + 1) * step));
        painter.fillRect(QRect(left, rect.bottom() + 1 - height, std::max(1, right - left - 1), height),
                         fill);
    }
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
    return isTextual(profile.schema.type) || profile.schema.type == ColumnType::Boolean ||
           profile.histogram.empty();
}

void paintShares(QPainter& painter, const QRect& rect, const ColumnProfile& profile, const GridStyle& style) {
    if (profile.count == 0) return;
    const QRect bar(rect.left(), rect.bottom() - 9, rect.width(), 8);
    painter.fillRect(bar, mixed(style.surface, style.series, 0.14));
    double left = bar.left();
    const auto shares = topShares(profile);
    for (size_t i = 0; i < std::min(segmentsShown, shares.size()); ++i) {
        const double width = shares[i].second * bar.width();
        const int from = static_cast<int>(std::lround(left));
        const int to = static_cast<int>(std::lround(left + width));
        painter.fillRect(QRect(from, bar.top(), std::max(0, to - from - 1), bar.height()),
                         mixed(style.surface, style.series, 0.75 - 0.17 * static_cast<double>(i)));
        left += width;
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
    const auto range = [](const QString& from, const QString& to) {
        return QStringLiteral("%1 … %2").arg(from, to);
    };
    QStringList candidates{range(low, high)};
    if (time) {
        candidates << range(low.left(7), high.left(7));
        if (low.left(4) == high.left(4))
            candidates << range(low.left(7), high.mid(5, 2));
        else
            candidates << range(low.left(4), high.left(4));
    } else {
        candidates << range(numberText(profile.min, 3), numberText(profile.max, 3));
    }
    for (const QString& candidate : candidates)
        if (metrics.horizontalAdvance(candidate) <= room) return candidate;
    return candidates.back();
}

} // namespace

void paintColumnSummary(QPainter& painter, const QRect& rect, const ColumnProfile& profile,
                        const GridStyle& style) {
    const QRect picture = rect.adjusted(0, 0, 0, -captionHeight);
    if (drawnAsShares(profile))
        paintShares(painter, picture, profile, style);
    else
        paintHistogram(painter, picture, profile, style);

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
    painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(shown, Qt::ElideRight, room));
}

QString summaryText(const ColumnProfile& profile) {
    const QString missing = profile.missing == 0 ? ColumnSummary::tr("none missing")
                                                 : ColumnSummary::tr("%1 missing (%2)")
                                                       .arg(countText(static_cast<qint64>(profile.missing)),
                                                            percentText(missingShare(profile), 1));
    return ColumnSummary::tr("%1 values, %2, %3 different")
        .arg(countText(static_cast<qint64>(profile.count)), missing,
             countText(static_cast<qint64>(profile.distinct)));
}

} // namespace lathe::ui
