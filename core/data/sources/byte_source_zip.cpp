// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/data/sources/byte_source_packed.h"

#include <zip.h>

#include <algorithm>

namespace lathe::packed {

namespace {

struct CloseArchive {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
using Archive = std::unique_ptr<zip_t, CloseArchive>;

Failure damaged(const std::string& name) {
    return failHint(ErrorKind::InvalidInput,
                    "'" + name + "' is a zip archive (or a spreadsheet) but damaged or cut off", "Get the file again.");
}

class ZipMember final : public ByteSource {
public:
    ZipMember(std::string name, Archive archive, zip_file_t* file, double size)
        : ByteSource(Packing::Zip, std::move(name)), m_archive(std::move(archive)), m_file(file), m_size(size) {}
    ~ZipMember() override { zip_fclose(m_file); }

    Result<size_t> read(char* target, size_t capacity) override {
        const zip_int64_t count = zip_fread(m_file, target, capacity);
        if (count < 0) return damaged(name());
        m_position += static_cast<double>(count);
        return static_cast<size_t>(count);
    }
    [[nodiscard]] double position() const override { return m_position; }
    [[nodiscard]] double size() const override { return m_size; }

private:
    Archive m_archive;
    zip_file_t* m_file;
    double m_size;
    double m_position = 0;
};

Result<Archive> openArchive(const Path& path) {
    int code = 0;
    Archive archive(zip_open(path.c_str(), ZIP_RDONLY, &code));
    if (!archive) return damaged(path.string());
    return archive;
}

Result<Archive> openArchive(std::string_view bytes, const std::string& name) {
    zip_error_t error{};
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    if (source == nullptr) return fail(ErrorKind::Internal, "there is no memory to read '{}'", name);
    Archive archive(zip_open_from_source(source, ZIP_RDONLY, &error));
    if (!archive) {
        zip_source_free(source);
        return damaged(name);
    }
    return archive;
}

/// Folders, and what file managers put beside the content.
bool isPassedOver(const std::string& member) {
    return member.empty() || member.back() == '/' || member.starts_with("__MACOSX/") ||
           Path(member).filename() == ".DS_Store";
}

std::vector<std::string> membersOf(zip_t* archive) {
    std::vector<std::string> members;
    for (zip_int64_t i = 0; i < zip_get_num_entries(archive, 0); ++i)
        if (const char* member = zip_get_name(archive, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_GUESS))
            if (!isPassedOver(member)) members.emplace_back(member);
    return members;
}

Result<std::string> chosenMember(const std::vector<std::string>& members, const std::string& wanted,
                                 const std::string& name) {
    const auto has = [&](const char* member) {
        return std::find(members.begin(), members.end(), member) != members.end();
    };
    if (!wanted.empty()) {
        if (has(wanted.c_str())) return wanted;
        return failHint(ErrorKind::NotFound, "'" + name + "' holds no file '" + wanted + "'",
                        suggestion(wanted, members));
    }
    if (has("[Content_Types].xml") || has("mimetype"))
        return failHint(ErrorKind::InvalidInput,
                        "'" + name + "' is a spreadsheet (xlsx, ods) or another office document",
                        "Save the table as CSV in the program that wrote it.");
    if (members.size() == 1) return members.front();
    if (members.empty()) return fail(ErrorKind::InvalidInput, "the zip archive '{}' holds no file", name);
    return failHint(ErrorKind::InvalidInput, fmt::format("the zip archive '{}' holds {} files", name, members.size()),
                    "Name one with the option 'member'. " + suggestion("", members));
}

Result<std::unique_ptr<ByteSource>> openMember(Archive archive, const std::string& name, const std::string& wanted) {
    LATHE_TRY(const std::string member, chosenMember(membersOf(archive.get()), wanted, name));
    zip_stat_t status{};
    zip_stat(archive.get(), member.c_str(), ZIP_FL_ENC_GUESS, &status);
    if ((status.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && status.encryption_method != ZIP_EM_NONE)
        return failHint(ErrorKind::InvalidInput, "'" + member + "' in '" + name + "' is encrypted",
                        "Unpack it with its password first.");
    zip_file_t* file = zip_fopen(archive.get(), member.c_str(), ZIP_FL_ENC_GUESS);
    if (file == nullptr) return damaged(name);
    const double size = (status.valid & ZIP_STAT_SIZE) != 0 ? static_cast<double>(status.size) : 0;
    return std::make_unique<ZipMember>(name, std::move(archive), file, size);
}

} // namespace

Result<std::unique_ptr<ByteSource>> openZip(const Path& path, const std::string& member) {
    LATHE_TRY(Archive archive, openArchive(path));
    return openMember(std::move(archive), path.string(), member);
}

Result<std::unique_ptr<ByteSource>> openZip(std::string_view bytes, const std::string& name,
                                            const std::string& member) {
    LATHE_TRY(Archive archive, openArchive(bytes, name));
    return openMember(std::move(archive), name, member);
}

Result<std::vector<std::string>> zipMembers(const Path& path) {
    LATHE_TRY(const Archive archive, openArchive(path));
    return membersOf(archive.get());
}

} // namespace lathe::packed
