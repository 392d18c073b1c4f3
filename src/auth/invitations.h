// How people get in without anybody choosing their password for them: a link for one use,
// made by whoever looks after the site, handed over by whatever way he likes.
//
// What the links open is in joining.h.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "auth/actor.h"
#include "auth/services.h"

namespace cloakroom::auth {

using namespace std::chrono_literals;

inline constexpr Seconds reset_lifetime = 60min;
inline constexpr int usual_days_of_invitation = 7;
inline constexpr int most_days_of_invitation = 90;
inline constexpr int most_uses_of_invitation = 1000;
inline constexpr std::size_t most_characters_of_note = 100;

// Why no link was made, beside what UserFlaw says. The word is the name of the section in
// the template that says so.
enum class InvitationFlaw { no_such_group, days_wrong, uses_wrong };
std::string_view word(InvitationFlaw flaw);

// The only time that a code is known.
struct OneTimeCode {
    std::string code;
    Instant expires_at;
    User user{};  // whose password is chosen with it; nobody's id is 0
};

using InvitationResult = std::variant<OneTimeCode, UserFlaw, InvitationFlaw>;

struct NewInvitation {
    std::string_view group{};  // that whoever comes becomes a member of; empty: none
    std::string_view note{};   // whom it is for
    int days = usual_days_of_invitation;
    int uses = 1;
};

// For people who choose a name themselves.
InvitationResult make_invitation(Services& services, const NewInvitation& invitation, const Actor& actor);

struct NewUser {
    std::string_view name;
    std::string_view display_name{};
    std::string_view group{};
};

// Adds a user who has no password yet, with an invitation to choose one.
InvitationResult invite_user(Services& services, const NewUser& user, const Actor& actor);

// For a user who has lost his password; user_disabled if he is kept out. The password
// he has stays good until he uses it.
InvitationResult make_reset(Services& services, std::string_view name, const Actor& actor);

// Ends the invitation with this tag (Token::tag()); false if there is none.
bool withdraw_invitation(Services& services, std::string_view tag, const Actor& actor);

// Ends the code that was made for this user; false if there is none.
bool withdraw_code_of(Services& services, std::int64_t user_id, const Actor& actor);

// "https://club.example/door/join?code=..."; empty if it is not known where the site is:
// then the code is typed on the page /join.
std::string link_to_join(std::string_view base_url, std::string_view code);

}  // namespace cloakroom::auth
