# shellcheck shell=bash disable=SC2154 # the variables are those of bench.sh
# Rows: a file of 100 MB in a protected folder that we send ourselves, in chunks and by X-Sendfile.
files=$work/files
chunks_site=http://127.0.0.1:$((port + 5))
sendfile_site=http://127.0.0.1:$((port + 6))

# start_files NAME PORT WAY: a lighttpd whose folder /gated goes through the program
start_files() {
    local door=$files/$1
    install_door "$door" reader
    {
        echo "site_folder = \"$work/www\""
        echo "send_files = \"$3\""
        echo "base_url = \"http://127.0.0.1:$2/door\""
    } >>"$door/data/cloakroom.conf"
    "$door/cloakroom.fcgi" --config "$door/data/cloakroom.conf" protect /gated >"$work/log"
    sed "s#\"check-local\" => \"disable\"#&, \"x-sendfile\" => \"enable\", \"x-sendfile-docroot\" => (\"$work/www\")#" lighttpd.conf >"$files/$1.conf"
    serve "files/server-$1" "$2" "$(realpath --relative-to="$PWD" "$files/$1.conf")" "$door" < <(
        sed 's#/members#/gated#' docs/protect/through-the-program.lighttpd.conf
        # shellcheck disable=SC2016 # lighttpd's variable
        echo '$HTTP["url"] == "/bare-copy" { fastcgi.server = ("/bare-copy" => (("bin-path" => "'"$out/copy $work/www/gated/large.bin"'",
            "socket" => "'"$files/copy-$1"'", "min-procs" => 8, "max-procs" => 8, "check-local" => "disable"))) }'
    )
    sign_in "http://127.0.0.1:$2" /door/ reader >"$files/$1-cookie"
    [ "$(curl --silent --header "Cookie: $(<"$files/$1-cookie")" "http://127.0.0.1:$2/gated/large.bin" | wc -c)" -eq 104857600 ]
}

prepare_files() {
    mkdir -p "$files" "$work/www/gated" "$work/www/large"
    head -c 104857600 /dev/urandom >"$work/www/gated/large.bin"
    cp "$work/www/gated/large.bin" "$work/www/large/large.bin"
    start_files chunks $((port + 5)) chunks
    start_files sendfile $((port + 6)) x-sendfile
}

measure_files() {
    local load=(4 --script "$here/load/pages.lua" --)
    measure large-open none "$sendfile_site/large/large.bin" "${load[@]}" "$files/sendfile-cookie"
    measure large-sendfile none "$sendfile_site/gated/large.bin" "${load[@]}" "$files/sendfile-cookie"
    measure large-bare none "$chunks_site/bare-copy" "${load[@]}" "$files/chunks-cookie"
    measure large-chunks none "$chunks_site/gated/large.bin" "${load[@]}" "$files/chunks-cookie"
}

print_files() {
    heading "A file of 100 MB, 4 connections (ratio to lighttpd itself)"
    row "lighttpd itself" large-open large-open
    row "protected by us, X-Sendfile" large-sendfile large-open
    row "bare copying loop, FastCGI" large-bare large-open
    row "protected by us, in chunks" large-chunks large-open
    goal "100 MB by X-Sendfile over lighttpd itself" "at least" 0.9 "$(ratios large-sendfile large-open 2)"
    goal "100 MB in chunks over the bare copying loop" "at least" 0.8 "$(ratios large-chunks large-bare 2)"
}
