// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sources/byte_sink.h"

#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <string>

namespace lathe {

namespace {

class PlainSink final : public ByteSink {
public:
    explicit PlainSink(const Path& path) : m_path(path), m_stream(path, std::ios::binary | std::ios::trunc) {}

    Result<void> write(std::string_view bytes) override {
        m_stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        return check();
    }
    Result<void> finish() override {
        m_stream.close();
        return check();
    }
    [[nodiscard]] Result<void> check() const {
        if (m_stream) return {};
        return failure(errnoError("write", m_path.string()));
    }

private:
    Path m_path;
    std::ofstream m_stream;
};

class DescriptorSink final : public ByteSink {
public:
    DescriptorSink(int descriptor, std::string name) : m_descriptor(descriptor), m_name(std::move(name)) {}

    Result<void> write(std::string_view bytes) override {
        while (!bytes.empty()) {
            const ssize_t count = ::write(m_descriptor, bytes.data(), bytes.size());
            if (count < 0 && errno != EINTR) return failure(errnoError("write to", m_name));
            bytes.remove_prefix(static_cast<size_t>(std::max<ssize_t>(count, 0)));
        }
        return {};
    }
    Result<void> finish() override { return {}; }

private:
    int m_descriptor;
    std::string m_name;
};

class GzipSink final : public ByteSink {
public:
    explicit GzipSink(std::unique_ptr<ByteSink> inner) : m_inner(std::move(inner)) {
        constexpr int level = 6;
        constexpr int gzipWindow = 15 + 16;
        constexpr int memoryLevel = 8;
        m_usable = ::deflateInit2(&m_stream, level, Z_DEFLATED, gzipWindow, memoryLevel, Z_DEFAULT_STRATEGY) == Z_OK;
    }
    ~GzipSink() override {
        if (m_usable) ::deflateEnd(&m_stream);
    }

    Result<void> write(std::string_view bytes) override { return pack(bytes, Z_NO_FLUSH); }
    Result<void> finish() override {
        LATHE_CHECK(pack({}, Z_FINISH));
        return m_inner->finish();
    }

private:
    Result<void> pack(std::string_view bytes, int flush) {
        if (!m_usable) return fail(ErrorKind::Internal, "zlib cannot be used");
        m_stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
        m_stream.avail_in = static_cast<uInt>(bytes.size());
        do {
            m_stream.next_out = reinterpret_cast<Bytef*>(m_buffer.data());
            m_stream.avail_out = static_cast<uInt>(m_buffer.size());
            ::deflate(&m_stream, flush);
            LATHE_CHECK(m_inner->write({m_buffer.data(), m_buffer.size() - m_stream.avail_out}));
        } while (m_stream.avail_out == 0);
        return {};
    }

    std::unique_ptr<ByteSink> m_inner;
    z_stream m_stream{};
    bool m_usable = false;
    std::array<char, 65536> m_buffer{};
};

class ZstdSink final : public ByteSink {
public:
    explicit ZstdSink(std::unique_ptr<ByteSink> inner)
        : m_inner(std::move(inner)), m_context(ZSTD_createCCtx(), ZSTD_freeCCtx) {
        ZSTD_CCtx_setParameter(m_context.get(), ZSTD_c_checksumFlag, 1);
    }

    Result<void> write(std::string_view bytes) override { return pack(bytes, ZSTD_e_continue); }
    Result<void> finish() override {
        LATHE_CHECK(pack({}, ZSTD_e_end));
        return m_inner->finish();
    }

private:
    Result<void> pack(std::string_view bytes, ZSTD_EndDirective end) {
        ZSTD_inBuffer input{bytes.data(), bytes.size(), 0};
        for (;;) {
            ZSTD_outBuffer output{m_buffer.data(), m_buffer.size(), 0};
            const size_t left = ZSTD_compressStream2(m_context.get(), &output, &input, end);
            if (ZSTD_isError(left) != 0) return fail(ErrorKind::Internal, "zstd: {}", ZSTD_getErrorName(left));
            LATHE_CHECK(m_inner->write({m_buffer.data(), output.pos}));
            if (end == ZSTD_e_end ? left == 0 : input.pos == input.size) return {};
        }
    }

    std::unique_ptr<ByteSink> m_inner;
    std::unique_ptr<ZSTD_CCtx, size_t (*)(ZSTD_CCtx*)> m_context;
    std::array<char, 65536> m_buffer{};
};

} // namespace

Result<std::unique_ptr<ByteSink>> ByteSink::create(const Path& path, Packing packing) {
    auto plain = std::make_unique<PlainSink>(path);
    LATHE_CHECK(plain->check());
    switch (packing) {
    case Packing::None: return plain;
    case Packing::Gzip: return std::make_unique<GzipSink>(std::move(plain));
    case Packing::Zstd: return std::make_unique<ZstdSink>(std::move(plain));
    case Packing::Bzip2:
    case Packing::Zip: break;
    }
    return fail(ErrorKind::Unsupported, "files are not packed with {}", toString(packing));
}

std::unique_ptr<ByteSink> ByteSink::forDescriptor(int descriptor, std::string name) {
    return std::make_unique<DescriptorSink>(descriptor, std::move(name));
}

} // namespace lathe
