#include "base/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/errors.h"

namespace cloakroom {

FileLock::FileLock(const std::string& path) : FileLock(path, Wait::two_seconds) {
    if (!held_) throw Unavailable("another process has been at work with " + path + " for long; try again");
}

FileLock FileLock::try_to_take(const std::string& path) {
    return {path, Wait::no};
}

FileLock::FileLock(const std::string& path, Wait wait)
    : descriptor_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)) {
    if (descriptor_ < 0) throw Unavailable("cannot open " + path + ": " + std::strerror(errno));
    constexpr int pause = 10'000;  // microseconds
    int tries = wait == Wait::no ? 1 : 200;
    while (!(held_ = flock(descriptor_, LOCK_EX | LOCK_NB) == 0) && (errno == EWOULDBLOCK || errno == EINTR)) {
        if (--tries == 0) return;
        usleep(pause);
    }
    if (!held_) {
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
