// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/config.h"
#include "core/base/json.h"
#include "core/base/result.h"

namespace lathe {

/// How much it matters when an expectation is not met. Only an error closes a gate.
enum class CheckSeverity { Info, Warning, Error };

const char* toString(CheckSeverity severity);                         ///< "info", "warning", "error"
std::optional<CheckSeverity> severityFromText(std::string_view text); ///< also "critical", as Great Expectations says

/// One expectation as written. A value; copy it freely.
struct Expectation {
    std::string type; ///< "expect_column_values_to_be_between"; may be one that is not known here
    Json kwargs = Json::object();
    CheckSeverity severity = CheckSeverity::Error;
    std::string notes;
    std::string id;
    Json meta = Json::object();
    Json extra = Json::object();      ///< other keys of a foreign suite, written back as they were
    std::vector<std::string> remarks; ///< what was not understood while reading, one sentence each

    /// "age: values to be between 0 and 120", for people.
    [[nodiscard]] std::string describe() const;
    /// "column", both columns or the list: those that the expectation names.
    [[nodiscard]] std::vector<std::string> columns() const;
};

/// A list of expectations, in the vocabulary of Great Expectations (docs/validation.md).
///
/// Three forms are read: suites that Great Expectations 0.x and 1.x write (JSON), and Lathe's own, which names the
/// expectation by its key:
///
///     name: orders
///     expectations:
///       - expect_column_values_to_be_between: {column: price, min_value: 0, mostly: 0.99}
///         severity: warning
struct ExpectationSuite {
    std::string name;
    std::vector<Expectation> expectations;
    Json parameters = Json::object(); ///< values for {"$PARAMETER": "name"}
    Json meta = Json::object();
    std::string notes;
    std::vector<std::string> remarks; ///< keys of a foreign suite that mean nothing here

    /// Errors: InvalidInput with the place. In Lathe's own form an unknown expectation or argument is an error that
    /// names the nearest known one; in a foreign suite it becomes a remark, since another program may know it.
    static Result<ExpectationSuite> parse(const ConfigNode& node);
    static Result<ExpectationSuite> parseText(std::string_view text, const std::string& name);
    /// Errors: those of parse(), NotFound, Io.
    static Result<ExpectationSuite> readFile(const Path& path);

    /// The suite as Great Expectations 1.x stores it. A severity other than error becomes its `severity`.
    [[nodiscard]] Json toGreatExpectations() const;
    /// Lathe's own form.
    [[nodiscard]] std::string toYaml() const;
};

/// The expectation's arguments with every {"$PARAMETER": "expression"} replaced; parameters may be used in
/// arithmetic ("upper * 1.1"). Errors: InvalidInput when one has no value.
Result<Json> resolvedArguments(const Expectation& expectation, const Json& parameters);

/// Checks arguments against the catalog: names, kinds, what is required. \p node stands in messages.
/// Errors: InvalidInput with the place; unknown names carry the nearest known one as the hint.
Result<void> checkArguments(const ConfigNode& kwargs, const std::string& type);

} // namespace lathe
