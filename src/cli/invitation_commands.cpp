#include <cstdio>
#include <nlohmann/json.hpp>

#include "auth/invitations.h"
#include "base/times.h"
#include "cli/commands.h"
#include "cli/users.h"

namespace cloakroom::cli {
namespace {

std::string explain_flaw(auth::InvitationFlaw flaw) {
    switch (flaw) {
        case auth::InvitationFlaw::no_such_group:
            return "there is no group of that name; make it first: group add GROUP";
        case auth::InvitationFlaw::days_wrong:
            return "an invitation is good for 1 to " + std::to_string(auth::most_days_of_invitation) + " days";
        case auth::InvitationFlaw::uses_wrong:
            break;
    }
    return "an invitation is for 1 to " + std::to_string(auth::most_uses_of_invitation) + " people";
}

// The link; the bare code, to be typed on the page /join, where the site's address is not known.
Exit print_made(const Installation& site, const auth::InvitationResult& result, bool json) {
    if (const auto* flaw = std::get_if<auth::UserFlaw>(&result)) {
        std::fprintf(stderr, "cloakroom: %s\n", explain(*flaw, site.auth).c_str());
        return Exit::refused;
    }
    if (const auto* flaw = std::get_if<auth::InvitationFlaw>(&result)) {
        std::fprintf(stderr, "cloakroom: %s\n", explain_flaw(*flaw).c_str());
        return Exit::refused;
    }
    const auto& made = std::get<auth::OneTimeCode>(result);
    const std::string link = auth::link_to_join(site.place.base_url, made.code);
    if (json) {
        nlohmann::json line = {{"link", link}, {"code", made.code}, {"expires_at", iso_time(made.expires_at)}};
        if (!made.user.name.empty()) line["user"] = made.user.name;
        std::printf("%s\n", line.dump().c_str());
    } else if (link.empty()) {
        std::fputs("cloakroom: set base_url to get a link; this code is typed on the page /join\n", stderr);
        std::printf("%s\n", made.code.c_str());
    } else {
        std::printf("%s\n", link.c_str());
    }
    return Exit::done;
}

void print_invitation(const auth::Token& token, bool json) {
    const std::string user = token.user ? token.user->name : "";
    if (json) {
        const nlohmann::json line = {{"tag", token.tag()},           {"note", token.note},
                                     {"group", token.group},         {"user", user},
                                     {"uses_left", token.uses_left}, {"expires_at", iso_time(token.expires_at)}};
        std::printf("%s\n", line.dump().c_str());
        return;
    }
    std::printf("%s  until %s  %d  %s%s%s\n", token.tag().c_str(), iso_time(token.expires_at).c_str(), token.uses_left,
                token.group.c_str(), token.group.empty() ? "" : "  ", (user.empty() ? token.note : user).c_str());
}

}  // namespace

Exit invite(Installation& site, const Arguments& arguments) {
    const auth::NewUser user{.name = arguments.name, .display_name = "", .group = arguments.group};
    return print_made(site, auth::invite_user(site.auth, user, auth::Actor::command_line()), arguments.json);
}

Exit make_reset_link(Installation& site, const Arguments& arguments) {
    return print_made(site, auth::make_reset(site.auth, arguments.name, auth::Actor::command_line()), arguments.json);
}

Exit add_invitation(Installation& site, const Arguments& arguments) {
    const auth::NewInvitation invitation{
        .group = arguments.group, .note = arguments.note, .days = arguments.days, .uses = arguments.uses};
    return print_made(site, auth::make_invitation(site.auth, invitation, auth::Actor::command_line()), arguments.json);
}

Exit list_invitations(Installation& site, const Arguments& arguments) {
    for (const auto& token : site.auth.tokens.invitations(auth::Tokens::no_limit))
        print_invitation(token, arguments.json);
    return Exit::done;
}

Exit withdraw_invitation(Installation& site, const Arguments& arguments) {
    const std::string& tag = arguments.tag.value();
    if (!auth::withdraw_invitation(site.auth, tag, auth::Actor::command_line())) {
        std::fputs("cloakroom: no invitation of that tag is out; invitation list shows them\n", stderr);
        return Exit::refused;
    }
    if (arguments.json) {
        std::printf("%s\n", nlohmann::json{{"tag", tag}, {"done", "withdrawn"}}.dump().c_str());
    } else {
        std::printf("%s: withdrawn\n", tag.c_str());
    }
    return Exit::done;
}

}  // namespace cloakroom::cli
