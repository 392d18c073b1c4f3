#include "admin/set_up.h"

#include <algorithm>

#include "http/origin.h"
#include "web/check.h"
#include "web/headers.h"
#include "web/page.h"
#include "web/pages/pages.h"

namespace cloakroom::web {
namespace {

// The session variable that binds the name of an uploaded file to one browser.
constexpr std::string_view upload_variable = "set_up_upload";

std::string upload_name(const Visit& visit) {
    return visit.variables().get(upload_variable, "");
}

// "cloakroom-data/setup-code.txt": enough to find it, without the server's whole path.
std::string shown_path(const std::string& path) {
    return path.substr(path.rfind('/', path.rfind('/') - 1) + 1);
}

// No code is told where a stranger might fetch it; see admin/set_up.h.
admin::CodeIn code_in(const Visit& visit) {
    return is_folder_on_site(visit) ? admin::CodeIn::nothing : admin::CodeIn::file;
}

bool is_open(const Visit& visit) {
    return visit.site.set_up.is_open(visit.actor(), code_in(visit));
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

void add_check(const Visit& visit, const admin::Host& host, view::Data& values) {
    values["check"] = check_values(visit, host, visit.request.query.contains("anyway") ? "/setup?anyway=1" : "/setup");
    // A test that said nothing is not repeated by itself.
    values["folder_unclear"] = field(visit.request.form, "folder") == "other";
    values[next_step(host, is_warned(visit))] = true;
}

http::Response set_up_form(const Visit& visit, view::Data values, int status, admin::Look look = admin::Look::quick) {
    if (needs_check(visit)) {
        add_check(visit, host_at_set_up(visit, look), values);
    } else {
        values["ready"] = true;
    }
    values["folder"] = field(visit.request.form, "folder");
    values["script_version"] = visit.site.templates.version("check.js");
    if (code_in(visit) == admin::CodeIn::file) values["code_file"] = shown_path(visit.site.set_up.code_file());
    values["minimum_length"] = std::to_string(visit.site.auth.passwords.minimum_length());
    values["name"] = field(visit.request.form, "username");
    if (const std::string upload = upload_name(visit); !upload.empty()) {
        values["upload"] = view::Data{"file_name", upload};
    }
    values["upload_first"] = code_in(visit) == admin::CodeIn::nothing && values.get("upload") == nullptr;
    auto response = page(visit, "setup", std::move(values), status);
    allow_own_script(response);
    return response;
}

// Tells this browser, and no other, which file to upload.
http::Response choose_upload(const Visit& visit) {
    const std::string name = admin::SetUp::new_upload_name();
    auto response = set_up_form(visit, {"upload", view::Data{"file_name", name}}, 200, admin::Look::thorough);
    auto session = visit.variables();
    session[upload_variable] = name;
    add_cookies(response, session);
    return response;
}

// The address under which the browser knows us, if it told one.
std::string own_url(const http::Request& request) {
    const std::string origin = http::origin_of(request.origin);
    return origin.empty() ? "" : origin + request.base;
}

http::Response limited(const Visit& visit, Seconds wait) {
    auto response = set_up_form(visit, {"limited", minutes(wait)}, 429);
    add_retry_after(response, wait);
    return response;
}

}  // namespace

http::Response show_set_up(const Visit& visit) {
    if (!is_open(visit)) return error_page(visit, 404);
    if (needs_check(visit) && !cookies_return(visit)) return redirect_with_cookie(visit, "/setup?cookies=tried");
    return set_up_form(visit, {}, 200, admin::Look::thorough);
}

http::Response set_up(const Visit& visit) {
    if (!is_open(visit)) return error_page(visit, 404);
    const http::Fields& fields = visit.request.form;
    const bool is_test = is_folder_test(visit);
    if (needs_check(visit) &&
        next_step(host_at_set_up(visit, admin::Look::quick), is_warned(visit)) != std::string_view("ready")) {
        return is_test ? set_up_form(visit, {}, 200, admin::Look::thorough) : set_up_form(visit, {}, 422);
    }
    const bool has_file_name = !upload_name(visit).empty();
    const bool has_code = code_in(visit) == admin::CodeIn::file;
    const bool wants_upload = field(fields, "way") == "upload";
    if (!has_file_name && (wants_upload || !has_code)) {
        if (const auto refused = visit.site.set_up.count_try(visit.actor()))
            return limited(visit, refused->retry_after);
        return choose_upload(visit);
    }
    if (is_test || wants_upload) return set_up_form(visit, {}, 200, admin::Look::thorough);
    const admin::SetUpAttempt attempt{.code = has_code ? field(fields, "code") : std::string_view(),
                                      .upload = upload_name(visit),
                                      .password_again = field(fields, "password_again"),
                                      .base_url = own_url(visit.request),
                                      .folder_is_shut = field(fields, "folder") == "refused",
                                      .signer = {.name = field(fields, "username"),
                                                 .password = field(fields, "password"),
                                                 .permanent = false,
                                                 .browser = visit.browser(),
                                                 .previous = visit.session}};
    const auto result = visit.site.set_up.run(attempt, visit.actor());
    if (const auto* refused = std::get_if<auth::Limited>(&result)) return limited(visit, refused->retry_after);
    if (const auto* flaw = std::get_if<admin::SetUpFlaw>(&result)) {
        return set_up_form(visit, {std::string(word(*flaw)), true}, 422);
    }
    if (const auto* flaw = std::get_if<auth::UserFlaw>(&result)) {
        return set_up_form(visit, {std::string(word(*flaw)), true}, 422);
    }
    auto response = http::redirect(visit.link("/home"));
    give_cookie(response, visit, std::get<auth::NewSession>(result));
    return response;
}

}  // namespace cloakroom::web
