#include "admin/set_up.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/random.h"
#include "http/cookie.h"
#include "http/origin.h"
#include "web/check.h"
#include "web/headers.h"
#include "web/page.h"
#include "web/pages/pages.h"

namespace cloakroom::web {
namespace {

// Keeps the secret of upload_name(). A cookie and no row: nobody can use up what the owner needs.
std::string upload_cookie(const Visit& visit) {
    return visit.cookie_name() + "-upload";
}

std::optional<std::string> upload_secret(const Visit& visit) {
    return http::read_cookie(visit.request.cookies, upload_cookie(visit));
}

// "cloakroom-data/setup-code.txt": enough to find it, without the server's whole path.
std::string shown_path(const std::string& path) {
    return path.substr(path.rfind('/', path.rfind('/') - 1) + 1);
}

// No code is told where a stranger might fetch it; see admin/set_up.h.
admin::CodeIn code_in(const Visit& visit) {
    return is_folder_on_site(visit) ? admin::CodeIn::nothing : admin::CodeIn::file;
}

// Where there are users already, the site works: nothing stands before the way back in.
bool needs_check(const Visit& visit) {
    return visit.site.auth.users.is_empty();
}

// The section of the template that follows what was found about the host.
const char* next_step(const admin::Host& host, bool is_warned) {
    const auto findings = admin::check_host(host);
    if (needs_folder_test(host)) return "waiting";
    if (std::ranges::any_of(findings, admin::stops_set_up)) return "stopped";
    return !is_warned && std::ranges::any_of(findings, admin::warns_before_set_up) ? "risky" : "ready";
}

// What came of the test of the private folder stands in the form, which only counts together with the code.
admin::Host host_at_set_up(const Visit& visit, admin::Look look) {
    auto host = look_at_host(visit, look);
    host.folder_test = folder_test_in(field(visit.request.form, "folder"));
    return host;
}

bool is_folder_test(const Visit& visit) {
    return field(visit.request.form, "way") == "folder";
}

// Who sends a form had passed the warning, but for that of the test, which comes before it.
bool is_warned(const Visit& visit) {
    return visit.request.query.contains("anyway") ||
           (visit.request.method == http::Method::post && !is_folder_test(visit));
}

// May the form be answered as it was sent?
bool is_ready(const Visit& visit) {
    return !needs_check(visit) ||
           next_step(host_at_set_up(visit, admin::Look::quick), is_warned(visit)) == std::string_view("ready");
}

void add_check(const Visit& visit, const admin::Host& host, view::Data& values) {
    values["check"] = check_values(visit, host, visit.request.query.contains("anyway") ? "/setup?anyway=1" : "/setup");
    // A test that said nothing is not repeated by itself.
    values["folder_unclear"] = field(visit.request.form, "folder") == "other";
    values[next_step(host, is_warned(visit))] = true;
}

// Gives the browser the secret behind the name that it is told.
void tell_upload(const Visit& visit, http::Response& response, const std::string& secret) {
    response.add("Set-Cookie", http::set_cookie(upload_cookie(visit), secret, visit.request.secure, std::nullopt));
}

http::Response set_up_form(const Visit& visit, admin::CodeIn where, view::Data values, int status,
                           admin::Look look = admin::Look::quick) {
    if (needs_check(visit)) {
        add_check(visit, host_at_set_up(visit, look), values);
    } else {
        values["ready"] = true;
    }
    const auto known_secret = upload_secret(visit);
    const std::string secret = known_secret ? *known_secret : base64url(random_bytes(16));
    values["upload"] = admin::SetUp::upload_name(secret);
    if (where == admin::CodeIn::file) values["code_file"] = shown_path(visit.site.set_up.code_file());
    values["folder"] = field(visit.request.form, "folder");
    values["script_version"] = visit.site.templates.version("check.js");
    values["minimum_length"] = std::to_string(visit.site.auth.passwords.minimum_length());
    values["name"] = field(visit.request.form, "username");
    auto response = page(visit, "setup", std::move(values), status);
    if (!known_secret) tell_upload(visit, response, secret);
    allow_own_script(response);
    return response;
}

// The address under which the browser knows us, if it told one.
std::string own_url(const http::Request& request) {
    const std::string origin = http::origin_of(request.origin);
    return origin.empty() ? "" : origin + request.base;
}

admin::SetUpAttempt attempt_of(const Visit& visit, admin::CodeIn where) {
    const http::Fields& fields = visit.request.form;
    const auto secret = upload_secret(visit);
    return {.code = where == admin::CodeIn::file ? field(fields, "code") : std::string_view(),
            .upload = secret ? admin::SetUp::upload_name(*secret) : "",
            .password_again = field(fields, "password_again"),
            .base_url = own_url(visit.request),
            .folder_is_shut = field(fields, "folder") == "refused",
            .signer = {.name = field(fields, "username"),
                       .password = field(fields, "password"),
                       .permanent = false,
                       .browser = visit.browser(),
                       .previous = visit.session}};
}

http::Response limited(const Visit& visit, admin::CodeIn where, Seconds wait) {
    auto response = set_up_form(visit, where, {"limited", minutes(wait)}, 429);
    add_retry_after(response, wait);
    return response;
}

http::Response done(const Visit& visit, const auth::NewSession& fresh) {
    auto response = http::redirect(visit.link("/home"));
    give_cookie(response, visit, fresh);
    for (auto& cookie : http::removal(upload_cookie(visit), visit.request.secure)) {
        response.add("Set-Cookie", std::move(cookie));
    }
    return response;
}

}  // namespace

http::Response show_set_up(const Visit& visit) {
    const auto where = code_in(visit);
    if (!visit.site.set_up.is_open(visit.actor(), where)) return error_page(visit, 404);
    if (needs_check(visit) && !cookies_return(visit)) return redirect_with_cookie(visit, "/setup?cookies=tried");
    return set_up_form(visit, where, {}, 200, admin::Look::thorough);
}

http::Response set_up(const Visit& visit) {
    const auto where = code_in(visit);
    if (!visit.site.set_up.is_open(visit.actor(), where)) return error_page(visit, 404);
    if (is_folder_test(visit)) return set_up_form(visit, where, {}, 200, admin::Look::thorough);
    if (!is_ready(visit)) return set_up_form(visit, where, {}, 422);
    const auto result = visit.site.set_up.run(attempt_of(visit, where), visit.actor());
    if (const auto* refused = std::get_if<auth::Limited>(&result)) return limited(visit, where, refused->retry_after);
    if (const auto* flaw = std::get_if<admin::SetUpFlaw>(&result)) {
        return set_up_form(visit, where, {std::string(word(*flaw)), true}, 422);
    }
    if (const auto* flaw = std::get_if<auth::UserFlaw>(&result)) {
        return set_up_form(visit, where, {std::string(word(*flaw)), true}, 422);
    }
    return done(visit, std::get<auth::NewSession>(result));
}

}  // namespace cloakroom::web
