#include "base/random.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/descriptor.h"
#include "base/errors.h"

namespace cloakroom {
namespace {

// The device itself: a plain file in its place would be chance of somebody's choice.
ssize_t read_device(char* bytes, std::size_t count) {
    const Descriptor device(::open("/dev/urandom", O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    struct stat status {};
    if (!device.is_open() || fstat(device.get(), &status) != 0) return -1;
    if (S_ISCHR(status.st_mode) && status.st_rdev == makedev(1, 9)) return read(device.get(), bytes, count);
    errno = ENODEV;
    return -1;
}

ssize_t ask_kernel(char* bytes, std::size_t count) {
    const ssize_t got = getrandom(bytes, count, 0);
    return got < 0 && errno == ENOSYS ? read_device(bytes, count) : got;
}

}  // namespace

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    std::size_t filled = 0;
    while (filled < count) {
        const ssize_t got = ask_kernel(bytes.data() + filled, count - filled);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) throw Unavailable(std::string("no random bytes: ") + std::strerror(errno));
        filled += static_cast<std::size_t>(got);
    }
    return bytes;
}

}  // namespace cloakroom
