// Another content for a database that is in use.
#pragma once

#include <string>

namespace cloakroom::db {

// Copies `file` into `copy`, which is there and empty, if it is a database of Cloakroom
// that nobody has open. Throws Unavailable with what it is instead.
void copy_if_ours(const std::string& file, const std::string& copy);

// Puts what is in the database `fresh` in the place of all that is in `database`, in one
// transaction: whoever has that open finds the old content or, with his next statement, the
// new one. Killed half-way it is the old one. A `database` that is damaged, or is not there,
// is replaced by the file `fresh` itself.
//
// What was there before is kept (kept_copy.h): returns where, empty if there was nothing. What
// others write between that copy and the replacement, a moment later, is in neither. Throws
// Unavailable.
std::string replace_content(const std::string& database, const std::string& fresh);

}  // namespace cloakroom::db
