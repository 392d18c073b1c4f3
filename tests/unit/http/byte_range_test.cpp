#include "http/byte_range.h"

#include <boost/test/unit_test.hpp>

using cloakroom::http::ByteRange;
using cloakroom::http::parse_range;

BOOST_TEST_DONT_PRINT_LOG_VALUE(ByteRange)

namespace {

constexpr std::int64_t total = 1000;

ByteRange part(std::int64_t offset, std::int64_t size) {
    return {.kind = ByteRange::Kind::part, .offset = offset, .size = size};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(byte_range)

BOOST_AUTO_TEST_CASE(one_range_is_a_part) {
    BOOST_TEST(parse_range("bytes=0-0", total) == part(0, 1));
    BOOST_TEST(parse_range("bytes=0-499", total) == part(0, 500));
    BOOST_TEST(parse_range("bytes=999-999", total) == part(999, 1));
    BOOST_TEST(parse_range("Bytes=5-9", total) == part(5, 5));
}

BOOST_AUTO_TEST_CASE(an_open_end_is_the_end_of_the_file) {
    BOOST_TEST(parse_range("bytes=990-", total) == part(990, 10));
    BOOST_TEST(parse_range("bytes=990-5000", total) == part(990, 10));
    BOOST_TEST(parse_range("bytes=990-99999999999999999999999", total) == part(990, 10));
}

BOOST_AUTO_TEST_CASE(the_last_bytes_can_be_asked_for) {
    BOOST_TEST(parse_range("bytes=-1", total) == part(999, 1));
    BOOST_TEST(parse_range("bytes=-5000", total) == part(0, total));
}

BOOST_AUTO_TEST_CASE(what_begins_behind_the_end_cannot_be_satisfied) {
    for (const char* header : {"bytes=1000-", "bytes=1000-1001", "bytes=99999999999999999999-", "bytes=-0"}) {
        BOOST_TEST((parse_range(header, total).kind == ByteRange::Kind::unsatisfiable), header);
    }
    BOOST_TEST((parse_range("bytes=0-", 0).kind == ByteRange::Kind::unsatisfiable));
}

BOOST_AUTO_TEST_CASE(several_ranges_and_what_is_none_are_answered_with_the_whole) {
    for (const char* header :
         {"", "bytes=0-1,4-5", "bytes=5-4", "bytes=", "bytes=-", "bytes=a-b", "bytes=1-x", "bytes= 1-2", "bytes=--1",
          "bytes=+1-2", "bytes=-1-2", "lines=1-2", "bytes", "1-2", "bytes=1 -2", "bytes=0x1-2", "bytes=-1,-2"}) {
        BOOST_TEST((parse_range(header, total) == ByteRange{ByteRange::Kind::whole, 0, total}), header);
    }
    BOOST_TEST((parse_range("bytes=-5", 0) == ByteRange{}));
}

BOOST_AUTO_TEST_SUITE_END()
