#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "auth/access.h"
#include "cli/commands.h"
#include "cli/site_folder.h"
#include "cli/users.h"

namespace cloakroom::cli {
namespace {

using auth::Requirement;

const char* explain_act(auth::RuleAct act) {
    switch (act) {
        case auth::RuleAct::done:
            break;
        case auth::RuleAct::not_a_path:
            return "a path begins with a slash, as addresses on the site do: /club";
        case auth::RuleAct::not_as_called:
            return "write the path as the folder is called, \"/the minutes\", without %20, *, ? and #; all below it is "
                   "meant";
        case auth::RuleAct::index_file:
            return "protect the folder instead: servers show its index file for the folder itself";
        case auth::RuleAct::no_such_rule:
            return "there is no rule for that very path; the word rules lists all";
        case auth::RuleAct::no_such_group:
            return "there is no such group; make it first: group add GROUP USER";
        case auth::RuleAct::no_such_user:
            return "there is no user of that name";
    }
    return "";
}

const char* explain_flaw(auth::AccessFlaw flaw) {
    switch (flaw) {
        case auth::AccessFlaw::no_such_user:
            return explain_act(auth::RuleAct::no_such_user);
        case auth::AccessFlaw::user_disabled:
            return "this user is disabled, and cannot sign in";
        case auth::AccessFlaw::not_a_path:
            break;
    }
    return explain_act(auth::RuleAct::not_a_path);
}

Requirement requirement_of(const Arguments& arguments) {
    if (arguments.anyone) return Requirement::anyone;
    return arguments.groups.empty() && arguments.users.empty() ? Requirement::signed_in : Requirement::listed;
}

const char* word(Requirement requirement) {
    switch (requirement) {
        case Requirement::anyone:
            return "anyone";
        case Requirement::signed_in:
            return "all users";
        case Requirement::listed:
            return "only";
        default:
            return "nobody: this program cannot read the rule; set it anew";
    }
}

// As a shell shows it: the whole site is "/".
std::string shown(const std::string& path) {
    return path.empty() ? "/" : path;
}

std::string whom(const auth::Rule& rule) {
    std::string text = word(rule.requirement);
    if (rule.requirement != Requirement::listed) return text;
    for (const std::string& group : rule.groups) text += " group " + group;
    for (const std::string& user : rule.users) text += " " + user;
    return rule.groups.empty() && rule.users.empty() ? "nobody any more: whom it named is gone" : text;
}

void print(const auth::Rule& rule, bool json) {
    if (!json) {
        std::printf("%s  %s\n", shown(rule.path).c_str(), whom(rule).c_str());
        return;
    }
    const nlohmann::json line = {{"path", shown(rule.path)},
                                 {"anyone", rule.requirement == Requirement::anyone},
                                 {"all_users", rule.requirement == Requirement::signed_in},
                                 {"groups", rule.groups},
                                 {"users", rule.users}};
    std::printf("%s\n", line.dump().c_str());
}

// The rule is kept, for the folder may be made later; but perhaps another one was meant.
void warn_if_missing(const std::string& site_folder, const std::string& path) {
    std::error_code unknown;
    if (site_folder.empty() || std::filesystem::exists(site_folder + path, unknown) || unknown) return;
    const auto alike = find_alike(site_folder, path);
    std::fprintf(stderr, "cloakroom: the rule is made, yet there is no \"%s\" in %s%s\n", path.c_str(),
                 site_folder.c_str(), alike ? ("; did you mean \"" + *alike + "\"?").c_str() : "");
}

Exit refuse(const char* why) {
    std::fprintf(stderr, "cloakroom: %s\n", why);
    return Exit::refused;
}

}  // namespace

Exit protect(Installation& site, const Arguments& arguments) {
    if (arguments.anyone && !(arguments.groups.empty() && arguments.users.empty())) {
        return refuse("--anyone is everybody already: name no group and no user beside it");
    }
    const auth::Rule rule{.path = arguments.path,
                          .requirement = requirement_of(arguments),
                          .groups = arguments.groups,
                          .users = arguments.users};
    const auto act = site.auth.rules.protect(rule, auth::Actor::command_line());
    if (act != auth::RuleAct::done) return refuse(explain_act(act));
    const std::string path = *auth::rule_path(arguments.path);
    if (const auto set = site.auth.rules.find(path)) print(*set, arguments.json);
    warn_if_missing(site.place.site_folder, path);
    return Exit::done;
}

Exit unprotect(Installation& site, const Arguments& arguments) {
    const auto act = site.auth.rules.unprotect(arguments.path, auth::Actor::command_line());
    if (act != auth::RuleAct::done) return refuse(explain_act(act));
    const std::string path = shown(*auth::rule_path(arguments.path));
    if (arguments.json) {
        std::printf("%s\n", nlohmann::json{{"path", path}, {"done", "removed"}}.dump().c_str());
    } else {
        std::printf("%s: rule removed\n", path.c_str());
    }
    return Exit::done;
}

Exit list_rules(Installation& site, const Arguments& arguments) {
    for (const auto& rule : site.auth.rules.list()) print(rule, arguments.json);
    return Exit::done;
}

Exit explain_access(Installation& site, const Arguments& arguments) {
    const std::string name = arguments.name == "-" ? "" : arguments.name;
    const auto result = auth::explain_access(site.auth, name, arguments.path);
    if (const auto* flaw = std::get_if<auth::AccessFlaw>(&result)) return refuse(explain_flaw(*flaw));
    const auto& [may_see, rule] = std::get<auth::Access>(result);
    if (arguments.json) {
        nlohmann::json line = {
            {"user", arguments.name}, {"path", arguments.path}, {"may_see", may_see}, {"rule", nullptr}};
        if (rule) line["rule"] = shown(rule->path);
        std::printf("%s\n", line.dump().c_str());
        return Exit::done;
    }
    std::printf("%s %s see %s\n", arguments.name.c_str(), may_see ? "may" : "may not", arguments.path.c_str());
    if (!rule) {
        std::puts("No rule covers it: where the web server asks us, it is closed to everybody.");
        return Exit::done;
    }
    std::fputs("The rule that decides: ", stdout);
    print(*rule, false);
    return Exit::done;
}

}  // namespace cloakroom::cli
