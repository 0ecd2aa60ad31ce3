// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/versions/row_records.h"

#include <fcntl.h>
#include <unistd.h>

#include <span>

namespace lathe {

namespace {

/// Reads or writes all bytes; false with errno set.
template <typename Byte, typename Call>
bool transferAll(std::span<Byte> bytes, const Call& call) {
    while (!bytes.empty()) {
        const ssize_t count = call(bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        bytes = bytes.subspan(static_cast<size_t>(count));
    }
    return true;
}

} // namespace

Result<std::unique_ptr<RowRecords>> RowRecords::create(bool spill, const Path& folder, const std::string& name) {
    std::unique_ptr<RowRecords> records(new RowRecords);
    for (size_t i = 0; spill && i < parts; ++i) {
        Part& part = records->m_parts[i];
        part.path = folder / fmt::format("{}-{}", name, i);
        part.file = ::open(part.path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (part.file < 0) return failure(errnoError("create", part.path.string()));
    }
    return records;
}

RowRecords::~RowRecords() {
    for (Part& part : m_parts)
        if (part.file >= 0) ::close(part.file);
}

Result<void> RowRecords::add(const std::vector<RowRecord>& records) {
    std::array<std::vector<RowRecord>, parts> sorted;
    for (const RowRecord& record : records) sorted[partOfHash(record.key)].push_back(record);
    for (size_t i = 0; i < parts; ++i) {
        if (sorted[i].empty()) continue;
        Part& part = m_parts[i];
        const std::lock_guard lock(part.mutex);
        part.count += sorted[i].size();
        if (part.file < 0) {
            part.records.insert(part.records.end(), sorted[i].begin(), sorted[i].end());
        } else if (!transferAll(std::as_bytes(std::span(sorted[i])),
                                [&](const std::byte* from, size_t size) { return ::write(part.file, from, size); })) {
            return failure(errnoError("write", part.path.string()));
        }
    }
    return {};
}

Result<std::vector<RowRecord>> RowRecords::take(size_t index) {
    Part& part = m_parts[index];
    if (part.file < 0) return std::move(part.records);
    std::vector<RowRecord> records(part.count);
    ::lseek(part.file, 0, SEEK_SET);
    if (!transferAll(std::as_writable_bytes(std::span(records)),
                     [&](std::byte* to, size_t size) { return ::read(part.file, to, size); }))
        return failure(errnoError("read", part.path.string()));
    return records;
}

} // namespace lathe
