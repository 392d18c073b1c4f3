// What kind of file system a folder lies on.
#pragma once

#include <string>

namespace cloakroom {

// Remote: on another machine, or in another process, where shared memory is not shared.
enum class Disk { local, remote, in_memory };

struct FileSystem {
    unsigned long type;  // as statfs(2) tells it
    const char* name;    // "NFS", or "" for one that is not in our list
    Disk disk;
};

// One that is not in our list counts as local, one that cannot be asked as remote.
FileSystem file_system_of(const std::string& folder);

}  // namespace cloakroom
