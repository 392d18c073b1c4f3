#include "auth/sessions.h"

#include <fstream>
#include <set>

#include "base/encoding.h"
#include "support/holds.h"
#include "support/house.h"

using namespace cloakroom;
using namespace std::chrono_literals;
using std::chrono::days;
using test::holds;
using test::House;

namespace {

std::string content_of(const std::filesystem::path& folder) {
    std::string all;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream file(entry.path(), std::ios::binary);
        all.append(std::istreambuf_iterator<char>(file), {});
    }
    return all;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(sessions, House)

BOOST_AUTO_TEST_CASE(a_session_is_found_by_its_id_and_tells_who_it_is) {
    add("Alice");
    const auto fresh = sign_in("alice").fresh;
    const auto session = find(fresh->id);
    BOOST_REQUIRE(session.has_value());
    BOOST_TEST(session->user->name == "Alice");
    BOOST_TEST(!session->permanent);
    BOOST_TEST((session->started_at == clock.now()));
}

BOOST_AUTO_TEST_CASE(an_id_has_256_bits_and_never_repeats, *holds("ID1 ID7")) {
    std::set<std::string> ids;
    for (int i = 0; i < 1000; ++i) ids.insert(auth.sessions.begin_anonymous({}).id);
    BOOST_TEST(ids.size() == 1000U);
    BOOST_TEST(ids.begin()->size() == 43U);
}

BOOST_AUTO_TEST_CASE(a_thousand_live_ids_stand_in_no_file, *holds("ID2")) {
    std::vector<std::string> ids;
    for (int i = 0; i < 1000; ++i) ids.push_back(auth.sessions.begin_anonymous({}).id);
    const std::string files = content_of(folder->path());
    BOOST_TEST(files.find(sha256(ids[0])) != std::string::npos);  // we look in the right place
    for (const std::string& id : ids) BOOST_REQUIRE(files.find(id) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_id_that_the_server_did_not_make_is_never_adopted, *holds("ID3")) {
    const std::string foreign(43, 'A');
    BOOST_TEST(!find(foreign).has_value());
    BOOST_TEST(count("SELECT count(*) FROM sessions") == 0);
}

BOOST_AUTO_TEST_CASE(a_malformed_value_opens_nothing, *holds("CK7")) {
    const std::string id = auth.sessions.begin_anonymous({}).id;
    BOOST_TEST(find(id).has_value());
    for (const std::string& wrong : {std::string(), id + "A", id.substr(1), "&=" + id.substr(2), std::string(8192, 'A'),
                                     id.substr(0, 42) + '\0', id.substr(0, 42) + "\x80", id.substr(0, 42) + "="}) {
        BOOST_TEST(!find(wrong).has_value());
    }
}

BOOST_AUTO_TEST_CASE(a_session_begun_over_http_is_refused_over_https_and_the_reverse, *holds("CK2")) {
    const std::string plain = auth.sessions.begin_anonymous({.address = "", .user_agent = "", .secure = false}).id;
    const std::string secure = auth.sessions.begin_anonymous({.address = "", .user_agent = "", .secure = true}).id;
    BOOST_TEST(!auth.sessions.find(plain, true).has_value());
    BOOST_TEST(!auth.sessions.find(secure, false).has_value());
    BOOST_TEST(auth.sessions.find(secure, true).has_value());
}

BOOST_AUTO_TEST_CASE(a_permanent_session_lives_seven_days_from_sign_in_however_often_it_is_used, *holds("SL2 CK3")) {
    add("alice");
    const std::string id = sign_in("alice", test::good_password, true).fresh->id;
    for (int day = 0; day < 6; ++day) {
        clock.move(days{1});
        auth.sessions.saw(find(id).value());
    }
    clock.move(days{1} - 1s);
    BOOST_TEST(find(id).has_value());
    clock.move(1s);
    BOOST_TEST(!find(id).has_value());
}

BOOST_AUTO_TEST_CASE(a_browser_session_ends_after_a_day, *holds("SL2")) {
    add("alice");
    const std::string id = sign_in("alice").fresh->id;
    for (int hour = 0; hour < 23; ++hour) {
        clock.move(1h);
        auth.sessions.saw(find(id).value());
    }
    clock.move(1h);
    BOOST_TEST(!find(id).has_value());
}

BOOST_AUTO_TEST_CASE(a_browser_session_ends_after_twelve_hours_without_a_visit, *holds("SL2")) {
    add("alice");
    const std::string id = sign_in("alice").fresh->id;
    clock.move(12h - 1s);
    BOOST_TEST(find(id).has_value());
    clock.move(1s);
    BOOST_TEST(!find(id).has_value());
}

BOOST_AUTO_TEST_CASE(a_permanent_session_may_rest, *holds("SL2")) {
    add("alice");
    const std::string id = sign_in("alice", test::good_password, true).fresh->id;
    clock.move(days{6});
    BOOST_TEST(find(id).has_value());
}

BOOST_AUTO_TEST_CASE(a_shorter_lifetime_is_a_matter_of_options, *holds("SL2")) {
    auth::Services::Options options;
    options.sessions.permanent_lifetime = days{1};
    House strict(options);
    strict.add("alice");
    const auto fresh = strict.sign_in("alice", test::good_password, true).fresh;
    BOOST_TEST((fresh->session.expires_at - fresh->session.started_at == days{1}));
}

BOOST_AUTO_TEST_CASE(a_page_view_writes_at_most_every_five_minutes, *holds("SL12")) {
    const std::string id = auth.sessions.begin_anonymous({}).id;
    for (int i = 0; i < 1000; ++i) auth.sessions.saw(find(id).value());
    clock.move(5min - 1s);
    auth.sessions.saw(find(id).value());
    BOOST_TEST((find(id)->last_seen_at == clock.now() - 5min + 1s));
    clock.move(1s);
    auth.sessions.saw(find(id).value());
    BOOST_TEST((find(id)->last_seen_at == clock.now()));
}

BOOST_AUTO_TEST_CASE(an_ended_session_is_dead_for_every_process_at_once, *holds("SL1")) {
    const std::string id = auth.sessions.begin_anonymous({}).id;
    House other({}, folder);
    BOOST_TEST(other.find(id).has_value());
    auth.sessions.end(find(id).value());
    BOOST_TEST(!other.find(id).has_value());
}

BOOST_AUTO_TEST_CASE(a_request_in_flight_cannot_revive_an_ended_session, *holds("SL1")) {
    const auto in_flight = auth.sessions.begin_anonymous({});
    auth.sessions.end(in_flight.session);
    clock.move(10min);
    auth.sessions.saw(in_flight.session);
    using enum auth::Space;
    BOOST_TEST((auth.variables.write(in_flight.session, program, "theme", "dark") == auth::Written::ended));
    BOOST_TEST(
        (std::get<auth::Written>(auth.variables.increment(in_flight.session, page, "visits")) == auth::Written::ended));
    BOOST_TEST((auth.flash_messages.add(in_flight.session, "message", "hello") == auth::Written::ended));
    BOOST_TEST(count("SELECT count(*) FROM sessions") == 0);
    BOOST_TEST(count("SELECT count(*) FROM session_variables") == 0);
}

BOOST_AUTO_TEST_CASE(a_disabled_users_sessions_are_dead_at_once, *holds("SL3")) {
    const auto alice = add("alice");
    const std::string id = sign_in("alice").fresh->id;
    execute("UPDATE users SET disabled_at = 1");
    BOOST_TEST(!find(id).has_value());
}

BOOST_AUTO_TEST_CASE(deleting_a_user_takes_sessions_along_and_his_number_is_never_reused, *holds("DB16")) {
    const auto alice = add("alice");
    const std::string id = sign_in("alice").fresh->id;
    execute("PRAGMA foreign_keys = ON; DELETE FROM users");
    BOOST_TEST(!find(id).has_value());
    BOOST_TEST(count("SELECT count(*) FROM sessions") == 0);
    BOOST_TEST(add("bob").user.id > alice.user.id);
}

BOOST_AUTO_TEST_CASE(each_new_row_sweeps_ten_dead_ones_at_least_and_a_hundred_at_most, *holds("SL10")) {
    for (int i = 0; i < 250; ++i) auth.sessions.begin_anonymous({});
    clock.move(days{2});
    for (std::int64_t dead = 250; dead > 0;) {
        const std::string id = auth.sessions.begin_anonymous({}).id;
        const std::int64_t left = count("SELECT count(*) FROM sessions WHERE expires_at < 1800100000");
        BOOST_TEST((left <= dead - 10 || left == 0));
        BOOST_TEST(left >= dead - 100);
        BOOST_TEST(find(id).has_value());
        dead = left;
    }
}

BOOST_AUTO_TEST_SUITE_END()
