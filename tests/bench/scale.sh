#!/bin/bash
# scale.sh OUT: what a signed-in page costs with more and more sessions. Writes var/scale.md and var/scale.svg.
#
# Each number of sessions has an installation and a lighttpd of its own; rounds are interleaved. The largest database is
# some 4 GB, all of it in memory: TMPDIR must have room for it.
#   SIZES="1000 100000 1000000 10000000"  the numbers of sessions, the first is the reference
#   ROUNDS=3 SECONDS_EACH=4 PORT=8190     PUBLISH=1 also puts table and picture into docs/
here=$(dirname "$0")
# shellcheck source=tests/bench/lib.sh
. "$here/lib.sh"
fill=$(realpath "$1")/bench/fill
read -ra sizes <<<"${SIZES:-1000 100000 1000000 10000000}"
need wrk lighttpd curl

chmod 755 "$work"
declare -A site bytes
for size in "${sizes[@]}"; do
    door=$work/door-$size
    site[$size]=http://127.0.0.1:$port
    install_door "$door" reader-1
    bytes[$size]=$("$fill" "$door/data/cloakroom.sqlite" "$size" "$work/ids-$size")
    serve "$size" $((port++)) lighttpd.conf "$door" </dev/null
    cookie=$(sign_in "${site[$size]}" /door/ reader-1)
    sed "s/^/${cookie%%=*}=/" "$work/ids-$size" >"$work/cookies-$size"
    greets "${site[$size]}/door/home" "$work/cookies-$size"
done

for _ in $(seq "$rounds"); do
    for size in "${sizes[@]}"; do
        measure "$size" "$work/door-$size/cloakroom.fcgi" "${site[$size]}/door/home" 16 \
            --script "$here/load/pages.lua" -- "$work/cookies-$size"
    done
done

table() {
    echo "Measured on $(date +%F): $(nproc) processors, 8 workers, 16 connections, medians of $rounds interleaved rounds of $seconds s."
    echo
    echo "| sessions | /home, req/s | p50 ms | p99 ms | CPU µs | bytes of file a session | ratio |"
    echo "|--:|--:|--:|--:|--:|--:|--:|"
    local size rate p50 p99 cpu ratio
    for size in "${sizes[@]}"; do
        read -r rate p50 p99 cpu < <(middle "$size")
        read -r ratio _ < <(ratios "$size" "${sizes[0]}" 2)
        printf "| %d | %.0f | %s | %s | %.0f | %d | %.2f |\n" "$size" "$rate" "$p50" "$p99" "$cpu" "${bytes[$size]}" "$ratio"
    done
    goal "$(printf "/home with %d sessions over %d" "${sizes[-1]}" "${sizes[0]}")" "at least" 0.85 "$(ratios "${sizes[-1]}" "${sizes[0]}" 2)"
    goal "bytes of file a session, its browser's name of 101 bytes included" "at most" 250 "${bytes[${sizes[-1]}]}"
    print_goals
}

# picture: a page's share of the machine's time, against the sessions on a logarithmic scale
picture() {
    for size in "${sizes[@]}"; do echo "$size $(middle "$size")"; done | awk '
        function x(n) { return 70 + 430 * (log(n) - log(first)) / (log(last) - log(first)) }
        function y(us) { return 250 - 210 * us / top }
        function text(left, bottom, anchor, words) {
            printf "<text x=\"%.0f\" y=\"%.0f\" text-anchor=\"%s\">%s</text>\n", left, bottom, anchor, words
        }
        function grouped(n) { while (match(n, /[0-9][0-9][0-9][0-9]($| )/)) n = substr(n, 1, RSTART) " " substr(n, RSTART + 1); return n }
        { n[NR] = $1; cost[NR] = 1e6 / $2; if (cost[NR] > most) most = cost[NR] }
        END {
            first = n[1]; last = n[NR]
            step = most > 80 ? 40 : 20
            top = step * (int(most / step) + 1)
            print "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 560 310\" role=\"img\" aria-labelledby=\"title\">"
            print "<title id=\"title\">What a signed-in page costs, against the number of sessions</title>"
            print "<style>"
            print "text { font: 13px system-ui, sans-serif; fill: #333 } .grid { stroke: #ddd } .line { stroke: #0a6; stroke-width: 2; fill: none } .dot { fill: #0a6 }"
            print "@media (prefers-color-scheme: dark) { text { fill: #ccc } .grid { stroke: #444 } .line { stroke: #3c9 } .dot { fill: #3c9 } }"
            print "</style>"
            for (us = 0; us <= top; us += step) {
                printf "<path class=\"grid\" d=\"M70 %.0fH500\"/>\n", y(us)
                text(62, y(us) + 4, "end", us)
            }
            text(10, 22, "start", "microseconds a page, of the whole machine")
            text(285, 300, "middle", "sessions")
            for (i = 1; i <= NR; ++i) {
                points = points sprintf("%s%.0f %.0f", i > 1 ? "L" : "M", x(n[i]), y(cost[i]))
                text(x(n[i]), 272, "middle", grouped(n[i]))
            }
            printf "<path class=\"line\" d=\"%s\"/>\n", points
            for (i = 1; i <= NR; ++i) {
                printf "<circle class=\"dot\" cx=\"%.0f\" cy=\"%.0f\" r=\"4\"/>\n", x(n[i]), y(cost[i])
                text(x(n[i]), y(cost[i]) - 10, "middle", sprintf("%.0f", cost[i]))
            }
            print "</svg>"
        }'
}

mkdir -p var
table | tee var/scale.md
picture >var/scale.svg
publish scale var/scale.md
[ -z "${PUBLISH:-}" ] || cp var/scale.svg docs/scale.svg
