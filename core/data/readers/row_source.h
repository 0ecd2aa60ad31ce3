// SPDX-License-Identifier: GPL-3.0-or-later
// What a format has to bring so that its rows are previewed and imported: pieces of input, and rows made of them.
// Types, chunks, dictionaries, threads, progress and rejects are the business of row_import.h.
#pragma once

#include "core/data/readers/column_builder.h"
#include "core/data/readers/import.h"
#include "core/data/sources/byte_source.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace lathe::readers {

/// A source of more columns is no table: its rows would not fit into memory a chunk at a time.
inline constexpr size_t mostColumns = 8192;

/// Makes the bytes of a source from their beginning, every time it is called.
using BytesAgain = std::function<Result<std::unique_ptr<ByteSource>>()>;

/// Rows made of one piece of input.
struct DecodedPiece {
    std::vector<ColumnBuilder> columns; ///< one per column of the plan, equally long
    std::vector<ColumnPlan> newColumns; ///< that the plan does not have, with the kinds that fit their values
    std::vector<RejectedRow> rejected;
    std::vector<uint32_t> records; ///< per row the record of the piece it comes from; empty when it is the row's number
    size_t rows = 0;
};

/// A piece of input, of a few MB at most.
struct Piece {
    uint64_t firstRecord = 1; ///< number of the first record
    std::string bytes;
    std::vector<size_t> ends;            ///< of the records in `bytes`; empty for sources without text
    std::vector<uint64_t> lines;         ///< at which they begin
    std::optional<DecodedPiece> decoded; ///< by sources that decode while they read

    [[nodiscard]] std::string_view record(size_t index) const {
        const size_t begin = index == 0 ? 0 : ends[index - 1];
        return std::string_view(bytes).substr(begin, ends[index] - begin);
    }
    [[nodiscard]] RejectedRow reject(size_t index, std::string reason) const;
};

/// The rows of one source in their order.
class RowSource {
public:
    virtual ~RowSource() = default;

    /// What is known without reading values: columns whose type the format gives have one kind, others all.
    [[nodiscard]] virtual std::vector<ColumnPlan> columns() const = 0;
    /// Decisions, choices, and what was chosen.
    [[nodiscard]] virtual const SourceDescription& facts() const = 0;
    /// Back to the first row. Called before the first read().
    virtual Result<void> rewind() = 0;
    /// Takes the next piece, of at most \p mostRows rows; false at the end. Called by one thread at a time. Returns
    /// within some 50 ms, that a stop is noticed.
    virtual Result<bool> read(Piece& piece, const std::vector<ColumnPlan>& plan, size_t mostRows) = 0;
    /// Makes rows of a piece that read() left undecoded. Thread safe.
    [[nodiscard]] virtual DecodedPiece decode(const Piece& piece, const std::vector<ColumnPlan>& plan) const = 0;
    /// For sources whose library may be busy for long within one read(): \p stop ends it with Cancelled.
    virtual void stopWhen(const std::stop_token&) {}
    /// How far reading has come, of size(), in unit().
    [[nodiscard]] virtual double position() const = 0;
    [[nodiscard]] virtual double size() const = 0;
    [[nodiscard]] virtual const char* unit() const { return "bytes"; }
    /// Sources that are more than one file know their hash themselves, once read() has returned false.
    [[nodiscard]] virtual bool hashesItself() const { return false; }
    virtual Result<std::string> sourceHash() { return std::string(); }
    /// Whether decode() is where the work is, so that more threads help.
    [[nodiscard]] virtual bool parallel() const { return false; }
};

/// A source whose read() makes the rows itself.
class DecodingSource : public RowSource {
public:
    [[nodiscard]] DecodedPiece decode(const Piece&, const std::vector<ColumnPlan>&) const final { return {}; }
};

/// One that knows how many rows it has.
class CountedSource : public DecodingSource {
public:
    [[nodiscard]] const SourceDescription& facts() const final { return m_facts; }
    [[nodiscard]] double position() const final { return static_cast<double>(m_row); }
    [[nodiscard]] double size() const final { return static_cast<double>(m_rows); }
    [[nodiscard]] const char* unit() const final { return "rows"; }

protected:
    SourceDescription m_facts;
    uint64_t m_rows = 0; ///< 0: they were not counted
    uint64_t m_row = 0;  ///< the next one
};

/// A piece without rows yet, with a builder for every column of the plan.
[[nodiscard]] DecodedPiece emptyPiece(const std::vector<ColumnPlan>& plan);

} // namespace lathe::readers
