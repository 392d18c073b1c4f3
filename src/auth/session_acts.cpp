#include "auth/session_acts.h"

#include "auth/user_name.h"

namespace cloakroom::auth {
namespace {

// The audit log tells which session it was, in the words of its beginning.
Actor with_tag(Actor actor, std::string_view tag) {
    actor.session_tag = tag;
    return actor;
}

}  // namespace

SessionAct revoke_session(Services& services, std::int64_t user_id, std::string_view tag, const Actor& actor) {
    db::Transaction transaction(services.database, db::Durability::full);
    const auto session = services.sessions.find_by_tag(user_id, tag);
    if (!session) return SessionAct::no_such_session;
    services.sessions.end(*session);
    services.audit.write(Event::session_revoked, with_tag(actor, tag), user_id);
    transaction.commit();
    return SessionAct::done;
}

int revoke_sessions(Services& services, std::int64_t user_id, const Session* except, const Actor& actor) {
    db::Transaction transaction(services.database, db::Durability::full);
    const int ended = services.sessions.end_all(user_id, except);
    services.audit.write(Event::other_sessions_revoked, actor, user_id);
    transaction.commit();
    return ended;
}

int revoke_all_sessions(Services& services, const Actor& actor) {
    db::Transaction transaction(services.database, db::Durability::full);
    const int ended = services.sessions.end_everybodys();
    services.audit.write(Event::all_sessions_revoked, actor, std::nullopt);
    transaction.commit();
    return ended;
}

Disowned disown_session(Services& services, const Session& own, std::string_view tag, const Actor& actor) {
    const std::int64_t user_id = own.user.value().id;
    if (tag == own.tag()) return {};
    db::Transaction transaction(services.database, db::Durability::full);
    if (!services.sessions.find_by_tag(user_id, tag)) return {};
    const int ended = services.sessions.end_all(user_id, &own);
    services.devices.forget_all(user_id);
    services.audit.write(Event::session_disowned, with_tag(actor, tag), user_id);
    transaction.commit();
    return {.outcome = SessionAct::done, .ended = ended};
}

SessionAct rename_session(Services& services, std::int64_t user_id, std::string_view tag, std::string_view name,
                          const Actor& actor) {
    db::Transaction transaction(services.database, db::Durability::full);
    const auto session = services.sessions.find_by_tag(user_id, tag);
    if (!session) return SessionAct::no_such_session;
    services.sessions.rename(*session, visible_text(name, most_characters_of_session_name));
    services.audit.write_seldom(Event::session_renamed, with_tag(actor, tag), user_id);
    transaction.commit();
    return SessionAct::done;
}

}  // namespace cloakroom::auth
