// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/import_options.h"

#include "core/data/csv/csv_options.h"

namespace lathe {

const std::vector<std::string>& importOptionKeys() {
    static const std::vector<std::string> keys = [] {
        std::vector<std::string> all{"format", "table", "query", "dataset_path", "record_path"};
        all.insert(all.end(), csvOptionKeys().begin(), csvOptionKeys().end());
        return all;
    }();
    return keys;
}

Result<ImportOptions> importOptionsFrom(const ConfigNode& node) {
    ImportOptions options;
    LATHE_TRY(options.csv, csvOptionsFrom(node));
    LATHE_TRY(options.table, node.textOr("table", ""));
    LATHE_TRY(options.query, node.textOr("query", ""));
    LATHE_TRY(options.datasetPath, node.textOr("dataset_path", ""));
    LATHE_TRY(options.recordPath, node.textOr("record_path", ""));
    LATHE_TRY(const auto format, node.find("format"));
    if (!format) return options;
    LATHE_TRY(const std::string word, format->oneOf(sourceFormatWords()));
    options.format = sourceFormatFromText(word);
    return options;
}

} // namespace lathe
