#include "auth/password_change.h"

#include <array>

#include "auth/password_proof.h"

namespace cloakroom::auth {
namespace {

PasswordChangeResult write(Services& services, const StoredUser& user, std::string_view password_hash,
                           const Session& session, Actor actor) {
    db::Transaction transaction(services.database, db::Durability::full);
    // Somebody else may have changed it, or ended this session, while it was hashed.
    if (!services.users.replace_hash(user, password_hash)) return PasswordChangeFlaw::current_wrong;
    auto fresh = services.sessions.renew(session);
    if (!fresh) return PasswordChangeFlaw::session_ended;
    services.sessions.prove(fresh->session);
    const int others_ended = services.sessions.end_all(user.user.id, &fresh->session);
    services.tokens.end_all_of(user.user.id);
    fresh->device = services.devices.remember(actor.device, user.user.id).device;
    actor.session_tag = fresh->session.tag();
    services.audit.write(Event::password_changed, actor, user.user.id);
    transaction.commit();
    return PasswordChanged{.fresh = std::move(*fresh), .others_ended = others_ended};
}

}  // namespace

std::string_view word(PasswordChangeFlaw flaw) {
    constexpr std::array<std::string_view, 3> words = {"passwords_differ", "current_wrong", "session_ended"};
    return words.at(static_cast<std::size_t>(flaw));
}

PasswordChangeResult change_password(Services& services, const PasswordChange& change, const Session& session,
                                     const Actor& actor) {
    const User& user = session.user.value();
    if (change.password != change.password_again) return PasswordChangeFlaw::passwords_differ;
    if (const auto flaw = services.users.find_flaw(user.name, change.password)) return *flaw;
    const auto proof = prove_password(services, user.name, change.current, actor, Event::password_change_failed);
    if (proof.limited) return *proof.limited;
    if (!proof.user || proof.user->user.id != user.id) return PasswordChangeFlaw::current_wrong;
    return write(services, *proof.user, services.passwords.hash(change.password), session, actor);
}

}  // namespace cloakroom::auth
