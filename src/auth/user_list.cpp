#include "auth/user_list.h"

#include <algorithm>
#include <array>

#include "auth/user_name.h"
#include "generated/statements.h"

namespace cloakroom::auth {
namespace {

struct Way {
    std::string_view word;
    const db::Sql& behind;
    const db::Sql& before;
};

// In the order of UserOrder.
constexpr std::array<Way, 3> ways = {
    {{"name", sql::ids_by_name_behind, sql::ids_by_name_before},
     {"newest", sql::ids_by_age_behind, sql::ids_by_age_before},
     {"last_sign_in", sql::ids_by_last_sign_in_behind, sql::ids_by_last_sign_in_before}}};

const Way& way(UserOrder order) {
    return ways.at(static_cast<std::size_t>(order));
}

// One more than fits on the page, in the order of the statement.
std::vector<std::int64_t> find_ids(db::Database& database, const UserQuery& query) {
    const db::Sql& statement = query.backwards ? way(query.order).before : way(query.order).behind;
    const std::string part = fold(visible_text(query.part, most_characters_of_display_name)).value_or("");
    std::vector<std::int64_t> ids;
    auto row = database.query(statement, {{":from", query.from}, {":part", part}, {":limit", query.size + 1}});
    while (row.next()) ids.push_back(row.integer(0));
    return ids;
}

std::vector<ListedUser> read_users(db::Database& database, const std::vector<std::int64_t>& ids) {
    std::string list;
    for (const std::int64_t id : ids) list += (list.empty() ? "" : ",") + std::to_string(id);
    std::vector<ListedUser> users;
    auto row = database.query(sql::users_of_ids, {{":ids", "[" + list + "]"}});
    while (row.next()) users.push_back(read_listed_user(row));
    return users;
}

}  // namespace

std::string_view word(UserOrder order) {
    return way(order).word;
}

UserOrder user_order(std::string_view word) {
    const auto known = std::ranges::find(ways, word, &Way::word);
    return known != ways.end() ? static_cast<UserOrder>(known - ways.begin()) : UserOrder::name;
}

UserPage find_users(db::Database& database, const UserQuery& query) {
    auto ids = find_ids(database, query);
    const bool has_more = ids.size() > static_cast<std::size_t>(query.size);
    if (has_more) ids.pop_back();
    if (query.backwards) std::ranges::reverse(ids);
    return {.users = read_users(database, ids),
            .has_before = query.backwards ? has_more : query.from != 0,
            .has_behind = query.backwards || has_more};
}

}  // namespace cloakroom::auth
