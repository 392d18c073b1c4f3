#include "auth/joining.h"

#include <array>

#include "auth/user_name.h"

namespace cloakroom::auth {
namespace {

// Makes the user, or gives him his password; nothing but a flaw if the name is taken.
std::variant<User, UserFlaw> let_in(Services& services, const Token& token, const Credentials& credentials,
                                    const Actor& actor) {
    if (token.user) {
        services.users.replace_password(*token.user, credentials.password_hash, actor);
        return *token.user;
    }
    const auto added = services.users.insert(credentials, actor);
    const auto* user = std::get_if<User>(&added);
    if (user != nullptr && !token.group.empty()) services.users.join(*user, token.group, actor);
    return added;
}

JoinResult write(Services& services, const Token& token, const Credentials& credentials, const JoinAttempt& attempt,
                 const Actor& actor) {
    db::Transaction transaction(services.database, db::Durability::full);
    // Used up or withdrawn while the password was hashed?
    if (!services.tokens.use(token)) return JoinFlaw::code_wrong;
    const auto result = let_in(services, token, credentials, actor);
    if (const auto* flaw = std::get_if<UserFlaw>(&result)) return *flaw;
    const User& user = std::get<User>(result);
    services.audit.write(token.kind == TokenKind::reset ? Event::reset_used : Event::invitation_used, actor, user.id,
                         subject_of(token));
    auto fresh = begin_session(services, {user, credentials.password_hash}, attempt.signer, actor);
    if (!fresh) return JoinFlaw::code_wrong;  // disabled meanwhile
    transaction.commit();
    return *fresh;
}

std::optional<Limited> count(Services& services, const LimitKeys& tries, const Actor& actor) {
    const auto limited = services.limits.count(tries);
    if (limited && limited->is_first) services.audit.write_alone(Event::code_limited, actor, std::nullopt);
    return limited;
}

}  // namespace

std::string_view word(JoinFlaw flaw) {
    constexpr std::array<std::string_view, 2> words = {"code_wrong", "passwords_differ"};
    return words.at(static_cast<std::size_t>(flaw));
}

// Nobody guesses a code: the limit spares the audit log. So none that is right is ever refused
// for the wrong ones of others.
CodeResult look_at_code(Services& services, std::string_view code, const Actor& actor) {
    if (auto token = services.tokens.find(code)) return std::move(*token);
    if (const auto limited = count(services, services.limits.for_code(actor.address), actor)) return *limited;
    services.audit.write_alone(Event::code_refused, actor, std::nullopt);
    return JoinFlaw::code_wrong;
}

JoinResult join(Services& services, const JoinAttempt& attempt, const Actor& actor) {
    auto looked_at = look_at_code(services, attempt.code, actor);
    if (const auto* flaw = std::get_if<JoinFlaw>(&looked_at)) return *flaw;
    if (const auto* limited = std::get_if<Limited>(&looked_at)) return *limited;
    const Token& token = std::get<Token>(looked_at);
    const auto& signer = attempt.signer;
    if (attempt.password_again != signer.password) return JoinFlaw::passwords_differ;
    const auto tries = services.limits.for_use_of(token.hash);
    if (const auto limited = count(services, tries, actor)) return *limited;
    if (!token.user && services.users.find_by_name(signer.name)) return UserFlaw::name_taken;
    auto checked = services.users.check(token.user ? std::string_view(token.user->name) : signer.name, signer.password);
    if (const auto* flaw = std::get_if<UserFlaw>(&checked)) return *flaw;
    auto& credentials = std::get<Credentials>(checked);
    credentials.display_name = visible_text(attempt.display_name, most_characters_of_display_name);
    auto result = write(services, token, credentials, attempt, actor);
    if (std::holds_alternative<NewSession>(result)) services.limits.give_back(tries);
    return result;
}

}  // namespace cloakroom::auth
