// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/result.h"

#include <cerrno>
#include <cstring>

namespace lathe {

const char* toString(ErrorKind kind) {
    switch (kind) {
    case ErrorKind::InvalidInput: return "invalid-input";
    case ErrorKind::NotFound: return "not-found";
    case ErrorKind::Conflict: return "conflict";
    case ErrorKind::Locked: return "locked";
    case ErrorKind::Io: return "io";
    case ErrorKind::Corrupt: return "corrupt";
    case ErrorKind::Unsupported: return "unsupported";
    case ErrorKind::Cancelled: return "cancelled";
    case ErrorKind::Internal: return "internal";
    }
    return "internal";
}

std::string Error::describe() const {
    std::string text = message;
    if (!hint.empty()) text += "\n  hint: " + hint;
    for (const auto& step : context) text += "\n  " + step;
    return text;
}

Error errnoError(const std::string& action, const std::string& what) {
    const int code = errno;
    Error error{ErrorKind::Io, fmt::format("cannot {} '{}': {}", action, what, std::strerror(code)), {}, {}};
    switch (code) {
    case ENOENT: error.kind = ErrorKind::NotFound; break;
    case EFBIG:
        error.hint = "The system allows no file of this size here: raise the limit, or choose another disk.";
        break;
    case ENOSPC:
    case EDQUOT: error.hint = "The disk is full: free some space and try again; nothing was half-written."; break;
    case EACCES:
    case EPERM: error.hint = "Check who owns it and its permissions."; break;
    case EROFS: error.hint = "The folder is read-only: copy the project to a place you can write to."; break;
    default: break;
    }
    return error;
}

} // namespace lathe
