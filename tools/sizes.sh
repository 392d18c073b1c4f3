#!/bin/bash
# Fails for a file of more than 400 lines and a function of more than 60: what does not fit the screen is two things.
# What others are to read at one sitting is shorter: session.js 80 lines, the example for C++ programs 40.
files=$(find src tests tools -name node_modules -prune -o \( -name '*.cpp' -o -name '*.h' -o -name '*.mjs' \) -print)
wrong=$(
    wc -l html/session.js docs/examples/visits.cpp | awk '
        /session\.js$/ && $1 > 80 || /visits\.cpp$/ && $1 > 40 { print $2 ": " $1 " lines in one file" }'
    wc -l $files | awk '$2 != "total" && $1 > 400 { print $2 ": " $1 " lines in one file" }'
    ctags -x --fields=+e --kinds-C++=f --map-C++=+.h --_xformat='%n %e %N %F' $(grep -v '\.mjs$' <<<"$files") |
        awk '$2 - $1 >= 60 { print $4 ":" $1 ": " $3 " has " $2 - $1 + 1 " lines" }'
)
[ -z "$wrong" ] && exit 0
echo "$wrong"
exit 1
