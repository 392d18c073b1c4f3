# shellcheck shell=bash disable=SC2154 # the variables are those of bench.sh
# Rows: session variables over JSON.

measure_variables() {
    local read=(--script "$here/load/pages.lua") write=(--script "$here/load/write.lua") address=/session/page/cart
    head -n 1 "$cookies" >"$work/one-session"
    head -n 8 "$cookies" >"$work/eight-sessions"
    measure bare-write "$out/variable" "$site/bare-variable$address" 16 "${write[@]}" -- "$cookies"
    measure write "$ours" "$site/door$address" 16 "${write[@]}" -- "$cookies"
    measure read "$ours" "$site/door$address" 16 "${read[@]}" -- "$cookies"
    measure on-one "$ours" "$site/door$address" 8 "${write[@]}" -- "$work/one-session"
    measure on-eight "$ours" "$site/door$address" 8 "${write[@]}" -- "$work/eight-sessions"
}

print_variables() {
    heading "Session variables (ratio to the bare program)"
    row "bare program: one upsert, 16 connections" bare-write bare-write
    row "one written over JSON, 16 connections" write bare-write
    row "one read over JSON, 16 connections" read bare-write
    row "8 clients write to one session" on-one bare-write
    row "8 clients write to 8 sessions" on-eight bare-write
    goal "one variable written over the bare program" "at least" 0.85 "$(ratios write bare-write 2)"
}
