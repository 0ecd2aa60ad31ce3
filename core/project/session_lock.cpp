// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/session_lock.h"

#include "core/base/clock.h"
#include "core/base/process.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <thread>

namespace lathe {

namespace {

Path lockFile(const Path& folder) { return folder / "project.lock"; }

std::string holderText() {
    std::error_code code;
    const Path self = std::filesystem::read_symlink("/proc/self/exe", code);
    Json json;
    json["user"] = userName();
    json["host"] = hostName();
    json["pid"] = ::getpid();
    json["program"] = self.filename().string();
    json["since"] = nowMicros();
    return json.dump() + "\n";
}

LockHolder readHolder(const Path& folder) {
    LockHolder holder;
    const auto text = readTextFile(lockFile(folder), 64 * 1024);
    const Json json = text ? Json::parse(*text, nullptr, false) : Json();
    if (!json.is_object()) return holder;
    const auto take = [&json](const char* key, auto& value) {
        using Value = std::remove_reference_t<decltype(value)>;
        const auto found = json.find(key);
        if (found == json.end()) return;
        if constexpr (std::is_same_v<Value, std::string>) {
            if (found->is_string()) value = found->get<std::string>();
        } else if (found->is_number_integer()) {
            value = found->get<Value>();
        }
    };
    take("user", holder.user);
    take("host", holder.host);
    take("pid", holder.pid);
    take("program", holder.program);
    take("since", holder.since);
    return holder;
}

/// holder() takes a shared lock for an instant to see whether somebody has the exclusive one; give it that
/// instant.
bool lockExclusively(int file) {
    constexpr int attempts = 20;
    for (int attempt = 0; attempt < attempts; ++attempt) {
        if (::flock(file, LOCK_EX | LOCK_NB) == 0) return true;
        if (errno != EWOULDBLOCK && errno != EINTR) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    errno = EWOULDBLOCK;
    return false;
}

} // namespace

std::string LockHolder::describe() const {
    if (user.empty()) return "somebody";
    std::string when = isoTime(since).substr(0, 16);
    if (when.size() > 10) when[10] = ' ';
    return fmt::format("{} on {} ({}, process {}) since {} UTC", user, host, program, pid, when);
}

Result<std::unique_ptr<SessionLock>> SessionLock::acquire(const Path& folder) {
    const Path path = lockFile(folder);
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0) return failure(errnoError("open", path.string()));
    std::unique_ptr<SessionLock> lock(new SessionLock(file));
    if (!lockExclusively(file)) {
        const bool held = errno == EWOULDBLOCK;
        Error error = errnoError("lock", path.string());
        ::close(std::exchange(lock->m_file, -1));
        if (!held)
            return failure(std::move(error).withHint(
                "This file system knows no locks: open the project read-only or copy it to a local disk."));
        return failHint(ErrorKind::Locked,
                        fmt::format("the project '{}' is in use by {}", folder.string(), readHolder(folder).describe()),
                        "Open it read-only, or close it there.");
    }
    const std::string text = holderText();
    if (::ftruncate(file, 0) != 0 || ::pwrite(file, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()))
        return failure(errnoError("write", path.string()));
    return lock;
}

std::optional<LockHolder> SessionLock::holder(const Path& folder) {
    const int file = ::open(lockFile(folder).c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return std::nullopt;
    const bool held = ::flock(file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    ::close(file);
    if (!held) return std::nullopt;
    return readHolder(folder);
}

SessionLock::~SessionLock() {
    if (m_file < 0) return;
    [[maybe_unused]] const int emptied = ::ftruncate(m_file, 0);
    ::close(m_file);
}

} // namespace lathe
