#include "private_folder.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "base/private_file.h"

namespace cloakroom {
namespace {

namespace fs = std::filesystem;

// The folder beside `root` for a program in `folder`, which is `root` or below it.
fs::path beside(const fs::path& root, const fs::path& folder) {
    std::string name = "cloakroom-data";
    for (const fs::path& part : folder.lexically_relative(root)) {
        if (part != ".") name += "-" + part.string();
    }
    return root.parent_path() / name;
}

bool is_within(const fs::path& folder, const fs::path& root) {
    return !root.empty() && std::mismatch(root.begin(), root.end(), folder.begin(), folder.end()).first == root.end();
}

// The places beside each folder that could be a document root: the named one, else
// all above the program.
std::vector<fs::path> places_outside(const fs::path& program_folder, const std::string& document_root) {
    if (!document_root.empty() && is_within(program_folder, document_root)) {
        return {beside(document_root, program_folder)};
    }
    std::vector<fs::path> places;
    for (fs::path root = program_folder; root.has_relative_path(); root = root.parent_path()) {
        places.push_back(beside(root, program_folder));
    }
    return places;
}

// What lies outside one document root may lie inside another. Needs no more of Apache
// than mod_rewrite and AllowOverride FileInfo; without them it is an error, which shuts
// the folder as well.
void shut(const fs::path& folder) {
    write_private_file((folder / ".htaccess").string(), "RewriteEngine On\nRewriteRule ^ - [F]\n");
}

}  // namespace

std::optional<std::string> find_private_folder(const std::string& program_folder,
                                               const std::optional<std::string>& document_root) {
    const std::string root = document_root.value_or("");
    const fs::path inside = fs::path(program_folder) / "data";
    std::vector<fs::path> places = places_outside(program_folder, root);
    places.push_back(inside);
    const auto found = std::ranges::find_if(places, [](const fs::path& place) { return fs::is_directory(place); });
    if (found != places.end()) return found->string();
    if (!document_root) return std::nullopt;
    const fs::path outside = places.front();
    const bool can_be_outside = is_within(program_folder, root) && access(outside.parent_path().c_str(), W_OK) == 0;
    const fs::path chosen = can_be_outside ? outside : inside;
    ensure_private_folder(chosen.string());
    shut(chosen);
    return chosen.string();
}

}  // namespace cloakroom
