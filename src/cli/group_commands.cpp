#include <cstdio>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/users.h"

namespace cloakroom::cli {
namespace {

std::string in_words(auth::GroupAct act, const auth::Services& auth) {
    switch (act) {
        case auth::GroupAct::done:
            break;
        case auth::GroupAct::not_a_name:
            return "the name of a group has 1 to 64 of a-z, 0-9, '-' and '_'";
        case auth::GroupAct::no_such_group:
            return "there is no group of that name";
        case auth::GroupAct::no_such_user:
            return cli::explain(auth::UserFlaw::no_such_user, auth);
        case auth::GroupAct::has_members:
            return "the group has members; take them out first: group remove GROUP USER";
        case auth::GroupAct::last_admin:
            return cli::explain(auth::UserFlaw::last_admin, auth);
        case auth::GroupAct::admin_stays:
            return "the group admin looks after the site; it cannot be taken away";
    }
    return "";
}

Exit report(Installation& site, const Arguments& arguments, auth::GroupAct act, const char* done) {
    if (act != auth::GroupAct::done) {
        std::fprintf(stderr, "cloakroom: %s\n", in_words(act, site.auth).c_str());
        return Exit::refused;
    }
    if (arguments.json) {
        nlohmann::json line = {{"group", arguments.group}, {"done", done}};
        if (!arguments.name.empty()) line["user"] = arguments.name;
        std::printf("%s\n", line.dump().c_str());
    } else {
        std::printf("%s: %s%s%s\n", arguments.group.c_str(), arguments.name.c_str(), arguments.name.empty() ? "" : " ",
                    done);
    }
    return Exit::done;
}

}  // namespace

Exit add_to_group(Installation& site, const Arguments& arguments) {
    const auto actor = auth::Actor::command_line();
    const auto act = arguments.name.empty() ? site.auth.groups.add(arguments.group, actor)
                                            : site.auth.groups.join(arguments.group, arguments.name, actor);
    return report(site, arguments, act, "added");
}

Exit remove_from_group(Installation& site, const Arguments& arguments) {
    const auto actor = auth::Actor::command_line();
    const auto act = arguments.name.empty() ? site.auth.groups.remove(arguments.group, actor)
                                            : site.auth.groups.leave(arguments.group, arguments.name, actor);
    return report(site, arguments, act, "removed");
}

Exit list_groups(Installation& site, const Arguments& arguments) {
    for (const auto& [name, members] : site.auth.groups.list()) {
        if (arguments.json) {
            std::printf("%s\n", nlohmann::json{{"group", name}, {"members", members}}.dump().c_str());
            continue;
        }
        std::printf("%s:", name.c_str());
        for (const std::string& member : members) std::printf(" %s", member.c_str());
        std::printf("\n");
    }
    return Exit::done;
}

}  // namespace cloakroom::cli
