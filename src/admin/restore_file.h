// The way back for an owner without a shell: a backup that he puts into the private folder, by
// FTP say, under the name "restore.sqlite".
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"

namespace cloakroom::admin {

// True if it is there. One that is still coming is not: it is shorter than it says itself, and
// was written to within the last ten minutes.
bool is_restore_asked_for(const std::string& private_folder, const Clock& clock);

struct Restored {
    std::string file;     // where restore.sqlite is now: it is dealt with once
    std::string refused;  // why; empty: it is in place
    std::string kept;     // where that is which was there before; empty: nothing was
};

// Moves it into the folder backups, and puts it in the place of `database`, which stands in the
// private folder, as restore_backup() does. Nothing if it is not there, or another process deals
// with it. Throws Unavailable if it cannot be moved: then nothing is done.
std::optional<Restored> restore_from_file(const std::string& database, const Clock& clock);

}  // namespace cloakroom::admin
