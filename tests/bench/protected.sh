# shellcheck shell=bash disable=SC2154,SC2034 # the variables are those of bench.sh
# Rows: a file of 2 KiB in a protected folder, behind each server, beside the same file in an open folder, in one whose
# authorizer lets everybody in, and beside Apache's own mod_auth_form. A site of its own, which all servers share.
guard=$work/guard
guard_cookies=$work/guard-cookies
lighttpd_site=http://127.0.0.1:$((port + 2))
apache_site=http://127.0.0.1:$((port + 3))
nginx_site=http://127.0.0.1:$((port + 4))
guard_user=$(id -un)
[ "$(id -u)" -ne 0 ] || guard_user=www-data
need apache2 nginx spawn-fcgi htpasswd

# locks FILE FOLDER: what docs/protect/ tells owners to write, for this folder
locks() { sed "s#/members#$2#g" "docs/protect/$1"; }

# eight NAME PROGRAM [ARGUMENT...]: eight workers on a socket, which nginx asks
eight() {
    local name=$1 user=() started
    shift
    [ "$(id -u)" -ne 0 ] || user=(-u "$guard_user")
    spawn-fcgi -F 8 -M 0666 -s "$guard/$name.sock" -P "$guard/$name.pids" "${user[@]}" -- "$@" >"$work/log"
    read -ra started -d '' <"$guard/$name.pids" || true
    pids+=("${started[@]}")
}

start_guard_lighttpd() {
    serve guard/lighttpd $((port + 2)) lighttpd.conf "$guard/door" < <(
        [ "$(id -u)" -ne 0 ] || printf 'server.username = "%s"\nserver.groupname = "%s"\n' "$guard_user" "$guard_user"
        locks lighttpd.conf /members
        locks lighttpd.conf /yes | sed "s#\"bin-path\".*#\"bin-path\" => \"$out/yes\",#; s#var.cloakroom_socket#\"$guard/yes\"#"
    )
}

# The formula of mod_auth_form's own manual, with sessions in SQLite and, for shared hosts, in an encrypted cookie.
auth_form() {  # auth_form ADDRESS PASSWORDS SESSION
    cat <<TEXT
<Location "$1">
  AuthType form
  AuthName bench
  AuthFormProvider file
  AuthUserFile $2
  Session On
  $3
  Require valid-user
</Location>
<Location "$1/login">
  SetHandler form-login-handler
</Location>
TEXT
}

start_guard_apache() {
    htpasswd -s -b -c "$guard/sha1" reader secret 2>/dev/null
    htpasswd -B -b -c "$guard/bcrypt" reader secret 2>/dev/null
    sqlite3 "$guard/sessions.sqlite" 'CREATE TABLE session (key TEXT PRIMARY KEY, value TEXT, expiry INTEGER)'
    local dbd="SessionDBDCookieName session path=/
  SessionMaxAge 3600" cookie="SessionCookieName session path=/
  SessionCryptoPassphrase bench
  SessionMaxAge 3600" module
    {
        echo "ServerRoot $guard"
        echo "ServerName 127.0.0.1"
        echo "Listen 127.0.0.1:$((port + 3))"
        echo "DefaultRuntimeDir $guard"
        echo "PidFile $guard/apache.pid"
        echo "ErrorLog $guard/apache.log"
        [ "$(id -u)" -ne 0 ] || printf 'User %s\nGroup %s\n' "$guard_user" "$guard_user"
        for module in mpm_event authz_core authz_user authn_core authn_file mime dir alias rewrite headers fcgid session session_cookie \
            session_crypto session_dbd dbd request auth_form; do
            echo "LoadModule ${module}_module /usr/lib/apache2/modules/mod_$module.so"
        done
        echo "TypesConfig /etc/mime.types"
        echo "DocumentRoot $work/www"
        echo "<Directory $work/www>"
        echo "Require all granted"
        echo "</Directory>"
        echo "Define CLOAKROOM $guard/door"
        echo "Define CLOAKROOM_URL /door"
        echo "Define CLOAKROOM_CONFIG $guard/door/data/cloakroom.conf"
        echo "Include $PWD/apache.conf"
        echo "FcgidIPCDir $guard"
        echo "FcgidProcessTableFile $guard/fcgid.shm"
        locks apache.conf /members
        locks apache.conf /yes | sed "s#FcgidAccessChecker.*#FcgidAccessChecker $out/yes#"
        echo "DBDriver sqlite3"
        echo "DBDParams $guard/sessions.sqlite"
        echo "DBDPrepareSQL \"select value from session where key = %s and (expiry = 0 or expiry > %lld)\" selectsession"
        echo "DBDPrepareSQL \"delete from session where key = %s\" deletesession"
        echo "DBDPrepareSQL \"insert into session (value, expiry, key) values (%s, %lld, %s)\" insertsession"
        echo "DBDPrepareSQL \"update session set value = %s, expiry = %lld, key = %s where key = %s\" updatesession"
        echo "DBDPrepareSQL \"delete from session where expiry != 0 and expiry < %lld\" cleansession"
        auth_form /form-dbd-sha1 "$guard/sha1" "$dbd"
        auth_form /form-dbd-bcrypt "$guard/bcrypt" "$dbd"
        auth_form /form-cookie "$guard/sha1" "$cookie"
    } >"$guard/apache.conf"
    chown -R "$guard_user" "$guard"
    apache2 -DFOREGROUND -f "$guard/apache.conf" &
    pids+=($!)
}

start_guard_nginx() {
    eight ours "$guard/door/cloakroom.fcgi" --config "$guard/door/data/cloakroom.conf"
    eight yes "$out/yes"
    {
        [ "$(id -u)" -ne 0 ] || echo "user $guard_user;"
        cat <<TEXT
worker_processes auto;
daemon off;
error_log $guard/nginx.log;
pid $guard/nginx.pid;
events {}
http {
    types { text/html html; }
    access_log off;
    client_body_temp_path $guard/nginx-body;
    fastcgi_temp_path $guard/nginx-fastcgi;
    proxy_temp_path $guard/nginx-proxy;
    scgi_temp_path $guard/nginx-scgi;
    uwsgi_temp_path $guard/nginx-uwsgi;
    server {
        listen 127.0.0.1:$((port + 4));
        root $work/www;
        set \$cloakroom_url /door;
        set \$cloakroom_socket unix:$guard/ours.sock;
TEXT
        locks nginx.conf /members
        # shellcheck disable=SC2016 # nginx's variable
        locks nginx.conf /yes | sed "s#\$cloakroom_socket#unix:$guard/yes.sock#; s#cloakroom-check#yes-check#; s#@cloakroom_denied#@yes_denied#"
        echo "}}"
    } >"$guard/nginx.conf"
    nginx -c "$guard/nginx.conf" &
    pids+=($!)
}

prepare_protected() {
    local folder number
    mkdir -p "$guard"
    chmod 755 "$guard"
    for folder in open yes members form-dbd-sha1 form-dbd-bcrypt form-cookie; do
        mkdir -p "$work/www/$folder"
        cp "$work/www/static.html" "$work/www/$folder/page.html"
    done
    install_door "$guard/door" guarded bench-{1..16}
    echo "base_url = \"$lighttpd_site/door\"" >>"$guard/door/data/cloakroom.conf"
    "$guard/door/cloakroom.fcgi" --config "$guard/door/data/cloakroom.conf" protect /members >"$work/log"
    chown -R "$guard_user" "$guard"
    start_guard_lighttpd
    for number in {1..16}; do sign_in "$lighttpd_site" /door/ guarded; done >"$guard_cookies"
    start_guard_apache
    start_guard_nginx
    local site
    for site in "$apache_site" "$nginx_site"; do
        curl --silent --retry 20 --retry-connrefused --retry-delay 1 --output /dev/null "$site/"
    done
    for folder in form-dbd-sha1 form-dbd-bcrypt form-cookie; do
        curl --silent --include --data 'httpd_username=reader&httpd_password=secret' "$apache_site/$folder/login" |
            sed -n 's/^Set-Cookie: \([^;]*\);.*/\1/Ip' | head -n 1 >"$work/$folder-cookie"
        must_send "$apache_site/$folder/page.html" "$work/$folder-cookie"
    done
    for site in "$lighttpd_site" "$apache_site" "$nginx_site"; do must_send "$site/members/page.html" "$guard_cookies"; done
}

# must_send ADDRESS COOKIES: fails unless the file comes with a cookie, and does not come without
must_send() {
    [ "$(curl --silent --header "Cookie: $(head -n 1 "$2")" "$1" | wc -c)" -eq 2048 ] || { echo "bench: $1 is not sent" >&2; return 1; }
    [ "$(curl --silent --output /dev/null --write-out '%{http_code}' "$1")" != 200 ] || { echo "bench: $1 is open" >&2; return 1; }
}

measure_protected() {
    local server address folder
    for server in lighttpd apache nginx; do
        address=${server}_site
        for folder in open yes members; do
            measure "$server-$folder" none "${!address}/$folder/page.html" 16 --script "$here/load/pages.lua" -- "$guard_cookies"
        done
    done
    local beside
    load "$lighttpd_site/door/" 3 --script "$here/load/sign_in.lua" >"$work/log" &
    beside=$!
    measure lighttpd-beside none "$lighttpd_site/members/page.html" 3 --script "$here/load/pages.lua" -- "$guard_cookies"
    wait "$beside"
    measure lighttpd-alone none "$lighttpd_site/members/page.html" 3 --script "$here/load/pages.lua" -- "$guard_cookies"
    # With its sessions in SQLite some requests fail: the database is locked.
    for folder in form-dbd-sha1 form-dbd-bcrypt form-cookie; do
        errors=allowed measure "apache-$folder" none "$apache_site/$folder/page.html" 16 --script "$here/load/pages.lua" -- "$work/$folder-cookie"
    done
}

print_protected() {
    local server title
    heading "A file of 2 KiB, 16 connections (ratio to the authorizer that lets everybody in)"
    for server in lighttpd apache nginx; do
        row "$server: open" "$server-open" "$server-yes"
        row "$server: an authorizer that lets everybody in" "$server-yes" "$server-yes"
        row "$server: protected by us" "$server-members" "$server-yes"
    done
    row "lighttpd: protected by us, 3 connections" lighttpd-alone lighttpd-yes
    row "the same beside 3 that sign in" lighttpd-beside lighttpd-yes
    row "apache: mod_auth_form, sessions in SQLite, SHA-1" apache-form-dbd-sha1 apache-yes
    row "apache: mod_auth_form, sessions in SQLite, bcrypt" apache-form-dbd-bcrypt apache-yes
    row "apache: mod_auth_form, encrypted cookie, SHA-1" apache-form-cookie apache-yes
    for server in lighttpd apache nginx; do
        goal "$server: protected by us over the authorizer that lets everybody in" "at least" 0.80 "$(ratios "$server-members" "$server-yes" 2)"
        goal "$server: p99 over that of that authorizer" "at most" 1.25 "$(ratios "$server-members" "$server-yes" 4)"
    done
    read -r _ _ p99 _ < <(middle lighttpd-beside)
    goal "lighttpd: protected by us beside 3 that sign in, p99 ms" "at most" 50 "$p99"
    goal "apache: protected by us over mod_auth_form, SQLite, SHA-1" "at least" 1.5 "$(ratios apache-members apache-form-dbd-sha1 2)"
    goal "apache: protected by us over mod_auth_form, SQLite, bcrypt" "at least" 20 "$(ratios apache-members apache-form-dbd-bcrypt 2)"
    goal "apache: protected by us over mod_auth_form, encrypted cookie" "at least" 20 "$(ratios apache-members apache-form-cookie 2)"
}
