// Does a visitor notice what must not be? He is sent to a server that lies.
#include "torture/visitor.h"

#include "support/holds.h"

namespace cloakroom::test {
namespace {

struct Server {
    std::map<std::string, std::map<std::string, std::int64_t>> sessions;
    int requests = 0;
    int forgets_write = 0;     // the number of the request of which it says it was done
    bool revives = false;      // signing out does nothing
    bool breaks_off = false;   // every third request is done but not answered
    bool never_comes = false;  // every third request is neither

    std::string begin() {
        const std::string cookie = "cloakroom=" + std::to_string(sessions.size());
        sessions[cookie];
        return cookie;
    }

    Reply answer(const Call& call) {
        ++requests;
        if (never_comes && requests % 3 == 0) return {};
        Reply reply = act(call);
        return breaks_off && requests % 3 == 0 ? Reply{} : reply;
    }

    Reply act(const Call& call) {
        if (call.path == "/logout") {
            if (!revives) ended.insert(call.cookie);
            return {303};
        }
        if (ended.contains(call.cookie)) return {401};
        auto& variables = sessions[call.cookie];
        const std::string name = call.path.substr(14, 4);
        if (call.method == "PUT") {
            if (requests != forgets_write) variables[name] = std::stoll(call.body);
            return {204};
        }
        if (call.method == "POST") return {200, std::to_string(++variables[name])};
        const auto found = variables.find(name);
        if (found == variables.end()) return {404};
        Reply reply{200, std::to_string(found->second)};
        if (call.method == "DELETE") variables.erase(found);
        return reply;
    }

    std::set<std::string> ended;
};

struct Watched : Tally {
    void send_a_visitor_to(Server& server, int acts = 2000) {
        Visitor visitor(
            1, [&](const Call& call) { return server.answer(call); }, [&] { return server.begin(); }, *this);
        for (int i = 0; i < acts; ++i) visitor.act();
        visitor.look_at_everything();
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(visitor, Watched)

BOOST_AUTO_TEST_CASE(an_honest_server_is_believed) {
    Server server;
    send_a_visitor_to(server);
    BOOST_TEST(sessions.text() + variables.text() == "");
    BOOST_TEST(ended > 100);
}

BOOST_AUTO_TEST_CASE(what_was_not_answered_may_have_been_done_or_not) {
    Server does_it;
    does_it.breaks_off = true;
    send_a_visitor_to(does_it);
    Server does_nothing;
    does_nothing.never_comes = true;
    send_a_visitor_to(does_nothing);
    BOOST_TEST(sessions.text() + variables.text() == "");
    BOOST_TEST(unanswered > 500);
}

BOOST_AUTO_TEST_CASE(a_write_that_was_answered_and_is_lost_is_noticed) {
    for (int request = 1; request <= 200; ++request) {
        Server server;
        server.forgets_write = request;
        send_a_visitor_to(server, 300);
    }
    BOOST_TEST(variables.count() > 5);  // not each of them is a write, or read before it is overwritten
}

BOOST_AUTO_TEST_CASE(an_ended_session_that_is_back_is_noticed) {
    Server server;
    server.revives = true;
    send_a_visitor_to(server);
    BOOST_TEST(sessions.count() > 50);
}

BOOST_AUTO_TEST_CASE(a_session_that_is_lost_is_noticed) {
    Server server;
    const std::string gone = server.begin();
    server.ended.insert(gone);
    Visitor visitor(
        1, [&](const Call& call) { return server.answer(call); }, [&] { return gone; }, *this);
    visitor.act();
    BOOST_TEST(sessions.count() == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace cloakroom::test
