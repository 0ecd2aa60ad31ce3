// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/netcdf_variable.h"

#include "core/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace lathe::readers {

namespace {

constexpr size_t longestAttribute = 65536;
constexpr size_t valuesAtOnce = 65536;

Failure broken(const std::string& what, int code) {
    return failHint(ErrorKind::Corrupt, fmt::format("{} cannot be read: {}", what, nc_strerror(code)),
                    "The file is damaged: get it again.");
}

std::string textAttribute(int group, int variable, const char* name) {
    nc_type type = NC_NAT;
    size_t length = 0;
    if (nc_inq_att(group, variable, name, &type, &length) != NC_NOERR || type != NC_CHAR || length > longestAttribute)
        return {};
    std::string text(length, '\0');
    return nc_get_att_text(group, variable, name, text.data()) == NC_NOERR ? text : std::string();
}

std::vector<double> numberAttribute(int group, int variable, const char* name) {
    nc_type type = NC_NAT;
    size_t length = 0;
    if (nc_inq_att(group, variable, name, &type, &length) != NC_NOERR || type == NC_CHAR || type > NC_UINT64 ||
        length > longestAttribute)
        return {};
    std::vector<double> values(length);
    return nc_get_att_double(group, variable, name, values.data()) == NC_NOERR ? values : std::vector<double>();
}

bool isInteger(nc_type type) {
    return type == NC_BYTE || type == NC_SHORT || type == NC_INT || type == NC_INT64 || type == NC_UBYTE ||
           type == NC_USHORT || type == NC_UINT || type == NC_UINT64;
}

/// What the library fills values with that nobody wrote. Bytes have no such value: all of theirs are in use.
std::optional<double> usualFill(nc_type type) {
    switch (type) {
    case NC_SHORT: return NC_FILL_SHORT;
    case NC_INT: return NC_FILL_INT;
    case NC_USHORT: return NC_FILL_USHORT;
    case NC_UINT: return NC_FILL_UINT;
    case NC_FLOAT: return static_cast<double>(NC_FILL_FLOAT);
    case NC_DOUBLE: return NC_FILL_DOUBLE;
    default: return std::nullopt;
    }
}

void readConventions(int group, NetCdfVariable& variable) {
    const auto first = [&](const char* name) -> std::optional<double> {
        const auto values = numberAttribute(group, variable.id, name);
        return values.empty() ? std::nullopt : std::optional(values.front());
    };
    variable.scale = first("scale_factor");
    variable.offset = first("add_offset");
    variable.missing = numberAttribute(group, variable.id, "missing_value");
    if (const auto fill = first("_FillValue")) variable.missing.push_back(*fill);
    else if (const auto usual = usualFill(variable.type)) variable.missing.push_back(*usual);
    const std::string calendar = lowered(textAttribute(group, variable.id, "calendar"));
    const bool gregorian =
        calendar.empty() || calendar == "standard" || calendar == "gregorian" || calendar == "proleptic_gregorian";
    const auto units = parseTimeUnits(textAttribute(group, variable.id, "units"));
    if (!units || !gregorian) return;
    variable.unitMicros = units->unitMicros;
    variable.epochMicros = units->epochMicros;
}

Result<NetCdfVariable> inspect(int group, int id) {
    NetCdfVariable variable;
    variable.id = id;
    std::array<char, NC_MAX_NAME + 1> name{};
    int rank = 0;
    if (const int code = nc_inq_var(group, id, name.data(), &variable.type, &rank, nullptr, nullptr))
        return broken("a variable", code);
    variable.name = name.data();
    std::vector<int> ids(static_cast<size_t>(rank));
    nc_inq_vardimid(group, id, ids.data());
    size_t points = 1;
    for (const int dimension : ids) {
        NetCdfDimension found{dimension, "", 0};
        if (const int code = nc_inq_dim(group, dimension, name.data(), &found.length))
            return broken("a dimension", code);
        found.name = name.data();
        if (__builtin_mul_overflow(points, std::max<size_t>(found.length, 1), &points))
            variable.problem = "it has too many values";
        variable.dimensions.push_back(std::move(found));
    }
    if (variable.type == NC_CHAR) {
        variable.textLength = 1;
        if (!variable.dimensions.empty()) {
            variable.textLength = variable.dimensions.back().length;
            variable.dimensions.pop_back();
        }
        if (variable.textLength > (size_t{1} << 20)) variable.problem = "its texts have more than 1 MiB";
    } else if (variable.type > NC_STRING) {
        variable.problem = "its type is one of the file's own";
    }
    readConventions(group, variable);
    return variable;
}

} // namespace

std::recursive_mutex& netCdfMutex() {
    static std::recursive_mutex mutex;
    return mutex;
}

NetCdfFile::~NetCdfFile() {
    const std::lock_guard lock(netCdfMutex());
    nc_close(m_id);
}

std::optional<TimeUnits> parseTimeUnits(std::string_view units) {
    const std::string text = lowered(trimmed(units));
    const size_t since = text.find(" since ");
    if (since == std::string::npos) return std::nullopt;
    std::string word(trimmed(std::string_view(text).substr(0, since)));
    if (word.size() > 1 && word.ends_with('s')) word.pop_back();
    constexpr int64_t second = 1000000;
    const std::array<std::pair<std::string_view, int64_t>, 12> known{{{"day", 86400 * second},
                                                                      {"d", 86400 * second},
                                                                      {"hour", 3600 * second},
                                                                      {"hr", 3600 * second},
                                                                      {"h", 3600 * second},
                                                                      {"minute", 60 * second},
                                                                      {"min", 60 * second},
                                                                      {"second", second},
                                                                      {"sec", second},
                                                                      {"s", second},
                                                                      {"millisecond", 1000},
                                                                      {"microsecond", 1}}};
    const auto unit = std::find_if(known.begin(), known.end(), [&](const auto& entry) { return entry.first == word; });
    if (unit == known.end()) return std::nullopt;
    // CF allows "1970-1-1 0:0:0.0"; ISO 8601 does not.
    std::array<int, 6> parts{1970, 1, 1, 0, 0, 0};
    std::string_view rest = trimmed(std::string_view(text).substr(since + 7));
    size_t place = 0;
    while (!rest.empty() && place < parts.size()) {
        size_t digits = 0;
        while (digits < rest.size() && rest[digits] >= '0' && rest[digits] <= '9') ++digits;
        const auto number = digits > 0 && digits <= 6 ? parseInteger(rest.substr(0, digits)) : std::nullopt;
        if (!number) return std::nullopt;
        parts[place++] = static_cast<int>(*number);
        rest.remove_prefix(digits);
        if (place == parts.size() || rest.empty()) break;
        const char expected = place < 3 ? '-' : place == 3 ? ' ' : ':';
        if (rest.front() != expected && !(place == 3 && rest.front() == 't')) break;
        rest.remove_prefix(1);
    }
    if (rest.starts_with('.')) rest.remove_prefix(std::min(rest.find_first_not_of("0123456789", 1), rest.size()));
    rest = trimmed(rest);
    if (place < 3 ||
        !(rest.empty() || rest == "z" || rest == "utc" || rest == "+0:00" || rest == "+00:00" || rest == "0:00"))
        return std::nullopt;
    const auto days = daysFromCivil(parts[0], parts[1], parts[2]);
    if (!days || parts[3] > 23 || parts[4] > 59 || parts[5] > 60) return std::nullopt;
    int64_t epoch = 0;
    if (__builtin_mul_overflow(((*days * 24 + parts[3]) * 60 + parts[4]) * 60 + parts[5], second, &epoch))
        return std::nullopt;
    return TimeUnits{unit->second, epoch};
}

ColumnPlan NetCdfVariable::plan() const {
    if (type == NC_CHAR || type == NC_STRING) return {name, allKinds, false};
    if (unitMicros) return {name, TimestampValue, false};
    if (scale || offset || !isInteger(type)) return {name, RealValue, false};
    return {name, type == NC_UINT64 ? Kinds{IntegerValue} | TextValue : Kinds{IntegerValue}, false};
}

Result<std::vector<NetCdfVariable>> listVariables(int group) {
    int count = 0;
    if (const int code = nc_inq_nvars(group, &count)) return broken("the list of variables", code);
    std::vector<NetCdfVariable> variables;
    for (int i = 0; i < count; ++i) {
        LATHE_TRY(NetCdfVariable variable, inspect(group, i));
        variables.push_back(std::move(variable));
    }
    return variables;
}

// ---- Values ---------------------------------------------------------------------------------------------------

namespace {

/// A block of a variable whose points follow one another.
struct Block {
    std::vector<size_t> start;
    std::vector<size_t> count;
    size_t points = 1;
};

/// The largest such block that begins at point \p first and has at most \p most points.
Block blockAt(const NetCdfVariable& variable, size_t first, size_t most) {
    const auto& dimensions = variable.dimensions;
    Block block;
    block.start.resize(dimensions.size());
    block.count.assign(dimensions.size(), 1);
    for (size_t i = dimensions.size(); i-- > 0;) {
        block.start[i] = first % dimensions[i].length;
        first /= dimensions[i].length;
    }
    for (size_t i = dimensions.size(); i-- > 0;) {
        block.count[i] = std::min(dimensions[i].length - block.start[i], most / block.points);
        block.points *= block.count[i];
        if (block.start[i] != 0 || block.count[i] != dimensions[i].length) break;
    }
    return block;
}

class Values {
public:
    Values(const NetCdfVariable& variable, ColumnBuilder& column) : m_variable(variable), m_column(column) {}

    void integer(long long value) {
        if (isMissing(static_cast<double>(value))) return m_column.addMissing();
        if (m_variable.unitMicros || m_variable.scale || m_variable.offset) return real(static_cast<double>(value));
        m_column.addInteger(value);
    }
    void integer(unsigned long long value) {
        if (value <= static_cast<unsigned long long>(INT64_MAX)) return integer(static_cast<long long>(value));
        m_column.addPlainText(std::to_string(value));
    }
    void real(double value) {
        if (std::isnan(value) || isMissing(value)) return m_column.addMissing();
        const double scaled = value * m_variable.scale.value_or(1) + m_variable.offset.value_or(0);
        if (!m_variable.unitMicros) return m_column.addReal(scaled);
        const double micros = scaled * static_cast<double>(*m_variable.unitMicros);
        int64_t moment = 0;
        constexpr double limit = 9e18;
        if (std::fabs(micros) > limit ||
            __builtin_add_overflow(static_cast<int64_t>(std::llround(micros)), m_variable.epochMicros, &moment)) {
            m_column.addMissing();
            outOfRange = true;
        } else {
            m_column.addTimestamp(moment);
        }
    }
    /// Of an array of characters, which is filled up with blanks or NUL.
    void padded(std::string_view bytes) {
        while (!bytes.empty() && (bytes.back() == '\0' || bytes.back() == ' ')) bytes.remove_suffix(1);
        text(bytes);
    }
    void text(std::string_view bytes) {
        if (isValidUtf8(bytes)) return m_column.addPlainText(bytes);
        m_column.addPlainText(utf8FromLatin1(bytes));
    }
    bool outOfRange = false;

private:
    [[nodiscard]] bool isMissing(double value) const {
        return std::find(m_variable.missing.begin(), m_variable.missing.end(), value) != m_variable.missing.end();
    }
    const NetCdfVariable& m_variable;
    ColumnBuilder& m_column;
};

template <typename T, typename Get, typename Add>
int addNumbers(int group, const NetCdfVariable& variable, const Block& block, Get get, Add add) {
    std::vector<T> values(block.points);
    const int code = get(group, variable.id, block.start.data(), block.count.data(), values.data());
    if (code == NC_NOERR)
        for (const T value : values) add(value);
    return code;
}

int addBlock(int group, const NetCdfVariable& variable, Block block, Values& values) {
    if (variable.type == NC_CHAR) {
        if (variable.textLength > 0) block.start.push_back(0), block.count.push_back(variable.textLength);
        std::string bytes(block.points * variable.textLength, '\0');
        const int code =
            bytes.empty() ? NC_NOERR
                          : nc_get_vara_text(group, variable.id, block.start.data(), block.count.data(), bytes.data());
        for (size_t i = 0; code == NC_NOERR && i < block.points; ++i)
            values.padded(std::string_view(bytes).substr(i * variable.textLength, variable.textLength));
        return code;
    }
    if (variable.type == NC_STRING) {
        std::vector<char*> texts(block.points, nullptr);
        const int code = nc_get_vara_string(group, variable.id, block.start.data(), block.count.data(), texts.data());
        for (size_t i = 0; code == NC_NOERR && i < block.points; ++i) values.text(texts[i] ? texts[i] : "");
        if (code == NC_NOERR) nc_free_string(texts.size(), texts.data());
        return code;
    }
    if (variable.type == NC_UINT64)
        return addNumbers<unsigned long long>(group, variable, block, nc_get_vara_ulonglong,
                                              [&](unsigned long long value) { values.integer(value); });
    if (isInteger(variable.type))
        return addNumbers<long long>(group, variable, block, nc_get_vara_longlong,
                                     [&](long long value) { values.integer(value); });
    return addNumbers<double>(group, variable, block, nc_get_vara_double, [&](double value) { values.real(value); });
}

} // namespace

Result<void> addPoints(int group, const NetCdfVariable& variable, size_t first, size_t count, ColumnBuilder& column) {
    Values values(variable, column);
    const size_t most = std::max<size_t>(
        variable.type == NC_CHAR ? valuesAtOnce / std::max<size_t>(variable.textLength, 1) : valuesAtOnce, 1);
    while (count > 0) {
        const Block block = blockAt(variable, first, std::min(count, most));
        if (const int code = addBlock(group, variable, block, values))
            return broken(fmt::format("variable '{}'", variable.name), code);
        first += block.points;
        count -= block.points;
    }
    if (values.outOfRange)
        return fail(ErrorKind::InvalidInput, "a time of variable '{}' lies outside the range of 64 bits",
                    variable.name);
    return {};
}

} // namespace lathe::readers
