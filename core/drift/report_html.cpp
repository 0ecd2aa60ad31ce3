// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/base/version.h"
#include "core/drift/comparison.h"
#include "core/drift/report_charts.h"
#include "core/drift/report_style.h"
#include "core/drift/test_catalog.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace lathe {

namespace {

using drift::percent;

constexpr size_t mostCharts = 200; // 3 kB each
constexpr size_t mostTableRows = 2000;

/// 1 204 318 with thin spaces.
std::string grouped(uint64_t number) {
    std::string digits = std::to_string(number);
    for (size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, " ");
    return digits;
}

std::string scoreText(double score, bool pValue) {
    if (std::isnan(score)) return "–";
    if (pValue && score < 0.0001) return score == 0 ? "0" : "&lt; 0.0001";
    const std::string digits = shortNumber(std::abs(score), 4);
    return score < 0 ? "−" + digits : digits;
}

std::string titleOf(const ColumnDrift& column) {
    if (column.test == "missing_share") return "Difference of missing shares";
    const drift::DriftTest* test = drift::findTest(column.test);
    return test != nullptr ? test->title : column.test;
}

std::string roleTag(const ColumnDrift& column) {
    if (column.role == "target") return "<span class=\"tag\">label</span>";
    if (column.role == "prediction") return "<span class=\"tag\">prediction</span>";
    return {};
}

bool hasScore(const ColumnDrift& column) { return !column.test.empty(); }

std::string pill(const ColumnDrift& column) {
    if (!hasScore(column)) return "<span class=\"pill none\">not tested</span>";
    return column.drifted ? "<span class=\"pill bad\">drift</span>" : "<span class=\"pill ok\">stable</span>";
}

/// Label and prediction first, then what drifted most against its limit, then the rest as they stand in the
/// data.
std::vector<const ColumnDrift*> ordered(const DriftResult& result) {
    std::vector<const ColumnDrift*> columns;
    for (const ColumnDrift& column : result.columns) columns.push_back(&column);
    const auto rank = [](const ColumnDrift& column) {
        if (column.role != "feature") return column.role == "target" ? 0 : 1;
        return column.drifted ? 2 : hasScore(column) ? 3 : 4;
    };
    const auto excess = [](const ColumnDrift& column) {
        if (!column.drifted || column.scoreIsPValue || column.threshold <= 0) return 0.0;
        return column.score / column.threshold;
    };
    std::stable_sort(columns.begin(), columns.end(), [&](const ColumnDrift* a, const ColumnDrift* b) {
        return std::pair(rank(*a), -excess(*a)) < std::pair(rank(*b), -excess(*b));
    });
    return columns;
}

const char* noun(const DriftResult& result) { return result.options.defaults == "evidently" ? "columns" : "features"; }

std::string countSentence(const DriftResult& result) {
    return fmt::format("{} of {} {} ({})", result.driftedColumns, result.testedColumns, noun(result),
                       percent(result.share));
}

std::string verdict(const DriftResult& result) {
    const bool bad = result.drifted || result.labelDrifted;
    const std::string limit = percent(result.options.driftShare);
    std::string headline, reason;
    if (result.testedColumns == 0) {
        headline = result.labelDrifted ? "The label drifted" : "No column could be tested";
        reason = "The table below says why for each column.";
    } else if (result.drifted) {
        headline = result.labelDrifted ? "The data and the label drifted" : "The data drifted";
        reason = fmt::format("{} differ from the reference; drift is called from {} on.", countSentence(result), limit);
    } else if (result.labelDrifted) {
        headline = "The label drifted";
        reason = fmt::format("Its distribution differs from the reference. Beside it, {} differ, fewer than "
                             "the {} that count as drift of the data.",
                             countSentence(result), limit);
    } else {
        headline = "No drift found";
        reason = fmt::format("{} differ from the reference; drift is called from {} on.", countSentence(result), limit);
    }
    const char* mark =
        bad ? "<path d=\"M12 25c3 0 4-9 8-9s5 13 8 13\"/><path d=\"M12 30h16\"/>" : "<path d=\"M13 20.5l5 5 9.5-10\"/>";
    return fmt::format("<section class=\"card verdict {}\"><svg class=\"mark\" viewBox=\"0 0 40 40\" "
                       "aria-hidden=\"true\">{}</svg>"
                       "<div><strong>{}</strong><p>{}</p></div></section>",
                       bad ? "bad" : "ok", mark, headline, reason);
}

std::string tile(const std::string& title, const std::string& value, const std::string& below,
                 const std::string& extra = {}) {
    return fmt::format("<div class=\"card tile\"><span>{}</span><strong>{}</strong><small>{}</small>{}</div>", title,
                       value, below, extra);
}

std::string tiles(const DriftResult& result) {
    const std::string track =
        fmt::format("<div class=\"track\"><i style=\"width:{}%\"></i></div>", shortNumber(result.share * 100, 4));
    std::string html = "<div class=\"tiles\">";
    html += tile("Reference rows", grouped(result.referenceRows), htmlEscaped(result.reference));
    html += tile("Current rows", grouped(result.currentRows), htmlEscaped(result.current));
    html += fmt::format("<div class=\"{}\">", result.drifted ? "bad" : "ok") +
            tile(fmt::format("Drifted {}", noun(result)),
                 fmt::format("{} of {}", result.driftedColumns, result.testedColumns),
                 "limit " + percent(result.options.driftShare), track) +
            "</div>";
    for (const ColumnDrift& column : result.columns) {
        if (column.role == "target") html += tile("Label", pill(column), htmlEscaped(column.column));
        if (column.role == "prediction") html += tile("Prediction", pill(column), htmlEscaped(column.column));
    }
    return html + "</div>";
}

std::string performance(const DriftResult& result) {
    if (result.performance.empty()) return {};
    std::string rows;
    for (const auto& [metric, both] : result.performance) {
        const double change = both.second - both.first;
        rows +=
            fmt::format("<tr><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}{}</td></tr>",
                        htmlEscaped(metric), scoreText(both.first, false), scoreText(both.second, false),
                        change > 0 ? "+" : "", scoreText(change, false));
    }
    const std::string model =
        result.model.empty() ? std::string() : fmt::format("<span class=\"sub\">{}</span>", htmlEscaped(result.model));
    return fmt::format("<div class=\"titles\"><h2>Quality of the model on both sides</h2>{}</div><div "
                       "class=\"card scroll\"><table><thead><tr>"
                       "<th>Metric</th><th class=\"n\">Reference</th><th class=\"n\">Current</th><th "
                       "class=\"n\">Change</th></tr></thead><tbody>{}</tbody></table></div>",
                       model, rows);
}

std::string missingText(uint64_t missing, uint64_t count) {
    return missing == 0 ? "0 %" : percent(static_cast<double>(missing) / static_cast<double>(missing + count));
}

std::string tableRow(const ColumnDrift& column, size_t place) {
    const std::string name = place < mostCharts
                                 ? fmt::format("<a href=\"#c{}\">{}</a>", place, htmlEscaped(column.column))
                                 : htmlEscaped(column.column);
    const bool scored = hasScore(column);
    return fmt::format(
        "<tr><td>{}{}</td><td>{}</td><td>{}</td><td>{}</td><td class=\"n\">{}</td><td "
        "class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td>{}</td></tr>",
        name, roleTag(column), toString(column.type), pill(column), scored ? htmlEscaped(titleOf(column)) : "–",
        scored ? scoreText(column.score, column.scoreIsPValue) : "–", scored ? shortNumber(column.threshold, 4) : "–",
        missingText(column.referenceMissing, column.referenceCount),
        missingText(column.currentMissing, column.currentCount),
        place < mostCharts ? drift::sparkline(column) : std::string());
}

std::string table(const std::vector<const ColumnDrift*>& columns) {
    std::string rows;
    for (size_t i = 0; i < std::min(columns.size(), mostTableRows); ++i) rows += tableRow(*columns[i], i);
    std::string html =
        fmt::format("<h2>Columns</h2><div class=\"card "
                    "scroll\"><table><thead><tr><th>Column</th><th>Type</th><th>Verdict</th><th>Test</th><th "
                    "class=\"n\">Score</th>"
                    "<th class=\"n\">Limit</th><th class=\"n\">Missing before</th><th class=\"n\">Missing "
                    "now</th><th>Shape</th></tr></thead><tbody>{}</tbody></table></div>",
                    rows);
    if (columns.size() > mostTableRows)
        html += fmt::format("<p class=\"note\">{} more columns are in the JSON report.</p>",
                            columns.size() - mostTableRows);
    return html;
}

std::string figureRow(const ColumnDrift& column, const char* title, const char* key) {
    const auto reference = column.statistics.find(std::string(key) + "_reference"),
               current = column.statistics.find(std::string(key) + "_current");
    if (reference == column.statistics.end() || current == column.statistics.end()) return {};
    return fmt::format("<dt>{}</dt><dd class=\"ref\">{}</dd><dd class=\"cur\">{}</dd>", title,
                       shortNumber(reference->second, 5), shortNumber(current->second, 5));
}

std::string figures(const ColumnDrift& column) {
    std::string rows;
    if (column.type != ColumnType::Date && column.type != ColumnType::Timestamp) {
        rows += figureRow(column, column.type == ColumnType::Text ? "Mean length" : "Mean", "mean") +
                figureRow(column, "Median", "median") + figureRow(column, "Standard deviation", "deviation") +
                figureRow(column, "Categories", "categories");
    }
    if (column.referenceMissing + column.currentMissing > 0) {
        rows += fmt::format("<dt>Missing</dt><dd class=\"ref\">{}</dd><dd class=\"cur\">{}</dd>",
                            missingText(column.referenceMissing, column.referenceCount),
                            missingText(column.currentMissing, column.currentCount));
    }
    if (const auto fresh = column.statistics.find("new_word_share"); fresh != column.statistics.end()) {
        rows +=
            fmt::format("<dt>Words the reference lacks</dt><dd></dd><dd class=\"cur\">{}</dd>", percent(fresh->second));
    }
    return rows.empty() ? rows : "<dl>" + rows + "</dl>";
}

std::string newCategories(const ColumnDrift& column) {
    if (column.newCategories.empty()) return {};
    const auto share = column.statistics.find("new_category_share");
    std::vector<std::string> names;
    for (const std::string& name : column.newCategories) names.push_back(name.empty() ? "(empty)" : name);
    return fmt::format("<p class=\"message\">New here: {} ({} of the rows)</p>", htmlEscaped(joined(names, ", ")),
                       share == column.statistics.end() ? "?" : percent(share->second));
}

std::string detail(const ColumnDrift& column, size_t place) {
    const std::string how =
        hasScore(column) ? fmt::format("{}: {}, limit {}", htmlEscaped(titleOf(column)),
                                       scoreText(column.score, column.scoreIsPValue), shortNumber(column.threshold, 4))
                         : std::string("not tested");
    const std::string message = column.message.empty()
                                    ? std::string()
                                    : fmt::format("<p class=\"message\">{}</p>", htmlEscaped(column.message));
    return fmt::format("<article class=\"card\" id=\"c{}\"><div class=\"head\"><h3>{}{}</h3>{}</div><div "
                       "class=\"how\">{}</div>{}{}{}{}</article>",
                       place, htmlEscaped(column.column), roleTag(column), pill(column), how, drift::chart(column),
                       figures(column), newCategories(column), message);
}

std::string details(const std::vector<const ColumnDrift*>& columns) {
    std::string html = "<div class=\"titles\"><h2>Distributions</h2><div class=\"legend\"><span><i "
                       "class=\"r\"></i>reference</span><span><i "
                       "class=\"c\"></i>current</span></div></div><div class=\"grid2\">";
    for (size_t i = 0; i < std::min(columns.size(), mostCharts); ++i) html += detail(*columns[i], i);
    html += "</div>";
    if (columns.size() > mostCharts) {
        html += fmt::format("<p class=\"note\">The {} columns shown are the label, the prediction and those "
                            "that drifted most; all others are in the JSON report.</p>",
                            mostCharts);
    }
    return html;
}

std::string unsharedColumns(const DriftResult& result) {
    std::string html;
    const auto line = [&](const char* text, const std::vector<std::string>& names) {
        if (!names.empty()) html += fmt::format("<p class=\"note\">{} {}</p>", text, htmlEscaped(joined(names, ", ")));
    };
    line("Only in the reference:", result.onlyInReference);
    line("Only in the current rows:", result.onlyInCurrent);
    return html;
}

} // namespace

std::string toHtml(const DriftResult& result) {
    const std::vector<const ColumnDrift*> columns = ordered(result);
    const std::string title =
        fmt::format("Drift of {} against {}", htmlEscaped(result.current), htmlEscaped(result.reference));
    std::string html = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                       "'unsafe-inline'\">"
                       "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>" +
                       title + "</title><style>";
    html += drift::reportStyle;
    html += fmt::format("</style></head><body><main><h1>Drift report</h1><div class=\"sub\"><b>{}</b> "
                        "against the reference <b>{}</b></div>",
                        htmlEscaped(result.current), htmlEscaped(result.reference));
    html += verdict(result) + tiles(result) + performance(result) + table(columns) + unsharedColumns(result) +
            details(columns);
    html += fmt::format("<footer>Made {} by Lathe {} with the defaults “{}”. Only aggregates are in this "
                        "file, no rows.</footer></main></body></html>\n",
                        isoTime(result.createdAt), versionText, htmlEscaped(result.options.defaults));
    return html;
}

} // namespace lathe
