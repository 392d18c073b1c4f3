#include "base/file_stamp.h"

#include <sys/stat.h>

namespace cloakroom {

FileStamp FileStamp::of(const std::string& path) {
    struct stat status {};
    if (stat(path.c_str(), &status) != 0) return {};
    return {.device = status.st_dev,
            .inode = status.st_ino,
            .size = status.st_size,
            .changed_seconds = status.st_mtim.tv_sec,
            .changed_nanoseconds = status.st_mtim.tv_nsec};
}

}  // namespace cloakroom
