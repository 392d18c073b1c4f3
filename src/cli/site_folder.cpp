#include "cli/site_folder.h"

#include <filesystem>
#include <sstream>
#include <system_error>

#include "auth/user_name.h"

namespace cloakroom::cli {

std::optional<std::string> find_alike(const std::string& site_folder, const std::string& path) {
    std::filesystem::path found = site_folder;
    std::istringstream segments(path.substr(1));
    std::string alike;
    for (std::string segment; std::getline(segments, segment, '/'); alike += "/" + segment) {
        const auto wanted = auth::fold(segment);
        std::error_code unknown;
        bool is_there = std::filesystem::exists(found / segment, unknown);
        for (auto entry = std::filesystem::directory_iterator(found, unknown); !is_there && !unknown;
             entry.increment(unknown)) {
            if (entry == end(entry)) break;
            is_there = auth::fold(entry->path().filename().string()) == wanted;
            if (is_there) segment = entry->path().filename().string();
        }
        if (!is_there) return std::nullopt;
        found /= segment;
    }
    return alike;
}

}  // namespace cloakroom::cli
