#include <algorithm>
#include <array>
#include <sstream>

#include "auth/access.h"
#include "base/encoding.h"
#include "base/text.h"
#include "web/admin/admin_page.h"
#include "web/admin/pages.h"
#include "web/admin/whom.h"
#include "web/notices.h"

namespace cloakroom::web {
namespace {

using auth::Requirement;

struct Audience {
    std::string_view word;  // of the field "who"
    Requirement requirement;
};
constexpr std::array<Audience, 3> audiences = {
    {{"all_users", Requirement::signed_in}, {"listed", Requirement::listed}, {"anyone", Requirement::anyone}}};

// Without the white space around them; empty ones are left out.
std::vector<std::string> names_in(const std::string& text, std::string_view between) {
    std::vector<std::string> names;
    std::size_t at = 0;
    while ((at = text.find_first_not_of(between, at)) != std::string::npos) {
        const auto end = std::min(text.find_first_of(between, at), text.size());
        std::string name = text.substr(at, end - at);
        name.erase(name.find_last_not_of(" \t") + 1);
        name.erase(0, std::min(name.find_first_not_of(" \t"), name.size()));
        if (!name.empty()) names.push_back(std::move(name));
        at = end;
    }
    return names;
}

// As the form has it.
http::Fields fields_of(const auth::Rule& rule) {
    const auto audience = std::ranges::find(audiences, rule.requirement, &Audience::requirement);
    return {{"path", shown_path(rule.path)},
            {"who", audience == audiences.end() ? "" : std::string(audience->word)},
            {"groups", joined(rule.groups, ", ")},
            {"users", joined(rule.users, "\n")}};
}

http::Response list(const Visit& visit, const http::Fields& form, view::Data values, int status) {
    view::Data rules{view::Data::type::list};
    for (const auto& rule : visit.site.auth.rules.list()) {
        view::Data row{"path", shown_path(rule.path)};
        row["link"] = percent_encode(shown_path(rule.path));
        row["whom"] = whom(rule);
        rules << row;
    }
    values["some"] = !rules.is_empty_list();
    values["rules"] = std::move(rules);
    for (const char* name : {"path", "groups", "users"}) values[name] = field(form, name);
    for (const auto& audience : audiences) {
        values["for_" + std::string(audience.word)] = field(form, "who") == audience.word;
    }
    return admin_page(visit, "admin-folders", "folders", std::move(values), status);
}

http::Response tell(const Visit& visit, const char* word) {
    leave_notice(visit, *visit.session, word);
    return http::redirect(visit.link("/admin/folders"));
}

http::Response set_rule(const Visit& visit) {
    const http::Fields& form = visit.request.form;
    const auto audience = std::ranges::find(audiences, field(form, "who"), &Audience::word);
    if (audience == audiences.end()) return list(visit, form, {"no_choice", true}, 422);
    auth::Rule rule{.path = field(form, "path"), .requirement = audience->requirement, .groups = {}, .users = {}};
    if (rule.requirement == Requirement::listed) {
        rule.groups = names_in(field(form, "groups"), ", \t\r\n");
        rule.users = names_in(field(form, "users"), "\r\n");
        if (rule.groups.empty() && rule.users.empty()) return list(visit, form, {"nobody_named", true}, 422);
    }
    const auto act = visit.site.auth.rules.protect(rule, visit.actor());
    if (act != auth::RuleAct::done) return list(visit, form, {std::string(word(act)), true}, 422);
    return tell(visit, "rule_set");
}

http::Response remove_rule(const Visit& visit) {
    const auto act = visit.site.auth.rules.unprotect(field(visit.request.form, "path"), visit.actor());
    if (act != auth::RuleAct::done) return list(visit, {}, {std::string(word(act)), true}, 422);
    return tell(visit, "rule_removed");
}

view::Data answer_words(const auth::Access& access) {
    view::Data values;
    values["may"] = access.may_see;
    values["rule"] = access.rule.has_value();
    if (access.rule) {
        values["rule_path"] = shown_path(access.rule->path);
        values["whom"] = whom(*access.rule);
    }
    return values;
}

}  // namespace

http::Response show_folders(const Visit& visit) {
    view::Data values;
    show_notices(visit, values, {"rule_set", "rule_removed"});
    const std::string& asked = field(visit.request.query, "change");
    const auto path = auth::rule_path(asked);
    const auto rule = path ? visit.site.auth.rules.find(*path) : std::nullopt;
    values["changing"] = rule.has_value();
    return list(visit, rule ? fields_of(*rule) : http::Fields{{"path", asked}}, std::move(values), 200);
}

http::Response change_folders(const Visit& visit) {
    return field(visit.request.form, "do") == "remove" ? remove_rule(visit) : set_rule(visit);
}

http::Response show_why(const Visit& visit) {
    const http::Fields& query = visit.request.query;
    view::Data values;
    values["user"] = field(query, "user");
    values["path"] = field(query, "path");
    int status = 200;
    if (query.contains("path")) {
        const auto result = auth::explain_access(visit.site.auth, field(query, "user"), field(query, "path"));
        if (const auto* flaw = std::get_if<auth::AccessFlaw>(&result)) {
            values[std::string(word(*flaw))] = true;
            status = 422;
        } else {
            values["answer"] = answer_words(std::get<auth::Access>(result));
        }
    }
    return admin_page(visit, "admin-why", "folders", std::move(values), status);
}

}  // namespace cloakroom::web
