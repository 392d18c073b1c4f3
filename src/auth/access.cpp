#include "auth/access.h"

#include <array>

namespace cloakroom::auth {

std::string_view word(AccessFlaw flaw) {
    constexpr std::array<std::string_view, 3> words = {"no_such_user", "user_disabled", "not_a_path"};
    static_assert(words.size() == static_cast<std::size_t>(AccessFlaw::not_a_path) + 1);
    return words.at(static_cast<std::size_t>(flaw));
}

std::variant<Access, AccessFlaw> explain_access(Services& services, std::string_view user_name, std::string_view path) {
    std::optional<Session> visitor;
    if (!user_name.empty()) {
        const auto user = services.users.find_by_name(user_name);
        if (!user) return AccessFlaw::no_such_user;
        if (user->disabled) return AccessFlaw::user_disabled;
        visitor.emplace().user = user->user;
    }
    if (!rule_path(path)) return AccessFlaw::not_a_path;
    const Verdict verdict = services.rules.judge(path, visitor);
    return Access{.may_see = verdict.decision == Decision::allow,
                  .rule = verdict.rule ? services.rules.find(*verdict.rule) : std::nullopt};
}

}  // namespace cloakroom::auth
