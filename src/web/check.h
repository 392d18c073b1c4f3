// What is found about the host, for pages: html/check.html and html/check-words.html.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "admin/host_check.h"
#include "http/response.h"
#include "view/templates.h"
#include "web/visit.h"

namespace cloakroom::web {

// The host, as far as this visit shows it.
admin::Host look_at_host(const Visit& visit, admin::Look look);

// Has the private folder an address on the site? Then it may be that everybody can fetch what is in it.
bool is_folder_on_site(const Visit& visit);

// For html/check-words.html: the section of its word, and its figures.
view::Data words_of(const admin::Finding& finding);

// The same on one line, without tags: for the command line.
std::string plain_words(view::Templates& templates, const admin::Finding& finding);

// The list of those with this level.
view::Data words_of(const std::vector<admin::Finding>& findings, admin::Level level);

// All that html/check.html shows. A finding that the test of the private folder will replace is left out: that test
// is shown in its place, and sends what came to `action`.
view::Data check_values(const Visit& visit, const admin::Host& host, const char* action);

// Has the private folder an address on the site, and nobody has tried it yet?
bool needs_folder_test(const admin::Host& host);

// What the test of the folder says in its form, in the field "folder".
admin::FolderTest folder_test_in(std::string_view folder);

// Do cookies come back from this browser? Nothing if none was set yet.
std::optional<bool> cookies_return(const Visit& visit);

// To this path below ours, with a cookie that ought to come back.
http::Response redirect_with_cookie(const Visit& visit, std::string_view path);

}  // namespace cloakroom::web
