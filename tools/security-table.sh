#!/bin/bash
# Prints docs/security.md: each requirement with the tests that hold it.
#
# C++ tests name their requirements in *holds("CK5 CK6"), browser tests at the head of their title ("SL7 CA1: ...").
set -eu
export LC_ALL=C

cpp_tests() {
    find tests -name node_modules -prune -o -name '*.cpp' -print | sort | xargs awk '
        FNR == 1 { call = "" }
        /^(BOOST_AUTO_TEST_CASE|BOOST_DATA_TEST_CASE|BOOST_FIXTURE_TEST_CASE)\(/ { call = "" ; open = 1 }
        open { call = call $0 }
        open && /\{/ {
            open = 0
            if (!match(call, /holds\("[^"]*"\)/)) next
            numbers = substr(call, RSTART + 7, RLENGTH - 9)
            sub(/^[A-Z_]*\(/, "", call)
            sub(/[,)].*/, "", call)
            gsub(/_/, " ", call)
            print numbers "\t" FILENAME "\t" call
        }'
}

browser_tests() {
    find tests/browser -name node_modules -prune -o -name '*.mjs' -print | sort | xargs -r awk '
        match($0, /test\(["\x27`][A-Z]+[0-9]+( [A-Z]+[0-9]+)*: /) {
            text = substr($0, RSTART + 6)
            numbers = text; sub(/: .*/, "", numbers)
            sub(/^[^:]*: /, "", text); sub(/["\x27`],.*/, "", text)
            print numbers "\t" FILENAME "\t" text
        }'
}

cat <<'TEXT'
# Security requirements and the tests that hold them

Made by `make security-table` from the tests; `make check` fails when it is out of date. The numbers: CK cookies, ID session
ids, SL session lifetimes, SI sign-in, PW passwords, RF requests from other sites, RD redirects, FP form parsing, TP templates,
HD headers, CA caching, CG plain CGI, PR processes, DB database, CF configuration and secrets, LG logs, PA published files,
BH build and hardening.

| requirement | held by | in |
| --- | --- | --- |
TEXT
{ cpp_tests; browser_tests; } | awk -F '\t' '{
        count = split($1, numbers, " ")
        for (i = 1; i <= count; ++i) {
            letters = numbers[i]; sub(/[0-9]+.*/, "", letters)
            digits = numbers[i]; sub(/^[A-Z]+/, "", digits)
            printf "%s\t%03d\t| %s | %s | %s |\n", letters, digits, numbers[i], $3, $2
        }
    }' | sort -u | cut -f 3-
