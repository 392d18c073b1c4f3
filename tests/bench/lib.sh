# shellcheck shell=bash
# What make bench and make bench-scale share: installations and servers of their own, load, medians, tables.
#
# A measurement is one line in $work/results: KEY requests/s p50 p99 CPU (times in ms, the workers' CPU in microseconds a
# request). Rounds are interleaved and medians taken, so that what else the machine does strikes all rows alike.
# shellcheck disable=SC2034 # used by those who read this file in
set -euo pipefail
export LC_ALL=C
rounds=${ROUNDS:-3}
seconds=${SECONDS_EACH:-4}
port=${PORT:-8190}
work=$(mktemp -d "${TMPDIR:-/tmp}/cloakroom-bench.XXXXXX")
pids=()
trap 'kill "${pids[@]}" 2>/dev/null; wait 2>/dev/null; rm -rf "$work"' EXIT
password='correct horse battery staple'

# need PROGRAM...: all that are missing are named at once
need() {
    local program missing=0
    for program in "$@"; do
        command -v "$program" >/dev/null || { echo "bench: there is no $program; run 'tools/deps.sh bench'" >&2; missing=1; }
    done
    return $missing
}

# install_door FOLDER USER...: an installation in which these can sign in
install_door() {
    local door=$1 user
    mkdir -p "$door/data" && chmod 700 "$door/data"
    cp "$CLOAKROOM_PROGRAM" "$door/cloakroom.fcgi"
    printf 'tries_per_network = 1000000\ntries_in_all = 1000000\n' >"$door/data/cloakroom.conf"
    chmod 600 "$door/data/cloakroom.conf"
    for user in "${@:2}"; do
        "$door/cloakroom.fcgi" --config "$door/data/cloakroom.conf" user add "$user" --password-stdin <<<"$password" >"$work/log"
    done
}

# serve NAME PORT CONFIGURATION DOOR: a lighttpd with the shipped configuration, then what stands in the input
serve() {
    mkdir -p "$work/www"
    cat - >"$work/$1.more"
    cat >"$work/$1.conf" <<TEXT
server.document-root = "$work/www"
server.bind = "127.0.0.1"
server.port = $2
server.errorlog = "$work/$1.log"
mimetype.assign = (".html" => "text/html")
var.cloakroom = "$4"
var.cloakroom_url = "/door"
var.cloakroom_arguments = "--config $4/data/cloakroom.conf"
var.cloakroom_socket = "$work/$1.sock"
include "$PWD/$3"
include "$work/$1.more"
TEXT
    lighttpd -D -f "$work/$1.conf" &
    pids+=($!)
    curl --silent --retry 20 --retry-connrefused --retry-delay 1 --output /dev/null "http://127.0.0.1:$2/"
}

# sign_in SITE ADDRESS USER: prints the cookie, NAME=VALUE
sign_in() {
    curl --silent --include --header "Origin: $1" --data "username=$3&password=$password" "$1$2" |
        sed -n 's/^Set-Cookie: \([^;]*\);.*/\1/Ip' | head -n 1
}

# greets ADDRESS COOKIES: fails unless the page of the first of them says hello; a row that does not do its work is not measured
greets() {
    local page
    page=$(curl --silent --header "Cookie: $(head -n 1 "$2")" "$1")
    grep -q "Hello, " <<<"$page" || { echo "bench: $1 does not greet the user" >&2; return 1; }
}

# workers PROGRAM: the ids of the processes that our servers run it in
workers() {
    local pid
    for pid in $(pgrep --parent "$(IFS=, && echo "${pids[*]}")"); do
        [ "$(readlink "/proc/$pid/exe")" = "$1" ] && echo "$pid"
    done
    return 0
}

# ticks PROGRAM: CPU time of its workers up to now, in hundredths of a second
ticks() {
    local pid
    for pid in $(workers "$1"); do sed 's/.*) //' "/proc/$pid/stat"; done | awk '{ sum += $12 + $13 } END { print sum + 0 }'
}

# load URL CONNECTIONS [wrk's other arguments]: "requests/s p50 p99 requests"; fails if any answer was an error, save
# with errors=allowed
load() {
    wrk -t"${threads:-1}" -c"$2" -d"${seconds}s" --latency "$1" "${@:3}" | tee -a "$work/wrk" | awk -v errors="${errors:-}" '
        function ms(text) { return text ~ /us$/ ? text / 1000 : text ~ /ms$/ ? text + 0 : text * 1000 }
        $1 == "50%" { p50 = ms($2) }
        $1 == "99%" { p99 = ms($2) }
        $2 == "requests" { requests = $1 }
        $1 == "Requests/sec:" { rate = $2 }
        /Non-2xx|Socket errors/ { print > "/dev/stderr"; wrong = errors != "allowed" }
        END { print rate, p50, p99, requests; exit wrong }'
}

# measure KEY PROGRAM URL CONNECTIONS [wrk's other arguments]
measure() {
    local before result
    before=$(ticks "$2")
    result=$(load "${@:3}")
    awk -v key="$1" -v ticks=$(($(ticks "$2") - before)) '{ print key, $1, $2, $3, $4 ? ticks * 10000 / $4 : 0 }' \
        <<<"$result" >>"$work/results"
}

# middle [KEY]: of each column of what was measured under KEY
middle() {
    local column
    for column in 2 3 4 5; do
        awk -v key="$1" -v column=$column '$1 == key { print $column }' "$work/results" | sort -g |
            awk '{ value[NR] = $1 } END { printf "%s ", value[int((NR + 1) / 2)] }'
    done
    echo
}

# ratios KEY REFERENCE COLUMN: "median least most" of the ratios of the single rounds
ratios() {
    awk -v key="$1" -v reference="$2" -v column="$3" '
        $1 == key { ours[++n] = $column }
        $1 == reference { theirs[++m] = $column }
        END { for (i = 1; i <= n; ++i) print ours[i] / theirs[i] }' "$work/results" | sort -g |
        awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)], value[1], value[NR] }'
}

heading() {  # heading TITLE: of a table of rows
    echo
    echo "| $1 | req/s | p50 ms | p99 ms | CPU µs | ratio |"
    echo "|---|--:|--:|--:|--:|--:|"
}

row() {  # row TITLE KEY REFERENCE
    local rate p50 p99 cpu ratio
    read -r rate p50 p99 cpu < <(middle "$2")
    read -r ratio _ < <(ratios "$2" "$3" 2)
    awk -v title="$1" -v rate="$rate" -v p50="$p50" -v p99="$p99" -v cpu="$cpu" -v ratio="$ratio" \
        'BEGIN { printf "| %s | %.0f | %s | %s | %s | %.2f |\n", title, rate, p50, p99, (cpu > 0 ? sprintf("%.0f", cpu) : ""), ratio }'
}

goals=()
goal() {  # goal TEXT RELATION WANTED "IS [LEAST MOST]": remembered for the table of goals
    goals+=("$(awk -v text="$1" -v relation="$2" -v wanted="$3" -v is="$4" 'BEGIN {
        range = split(is, number, " ") == 3 ? sprintf(" (%.2f to %.2f)", number[2], number[3]) : ""
        met = relation == "at least" ? number[1] >= wanted : number[1] <= wanted
        printf "| %s | %s %s | %.2f%s | %s |", text, relation, wanted, number[1], range, met ? "met" : "not met" }')")
}

print_goals() {
    echo
    echo "| goal | wanted | is (single rounds) | |"
    echo "|---|---|---|---|"
    printf '%s\n' "${goals[@]}"
}

# publish NAME FILE: with PUBLISH=1 the text becomes the part of docs/speed.md between the marks of that name
publish() {
    [ -n "${PUBLISH:-}" ] || return 0
    awk -v name="$1" -v file="$2" '
        $0 == "<!-- " name " -->" { print; print ""; while ((getline line < file) > 0) print line; print ""; inside = 1 }
        $0 == "<!-- end of " name " -->" { inside = 0 }
        !inside' docs/speed.md >"$work/speed.md"
    cp "$work/speed.md" docs/speed.md
}
