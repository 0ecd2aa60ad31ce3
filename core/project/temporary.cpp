// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/temporary.h"

#include "core/base/log.h"
#include "core/base/process.h"
#include "core/base/remove_folder.h"
#include "core/base/text.h"

#include <unistd.h>

namespace lathe {

namespace fs = std::filesystem;

namespace {

std::string safeName(std::string_view text) {
    std::string name;
    for (const char c : text) name += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
    return name.empty() ? "_" : name;
}

struct Owner {
    std::string host;
    int pid = 0;
    int64_t ticks = 0;
};

/// The owner of a folder whose name begins with \p prefix; none for what is named in another way.
std::optional<Owner> ownerOf(const Path& folder, std::string_view prefix) {
    const std::string name = folder.filename().string();
    if (!name.starts_with(prefix)) return std::nullopt;
    const auto parts = splitText(name.substr(prefix.size(), name.rfind('-') - prefix.size()), '.');
    if (parts.size() != 4) return std::nullopt;
    const auto pid = parseInteger(parts[2]);
    const auto ticks = parseInteger(parts[3]);
    if (!pid || !ticks) return std::nullopt;
    return Owner{parts[1], static_cast<int>(*pid), *ticks};
}

bool isAbandoned(const Path& folder, const Owner& owner) {
    if (owner.host == safeName(hostName())) return !isProcessAlive(owner.pid, owner.ticks);
    std::error_code code;
    const auto changed = fs::last_write_time(folder, code);
    return !code && fs::file_time_type::clock::now() - changed > std::chrono::hours(7 * 24);
}

std::string ownedName(std::string_view prefix, std::string_view purpose) {
    const int pid = ::getpid();
    return fmt::format("{}{}.{}.{}.{}", prefix, purpose, safeName(hostName()), pid, processStartTicks(pid).value_or(0));
}

/// Removes those whose names begin with \p prefix.
size_t sweep(const Path& parent, std::string_view prefix) {
    size_t removed = 0;
    std::error_code code;
    for (fs::directory_iterator it(parent, code), end; !code && it != end; it.increment(code)) {
        std::error_code kind;
        if (!fs::is_directory(it->symlink_status(kind))) continue;
        const auto owner = ownerOf(it->path(), prefix);
        if (!owner || !isAbandoned(it->path(), *owner)) continue;
        if (const std::error_code removal = removeFolder(it->path())) {
            logWarning("cannot remove the unfinished work '{}': {}", it->path().string(), removal.message());
        } else {
            ++removed;
        }
    }
    return removed;
}

constexpr std::string_view hidden = ".lathe-";

} // namespace

Result<ScopedFolder> ownedTemporaryFolder(const Path& parent, std::string_view purpose) {
    return ScopedFolder::create(parent, ownedName("", safeName(purpose)));
}

size_t sweepTemporaryFolders(const Path& parent) { return sweep(parent, ""); }

Result<ScopedFolder> temporaryFolderBeside(const Path& target) {
    const Path folder = target.has_parent_path() ? target.parent_path() : Path(".");
    std::error_code code;
    if (!fs::is_directory(folder, code))
        return failHint(ErrorKind::NotFound, fmt::format("folder '{}' does not exist", folder.string()),
                        "Create it first.");
    sweep(folder, hidden);
    return ScopedFolder::create(folder, ownedName(hidden, "export"));
}

} // namespace lathe
