#include <algorithm>

#include "auth/session_acts.h"
#include "web/browser_words.h"
#include "web/notices.h"
#include "web/page.h"
#include "web/pages/pages.h"

namespace cloakroom::web {
namespace {

// `row` tells the fields of one session from those of another on the page.
view::Data shown(const auth::ListedSession& listed, int row, bool is_this, Instant now) {
    const auto [browser, system] = read_user_agent(listed.user_agent);
    view::Data values;
    values["row"] = std::to_string(row);
    values["tag"] = listed.session.tag();
    values["this_one"] = is_this;
    values["name"] = listed.name;
    values["browser"] = std::string(browser);
    values["system"] = std::string(system);
    values["address"] = listed.address;
    values["since"] = ago(listed.session.started_at, now);
    values["seen"] = ago(listed.session.last_seen_at, now);
    values["until"] = upcoming(listed.session.expires_at, now);
    return values;
}

http::Response list(const Visit& visit, view::Data values, int status) {
    auto sessions = visit.site.auth.sessions.list(visit.user()->id);
    const auto is_this = [&](const auth::ListedSession& listed) {
        return listed.session.id_hash == visit.session->id_hash;
    };
    std::stable_partition(sessions.begin(), sessions.end(), is_this);
    view::Data rows{view::Data::type::list};
    int row = 0;
    for (const auto& listed : sessions) rows << shown(listed, ++row, is_this(listed), visit.site.auth.clock.now());
    values["sessions"] = std::move(rows);
    values["others"] = sessions.size() > 1;
    values["most_characters"] = std::to_string(auth::most_characters_of_session_name);
    return page(visit, "sessions", std::move(values), status);
}

http::Response tell(const Visit& visit, const char* path, const char* word, int number = 0) {
    leave_notice(visit, *visit.session, word, number);
    return http::redirect(visit.link(path));
}

// It may have ended a moment ago, so the list comes along.
http::Response no_such_session(const Visit& visit) {
    return list(visit, {"no_such_session", true}, 404);
}

http::Response revoke(const Visit& visit, const std::string& tag) {
    if (tag == visit.session->tag()) return sign_out(visit);
    const auto outcome = auth::revoke_session(visit.site.auth, visit.user()->id, tag, visit.actor());
    return outcome == auth::SessionAct::done ? tell(visit, "/sessions", "session_revoked") : no_such_session(visit);
}

http::Response revoke_others(const Visit& visit, const std::string& /*tag*/) {
    auto& auth = visit.site.auth;
    const int ended = auth::revoke_sessions(auth, visit.user()->id, &*visit.session, visit.actor());
    return tell(visit, "/sessions", "others_revoked", ended);
}

http::Response rename(const Visit& visit, const std::string& tag) {
    const std::string& name = field(visit.request.form, "name");
    const auto outcome = auth::rename_session(visit.site.auth, visit.user()->id, tag, name, visit.actor());
    return outcome == auth::SessionAct::done ? tell(visit, "/sessions", "session_renamed") : no_such_session(visit);
}

http::Response disown(const Visit& visit, const std::string& tag) {
    const auto [outcome, ended] = auth::disown_session(visit.site.auth, *visit.session, tag, visit.actor());
    return outcome == auth::SessionAct::done ? tell(visit, "/account/password", "session_disowned", ended)
                                             : no_such_session(visit);
}

struct OwnAct {
    std::string_view word;  // of the field "do"
    http::Response (*run)(const Visit& visit, const std::string& tag);
};

constexpr auto acts = std::to_array<OwnAct>(
    {{"revoke", revoke}, {"revoke_others", revoke_others}, {"rename", rename}, {"not_me", disown}});

}  // namespace

http::Response show_sessions(const Visit& visit) {
    view::Data values;
    show_notices(visit, values, {"session_revoked", "others_revoked", "session_renamed"});
    return list(visit, std::move(values), 200);
}

http::Response change_sessions(const Visit& visit) {
    const auto act = std::ranges::find(acts, field(visit.request.form, "do"), &OwnAct::word);
    // Anything else cannot come from our forms: nothing is changed.
    if (act == acts.end()) return http::redirect(visit.link("/sessions"));
    return act->run(visit, field(visit.request.form, "session"));
}

}  // namespace cloakroom::web
