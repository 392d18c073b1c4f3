// A folder of its own for one test; gone afterwards, also when the test fails.
#pragma once

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace cloakroom::test {

class TempFolder {
   public:
    // Others may enter the folder: web servers run as a user of their own.
    TempFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "cloakroom-test-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
        chmod(name.c_str(), 0755);
        path_ = name;
    }
    ~TempFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

   private:
    std::filesystem::path path_;
};

}  // namespace cloakroom::test
