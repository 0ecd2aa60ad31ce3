// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/images/image_sources.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <set>

#include "core/base/text.h"
#include "core/data/readers/import.h"

namespace lathe::images {

namespace {

constexpr std::array<std::string_view, 11> endings{".png", ".jpg", ".jpeg", ".jpe",  ".jfif", ".bmp",
                                                   ".dib", ".gif", ".tif",  ".tiff", ".webp"};
const std::set<std::string, std::less<>> splitNames{"train", "test", "val", "valid", "validation", "dev"};

template <typename List>
bool contains(const List& list, std::string_view text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

bool hasPictureEnding(const Path& file) { return contains(endings, lowered(file.extension().string())); }

bool hasPictureBytes(const Path& file) {
    std::array<char, 32> head{};
    std::ifstream stream(file, std::ios::binary);
    stream.read(head.data(), head.size());
    return formatOf({reinterpret_cast<const uint8_t*>(head.data()), static_cast<size_t>(stream.gcount())}) !=
           Format::Unknown;
}

/// Files of the system that nobody means: hidden ones and Windows' thumbnails.
bool isHidden(const Path& name) {
    const std::string text = name.string();
    return text.starts_with('.') || lowered(text) == "thumbs.db" || lowered(text) == "desktop.ini" ||
           text == "__MACOSX";
}

struct Labels {
    std::map<std::string, std::pair<std::optional<std::string>, std::optional<std::string>>> byFile; ///< label, split
    std::string reason;
};

class FolderSource : public PictureSource {
public:
    struct File {
        Path place;
        Picture picture;
    };
    std::vector<File> files;

    [[nodiscard]] size_t count() const override { return files.size(); }
    [[nodiscard]] const Picture& picture(size_t index) const override { return files[index].picture; }
    Result<std::vector<uint8_t>> read(size_t index) const override {
        const Path& place = files[index].place;
        std::error_code code;
        const uintmax_t size = std::filesystem::file_size(place, code);
        if (code) return fail(ErrorKind::Io, "cannot read '{}': {}", place.string(), code.message());
        if (size > largestFile)
            return fail(ErrorKind::InvalidInput, "'{}' has {}, pictures may have {}", place.string(),
                        byteSize(static_cast<double>(size)), byteSize(static_cast<double>(largestFile)));
        std::vector<uint8_t> bytes(size);
        std::ifstream stream(place, std::ios::binary);
        stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        if (!stream) return fail(ErrorKind::Io, "cannot read '{}'", place.string());
        return bytes;
    }
};

// ---- Label files ------------------------------------------------------------------------------------------------

std::optional<size_t> columnCalled(const Table& table, const std::vector<std::string_view>& names) {
    for (const std::string_view name : names)
        for (size_t i = 0; i < table.columns.size(); ++i)
            if (lowered(table.columns[i].schema.name) == name) return i;
    return std::nullopt;
}

Result<size_t> chosenColumn(const Table& table, const std::string& wanted, const std::vector<std::string_view>& usual,
                            size_t otherwise) {
    if (wanted.empty()) return std::min(columnCalled(table, usual).value_or(otherwise), table.columns.size() - 1);
    std::vector<std::string> known;
    for (const Column& column : table.columns) known.push_back(column.schema.name);
    const auto found = std::find(known.begin(), known.end(), wanted);
    if (found == known.end())
        return failHint(ErrorKind::NotFound, fmt::format("the label file has no column '{}'", wanted),
                        suggestion(wanted, known));
    return static_cast<size_t>(found - known.begin());
}

Result<Labels> labelsOf(const Table& table, const FolderOptions& options) {
    if (table.columns.size() < 2)
        return failHint(ErrorKind::InvalidInput, "the label file has one column",
                        "It needs one of file names and one of labels.");
    LATHE_TRY(const size_t fileAt,
              chosenColumn(table, options.fileColumn, {"file", "filename", "file_name", "image", "path", "id"}, 0));
    LATHE_TRY(const size_t labelAt,
              chosenColumn(table, options.labelColumn, {"label", "class", "category", "target"}, fileAt == 0 ? 1 : 0));
    const auto splitAt = columnCalled(table, {"split", "subset", "partition"});
    Labels labels;
    labels.reason = fmt::format("Column '{}' of the label file names the files, column '{}' their classes.",
                                table.columns[fileAt].schema.name, table.columns[labelAt].schema.name);
    const auto cell = [&](size_t column, size_t row) -> std::optional<std::string> {
        if (table.columns[column].isMissing(row)) return std::nullopt;
        return table.columns[column].display(row);
    };
    for (size_t row = 0; row < table.rows(); ++row) {
        auto name = cell(fileAt, row);
        if (!name) continue;
        std::replace(name->begin(), name->end(), '\\', '/');
        if (name->starts_with("./")) name->erase(0, 2);
        labels.byFile[*name] = {cell(labelAt, row), splitAt ? cell(*splitAt, row) : std::nullopt};
    }
    return labels;
}

Result<Labels> readLabels(const Path& file, const FolderOptions& options, const Path& scratch, const JobContext& job) {
    const Path target = scratch / "labels.h5";
    auto imported = importSource(file, target, {}, job);
    if (!imported)
        return failure(std::move(imported.error()).within("while reading the label file " + file.filename().string()));
    LATHE_TRY(const auto columns, ColumnFile::open(target));
    LATHE_TRY(const Table table, columns->readTable(0, columns->rows()));
    return labelsOf(table, options);
}

std::optional<Path> labelFileIn(const Path& folder) {
    for (const char* name : {"labels", "metadata", "annotations"})
        for (const char* ending : {".csv", ".tsv", ".jsonl"})
            if (std::error_code code; std::filesystem::is_regular_file(folder / (std::string(name) + ending), code))
                return folder / (std::string(name) + ending);
    return std::nullopt;
}

/// By the whole path, by the file's name, or by the name without its ending, as label files have it.
void applyLabels(FolderSource& source, Labels labels) {
    std::set<std::string> used;
    for (auto& file : source.files) {
        const Path path(file.picture.path);
        const Path bare = path.parent_path() / path.stem();
        for (const std::string& name :
             {file.picture.path, path.filename().string(), bare.string(), path.stem().string()}) {
            const auto found = labels.byFile.find(name);
            if (found == labels.byFile.end()) continue;
            file.picture.label = found->second.first;
            if (found->second.second) file.picture.split = found->second.second;
            used.insert(name);
            break;
        }
    }
    for (const auto& [name, label] : labels.byFile)
        if (!used.contains(name))
            source.rejected.push_back({0, "the label file names it, but there is no such picture", name});
    source.reasons.push_back(std::move(labels.reason));
    source.layout = "label-file";
}

// ---- Folders ----------------------------------------------------------------------------------------------------

Result<void> findFiles(FolderSource& source, const Path& folder, const std::optional<Path>& labelFile,
                       const JobContext& job) {
    std::error_code code;
    std::filesystem::recursive_directory_iterator it(folder, std::filesystem::directory_options::skip_permission_denied,
                                                     code);
    if (code) return fail(ErrorKind::NotFound, "cannot read the folder '{}': {}", folder.string(), code.message());
    for (const std::filesystem::recursive_directory_iterator end; it != end; it.increment(code)) {
        LATHE_CHECK(job.checkStop());
        const Path& place = it->path();
        if (isHidden(place.filename())) {
            it.disable_recursion_pending();
            continue;
        }
        if (!it->is_regular_file(code) || (labelFile && std::filesystem::equivalent(place, *labelFile, code))) continue;
        const std::string path = utf8Name(place.lexically_relative(folder).generic_string());
        if (hasPictureEnding(place) || hasPictureBytes(place)) source.files.push_back({place, {path, {}, {}}});
        else source.rejected.push_back({0, "neither the name nor the first bytes are those of a picture", path});
    }
    if (code) return fail(ErrorKind::Io, "cannot read the folder '{}': {}", folder.string(), code.message());
    std::sort(source.files.begin(), source.files.end(),
              [](const auto& left, const auto& right) { return left.picture.path < right.picture.path; });
    std::sort(source.rejected.begin(), source.rejected.end(),
              [](const auto& left, const auto& right) { return left.text < right.text; });
    return {};
}

void applyFolders(FolderSource& source) {
    const bool splits =
        !source.files.empty() && std::all_of(source.files.begin(), source.files.end(), [](const auto& file) {
            const std::string& path = file.picture.path;
            return path.find('/') != std::string::npos && splitNames.contains(lowered(path.substr(0, path.find('/'))));
        });
    bool any = false;
    for (auto& file : source.files) {
        file.picture = placed(file.picture.path, splits);
        any |= file.picture.label.has_value();
    }
    source.layout = any ? "class-folders" : "flat";
    source.reasons.emplace_back(any ? "The folders' names are the classes."
                                    : "There are no folders, so no picture has a class yet.");
    if (splits) source.reasons.emplace_back("The top folders are splits.");
}

} // namespace

Result<std::unique_ptr<PictureSource>> openFolder(const Path& folder, const FolderOptions& options, const Path& scratch,
                                                  const JobContext& job) {
    job.beginStage("finding files", 0, "files");
    auto source = std::make_unique<FolderSource>();
    std::optional<Path> labelFile = labelFileIn(folder);
    if (!options.labelFile.empty()) labelFile = options.labelFile;
    LATHE_CHECK(findFiles(*source, folder, labelFile, job));
    if (source->files.empty())
        return failHint(ErrorKind::InvalidInput, fmt::format("there is no picture in '{}'", folder.string()),
                        "PNG, JPEG, BMP, GIF, TIFF and WebP are read.");
    applyFolders(*source);
    if (labelFile) {
        LATHE_TRY(Labels labels, readLabels(*labelFile, options, scratch, job));
        applyLabels(*source, std::move(labels));
    }
    return std::unique_ptr<PictureSource>(std::move(source));
}

} // namespace lathe::images
