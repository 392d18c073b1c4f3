#include "core.h"

#include <filesystem>

#include "base/errors.h"
#include "base/path.h"
#include "base/private_file.h"
#include "generated/schema.h"
#include "generated/statements.h"
#include "private_folder.h"

namespace cloakroom {
namespace {

// The document root that the program lies below, or "" for none. A server that maps
// the program's folder to another address names a root that is none for us: what
// lies beside it may be served.
std::string root_of(const Program& program, const Mapping& mapping) {
    const std::string root = without_links(mapping.document_root);
    return root + mapping.script_name == program.path() ? root : "";
}

}  // namespace

Place find_place(const Program& program, const std::string& configuration, const std::optional<Mapping>& mapping) {
    if (!configuration.empty()) {
        const auto file = std::filesystem::absolute(configuration);
        const std::string folder = file.parent_path().string();
        if (!std::filesystem::is_directory(folder)) throw Unavailable("there is no folder " + folder);
        return {folder, file.string()};
    }
    const auto folder =
        find_private_folder(program.folder(), mapping ? std::optional(root_of(program, *mapping)) : std::nullopt);
    if (!folder) {
        throw Unavailable("there is no private folder yet; open the site in a browser once, or name one with --config");
    }
    return {*folder, *folder + "/cloakroom.conf"};
}

Core::Core(Place where, const Program& program, const Clock& clock)
    : place((ensure_private_folder(where.folder), std::move(where))),
      configuration_stamp(FileStamp::of(place.configuration)),
      settings(read_settings(place.configuration)),
      database(place.database(), sql::schema_steps, sql::every_statement),
      database_stamp(FileStamp::of(place.database())),
      auth(settings.auth, database, clock, place.folder),
      set_up(auth, {.of_data = place.folder, .of_program = program.folder()}) {}

// Looked at once a second, for it is asked before each request. The database file
// changes with every write, but it stays the same file.
bool Core::is_outdated() {
    if (auth.clock.now() == looked_at) return false;
    looked_at = auth.clock.now();
    const FileStamp found = FileStamp::of(place.database());
    return FileStamp::of(place.configuration) != configuration_stamp || found.inode != database_stamp.inode ||
           found.device != database_stamp.device;
}

}  // namespace cloakroom
