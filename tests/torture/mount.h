// An ext4 file system in a file, which can lose its power.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "support/process.h"
#include "support/temp_folder.h"

namespace cloakroom::test {

// Needs root, a loop device and xfs_io. What the kernel had not written when the power
// went is gone, as is whatever comes afterwards; mount() then brings back what the disk holds.
class Mount {
   public:
    Mount() {
        std::filesystem::create_directory(path());
        must({"truncate", "--size=48M", image()});
        must({"mkfs.ext4", "-q", "-F", image()});
        mount();
    }
    ~Mount() { run({"umount", "--lazy", path()}); }
    Mount(const Mount&) = delete;
    Mount& operator=(const Mount&) = delete;

    std::filesystem::path path() const { return folder_.path() / "mounted"; }

    void cut_power() const { must({"xfs_io", "-x", "-c", "shutdown", path()}); }
    void mount() const { must({"mount", "-o", "loop", image(), path()}); }
    void unmount() const { must({"umount", path()}); }

    static bool is_possible() {
        try {
            const Mount tried;
            tried.cut_power();
            return true;
        } catch (const std::exception&) {
            return false;
        }
    }

   private:
    std::string image() const { return folder_.path() / "image"; }
    static void must(const Command& command) {
        const Outcome outcome = run(command);
        if (outcome.status != 0) throw std::runtime_error(command[0] + ": " + outcome.output);
    }

    TempFolder folder_;
};

}  // namespace cloakroom::test
