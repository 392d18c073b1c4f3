// A copy of the database while it is in use, and the way back.
#pragma once

#include <string>

#include "auth/services.h"

namespace cloakroom::admin {

// Writes all that holds at this moment into `file`, which is there and empty. Others
// write on meanwhile. It is written so that any disk can bear it, without a write-ahead log.
//
// Left out is what opens a door for a time: sessions and what is kept for them, codes
// (invitations, resets), known browsers, counts of tries. So a backup that takes the
// place of the database again revives no session that has ended, and no used code.
//
// Nothing else stands beside `file`, not for a moment: what is left out is left out in
// `private_folder`. The copy is checked before this returns. Throws Unavailable.
void write_backup(auth::Services& services, const std::string& private_folder, const std::string& file,
                  const auth::Actor& actor);

// Puts `file`, a backup or a copy of an older schema, in the place of all that is in
// `database`, while the site goes on; needs no database that can be opened. What opens a
// door for a time is left out of it here, too: everybody signs in anew.
//
// Nothing is changed unless `file` is a database of Cloakroom, whole, and not newer than this
// program. What was there before is kept; returns where. Throws Unavailable.
std::string restore_backup(const std::string& file, const std::string& database, const auth::Actor& actor,
                           const Clock& clock);

}  // namespace cloakroom::admin
