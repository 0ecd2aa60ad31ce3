// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <future>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/files.h"
#include "core/base/result.h"

namespace lathe {

/// What a file is packed with. The words (toString) are used in reports: "", "gzip", "zstd", "bzip2", "zip".
enum class Packing { None, Gzip, Zstd, Bzip2, Zip };

const char* toString(Packing packing);

/// The bytes of a file from the first to the last, unpacked. The packing is told from the first bytes, not
/// from the name; parts joined end to end (as gzip, zstd and bzip2 allow) are read as one. Memory is bounded
/// by the packing's window (zstd: 128 MiB at most). Checksums of the packing are verified. One thread at a
/// time.
class ByteSource {
public:
    /// \p member names the file within a zip archive; empty takes the only one. Errors: NotFound (file or
    /// member), Io, InvalidInput (a folder; several members and none named; an office document; damaged).
    static Result<std::unique_ptr<ByteSource>> open(const Path& path, const std::string& member = {});
    /// A file that is in memory already and lives as long as the source. \p name stands for it in messages.
    static Result<std::unique_ptr<ByteSource>> overBytes(std::string_view bytes, std::string name,
                                                         const std::string& member = {});
    virtual ~ByteSource() = default;
    ByteSource(const ByteSource&) = delete;
    ByteSource& operator=(const ByteSource&) = delete;

    /// Reads up to \p capacity bytes (1 at least); 0 at the end only. Errors: Io, InvalidInput (damaged or
    /// cut off).
    virtual Result<size_t> read(char* target, size_t capacity) = 0;
    /// How far the reading has come, and its end, in the same unit (packed bytes, for zip unpacked ones).
    [[nodiscard]] virtual double position() const = 0;
    [[nodiscard]] virtual double size() const = 0;

    [[nodiscard]] Packing packing() const { return m_packing; }
    /// The file as it was named, for messages.
    [[nodiscard]] const std::string& name() const { return m_name; }

protected:
    ByteSource(Packing packing, std::string name) : m_packing(packing), m_name(std::move(name)) {}

private:
    Packing m_packing;
    std::string m_name;
};

/// As ByteSource::open(), but reading ends with Cancelled after a stop.
Result<std::unique_ptr<ByteSource>> openStoppable(const Path& path, std::stop_token stop);

/// Up to \p most unpacked bytes from where the source stands; fewer only at its end.
Result<std::string> readBeginning(ByteSource& source, size_t most);

/// The files within a zip archive that ByteSource::open takes as members, in the archive's order; folders and
/// what file managers leave there are passed over. Empty for a file that is no zip archive.
/// Errors: NotFound, Io, InvalidInput (damaged).
Result<std::vector<std::string>> zipMembers(const Path& path);

/// What a file was like at one moment.
class FileStamp {
public:
    explicit FileStamp(Path path);
    /// Errors: Conflict when the file is another now, or was written to.
    [[nodiscard]] Result<void> checkUnchanged() const;

private:
    Path m_path;
    std::string m_stamp; ///< size and times
};

/// The SHA-256 of a file's bytes as they are on disk, computed on a thread of its own while others read them.
class SourceHash {
public:
    explicit SourceHash(const Path& path);
    /// Stops the thread when nobody waited.
    ~SourceHash();
    SourceHash(const SourceHash&) = delete;
    SourceHash& operator=(const SourceHash&) = delete;

    /// Waits for the digest (64 hexadecimal digits). Call once. Errors: NotFound, Io; Conflict when the file
    /// changed since the object was made; Cancelled after \p stop.
    Result<std::string> wait(const std::stop_token& stop = {});

private:
    FileStamp m_stamp;
    std::stop_source m_stop;
    std::future<Result<std::string>> m_digest;
};

} // namespace lathe
