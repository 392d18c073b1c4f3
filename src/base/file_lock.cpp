#include "base/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/errors.h"

namespace cloakroom {

FileLock::FileLock(const std::string& path) : FileLock(path, LOCK_EX) {}

FileLock FileLock::try_to_take(const std::string& path) {
    return {path, LOCK_EX | LOCK_NB};
}

FileLock::FileLock(const std::string& path, int operation)
    : descriptor_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)) {
    if (descriptor_ < 0) throw Unavailable("cannot open " + path + ": " + std::strerror(errno));
    int result = 0;
    do {
        result = flock(descriptor_, operation);
    } while (result != 0 && errno == EINTR);
    held_ = result == 0;
    if (!held_ && errno != EWOULDBLOCK) {
        const int why = errno;
        close(descriptor_);
        throw Unavailable("cannot lock " + path + ": " + std::strerror(why));
    }
}

FileLock::~FileLock() {
    if (descriptor_ >= 0) close(descriptor_);
}

FileLock::FileLock(FileLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), held_(std::exchange(other.held_, false)) {}

}  // namespace cloakroom
