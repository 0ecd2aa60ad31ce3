// SPDX-License-Identifier: GPL-3.0-or-later
// Reading sources in a process of their own. The libraries behind HDF5 and netCDF are no match for every damaged file:
// fuzzing finds crashes, leaks and allocations without bound inside them. What such a file does to a process that is
// there for it alone is an error with a message, and the window stays.
#pragma once

#include "core/data/readers/import.h"

namespace lathe {

/// The first argument that makes a program a reader of one source; the others are for serveReader().
inline constexpr const char* readerArgument = "read-source";

/// From now on HDF5 and netCDF are read by \p program, which has to give its arguments behind readerArgument to
/// serveReader(). Until then, and with an empty path, this process reads them itself. Not thread safe: call it when a
/// program starts.
void setReaderProgram(Path program);

/// The reader's side: reads what it was asked to, and answers. Returns the exit status. The process then has little
/// memory at its disposal, and ends with the one that started it.
int serveReader(const std::vector<std::string>& arguments);

namespace readers {

/// Whether a source of the format is read by another process.
[[nodiscard]] bool isReadApart(SourceFormat format);

/// As previewSource() and importSource(), of which they have the errors too. Corrupt when the reader does not survive
/// the file. A stop is answered within 100 ms.
Result<Table> previewApart(const Path& source, const ImportOptions& options, size_t rows,
                           SourceDescription* description);
Result<ImportOutcome> importApart(const Path& source, const Path& target, const ImportOptions& options,
                                  const JobContext& job);

} // namespace readers

} // namespace lathe
