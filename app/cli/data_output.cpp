// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/data_output.h"

#include "app/cli/output.h"
#include "core/base/text.h"

namespace lathe::cli {

Json versionJson(const VersionInfo& version) {
    Json columns = Json::array();
    for (const auto& column : version.schema)
        columns.push_back({{"name", column.name}, {"type", toString(column.type)}});
    Json json{{"dataset", version.datasetName},
              {"version", version.number},
              {"reference", version.reference()},
              {"content_hash", version.contentHash},
              {"rows", version.rows},
              {"columns", columns},
              {"file", version.file},
              {"file_bytes", version.fileBytes},
              {"source", version.source},
              {"source_hash", version.sourceHash},
              {"parent", version.parent},
              {"parent_hash", version.parentHash},
              {"recipe", version.recipe},
              {"rejected_rows", version.rejectedRows},
              {"created_at", isoTime(version.createdAt)}};
    json["import_report"] = version.importReport.empty() ? Json() : Json::parse(version.importReport, nullptr, false);
    return json;
}

std::string versionLine(const VersionInfo& version) {
    std::string text = fmt::format("{}  {} rows × {} columns  {}", version.reference(), grouped(version.rows),
                                   version.schema.size(), byteSize(static_cast<double>(version.fileBytes)));
    if (version.rejectedRows > 0)
        text += fmt::format("\n{} rejected: lathe data rejects {}",
                            version.rejectedRows == 1 ? "1 row was" : grouped(version.rejectedRows) + " rows were",
                            version.reference());
    return text;
}

Json cellJson(const Column& column, size_t row) {
    if (column.isMissing(row)) return nullptr;
    switch (column.schema.type) {
    case ColumnType::Boolean: return column.integers[row] != 0;
    case ColumnType::Integer: return column.integers[row];
    case ColumnType::Real: return column.reals[row];
    default: return column.display(row);
    }
}

Json rowsJson(const Table& table) {
    Json list = Json::array();
    for (size_t row = 0; row < table.rows(); ++row) {
        Json object = Json::object();
        for (const auto& column : table.columns) object[column.schema.name] = cellJson(column, row);
        list.push_back(std::move(object));
    }
    return list;
}

std::string cellText(const Column& column, size_t row) { return column.isMissing(row) ? "–" : column.display(row); }

} // namespace lathe::cli
