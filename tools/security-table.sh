#!/bin/bash
# Prints docs/security.md: each requirement of tests/requirements.txt that is tested, with its tests.
#
# C++ tests name their requirements in *holds("CK5 CK6"), browser tests at the head of their title ("SL7 CA1: ...").
set -euo pipefail
export LC_ALL=C

# Both print a line a requirement: number, file, test.
cpp_tests() {
    find tests -name node_modules -prune -o -name '*.cpp' -print | sort | xargs awk '
        /^[A-Z_]+\(/ { call = ""; open = 1 }
        open { call = call $0 }
        open && /\) \{$/ {
            open = 0
            if (!match(call, /holds\("[^"]*"\)/)) next
            numbers = substr(call, RSTART + 7, RLENGTH - 9)
            sub(/_THAT\([a-z_]+, */, "(", call)
            match(call, /[(, ][a-z][a-z0-9]*_[a-z0-9_]*,/)
            call = substr(call, RSTART + 1, RLENGTH - 2)
            gsub(/_/, " ", call)
            count = split(numbers, number, " ")
            for (i = 1; i <= count; ++i) print number[i] "\t" FILENAME "\t" call
        }'
}

browser_tests() {
    find tests/browser -name node_modules -prune -o -name '*.mjs' -print | sort | xargs awk '
        match($0, /test\(["\047`][A-Z]+[0-9]+( [A-Z]+[0-9]+)*: /) {
            text = substr($0, RSTART + 6)
            numbers = text; sub(/: .*/, "", numbers)
            sub(/^[^:]*: /, "", text); sub(/["\047`], .*/, "", text)
            gsub(/\$\{/, "{", text)
            count = split(numbers, number, " ")
            for (i = 1; i <= count; ++i) print number[i] "\t" FILENAME "\t" text
        }'
}

cat <<'TEXT'
# Security requirements and the tests that hold them

`make security-table` makes this page from the tests and from `tests/requirements.txt`; `make check` fails when it is out of
date. A requirement that no test names is not listed: it is not claimed.
TEXT
{ cpp_tests; browser_tests; } | sort -u | awk -F '\t' '
    NR == FNR { tests[$1] = tests[$1] "- " $3 " (`" $2 "`)\n"; next }
    /^#/ || !NF { next }
    { number = $0; sub(/ .*/, "", number); text = substr($0, length(number) + 2); known[number] = 1 }
    number !~ /[0-9]/ { heading = "\n## " text "\n"; next }
    number in tests { printf "%s\n**%s** %s\n\n%s", heading, number, text, tests[number]; heading = "" }
    END {
        for (number in tests)
            if (!(number in known)) { print "tests/requirements.txt does not explain " number > "/dev/stderr"; wrong = 1 }
        exit wrong
    }' - tests/requirements.txt
