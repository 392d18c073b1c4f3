#include "auth/reauthentication.h"

#include "auth/password_proof.h"

namespace cloakroom::auth {

std::string_view word(ReauthenticationFlaw flaw) {
    return flaw == ReauthenticationFlaw::wrong ? "wrong" : "session_ended";
}

Reauthentication reauthenticate(Services& services, const Session& session, std::string_view password,
                                const Actor& actor) {
    const User& user = session.user.value();
    const auto proof = prove_password(services, user.name, password, actor, Event::reauthentication_failed);
    if (proof.limited) return *proof.limited;
    if (!proof.user || proof.user->user.id != user.id) return ReauthenticationFlaw::wrong;
    db::Transaction transaction(services.database, db::Durability::full);
    auto fresh = services.sessions.renew(session);
    if (!fresh) return ReauthenticationFlaw::session_ended;
    services.sessions.prove(fresh->session);
    fresh->device = services.devices.remember(actor.device, user.id).device;
    Actor renewed = actor;
    renewed.session_tag = fresh->session.tag();
    services.audit.write(Event::reauthenticated, renewed, user.id);
    transaction.commit();
    return std::move(*fresh);
}

}  // namespace cloakroom::auth
