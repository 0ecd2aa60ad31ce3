// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/columns/table.h"

namespace lathe {

/// Takes the rows out of a column and leaves their memory, so that what fills column after column need not ask for it
/// anew. Schema and dictionary stay.
void clearRows(Column& column);

} // namespace lathe
