// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/csv_source.h"

#include "core/base/hash.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <span>
#include <vector>

namespace lathe::csv {

namespace {

constexpr std::string_view gzipMagic = "\x1F\x8B";
constexpr int gzipWindow = 15 + 16; // zlib's way to ask for the gzip format
constexpr size_t packedPiece = size_t{256} << 10;

} // namespace

struct ByteSource::State {
    std::string name;
    int file = -1;
    std::string_view memory; // instead of a file
    double size = 0;
    double position = 0;
    std::optional<Sha256> hash;
    std::string head; // read ahead to tell gzip from text
    // Unpacking:
    bool compressed = false;
    bool atEnd = false;
    bool memberOpen = false;
    z_stream stream{};
    std::vector<char> packed;

    ~State() {
        if (compressed) inflateEnd(&stream);
        if (file >= 0) ::close(file);
    }
    Result<size_t> readRaw(char* target, size_t capacity);
    Result<size_t> readUnpacked(char* target, size_t capacity);
    Result<void> begin();
    [[nodiscard]] Failure damaged() const {
        return failHint(ErrorKind::InvalidInput, "'" + name + "' is gzip but damaged or cut off",
                        "Get the file again.");
    }
};

Result<size_t> ByteSource::State::readRaw(char* target, size_t capacity) {
    if (!head.empty()) {
        const size_t count = std::min(capacity, head.size());
        std::memcpy(target, head.data(), count);
        head.erase(0, count);
        return count;
    }
    size_t count = 0;
    if (file < 0) {
        count = std::min(capacity, memory.size());
        std::memcpy(target, memory.data(), count);
        memory.remove_prefix(count);
    } else {
        ssize_t got = 0;
        do {
            got = ::read(file, target, capacity);
        } while (got < 0 && errno == EINTR);
        if (got < 0) return failure(errnoError("read", name));
        count = static_cast<size_t>(got);
    }
    position += static_cast<double>(count);
    if (hash) hash->update(std::as_bytes(std::span(target, count)));
    return count;
}

Result<size_t> ByteSource::State::readUnpacked(char* target, size_t capacity) {
    stream.next_out = reinterpret_cast<Bytef*>(target);
    stream.avail_out = static_cast<uInt>(std::min<size_t>(capacity, 1u << 30));
    const uInt wanted = stream.avail_out;
    while (stream.avail_out > 0 && !atEnd) {
        if (stream.avail_in == 0) {
            LATHE_TRY(const size_t count, readRaw(packed.data(), packed.size()));
            if (count == 0 && memberOpen) return damaged();
            if (count == 0) {
                atEnd = true;
                break;
            }
            stream.next_in = reinterpret_cast<Bytef*>(packed.data());
            stream.avail_in = static_cast<uInt>(count);
        }
        if (!memberOpen) { // gzip files may be joined end to end
            if (inflateReset(&stream) != Z_OK) return damaged();
            memberOpen = true;
        }
        const int code = inflate(&stream, Z_NO_FLUSH);
        if (code == Z_STREAM_END) {
            memberOpen = false;
        } else if (code != Z_OK && code != Z_BUF_ERROR) {
            return damaged();
        }
    }
    return wanted - stream.avail_out;
}

Result<void> ByteSource::State::begin() {
    char start[2];
    size_t have = 0;
    while (have < sizeof start) {
        LATHE_TRY(const size_t count, readRaw(start + have, sizeof start - have));
        if (count == 0) break;
        have += count;
    }
    head.assign(start, have);
    if (head != gzipMagic) return {};
    if (inflateInit2(&stream, gzipWindow) != Z_OK) return fail(ErrorKind::Internal, "zlib cannot be started");
    compressed = true;
    packed.resize(packedPiece);
    return {};
}

ByteSource::ByteSource(std::unique_ptr<State> state) : m_state(std::move(state)) {}
ByteSource::~ByteSource() = default;

Result<std::unique_ptr<ByteSource>> ByteSource::open(const Path& path, bool hashed) {
    auto state = std::make_unique<State>();
    state->name = path.string();
    state->file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (state->file < 0 && errno == ENOENT)
        return fail(ErrorKind::NotFound, "'{}' does not exist", state->name);
    if (state->file < 0) return failure(errnoError("open", state->name));
    struct stat status {};
    if (::fstat(state->file, &status) != 0) return failure(errnoError("read", state->name));
    if (S_ISDIR(status.st_mode))
        return failHint(ErrorKind::InvalidInput, "'" + state->name + "' is a folder", "Name a file in it.");
    state->size = static_cast<double>(status.st_size);
    if (hashed) state->hash.emplace();
    LATHE_CHECK(state->begin());
    return std::unique_ptr<ByteSource>(new ByteSource(std::move(state)));
}

std::unique_ptr<ByteSource> ByteSource::overBytes(std::string_view bytes, std::string name) {
    auto state = std::make_unique<State>();
    state->name = std::move(name);
    state->memory = bytes;
    state->size = static_cast<double>(bytes.size());
    if (!state->begin()) state->atEnd = true;
    return std::unique_ptr<ByteSource>(new ByteSource(std::move(state)));
}

Result<size_t> ByteSource::read(char* target, size_t capacity) {
    return m_state->compressed ? m_state->readUnpacked(target, capacity) : m_state->readRaw(target, capacity);
}

bool ByteSource::compressed() const {
    return m_state->compressed;
}
double ByteSource::position() const {
    return m_state->position;
}
double ByteSource::size() const {
    return m_state->size;
}
const std::string& ByteSource::name() const {
    return m_state->name;
}
std::string ByteSource::sourceHash() {
    return m_state->hash ? m_state->hash->finish() : std::string();
}

} // namespace lathe::csv
