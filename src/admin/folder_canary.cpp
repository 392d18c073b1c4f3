#include "admin/folder_canary.h"

#include <filesystem>
#include <optional>
#include <system_error>

#include "base/encoding.h"
#include "base/file_stamp.h"
#include "base/private_file.h"
#include "base/random.h"

namespace cloakroom::admin {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view head = "canary-";

std::optional<std::string> find(const std::string& folder) {
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(folder, failed)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(head)) return name;
    }
    return std::nullopt;
}

}  // namespace

FolderCanary put_folder_canary(const std::string& private_folder) {
    if (const auto name = find(private_folder)) {
        if (const auto content = read_private_file(private_folder + "/" + *name)) return {*name, *content};
    }
    FolderCanary fresh{std::string(head) + hex(random_bytes(8)) + ".txt", hex(random_bytes(16))};
    create_private_file(private_folder + "/" + fresh.name, fresh.content);
    return fresh;
}

void remove_folder_canary(const std::string& private_folder) {
    std::error_code failed;
    while (const auto name = find(private_folder)) {
        if (!fs::remove(private_folder + "/" + *name, failed)) return;
    }
}

std::string folder_mark(const std::string& private_folder) {
    return private_folder + " " + std::to_string(FileStamp::of(private_folder).inode);
}

}  // namespace cloakroom::admin
