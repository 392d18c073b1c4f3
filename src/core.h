// The services below all pages and command words, built once from one place.
#pragma once

#include <optional>
#include <string>

#include "admin/set_up.h"
#include "auth/services.h"
#include "base/clock.h"
#include "base/file_stamp.h"
#include "db/database.h"
#include "program.h"
#include "settings.h"

namespace cloakroom {

// Where this installation keeps what is its own.
struct Place {
    std::string folder;         // private: 0700
    std::string configuration;  // the file, which need not exist

    std::string database() const { return folder + "/cloakroom.sqlite"; }
    std::string log() const { return folder + "/cloakroom.log"; }
};

// How a web server says where the program lies: DOCUMENT_ROOT and SCRIPT_NAME.
struct Mapping {
    std::string document_root;
    std::string script_name;
};

// The folder that holds `configuration` (--config), or, if that is empty, the one
// that is found by itself (private_folder.h); `mapping` is absent on the command
// line. Throws Unavailable if there is none.
Place find_place(const Program& program, const std::string& configuration, const std::optional<Mapping>& mapping);

struct Core {
    // Throws SettingsError for a wrong configuration, Unavailable for a database that
    // cannot be opened.
    Core(Place where, const Program& program, const Clock& clock);
    Core(const Core&) = delete;
    Core& operator=(const Core&) = delete;

    // True, a second late at most, if the configuration or the database is another file
    // than the one in use here: then build all this anew.
    bool is_outdated();

    Place place;
    FileStamp configuration_stamp;
    Settings settings;
    db::Database database;
    FileStamp database_stamp;
    auth::Services auth;
    admin::SetUp set_up;
    Instant looked_at;
};

}  // namespace cloakroom
