#include "auth/sign_in.h"

namespace cloakroom::auth {
namespace {

bool verify(const Services& services, const std::optional<StoredUser>& user, std::string_view password) {
    if (!user) return services.passwords.verify_nothing(password);
    return services.passwords.verify(password, user->password_hash) && !user->disabled;
}

// A hash made with weaker parameters gives way to today's, while the password is known.
void strengthen(Services& services, StoredUser& user, std::string_view password) {
    if (!Passwords::is_outdated(user.password_hash)) return;
    std::string stronger = services.passwords.hash(password);
    if (services.users.replace_hash(user, stronger)) user.password_hash = std::move(stronger);
}

}  // namespace

SignInResult sign_in(Services& services, const SignInAttempt& attempt, const Actor& actor) {
    const auto name = parse_user_name(attempt.name);
    const std::string canonical = name ? name->canonical : std::string();
    const LimitKey by_address = services.limits.by_address(actor.address);
    const LimitKey by_name = services.limits.by_name(canonical);
    const LimitKey by_day = services.limits.by_name_in_a_day(canonical);
    if (const auto limited = services.limits.count({by_address, by_name, by_day})) {
        if (limited->is_first) services.audit.write(Event::sign_in_limited, actor, std::nullopt);
        return {.outcome = SignIn::limited, .fresh = {}, .retry_after = limited->retry_after};
    }
    auto user = services.users.find(canonical);
    const auto user_id = user ? std::optional(user->user.id) : std::nullopt;
    if (!verify(services, user, attempt.password)) {
        services.audit.write(Event::sign_in_failed, actor, user_id);
        return {};
    }
    strengthen(services, *user, attempt.password);
    db::Transaction transaction(services.database, db::Durability::full);
    services.limits.give_back(by_address);
    services.limits.forget(by_name);
    services.limits.forget(by_day);
    auto fresh = begin_session(services, *user, attempt, actor);
    if (!fresh) return {};
    transaction.commit();
    return {.outcome = SignIn::done, .fresh = std::move(fresh)};
}

std::optional<NewSession> begin_session(Services& services, const StoredUser& user, const SignInAttempt& attempt,
                                        Actor actor) {
    auto fresh = services.sessions.begin(user, attempt.permanent, attempt.browser);
    if (!fresh) return std::nullopt;
    if (attempt.previous) {
        if (!attempt.previous->user) {
            services.variables.carry(*attempt.previous, fresh->session);
            services.flash_messages.carry(*attempt.previous, fresh->session);
        }
        services.sessions.end(*attempt.previous);
    }
    actor.session_tag = fresh->session.tag();
    services.audit.write(Event::sign_in, actor, user.user.id);
    return fresh;
}

void sign_out(Services& services, const Session& session, const Actor& actor) {
    db::Transaction transaction(services.database, db::Durability::full);
    services.sessions.end(session);
    services.audit.write(Event::sign_out, actor, session.user ? std::optional(session.user->id) : std::nullopt);
    transaction.commit();
}

}  // namespace cloakroom::auth
