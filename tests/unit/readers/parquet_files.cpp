// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/readers/parquet_files.h"

#include <arrow/api.h>
#include <arrow/io/file.h>
#include <gtest/gtest.h>
#include <parquet/arrow/writer.h>

namespace lathe::readers {

void writeParquet(const Path& path, const std::vector<std::pair<std::string, std::shared_ptr<arrow::Array>>>& columns,
                  int64_t rowsPerGroup) {
    std::vector<std::shared_ptr<arrow::Field>> fields;
    std::vector<std::shared_ptr<arrow::Array>> arrays;
    for (const auto& [name, array] : columns) {
        fields.push_back(arrow::field(name, array->type()));
        arrays.push_back(array);
    }
    const auto table = arrow::Table::Make(arrow::schema(fields), arrays);
    auto sink = arrow::io::FileOutputStream::Open(path.string());
    ASSERT_TRUE(sink.ok());
    const auto properties = parquet::WriterProperties::Builder().compression(parquet::Compression::SNAPPY)->build();
    const auto arrowProperties = parquet::ArrowWriterProperties::Builder().store_schema()->build();
    const auto status = parquet::arrow::WriteTable(*table, arrow::default_memory_pool(), *sink, rowsPerGroup,
                                                   properties, arrowProperties);
    ASSERT_TRUE(status.ok()) << status.ToString();
    ASSERT_TRUE((*sink)->Close().ok());
}

void writeParquetTexts(const Path& path, const std::string& name, const std::vector<std::string>& texts) {
    arrow::StringBuilder builder;
    for (const auto& text : texts) ASSERT_TRUE(builder.Append(text).ok());
    writeParquet(path, {{name, *builder.Finish()}}, 100);
}

} // namespace lathe::readers
