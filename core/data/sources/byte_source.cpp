// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sources/byte_source.h"

#include "core/base/hash.h"
#include "core/data/sources/byte_source_packed.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <utility>

namespace lathe {

namespace {

using namespace std::string_view_literals;

constexpr size_t longestMagic = 4;

Packing packingOf(std::string_view start) {
    if (start.starts_with("\x1F\x8B"sv)) return Packing::Gzip;
    if (start.starts_with("\x28\xB5\x2F\xFD"sv)) return Packing::Zstd;
    if (start.starts_with("BZh"sv)) return Packing::Bzip2;
    if (start.starts_with("PK\x03\x04"sv) || start.starts_with("PK\x05\x06"sv)) return Packing::Zip;
    return Packing::None;
}

/// A file as it is on disk.
class FileBytes final : public ByteSource {
public:
    FileBytes(std::string name, int file, double size)
        : ByteSource(Packing::None, std::move(name)), m_file(file), m_size(size) {}
    ~FileBytes() override { ::close(m_file); }

    Result<size_t> read(char* target, size_t capacity) override {
        ssize_t count = 0;
        do {
            count = ::read(m_file, target, capacity);
        } while (count < 0 && errno == EINTR);
        if (count < 0) return failure(errnoError("read", name()));
        m_position += static_cast<double>(count);
        return static_cast<size_t>(count);
    }
    [[nodiscard]] double position() const override { return m_position; }
    [[nodiscard]] double size() const override { return m_size; }

private:
    int m_file;
    double m_size;
    double m_position = 0;
};

class MemoryBytes final : public ByteSource {
public:
    MemoryBytes(std::string name, std::string_view bytes)
        : ByteSource(Packing::None, std::move(name)), m_bytes(bytes) {}

    Result<size_t> read(char* target, size_t capacity) override {
        const size_t count = std::min(capacity, m_bytes.size() - m_position);
        std::memcpy(target, m_bytes.data() + m_position, count);
        m_position += count;
        return count;
    }
    [[nodiscard]] double position() const override { return static_cast<double>(m_position); }
    [[nodiscard]] double size() const override { return static_cast<double>(m_bytes.size()); }

private:
    std::string_view m_bytes;
    size_t m_position = 0;
};

class StoppableBytes final : public ByteSource {
public:
    StoppableBytes(std::unique_ptr<ByteSource> source, std::stop_token stop)
        : ByteSource(source->packing(), source->name()), m_source(std::move(source)), m_stop(std::move(stop)) {}

    Result<size_t> read(char* target, size_t capacity) override {
        constexpr size_t mostAtOnce = size_t{4} << 20U; // between two looks for a stop
        if (m_stop.stop_requested()) return fail(ErrorKind::Cancelled, "the reading of '{}' was cancelled", name());
        return m_source->read(target, std::min(capacity, mostAtOnce));
    }
    [[nodiscard]] double position() const override { return m_source->position(); }
    [[nodiscard]] double size() const override { return m_source->size(); }

private:
    std::unique_ptr<ByteSource> m_source;
    std::stop_token m_stop;
};

Result<std::unique_ptr<ByteSource>> openFile(const Path& path) {
    const std::string name = path.string();
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK); // a pipe would wait for its writer
    if (file < 0 && errno == ENOENT) return fail(ErrorKind::NotFound, "'{}' does not exist", name);
    if (file < 0) return failure(errnoError("open", name));
    struct stat status {};
    const bool known = ::fstat(file, &status) == 0;
    auto source = std::make_unique<FileBytes>(name, file, static_cast<double>(status.st_size));
    if (!known) return failure(errnoError("read", name));
    if (S_ISDIR(status.st_mode))
        return failHint(ErrorKind::InvalidInput, "'" + name + "' is a folder", "Name a file in it.");
    if (!S_ISREG(status.st_mode))
        return failHint(ErrorKind::InvalidInput, "'" + name + "' is a pipe or a device",
                        "Write what it gives to a file first: files are read more than once.");
    return source;
}

Result<Packing> packingOfFile(const Path& path) {
    LATHE_TRY(const auto source, openFile(path));
    LATHE_TRY(const std::string start, readBeginning(*source, longestMagic));
    return packingOf(start);
}

std::string stampOf(const Path& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return {};
    return fmt::format("{} {} {}.{}", status.st_ino, status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
}

} // namespace

const char* toString(Packing packing) {
    switch (packing) {
    case Packing::Gzip: return "gzip";
    case Packing::Zstd: return "zstd";
    case Packing::Bzip2: return "bzip2";
    case Packing::Zip: return "zip";
    case Packing::None: break;
    }
    return "";
}

Result<std::unique_ptr<ByteSource>> ByteSource::open(const Path& path, const std::string& member) {
    LATHE_TRY(const Packing packing, packingOfFile(path));
    if (packing == Packing::Zip) return packed::openZip(path, member);
    LATHE_TRY(auto file, openFile(path));
    return packed::unpacked(std::move(file), packing);
}

Result<std::unique_ptr<ByteSource>> ByteSource::overBytes(std::string_view bytes, std::string name,
                                                          const std::string& member) {
    const Packing packing = packingOf(bytes);
    if (packing == Packing::Zip) return packed::openZip(bytes, name, member);
    return packed::unpacked(std::make_unique<MemoryBytes>(std::move(name), bytes), packing);
}

Result<std::unique_ptr<ByteSource>> openStoppable(const Path& path, std::stop_token stop) {
    LATHE_TRY(auto source, ByteSource::open(path));
    return std::make_unique<StoppableBytes>(std::move(source), std::move(stop));
}

Result<std::string> readBeginning(ByteSource& source, size_t most) {
    constexpr size_t firstPiece = size_t{64} << 10; // most files are small
    std::string bytes;
    size_t size = 0;
    while (size < most) {
        if (size == bytes.size()) bytes.resize(std::min(most, std::max(firstPiece, size * 2)));
        LATHE_TRY(const size_t count, source.read(bytes.data() + size, bytes.size() - size));
        if (count == 0) break;
        size += count;
    }
    bytes.resize(size);
    return bytes;
}

Result<std::vector<std::string>> zipMembers(const Path& path) {
    LATHE_TRY(const Packing packing, packingOfFile(path));
    if (packing != Packing::Zip) return std::vector<std::string>();
    return packed::zipMembers(path);
}

FileStamp::FileStamp(Path path) : m_path(std::move(path)), m_stamp(stampOf(m_path)) {}

Result<void> FileStamp::checkUnchanged() const {
    if (stampOf(m_path) == m_stamp) return {};
    return failHint(ErrorKind::Conflict, "'" + m_path.string() + "' changed while it was read",
                    "Try again when nothing writes to it any more.");
}

SourceHash::SourceHash(const Path& path)
    : m_stamp(path),
      m_digest(std::async(std::launch::async, [path, stop = m_stop.get_token()] { return sha256File(path, stop); })) {}

SourceHash::~SourceHash() {
    m_stop.request_stop(); // the future's own destructor waits
}

Result<std::string> SourceHash::wait(const std::stop_token& stop) {
    constexpr auto lookForStop = std::chrono::milliseconds(20);
    while (m_digest.wait_for(lookForStop) != std::future_status::ready)
        if (stop.stop_requested()) m_stop.request_stop();
    LATHE_TRY(std::string digest, m_digest.get());
    LATHE_CHECK(m_stamp.checkUnchanged());
    return digest;
}

} // namespace lathe
