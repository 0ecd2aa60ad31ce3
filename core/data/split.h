// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/config.h"
#include "core/base/job.h"
#include "core/base/result.h"
#include "core/data/columns/column_file.h"

namespace lathe {

/// How rows are parted. As written in a run configuration:
///     split: {method: random, test: 0.2, validation: 0.1, seed: 7}
///     split: {method: stratified, test: 0.2, by: weather}
///     split: {method: time, by: date, test: 0.25}            # the last rows by time; `before: 2014-01-01` trains on
///     earlier rows split: {method: kfold, folds: 5, assign: interleaved}  # shuffled | blocked | interleaved;
///     `stratify: column`
struct SplitSpec {
    enum class Method { Random, Stratified, Time, KFold, Column };
    enum class Assign { Shuffled, Blocked, Interleaved };
    Method method = Method::Random;
    double test = 0.2;       ///< fraction of the rows; 0 for no test part. Not used by KFold
    double validation = 0.0; ///< fraction of the rows (KFold, and Time with before: of the rows left for training)
    std::string by;          ///< column of Stratified (default: the target), Time, and Column
    std::string before;      ///< Time: rows strictly before this date (or number) train, the others test
    int folds = 5;
    Assign assign = Assign::Shuffled;
    std::string stratify;
    uint64_t seed = 0;

    /// A null node gives the defaults. Errors: InvalidInput with the place; a key that the method does not use is
    /// refused.
    static Result<SplitSpec> parse(const ConfigNode& node);
    [[nodiscard]] Json toJson() const;
};

/// Row numbers of each part, ascending. Disjoint.
struct SplitRows {
    std::vector<uint64_t> train;
    std::vector<uint64_t> validation;
    std::vector<uint64_t> test;
};

/// One entry for Random, Stratified, Time and Column; \p folds entries for KFold (fold f tests, the others train;
/// interleaved: row i of all the data's rows belongs to fold i mod k; blocked: fold f is the f-th run of consecutive
/// rows; shuffled: sizes differ by one at most). Stratified parts take from each value of the column in proportion,
/// by largest remainder. Time: the validation part is the end of the training period; rows of one instant are never
/// parted, so parts may be somewhat larger than asked for; rows without a time are in no part. Column: each row says
/// its part (train, training; validation, valid, val, dev; test, testing; small and capital letters alike); without a
/// value it is in none. Rows whose target is missing are in no part; an empty \p target takes every row. The random
/// numbers are our own (core/base/random.h), so parts are the same on every machine. Deterministic: same rows, spec and
/// seed, same parts. Errors: InvalidInput (a column that is not there, a fraction outside 0…1, an empty part, a word
/// that names no part), Cancelled.
Result<std::vector<SplitRows>> splitRows(const ColumnFile& data, const std::string& target, const SplitSpec& spec,
                                         const JobContext& job);

} // namespace lathe
