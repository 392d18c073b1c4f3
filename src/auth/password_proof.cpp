#include "auth/password_proof.h"

namespace cloakroom::auth {
namespace {

std::string canonical(std::string_view name) {
    const auto parsed = parse_user_name(name);
    return parsed ? parsed->canonical : std::string();
}

bool verify(const Services& services, const std::optional<StoredUser>& user, std::string_view password) {
    if (!user) return services.passwords.verify_nothing(password);
    return services.passwords.verify(password, user->password_hash) && !user->disabled;
}

}  // namespace

PasswordProof prove_password(Services& services, std::string_view name, std::string_view password, const Actor& actor,
                             Event failed) {
    const std::string known_as = canonical(name);
    auto& limits = services.limits;
    if (auto limited = limits.count(
            {limits.by_address(actor.address), limits.by_name(known_as), limits.by_name_in_a_day(known_as)})) {
        if (limited->is_first) services.audit.write(Event::sign_in_limited, actor, std::nullopt);
        return {.user = std::nullopt, .limited = limited};
    }
    const auto user = services.users.find(known_as);
    if (verify(services, user, password)) return {.user = user, .limited = std::nullopt};
    services.audit.write(failed, actor, user ? std::optional(user->user.id) : std::nullopt);
    return {};
}

void forgive_tries(Services& services, std::string_view name, const Actor& actor) {
    const std::string known_as = canonical(name);
    auto& limits = services.limits;
    limits.give_back(limits.by_address(actor.address));
    limits.forget(limits.by_name(known_as));
    limits.forget(limits.by_name_in_a_day(known_as));
}

}  // namespace cloakroom::auth
