#include "admin/set_up.h"

#include "http/origin.h"
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

http::Response set_up_form(const Visit& visit, view::Data values, int status) {
    values["code_file"] = shown_path(visit.site.set_up.code_file());
    values["minimum_length"] = std::to_string(visit.site.auth.passwords.minimum_length());
    values["name"] = field(visit.request.form, "username");
    if (const std::string upload = upload_name(visit); !upload.empty()) {
        values["upload"] = view::Data{"file_name", upload};
    }
    return page(visit, "setup", std::move(values), status);
}

// Tells this browser, and no other, which file to upload.
http::Response choose_upload(const Visit& visit) {
    auto response = http::redirect(visit.link("/setup"));
    auto session = visit.variables();
    session[upload_variable] = admin::SetUp::new_upload_name();
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
    return visit.site.set_up.is_open(visit.actor()) ? set_up_form(visit, {}, 200) : error_page(visit, 404);
}

http::Response set_up(const Visit& visit) {
    if (!visit.site.set_up.is_open(visit.actor())) return error_page(visit, 404);
    const http::Fields& fields = visit.request.form;
    if (field(fields, "way") == "upload") {
        if (const auto refused = visit.site.set_up.count_try(visit.actor()))
            return limited(visit, refused->retry_after);
        return choose_upload(visit);
    }
    const admin::SetUpAttempt attempt{.code = field(fields, "code"),
                                      .upload = upload_name(visit),
                                      .password_again = field(fields, "password_again"),
                                      .base_url = own_url(visit.request),
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
