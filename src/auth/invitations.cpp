#include "auth/invitations.h"

#include <algorithm>
#include <array>

#include "auth/user_name.h"

namespace cloakroom::auth {
namespace {

// Writes the token, and that it was made.
OneTimeCode write(Services& services, NewToken token, const User& user, const Actor& actor) {
    token.made_by = actor.who;
    const OneTimeCode made{
        .code = services.tokens.add(token), .expires_at = services.clock.now() + token.lifetime, .user = user};
    const Event event = token.kind == TokenKind::reset ? Event::reset_made : Event::invitation_made;
    services.audit.write(event, actor, token.user_id, subject_of(services.tokens.find(made.code).value()));
    return made;
}

bool is_known_group(Services& services, std::string_view group) {
    return group.empty() || services.groups.exists(group);
}

}  // namespace

std::string_view word(InvitationFlaw flaw) {
    constexpr std::array<std::string_view, 3> words = {"no_such_group", "days_wrong", "uses_wrong"};
    return words.at(static_cast<std::size_t>(flaw));
}

InvitationResult make_invitation(Services& services, const NewInvitation& invitation, const Actor& actor) {
    const auto& [group, note, days, uses] = invitation;
    if (days < 1 || days > most_days_of_invitation) return InvitationFlaw::days_wrong;
    if (uses < 1 || uses > most_uses_of_invitation) return InvitationFlaw::uses_wrong;
    db::Transaction transaction(services.database, db::Durability::full);
    if (!is_known_group(services, group)) return InvitationFlaw::no_such_group;
    const std::string shown_note = visible_text(note, most_characters_of_note);
    const auto made = write(services,
                            {.kind = TokenKind::invitation,
                             .lifetime = std::chrono::days{days},
                             .group = group,
                             .note = shown_note,
                             .uses = uses},
                            {}, actor);
    transaction.commit();
    return made;
}

InvitationResult invite_user(Services& services, const NewUser& user, const Actor& actor) {
    const auto name = parse_user_name(user.name);
    if (!name) return UserFlaw::name_invalid;
    db::Transaction transaction(services.database, db::Durability::full);
    if (!is_known_group(services, user.group)) return InvitationFlaw::no_such_group;
    const auto display_name = visible_text(user.display_name, most_characters_of_display_name);
    const auto added = services.users.insert({*name, "", display_name}, actor);
    if (const auto* flaw = std::get_if<UserFlaw>(&added)) return *flaw;
    const User& known = std::get<User>(added);
    if (!user.group.empty()) services.users.join(known, user.group, actor);
    const auto made = write(
        services,
        {.kind = TokenKind::invitation, .lifetime = std::chrono::days{usual_days_of_invitation}, .user_id = known.id},
        known, actor);
    transaction.commit();
    return made;
}

InvitationResult make_reset(Services& services, std::string_view name, const Actor& actor) {
    db::Transaction transaction(services.database, db::Durability::full);
    const auto stored = services.users.find_by_name(name);
    if (!stored) return UserFlaw::no_such_user;
    if (stored->disabled) return UserFlaw::user_disabled;
    const auto made =
        write(services, {.kind = TokenKind::reset, .lifetime = reset_lifetime, .user_id = stored->user.id},
              stored->user, actor);
    transaction.commit();
    return made;
}

bool withdraw_invitation(Services& services, std::string_view tag, const Actor& actor) {
    db::Transaction transaction(services.database, db::Durability::full);
    const auto all = services.tokens.invitations(Tokens::no_limit);
    const auto found = std::ranges::find(all, tag, &Token::tag);
    if (found == all.end()) return false;
    services.tokens.end(*found);
    const auto user_id = found->user ? std::optional(found->user->id) : std::nullopt;
    services.audit.write(Event::invitation_withdrawn, actor, user_id, subject_of(*found));
    transaction.commit();
    return true;
}

bool withdraw_code_of(Services& services, std::int64_t user_id, const Actor& actor) {
    db::Transaction transaction(services.database, db::Durability::full);
    const auto token = services.tokens.of(user_id);
    if (!token) return false;
    services.tokens.end(*token);
    const bool is_reset = token->kind == TokenKind::reset;
    services.audit.write(is_reset ? Event::reset_withdrawn : Event::invitation_withdrawn, actor, user_id,
                         subject_of(*token));
    transaction.commit();
    return true;
}

std::string link_to_join(std::string_view base_url, std::string_view code) {
    return base_url.empty() ? "" : std::string(base_url) + "/join?code=" + std::string(code);
}

}  // namespace cloakroom::auth
