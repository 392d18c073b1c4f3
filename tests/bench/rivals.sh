# shellcheck shell=bash disable=SC2154,SC2034 # the variables are those of bench.sh
# What ours is compared with, behind the same lighttpd: the bare programs, and the tutorial's job in PHP and in Flask.
#
# All of them show the very page that ours shows, with the user's name put in.

php=$(realpath "$(command -v php-fpm8.2)")
flask=$(realpath "$(command -v uwsgi)")

bare_programs() {
    local name command
    while read -r name command; do
        cat <<TEXT
\$HTTP["url"] =~ "^/$name" {
    fastcgi.server = ("/$name" => (("bin-path" => "$command", "socket" => "$work/$name.sock",
        "min-procs" => 8, "max-procs" => 8, "check-local" => "disable")))
}
TEXT
    done <<TEXT
bare-hello $out/hello
bare-page $out/page $work/bare-page.sqlite $work/page.html $cookies
bare-variable $out/variable $work/bare-variable.sqlite
TEXT
}

rivals() {
    cat <<TEXT
server.modules += ("mod_scgi")
\$HTTP["url"] =~ "^/php/" { fastcgi.server = (".php" => (("socket" => "$work/php.sock"))) }
\$HTTP["url"] =~ "^/flask/" {
    scgi.protocol = "uwsgi"
    scgi.server = ("/flask" => (("socket" => "$work/flask.sock", "check-local" => "disable")))
}
TEXT
}

prepare_rivals() {
    mkdir -p "$work/php-sessions" "$work/www/php" "$work/flask/templates"
    cp "$here"/rivals/*.php "$work/www/php"
    # shellcheck disable=SC2016 # PHP's variable
    sed 's/{{name}}/<?= htmlspecialchars($name) ?>/' "$work/page.html" >"$work/www/php/page.php"
    cp "$here/rivals/index.html" "$work/page.html" "$work/flask/templates"
    mv "$work/flask/templates/page.html" "$work/flask/templates/home.html"
    cp "$here/rivals/tutorial.py" "$work/flask"
    cat >"$work/php.conf" <<TEXT
[global]
error_log = $work/php.log
[www]
user = $(id -un)
listen = $work/php.sock
pm = static
pm.max_children = 8
php_value[session.save_path] = $work/php-sessions
TEXT
    php-fpm8.2 --nodaemonize --allow-to-run-as-root --fpm-config "$work/php.conf" &
    pids+=($!)
    uwsgi --plugin python3 --socket "$work/flask.sock" --master --processes 8 --chdir "$work/flask" --module tutorial:app \
        --disable-logging --die-on-term >"$work/flask.log" 2>&1 &
    pids+=($!)
}

sign_in_to_rivals() {
    local page
    for page in /php/index.php /flask/; do  # they may have to start first
        curl --silent --fail --retry 20 --retry-all-errors --retry-delay 1 --output /dev/null "$site$page"
    done
    for _ in {1..64}; do sign_in "$site" /php/index.php reader-1; done >"$work/php-cookies"
    for _ in {1..64}; do sign_in "$site" /flask/ reader-1; done >"$work/flask-cookies"
}
