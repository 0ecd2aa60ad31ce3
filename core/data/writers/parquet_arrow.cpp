// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled only where CMake finds Apache Arrow.
#include "core/data/writers/row_feed.h"

#include <arrow/api.h>
#include <arrow/io/file.h>
#include <arrow/util/compression.h>
#include <fmt/format.h>
#include <parquet/arrow/writer.h>

#include <limits>

namespace lathe::writers {

namespace {

/// Of a row group, which is held packed until it is whole.
constexpr int64_t rowsPerGroup = 1 << 20;

Failure problem(const arrow::Status& status) {
    if (status.IsIOError())
        return failHint(ErrorKind::Io, fmt::format("cannot write the Parquet file: {}", status.message()),
                        "Check that the disk has room and that the folder can be written to.");
    return fail(ErrorKind::Internal, "cannot write the Parquet file: {}", status.message());
}

std::shared_ptr<arrow::DataType> arrowType(ColumnType type) {
    switch (type) {
    case ColumnType::Boolean: return arrow::boolean();
    case ColumnType::Integer: return arrow::int64();
    case ColumnType::Real: return arrow::float64();
    case ColumnType::Category: return arrow::dictionary(arrow::int32(), arrow::utf8());
    case ColumnType::Text: return arrow::utf8();
    case ColumnType::Date: return arrow::date32();
    case ColumnType::Timestamp: return arrow::timestamp(arrow::TimeUnit::MICRO, "UTC");
    }
    return arrow::null();
}

/// Appends the rows of a piece to a builder; \p value makes what it takes of a row.
template <typename Builder, typename Value>
arrow::Result<std::shared_ptr<arrow::Array>> built(Builder builder, const Column& column, const Value& value) {
    ARROW_RETURN_NOT_OK(builder.Reserve(static_cast<int64_t>(column.rows())));
    for (size_t row = 0; row < column.rows(); ++row)
        ARROW_RETURN_NOT_OK(column.isMissing(row) ? builder.AppendNull() : builder.Append(value(row)));
    return builder.Finish();
}

/// The piece's dictionary with the rows' places in it.
arrow::Result<std::shared_ptr<arrow::Array>> categories(const Column& column) {
    ARROW_ASSIGN_OR_RAISE(auto codes, built(arrow::Int32Builder(), column,
                                            [&](size_t row) { return static_cast<int32_t>(column.codes[row]); }));
    arrow::StringBuilder texts;
    for (const auto& text : column.dictionary) ARROW_RETURN_NOT_OK(texts.Append(text));
    ARROW_ASSIGN_OR_RAISE(auto dictionary, texts.Finish());
    return arrow::DictionaryArray::FromArrays(arrowType(ColumnType::Category), codes, dictionary);
}

arrow::Result<std::shared_ptr<arrow::Array>> arrayOf(const Column& column) {
    const auto integer = [&](size_t row) { return column.integers[row]; };
    switch (column.schema.type) {
    case ColumnType::Boolean:
        return built(arrow::BooleanBuilder(), column, [&](size_t row) { return column.integers[row] != 0; });
    case ColumnType::Integer: return built(arrow::Int64Builder(), column, integer);
    case ColumnType::Real: return built(arrow::DoubleBuilder(), column, [&](size_t row) { return column.reals[row]; });
    case ColumnType::Category: return categories(column);
    case ColumnType::Text: return built(arrow::StringBuilder(), column, [&](size_t row) { return column.text(row); });
    case ColumnType::Date:
        return built(arrow::Date32Builder(), column,
                     [&](size_t row) { return static_cast<int32_t>(column.integers[row]); });
    case ColumnType::Timestamp:
        return built(arrow::TimestampBuilder(arrowType(ColumnType::Timestamp), arrow::default_memory_pool()), column,
                     integer);
    }
    return arrow::Status::Invalid("a column of no type");
}

Result<void> checkDates(const Table& piece, uint64_t first) {
    for (const Column& column : piece.columns)
        for (size_t row = 0; column.schema.type == ColumnType::Date && row < column.rows(); ++row)
            if (column.integers[row] != static_cast<int32_t>(column.integers[row]))
                return cannotHold(column.schema.name, first + row, "Parquet's dates end with the year 5 881 580",
                                  "Choose another format.");
    return {};
}

/// Rows that are encoded at once, in some ten milliseconds.
Result<void> writePiece(parquet::arrow::FileWriter& writer, const std::shared_ptr<arrow::Schema>& schema,
                        const Table& piece) {
    std::vector<std::shared_ptr<arrow::Array>> arrays;
    for (const Column& column : piece.columns) {
        auto array = arrayOf(column);
        if (!array.ok()) return problem(array.status());
        arrays.push_back(std::move(*array));
    }
    const auto batch = arrow::RecordBatch::Make(schema, static_cast<int64_t>(piece.rows()), std::move(arrays));
    if (const auto status = writer.WriteRecordBatch(*batch); !status.ok()) return problem(status);
    return {};
}

} // namespace

Result<void> writeParquet(const RowFeed& rows, const Path& file, const JobContext& job) {
    arrow::FieldVector fields;
    for (const auto& column : rows.schema()) fields.push_back(arrow::field(column.name, arrowType(column.type)));
    const auto schema = arrow::schema(fields);
    auto sink = arrow::io::FileOutputStream::Open(file.string());
    if (!sink.ok()) return problem(sink.status());
    parquet::WriterProperties::Builder properties;
    properties.max_row_group_length(rowsPerGroup);
    if (arrow::util::Codec::IsAvailable(arrow::Compression::ZSTD)) properties.compression(parquet::Compression::ZSTD);
    auto writer = parquet::arrow::FileWriter::Open(*schema, arrow::default_memory_pool(), *sink, properties.build(),
                                                   parquet::ArrowWriterProperties::Builder().store_schema()->build());
    if (!writer.ok()) return problem(writer.status());
    auto written = rows.forEach({}, job, [&](const Table& piece, uint64_t first) -> Result<void> {
        LATHE_CHECK(checkDates(piece, first));
        LATHE_CHECK(writePiece(**writer, schema, piece));
        job.setDone(static_cast<double>(first + piece.rows()));
        return {};
    });
    LATHE_CHECK(std::move(written));
    if (const auto status = (*writer)->Close(); !status.ok()) return problem(status);
    if (const auto status = (*sink)->Close(); !status.ok()) return problem(status);
    return {};
}

} // namespace lathe::writers
