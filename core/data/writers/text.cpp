// SPDX-License-Identifier: GPL-3.0-or-later
// CSV, TSV, JSON and JSON lines.
#include "core/data/writers/row_feed.h"

#include "core/base/text.h"
#include "core/data/csv/csv_text.h"

#include <fmt/format.h>

#include <cmath>

namespace lathe::writers {

namespace {

constexpr size_t bytesPerWrite = size_t{1} << 20U;

class Delimited final : public TextFormat {
public:
    Delimited(const RowFeed& rows, char delimiter) : m_delimiter(delimiter) {
        for (const auto& column : rows.schema()) {
            if (!m_head.empty()) m_head += delimiter;
            appendCsvText(m_head, column.name);
        }
        m_head += "\r\n";
    }
    [[nodiscard]] std::string head() const override { return m_head; }
    void append(std::string& text, const Table& rows, size_t row) override {
        for (size_t c = 0; c < rows.columns.size(); ++c) {
            if (c > 0) text += m_delimiter;
            appendCsvCell(text, rows.columns[c], row, rows.columns.size() == 1);
        }
        text += "\r\n";
    }

private:
    char m_delimiter;
    std::string m_head;
};

void appendJsonText(std::string& text, std::string_view value) {
    text += '"';
    for (const char c : value) {
        if (c == '"' || c == '\\') (text += '\\') += c;
        else if (static_cast<unsigned char>(c) < 0x20)
            fmt::format_to(std::back_inserter(text), "\\u{:04x}", static_cast<unsigned>(c));
        else text += c;
    }
    text += '"';
}

void appendJsonValue(std::string& text, const Column& column, size_t row) {
    if (column.isMissing(row)) {
        text += "null";
        return;
    }
    switch (column.schema.type) {
    case ColumnType::Boolean: text += column.integers[row] != 0 ? "true" : "false"; return;
    case ColumnType::Integer: fmt::format_to(std::back_inserter(text), "{}", column.integers[row]); return;
    case ColumnType::Real:
        if (std::isfinite(column.reals[row])) {
            text += exactNumber(column.reals[row]);
            return;
        }
        break;
    default: break;
    }
    appendJsonText(text, isTextual(column.schema.type) ? column.text(row) : column.display(row));
}

class JsonObjects final : public TextFormat {
public:
    JsonObjects(const RowFeed& rows, bool lines) : m_lines(lines) {
        for (const auto& column : rows.schema()) {
            std::string& key = m_keys.emplace_back(m_keys.empty() ? "{" : ",");
            appendJsonText(key, column.name);
            key += ':';
        }
    }
    [[nodiscard]] std::string head() const override { return m_lines ? "" : "["; }
    [[nodiscard]] std::string foot() const override { return m_lines ? "" : "\n]\n"; }
    void append(std::string& text, const Table& rows, size_t row) override {
        if (!m_lines) text += m_first ? "\n" : ",\n";
        m_first = false;
        for (size_t c = 0; c < rows.columns.size(); ++c) appendJsonValue(text += m_keys[c], rows.columns[c], row);
        text += m_lines ? "}\n" : "}";
    }

private:
    bool m_lines;
    bool m_first = true;
    std::vector<std::string> m_keys;
};

} // namespace

std::unique_ptr<TextFormat> csvFormat(const RowFeed& rows, char delimiter) {
    return std::make_unique<Delimited>(rows, delimiter);
}

std::unique_ptr<TextFormat> jsonFormat(const RowFeed& rows, bool lines) {
    return std::make_unique<JsonObjects>(rows, lines);
}

Result<void> writeText(const RowFeed& rows, TextFormat& format, ByteSink& sink, const JobContext& job) {
    std::string text = format.head();
    auto written = rows.forEach({}, job, [&](const Table& piece, uint64_t first) -> Result<void> {
        for (size_t row = 0; row < piece.rows(); ++row) {
            format.append(text, piece, row);
            if (row % rowsBetweenStops == 0) LATHE_CHECK(job.checkStop());
            if (text.size() < bytesPerWrite) continue;
            LATHE_CHECK(job.checkStop());
            LATHE_CHECK(sink.write(text));
            text.clear();
            job.setDone(static_cast<double>(first + row));
        }
        job.setDone(static_cast<double>(first + piece.rows()));
        return {};
    });
    LATHE_CHECK(std::move(written));
    LATHE_CHECK(sink.write(text += format.foot()));
    return sink.finish();
}

} // namespace lathe::writers
