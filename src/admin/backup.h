// A copy of the database while it is in use.
#pragma once

#include <string>

#include "auth/services.h"

namespace cloakroom::admin {

// Writes all that holds at this moment into `file`, which is there and empty. Others
// write on meanwhile.
//
// Left out is what opens a door for a time: sessions and what is kept for them, codes
// (invitations, resets), known browsers, counts of tries. So a backup that takes the
// place of the database again revives no session that has ended, and no used code.
//
// The copy is checked before this returns. Throws Unavailable.
void write_backup(auth::Services& services, const std::string& file, const auth::Actor& actor);

}  // namespace cloakroom::admin
