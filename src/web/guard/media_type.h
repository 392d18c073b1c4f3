// What kind of thing a file is, by its name.
#pragma once

#include <string_view>

namespace cloakroom::web {

// Its Content-Type by the last ending of its name; application/octet-stream for one that
// is not known. No charset: that stands in the file, or is the browser's guess, as with
// any web server.
std::string_view media_type_of(std::string_view name);

// Is it a program's source, or a copy of one, by its name? The last ending that is known
// counts: "x.php", "x.PHP~", "x.php.bak" and "x.php (1)" are, "x.php.html" is not.
bool is_program_source(std::string_view name);

}  // namespace cloakroom::web
