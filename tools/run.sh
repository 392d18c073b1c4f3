#!/bin/bash
# What `make run` does once the program is built: starts a real web server in the foreground on
# 127.0.0.1:$PORT with the configuration that is shipped, and keeps all data in var/.
#
#   PORT=8080   SERVER=lighttpd|apache   Ctrl-C stops all that was started
#
# As root, server and program run as www-data and var/ belongs to it; else all runs as you.
set -u
cd "$(dirname "$0")/.."
here=$PWD
port=${PORT:-8080}
server=${SERVER:-lighttpd}
program=${CLOAKROOM_PROGRAM:-$here/cgi-bin/cloakroom.fcgi}
folder=$(dirname "$program")
address=http://127.0.0.1:$port
own=$here/build/run # what the server reads and writes as root stands where its user cannot put a link
log=$own/error.log
[ "$server" = apache ] || log=$here/var/server/error.log # lighttpd opens it as its own user
user=$(id -un)
[ "$(id -u)" -ne 0 ] || user=www-data

stop() {
    echo "make run: $*" >&2
    exit 1
}

as_user() {
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid="$user" --regid="$user" --clear-groups -- "$@"
    else
        "$@"
    fi
}

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; }

check() {
    [[ $port =~ ^[0-9]{1,5}$ && $port -ge 1 && $port -le 65535 ]] || stop "PORT=$port is no port"
    [[ $server = lighttpd || $server = apache ]] || stop "SERVER=$server is neither lighttpd nor apache"
    [ -x "$program" ] || stop "there is no cgi-bin/cloakroom.fcgi; 'make' builds it"
    as_user test -x "$program" -a -r "$here/html" ||
        stop "$user may not enter $here; move it to a folder like /srv, or run 'make run' as a normal user"
    [ "$port" -ge 1024 ] || [ "$(id -u)" -eq 0 ] || stop "port $port needs root; choose another one: make run PORT=8080"
    ! answers || stop "port $port is in use; choose another one: make run PORT=8081"
}

prepare() {
    mkdir -p var 2>/dev/null && chmod 0700 var 2>/dev/null && as_root_chown || stop "var/ is not yours: run as its owner or remove it"
    [ -e var/cloakroom.conf ] || as_user sh -c 'umask 077; cat > var/cloakroom.conf' <<CONF || stop "cannot write var/cloakroom.conf"
# Made by 'make run'. With this line a changed template shows at the next request.
templates = "$here/html"
CONF
    as_user mkdir -p var/server || stop "cannot write to var/"
    mkdir -p "$own" || stop "cannot write to build/"
}

as_root_chown() { [ "$(id -u)" -ne 0 ] || chown -R "$user:$user" var; }

lighttpd_conf() {
    cat <<CONF
server.bind = "127.0.0.1"
server.port = $port
server.document-root = "$folder"
server.errorlog = "$here/var/server/error.log"
$([ "$(id -u)" -ne 0 ] || printf 'server.username = "%s"\nserver.groupname = "%s"' "$user" "$user")
mimetype.assign = (".css" => "text/css; charset=utf-8", ".js" => "text/javascript", ".svg" => "image/svg+xml", ".png" => "image/png")
var.cloakroom = "$folder"
var.cloakroom_url = ""
var.cloakroom_arguments = "--config $here/var/cloakroom.conf"
var.cloakroom_socket = "$here/var/server/cloakroom.sock"
include "$here/lighttpd.conf"
CONF
}

apache_conf() {
    local modules=/usr/lib/apache2/modules module
    cat <<CONF
ServerRoot "$own"
ServerName 127.0.0.1
Listen 127.0.0.1:$port
PidFile apache.pid
ErrorLog error.log
DefaultRuntimeDir "$own"
$([ "$(id -u)" -ne 0 ] || printf 'User %s\nGroup %s' "$user" "$user")
CONF
    for module in mpm_event authz_core mime dir alias rewrite fcgid; do
        echo "LoadModule ${module}_module $modules/mod_$module.so"
    done
    cat <<CONF
TypesConfig /etc/mime.types
FcgidIPCDir "$here/var/server"
FcgidProcessTableFile "$here/var/server/fcgid.shm"
<Directory />
  AllowOverride None
  Require all denied
</Directory>
Define CLOAKROOM $folder
Define CLOAKROOM_CONFIG $here/var/cloakroom.conf
Include "$here/apache.conf"
CONF
}

start() {
    local conf=$own/$server.conf
    "${server}_conf" >"$conf" || stop "cannot write $conf"
    # In a session of its own, so that Ctrl-C reaches this script alone, which then stops the server by its id.
    case $server in
        lighttpd) setsid lighttpd -D -f "$conf" >"$own/output" 2>&1 & ;;
        apache) setsid apache2 -DFOREGROUND -f "$conf" >"$own/output" 2>&1 & ;;
    esac
    pid=$!
    trap 'kill "$pid" 2>/dev/null; wait "$pid" 2>/dev/null' EXIT
    trap 'echo; exit 0' INT TERM HUP
    for _ in {1..100}; do
        answers && return
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
    stop "$server did not start: $(cat "$own/output" "$log" 2>/dev/null | grep . | tail -n 1)"
}

greet() {
    echo "Cloakroom: $address/  ($server, data in var/, Ctrl-C stops it)"
    local said status
    said=$("$program" --config var/cloakroom.conf setup 2>&1)
    status=$?
    [ $status -le 1 ] || stop "$said"
    [ $status -eq 1 ] || printf 'Nobody can sign in yet. Open %s/setup and type this code:\n%s\n' "$address" "${said##*$'\n'}"
}

check
prepare
start
greet
wait "$pid"
stop "$server ended; see $log"
