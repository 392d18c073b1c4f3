#!/bin/bash
# man.sh VERSION: prints the man page cloakroom(1), made from docs/cli.md, which is what the program says of itself.
set -euo pipefail
cd "$(dirname "$0")/.."

cat <<TEXT
.TH CLOAKROOM 1 "" "Cloakroom ${1:?usage: man.sh VERSION}" "User Commands"
.SH NAME
cloakroom \\- sign\\-in and protected folders for a site on a stock web server
.SH SYNOPSIS
.B cloakroom
.RB [ \\-\\-config
.IR FILE ]
.I word
\\&...
.SH DESCRIPTION
The same program answers a web server, over FastCGI or as a CGI program, and is the command line of a site.
It is told which site by the configuration in its private folder:
.BR "cloakroom \\-\\-config /var/lib/cloakroom/cloakroom.conf user list" .
.SH COMMANDS
TEXT
# Each section is a heading and a text as it stands on a terminal.
sed -n '/^## /,$p' docs/cli.md | sed -e 's/\\/\\e/g; s/-/\\-/g' -e "s/^[.']/\\\\\&&/" |
    awk '/^## / { print ".SS " substr($0, 4); next }
         /^```/ { print (open = !open) ? ".nf" : ".fi"; next }
         open || NF { print }'
cat <<'TEXT'
.SH FILES
.TP
.I cloakroom.conf
The settings; cloakroom.conf.sample explains each.
.TP
.I cloakroom.sqlite
The database, in the same private folder.
TEXT
