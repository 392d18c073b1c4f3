// Locks a folder of the site by its .htaccess file, and proves that the lock holds.
//
// Nothing is written outside of the site's folder, none of its links is followed, and
// what is there already is kept.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "admin/lock_text.h"
#include "auth/actor.h"
#include "auth/services.h"

namespace cloakroom::admin {

struct SitePlace {
    std::string root;               // the folder that the site shows at "/"
    std::vector<std::string> ours;  // our program and our private folder: where they lie, nothing is locked
};

struct FolderLook {
    LockAct can_write = LockAct::done;  // or why nothing can be written there
    bool is_locked = false;
};

// What there is at `path`, an address of the site, decoded.
FolderLook look_at_folder(const SitePlace& site, std::string_view path);

// Writes the lock into the folder; a file that was there goes on behind it.
LockAct lock_folder(auth::Services& services, const SitePlace& site, std::string_view path, std::string_view lock,
                    const auth::Actor& actor);

// Leaves what was there before, byte for byte.
LockAct unlock_folder(auth::Services& services, const SitePlace& site, std::string_view path, const auth::Actor& actor);

// A file for strangers to fail on: whoever can fetch it finds the folder open.
struct Canary {
    LockAct act = LockAct::done;
    std::string name{};  // "cloakroom-test-0123456789abcdef.txt"
};
Canary put_canary(const SitePlace& site, std::string_view path, const std::string& text);

// All that were put there, also those of a test that was not ended.
void remove_canaries(const SitePlace& site, std::string_view path);

}  // namespace cloakroom::admin
