// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/result.h"

namespace lathe {

/// The files of a model package, without any engine: model.json, weights, card.md, input_example.json and
/// checksums.txt ("<sha256>  <path>" per line, as sha256sum writes and checks). Layout: docs/model-package.md.

/// Writes checksums.txt over all other files below \p folder and returns its own SHA-256, the package hash.
Result<std::string> sealPackage(const Path& folder);

/// Verifies checksums.txt: every file listed is there and unchanged, and no other is there. Returns the package
/// hash. Errors: NotFound, Corrupt naming the file; paths that leave the folder are refused.
Result<std::string> verifyPackage(const Path& folder);

/// model.json of a verified package.
Result<Json> readPackageManifest(const Path& folder);

} // namespace lathe
