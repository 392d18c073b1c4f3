#include "http/client_address.h"

#include <vector>

#include "support/holds.h"

using namespace cloakroom;
using http::client_of;
using test::holds;

namespace {

using Variables = std::vector<std::string>;

// Behind the proxies 10.0.0.0/8 and 2001:db8:f::1.
http::Client read(const Variables& variables) {
    const std::vector<IpNetwork> proxies = {parse_ip_network("10.0.0.0/8").value(),
                                            parse_ip_network("2001:db8:f::1").value()};
    std::vector<const char*> array;
    for (const auto& variable : variables) array.push_back(variable.c_str());
    array.push_back(nullptr);
    return client_of(http::Environment(array.data()), proxies);
}

std::string address_behind_proxy(const std::string& header) {
    return read({"REMOTE_ADDR=10.0.0.1", "HTTP_X_FORWARDED_FOR=" + header}).address;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(client_address)

BOOST_AUTO_TEST_CASE(a_listed_proxy_is_believed_from_the_right_up_to_the_first_stranger, *holds("SI6")) {
    struct Case {
        const char* header;
        const char* address;
    };
    for (const auto& [header, address] :
         {Case{"192.0.2.7", "192.0.2.7"}, Case{"198.51.100.1, 192.0.2.7", "192.0.2.7"},
          Case{"192.0.2.7, 10.0.0.9", "192.0.2.7"}, Case{"192.0.2.7,10.0.0.9,\t10.0.0.8 ", "192.0.2.7"},
          Case{"2001:DB8::7", "2001:db8::7"}, Case{"192.0.2.7, 2001:db8:f::1", "192.0.2.7"},
          Case{"::ffff:192.0.2.7", "192.0.2.7"}, Case{"192.0.2.7, ::ffff:10.0.0.9", "192.0.2.7"},
          Case{"<script>, 10.0.0.9, 192.0.2.7", "192.0.2.7"}, Case{",,,192.0.2.7", "192.0.2.7"}}) {
        BOOST_TEST(address_behind_proxy(header) == address, header);
    }
}

BOOST_AUTO_TEST_CASE(what_is_malformed_leaves_the_servers_word, *holds("SI6")) {
    for (const char* header : {"",
                               " ",
                               ",",
                               "192.0.2.7,",
                               "192.0.2.7, ",
                               "192.0.2.7:4711",
                               "[2001:db8::7]",
                               "[2001:db8::7]:4711",
                               "fe80::1%eth0",
                               "unknown",
                               "_hidden",
                               "for=192.0.2.7",
                               "\"192.0.2.7\"",
                               "192.0.2.7;",
                               "192.0.2.7 192.0.2.8",
                               "192.0.2",
                               "192.0.2.07",
                               "192.0.2.7/32",
                               "localhost",
                               "\xff\xfe",
                               "10.0.0.9",
                               "10.0.0.9, 10.0.0.8",
                               "192.0.2.7, unknown, 10.0.0.9"}) {
        BOOST_TEST(address_behind_proxy(header) == "10.0.0.1", header);
    }
}

BOOST_AUTO_TEST_CASE(a_header_that_comes_twice_leaves_the_servers_word, *holds("SI6")) {
    // X-Forwarded-For and X_Forwarded_For have one name in CGI.
    const auto client = read({"HTTP_X_FORWARDED_FOR=198.51.100.1", "HTTP_X_FORWARDED_FOR=192.0.2.7",
                              "REMOTE_ADDR=10.0.0.1", "HTTP_X_FORWARDED_PROTO=https", "HTTP_X_FORWARDED_PROTO=http"});
    BOOST_TEST(client.address == "10.0.0.1");
    BOOST_TEST(!client.secure);
}

BOOST_AUTO_TEST_CASE(whoever_is_not_listed_is_not_believed, *holds("SI6")) {
    for (const char* sender : {"203.0.113.9", "::1", "2001:db8:f::2", "fe80::1%eth0", "", "10.0.0.1:80"}) {
        const auto client = read(
            {"REMOTE_ADDR=" + std::string(sender), "HTTP_X_FORWARDED_FOR=192.0.2.7", "HTTP_X_FORWARDED_PROTO=https"});
        BOOST_TEST(client.address == sender);
        BOOST_TEST(!client.secure);
        BOOST_TEST(client.unlisted_proxy);
    }
}

BOOST_AUTO_TEST_CASE(other_headers_are_believed_of_nobody, *holds("SI6")) {
    const auto client = read({"REMOTE_ADDR=10.0.0.1", "HTTP_FORWARDED=for=192.0.2.7", "HTTP_CLIENT_IP=192.0.2.7",
                              "HTTP_X_REAL_IP=192.0.2.7", "HTTP_TRUE_CLIENT_IP=192.0.2.7"});
    BOOST_TEST(client.address == "10.0.0.1");
}

BOOST_AUTO_TEST_CASE(a_listed_proxy_tells_the_scheme_too) {
    struct Case {
        const char* server;
        const char* header;
        bool secure;
    };
    for (const auto& [server, header, secure] :
         {Case{"", "https", true}, Case{"", "http", false}, Case{"on", "http", false}, Case{"on", "HTTPS", true},
          Case{"", "HTTPS", false}, Case{"", "https, http", false}, Case{"on", "", true}, Case{"", " https", false}}) {
        const auto client = read(
            {"REMOTE_ADDR=10.0.0.1", "HTTPS=" + std::string(server), "HTTP_X_FORWARDED_PROTO=" + std::string(header)});
        BOOST_TEST(client.secure == secure, header);
    }
}

BOOST_AUTO_TEST_CASE(a_proxy_that_is_not_listed_is_told_apart_from_one_that_the_server_knows) {
    BOOST_TEST(!read({"REMOTE_ADDR=203.0.113.9"}).unlisted_proxy);
    BOOST_TEST(!read({"REMOTE_ADDR=10.0.0.1", "HTTP_X_FORWARDED_FOR=192.0.2.7"}).unlisted_proxy);
    BOOST_TEST(!read({"REMOTE_ADDR=192.0.2.7", "HTTP_X_FORWARDED_FOR=192.0.2.7, 203.0.113.9"}).unlisted_proxy);
    BOOST_TEST(read({"REMOTE_ADDR=203.0.113.9", "HTTP_X_FORWARDED_FOR=192.0.2.7"}).unlisted_proxy);
}

BOOST_AUTO_TEST_SUITE_END()
