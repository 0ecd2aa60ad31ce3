// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/learner.h"

#include "core/base/text.h"

namespace lathe {

Result<std::unique_ptr<Learner>> Learner::create(const TrainingJob& job, const Target& target) {
    return learnsFromPictures(job.config.modelKind) ? createPictureLearner(job, target)
                                                    : createTableLearner(job, target);
}

Result<void> requireColumn(const ColumnFile& data, const std::string& name, const char* role) {
    if (data.find(name)) return {};
    std::vector<std::string> names;
    for (const ColumnSchema& column : data.schema()) names.push_back(column.name);
    return failHint(ErrorKind::InvalidInput,
                    fmt::format("the data has no column '{}', which is named as {}", name, role),
                    suggestion(name, names));
}

std::vector<double> gatherValues(const std::vector<double>& values, const RowNumbers& rows) {
    std::vector<double> part;
    part.reserve(rows.size());
    for (const uint64_t row : rows) part.push_back(values[row]);
    return part;
}

} // namespace lathe
