// Tells whether a file is still the one that was seen before.
#pragma once

#include <cstdint>
#include <string>

namespace cloakroom {

// Equal for two looks at one file that nobody changed or replaced between them; a
// file that does not exist has the empty stamp.
struct FileStamp {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::int64_t size = 0;
    std::int64_t changed_seconds = 0;
    std::int64_t changed_nanoseconds = 0;

    bool operator==(const FileStamp&) const = default;
    bool exists() const { return inode != 0; }

    static FileStamp of(const std::string& path);
};

}  // namespace cloakroom
