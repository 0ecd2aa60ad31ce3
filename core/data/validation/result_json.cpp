// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/data/validation/expectation_catalog.h"
#include "core/data/validation/validate.h"

namespace lathe {

namespace {

std::optional<double> percent(uint64_t part, uint64_t whole) {
    if (whole == 0) return std::nullopt;
    return static_cast<double>(part) / static_cast<double>(whole) * 100;
}

Json orNull(const std::optional<double>& number) { return number ? Json(*number) : Json(); }

Json configuration(const Expectation& expectation) {
    Json json{{"type", expectation.type}, {"kwargs", expectation.kwargs}, {"meta", expectation.meta}};
    json["severity"] = expectation.severity == CheckSeverity::Error ? "critical" : toString(expectation.severity);
    if (!expectation.id.empty()) json["id"] = expectation.id;
    if (!expectation.notes.empty()) json["notes"] = expectation.notes;
    return json;
}

Json resultFields(const ExpectationResult& result) {
    Json json = Json::object();
    if (result.counted) {
        json["element_count"] = result.elementCount;
        json["unexpected_count"] = result.unexpectedCount;
        json["unexpected_percent"] = orNull(result.unexpectedPercent());
        json["partial_unexpected_list"] = Json::array();
        json["partial_unexpected_index_list"] = Json::array();
        for (const UnexpectedValue& each : result.sample) {
            json["partial_unexpected_list"].push_back(each.value);
            json["partial_unexpected_index_list"].push_back(each.row);
        }
        if (result.countsMissing) {
            json["missing_count"] = result.missingCount;
            json["missing_percent"] = orNull(percent(result.missingCount, result.elementCount));
            json["unexpected_percent_total"] = orNull(percent(result.unexpectedCount, result.elementCount));
            json["unexpected_percent_nonmissing"] = json["unexpected_percent"];
        }
    }
    if (!result.observed.is_null()) json["observed_value"] = result.observed;
    if (!result.details.is_object()) return json;
    for (const auto& [key, value] : result.details.items()) {
        const bool besideCounts = key == "unexpected_count" || key == "missing_count" || key.starts_with("partial_");
        (besideCounts ? json[key] : json["details"][key]) = value;
    }
    return json;
}

std::string xmlEscaped(std::string_view text) {
    std::string clean;
    for (const char c : text)
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t')
            clean += c; // XML 1.0 has no other control characters
    return htmlEscaped(clean);
}

std::string caseName(const Expectation& expectation) { return expectation.describe(); }

Failure damaged() { return fail(ErrorKind::Corrupt, "a stored validation result cannot be read"); }

uint64_t numberAt(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_number_unsigned() ? found->get<uint64_t>()
           : found != json.end() && found->is_number_integer()
               ? static_cast<uint64_t>(std::max<int64_t>(0, found->get<int64_t>()))
               : 0;
}

std::string textAt(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

} // namespace

std::optional<double> ExpectationResult::unexpectedPercent() const {
    return percent(unexpectedCount, elementCount - (countsMissing ? missingCount : 0));
}

Json ExpectationResult::toJson() const {
    Json json{{"success", success},
              {"expectation_config", configuration(expectation)},
              {"result", resultFields(*this)},
              {"meta", Json::object()}};
    json["exception_info"] = {{"raised_exception", !ran},
                              {"exception_message", ran ? Json() : Json(problem)},
                              {"exception_traceback", nullptr}};
    if (!expectation.remarks.empty()) json["meta"]["remarks"] = expectation.remarks;
    return json;
}

Result<ExpectationResult> ExpectationResult::fromJson(const Json& json) {
    if (!json.is_object() || !json.contains("expectation_config") || !json.contains("result") ||
        !json["result"].is_object())
        return damaged();
    ExpectationResult result;
    const Json& config = json["expectation_config"];
    if (!config.is_object()) return damaged();
    result.expectation.type = textAt(config, "type");
    result.expectation.kwargs = config.value("kwargs", Json::object());
    result.expectation.meta = config.value("meta", Json::object());
    result.expectation.id = textAt(config, "id");
    result.expectation.notes = textAt(config, "notes");
    result.expectation.severity = severityFromText(textAt(config, "severity")).value_or(CheckSeverity::Error);
    for (const Json& remark : json.value("meta", Json::object()).value("remarks", Json::array()))
        if (remark.is_string()) result.expectation.remarks.push_back(remark.get<std::string>());
    result.success = json.value("success", Json()) == Json(true);
    const Json exception = json.value("exception_info", Json::object());
    result.ran = exception.value("raised_exception", Json()) != Json(true);
    result.problem = textAt(exception, "exception_message");
    const Json& fields = json["result"];
    result.counted = fields.contains("element_count");
    result.countsMissing = result.counted && fields.contains("missing_count");
    result.elementCount = numberAt(fields, "element_count");
    if (result.counted) {
        result.unexpectedCount = numberAt(fields, "unexpected_count");
        result.missingCount = numberAt(fields, "missing_count");
        const Json values = fields.value("partial_unexpected_list", Json::array());
        const Json rows = fields.value("partial_unexpected_index_list", Json::array());
        for (size_t i = 0; i < values.size() && i < rows.size(); ++i)
            if (rows[i].is_number_integer()) result.sample.push_back({rows[i].get<uint64_t>(), values[i]});
    } else {
        for (const auto& [key, value] : fields.items())
            if (key == "unexpected_count" || key == "missing_count" || key.starts_with("partial_"))
                result.details[key] = value;
    }
    result.observed = fields.value("observed_value", Json());
    if (fields.contains("details") && fields["details"].is_object())
        for (const auto& [key, value] : fields["details"].items()) result.details[key] = value;
    return result;
}

std::string ExpectationResult::summary() const {
    if (!ran) return problem;
    if (counted) {
        if (unexpectedCount == 0)
            return fmt::format("all of {} as expected", elementCount - (countsMissing ? missingCount : 0));
        const auto share = unexpectedPercent();
        return fmt::format("{} unexpected{}", unexpectedCount,
                           share ? fmt::format(" ({} %)", shortNumber(*share, 3)) : std::string());
    }
    const auto shown = [](const Json& value) {
        if (value.is_string()) return value.get<std::string>();
        if (value.is_number_float()) return shortNumber(value.get<double>(), 6);
        return value.dump(-1, ' ', false, Json::error_handler_t::replace);
    };
    if (!observed.is_null()) return "found " + shown(observed);
    if (details.is_object()) {
        std::vector<std::string> parts;
        for (const char* key : {"partial_unexpected_list", "partial_missing_list"})
            if (const auto list = details.find(key); list != details.end() && !list->empty())
                parts.push_back(std::string(key[8] == 'u' ? "not in the set: " : "never occurs: ") + shown(*list));
        if (!parts.empty()) return joined(parts, "; ");
    }
    return success ? "as expected" : "not met";
}

size_t ValidationResult::failed(CheckSeverity severity) const {
    return static_cast<size_t>(std::count_if(results.begin(), results.end(), [&](const ExpectationResult& each) {
        return !each.success && each.expectation.severity == severity;
    }));
}

size_t ValidationResult::met() const {
    return static_cast<size_t>(
        std::count_if(results.begin(), results.end(), [](const auto& each) { return each.success; }));
}

Json ValidationResult::toJson() const {
    Json list = Json::array();
    for (const ExpectationResult& each : results) list.push_back(each.toJson());
    Json json{{"success", met() == results.size()}, {"results", std::move(list)}, {"suite_name", suite}};
    json["statistics"] = {{"evaluated_expectations", results.size()},
                          {"successful_expectations", met()},
                          {"unsuccessful_expectations", results.size() - met()},
                          {"success_percent", orNull(percent(met(), results.size()))}};
    json["meta"] = {{"lathe",
                     {{"reference", reference},
                      {"content_hash", contentHash},
                      {"rows", rows},
                      {"started_at", startedAt},
                      {"seconds", seconds},
                      {"failed_errors", failed(CheckSeverity::Error)},
                      {"failed_warnings", failed(CheckSeverity::Warning)},
                      {"failed_infos", failed(CheckSeverity::Info)},
                      {"gate", success() ? "open" : "closed"}}}};
    return json;
}

Result<ValidationResult> ValidationResult::fromJson(const Json& json) {
    if (!json.is_object() || !json.contains("results") || !json["results"].is_array()) return damaged();
    ValidationResult result;
    result.suite = textAt(json, "suite_name");
    const Json meta = json.value("meta", Json::object()).value("lathe", Json::object());
    result.reference = textAt(meta, "reference");
    result.contentHash = textAt(meta, "content_hash");
    result.rows = numberAt(meta, "rows");
    result.startedAt = static_cast<int64_t>(numberAt(meta, "started_at"));
    result.seconds = meta.value("seconds", Json()).is_number() ? meta["seconds"].get<double>() : 0;
    for (const Json& each : json["results"]) {
        LATHE_TRY(ExpectationResult one, ExpectationResult::fromJson(each));
        result.results.push_back(std::move(one));
    }
    return result;
}

/// In the order and with the attributes that the schema of Ant's JUnit task asks for, which the readers of CI systems
/// take too: notes stand in the suite's output, because a test case has room for one outcome only.
std::string ValidationResult::toJunit(bool strict) const {
    const auto counts = [&](const ExpectationResult& each) {
        return !each.success && (each.expectation.severity == CheckSeverity::Error ||
                                 (strict && each.expectation.severity == CheckSeverity::Warning));
    };
    const auto failures =
        std::count_if(results.begin(), results.end(), [&](const auto& each) { return counts(each) && each.ran; });
    const auto errors =
        std::count_if(results.begin(), results.end(), [&](const auto& each) { return counts(each) && !each.ran; });
    constexpr size_t secondsEnd = 19; // 2014-01-31T12:00:00; the schema knows no fractions and no zone
    std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>";
    xml += fmt::format(
        "<testsuite name=\"{}\" package=\"{}\" id=\"0\" hostname=\"localhost\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"0\" "
        "time=\"{:.3f}\" timestamp=\"{}\">\n",
        suite.empty() ? "suite" : xmlEscaped(suite), xmlEscaped(reference), results.size(), failures, errors, seconds,
        isoTime(startedAt).substr(0, secondsEnd));
    xml += fmt::format(
        "  <properties><property name=\"version\" value=\"{}\"/><property name=\"content_hash\" value=\"{}\"/>"
        "<property name=\"rows\" value=\"{}\"/></properties>\n",
        xmlEscaped(reference), xmlEscaped(contentHash), rows);
    std::string notes;
    for (const ExpectationResult& each : results) {
        xml += fmt::format("  <testcase classname=\"{}\" name=\"{}\" time=\"0\"", xmlEscaped(reference),
                           xmlEscaped(caseName(each.expectation)));
        const std::string text = xmlEscaped(each.summary());
        if (counts(each))
            xml += fmt::format("><{0} message=\"{1}\" type=\"{2}\"/></testcase>\n", each.ran ? "failure" : "error",
                               text, xmlEscaped(each.expectation.type));
        else xml += "/>\n";
        if (!counts(each) && !each.success)
            notes += fmt::format("{}: {}: {}\n", toString(each.expectation.severity),
                                 xmlEscaped(caseName(each.expectation)), text);
    }
    return xml + "  <system-out>" + notes + "</system-out>\n  <system-err></system-err>\n</testsuite></testsuites>\n";
}

} // namespace lathe
