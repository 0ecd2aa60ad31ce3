// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/failing_rows.h"

#include "core/data/query/row_order.h"

namespace lathe::ui {

Result<std::shared_ptr<const FailingRows>> readFailingRows(const ColumnFile& file, std::vector<uint64_t> numbers,
                                                           const std::vector<std::string>& looked, const QString& title,
                                                           const JobContext& job) {
    auto failing = std::make_shared<FailingRows>();
    failing->title = title;
    failing->all = numbers.size() <= mostFailingRows;
    if (!failing->all) numbers.resize(mostFailingRows);
    failing->numbers = std::move(numbers);
    LATHE_TRY(failing->rows, readRows(file, failing->numbers, {}, job));
    failing->marks.resize(file.columns());
    for (const std::string& name : looked)
        if (const auto column = file.find(name)) failing->marks[*column].assign(failing->numbers.size(), 1);
    return std::shared_ptr<const FailingRows>(std::move(failing));
}

} // namespace lathe::ui
