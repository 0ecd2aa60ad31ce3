// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/base/json.h"
#include "core/serve/server_metrics.h"
#include "core/serve/service.h"

namespace lathe {

/// The JSON documents by which a server describes itself and its model.

/// GET /: names, inputs and where to send requests, for people.
Json serverDescription(const ServedModel& served);
/// GET /v2
Json protocolMetadata();
/// GET /v2/models/M: name, versions, platform, inputs and outputs with datatype and shape.
Json modelMetadata(const ServedModel& served);
/// GET /v2/models/M/config, as Triton's clients expect it.
Json modelConfiguration(const ServedModel& served);
/// GET /v2/models/M/stats
Json modelStatistics(const ServedModel& served, const ServerMetrics& metrics);
/// POST /v2/repository/index
Json repositoryIndex(const ServedModel& served, bool ready);
/// GET /v1/models/M, as TensorFlow Serving answers it.
Json modelStatus(const ServedModel& served, bool ready);

} // namespace lathe
