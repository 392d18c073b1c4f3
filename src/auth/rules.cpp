#include "auth/rules.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>
#include <utility>

#include "base/encoding.h"
#include "base/path.h"
#include "generated/statements.h"

namespace cloakroom::auth {
namespace {

using Word = std::pair<Requirement, std::string_view>;
constexpr std::array<Word, 3> words = {
    {{Requirement::anyone, "anyone"}, {Requirement::signed_in, "signed_in"}, {Requirement::listed, "listed"}}};

std::optional<Requirement> requirement_from(std::string_view word) {
    const auto found = std::ranges::find(words, word, &Word::second);
    return found == words.end() ? std::nullopt : std::optional(found->first);
}

bool looks_like_a_link(std::string_view path) {
    const auto is_hex = [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; };
    for (auto at = path.find('%'); at != std::string_view::npos; at = path.find('%', at + 1)) {
        if (at + 2 < path.size() && is_hex(path[at + 1]) && is_hex(path[at + 2])) return true;
    }
    return path.find_first_of("*?#") != std::string_view::npos;
}

bool names_index_file(std::string_view path) {
    return path.substr(path.rfind('/') + 1).starts_with("index.");
}

}  // namespace

std::optional<std::string> rule_path(std::string_view path) {
    const auto is_odd = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\'; };
    if (!path.starts_with('/') || !is_utf8(path) || std::ranges::any_of(path, is_odd)) return std::nullopt;
    std::string normal = normalise_path(path);
    if (normal.ends_with('/')) normal.pop_back();
    return normal;
}

std::string_view word(RuleAct act) {
    constexpr std::array<std::string_view, 7> acts = {"done",         "not_a_path",    "not_as_called", "index_file",
                                                      "no_such_rule", "no_such_group", "no_such_user"};
    static_assert(acts.size() == static_cast<std::size_t>(RuleAct::no_such_user) + 1);
    return acts.at(static_cast<std::size_t>(act));
}

Verdict Rules::judge(std::string_view path, const std::optional<Session>& visitor) {
    if (!visitor || !visitor->user) return look_up(path, visitor);
    return known_.get(visitor->as_of, {std::string(path), visitor->user->id}, [&] { return look_up(path, visitor); });
}

Verdict Rules::look_up(std::string_view path, const std::optional<Session>& visitor) {
    const auto normal = rule_path(path);
    if (!normal) return {};
    const auto user_id = visitor && visitor->user ? std::optional(visitor->user->id) : std::nullopt;
    auto row = database_.query(sql::find_rule, {{":path", *normal}, {":user_id", user_id}});
    if (!row.next()) return {};
    const auto requirement = requirement_from(row.text(1));
    return {.decision = decide(requirement.value_or(Requirement::nobody), visitor, {.is_listed = row.integer(2) != 0}),
            .rule = row.text(0),
            .readable = requirement.has_value()};
}

RuleAct Rules::protect(const Rule& rule, const Actor& actor) {
    const auto path = rule_path(rule.path);
    const auto* const word = std::ranges::find(words, rule.requirement, &Word::first);
    if (word == words.end()) throw std::logic_error("no rule can ask for this");
    if (!path) return RuleAct::not_a_path;
    if (looks_like_a_link(rule.path)) return RuleAct::not_as_called;
    if (names_index_file(*path)) return RuleAct::index_file;
    db::Transaction transaction(database_, db::Durability::full);
    database_.run(sql::remove_rule, {{":path", *path}});
    database_.run(sql::add_rule, {{":path", *path}, {":audience", word->second}});
    for (const std::string& group : rule.groups) {
        const int added = database_.run(sql::add_rule_group, {{":path", *path}, {":group", group}});
        if (added == 0) return RuleAct::no_such_group;
    }
    for (const std::string& name : rule.users) {
        const auto stored = users_.find_by_name(name);
        if (!stored) return RuleAct::no_such_user;
        database_.run(sql::add_rule_user, {{":path", *path}, {":user_id", stored->user.id}});
    }
    audit_.write(Event::rule_set, actor, std::nullopt, *path);
    transaction.commit();
    return RuleAct::done;
}

RuleAct Rules::unprotect(std::string_view path, const Actor& actor) {
    const auto normal = rule_path(path);
    if (!normal) return RuleAct::not_a_path;
    db::Transaction transaction(database_, db::Durability::full);
    if (database_.run(sql::remove_rule, {{":path", *normal}}) == 0) return RuleAct::no_such_rule;
    audit_.write(Event::rule_removed, actor, std::nullopt, *normal);
    transaction.commit();
    return RuleAct::done;
}

std::vector<Rule> Rules::list() {
    std::vector<Rule> rules;
    auto row = database_.query(sql::list_rules);
    while (row.next()) {
        const auto requirement = requirement_from(row.text(1));
        rules.push_back({.path = row.text(0),
                         .requirement = requirement.value_or(Requirement::nobody),
                         .groups = row.texts(2),
                         .users = row.texts(3),
                         .readable = requirement.has_value()});
    }
    return rules;
}

std::optional<Rule> Rules::find(std::string_view path) {
    auto rules = list();
    const auto found = std::ranges::find(rules, path, &Rule::path);
    return found == rules.end() ? std::nullopt : std::optional(std::move(*found));
}

}  // namespace cloakroom::auth
