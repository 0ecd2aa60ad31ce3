// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>

namespace lathe {

/// A text that names one kind of thing and cannot be mistaken for another kind's.
template <typename Tag>
class Id {
public:
    Id() = default;
    explicit Id(std::string value) : m_value(std::move(value)) {}

    [[nodiscard]] const std::string& str() const { return m_value; }
    [[nodiscard]] bool empty() const { return m_value.empty(); }
    auto operator<=>(const Id&) const = default;

private:
    std::string m_value;
};

using DatasetId = Id<struct DatasetTag>;
using RunId = Id<struct RunTag>;
using DeploymentId = Id<struct DeploymentTag>;
using ReportId = Id<struct ReportTag>;
using PipelineRunId = Id<struct PipelineRunTag>;

/// A new random identifier: the prefix, a hyphen and 12 characters of [0-9a-z] (62 bits from the operating
/// system's generator). Thread safe.
std::string newIdText(std::string_view prefix);

} // namespace lathe

template <typename Tag>
struct std::hash<lathe::Id<Tag>> {
    size_t operator()(const lathe::Id<Tag>& id) const noexcept { return std::hash<std::string>{}(id.str()); }
};
