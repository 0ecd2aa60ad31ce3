// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/validation/infer.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>

#include "core/data/profile/profile.h"
#include "core/data/validation/key_figures.h"
#include "core/data/validation/pattern.h"
#include "core/data/validation/validate.h"

namespace lathe {

namespace {

constexpr uint64_t fewestForUnique = 20;  // fewer different values may well be chance
constexpr uint64_t sampledTexts = 65'536; // the form is found in these and then proved on all rows
constexpr size_t mostParts = 12;

Expectation made(std::string type, Json kwargs, CheckSeverity severity) {
    Expectation expectation;
    expectation.type = std::move(type);
    expectation.kwargs = std::move(kwargs);
    expectation.severity = severity;
    return expectation;
}

// ---- The form of texts ----------------------------------------------------------------------------------------

struct Family {
    const char* name;
    const char* regex;
};
constexpr Family families[] = {
    {"e-mail", R"(^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$)"},
    {"uuid", R"(^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$)"},
    {"url", R"(^https?://\S+$)"},
    {"date", R"(^[0-9]{4}-[0-9]{2}-[0-9]{2}$)"},
    {"ipv4", R"(^[0-9]{1,3}(\.[0-9]{1,3}){3}$)"},
};

/// A stretch of like characters: 'A' capitals, 'a' small letters, '0' digits, or a sign.
struct Part {
    char kind = 0;
    size_t fewest = 0;
    size_t most = 0;
};

char kindOf(char c) {
    if (c >= 'A' && c <= 'Z') return 'A';
    if (c >= 'a' && c <= 'z') return 'a';
    if (c >= '0' && c <= '9') return '0';
    return c;
}

std::vector<Part> partsOf(const std::string& text) {
    std::vector<Part> parts;
    for (const char c : text) {
        const char kind = kindOf(c);
        if (!parts.empty() && parts.back().kind == kind) ++parts.back().fewest, ++parts.back().most;
        else parts.push_back({kind, 1, 1});
    }
    return parts;
}

std::string repeated(const Part& part) {
    if (part.fewest == 1 && part.most == 1) return {};
    return part.fewest == part.most ? fmt::format("{{{}}}", part.most)
                                    : fmt::format("{{{},{}}}", part.fewest, part.most);
}

std::string partExpression(const Part& part) {
    if (part.kind == 'A') return "[A-Z]" + repeated(part);
    if (part.kind == 'a') return "[a-z]" + repeated(part);
    if (part.kind == '0') return "[0-9]" + repeated(part);
    const bool special = std::string_view("\\^$.|?*+()[]{}-").find(part.kind) != std::string_view::npos;
    return (special ? std::string("\\") : std::string()) + part.kind + repeated(part);
}

std::string skeleton(const std::vector<std::string>& texts) {
    std::vector<Part> common = partsOf(texts.front());
    for (const std::string& text : texts) {
        if (std::any_of(text.begin(), text.end(), [](char c) {
                return static_cast<unsigned char>(c) >= 0x80 || std::iscntrl(static_cast<unsigned char>(c));
            }))
            return {};
        const std::vector<Part> parts = partsOf(text);
        if (parts.size() != common.size() || parts.size() > mostParts) return {};
        for (size_t i = 0; i < parts.size(); ++i) {
            if (parts[i].kind != common[i].kind) return {};
            common[i].fewest = std::min(common[i].fewest, parts[i].fewest);
            common[i].most = std::max(common[i].most, parts[i].most);
        }
    }
    // One word or one number says nothing about form.
    const bool telling =
        common.size() > 1 || (common.size() == 1 && common[0].fewest == common[0].most && common[0].kind != 'a');
    if (!telling) return {};
    std::string expression = "^";
    for (const Part& part : common) expression += partExpression(part);
    return expression + "$";
}

// ---- One column -----------------------------------------------------------------------------------------------

/// To the next bounds outward that have three digits of their distance: people read and correct them.
void widenToFewDigits(double& low, double& high) {
    const double span = high - low;
    if (!(span > 0) || !std::isfinite(span)) return;
    const int digits =
        2 - static_cast<int>(std::floor(std::log10(span))); // behind the point; negative: zeros before it
    const double scale = std::pow(10.0, std::abs(digits));
    const auto rounded = [&](double value, auto direction) {
        return digits >= 0 ? direction(value * scale) / scale : direction(value / scale) * scale;
    };
    const double below = rounded(low, [](double value) { return std::floor(value); });
    const double above = rounded(high, [](double value) { return std::ceil(value); });
    if (below <= low && above >= high && std::isfinite(below) && std::isfinite(above)) {
        low = below;
        high = above;
    }
}

class ColumnInference {
public:
    ColumnInference(const ColumnFile& file, size_t column, const ColumnProfile& profile, const InferOptions& options,
                    const JobContext& job, ExpectationSuite& suite)
        : m_file(file), m_column(column), m_profile(profile), m_options(options), m_job(job), m_suite(suite) {}

    Result<void> run() {
        add("expect_column_values_to_be_of_type", {{"type_", typeWord()}}, CheckSeverity::Error);
        missing();
        if (m_profile.count == 0) return {};
        unique();
        LATHE_TRY(const bool listed, valueSet());
        if (listed) return {};
        if (isTextual(m_profile.schema.type)) return texts();
        range();
        return {};
    }

private:
    void add(const std::string& type, Json rest, CheckSeverity severity) {
        Json kwargs{{"column", m_profile.schema.name}};
        for (const auto& [key, value] : rest.items()) kwargs[key] = value;
        m_suite.expectations.push_back(made(type, std::move(kwargs), severity));
    }

    /// Names that pandas and Great Expectations know too.
    [[nodiscard]] const char* typeWord() const {
        switch (m_profile.schema.type) {
        case ColumnType::Boolean: return "bool";
        case ColumnType::Integer: return "int64";
        case ColumnType::Real: return "float64";
        case ColumnType::Category:
        case ColumnType::Text: return "str";
        case ColumnType::Date:
        case ColumnType::Timestamp: return "datetime64[ns]";
        }
        return "str";
    }

    void missing() {
        const auto rows = static_cast<double>(m_profile.count + m_profile.missing);
        if (m_profile.count == 0) return;
        if (m_profile.missing == 0)
            return add("expect_column_values_to_not_be_null", Json::object(), CheckSeverity::Error);
        const double present = static_cast<double>(m_profile.count) / rows;
        // Half as many more may be missing next time, at least one percent of the rows.
        const double mostly = std::floor((present - std::max(0.01, (1 - present) * 0.5)) * 1000) / 1000;
        if (mostly > 0) add("expect_column_values_to_not_be_null", {{"mostly", mostly}}, CheckSeverity::Warning);
    }

    void unique() {
        const bool key = m_profile.schema.type != ColumnType::Real && m_profile.schema.type != ColumnType::Boolean;
        if (key && m_profile.count >= fewestForUnique && m_profile.distinct == m_profile.count)
            add("expect_column_values_to_be_unique", Json::object(), CheckSeverity::Error);
    }

    Result<bool> valueSet() {
        const ColumnType type = m_profile.schema.type;
        const bool listable = isTextual(type) || type == ColumnType::Integer;
        const uint64_t most =
            isTextual(type) ? m_options.mostSetValues : std::min<uint64_t>(m_options.mostSetValues, 10);
        if (!listable || m_profile.distinct > most || m_profile.distinct * 2 > m_profile.count) return false;
        validation::KeyRequest request;
        request.columns = {m_column};
        request.wantAll = true;
        LATHE_CHECK(request.compute(m_file, m_job));
        std::vector<Json> values;
        for (const auto& run : request.allNumbers) values.push_back(validation::keyJson(m_file, m_column, run.key));
        if (!request.allHashes.empty()) {
            std::vector<RowHash> hashes;
            for (const auto& run : request.allHashes) hashes.push_back(run.key);
            LATHE_TRY(const auto found, validation::textsOf(m_file, m_column, std::move(hashes), m_job));
            for (const auto& [hash, text] : found) values.emplace_back(text);
        }
        std::sort(values.begin(), values.end());
        add("expect_column_values_to_be_in_set", {{"value_set", Json(std::move(values))}},
            isTextual(type) ? CheckSeverity::Error : CheckSeverity::Warning);
        return true;
    }

    void range() {
        const ColumnType type = m_profile.schema.type;
        if (type == ColumnType::Boolean) return;
        if (!std::isfinite(m_profile.min) || !std::isfinite(m_profile.max)) return;
        if (type == ColumnType::Date || type == ColumnType::Timestamp) {
            // Later rows are later: only the beginning is known.
            return add("expect_column_values_to_be_between",
                       {{"min_value", validation::numberJson(type, m_profile.min)}}, CheckSeverity::Warning);
        }
        const double margin = (m_profile.max - m_profile.min) * m_options.rangeTolerance;
        double low = m_profile.min - margin;
        double high = m_profile.max + margin;
        if (type == ColumnType::Integer) {
            low = std::floor(low);
            high = std::ceil(high);
        } else {
            widenToFewDigits(low, high);
        }
        if (m_profile.min >= 0 && low < 0) low = 0; // what is never negative stays so
        if (!std::isfinite(low) || !std::isfinite(high)) return;
        add("expect_column_values_to_be_between",
            {{"min_value", validation::numberJson(type, low)}, {"max_value", validation::numberJson(type, high)}},
            CheckSeverity::Warning);
    }

    Result<void> texts() {
        std::vector<std::string> sample;
        for (uint64_t first = 0; first < std::min<uint64_t>(m_file.rows(), sampledTexts); first += chunkRows) {
            LATHE_CHECK(m_job.checkStop());
            LATHE_TRY(const Column column, m_file.read(m_column, first, chunkRows));
            for (size_t row = 0; row < column.rows(); ++row)
                if (!column.isMissing(row)) sample.emplace_back(column.text(row));
        }
        if (sample.empty()) return {};
        const std::string form = commonForm(sample);
        if (!form.empty()) {
            const Json kwargs{{"column", m_profile.schema.name}, {"regex", form}};
            const Expectation candidate = made("expect_column_values_to_match_regex", kwargs, CheckSeverity::Warning);
            LATHE_TRY(const auto failing, unexpectedRows(m_file, candidate, Json::object(), 1, m_job));
            if (failing.empty()) {
                m_suite.expectations.push_back(candidate);
                return {};
            }
        }
        const auto longest = static_cast<double>(m_profile.maxLength) * (1 + m_options.rangeTolerance);
        add("expect_column_value_lengths_to_be_between",
            {{"min_value", std::min<uint64_t>(m_profile.minLength, 1)},
             {"max_value", static_cast<uint64_t>(std::ceil(longest))}},
            CheckSeverity::Warning);
        return {};
    }

    const ColumnFile& m_file;
    size_t m_column;
    const ColumnProfile& m_profile;
    const InferOptions& m_options;
    const JobContext& m_job;
    ExpectationSuite& m_suite;
};

} // namespace

std::string commonForm(const std::vector<std::string>& texts) {
    if (texts.empty()) return {};
    for (const Family& family : families) {
        const auto pattern = Pattern::compile(family.regex);
        if (pattern && std::all_of(texts.begin(), texts.end(), [&](const std::string& text) {
                return pattern->search(text) == Pattern::Outcome::Found;
            }))
            return family.regex;
    }
    return skeleton(texts);
}

Result<ExpectationSuite> inferSuite(const ColumnFile& file, const std::string& name, const InferOptions& options,
                                    const JobContext& job) {
    ProfileOptions wanted;
    wanted.threads = options.threads;
    wanted.duplicates = wanted.correlations = false;
    LATHE_TRY(const DatasetProfile profiled, profile(file, job, wanted));
    ExpectationSuite suite;
    suite.name = name;
    Json columns = Json::array();
    for (const ColumnSchema& column : file.schema()) columns.push_back(column.name);
    suite.expectations.push_back(made("expect_table_columns_to_match_set",
                                      {{"column_set", columns}, {"exact_match", true}}, CheckSeverity::Error));
    const auto rows = static_cast<double>(file.rows());
    suite.expectations.push_back(
        made("expect_table_row_count_to_be_between",
             {{"min_value", static_cast<uint64_t>(std::floor(rows * (1 - options.rowTolerance)))},
              {"max_value", static_cast<uint64_t>(std::ceil(rows * (1 + options.rowTolerance)))}},
             CheckSeverity::Warning));
    job.beginStage("inferring expectations", static_cast<double>(file.columns()), "columns");
    for (size_t column = 0; column < file.columns(); ++column) {
        LATHE_CHECK(job.checkStop());
        LATHE_CHECK(ColumnInference(file, column, profiled.columns[column], options, job, suite).run());
        job.addDone(1);
    }
    return suite;
}

} // namespace lathe
