// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/temporary.h"

#include "core/base/log.h"
#include "core/base/process.h"
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

std::optional<Owner> ownerOf(const Path& folder) {
    const std::string name = folder.filename().string();
    const auto parts = splitText(name.substr(0, name.rfind('-')), '.');
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

} // namespace

Result<ScopedFolder> ownedTemporaryFolder(const Path& parent, std::string_view purpose) {
    const int pid = ::getpid();
    const auto ticks = processStartTicks(pid).value_or(0);
    return ScopedFolder::create(
        parent, fmt::format("{}.{}.{}.{}", safeName(purpose), safeName(hostName()), pid, ticks));
}

size_t sweepTemporaryFolders(const Path& parent) {
    size_t removed = 0;
    std::error_code code;
    for (fs::directory_iterator it(parent, code), end; !code && it != end; it.increment(code)) {
        const auto owner = ownerOf(it->path());
        if (!owner || !isAbandoned(it->path(), *owner)) continue;
        std::error_code removal;
        fs::remove_all(it->path(), removal);
        if (removal) {
            logWarning("cannot remove the unfinished work '{}': {}", it->path().string(), removal.message());
        } else {
            ++removed;
        }
    }
    return removed;
}

} // namespace lathe
