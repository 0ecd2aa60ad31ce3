// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/images/pixels.h"

#include <dlfcn.h>

#include <cstdlib>

#include "core/base/files.h"

namespace lathe::images {

namespace {

constexpr const char* moduleName = "liblathe_pixels.so";

Result<Path> modulePath() {
    if (const char* named = std::getenv("LATHE_PIXELS")) return Path(named);
    const Path folder = programFolder();
    for (const Path& candidate : {folder / moduleName, folder / ".." / "lib" / "lathe" / moduleName}) {
        std::error_code code;
        if (std::filesystem::exists(candidate, code)) return candidate;
    }
    return failHint(ErrorKind::NotFound,
                    fmt::format("the part of Lathe that reads pictures ({}) is not beside the program in '{}'",
                                moduleName, folder.string()),
                    "Install Lathe again, or set LATHE_PIXELS to the file.");
}

Result<const Pixels*> load() {
    LATHE_TRY(const Path path, modulePath());
    void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) return fail(ErrorKind::Unsupported, "cannot load '{}': {}", path.string(), ::dlerror());
    using Entry = const PixelsModule* (*)();
    const auto entry = reinterpret_cast<Entry>(::dlsym(library, "lathe_pixels_module"));
    const PixelsModule* module = entry != nullptr ? entry() : nullptr;
    if (module == nullptr || module->interfaceVersion != pixelsInterface)
        return failHint(ErrorKind::Unsupported, fmt::format("'{}' belongs to another version of Lathe", path.string()),
                        "Install Lathe again.");
    return module->pixels;
}

} // namespace

Result<const Pixels*> pixels() {
    static const Result<const Pixels*> loaded = load();
    return loaded;
}

} // namespace lathe::images
