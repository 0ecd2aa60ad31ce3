// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <fstream>
#include <set>

#include "core/base/stoppable_publish.h"
#include "core/data/images/image_dataset.h"
#include "core/data/images/image_store.h"
#include "core/project/temporary.h"

namespace lathe::images {

namespace {

/// A text as the name of one folder or file: nothing that leads elsewhere.
std::string asName(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '/' || c == '\\' || static_cast<unsigned char>(c) < 0x20; },
        '_');
    if (text.empty() || text == "." || text == "..") return "_";
    return text.substr(0, 200);
}

/// A path below \p folder that nothing has taken: name.png, name-2.png…
Path freePath(const Path& folder, const std::string& name, std::set<Path>& taken) {
    const Path wanted(name);
    Path path = folder / wanted;
    for (int number = 2; !taken.insert(path).second; ++number)
        path = folder / fmt::format("{}-{}{}", wanted.stem().string(), number, wanted.extension().string());
    return path;
}

Result<void> checkEmpty(const Path& folder) {
    std::error_code code;
    if (!std::filesystem::exists(folder, code)) return {};
    if (std::filesystem::is_directory(folder, code) && std::filesystem::is_empty(folder, code)) return {};
    return failHint(ErrorKind::Conflict, fmt::format("'{}' is there already and not empty", folder.string()),
                    "Name another folder.");
}

/// Without a slash at its end, behind which it has no name.
Path absoluteFolder(const Path& folder) {
    const Path whole = std::filesystem::absolute(folder).lexically_normal();
    return whole.has_filename() ? whole : whole.parent_path();
}

Result<void> writePicture(const Path& file, const std::vector<uint8_t>& bytes) {
    std::ofstream stream(file, std::ios::binary);
    stream.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    stream.close();
    if (!stream) return failure(errnoError("write", file.string()));
    return {};
}

Result<void> writePictures(const Project& project, const ImageTable& images, const Path& folder,
                           const JobContext& job) {
    LATHE_TRY(const auto stores, ImageStores::open(project));
    job.beginStage("writing pictures", static_cast<double>(images.rows.size()), "pictures");
    std::set<Path> taken;
    for (const ImageRow& row : images.rows) {
        LATHE_CHECK(job.checkStop());
        LATHE_TRY(const auto bytes, stores->read(row.sha256));
        Path target = folder;
        if (row.split >= 0) target /= asName(images.splits[static_cast<size_t>(row.split)]);
        target /= row.label >= 0 ? asName(images.labelOf(row)) : "unlabelled";
        LATHE_CHECK(createFolders(target));
        const std::string name = asName(Path(row.path).filename().string());
        LATHE_CHECK(writePicture(freePath(target, name, taken), bytes));
        job.addDone(1);
    }
    return {};
}

} // namespace

Result<uint64_t> exportImages(const Project& project, const ColumnFile& file, const Path& folder,
                              const JobContext& job) {
    const Path target = absoluteFolder(folder);
    LATHE_CHECK(checkEmpty(target));
    LATHE_TRY(const ImageTable images, readImages(file, job));
    LATHE_CHECK(createFolders(target.parent_path()));
    LATHE_TRY(ScopedFolder scratch, temporaryFolderBeside(target));
    LATHE_CHECK(writePictures(project, images, scratch.path(), job));
    job.beginStage("making durable", static_cast<double>(images.rows.size()), "pictures");
    LATHE_CHECK(publishFolder(scratch.path(), target, job));
    scratch.release();
    return images.rows.size();
}

} // namespace lathe::images
