#include "web/guard/media_type.h"

#include "support/holds.h"

using cloakroom::test::holds;
using cloakroom::web::is_program_source;
using cloakroom::web::media_type_of;

BOOST_AUTO_TEST_SUITE(media_type)

BOOST_AUTO_TEST_CASE(the_type_is_that_of_the_last_ending) {
    BOOST_TEST(media_type_of("page.html") == "text/html");
    BOOST_TEST(media_type_of("/members/photo.of.us.JPG") == "image/jpeg");
    BOOST_TEST(media_type_of("list.tar.gz") == "application/gzip");
}

BOOST_AUTO_TEST_CASE(what_is_not_known_is_only_bytes) {
    for (const char* name : {"README", "x.unknown", "x.", "html", "x.html.bak"}) {
        BOOST_TEST(media_type_of(name) == "application/octet-stream", name);
    }
}

BOOST_AUTO_TEST_CASE(sources_of_programs_are_known_by_their_name, *holds("PA2")) {
    for (const char* name :
         {"x.php", "x.PHP", "x.php5", "x.phtml", "x.phar",  "x.cgi", "x.fcgi",  "x.pl", "x.py",      "x.rb", "x.sh",
          "x.lua", "x.jsp", "x.asp",  "x.aspx",  "x.shtml", "x.inc", "a.b.php", ".php", "x.inc.php", "x.Inc"}) {
        BOOST_TEST(is_program_source(name), name);
    }
}

BOOST_AUTO_TEST_CASE(copies_of_sources_are_sources, *holds("PA2")) {
    for (const char* name : {"x.php~", "x.php.bak", "x.php.old", "x.PHP.Orig", "x.php.save.1", "x.php_", "#x.php#",
                             "x.php (1)", "x.php copy", "x.php.", "x.cgi.2024-05-01", "x.phps", "x.pl.~1~", "x.php.txt",
                             "x.php.zip", "index.pl.html"}) {
        BOOST_TEST(is_program_source(name), name);
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_source_is_none) {
    for (const char* name : {"x.html", "php", "README", "x.html~", "x.pdf", "sh", "x.", "x.plan", "x.pyx1"}) {
        BOOST_TEST(!is_program_source(name), name);
    }
}

BOOST_AUTO_TEST_SUITE_END()
