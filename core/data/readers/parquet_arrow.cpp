// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled only where CMake finds Apache Arrow.
#include "core/data/readers/parquet.h"

#include "core/base/text.h"
#include "core/data/readers/row_import.h"

#include <arrow/api.h>
#include <arrow/io/file.h>
#include <fmt/format.h>
#include <parquet/arrow/reader.h>
#include <parquet/exception.h>

namespace lathe::readers {

namespace {

constexpr int64_t rowsAtOnce = 8192;

Failure broken(const Path& file, const std::string& what) {
    return failHint(ErrorKind::Corrupt, fmt::format("'{}' cannot be read as Parquet: {}", file.string(), what), "The file is damaged: get it again.");
}

/// Microseconds of one count of a unit, as numerator and denominator.
std::pair<int64_t, int64_t> microsOf(arrow::TimeUnit::type unit) {
    switch (unit) {
    case arrow::TimeUnit::SECOND: return {1000000, 1};
    case arrow::TimeUnit::MILLI: return {1000, 1};
    case arrow::TimeUnit::MICRO: return {1, 1};
    case arrow::TimeUnit::NANO: return {1, 1000};
    }
    return {1, 1};
}

ColumnPlan planFor(const arrow::Field& field) {
    using Id = arrow::Type;
    switch (field.type()->id()) {
    case Id::BOOL: return {field.name(), BooleanValue, false};
    case Id::INT8: case Id::INT16: case Id::INT32: case Id::INT64:
    case Id::UINT8: case Id::UINT16: case Id::UINT32: return {field.name(), IntegerValue, false};
    case Id::UINT64: return {field.name(), Kinds{IntegerValue} | TextValue, false};
    case Id::FLOAT: case Id::DOUBLE: return {field.name(), RealValue, false};
    case Id::DATE32: case Id::DATE64: return {field.name(), DateValue, false};
    case Id::TIMESTAMP: return {field.name(), TimestampValue, false};
    case Id::DECIMAL128: case Id::DECIMAL256: return {field.name(), Kinds{RealValue} | TextValue, false};
    default: return {field.name(), allKinds, false};
    }
}

void addTimestamp(ColumnBuilder& column, int64_t count, arrow::TimeUnit::type unit) {
    const auto [numerator, denominator] = microsOf(unit);
    int64_t micros = 0;
    if (__builtin_mul_overflow(count, numerator, &micros)) return column.addMissing();
    column.addTimestamp(micros / denominator - (micros % denominator < 0 ? 1 : 0));
}

void addText(ColumnBuilder& column, std::string_view text) {
    if (isValidUtf8(text)) return column.addPlainText(text);
    std::string hex;
    for (const char c : text) fmt::format_to(std::back_inserter(hex), "{:02x}", static_cast<unsigned char>(c));
    column.addPlainText(hex);
}

/// A decimal is a real number when its digits survive the way there and back, else its text.
void addDecimal(ColumnBuilder& column, const std::string& digits) {
    const auto number = parseNumber(digits);
    if (number && digits.size() <= 15) column.addReal(*number);
    else column.addPlainText(digits);
}

void addValue(ColumnBuilder& column, const arrow::Array& array, int64_t row) {
    using Id = arrow::Type;
    if (array.IsNull(row)) return column.addMissing();
    switch (array.type_id()) {
    case Id::BOOL: return column.addBoolean(static_cast<const arrow::BooleanArray&>(array).Value(row));
    case Id::INT8: return column.addInteger(static_cast<const arrow::Int8Array&>(array).Value(row));
    case Id::INT16: return column.addInteger(static_cast<const arrow::Int16Array&>(array).Value(row));
    case Id::INT32: return column.addInteger(static_cast<const arrow::Int32Array&>(array).Value(row));
    case Id::INT64: return column.addInteger(static_cast<const arrow::Int64Array&>(array).Value(row));
    case Id::UINT8: return column.addInteger(static_cast<const arrow::UInt8Array&>(array).Value(row));
    case Id::UINT16: return column.addInteger(static_cast<const arrow::UInt16Array&>(array).Value(row));
    case Id::UINT32: return column.addInteger(static_cast<const arrow::UInt32Array&>(array).Value(row));
    case Id::UINT64:
        if (const uint64_t value = static_cast<const arrow::UInt64Array&>(array).Value(row); value <= static_cast<uint64_t>(INT64_MAX))
            return column.addInteger(static_cast<int64_t>(value));
        else return column.addPlainText(std::to_string(value));
    case Id::FLOAT: return column.addReal(static_cast<double>(static_cast<const arrow::FloatArray&>(array).Value(row)));
    case Id::DOUBLE: return column.addReal(static_cast<const arrow::DoubleArray&>(array).Value(row));
    case Id::DATE32: return column.addDate(static_cast<const arrow::Date32Array&>(array).Value(row));
    case Id::DATE64: return column.addDate(static_cast<const arrow::Date64Array&>(array).Value(row) / 86400000);
    case Id::TIMESTAMP:
        return addTimestamp(column, static_cast<const arrow::TimestampArray&>(array).Value(row),
                            static_cast<const arrow::TimestampType&>(*array.type()).unit());
    case Id::STRING: return addText(column, static_cast<const arrow::StringArray&>(array).GetView(row));
    case Id::LARGE_STRING: return addText(column, static_cast<const arrow::LargeStringArray&>(array).GetView(row));
    case Id::BINARY: return addText(column, static_cast<const arrow::BinaryArray&>(array).GetView(row));
    case Id::FIXED_SIZE_BINARY: return addText(column, static_cast<const arrow::FixedSizeBinaryArray&>(array).GetView(row));
    case Id::DECIMAL128: return addDecimal(column, static_cast<const arrow::Decimal128Array&>(array).FormatValue(row));
    case Id::DECIMAL256: return addDecimal(column, static_cast<const arrow::Decimal256Array&>(array).FormatValue(row));
    default: break;
    }
    const auto scalar = array.GetScalar(row); // lists, structures, maps
    column.addPlainText(scalar.ok() ? (*scalar)->ToString() : std::string());
}

class ParquetSource final : public DecodingSource {
public:
    explicit ParquetSource(Path file) : m_file(std::move(file)) {}

    Result<void> open() {
        auto input = arrow::io::ReadableFile::Open(m_file.string());
        if (!input.ok()) return broken(m_file, input.status().message());
        try {
            parquet::arrow::FileReaderBuilder builder;
            if (const auto status = builder.Open(*input); !status.ok()) return broken(m_file, status.message());
            parquet::ArrowReaderProperties properties;
            properties.set_batch_size(rowsAtOnce);
            if (const auto status = builder.properties(properties)->Build(&m_reader); !status.ok()) return broken(m_file, status.message());
            if (const auto status = m_reader->GetSchema(&m_schema); !status.ok()) return broken(m_file, status.message());
            m_rows = m_reader->parquet_reader()->metadata()->num_rows();
        } catch (const std::exception& problem) {
            return broken(m_file, problem.what());
        }
        return {};
    }

    [[nodiscard]] std::vector<ColumnPlan> columns() const override {
        std::vector<ColumnPlan> columns;
        for (const auto& field : m_schema->fields()) columns.push_back(planFor(*field));
        return columns;
    }
    [[nodiscard]] const SourceDescription& facts() const override { return m_facts; }
    [[nodiscard]] double position() const override { return static_cast<double>(m_row); }
    [[nodiscard]] double size() const override { return static_cast<double>(m_rows); }
    [[nodiscard]] const char* unit() const override { return "rows"; }

    Result<void> rewind() override {
        m_row = 0;
        m_at = 0;
        m_batch.reset();
        try {
            auto batches = m_reader->GetRecordBatchReader();
            if (!batches.ok()) return broken(m_file, batches.status().message());
            m_batches = std::move(*batches);
        } catch (const std::exception& problem) {
            return broken(m_file, problem.what());
        }
        return {};
    }

    Result<bool> read(Piece& piece, const std::vector<ColumnPlan>& plan, size_t mostRows) override {
        LATHE_TRY(const bool more, nextBatch());
        if (!more) return false;
        piece.firstRecord = static_cast<uint64_t>(m_row) + 1;
        piece.decoded = emptyPiece(plan);
        const int64_t count = std::min(static_cast<int64_t>(mostRows), m_batch->num_rows() - m_at);
        for (int i = 0; i < m_batch->num_columns(); ++i)
            for (int64_t row = m_at; row < m_at + count; ++row) addValue(piece.decoded->columns[static_cast<size_t>(i)], *m_batch->column(i), row);
        piece.decoded->rows = static_cast<size_t>(count);
        m_at += count;
        m_row += count;
        return true;
    }

private:
    Result<bool> nextBatch() {
        try {
            while (!m_batch || m_at == m_batch->num_rows()) {
                if (const auto status = m_batches->ReadNext(&m_batch); !status.ok()) return broken(m_file, status.message());
                if (!m_batch) return false;
                if (const auto status = m_batch->ValidateFull(); !status.ok()) return broken(m_file, status.message());
                m_at = 0;
            }
        } catch (const std::exception& problem) {
            return broken(m_file, problem.what());
        }
        return true;
    }

    Path m_file;
    std::unique_ptr<parquet::arrow::FileReader> m_reader;
    std::shared_ptr<arrow::Schema> m_schema;
    std::shared_ptr<arrow::RecordBatchReader> m_batches;
    std::shared_ptr<arrow::RecordBatch> m_batch;
    SourceDescription m_facts;
    int64_t m_rows = 0;
    int64_t m_row = 0;
    int64_t m_at = 0; ///< of the batch
};

} // namespace

OpenedReader openParquet(const Path& file, const ImportOptions& options) {
    auto source = std::make_unique<ParquetSource>(file);
    LATHE_CHECK(source->open());
    return openRows(std::move(source), file, options);
}

} // namespace lathe::readers
