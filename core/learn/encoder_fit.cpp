// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/encoder_fit.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

namespace lathe {

namespace {

constexpr size_t mostCategories = 100;
constexpr size_t wordBuckets = 512;
/// A text column of which this share of values is different names rows rather than describing them, unless it is prose.
constexpr double nameShare = 0.5;
constexpr size_t fewestRowsForNames = 20;
constexpr double wordsOfProse = 2.5; // a name, a code or a ticket number has fewer words

struct Fit {
    std::optional<ColumnEncoding> encoding; ///< none: left out
    InputField field;
    std::string note;
};

double medianOf(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

/// Fill, mean and scale of one feature, from its training values (NaN where missing).
void fitFeature(const std::vector<double>& values, const EncodingNeeds& needs, ColumnEncoding& encoding) {
    std::vector<double> present;
    std::copy_if(values.begin(), values.end(), std::back_inserter(present),
                 [](double value) { return !std::isnan(value); });
    const double fill =
        needs.complete && !present.empty() ? medianOf(present) : std::numeric_limits<double>::quiet_NaN();
    encoding.fill.push_back(fill);
    if (!needs.standardised) return;
    double sum = 0;
    for (const double value : values) sum += std::isnan(value) ? fill : value;
    const double mean = sum / static_cast<double>(values.size());
    double squares = 0;
    for (const double value : values) {
        const double distance = (std::isnan(value) ? fill : value) - mean;
        squares += distance * distance;
    }
    const double deviation = std::sqrt(squares / static_cast<double>(values.size()));
    encoding.mean.push_back(mean);
    encoding.scale.push_back(deviation > 0 ? deviation : 1);
}

std::vector<double> numbersOf(const Column& column) {
    std::vector<double> values(column.rows());
    for (size_t row = 0; row < values.size(); ++row) {
        values[row] = column.isMissing(row) ? std::numeric_limits<double>::quiet_NaN() : column.number(row);
        if (std::isinf(values[row])) values[row] = std::numeric_limits<double>::quiet_NaN();
    }
    return values;
}

Fit fitNumber(const Column& column, const EncodingNeeds& needs) {
    Fit fit;
    const std::vector<double> values = numbersOf(column);
    bool missing = false;
    double least = std::numeric_limits<double>::infinity();
    double greatest = -least;
    for (const double value : values) {
        if (std::isnan(value)) {
            missing = true;
            continue;
        }
        least = std::min(least, value);
        greatest = std::max(greatest, value);
    }
    fit.field.required = !missing;
    if (least > greatest) {
        fit.note = "has no value in the training rows";
        return fit;
    }
    fit.field.min = least;
    fit.field.max = greatest;
    if (least == greatest && !missing) {
        fit.note = "has the same value in all training rows";
        return fit;
    }
    ColumnEncoding encoding;
    const bool temporal = column.schema.type == ColumnType::Date || column.schema.type == ColumnType::Timestamp;
    encoding.type = column.schema.type;
    if (!temporal) {
        encoding.indicator = needs.complete && missing;
        fitFeature(values, needs, encoding);
    } else {
        encoding.kind = ColumnEncoding::Kind::DateParts;
        const size_t parts = encoding.width();
        std::vector<std::vector<double>> features(
            parts, std::vector<double>(values.size(), std::numeric_limits<double>::quiet_NaN()));
        double part[timestampPartCount] = {};
        for (size_t row = 0; row < values.size(); ++row) {
            if (std::isnan(values[row])) continue;
            dateParts(values[row], encoding.type, part);
            for (size_t i = 0; i < parts; ++i) features[i][row] = part[i];
        }
        for (const auto& feature : features) fitFeature(feature, needs, encoding);
    }
    fit.encoding = std::move(encoding);
    return fit;
}

size_t wordsIn(std::string_view text) {
    size_t words = 0;
    forEachWordHash(text, [&](uint64_t) { ++words; });
    return words;
}

Fit fitText(const Column& column) {
    Fit fit;
    std::unordered_map<std::string_view, size_t> counts;
    size_t present = 0;
    size_t words = 0;
    for (size_t row = 0; row < column.rows(); ++row) {
        if (column.isMissing(row)) continue;
        const std::string_view text = column.text(row);
        ++present;
        words += wordsIn(text);
        ++counts[text];
    }
    const bool missing = present < column.rows();
    fit.field.required = !missing;
    if (counts.size() < 2 && !missing) {
        fit.note = "has the same value in all training rows";
        return fit;
    }
    if (counts.empty()) {
        fit.note = "has no value in the training rows";
        return fit;
    }
    ColumnEncoding encoding;
    encoding.type = column.schema.type;
    const bool prose = static_cast<double>(words) >= wordsOfProse * static_cast<double>(present);
    const bool mostlyDifferent = static_cast<double>(counts.size()) > nameShare * static_cast<double>(present);
    if (prose && (mostlyDifferent || counts.size() > mostCategories)) {
        encoding.kind = ColumnEncoding::Kind::Words;
        encoding.buckets = wordBuckets;
        fit.note = fmt::format("is free text; its words are hashed into {} features", wordBuckets);
        fit.field.required = false;
        fit.encoding = std::move(encoding);
        return fit;
    }
    if (mostlyDifferent && present >= fewestRowsForNames) {
        fit.note = fmt::format("has {} different values in {} rows: it names rows and cannot be learned from",
                               counts.size(), present);
        return fit;
    }
    std::vector<std::pair<std::string_view, size_t>> ranked(counts.begin(), counts.end());
    std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
        return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    if (ranked.size() > mostCategories) {
        fit.note = fmt::format("has {} categories; the {} most frequent are told apart", ranked.size(), mostCategories);
        ranked.resize(mostCategories);
    }
    encoding.kind = ColumnEncoding::Kind::OneHot;
    encoding.missingCategory = missing;
    for (const auto& [category, count] : ranked) encoding.categories.emplace_back(category);
    std::sort(encoding.categories.begin(), encoding.categories.end());
    fit.field.categories = encoding.categories;
    fit.encoding = std::move(encoding);
    return fit;
}

} // namespace

Result<FittedEncoder> fitEncoder(const Table& trainingRows, const EncodingNeeds& needs) {
    FittedEncoder result;
    std::vector<ColumnEncoding> encodings;
    for (const Column& column : trainingRows.columns) {
        Fit fit = isTextual(column.schema.type) ? fitText(column) : fitNumber(column, needs);
        if (!fit.note.empty())
            result.notes.push_back(
                fmt::format("column '{}' {}{}", column.schema.name, fit.note, fit.encoding ? "" : "; it is left out"));
        if (!fit.encoding) continue;
        fit.encoding->name = fit.field.name = column.schema.name;
        fit.field.type = column.schema.type;
        encodings.push_back(std::move(*fit.encoding));
        result.inputs.push_back(std::move(fit.field));
    }
    if (encodings.empty())
        return failHint(ErrorKind::InvalidInput,
                        "no feature is left to learn from: every column is constant, empty or names rows",
                        "name other columns under features, or check the target");
    result.encoder = FeatureEncoder(std::move(encodings));
    return result;
}

} // namespace lathe
