# shellcheck shell=bash disable=SC2154 # the variables are those of bench.sh
# Rows: pages over CGI, and what the start of a program costs.

measure_cgi() {
    measure empty-cgi none "$cgi_site/empty.cgi" 16 --script "$here/load/pages.lua" -- "$cookies"
    measure home-cgi none "$cgi_site/door/home" 16 --script "$here/load/pages.lua" -- "$cookies"
}

print_cgi() {
    heading "Plain CGI, 16 connections (ratio to the empty program)"
    row "empty program" empty-cgi empty-cgi
    row "/home signed in" home-cgi empty-cgi
    local empty ours_alone
    read -r empty ours_alone < <(
        env -i GATEWAY_INTERFACE=CGI/1.1 SERVER_PROTOCOL=HTTP/1.1 REQUEST_METHOD=GET REQUEST_URI=/door/home SERVER_NAME=127.0.0.1 \
            SERVER_PORT="$cgi_port" SCRIPT_NAME=/door/cloakroom.fcgi PATH_INFO=/home DOCUMENT_ROOT="$work/www" REMOTE_ADDR=127.0.0.1 \
            SCRIPT_FILENAME="$ours" HTTP_HOST="127.0.0.1:$cgi_port" HTTP_COOKIE="$(head -n 1 "$cookies")" \
            "$out/start" 500 "$out/empty" "$ours" | paste -sd ' '
    )
    echo
    echo "From start to end alone: the empty program $empty ms, ours $ours_alone ms (medians of 500)."
}
