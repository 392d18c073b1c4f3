#!/bin/bash
# Makes the targets that are named, one after the other, and ends with the sum of all that they counted.
#
# A target that runs tests (test-...) must count some; any other counts as one test. Nothing stops half-way: who mends one
# thing wants to see the rest.
set -u
passed=0
failed=0
skipped=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# Boost.Test: "12 test cases out of 13 passed", and "skipped" where a machine cannot run one (no root, no loop device):
# that is counted on its own, so that it is seen. node: "# pass 12" or "ℹ pass 12"; the fuzz corpora: "160 inputs replayed, ...".
count() {
    awk '
        / test cases? out of [0-9]+ (passed|failed|aborted|skipped)$/ { if ($NF == "passed") p += $1; else if ($NF == "skipped") s += $1; else f += $1 }
        /^(#|ℹ) pass [0-9]+$/ { p += $3 }
        /^(#|ℹ) (fail|cancelled|skipped|todo) [0-9]+$/ { f += $3 }
        /^[0-9]+ inputs replayed/ { p += $1 }
        END { print p + 0, f + 0, s + 0 }' "$log"
}

for target in "$@"; do
    echo "== $target"
    "${MAKE:-make}" "$target" 2>&1 | tee "$log"
    status=${PIPESTATUS[0]}
    read -r p f s < <(count)
    case $target in
        test-*) [ $((p + f)) -gt 0 ] || { echo "$target: no test ran"; f=1; } ;;
        *) [ "$status" -eq 0 ] && p=1 ;;
    esac
    [ "$status" -eq 0 ] || [ "$f" -gt 0 ] || f=1
    passed=$((passed + p))
    failed=$((failed + f))
    skipped=$((skipped + s))
    [ "$f" -eq 0 ] || wrong="${wrong:-} $target"
done

[ "$failed" -eq 0 ] || echo "failed:$wrong"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
