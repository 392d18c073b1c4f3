#include "auth/sign_in.h"

#include "http/cookie.h"
#include "web/check.h"
#include "web/notices.h"
#include "web/page.h"
#include "web/pages/pages.h"
#include "web/welcome.h"

namespace cloakroom::web {
namespace {

// What signing out has just told: in how many other browsers the user goes on. It
// stands in the address, where anybody may write anything.
view::Data signed_out(const Visit& visit) {
    constexpr std::size_t most_digits = 4;
    const std::string& others = field(visit.request.query, "signed_out");
    const bool is_number =
        !others.empty() && others.size() <= most_digits && others.find_first_not_of("0123456789") == std::string::npos;
    view::Data values;
    if (is_number) values["signed_out"] = number_words(others);
    return values;
}

http::Response sign_in_form(const Visit& visit, const http::Fields& fields, view::Data values, int status) {
    const auto days =
        std::chrono::floor<std::chrono::days>(visit.site.auth.sessions.options().permanent_lifetime).count();
    values["next"] = next_of(fields);
    values["name"] = field(fields, "username");
    values["permanent"] = field(fields, "permanent") == "1";
    values["permanent_days"] = std::to_string(days);
    values["permanent_one"] = days == 1;
    values["whom_to_ask"] = visit.site.options.whom_to_ask;
    return page(visit, "sign-in", std::move(values), status);
}

// For who is signed in already.
http::Response go_on(const Visit& visit) {
    const std::string next = next_of(visit.request.query);
    if (next.empty()) return http::redirect(visit.link("/home"));
    if (field(visit.request.query, "arrived") == "1") return http::redirect(next);
    // Something behind the door did not see that he is: sent back there at once he might go in circles.
    view::Data values;
    values["name"] = visit.user()->name;
    values["next"] = next;
    return page(visit, "signed-in", std::move(values));
}

}  // namespace

http::Response show_sign_in(const Visit& visit) {
    if (visit.user() != nullptr) return go_on(visit);
    if (visit.site.auth.users.is_empty()) return redirect_with_cookie(visit, "/setup");
    view::Data values = signed_out(visit);
    if (field(visit.request.query, "arrived") == "1") values["cookie_lost"] = true;
    auto response = sign_in_form(visit, visit.request.query, std::move(values), 200);
    // A cookie that opens nothing any more is only in the way.
    if (!visit.session && http::read_cookie(visit.request.cookies, visit.cookie_name())) take_cookie(response, visit);
    return response;
}

http::Response sign_in(const Visit& visit) {
    const http::Fields& fields = visit.request.form;
    const auth::SignInAttempt attempt{.name = field(fields, "username"),
                                      .password = field(fields, "password"),
                                      .permanent = field(fields, "permanent") == "1",
                                      .browser = visit.browser(),
                                      .previous = visit.session};
    if (attempt.name.empty() || attempt.password.empty()) return sign_in_form(visit, fields, {"missing", true}, 422);
    const auto result = auth::sign_in(visit.site.auth, attempt, visit.actor());
    switch (result.outcome) {
        case auth::SignIn::done:
            return welcome(visit, *result.fresh, next_of(fields));
        case auth::SignIn::wrong:
            break;
        case auth::SignIn::limited: {
            auto response = sign_in_form(visit, fields, {"limited", minutes(result.retry_after)}, 429);
            add_retry_after(response, result.retry_after);
            return response;
        }
    }
    return sign_in_form(visit, fields, {"wrong", true}, 200);
}

}  // namespace cloakroom::web
