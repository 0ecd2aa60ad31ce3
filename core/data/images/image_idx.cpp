// SPDX-License-Identifier: GPL-3.0-or-later
// IDX, the format of MNIST: two zero bytes, the type, the number of dimensions, the sizes (big-endian), the values.
#include <zlib.h>

#include "core/data/images/byte_order.h"
#include "core/data/images/image_sources.h"

namespace lathe::images {

namespace {

constexpr uint8_t unsignedBytes = 0x08;
constexpr size_t mostBytes = size_t{4} << 30;
constexpr size_t mostPictures = 10'000'000; ///< a picture of one byte takes a hundred to name

/// The whole file, decompressed when it is gzip.
Result<std::vector<uint8_t>> readAll(const Path& path) {
    const gzFile file = gzopen(path.c_str(), "rb");
    if (file == nullptr) return failure(errnoError("open", path.string()));
    std::vector<uint8_t> bytes;
    int got = 0;
    do {
        const size_t before = bytes.size();
        bytes.resize(before + (size_t{1} << 20));
        got = gzread(file, bytes.data() + before, 1 << 20);
        bytes.resize(before + static_cast<size_t>(std::max(got, 0)));
    } while (got > 0 && bytes.size() < mostBytes);
    const bool whole = gzclose(file) == Z_OK && got == 0;
    if (!whole) return fail(ErrorKind::Corrupt, "'{}' cannot be decompressed, or holds more than 4 GB", path.string());
    return bytes;
}

struct Idx {
    std::vector<uint8_t> bytes;
    std::vector<size_t> sizes;
    size_t begin = 0;
};

Result<Idx> openIdxFile(const Path& path, size_t dimensions) {
    Idx idx;
    LATHE_TRY(idx.bytes, readAll(path));
    const ByteView view(idx.bytes, true);
    if (view.size() < 4 || view.u16(0) != 0) return fail(ErrorKind::Corrupt, "'{}' is no IDX file", path.string());
    if (view.u8(2) != unsignedBytes || view.u8(3) != dimensions)
        return failHint(ErrorKind::Unsupported,
                        fmt::format("'{}' does not hold {} dimensions of bytes", path.string(), dimensions),
                        "Pictures are count × rows × columns of unsigned bytes, labels are count.");
    idx.begin = 4 + 4 * dimensions;
    uint64_t total = 1;
    for (size_t i = 0; i < dimensions; ++i) {
        idx.sizes.push_back(view.u32(4 + 4 * i));
        total = idx.sizes[i] == 0 ? 0 : total > mostBytes / idx.sizes[i] ? mostBytes : total * idx.sizes[i];
    }
    if (total == 0 || view.size() < idx.begin || view.size() - idx.begin != total)
        return fail(ErrorKind::Corrupt, "'{}' does not have the bytes that its header announces", path.string());
    return idx;
}

class IdxSource : public PictureSource {
public:
    IdxSource(Idx images, const Pixels& pixels) : m_images(std::move(images)), m_pixels(&pixels) {}

    void name(const std::optional<Idx>& labels) {
        for (size_t i = 0; i < m_images.sizes[0]; ++i) {
            Picture picture{fmt::format("{:06}.png", i), std::nullopt, std::nullopt};
            if (labels) picture.label = std::to_string(labels->bytes[labels->begin + i]);
            m_pictures.push_back(std::move(picture));
        }
    }
    [[nodiscard]] size_t count() const override { return m_pictures.size(); }
    [[nodiscard]] const Picture& picture(size_t index) const override { return m_pictures[index]; }
    Result<std::vector<uint8_t>> read(size_t index) const override {
        Raster raster(static_cast<int>(m_images.sizes[2]), static_cast<int>(m_images.sizes[1]), 1);
        const size_t size = raster.samples.size();
        std::copy_n(m_images.bytes.begin() + static_cast<ptrdiff_t>(m_images.begin + index * size), size,
                    raster.samples.begin());
        return m_pixels->encodePng(raster);
    }

private:
    Idx m_images;
    const Pixels* m_pixels;
    std::vector<Picture> m_pictures;
};

} // namespace

Result<std::unique_ptr<PictureSource>> openIdx(const Path& imagesFile, const Path& labelsFile, const Pixels& pixels) {
    LATHE_TRY(Idx images, openIdxFile(imagesFile, 3));
    if (images.sizes[1] > 65535 || images.sizes[2] > 65535)
        return fail(ErrorKind::Unsupported, "the pictures of '{}' are too large", imagesFile.string());
    if (images.sizes[0] > mostPictures)
        return fail(ErrorKind::Unsupported, "'{}' holds {} pictures, more than {}", imagesFile.string(),
                    images.sizes[0], mostPictures);
    std::optional<Idx> labels;
    if (!labelsFile.empty()) {
        LATHE_TRY(labels, openIdxFile(labelsFile, 1));
        if (labels->sizes[0] != images.sizes[0])
            return fail(ErrorKind::InvalidInput, "there are {} pictures and {} labels", images.sizes[0],
                        labels->sizes[0]);
    }
    auto source = std::make_unique<IdxSource>(std::move(images), pixels);
    source->name(labels);
    source->layout = "idx";
    source->reasons.emplace_back("Each picture of the IDX file became a PNG picture.");
    return std::unique_ptr<PictureSource>(std::move(source));
}

} // namespace lathe::images
