#!/bin/bash
# Prints docs/cli.md: what the program named by $1 says of each of its command words.
set -euo pipefail
program=$1

# The words that a help text lists, and those below them.
words_in() { sed -n '/^Subcommands:/,/^$/s/^  \([a-z-]*\) .*/\1/p'; }

say() {
    printf '\n## %s\n\n```\n' "${*:-cloakroom.fcgi}"
    # What stands below each help text is said once.
    "$program" "$@" --help | if [ $# -gt 0 ]; then sed '/^Exit codes/,$d'; else cat; fi | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}'
    printf '```\n'
}

cat <<'TEXT'
# The command line

`make cli-docs` makes this page from what the program says itself; a test fails when the two differ. More on the private
folder and on exit codes: [Configuration](configuration.md#the-command-line).
TEXT
say
for word in $("$program" --help | words_in); do
    below=$("$program" "$word" --help | words_in)
    [ -n "$below" ] || say "$word"
    for second in $below; do say "$word" "$second"; done
done
