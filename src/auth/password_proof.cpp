#include "auth/password_proof.h"

namespace cloakroom::auth {
namespace {

std::string canonical(std::string_view name) {
    const auto parsed = parse_user_name(name);
    return parsed ? parsed->canonical : std::string();
}

bool verify(const Services& services, const std::optional<StoredUser>& user, std::string_view password, Caller caller) {
    if (!user) return services.passwords.verify_nothing(password, caller);
    return services.passwords.verify(password, user->password_hash, caller) && !user->disabled;
}

}  // namespace

PasswordProof prove_password(Services& services, std::string_view name, std::string_view password, const Actor& actor,
                             Event failed) {
    const std::string known_as = canonical(name);
    const bool is_known = services.devices.is_known(actor.device, known_as);
    const LimitKeys keys = is_known ? services.limits.for_device(known_as, actor.device)
                                    : services.limits.for_stranger(known_as, actor.address);
    if (auto limited = services.limits.count(keys)) {
        if (limited->is_first) services.audit.write_alone(Event::sign_in_limited, actor, std::nullopt);
        return {.user = std::nullopt, .limited = limited};
    }
    const auto user = services.users.find(known_as);
    if (verify(services, user, password, is_known ? Caller::known : Caller::stranger)) {
        services.limits.give_back(keys);
        return {.user = user, .limited = std::nullopt};
    }
    services.audit.write_alone(failed, actor, user ? std::optional(user->user.id) : std::nullopt);
    return {};
}

}  // namespace cloakroom::auth
