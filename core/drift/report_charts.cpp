// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drift/report_charts.h"

#include "core/base/text.h"
#include "core/drift/histogram_bins.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace lathe::drift {

namespace {

constexpr size_t mostCategoryRows = 12;

/// The area the bars fill, in the units of the SVG.
struct Plot {
    double left, top, width, height;
    double highest; ///< share at the top
    size_t bins;

    [[nodiscard]] double x(size_t edge) const {
        return left + width * static_cast<double>(edge) / static_cast<double>(bins);
    }
    [[nodiscard]] double y(double share) const { return top + height * (1 - share / highest); }
};

std::string coordinate(double value) { return shortNumber(std::round(value * 10) / 10, 6); }

double highestShare(const ColumnDrift& column) {
    double highest = 0;
    for (const OverlaidBin& bin : column.histogram) highest = std::max({highest, bin.reference, bin.current});
    return highest;
}

/// The outline of one side: a closed area under steps, and the steps alone as a line.
std::string steps(const ColumnDrift& column, const Plot& plot, double OverlaidBin::*side, const char* name) {
    std::string line = "M" + coordinate(plot.x(0)) + " " + coordinate(plot.y(0));
    for (size_t i = 0; i < plot.bins; ++i) {
        line += "V" + coordinate(plot.y(column.histogram[i].*side)) + "H" + coordinate(plot.x(i + 1));
    }
    line += "V" + coordinate(plot.y(0));
    return fmt::format("<path class=\"{0}-area\" d=\"{1}Z\"/><path class=\"{0}-line\" d=\"{1}\"/>", name, line);
}

std::string bothSides(const ColumnDrift& column, const Plot& plot) {
    return steps(column, plot, &OverlaidBin::reference, "ref") + steps(column, plot, &OverlaidBin::current, "cur");
}

/// The next of 1, 2, 2.5, 5, 10 … per cent that is not below \p share.
double roundTop(double share) {
    const double power = std::pow(10, std::floor(std::log10(std::max(share, 1e-6))));
    for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
        if (factor * power >= share) return factor * power;
    }
    return 10 * power;
}

std::string horizontalGrid(const Plot& plot) {
    std::string svg;
    for (const double part : {0.0, 0.5, 1.0}) {
        const double y = plot.y(part * plot.highest);
        svg += fmt::format("<line class=\"grid\" x1=\"{}\" x2=\"{}\" y1=\"{}\" y2=\"{}\"/><text "
                           "class=\"axis\" text-anchor=\"end\" x=\"{}\" y=\"{}\">{}</text>",
                           coordinate(plot.left), coordinate(plot.left + plot.width), coordinate(y), coordinate(y),
                           coordinate(plot.left - 6), coordinate(y + 3.5), percent(part * plot.highest));
    }
    return svg;
}

std::string edgeLabel(const ColumnDrift& column, size_t edge) {
    const bool last = edge == column.histogram.size();
    const double value = last ? column.histogram.back().to : column.histogram[edge].from;
    if (std::isinf(value)) return {};
    std::string text = edgeText(value, column.type);
    if (column.type == ColumnType::Timestamp) text = text.substr(0, 10); // the day is enough below an axis
    return text;
}

std::string edgeLabels(const ColumnDrift& column, const Plot& plot) {
    const bool dates = column.type == ColumnType::Date || column.type == ColumnType::Timestamp;
    const size_t labels = dates ? 4 : 5;
    const size_t every = std::max<size_t>(1, (plot.bins + labels - 1) / labels);
    std::string svg;
    for (size_t edge = 0; edge <= plot.bins; edge += every) {
        const char* anchor = edge == 0 ? "start" : edge + every > plot.bins && edge == plot.bins ? "end" : "middle";
        svg += fmt::format("<text class=\"axis\" text-anchor=\"{}\" x=\"{}\" y=\"{}\">{}</text>", anchor,
                           coordinate(plot.x(edge)), coordinate(plot.top + plot.height + 15),
                           htmlEscaped(edgeLabel(column, edge)));
    }
    return svg;
}

std::string numberChart(const ColumnDrift& column) {
    const Plot plot{44, 8, 428, 120, roundTop(highestShare(column)), column.histogram.size()};
    return fmt::format("<svg class=\"chart\" viewBox=\"0 0 480 150\" role=\"img\" aria-label=\"Share of rows "
                       "by value of {}\">{}{}{}</svg>",
                       htmlEscaped(column.column), horizontalGrid(plot), bothSides(column, plot),
                       edgeLabels(column, plot));
}

std::string bar(double share, double highest, const char* side) {
    return fmt::format("<svg class=\"bar\" viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\"><rect "
                       "class=\"{}-bar\" width=\"{}\" height=\"6\"/></svg>",
                       side, coordinate(share / highest * 100));
}

std::string categoryChart(const ColumnDrift& column) {
    const double highest = std::max(highestShare(column), 1e-12);
    std::string html = "<div class=\"categories\">";
    const size_t rows = column.histogram.size() <= mostCategoryRows ? column.histogram.size() : mostCategoryRows - 1;
    for (size_t i = 0; i < rows; ++i) {
        const OverlaidBin& bin = column.histogram[i];
        const std::string label = htmlEscaped(bin.label.empty() ? "(empty)" : bin.label);
        html += fmt::format("<div class=\"label\" title=\"{0}\">{0}</div><div class=\"bars\">{1}{2}</div><div "
                            "class=\"shares\"><b class=\"ref\">{3}</b><b class=\"cur\">{4}</b></div>",
                            label, bar(bin.reference, highest, "ref"), bar(bin.current, highest, "cur"),
                            percent(bin.reference), percent(bin.current));
    }
    if (rows < column.histogram.size()) {
        html += fmt::format("<div class=\"more\">and {} more</div>", column.histogram.size() - rows);
    }
    return html + "</div>";
}

/// Categories are numbered 0, 1, 2… and carry their own names.
bool holdsCategories(const ColumnDrift& column) {
    if (isTextual(column.type) || column.type == ColumnType::Boolean) return !column.statistics.contains("ks_distance");
    return column.statistics.contains("categories_reference");
}

} // namespace

std::string percent(double share) {
    if (std::isnan(share)) return "–";
    const double value = share * 100;
    if (value != 0 && std::abs(value) < 0.01) return "&lt; 0.01 %";
    return shortNumber(std::abs(value) >= 10 ? std::round(value * 10) / 10 : std::round(value * 100) / 100, 6) + " %";
}

std::string chart(const ColumnDrift& column) {
    if (column.histogram.empty()) return {};
    return holdsCategories(column) ? categoryChart(column) : numberChart(column);
}

std::string sparkline(const ColumnDrift& column) {
    if (column.histogram.empty()) return {};
    const Plot plot{0, 1, 120, 22, std::max(highestShare(column), 1e-12), column.histogram.size()};
    return "<svg class=\"spark\" viewBox=\"0 0 120 24\" preserveAspectRatio=\"none\" aria-hidden=\"true\">" +
           bothSides(column, plot) + "</svg>";
}

} // namespace lathe::drift
