// SPDX-License-Identifier: GPL-3.0-or-later
//
// images: a folder of pictures into an image dataset: hashed, decoded, measured, stored, durable.
//
//   bench_images [--pictures N] [--python PYTHON] [--folder FOLDER]
//
// Without a folder one of N PNG pictures (default 4000) of 320 × 240 is made. With --python the same figures, but
// nothing stored, are computed with OpenCV and imagehash in as many processes as there are cores.
#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "core/base/random.h"
#include "core/data/images/decode.h"
#include "core/data/images/image_checks.h"
#include "tests/bench/bench.h"

using namespace lathe;
using namespace lathe::bench;

namespace {

void makeFolder(const Path& folder, int pictures) {
    for (int i = 0; i < pictures; ++i) {
        Random random(static_cast<uint64_t>(i));
        images::Raster raster(320, 240, 3);
        const double a = random.uniform() * 0.1;
        const double b = random.uniform() * 0.1;
        for (int y = 0; y < 240; ++y)
            for (int x = 0; x < 320; ++x)
                for (int c = 0; c < 3; ++c)
                    raster.row(y)[3 * x + c] = static_cast<uint8_t>(120 + 90 * std::sin(a * x + b * y + c) +
                                                                    static_cast<double>(random.below(20)));
        const auto png = images::encodePng(raster);
        const Path file = folder / fmt::format("class-{}", i % 10) / fmt::format("{:06}.png", i);
        if (!createFolders(file.parent_path()) ||
            !writeFileAtomic(file, {reinterpret_cast<const char*>(png.data()), png.size()}))
            std::exit(1);
    }
}

double seconds(const std::chrono::steady_clock::time_point& start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

} // namespace

int main(int argc, char** argv) {
    int pictures = 4000;
    Path python;
    Path folder;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (std::strcmp(argv[i], "--pictures") == 0) pictures = std::atoi(argv[i + 1]);
        if (std::strcmp(argv[i], "--python") == 0) python = argv[i + 1];
        if (std::strcmp(argv[i], "--folder") == 0) folder = argv[i + 1];
    }
    ::setenv("LATHE_PIXELS", LATHE_BIN "/liblathe_pixels.so", 0);
    const ScopedFolder scratch = must(ScopedFolder::create(std::filesystem::temp_directory_path(), "lathe-bench"));
    if (folder.empty()) makeFolder(folder = scratch.path() / "pictures", pictures);
    const auto project = must(Project::create(scratch.path() / "p.lathe"));
    const auto start = std::chrono::steady_clock::now();
    const VersionInfo version = must(images::importImages(*project, folder, "pictures", {}, {}));
    const double ours = seconds(start);
    const auto table = must(images::readImages(*must(Datasets(*project).open(version)), {}));
    const auto checking = std::chrono::steady_clock::now();
    const auto report = must(images::checkImages(table, {}, {}));
    struct rusage usage = {};
    ::getrusage(RUSAGE_SELF, &usage);
    std::cout
        << fmt::format(
               R"({{"id": "images", "pictures": {}, "seconds": {:.3f}, "pictures_per_second": {:.0f}, "check_seconds": {:.4f}, "groups": {}, "peak_MB": {}}})",
               version.rows, ours, static_cast<double>(version.rows) / ours, seconds(checking), report.groups.size(),
               usage.ru_maxrss / 1024)
        << std::endl;
    if (python.empty()) return 0;
    runPeers(python, "images_python.py", folder, [&](const Json& peer) {
        Json line = peer;
        line.update({{"id", "images"}, {"ratio", peer["seconds"].get<double>() / ours}});
        print(line);
    });
}
