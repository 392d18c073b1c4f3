// Files and folders that only their owner may read, whatever the umask says.
#pragma once

#include <optional>
#include <string>

namespace cloakroom {

// Makes `folder` (0700) if it is not there; its parent must exist. Throws
// Unavailable, with the command that mends it, if it cannot be made, is no
// folder, belongs to somebody else, or is open to others.
void ensure_private_folder(const std::string& folder);

// Writes `path` as a whole, 0600: a new file that takes the old one's place, so
// that a reader sees the old or the new content, and a planted link is not
// followed. Throws Unavailable.
void write_private_file(const std::string& path, const std::string& content);

// The same for a file that is not there yet; one that is there stays as it is. Of two
// who make it at once, one does, and both find the same content. Throws Unavailable.
void create_private_file(const std::string& path, const std::string& content);

// An empty one; false if there is anything of that name. Throws Unavailable.
bool make_private_file(const std::string& path);

// The first 64 KiB of `path`; nothing if it does not exist. A link is not
// followed. Throws Unavailable on any other failure.
std::optional<std::string> read_private_file(const std::string& path);

}  // namespace cloakroom
