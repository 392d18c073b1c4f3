#include "auth/sign_in.h"

#include "auth/news.h"
#include "auth/password_proof.h"

namespace cloakroom::auth {
namespace {

// A hash made with weaker parameters gives way to today's, while the password is known.
void strengthen(Services& services, StoredUser& user, std::string_view password) {
    if (!Passwords::is_outdated(user.password_hash)) return;
    std::string stronger = services.passwords.hash(password);
    db::Transaction transaction(services.database, db::Durability::full);
    if (!services.users.replace_hash(user, stronger)) return;
    transaction.commit();
    user.password_hash = std::move(stronger);
}

}  // namespace

SignInResult sign_in(Services& services, const SignInAttempt& attempt, const Actor& actor) {
    auto proof = prove_password(services, attempt.name, attempt.password, actor, Event::sign_in_failed);
    if (proof.limited) return {.outcome = SignIn::limited, .fresh = {}, .retry_after = proof.limited->retry_after};
    if (!proof.user) return {};
    strengthen(services, *proof.user, attempt.password);
    db::Transaction transaction(services.database, db::Durability::full);
    auto fresh = begin_session(services, *proof.user, attempt, actor);
    if (!fresh) return {};
    transaction.commit();
    return {.outcome = SignIn::done, .fresh = std::move(fresh)};
}

std::optional<NewSession> begin_session(Services& services, const StoredUser& user, const SignInAttempt& attempt,
                                        Actor actor) {
    auto fresh = services.sessions.begin(user, attempt.permanent, attempt.browser);
    if (!fresh) return std::nullopt;
    if (attempt.previous) {
        if (!attempt.previous->user) services.sessions.carry(*attempt.previous, fresh->session);
        services.sessions.end(*attempt.previous);
    }
    actor.session_tag = fresh->session.tag();
    services.audit.write(Event::sign_in, actor, user.user.id);
    auto device = services.devices.remember(actor.device, user.user.id);
    if (device.is_surprise) services.audit.write(Event::new_device, actor, user.user.id);
    fresh->device = std::move(device.device);
    services.users.note_sign_in(user.user);
    fresh->has_news = leave_news(services, fresh->session, device.is_surprise, actor);
    for (const Session& oldest : services.sessions.end_oldest(fresh->session)) {
        actor.session_tag = oldest.tag();
        services.audit.write(Event::session_superseded, actor, user.user.id);
    }
    return fresh;
}

int sign_out(Services& services, const Session& session, const Actor& actor) {
    const auto user_id = session.user ? std::optional(session.user->id) : std::nullopt;
    db::Transaction transaction(services.database, db::Durability::full);
    services.sessions.end(session);
    std::size_t others = 0;
    if (user_id) {
        services.audit.write(Event::sign_out, actor, user_id);
        others = services.sessions.list(*user_id).size();
    }
    transaction.commit();
    return static_cast<int>(others);
}

}  // namespace cloakroom::auth
