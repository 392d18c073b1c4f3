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
    return std::mismatch(root.begin(), root.end(), folder.begin(), folder.end()).first == root.end();
}

// Every folder above the program could be a document root, if we are not told which one is.
std::vector<fs::path> possible_roots(const fs::path& program_folder, const std::optional<std::string>& document_root) {
    std::vector<fs::path> roots;
    if (document_root) {
        if (!document_root->empty() && is_within(program_folder, *document_root)) roots.emplace_back(*document_root);
        return roots;
    }
    for (fs::path root = program_folder; root.has_relative_path(); root = root.parent_path()) roots.push_back(root);
    return roots;
}

// Beside the program the folder may lie below a document root. Needs no more of
// Apache than mod_rewrite and AllowOverride FileInfo; without them it is an error,
// which shuts the folder as well.
void shut(const fs::path& folder) {
    const std::string file = (folder / ".htaccess").string();
    if (!fs::exists(file)) write_private_file(file, "RewriteEngine On\nRewriteRule ^ - [F]\n");
}

}  // namespace

std::optional<std::string> find_private_folder(const std::string& program_folder,
                                               const std::optional<std::string>& document_root) {
    const fs::path inside = fs::path(program_folder) / "data";
    std::vector<fs::path> places;
    for (const fs::path& root : possible_roots(program_folder, document_root)) {
        places.push_back(beside(root, program_folder));
    }
    places.push_back(inside);
    const auto found = std::ranges::find_if(places, [](const fs::path& place) { return fs::is_directory(place); });
    if (found == places.end() && !document_root) return std::nullopt;
    const bool can_be_outside = places.size() > 1 && access(places.front().parent_path().c_str(), W_OK) == 0;
    fs::path chosen = inside;
    if (found != places.end()) {
        chosen = *found;
    } else if (can_be_outside) {
        chosen = places.front();
    }
    ensure_private_folder(chosen.string());
    if (chosen == inside) shut(chosen);
    return chosen.string();
}

}  // namespace cloakroom
