#include "base/file_slice.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace cloakroom {

void FileSlice::read(const std::function<bool(std::string_view)>& take) const {
    std::array<char, 64 * 1024> piece;  // NOLINT(cppcoreguidelines-pro-type-member-init): pread fills it
    for (std::int64_t done = 0; done < size;) {
        const auto wanted = static_cast<std::size_t>(std::min<std::int64_t>(size - done, piece.size()));
        const ssize_t got = pread(file.get(), piece.data(), wanted, offset + done);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0 || !take({piece.data(), static_cast<std::size_t>(got)})) return;
        done += got;
    }
}

}  // namespace cloakroom
