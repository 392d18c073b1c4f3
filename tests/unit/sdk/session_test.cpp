// cloakroom::Session beyond the numbered statements: references, errors, and sessions
// that end or are shared while a request runs.
#include <sys/wait.h>
#include <unistd.h>

#include "support/browser.h"
#include "support/holds.h"

using namespace cloakroom;
using test::Browser;
using test::holds;
using test::House;

namespace {

// Runs `work` in `count` processes at once, each with a house of its own in this
// folder, and waits for them; true if none failed.
template <typename Work>
bool in_processes(int count, const test::Visited& house, const Work& work) {
    for (int i = 0; i < count; ++i) {
        if (fork() != 0) continue;
        int status = 1;
        try {
            House own({}, house.folder);
            Session session = Browser{own, false, house.browser.cookies}.open();
            work(session);
            status = 0;
        } catch (const std::exception& error) {
            BOOST_TEST_MESSAGE(error.what());
        }
        _exit(status);
    }
    bool all_done = true;
    for (int status = 0; wait(&status) > 0;) all_done = all_done && status == 0;
    return all_done;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(session, test::Visited)

// References

BOOST_AUTO_TEST_CASE(a_reference_converts_compares_and_is_copied_by_value) {
    browser.visit([](Session& session) {
        session["n"] = 5;
        session["copy"] = session["n"];
        session["n"] = 6;
        const Value value = session["copy"];
        BOOST_TEST(value.get<int>() == 5);
        BOOST_TEST(session["n"].get<double>() == 6.0);
        BOOST_TEST((session["copy"] == 5));
        BOOST_TEST((session["copy"] != session["n"]));
        BOOST_CHECK_THROW(session["copy"] = session["missing"], KeyError);
        BOOST_TEST((session["copy"] == 5));
    });
}

BOOST_AUTO_TEST_CASE(a_list_in_braces_can_be_assigned) {
    browser.visit([](Session& session) {
        session["array"] = {1, 2};
        session["object"] = {{"tea", 2}, {"cake", nullptr}};
        session["texts"] = {"a", "b", "c"};
        BOOST_TEST(session["array"].get<std::vector<int>>().size() == 2U);
        BOOST_TEST(session.at("object").at("tea").get<int>() == 2);
        BOOST_TEST(session.at("texts").dump() == R"(["a","b","c"])");
    });
}

BOOST_AUTO_TEST_CASE(the_default_tells_which_type_is_wanted) {
    browser.visit([](Session& session) {
        session["n"] = 5;
        session["half"] = 0.5;
        session["large"] = 5'000'000'000;
        session["name"] = "Ada";
        session["null"] = nullptr;
        BOOST_TEST(session.get("n", 0) + 1 == 6);
        BOOST_TEST(session.get("missing", 7) == 7);
        BOOST_TEST(session.get("name", "") + "!" == "Ada!");
        BOOST_TEST(session.get("n", 0.25) == 5.0);
        BOOST_TEST(session.get("name", 7) == 7);
        BOOST_TEST(session.get("half", 7) == 7);
        BOOST_TEST(session.get("large", 7) == 7);
        BOOST_TEST(session.get("large", std::int64_t{7}) == 5'000'000'000);
        BOOST_TEST(session.get("n", true) == true);
        BOOST_TEST(session.get("n", "none") == "none");
        BOOST_TEST(session.get("null", Value("there")).is_null());
    });
}

BOOST_AUTO_TEST_CASE(all_is_a_snapshot_in_the_order_of_the_names) {
    browser.visit([](Session& session) {
        for (const char* key : {"b", "c", "a"}) session[key] = 1;
        std::string order;
        for (const auto& [key, value] : session.all()) {
            order += key;
            session.erase(key);
        }
        BOOST_TEST(order == "abc");
        BOOST_TEST(session.all().empty());
    });
}

// Anonymous visitors

BOOST_AUTO_TEST_CASE(a_refused_first_write_leaves_no_row_and_no_cookie, *holds("SL9 CK4")) {
    const auto answer = browser.visit([](Session& session) {
        BOOST_CHECK_THROW(session["name"] = "\xff", ValueError);
        BOOST_CHECK_THROW(session[""] = 1, ValueError);
        BOOST_CHECK_THROW(session["a\nb"] = 1, ValueError);
        BOOST_CHECK_THROW(session["large"] = std::string(70'000, 'a'), QuotaError);
        BOOST_CHECK_THROW(session.flash(std::string(5'000, 'a')), QuotaError);
        BOOST_CHECK_THROW(session.flash("text", ""), ValueError);
        BOOST_TEST(!session.compare_and_set("missing", 1, 2));
        BOOST_TEST(session.is_new());
    });
    BOOST_TEST(!answer.sets_cookie());
    BOOST_TEST(sessions() == 0);
}

BOOST_AUTO_TEST_CASE(a_write_after_a_refused_one_begins_the_session) {
    const auto answer = browser.visit([](Session& session) {
        BOOST_CHECK_THROW(session["colour"] = "\xff", ValueError);
        session["colour"] = "green";
    });
    BOOST_TEST(answer.all("Set-Cookie").size() == 1U);
    BOOST_TEST(sessions() == 1);
}

BOOST_AUTO_TEST_CASE(each_way_of_writing_begins_a_session) {
    for (void (*write)(Session&) :
         {+[](Session& session) { session.increment("n"); }, +[](Session& session) { session.set_if_absent("n", 1); },
          +[](Session& session) { session.update("n", [](const Value&) { return 1; }); },
          +[](Session& session) { session.flash("Saved."); }}) {
        Browser fresh{*this};
        BOOST_TEST(fresh.visit(write).all("Set-Cookie").size() == 1U);
    }
    BOOST_TEST(sessions() == 4);
}

BOOST_AUTO_TEST_CASE(a_dead_cookie_gives_way_to_the_new_one, *holds("ID3 CK7")) {
    const std::string made_up = "cloakroom=" + std::string(43, 'A');
    browser.cookies = made_up;
    const auto answer = browser.visit([](Session& session) { session["colour"] = "green"; });
    BOOST_TEST(answer.all("Set-Cookie").size() == 1U);
    BOOST_TEST(browser.cookies != made_up);
}

BOOST_AUTO_TEST_CASE(two_different_cookies_open_nothing, *holds("CK6")) {
    browser.visit([](Session& session) { session["colour"] = "green"; });
    const std::string own = browser.cookies;
    browser.cookies = own + "; cloakroom=" + std::string(43, 'A');
    BOOST_TEST(!browser.open().contains("colour"));
    browser.cookies = own + "; other=1; " + own;
    BOOST_TEST(browser.open().contains("colour"));
}

BOOST_AUTO_TEST_CASE(a_session_is_good_only_where_it_began, *holds("CK2")) {
    browser.visit([](Session& session) { session["colour"] = "green"; });
    const std::string id = browser.cookies.substr(browser.cookies.find('='));
    BOOST_TEST(!Browser(*this, true, "__Host-cloakroom" + id).open().contains("colour"));
}

BOOST_AUTO_TEST_CASE(what_a_visitor_stored_comes_along_when_he_signs_in, *holds("ID4")) {
    add("alice");
    browser.visit([](Session& session) {
        session["colour"] = "green";
        session.flash("Saved.");
    });
    const Browser before = browser;
    browser.sign_in("alice");
    BOOST_TEST(before.cookies != browser.cookies);
    BOOST_TEST(!before.open().contains("colour"));
    browser.visit([](Session& session) {
        BOOST_TEST(session.user().value() == "alice");
        BOOST_TEST((session["colour"] == "green"));
        BOOST_TEST(session.flashes().size() == 1U);
    });
    BOOST_TEST(sessions() == 1);
}

BOOST_AUTO_TEST_CASE(a_signed_in_visitor_stays_so_when_nothing_is_left) {
    add("alice");
    browser.sign_in("alice");
    const auto answer = browser.visit([](Session& session) {
        session["colour"] = "green";
        session.pop("colour");
        session.clear();
    });
    BOOST_TEST(!answer.sets_cookie());
    BOOST_TEST(browser.open().user().value() == "alice");
}

// Sessions that end while a request runs

BOOST_AUTO_TEST_CASE(a_request_cannot_write_to_a_session_that_ended_meanwhile, *holds("SL1")) {
    browser.visit([](Session& session) { session["colour"] = "green"; });
    const auto answer = browser.visit([this](Session& session) {
        session.get("colour");
        execute("PRAGMA foreign_keys = ON; DELETE FROM sessions");
        BOOST_CHECK_THROW(session["colour"] = "blue", SessionEnded);
        BOOST_CHECK_THROW(session["colour"] = "blue", SessionEnded);
        BOOST_CHECK_THROW(session.increment("n"), SessionEnded);
        BOOST_CHECK_THROW(session.update("n", [](const Value&) { return 1; }), SessionEnded);
        BOOST_CHECK_THROW(session.compare_and_set("colour", "green", "blue"), SessionEnded);
        BOOST_CHECK_THROW(session.flash("Saved."), SessionEnded);
        BOOST_CHECK_THROW(session.set_permanent(true), SessionEnded);
        BOOST_TEST(session.all().empty());
        BOOST_TEST(!session.erase("colour"));
        session.clear();
        session.sign_out();
    });
    BOOST_TEST(!answer.sets_cookie());
    BOOST_TEST(!answer.deletes_cookie());  // he may have signed in meanwhile
    BOOST_TEST(sessions() == 0);
    BOOST_TEST(count("SELECT count(*) FROM session_variables") == 0);
}

BOOST_AUTO_TEST_CASE(a_session_that_ended_meanwhile_is_not_made_permanent, *holds("SL1")) {
    browser.visit([](Session& session) { session["colour"] = "green"; });
    const auto answer = browser.visit([this](Session& session) {
        session.get("colour");
        execute("PRAGMA foreign_keys = ON; DELETE FROM sessions");
        BOOST_CHECK_THROW(session.set_permanent(true), SessionEnded);
    });
    BOOST_TEST(!answer.sets_cookie());
    BOOST_TEST(!answer.deletes_cookie());
}

BOOST_AUTO_TEST_CASE(a_session_that_began_and_ended_in_one_request_sets_no_cookie) {
    const auto answer = browser.visit([](Session& session) {
        session["colour"] = "green";
        session.sign_out();
    });
    BOOST_TEST(!answer.sets_cookie());
    BOOST_TEST(sessions() == 0);
}

BOOST_AUTO_TEST_CASE(what_is_stored_after_sign_out_is_not_permanent_for_the_old_one_was) {
    add("alice");
    browser.sign_in("alice", true);
    const auto answer = browser.visit([](Session& session) {
        BOOST_TEST(session.is_permanent());
        session.sign_out();
        session["colour"] = "green";
    });
    BOOST_TEST_REQUIRE(answer.all("Set-Cookie").size() == 1U);
    BOOST_TEST(answer.all("Set-Cookie")[0].find("Max-Age") == std::string::npos);
}

// Headers

BOOST_AUTO_TEST_CASE(after_the_headers_nothing_changes_them, *holds("CA1")) {
    add("alice");
    browser.sign_in("alice");
    Session session = browser.open();
    browser.close(session);
    BOOST_CHECK_THROW(session.user(), HeadersSent);  // the answer bears no Vary

    Session looked_at = browser.open();
    looked_at.user();
    browser.close(looked_at);
    BOOST_CHECK_THROW(looked_at.set_permanent(true), HeadersSent);
    BOOST_TEST(!looked_at.is_permanent());
    BOOST_CHECK_THROW(looked_at.sign_out(), HeadersSent);
    BOOST_TEST(browser.open().user().value() == "alice");
    BOOST_TEST(looked_at.headers().size() == 2U);
}

BOOST_AUTO_TEST_CASE(an_anonymous_session_emptied_after_the_headers_goes_on) {
    browser.visit([](Session& session) { session["colour"] = "green"; });
    Session session = browser.open();
    session.flashes();
    BOOST_TEST(!browser.close(session).sets_cookie());
    BOOST_TEST((session.pop("colour") == "green"));
    session["colour"] = "blue";
    session.clear();
    BOOST_TEST(session.headers().size() == 2U);
    BOOST_TEST(sessions() == 1);
}

// Errors

BOOST_AUTO_TEST_CASE(increment_of_what_is_no_whole_number_changes_nothing) {
    browser.visit([](Session& session) {
        session["name"] = "Ada";
        session["most"] = INT64_MAX;
        BOOST_CHECK_THROW(session.increment("name"), ValueError);
        BOOST_CHECK_THROW(session.increment("most"), ValueError);
        BOOST_TEST((session["name"] == "Ada"));
        BOOST_TEST((session["most"] == INT64_MAX));
        BOOST_TEST(session.increment("most", -1) == INT64_MAX - 1);
    });
}

BOOST_AUTO_TEST_CASE(what_the_function_of_update_throws_leaves_the_variable) {
    browser.visit([](Session& session) {
        session["n"] = 1;
        const auto fail = [](const Value&) -> Value { throw std::domain_error("no"); };
        BOOST_CHECK_THROW(session.update("n", fail), std::domain_error);
        BOOST_CHECK_THROW(session.update("missing", fail), std::domain_error);
        BOOST_CHECK_THROW(session.update("n", [](const Value&) { return "\xff"; }), ValueError);
        BOOST_TEST((session["n"] == 1));
        BOOST_TEST(!session.contains("missing"));
    });
}

BOOST_AUTO_TEST_CASE(a_visitor_is_not_taken_for_a_new_one_while_the_data_cannot_be_read) {
    browser.visit([](Session& session) { session["colour"] = "green"; });
    Session session = browser.open();
    execute("ALTER TABLE sessions RENAME TO away");
    BOOST_CHECK_THROW(session.get("colour"), std::runtime_error);
    BOOST_CHECK_THROW(session["colour"] = "blue", std::runtime_error);
    execute("ALTER TABLE away RENAME TO sessions");
    BOOST_TEST((session["colour"] == "green"));
    BOOST_TEST(!browser.close(session).sets_cookie());
}

BOOST_AUTO_TEST_CASE(of_a_moved_session_the_new_one_goes_on) {
    Session first = browser.open();
    first["colour"] = "green";
    Session second = std::move(first);
    second["shape"] = "round";
    first = std::move(second);
    BOOST_TEST(first.all().size() == 2U);
    BOOST_TEST(browser.close(first).all("Set-Cookie").size() == 1U);
}

// Several processes on one session

BOOST_AUTO_TEST_CASE(processes_that_add_to_one_number_lose_nothing, *holds("SL8")) {
    browser.visit([](Session& session) { session["n"] = 0; });
    BOOST_TEST(in_processes(4, *this, [](Session& session) {
        for (int i = 0; i < 50; ++i) session.increment("n");
    }));
    BOOST_TEST((browser.open()["n"] == 200));
}

BOOST_AUTO_TEST_CASE(processes_that_update_one_value_lose_nothing, *holds("SL8")) {
    browser.visit([](Session& session) { session["list"] = Value::array(); });
    BOOST_TEST(in_processes(4, *this, [](Session& session) {
        for (int i = 0; i < 25; ++i) {
            session.update("list", [](Value list) {
                list.push_back(getpid());
                return list;
            });
        }
    }));
    BOOST_TEST(browser.open().at("list").size() == 100U);
}

// The value comes back again and again: who compared and lost must not be told of a quota.
BOOST_AUTO_TEST_CASE(processes_that_switch_to_and_fro_disturb_nobody, *holds("SL8")) {
    browser.visit([](Session& session) { session["on"] = false; });
    BOOST_TEST(in_processes(4, *this, [](Session& session) {
        for (int i = 0; i < 50; ++i) {
            session.update("on", [](const Value& on) { return !on.get<bool>(); });
        }
    }));
    BOOST_TEST((browser.open()["on"] == false));
}

BOOST_AUTO_TEST_CASE(each_flash_message_is_shown_by_one_process, *holds("SL8")) {
    browser.visit([](Session& session) {
        session["began"] = true;
        for (int i = 0; i < 20; ++i) session.flash("message " + std::to_string(i));
    });
    BOOST_TEST(in_processes(4, *this, [](Session& session) {
        for (const Flash& flash : session.flashes()) session.increment(flash.text);
    }));
    Session session = browser.open();
    for (int i = 0; i < 20; ++i) BOOST_TEST(session.get("message " + std::to_string(i), 0) == 1);
}

BOOST_AUTO_TEST_SUITE_END()
