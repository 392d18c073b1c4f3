#!/bin/bash
# deps.sh run|dist|check|bench [PACKAGE...]: installs the Debian packages that are missing, and only those.
#
# As root, or through sudo; without either it names what somebody has to install.
set -u

build="g++ libfcgi-dev libcgicc-dev libsqlitecpp-dev libsqlite3-dev libsodium-dev libkainjow-mustache-dev
    nlohmann-json3-dev libtomlplusplus-dev libcli11-dev libutf8proc-dev libcrypt-dev"
dist="cmark-gfm zip"
run_lighttpd="lighttpd"
run_apache="apache2 libapache2-mod-fcgid"
run_nginx="nginx-light spawn-fcgi multiwatch"
check="$run_lighttpd lighttpd-mod-openssl openssl $run_apache libapache2-mod-xsendfile $run_nginx caddy php8.2-cgi clang-format clang-tidy cppcheck libboost-test-dev libcurl4-openssl-dev chromium curl
    procps sqlite3 pngquant strace xfsprogs faketime locales universal-ctags $dist unzip man-db apache2-suexec-custom pkg-config zlib1g-dev"
bench="$run_lighttpd wrk curl procps php8.2-fpm php8.2-opcache python3-flask uwsgi uwsgi-plugin-python3"

case ${1:-} in
    run) wanted="$build $([ "${SERVER:-lighttpd}" = apache ] && echo "$run_apache" || echo "$run_lighttpd")" ;;
    check) wanted="$build $check" && { { command -v node && command -v npm; } >/dev/null || wanted="$wanted nodejs npm"; } ;;
    dist) wanted="$build $dist" ;;
    bench) wanted="$build $bench" ;;
    *) echo "usage: deps.sh run|dist|check|bench [PACKAGE...]" >&2 && exit 2 ;;
esac
wanted="$wanted ${*:2}"

missing=()
for package in $wanted; do
    status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null)
    [ "$status" = installed ] || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
    echo "packages: all there"
    exit 0
fi

echo "packages: missing ${missing[*]}"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "packages: neither root nor sudo; let root run: apt-get install ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi

# Debian starts a new server at once, on port 80 or elsewhere. Nobody asked for that.
policy=/usr/sbin/policy-rc.d
start_nothing() {
    [ -e "$policy" ] && return
    clean_up+=("$policy")
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null && "${as_root[@]}" chmod 755 "$policy"
}

install() {
    start_nothing || return
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install --yes --quiet --no-install-recommends "${missing[@]}" </dev/null || return
    # Nor when the machine starts again.
    for server in lighttpd apache2 nginx caddy php8.2-fpm uwsgi; do
        [[ " ${missing[*]} " != *" $server"[\ -]* || ! -d /run/systemd/system ]] ||
            "${as_root[@]}" systemctl disable --now "$server"
    done
}
log=$(mktemp) && clean_up=("$log") && trap '"${as_root[@]}" rm -f "${clean_up[@]}"' EXIT
if ! { "${as_root[@]}" apt-get update --quiet && install; } >"$log" 2>&1; then
    cat "$log" >&2
    echo "packages: not installed" >&2
    exit 1
fi
echo "packages: installed ${missing[*]}"
