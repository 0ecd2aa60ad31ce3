// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/checksum_list.h"

#include <set>

#include "core/base/hash.h"
#include "core/base/text.h"

namespace lathe {

namespace fs = std::filesystem;

namespace {

constexpr auto listName = "checksums.txt";
constexpr size_t digestLength = 64;

bool staysInside(const Path& relative) {
    if (relative.empty() || relative.is_absolute()) return false;
    for (const auto& part : relative)
        if (part == "..") return false;
    return true;
}

Result<void> verifyLine(const Path& folder, const std::string& line, std::set<std::string>& listed, const std::stop_token& stop) {
    const bool shaped = line.size() > digestLength + 2 && line.compare(digestLength, 2, "  ") == 0;
    if (!shaped) return fail(ErrorKind::Corrupt, "'{}' has a line that is no checksum: '{}'", (folder / listName).string(), line);
    const std::string digest = line.substr(0, digestLength);
    const std::string relative = line.substr(digestLength + 2);
    if (!staysInside(relative))
        return fail(ErrorKind::Corrupt, "'{}' names a file outside its folder: '{}'", (folder / listName).string(), relative);
    const auto actual = sha256File(folder / relative, stop);
    if (!actual && actual.error().kind == ErrorKind::NotFound)
        return fail(ErrorKind::Corrupt, "the file '{}' is missing", (folder / relative).string());
    if (!actual) return failure(actual.error());
    if (*actual != digest) return fail(ErrorKind::Corrupt, "the file '{}' was changed after it was written", (folder / relative).string());
    listed.insert(relative);
    return {};
}

} // namespace

Result<std::string> verifyChecksumList(const Path& folder, std::stop_token stop) {
    LATHE_TRY(const std::string list, readTextFile(folder / listName));
    std::set<std::string> listed{listName};
    for (const auto& line : splitText(list, '\n'))
        if (!line.empty()) LATHE_CHECK(verifyLine(folder, line, listed, stop));
    std::error_code code;
    for (fs::recursive_directory_iterator it(folder, code), end; !code && it != end; it.increment(code)) {
        const std::string relative = it->path().lexically_relative(folder).generic_string();
        if (!it->is_directory() && !listed.contains(relative))
            return fail(ErrorKind::Corrupt, "the file '{}' does not belong to its package", it->path().string());
    }
    if (code) return fail(ErrorKind::Io, "cannot read the folder '{}': {}", folder.string(), code.message());
    return sha256(list);
}

} // namespace lathe
