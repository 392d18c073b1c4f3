// The audit log as a page and as a file.
#include <fstream>

#include "auth/audit_log.h"
#include "base/times.h"
#include "support/holds.h"
#include "support/web_house.h"

using namespace cloakroom;
using test::holds;

namespace {

struct Logged : test::WebHouse {
    Logged() {
        auth.users.add("alice", test::good_password, true, auth::Actor::command_line());
        add("bob");
        id = sign_in("alice").fresh->id;
    }

    http::Response ask(const std::string& path, http::Fields query) {
        http::Request sent = request(http::Method::get, path, id);
        sent.query = std::move(query);
        return web::dispatch(site, sent);
    }

    // What stands in the table.
    std::string rows(http::Fields query = {}) {
        const std::string page = ask("/admin/log", std::move(query)).body;
        const auto begin = page.find("<tbody>");
        std::string rows = begin == std::string::npos ? "" : page.substr(begin, page.find("</tbody>") - begin);
        std::erase(rows, '\n');
        return rows;
    }

    std::string csv(http::Fields query = {}) {
        const auto response = ask("/admin/log.csv", std::move(query));
        std::string text;
        if (response.file) {
            response.file->read([&](std::string_view piece) {
                text += piece;
                return true;
            });
        }
        return text;
    }

    std::string id;
};

bool shows(const std::string& page, const std::string& part) {
    return page.find(part) != std::string::npos;
}

std::size_t lines(const std::string& text, const std::string& end = "</tr>") {
    std::size_t found = 0;
    for (std::size_t at = 0; (at = text.find(end, at)) != std::string::npos; at += end.size()) ++found;
    return found;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(log_page, Logged)

BOOST_AUTO_TEST_CASE(it_tells_what_happened_to_whom_by_whom_and_from_where, *holds("LG1")) {
    BOOST_TEST(lines(rows()) == 4U);
    const std::string all = rows();
    BOOST_TEST(shows(all, "<td>Signed in</td><td><bdi>alice</bdi></td><td>a visitor</td><td>192.0.2.1</td>"));
    BOOST_TEST(shows(all, "<td>User added</td><td><bdi>alice</bdi></td><td>command line</td>"));
    BOOST_TEST(shows(all, "just now</time>"));
    BOOST_TEST(all.find("Signed in") < all.find("User added"));
}

BOOST_AUTO_TEST_CASE(a_user_who_was_deleted_is_told_by_his_number, *holds("DB16")) {
    auth.users.remove("bob", {.who = "user 1", .address = "192.0.2.1", .session_tag = "", .request_id = ""});
    BOOST_TEST(shows(rows(), "<td>User deleted</td><td>user 2 (deleted)</td><td><bdi>alice</bdi></td>"));
    BOOST_TEST(lines(rows({{"user", "2"}})) == 2U);
}

BOOST_AUTO_TEST_CASE(it_can_be_filtered_by_event_user_and_day) {
    BOOST_TEST(lines(rows({{"event", "user_added"}})) == 2U);
    BOOST_TEST(lines(rows({{"user", "ALICE"}})) == 3U);
    BOOST_TEST(lines(rows({{"user", "bob"}, {"event", "sign_in"}})) == 0U);
    clock.move(std::chrono::days{2});
    sign_in("bob");
    id = sign_in("alice").fresh->id;
    const std::string today = iso_time(clock.now()).substr(0, 10);
    BOOST_TEST(lines(rows({{"event", "sign_in"}, {"since", today}})) == 2U);
    BOOST_TEST(lines(rows({{"event", "sign_in"}, {"until", today}})) == 3U);
    BOOST_TEST(lines(rows({{"since", "2001-02-03"}, {"until", "2001-02-04"}})) == 0U);
}

BOOST_AUTO_TEST_CASE(what_an_admin_did_is_found_by_his_name) {
    auth.users.disable("bob", {.who = "user 1", .address = "", .session_tag = "", .request_id = ""});
    BOOST_TEST(shows(rows({{"user", "alice"}}), "User disabled"));
}

BOOST_AUTO_TEST_CASE(a_filter_that_cannot_be_is_told) {
    for (const char* day : {"yesterday", "2026-02-30", "2026-1-1", "-026-01-01", "9999999999", "2026-01-01x"}) {
        const auto response = ask("/admin/log", {{"since", day}});
        BOOST_TEST(response.status == 422, day);
        BOOST_TEST(shows(response.body, "A day is written like"));
        BOOST_TEST(!shows(response.body, "Nothing of this kind"));
    }
    const auto reversed = ask("/admin/log", {{"since", "2026-02-02"}, {"until", "2026-02-01"}});
    BOOST_TEST(reversed.status == 422);
    BOOST_TEST(shows(reversed.body, "The last day comes before the first."));
    BOOST_TEST(shows(reversed.body, "value=\"2026-02-02\""));
    BOOST_TEST(shows(ask("/admin/log", {{"user", "nobody"}}).body, "There is no user of that name."));
    BOOST_TEST(header(ask("/admin/log.csv", {{"user", "nobody"}}), "Location") == "/admin/log?user=nobody");
}

BOOST_AUTO_TEST_CASE(where_nothing_fits_it_says_so) {
    BOOST_TEST(shows(ask("/admin/log", {{"event", "rule_set"}}).body, "Nothing of this kind has happened."));
    BOOST_TEST(shows(ask("/admin/log", {{"event", "' OR 1=1 --"}}).body, "Nothing of this kind has happened."));
}

BOOST_AUTO_TEST_CASE(pages_lead_to_the_end_and_no_row_is_lost_when_others_come_meanwhile) {
    for (int i = 0; i < 100; ++i) auth.audit.write(auth::Event::rule_set, {}, std::nullopt, "/x" + std::to_string(i));
    const http::Fields first = {{"event", "rule_set"}};
    BOOST_TEST(lines(rows(first)) == 50U);
    const std::string page = ask("/admin/log", first).body;
    BOOST_TEST(shows(page, "href=\"/admin/log?event=rule_set&amp;before=55\""));
    auth.audit.write(auth::Event::rule_set, {}, std::nullopt, "/new");
    const std::string second = rows({{"event", "rule_set"}, {"before", "55"}});
    BOOST_TEST(lines(second) == 50U);
    BOOST_TEST(shows(second, "/x49<"));
    BOOST_TEST(shows(second, "/x0<"));
    BOOST_TEST(!shows(ask("/admin/log", {{"event", "rule_set"}, {"before", "55"}}).body, ">Older<"));
    BOOST_TEST(shows(ask("/admin/log", {{"before", "55"}}).body, ">The newest<"));
}

BOOST_AUTO_TEST_CASE(each_event_has_words_on_the_page) {
    for (const auto word : auth::event_words()) {
        const std::string page = ask("/admin/log", {{"event", std::string(word)}}).body;
        const std::string option = "<option value=\"" + std::string(word) + "\" selected>";
        BOOST_TEST(shows(page, option), word);
        BOOST_TEST(!shows(page, option + "<"), word);
    }
}

BOOST_AUTO_TEST_CASE(an_event_that_a_newer_program_wrote_is_shown_by_its_word) {
    execute("UPDATE audit_log SET event = 'moon_landed' WHERE id = 1");
    BOOST_TEST(shows(rows(), "<td>moon_landed</td>"));
}

BOOST_AUTO_TEST_CASE(what_was_done_by_uploading_a_file_is_told_so) {
    auth.audit.write_alone(auth::Event::backup_restored, auth::Actor::uploaded_file(), std::nullopt);
    BOOST_TEST(shows(rows(), "<td>an uploaded file</td>"));
}

BOOST_AUTO_TEST_CASE(the_file_has_a_line_for_each_row_and_the_same_filter, *holds("TP7")) {
    const std::string all = csv();
    BOOST_TEST(lines(all, "\r\n") == 5U);
    BOOST_TEST(
        all.starts_with("id,time,event,user_id,user,actor,actor_name,address,subject,session_tag,request_id\r\n"));
    BOOST_TEST(shows(all, ",user_added,1,alice,command_line,,,,,\r\n"));
    BOOST_TEST(lines(csv({{"event", "user_added"}}), "\r\n") == 3U);
    const auto response = ask("/admin/log.csv", {});
    BOOST_TEST(header(response, "Content-Type") == "text/csv; charset=utf-8");
    BOOST_TEST(header(response, "Content-Disposition") == "attachment; filename=\"audit-log.csv\"");
}

BOOST_AUTO_TEST_CASE(no_name_in_the_file_is_a_formula, *holds("TP7")) {
    add("=HYPERLINK(\"http://evil.example\")");
    BOOST_TEST(shows(csv(), ",\"'=HYPERLINK(\"\"http://evil.example\"\")\","));
}

BOOST_AUTO_TEST_CASE(the_file_of_a_long_log_is_whole) {
    for (int i = 0; i < 2500; ++i) auth.audit.write(auth::Event::rule_set, {}, std::nullopt, "/x");
    BOOST_TEST(lines(csv(), "\r\n") == 2505U);
}

BOOST_AUTO_TEST_CASE(the_list_of_events_in_the_documentation_is_whole, *holds("LG1")) {
    std::ifstream in("docs/audit-log.md");
    const std::string page{std::istreambuf_iterator<char>(in), {}};
    std::string listed;
    std::string known;
    for (std::size_t at = page.find("\n| `"); at != std::string::npos; at = page.find("\n| `", at + 1)) {
        listed += page.substr(at + 4, page.find('`', at + 4) - at - 4) + "\n";
    }
    for (const auto word : auth::event_words()) known += std::string(word) + "\n";
    BOOST_TEST(listed == known);
}

BOOST_AUTO_TEST_SUITE_END()
