// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/encoder.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <unordered_map>

namespace lathe {

namespace {

constexpr uint32_t unknownCategory = UINT32_MAX;
constexpr double missingNumber = std::numeric_limits<double>::quiet_NaN();
constexpr double microsPerDay = 86400e6;

const char* kindWord(ColumnEncoding::Kind kind) {
    switch (kind) {
    case ColumnEncoding::Kind::Number: return "number";
    case ColumnEncoding::Kind::OneHot: return "one_hot";
    case ColumnEncoding::Kind::DateParts: return "date_parts";
    case ColumnEncoding::Kind::Words: return "words";
    }
    return "number";
}

std::optional<ColumnEncoding::Kind> kindFromWord(std::string_view word) {
    using Kind = ColumnEncoding::Kind;
    for (const Kind kind : {Kind::Number, Kind::OneHot, Kind::DateParts, Kind::Words})
        if (word == kindWord(kind)) return kind;
    return std::nullopt;
}

Json numbersJson(const std::vector<double>& numbers) {
    Json list = Json::array();
    for (const double number : numbers) list.push_back(std::isnan(number) ? Json(nullptr) : Json(number));
    return list;
}

std::vector<double> numbersFromJson(const Json& json, const char* key) {
    std::vector<double> numbers;
    if (const auto list = json.find(key); list != json.end())
        for (const Json& item : *list) numbers.push_back(item.is_null() ? missingNumber : item.get<double>());
    return numbers;
}

template <typename T>
void writeNumbers(const ColumnEncoding& column, const double* values, size_t count, bool missing, T* features) {
    for (size_t i = 0; i < count; ++i) {
        double value = missing || std::isnan(values[i]) ? column.fill[i] : values[i];
        if (!column.scale.empty()) value = (value - column.mean[i]) / column.scale[i];
        features[i] = static_cast<T>(value);
    }
}

template <typename T>
void writeNumber(const ColumnEncoding& column, double value, T* features) {
    const bool missing = std::isnan(value);
    writeNumbers(column, &value, 1, missing, features);
    if (column.indicator) features[1] = missing ? T{1} : T{0};
}

template <typename T>
void writeDate(const ColumnEncoding& column, double value, T* features) {
    double parts[timestampPartCount] = {};
    const bool missing = std::isnan(value);
    if (!missing) dateParts(value, column.type, parts);
    writeNumbers(column, parts, column.width(), missing, features);
}

template <typename T>
void writeOneHot(const ColumnEncoding& column, uint32_t category, bool missing, T* features) {
    std::fill_n(features, column.width(), T{0});
    if (missing) {
        if (column.missingCategory) features[column.categories.size()] = T{1};
    } else if (category != unknownCategory) {
        features[category] = T{1};
    }
}

template <typename T>
void writeWords(const ColumnEncoding& column, std::string_view text, T* features) {
    std::fill_n(features, column.buckets, T{0});
    forEachWordHash(text, [&](uint64_t hash) { features[hash % column.buckets] += T{1}; });
    for (size_t i = 0; i < column.buckets; ++i)
        if (features[i] != T{0}) features[i] = static_cast<T>(std::log1p(static_cast<double>(features[i])));
}

/// Days and microseconds may stand for each other: a date column of one file is a timestamp column in another.
double asType(double value, ColumnType have, ColumnType want) {
    if (have == want) return value;
    if (have == ColumnType::Date && want == ColumnType::Timestamp) return value * microsPerDay;
    if (have == ColumnType::Timestamp && want == ColumnType::Date) return std::floor(value / microsPerDay);
    return value;
}

bool isTemporal(ColumnType type) { return type == ColumnType::Date || type == ColumnType::Timestamp; }

bool isCompatible(ColumnType have, ColumnType want) {
    return have == want || (isNumeric(have) && isNumeric(want)) || (isTextual(have) && isTextual(want)) ||
           (isTemporal(have) && isTemporal(want));
}

} // namespace

void dateParts(double value, ColumnType type, double* parts) {
    constexpr double farthestDay = 11'000'000; // within the years that std::chrono can name
    const double days =
        std::clamp(type == ColumnType::Timestamp ? std::floor(value / microsPerDay) : value, -farthestDay, farthestDay);
    const std::chrono::sys_days day{std::chrono::days{static_cast<int64_t>(days)}};
    const std::chrono::year_month_day date{day};
    parts[0] = static_cast<int>(date.year());
    parts[1] = static_cast<unsigned>(date.month());
    parts[2] = static_cast<unsigned>(date.day());
    parts[3] = std::chrono::weekday{day}.iso_encoding() - 1;
    if (type == ColumnType::Timestamp)
        parts[4] = std::clamp(std::floor((value - days * microsPerDay) / 3600e6), 0.0, 23.0);
}

void forEachWordHash(std::string_view text, const std::function<void(uint64_t)>& use) {
    constexpr uint64_t start = 0xcbf29ce484222325ULL;
    constexpr uint64_t prime = 0x100000001b3ULL;
    uint64_t hash = start;
    bool inWord = false;
    for (const char character : text) {
        auto byte = static_cast<unsigned char>(character);
        if (byte >= 'A' && byte <= 'Z') byte = static_cast<unsigned char>(byte + 32);
        if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte >= 0x80) {
            hash = (hash ^ byte) * prime;
            inWord = true;
        } else if (inWord) {
            use(hash);
            hash = start;
            inWord = false;
        }
    }
    if (inWord) use(hash);
}

size_t ColumnEncoding::width() const {
    switch (kind) {
    case Kind::Number: return indicator ? 2 : 1;
    case Kind::OneHot: return categories.size() + (missingCategory ? 1 : 0);
    case Kind::DateParts: return type == ColumnType::Timestamp ? timestampPartCount : datePartCount;
    case Kind::Words: return buckets;
    }
    return 0;
}

std::vector<std::string> ColumnEncoding::featureNames() const {
    static constexpr const char* parts[] = {"year", "month", "day", "weekday", "hour"};
    std::vector<std::string> names;
    switch (kind) {
    case Kind::Number:
        names.push_back(name);
        if (indicator) names.push_back(name + " is missing");
        break;
    case Kind::OneHot:
        for (const std::string& category : categories) names.push_back(name + "=" + category);
        if (missingCategory) names.push_back(name + " is missing");
        break;
    case Kind::DateParts:
        for (size_t i = 0; i < width(); ++i) names.push_back(name + "." + parts[i]);
        break;
    case Kind::Words:
        for (size_t i = 0; i < buckets; ++i) names.push_back(name + "#" + std::to_string(i));
        break;
    }
    return names;
}

Json ColumnEncoding::toJson() const {
    Json json{{"name", name}, {"type", toString(type)}, {"encoding", kindWord(kind)}};
    if (kind == Kind::OneHot) {
        json["categories"] = categories;
        json["missing_category"] = missingCategory;
    }
    if (kind == Kind::Words) json["buckets"] = buckets;
    if (kind == Kind::Number) json["missing_indicator"] = indicator;
    if (!fill.empty()) json["fill"] = numbersJson(fill);
    if (!scale.empty()) {
        json["mean"] = numbersJson(mean);
        json["scale"] = numbersJson(scale);
    }
    return json;
}

Result<ColumnEncoding> ColumnEncoding::fromJson(const Json& json) {
    try {
        ColumnEncoding column;
        column.name = json.at("name").get<std::string>();
        const auto type = columnTypeFromText(json.at("type").get<std::string>());
        const auto kind = kindFromWord(json.at("encoding").get<std::string>());
        if (!type || !kind)
            return fail(ErrorKind::Unsupported,
                        "the preprocessing of column '{}' is of a kind that this version does not know", column.name);
        column.type = *type;
        column.kind = *kind;
        column.categories = json.value("categories", std::vector<std::string>{});
        column.missingCategory = json.value("missing_category", false);
        column.indicator = json.value("missing_indicator", false);
        column.buckets = json.value("buckets", size_t{0});
        column.fill = numbersFromJson(json, "fill");
        column.mean = numbersFromJson(json, "mean");
        column.scale = numbersFromJson(json, "scale");
        const bool numeric = column.kind == Kind::Number || column.kind == Kind::DateParts;
        const size_t numbers = column.kind == Kind::Number ? 1 : column.width();
        if ((numeric && column.fill.size() != numbers) || column.mean.size() != column.scale.size() ||
            (numeric && !column.scale.empty() && column.scale.size() != numbers) ||
            (column.kind == Kind::Words && column.buckets == 0))
            return fail(ErrorKind::Corrupt, "the preprocessing of column '{}' is not complete", column.name);
        return column;
    } catch (const Json::exception& error) {
        return fail(ErrorKind::Corrupt, "the preprocessing is damaged: {}", error.what());
    }
}

struct FeatureEncoder::Lookup {
    struct Hash {
        using is_transparent = void;
        size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    std::unordered_map<std::string, uint32_t, Hash, std::equal_to<>> positions;

    [[nodiscard]] uint32_t find(std::string_view category) const {
        const auto found = positions.find(category);
        return found == positions.end() ? unknownCategory : found->second;
    }
};

FeatureEncoder::FeatureEncoder(std::vector<ColumnEncoding> columns) : m_columns(std::move(columns)) {
    for (const ColumnEncoding& column : m_columns) {
        m_offsets.push_back(m_width);
        m_width += column.width();
        auto lookup = std::make_shared<Lookup>();
        for (size_t i = 0; i < column.categories.size(); ++i)
            lookup->positions.emplace(column.categories[i], static_cast<uint32_t>(i));
        m_lookups.push_back(std::move(lookup));
    }
}

std::vector<std::string> FeatureEncoder::featureNames() const {
    std::vector<std::string> names;
    for (const ColumnEncoding& column : m_columns)
        for (std::string& name : column.featureNames()) names.push_back(std::move(name));
    return names;
}

Json FeatureEncoder::toJson() const {
    Json columns = Json::array();
    for (const ColumnEncoding& column : m_columns) columns.push_back(column.toJson());
    return {{"features", m_width}, {"columns", std::move(columns)}};
}

Result<FeatureEncoder> FeatureEncoder::fromJson(const Json& json) {
    if (!json.is_object() || !json.contains("columns") || !json["columns"].is_array())
        return fail(ErrorKind::Corrupt, "the preprocessing has no list of columns");
    std::vector<ColumnEncoding> columns;
    for (const Json& item : json["columns"]) {
        LATHE_TRY(ColumnEncoding column, ColumnEncoding::fromJson(item));
        columns.push_back(std::move(column));
    }
    return FeatureEncoder(std::move(columns));
}

void FeatureEncoder::encodeRow(std::span<const RawValue> values, double* features) const {
    for (size_t c = 0; c < m_columns.size(); ++c) {
        const ColumnEncoding& column = m_columns[c];
        const RawValue& value = values[c];
        double* place = features + m_offsets[c];
        const double number = value.missing ? missingNumber : value.number;
        switch (column.kind) {
        case ColumnEncoding::Kind::Number: writeNumber(column, number, place); break;
        case ColumnEncoding::Kind::DateParts: writeDate(column, number, place); break;
        case ColumnEncoding::Kind::OneHot:
            writeOneHot(column, value.missing ? unknownCategory : m_lookups[c]->find(value.text), value.missing, place);
            break;
        case ColumnEncoding::Kind::Words:
            writeWords(column, value.missing ? std::string_view{} : value.text, place);
            break;
        }
    }
}

Result<FeatureEncoder::Binding> FeatureEncoder::bind(const Table& table, std::span<const InputField> required) const {
    Binding binding;
    for (size_t c = 0; c < m_columns.size(); ++c) {
        const ColumnEncoding& wanted = m_columns[c];
        const auto index = table.find(wanted.name);
        std::vector<uint32_t> lookup;
        if (!index) {
            if (c < required.size() && required[c].required)
                return failHint(ErrorKind::InvalidInput,
                                fmt::format("column '{}' is missing; the model needs it", wanted.name),
                                fmt::format("add a column '{}' of type {}", wanted.name, toString(wanted.type)));
            binding.columns.push_back(nullptr);
            binding.lookups.emplace_back();
            continue;
        }
        const Column& column = table.columns[*index];
        if (!isCompatible(column.schema.type, wanted.type))
            return failHint(ErrorKind::InvalidInput,
                            fmt::format("column '{}' holds values of type {}, but the model was trained on {}",
                                        wanted.name, toString(column.schema.type), toString(wanted.type)),
                            fmt::format("cast the column to {} with a recipe", toString(wanted.type)));
        if (wanted.kind == ColumnEncoding::Kind::OneHot && column.schema.type == ColumnType::Category)
            for (const std::string& category : column.dictionary) lookup.push_back(m_lookups[c]->find(category));
        binding.columns.push_back(&column);
        binding.lookups.push_back(std::move(lookup));
    }
    return binding;
}

template <typename T>
void FeatureEncoder::encodeRows(const Binding& binding, size_t first, size_t count, T* features) const {
    for (size_t c = 0; c < m_columns.size(); ++c) {
        const ColumnEncoding& encoding = m_columns[c];
        const Column* column = binding.columns[c];
        const std::vector<uint32_t>& lookup = binding.lookups[c];
        T* place = features + m_offsets[c];
        for (size_t row = first; row < first + count; ++row, place += m_width) {
            const bool missing = column == nullptr || column->isMissing(row);
            switch (encoding.kind) {
            case ColumnEncoding::Kind::Number:
                writeNumber(encoding, missing ? missingNumber : column->number(row), place);
                break;
            case ColumnEncoding::Kind::DateParts:
                writeDate(encoding,
                          missing ? missingNumber : asType(column->number(row), column->schema.type, encoding.type),
                          place);
                break;
            case ColumnEncoding::Kind::OneHot: {
                uint32_t category = unknownCategory;
                if (!missing)
                    category = lookup.empty() ? m_lookups[c]->find(column->text(row)) : lookup[column->codes[row]];
                writeOneHot(encoding, category, missing, place);
                break;
            }
            case ColumnEncoding::Kind::Words:
                writeWords(encoding, missing ? std::string_view{} : column->text(row), place);
                break;
            }
        }
    }
}

template void FeatureEncoder::encodeRows<float>(const Binding&, size_t, size_t, float*) const;
template void FeatureEncoder::encodeRows<double>(const Binding&, size_t, size_t, double*) const;

} // namespace lathe
