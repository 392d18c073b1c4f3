#!/bin/bash
# bench.sh OUT: speed and memory beside the least that any program could do, and beside others, on this machine, now.
#
# Everything runs behind one lighttpd, ours by the configuration that we ship. Prints tables and writes var/bench.md.
#   ROWS="pages cgi passwords variables protected files flood"  the groups of rows, each a file of that name beside this one
#   ROUNDS=3 SECONDS_EACH=4 PORT=8190     as it says
#   PUBLISH=1                             puts the tables into docs/speed.md, too
here=$(dirname "$0")
# shellcheck source=tests/bench/lib.sh
. "$here/lib.sh"
out=$(realpath "$1")/bench
site=http://127.0.0.1:$port
cgi_port=$((port + 1))
cgi_site=http://127.0.0.1:$cgi_port
# shellcheck disable=SC2034 # for the groups
ours=$work/door/cloakroom.fcgi
cookies=$work/cookies
groups=${ROWS:-pages cgi passwords variables protected files flood}
need wrk lighttpd curl php-fpm8.2 uwsgi
for group in rivals $groups; do
    # shellcheck source=/dev/null
    . "$here/$group.sh"
done

# The server for CGI comes first: by way of it the sessions begin and the page is fetched that the other programs are to
# show. There are sixty-four sessions, used in turn, for PHP locks a session while it makes a page.
chmod 755 "$work"
install_door "$work/door" reader-{1..16} bench-{1..16}
mkdir -p "$work/www"
head -c 2048 /dev/zero | tr '\0' x >"$work/www/static.html"
cp "$out/empty" "$work/www/empty.cgi"
serve cgi "$cgi_port" lighttpd-cgi.conf "$work/door" <<<'cgi.assign = (".cgi" => "")'
for number in {0..63}; do sign_in "$cgi_site" /door/ "reader-$((number % 16 + 1))"; done >"$cookies"
greets "$cgi_site/door/home" "$cookies"
curl --silent --header "Cookie: $(head -n 1 "$cookies")" "$cgi_site/door/home" | sed '0,/reader-1/s//{{name}}/' >"$work/page.html"
prepare_rivals
serve fastcgi "$port" lighttpd.conf "$work/door" < <(bare_programs && rivals)
sign_in_to_rivals
for group in $groups; do
    if declare -F "prepare_$group" >/dev/null; then "prepare_$group"; fi
done

for _ in $(seq "$rounds"); do
    for group in $groups; do "measure_$group"; done
done
greets "$site/door/home" "$cookies"

mkdir -p var
{
    echo "Measured on $(date +%F): $(nproc) processors, 8 workers each, medians of $rounds interleaved rounds of $seconds s."
    for group in $groups; do "print_$group"; done
    print_goals
} | tee var/bench.md
publish bench var/bench.md
