#include "base/file_system.h"

#include <sys/vfs.h>

#include <algorithm>
#include <array>

namespace cloakroom {
namespace {

constexpr auto known_ones = std::to_array<FileSystem>({{0xEF53, "ext4", Disk::local},
                                                       {0x58465342, "XFS", Disk::local},
                                                       {0x9123683E, "Btrfs", Disk::local},
                                                       {0x2FC12FC1, "ZFS", Disk::local},
                                                       {0x794C7630, "OverlayFS", Disk::local},
                                                       {0x01021994, "tmpfs", Disk::in_memory},
                                                       {0x858458F6, "ramfs", Disk::in_memory},
                                                       {0x6969, "NFS", Disk::remote},
                                                       {0x517B, "SMB", Disk::remote},
                                                       {0xFF534D42, "CIFS", Disk::remote},
                                                       {0xFE534D42, "SMB2", Disk::remote},
                                                       {0x5346414F, "AFS", Disk::remote},
                                                       {0x6B414653, "kAFS", Disk::remote},
                                                       {0x0BD00BD0, "Lustre", Disk::remote},
                                                       {0x65735546, "FUSE", Disk::remote},
                                                       {0x01021997, "9P", Disk::remote},
                                                       {0x00C36400, "Ceph", Disk::remote},
                                                       {0x73757245, "Coda", Disk::remote}});

}  // namespace

FileSystem file_system_of(const std::string& folder) {
    struct statfs status {};
    if (statfs(folder.c_str(), &status) != 0) return {.type = 0, .name = "", .disk = Disk::remote};
    const auto type = static_cast<unsigned long>(status.f_type) & 0xFFFFFFFFUL;
    const auto known = std::ranges::find(known_ones, type, &FileSystem::type);
    return known != known_ones.end() ? *known : FileSystem{.type = type, .name = "", .disk = Disk::local};
}

}  // namespace cloakroom
