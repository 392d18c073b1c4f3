#include "base/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/errors.h"

namespace cloakroom {
namespace {

constexpr int short_pause = 10'000;  // microseconds
constexpr int most_tries = 200;      // so two seconds

}  // namespace

FileLock::FileLock(const std::string& path) : FileLock(path, most_tries) {
    if (!held_) throw Unavailable("another process has been at work with " + path + " for long; try again");
}

FileLock FileLock::try_to_take(const std::string& path) {
    return {path, 1};
}

FileLock::FileLock(const std::string& path, int tries)
    : descriptor_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)) {
    if (descriptor_ < 0) throw Unavailable("cannot open " + path + ": " + std::strerror(errno));
    while (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) {
            const int why = errno;
            close(descriptor_);
            throw Unavailable("cannot lock " + path + ": " + std::strerror(why));
        }
        if (--tries == 0) return;
        usleep(short_pause);
    }
    held_ = true;
}

FileLock::~FileLock() {
    if (descriptor_ >= 0) close(descriptor_);
}

FileLock::FileLock(FileLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), held_(std::exchange(other.held_, false)) {}

}  // namespace cloakroom
