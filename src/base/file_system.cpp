#include "base/file_system.h"

#include <sys/vfs.h>

#include <algorithm>
#include <array>

namespace cloakroom {
namespace {

constexpr auto known_ones =
    std::to_array<FileSystem>({{0xEF53, "ext4", Disk::local},          {0x58465342, "XFS", Disk::local},
                               {0x9123683E, "Btrfs", Disk::local},     {0x2FC12FC1, "ZFS", Disk::local},
                               {0x794C7630, "OverlayFS", Disk::local}, {0xF2F52010, "F2FS", Disk::local},
                               {0xCA451A4E, "bcachefs", Disk::local},  {0x52654973, "ReiserFS", Disk::local},
                               {0x3153464A, "JFS", Disk::local},       {0xF15F, "eCryptfs", Disk::local},
                               {0x1021994, "tmpfs", Disk::in_memory},  {0x858458F6, "ramfs", Disk::in_memory},
                               {0x6969, "NFS", Disk::remote},          {0x517B, "SMB", Disk::remote},
                               {0xFF534D42, "CIFS", Disk::remote},     {0xFE534D42, "SMB2", Disk::remote},
                               {0x5346414F, "AFS", Disk::remote},      {0x6B414653, "kAFS", Disk::remote},
                               {0xBD00BD0, "Lustre", Disk::remote},    {0x65735546, "FUSE", Disk::remote},
                               {0x1021997, "9P", Disk::remote},        {0xC36400, "Ceph", Disk::remote},
                               {0x73757245, "Coda", Disk::remote},     {0x1161970, "GFS2", Disk::remote},
                               {0x7461636F, "OCFS2", Disk::remote},    {0x47504653, "GPFS", Disk::remote},
                               {0x19830326, "BeeGFS", Disk::remote},   {0xAAD7AAEA, "PanFS", Disk::remote},
                               {0x20030528, "OrangeFS", Disk::remote}, {0xBEEFDEAD, "StorNext", Disk::remote},
                               {0x61636673, "ACFS", Disk::remote},     {0xA501FCF5, "VxFS", Disk::remote},
                               {0x13111A8, "Ibrix", Disk::remote},     {0x564C, "NCP", Disk::remote},
                               {0x786F4256, "vboxsf", Disk::remote},   {0xBACBACBC, "vmhgfs", Disk::remote},
                               {0x7C7C6673, "prl_fs", Disk::remote}});

}  // namespace

FileSystem file_system_of(const std::string& folder) {
    struct statfs status {};
    if (statfs(folder.c_str(), &status) != 0) return {.type = 0, .name = "", .disk = Disk::remote};
    const auto type = static_cast<unsigned long>(status.f_type) & 0xFFFFFFFFUL;
    const auto known = std::ranges::find(known_ones, type, &FileSystem::type);
    return known != known_ones.end() ? *known : FileSystem{.type = type, .name = "", .disk = Disk::local};
}

}  // namespace cloakroom
