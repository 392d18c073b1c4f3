#include "base/random.h"

#include <sys/random.h>

#include <cerrno>
#include <cstring>

#include "base/errors.h"

namespace cloakroom {

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    std::size_t filled = 0;
    while (filled < count) {
        const ssize_t got = getrandom(bytes.data() + filled, count - filled, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) throw Unavailable(std::string("getrandom: ") + std::strerror(errno));
        filled += static_cast<std::size_t>(got);
    }
    return bytes;
}

}  // namespace cloakroom
