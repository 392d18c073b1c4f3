#include "base/path.h"

#include <algorithm>
#include <filesystem>
#include <vector>

namespace cloakroom {

std::string normalise_path(std::string_view path) {
    std::vector<std::string_view> segments;
    bool is_folder = true;  // the last segment seen was empty, "." or ".."
    for (std::size_t start = 0; start <= path.size();) {
        const auto end = std::min(path.find('/', start), path.size());
        const auto segment = path.substr(start, end - start);
        start = end + 1;
        is_folder = segment.empty() || segment == "." || segment == "..";
        if (!is_folder) {
            segments.push_back(segment);
        } else if (segment == ".." && !segments.empty()) {
            segments.pop_back();
        }
    }
    std::string normal;
    for (const auto segment : segments) normal.append("/").append(segment);
    if (is_folder) normal += '/';
    return normal;
}

std::string without_links(const std::string& path) {
    std::error_code failed;
    const auto real = std::filesystem::canonical(path, failed);
    return failed ? path : real.string();
}

}  // namespace cloakroom
