# shellcheck shell=bash disable=SC2154 # the variables are those of bench.sh
# Rows: pages over FastCGI.

measure_pages() {
    local key program address sessions
    while read -r key program address sessions; do
        measure "$key" "$program" "$site$address" 16 --script "$here/load/pages.lua" -- "$sessions"
    done <<TEXT
static  none               /static.html  $cookies
hello   $out/hello         /bare-hello   $cookies
bare    $out/page          /bare-page    $cookies
home    $ours              /door/home    $cookies
php     $php               /php/home.php $work/php-cookies
flask   $flask             /flask/home   $work/flask-cookies
TEXT
}

# memory PROGRAM: the median worker's RSS and PSS in MiB
memory() {
    local pid
    for pid in $(workers "$1"); do
        awk '/^Rss:/ { rss = $2 } /^Pss:/ { pss = $2 } END { printf "%.1f %.2f\n", rss / 1024, pss / 1024 }' "/proc/$pid/smaps_rollup"
    done | sort -n | awk '{ line[NR] = $0 } END { print line[int((NR + 1) / 2)] }'
}

print_pages() {
    heading "Pages, 16 connections (ratio to the fixed page)"
    row "static file" static hello
    row "fixed page, FastCGI" hello hello
    row "bare program: cgicc, one SELECT, the name put in" bare hello
    row "/home signed in, FastCGI" home hello
    row "the same page, PHP-FPM, file sessions" php hello
    row "the same page, Flask under uwsgi, signed cookie" flask hello
    echo
    echo "| memory a worker | RSS MiB | PSS MiB |"
    echo "|---|--:|--:|"
    local title program rss pss
    while read -r program title; do
        read -r rss pss < <(memory "$program")
        echo "| $title | $rss | $pss |"
    done <<TEXT
$out/hello fixed page
$out/page bare program
$ours ours
$php PHP-FPM
$flask Flask under uwsgi
TEXT
    read -r rss pss < <(memory "$ours")
    goal "/home over the fixed page" "at least" 0.70 "$(ratios home hello 2)"
    goal "/home over the bare program" "at least" 0.95 "$(ratios home bare 2)"
    goal "/home over PHP-FPM with file sessions" "at least" 1.7 "$(ratios home php 2)"
    goal "/home over Flask under uwsgi" "at least" 4 "$(ratios home flask 2)"
    goal "CPU of our program a page over the bare program's" "at most" 1.35 "$(ratios home bare 5)"
    goal "RSS of a worker, MiB" "at most" 8 "$rss"
    goal "PSS of a worker, MiB" "at most" 1.5 "$pss"
}
