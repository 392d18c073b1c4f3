# shellcheck shell=bash disable=SC2154 # the variables are those of bench.sh
# Rows: users who read while passwords are guessed at full speed from 200 networks, and one who signs in then, whose name
# is among those guessed. By limits as they are when nothing is configured; the addresses are told by a proxy, as it were.
#   FLOOD_SECONDS=60 FLOOD_CONNECTIONS=16     how long each round, and how many at the same time
flood_site=http://127.0.0.1:$((port + 7))
flood_seconds=${FLOOD_SECONDS:-60}
flood_connections=${FLOOD_CONNECTIONS:-16}

prepare_flood() {
    local number
    install_door "$work/flood" owner reader
    echo 'trusted_proxies = ["127.0.0.1"]' >"$work/flood/data/cloakroom.conf"
    serve flood "$((port + 7))" lighttpd.conf "$work/flood" </dev/null
    for number in {1..16}; do sign_in "$flood_site" /door/ reader; done >"$work/flood-cookies"
    greets "$flood_site/door/home" "$work/flood-cookies"
    owner_signs_in >"$work/log"  # so his browser is known
}

# Prints the status and the seconds it took.
owner_signs_in() {
    curl --silent --output /dev/null --write-out '%{http_code} %{time_total}\n' --cookie "$work/owner" --cookie-jar "$work/owner" \
        --header "Origin: $flood_site" --data "username=owner&password=$password" "$flood_site/door/"
}

measure_flood() {
    local readers=("$flood_site/door/home" 3 --script "$here/load/pages.lua" -- "$work/flood-cookies") flood owner
    measure quiet none "${readers[@]}"
    seconds=$flood_seconds errors=allowed measure flood none "$flood_site/door/" "$flood_connections" --script "$here/load/flood.lua" 2>>"$work/log" &
    flood=$!
    { sleep $((flood_seconds / 2)) && owner_signs_in >>"$work/owner-times"; } &
    owner=$!
    seconds=$flood_seconds measure flooded none "${readers[@]}"
    wait "$flood" "$owner"
}

print_flood() {
    local quiet p99 status taken
    heading "/home, 3 connections, while passwords are guessed from 200 networks for $flood_seconds s (ratio to quiet)"
    row "quiet" quiet quiet
    row "while they are guessed" flooded quiet
    row "the guesses, $flood_connections connections" flood quiet
    read -r _ _ quiet _ < <(middle quiet)
    read -r _ _ p99 _ < <(middle flooded)
    goal "/home while passwords are guessed, p99 ms; or twice the quiet one" "at most" \
        "$(awk -v quiet="$quiet" 'BEGIN { print (quiet > 5 ? quiet * 2 : 10) }')" "$p99"
    while read -r status taken; do
        goal "the user whose name is guessed signs in at the first try (status $status), ms" "at most" 1000 \
            "$(awk -v status="$status" -v taken="$taken" 'BEGIN { print status == 303 ? taken * 1000 : 99999 }')"
    done <"$work/owner-times"
}
