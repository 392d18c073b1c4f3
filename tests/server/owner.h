// What the owner of a new site does in his browser.
#pragma once

#include <string>

#include "server/site.h"

namespace cloakroom::test {

// What html/check.js finds of the private folder at the addresses on this page: "refused", "fetched" or "other"; empty
// if the page asks for no such test.
std::string try_private_folder(HttpClient& stranger, const HttpResponse& page);

// The file that this page wants to be uploaded; empty if it names none.
std::string file_to_upload(const HttpResponse& page);

// The page /setup up to the form, past warnings; then the form, with the code, or an upload where the page wants one.
HttpResponse set_up_as_owner(Site& site, HttpClient& browser, const Site::User& owner);

}  // namespace cloakroom::test
