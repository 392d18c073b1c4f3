#include "base/ip_address.h"

#include "support/holds.h"

using namespace cloakroom;
using test::holds;

BOOST_AUTO_TEST_SUITE(ip_address)

BOOST_AUTO_TEST_CASE(an_address_is_read_and_written_in_its_shortest_form) {
    BOOST_TEST(text_of(parse_ip_address("192.0.2.7").value()) == "192.0.2.7");
    BOOST_TEST(text_of(parse_ip_address("2001:DB8:0:0:0:0:0:7").value()) == "2001:db8::7");
    BOOST_TEST(text_of(parse_ip_address("::ffff:192.0.2.7").value()) == "192.0.2.7");
}

BOOST_AUTO_TEST_CASE(what_is_not_one_address_and_no_more_is_none, *holds("SI6")) {
    using namespace std::string_view_literals;
    for (const std::string_view text :
         {""sv, " 192.0.2.7"sv, "192.0.2.7 "sv, "192.0.2.7:80"sv, "192.0.2"sv, "192.0.2.256"sv, "192.0.2.07"sv,
          "0xC0.0.2.7"sv, "3221225991"sv, "[2001:db8::7]"sv, "[2001:db8::7]:80"sv, "fe80::1%eth0"sv, "2001:db8::7::"sv,
          "localhost"sv, "unknown"sv, "192.0.2.7,192.0.2.8"sv, "192.0.2.7\0"sv, "192.0.2.0/24"sv, "::1\n"sv}) {
        BOOST_TEST(!parse_ip_address(text).has_value(), text);
    }
}

BOOST_AUTO_TEST_CASE(a_network_contains_its_addresses_and_no_other) {
    struct Case {
        const char* network;
        const char* address;
        bool contains;
    };
    for (const auto& [network, address, contains] :
         {Case{"192.0.2.0/24", "192.0.2.255", true}, Case{"192.0.2.0/24", "192.0.3.0", false},
          Case{"192.0.2.99/24", "192.0.2.1", true}, Case{"192.0.2.7", "192.0.2.7", true},
          Case{"192.0.2.7", "192.0.2.6", false}, Case{"192.0.2.8/30", "192.0.2.11", true},
          Case{"192.0.2.8/30", "192.0.2.12", false}, Case{"0.0.0.0/0", "198.51.100.1", true},
          Case{"0.0.0.0/0", "2001:db8::1", false}, Case{"2001:db8::/32", "2001:db8:ffff::", true},
          Case{"2001:db8::/32", "2001:db9::", false}, Case{"::1", "::1", true}, Case{"::/128", "::1", false},
          Case{"::ffff:10.0.0.0/104", "10.1.2.3", true}, Case{"10.0.0.0/8", "::ffff:10.1.2.3", true}}) {
        const auto parsed = parse_ip_network(network);
        BOOST_TEST_REQUIRE(parsed.has_value(), network);
        BOOST_TEST(parsed->contains(parse_ip_address(address).value()) == contains, network << " " << address);
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_network_is_none) {
    for (const char* text : {"", "/24", "192.0.2.0/", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/24 ", "192.0.2.0/+4",
                             "192.0.2.0/2x", "2001:db8::/129", "proxy.example", "*", "192.0.2.0/24/24"}) {
        BOOST_TEST(!parse_ip_network(text).has_value(), text);
    }
}

BOOST_AUTO_TEST_CASE(a_customer_has_24_bits_of_ipv4_and_64_of_ipv6, *holds("SI5")) {
    BOOST_TEST(customer_network("192.0.2.7") == "192.0.2.0");
    BOOST_TEST(customer_network("::ffff:192.0.2.7") == "192.0.2.0");
    BOOST_TEST(customer_network("192.0.3.7") == "192.0.3.0");
    BOOST_TEST(customer_network("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::");
    BOOST_TEST(customer_network("2001:db8:1:3::9") == "2001:db8:1:3::");
    BOOST_TEST(customer_network("") == "");
    BOOST_TEST(customer_network("fe80::1%eth0") == "fe80::1%eth0");
}

BOOST_AUTO_TEST_SUITE_END()
