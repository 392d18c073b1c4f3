#include "auth/user_list.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <limits>

#include "support/holds.h"
#include "support/house.h"

using namespace cloakroom;
using auth::UserOrder;
using auth::UserQuery;
using test::House;

namespace {

struct Crowd : House {
    void put(const std::string& name, const std::string& shown_as = "", int last_sign_in = 0) {
        const auto added = auth.users.insert({*auth::parse_user_name(name), "a hash", shown_as}, {});
        if (last_sign_in == 0) return;
        execute(("UPDATE users SET last_sign_in_at = " + std::to_string(last_sign_in) +
                 " WHERE id = " + std::to_string(std::get<auth::User>(added).id))
                    .c_str());
    }

    // Rows as set-up makes them, only quicker.
    void put_many(int count) const {
        execute(("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(count) +
                 ") INSERT INTO users (name, canonical_name, password_hash, created_at, display_name, "
                 "folded_display_name, last_sign_in_at) "
                 "SELECT printf('user%06d', i * 7919 % 1000003), printf('user%06d', i * 7919 % 1000003), "
                 "'$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', "
                 "i, 'Person ' || i, 'person ' || i, iif(i % 3, i * 104729 % 10000019, NULL) FROM n;"
                 "INSERT INTO group_members SELECT 1, id FROM users WHERE id % 5 = 0")
                    .c_str());
    }

    auth::UserPage page(const UserQuery& query) { return auth::find_users(database, query); }

    std::string names(const UserQuery& query) {
        std::string text;
        for (const auto& user : page(query).users) text += user.name + " ";
        return text;
    }

    // From the first page on, or back from the last one; pages of two.
    std::string walk(UserOrder order, bool backwards = false, std::int64_t from = 0) {
        std::string text;
        for (;;) {
            const auto found = page({.order = order, .from = from, .backwards = backwards, .size = 2});
            std::string names;
            for (const auto& user : found.users) names += user.name + " ";
            text = backwards ? names + text : text + names;
            if (found.users.empty() || !(backwards ? found.has_before : found.has_behind)) return text;
            from = backwards ? found.users.front().id : found.users.back().id;
        }
    }

    // What the processor worked for it: the machine may have other things to do.
    std::chrono::microseconds time_of(const UserQuery& query) {
        std::clock_t best = std::numeric_limits<std::clock_t>::max();
        for (int tries = 0; tries < 5; ++tries) {
            const std::clock_t start = std::clock();
            page(query);
            best = std::min(best, std::clock() - start);
        }
        return std::chrono::microseconds{best * 1'000'000 / CLOCKS_PER_SEC};
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(user_list, Crowd)

BOOST_AUTO_TEST_CASE(each_order_shows_every_user_once_forwards_and_backwards) {
    for (const char* name : {"Carol", "alice", "Eve", "bob", "Dave"}) put(name);
    execute("UPDATE users SET last_sign_in_at = 100 WHERE name IN ('bob', 'Eve')");
    execute("UPDATE users SET last_sign_in_at = 200 WHERE name = 'Carol'");
    BOOST_TEST(walk(UserOrder::name) == "alice bob Carol Dave Eve ");
    BOOST_TEST(walk(UserOrder::newest) == "Dave bob Eve alice Carol ");
    BOOST_TEST(walk(UserOrder::last_sign_in) == "Carol bob Eve Dave alice ");
    const auto id = [&](const char* name) { return auth.users.find_by_name(name)->user.id; };
    BOOST_TEST(walk(UserOrder::name, true, id("Eve")) == "alice bob Carol Dave ");
    BOOST_TEST(walk(UserOrder::newest, true, id("Carol")) == "Dave bob Eve alice ");
    BOOST_TEST(walk(UserOrder::last_sign_in, true, id("alice")) == "Carol bob Eve Dave ");
}

BOOST_AUTO_TEST_CASE(a_part_of_either_name_finds_a_user_in_small_or_large_letters) {
    put("alice", "Queen Ümit");
    put("Bob the builder");
    for (const char* part : {"LIC", "ümit", "ÜMIT", "u\xCC\x88mit", "  queen  ümit "}) {
        BOOST_TEST(names({.part = part}) == "alice ", part);
    }
    BOOST_TEST(names({.part = "B"}) == "Bob the builder ");
    BOOST_TEST(names({.part = "%"}) == "");
    BOOST_TEST(names({.part = "\xFF"}) == "alice Bob the builder ");  // nothing of it can be seen
}

BOOST_AUTO_TEST_CASE(a_page_that_began_behind_a_user_who_is_gone_is_the_first) {
    for (const char* name : {"alice", "bob", "carol"}) put(name);
    for (const auto order : {UserOrder::name, UserOrder::last_sign_in}) {
        BOOST_TEST(page({.order = order, .from = 99, .size = 2}).users.size() == 2U);
    }
    BOOST_TEST(names({.from = 99, .size = 2}) == "alice bob ");
}

BOOST_AUTO_TEST_CASE(who_was_added_but_chose_no_password_is_told_from_others) {
    auth.users.insert({*auth::parse_user_name("alice"), "", ""}, {});
    put("bob");
    const auto found = page({}).users;
    BOOST_TEST(!found.at(0).has_password);
    BOOST_TEST(found.at(1).has_password);
    BOOST_TEST(!found.at(1).last_sign_in_at);
}

BOOST_AUTO_TEST_CASE(of_100000_users_any_page_takes_less_than_50_milliseconds) {
    constexpr std::int64_t limit = 50'000;
    put_many(100'000);
    for (const auto order : {UserOrder::name, UserOrder::newest, UserOrder::last_sign_in}) {
        for (const char* part : {"", "son 99", "nobody at all"}) {
            for (const std::int64_t from : {0, 50'000, 3}) {
                for (const bool backwards : {false, true}) {
                    const auto time = time_of({part, order, from, backwards});
                    BOOST_TEST_MESSAGE(word(order) << ", '" << part << "', from " << from
                                                   << (backwards ? ", backwards: " : ": ") << time.count() << " us");
                    BOOST_TEST(time.count() < limit);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
