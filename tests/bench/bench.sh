#!/bin/bash
# bench.sh OUT: speed and memory beside the least that any program could do, on this machine, now.
#
# Everything runs behind one lighttpd, ours by the configuration that we ship; rounds are interleaved, and medians taken, so
# that what else the machine does strikes all rows alike. Prints a table and writes var/bench.md.
set -euo pipefail
export LC_ALL=C
here=$(dirname "$0")
out=$1/bench
rounds=${ROUNDS:-3}
seconds=${SECONDS_EACH:-4}
port=${PORT:-8190}
cgi_port=$((port + 1))
site=http://127.0.0.1:$port
cgi_site=http://127.0.0.1:$cgi_port
work=$(mktemp -d /tmp/cloakroom-bench.XXXXXX)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null; wait 2>/dev/null; rm -rf "$work"' EXIT
for tool in wrk lighttpd curl; do command -v "$tool" >/dev/null || { echo "bench: apt-get install $tool" >&2; exit 1; }; done

build() {
    mkdir -p "$out" "$work/www" "$work/door/data"
    chmod 755 "$work" && chmod 700 "$work/door/data"
    cc -O2 -o "$out/hello" "$here/hello.c" -lfcgi
    cc -O2 -static -o "$out/empty" "$here/empty.c"
    cc -O2 -o "$out/hash" "$here/hash.c" -lsodium
    cc -O2 -o "$out/start" "$here/start.c"
    cp "$CLOAKROOM_PROGRAM" "$work/door/cloakroom.fcgi"
    cp "$out/empty" "$work/www/empty.cgi"
    head -c 2048 /dev/zero | tr '\0' x >"$work/www/static.html"
    echo 'tries_per_address = 1000000' >"$work/door/data/cloakroom.conf"
    chmod 600 "$work/door/data/cloakroom.conf"
    for user in $(seq 16); do
        echo 'correct horse battery staple' |
            "$work/door/cloakroom.fcgi" --config "$work/door/data/cloakroom.conf" user add "bench-$user" --password-stdin >"$work/log"
    done
}

# configure NAME PORT CONFIGURATION, then what stands in the input
configure() {
    cat >"$work/$1.conf" <<TEXT
server.document-root = "$work/www"
server.bind = "127.0.0.1"
server.port = $2
server.errorlog = "$work/$1.log"
mimetype.assign = (".html" => "text/html")
var.cloakroom = "$work/door"
var.cloakroom_url = "/door"
var.cloakroom_arguments = "--config $work/door/data/cloakroom.conf"
var.cloakroom_socket = "$work/door.sock"
include "$PWD/$3"
TEXT
    cat >>"$work/$1.conf"
    lighttpd -D -f "$work/$1.conf" &
    pids+=($!)
}

start_servers() {
    configure fastcgi "$port" lighttpd.conf <<TEXT
\$HTTP["url"] =~ "^/hello" {
    fastcgi.server = ("/hello" => (("bin-path" => "$(realpath "$out/hello")", "socket" => "$work/hello.sock",
        "max-procs" => 8, "check-local" => "disable")))
}
TEXT
    configure cgi "$cgi_port" lighttpd-cgi.conf <<TEXT
\$HTTP["url"] =~ "^/empty" { cgi.assign = (".cgi" => "") }
TEXT
    for url in "$site/static.html" "$cgi_site/static.html"; do
        curl --silent --fail --retry 20 --retry-connrefused --retry-delay 1 --output /dev/null "$url"
    done
}

sign_in() {
    curl --silent --include --header "Origin: $site" --data 'username=bench-1&password=correct horse battery staple' "$site/door/" |
        sed -n 's/^Set-Cookie: \([^;]*\);.*/\1/Ip' | head -n 1
}

# load URL CONNECTIONS [wrk's other arguments]: "requests/s p50 p99", both times in ms; fails if any answer was an error
load() {
    wrk -t1 -c"$2" -d"${seconds}s" --latency "${@:3}" "$1" | tee -a "$work/wrk" | awk '
        function ms(text) { return text ~ /us$/ ? text / 1000 : text ~ /ms$/ ? text + 0 : text * 1000 }
        $1 == "50%" { p50 = ms($2) }
        $1 == "99%" { p99 = ms($2) }
        $1 == "Requests/sec:" { rate = $2 }
        /Non-2xx|Socket errors/ { print > "/dev/stderr"; wrong = 1 }
        END { print rate, p50, p99; exit wrong }'
}

# median KEY: of each column of what measure() wrote under KEY
median() {
    for column in 2 3 4; do
        awk -v key="$1" -v column=$column '$1 == key { print $column }' "$work/results" | sort -n |
            awk '{ value[NR] = $1 } END { printf "%s ", value[int((NR + 1) / 2)] }'
    done
    echo
}

measure() {
    local result
    result=$(load "${@:2}")
    echo "$1 $result" >>"$work/results"
}

memory() {  # median RSS and PSS of a worker in MiB; $1: the worker's program
    for pid in $(pgrep --parent "${pids[0]}"); do
        [ "$(realpath "/proc/$pid/exe")" = "$1" ] || continue
        awk '/^Rss:/ { rss = $2 } /^Pss:/ { pss = $2 } END { printf "%.1f %.2f\n", rss / 1024, pss / 1024 }' "/proc/$pid/smaps_rollup"
    done | sort -n | awk '{ line[NR] = $0 } END { print line[int((NR + 1) / 2)] }'
}

row() {  # row TITLE KEY REFERENCE [RSS PSS]
    read -r rate p50 p99 < <(median "$2")
    read -r reference _ < <(median "$3")
    awk -v title="$1" -v rate="$rate" -v p50="$p50" -v p99="$p99" -v reference="$reference" -v rss="${4:-}" -v pss="${5:-}" \
        'BEGIN { printf "| %-38s | %8.0f | %7s | %7s | %5s | %5s | %5.2f |\n", title, rate, p50, p99, rss, pss, rate / reference }'
}

build
start_servers
cookie=$(sign_in)
for url in "$site" "$cgi_site"; do
    curl --silent --header "Cookie: $cookie" "$url/door/home" | grep -q bench-1 || { echo "bench: $url/door/home does not greet" >&2; exit 1; }
done
signed_in=(--header "Cookie: $cookie")

for _ in $(seq "$rounds"); do
    measure static "$site/static.html" 16
    measure hello "$site/hello" 16
    measure home "$site/door/home" 16 "${signed_in[@]}"
    measure empty-cgi "$cgi_site/empty.cgi" 16
    measure home-cgi "$cgi_site/door/home" 16 "${signed_in[@]}"
    "$out/hash" "$seconds" >"$work/hash-1" & "$out/hash" "$seconds" >"$work/hash-2" && wait $!
    echo "hash $(cat "$work/hash-1" "$work/hash-2" | awk '{ sum += $1 } END { print sum }') - -" >>"$work/results"
    measure sign-in "$site/door/" 3 --script "$here/sign_in.lua"
    measure alone "$site/door/home" 3 "${signed_in[@]}"
    load "$site/door/" 3 --script "$here/sign_in.lua" >"$work/log" &
    beside=$!
    measure beside "$site/door/home" 3 "${signed_in[@]}"
    wait "$beside"
done
hello_memory=$(memory "$(realpath "$out/hello")")
our_memory=$(memory "$work/door/cloakroom.fcgi")
read -r empty_start our_start < <(
    env -i GATEWAY_INTERFACE=CGI/1.1 SERVER_PROTOCOL=HTTP/1.1 REQUEST_METHOD=GET REQUEST_URI=/door/home SERVER_NAME=127.0.0.1 \
        SERVER_PORT="$cgi_port" SCRIPT_NAME=/door/cloakroom.fcgi PATH_INFO=/home DOCUMENT_ROOT="$work/www" REMOTE_ADDR=127.0.0.1 \
        SCRIPT_FILENAME="$work/door/cloakroom.fcgi" HTTP_HOST="127.0.0.1:$cgi_port" HTTP_COOKIE="$cookie" \
        "$out/start" 500 "$out/empty" "$work/door/cloakroom.fcgi" | paste -sd ' '
)

mkdir -p var
{
    echo "# Speed, $(date +%F), $(nproc) processors, $rounds rounds of $seconds s"
    echo
    echo "| 16 connections, 8 workers              |    req/s |  p50 ms |  p99 ms |   RSS |   PSS | ratio |"
    echo "| -------------------------------------- | -------- | ------- | ------- | ----- | ----- | ----- |"
    row "static file" static hello
    # shellcheck disable=SC2086 # two numbers
    row "fixed page, FastCGI" hello hello $hello_memory
    # shellcheck disable=SC2086
    row "/home signed in, FastCGI" home hello $our_memory
    row "empty program, CGI" empty-cgi empty-cgi
    row "/home signed in, CGI" home-cgi empty-cgi
    row "verifying passwords, two processes" hash hash
    row "signing in, 3 connections" sign-in hash
    row "/home, 3 connections, alone" alone alone
    row "/home, 3 beside 3 that sign in" beside alone
    echo
    echo "RSS and PSS in MiB a worker. Start of a CGI program: empty $empty_start ms, ours $our_start ms (medians of 500)."
    "$1/tests/timing"
} | tee var/bench.md
