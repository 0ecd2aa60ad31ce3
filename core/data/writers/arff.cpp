// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/writers/row_feed.h"

#include "core/base/text.h"

#include <algorithm>

namespace lathe::writers {

namespace {

/// A nominal attribute of more values is one of texts: its declaration is a line that others read into memory.
constexpr size_t mostNominalValues = 10000;
constexpr int64_t second = 1'000'000;
constexpr int64_t millisecond = 1'000;

/// How exact the times of a column are. Java's dates, which Weka's are, know milliseconds.
enum class Times { Days, Seconds, Milliseconds, Texts };

void appendQuoted(std::string& out, std::string_view text) {
    out += '\'';
    for (const char c : text) {
        switch (c) {
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        case '\'':
        case '"':
        case '\\':
        case '%': out += '\\'; [[fallthrough]];
        default: out += c;
        }
    }
    out += '\'';
}

/// The finest of the column's times, or text where a year has not four digits.
Times timesOf(const Column& column, Times sofar) {
    static const int64_t firstDay = *daysFromCivil(0, 1, 1);
    static const int64_t lastDay = *daysFromCivil(9999, 12, 31);
    const int64_t unit = column.schema.type == ColumnType::Date ? 1 : 86400 * second;
    for (size_t row = 0; row < column.rows(); ++row) {
        if (column.isMissing(row)) continue;
        const int64_t value = column.integers[row];
        if (value < firstDay * unit || value >= (lastDay + 1) * unit) return Times::Texts;
        if (unit > 1 && value % second != 0)
            sofar = std::max(sofar, value % millisecond == 0 ? Times::Milliseconds : Times::Texts);
    }
    return sofar;
}

class Arff final : public TextFormat {
public:
    explicit Arff(const RowFeed& rows) : m_rows(rows), m_times(rows.schema().size(), Times::Seconds) {}

    Result<void> lookAtTimes(const JobContext& job) {
        std::vector<size_t> columns;
        for (size_t i = 0; i < m_times.size(); ++i) {
            const ColumnType type = m_rows.schema()[i].type;
            if (type == ColumnType::Date) m_times[i] = Times::Days;
            if (type == ColumnType::Date || type == ColumnType::Timestamp) columns.push_back(i);
        }
        if (columns.empty()) return {};
        return m_rows.forEach(columns, job, [&](const Table& piece, uint64_t) -> Result<void> {
            for (size_t i = 0; i < columns.size(); ++i)
                m_times[columns[i]] = timesOf(piece.columns[i], m_times[columns[i]]);
            return job.checkStop();
        });
    }

    void setRelation(const std::string& name) {
        appendQuoted(m_head = "@relation ", name);
        for (size_t i = 0; i < m_times.size(); ++i) {
            appendQuoted(m_head += "\n@attribute ", m_rows.schema()[i].name);
            m_head += ' ' + declaration(i);
        }
        m_head += "\n\n@data\n";
    }

    [[nodiscard]] std::string head() const override { return m_head; }

    void append(std::string& text, const Table& rows, size_t row) override {
        for (size_t i = 0; i < rows.columns.size(); ++i) {
            if (i > 0) text += ',';
            appendValue(text, rows.columns[i], row, m_times[i]);
        }
        text += '\n';
    }

private:
    [[nodiscard]] std::string declaration(size_t column) const {
        switch (m_rows.schema()[column].type) {
        case ColumnType::Boolean: return "{false,true}";
        case ColumnType::Integer: return "integer";
        case ColumnType::Real: return "real";
        case ColumnType::Category: return nominal(m_rows.dictionary(column));
        case ColumnType::Text: return "string";
        case ColumnType::Date:
        case ColumnType::Timestamp: break;
        }
        switch (m_times[column]) {
        case Times::Days: return "date \"yyyy-MM-dd\"";
        case Times::Seconds: return "date \"yyyy-MM-dd HH:mm:ss\"";
        case Times::Milliseconds: return "date \"yyyy-MM-dd HH:mm:ss.SSS\"";
        case Times::Texts: break;
        }
        return "string";
    }

    static std::string nominal(const std::vector<std::string>& values) {
        if (values.empty() || values.size() > mostNominalValues) return "string";
        std::string text = "{";
        for (const auto& value : values) {
            if (text.size() > 1) text += ',';
            appendQuoted(text, value);
        }
        return text + '}';
    }

    static void appendValue(std::string& text, const Column& column, size_t row, Times times) {
        if (column.isMissing(row)) {
            text += '?';
            return;
        }
        if (isTextual(column.schema.type)) return appendQuoted(text, column.text(row));
        std::string shown = column.display(row);
        if (column.schema.type == ColumnType::Timestamp && times != Times::Texts) {
            shown[10] = ' '; // between day and time
            shown.resize(19);
            if (times == Times::Milliseconds)
                shown += fmt::format(".{:03}", (column.integers[row] % second + second) % second / millisecond);
        }
        const bool isTime = column.schema.type == ColumnType::Date || column.schema.type == ColumnType::Timestamp;
        if (isTime) appendQuoted(text, shown);
        else text += shown;
    }

    const RowFeed& m_rows;
    std::vector<Times> m_times; ///< of columns of times
    std::string m_head;
};

} // namespace

Result<std::unique_ptr<TextFormat>> arffFormat(const RowFeed& rows, const std::string& relation,
                                               const JobContext& job) {
    auto format = std::make_unique<Arff>(rows);
    LATHE_CHECK(format->lookAtTimes(job));
    format->setRelation(relation);
    return format;
}

} // namespace lathe::writers
