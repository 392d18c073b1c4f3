// The list of users in pages, as whoever looks after the site searches and sorts it. A page
// of 100,000 users costs what one of 100 does; only a search that finds little reads them all.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "auth/users.h"
#include "db/database.h"

namespace cloakroom::auth {

// What comes first. The word stands in addresses, and names the choice on the page.
enum class UserOrder { name, newest, last_sign_in };
std::string_view word(UserOrder order);
UserOrder user_order(std::string_view word);  // by name, if it is none of the words

struct UserQuery {
    std::string part{};  // of the name or the display name, small and large letters alike; empty: all users
    UserOrder order = UserOrder::name;
    std::int64_t from = 0;   // the user behind whom the page begins; 0, or one who is gone: the first page
    bool backwards = false;  // the page ends before him instead
    int size = 50;
};

struct UserPage {
    std::vector<ListedUser> users;
    bool has_before = false;
    bool has_behind = false;
};

UserPage find_users(db::Database& database, const UserQuery& query);

}  // namespace cloakroom::auth
