// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/columns/new_hdf5_file.h"

#include "core/data/columns/column_file_open.h"

#include <fcntl.h>
#include <hdf5.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace lathe::columns {

/// Where the bytes go, the first error of the system, and where elements were written last.
struct Hdf5Disk {
    Descriptor file;
    int error = 0;
    uint64_t elements = 0;
};

namespace {

/// What HDF5 holds of an open file; the first member is its own.
struct OpenFile {
    H5FD_t hdf5;
    Hdf5Disk* disk;
    haddr_t allocated;
    haddr_t size;
};

struct DriverInfo {
    Hdf5Disk* disk;
};

constexpr haddr_t mostBytes = HADDR_MAX;

OpenFile& fileOf(H5FD_t* file) { return *reinterpret_cast<OpenFile*>(file); }
const OpenFile& fileOf(const H5FD_t* file) { return *reinterpret_cast<const OpenFile*>(file); }

H5FD_t* openFile(const char*, unsigned, hid_t access, haddr_t) {
    const auto* info = static_cast<const DriverInfo*>(H5Pget_driver_info(access));
    if (info == nullptr) return nullptr;
    auto* file = new OpenFile{};
    file->disk = info->disk;
    return &file->hdf5;
}

herr_t closeFile(H5FD_t* file) {
    delete &fileOf(file);
    return 0;
}

herr_t queryFeatures(const H5FD_t*, unsigned long* flags) {
    if (flags != nullptr)
        *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE |
                 H5FD_FEAT_AGGREGATE_SMALLDATA;
    return 0;
}

haddr_t allocatedBytes(const H5FD_t* file, H5FD_mem_t) { return fileOf(file).allocated; }

herr_t setAllocatedBytes(H5FD_t* file, H5FD_mem_t, haddr_t bytes) {
    fileOf(file).allocated = bytes;
    return 0;
}

haddr_t fileSize(const H5FD_t* file, H5FD_mem_t) { return fileOf(file).size; }

/// What lies behind the end reads as zeros, as does what the disk did not take.
herr_t readBytes(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t at, size_t size, void* target) {
    auto* bytes = static_cast<char*>(target);
    while (size > 0) {
        const ssize_t count = ::pread(fileOf(file).disk->file.get(), bytes, size, static_cast<off_t>(at));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return -1;
        if (count == 0) break;
        bytes += count;
        at += static_cast<haddr_t>(count);
        size -= static_cast<size_t>(count);
    }
    std::memset(bytes, 0, size);
    return 0;
}

herr_t writeBytes(H5FD_t* file, H5FD_mem_t kind, hid_t, haddr_t at, size_t size, const void* source) {
    OpenFile& open = fileOf(file);
    Hdf5Disk& disk = *open.disk;
    const auto* bytes = static_cast<const char*>(source);
    open.size = std::max(open.size, at + size);
    if (kind == H5FD_MEM_DRAW) disk.elements = at;
    while (size > 0 && disk.error == 0) {
        const ssize_t count = ::pwrite(disk.file.get(), bytes, size, static_cast<off_t>(at));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) {
            disk.error = count < 0 ? errno : ENOSPC;
            break;
        }
        bytes += count;
        at += static_cast<haddr_t>(count);
        size -= static_cast<size_t>(count);
    }
    return 0;
}

herr_t cutFile(H5FD_t* file, hid_t, hbool_t) {
    OpenFile& open = fileOf(file);
    if (open.allocated == open.size) return 0;
    Hdf5Disk& disk = *open.disk;
    if (disk.error == 0 && ::ftruncate(disk.file.get(), static_cast<off_t>(open.allocated)) != 0) disk.error = errno;
    open.size = open.allocated;
    return 0;
}

H5FD_class_t driverClass() {
    H5FD_class_t driver{};
#ifdef H5FD_CLASS_VERSION // HDF5 1.14
    driver.version = H5FD_CLASS_VERSION;
    driver.value = static_cast<H5FD_class_value_t>(H5_VFD_RESERVED + 1);
#endif
    driver.name = "lathe";
    driver.maxaddr = mostBytes;
    driver.fc_degree = H5F_CLOSE_STRONG;
    driver.fapl_size = sizeof(DriverInfo);
    driver.open = openFile;
    driver.close = closeFile;
    driver.query = queryFeatures;
    driver.get_eoa = allocatedBytes;
    driver.set_eoa = setAllocatedBytes;
    driver.get_eof = fileSize;
    driver.read = readBytes;
    driver.write = writeBytes;
    driver.truncate = cutFile;
    constexpr H5FD_mem_t kinds[] = H5FD_FLMAP_DICHOTOMY;
    std::copy(std::begin(kinds), std::end(kinds), driver.fl_map);
    return driver;
}

} // namespace

NewHdf5File::Id NewHdf5File::driver() {
    static const H5FD_class_t description = driverClass();
    static const hid_t registered = H5FDregister(&description);
    return registered;
}

NewHdf5File::NewHdf5File(std::string name, std::unique_ptr<Hdf5Disk> disk)
    : m_name(std::move(name)), m_disk(std::move(disk)) {}

NewHdf5File::NewHdf5File(NewHdf5File&& other) noexcept
    : m_name(std::move(other.m_name)), m_disk(std::move(other.m_disk)), m_id(std::exchange(other.m_id, -1)) {}

NewHdf5File& NewHdf5File::operator=(NewHdf5File&& other) noexcept {
    std::swap(m_name, other.m_name);
    std::swap(m_disk, other.m_disk);
    std::swap(m_id, other.m_id);
    return *this;
}

NewHdf5File::~NewHdf5File() {
    if (m_id < 0) return;
    if (m_disk->error == 0) m_disk->error = ECANCELED;
    H5Fclose(m_id);
}

Result<NewHdf5File> NewHdf5File::create(const Path& path, Id creation, Id access) {
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr); // it prints its errors unless told not to, thread by thread
    auto disk = std::make_unique<Hdf5Disk>();
    disk->file = Descriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (disk->file.get() < 0 && errno == EEXIST) return fail(ErrorKind::Conflict, "'{}' exists already", path.string());
    if (disk->file.get() < 0) return failure(errnoError("create", path.string()));
    const DriverInfo info{disk.get()};
    NewHdf5File file(path.string(), std::move(disk));
    if (H5Pset_driver(access, driver(), &info) < 0) return file.failed();
    file.m_id = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation, access);
    if (file.m_id < 0) return file.failed();
    LATHE_CHECK(file.check());
    return file;
}

int NewHdf5File::descriptor() const { return m_disk->file.get(); }

uint64_t NewHdf5File::lastElements() const { return m_disk->elements; }

Result<void> NewHdf5File::check() const {
    if (m_disk->error == 0) return {};
    errno = m_disk->error;
    return failure(errnoError("write", m_name));
}

Failure NewHdf5File::failed() const {
    if (auto disk = check(); !disk) return failure(std::move(disk.error()));
    return fail(ErrorKind::Io, "cannot write '{}': HDF5 reports an error", m_name);
}

Result<void> NewHdf5File::close() {
    if (H5Fclose(std::exchange(m_id, -1)) < 0) return failed();
    return check();
}

} // namespace lathe::columns
