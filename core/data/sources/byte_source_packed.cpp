// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sources/byte_source_packed.h"

#include <bzlib.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <utility>

namespace lathe::packed {

namespace {

constexpr size_t packedPiece = size_t{256} << 10;
constexpr int gzipWindow = 15 + 16; // zlib's way to ask for the gzip format
constexpr int zstdWindowLog = 27;

/// What is waiting to be unpacked, and where the outcome goes.
struct Pieces {
    char* input = nullptr;
    size_t inputSize = 0;
    char* output = nullptr;
    size_t outputSize = 0;
};

/// One packing's decoder. A part is what one run of the packer wrote.
class Decoder {
public:
    virtual ~Decoder() = default;
    enum class Step { More, PartEnded, Damaged };
    /// Gets ready for the next part. False when memory ran out.
    virtual bool beginPart() = 0;
    /// Takes from the input and fills the output, moving both on.
    virtual Step step(Pieces& pieces) = 0;
};

class GzipDecoder final : public Decoder {
public:
    ~GzipDecoder() override { inflateEnd(&m_stream); }
    bool beginPart() override {
        if (m_stream.state != nullptr) return inflateReset(&m_stream) == Z_OK;
        return inflateInit2(&m_stream, gzipWindow) == Z_OK;
    }
    Step step(Pieces& pieces) override {
        m_stream.next_in = reinterpret_cast<Bytef*>(pieces.input);
        m_stream.avail_in = static_cast<uInt>(pieces.inputSize);
        m_stream.next_out = reinterpret_cast<Bytef*>(pieces.output);
        m_stream.avail_out = static_cast<uInt>(pieces.outputSize);
        const int code = inflate(&m_stream, Z_NO_FLUSH);
        pieces = {reinterpret_cast<char*>(m_stream.next_in), m_stream.avail_in,
                  reinterpret_cast<char*>(m_stream.next_out), m_stream.avail_out};
        if (code == Z_STREAM_END) return Step::PartEnded;
        return code == Z_OK || code == Z_BUF_ERROR ? Step::More : Step::Damaged;
    }

private:
    z_stream m_stream{};
};

class Bzip2Decoder final : public Decoder {
public:
    ~Bzip2Decoder() override { BZ2_bzDecompressEnd(&m_stream); }
    bool beginPart() override {
        if (m_stream.state != nullptr) BZ2_bzDecompressEnd(&m_stream);
        m_stream = {};
        return BZ2_bzDecompressInit(&m_stream, 0, 0) == BZ_OK;
    }
    Step step(Pieces& pieces) override {
        m_stream.next_in = pieces.input;
        m_stream.avail_in = static_cast<unsigned>(pieces.inputSize);
        m_stream.next_out = pieces.output;
        m_stream.avail_out = static_cast<unsigned>(pieces.outputSize);
        const int code = BZ2_bzDecompress(&m_stream);
        pieces = {m_stream.next_in, m_stream.avail_in, m_stream.next_out, m_stream.avail_out};
        if (code == BZ_STREAM_END) return Step::PartEnded;
        return code == BZ_OK ? Step::More : Step::Damaged;
    }

private:
    bz_stream m_stream{};
};

class ZstdDecoder final : public Decoder {
public:
    ~ZstdDecoder() override { ZSTD_freeDStream(m_stream); }
    bool beginPart() override {
        m_begun = false;
        m_written = 0;
        return m_stream != nullptr && !ZSTD_isError(ZSTD_DCtx_reset(m_stream, ZSTD_reset_session_only)) &&
               !ZSTD_isError(ZSTD_DCtx_setParameter(m_stream, ZSTD_d_windowLogMax, zstdWindowLog));
    }
    Step step(Pieces& pieces) override {
        ZSTD_inBuffer input{pieces.input, pieces.inputSize, 0};
        ZSTD_outBuffer output{pieces.output, pieces.outputSize, 0};
        if (!std::exchange(m_begun, true)) m_announced = ZSTD_getFrameContentSize(pieces.input, pieces.inputSize);
        const size_t left = ZSTD_decompressStream(m_stream, &output, &input);
        pieces = {pieces.input + input.pos, pieces.inputSize - input.pos, pieces.output + output.pos,
                  pieces.outputSize - output.pos};
        m_written += output.pos;
        if (ZSTD_isError(left)) return Step::Damaged;
        if (left > 0) return Step::More;
        return isWhole() ? Step::PartEnded : Step::Damaged;
    }

private:
    /// The library looks at the size that the frame announces only when the last block is not empty.
    [[nodiscard]] bool isWhole() const {
        return m_announced == ZSTD_CONTENTSIZE_UNKNOWN || m_announced == ZSTD_CONTENTSIZE_ERROR ||
               m_announced == m_written;
    }

    bool m_begun = false;
    unsigned long long m_announced = ZSTD_CONTENTSIZE_UNKNOWN;
    unsigned long long m_written = 0;
    ZSTD_DStream* m_stream = ZSTD_createDStream();
};

class UnpackedBytes final : public ByteSource {
public:
    UnpackedBytes(std::unique_ptr<ByteSource> source, Packing packing, std::unique_ptr<Decoder> decoder)
        : ByteSource(packing, source->name()), m_source(std::move(source)), m_decoder(std::move(decoder)),
          m_packed(packedPiece) {}

    Result<size_t> read(char* target, size_t capacity) override {
        const size_t wanted = std::min(capacity, size_t{1} << 30); // the decoders count in 32 bits
        m_pieces.output = target;
        m_pieces.outputSize = wanted;
        while (m_pieces.outputSize > 0) {
            if (m_pieces.inputSize == 0 && !m_sourceEnded) LATHE_CHECK(refill());
            if (m_pieces.inputSize == 0 && !m_partOpen) break;
            if (!m_partOpen && !m_decoder->beginPart()) return damaged();
            m_partOpen = true;
            const size_t before = m_pieces.inputSize + m_pieces.outputSize;
            const auto step = m_decoder->step(m_pieces);
            const bool stuck = before == m_pieces.inputSize + m_pieces.outputSize;
            if (step == Decoder::Step::PartEnded) m_partOpen = false;
            const bool cutOff = stuck && m_sourceEnded && step == Decoder::Step::More;
            if (step == Decoder::Step::Damaged || cutOff) return damaged();
        }
        return wanted - m_pieces.outputSize;
    }
    [[nodiscard]] double position() const override { return m_source->position(); }
    [[nodiscard]] double size() const override { return m_source->size(); }

private:
    Result<void> refill() {
        m_pieces.input = m_packed.data();
        LATHE_TRY(m_pieces.inputSize, m_source->read(m_packed.data(), m_packed.size()));
        m_sourceEnded = m_pieces.inputSize == 0;
        return {};
    }
    [[nodiscard]] Failure damaged() const {
        return failHint(ErrorKind::InvalidInput,
                        "'" + name() + "' is packed with " + toString(packing()) + " but damaged or cut off",
                        "Get the file again.");
    }

    std::unique_ptr<ByteSource> m_source;
    std::unique_ptr<Decoder> m_decoder;
    std::vector<char> m_packed;
    Pieces m_pieces;
    bool m_partOpen = false;
    bool m_sourceEnded = false;
};

} // namespace

Result<std::unique_ptr<ByteSource>> unpacked(std::unique_ptr<ByteSource> source, Packing packing) {
    std::unique_ptr<Decoder> decoder;
    if (packing == Packing::Gzip) decoder = std::make_unique<GzipDecoder>();
    if (packing == Packing::Zstd) decoder = std::make_unique<ZstdDecoder>();
    if (packing == Packing::Bzip2) decoder = std::make_unique<Bzip2Decoder>();
    if (!decoder) return source;
    return std::make_unique<UnpackedBytes>(std::move(source), packing, std::move(decoder));
}

} // namespace lathe::packed
