#include "base/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/descriptor.h"
#include "base/encoding.h"
#include "base/errors.h"
#include "base/random.h"

namespace cloakroom {
namespace {

constexpr std::size_t max_read = 64 * 1024;

[[noreturn]] void fail(const std::string& what, const std::string& path) {
    throw Unavailable(what + " " + path + ": " + std::strerror(errno));
}

// A whole new file beside `path`, which then takes its place by way of `settle`.
void write_beside(const std::string& path, const std::string& content, int (*settle)(const char*, const char*)) {
    const std::string fresh = path + "." + hex(random_bytes(8));
    const Descriptor file(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.is_open()) fail("cannot write", fresh);
    const bool written = fchmod(file.get(), 0600) == 0 &&
                         write(file.get(), content.data(), content.size()) == static_cast<ssize_t>(content.size()) &&
                         fsync(file.get()) == 0 && settle(fresh.c_str(), path.c_str()) == 0;
    const int why = errno;
    unlink(fresh.c_str());  // after a rename there is none
    errno = why;
    if (!written) fail("cannot write", path);
}

// Like rename(), but a file that is there already stays.
int link_if_absent(const char* from, const char* to) {
    return link(from, to) == 0 || errno == EEXIST ? 0 : -1;
}

}  // namespace

void ensure_private_folder(const std::string& folder) {
    if (mkdir(folder.c_str(), 0700) == 0) {
        // mkdir obeys the umask, which may take away even the owner's rights.
        if (chmod(folder.c_str(), 0700) != 0) fail("cannot close", folder);
        return;
    }
    if (errno != EEXIST) fail("cannot make the private folder", folder);
    struct stat status {};
    if (stat(folder.c_str(), &status) != 0) fail("cannot look at", folder);
    if (!S_ISDIR(status.st_mode)) throw Unavailable(folder + " is not a folder; move it away");
    if (status.st_uid != geteuid()) {
        throw Unavailable("the private folder " + folder + " belongs to another user (uid " +
                          std::to_string(status.st_uid) + ", this program runs as " + std::to_string(geteuid()) +
                          "); run this program as that user, or change the folder's owner");
    }
    if ((status.st_mode & 077) != 0) {
        throw Unavailable("the private folder " + folder + " is open to others; run: chmod 700 " + folder);
    }
}

void write_private_file(const std::string& path, const std::string& content) {
    write_beside(path, content, std::rename);
}

void create_private_file(const std::string& path, const std::string& content) {
    write_beside(path, content, link_if_absent);
}

bool make_private_file(const std::string& path) {
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.is_open() && errno == EEXIST) return false;
    if (!file.is_open() || fchmod(file.get(), 0600) != 0) fail("cannot write", path);
    return true;
}

std::optional<std::string> read_private_file(const std::string& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!file.is_open()) {
        if (errno == ENOENT) return std::nullopt;
        fail("cannot read", path);
    }
    std::string content(max_read, '\0');
    const ssize_t got = read(file.get(), content.data(), content.size());
    if (got < 0) fail("cannot read", path);
    content.resize(static_cast<std::size_t>(got));
    return content;
}

}  // namespace cloakroom
