#include "base/private_list.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "base/errors.h"

namespace cloakroom {

void PrivateList::add(std::string_view text) {
    if (!file_.is_open()) {
        file_ = Descriptor(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    }
    bool written = file_.is_open() && fchmod(file_.get(), 0600) == 0;
    while (written && !text.empty()) {
        const ssize_t count = ::write(file_.get(), text.data(), text.size());
        written = count > 0;
        if (written) text.remove_prefix(static_cast<std::size_t>(count));
    }
    if (!written || fsync(file_.get()) != 0) throw Unavailable("cannot write " + path_ + ": " + std::strerror(errno));
}

}  // namespace cloakroom
