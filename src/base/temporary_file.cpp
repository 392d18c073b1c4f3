#include "base/temporary_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "base/encoding.h"
#include "base/errors.h"
#include "base/private_file.h"
#include "base/random.h"

namespace cloakroom {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view prefix = "temporary-";

// "temporary-" and 16 hexadecimal digits, and what is written beside such a file when it is a database.
bool is_ours(std::string_view name) {
    constexpr std::size_t digits = 16;
    if (!name.starts_with(prefix) || name.size() < prefix.size() + digits) return false;
    name.remove_prefix(prefix.size());
    const auto tail = name.substr(digits);
    return name.find_first_not_of("0123456789abcdef") >= digits &&
           (tail.empty() || tail == "-journal" || tail == "-wal" || tail == "-shm" || tail == ".lock");
}

void remove_leftovers(const std::string& folder) {
    std::error_code ignored;
    const auto yesterday = fs::file_time_type::clock::now() - std::chrono::hours{24};
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        if (!is_ours(entry.path().filename().string())) continue;
        const auto written = entry.last_write_time(ignored);
        if (!ignored && written < yesterday) fs::remove(entry.path(), ignored);
    }
}

bool bring_to_disk(const std::string& path, int kind) {
    const Descriptor written(::open(path.c_str(), O_RDONLY | O_CLOEXEC | kind));
    return written.is_open() && fsync(written.get()) == 0;
}

}  // namespace

TemporaryFile::TemporaryFile(const std::string& folder)
    : path_(folder + "/" + std::string(prefix) + hex(random_bytes(8))) {
    remove_leftovers(folder);
    make_private_file(path_);
}

TemporaryFile::~TemporaryFile() {
    unlink(path_.c_str());
}

void TemporaryFile::keep_as(const std::string& path) {
    const std::string folder = fs::path(path).parent_path().string();
    const bool is_kept = bring_to_disk(path_, O_NOFOLLOW) && rename(path_.c_str(), path.c_str()) == 0 &&
                         bring_to_disk(folder, O_DIRECTORY);
    if (!is_kept) throw Unavailable("cannot write " + path + ": " + std::strerror(errno));
}

FileSlice TemporaryFile::content() const {
    Descriptor file(::open(path_.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    struct stat status {};
    if (!file.is_open() || fstat(file.get(), &status) != 0) {
        throw Unavailable("cannot read " + path_ + ": " + std::strerror(errno));
    }
    return {std::move(file), 0, status.st_size};
}

}  // namespace cloakroom
