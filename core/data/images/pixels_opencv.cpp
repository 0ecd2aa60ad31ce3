// SPDX-License-Identifier: GPL-3.0-or-later
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "core/base/random.h"
#include "core/data/images/decode.h"

namespace lathe::images {

namespace {

int typeOf(int channels) { return CV_8UC(channels); }

/// A view of a raster's samples; OpenCV does not write into sources.
cv::Mat viewOf(const Raster& raster) {
    return {raster.height, raster.width, typeOf(raster.channels), const_cast<uint8_t*>(raster.samples.data())};
}

Raster rasterOf(const cv::Mat& matrix) {
    Raster raster(matrix.cols, matrix.rows, matrix.channels());
    matrix.copyTo(cv::Mat(raster.height, raster.width, typeOf(raster.channels), raster.samples.data()));
    return raster;
}

/// Transparent parts count as white, as they are seen on paper.
cv::Mat greyOf(const Raster& raster) {
    const cv::Mat source = viewOf(raster);
    cv::Mat grey;
    if (raster.channels == 1) return source.clone();
    if (raster.channels == 3) {
        cv::cvtColor(source, grey, cv::COLOR_RGB2GRAY);
        return grey;
    }
    cv::cvtColor(source, grey, cv::COLOR_RGBA2GRAY);
    for (int y = 0; y < grey.rows; ++y) {
        auto* out = grey.ptr<uint8_t>(y);
        const uint8_t* in = raster.row(y);
        for (int x = 0; x < grey.cols; ++x) {
            const int alpha = in[x * 4 + 3];
            out[x] = static_cast<uint8_t>((out[x] * alpha + 255 * (255 - alpha) + 127) / 255);
        }
    }
    return grey;
}

cv::Mat scaledTo(const cv::Mat& source, int width, int height) {
    cv::Mat scaled;
    const bool smaller = width <= source.cols && height <= source.rows;
    cv::resize(source, scaled, {width, height}, 0, 0, smaller ? cv::INTER_AREA : cv::INTER_LINEAR);
    return scaled;
}

uint64_t perceptualHash(const cv::Mat& grey) {
    constexpr int side = 32;
    constexpr int kept = 8;
    cv::Mat small;
    scaledTo(grey, side, side).convertTo(small, CV_64F);
    cv::Mat spectrum;
    cv::dct(small, spectrum);
    std::array<double, kept * kept> low{};
    // OpenCV's transform is orthonormal; the hash is defined over the plain one, whose first row and column weigh more.
    const auto weight = [](int index) { return index == 0 ? std::sqrt(2.0) : 1.0; };
    for (int y = 0; y < kept; ++y)
        for (int x = 0; x < kept; ++x)
            low[static_cast<size_t>(y * kept + x)] = spectrum.at<double>(y, x) * weight(y) * weight(x);
    auto sorted = low;
    std::sort(sorted.begin(), sorted.end());
    const double median = (sorted[31] + sorted[32]) / 2;
    uint64_t hash = 0;
    for (const double value : low) hash = hash << 1U | static_cast<uint64_t>(value > median);
    return hash;
}

} // namespace

Quality measure(const Raster& raster) {
    cv::Mat grey = greyOf(raster);
    const int longest = std::max(grey.cols, grey.rows);
    if (longest > measuredSide)
        grey = scaledTo(grey, std::max(1, grey.cols * measuredSide / longest),
                        std::max(1, grey.rows * measuredSide / longest));
    Quality quality;
    cv::Mat laplacian;
    cv::Laplacian(grey, laplacian, CV_64F);
    cv::Scalar mean;
    cv::Scalar deviation;
    cv::meanStdDev(laplacian, mean, deviation);
    quality.sharpness = deviation[0] * deviation[0];
    cv::meanStdDev(grey, mean, deviation);
    quality.brightness = std::min(mean[0] / 255, 1.0); // OpenCV multiplies with 1 / n, so white may come out above
    quality.contrast = deviation[0] / 255;
    const auto pixels = static_cast<double>(grey.total());
    quality.dark = cv::countNonZero(grey <= 5) / pixels;
    quality.bright = cv::countNonZero(grey >= 250) / pixels;
    quality.perceptualHash = perceptualHash(grey);
    return quality;
}

Raster resized(const Raster& raster, int width, int height) {
    return rasterOf(scaledTo(viewOf(raster), width, height));
}

std::vector<float> features(const Raster& raster) {
    constexpr int side = 16;
    constexpr int fine = 64;
    constexpr int cells = 4;
    constexpr int directions = 8;
    const cv::Mat grey = greyOf(raster);
    cv::Mat levels;
    scaledTo(grey, side, side).convertTo(levels, CV_32F, 1.0 / 255);
    levels -= cv::mean(levels)[0];
    const double length = cv::norm(levels);
    if (length > 0) levels /= length;
    std::vector<float> numbers(levels.begin<float>(), levels.end<float>());

    cv::Mat detail;
    scaledTo(grey, fine, fine).convertTo(detail, CV_32F);
    cv::Mat dx;
    cv::Mat dy;
    cv::Sobel(detail, dx, CV_32F, 1, 0);
    cv::Sobel(detail, dy, CV_32F, 0, 1);
    std::array<float, cells * cells * directions> histogram{};
    for (int y = 0; y < fine; ++y) {
        for (int x = 0; x < fine; ++x) {
            const float h = dx.at<float>(y, x);
            const float v = dy.at<float>(y, x);
            const float angle = std::atan2(v, h) + static_cast<float>(CV_PI);
            const int direction = std::min(directions - 1, static_cast<int>(angle / (2 * CV_PI) * directions));
            const int cell = y * cells / fine * cells + x * cells / fine;
            histogram[static_cast<size_t>(cell * directions + direction)] += std::sqrt(h * h + v * v);
        }
    }
    float sum = 0;
    for (const float value : histogram) sum += value * value;
    const float norm = sum > 0 ? std::sqrt(sum) : 1;
    for (const float value : histogram) numbers.push_back(value / norm);
    return numbers;
}

// ---- Augmentation -----------------------------------------------------------------------------------------------

namespace {

/// Numbers drawn in a fixed order whether they are used or not: switching one change off leaves the others as they are.
class Draw {
public:
    explicit Draw(uint64_t seed) : m_random(seed) {}
    bool chance(double probability) { return m_random.uniform() < probability; }
    double between(double low, double high) { return low + (high - low) * m_random.uniform(); }
    double bell() { return m_random.bell(); }

private:
    Random m_random;
};

/// Turn, crop and flip in one resampling: the smallest loss.
void moveAbout(cv::Mat& picture, const Augmentation& augmentation, Draw& draw) {
    const bool left = draw.chance(augmentation.flipHorizontal);
    const bool down = draw.chance(augmentation.flipVertical);
    const double share = draw.between(std::clamp(augmentation.cropScale, 0.01, 1.0), 1);
    const double place = draw.between(0, 1);
    const double level = draw.between(0, 1);
    const double angle = draw.between(-augmentation.rotate, augmentation.rotate);
    if (left || down) cv::flip(picture, picture, left && down ? -1 : left ? 1 : 0);
    if (share >= 1 && angle == 0) return;
    const double side = std::sqrt(share);
    const double width = picture.cols * side;
    const double height = picture.rows * side;
    const cv::Point2d centre((picture.cols - width) * place + width / 2, (picture.rows - height) * level + height / 2);
    cv::Mat turn = cv::getRotationMatrix2D(centre, angle, 1 / side);
    turn.at<double>(0, 2) += picture.cols / 2.0 - centre.x;
    turn.at<double>(1, 2) += picture.rows / 2.0 - centre.y;
    cv::Mat moved;
    cv::warpAffine(picture, moved, turn, picture.size(), cv::INTER_LINEAR, cv::BORDER_REFLECT_101);
    picture = moved;
}

void recolour(cv::Mat& colour, const Augmentation& augmentation, Draw& draw) {
    const double gain = draw.between(1 - augmentation.contrast, 1 + augmentation.contrast);
    const double shift = 255 * draw.between(-augmentation.brightness, augmentation.brightness);
    const double saturation = draw.between(1 - augmentation.saturation, 1 + augmentation.saturation);
    const double hue = draw.between(-augmentation.hue, augmentation.hue);
    colour.convertTo(colour, -1, gain, 128 * (1 - gain) + shift);
    if (colour.channels() != 3 || (saturation == 1 && hue == 0)) return;
    cv::Mat hls;
    cv::cvtColor(colour, hls, cv::COLOR_RGB2HSV_FULL);
    for (auto pixel = hls.begin<cv::Vec3b>(); pixel != hls.end<cv::Vec3b>(); ++pixel) {
        (*pixel)[0] = static_cast<uint8_t>(std::lround((*pixel)[0] + hue * 256 / 360) & 255);
        (*pixel)[1] = cv::saturate_cast<uint8_t>((*pixel)[1] * saturation);
    }
    cv::cvtColor(hls, colour, cv::COLOR_HSV2RGB_FULL);
}

void addNoise(cv::Mat& colour, double deviation, Draw& draw) {
    if (deviation <= 0) return;
    for (int y = 0; y < colour.rows; ++y) {
        auto* row = colour.ptr<uint8_t>(y);
        for (int i = 0; i < colour.cols * colour.channels(); ++i)
            row[i] = cv::saturate_cast<uint8_t>(row[i] + deviation * draw.bell());
    }
}

void cutOut(cv::Mat& colour, double share, Draw& draw) {
    const double place = draw.between(0, 1);
    const double level = draw.between(0, 1);
    const int side = static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * std::min(colour.cols, colour.rows)));
    if (side <= 0) return;
    const cv::Rect hole(static_cast<int>(place * (colour.cols - side)), static_cast<int>(level * (colour.rows - side)),
                        side, side);
    colour(hole).setTo(cv::mean(colour)); // the mean: a network learns nothing from the colour of the hole
}

} // namespace

Raster augmented(const Raster& raster, const Augmentation& augmentation, uint64_t seed) {
    Draw draw(seed);
    cv::Mat picture = viewOf(raster).clone();
    moveAbout(picture, augmentation, draw);
    std::vector<cv::Mat> planes;
    cv::Mat colour = picture;
    if (picture.channels() == 4) {
        cv::split(picture, planes);
        cv::merge(std::vector<cv::Mat>(planes.begin(), planes.begin() + 3), colour);
    }
    recolour(colour, augmentation, draw);
    const double spread = draw.between(0, augmentation.blur);
    if (spread > 0.05) cv::GaussianBlur(colour, colour, {}, spread);
    cutOut(colour, augmentation.cutout, draw);
    addNoise(colour, augmentation.noise, draw);
    if (picture.channels() != 4) return rasterOf(colour);
    std::vector<cv::Mat> all;
    cv::split(colour, all);
    all.push_back(planes[3]);
    cv::merge(all, picture);
    return rasterOf(picture);
}

} // namespace lathe::images
