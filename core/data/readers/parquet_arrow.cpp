// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled only where CMake finds Apache Arrow.
#include "core/data/readers/parquet.h"

#include "core/data/readers/parquet_values.h"
#include "core/data/readers/row_import.h"

#include <arrow/api.h>
#include <arrow/io/file.h>
#include <arrow/io/memory.h>
#include <fmt/format.h>
#include <parquet/arrow/reader.h>
#include <parquet/exception.h>
#include <parquet/file_reader.h>

namespace lathe::readers {

namespace {

constexpr int64_t mostRowsAtOnce = 8192;
/// Decoded in some ten milliseconds.
constexpr int64_t cellsAtOnce = int64_t{1} << 18;

Failure broken(const Path& file, const std::string& what) {
    return failHint(ErrorKind::Corrupt, fmt::format("'{}' cannot be read as Parquet: {}", file.string(), what),
                    "The file is damaged: get it again.");
}

Failure problem(const Path& file, const arrow::Status& status) {
    if (!status.IsNotImplemented()) return broken(file, status.message());
    return failHint(ErrorKind::Unsupported,
                    fmt::format("'{}' uses what this build of Apache Arrow lacks: {}", file.string(), status.message()),
                    "Write the file again without it, with another compression for example.");
}

/// Arrow gives results in both ways, by version.
arrow::Result<std::unique_ptr<arrow::RecordBatchReader>> batchesOf(auto& reader) {
    if constexpr (requires { reader.GetRecordBatchReader(); }) {
        return reader.GetRecordBatchReader();
    } else {
        std::unique_ptr<arrow::RecordBatchReader> batches;
        if (auto status = reader.GetRecordBatchReader(&batches); !status.ok()) return status;
        return batches;
    }
}

class ParquetSource final : public CountedSource {
public:
    explicit ParquetSource(Path file) : m_file(std::move(file)) {}

    Result<void> openFile() {
        auto input = arrow::io::ReadableFile::Open(m_file.string());
        if (!input.ok()) return problem(m_file, input.status());
        return open(std::move(*input));
    }
    Result<void> open(std::shared_ptr<arrow::io::RandomAccessFile> input) {
        return guarded([&]() -> Result<void> {
            // The pages of a column are read as they are needed; the defaults would hold whole row groups.
            auto reading = parquet::default_reader_properties();
            reading.enable_buffered_stream();
            parquet::arrow::FileReaderBuilder builder;
            if (const auto status = builder.Open(std::move(input), reading); !status.ok())
                return problem(m_file, status);
            const auto& schema = *builder.raw_reader()->metadata()->schema();
            m_batchRows = std::clamp<int64_t>(cellsAtOnce / std::max(schema.num_columns(), 1), 64, mostRowsAtOnce);
            parquet::ArrowReaderProperties properties;
            properties.set_batch_size(m_batchRows);
            properties.set_pre_buffer(false);
            // Of INT96; its nanoseconds would overflow in the year 2262.
            properties.set_coerce_int96_timestamp_unit(arrow::TimeUnit::MICRO);
            if (const auto status = builder.properties(properties)->Build(&m_reader); !status.ok())
                return problem(m_file, status);
            std::shared_ptr<arrow::Schema> columns;
            if (const auto status = m_reader->GetSchema(&columns); !status.ok()) return problem(m_file, status);
            describe(*columns);
            return {};
        });
    }

    [[nodiscard]] std::vector<ColumnPlan> columns() const override {
        std::vector<ColumnPlan> columns;
        for (const ArrowLeaf& leaf : m_leaves) columns.push_back(planFor(leaf));
        return columns;
    }

    Result<void> rewind() override {
        m_row = 0;
        m_at = 0;
        m_batch.reset();
        m_batches.reset();
        return guarded([this]() -> Result<void> {
            auto batches = batchesOf(*m_reader);
            if (!batches.ok()) return problem(m_file, batches.status());
            m_batches = std::move(*batches);
            return {};
        });
    }

    Result<bool> read(Piece& piece, const std::vector<ColumnPlan>& plan, size_t mostRows) override {
        return guarded([&]() -> Result<bool> {
            LATHE_TRY(const bool more, nextBatch());
            if (!more) return false;
            piece.firstRecord = m_row + 1;
            piece.decoded = emptyPiece(plan);
            const int64_t count = std::min(static_cast<int64_t>(mostRows), m_batch->num_rows() - m_at);
            for (size_t i = 0; i < m_leaves.size(); ++i)
                addValues(piece.decoded->columns[i], *m_values[i], m_at, count);
            piece.decoded->rows = static_cast<size_t>(count);
            m_at += count;
            m_row += static_cast<uint64_t>(count);
            return true;
        });
    }

private:
    /// Exceptions of Arrow and of a value that contradicts its type end here.
    template <typename Work>
    auto guarded(const Work& work) -> decltype(work()) {
        try {
            return work();
        } catch (const std::exception& exception) {
            return broken(m_file, exception.what());
        }
    }

    void describe(const arrow::Schema& schema) {
        const auto metadata = m_reader->parquet_reader()->metadata();
        m_rows = static_cast<uint64_t>(metadata->num_rows());
        m_leaves = arrowLeaves(schema);
        m_facts.reasons.push_back(
            fmt::format("It has {} rows in {} row groups, written by {}.", m_rows, metadata->num_row_groups(),
                        metadata->created_by().empty() ? "an unnamed program" : metadata->created_by()));
        for (const ArrowLeaf& leaf : m_leaves)
            if (std::string note = noteFor(leaf); !note.empty()) m_facts.reasons.push_back(std::move(note));
    }

    Result<bool> nextBatch() {
        while (!m_batch || m_at == m_batch->num_rows()) {
            m_values.clear();
            if (const auto status = m_batches->ReadNext(&m_batch); !status.ok()) return problem(m_file, status);
            if (!m_batch) return false;
            m_at = 0;
            for (const ArrowLeaf& leaf : m_leaves) {
                m_values.push_back(arrowValues(*m_batch, leaf));
                const auto status = holdsDictionary(*leaf.field->type()) ? m_values.back()->ValidateFull()
                                                                         : m_values.back()->Validate();
                if (!status.ok()) return problem(m_file, status);
            }
        }
        return true;
    }

    Path m_file;
    std::unique_ptr<parquet::arrow::FileReader> m_reader;
    std::vector<ArrowLeaf> m_leaves;
    std::shared_ptr<arrow::RecordBatchReader> m_batches;
    std::shared_ptr<arrow::RecordBatch> m_batch;
    std::vector<std::shared_ptr<arrow::Array>> m_values; ///< of the batch, a leaf each
    int64_t m_batchRows = mostRowsAtOnce;
    int64_t m_at = 0; ///< of the batch
};

} // namespace

OpenedReader openParquet(const Path& file, const ImportOptions& options) {
    auto source = std::make_unique<ParquetSource>(file);
    LATHE_CHECK(source->openFile());
    return openRows(std::move(source), file, options);
}

Result<std::unique_ptr<RowSource>> openParquetImage(std::string_view image) {
    auto source = std::make_unique<ParquetSource>("image");
    LATHE_CHECK(source->open(std::make_shared<arrow::io::BufferReader>(std::make_shared<arrow::Buffer>(image))));
    return source;
}

} // namespace lathe::readers
