# shellcheck shell=bash disable=SC2154 # the variables are those of bench.sh
# Rows: signing in and out, and those who are signed in meanwhile.

measure_passwords() {
    local home=("$site/door/home" 3 --script "$here/load/pages.lua" -- "$cookies")
    "$out/hash" "$seconds" >"$work/hash-1" & "$out/hash" "$seconds" >"$work/hash-2" && wait $!
    awk '{ sum += $1 } END { print "hash", sum, "-", "-", 0 }' "$work/hash-1" "$work/hash-2" >>"$work/results"
    measure sign-in "$ours" "$site/door/" 3 --script "$here/load/sign_in.lua"
    threads=3 measure in-and-out "$ours" "$site/door/" 3 --script "$here/load/sign_in_and_out.lua"
    measure alone "$ours" "${home[@]}"
    load "$site/door/" 3 --script "$here/load/sign_in.lua" >"$work/log" &
    local beside=$!
    measure beside none "${home[@]}"  # the CPU would be that of the sign-ins, too
    wait "$beside"
}

print_passwords() {
    heading "Passwords, 3 connections (ratio to verifying alone)"
    row "verifying passwords, two processes" hash hash
    row "signing in" sign-in hash
    row "signing in and out in turn, of which half are sign-ins" in-and-out hash
    heading "/home, 3 connections (ratio to alone)"
    row "alone" alone alone
    row "beside 3 that sign in" beside alone
    "$out/timing"
    local p99
    read -r _ _ p99 _ < <(middle beside)
    goal "signing in over verifying alone" "at least" 0.90 "$(ratios sign-in hash 2)"
    goal "/home beside 3 that sign in over alone" "at least" 0.40 "$(ratios beside alone 2)"
    goal "/home beside 3 that sign in, p99 ms" "at most" 10 "$p99"
}
