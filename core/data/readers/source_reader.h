// SPDX-License-Identifier: GPL-3.0-or-later
// What every reader behind import.h is to the rest: it describes, shows the first rows, and imports.
#pragma once

#include "core/data/readers/import.h"

#include <memory>

namespace lathe::readers {

/// One source, opened. Used on one thread at a time.
class SourceReader {
public:
    virtual ~SourceReader() = default;
    /// Valid while the reader lives and until the next call of preview() or import().
    [[nodiscard]] virtual const SourceDescription& description() const = 0;
    virtual Result<Table> preview(size_t rows) = 0;
    virtual Result<ImportOutcome> import(const Path& target, const JobContext& job) = 0;
};

using OpenedReader = Result<std::unique_ptr<SourceReader>>;

} // namespace lathe::readers
