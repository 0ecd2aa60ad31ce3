// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/learn/encoder.h"

namespace lathe {

/// What a kind of model needs from its features.
struct EncodingNeeds {
    bool complete = false;     ///< no missing values: numbers are filled with the median and get an indicator
    bool standardised = false; ///< numbers have mean 0 and standard deviation 1
};

struct FittedEncoder {
    FeatureEncoder encoder;
    std::vector<InputField> inputs; ///< one per column of the encoder
    std::vector<std::string> notes; ///< what was left out or decided, a sentence each
};

/// Fits the preprocessing to training rows. Columns without information are left out: constant ones, and texts that
/// name each row. Categories beyond the 100 most frequent count as unknown; free text becomes 512 hashed words. Errors:
/// InvalidInput when no column is left.
Result<FittedEncoder> fitEncoder(const Table& trainingRows, const EncodingNeeds& needs);

} // namespace lathe
