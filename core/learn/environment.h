// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/runs/run_config.h"

namespace lathe {

/// What a result may depend on besides data and configuration: versions of Lathe, LibTorch, XGBoost and the BLAS,
/// processor, threads, device, seed, host and operating system.
Json describeEnvironment(const RunConfig& config);

/// A warning when the BLAS is not OpenBLAS, which makes networks about eight times slower; else empty.
std::string slowBlasWarning();

} // namespace lathe
