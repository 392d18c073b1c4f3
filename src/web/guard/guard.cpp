#include "web/guard/guard.h"

#include <algorithm>

#include "base/encoding.h"
#include "http/local_path.h"
#include "web/denied.h"
#include "web/guard/identity.h"
#include "web/page.h"
#include "web/problem.h"

namespace cloakroom::web {

std::string asked_path(const http::Request& request) {
    const std::string_view target = request.target;
    const std::string_view sent = target.substr(0, target.find('?'));
    // nginx and lighttpd send what stands before it: "/members/secret#/../open" is not
    // below /open. No browser sends one.
    if (sent.find('#') != std::string_view::npos) return "";
    std::string path = percent_decode(sent);
    // Somebody asks us, and not a server about another page: what programs are told is not for him.
    const bool is_our_own =
        path == percent_decode(request.base) + request.path || path.ends_with(".fcgi" + request.path);
    return is_our_own ? "" : path;
}

auth::Decision judge(const Visit& visit, std::string_view path) {
    const auto verdict = visit.site.auth.rules.judge(path, visit.session);
    if (!verdict.readable) {
        visit.site.log.error("rule_unreadable", "id " + visit.request.id + ": the rule for " + *verdict.rule +
                                                    "/ says what this program does not know; set it anew");
    }
    // What stands in no rule's folder is no folder of ours: the server asks by mistake.
    if (verdict.decision == auth::Decision::forbid && verdict.rule) note_denied(visit, *verdict.rule + "/");
    return verdict.decision;
}

namespace {

// The stricter of two: what was asked for, and what the server found there.
auth::Decision judge(const Visit& visit) {
    const std::string asked = asked_path(visit.request);
    const std::string& mapped = visit.request.mapped;
    const auto by_address = judge(visit, asked);
    const bool is_same = mapped.empty() || mapped == asked;
    return is_same ? by_address : std::max(by_address, judge(visit, mapped));
}

// What the browser does with the answer. Old browsers, and all over plain HTTP, send no
// Sec-Fetch-Dest: then Accept tells, in which only navigations name HTML.
enum class Use { navigation, script, part };

Use use_of(const http::Request& request) {
    const std::string& to = request.fetch_dest;
    if (to == "document" || to == "iframe" || to == "frame") return Use::navigation;
    if (!to.empty()) return to == "empty" ? Use::script : Use::part;
    if (request.accept.find("text/html") != std::string::npos) return Use::navigation;
    return request.accept.starts_with("image/") || request.accept.starts_with("text/css") ? Use::part : Use::script;
}

http::Response nothing(int status) {
    return {.status = status, .headers = {}, .body = ""};
}

// The way to sign in and back. A query that is too long for it is left out.
std::string sign_in_address(const Visit& visit) {
    constexpr std::size_t most = 3000;  // of the 4 KiB that a query of ours may have
    const std::string& target = visit.request.target;
    for (const std::string& next : {target, target.substr(0, target.find('?'))}) {
        const std::string encoded = percent_encode(next);
        if (http::is_local_path(next) && encoded.size() <= most) return visit.link("/") + "?next=" + encoded;
    }
    return visit.link("/");
}

http::Response refuse_stranger(const Visit& visit) {
    switch (use_of(visit.request)) {
        case Use::navigation:
            return http::redirect(sign_in_address(visit));
        case Use::script:
            return sign_in_problem(visit.request, sign_in_address(visit));
        case Use::part:
            break;
    }
    return nothing(401);
}

}  // namespace

http::Response refuse(const Visit& visit, int status) {
    switch (use_of(visit.request)) {
        case Use::navigation:
            return error_page(visit, status);
        case Use::script:
            return problem(visit.request, status, status == 403 ? "this user may not see this address" : "");
        case Use::part:
            break;
    }
    return nothing(status);
}

http::Response refuse(const Visit& visit, auth::Decision decision) {
    return decision == auth::Decision::sign_in ? refuse_stranger(visit) : refuse(visit, 403);
}

http::Response authorize(const Visit& visit) {
    const auto decision = judge(visit);
    return decision == auth::Decision::allow ? allow_with_identity(visit) : refuse(visit, decision);
}

http::Response check(const Visit& visit) {
    switch (judge(visit)) {
        case auth::Decision::allow:
            return allow_with_identity(visit);
        case auth::Decision::sign_in:
            return nothing(401);
        case auth::Decision::reauthenticate:  // no folder asks for that
        case auth::Decision::forbid:
            break;
    }
    return nothing(403);
}

http::Response show_denied(const Visit& visit) {
    const auto decision = judge(visit);
    if (decision != auth::Decision::allow) return refuse(visit, decision);
    // The server was told otherwise a moment ago: by another cookie, perhaps, or a rule has changed.
    return error_page(visit, 403, {"forbidden", view::Data{"denied_by_server", true}});
}

http::Response show_failed(const Visit& visit) {
    const std::string path = asked_path(visit.request);
    if (path.empty()) return refuse(visit, 404);  // a visitor asks for this address himself
    visit.site.log.error("server_failed", "id " + visit.request.id + ": the web server could not show \"" + path +
                                              "\"; its own error log says why");
    return refuse(visit, 500);
}

}  // namespace cloakroom::web
