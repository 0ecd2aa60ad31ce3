// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/text_folder.h"

#include "core/base/hash.h"
#include "core/base/stoppable_sort.h"
#include "core/base/text.h"
#include "core/data/readers/arrays.h"
#include "core/data/readers/row_import.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <span>

namespace lathe::readers {

namespace {

constexpr size_t longestText = size_t{16} << 20;
constexpr size_t pieceBytes = size_t{4} << 20;
constexpr size_t mostFilesAtOnce = 256; // opening files may be slow

class TextFolder final : public DecodingSource {
public:
    explicit TextFolder(Path folder) : m_folder(std::move(folder)) {}

    Result<void> list(const JobContext& job) {
        std::vector<std::string> names;
        std::error_code code;
        std::filesystem::recursive_directory_iterator entry(m_folder, code);
        for (; !code && entry != std::filesystem::recursive_directory_iterator(); entry.increment(code)) {
            LATHE_CHECK(job.checkStop());
            std::error_code gone;
            const Path path = entry->path().lexically_relative(m_folder);
            if (path.filename().string().starts_with('.') || !entry->is_regular_file(gone)) continue;
            m_hasClasses = m_hasClasses || path.has_parent_path();
            names.push_back(path.string());
            std::ranges::replace(names.back(), '/', '\0'); // folder by folder, as paths compare, but faster
        }
        if (code) return fail(ErrorKind::Io, "cannot read folder '{}': {}", m_folder.string(), code.message());
        // The order of a folder is that of the file system; rows should not depend on it.
        LATHE_CHECK(sortStably(std::span(names), std::less<>(), job));
        for (std::string& name : names) {
            std::ranges::replace(name, '\0', '/');
            m_files.emplace_back(std::move(name));
        }
        m_facts.reasons.emplace_back(m_hasClasses ? "Each file is a text, the folder it lies in its class."
                                                  : "Each file is a text.");
        return {};
    }

    [[nodiscard]] std::vector<ColumnPlan> columns() const override {
        std::vector<ColumnPlan> columns{{"file", TextValue, false}};
        if (m_hasClasses) columns.push_back({"class", CategoryValue, false});
        columns.push_back({"text", TextValue, false});
        return columns;
    }
    [[nodiscard]] const SourceDescription& facts() const override { return m_facts; }
    [[nodiscard]] double position() const override { return static_cast<double>(m_file); }
    [[nodiscard]] double size() const override { return static_cast<double>(m_files.size()); }
    [[nodiscard]] const char* unit() const override { return "files"; }
    [[nodiscard]] bool hashesItself() const override { return true; }
    Result<std::string> sourceHash() override { return m_hash.finish(); }

    Result<void> rewind() override {
        m_file = 0;
        m_hash = Sha256();
        return {};
    }

    Result<bool> read(Piece& piece, const std::vector<ColumnPlan>& plan, size_t mostRows) override {
        if (m_file == m_files.size()) return false;
        piece.firstRecord = m_file + 1;
        piece.decoded = emptyPiece(plan);
        size_t bytes = 0;
        const size_t end = std::min(m_files.size(), m_file + std::min(mostRows, mostFilesAtOnce));
        for (uint32_t record = 0; m_file < end && bytes < pieceBytes; ++m_file, ++record)
            add(m_files[m_file], piece, record, bytes);
        return true;
    }

private:
    void add(const Path& path, Piece& piece, uint32_t record, size_t& bytes) {
        DecodedPiece& decoded = *piece.decoded;
        const auto text = readTextFile(m_folder / path, longestText);
        const std::string name = path.generic_string();
        m_hash.update(fmt::format("{}\n{}\n", name, text ? text->size() : 0));
        if (text) m_hash.update(*text);
        const bool binary = text && text->find('\0') != std::string::npos;
        if (!text || binary) {
            RejectedRow row =
                piece.reject(record, text ? "it is no text but some binary format" : text.error().message);
            row.text = name;
            decoded.rejected.push_back(std::move(row));
            return;
        }
        bytes += text->size();
        size_t column = 0;
        decoded.columns[column++].addPlainText(isValidUtf8(name) ? name : utf8FromLatin1(name));
        if (m_hasClasses) addClass(path, decoded.columns[column++]);
        decoded.columns[column].addPlainText(isValidUtf8(*text) ? *text : utf8FromLatin1(*text));
        decoded.records.push_back(record);
        ++decoded.rows;
    }
    static void addClass(const Path& path, ColumnBuilder& column) {
        const std::string name = path.parent_path().generic_string();
        if (name.empty()) column.addMissing();
        else column.addPlainText(isValidUtf8(name) ? name : utf8FromLatin1(name));
    }

    Path m_folder;
    std::vector<Path> m_files;
    bool m_hasClasses = false;
    SourceDescription m_facts;
    size_t m_file = 0;
    Sha256 m_hash;
};

} // namespace

OpenedReader openTextFolder(const Path& folder, const ImportOptions& options, const JobContext& job) {
    auto source = std::make_unique<TextFolder>(folder);
    LATHE_CHECK(source->list(job));
    return openRows(std::move(source), folder, options);
}

} // namespace lathe::readers
