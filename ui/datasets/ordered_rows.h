// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/query/row_order.h"
#include "ui/datasets/row_source.h"

#include <stop_token>

namespace lathe::ui {

/// Some rows of a column file in an order: what a filter left, or what was sorted. The rows of a page may lie anywhere
/// in the file, so pages are small and come one after the other, the numbers of their rows first.
class OrderedRows final : public RowSource {
public:
    static constexpr size_t cacheBytes = size_t{32} << 20;

    /// \p arrived is called on the loader's thread whenever a page came.
    OrderedRows(std::shared_ptr<const ColumnFile> file, RowOrder order, std::function<void()> arrived);
    ~OrderedRows() override { m_end.request_stop(); }

    [[nodiscard]] const ColumnFile& file() const { return *m_file; }
    [[nodiscard]] uint64_t rows() const override { return m_order.size(); }
    [[nodiscard]] const std::vector<ColumnSchema>& schema() const override { return m_file->schema(); }
    [[nodiscard]] const std::vector<std::string>& dictionary(size_t column) const override {
        return m_file->dictionary(column);
    }
    [[nodiscard]] RowSlice slice(size_t column, uint64_t row) override;
    void request(uint64_t first, uint64_t last, const std::vector<size_t>& columns) override;
    void fetch(uint64_t first, uint64_t count, std::vector<size_t> columns,
               std::function<void(Result<Table>)> done) override;
    [[nodiscard]] uint64_t rowNumber(uint64_t row) override;
    [[nodiscard]] uint64_t largestRowNumber() override { return m_file->rows(); }
    void findNumber(uint64_t number, Found found) override;
    [[nodiscard]] std::optional<Error> firstError() const override { return m_loader.firstError(); }
    [[nodiscard]] bool settled() const override { return m_loader.idle(); }

private:
    static Result<Column> read(const ColumnFile& file, const RowOrder& order, PageKey key);

    /// For what the loader does beside pages: it ends with these rows, so that nobody waits for it.
    [[nodiscard]] JobContext job() const { return {m_end.get_token(), nullptr}; }

    std::shared_ptr<const ColumnFile> m_file;
    RowOrder m_order;
    std::stop_source m_end;
    PageCache m_cache;
    PageLoader m_loader; // last: its thread uses the above
};

} // namespace lathe::ui
