// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/watch.h"

#include "core/base/hash.h"
#include "core/data/readers/append.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace lathe {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds lookAnyway{2000};
constexpr milliseconds stopNoticed{100};

/// What differs when a file was written.
struct Stamp {
    uint64_t inode = 0;
    int64_t size = -1;
    int64_t modifiedSeconds = 0;
    int64_t modifiedNanos = 0;
    bool operator==(const Stamp&) const = default;
};

std::optional<Stamp> stampOf(const Path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
    return Stamp{status.st_ino, status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
}

/// Waits for news of a folder.
class FolderNews {
public:
    explicit FolderNews(const Path& folder) : m_queue(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
        if (m_queue >= 0)
            inotify_add_watch(m_queue, folder.c_str(),
                              IN_CLOSE_WRITE | IN_MODIFY | IN_MOVED_TO | IN_CREATE | IN_ATTRIB);
    }
    ~FolderNews() {
        if (m_queue >= 0) ::close(m_queue);
    }
    FolderNews(const FolderNews&) = delete;
    FolderNews& operator=(const FolderNews&) = delete;

    /// Until something happened or so much time is over. Without inotify only time passes.
    void wait(milliseconds most, const std::stop_token& stop) const {
        const auto end = Clock::now() + most;
        while (!stop.stop_requested()) {
            const auto left = std::chrono::duration_cast<milliseconds>(end - Clock::now());
            if (left.count() <= 0) return;
            pollfd queue{m_queue, POLLIN, 0};
            if (::poll(&queue, 1, static_cast<int>(std::min(left, stopNoticed).count())) > 0) {
                std::array<char, 4096> events{};
                while (::read(m_queue, events.data(), events.size()) > 0) {
                }
                return;
            }
        }
    }

private:
    int m_queue;
};

class Watcher {
public:
    Watcher(const Path& path, const WatchOptions& options, const std::function<Result<void>(const Path&)>& changed)
        : m_path(path), m_options(options), m_changed(changed), m_isFolder(std::filesystem::is_directory(path)) {}

    Result<void> run(const std::stop_token& stop) {
        const Path folder = m_isFolder ? m_path : m_path.has_parent_path() ? m_path.parent_path() : Path(".");
        if (!std::filesystem::is_directory(folder))
            return fail(ErrorKind::NotFound, "there is no folder '{}'", folder.string());
        if (m_options.once && !m_isFolder && !stampOf(m_path))
            return fail(ErrorKind::NotFound, "there is no file '{}'", m_path.string());
        const FolderNews news(folder);
        for (;;) {
            LATHE_CHECK(look(stop));
            if (m_options.once && m_unsettled.empty()) return {};
            news.wait(m_unsettled.empty() ? lookAnyway : std::max(m_options.settle / 4, milliseconds(10)), stop);
        }
    }

private:
    struct Seen {
        Stamp stamp;
        Clock::time_point since;
    };

    [[nodiscard]] std::vector<Path> files(const std::stop_token& stop) const {
        if (!m_isFolder) return {m_path};
        std::vector<Path> found;
        std::error_code code;
        for (std::filesystem::directory_iterator entry(m_path, code);
             !code && !stop.stop_requested() && entry != std::filesystem::directory_iterator(); entry.increment(code))
            if (!entry->path().filename().string().starts_with('.')) found.push_back(entry->path());
        std::sort(found.begin(), found.end());
        return found;
    }

    Result<void> look(const std::stop_token& stop) {
        for (const Path& file : files(stop)) {
            if (stop.stop_requested()) break;
            const auto stamp = stampOf(file);
            if (!stamp || (m_taken.contains(file) && m_taken[file] == *stamp)) continue;
            const auto seen = m_unsettled.find(file);
            if (seen == m_unsettled.end() || seen->second.stamp != *stamp) {
                m_unsettled[file] = {*stamp, Clock::now()};
            } else if (Clock::now() - seen->second.since >= m_options.settle) {
                m_unsettled.erase(seen);
                m_taken[file] = *stamp;
                LATHE_CHECK(m_changed(file));
            }
        }
        if (stop.stop_requested()) return fail(ErrorKind::Cancelled, "cancelled");
        std::erase_if(m_unsettled, [](const auto& entry) { return !stampOf(entry.first); });
        return {};
    }

    Path m_path;
    WatchOptions m_options;
    const std::function<Result<void>(const Path&)>& m_changed;
    bool m_isFolder;
    std::map<Path, Stamp> m_taken;
    std::map<Path, Seen> m_unsettled;
};

} // namespace

Result<void> watchFiles(const Path& path, const WatchOptions& options, const std::stop_token& stop,
                        const std::function<Result<void>(const Path&)>& changed) {
    return Watcher(path, options, changed).run(stop);
}

Result<void> watchSource(const Project& project, const Path& path, const std::string& datasetName,
                         const ImportOptions& import, const WatchOptions& options, const JobContext& job,
                         const std::function<void(const WatchedFile&)>& report) {
    const Datasets datasets(project);
    std::set<std::string> hashes;
    std::set<std::string> names;
    LATHE_TRY(const auto known, datasets.list());
    if (std::any_of(known.begin(), known.end(), [&](const auto& dataset) { return dataset.name == datasetName; })) {
        LATHE_TRY(const auto versions, datasets.versions(datasetName));
        for (const auto& version : versions) {
            hashes.insert(version.sourceHash);
            names.insert(version.source);
        }
    }
    const bool isFolder = std::filesystem::is_directory(path);
    job.beginStage("waiting for changes", 0, "");
    return watchFiles(path, options, job.stopToken(), [&](const Path& file) -> Result<void> {
        LATHE_TRY(const std::string hash, sha256File(file, job.stopToken()));
        if (hashes.contains(hash)) return {};
        const std::string name = file.filename().string();
        WatchedFile watched{file, std::nullopt, ""};
        if (isFolder && names.contains(name)) {
            watched.message = "it changed after it was appended; its rows are there already";
        } else {
            auto version = isFolder ? appendFile(project, file, datasetName, import, job)
                                    : datasets.importFile(file, datasetName, import, job);
            if (!version && version.error().kind == ErrorKind::Cancelled) return failure(std::move(version.error()));
            if (version) watched.version = std::move(*version);
            else watched.message = version.error().describe();
        }
        if (watched.version) {
            hashes.insert(hash);
            names.insert(name);
        }
        report(watched);
        job.beginStage("waiting for changes", 0, "");
        return {};
    });
}

} // namespace lathe
