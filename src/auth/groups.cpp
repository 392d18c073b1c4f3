#include "auth/groups.h"

#include <algorithm>
#include <array>

#include "generated/statements.h"

namespace cloakroom::auth {

std::string_view word(GroupAct act) {
    constexpr std::array<std::string_view, 7> words = {"done",        "not_a_name", "no_such_group", "no_such_user",
                                                       "has_members", "last_admin", "admin_stays"};
    static_assert(words.size() == static_cast<std::size_t>(GroupAct::admin_stays) + 1);
    return words.at(static_cast<std::size_t>(act));
}

bool Groups::is_name(std::string_view text) {
    constexpr std::size_t most_characters = 64;
    return !text.empty() && text.size() <= most_characters && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

bool Groups::exists(std::string_view group) {
    auto row = database_.query(sql::has_group, {{":name", group}});
    row.next();
    return row.integer(0) != 0;
}

GroupAct Groups::add(std::string_view group, const Actor& actor) {
    if (!is_name(group)) return GroupAct::not_a_name;
    db::Transaction transaction(database_, db::Durability::full);
    make(group, actor);
    transaction.commit();
    return GroupAct::done;
}

bool Groups::make(std::string_view group, const Actor& actor) {
    if (database_.run(sql::add_group, {{":name", group}}) == 0) return false;
    audit_.write(Event::group_added, actor, std::nullopt, group);
    return true;
}

GroupAct Groups::remove(std::string_view group, const Actor& actor) {
    if (group == "admin") return GroupAct::admin_stays;
    db::Transaction transaction(database_, db::Durability::full);
    if (!exists(group)) return GroupAct::no_such_group;
    if (database_.run(sql::remove_group, {{":name", group}}) == 0) return GroupAct::has_members;
    audit_.write(Event::group_removed, actor, std::nullopt, group);
    transaction.commit();
    return GroupAct::done;
}

GroupAct Groups::join(std::string_view group, std::string_view user_name, const Actor& actor) {
    if (!is_name(group)) return GroupAct::not_a_name;
    db::Transaction transaction(database_, db::Durability::full);
    const auto user = users_.find_by_name(user_name);
    if (!user) return GroupAct::no_such_user;
    make(group, actor);
    // He has more rights than before: whoever stole the cookie of one of his sessions must not get them.
    if (users_.join(user->user, group, actor) && group == "admin") users_.end_sessions(user->user);
    transaction.commit();
    return GroupAct::done;
}

GroupAct Groups::leave(std::string_view group, std::string_view user_name, const Actor& actor) {
    db::Transaction transaction(database_, db::Durability::full);
    if (!exists(group)) return GroupAct::no_such_group;
    const auto user = users_.find_by_name(user_name);
    if (!user) return GroupAct::no_such_user;
    if (group == "admin" && users_.is_last_admin(user->user)) return GroupAct::last_admin;
    if (database_.run(sql::remove_from_group, {{":user_id", user->user.id}, {":group", group}}) > 0) {
        audit_.write(Event::group_left, actor, user->user.id, group);
        if (group == "admin") database_.run(sql::end_tokens_of_maker, {{":user_id", user->user.id}});
    }
    transaction.commit();
    return GroupAct::done;
}

std::vector<std::string> Groups::of(std::int64_t user_id, std::optional<std::uint32_t> as_of) {
    return known_.get(as_of, user_id, [&] {
        std::vector<std::string> names;
        auto row = database_.query(sql::groups_of_user, {{":user_id", user_id}});
        while (row.next()) names.push_back(row.text(0));
        std::ranges::sort(names);  // there are few; a sort in SQL makes a table of them
        return names;
    });
}

bool Groups::is_admin(std::int64_t user_id, std::optional<std::uint32_t> as_of) {
    const auto groups = of(user_id, as_of);
    return std::ranges::find(groups, "admin") != groups.end();
}

std::vector<std::string> Groups::names() {
    std::vector<std::string> names;
    auto row = database_.query(sql::group_names);
    while (row.next()) names.push_back(row.text(0));
    return names;
}

std::vector<GroupSize> Groups::sizes() {
    std::vector<GroupSize> sizes;
    auto row = database_.query(sql::group_sizes);
    while (row.next()) sizes.push_back({row.text(0), row.integer(1)});
    return sizes;
}

std::vector<Group> Groups::list() {
    std::vector<Group> groups;
    auto row = database_.query(sql::list_groups);
    while (row.next()) groups.push_back({row.text(0), row.texts(1)});
    return groups;
}

}  // namespace cloakroom::auth
