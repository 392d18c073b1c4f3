#include "auth/joining.h"
#include "web/headers.h"
#include "web/page.h"
#include "web/pages/pages.h"
#include "web/welcome.h"

namespace cloakroom::web {
namespace {

// The form for who has no code, or a wrong one.
http::Response ask_for_code(const Visit& visit, view::Data values, int status) {
    values["code"] = "";
    return page(visit, "join", std::move(values), status);
}

http::Response refuse_code(const Visit& visit, auth::JoinFlaw flaw) {
    return ask_for_code(visit, {std::string(word(flaw)), true}, 422);
}

http::Response refuse_to_try(const Visit& visit, const auth::Limited& limited) {
    auto response = ask_for_code(visit, {"limited", minutes(limited.retry_after)}, 429);
    add_retry_after(response, limited.retry_after);
    return response;
}

// What the code opens, with nothing done yet.
http::Response show_choice(const Visit& visit, const std::string& code, view::Data values = {}, int status = 200) {
    auto& services = visit.site.auth;
    const auto result = auth::look_at_code(services, code, visit.actor());
    if (const auto* flaw = std::get_if<auth::JoinFlaw>(&result)) return refuse_code(visit, *flaw);
    if (const auto* limited = std::get_if<auth::Limited>(&result)) return refuse_to_try(visit, *limited);
    const auto& token = std::get<auth::Token>(result);
    values["code"] = code;
    values["has_old"] = false;
    if (token.user) values["user"] = view::Data{"name", token.user->name};
    values["typed_name"] = field(visit.request.form, "username");
    values["typed_display_name"] = field(visit.request.form, "display_name");
    values["most_characters"] = std::to_string(auth::most_characters_of_display_name);
    values["minimum_length"] = std::to_string(services.passwords.minimum_length());
    auto response = page(visit, "join", std::move(values), status);
    keep_address_private(response);
    return response;
}

http::Response choose_again(const Visit& visit, std::string_view why) {
    return show_choice(visit, field(visit.request.form, "code"), {std::string(why), true}, 422);
}

}  // namespace

http::Response show_join(const Visit& visit) {
    const std::string& code = field(visit.request.query, "code");
    return code.empty() ? ask_for_code(visit, {}, 200) : show_choice(visit, code);
}

http::Response join(const Visit& visit) {
    const http::Fields& fields = visit.request.form;
    if (field(fields, "do") != "join") return show_choice(visit, field(fields, "code"));
    const auth::JoinAttempt attempt{.code = field(fields, "code"),
                                    .display_name = field(fields, "display_name"),
                                    .password_again = field(fields, "password_again"),
                                    .signer = {.name = field(fields, "username"),
                                               .password = field(fields, "password"),
                                               .permanent = false,
                                               .browser = visit.browser(),
                                               .previous = visit.session}};
    const auto result = auth::join(visit.site.auth, attempt, visit.actor());
    if (const auto* fresh = std::get_if<auth::NewSession>(&result)) return welcome(visit, *fresh);
    if (const auto* limited = std::get_if<auth::Limited>(&result)) return refuse_to_try(visit, *limited);
    if (const auto* flaw = std::get_if<auth::UserFlaw>(&result)) return choose_again(visit, word(*flaw));
    const auto flaw = std::get<auth::JoinFlaw>(result);
    return flaw == auth::JoinFlaw::code_wrong ? refuse_code(visit, flaw) : choose_again(visit, word(flaw));
}

}  // namespace cloakroom::web
