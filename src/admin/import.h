// Users from elsewhere: many at once, with the passwords they have where these can be verified.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "admin/import_file.h"
#include "auth/actor.h"
#include "auth/services.h"

namespace cloakroom::admin {

// How long the links are good with which users choose a password.
inline constexpr std::chrono::days lifetime_of_import_links{30};

// What became of a line.
enum class LineEnd {
    added,            // he signs in with the password that he has
    added_with_link,  // there is no hash, or none that can be verified here: he chooses a password with a link
    already_there,    // a user of this very name; he stays as he is, with his password and his groups
    // From here on nobody was added, though the line tells of somebody who is not there.
    looks_alike,  // the name of somebody else looks alike: two users would be taken for one
    name_invalid,
    group_invalid,
    unreadable
};
inline constexpr std::size_t line_ends = 7;
std::string_view word(LineEnd end);

struct LineReport {
    std::size_t number = 0;
    std::string name{};   // as far as it can be shown
    std::string other{};  // the user who looks alike
    LineEnd end = LineEnd::unreadable;
};

struct ImportOptions {
    bool dry_run = false;    // tells what would be done, and changes nothing
    std::string group;       // into which all come who are added; empty: none
    std::string links_file;  // where the links go, should there be any; it must not exist
    std::string base_url;    // that links begin with; empty: the file has codes, to be typed on the page /join
};

struct ImportResult {
    std::array<std::size_t, line_ends> counts{};  // by LineEnd
    std::set<std::string> groups_made;
    std::size_t admins = 0;  // of those added, who look after the site from now on
    bool has_links = false;  // the file is there

    std::size_t count(LineEnd end) const { return counts.at(static_cast<std::size_t>(end)); }
    std::size_t refused() const;  // from looks_alike on
};

// Adds the users of `file`, some hundred a transaction; what was reported is there to stay. A file
// may be imported again, once its bad lines are mended: who is there is left alone. The audit log
// has one row a transaction. Throws Unavailable.
ImportResult import_users(auth::Services& services, ImportFile& file, const ImportOptions& options,
                          const auth::Actor& actor, const std::function<void(const LineReport&)>& report);

}  // namespace cloakroom::admin
