#include "http/json.h"

#include <array>
#include <string>

#include "support/holds.h"

using namespace cloakroom::http;
using cloakroom::test::holds;
using namespace std::string_literals;
using namespace std::string_view_literals;

namespace {

struct Kept {
    std::string_view text;
    std::string_view as;  // how it is written again
};

bool is_refused(std::string_view text) {
    try {
        read_json(text);
        return false;
    } catch (const JsonError&) {
        return true;
    }
}

std::string nested(int levels) {
    return std::string(static_cast<std::size_t>(levels), '[') + std::string(static_cast<std::size_t>(levels), ']');
}

constexpr auto good = std::to_array<Kept>({
    {"null", "null"},
    {"true", "true"},
    {"false", "false"},
    {"0", "0"},
    {"-0", "0"},
    {"1", "1"},
    {" \t\r\n1\n", "1"},
    {"-1.5e-3", "-0.0015"},
    {"1E2", "100.0"},
    {"1e+2", "100.0"},
    {"0.0", "0.0"},
    {"-0.0", "-0.0"},
    {"9223372036854775807", "9223372036854775807"},
    {"-9223372036854775808", "-9223372036854775808"},
    {"9223372036854775808", "9.223372036854776e+18"},
    {"18446744073709551615", "1.8446744073709552e+19"},
    {"18446744073709551616", "1.8446744073709552e+19"},
    {"-9223372036854775809", "-9.223372036854776e+18"},
    {"100000000000000000000", "1e+20"},
    {"1e308", "1e+308"},
    {"1e-400", "0.0"},
    {"\"\"", "\"\""},
    {R"("a\"\\\/\b\f\n\r\t")", R"("a\"\\/\b\f\n\r\t")"},
    {R"("\u00e9\u20AC")", "\"\xC3\xA9\xE2\x82\xAC\""},
    {R"("\uD83E\uDED6")", "\"\xF0\x9F\xAB\x96\""},
    {R"("\u0000")", R"("\u0000")"},
    {"\"\x7f\"", "\"\x7f\""},
    {"\"\xEF\xBB\xBF\"", "\"\xEF\xBB\xBF\""},
    {"\"\xEF\xBF\xBF\"", "\"\xEF\xBF\xBF\""},
    {"\"\xE2\x80\xA8\"", "\"\xE2\x80\xA8\""},
    {"[]", "[]"},
    {"[1,[2,{\"a\":[]}]]", "[1,[2,{\"a\":[]}]]"},
    {"{}", "{}"},
    {R"({"":0})", R"({"":0})"},
    {R"({"a":1,"A":2})", R"({"A":2,"a":1})"},
    {R"({"a":{"a":1},"b":[{"a":1},{"a":2}]})", R"({"a":{"a":1},"b":[{"a":1},{"a":2}]})"},
});

constexpr auto bad = std::to_array<std::string_view>({
    "",
    " ",
    "nul",
    "NULL",
    "True",
    "nulll",
    "NaN",
    "Infinity",
    "-Infinity",
    "undefined",
    "+1",
    "-",
    "01",
    "-01",
    "1.",
    ".5",
    "1e",
    "1e+",
    "0x10",
    "1_000",
    "1,5",
    "\xEF\xBC\x91",
    "1e400",
    "-1e400",
    "'a'",
    "\"",
    "\"a",
    "a",
    "\"\\\"",
    R"("\x41")",
    R"("\u12")",
    R"("\u12G4")",
    R"("\U0041")",
    R"("\a")",
    "\"\n\"",
    "\"\t\"",
    "\"\x1f\"",
    "\"\0\""sv,
    R"("\uD83E")",
    R"("\uD83Ex")",
    R"("\uD83E\u0041")",
    R"("\uDED6")",
    R"("\uDED6\uD83E")",
    "\"\x80\"",
    "\"\xC3\"",
    "\"\xC0\x80\"",
    "\"\xE0\x80\x80\"",
    "\"\xED\xA0\x80\"",
    "\"\xF4\x90\x80\x80\"",
    "\"\xFF\"",
    "\xEF\xBB\xBF"
    "1",
    "\xFE\xFF\0"
    "1"sv,
    "1\0"sv,
    "1\0"
    "2"sv,
    "\0"sv,
    "1 2",
    "1,",
    "1;",
    "{}{}",
    "[]]",
    "[",
    "[1",
    "[1,",
    "[1,]",
    "[,1]",
    "[1 2]",
    "[1:2]",
    "[1}",
    "{",
    "{}}",
    "{\"a\"",
    "{\"a\":",
    "{\"a\":1",
    "{\"a\":1,}",
    "{\"a\" 1}",
    "{\"a\",1}",
    "{a:1}",
    "{1:1}",
    "{'a':1}",
    "{null:1}",
    "{\"a\":1 \"b\":2}",
    R"({"a":1,"a":1})",
    R"({"a":1,"b":{"c":1,"c":2}})",
    R"({"a":1,"\u0061":2})",
    R"([{"a":[],"a":[]}])",
    "// a\n1",
    "/* a */1",
    "1 # a",
    "\f1",
    "\xC2\xA0"
    "1",
    "\v1",
});

}  // namespace

BOOST_AUTO_TEST_SUITE(json_)

BOOST_AUTO_TEST_CASE(what_is_json_is_read_and_written_again_alike, *holds("FP12 SL16")) {
    for (const auto& [text, as] : good) BOOST_TEST(read_json(text).dump() == as, text);
}

BOOST_AUTO_TEST_CASE(what_is_not_or_not_clearly_is_refused, *holds("FP12")) {
    for (const auto text : bad) BOOST_TEST(is_refused(text), text);
    BOOST_TEST(good.size() + bad.size() > 100U);
}

BOOST_AUTO_TEST_CASE(no_more_than_32_levels_are_read, *holds("FP12")) {
    BOOST_TEST(read_json(nested(32)).dump() == nested(32));
    BOOST_TEST(is_refused(nested(33)));
    BOOST_TEST(is_refused(nested(40'000)));
    BOOST_TEST(is_refused(std::string(90'000, '[')));
    std::string objects = "1";
    for (int i = 0; i < 32; ++i) objects = "{\"a\":" + objects + "}";
    BOOST_TEST(!is_refused(objects));
    BOOST_TEST(is_refused("[" + objects + "]"));
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_said_without_repeating_it) {
    try {
        read_json("[1, \xff]");
        BOOST_FAIL("was taken");
    } catch (const JsonError& error) {
        BOOST_TEST(error.what() == "the body is not JSON, at byte 5"s);
    }
}

BOOST_AUTO_TEST_SUITE_END()
